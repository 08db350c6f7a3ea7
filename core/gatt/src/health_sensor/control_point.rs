//! GHS Control Point (2BF4): live observations on and off.

use alloc::vec::Vec;
use core::fmt;

use crate::error::DecodeError;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

/// What is asked, or how it went (philips-labs/BLE-GHS-Client-Example).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ControlCode(pub u8);

impl ControlCode {
    /// Send live observations; only one collector at a time may have them.
    pub const START_LIVE: Self = Self(0x01);
    /// Send none.
    pub const STOP_LIVE: Self = Self(0x02);
    /// It was done.
    pub const SUCCESS: Self = Self(0x80);
    /// The sensor is busy.
    pub const BUSY: Self = Self(0x81);
    /// Live observations cannot be sent.
    pub const LIVE_FAILED: Self = Self(0x82);

    /// Whether the sources define this number.
    pub const fn is_defined(self) -> bool {
        matches!(self, Self::START_LIVE | Self::STOP_LIVE | Self::SUCCESS | Self::BUSY | Self::LIVE_FAILED)
    }
}

impl fmt::Display for ControlCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match *self {
            Self::START_LIVE => "start sending live observations",
            Self::STOP_LIVE => "stop sending live observations",
            Self::SUCCESS => "success",
            Self::BUSY => "busy",
            Self::LIVE_FAILED => "live observations failed",
            Self(other) => return write!(f, "undefined ({other:#04x})"),
        })
    }
}

/// A value of the control point (2BF4, written and indicated; 1 byte).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControlPoint<'a> {
    /// What is asked, or how it went.
    pub code: ControlCode,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the code.
    pub rest: &'a [u8],
}

impl<'a> ControlPoint<'a> {
    /// Reads a request or an answer.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 1)?;
        let [code] = reader.mandatory()?;
        let (rest, _) = reader.finish();
        let code = ControlCode(code);
        let mut remarks = Remarks::NONE;
        remarks.add_if(!code.is_defined(), Remark::UndefinedValue);
        remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
        Ok(Self { code, remarks, rest })
    }

    /// The bytes, `rest` included.
    pub fn encode(&self) -> Vec<u8> {
        [&[self.code.0][..], self.rest].concat()
    }
}
