//! The seven-byte Date Time: what a device's own clock showed.
//!
//! Bluetooth Date Time (2A08, and the stamp inside measurements): year `u16`, month, day, hours, minutes, seconds. There
//! is no zone, no offset and no fraction; it is the wall clock as somebody last set it. Year, month and day may each be
//! 0 for "not known". Turning it into an instant needs more than these bytes and is not done here.

use core::fmt;

use crate::error::DecodeError;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

mod civil;
mod epoch;

use self::civil::days_in_month;
pub use self::{
    civil::{Civil, ParseCivilError, Weekday},
    epoch::{Epoch, EpochSeconds},
};

/// How much a [`DateTime`] says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Completeness {
    /// A full civil time.
    Complete(Civil),
    /// Year, month or day are not known; what is known is possible.
    Incomplete,
    /// No calendar and clock can show it. Nothing is rolled over: 31 February does not become 3 March.
    Impossible,
}

/// A device's stamp, byte for byte as it came.
///
/// Any seven bytes are kept. The parts are read from them on demand, and a stamp that is incomplete or impossible costs
/// the reading its time, never the reading itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateTime([u8; 7]);

impl DateTime {
    /// Takes seven bytes as they came.
    pub const fn from_bytes(bytes: [u8; 7]) -> Self {
        Self(bytes)
    }

    /// The stamp that says this civil time.
    pub const fn from_civil(civil: Civil) -> Self {
        let [low, high] = civil.year().to_le_bytes();
        Self([low, high, civil.month(), civil.day(), civil.hour(), civil.minute(), civil.second()])
    }

    /// Reads the Date Time characteristic (2A08), and remarks on it.
    pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, DecodeError> {
        let mut reader = Reader::new(bytes, 7)?;
        let date_time = Self(reader.mandatory()?);
        let (rest, _) = reader.finish();
        let mut remarks = Remarks::NONE;
        date_time.remark(&mut remarks);
        remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
        Ok(Decoded { date_time, remarks, rest })
    }

    /// The bytes, as they came and as they are sent.
    pub const fn to_bytes(self) -> [u8; 7] {
        self.0
    }

    /// Year as sent, or `None` where it is 0, "not known".
    pub const fn year(self) -> Option<u16> {
        let [low, high, ..] = self.0;
        match u16::from_le_bytes([low, high]) {
            0 => None,
            year => Some(year),
        }
    }

    /// Month as sent, or `None` where it is 0, "not known".
    pub const fn month(self) -> Option<u8> {
        let [_, _, month, ..] = self.0;
        if month == 0 { None } else { Some(month) }
    }

    /// Day of the month as sent, or `None` where it is 0, "not known".
    pub const fn day(self) -> Option<u8> {
        let [_, _, _, day, ..] = self.0;
        if day == 0 { None } else { Some(day) }
    }

    /// Hours, minutes and seconds as sent. They have no "not known".
    pub const fn time(self) -> (u8, u8, u8) {
        let [.., hour, minute, second] = self.0;
        (hour, minute, second)
    }

    /// How much the stamp says.
    #[inline]
    pub const fn completeness(self) -> Completeness {
        let (hour, minute, second) = self.time();
        if let (Some(year), Some(month), Some(day)) = (self.year(), self.month(), self.day()) {
            return match Civil::new(year, month, day, hour, minute, second) {
                Some(civil) => Completeness::Complete(civil),
                None => Completeness::Impossible,
            };
        }
        // Whatever is known must be possible by itself: fill the gaps with what allows most.
        let longest = match self.month() {
            Some(month) if month > 12 => return Completeness::Impossible,
            Some(month) => days_in_month(self.year(), month),
            None => 31,
        };
        let year_fits = match self.year() {
            Some(year) => year >= 1582 && year <= 9999,
            None => true,
        };
        let day_fits = match self.day() {
            Some(day) => day <= longest,
            None => true,
        };
        if year_fits && day_fits && hour < 24 && minute < 60 && second < 60 {
            Completeness::Incomplete
        } else {
            Completeness::Impossible
        }
    }

