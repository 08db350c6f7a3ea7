//! A clock's timelines: the stretches between two settings or resets, and where a stamp lies on each.

use super::super::Instant;
use super::{ClockPair, DeviceClock};

pub(super) const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A step up to here is not told from drift and rounding, however short the time between two pairs, milliseconds.
const STEP_MS: i64 = 60_000;

/// Nobody is thought to have set the clock, unnoticed, so shortly before or after a pair, milliseconds.
const UNDISTURBED_MS: i64 = 60 * 60 * 1000;

/// Arrivals are noted this exactly, milliseconds.
const JITTER_MS: i64 = 1000;

/// A pair: what the device's clock showed, read as if it were UTC, the phone's instant, and how far they may lie apart;
/// all in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Anchor {
    pub(super) shown: i64,
    pub(super) phone: i64,
    pub(super) error: i64,
}

impl Anchor {
    pub(super) fn of(pair: &ClockPair) -> Self {
        Self {
            shown: pair.device.as_utc_seconds() * 1000,
            phone: pair.phone.as_millis(),
            error: pair.error_ms.into(),
        }
    }

    pub(super) const fn delta_ms(self) -> i64 {
        self.phone - self.shown
    }
}

/// A run of pairs between which nobody set the clock.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// By the device's clock, and never empty.
    pub(super) anchors: Vec<Anchor>,
    /// The line began no earlier: at the last pair before it, or when the clock is known to have been set.
    pub(super) from_ms: i64,
    /// It ended no later: at the first pair after it, or when the clock is known to have been set.
    pub(super) until_ms: i64,
    /// What the device's clock can have shown on it, drift included.
    shown_ms: (i64, i64),
    /// Two of its pairs show that the clock runs fast or slow.
    pub(super) drifts: bool,
}

/// Where a stamp lies on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fit {
    pub(super) line: usize,
    pub(super) instant_ms: i64,
    pub(super) earliest_ms: i64,
    pub(super) latest_ms: i64,
    /// The nearest pair's place among the line's.
    pub(super) nearest: usize,
    /// It lies more than a day before the line's first pair.
    pub(super) ahead_of_pairs: bool,
}

/// All timelines of one clock, oldest first.
#[derive(Debug)]
pub(super) struct Lines {
    lines: Vec<Line>,
    drift_ms_per_day: i64,
}

impl Lines {
    pub(super) fn of(clock: &DeviceClock) -> Self {
        let drift_ms_per_day = i64::from(clock.drift_s_per_day) * 1000;
        let mut lines: Vec<Line> = Vec::new();
        for event in events(clock) {
            let (anchor, begins_at) = match event {
                Event::Pair(anchor) => (anchor, None),
                Event::Set { before, after, at_ms } => {
                    if let Some(before) = before {
                        extend(&mut lines, before, drift_ms_per_day);
                    }
                    (after, Some(at_ms))
                }
            };
            match begins_at {
                None => extend(&mut lines, anchor, drift_ms_per_day),
                Some(at_ms) => begin(&mut lines, anchor, at_ms),
            }
        }
        for line in &mut lines {
            line.anchors.sort_by_key(|anchor| anchor.shown);
            line.shown_ms = shown(line, drift_ms_per_day);
            line.drifts = line.anchors.windows(2).any(|two| match two {
                [one, other] => (other.delta_ms() - one.delta_ms()).abs() > one.error + other.error,
                _ => false,
            });
        }
        Self { lines, drift_ms_per_day }
    }

