//! Glucose Service (1808): measurement (2A18), context (2A34), feature (2A51), gaps in sequence numbers.
//!
//! Layouts of Glucose Service 1.0, 3.1 to 3.3. Meters keep their records when those are read, and number them, so a missing
//! one is known exactly: see [`gap`].

use alloc::vec::Vec;

use crate::Outcome;
use crate::bits::{bit_set, codes, feature_value};
use crate::datetime::DateTime;
use crate::decimal::Decimal;
use crate::error::{DecodeError, Prefix};
use crate::float::Sfloat;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};
use crate::unit::Glucose as Unit;

mod context;

pub use self::context::{
    Carbohydrate, CarbohydrateKind, Context, Exercise, Health, Meal, Medication, MedicationKind, Tester,
};

codes! {
    /// What was measured: the low half of a byte.
    pub struct Sample {
        CAPILLARY_WHOLE = 1 => "capillary whole blood",
        CAPILLARY_PLASMA = 2 => "capillary plasma",
        VENOUS_WHOLE = 3 => "venous whole blood",
        VENOUS_PLASMA = 4 => "venous plasma",
        ARTERIAL_WHOLE = 5 => "arterial whole blood",
        ARTERIAL_PLASMA = 6 => "arterial plasma",
        UNDETERMINED_WHOLE = 7 => "undetermined whole blood",
        UNDETERMINED_PLASMA = 8 => "undetermined plasma",
        INTERSTITIAL = 9 => "interstitial fluid",
        CONTROL_SOLUTION = 10 => "control solution",
    }
}

codes! {
    /// Where the sample was taken: the high half of a byte.
    pub struct Location {
        FINGER = 1 => "finger",
        ALTERNATE_SITE = 2 => "alternate site",
        EAR_LOBE = 3 => "ear lobe",
        CONTROL_SOLUTION = 4 => "control solution",
        NOT_AVAILABLE = 15 => "not available",
    }
}

bit_set! {
    /// What the meter noticed.
    pub struct Status(u16), plus 0 {
        /// The battery was low.
        BATTERY_LOW = 0 => "device battery low",
        /// The sensor malfunctioned.
        MALFUNCTION = 1 => "sensor malfunction or fault",
        /// The sample was too small.
        SAMPLE_TOO_SMALL = 2 => "sample size insufficient",
        /// The strip was inserted wrongly.
        STRIP_INSERTION = 3 => "strip insertion error",
        /// The strip is of the wrong type.
        STRIP_TYPE = 4 => "strip type incorrect",
        /// The result is above what the meter can measure.
        TOO_HIGH = 5 => "result higher than the device can process",
        /// The result is below what the meter can measure.
        TOO_LOW = 6 => "result lower than the device can process",
        /// It was too hot.
        TOO_HOT = 7 => "sensor temperature too high",
        /// It was too cold.
        TOO_COLD = 8 => "sensor temperature too low",
        /// The strip was pulled too early.
        STRIP_PULLED = 9 => "sensor read interrupted, strip pulled too early",
        /// Some other fault.
        FAULT = 10 => "general device fault",
        /// The clock may be wrong.
        TIME_FAULT = 11 => "time fault",
    }
}

/// The minutes between the meter's base time and the time that it shows to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOffset(pub i16);

impl TimeOffset {
    /// Minutes to add to the base time, or `None` where the field overran (`7FFF`) or underran (`8000`).
    pub const fn minutes(self) -> Option<i16> {
        match self.0 {
            i16::MAX | i16::MIN => None,
            minutes => Some(minutes),
        }
    }
}

/// A concentration with what it was measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Concentration {
    /// The concentration, in kg/L or mol/L.
    pub value: Sfloat,
    /// Unit of the concentration: [`Unit::KilogramPerLitre`] or [`Unit::MolePerLitre`].
    pub unit: Unit,
    /// What was measured.
    pub sample: Sample,
    /// Where it was taken.
    pub location: Location,
}

