//! What can be wrong with a time.

use super::{ZoneDataError, ZonedTime};

/// Why a time was refused.
///
/// The message never repeats what was typed; [`TimeError::hint`] offers the way out for the screen of the person who
/// typed it, and is not for logs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Before year 1, after year 9999, or within a day of either end where an instant is asked for.
    #[error("the time lies outside the years 1 to 9999; check the year")]
    OutOfRange,
    /// Not `YYYY-MM-DD`, or no day of the calendar.
    #[error("that is not a day of the calendar; write it as YYYY-MM-DD, for example 2026-10-25")]
    NotADate,
    /// Not a date and a time of day, or a time no clock shows, such as 24:00 or second 60.
    #[error("that is not a date and time; write it as YYYY-MM-DDTHH:MM, for example 2026-10-25T08:30")]
    NotATime,
    /// Not RFC 3339.
    #[error("that is not an instant; write it as RFC 3339 does, for example 2026-10-25T00:30:00Z")]
    NotAnInstant,
    /// Not `+HH:MM`, or a day or more.
    #[error("that is not an offset from UTC; write it as +HH:MM, less than 24 hours")]
    NotAnOffset,
    /// Not RFC 9557, from this byte on.
    #[error(
        "the text is no moment from byte {position} on; write it as 2026-10-25T01:30:00+01:00[Europe/London]"
    )]
    NotAMoment {
        /// Bytes read before the text stopped making sense.
        position: usize,
    },
    /// A suffix marked critical (`[!...]`) asks for something that this core does not know.
    #[error("the text insists on a suffix that is not known here; remove the part in brackets marked with !")]
    CriticalSuffix,
    /// A plan without a zone or a time of day, in UTC, or finer than a second.
    #[error("a plan needs a date, a time of day and a place; write it as 2026-10-25T08:30[Europe/London]")]
    NotAPlan,
    /// No zone of the database has that name.
    #[error("no time zone has that name; choose one of the IANA database, for example Europe/London")]
    UnknownZone {
        /// The nearest names, best first, at most three.
        suggestions: Vec<String>,
    },
    /// The rules of that zone were handed in damaged.
    #[error(transparent)]
    ZoneData(#[from] ZoneDataError),
    /// The clocks went forward over that time.
    #[error("the clocks went forward over that time, so it did not exist; choose the time before or after")]
    DoesNotExist {
        /// The neighbour before the gap: read with the offset that held after it.
        before: ZonedTime,
        /// The neighbour after the gap: read with the offset that held before it.
        after: ZonedTime,
    },
    /// The clocks went back, and that time came twice.
    #[error("the clocks went back and that time came twice; say whether the first or the second is meant")]
    HappensTwice {
        /// The earlier instant.
        first: ZonedTime,
        /// The later instant.
        second: ZonedTime,
    },
    /// Offset and zone of one text contradict each other.
    #[error(
        "the offset does not belong to that zone at that time; correct it, or say which of the two holds"
    )]
    OffsetConflict,
    /// The first bound of a span is later than the second.
    #[error("the span ends before it begins; exchange its two ends")]
    BoundsReversed,
    /// A diary day begins between 00:00 and 12:00.
    #[error("a day can start between 00:00 and 12:00; choose an hour in between")]
    DayStartOutOfRange,
    /// No evidence has that code.
    #[error("no evidence for a zone has that code; use one of the codes that an export writes")]
    UnknownEvidence,
    /// Not degrees of latitude and longitude, or known too coarsely to tell zones apart.
    #[error(
        "that is no position; give degrees, -90 to 90 north and -180 to 180 east, known to 50 kilometres or better"
    )]
    NotAPosition,
}

impl TimeError {
    /// The way out, for the person's own screen: nearest zone names, neighbours of a gap, both times of an overlap.
    ///
    /// Rests on what was typed, so it belongs in no log.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownZone { suggestions } if !suggestions.is_empty() => {
                Some(format!("nearest names: {}", suggestions.join(", ")))
            }
            Self::DoesNotExist { before, after } => Some(format!("before: {before}; after: {after}")),
            Self::HappensTwice { first, second } => Some(format!("first: {first}; second: {second}")),
            _ => None,
        }
    }
}
