//! Blood Pressure Service (1810): measurement (2A35), intermediate cuff pressure (2A36), feature (2A49), and the enhanced
//! forms and records of service 1.1 (2B34, 2B35, 2B36).
//!
//! Layouts of Blood Pressure Service 1.0, 3.1 to 3.3; feature bits 6 to 8 of 1.1 and 1.1.1.

use alloc::vec::Vec;
use core::fmt;

use crate::Outcome;
use crate::bits::bit_set;
use crate::datetime::DateTime;
use crate::decimal::Decimal;
use crate::error::{DecodeError, Prefix};
use crate::float::Sfloat;
use crate::quirk::Quirks;
use crate::remarks::{Remark, Remarks};
use crate::unit::Pressure;

mod cuff_pressure;
mod enhanced;
mod feature;
mod frame;
mod record;

use self::frame::Frame;
pub use self::{
    cuff_pressure::CuffPressure,
    enhanced::{EnhancedCuffPressure, EnhancedFields, EnhancedMeasurement},
    feature::{Feature, Features},
    record::Record,
};

/// The user id that stands for "not known".
pub const UNKNOWN_USER: u8 = 255;

bit_set! {
    /// What the cuff noticed during the measurement.
    ///
    /// A clear bit means "checked and fine" only if the cuff can check it at all: see [`Features::checks`].
    pub struct Status(u16), plus 0b1_1000 {
        /// The body moved.
        BODY_MOVED = 0 => "body moved",
        /// The cuff was too loose.
        CUFF_TOO_LOOSE = 1 => "cuff too loose",
        /// An irregular pulse was found.
        IRREGULAR_PULSE = 2 => "irregular pulse",
        /// The measurement position was improper.
        IMPROPER_POSITION = 5 => "improper position",
    }
}

impl Status {
    /// Where the pulse rate lay (bits 3 and 4).
    pub const fn pulse_range(self) -> PulseRange {
        match (self.bits() >> 3) & 0b11 {
            0 => PulseRange::Within,
            1 => PulseRange::Above,
            2 => PulseRange::Below,
            _ => PulseRange::Reserved,
        }
    }
}

/// The pulse rate against the limits of the cuff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PulseRange {
    /// Within the limits, or not checked.
    Within,
    /// Above the upper limit.
    Above,
    /// Below the lower limit.
    Below,
    /// The fourth value of the two bits, which has no meaning yet.
    Reserved,
}

impl fmt::Display for PulseRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Within => "within limits",
            Self::Above => "above upper limit",
            Self::Below => "below lower limit",
            Self::Reserved => "reserved",
        })
    }
}

/// A blood pressure measurement (2A35, indicated; 7 to 19 bytes).
///
/// Fields say what the cuff said. Whether the numbers are plausible (systolic above diastolic, and so on) is for another
/// layer: a frame with 72 over 81 decodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measurement<'a> {
    /// Unit of the three pressures.
    pub unit: Pressure,
    /// Systolic pressure.
    pub systolic: Sfloat,
    /// Diastolic pressure.
    pub diastolic: Sfloat,
    /// Mean arterial pressure (MAP); NaN or 0 from cuffs that do not compute it.
    pub mean_arterial_pressure: Sfloat,
    /// The cuff's clock at the measurement.
    pub time_stamp: Option<DateTime>,
    /// Pulse rate, beats per minute.
    pub pulse_rate: Option<Sfloat>,
    /// The user slot as sent, [`UNKNOWN_USER`] included. Cuffs differ in whether they count from 0 or 1.
    pub user_id: Option<u8>,
    /// What the cuff noticed.
    pub status: Option<Status>,
    /// Flag bits 5 to 7 as sent, in their places.
    pub reserved_flags: u8,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the last announced field.
    pub rest: &'a [u8],
}

impl Measurement<'static> {
    /// A measurement of three pressures and nothing else; set the other fields as needed.
    pub fn new(unit: Pressure, systolic: Sfloat, diastolic: Sfloat, mean_arterial_pressure: Sfloat) -> Self {
        Self {
            unit,
            systolic,
            diastolic,
            mean_arterial_pressure,
            time_stamp: None,
            pulse_rate: None,
            user_id: None,
            status: None,
            reserved_flags: 0,
            remarks: Remarks::NONE,
            rest: &[],
        }
    }
}

