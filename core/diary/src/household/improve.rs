//! Earlier readings placed anew, once more is known of their device's clock.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::burst::{Clocks, Item};
use super::devices::{Description, Device};
use super::error::HouseholdError;
use super::home::Household;
use super::placing::ReadAnew;
use super::reading::{self, RawReading};
use crate::device::{Received, What};
use crate::diary::{Content, Diary, Entry, Source};
use crate::id::{DeviceId, EntryId, PersonId};
use crate::journal::Author;
use crate::time::{Burst, How, Instant, Mark, Moment, Placed, Placer, Record, Stamp, ZoneHistory};

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

/// What placing anew did, and what kept it from doing all.
#[derive(Debug, Default)]
pub(super) struct Anew {
    pub(super) moved: Vec<PlacedAnew>,
    pub(super) first_error: Option<HouseholdError>,
}

/// What an earlier reading is placed by.
pub(super) struct Evidence<'a> {
    pub(super) read_anew: &'a ReadAnew,
    pub(super) devices: &'a BTreeMap<DeviceId, Device>,
    pub(super) items: &'a [Item],
    pub(super) clocks: &'a Clocks,
    pub(super) zones: &'a ZoneHistory,
    /// Entries that were placed just now, with all of this known.
    pub(super) fresh: &'a BTreeSet<EntryId>,
}

/// A device whose clock was read, and what is known of it now.
struct Known<'a> {
    id: DeviceId,
    placer: Placer<'a>,
    /// It has one user, so that a complete visit took everything.
    single: bool,
    /// When its clock had been read before.
    before: Option<Instant>,
}

/// A record of an earlier connection, and the entry that it is, if it is one.
struct Mate {
    arrival: u32,
    received: Instant,
    stamp: Stamp,
    entry: Option<(PersonId, Entry)>,
}

type Session = [u8; 16];

/// The diaries that can be read, with their entries from one device.
type Diaries = BTreeMap<PersonId, (Arc<Diary>, Vec<Entry>)>;

impl Household {
    /// Places earlier readings of devices anew, each as an amendment; what a person corrected stays as it is.
    ///
    /// A reading is moved where its instant was only inferred or not known and a pair tells it now, where one of several
    /// candidates is left, or where a known instant was more than a minute off. The records of its connection are placed
    /// with it, as they were the first time. Doing it again changes nothing, and a diary that cannot be read holds up no
    /// other.
    pub(super) fn place_anew(&self, evidence: &Evidence<'_>) -> Result<Anew, HouseholdError> {
        let mut anew = Anew::default();
        for (id, before) in evidence.read_anew {
            let Some(device) = evidence.devices.get(id) else { continue };
            let clock = self.clock_of(*id, evidence.clocks)?;
            let known = Known {
                id: *id,
                placer: Placer::new(&clock, evidence.zones, &self.outside.zones),
                single: device.description.users() == 1,
                before: *before,
            };
            let diaries = self.readable_diaries(*id, &mut anew.first_error)?;
            let sessions = self.sessions_to_place(&diaries, &known, evidence.fresh, &mut anew.first_error)?;
            let mates = mates_of(&sessions, &diaries, evidence.items, device, &mut anew.first_error);
            for (session, mates) in mates {
                let placed = self.place_session(session, &mates, &known)?;
                for (mate, placed) in mates.into_iter().zip(placed) {
                    let Some((person, entry)) = mate.entry else { continue };
                    let Some((diary, _)) = diaries.get(&person) else { continue };
                    if evidence.fresh.contains(&entry.id) || !known.may_tell(&entry.content) {
                        continue;
                    }
                    let (before, id) = (entry.content.moment.clone(), entry.id);
                    match improve(diary, &entry, placed) {
                        Ok(Some(now)) => anew.moved.push(PlacedAnew { person, entry: id, before, now }),
                        Ok(None) => {}
                        Err(error) => drop(anew.first_error.get_or_insert(error)),
                    }
                }
            }
        }
        Ok(anew)
    }

    fn readable_diaries(
        &self,
        device: DeviceId,
        first_error: &mut Option<HouseholdError>,
    ) -> Result<Diaries, HouseholdError> {
        let mut diaries = Diaries::new();
        // What is under a lock that is shut stays where it was placed.
        for person in self.people()?.into_iter().filter(|person| !self.is_shut(person.id)) {
            let opened = self.diary_of(person.id).and_then(|diary| {
                let mut entries = diary.entries()?;
                entries.retain(|entry| is_from(entry, device));
                Ok((diary, entries))
            });
            match opened {
                Ok(opened) => drop(diaries.insert(person.id, opened)),
                Err(error) => drop(first_error.get_or_insert(error)),
            }
        }
        Ok(diaries)
    }