impl Concentration {
    /// The concentration as people read it: mg/dL for a mass, mmol/L for an amount, at the resolution that was sent.
    ///
    /// It moves the decimal point and nothing else: 99 x 10^-5 kg/L are 99 mg/dL.
    pub fn readable(&self) -> Option<(Decimal, Unit)> {
        let number = self.value.number()?;
        let (up, unit) = match self.unit {
            Unit::KilogramPerLitre => (5, Unit::MilligramPerDecilitre),
            Unit::MolePerLitre => (3, Unit::MillimolePerLitre),
            same => (0, same),
        };
        Some((Decimal::new(number.mantissa, number.exponent.checked_add(up)?), unit))
    }
}

/// A glucose measurement (2A18, notified; 10 to 17 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measurement<'a> {
    /// The number of the record; the next one has one more, and 0 follows 65535.
    pub sequence_number: u16,
    /// The meter's clock as it has run since it was last set anew.
    pub base_time: DateTime,
    /// What people moved that clock by.
    pub time_offset: Option<TimeOffset>,
    /// The result.
    pub concentration: Option<Concentration>,
    /// Whether amounts are announced as mol/L; kept for frames without a concentration.
    pub molar: bool,
    /// What the meter noticed.
    pub status: Option<Status>,
    /// A context with the same sequence number comes too, before or after.
    pub context_follows: bool,
    /// Flag bits 5 to 7 as sent, in their places.
    pub reserved_flags: u8,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the last announced field.
    pub rest: &'a [u8],
}

impl<'a> Measurement<'a> {
    const TIME_OFFSET: u8 = 1 << 0;
    const CONCENTRATION: u8 = 1 << 1;
    const MOLAR: u8 = 1 << 2;
    const STATUS: u8 = 1 << 3;
    const CONTEXT: u8 = 1 << 4;
    const RESERVED: u8 = 0b1110_0000;

    /// Reads a whole frame.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        Self::decode_prefix(bytes)?.whole()
    }

    /// Reads as much as there is of a frame that may be cut after its mandatory part.
    pub fn decode_prefix(bytes: &'a [u8]) -> Result<Prefix<Self>, DecodeError> {
        let mut reader = Reader::new(bytes, 10)?;
        let [flags] = reader.mandatory()?;
        let sequence_number = u16::from_le_bytes(reader.mandatory()?);
        let base_time = DateTime::from_bytes(reader.mandatory()?);
        let announced = |bit| flags & bit != 0;
        let time_offset = reader
            .announced(announced(Self::TIME_OFFSET), "time offset")
            .map(|bytes| TimeOffset(i16::from_le_bytes(bytes)));
        let molar = announced(Self::MOLAR);
        let unit = if molar { Unit::MolePerLitre } else { Unit::KilogramPerLitre };
        let concentration = reader
            .announced(announced(Self::CONCENTRATION), "concentration, type and sample location")
            .map(|[low, high, kind]| Concentration {
                value: Sfloat::from_le_bytes([low, high]),
                unit,
                sample: Sample(kind & 0x0F),
                location: Location(kind >> 4),
            });
        let status = reader
            .announced(announced(Self::STATUS), "sensor status")
            .map(u16::from_le_bytes)
            .map(Status::from_bits);
        let (rest, cut) = reader.finish();
        let mut remarks = Remarks::NONE;
        base_time.remark(&mut remarks);
        let undefined = |it: Concentration| it.sample.text().is_none() || it.location.text().is_none();
        remarks.add_if(concentration.is_some_and(undefined), Remark::UndefinedValue);
        remarks.add_if(time_offset.is_some_and(|offset| offset.minutes().is_none()), Remark::OutOfRange);
        remarks.add_if(status.is_some_and(|status| status.reserved() != 0), Remark::ReservedStatus);
        remarks.add_if(flags & Self::RESERVED != 0, Remark::ReservedFlags);
        remarks.add_if(!rest.is_empty() && cut.is_none(), Remark::LongerThanAnnounced);
        let decoded = Self {
            sequence_number,
            base_time,
            time_offset,
            concentration,
            molar,
            status,
            context_follows: announced(Self::CONTEXT),
            reserved_flags: flags & Self::RESERVED,
            remarks,
            rest,
        };
        Ok(Prefix { decoded, cut })
    }

    /// Whether the meter got a result of a person.
    ///
    /// It failed without a number. A control solution tests the meter, and is no reading of anybody.
    pub fn outcome(&self) -> Outcome {
        match self.concentration {
            Some(it)
                if !it.value.is_special()
                    && it.sample != Sample::CONTROL_SOLUTION
                    && it.location != Location::CONTROL_SOLUTION =>
            {
                Outcome::Reading
            }
            _ => Outcome::Failed,
        }
    }

    /// The bytes of this measurement, `rest` included; for a decoded frame, the bytes that came.
    pub fn encode(&self) -> Vec<u8> {
        let flag = |condition, bit| if condition { bit } else { 0 };
        let molar = self.concentration.map_or(self.molar, |it| it.unit == Unit::MolePerLitre);
        let flags = flag(self.time_offset.is_some(), Self::TIME_OFFSET)
            | flag(self.concentration.is_some(), Self::CONCENTRATION)
            | flag(molar, Self::MOLAR)
            | flag(self.status.is_some(), Self::STATUS)
            | flag(self.context_follows, Self::CONTEXT)
            | (self.reserved_flags & Self::RESERVED);
        let mut bytes = Vec::with_capacity(17 + self.rest.len());
        bytes.push(flags);
        bytes.extend(self.sequence_number.to_le_bytes());
        bytes.extend(self.base_time.to_bytes());
        bytes.extend(self.time_offset.iter().flat_map(|offset| offset.0.to_le_bytes()));
        if let Some(it) = self.concentration {
            bytes.extend(it.value.to_le_bytes());
            bytes.push((it.sample.0 & 0x0F) | (it.location.0 << 4));
        }
        bytes.extend(self.status.iter().flat_map(|status| status.bits().to_le_bytes()));
        bytes.extend(self.rest);
        bytes
    }
}

