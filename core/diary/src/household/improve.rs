//! Earlier readings placed anew, once more is known of their device's clock.

use std::collections::BTreeMap;

use super::burst::Clocks;
use super::error::HouseholdError;
use super::home::Household;
use super::placing::ReadAnew;
use super::reading::{self, RawReading};
use crate::device::Received;
use crate::diary::{Content, Diary, Entry, Source};
use crate::id::{DeviceId, EntryId, PersonId};
use crate::journal::Author;
use crate::time::{Burst, How, Instant, Mark, Moment, Placed, Placer, Record, ZoneHistory};

/// Why an entry was placed anew, as its history says it.
const REASON: &str = "The device's clock was read again, and tells better when this was measured.";

/// A known instant that would move by less stays as it is, milliseconds.
const WORTH_MS: i64 = 60_000;

/// A reading whose place in time is better known than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedAnew {
    /// Whose.
    pub person: PersonId,
    /// The entry.
    pub entry: EntryId,
    /// Where it was.
    pub before: Moment,
    /// Where it is.
    pub now: Moment,
}

impl Household {
    /// Places earlier readings of devices anew, each as an amendment; what a person corrected stays as it is.
    ///
    /// A reading is moved where its instant was only inferred or not known and a pair tells it now, where one of several
    /// candidates is left, or where a known instant was more than a minute off. Doing it again changes nothing.
    pub(super) fn place_anew(
        &self,
        read_anew: &ReadAnew,
        clocks: &Clocks,
        zones: &ZoneHistory,
    ) -> Result<Vec<PlacedAnew>, HouseholdError> {
        let mut moved = Vec::new();
        if read_anew.is_empty() {
            return Ok(moved);
        }
        let mut known = BTreeMap::new();
        for (device, before) in read_anew {
            let clock = self.clock_of(*device, clocks)?;
            let single = self.device(*device)?.description.users() == 1;
            let placer = Placer::new(&clock, zones, &self.outside.zones);
            known.insert(*device, Known { placer, single, before: *before });
        }
        for person in self.people()? {
            let diary = self.diary(person.id)?;
            for entry in diary.entries()? {
                let Source::Device(from) = &entry.content.source else { continue };
                let Some(known) = known.get(&from.device).filter(|known| known.may_tell(&entry.content))
                else {
                    continue;
                };
                let Some(content) = self.better(&diary, &entry, from.device, known)? else { continue };
                let (before, now) = (entry.content.moment.clone(), content.moment.clone());
                diary.amend(entry.id, &content, REASON, Author::PROGRAM, true)?;
                moved.push(PlacedAnew { person: person.id, entry: entry.id, before, now });
            }
        }
        Ok(moved)
    }

    /// What an entry says with its reading placed anew, if that is better.
    fn better(
        &self,
        diary: &Diary,
        entry: &Entry,
        device: DeviceId,
        known: &Known<'_>,
    ) -> Result<Option<Content>, HouseholdError> {
        let raw = diary.raw(entry.id)?.and_then(|raw| RawReading::from_bytes(&raw));
        let Some(raw) = raw else { return Ok(None) };
        let Ok(item) = Received::from_bytes(&raw.record) else { return Ok(None) };
        let Ok(received) = Instant::from_millis(item.at.wall_ms) else { return Ok(None) };
        let Ok(decoded) = reading::decode(&item, &raw.device) else { return Ok(None) };
        let previous_drain =
            if known.single { self.last_complete_sync(device, item.session, received)? } else { None };
        let records = [Record { stamp: decoded.stamp, received, newest: false }];
        let burst = Burst { records: &records, previous_drain, oldest_first: true };
        let Some(placed) = known.placer.place(&burst).pop() else { return Ok(None) };
        if !is_better(&entry.content, &placed) {
            return Ok(None);
        }
        // A person's own correction stands, whatever the clock says.
        let history = if entry.amended { diary.history(entry.id)? } else { Vec::new() };
        if history.iter().skip(1).any(|version| version.author != Author::PROGRAM) {
            return Ok(None);
        }
        let mut content = entry.content.clone();
        if let Source::Device(from) = &mut content.source {
            placed.how.code().clone_into(&mut from.how);
            from.cause = placed.cause.map(|cause| cause.code().to_owned());
            from.shift_ms = placed.shift_ms;
        }
        content.moment = placed.moment;
        Ok(Some(content))
    }
}

/// A device whose clock was read, and what is known of it now.
struct Known<'a> {
    placer: Placer<'a>,
    /// It has one user, so that a complete visit took everything.
    single: bool,
    /// When its clock had been read before.
    before: Option<Instant>,
}

impl Known<'_> {
    /// Whether a new pair can tell anything of an entry: of a sure one only since the pair before.
    fn may_tell(&self, content: &Content) -> bool {
        let since = |instant| self.before.is_none_or(|before| instant >= before);
        !is_sure(content) || content.moment.instant().is_none_or(since)
    }
}

/// A pair told its one instant.
fn is_sure(content: &Content) -> bool {
    let Source::Device(from) = &content.source else { return false };
    through_a_pair(&from.how) && !ambiguous(&content.moment)
}

fn through_a_pair(how: &str) -> bool {
    how == How::Exact.code() || how == How::Corrected.code()
}

fn ambiguous(moment: &Moment) -> bool {
    moment.marks().any(|mark| mark == Mark::Ambiguous)
}

fn is_better(now: &Content, placed: &Placed) -> bool {
    if !through_a_pair(placed.how.code()) || ambiguous(&placed.moment) {
        return false;
    }
    match (now.moment.instant(), placed.moment.instant()) {
        (Some(here), Some(there)) => !is_sure(now) || there.millis_since(here).abs() >= WORTH_MS,
        (None, there) => there.is_some(),
        (Some(_), None) => false,
    }
}
