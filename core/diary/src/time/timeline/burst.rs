//! Records in the order in which they came, and what their places rest on.

use super::super::{Instant, Offset, Precision};
use super::cause::{AGREEMENT_MS, Cause, FIRST_DEVICES_MS, Face, WIDEST_ZONES_MS, cause_of, face};
use super::lines::{Anchor, Fit, Line, Lines};
use super::phone::Phone;
use super::prompt::Habit;
use super::wall::Visits;
use super::weigh::{Setting, Ways, by_order, by_setting, by_visit};
use super::{ClockForm, DeviceClock, How, Placed, Stamp};
use crate::time::{CivilTime, ZoneHistory, Zones};

/// A record, as far as time goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// What it says of its own time.
    pub stamp: Stamp,
    /// When its bytes came.
    pub received: Instant,
    /// Nothing came after it in its burst.
    pub newest: bool,
    /// It is a value of this moment, not one that was stored.
    pub live: bool,
}

/// The records of one connection, in the order in which they came.
#[derive(Debug, Clone, Copy)]
pub struct Burst<'a> {
    /// The records.
    pub records: &'a [Record],
    /// When all that the device held was last taken over completely, if ever.
    pub previous_drain: Option<Instant>,
    /// The device sends what it stored oldest first, as the Bluetooth profiles ask.
    pub oldest_first: bool,
}

/// Places the records of one device in time.
///
/// Made of everything known of the device's clock, pairs that were read long after a record among it, and of where the
/// phone was. A pure function of the two: the same record gets the same place, until more is known.
#[derive(Debug)]
pub struct Placer<'a> {
    pub(super) form: ClockForm,
    lines: Lines,
    pub(super) phone: Phone<'a>,
    /// What each pair of each line shows of the clock.
    at_pairs: Vec<Vec<Verdict>>,
    /// When the clock can have been set between a line and the next.
    settings: Vec<Option<Setting>>,
    /// How far a clock without a pair is off, if its newest records always come at once.
    pub(super) habit: Habit,
}

/// What is wrong with a clock at an instant, in the zone where the phone was then.
#[derive(Debug, Clone, Copy)]
struct Verdict {
    ahead_ms: Option<i64>,
    cause: Option<Cause>,
}

impl<'a> Placer<'a> {
    /// Sets out a clock's timelines.
    pub fn new(clock: &DeviceClock, zones: &'a ZoneHistory, database: &Zones) -> Self {
        let lines = Lines::of(clock);
        let phone = Phone::of(zones, database);
        let settings = lines
            .all()
            .windows(2)
            .map(|two| match two {
                [earlier, later] => Setting::between(earlier, later, clock.form, &phone),
                _ => None,
            })
            .collect();
        let mut placer =
            Self { form: clock.form, lines, phone, at_pairs: Vec::new(), settings, habit: Habit::of(clock) };
        placer.at_pairs = placer.lines.all().iter().map(|line| placer.judge_pairs(line)).collect();
        placer
    }

    /// Places the records of one connection, in their order.
    ///
    /// A stamp that fits a timeline takes its pair's difference, wherever the phone has travelled since. Where it fits
    /// several, what the order of the records, the last complete visit and the time of the setting rule out is left
    /// out; what remains is kept as candidates, and the bounds hold for all of them. A stamp that fits none was made by
    /// a clock of which no pair is known: it lies between its neighbours and the two visits. Without any pair it is
    /// read as the time on the wall where the phone was, if that lies between the visits.
    pub fn place(&self, burst: &Burst<'_>) -> Vec<Placed> {
        let grain = Grain::of(burst.records);
        let mut ways: Vec<Ways> = burst.records.iter().map(|record| self.ways(record, grain)).collect();
        for (ways, record) in ways.iter_mut().zip(burst.records) {
            by_visit(ways, drain_before(burst, record));
        }
        let ordered = burst.oldest_first && by_order(&mut ways);
        for ways in &mut ways {
            by_setting(ways, &self.settings, &self.lines);
        }
        let between = if ordered { neighbours(&ways) } else { vec![(None, None); ways.len()] };
        let shift = if self.lines.is_empty() { self.shift(burst) } else { None };
        let mut placed = Vec::with_capacity(ways.len());
        for ((record, ways), (floor, ceiling)) in burst.records.iter().zip(&ways).zip(between) {
            let drain = drain_before(burst, record);
            let bounds = Bounds::of(record.received, drain, floor, ceiling);
            placed.push(match (record.stamp, ways.fits.first()) {
                (Stamp::Civil(stamp), Some(chosen)) => self.by_lines(stamp, chosen, &ways.fits, grain),
                (Stamp::Civil(_), None) if self.form == ClockForm::None || record.live => {
                    self.by_arrival(record, bounds, None, None)
                }
                (Stamp::Civil(stamp), None) => {
                    let visits = Visits { previous_drain: drain, received: record.received };
                    let by_wall = self.unknown_until(record.received).map(|until| {
                        let placed = self.by_wall(stamp, record, visits, shift, grain);
                        (placed.moment.instant().is_some_and(|at| at <= until), placed)
                    });
                    match by_wall {
                        Some((before, placed)) if before || self.lines.is_empty() => placed,
                        _ => self.by_bounds(bounds, Some(self.why_none(stamp, record))),
                    }
                }
                (Stamp::Unusable | Stamp::Missing, _) => self.by_arrival(record, bounds, None, None),
            });
        }
        placed
    }

