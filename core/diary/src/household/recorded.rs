//! What a recording says: a spot reading, a night, or more of one.

use super::devices::Device;
use super::error::HouseholdError;
use super::home::Household;
use super::placing::Sessions;
use super::reading::{self, Decoded, NotReadable, RawReading, Told};
use super::receive::known_by;
use super::recordings::{Becomes, Growing, Piece, Waits};
use super::samples;
use crate::device::Received;
use crate::diary::{
    Content, Diary, DiaryError, Incoming, IncomingSeries, Sample, Stretch, kind, stretches, with_summary,
};
use crate::id::{EntryId, OperationId};
use crate::time::{Burst, Instant, Placed, Placer, Record, Stamp};

/// From first to last value, a recording shorter than this is a finger that was put in for a reading.
const SPOT_MS: u64 = 10 * 60 * 1000;

impl Household {
    /// What a part of a recording becomes, of which the first part is, or will be, an entry.
    pub(super) fn becomes(
        &self,
        device: &Device,
        piece: &Piece<'_>,
        known: &[u8],
        to: &Growing<'_>,
        sessions: &Sessions<'_>,
    ) -> Result<Result<Becomes, NotReadable>, HouseholdError> {
        let received: Vec<&Received> = piece.segments.iter().map(|item| &item.received).collect();
        let Some(joined) = samples::joined(&received) else {
            return Ok(Err(NotReadable::UnknownCharacteristic));
        };
        let samples = match samples::of(joined.uuid, &joined.bytes) {
            Ok(samples) => samples,
            Err(why) => return Ok(Err(why)),
        };
        let own = self.operation(piece, 0);
        let Growing { diary, entry, begins_ms } = *to;
        let adds = own != OperationId::from(entry);
        if adds {
            let begun = match begins_ms {
                Some(begins_ms) => Some(Begun::At(begins_ms)),
                None => night_begun(diary, entry)?,
            };
            match begun {
                Some(Begun::Erased) => return Ok(Ok(Becomes::Nothing)),
                Some(Begun::At(begun_ms)) => {
                    let origin_ms = joined.at.wall_ms.saturating_sub(begun_ms);
                    let more = self.numbered(piece, stretches(&samples, origin_ms), 0);
                    return Ok(Ok(Becomes::More(entry, more)));
                }
                // A spot reading stays one: what came later is an entry of its own.
                None => {}
            }
        }
        let mut record = known.to_vec();
        if adds {
            record.extend(joined.arrival.to_be_bytes());
        }
        let new = self.new_entry(device, &joined, &samples, sessions)?;
        Ok(new.map(|new| match new {
            New::Spot(content) => {
                let record = known_by(&device.description.identity, device.id, &joined);
                let device = device.description.clone();
                let raw = RawReading { record: joined.to_bytes(), clock: None, device };
                Becomes::Spot(Box::new(Incoming { id: own, record, content, raw: raw.to_bytes() }))
            }
            New::Night(content, first, rest) => {
                let series = first.series;
                let more = self.numbered(piece, rest, 1);
                Becomes::Night(Box::new(IncomingSeries { id: own, record, content, series }), more)
            }
        }))
    }

    /// Stretches with the ids of their operations.
    fn numbered(&self, piece: &Piece<'_>, all: Vec<Stretch>, from: u32) -> Vec<(OperationId, Stretch)> {
        (from..).zip(all).map(|(number, stretch)| (self.operation(piece, number), stretch)).collect()
    }

