//! Where every reading is: the books that a player keeps beside what a scenario expects.

use std::collections::{BTreeMap, BTreeSet};

use diary_core::device::{Received, What};
use diary_core::diary::{Diary, Entry, Source};
use diary_core::household::{HandedOn, Household, HouseholdError, RawReading, WhyWaiting};
use diary_core::id::{DeviceId, EntryId, PersonId};
use diary_core::time::{How, Mark, When};
use serde::Serialize;

use super::error::Stopped;
use super::format::Class;
use super::player::Known;
use super::streams;
use crate::{CuffClass, Memory, Taken};

/// How far a known instant may be from the truth: the device's second, the answer's way, and the pair's second.
const EXACT_MS: i64 = 3_000;
/// The same for stamps of whole minutes.
const MINUTE_MS: i64 = 62_000;

/// Who has owned a user: everyone to whom it was ever given.
pub type Owner = BTreeSet<PersonId>;

/// What a scenario knows of a device's readings besides the device itself.
#[derive(Debug, Clone, Default)]
pub struct Truth {
    /// Confirmed to the device, and not stored.
    pub(super) lost: Vec<Lost>,
    /// Arrived otherwise than they were sent: as they left, and as they arrived.
    pub(super) altered: Vec<(Vec<u8>, Vec<u8>)>,
    /// Came like a record and was none.
    pub(super) garbage: Vec<Vec<u8>>,
    /// Erased by their person.
    pub(super) erased: Vec<Vec<u8>>,
    /// Whose each user was.
    pub(super) owners: BTreeMap<Option<u8>, Owner>,
    /// Writes that no session may make.
    pub(super) forbidden: u64,
    /// Live values that their person erased.
    pub(super) stream_erased: u64,
    /// How many live values may be lost by now.
    pub(super) stream_may_lose: u64,
}

/// A record that was confirmed and not stored.
#[derive(Debug, Clone)]
pub(super) struct Lost {
    pub(super) bytes: Vec<u8>,
    /// The end of the session showed it.
    pub(super) detected: bool,
}

/// Where every reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    /// Taken by a device.
    pub taken: u64,
    /// In a diary.
    pub in_diaries: u64,
    /// In the inbox alone.
    pub waiting: u64,
    /// In the device alone, which will give it.
    pub on_device: u64,
    /// Gave way to newer ones inside the device.
    pub overwritten: u64,
    /// Erased by their person.
    pub erased: u64,
    /// Lost between the system's confirmation and the store, where a count of the device shows it.
    pub lost_in_window_detected: u64,
    /// The same, where nothing shows it.
    pub lost_in_window_undetectable: u64,
    /// Nowhere, and not excused.
    pub lost: u64,
    /// In diaries more often than taken.
    pub doubled: u64,
    /// An entry of which a diary says more exactly when it was taken than is true.
    pub out_of_bounds: u64,
    /// In the diary of somebody who never had that user.
    pub wrong_person: u64,
    /// Stored, and neither taken nor sent.
    pub strange: u64,
    /// Written to a device, and not allowed.
    pub forbidden_writes: u64,
    /// Live values that went on the air.
    pub streamed: u64,
    /// Of these, those in no diary: on their way when a link was cut, or in the open segment when the program was killed.
    pub stream_lost: u64,
    /// More of them than may be lost, in diaries more often than sent, or at another time.
    pub stream_wrong: u64,
}

impl Tally {
    /// Whether something is so that must never be.
    pub fn is_broken(&self) -> bool {
        self.lost
            + self.doubled
            + self.out_of_bounds
            + self.wrong_person
            + self.strange
            + self.forbidden_writes
            + self.stream_wrong
            > 0
    }

    /// Lost in the window, seen or not.
    pub fn lost_in_window(&self) -> u64 {
        self.lost_in_window_detected + self.lost_in_window_undetectable
    }