    /// Until when nothing is known of the clock: up to the first line where it begins with a setting, for ever where
    /// there is no line.
    fn unknown_until(&self, received: Instant) -> Option<Instant> {
        match self.lines.all().first() {
            None => Some(received),
            Some(first) => (first.from_ms > i64::MIN).then(|| instant(first.from_ms)),
        }
    }

    fn ways(&self, record: &Record, grain: Grain) -> Ways {
        let (Stamp::Civil(stamp), false) = (record.stamp, self.form == ClockForm::None) else {
            return Ways::default();
        };
        let stamp_ms = stamp.as_utc_seconds() * 1000;
        let mut fits = self.lines.fits(stamp_ms, grain.ms(), record.received);
        // What lies before there was any such device is no reading of one.
        fits.retain(|fit| fit.instant_ms >= FIRST_DEVICES_MS);
        let face = face(stamp, record.received);
        if face == Face::Plain {
            return Ways { fits, doubtful: false };
        }
        // Only a clock that was as far behind when a pair was read can have made such a stamp.
        let far_behind = |fit: &Fit| fit.instant_ms - stamp_ms > AGREEMENT_MS + WIDEST_ZONES_MS;
        if face == Face::Reset || fits.iter().any(far_behind) {
            fits.retain(far_behind);
        }
        Ways { fits, doubtful: face == Face::Doubtful }
    }

    fn by_lines(&self, stamp: CivilTime, chosen: &Fit, fits: &[Fit], grain: Grain) -> Placed {
        let at = instant(chosen.instant_ms);
        let moment = self.phone.moment_at(at);
        let drifts = self.lines.all().get(chosen.line).is_some_and(|line| line.drifts);
        let Verdict { ahead_ms, cause } = self.verdict(drifts, stamp, at, moment.offset());
        // A clock that was right then may be seen to be wrong by its pair: left on summer time, or taken abroad.
        let at_pair = self.at_pairs.get(chosen.line).and_then(|line| line.get(chosen.nearest));
        let agrees = |ahead: Option<i64>| ahead.is_some_and(|ahead| ahead.abs() <= AGREEMENT_MS);
        let right = agrees(ahead_ms) && agrees(at_pair.and_then(|pair| pair.ahead_ms));
        let placed = Placed {
            moment: moment.with_precision(grain.precision()),
            how: if right { How::Exact } else { How::Corrected },
            cause: cause.or(at_pair.and_then(|pair| pair.cause)),
            shift_ms: ahead_ms.map(|ahead| -ahead),
            candidates: Vec::with_capacity(fits.len()),
            earliest: fits.iter().map(|fit| instant(fit.earliest_ms)).min(),
            latest: fits.iter().map(|fit| instant(fit.latest_ms)).max().unwrap_or(Instant::MAX),
            timeline: u32::try_from(chosen.line).ok(),
        };
        placed.with_candidates(fits.iter().map(|fit| instant(fit.instant_ms)))
    }

    fn judge_pairs(&self, line: &Line) -> Vec<Verdict> {
        let judge = |pair: &Anchor| {
            let at = instant(pair.phone);
            let offset = self.phone.zone_at(at).map(|zone| zone.offset_at(at));
            self.verdict(line.drifts, CivilTime::saturating(pair.shown / 1000), at, offset)
        };
        line.anchors.iter().map(judge).collect()
    }

