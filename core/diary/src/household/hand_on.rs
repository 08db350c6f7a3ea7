//! From the inbox into people's diaries.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::burst::{Item, clocks, kept, last_records, sessions_of, unreadable, used_up};
use super::devices::{Device, Slot};
use super::error::HouseholdError;
use super::home::{Household, append, lock};
use super::improve::{Evidence, PlacedAnew};
use super::operation::{Decided, Decision, Drained};
use super::owner::Owned;
use super::placing::Sessions;
use super::project;
use super::recordings::{Becomes, Part, Recordings};
use super::roles::Act;
use crate::device::What;
use crate::diary::Content;
use crate::id::{DeviceId, EntryId, PersonId};
use crate::journal::Author;
use crate::store::Read;

/// Which waiting records to hand on, besides what has an owner by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Handing {
    /// None: a record that waited goes on waiting.
    #[default]
    Owned,
    /// Those of one user of a device, because somebody said whose they are.
    AlsoWaiting {
        /// The device.
        device: DeviceId,
        /// The user; `None` for records of which the device does not know the user.
        slot: Option<Slot>,
        /// Whose they are.
        person: PersonId,
    },
}

/// What a hand-on did.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HandedOn {
    /// Readings that are entries now, in order of arrival.
    pub new: Vec<NewEntry>,
    /// How many records were in a diary already: resent by a device, or handed on before a kill.
    pub known: u64,
    /// Readings that are nobody's yet, or cannot be read yet; they stay in the inbox.
    pub waiting: Vec<Waiting>,
    /// Earlier readings whose place in time is better known now.
    pub placed_anew: Vec<PlacedAnew>,
    /// Numbers of the inbox, first and last, that were given, do not wait and were not handed on: records that are lost.
    pub missing: Vec<(u64, u64)>,
}

/// A reading that is an entry now.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEntry {
    /// Whose.
    pub person: PersonId,
    /// The entry.
    pub entry: EntryId,
    /// From which device.
    pub device: DeviceId,
    /// What it says.
    pub content: Content,
}

/// A record that waits in the inbox.
#[derive(Clone, PartialEq)]
pub struct Waiting {
    /// Its number in the inbox.
    pub number: u64,
    /// From which device.
    pub device: DeviceId,
    /// Why it waits.
    pub why: WhyWaiting,
    /// What it would say; `None` if it cannot be read yet.
    pub content: Option<Content>,
    /// The bytes as they came from the device; empty if a newer program received them, or nobody can open them.
    pub frame: Vec<u8>,
}

impl fmt::Debug for Waiting {
    /// Shows where it is and why, and no byte of the reading.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Waiting({}, {:?}, {:?}, {} bytes)", self.number, self.device, self.why, self.frame.len())
    }
}

/// Why a record waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyWaiting {
    /// The user slot is nobody's, or was nobody's when the record came.
    NotAssigned(Slot),
    /// The device does not know which user it was.
    UserUnknown,
    /// The bytes are not a frame that this program can read; a later one may.
    NotReadable,
    /// It was received by a newer program.
    Newer,
    /// It is sealed to this person, whose own lock is shut; it is handed on once they opened it.
    Locked(PersonId),
    /// No key of the household opens it: it was altered, or sealed by something else than this program.
    NotOpened,
}

impl WhyWaiting {
    /// The stable word for it, in exports and scenarios.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotAssigned(_) => "not-assigned",
            Self::UserUnknown => "user-unknown",
            Self::NotReadable => "not-readable",
            Self::Newer => "newer",
            Self::Locked(_) => "locked",
            Self::NotOpened => "not-opened",
        }
    }
}

/// The steps of a hand-on, each durable before the next; a kill can come between any two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Whose each record is, and which entry it becomes, stands in the household.
    Decided,
    /// Records of people whose own lock is shut are sealed to them.
    Resealed,
    /// The entries are in the diaries.
    Delivered,
    /// The household knows that the inbox's records are used up.
    Noted,
    /// The inbox has let them go.
    Removed,
    /// The key file has new pairs for those that were used.
    Paired,
    /// The inbox seals to them.
    Told,
    /// The inbox names no key that is not needed.
    Forgotten,
    /// Those are gone from the key file.
    Dropped,
}

