//! From the inbox into people's diaries.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::devices::{Device, Slot};
use super::error::HouseholdError;
use super::home::{Household, append, lock};
use super::operation::{Decided, Decision, Drained};
use super::project;
use super::reading::{self, Around, Decoded, NotReadable, RawReading, Told};
use super::receive::known_by;
use crate::device::{Received, ReceivedError, What};
use crate::diary::{Arrival, Content, Incoming};
use crate::id::{DeviceId, EntryId, OperationId, PersonId};
use crate::inbox::Sealed;
use crate::journal::Author;
use crate::store::{Read, StoreError};
use crate::time::{ClockPair, Instant, ZoneHistory};
use crate::vault::{SealContext, keyed_identity};

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
}

/// The steps of a hand-on, each durable before the next; a kill can come between any two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Whose each record is, and which entry it becomes, stands in the household.
    Decided,
    /// The entries are in the diaries.
    Delivered,
    /// The household knows that the inbox's records are used up.
    Noted,
    /// The inbox has let them go.
    Removed,
}

/// An opened item of the inbox.
struct Item {
    number: u64,
    device: DeviceId,
    received: Received,
}

/// The clock readings of each session, in order of arrival.
type Clocks = BTreeMap<(DeviceId, [u8; 16]), Vec<(u32, Option<ClockPair>, Vec<u8>)>>;

/// A record that has an owner.
struct Owned {
    number: u64,
    device: DeviceId,
    identity: [u8; 16],
    person: PersonId,
    incoming: Incoming,
}

