//! Where a clock's time comes from: Reference Time Information (2A14).

use core::fmt;

use super::Decoded;
use crate::decimal::Decimal;
use crate::error::DecodeError;
use crate::remarks::{Remark, Remarks};

/// Where a clock was set from. Numbers without a meaning are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeSource(pub u8);

impl TimeSource {
    /// Not known.
    pub const UNKNOWN: Self = Self(0);
    /// The Network Time Protocol.
    pub const NETWORK: Self = Self(1);
    /// A satellite signal.
    pub const SATELLITE: Self = Self(2);
    /// A radio time signal.
    pub const RADIO: Self = Self(3);
    /// A person.
    pub const MANUAL: Self = Self(4);
    /// An atomic clock.
    pub const ATOMIC: Self = Self(5);
    /// The cellular network.
    pub const CELLULAR: Self = Self(6);
    /// Nothing: it was never set.
    pub const NOT_SYNCHRONISED: Self = Self(7);

    /// Whether the specification defines this number.
    pub const fn is_defined(self) -> bool {
        self.0 <= 7
    }

    /// Whether a clock that keeps exact time set it.
    pub const fn is_external(self) -> bool {
        matches!(self, Self::NETWORK | Self::SATELLITE | Self::RADIO | Self::ATOMIC | Self::CELLULAR)
    }

    pub(super) fn remark(self, remarks: &mut Remarks) {
        remarks.add_if(!self.is_defined(), Remark::UndefinedValue);
    }
}

impl fmt::Display for TimeSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            0 => "unknown",
            1 => "network time protocol",
            2 => "GPS",
            3 => "radio time signal",
            4 => "manual",
            5 => "atomic clock",
            6 => "cellular network",
            7 => "not synchronised",
            other => return write!(f, "undefined ({other})"),
        })
    }
}

/// How far a clock may have been off when it was set, in eighths of a second.
///
/// 0 to 253; 254 for more than that (31.625 s), 255 for "not known".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Accuracy(pub u8);

impl Accuracy {
    /// More than 31.625 s.
    pub const OUT_OF_RANGE: Self = Self(254);
    /// "Not known".
    pub const UNKNOWN: Self = Self(255);

    /// Seconds, if they are known.
    pub fn seconds(self) -> Option<Decimal> {
        (self < Self::OUT_OF_RANGE).then(|| Decimal::new(i32::from(self.0) * 125, -3))
    }
}

impl fmt::Display for Accuracy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.seconds() {
            Some(seconds) => seconds.fmt(f),
            None if *self == Self::UNKNOWN => f.write_str("unknown"),
            None => f.write_str("worse than 31.625"),
        }
    }
}

/// Where a clock's time comes from and how old that is (2A14; 4 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReferenceTime {
    /// Where the clock was set from.
    pub source: TimeSource,
    /// How exactly.
    pub accuracy: Accuracy,
    /// Whole days since then; 255 for 255 or more.
    pub days: u8,
    /// Hours beside the days, 0 to 23; 255 if `days` is.
    pub hours: u8,
}

impl ReferenceTime {
    /// Reads the characteristic.
    pub fn decode(bytes: &[u8]) -> Result<Decoded<'_, Self>, DecodeError> {
        Decoded::read(bytes, |[source, accuracy, days, hours]: [u8; 4], remarks| {
            let source = TimeSource(source);
            source.remark(remarks);
            remarks.add_if(hours > 23 && (hours, days) != (255, 255), Remark::OutOfRange);
            Self { source, accuracy: Accuracy(accuracy), days, hours }
        })
    }

    /// Hours since the clock was set; `None` for 255 days or more.
    pub const fn hours_since(self) -> Option<u16> {
        if self.days == 255 { None } else { Some(self.days as u16 * 24 + self.hours as u16) }
    }

    /// The four bytes.
    pub const fn to_bytes(self) -> [u8; 4] {
        [self.source.0, self.accuracy.0, self.days, self.hours]
    }
}
