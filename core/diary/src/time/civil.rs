//! What a calendar and a clock on the wall show, without a zone.

use core::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::{Precision, TimeError, line::Line, scan::Scan};

/// A day of the Gregorian calendar, years 1 to 9999, in no particular zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate(NaiveDate);

impl CivilDate {
    /// 1970-01-01, from which [`CivilDate::epoch_day`] counts.
    pub const EPOCH: Self = Self(DateTime::UNIX_EPOCH.naive_utc().date());

    /// The day with this year (1..=9999), month (1..=12) and day of the month.
    ///
    /// # Errors
    /// [`TimeError::NotADate`] where the calendar has no such day, such as 30 February.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, TimeError> {
        NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
            .and_then(Self::checked)
            .ok_or(TimeError::NotADate)
    }

    fn checked(date: NaiveDate) -> Option<Self> {
        (1..=9999).contains(&date.year()).then_some(Self(date))
    }

    /// The year, 1..=9999.
    pub fn year(self) -> u16 {
        u16::try_from(self.0.year()).unwrap_or_default()
    }

    /// The month, 1..=12.
    pub fn month(self) -> u8 {
        small(self.0.month())
    }

    /// The day of the month, 1..=31.
    pub fn day(self) -> u8 {
        small(self.0.day())
    }

    /// The day of the week as ISO 8601 counts it: 1 is Monday, 7 is Sunday.
    pub fn weekday(self) -> u8 {
        small(self.0.weekday().number_from_monday())
    }

    /// Days since 1970-01-01.
    pub const fn epoch_day(self) -> i32 {
        self.0.to_epoch_days()
    }

    /// The day this many days after 1970-01-01.
    pub fn from_epoch_day(days: i32) -> Result<Self, TimeError> {
        NaiveDate::from_epoch_days(days).and_then(Self::checked).ok_or(TimeError::OutOfRange)
    }

    /// The day `days` later, or earlier where negative.
    pub fn plus_days(self, days: i32) -> Result<Self, TimeError> {
        let days_on = self.epoch_day().checked_add(days).ok_or(TimeError::OutOfRange)?;
        Self::from_epoch_day(days_on)
    }

    /// The day before; the first day of year 1 stays itself.
    pub(super) fn day_before(self) -> Self {
        self.0.checked_sub_days(Days::new(1)).and_then(Self::checked).unwrap_or(self)
    }

    /// `2026-10-25`.
    pub(super) fn write(self, line: &mut Line) {
        line.four(self.year());
        line.two(b'-', self.month());
        line.two(b'-', self.day());
    }

    /// Midnight at the start of this day, as a civil time.
    pub fn midnight(self) -> CivilTime {
        CivilTime(self.0.and_time(NaiveTime::MIN))
    }
}

impl fmt::Display for CivilDate {
    /// `2026-10-25`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = Line::new();
        self.write(&mut line);
        line.show(f)
    }
}

impl FromStr for CivilDate {
    type Err = TimeError;

    /// Reads `YYYY-MM-DD`.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        Scan::whole(text, Scan::date).ok_or(TimeError::NotADate)
    }
}

/// A day and a time of day to the second, in no particular zone.
///
/// Hours run from 0 to 23, seconds from 0 to 59: 24:00 and a leap second are refused, because no clock that a person
/// or a cuff has shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilTime(NaiveDateTime);

impl CivilTime {
    const MIN: Self = Self(year_start(1));
    const MAX: Self = Self(NaiveDateTime::new(last_day(), LAST_SECOND));

    /// This time of day (0..=23, 0..=59, 0..=59) on this date.
    ///
    /// # Errors
    /// [`TimeError::NotATime`] for an hour, minute or second that no clock shows.
    pub fn new(date: CivilDate, hour: u8, minute: u8, second: u8) -> Result<Self, TimeError> {
        NaiveTime::from_hms_opt(hour.into(), minute.into(), second.into())
            .map(|time| Self(date.0.and_time(time)))
            .ok_or(TimeError::NotATime)
    }

    /// Reads `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`, with `T` or one space between, and says which it was.
    pub fn parse(text: &str) -> Result<(Self, Precision), TimeError> {
        let (civil, millis, precision) = Scan::whole(text, Scan::civil).ok_or(TimeError::NotATime)?;
        match (millis, precision) {
            (0, Precision::Minute | Precision::Second) => Ok((civil, precision)),
            _ => Err(TimeError::NotATime),
        }
    }

    /// The date.
    pub const fn date(self) -> CivilDate {
        CivilDate(self.0.date())
    }

    /// The hour, 0..=23.
    pub fn hour(self) -> u8 {
        small(self.0.hour())
    }

    /// The minute, 0..=59.
    pub fn minute(self) -> u8 {
        small(self.0.minute())
    }

    /// The second, 0..=59.
    pub fn second(self) -> u8 {
        small(self.0.second())
    }

    /// Seconds since 1970-01-01T00:00:00 if this were UTC; for differences and for storing, never an instant.
    pub const fn as_utc_seconds(self) -> i64 {
        self.0.and_utc().timestamp()
    }

    /// The civil time that [`CivilTime::as_utc_seconds`] gave.
    pub fn from_utc_seconds(seconds: i64) -> Result<Self, TimeError> {
        DateTime::from_timestamp(seconds, 0)
            .map(|time| time.naive_utc())
            .filter(|time| CivilDate::checked(time.date()).is_some())
            .map(Self)
            .ok_or(TimeError::OutOfRange)
    }

    /// As [`CivilTime::from_utc_seconds`], holding at either end of the range.
    pub(super) fn saturating(seconds: i64) -> Self {
        Self::from_utc_seconds(seconds).unwrap_or(if seconds < 0 { Self::MIN } else { Self::MAX })
    }

    /// Seconds since midnight as the clock shows them, 0..=86399.
    pub(super) fn second_of_day(self) -> u32 {
        self.0.num_seconds_from_midnight()
    }

    /// `2026-03-29T01:30:00`.
    pub(super) fn write(self, line: &mut Line) {
        self.date().write(line);
        line.two(b'T', self.hour());
        line.two(b':', self.minute());
        line.two(b':', self.second());
    }

    pub(super) const fn naive(self) -> NaiveDateTime {
        self.0
    }
}

impl fmt::Display for CivilTime {
    /// `2026-03-29T01:30:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = Line::new();
        self.write(&mut line);
        line.show(f)
    }
}

impl FromStr for CivilTime {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        Self::parse(text).map(|(civil, _)| civil)
    }
}

const LAST_SECOND: NaiveTime = match NaiveTime::from_hms_opt(23, 59, 59) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

const fn last_day() -> NaiveDate {
    match NaiveDate::from_ymd_opt(9999, 12, 31) {
        Some(date) => date,
        None => NaiveDate::MAX,
    }
}

const fn year_start(year: i32) -> NaiveDateTime {
    match NaiveDate::from_ymd_opt(year, 1, 1) {
        Some(date) => NaiveDateTime::new(date, NaiveTime::MIN),
        None => NaiveDateTime::MIN,
    }
}

/// A part of a date or of a time of day; none is above 59.
fn small(part: u32) -> u8 {
    u8::try_from(part).unwrap_or_default()
}
