//! From the segments of a live oximeter to what they say: pure functions of the bytes.

use health_gatt::pulse_oximeter::Continuous;
use health_gatt::vendor::jumper::Values;
use health_gatt::{DecodeError, Outcome};

use super::reading::{Decoded, NotReadable, Told, digits, oximeter_flags};
use crate::device::{Received, Segment, Uuid, What, wire};
use crate::diary::{Flag, Sample, Unit, Value, kind, spot};
use crate::time::Stamp;

/// The values of a segment, or of several as one.
///
/// A value that is no frame is left out: it was live, and shows as a moment without one.
///
/// # Errors
/// [`NotReadable`], where there is none that can be read.
pub(super) fn of(uuid: Uuid, bytes: &[u8]) -> Result<Vec<Sample>, NotReadable> {
    let read = reader(uuid).ok_or(NotReadable::UnknownCharacteristic)?;
    let values = Segment::values(bytes).ok_or(NotReadable::UnknownCharacteristic)?;
    let mut first_error: Option<DecodeError> = None;
    let mut samples = Vec::with_capacity(values.len());
    for (since_ms, bytes) in values {
        match read(since_ms, bytes) {
            Ok(sample) => samples.push(sample),
            Err(error) => drop(first_error.get_or_insert(error)),
        }
    }
    match first_error {
        Some(error) if samples.is_empty() => Err(NotReadable::Frame(error)),
        None if samples.is_empty() => Err(NotReadable::UnknownCharacteristic),
        _ => Ok(samples),
    }
}

type Reader = fn(u64, &[u8]) -> Result<Sample, DecodeError>;

/// How the values of a stream are read; `None` for one that is not known here.
fn reader(uuid: Uuid) -> Option<Reader> {
    match uuid {
        wire::CONTINUOUS_OXIMETRY => {
            Some(|since_ms, bytes| Continuous::decode(bytes).map(|frame| sample(since_ms, &frame)))
        }
        wire::JUMPER_VALUES => {
            Some(|since_ms, bytes| Values::decode(bytes).map(|values| plain(since_ms, values)))
        }
        _ => None,
    }
}

/// A value without a word on the signal.
fn plain(since_ms: u64, values: Values) -> Sample {
    let number = |value: u8| digits(health_gatt::float::Decimal::new(value.into(), 0));
    let there = values.outcome() == Outcome::Reading;
    Sample {
        since_ms,
        saturation: values.spo2.map(number),
        pulse: values.pulse_rate.map(number),
        perfusion: there.then(|| digits(values.perfusion_percent())),
        status: 0,
    }
}

fn sample(since_ms: u64, frame: &Continuous<'_>) -> Sample {
    let void = frame.outcome() == Outcome::Failed;
    let number = |word: health_gatt::float::Sfloat| word.number().filter(|_| !void).map(digits);
    let status = oximeter_flags(frame.measurement_status, frame.sensor_status)
        .fold(0, |status, number| status | 1_u64 << number);
    Sample {
        since_ms,
        saturation: number(frame.normal.spo2),
        pulse: number(frame.normal.pulse_rate),
        perfusion: frame.pulse_amplitude_index.and_then(number),
        status,
    }
}

/// The one reading of a short stream, and how long after its first value it was; or that there was none, and why.
///
/// # Errors
/// [`NotReadable`], where there is no sample.
pub(super) fn spot_check(samples: &[Sample]) -> Result<(Decoded, u64), NotReadable> {
    let last_ms = samples.last().ok_or(NotReadable::UnknownCharacteristic)?.since_ms;
    let decoded = |kind: &kind::Kind, values, flags| Decoded {
        kind: kind.number,
        values,
        flags,
        stamp: Stamp::Missing,
        told: Told::Nothing,
    };
    Ok(match spot(samples) {
        Ok(found) => {
            let fields = [
                (kind::SATURATION, found.saturation, Unit::Percent),
                (kind::PULSE, found.pulse, Unit::PerMinute),
                (kind::PERFUSION, found.perfusion, Unit::Percent),
            ];
            let values = fields
                .into_iter()
                .filter_map(|(field, digits, unit)| Some((field, Value::Number { digits: digits?, unit })));
            // That a stream is still going on is no remark on its reading.
            let remarks = kind::OXIMETRY
                .flags
                .iter()
                .filter(|flag| !flag.doubtful && flag.number < 64 && found.status >> flag.number & 1 == 1);
            let flags = remarks.map(|flag| Flag(flag.number)).collect();
            (decoded(&kind::OXIMETRY, values.collect(), flags), found.since_ms)
        }
        Err(why) => (decoded(&kind::FAILED_OXIMETRY, Vec::new(), vec![Flag(why.flag())]), last_ms),
    })
}

/// Segments of one recording, in their order, as one item: what a spot reading rests on, and is read from again.
pub(super) fn joined(segments: &[&Received]) -> Option<Received> {
    let first = *segments.first()?;
    let mut all = Segment::new(first.uuid, first.at);
    for segment in segments {
        let begun_ms = after_ms(first, segment);
        for (since_ms, value) in Segment::values(&segment.bytes)? {
            all.push_at(begun_ms.saturating_add(since_ms), value);
        }
    }
    Some(Received { bytes: all.into_bytes(), what: What::Segment, ..first.clone() })
}

/// Milliseconds from one item to a later one of the same session; by the clock on the wall only over a restart.
fn after_ms(first: &Received, later: &Received) -> u64 {
    if first.at.boot == later.at.boot {
        later.at.monotonic_ns.saturating_sub(first.at.monotonic_ns) / 1_000_000
    } else {
        u64::try_from(later.at.wall_ms.saturating_sub(first.at.wall_ms)).unwrap_or(0)
    }
}
