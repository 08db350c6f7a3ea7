//! Devices whose newest record always comes at once: their clock's error, without a pair.
//!
//! Many cuffs cannot tell their time, and connect as soon as a reading is taken. One newest record says little: it may
//! have waited for hours. Several whose stamps lie equally far from their arrivals say how far the clock is off.

use super::super::{CivilTime, Instant};
use super::DeviceClock;
use super::lines::drift_ms;

/// A record that came at once came within this, milliseconds.
pub(super) const AT_ONCE_MS: i64 = 5 * 60_000;

/// So many in a row make a habit.
const HABIT: usize = 3;

/// The least delay is looked for among so many arrivals on either side of a record.
const AROUND: usize = 3;

/// The newest record of a connection: what it was stamped, and when it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewestRecord {
    /// Its stamp.
    pub stamp: CivilTime,
    /// When its bytes came.
    pub received: Instant,
}

impl NewestRecord {
    fn delta_ms(&self) -> i64 {
        self.received.as_millis() - self.stamp.as_utc_seconds() * 1000
    }
}

/// Runs of newest records that came at once, oldest first.
#[derive(Debug)]
pub(super) struct Habit {
    runs: Vec<Run>,
}

#[derive(Debug)]
struct Run {
    /// In the order in which they came, which is that of their stamps.
    records: Vec<NewestRecord>,
    /// The connection before the first of them, and the one after the last.
    after: Option<Instant>,
    before: Option<Instant>,
}

impl Habit {
    /// Finds the runs; none where pairs tell more.
    pub(super) fn of(clock: &DeviceClock) -> Self {
        if !clock.pairs.is_empty() || !clock.sets.is_empty() {
            return Self { runs: Vec::new() };
        }
        let mut newest = clock.newest_records.clone();
        newest.sort_by_key(|record| record.received);
        let per_day = i64::from(clock.drift_s_per_day) * 1000;
        let agree = |one: &NewestRecord, next: &NewestRecord| {
            let drift = drift_ms(per_day, next.received.millis_since(one.received));
            next.stamp >= one.stamp && (next.delta_ms() - one.delta_ms()).abs() <= AT_ONCE_MS + drift
        };
        let mut runs = Vec::new();
        let mut last = None;
        for records in newest.chunk_by(agree) {
            let after = last;
            last = records.last().map(|record| record.received);
            if let Some(run) = runs.last_mut() {
                let run: &mut Run = run;
                run.before = run.before.or(records.first().map(|record| record.received));
            }
            if records.len() >= HABIT {
                runs.push(Run { records: records.to_vec(), after, before: None });
            }
        }
        Self { runs }
    }

    /// When a record with this stamp was measured, if its clock was that of a run, with that run's record beside it.
    pub(super) fn read(&self, stamp: CivilTime, received: Instant) -> Option<(Instant, NewestRecord)> {
        self.runs.iter().rev().find_map(|run| {
            let next = run.records.partition_point(|record| record.stamp < stamp);
            let around =
                run.records.get(next.saturating_sub(AROUND)..(next + AROUND).min(run.records.len()))?;
            let nearest = *around.iter().min_by_key(|record| record.delta_ms())?;
            let at = Instant::from_millis(stamp.as_utc_seconds() * 1000 + nearest.delta_ms()).ok()?;
            let fits = run.after.is_none_or(|after| at > after)
                && run.before.is_none_or(|before| at <= before)
                && at <= received;
            fits.then_some((at, nearest))
        })
    }
}