impl Household {
    /// Hands on everything in the inbox that has an owner, and returns what it did and what waits.
    ///
    /// Safe to repeat and to be killed: a decision once made is followed, an entry is made once, and a record leaves the
    /// inbox only after its entry is durable. Of several threads, one hands on and the others wait.
    ///
    /// # Errors
    /// [`HouseholdError::NoSuchPerson`], and whatever a file says; a diary that cannot be written holds up no other. What was not handed on is still in the inbox.
    pub fn hand_on(&self, handing: Handing) -> Result<HandedOn, HouseholdError> {
        self.hand_on_until(handing, Step::Dropped)
    }

    /// Does the steps of a hand-on up to and with `last`; stopping earlier is what a kill does.
    pub(super) fn hand_on_until(&self, handing: Handing, last: Step) -> Result<HandedOn, HouseholdError> {
        // Between a decision and its delivery nobody else may decide.
        let _one_at_a_time = lock(&self.handing_on);
        if let Handing::AlsoWaiting { person, .. } = handing {
            self.store.read(|reader| project::person_row(reader, person))?;
            self.allow(Act::Assign, Some(person))?;
        }
        self.sight()?;
        let mut done = HandedOn::default();
        let (given, numbers) = self.inbox.numbers()?;
        done.missing = self.missing(given, &numbers)?;
        let items = self.open_inbox(&mut done.waiting)?;
        let clocks = clocks(&items);
        let over = self.sessions_over(&items)?;
        let last_records = last_records(&items);
        let zones = self.zone_history()?;
        let devices: BTreeMap<DeviceId, Device> =
            self.all_devices()?.into_iter().map(|device| (device.id, device)).collect();
        let sessions = Sessions { clocks: &clocks, over: &over, last_records: &last_records, zones: &zones };
        self.note_newest(&items, &devices, &sessions)?;
        self.note_told(&items, &devices)?;
        let readings = self.read_records(&items, &devices, &sessions)?;
        let mut owned: Vec<Owned> = Vec::new();
        for item in items.iter().filter(|item| item.received.what == What::Record) {
            let found = match devices.get(&item.device) {
                Some(device) => self.whose(item, device, handing, readings.get(&item.number), &clocks)?,
                None => Err(unreadable(item.number, item.device, &item.received.bytes)),
            };
            match found {
                Ok(found) => owned.push(found),
                Err(waits) => done.waiting.push(waits),
            }
        }
        let removed = self.removed_people()?;
        let Recordings { parts, waiting, not, first_error } =
            self.recordings(&items, &devices, handing, &removed, &sessions);
        done.waiting.extend(waiting);
        let of_parts = parts.iter().flat_map(|part| part.decisions.iter().copied());
        self.decide(owned.iter().map(Owned::decision).chain(of_parts))?;
        if last == Step::Decided {
            return Ok(done);
        }
        // What a device sends again of somebody who was removed is known, and comes to nobody.
        let (gone, owned): (Vec<Owned>, Vec<Owned>) =
            owned.into_iter().partition(|owned| removed.contains(&owned.person));
        let (theirs, owned): (Vec<Owned>, Vec<Owned>) =
            owned.into_iter().partition(|owned| self.is_shut(owned.person));
        let (sealed, parts): (Vec<Part>, Vec<Part>) =
            parts.into_iter().partition(|part| matches!(part.becomes, Becomes::Sealed));
        let theirs = theirs.iter().map(|owned| (owned.number, owned.device, owned.person));
        done.waiting.extend(self.reseal(theirs.chain(sealed.iter().flat_map(Part::theirs)), &items)?);
        if last == Step::Resealed {
            return Ok(done);
        }
        let owned_numbers: Vec<u64> = owned.iter().chain(&gone).map(|owned| owned.number).collect();
        let mut delivered = self.deliver(owned, &mut done);
        let recorded = self.deliver_parts(parts, &mut done, &mut delivered);
        delivered.not.extend(not);
        delivered.first_error = delivered.first_error.or(first_error);
        delivered.known.extend(gone.iter().map(|owned| owned.number));
        let mut staying: BTreeSet<u64> = done.waiting.iter().map(|waiting| waiting.number).collect();
        staying.extend(&delivered.not);
        let mut needed = sessions_of(&items, &staying);
        // Nobody here knows which session brought what is sealed to somebody else; it is to be placed in time later.
        needed.extend(beside_locked(&items, &done.waiting));
        let kept = kept(&items, &needed, &last_records);
        // What is only kept as a landmark is in a diary since an earlier hand-on, and is not counted again.
        done.known = delivered.known.iter().filter(|number| !kept.contains(number)).count() as u64;
        staying.extend(kept);
        let mut handed: Vec<u64> =
            owned_numbers.into_iter().chain(recorded).filter(|number| !staying.contains(number)).collect();
        if last == Step::Delivered {
            return Ok(done);
        }
        done.waiting.sort_by_key(|waiting| waiting.number);
        let read_anew = self.read_anew(&clocks, &devices)?;
        let anew = self.place_anew(&Evidence {
            read_anew: &read_anew,
            devices: &devices,
            items: &items,
            clocks: &clocks,
            zones: &zones,
            fresh: &done.new.iter().map(|new| new.entry).collect(),
        })?;
        done.placed_anew = anew.moved;
        let first_error = delivered.first_error.or(anew.first_error);
        // Where a diary could not be looked at, the pairs stay new until it can.
        if first_error.is_none() {
            self.note_pairs(&clocks, &read_anew)?;
            handed.extend(used_up(&items, &needed, &over));
        }
        handed.sort_unstable();
        self.note_drained(&handed)?;
        if last == Step::Noted {
            return Ok(done);
        }
        let used = self.inbox.remove(&handed)?;
        if last == Step::Removed {
            return Ok(done);
        }
        lock(&self.used_keys).extend(used);
        // Everything is handed on. Where the keys cannot be renewed now, the old ones go on, and the next hand-on tries.
        let _ = self.renew_sealing(last);
        first_error.map_or(Ok(done), Err)
    }