    /// Adds another one's numbers.
    pub fn add(&mut self, other: &Self) {
        for (to, from) in [
            (&mut self.taken, other.taken),
            (&mut self.in_diaries, other.in_diaries),
            (&mut self.waiting, other.waiting),
            (&mut self.on_device, other.on_device),
            (&mut self.overwritten, other.overwritten),
            (&mut self.erased, other.erased),
            (&mut self.lost_in_window_detected, other.lost_in_window_detected),
            (&mut self.lost_in_window_undetectable, other.lost_in_window_undetectable),
            (&mut self.lost, other.lost),
            (&mut self.doubled, other.doubled),
            (&mut self.out_of_bounds, other.out_of_bounds),
            (&mut self.wrong_person, other.wrong_person),
            (&mut self.strange, other.strange),
            (&mut self.forbidden_writes, other.forbidden_writes),
            (&mut self.streamed, other.streamed),
            (&mut self.stream_lost, other.stream_lost),
            (&mut self.stream_wrong, other.stream_wrong),
        ] {
            *to += from;
        }
    }
}

/// The record that an entry was made of.
pub(super) fn record_of(diary: &Diary, entry: EntryId) -> Result<Option<Vec<u8>>, Stopped> {
    let raw = diary.raw(entry).map_err(HouseholdError::from)?;
    let raw = raw.and_then(|raw| RawReading::from_bytes(&raw));
    let received = raw.and_then(|raw| Received::from_bytes(&raw.record).ok());
    // A reading of a stream is in the books of the stream.
    Ok(received.filter(|received| received.what == What::Record).map(|received| received.bytes))
}

/// The device that an entry came from.
pub(super) fn device_of(entry: &Entry) -> Option<DeviceId> {
    match &entry.content.source {
        Source::Device(from) => Some(from.device),
        Source::Typed | Source::Clinician(_) => None,
    }
}

/// An entry that came from a device.
struct Stored {
    person: PersonId,
    entry: Entry,
}

/// Keeps the books.
pub(super) fn count(
    household: &Household,
    handed: &HandedOn,
    known: &BTreeMap<String, Known>,
) -> Result<Tally, Stopped> {
    let mut stored: BTreeMap<(DeviceId, Vec<u8>), Vec<Stored>> = BTreeMap::new();
    for person in household.people()? {
        if household.is_shut(person.id) {
            continue;
        }
        let diary = household.diary(person.id)?;
        for entry in diary.entries_and_retracted().map_err(HouseholdError::from)? {
            let Some(device) = device_of(&entry) else { continue };
            if let Some(bytes) = record_of(&diary, entry.id)? {
                stored.entry((device, bytes)).or_default().push(Stored { person: person.id, entry });
            }
        }
    }
    let mut waiting: BTreeMap<(DeviceId, Vec<u8>), u64> = BTreeMap::new();
    for waits in &handed.waiting {
        *waiting.entry((waits.device, waits.frame.clone())).or_default() += 1;
    }
    let mut tally = Tally::default();
    for device in known.values() {
        tally.forbidden_writes += device.truth.forbidden;
        let Some(id) = device.id else {
            tally.taken += device.unit.memory().taken().len() as u64;
            tally.on_device += device.unit.memory().remaining().count() as u64;
            tally.overwritten += device.unit.memory().overwritten().count() as u64;
            continue;
        };
        let books = Books { stored: &stored, waiting: &waiting, id, device };
        books.count(&mut tally);
        streams::count(household, id, device, &mut tally)?;
    }
    let sealed = handed.waiting.iter().filter(|waits| matches!(waits.why, WhyWaiting::Locked(_))).count();
    // What is sealed to somebody whose lock is shut cannot be told apart: it stands for as many that were not found.
    let hidden = tally.lost.min(sealed as u64);
    tally.lost -= hidden;
    tally.waiting += hidden;
    Ok(tally)
}

/// The books of one device.
struct Books<'a> {
    stored: &'a BTreeMap<(DeviceId, Vec<u8>), Vec<Stored>>,
    waiting: &'a BTreeMap<(DeviceId, Vec<u8>), u64>,
    id: DeviceId,
    device: &'a Known,
}

