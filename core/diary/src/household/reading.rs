//! From a device's bytes to what an entry says: a pure function of the bytes, the device and where the phone was.

use std::fmt;

use health_gatt::blood_pressure::{Measurement, PulseRange, Status, UNKNOWN_USER};
use health_gatt::current_time::CurrentTime;
use health_gatt::datetime::{Civil, DateTime};
use health_gatt::float::{Sfloat, Special, Value as FloatValue};
use health_gatt::pulse_oximeter::{MeasurementStatus, SensorStatus, SpotCheck};
use health_gatt::unit::Pressure;
use health_gatt::{DECODER_VERSION, DecodeError, Outcome, Quirks};

use super::devices::Description;
use super::samples;
use crate::cbor;
use crate::device::{Received, What, wire};
use crate::diary::{Content, Decimal, Flag, Provenance, Source, Unit, Unread, Value, doubts, kind};
use crate::id::DeviceId;
use crate::time::{CivilDate, CivilTime, ClockPair, Instant, Placed, Stamp};

/// The raw part of a received entry: everything that its reading rests on, so that the person's file is complete in
/// itself and a better decoder can read it again.
#[derive(Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct RawReading {
    /// The record as it was received, as [`Received::to_bytes`] writes it.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub record: Vec<u8>,
    /// The reading of the device's clock that placed it, in the same form.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub clock: Option<Vec<u8>>,
    /// What was known of the device.
    #[n(2)]
    pub device: Description,
}

impl fmt::Debug for RawReading {
    /// Shows how long it is, and no byte of the reading.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawReading({} bytes)", self.record.len())
    }
}

impl RawReading {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        cbor::encode(self)
    }

    /// Reads the raw part of an entry; `None` if it is of another form.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        cbor::decode(bytes)
    }
}

/// Which user the device says it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Told {
    /// It says nothing.
    Nothing,
    /// It says that it does not know.
    Unknown,
    /// Its own number of the user.
    User(u8),
}

/// A decoded record.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Decoded {
    pub(super) kind: u16,
    pub(super) values: Vec<(u16, Value)>,
    pub(super) flags: Vec<Flag>,
    pub(super) stamp: Stamp,
    pub(super) told: Told,
}

/// A record that cannot be read, or not yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotReadable {
    Frame(DecodeError),
    UnknownCharacteristic,
    /// The phone's clock stood outside the years that there are.
    NoSuchInstant,
}

/// Decodes a record.
pub(super) fn decode(item: &Received, device: &Description) -> Result<Decoded, NotReadable> {
    match item.uuid {
        wire::BLOOD_PRESSURE => blood_pressure(&item.bytes, quirks(device)).map_err(NotReadable::Frame),
        wire::SPOT_CHECK => spot_check(&item.bytes).map_err(NotReadable::Frame),
        uuid if item.what == What::Segment => {
            samples::spot_check(&samples::of(uuid, &item.bytes)?).map(|(decoded, _)| decoded)
        }
        _ => Err(NotReadable::UnknownCharacteristic),
    }
}

fn quirks(device: &Description) -> Quirks {
    Quirks::for_model(
        device.manufacturer.as_deref().unwrap_or_default(),
        device.model.as_deref().unwrap_or_default(),
    )
}

/// Whether a record carries a stamp of its own, read without any quirk: it is at the same place in all.
///
/// Seven zeros are what a clock shows that nobody ever set; they tell no two readings apart.
pub(super) fn has_stamp(item: &Received) -> bool {
    let (bit, place) = match item.uuid {
        wire::BLOOD_PRESSURE => (1 << 1, 7..14),
        wire::SPOT_CHECK => (1, 5..12),
        _ => return false,
    };
    item.bytes.first().is_some_and(|flags| flags & bit != 0)
        && item.bytes.get(place).is_none_or(|stamp| stamp.iter().any(|byte| *byte != 0))
}

fn blood_pressure(bytes: &[u8], quirks: Quirks) -> Result<Decoded, DecodeError> {
    let frame = Measurement::decode(bytes, quirks)?;
    let unit = match frame.unit {
        Pressure::MmHg => Unit::MmHg,
        Pressure::KPa => Unit::KPa,
    };
    let pulse = frame.pulse_rate.map(|rate| (kind::PULSE, number(rate, Unit::PerMinute)));
    let failed = frame.outcome() == Outcome::Failed;
    let mut values = Vec::with_capacity(4);
    if !failed {
        values.push((kind::SYSTOLIC, number(frame.systolic, unit)));
        values.push((kind::DIASTOLIC, number(frame.diastolic, unit)));
        if frame.computed_mean().is_some() {
            values.push((kind::MEAN, number(frame.mean_arterial_pressure, unit)));
        }
    }
    // A pulse that was not read is not worth a row.
    values.extend(pulse.filter(|(_, value)| matches!(value, Value::Number { .. })));
    Ok(Decoded {
        kind: if failed { kind::FAILED_BLOOD_PRESSURE.number } else { kind::BLOOD_PRESSURE.number },
        values,
        flags: frame.status.map(pressure_flags).unwrap_or_default(),
        stamp: stamp(frame.time_stamp, false),
        told: match frame.user_id {
            None => Told::Nothing,
            Some(UNKNOWN_USER) => Told::Unknown,
            Some(user) => Told::User(user),
        },
    })
}

