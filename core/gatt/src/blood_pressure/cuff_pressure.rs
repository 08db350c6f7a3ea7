//! Intermediate cuff pressure (2A36).

use alloc::vec::Vec;

use super::Status;
use super::frame::Frame;
use crate::datetime::DateTime;
use crate::error::DecodeError;
use crate::float::Sfloat;
use crate::quirk::Quirks;
use crate::remarks::Remarks;
use crate::unit::Pressure;

/// The pressure in the cuff while it is measuring (2A36, notified).
///
/// It shows progress and is never a reading: no systolic or diastolic pressure is in it, although the layout has room
/// for them. That is why it is a type of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CuffPressure<'a> {
    /// Pressure of the pressure.
    pub unit: Pressure,
    /// The pressure in the cuff now.
    pub pressure: Sfloat,
    /// The two pressures that a measurement would have here. They mean nothing (NaN or 0).
    pub unused: [Sfloat; 2],
    /// The cuff's clock.
    pub time_stamp: Option<DateTime>,
    /// Pulse rate, beats per minute.
    pub pulse_rate: Option<Sfloat>,
    /// The user slot as sent.
    pub user_id: Option<u8>,
    /// What the cuff noticed so far.
    pub status: Option<Status>,
    /// Flag bits 5 to 7 as sent, in their places.
    pub reserved_flags: u8,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the last announced field.
    pub rest: &'a [u8],
}

impl<'a> CuffPressure<'a> {
    /// Reads a whole frame.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let frame = Frame::decode_prefix(bytes, Quirks::NONE)?.whole()?;
        let [pressure, unused @ ..] = frame.pressures;
        Ok(Self {
            unit: frame.unit,
            pressure,
            unused,
            time_stamp: frame.time_stamp,
            pulse_rate: frame.pulse_rate,
            user_id: frame.user_id,
            status: frame.status,
            reserved_flags: frame.reserved_flags,
            remarks: frame.remarks,
            rest: frame.rest,
        })
    }

    /// The bytes of this frame, `rest` included.
    pub fn encode(&self) -> Vec<u8> {
        let [second, third] = self.unused;
        let frame = Frame {
            unit: self.unit,
            pressures: [self.pressure, second, third],
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