impl<'a> Measurement<'a> {
    /// Reads a whole frame.
    ///
    /// ```
    /// use health_gatt::{Quirks, blood_pressure::Measurement, unit::Pressure};
    /// let frame = [0x08, 0x78, 0x00, 0x50, 0x00, 0x5D, 0x00, 0x02];
    /// let m = Measurement::decode(&frame, Quirks::NONE)?;
    /// assert_eq!(m.systolic.to_string(), "120");
    /// assert_eq!((m.unit, m.user_id), (Pressure::MmHg, Some(2)));
    /// # Ok::<(), health_gatt::DecodeError>(())
    /// ```
    #[inline]
    pub fn decode(bytes: &'a [u8], quirks: Quirks) -> Result<Self, DecodeError> {
        Self::decode_prefix(bytes, quirks)?.whole()
    }

    /// Reads as much as there is of a frame that may be cut after its mandatory part.
    #[inline]
    pub fn decode_prefix(bytes: &'a [u8], quirks: Quirks) -> Result<Prefix<Self>, DecodeError> {
        let Prefix { decoded: frame, cut } = Frame::decode_prefix(bytes, quirks)?;
        let [systolic, diastolic, mean_arterial_pressure] = frame.pressures;
        let mut remarks = frame.remarks;
        remarks.add_if(is_zero(mean_arterial_pressure), Remark::ZeroMeanPressure);
        let decoded = Self {
            unit: frame.unit,
            systolic,
            diastolic,
            mean_arterial_pressure,
            time_stamp: frame.time_stamp,
            pulse_rate: frame.pulse_rate,
            user_id: frame.user_id,
            status: frame.status,
            reserved_flags: frame.reserved_flags,
            remarks,
            rest: frame.rest,
        };
        Ok(Prefix { decoded, cut })
    }

    /// Whether the cuff got a result.
    ///
    /// It failed if none of the three pressures is a number. A mean arterial pressure of 0 counts as none: cuffs send it
    /// for "not computed".
    pub fn outcome(&self) -> Outcome {
        outcome_of(self.systolic, self.diastolic, self.mean_arterial_pressure)
    }

    /// The mean arterial pressure, if the cuff computed one: a number other than 0, which no circulation has.
    pub fn computed_mean(&self) -> Option<Decimal> {
        self.mean_arterial_pressure.number().filter(|mean| mean.mantissa != 0)
    }

    /// The user slot, if the cuff sent one and knew it.
    pub fn known_user(&self) -> Option<u8> {
        self.user_id.filter(|&user| user != UNKNOWN_USER)
    }

    /// The bytes of this measurement in the specified layout, `rest` included.
    ///
    /// For a frame that was read in the specified layout these are the bytes that came.
    pub fn encode(&self) -> Vec<u8> {
        let frame = Frame {
            unit: self.unit,
            pressures: [self.systolic, self.diastolic, self.mean_arterial_pressure],
            time_stamp: self.time_stamp,
            pulse_rate: self.pulse_rate,
            user_id: self.user_id,
            status: self.status,
            reserved_flags: self.reserved_flags,
            remarks: self.remarks,
            rest: self.rest,
        };
        frame.encode()
    }
}

fn outcome_of(systolic: Sfloat, diastolic: Sfloat, mean: Sfloat) -> Outcome {
    if systolic.is_special() && diastolic.is_special() && (mean.is_special() || is_zero(mean)) {
        Outcome::Failed
    } else {
        Outcome::Reading
    }
}

fn is_zero(word: Sfloat) -> bool {
    word.number().is_some_and(|number| number.mantissa == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_nothing_is_nothing() {
        let word = |raw| Sfloat::from_raw(raw);
        let mut m = Measurement::new(Pressure::MmHg, word(120), word(80), word(93));
        assert_eq!((m.known_user(), m.computed_mean()), (None, Some(Decimal::new(93, 0))));
        m.user_id = Some(0);
        assert_eq!(m.known_user(), Some(0));
        m.user_id = Some(UNKNOWN_USER);
        assert_eq!(m.known_user(), None);
        for none in [word(0), word(0xF000), Sfloat::NAN] {
            m.mean_arterial_pressure = none;
            assert_eq!(m.computed_mean(), None);
        }
        // A mean of 0 beside nothing is no result; beside a number it is.
        m.mean_arterial_pressure = word(0);
        (m.systolic, m.diastolic) = (Sfloat::NAN, Sfloat::NAN);
        assert_eq!(m.outcome(), Outcome::Failed);
        m.diastolic = word(80);
        assert_eq!(m.outcome(), Outcome::Reading);
    }
}