    /// The civil time, if the stamp says a full and possible one.
    pub const fn complete(self) -> Option<Civil> {
        match self.completeness() {
            Completeness::Complete(civil) => Some(civil),
            _ => None,
        }
    }

    #[inline]
    pub(crate) fn remark(self, remarks: &mut Remarks) {
        match self.completeness() {
            Completeness::Complete(_) => {}
            Completeness::Incomplete => remarks.add(Remark::IncompleteDate),
            Completeness::Impossible => remarks.add(Remark::ImpossibleTime),
        }
    }
}

impl fmt::Display for DateTime {
    /// `2024-06-15T17:17:27`; unknown parts as `X` (`XXXX-04-17T20:41:59`, ISO 8601-2); the bytes of an impossible one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.completeness() {
            Completeness::Complete(civil) => civil.fmt(f),
            Completeness::Incomplete => {
                match self.year() {
                    Some(year) => write!(f, "{year:04}")?,
                    None => f.write_str("XXXX")?,
                }
                for part in [self.month(), self.day()] {
                    match part {
                        Some(number) => write!(f, "-{number:02}")?,
                        None => f.write_str("-XX")?,
                    }
                }
                let (hour, minute, second) = self.time();
                write!(f, "T{hour:02}:{minute:02}:{second:02}")
            }
            Completeness::Impossible => {
                f.write_str("impossible (")?;
                for byte in self.0 {
                    write!(f, "{byte:02X}")?;
                }
                f.write_str(")")
            }
        }
    }
}

impl From<Civil> for DateTime {
    fn from(civil: Civil) -> Self {
        Self::from_civil(civil)
    }
}

/// A Date Time characteristic (2A08), as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The stamp.
    pub date_time: DateTime,
    /// What was noticed.
    pub remarks: Remarks,
    /// Bytes after the stamp.
    pub rest: &'a [u8],
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn impossible_times_are_not_rolled_over() {
        for bytes in [
            [0xE8, 7, 2, 30, 0, 0, 0],
            [0xE7, 7, 2, 29, 0, 0, 0],
            [0x6C, 7, 2, 29, 0, 0, 0],
            [0xE8, 7, 4, 31, 0, 0, 0],
            [0xE8, 7, 13, 1, 0, 0, 0],
            [0xE8, 7, 1, 32, 0, 0, 0],
            [0xE8, 7, 1, 1, 24, 0, 0],
            [0xE8, 7, 1, 1, 0, 60, 0],
            [0xE8, 7, 1, 1, 23, 59, 60],
            [0x2D, 6, 1, 1, 0, 0, 0],
            [0x10, 0x27, 1, 1, 0, 0, 0],
            [0, 0, 2, 30, 0, 0, 0],
            [0, 0, 13, 0, 0, 0, 0],
            [0, 0, 0, 0, 25, 0, 0],
            [0xFF; 7],
        ] {
            let stamp = DateTime::from_bytes(bytes);
            assert_eq!(stamp.completeness(), Completeness::Impossible, "{bytes:?}");
            assert_eq!(stamp.complete(), None);
            assert!(stamp.to_string().starts_with("impossible"));
            assert!(DateTime::decode(&bytes).unwrap().remarks.contains(Remark::ImpossibleTime));
        }
    }

    #[test]
    fn parts_may_be_unknown_one_by_one() {
        let stamp = DateTime::from_bytes([0, 0, 2, 29, 1, 2, 3]);
        assert_eq!(stamp.completeness(), Completeness::Incomplete);
        assert_eq!(stamp.to_string(), "XXXX-02-29T01:02:03");
        assert_eq!(DateTime::from_bytes([0xE8, 7, 0, 0, 1, 2, 3]).to_string(), "2024-XX-XXT01:02:03");
        assert_eq!(DateTime::from_bytes([0xE8, 7, 2, 29, 1, 2, 3]).to_string(), "2024-02-29T01:02:03");
    }
}
