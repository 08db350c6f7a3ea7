//! Which of several timelines a stamp belongs to: what order, visits and common sense rule out.

use super::super::Instant;
use super::ClockForm;
use super::lines::{Anchor, DAY_MS, Fit, Line, Lines};
use super::phone::Phone;

/// A clock that was set right is this near to the wall clock at the next pair, drift included, milliseconds.
const RIGHT_MS: i64 = 5 * 60_000;

/// A way is given up where it is less likely than one in this many.
const RARE: i64 = 50;

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

    /// As [`Ways::keep`], noting what was there where something goes.
    fn keep_or_undo(
        &mut self,
        passes: impl Fn(&Fit) -> bool,
        place: usize,
        undo: &mut Vec<(usize, Vec<Fit>)>,
    ) -> bool {
        if self.fits.iter().all(&passes) {
            return true;
        }
        undo.push((place, self.fits.clone()));
        self.keep(passes)
    }
}

/// What the last visit that took everything did not bring was measured after it.
///
/// A fit between the pairs of a line is believed all the same: perhaps that visit did not take everything. Long before
/// the line's first pair it is not: then the clock was reset or set, and of that time no pair is known.
pub(super) fn by_visit(ways: &mut Ways, previous_drain: Option<Instant>) {
    if let Some(drain) = previous_drain {
        let after = |fit: &Fit| fit.latest_ms >= drain.as_millis();
        ways.fits.retain(|fit| after(fit) || !fit.ahead_of_pairs);
        ways.keep(after);
    }
}

/// Records that come oldest first were measured in that order. Changes nothing and says no where that cannot be.
pub(super) fn by_order(burst: &mut [Ways]) -> bool {
    // What was there before, of the few that change.
    let mut undo: Vec<(usize, Vec<Fit>)> = Vec::new();
    let holds = in_order(burst, &mut undo);
    if !holds {
        for (place, fits) in undo.into_iter().rev() {
            if let Some(ways) = burst.get_mut(place) {
                ways.fits = fits;
            }
        }
    }
    holds
}

fn in_order(burst: &mut [Ways], undo: &mut Vec<(usize, Vec<Fit>)>) -> bool {
    let mut floor = i64::MIN;
    for (place, ways) in burst.iter_mut().enumerate() {
        if !ways.keep_or_undo(|fit| fit.latest_ms >= floor, place, undo) {
            return false;
        }
        floor = floor.max(ways.earliest_ms().unwrap_or(floor));
    }
    let mut ceiling = i64::MAX;
    for (place, ways) in burst.iter_mut().enumerate().rev() {
        if !ways.keep_or_undo(|fit| fit.earliest_ms <= ceiling, place, undo) {
            return false;
        }
        ceiling = ceiling.min(ways.latest_ms().unwrap_or(ceiling));
    }
    true
}

/// When, between two lines, the clock can have been set: spans in milliseconds, oldest first.
///
/// Who sets a clock right sets it when that makes it right: at an instant at which the clock after the setting shows the
/// time on a wall where the phone has been, and the clock before does not show it better. A clock that never comes right by
/// it was set at any time, by somebody who went by another wall.
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
            .filter(|(start, end)| righted(*last, *first, start.midpoint(*end), form, phone))
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

/// A clock shows the time on some wall after the setting, and did not show it better before, at this instant.
fn righted(before: Anchor, after: Anchor, at_ms: i64, form: ClockForm, phone: &Phone<'_>) -> bool {
    let Ok(instant) = Instant::from_millis(at_ms) else { return true };
    let off = |anchor: Anchor, offset_s: i32| (anchor.delta_ms() + i64::from(offset_s) * 1000).abs();
    let right = |offset_s: i32| off(after, offset_s) <= off(before, offset_s).min(RIGHT_MS);
    if form == ClockForm::Utc {
        return right(0);
    }
    // The device may have stayed at home while the phone travelled.
    let zones = phone.seen();
    zones.is_empty() || zones.iter().any(|zone| right(zone.offset_at(instant).seconds()))
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
