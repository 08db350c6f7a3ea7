//! Devices with a memory, ready to be taken from the shelf by name.

use super::{Cuff, CuffClass, NoninLike, Peripheral, Pressures};
use crate::frames;

/// The names that [`by_name`] knows.
pub const NAMES: [&str; 3] = ["and", "beurer", "nonin"];

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Three days and an hour, the amount by which the demonstration's cuff of two users is slow.
const SLOW_MS: i64 = 3 * DAY_MS + HOUR_MS;

/// There is no simulated device of this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no simulated device of this name; there are: and, beurer, nonin")]
pub struct UnknownDevice;

/// A device that has been in use for five days up to `now_ms` (milliseconds since 1970, UTC), in a place whose wall
/// clocks are `local_ahead_ms` ahead of UTC. The same arguments give the same memory.
///
/// - `and`: a cuff of one person, twice a day, one failed measurement; its clock is 40 s slow.
/// - `beurer`: a cuff of two people and one unknown user; its clock is three days and an hour slow.
/// - `nonin`: an oximeter of one person, once a day; its clock is right and cannot be read. In a live session it is worn for a
///   minute and a half.
///
/// Each also holds the recorded frames of its kind whose stamp lies before `now_ms`.
pub fn by_name(name: &str, now_ms: i64, local_ahead_ms: i64) -> Result<Box<dyn Peripheral>, UnknownDevice> {
    match name {
        "and" => Ok(Box::new(and(now_ms, local_ahead_ms))),
        "beurer" => Ok(Box::new(beurer(now_ms, local_ahead_ms))),
        "nonin" => Ok(Box::new(nonin(now_ms, local_ahead_ms))),
        _ => Err(UnknownDevice),
    }
}

/// Small numbers that look like a person's ups and downs, from 0 to 12.
fn swing(step: u16, stride: u16) -> u16 {
    (step * stride) % 13
}

/// Five days, oldest first: a running number and the instant of that day's morning, a full minute.
fn mornings(now_ms: i64) -> impl Iterator<Item = (u16, i64)> {
    let minute = now_ms - now_ms.rem_euclid(60_000);
    (0..5).map(move |step| (step, minute - i64::from(5 - step) * DAY_MS - 2 * HOUR_MS))
}

fn and(now_ms: i64, local_ahead_ms: i64) -> Cuff {
    let mut cuff = Cuff::new(CuffClass::And);
    cuff.set_clock_ahead_ms(local_ahead_ms - 40_000);
    for frame in [&frames::CUFF, &frames::CUFF_FAILED] {
        if frames::cuff_stamp(frame).is_some_and(|stamp| frames::instant(stamp, local_ahead_ms) < now_ms) {
            cuff.take_recorded(frame);
        }
    }
    for (step, morning) in mornings(now_ms) {
        let (systolic, diastolic) = (128 + swing(step, 5), 79 + swing(step, 3) / 2);
        cuff.take(morning, 0, Pressures::new(systolic, diastolic, 58 + swing(step, 7)));
        if step == 2 {
            cuff.take_failed(morning + 90_000);
        }
        let (systolic, diastolic) = (systolic - 6, diastolic - 3);
        cuff.take(morning + 12 * HOUR_MS, 0, Pressures::new(systolic, diastolic, 62 + swing(step, 4)));
    }
    cuff
}

fn beurer(now_ms: i64, local_ahead_ms: i64) -> Cuff {
    let mut cuff = Cuff::new(CuffClass::BeurerBm85);
    cuff.set_clock_ahead_ms(local_ahead_ms - SLOW_MS);
    for frame in [
        &frames::BM85_FIRST_USER,
        &frames::BM85_IRREGULAR,
        &frames::BM85_SECOND_USER,
        &frames::BM85_SECOND_USER_STATUS,
    ] {
        let corrected = local_ahead_ms - SLOW_MS;
        if frames::cuff_stamp(frame)
            .is_some_and(|stamp| frames::instant(stamp, corrected) < now_ms - 6 * DAY_MS)
        {
            cuff.take_recorded(frame);
        }
    }
    for (step, morning) in mornings(now_ms) {
        let first = Pressures::new(117 + swing(step, 6), 74 + swing(step, 4) / 2, 66 + swing(step, 5));
        cuff.take(morning + 5 * 60_000, 0, first);
        let second = Pressures::new(139 + swing(step, 8), 84 + swing(step, 3) / 2, 71 + swing(step, 9));
        cuff.take(morning + 9 * 60_000, 1, second);
        if step == 3 {
            cuff.take(morning + 20 * 60_000, 255, Pressures::new(126, 81, 77));
        }
    }
    cuff
}

fn nonin(now_ms: i64, local_ahead_ms: i64) -> NoninLike {
    let mut oximeter = NoninLike::new();
    oximeter.set_clock_ahead_ms(local_ahead_ms);
    if frames::spot_stamp(&frames::SPOT_CHECK)
        .is_some_and(|stamp| frames::instant(stamp, local_ahead_ms) < now_ms)
    {
        oximeter.take_recorded(&frames::SPOT_CHECK);
    }
    for (step, morning) in mornings(now_ms) {
        oximeter.take(morning + 15 * 60_000, 960 + swing(step, 7), 580 + 10 * swing(step, 5));
    }
    // Worn by whoever asks for what it measures now.
    oximeter.wear(95, 97, 64, None);
    oximeter
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn memories_are_ordered_distinct_and_past() {
        // 2026-11-23T12:00:00Z; and a day before any recorded frame.
        for now_ms in [1_795_435_200_000, 1_600_000_000_000] {
            for name in NAMES {
                let device = by_name(name, now_ms, 3_600_000).unwrap();
                let taken = device.memory().taken();
                assert!(taken.len() >= 5, "{name}");
                assert!(taken.is_sorted_by_key(|taken| taken.instant_ms), "{name}");
                assert!(taken.iter().all(|taken| taken.instant_ms < now_ms), "{name}");
                let distinct: BTreeSet<_> = taken.iter().map(|taken| &taken.bytes).collect();
                assert_eq!(distinct.len(), taken.len(), "{name}");
            }
        }
        assert_eq!(by_name("omron", 0, 0).map(|_| ()), Err(UnknownDevice));
    }
}