    /// Writes down whose the records are, and the ids of the entries they become, before any of them is made.
    fn decide(&self, decisions: impl Iterator<Item = Decision>) -> Result<(), HouseholdError> {
        let mut new: Vec<Decision> = Vec::new();
        for decision in decisions {
            let known = self.decision(decision.identity)?.is_some()
                || new.iter().any(|known| known.identity == decision.identity);
            if !known {
                new.push(decision);
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        self.record(Decided { decisions: new }.change(Author::PROGRAM))?;
        Ok(())
    }

    /// Notes that numbers of the inbox are used up, before they are removed there.
    pub(super) fn note_drained(&self, numbers: &[u64]) -> Result<(), HouseholdError> {
        self.journal.write(&self.store, |journal| {
            let mut fresh = Vec::new();
            for number in numbers {
                let before = journal.tx().one(
                    "SELECT 1 FROM drained WHERE ?1 BETWEEN first AND last",
                    [number],
                    |_| Ok(()),
                )?;
                if before.is_none() {
                    fresh.push(*number);
                }
            }
            let ranges = ranges(&fresh);
            if !ranges.is_empty() {
                append(journal, Drained { ranges }.change(Author::PROGRAM))?;
            }
            Ok(())
        })
    }
}

/// The sessions of devices of which something is sealed to a person whose lock is shut.
fn beside_locked(items: &[Item], waiting: &[Waiting]) -> BTreeSet<[u8; 16]> {
    let locked: BTreeSet<DeviceId> = waiting
        .iter()
        .filter(|waits| matches!(waits.why, WhyWaiting::Locked(_)))
        .map(|waits| waits.device)
        .collect();
    items.iter().filter(|item| locked.contains(&item.device)).map(|item| item.received.session).collect()
}

/// Sorted numbers as closed ranges.
fn ranges(numbers: &[u64]) -> Vec<(u64, u64)> {
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            Some((_, last)) if *last == *number => {}
            _ => ranges.push((*number, *number)),
        }
    }
    ranges
}
