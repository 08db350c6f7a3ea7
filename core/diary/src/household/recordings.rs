//! Recordings: what came live in one session, joined from the segments that wait, on its way into a diary.
//!
//! A recording is handed on once it rests: its session is over, cannot be running any more, or nothing came of it for a while.
//! What then waits of it is its first *part*, and becomes an entry: a short one a spot reading, or why there is none; a longer one a night, with its
//! samples. What comes later is another part, and adds to the night, or is an entry of its own.
//!
//! Two identities are decided in the household before anything is written: the recording's, which says whose it is and
//! which entry; and the part's, by its first and last segment, of which the operation that it becomes has its id. After a
//! kill the same segments wait, perhaps with more behind them. The part that was decided is found again by its segments,
//! and goes on as the operation that it was to be: nothing is stored twice, and nothing is left out.

use std::collections::{BTreeMap, BTreeSet};

use super::burst::Item;
use super::devices::Device;
use super::error::HouseholdError;
use super::hand_on::{Handing, Waiting, WhyWaiting};
use super::home::Household;
use super::operation::Decision;
use super::placing::Sessions;
use super::reading::Told;
use super::receive::{known_by, recording_known_by};
use super::samples;
use crate::device::{Received, Uuid, What};
use crate::diary::{Content, Diary, Incoming, IncomingSeries, Stretch};
use crate::id::{DeviceId, EntryId, OperationId, PersonId};
use crate::time::Instant;
use crate::vault::keyed_identity;

/// A recording of a session of this run that nobody ended rests after so long without a value: the longest that a phone sleeps
/// through.
const RESTS_MS: i64 = 15 * 60 * 1000;

/// A part of a recording that has an owner.
pub(super) struct Part {
    /// Its numbers in the inbox.
    pub(super) numbers: Vec<u64>,
    pub(super) device: DeviceId,
    pub(super) person: PersonId,
    /// Whose it is, and what it becomes; decided before it is written.
    pub(super) decisions: Vec<Decision>,
    pub(super) becomes: Becomes,
}

impl Part {
    /// Its numbers, with whose they are.
    pub(super) fn theirs(&self) -> impl Iterator<Item = (u64, DeviceId, PersonId)> {
        self.numbers.iter().map(|number| (*number, self.device, self.person))
    }
}

/// What a part becomes.
pub(super) enum Becomes {
    /// A spot reading, or a note that there was none.
    Spot(Box<Incoming>),
    /// A night, and what did not fit its pace.
    Night(Box<IncomingSeries>, Vec<(OperationId, Stretch)>),
    /// More of a night that is an entry already.
    More(EntryId, Vec<(OperationId, Stretch)>),
    /// Nothing: its person erased the entry, or was removed.
    Nothing,
    /// It is to be sealed to a person whose lock is shut.
    Sealed,
}

/// The recordings of the inbox.
#[derive(Default)]
pub(super) struct Recordings {
    pub(super) parts: Vec<Part>,
    pub(super) waiting: Vec<Waiting>,
    /// Numbers of what could not be looked at, and the first reason.
    pub(super) not: Vec<u64>,
    pub(super) first_error: Option<HouseholdError>,
}

/// The waiting segments of one session, in their order.
pub(super) struct Waits<'a> {
    pub(super) device: &'a Device,
    pub(super) segments: Vec<&'a Item>,
    handing: Handing,
    /// Nothing more is to come, as far as anyone knows.
    rests: bool,
}

/// The entry that a recording is, or is about to be.
pub(super) struct Growing<'a> {
    pub(super) diary: &'a Diary,
    pub(super) entry: EntryId,
    /// When it begins, where it is a night that is about to be written.
    pub(super) begins_ms: Option<i64>,
}

/// Segments that are a part of a recording.
pub(super) struct Piece<'a> {
    pub(super) segments: &'a [&'a Item],
    pub(super) identity: [u8; 16],
}

/// Segments by device, session and stream.
type Streams<'a> = BTreeMap<(DeviceId, [u8; 16], Uuid), Vec<&'a Item>>;

/// The segments of each session, in their order.
fn by_session(items: &[Item]) -> Streams<'_> {
    let mut sessions = Streams::new();
    for item in items.iter().filter(|item| item.received.what == What::Segment) {
        let of = (item.device, item.received.session, item.received.uuid);
        sessions.entry(of).or_default().push(item);
    }
    for segments in sessions.values_mut() {
        segments.sort_by_key(|item| item.received.arrival);
    }
    sessions
}

