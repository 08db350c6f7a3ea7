//! `diary time place`: where the records of a device belong, by everything known of its clock.

use diary_core::time::{
    Burst, Cause, CivilTime, ClockError, ClockForm, ClockPair, ClockSet, DeviceClock, Evidence, Instant,
    Mark, NewestRecord, Placed, Placer, Record, Sighting, Stamp, TimeError, ZoneHistory, Zones,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::args::PlaceArgs;
use crate::error::CliError;
use crate::request;

/// A pause this long between two records ends a burst, milliseconds.
const BURST_PAUSE_MS: i64 = 60_000;

/// Why a request cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    /// A time or zone in it is none.
    #[error("{what} {number}: {error}")]
    Time {
        /// What the time belongs to.
        what: &'static str,
        /// Which of them, from 1.
        number: usize,
        /// What is wrong with it.
        error: TimeError,
    },
    /// What it says of the clock cannot be.
    #[error(transparent)]
    Clock(#[from] ClockError),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    zone: Places,
    #[serde(default)]
    clock: Form,
    #[serde(default = "ordinary_drift")]
    drift_s_per_day: u8,
    #[serde(default)]
    pairs: Vec<Pair>,
    #[serde(default)]
    sets: Vec<Set>,
    #[serde(default)]
    drains: Vec<String>,
    now: Option<String>,
    #[serde(default = "yes")]
    oldest_first: bool,
    records: Vec<Item>,
}

/// Where the phone was.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Places {
    One(String),
    History(Vec<Stay>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stay {
    from: String,
    zone: String,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Form {
    #[default]
    Local,
    Utc,
    None,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    device: String,
    instant: String,
    #[serde(default = "a_second")]
    error_ms: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Set {
    instant: String,
    device_before: Option<String>,
    device_after: String,
    /// Who set it: for the reader of the request.
    #[serde(rename = "by")]
    _by: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    id: Value,
    stamp: Option<String>,
    received: String,
    #[serde(default)]
    live: bool,
}

const fn ordinary_drift() -> u8 {
    DeviceClock::ORDINARY_DRIFT_S_PER_DAY
}

const fn yes() -> bool {
    true
}

const fn a_second() -> u32 {
    1000
}

/// Places every record of a request; one object for each, in their order.
///
/// # Errors
/// [`CliError::Request`] for what is no request, [`CliError::Place`] for one that contradicts itself.
pub(super) fn run(args: &PlaceArgs) -> Result<Vec<Value>, CliError> {
    Ok(place(&request::read(&args.file)?, &Zones::built_in())?)
}

fn place(request: &Request, zones: &Zones) -> Result<Vec<Value>, PlaceError> {
    let now = request.now.as_deref().map(|now| instant("now", 1, now)).transpose()?;
    let mut clock = clock(request)?;
    clock.check(now)?;
    let history = history(&request.zone, zones)?;
    let mut drains: Vec<Instant> = all("drain", &request.drains, |drain| drain.parse())?;
    drains.sort_unstable();
    let records = all("record", &request.records, record)?;
    let one_burst =
        |one: &Record, next: &Record| next.received.millis_since(one.received).abs() <= BURST_PAUSE_MS;
    clock.newest_records = records.chunk_by(one_burst).filter_map(|burst| newest(burst.last()?)).collect();
    let placer = Placer::new(&clock, &history, zones);
    let mut answers = Vec::with_capacity(records.len());
    for burst in records.chunk_by(one_burst) {
        let mut burst = burst.to_vec();
        if let Some(last) = burst.last_mut() {
            last.newest = true;
        }
        let began = burst.iter().map(|record| record.received).min();
        let before = drains.partition_point(|drain| Some(*drain) < began);
        let previous_drain = before.checked_sub(1).and_then(|last| drains.get(last)).copied();
        let oldest_first = request.oldest_first;
        answers.extend(placer.place(&Burst { records: &burst, previous_drain, oldest_first }));
    }
    Ok(request.records.iter().zip(&answers).map(|(item, placed)| answer(&item.id, placed)).collect())
}

fn newest(record: &Record) -> Option<NewestRecord> {
    match record.stamp {
        Stamp::Civil(stamp) => Some(NewestRecord { stamp, received: record.received }),
        Stamp::Unusable | Stamp::Missing => None,
    }
}

/// Reads every one of a list, and says which is wrong.
fn all<T, U>(
    what: &'static str,
    list: &[T],
    read: impl Fn(&T) -> Result<U, TimeError>,
) -> Result<Vec<U>, PlaceError> {
    let numbered = list.iter().zip(1..);
    numbered
        .map(|(one, number)| read(one).map_err(|error| PlaceError::Time { what, number, error }))
        .collect()
}

fn instant(what: &'static str, number: usize, text: &str) -> Result<Instant, PlaceError> {
    text.parse().map_err(|error| PlaceError::Time { what, number, error })
}

fn clock(request: &Request) -> Result<DeviceClock, PlaceError> {
    Ok(DeviceClock {
        form: match request.clock {
            Form::Local => ClockForm::Local,
            Form::Utc => ClockForm::Utc,
            Form::None => ClockForm::None,
        },
        drift_s_per_day: request.drift_s_per_day,
        pairs: all("pair", &request.pairs, |pair| {
            Ok(ClockPair {
                device: pair.device.parse()?,
                phone: pair.instant.parse()?,
                error_ms: pair.error_ms,
            })
        })?,
        sets: all("set", &request.sets, |set| {
            Ok(ClockSet {
                instant: set.instant.parse()?,
                before: set.device_before.as_deref().map(str::parse).transpose()?,
                after: set.device_after.parse()?,
            })
        })?,
        newest_records: Vec::new(),
    })
}

fn history(places: &Places, zones: &Zones) -> Result<ZoneHistory, PlaceError> {
    let sighting = |instant, name: &str| {
        Ok(Sighting { instant, zone: zones.find(name)?.to_name(), evidence: Evidence::PhoneSetting })
    };
    let mut sightings = match places {
        Places::One(zone) => all("zone", &[zone], |zone| sighting(Instant::MIN, zone))?,
        Places::History(stays) => all("zone", stays, |stay| sighting(stay.from.parse()?, &stay.zone))?,
    };
    sightings.sort_by_key(|sighting| sighting.instant);
    // Each stay lasts until the next: where one begins is exactly known, so nothing before it is uncertain.
    let mut ends = Vec::new();
    for two in sightings.windows(2) {
        if let [one, next] = two
            && let Ok(instant) = next.instant.plus_millis(-1)
            && instant > one.instant
        {
            ends.push(Sighting { instant, ..one.clone() });
        }
    }
    Ok(sightings.into_iter().chain(ends).collect())
}

/// A stamp that no clock shows is kept as one: a record is never refused for it.
fn record(item: &Item) -> Result<Record, TimeError> {
    let stamp = item.stamp.as_deref().map_or(Stamp::Missing, |stamp| {
        CivilTime::parse(stamp).map_or(Stamp::Unusable, |(civil, _)| Stamp::Civil(civil))
    });
    Ok(Record { stamp, received: item.received.parse()?, newest: false, live: item.live })
}

fn answer(id: &Value, placed: &Placed) -> Value {
    let text = |instant: Instant| instant.to_string();
    json!({
        "id": id,
        "instant": placed.moment.instant().map(text),
        "earliest": placed.earliest.map(text),
        "latest": text(placed.latest),
        "how": placed.how.code(),
        "cause": placed.cause.map(Cause::code),
        "candidates": placed.candidates.iter().copied().map(text).collect::<Vec<_>>(),
        "shown": placed.moment.to_text(),
        "other_zone": placed.moment.other_zone().map(ToString::to_string),
        "marks": placed.moment.marks().map(Mark::code).collect::<Vec<_>>(),
        "shift_ms": placed.shift_ms,
    })
}

#[cfg(test)]
mod tests;
