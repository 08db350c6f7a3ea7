//! The rules of a zone as a list of changes, where a system gives no file.

use chrono_tz::Tz;

use super::ZoneDataError;
use crate::time::{
    Instant, Offset,
    changes::{Change, Changes},
};

/// More changes than any zone has until the year 2100, many times over.
const MOST: usize = 5000;

/// One zone as a system lists it: `java.time.zone.ZoneRules`, or Foundation's `nextDaylightSavingTimeTransition`.
///
/// After the horizon the built-in rules answer where they know the name, else the last offset holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedZone {
    /// The IANA name.
    pub name: String,
    /// The offset before the first change.
    pub first: Offset,
    /// Each change, earliest first, and the offset from then on; cut to whole seconds.
    pub changes: Vec<(Instant, Offset)>,
    /// Up to here the list is complete.
    pub horizon: Instant,
}

impl ListedZone {
    pub(super) fn check(&self) -> Result<(), ZoneDataError> {
        if self.changes.len() > MOST {
            return Err(ZoneDataError::TooLarge);
        }
        let times = || self.changes.iter().map(|(at, _)| seconds(*at));
        if times().zip(times().skip(1)).any(|(one, next)| one >= next) {
            return Err(ZoneDataError::Unsorted);
        }
        match self.changes.last() {
            Some((last, _)) if *last > self.horizon => Err(ZoneDataError::AfterHorizon),
            _ => Ok(()),
        }
    }

    pub(super) fn table(&self, built_in: Option<Tz>) -> Changes {
        let changes = self.changes.iter().map(|(at, offset)| Change { at: seconds(*at), offset: *offset });
        let listed = Changes::new(self.first, changes);
        match built_in {
            Some(rules) => listed.continued(rules, seconds(self.horizon)),
            None => listed,
        }
    }
}

const fn seconds(instant: Instant) -> i64 {
    instant.as_millis().div_euclid(1000)
}
