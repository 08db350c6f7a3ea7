//! From what a person says to an instant.

use core::fmt;

use chrono::{MappedLocalTime, Offset as _, TimeZone as _};
use chrono_tz::{GapInfo, Tz};

use super::{CivilTime, Instant, Occurrence, Offset, TimeError, Zone, line::Line, zone::Rules};

/// An instant and what the wall clock shows at it in one zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ZonedTime {
    /// The instant.
    pub instant: Instant,
    /// The offset that holds there.
    pub offset: Offset,
    /// What the clock shows, to the second.
    pub civil: CivilTime,
}

impl ZonedTime {
    /// The given instant in the given zone.
    pub fn at(instant: Instant, zone: &Zone) -> Self {
        let offset = zone.offset_at(instant);
        Self { instant, offset, civil: instant.civil_with(offset.seconds().into()) }
    }
}

impl fmt::Display for ZonedTime {
    /// `2026-10-25T01:30:00+01:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = Line::new();
        self.civil.write(&mut line);
        self.offset.write(&mut line);
        line.show(f)
    }
}

/// How many instants one civil time has in one zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// One, as nearly always.
    Unique(ZonedTime),
    /// None: the clocks went forward over it.
    Gap {
        /// The neighbour before the gap: the civil time read with the offset that held after it.
        before_gap: ZonedTime,
        /// The neighbour after the gap: the civil time read with the offset that held before it, which is what
        /// RFC 5545, 3.3.5 takes.
        after_gap: ZonedTime,
    },
    /// Two: the clocks went back, and it came again.
    Overlap {
        /// The earlier instant.
        first: ZonedTime,
        /// The later instant.
        second: ZonedTime,
    },
}

impl Resolution {
    /// The one instant that is meant, and whether it was taken without a choice.
    ///
    /// # Errors
    /// [`TimeError::DoesNotExist`] for a gap, whoever asks; [`TimeError::HappensTwice`] for an overlap where
    /// `occurrence` says to ask.
    pub(super) const fn choose(self, occurrence: Occurrence) -> Result<(ZonedTime, bool), TimeError> {
        match (self, occurrence) {
            (Self::Unique(only), _) => Ok((only, false)),
            (Self::Gap { before_gap, after_gap }, _) => {
                Err(TimeError::DoesNotExist { before: before_gap, after: after_gap })
            }
            (Self::Overlap { first, second }, Occurrence::Ask) => {
                Err(TimeError::HappensTwice { first, second })
            }
            (Self::Overlap { first, .. }, Occurrence::First) => Ok((first, false)),
            (Self::Overlap { second, .. }, Occurrence::Second) => Ok((second, false)),
            (Self::Overlap { first, .. }, Occurrence::Unattended) => Ok((first, true)),
        }
    }
}

/// Finds the instants at which the wall clock of a zone shows this civil time.
///
/// # Errors
/// [`TimeError::OutOfRange`] within a day of either end of the years 1 to 9999.
pub fn resolve(civil: CivilTime, zone: &Zone) -> Result<Resolution, TimeError> {
    match zone.rules() {
        Rules::BuiltIn(rules) => built_in(civil, *rules),
        Rules::HandedIn(changes) => changes.resolve(civil),
    }
}

fn built_in(civil: CivilTime, rules: Tz) -> Result<Resolution, TimeError> {
    let local = civil.naive();
    // The offset of a reading that exists is the one that it was read with.
    let exact = |offset: chrono::FixedOffset| {
        let instant = Instant::from_civil(civil, 0, offset.local_minus_utc().into())?;
        Ok::<_, TimeError>(ZonedTime {
            instant,
            offset: Offset::from_seconds(offset.local_minus_utc())?,
            civil,
        })
    };
    let read = |offset: chrono::FixedOffset| {
        let instant = Instant::from_civil(civil, 0, offset.local_minus_utc().into())?;
        Ok::<_, TimeError>(ZonedTime::at(instant, &Zone::built_in(rules)))
    };
    match rules.offset_from_local_datetime(&local) {
        MappedLocalTime::Single(offset) => Ok(Resolution::Unique(exact(offset.fix())?)),
        MappedLocalTime::Ambiguous(one, other) => {
            let (one, other) = (exact(one.fix())?, exact(other.fix())?);
            Ok(Resolution::Overlap { first: one.min(other), second: one.max(other) })
        }
        MappedLocalTime::None => {
            let gap = GapInfo::new(&local, &rules).ok_or(TimeError::OutOfRange)?;
            let (_, offset_before) = gap.begin.ok_or(TimeError::OutOfRange)?;
            let offset_after = *gap.end.ok_or(TimeError::OutOfRange)?.offset();
            Ok(Resolution::Gap {
                before_gap: read(offset_after.fix())?,
                after_gap: read(offset_before.fix())?,
            })
        }
    }
}