/// The session that last brought something of each device.
fn newest_sessions(items: &[Item]) -> BTreeMap<DeviceId, [u8; 16]> {
    let mut newest: BTreeMap<DeviceId, (u64, [u8; 16])> = BTreeMap::new();
    for item in items {
        let last = (item.number, item.received.session);
        let known = newest.entry(item.device).or_insert(last);
        *known = last.max(*known);
    }
    newest.into_iter().map(|(device, (_, session))| (device, session)).collect()
}

impl Household {
    /// Joins the segments that wait to parts of recordings, and finds out whose they are.
    pub(super) fn recordings(
        &self,
        items: &[Item],
        devices: &BTreeMap<DeviceId, Device>,
        handing: Handing,
        removed: &BTreeSet<PersonId>,
        sessions: &Sessions<'_>,
    ) -> Recordings {
        let now_ms = self.outside.clock.now().wall_ms;
        let newest = newest_sessions(items);
        let mut found = Recordings::default();
        for ((id, session, _), segments) in by_session(items) {
            let numbers = segments.iter().map(|item| item.number).collect::<Vec<_>>();
            let Some(device) = devices.get(&id) else {
                found.waiting.extend(waits_for(&segments, id, WhyWaiting::NotReadable, None));
                found.not.extend(numbers);
                continue;
            };
            let last_ms = segments.last().map_or(now_ms, |item| item.received.at.wall_ms);
            let rests = sessions.over.contains(&session)
                // One program receives at a time, and what came before this one began came to another that is gone.
                || numbers.iter().all(|number| *number <= self.received_before)
                // A device talks to one at a time.
                || newest.get(&id).is_some_and(|newest| *newest != session)
                || now_ms.saturating_sub(last_ms) > RESTS_MS;
            let waits = Waits { device, segments, handing, rests };
            if let Err(error) = self.recording(&waits, removed, sessions, &mut found) {
                found.not.extend(numbers);
                found.first_error.get_or_insert(error);
            }
        }
        found
    }

    /// What becomes of the segments of one session.
    fn recording(
        &self,
        waits: &Waits<'_>,
        removed: &BTreeSet<PersonId>,
        sessions: &Sessions<'_>,
        found: &mut Recordings,
    ) -> Result<(), HouseholdError> {
        let Waits { device, segments, handing, rests } = waits;
        let Some(first) = segments.first() else { return Ok(()) };
        let known = recording_known_by(&device.description.identity, device.id, &first.received);
        let identity = keyed_identity(&self.identity_key, &known);
        let before = self.decision(identity)?;
        let person = match before {
            Some((person, _)) => person,
            None if !rests => return Ok(()),
            None => match self.owner(device, Told::Nothing, first.received.at.wall_ms, *handing)? {
                Ok(person) => person,
                Err(why) => {
                    let content = self.whole(waits, sessions).ok();
                    let why = if content.is_some() { why } else { WhyWaiting::NotReadable };
                    found.waiting.extend(waits_for(segments, device.id, why, content));
                    return Ok(());
                }
            },
        };
        let all_of_it = |becomes| Part {
            numbers: segments.iter().map(|item| item.number).collect(),
            device: device.id,
            person,
            decisions: Vec::new(),
            becomes,
        };
        if removed.contains(&person) {
            found.parts.push(all_of_it(Becomes::Nothing));
            return Ok(());
        }
        if self.is_shut(person) {
            found.parts.push(all_of_it(Becomes::Sealed));
            return Ok(());
        }
        let diary = self.diary_of(person)?;
        let mut entry = before.map(|(_, entry)| entry);
        // When the night began that an earlier part of this hand-on becomes; it is not written yet.
        let mut begins_ms = None;
        for piece in self.pieces(waits, &known, before.is_some())? {
            let numbers: Vec<u64> = piece.segments.iter().map(|item| item.number).collect();
            let entry = *entry.get_or_insert(self.operation(&piece, 0).into());
            let to = Growing { diary: &diary, entry, begins_ms };
            let becomes = match self.becomes(device, &piece, &known, &to, sessions)? {
                Ok(becomes) => {
                    if let Becomes::Night(new, _) = &becomes
                        && EntryId::from(new.id) == entry
                    {
                        begins_ms = new.content.moment.instant().map(Instant::as_millis);
                    }
                    becomes
                }
                Err(_unreadable) => {
                    let why = WhyWaiting::NotReadable;
                    found.waiting.extend(waits_for(piece.segments, device.id, why, None));
                    found.not.extend(numbers);
                    continue;
                }
            };
            let decisions = self.decisions(&piece, (identity, person, entry), &becomes);
            found.parts.push(Part { numbers, device: device.id, person, decisions, becomes });
        }
        Ok(())
    }