    /// The connections of which a record may be better placed, each record looked at alone.
    fn sessions_to_place(
        &self,
        diaries: &Diaries,
        known: &Known<'_>,
        fresh: &BTreeSet<EntryId>,
        first_error: &mut Option<HouseholdError>,
    ) -> Result<BTreeSet<Session>, HouseholdError> {
        let mut sessions = BTreeSet::new();
        for (diary, entries) in diaries.values() {
            let old = entries.iter().filter(|entry| !fresh.contains(&entry.id));
            for entry in old.filter(|entry| known.may_tell(&entry.content)) {
                let Some((session, mate)) = read(diary, entry, first_error) else { continue };
                let placed = self.place_session(session, &[mate], known)?.pop();
                if placed.is_some_and(|placed| is_better(&entry.content, &placed)) {
                    sessions.insert(session);
                }
            }
        }
        Ok(sessions)
    }

    fn place_session(
        &self,
        session: Session,
        mates: &[Mate],
        known: &Known<'_>,
    ) -> Result<Vec<Placed>, HouseholdError> {
        let record =
            |mate: &Mate| Record { stamp: mate.stamp, received: mate.received, newest: false, live: false };
        let records: Vec<Record> = mates.iter().map(record).collect();
        let previous_drain = match records.first() {
            Some(first) if known.single => self.last_complete_sync(known.id, session, first.received)?,
            _ => None,
        };
        Ok(known.placer.place(&Burst { records: &records, previous_drain, oldest_first: true }))
    }
}

/// All records of some connections, in the order in which they came: entries, and what still waits.
fn mates_of(
    sessions: &BTreeSet<Session>,
    diaries: &Diaries,
    items: &[Item],
    device: &Device,
    first_error: &mut Option<HouseholdError>,
) -> BTreeMap<Session, Vec<Mate>> {
    let mut mates: BTreeMap<Session, Vec<Mate>> = BTreeMap::new();
    if sessions.is_empty() {
        return mates;
    }
    for (person, (diary, entries)) in diaries {
        for entry in entries {
            let Some((session, mut mate)) = read(diary, entry, first_error) else { continue };
            if sessions.contains(&session) {
                mate.entry = Some((*person, entry.clone()));
                mates.entry(session).or_default().push(mate);
            }
        }
    }
    let records = items.iter().filter(|item| item.device == device.id && item.received.what == What::Record);
    for item in records.filter(|item| sessions.contains(&item.received.session)) {
        let of_session = mates.entry(item.received.session).or_default();
        let known = of_session.iter().any(|mate| mate.arrival == item.received.arrival);
        if let (false, Some(mate)) = (known, mate(&item.received, &device.description)) {
            of_session.push(mate);
        }
    }
    for of_session in mates.values_mut() {
        of_session.sort_by_key(|mate| mate.arrival);
    }
    mates
}

/// The record of an entry, and the connection that brought it; `None` where its raw part cannot be read.
fn read(diary: &Diary, entry: &Entry, first_error: &mut Option<HouseholdError>) -> Option<(Session, Mate)> {
    let raw = match diary.raw(entry.id) {
        Ok(raw) => RawReading::from_bytes(&raw?)?,
        Err(error) => {
            first_error.get_or_insert(error.into());
            return None;
        }
    };
    let item = Received::from_bytes(&raw.record).ok()?;
    Some((item.session, mate(&item, &raw.device)?))
}

fn mate(item: &Received, device: &Description) -> Option<Mate> {
    let received = Instant::from_millis(item.at.wall_ms).ok()?;
    let stamp = reading::decode(item, device).ok()?.stamp;
    Some(Mate { arrival: item.arrival, received, stamp, entry: None })
}

/// Amends an entry if its reading is better placed, and returns where it is now.
fn improve(diary: &Diary, entry: &Entry, placed: Placed) -> Result<Option<Moment>, HouseholdError> {
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
    let done = diary.place_anew(entry, &content, REASON)?;
    Ok(done.then_some(content.moment))
}

impl Known<'_> {
    /// Whether a new pair can tell anything of an entry: of a sure one only since the pair before.
    fn may_tell(&self, content: &Content) -> bool {
        let since = |instant| self.before.is_none_or(|before| instant >= before);
        !is_sure(content) || content.moment.instant().is_none_or(since)
    }
}

fn is_from(entry: &Entry, device: DeviceId) -> bool {
    matches!(&entry.content.source, Source::Device(from) if from.device == device)
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
