//! Nonin 3230 and 3150: the oximetry characteristic `0AAD7EA0-0D60-11E2-8E3C-0002A5D5C51B` beside the standard profile.
//!
//! Ten bytes, most significant byte first (calebmgshort/Nonin3230Oximeter). Some bond modes work only within two minutes
//! after the battery was put in (owner's guide).

use alloc::format;
use alloc::string::String;

use crate::Outcome;
use crate::bits::bit_set;
use crate::datetime::Civil;
use crate::decimal::Decimal;
use crate::error::{DecodeError, DecodeErrorKind};
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

/// The saturation that stands for "missing".
const NO_SPO2: u8 = 127;
/// The pulse rate that stands for "missing".
const NO_PULSE: u16 = 511;

bit_set! {
    /// The state of the oximeter.
    pub struct Status(u8), plus 0 {
        /// The signal is weak.
        WEAK_SIGNAL = 1 => "weak signal",
        /// The reading is stable and worth keeping (`SmartPoint`).
        STABLE = 2 => "stable reading",
        /// It looks for a pulse.
        SEARCHING = 3 => "searching",
        /// The finger may be placed wrongly.
        CHECK_PLACEMENT = 4 => "check sensor placement",
        /// The battery is low.
        LOW_BATTERY = 5 => "low battery",
        /// The link is encrypted.
        ENCRYPTED = 6 => "encrypted",
    }
}

/// A live value (10 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Oximetry<'a> {
    /// The state of the oximeter.
    pub status: Status,
    /// Battery, in 0.1 V.
    pub battery: u8,
    /// Pulse amplitude index (PAI), in 0.01 %.
    pub amplitude: u16,
    /// Counts the values of a session.
    pub counter: u16,
    /// Oxygen saturation, percent; `None` where there is none.
    pub spo2: Option<u8>,
    /// Pulse rate, beats per minute; `None` where there is none.
    pub pulse_rate: Option<u16>,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the value.
    pub rest: &'a [u8],
}

impl<'a> Oximetry<'a> {
    /// Reads a notification.
    ///
    /// # Errors
    /// Too short; a length byte other than 10.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 10)?;
        let [length, status, battery] = reader.mandatory()?;
        if length != 10 {
            return Err(DecodeError { kind: DecodeErrorKind::NotThisFrame { field: "length" }, at: 0 });
        }
        let amplitude = u16::from_be_bytes(reader.mandatory()?);
        let counter = u16::from_be_bytes(reader.mandatory()?);
        let [spo2] = reader.mandatory()?;
        let pulse_rate = u16::from_be_bytes(reader.mandatory()?);
        let (rest, _) = reader.finish();
        let status = Status::from_bits(status);
        let mut remarks = Remarks::NONE;
        remarks.add_if(status.reserved() != 0, Remark::ReservedStatus);
        remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
        Ok(Self {
            status,
            battery,
            amplitude,
            counter,
            spo2: (spo2 != NO_SPO2).then_some(spo2),
            pulse_rate: (pulse_rate != NO_PULSE).then_some(pulse_rate),
            remarks,
            rest,
        })
    }

    /// Pulse amplitude index, percent.
    pub const fn amplitude_percent(&self) -> Decimal {
        Decimal::new(self.amplitude as i32, -2)
    }

    /// Whether there is a result.
    pub fn outcome(&self) -> Outcome {
        if self.spo2.is_none() && self.pulse_rate.is_none() { Outcome::Failed } else { Outcome::Reading }
    }
}

/// Sets the clock to this local wall time, by the control point `1447AF80-0D60-11E2-88B6-0002A5D5C51B`; the century is left
/// out.
pub fn set_time(local: Civil) -> String {
    format!(
        "DTM={:02}{:02}{:02}{:02}{:02}{:02}\r\n",
        local.year() % 100,
        local.month(),
        local.day(),
        local.hour(),
        local.minute(),
        local.second()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_set_in_text() {
        assert_eq!(set_time(Civil::new(2026, 8, 4, 7, 10, 5).unwrap()), "DTM=260804071005\r\n");
    }

    #[test]
    fn what_is_missing_is_no_number() {
        let frame = Oximetry::decode(&[10, 0x08, 31, 0, 0, 0, 1, 127, 1, 0xFF]).unwrap();
        assert_eq!((frame.spo2, frame.pulse_rate, frame.outcome()), (None, None, Outcome::Failed));
        let frame = Oximetry::decode(&[10, 0x04, 31, 1, 0x2C, 0, 1, 97, 0, 72]).unwrap();
        assert_eq!((frame.spo2, frame.pulse_rate), (Some(97), Some(72)));
        assert_eq!(alloc::string::ToString::to_string(&frame.amplitude_percent()), "3.00");
    }
}