/// What became of the records that have an owner, besides those that are entries now.
#[derive(Default)]
struct Delivered {
    /// Numbers of what was in a diary before.
    known: Vec<u64>,
    /// Numbers of what a diary could not take.
    not: Vec<u64>,
    /// Why not, for the first of them.
    first_error: Option<HouseholdError>,
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
        self.hand_on_until(handing, Step::Removed)
    }

    /// Does the steps of a hand-on up to and with `last`; stopping earlier is what a kill does.
    pub(super) fn hand_on_until(&self, handing: Handing, last: Step) -> Result<HandedOn, HouseholdError> {
        // Between a decision and its delivery nobody else may decide.
        let _one_at_a_time = lock(&self.handing_on);
        if let Handing::AlsoWaiting { person, .. } = handing {
            self.store.read(|reader| project::person_row(reader, person))?;
        }
        self.sight()?;
        let mut done = HandedOn::default();
        let items = self.open_inbox(&mut done.waiting)?;
        let clocks = clocks(&items);
        let over = self.sessions_over(&items)?;
        let last_records = last_records(&items);
        let zones = self.zone_history()?;
        let devices: BTreeMap<DeviceId, Device> =
            self.devices()?.into_iter().map(|device| (device.id, device)).collect();
        let mut owned = Vec::new();
        for item in items.iter().filter(|item| item.received.what == What::Record) {
            let Some(device) = devices.get(&item.device) else {
                done.waiting.push(unreadable(item.number, item.device, &item.received.bytes));
                continue;
            };
            // While a burst goes on, nobody knows which record is its newest.
            let newest = over.contains(&item.received.session) && is_last(item, &last_records);
            match self.whose(item, device, handing, newest, &clocks, &zones)? {
                Ok(found) => owned.push(found),
                Err(waits) => done.waiting.push(waits),
            }
        }
        self.decide(&owned)?;
        if last == Step::Decided {
            return Ok(done);
        }
        let owned_numbers: Vec<u64> = owned.iter().map(|owned| owned.number).collect();
        let delivered = self.deliver(owned, &mut done);
        let mut staying: BTreeSet<u64> = done.waiting.iter().map(|waiting| waiting.number).collect();
        staying.extend(&delivered.not);
        let needed = sessions_of(&items, &staying);
        let kept = kept(&items, &needed, &last_records);
        // What is only kept as a landmark is in a diary since an earlier hand-on, and is not counted again.
        done.known = delivered.known.iter().filter(|number| !kept.contains(number)).count() as u64;
        staying.extend(kept);
        let mut handed: Vec<u64> =
            owned_numbers.into_iter().filter(|number| !staying.contains(number)).collect();
        if last == Step::Delivered {
            return Ok(done);
        }
        done.waiting.sort_by_key(|waiting| waiting.number);
        handed.extend(used_up(&items, &needed, &over));
        handed.sort_unstable();
        self.note_drained(&handed)?;
        if last == Step::Noted {
            return Ok(done);
        }
        self.inbox.remove(&handed)?;
        delivered.first_error.map_or(Ok(done), Err)
    }

    /// Opens every waiting item; what a newer program received, or nobody can open, is left waiting.
    fn open_inbox(&self, waiting: &mut Vec<Waiting>) -> Result<Vec<Item>, HouseholdError> {
        let mut keys = BTreeMap::new();
        let mut items = Vec::new();
        for Sealed { number, device, recipient, bytes } in self.inbox.waiting()? {
            let key = keys
                .entry(recipient)
                .or_insert_with(|| self.vault().sealing_private(recipient).ok())
                .as_ref();
            let context = SealContext { household: self.id(), key: recipient, sequence: number };
            // The file's own authentication held, so what does not open was sealed by something else than this
            // program, or to a key that is not here any more. A check names it; here it holds up no other.
            let Some(opened) = key.and_then(|key| key.open(&context, &bytes).ok()) else {
                waiting.push(unreadable(number, device, &[]));
                continue;
            };
            match Received::from_bytes(&opened) {
                Ok(received) => items.push(Item { number, device, received }),
                Err(error) => {
                    let why = match error {
                        ReceivedError::Newer { .. } => WhyWaiting::Newer,
                        ReceivedError::Malformed => WhyWaiting::NotReadable,
                    };
                    waiting.push(Waiting { number, device, why, content: None, frame: Vec::new() });
                }
            }
        }
        Ok(items)
    }

    /// The identities of all records that wait.
    pub(super) fn identities_waiting(&self) -> Result<BTreeSet<[u8; 16]>, HouseholdError> {
        let devices = self.devices()?;
        let items = self.open_inbox(&mut Vec::new())?;
        Ok(items
            .iter()
            .filter_map(|item| {
                let device = devices.iter().find(|device| device.id == item.device)?;
                let record = known_by(&device.description.identity, device.id, &item.received);
                Some(keyed_identity(&self.identity_key, &record))
            })
            .collect())
    }

    /// Finds the owner of a record, or why it waits.
    fn whose(
        &self,
        item: &Item,
        device: &Device,
        handing: Handing,
        newest: bool,
        clocks: &Clocks,
        zones: &ZoneHistory,
    ) -> Result<Result<Owned, Waiting>, HouseholdError> {
        let Item { number, received, .. } = item;
        let frame = || received.bytes.clone();
        let waiting =
            |why, content| Waiting { number: *number, device: device.id, why, content, frame: frame() };
        let decoded = match reading::decode(received, &device.description) {
            Ok(decoded) => decoded,
            Err(NotReadable::Frame(_) | NotReadable::UnknownCharacteristic) => {
                return Ok(Err(waiting(WhyWaiting::NotReadable, None)));
            }
        };
        let clock = clocks
            .get(&(device.id, received.session))
            // The last reading before it; a value that came ahead of every reading is placed by the first one.
            .and_then(|clocks| {
                clocks.iter().rev().find(|(arrival, ..)| *arrival < received.arrival).or(clocks.first())
            });
        let Ok(at) = Instant::from_millis(received.at.wall_ms) else {
            return Ok(Err(waiting(WhyWaiting::NotReadable, None)));
        };
        let around = Around {
            device: device.id,
            description: &device.description,
            pair: clock.and_then(|(_, pair, _)| pair.as_ref()),
            newest,
            previous_drain: self.last_complete_sync(device.id, received)?,
            zones,
        };
        let content = reading::content(&decoded, at, &around);
        let record = known_by(&device.description.identity, device.id, received);
        let identity = keyed_identity(&self.identity_key, &record);
        let (person, entry) = match self.decision(identity)? {
            Some(before) => before,
            None => match self.owner(device, &decoded, received, handing)? {
                Ok(person) => (person, OperationId::random(&*self.outside.entropy)?.into()),
                Err(why) => return Ok(Err(waiting(why, Some(content)))),
            },
        };
        let raw = RawReading {
            record: received.to_bytes(),
            clock: clock.map(|(_, _, bytes)| bytes.clone()),
            device: device.description.clone(),
        };
        let incoming = Incoming { id: entry.into(), record, content, raw: raw.to_bytes() };
        Ok(Ok(Owned { number: *number, device: device.id, identity, person, incoming }))
    }

    /// Whose a record is by its slot, if it came after the slot was given, or because somebody says so now.
    fn owner(
        &self,
        device: &Device,
        decoded: &Decoded,
        received: &Received,
        handing: Handing,
    ) -> Result<Result<PersonId, WhyWaiting>, HouseholdError> {
        let slot = match decoded.told {
            Told::Nothing => Some(Slot::Only),
            Told::User(number) => Some(Slot::User(number)),
            Told::Unknown => None,
        };
        let said = match handing {
            Handing::AlsoWaiting { device: of, slot: named, person } if of == device.id && named == slot => {
                Some(person)
            }
            Handing::AlsoWaiting { .. } | Handing::Owned => None,
        };
        let Some(slot) = slot else { return Ok(said.ok_or(WhyWaiting::UserUnknown)) };
        let assigned = self.store.read::<_, StoreError>(|reader| {
            reader.one(
                "SELECT p.person, s.since_ms FROM slots s JOIN people p ON p.id = s.person
                 JOIN devices d ON d.id = s.device WHERE d.device = ?1 AND s.slot = ?2",
                (device.id.as_bytes(), slot.code()),
                |row| Ok((PersonId::from_bytes(row.get(0)?), row.get::<_, i64>(1)?)),
            )
        })?;
        Ok(match assigned {
            Some((person, since_ms)) if received.at.wall_ms >= since_ms => Ok(person),
            _ => said.ok_or(WhyWaiting::NotAssigned(slot)),
        })
    }

    /// What was decided about a record before.
    fn decision(&self, identity: [u8; 16]) -> Result<Option<(PersonId, EntryId)>, HouseholdError> {
        Ok(self.store.read::<_, StoreError>(|reader| {
            reader.one(
                "SELECT p.person, d.entry FROM decisions d JOIN people p ON p.id = d.person
                 WHERE d.identity = ?1",
                [identity],
                |row| Ok((PersonId::from_bytes(row.get(0)?), EntryId::from_bytes(row.get(1)?))),
            )
        })?)
    }

    /// When everything that the device held was last received, before the session that brought a record.
    fn last_complete_sync(
        &self,
        device: DeviceId,
        received: &Received,
    ) -> Result<Option<Instant>, HouseholdError> {
        let at_ms = self.store.read::<_, StoreError>(|reader| {
            reader.one(
                "SELECT s.at_ms FROM syncs s JOIN devices d ON d.id = s.device
                 WHERE d.device = ?1 AND s.complete = 1 AND s.session <> ?2 AND s.at_ms <= ?3
                 ORDER BY s.at_ms DESC LIMIT 1",
                (device.as_bytes(), received.session, received.at.wall_ms),
                |row| row.get::<_, i64>(0),
            )
        })?;
        Ok(at_ms.map(Instant::from_millis).transpose()?)
    }

    /// Writes down whose the records are, and the ids of the entries they become, before any of them is made.
    fn decide(&self, owned: &[Owned]) -> Result<(), HouseholdError> {
        let mut new: Vec<Decision> = Vec::new();
        for Owned { identity, person, incoming, .. } in owned {
            if self.decision(*identity)?.is_none() && new.iter().all(|known| known.identity != *identity) {
                new.push(Decision { identity: *identity, person: *person, entry: incoming.id.into() });
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        self.record(Decided { decisions: new }.change(Author::PROGRAM))?;
        Ok(())
    }

    /// Gives each person what is theirs; a diary that cannot take it keeps nobody else's back.
    fn deliver(&self, owned: Vec<Owned>, done: &mut HandedOn) -> Delivered {
        let mut by_person: BTreeMap<PersonId, Vec<Owned>> = BTreeMap::new();
        for owned in owned {
            by_person.entry(owned.person).or_default().push(owned);
        }
        let mut new = Vec::new();
        let mut delivered = Delivered::default();
        for (person, owned) in by_person {
            let incoming: Vec<Incoming> = owned.iter().map(|owned| owned.incoming.clone()).collect();
            let arrivals = self.diary(person).and_then(|diary| Ok(diary.receive(&incoming)?));
            let arrivals = match arrivals {
                Ok(arrivals) => arrivals,
                Err(error) => {
                    delivered.not.extend(owned.iter().map(|owned| owned.number));
                    delivered.first_error.get_or_insert(error);
                    continue;
                }
            };
            for (owned, arrival) in owned.into_iter().zip(arrivals) {
                match arrival {
                    Arrival::New(entry) => {
                        let content = owned.incoming.content;
                        new.push((owned.number, NewEntry { person, entry, device: owned.device, content }));
                    }
                    Arrival::Known => delivered.known.push(owned.number),
                }
            }
        }
        new.sort_by_key(|(number, _)| *number);
        done.new.extend(new.into_iter().map(|(_, new)| new));
        delivered
    }

    /// The sessions of these items that have ended.
    fn sessions_over(&self, items: &[Item]) -> Result<BTreeSet<[u8; 16]>, HouseholdError> {
        let mut over: BTreeSet<[u8; 16]> = self
            .store
            .read::<_, StoreError>(|reader| {
                reader.all("SELECT DISTINCT session FROM syncs", [], |row| row.get(0))
            })?
            .into_iter()
            .collect();
        let now_ms = self.outside.clock.now().wall_ms;
        let stale = |item: &&Item| now_ms.saturating_sub(item.received.at.wall_ms) > SESSION_OVER_MS;
        over.extend(items.iter().filter(stale).map(|item| item.received.session));
        Ok(over)
    }

    /// Notes that numbers of the inbox are used up, before they are removed there.
    fn note_drained(&self, numbers: &[u64]) -> Result<(), HouseholdError> {
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

/// A session of which no end was noted is over after a day: the process that ran it was killed.
const SESSION_OVER_MS: i64 = 24 * 60 * 60 * 1000;

fn clocks(items: &[Item]) -> Clocks {
    let mut clocks = Clocks::new();
    for item in items.iter().filter(|item| matches!(item.received.what, What::ClockPair { .. })) {
        let pair = reading::clock_pair(&item.received);
        let reading = (item.received.arrival, pair, item.received.to_bytes());
        clocks.entry((item.device, item.received.session)).or_default().push(reading);
    }
    clocks
}

/// The arrival number of the last record of each session.
type LastRecords = BTreeMap<(DeviceId, [u8; 16]), u32>;

fn last_records(items: &[Item]) -> LastRecords {
    let mut newest = LastRecords::new();
    for item in items.iter().filter(|item| item.received.what == What::Record) {
        let last = newest.entry((item.device, item.received.session)).or_default();
        *last = item.received.arrival.max(*last);
    }
    newest
}

fn is_last(item: &Item, last_records: &LastRecords) -> bool {
    last_records.get(&(item.device, item.received.session)) == Some(&item.received.arrival)
}

/// The sessions that brought these numbers.
fn sessions_of(items: &[Item], numbers: &BTreeSet<u64>) -> BTreeSet<[u8; 16]> {
    items.iter().filter(|item| numbers.contains(&item.number)).map(|item| item.received.session).collect()
}

/// A record that waits because nothing can be made of it.
fn unreadable(number: u64, device: DeviceId, frame: &[u8]) -> Waiting {
    Waiting { number, device, why: WhyWaiting::NotReadable, content: None, frame: frame.to_vec() }
}

/// Numbers of the last records of sessions of which something waits: they stay in the inbox beside it, because without
/// them an earlier record would later look like the newest of its burst.
fn kept(items: &[Item], needed: &BTreeSet<[u8; 16]>, last_records: &LastRecords) -> BTreeSet<u64> {
    items
        .iter()
        .filter(|item| item.received.what == What::Record && is_last(item, last_records))
        .filter(|item| needed.contains(&item.received.session))
        .map(|item| item.number)
        .collect()
}

/// Numbers of clock readings and device information whose session is over and has nothing left that rests on them.
fn used_up(items: &[Item], needed: &BTreeSet<[u8; 16]>, over: &BTreeSet<[u8; 16]>) -> Vec<u64> {
    items
        .iter()
        .filter(|item| item.received.what != What::Record)
        .filter(|item| over.contains(&item.received.session) && !needed.contains(&item.received.session))
        .map(|item| item.number)
        .collect()
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