/// Numbers of the kind's flags, from the bits of Blood Pressure Service 1.0, 3.1.1.6.
fn pressure_flags(status: Status) -> Vec<Flag> {
    let range = status.pulse_range();
    [
        (status.contains(Status::BODY_MOVED), 1),
        (status.contains(Status::CUFF_TOO_LOOSE), 2),
        (status.contains(Status::IRREGULAR_PULSE), 3),
        (range == PulseRange::Above, 4),
        (range == PulseRange::Below, 5),
        (status.contains(Status::IMPROPER_POSITION), 6),
    ]
    .into_iter()
    .filter_map(|(set, number)| set.then_some(Flag(number)))
    .collect()
}

fn spot_check(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let frame = SpotCheck::decode(bytes)?;
    let failed = frame.outcome() == Outcome::Failed;
    let mut values = Vec::with_capacity(3);
    if !failed {
        values.push((kind::SATURATION, number(frame.values.spo2, Unit::Percent)));
    }
    let pulse = number(frame.values.pulse_rate, Unit::PerMinute);
    if matches!(pulse, Value::Number { .. }) {
        values.push((kind::PULSE, pulse));
    }
    if let Some(index) = frame.pulse_amplitude_index.filter(|index| !failed && index.number().is_some()) {
        values.push((kind::PERFUSION, number(index, Unit::Percent)));
    }
    let flags = oximeter_flags(frame.measurement_status, frame.sensor_status).map(Flag).collect();
    Ok(Decoded {
        kind: if failed { kind::FAILED_OXIMETRY.number } else { kind::OXIMETRY.number },
        values,
        flags,
        stamp: stamp(frame.time_stamp, frame.clock_not_set),
        told: Told::Nothing,
    })
}

/// What an oximeter remarks, as numbers of the kind's flags: the bits' own, those of the sensor from 20 on (Pulse Oximeter
/// Service 1.0, 3.1.1).
pub(super) fn oximeter_flags(
    measurement: Option<MeasurementStatus>,
    sensor: Option<SensorStatus>,
) -> impl Iterator<Item = u16> {
    let measurement = measurement.map_or(0, |status| u32::from(status.bits()));
    let sensor = sensor.map_or(0, SensorStatus::bits);
    (0..16_u16)
        .filter(move |bit| measurement >> bit & 1 == 1)
        .chain((0..16_u16).filter(move |bit| sensor >> bit & 1 == 1).map(|bit| bit + 20))
        .filter(|number| kind::OXIMETRY.flag(*number).is_some())
}

/// A number as the diary keeps it.
pub(super) fn digits(number: health_gatt::float::Decimal) -> Decimal {
    Decimal { mantissa: number.mantissa.into(), exponent: number.exponent }
}

fn number(word: Sfloat, unit: Unit) -> Value {
    match word.decode() {
        FloatValue::Number(number) => Value::Number { digits: digits(number), unit },
        FloatValue::Special(special) => Value::Unread(match special {
            Special::Nan => Unread::NotANumber,
            Special::Nres => Unread::NotAtThisResolution,
            Special::PositiveInfinity => Unread::TooHigh,
            Special::NegativeInfinity => Unread::TooLow,
            Special::Reserved => Unread::Reserved,
        }),
    }
}

fn stamp(stamp: Option<DateTime>, clock_not_set: bool) -> Stamp {
    match stamp {
        None => Stamp::Missing,
        // An oximeter that says so stamps from a clock that nobody set (Pulse Oximeter Service 1.0, 3.1.1.1).
        Some(_) if clock_not_set => Stamp::Unusable,
        Some(stamp) => stamp.complete().and_then(civil).map_or(Stamp::Unusable, Stamp::Civil),
    }
}

fn civil(civil: Civil) -> Option<CivilTime> {
    let date = CivilDate::new(civil.year(), civil.month(), civil.day()).ok()?;
    CivilTime::new(date, civil.hour(), civil.minute(), civil.second()).ok()
}

/// Reads the device's clock out of a clock item; `None` if it says no usable time.
pub(super) fn clock_pair(item: &Received) -> Option<ClockPair> {
    let What::ClockPair { asked } = item.what else { return None };
    let shown = match item.uuid {
        wire::DATE_TIME => DateTime::decode(&item.bytes).ok()?.date_time,
        wire::CURRENT_TIME => CurrentTime::decode(&item.bytes).ok()?.date_time,
        _ => return None,
    };
    let asked = Instant::from_millis(asked.wall_ms).ok()?;
    let answered = Instant::from_millis(item.at.wall_ms).ok()?;
    Some(ClockPair::from_round_trip(civil(shown.complete()?)?, asked, answered))
}

/// Makes an entry's content of a decoded record in its place.
pub(super) fn content(
    decoded: &Decoded,
    placed: Placed,
    device: DeviceId,
    description: &Description,
) -> Content {
    let provenance = Provenance {
        device,
        model: description.label(),
        decoder: DECODER_VERSION,
        how: placed.how.code().to_owned(),
        cause: placed.cause.map(|cause| cause.code().to_owned()),
        shift_ms: placed.shift_ms,
    };
    let mut content = Content::new(decoded.kind, placed.moment, Source::Device(provenance));
    fill(&mut content, decoded);
    content
}

/// The fields that a device gives.
pub(super) const MEASURED: [u16; 6] =
    [kind::SYSTOLIC, kind::DIASTOLIC, kind::MEAN, kind::PULSE, kind::SATURATION, kind::PERFUSION];

/// Puts into an entry what a device's bytes say.
pub(super) fn fill(content: &mut Content, decoded: &Decoded) {
    content.flags.clone_from(&decoded.flags);
    for (field, value) in &decoded.values {
        content.set(*field, value.clone());
    }
    // A device's value is kept whatever it is; what cannot be real says so.
    if doubts(content).iter().any(|doubt| doubt.refuses()) {
        content.flags.push(Flag(kind::OUT_OF_RANGE));
    }
}