    /// What is to be decided before a part is written.
    fn decisions(
        &self,
        piece: &Piece<'_>,
        (recording, person, entry): ([u8; 16], PersonId, EntryId),
        becomes: &Becomes,
    ) -> Vec<Decision> {
        let of = |identity, entry| Decision { identity, person, entry };
        let own = self.operation(piece, 0).into();
        let mut decisions = vec![of(recording, entry)];
        match becomes {
            Becomes::Spot(incoming) => {
                decisions.push(of(piece.identity, own));
                // As any other reading is known: for one that is moved or erased.
                decisions.push(of(keyed_identity(&self.identity_key, &incoming.record), own));
            }
            Becomes::Night(..) => decisions.push(of(piece.identity, own)),
            Becomes::More(..) | Becomes::Nothing | Becomes::Sealed => {
                decisions.push(of(piece.identity, entry));
            }
        }
        decisions
    }

    /// The identities that were decided of the recordings among these items.
    pub(super) fn recordings_decided(
        &self,
        items: &[Item],
        devices: &[Device],
    ) -> Result<Vec<[u8; 16]>, HouseholdError> {
        let mut decided = Vec::new();
        for ((id, ..), segments) in by_session(items) {
            let (Some(device), Some(first)) =
                (devices.iter().find(|device| device.id == id), segments.first())
            else {
                continue;
            };
            let known = recording_known_by(&device.description.identity, id, &first.received);
            decided.push(keyed_identity(&self.identity_key, &known));
            let waits = Waits { device, segments, handing: Handing::Owned, rests: false };
            for piece in self.pieces(&waits, &known, true)? {
                decided.push(piece.identity);
                let received: Vec<&Received> = piece.segments.iter().map(|item| &item.received).collect();
                let joined = samples::joined(&received);
                decided.extend(joined.map(|joined| {
                    let record = known_by(&device.description.identity, id, &joined);
                    keyed_identity(&self.identity_key, &record)
                }));
            }
        }
        Ok(decided)
    }

    /// The parts that were decided before a kill, and what came behind them, once it rests.
    fn pieces<'a>(
        &self,
        waits: &'a Waits<'_>,
        known: &[u8],
        known_before: bool,
    ) -> Result<Vec<Piece<'a>>, HouseholdError> {
        let mut pieces = Vec::new();
        let mut rest: &[&Item] = &waits.segments;
        while known_before && !rest.is_empty() {
            let mut found = None;
            for length in (1..=rest.len()).rev() {
                let Some((segments, behind)) = rest.split_at_checked(length) else { break };
                let identity = self.part_identity(known, segments);
                if self.decision(identity)?.is_some() {
                    found = Some((Piece { segments, identity }, behind));
                    break;
                }
            }
            let Some((piece, behind)) = found else { break };
            pieces.push(piece);
            rest = behind;
        }
        if waits.rests && !rest.is_empty() {
            pieces.push(Piece { segments: rest, identity: self.part_identity(known, rest) });
        }
        Ok(pieces)
    }

    /// The id of the operation that a part becomes, and of those that it needs besides.
    pub(super) fn operation(&self, piece: &Piece<'_>, number: u32) -> OperationId {
        let mut bytes = piece.identity.to_vec();
        bytes.extend(number.to_be_bytes());
        OperationId::from_bytes(keyed_identity(&self.identity_key, &bytes))
    }

    /// What makes a part of a recording this part: its first and its last segment.
    fn part_identity(&self, known: &[u8], segments: &[&Item]) -> [u8; 16] {
        let arrival = |item: Option<&&Item>| item.map_or(0, |item| item.received.arrival).to_be_bytes();
        let mut bytes = known.to_vec();
        bytes.extend(arrival(segments.first()));
        bytes.extend(arrival(segments.last()));
        keyed_identity(&self.identity_key, &bytes)
    }
}

/// One waiting reading for all segments of a recording.
fn waits_for(
    segments: &[&Item],
    device: DeviceId,
    why: WhyWaiting,
    content: Option<Content>,
) -> Option<Waiting> {
    let first = segments.first()?;
    Some(Waiting { number: first.number, device, why, content, frame: first.received.bytes.clone() })
}
