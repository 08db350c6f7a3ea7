//! Civil times and days of week.

use core::fmt;
use core::str::FromStr;

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

/// A text that is no [`Civil`] time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ParseCivilError;

impl fmt::Display for ParseCivilError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is not a civil time from 1582 to 9999, such as 2024-06-15T17:17:27")
    }
}

impl core::error::Error for ParseCivilError {}

impl FromStr for Civil {
    type Err = ParseCivilError;

    /// Reads what `Display` writes, and nothing else: `YYYY-MM-DDTHH:MM:SS`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = [0_u16; 6];
        let mut rest = text;
        for (part, (digits, after)) in
            parts.iter_mut().zip([(4, "-"), (2, "-"), (2, "T"), (2, ":"), (2, ":"), (2, "")])
        {
            let (number, tail) = rest.split_at_checked(digits).ok_or(ParseCivilError)?;
            if !number.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(ParseCivilError);
            }
            *part = number.parse().map_err(|_| ParseCivilError)?;
            rest = tail.strip_prefix(after).ok_or(ParseCivilError)?;
        }
        let small = |part: u16| u8::try_from(part).map_err(|_| ParseCivilError);
        let [year, month, day, hour, minute, second] = parts;
        let civil = Self::new(year, small(month)?, small(day)?, small(hour)?, small(minute)?, small(second)?);
        civil.filter(|_| rest.is_empty()).ok_or(ParseCivilError)
    }
}

/// Days of a month; February has 29 where the year is not known.
pub(super) const fn days_in_month(year: Option<u16>, month: u8) -> u8 {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_civil_time_is_read_as_it_is_written() {
        let civil = Civil::new(2024, 2, 29, 23, 5, 9).unwrap();
        assert_eq!(alloc::format!("{civil}").parse(), Ok(civil));
        for text in [
            "",
            "2024-02-29",
            "2024-02-29 23:05:09",
            "2024-02-29T23:05:09Z",
            "2023-02-29T23:05:09",
            "2024-02-29T24:00:00",
            "1581-12-31T00:00:00",
            "+024-02-29T23:05:09",
            "2024-02-29T23:05:+9",
            "２024",
        ] {
            assert_eq!(text.parse::<Civil>(), Err(ParseCivilError), "{text}");
        }
    }

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
}