    /// How wrong a clock was when it showed this, where the phone's own offset was `offset`.
    fn verdict(&self, drifts: bool, shown: CivilTime, at: Instant, offset: Option<Offset>) -> Verdict {
        let offset_ms = match (self.form, offset) {
            (ClockForm::Local, None) => return Verdict { ahead_ms: None, cause: None },
            (ClockForm::Local, Some(offset)) => i64::from(offset.seconds()) * 1000,
            (ClockForm::Utc | ClockForm::None, _) => 0,
        };
        let ahead_ms = shown.as_utc_seconds() * 1000 - at.as_millis() - offset_ms;
        if ahead_ms.abs() <= AGREEMENT_MS {
            return Verdict { ahead_ms: Some(ahead_ms), cause: None };
        }
        let zone = self.phone.zone_at(at).filter(|_| self.form == ClockForm::Local);
        let cause = match cause_of(ahead_ms, shown, at, zone) {
            Some(Cause::Offset) if drifts => Some(Cause::Drift),
            other => other,
        };
        Verdict { ahead_ms: Some(ahead_ms), cause }
    }

    /// Why no timeline takes a stamp: what is wrong with the clock now, or that it was set.
    fn why_none(&self, stamp: CivilTime, record: &Record) -> Cause {
        if face(stamp, record.received) != Face::Plain {
            return Cause::Reset;
        }
        let newest = self.at_pairs.last().and_then(|line| line.last());
        newest.and_then(|verdict| verdict.cause).unwrap_or(Cause::Offset)
    }

    /// Without help from the stamp: when it came, if it is the newest; else between its neighbours and the visits.
    pub(super) fn by_arrival(
        &self,
        record: &Record,
        bounds: Bounds,
        cause: Option<Cause>,
        shift_ms: Option<i64>,
    ) -> Placed {
        if !record.newest && !record.live {
            return self.by_bounds(bounds, cause);
        }
        Placed {
            moment: self.phone.moment_at(record.received),
            how: How::Reception,
            cause,
            shift_ms,
            candidates: Vec::new(),
            earliest: bounds.earliest,
            latest: record.received,
            timeline: None,
        }
    }

    fn by_bounds(&self, bounds: Bounds, cause: Option<Cause>) -> Placed {
        Placed {
            moment: self.phone.moment_within(bounds.earliest, bounds.latest),
            how: if bounds.earliest.is_some() { How::Inferred } else { How::Undated },
            cause,
            shift_ms: None,
            candidates: Vec::new(),
            earliest: bounds.earliest,
            latest: bounds.latest,
            timeline: None,
        }
    }
}

/// No earlier and no later than this.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) earliest: Option<Instant>,
    pub(super) latest: Instant,
}

impl Bounds {
    /// Between what came before and after, the last complete visit and reception.
    fn of(
        received: Instant,
        drain: Option<Instant>,
        floor: Option<Instant>,
        ceiling: Option<Instant>,
    ) -> Self {
        let latest = ceiling.map_or(received, |ceiling| ceiling.min(received));
        Self { earliest: [floor, drain].into_iter().flatten().filter(|at| *at <= latest).max(), latest }
    }
}

/// How fine the stamps of a burst are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grain {
    Second,
    /// No stamp has seconds: the device cuts them off.
    Minute,
}

impl Grain {
    fn of(records: &[Record]) -> Self {
        let seconds = |record: &Record| match record.stamp {
            Stamp::Civil(stamp) => stamp.second() != 0,
            Stamp::Unusable | Stamp::Missing => false,
        };
        if records.iter().any(seconds) { Self::Second } else { Self::Minute }
    }

    pub(super) const fn ms(self) -> i64 {
        match self {
            Self::Second => 1000,
            Self::Minute => 60_000,
        }
    }

    pub(super) const fn precision(self) -> Precision {
        match self {
            Self::Second => Precision::Second,
            Self::Minute => Precision::Minute,
        }
    }
}

/// For each record, after which instant the ones before it were measured, and before which the ones after it.
fn neighbours(ways: &[Ways]) -> Vec<(Option<Instant>, Option<Instant>)> {
    let mut floor = None;
    let mut between: Vec<(Option<Instant>, Option<Instant>)> = Vec::with_capacity(ways.len());
    for ways in ways {
        between.push((floor, None));
        floor = floor.max(ways.earliest_ms().map(instant));
    }
    let mut ceiling: Option<Instant> = None;
    for (ways, slot) in ways.iter().zip(&mut between).rev() {
        slot.1 = ceiling;
        ceiling = [ceiling, ways.latest_ms().map(instant)].into_iter().flatten().min();
    }
    between
}

/// The last complete visit before a record came; a clock put back since tells nothing.
fn drain_before(burst: &Burst<'_>, record: &Record) -> Option<Instant> {
    burst.previous_drain.filter(|drain| *drain <= record.received)
}

/// An instant within the years that there are.
fn instant(ms: i64) -> Instant {
    Instant::from_millis(ms).unwrap_or(if ms < 0 { Instant::MIN } else { Instant::MAX })
}
