//! How much time passed between two readings, by a clock that ran for all of it.

use super::{DeviceClock, lines::DAY_MS};
use crate::time::CivilTime;

/// What is known of when a reading was taken, besides its instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// The device's stamp, and the timeline on which it lies ([`super::Placed::timeline`]).
    pub stamp: Option<(CivilTime, u32)>,
    /// For a live value: when it came, by a clock that no one can set.
    pub arrival: Option<MonotonicTime>,
}

/// A reading of the phone's monotonic clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonotonicTime {
    /// Nanoseconds, counted while the phone sleeps too.
    pub ns: u64,
    /// The boot that it counts from.
    pub boot: [u8; 16],
}

/// By which clock an interval was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The device's own.
    Device,
    /// The phone's monotonic clock.
    Monotonic,
}

/// An interval between two readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elapsed {
    /// Milliseconds from the first to the second; negative where the second was taken before the first.
    pub ms: i64,
    /// How far off that may be, milliseconds either way.
    pub error_ms: i64,
    /// Which clock says so.
    pub by: By,
}

/// The time from one reading of a device to another.
///
/// By the device's own clock where nobody set it in between, else by the phone's monotonic clock where both readings are
/// live and of one boot; `None` otherwise. Never the difference of two wall clocks: in the hour that comes twice two
/// readings a minute apart would lie 59 minutes apart, the second before the first.
pub fn elapsed(first: &Measured, second: &Measured, clock: &DeviceClock) -> Option<Elapsed> {
    if let (Some((from, line)), Some((to, other))) = (first.stamp, second.stamp)
        && line == other
    {
        let ms = (to.as_utc_seconds() - from.as_utc_seconds()) * 1000;
        let drift_ms = (i64::from(clock.drift_s_per_day) * 1000).saturating_mul(ms.abs()) / DAY_MS;
        // Each stamp is cut to the second, or to the minute where neither has seconds.
        let grain_ms = if from.second() == 0 && to.second() == 0 { 60_000 } else { 1000 };
        return Some(Elapsed { ms, error_ms: grain_ms + drift_ms, by: By::Device });
    }
    let (from, to) = (first.arrival?, second.arrival?);
    if from.boot != to.boot {
        return None;
    }
    let ms = i64::try_from((i128::from(to.ns) - i128::from(from.ns)) / 1_000_000).ok()?;
    Some(Elapsed { ms, error_ms: ARRIVAL_MS, by: By::Monotonic })
}

/// Two live values may take this much longer or shorter to reach the phone than each other, milliseconds.
const ARRIVAL_MS: i64 = 2000;