/// How a record's number follows the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Follows {
    /// It is the next one, or the first one seen.
    Next,
    /// The very number again.
    Again,
    /// So many records between the two are missing.
    Missing(u16),
    /// It is an earlier number: the meter was reset and counts anew, or an old record came again.
    Earlier,
}

/// How the number of a record follows that of the record before it, over the wrap from 65535 to 0.
///
/// A step of less than half of all numbers is taken as forward.
///
/// ```
/// use health_gatt::glucose::{Follows, gap};
/// assert_eq!(gap(Some(65535), 0), Follows::Next);
/// assert_eq!(gap(Some(7), 10), Follows::Missing(2));
/// assert_eq!(gap(Some(812), 1), Follows::Earlier);
/// ```
pub const fn gap(before: Option<u16>, number: u16) -> Follows {
    let Some(before) = before else { return Follows::Next };
    match number.wrapping_sub(before) {
        0 => Follows::Again,
        1 => Follows::Next,
        step if step < 0x8000 => Follows::Missing(step - 1),
        _ => Follows::Earlier,
    }
}

bit_set! {
    /// What a meter can do (2A51).
    pub struct Features(u16), plus 0 {
        /// It notices a low battery.
        LOW_BATTERY = 0 => "low battery detection",
        /// It notices a malfunction of the sensor.
        MALFUNCTION = 1 => "sensor malfunction detection",
        /// It notices too small a sample.
        SAMPLE_SIZE = 2 => "sample size detection",
        /// It notices a wrongly inserted strip.
        STRIP_INSERTION = 3 => "strip insertion error detection",
        /// It notices the wrong type of strip.
        STRIP_TYPE = 4 => "strip type error detection",
        /// It notices results beyond its range.
        RESULT_RANGE = 5 => "result high-low detection",
        /// It notices temperatures beyond its range.
        TEMPERATURE = 6 => "temperature high-low detection",
        /// It notices an interrupted reading.
        READ_INTERRUPT = 7 => "read interrupt detection",
        /// It notices general faults.
        FAULT = 8 => "general device fault",
        /// It notices a clock that may be wrong.
        TIME_FAULT = 9 => "time fault",
        /// It can be bonded to several phones.
        MULTIPLE_BONDS = 10 => "multiple bonds",
    }
}

feature_value! {
    /// A Glucose Feature value (2A51, read; 2 bytes).
    pub struct Feature(Features as u16, 2 bytes)
}
