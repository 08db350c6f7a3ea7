//! Where one diary day ends and the next begins.

use super::{CivilDate, CivilTime, TimeError};

/// The time of day at which a diary day begins: midnight, or later for people who work at night (04:00).
///
/// It groups entries and changes none of them. The day of an entry follows from its own civil time and this alone: no
/// zone is asked, so days of 23 and 25 hours and a midnight that did not exist need no care. Where a place skipped a
/// whole day (Apia, 2011-12-30), the small hours after it count to the skipped date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct DayStart {
    pub(super) minute_of_day: u16,
}

impl DayStart {
    /// The day begins at 00:00.
    pub const MIDNIGHT: Self = Self { minute_of_day: 0 };

    /// The day begins at this time, 00:00 to 12:00.
    ///
    /// # Errors
    /// [`TimeError::DayStartOutOfRange`] for a later time or a minute above 59.
    pub fn new(hour: u8, minute: u8) -> Result<Self, TimeError> {
        let minute_of_day = u16::from(hour) * 60 + u16::from(minute);
        if minute > 59 { Err(TimeError::DayStartOutOfRange) } else { Self::from_minute_of_day(minute_of_day) }
    }

    pub(super) fn from_minute_of_day(minute_of_day: u16) -> Result<Self, TimeError> {
        if minute_of_day > 12 * 60 {
            return Err(TimeError::DayStartOutOfRange);
        }
        Ok(Self { minute_of_day })
    }

    /// Minutes after midnight, 0..=720.
    pub const fn minute_of_day(self) -> u16 {
        self.minute_of_day
    }

    /// The diary day that this civil time belongs to.
    pub fn day_of(self, civil: CivilTime) -> CivilDate {
        if civil.second_of_day() < u32::from(self.minute_of_day) * 60 {
            civil.date().day_before()
        } else {
            civil.date()
        }
    }
}