impl Books<'_> {
    fn count(&self, tally: &mut Tally) {
        let memory: &Memory = self.device.unit.memory();
        let truth = &self.device.truth;
        let remaining: BTreeSet<&[u8]> = memory.remaining().map(|taken| &*taken.bytes).collect();
        let overwritten: BTreeSet<&[u8]> = memory.overwritten().map(|taken| &*taken.bytes).collect();
        let mut by_bytes: BTreeMap<&[u8], Vec<&Taken>> = BTreeMap::new();
        for taken in memory.taken() {
            by_bytes.entry(&taken.bytes).or_default().push(taken);
        }
        let mut sent: BTreeSet<&[u8]> = truth.garbage.iter().map(Vec::as_slice).collect();
        for (bytes, taken) in &by_bytes {
            let number = taken.len() as u64;
            tally.taken += number;
            let mut forms = vec![*bytes];
            forms.extend(truth.altered.iter().filter(|(left, _)| left == bytes).map(|(_, heard)| &**heard));
            sent.extend(&forms);
            let entries: Vec<&Stored> = forms
                .iter()
                .filter_map(|form| self.stored.get(&(self.id, form.to_vec())))
                .flatten()
                .collect();
            let whole = self.stored.get(&(self.id, bytes.to_vec())).map_or(0, Vec::len) as u64;
            tally.doubled += whole.saturating_sub(number);
            for stored in &entries {
                self.judge(stored, taken, tally);
            }
            let waits = forms.iter().any(|form| self.waiting.contains_key(&(self.id, form.to_vec())));
            let lost = truth.lost.iter().find(|lost| forms.contains(&&*lost.bytes));
            if !entries.is_empty() {
                tally.in_diaries += number;
            } else if waits {
                tally.waiting += number;
            } else if truth.erased.iter().any(|erased| erased == bytes) {
                tally.erased += number;
            } else if remaining.contains(bytes) {
                tally.on_device += number;
            } else if let Some(lost) = lost {
                if lost.detected {
                    tally.lost_in_window_detected += number;
                } else {
                    tally.lost_in_window_undetectable += number;
                }
            } else if overwritten.contains(bytes) {
                tally.overwritten += number;
            } else {
                tally.lost += number;
            }
        }
        let found = self.stored.keys().chain(self.waiting.keys());
        let strange = found.filter(|(id, bytes)| *id == self.id && !sent.contains(&**bytes));
        // What waits sealed to somebody else has no bytes to be seen.
        tally.strange += strange.filter(|(_, bytes)| !bytes.is_empty()).count() as u64;
    }

    /// Whether an entry is where and when it may be.
    fn judge(&self, stored: &Stored, taken: &[&Taken], tally: &mut Tally) {
        let user = taken.first().and_then(|taken| taken.slot).filter(|user| *user != 255);
        if let Some(owners) = self.device.truth.owners.get(&user)
            && !owners.contains(&stored.person)
        {
            tally.wrong_person += 1;
        }
        // A clock that was set unseen, before the reading came or after it was measured, can make a pair lie; then nothing is
        // judged. Clocks that are set have a test of their own: tests/clocks.
        if self.device.unit.clock_sets() == 0 && !self.in_bounds(&stored.entry, taken) {
            tally.out_of_bounds += 1;
        }
    }

    fn in_bounds(&self, entry: &Entry, taken: &[&Taken]) -> bool {
        let moment = &entry.content.moment;
        let minutes = matches!(self.device.class, Class::Cuff(CuffClass::BeurerBm85));
        let slack = if minutes { MINUTE_MS } else { EXACT_MS };
        let how = match &entry.content.source {
            Source::Device(from) => from.how.as_str(),
            Source::Typed | Source::Clinician(_) => return true,
        };
        let sure = how == How::Exact.code() || how == How::Corrected.code();
        let ambiguous = moment.marks().any(|mark| mark == Mark::Ambiguous);
        taken.iter().any(|taken| match moment.when() {
            When::At(at) => !sure || ambiguous || (at.as_millis() - taken.instant_ms).abs() <= slack,
            When::Within { earliest, latest } => {
                earliest.as_millis() - slack <= taken.instant_ms
                    && taken.instant_ms <= latest.as_millis() + slack
            }
            When::Civil(_) => true,
        })
    }
}
