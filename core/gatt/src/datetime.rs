//! The seven-byte Date Time: what a device's own clock showed.
//!
//! Bluetooth Date Time (2A08, and the stamp inside measurements): year `u16`, month, day, hours, minutes, seconds. There
//! is no zone, no offset and no fraction; it is the wall clock as somebody last set it. Year, month and day may each be
//! 0 for "not known". Turning it into an instant needs more than these bytes and is not done here.

use core::fmt;

use crate::error::DecodeError;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

/// A date and time that a calendar and a clock can show, from 1582-01-01T00:00:00 to 9999-12-31T23:59:59.
///
/// Dates are Gregorian throughout. There is no zone: two devices showing the same civil time may be hours apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Civil {
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
}

impl Civil {
    /// The civil time of these parts, or `None` if no calendar or clock shows it (31 February, 24:00, second 60).
    pub const fn new(year: u16, month: u8, day: u8, hour: u8, minute: u8, second: u8) -> Option<Self> {
        if year < 1582
            || year > 9999
            || month == 0
            || month > 12
            || day == 0
            || day > days_in_month(Some(year), month)
        {
            return None;
        }
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        Some(Self { year, month, day, hour, minute, second })
    }

    /// Year, 1582 to 9999.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, 1 to 31.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Hour, 0 to 23.
    pub const fn hour(self) -> u8 {
        self.hour
    }

    /// Minute, 0 to 59.
    pub const fn minute(self) -> u8 {
        self.minute
    }

    /// Second, 0 to 59.
    pub const fn second(self) -> u8 {
        self.second
    }

    /// The day of week that this date has.
    pub fn weekday(self) -> Weekday {
        // Sakamoto's method: January and February count with the year before.
        const SHIFT: [u16; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
        let year = if self.month < 3 { self.year - 1 } else { self.year };
        let shift = SHIFT.get(usize::from(self.month) - 1).copied().unwrap_or(0);
        let from_sunday = (year + year / 4 - year / 100 + year / 400 + shift + u16::from(self.day)) % 7;
        match from_sunday {
            0 => Weekday::Sunday,
            1 => Weekday::Monday,
            2 => Weekday::Tuesday,
            3 => Weekday::Wednesday,
            4 => Weekday::Thursday,
            5 => Weekday::Friday,
            _ => Weekday::Saturday,
        }
    }
}

impl fmt::Display for Civil {
    /// As ISO 8601 without a zone: `2024-06-15T17:17:27`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day, hour, minute, second } = self;
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}

/// Days of a month; February has 29 where the year is not known.
const fn days_in_month(year: Option<u16>, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 => match year {
            Some(year)
                if !(year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))) =>
            {
                28
            }
            _ => 29,
        },
        _ => 31,
    }
}

/// A day of week, numbered as Bluetooth does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "the names say all")]
pub enum Weekday {
    Monday = 1,
    Tuesday = 2,
    Wednesday = 3,
    Thursday = 4,
    Friday = 5,
    Saturday = 6,
    Sunday = 7,
}

impl Weekday {
    /// The day for 1 (Monday) to 7 (Sunday).
    pub const fn from_number(number: u8) -> Option<Self> {
        Some(match number {
            1 => Self::Monday,
            2 => Self::Tuesday,
            3 => Self::Wednesday,
            4 => Self::Thursday,
            5 => Self::Friday,
            6 => Self::Saturday,
            7 => Self::Sunday,
            _ => return None,
        })
    }

    /// 1 (Monday) to 7 (Sunday).
    pub const fn number(self) -> u8 {
        self as u8
    }
}

impl fmt::Display for Weekday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        })
    }
}

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
        let [low, high] = civil.year.to_le_bytes();
        Self([low, high, civil.month, civil.day, civil.hour, civil.minute, civil.second])
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
    fn weekdays_agree_with_counting_days() {
        // 1582-01-01 (Gregorian, proleptic) was a Friday; count on from there over all dates.
        let mut number = 5;
        for year in 1582..=9999 {
            for month in 1..=12 {
                for day in 1..=31 {
                    let Some(civil) = Civil::new(year, month, day, 0, 0, 0) else { continue };
                    assert_eq!(civil.weekday().number(), number, "{civil}");
                    number = number % 7 + 1;
                }
            }
        }
        // Two dates that need no counting: the Moon landing and the start of 2000.
        assert_eq!(Civil::new(1969, 7, 20, 0, 0, 0).unwrap().weekday(), Weekday::Sunday);
        assert_eq!(Civil::new(2000, 1, 1, 0, 0, 0).unwrap().weekday(), Weekday::Saturday);
    }

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
