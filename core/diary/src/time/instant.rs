//! A point on the world's time line.

use core::{fmt, str::FromStr};

use super::{CivilTime, TimeError, line::Line, scan::Scan};

/// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Ranges from 0001-01-02T00:00:00Z to 9999-12-30T23:59:59.999Z: one day inside the years 1 to 9999, so that the
/// civil time of every instant has a four-digit year in every zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// The earliest instant, 0001-01-02T00:00:00Z.
    pub const MIN: Self = Self(-62_135_510_400_000);
    /// The latest instant, 9999-12-30T23:59:59.999Z.
    pub const MAX: Self = Self(253_402_214_399_999);

    /// The instant this many milliseconds after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// [`TimeError::OutOfRange`] outside [`Instant::MIN`]..=[`Instant::MAX`].
    pub const fn from_millis(millis: i64) -> Result<Self, TimeError> {
        if millis < Self::MIN.0 || millis > Self::MAX.0 {
            return Err(TimeError::OutOfRange);
        }
        Ok(Self(millis))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The instant `millis` milliseconds later, or earlier where negative.
    pub fn plus_millis(self, millis: i64) -> Result<Self, TimeError> {
        self.0.checked_add(millis).ok_or(TimeError::OutOfRange).and_then(Self::from_millis)
    }

    /// Milliseconds from `earlier` to this instant; negative where `earlier` is the later one.
    pub const fn millis_since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }

    /// Reads RFC 3339: `2026-10-25T00:30:00Z`, `2026-10-25T01:30:00.250+01:00`; finer than a millisecond is cut off.
    ///
    /// # Errors
    /// [`TimeError::NotAnInstant`] for any other text, a missing offset and second 60 among it.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        Scan::whole(text, Scan::instant).ok_or(TimeError::NotAnInstant)?
    }

    /// The instant at which a clock `offset_seconds` ahead of UTC shows `civil` and `millis` thousandths.
    pub(super) fn from_civil(civil: CivilTime, millis: i64, offset_seconds: i64) -> Result<Self, TimeError> {
        Self::from_millis((civil.as_utc_seconds() - offset_seconds) * 1000 + millis)
    }

    /// Thousandths of a second past the whole second, 0..=999.
    pub(super) const fn subsecond_millis(self) -> i64 {
        self.0.rem_euclid(1000)
    }

    /// `2026-10-25T00:30:00.250Z`.
    pub(super) fn write(self, line: &mut Line) {
        self.civil_with(0).write(line);
        self.write_thousandths(line);
        line.push([b'Z']);
    }

    /// `.250`, only where there are thousandths.
    pub(super) fn write_thousandths(self, line: &mut Line) {
        match u16::try_from(self.subsecond_millis()) {
            Ok(0) | Err(_) => {}
            Ok(millis) => line.thousandths(millis),
        }
    }

    /// What a clock this far ahead of UTC shows.
    pub(super) fn civil_with(self, offset_seconds: i64) -> CivilTime {
        CivilTime::saturating(self.0.div_euclid(1000) + offset_seconds)
    }
}

impl fmt::Display for Instant {
    /// `2026-10-25T00:30:00Z`, with three decimals only where they are not zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = Line::new();
        self.write(&mut line);
        line.show(f)
    }
}

impl FromStr for Instant {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        Self::parse(text)
    }
}
