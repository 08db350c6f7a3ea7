//! The value of an observation, one form for each class.

use alloc::vec::Vec;

use super::cursor::Cursor;
use super::list::{Codes, Components, Members, Tlvs};
use super::observation::Class;
use crate::Outcome;
use crate::error::{DecodeError, DecodeErrorKind};
use crate::float::Float;

/// Samples at even distances, such as a curve; kept as they were sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleArray<'a> {
    /// Unit of the scaled samples, a term of MDC partition 4.
    pub unit: u16,
    /// What a sample is to be multiplied by.
    pub scale: Float,
    /// What is to be added then.
    pub offset: Float,
    /// Seconds from one period to the next.
    pub period: Float,
    /// Samples in a period.
    pub samples_per_period: u8,
    /// Bytes of a sample.
    pub bytes_per_sample: u8,
    /// Number of samples.
    pub count: u32,
    /// The samples, `bytes_per_sample` each.
    pub samples: &'a [u8],
}

/// The value of an observation or of a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// A number.
    Numeric {
        /// Its unit, a term of MDC partition 4 (see [`mdc::unit`](crate::mdc::unit)).
        unit: u16,
        /// The number.
        value: Float,
    },
    /// A code.
    Discrete(u32),
    /// A text, as bytes; UTF-8 is to be expected.
    Text(&'a [u8]),
    /// Samples.
    Samples(SampleArray<'a>),
    /// Several codes.
    CompoundDiscrete(Codes<'a>),
    /// States or events, one a bit; the three have the same length.
    CompoundState {
        /// Which bits the device supports.
        supported: &'a [u8],
        /// Which bits are states; the others are events.
        states: &'a [u8],
        /// The bits.
        bits: &'a [u8],
    },
    /// Several values.
    Compound(Components<'a>),
    /// Attributes.
    Attributes(Tlvs<'a>),
    /// Several observations, which share what the bundle says.
    Bundle(Members<'a>),
    /// A class or a part without a meaning here, as sent.
    Raw(&'a [u8]),
}

impl<'a> Value<'a> {
    /// Reads a value whose class may be a part of a compound: 1 to 6.
    pub(super) fn read_simple(cursor: &mut Cursor<'a>, class: u8) -> Result<Self, DecodeError> {
        match Class(class) {
            Class::NUMERIC => {
                let unit = u16::from_le_bytes(cursor.word("unit")?);
                Ok(Self::Numeric { unit, value: Float::from_le_bytes(cursor.word("value")?) })
            }
            Class::DISCRETE => Ok(Self::Discrete(u32::from_le_bytes(cursor.word("value")?))),
            Class::TEXT => {
                let length = u16::from_le_bytes(cursor.word("length of the text")?);
                cursor.take(length.into(), "text").map(Self::Text)
            }
            Class::SAMPLES => Self::read_samples(cursor),
            Class::COMPOUND_DISCRETE => Codes::read(cursor, "values").map(Self::CompoundDiscrete),
            Class::COMPOUND_STATE => {
                let [length] = cursor.word("length of the states")?;
                let supported = cursor.take(length.into(), "supported states")?;
                let states = cursor.take(length.into(), "states or events")?;
                let bits = cursor.take(length.into(), "states")?;
                Ok(Self::CompoundState { supported, states, bits })
            }
            // Its length is not known, so what follows it cannot be found either.
            _ => Err(UNKNOWN_PART),
        }
    }

    fn read_samples(cursor: &mut Cursor<'a>) -> Result<Self, DecodeError> {
        let unit = u16::from_le_bytes(cursor.word("unit")?);
        let mut float = |field| cursor.word(field).map(Float::from_le_bytes);
        let (scale, offset) = (float("scale factor")?, float("offset")?);
        let period = float("sample period")?;
        let [samples_per_period, bytes_per_sample] = cursor.word("sample format")?;
        let count = u32::from_le_bytes(cursor.word("number of samples")?);
        let length = usize::try_from(count).unwrap_or(usize::MAX).saturating_mul(bytes_per_sample.into());
        let samples = cursor.take(length, "samples")?;
        Ok(Self::Samples(SampleArray {
            unit,
            scale,
            offset,
            period,
            samples_per_period,
            bytes_per_sample,
            count,
            samples,
        }))
    }

    /// Reads the value of an observation; bundles are read only where they may be.
    pub(super) fn read(cursor: &mut Cursor<'a>, class: Class, bundles: bool) -> Result<Self, DecodeError> {
        match class {
            Class::COMPOUND => or_raw(cursor, |cursor| Components::read(cursor).map(Self::Compound)),
            Class::ATTRIBUTES => Tlvs::read(cursor).map(Self::Attributes),
            Class::BUNDLE if bundles => Members::read(cursor).map(Self::Bundle),
            Class(class) => or_raw(cursor, |cursor| Self::read_simple(cursor, class)),
        }
    }

    pub(super) fn push(&self, bytes: &mut Vec<u8>) {
        match *self {
            Self::Numeric { unit, value } => {
                bytes.extend(unit.to_le_bytes());
                bytes.extend(value.to_le_bytes());
            }
            Self::Discrete(code) => bytes.extend(code.to_le_bytes()),
            Self::Text(text) => {
                bytes.extend(u16::try_from(text.len()).unwrap_or(u16::MAX).to_le_bytes());
                bytes.extend(text);
            }
            Self::Samples(array) => {
                bytes.extend(array.unit.to_le_bytes());
                bytes.extend([array.scale, array.offset, array.period].iter().flat_map(|f| f.to_le_bytes()));
                bytes.extend([array.samples_per_period, array.bytes_per_sample]);
                bytes.extend(array.count.to_le_bytes());
                bytes.extend(array.samples);
            }
            Self::CompoundDiscrete(codes) => codes.push(bytes),
            Self::CompoundState { supported, states, bits } => {
                bytes.push(u8::try_from(bits.len()).unwrap_or(u8::MAX));
                bytes.extend(supported);
                bytes.extend(states);
                bytes.extend(bits);
            }
            Self::Compound(components) => components.push(bytes),
            Self::Attributes(attributes) => attributes.push(bytes),
            Self::Bundle(members) => members.push(bytes),
            Self::Raw(raw) => bytes.extend(raw),
        }
    }

    /// Whether there is a result: a number that is one, a code, a text and so on.
    ///
    /// A compound or a bundle fails if each of its parts does, or if it has none. A value that is kept [raw](Self::Raw)
    /// counts as a result: somebody may know what it means.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Numeric { value, .. } if value.is_special() => Outcome::Failed,
            Self::Compound(components) => any_of(components.iter().map(|part| part.value.outcome())),
            Self::Bundle(members) => any_of(members.iter().map(|member| member.outcome())),
            _ => Outcome::Reading,
        }
    }
}

fn any_of(mut outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    if outcomes.any(|outcome| outcome == Outcome::Reading) { Outcome::Reading } else { Outcome::Failed }
}

/// Says that a part is of a class that is not known; it never leaves this module.
const UNKNOWN_PART: DecodeError =
    DecodeError { kind: DecodeErrorKind::NotThisFrame { field: "value type" }, at: 0 };

/// A value, or all bytes that are left if a class within it is not known.
fn or_raw<'a>(
    cursor: &mut Cursor<'a>,
    read: impl FnOnce(&mut Cursor<'a>) -> Result<Value<'a>, DecodeError>,
) -> Result<Value<'a>, DecodeError> {
    let before = *cursor;
    match read(cursor) {
        Err(UNKNOWN_PART) => {
            *cursor = before;
            cursor.take(before.rest().len(), "value").map(Value::Raw)
        }
        result => result,
    }
}