    /// What a recording says as an entry of its own.
    fn new_entry(
        &self,
        device: &Device,
        joined: &Received,
        samples: &[Sample],
        sessions: &Sessions<'_>,
    ) -> Result<Result<New, NotReadable>, HouseholdError> {
        let length_ms = samples.last().map_or(0, |last| last.since_ms);
        if length_ms < SPOT_MS {
            let (decoded, since_ms) = match samples::spot_check(samples) {
                Ok(found) => found,
                Err(why) => return Ok(Err(why)),
            };
            let placed = self.placed_live(device, &decoded, after(joined, since_ms), sessions)?;
            return Ok(placed.map(|placed| {
                New::Spot(reading::content(&decoded, placed, device.id, &device.description))
            }));
        }
        let night = Decoded {
            kind: kind::OXIMETRY_NIGHT.number,
            values: Vec::new(),
            flags: Vec::new(),
            stamp: Stamp::Missing,
            told: Told::Nothing,
        };
        let first_ms = samples.first().map_or(0, |first| first.since_ms);
        let begun = after(joined, first_ms);
        let mut all = stretches(samples, 0);
        if all.is_empty() {
            return Ok(Err(NotReadable::UnknownCharacteristic));
        }
        // The first sample is the entry's moment; a frame before it that could not be read has none.
        let origin = i64::try_from(first_ms).unwrap_or(0);
        for stretch in &mut all {
            stretch.offset_ms -= origin;
        }
        let first = all.remove(0);
        Ok(self.placed_live(device, &night, begun, sessions)?.map(|placed| {
            New::Night(reading::content(&night, placed, device.id, &device.description), first, all)
        }))
    }

    /// Where something live belongs in time: when it came, at the phone's place.
    fn placed_live(
        &self,
        device: &Device,
        decoded: &Decoded,
        received: Result<Instant, NotReadable>,
        sessions: &Sessions<'_>,
    ) -> Result<Result<Placed, NotReadable>, HouseholdError> {
        let received = match received {
            Ok(received) => received,
            Err(why) => return Ok(Err(why)),
        };
        let clock = self.clock_of(device.id, sessions.clocks)?;
        let placer = Placer::new(&clock, sessions.zones, &self.outside.zones);
        let records = [Record { stamp: decoded.stamp, received, newest: false, live: true }];
        let burst = Burst { records: &records, previous_drain: None, oldest_first: true };
        Ok(placer.place(&burst).pop().ok_or(NotReadable::NoSuchInstant))
    }

    /// What all that waits of a recording would say as one entry.
    pub(super) fn whole(&self, waits: &Waits<'_>, sessions: &Sessions<'_>) -> Result<Content, NotReadable> {
        let received: Vec<&Received> = waits.segments.iter().map(|item| &item.received).collect();
        let joined = samples::joined(&received).ok_or(NotReadable::UnknownCharacteristic)?;
        let samples = samples::of(joined.uuid, &joined.bytes)?;
        let new = self.new_entry(waits.device, &joined, &samples, sessions);
        match new.map_err(|_| NotReadable::UnknownCharacteristic)?? {
            New::Spot(content) => Ok(content),
            New::Night(content, first, _) => {
                with_summary(&content, &first.series).map_err(|_| NotReadable::UnknownCharacteristic)
            }
        }
    }
}

/// An entry that a recording becomes.
enum New {
    Spot(Content),
    Night(Content, Stretch, Vec<Stretch>),
}

/// How an entry stands that more could be added to.
enum Begun {
    Erased,
    /// It is a night, and its first sample came then.
    At(i64),
}

/// When the night of an entry began, whatever it was corrected to since; `None` where it is no night.
fn night_begun(diary: &Diary, entry: EntryId) -> Result<Option<Begun>, HouseholdError> {
    let history = match diary.history(entry) {
        Ok(history) => history,
        Err(DiaryError::Erased) => return Ok(Some(Begun::Erased)),
        // It was moved out of this diary, or is not written yet.
        Err(DiaryError::NoSuchEntry) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let made = history.first().map(|made| &made.content);
    let night = made.filter(|content| content.kind == kind::OXIMETRY_NIGHT.number);
    Ok(night.and_then(|content| content.moment.instant()).map(|at| Begun::At(at.as_millis())))
}

/// The instant so long after an item came.
fn after(item: &Received, since_ms: u64) -> Result<Instant, NotReadable> {
    let wall_ms = item.at.wall_ms.saturating_add_unsigned(since_ms);
    Instant::from_millis(wall_ms).map_err(|_| NotReadable::NoSuchInstant)
}