    pub(super) fn all(&self) -> &[Line] {
        &self.lines
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Where a stamp that a record brought at `received` can lie, oldest line first.
    pub(super) fn fits(&self, stamp_ms: i64, grain_ms: i64, received: Instant) -> Vec<Fit> {
        let mut fits = Vec::new();
        for (number, line) in self.lines.iter().enumerate() {
            if !(line.shown_ms.0..=line.shown_ms.1).contains(&stamp_ms) {
                continue;
            }
            if let Some(fit) = self.fit(number, line, stamp_ms, grain_ms, received.as_millis()) {
                // Nearly always it is the only one, and there are as many of these as records.
                fits.reserve_exact(1);
                fits.push(fit);
            }
        }
        fits
    }

    fn fit(&self, number: usize, line: &Line, stamp_ms: i64, grain_ms: i64, received_ms: i64) -> Option<Fit> {
        let next = line.anchors.partition_point(|anchor| anchor.shown <= stamp_ms);
        let before = next.checked_sub(1).and_then(|before| line.anchors.get(before)).copied();
        let after = line.anchors.get(next).copied();
        let (near, delta_ms) = nearest(stamp_ms, before, after)?;
        let cone = |anchor: Anchor| {
            let slack = anchor.error + self.drift_ms(stamp_ms - anchor.shown);
            let middle = stamp_ms + anchor.delta_ms();
            (middle - slack, middle + grain_ms + slack)
        };
        let (mut earliest_ms, mut latest_ms) = cone(near);
        // Somebody may have set the clock by so little that it looks like drift: then the pair before the record holds, or
        // the one after it, and where there is only one of them, it is a step away.
        if (stamp_ms - near.shown).abs() > UNDISTURBED_MS {
            let (least, most) = (earliest_ms - STEP_MS, latest_ms + STEP_MS);
            (earliest_ms, latest_ms) = match (before.map(cone), after.map(cone)) {
                (Some(one), Some(other)) => (one.0.min(other.0).max(least), one.1.max(other.1).min(most)),
                _ => (least, most),
            };
        }
        earliest_ms = earliest_ms.max(line.from_ms);
        latest_ms = latest_ms.min(line.until_ms).min(received_ms);
        if earliest_ms > latest_ms + JITTER_MS {
            return None;
        }
        earliest_ms = earliest_ms.min(latest_ms);
        let instant_ms = (stamp_ms + delta_ms).clamp(earliest_ms, latest_ms);
        let nearest = if Some(near) == after { next } else { next.saturating_sub(1) };
        let ahead_of_pairs = before.is_none() && near.shown - stamp_ms > DAY_MS;
        Some(Fit { line: number, instant_ms, earliest_ms, latest_ms, nearest, ahead_of_pairs })
    }

    fn drift_ms(&self, over_ms: i64) -> i64 {
        drift_ms(self.drift_ms_per_day, over_ms)
    }
}

/// How far a clock may drift over a time, milliseconds.
pub(super) fn drift_ms(per_day: i64, over_ms: i64) -> i64 {
    // Over thousands of years it is simply very much.
    per_day.saturating_mul(over_ms.saturating_abs()) / DAY_MS
}

/// The nearer of two pairs, and the difference between phone and device at the stamp: between the pairs, what lies
/// between theirs.
fn nearest(stamp_ms: i64, before: Option<Anchor>, after: Option<Anchor>) -> Option<(Anchor, i64)> {
    match (before, after) {
        (Some(before), Some(after)) => {
            let (from, to) = (stamp_ms - before.shown, after.shown - stamp_ms);
            let (step, whole) = (after.delta_ms() - before.delta_ms(), (from + to).max(1));
            let part = step.checked_mul(from).map_or_else(
                || i64::try_from(i128::from(step) * i128::from(from) / i128::from(whole)).unwrap_or_default(),
                |product| product / whole,
            );
            let delta = before.delta_ms() + part;
            Some((if from < to { before } else { after }, delta))
        }
        (Some(only), None) | (None, Some(only)) => Some((only, only.delta_ms())),
        (None, None) => None,
    }
}

enum Event {
    Pair(Anchor),
    Set { before: Option<Anchor>, after: Anchor, at_ms: i64 },
}

/// Pairs and settings in the order of the phone's time.
///
/// A pair that is vaguer than a step is of use only where there is none better: its phone's own clock moved meanwhile.
fn events(clock: &DeviceClock) -> Vec<Event> {
    let vague = |pair: &ClockPair| i64::from(pair.error_ms) > STEP_MS;
    let all_vague = clock.pairs.iter().all(vague);
    let pairs = clock.pairs.iter().filter(|pair| all_vague || !vague(pair)).map(|pair| {
        let behind = clock.sets.iter().any(|set| set.instant == pair.phone && set.is_before(pair));
        ((pair.phone.as_millis(), if behind { 2 } else { 0 }), Event::Pair(Anchor::of(pair)))
    });
    let sets = clock.sets.iter().map(|set| {
        let (before, after) = set.pairs();
        let at_ms = set.instant.as_millis();
        ((at_ms, 1), Event::Set { before: before.as_ref().map(Anchor::of), after: Anchor::of(&after), at_ms })
    });
    let mut events: Vec<((i64, u8), Event)> = pairs.chain(sets).collect();
    events.sort_by_key(|(at_ms, _)| *at_ms);
    events.into_iter().map(|(_, event)| event).collect()
}

/// Adds a pair to the newest line, or begins another where the clock was set since.
fn extend(lines: &mut Vec<Line>, anchor: Anchor, drift_ms_per_day: i64) {
    let Some(line) = lines.last_mut() else {
        lines.push(Line {
            anchors: vec![anchor],
            from_ms: i64::MIN,
            until_ms: i64::MAX,
            shown_ms: (0, 0),
            drifts: false,
        });
        return;
    };
    let Some(last) = line.anchors.last().copied() else { return };
    let step = (anchor.delta_ms() - last.delta_ms()).abs();
    let drift = drift_ms(drift_ms_per_day, anchor.phone - last.phone);
    if step <= drift.max(STEP_MS) + anchor.error + last.error {
        line.anchors.push(anchor);
        return;
    }
    line.until_ms = line.until_ms.min(anchor.phone + anchor.error);
    let from_ms = last.phone - last.error;
    lines.push(Line { anchors: vec![anchor], from_ms, until_ms: i64::MAX, shown_ms: (0, 0), drifts: false });
}

/// Begins a line where the clock is known to have been set.
fn begin(lines: &mut Vec<Line>, anchor: Anchor, at_ms: i64) {
    if let Some(line) = lines.last_mut() {
        line.until_ms = line.until_ms.min(at_ms);
    }
    lines.push(Line {
        anchors: vec![anchor],
        from_ms: at_ms,
        until_ms: i64::MAX,
        shown_ms: (0, 0),
        drifts: false,
    });
}

/// What a device's clock can have shown on a line; wide at an open end.
fn shown(line: &Line, drift_ms_per_day: i64) -> (i64, i64) {
    let (Some(first), Some(last)) = (line.anchors.first(), line.anchors.last()) else { return (0, 0) };
    let end = |anchor: &Anchor, at_ms: i64, outwards: i64| {
        let slack = anchor.error + 60_000 + drift_ms(drift_ms_per_day, at_ms.saturating_sub(anchor.phone));
        at_ms.saturating_sub(anchor.delta_ms()).saturating_add(outwards * slack)
    };
    let from = if line.from_ms == i64::MIN { i64::MIN } else { end(first, line.from_ms, -2) };
    let until = if line.until_ms == i64::MAX { i64::MAX } else { end(last, line.until_ms, 2) };
    (from, until)
}
