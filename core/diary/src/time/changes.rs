//! The rules of one place as a table: an offset, and every change of it.

use chrono::{DateTime, Offset as _, TimeZone as _};
use chrono_tz::Tz;

use super::{CivilTime, Instant, Offset, Resolution, TimeError, ZonedTime};

/// Where rules that go on for ever are cut: 2100-01-01T00:00:00Z, as the built-in ones are.
pub(super) const HORIZON: i64 = 4_102_444_800;
/// 1800-01-01T00:00:00Z: no clock of the database changed before.
const FIRST: i64 = -5_364_662_400;
/// Built-in rules are looked at this often, seconds: until then twice a day, later once a week.
const HALF_A_DAY: i64 = 12 * 3600;
const A_WEEK: i64 = 7 * 24 * 3600;
/// 2038-01-01T00:00:00Z: from here on the rules repeat every year and hold for weeks.
const REGULAR_FROM: i64 = 2_145_916_800;
/// More than any offset, so that every reading of a civil time lies within it.
const A_DAY: i64 = 24 * 3600;

/// From this instant on, seconds since 1970-01-01T00:00:00Z, the offset is this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Change {
    pub(super) at: i64,
    pub(super) offset: Offset,
}

/// The offset before the first change, and the changes, sorted, each to another offset.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Changes {
    first: Offset,
    changes: Vec<Change>,
}

impl Changes {
    /// From changes in the order of time; of several at one instant the last one holds.
    pub(super) fn new(first: Offset, sorted: impl IntoIterator<Item = Change>) -> Self {
        let mut table = Self { first, changes: Vec::new() };
        for change in sorted {
            table.push(change);
        }
        table.changes.shrink_to_fit();
        table
    }

    fn push(&mut self, change: Change) {
        // What is older than every instant is what held at the beginning.
        if change.at.saturating_mul(1000) < Instant::MIN.as_millis() {
            self.first = change.offset;
            return;
        }
        if self.changes.last().is_some_and(|last| last.at == change.at) {
            self.changes.pop();
        }
        if self.last() != change.offset {
            self.changes.push(change);
        }
    }

    /// The offset after the last change.
    pub(super) fn last(&self) -> Offset {
        self.changes.last().map_or(self.first, |last| last.offset)
    }

    /// The offset at an instant, seconds.
    pub(super) fn at(&self, seconds: i64) -> Offset {
        self.before(self.changes.partition_point(|change| change.at <= seconds))
    }

    /// The offset that holds before the change of this number.
    fn before(&self, number: usize) -> Offset {
        number.checked_sub(1).and_then(|last| self.changes.get(last)).map_or(self.first, |last| last.offset)
    }

    /// The changes after one instant and up to another, both in seconds.
    pub(super) fn between(&self, from: i64, until: i64) -> &[Change] {
        let start = self.changes.partition_point(|change| change.at <= from);
        let end = self.changes.partition_point(|change| change.at < until);
        self.changes.get(start..end).unwrap_or_default()
    }

    /// Goes on with the built-in rules from an instant on, seconds.
    pub(super) fn continued(mut self, rules: Tz, from: i64) -> Self {
        self.push(Change { at: from, offset: built_in_at(rules, from) });
        for change in built_in_between(rules, from, HORIZON) {
            self.push(change);
        }
        self
    }

    /// As [`super::resolve()`].
    pub(super) fn resolve(&self, civil: CivilTime) -> Result<Resolution, TimeError> {
        let local = civil.as_utc_seconds();
        let read = |offset: Offset| Instant::from_civil(civil, 0, offset.seconds().into());
        // The offset of a reading that exists is the one that it was read with; a neighbour of a gap has another.
        let exact = |offset: Offset| Ok::<_, TimeError>(ZonedTime { instant: read(offset)?, offset, civil });
        let neighbour = |offset: Offset| {
            let instant = read(offset)?;
            let offset = self.at(instant.as_millis().div_euclid(1000));
            Ok::<_, TimeError>(ZonedTime {
                instant,
                offset,
                civil: instant.civil_with(offset.seconds().into()),
            })
        };
        let start = self.changes.partition_point(|change| change.at <= local - A_DAY);
        let near = self.changes.get(start..).unwrap_or_default();
        let near = near.iter().take_while(|change| change.at <= local + A_DAY);
        let (mut since, mut offset) = (i64::MIN, self.before(start));
        let (mut first, mut last, mut gap) = (None, None, None);
        for change in near.chain([&Change { at: i64::MAX, offset }]) {
            let seconds = local - i64::from(offset.seconds());
            if (since..change.at).contains(&seconds) {
                first = first.or(Some(offset));
                last = Some(offset);
            }
            // The clock shows `local` before the change would, and not yet after it.
            if seconds >= change.at && local - i64::from(change.offset.seconds()) < change.at {
                gap = gap.or(Some((offset, change.offset)));
            }
            (since, offset) = (change.at, change.offset);
        }
        match (first, last, gap) {
            (Some(first), Some(last), _) if first != last => {
                Ok(Resolution::Overlap { first: exact(first)?, second: exact(last)? })
            }
            (Some(only), ..) => Ok(Resolution::Unique(exact(only)?)),
            (None, _, Some((before, after))) => {
                Ok(Resolution::Gap { before_gap: neighbour(after)?, after_gap: neighbour(before)? })
            }
            (None, _, None) => Err(TimeError::OutOfRange),
        }
    }
}

/// The built-in rules at an instant, seconds.
pub(super) fn built_in_at(rules: Tz, seconds: i64) -> Offset {
    let utc = DateTime::from_timestamp(seconds, 0).unwrap_or_default().naive_utc();
    Offset::from_seconds(rules.offset_from_utc_datetime(&utc).fix().local_minus_utc()).unwrap_or(Offset::UTC)
}

/// The changes of the built-in rules after one instant and up to another, seconds.
///
/// Found by looking at the offset in steps and halving, because the table itself is not open.
pub(super) fn built_in_between(rules: Tz, from: i64, until: i64) -> Vec<Change> {
    let (from, until) = (from.max(FIRST), until.min(HORIZON));
    let mut found = Vec::new();
    let (mut low, mut known) = (from, built_in_at(rules, from));
    while low < until {
        let step = if low < REGULAR_FROM { HALF_A_DAY } else { A_WEEK };
        let high = (low + step).min(until);
        let offset = built_in_at(rules, high);
        if offset != known {
            let (mut before, mut after) = (low, high);
            while after - before > 1 {
                let middle = i64::midpoint(before, after);
                if built_in_at(rules, middle) == known { before = middle } else { after = middle }
            }
            found.push(Change { at: after, offset });
        }
        (low, known) = (high, offset);
    }
    found.retain(|change| change.at < until);
    found
}
