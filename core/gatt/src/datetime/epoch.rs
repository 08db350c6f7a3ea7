//! Civil times as seconds since a midnight, and back.
//!
//! Every day has 86 400 seconds here, as on the clocks of these devices: leap seconds are not counted, so that a count
//! and its civil time always name the same reading of the clock.

use core::fmt;

use super::civil::Civil;

/// Where a count of seconds begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Epoch {
    /// 1900-01-01T00:00:00.
    Y1900,
    /// 2000-01-01T00:00:00.
    Y2000,
}

const SECONDS_A_DAY: i64 = 86_400;

impl Epoch {
    /// Days from 1970-01-01 to the beginning of this count.
    const fn days(self) -> i64 {
        match self {
            Self::Y1900 => -25_567,
            Self::Y2000 => 10_957,
        }
    }
}

impl Civil {
    /// The civil time so many seconds after `epoch`, or `None` outside of the years 1582 to 9999.
    ///
    /// ```
    /// use health_gatt::{Civil, datetime::Epoch};
    /// let civil = Civil::from_seconds(Epoch::Y2000, 86_400).unwrap();
    /// assert_eq!(civil.to_string(), "2000-01-02T00:00:00");
    /// assert_eq!(civil.seconds_since(Epoch::Y2000), 86_400);
    /// ```
    pub fn from_seconds(epoch: Epoch, seconds: i64) -> Option<Self> {
        let days = epoch.days().checked_add(seconds.div_euclid(SECONDS_A_DAY))?;
        let of_day = seconds.rem_euclid(SECONDS_A_DAY);
        // Years are taken to begin in March, so that the leap day is the last one of its year (Howard Hinnant,
        // "chrono-Compatible Low-Level Date Algorithms", civil_from_days).
        let shifted = days.checked_add(719_468)?;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let small = |part: i64| u8::try_from(part).ok();
        Self::new(
            u16::try_from(year).ok()?,
            small(month)?,
            small(day)?,
            small(of_day / 3600)?,
            small(of_day / 60 % 60)?,
            small(of_day % 60)?,
        )
    }

    /// Seconds from `epoch` to this civil time; negative before it.
    pub fn seconds_since(self, epoch: Epoch) -> i64 {
        let (month, day) = (i64::from(self.month()), i64::from(self.day()));
        let year = i64::from(self.year()) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let from_march = if month > 2 { month - 3 } else { month + 9 };
        let of_year = (153 * from_march + 2) / 5 + day - 1;
        let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
        let days = era * 146_097 + of_era - 719_468 - epoch.days();
        let of_day = i64::from(self.hour()) * 3600 + i64::from(self.minute()) * 60 + i64::from(self.second());
        days * SECONDS_A_DAY + of_day
    }

    /// The civil time so many seconds later, or earlier for a negative number; `None` outside of the years 1582 to 9999.
    pub fn plus_seconds(self, seconds: i64) -> Option<Self> {
        Self::from_seconds(Epoch::Y2000, self.seconds_since(Epoch::Y2000).checked_add(seconds)?)
    }
}

/// Seconds since the beginning of an [`Epoch`], as a device counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EpochSeconds {
    /// Where the count begins.
    pub epoch: Epoch,
    /// The count, in seconds.
    pub seconds: u32,
}

impl EpochSeconds {
    /// The civil time that the count names; there is none only outside of the years 1582 to 9999, which 32 bits cannot
    /// reach.
    pub fn civil(self) -> Option<Civil> {
        Civil::from_seconds(self.epoch, self.seconds.into())
    }
}

impl fmt::Display for EpochSeconds {
    /// The civil time, `2000-01-02T00:00:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.civil() {
            Some(civil) => civil.fmt(f),
            None => write!(f, "{} s", self.seconds),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    /// Counts on from day to day, over all dates, and compares.
    #[test]
    fn seconds_agree_with_counting_days() {
        let mut days = Civil::new(1582, 1, 1, 0, 0, 0).unwrap().seconds_since(Epoch::Y2000) / SECONDS_A_DAY;
        // 418 years, of which 1584 to 1996 hold 104 leap days less those of 1700, 1800 and 1900.
        assert_eq!(days, -(418 * 365 + 104 - 3));
        for year in 1582..=9999 {
            for month in 1..=12 {
                for day in 1..=31 {
                    let Some(civil) = Civil::new(year, month, day, 23, 59, 58) else { continue };
                    let seconds = days * SECONDS_A_DAY + 86_398;
                    assert_eq!(civil.seconds_since(Epoch::Y2000), seconds, "{civil}");
                    assert_eq!(Civil::from_seconds(Epoch::Y2000, seconds), Some(civil));
                    days += 1;
                }
            }
        }
        assert_eq!(Civil::from_seconds(Epoch::Y2000, days * SECONDS_A_DAY), None);
    }

    #[test]
    fn epochs_begin_where_they_say() {
        for (epoch, text) in [(Epoch::Y1900, "1900-01-01T00:00:00"), (Epoch::Y2000, "2000-01-01T00:00:00")] {
            assert_eq!(EpochSeconds { epoch, seconds: 0 }.to_string(), text);
        }
        let last = EpochSeconds { epoch: Epoch::Y1900, seconds: u32::MAX };
        assert_eq!(last.to_string(), "2036-02-07T06:28:15");
        let last = EpochSeconds { epoch: Epoch::Y2000, seconds: u32::MAX };
        assert_eq!(last.to_string(), "2136-02-07T06:28:15");
    }

    #[test]
    fn what_no_calendar_shows_is_none() {
        for seconds in [i64::MIN, i64::MAX, -13_200_000_000, 260_000_000_000] {
            assert_eq!(Civil::from_seconds(Epoch::Y1900, seconds), None);
            assert_eq!(Civil::from_seconds(Epoch::Y2000, seconds), None);
        }
        let civil = Civil::new(2024, 2, 29, 23, 59, 59).unwrap();
        assert_eq!(civil.plus_seconds(1).unwrap().to_string(), "2024-03-01T00:00:00");
        assert_eq!(civil.plus_seconds(-86_400).unwrap().to_string(), "2024-02-28T23:59:59");
        assert_eq!(civil.plus_seconds(i64::MAX), None);
    }
}
