//! Time zones and daylight saving time: 2A0E, 2A0D, 2A0F, 2A11.

use core::fmt;

use super::Decoded;
use crate::datetime::{Civil, DateTime};
use crate::error::DecodeError;
use crate::remarks::{Remark, Remarks};

/// How far the standard time of a zone is ahead of UTC, in quarters of an hour (Time Zone, 2A0E).
///
/// -48 to 56, that is UTC-12:00 to UTC+14:00; -128 for "not known". Other numbers are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeZone(pub i8);

impl TimeZone {
    /// "Not known".
    pub const UNKNOWN: Self = Self(-128);

    /// Minutes ahead of UTC; `None` where it is not known or outside of the range.
    pub const fn minutes(self) -> Option<i16> {
        match self.0 {
            -48..=56 => Some(self.0 as i16 * 15),
            _ => None,
        }
    }

    /// Reads the characteristic 2A0E (1 byte).
    pub fn decode(bytes: &[u8]) -> Result<Decoded<'_, Self>, DecodeError> {
        Decoded::read(bytes, |[byte]: [u8; 1], remarks| {
            let zone = Self(byte.cast_signed());
            zone.remark(remarks);
            zone
        })
    }

    pub(super) fn remark(self, remarks: &mut Remarks) {
        remarks.add_if(self.minutes().is_none() && self != Self::UNKNOWN, Remark::OutOfRange);
    }
}

impl fmt::Display for TimeZone {
    /// `+05:30`, `unknown`, or the number that is out of range.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.minutes() {
            Some(minutes) => ahead(f, minutes),
            None if *self == Self::UNKNOWN => f.write_str("unknown"),
            None => write!(f, "undefined ({})", self.0),
        }
    }
}

/// What daylight saving time adds to the standard time (DST Offset, 2A0D).
///
/// 0 standard time, 2 half an hour, 4 an hour, 8 two hours, 255 not known. Other numbers have no meaning and are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DstOffset(pub u8);

impl DstOffset {
    /// Standard time: nothing is added.
    pub const STANDARD: Self = Self(0);
    /// "Not known".
    pub const UNKNOWN: Self = Self(255);

    /// Minutes that are added; `None` where that is not known or not defined.
    pub const fn minutes(self) -> Option<i16> {
        match self.0 {
            0 => Some(0),
            2 => Some(30),
            4 => Some(60),
            8 => Some(120),
            _ => None,
        }
    }

    /// Reads the characteristic 2A0D (1 byte).
    pub fn decode(bytes: &[u8]) -> Result<Decoded<'_, Self>, DecodeError> {
        Decoded::read(bytes, |[byte]: [u8; 1], remarks| {
            let offset = Self(byte);
            offset.remark(remarks);
            offset
        })
    }

    pub(super) fn remark(self, remarks: &mut Remarks) {
        remarks.add_if(self.minutes().is_none() && self != Self::UNKNOWN, Remark::UndefinedValue);
    }
}

impl fmt::Display for DstOffset {
    /// `standard time`, `+01:00`, `unknown`, or the number without a meaning.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.minutes() {
            Some(0) => f.write_str("standard time"),
            Some(minutes) => ahead(f, minutes),
            None if *self == Self::UNKNOWN => f.write_str("unknown"),
            None => write!(f, "undefined ({})", self.0),
        }
    }
}

/// Minutes as `+05:30`.
pub(super) fn ahead(f: &mut fmt::Formatter<'_>, minutes: i16) -> fmt::Result {
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Zone and daylight saving time of a device's clock (Local Time Information, 2A0F; 2 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LocalTime {
    /// The zone.
    pub zone: TimeZone,
    /// What is added to its standard time now.
    pub dst: DstOffset,
}

impl LocalTime {
    /// Reads the characteristic.
    pub fn decode(bytes: &[u8]) -> Result<Decoded<'_, Self>, DecodeError> {
        Decoded::read(bytes, |[zone, dst]: [u8; 2], remarks| {
            let (zone, dst) = (TimeZone(zone.cast_signed()), DstOffset(dst));
            zone.remark(remarks);
            dst.remark(remarks);
            Self { zone, dst }
        })
    }

    /// Minutes that the local time is ahead of UTC, if both parts are known.
    pub fn minutes(self) -> Option<i16> {
        Some(self.zone.minutes()? + self.dst.minutes()?)
    }

    /// The UTC of a local time, if the offset is known.
    ///
    /// ```
    /// use health_gatt::{Civil, clock::{DstOffset, LocalTime, TimeZone}};
    /// let berlin = LocalTime { zone: TimeZone(4), dst: DstOffset(4) };
    /// let noon = Civil::new(2024, 6, 15, 12, 0, 0).unwrap();
    /// assert_eq!(berlin.to_utc(noon).unwrap().to_string(), "2024-06-15T10:00:00");
    /// ```
    pub fn to_utc(self, local: Civil) -> Option<Civil> {
        local.plus_seconds(i64::from(self.minutes()?) * -60)
    }

    /// The two bytes.
    pub const fn to_bytes(self) -> [u8; 2] {
        [self.zone.0.cast_unsigned(), self.dst.0]
    }
}

/// When the clocks change next, and what is added from then on (Time with DST, 2A11; 8 bytes; Next DST Change Service).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimeWithDst {
    /// The moment of the change, in the local time before it.
    pub date_time: DateTime,
    /// What is added after it.
    pub dst: DstOffset,
}

impl TimeWithDst {
    /// Reads the characteristic.
    pub fn decode(bytes: &[u8]) -> Result<Decoded<'_, Self>, DecodeError> {
        Decoded::read(bytes, |[stamp @ .., dst]: [u8; 8], remarks| {
            let (date_time, dst) = (DateTime::from_bytes(stamp), DstOffset(dst));
            date_time.remark(remarks);
            dst.remark(remarks);
            Self { date_time, dst }
        })
    }

    /// The eight bytes.
    pub const fn to_bytes(self) -> [u8; 8] {
        let [low, high, month, day, hour, minute, second] = self.date_time.to_bytes();
        [low, high, month, day, hour, minute, second, self.dst.0]
    }
}
