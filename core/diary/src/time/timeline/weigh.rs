//! Which of several timelines a stamp belongs to: what order, visits and common sense rule out.

use super::super::Instant;
use super::ClockForm;
use super::lines::{Anchor, DAY_MS, Fit, Line, Lines};
use super::phone::Phone;

/// A way is given up where it is less likely than one in this many.
const RARE: i64 = 100;

/// A record's fits, and how far they can be trusted.
#[derive(Debug, Clone, Default)]
pub(super) struct Ways {
    pub(super) fits: Vec<Fit>,
    /// Its stamp may come from a reset clock; then no fit of a clock that was right means anything.
    pub(super) doubtful: bool,
}

impl Ways {
    pub(super) fn earliest_ms(&self) -> Option<i64> {
        self.fits.iter().map(|fit| fit.earliest_ms).min()
    }

    pub(super) fn latest_ms(&self) -> Option<i64> {
        self.fits.iter().map(|fit| fit.latest_ms).max()
    }

    /// Keeps what passes if anything does; of a doubtful record, only what passes. Says whether something is left
    /// where something was.
    fn keep(&mut self, passes: impl Fn(&Fit) -> bool) -> bool {
        if self.fits.iter().any(&passes) || self.doubtful {
            self.fits.retain(passes);
            return true;
        }
        self.fits.is_empty()
    }
}

/// What was measured after the last visit that took everything was measured after it.
pub(super) fn by_visit(ways: &mut Ways, previous_drain: Option<Instant>) {
    if let Some(drain) = previous_drain {
        ways.keep(|fit| fit.latest_ms >= drain.as_millis());
    }
}

/// Records that come oldest first were measured in that order. Changes nothing and says no where that cannot be.
pub(super) fn by_order(burst: &mut [Ways]) -> bool {
    let before = burst.to_vec();
    let mut floor = i64::MIN;
    let mut holds = true;
    for ways in burst.iter_mut() {
        holds &= ways.keep(|fit| fit.latest_ms >= floor);
        floor = floor.max(ways.earliest_ms().unwrap_or(floor));
    }
    let mut ceiling = i64::MAX;
    for ways in burst.iter_mut().rev() {
        holds &= ways.keep(|fit| fit.earliest_ms <= ceiling);
        ceiling = ceiling.min(ways.latest_ms().unwrap_or(ceiling));
    }
    if !holds {
        burst.clone_from_slice(&before);
    }
    holds
}

/// When, between two lines, the clock can have been set: spans in milliseconds, oldest first.
///
/// Nobody sets a clock that is right to one that is wrong: where the clock before was nearer to the wall clock than the
/// one after, it was not set then. A clock that is never bettered was set at any time.
#[derive(Debug)]
pub(super) struct Setting {
    spans: Vec<(i64, i64)>,
    whole_ms: i64,
}

impl Setting {
    /// Into how many spans the time between two pairs is cut at most.
    const SPANS: i64 = 64;

    pub(super) fn between(earlier: &Line, later: &Line, form: ClockForm, phone: &Phone<'_>) -> Option<Self> {
        let (last, first) = (earlier.anchors.last()?, later.anchors.first()?);
        let (from, until) = (later.from_ms, earlier.until_ms);
        // Equal where it is known when the clock was set.
        if from >= until {
            return None;
        }
        let count = ((until - from) / DAY_MS + 1).clamp(1, Self::SPANS);
        let all: Vec<(i64, i64)> = (0..count)
            .map(|span| (from + (until - from) * span / count, from + (until - from) * (span + 1) / count))
            .collect();
        let mut spans: Vec<(i64, i64)> = all
            .iter()
            .copied()
            .filter(|(start, end)| bettered(*last, *first, start.midpoint(*end), form, phone))
            .collect();
        if spans.is_empty() {
            spans = all;
        }
        let whole_ms = spans.iter().map(|(start, end)| end - start).sum();
        Some(Self { spans, whole_ms })
    }

    /// For how long the setting can have been between two instants, milliseconds.
    fn within(&self, from_ms: i64, until_ms: i64) -> i64 {
        self.spans.iter().map(|(start, end)| ((*end).min(until_ms) - (*start).max(from_ms)).max(0)).sum()
    }

    /// How likely a record lies on the line before the setting, and on the one after it, each out of `whole_ms`.
    fn chances(&self, earlier: &Fit, later: &Fit) -> (i64, i64) {
        (self.within(earlier.instant_ms, i64::MAX), self.within(i64::MIN, later.instant_ms))
    }
}

/// A clock shows the time on some wall more nearly after the setting than before, at this instant.
fn bettered(before: Anchor, after: Anchor, at_ms: i64, form: ClockForm, phone: &Phone<'_>) -> bool {
    let Ok(instant) = Instant::from_millis(at_ms) else { return true };
    let off = |anchor: Anchor, offset_s: i32| (anchor.delta_ms() + i64::from(offset_s) * 1000).abs();
    let better = |offset_s: i32| off(after, offset_s) <= off(before, offset_s);
    if form == ClockForm::Utc {
        return better(0);
    }
    let Some(at) = phone.at(instant) else { return true };
    let mut zones = [at.zone, at.other.and_then(|(_, zone)| zone)].into_iter().flatten().peekable();
    zones.peek().is_none() || zones.any(|zone| better(zone.offset_at(instant).seconds()))
}

/// Of a line and the next, gives up the one that the setting makes unlikely; the likelier of the two comes first.
pub(super) fn by_setting(ways: &mut Ways, settings: &[Option<Setting>], lines: &Lines) {
    let [one, other] = ways.fits.as_slice() else { return };
    if other.line != one.line + 1 || other.line >= lines.all().len() {
        return;
    }
    let Some(Some(setting)) = settings.get(one.line) else { return };
    let (before, after) = setting.chances(one, other);
    let rare = setting.whole_ms / RARE;
    match (before > rare, after > rare) {
        (true, false) => ways.fits.truncate(1),
        (false, true) => drop(ways.fits.remove(0)),
        _ if after > before => ways.fits.reverse(),
        _ => {}
    }
}
