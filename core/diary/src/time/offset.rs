//! How far a wall clock is ahead of UTC.

use core::{fmt, str::FromStr};

use super::{
    TimeError,
    line::Line,
    scan::{OffsetText, Scan},
};

/// Civil time minus UTC, in seconds, less than a day either way; positive east of Greenwich.
///
/// Seconds, because places kept solar time to the second once, Monrovia until 1972.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Offset(i32);

impl Offset {
    /// No offset: the wall clock shows UTC.
    pub const UTC: Self = Self(0);

    /// The offset of this many seconds, -86399..=86399.
    pub const fn from_seconds(seconds: i32) -> Result<Self, TimeError> {
        if seconds.unsigned_abs() >= 86_400 {
            return Err(TimeError::NotAnOffset);
        }
        Ok(Self(seconds))
    }

    /// `+01:00`; with seconds only where they are not zero.
    pub(super) fn write(self, line: &mut Line) {
        let part = |seconds: u32| u8::try_from(seconds % 60).unwrap_or_default();
        let seconds = self.0.unsigned_abs();
        line.two(if self.0 < 0 { b'-' } else { b'+' }, part(seconds / 3600));
        line.two(b':', part(seconds / 60));
        if part(seconds) != 0 {
            line.two(b':', part(seconds));
        }
    }

    /// Civil time minus UTC, in seconds.
    pub const fn seconds(self) -> i32 {
        self.0
    }
}

impl fmt::Display for Offset {
    /// `+01:00`, `-03:30`; with seconds (`-00:44:30`) only where they are not zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = Line::new();
        self.write(&mut line);
        line.show(f)
    }
}

impl FromStr for Offset {
    type Err = TimeError;

    /// Reads `+HH:MM`, `+HH:MM:SS` and `Z`.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        Scan::whole(text, Scan::offset).map(OffsetText::or_utc).ok_or(TimeError::NotAnOffset)
    }
}
