//! Without a pair: a stamp read as the time on the wall where the phone was.

use super::super::{CivilTime, Instant, Moment, Resolution, Zone, ZonedTime, resolve};
use super::burst::{Bounds, Burst, Grain, Placer, Record};
use super::cause::{AGREEMENT_MS, Cause, Face, cause_of, face};
use super::phone::Phone;
use super::prompt::AT_ONCE_MS;
use super::{ClockForm, How, Placed, Stamp};

/// A clock is thought wrong by whole hours if its newest record seems to be that old, and hardly more.
const STEP_MS: i64 = 60 * 60 * 1000;
const SOON_MS: i64 = 90 * 1000;
const LONGEST_STEP_MS: i64 = 14 * 60 * 60 * 1000;

/// One way to read a stamp.
#[derive(Debug, Clone, Copy)]
struct Reading<'a> {
    instant: Instant,
    /// In which zone; `None` for a clock that keeps UTC.
    zone: Option<&'a Zone>,
    /// The last sighting up to the instant was in that zone.
    sure: bool,
    /// The wall clock skipped the stamp there.
    skipped: bool,
}

/// Between which instants a record was measured, allowing for a clock a minute off.
#[derive(Debug, Clone, Copy)]
pub(super) struct Visits {
    /// When all that the device held was last taken over.
    pub(super) previous_drain: Option<Instant>,
    /// When the record came.
    pub(super) received: Instant,
}

impl Visits {
    /// The instant, if it lies between the visits.
    fn admit(self, instant: Instant) -> Option<Instant> {
        let early = self.previous_drain.is_some_and(|drain| drain.millis_since(instant) > AGREEMENT_MS);
        let late = instant.millis_since(self.received) > AGREEMENT_MS;
        (!early && !late).then_some(instant.min(self.received))
    }
}

/// The instants that the stamp can mean in the zones where the phone was, earliest first.
fn readings<'a>(stamp: CivilTime, visits: Visits, phone: &'a Phone<'_>) -> Vec<Reading<'a>> {
    let mut readings = Vec::new();
    for zone in phone.seen() {
        let (times, skipped): ([Option<ZonedTime>; 2], bool) = match resolve(stamp, zone) {
            Ok(Resolution::Unique(only)) => ([Some(only), None], false),
            Ok(Resolution::Overlap { first, second }) => ([Some(first), Some(second)], false),
            // A clock that shows a time that was skipped has not been put forward yet.
            Ok(Resolution::Gap { after_gap, .. }) => ([Some(after_gap), None], true),
            Err(_) => continue,
        };
        for instant in times.into_iter().flatten().filter_map(|time| visits.admit(time.instant)) {
            let Some(at) = phone.at(instant) else { continue };
            let is = |other: Option<&Zone>| other.is_some_and(|other| other.name() == zone.name());
            let sure = is(at.zone);
            if sure || at.other.is_some_and(|(_, other)| is(other)) {
                readings.push(Reading { instant, zone: Some(zone), sure, skipped });
            }
        }
    }
    readings.sort_by_key(|reading| reading.instant);
    readings
}

/// How far a clock without a pair seems to be off, by its newest records.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shift {
    /// What to add to a stamp, read as if it were UTC.
    delta_ms: i64,
    /// What to add to a stamp, read on the phone's wall clock.
    wall_ms: i64,
    cause: Option<Cause>,
    trust: Trust,
}

/// How far a shift is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// The newest record seems to be whole hours old, to the minute: offered beside what the stamp says.
    Offered,
    /// The newest records always come at once, and say the same: taken, with what the stamp says beside it.
    Likely,
    /// The newest record's stamp cannot be right, so it was taken as it arrived.
    Certain,
}

impl Placer<'_> {
    /// What the newest record of a burst says about the clock.
    pub(super) fn shift(&self, burst: &Burst<'_>) -> Option<Shift> {
        let newest = burst.records.iter().rev().find(|record| record.newest)?;
        let Stamp::Civil(stamp) = newest.stamp else { return None };
        let received = newest.received;
        let previous_drain = burst.previous_drain.filter(|drain| *drain <= received);
        let read = self.read(stamp, newest, Visits { previous_drain, received });
        let stamp_ms = stamp.as_utc_seconds() * 1000;
        let (wall_ms, cause) = self.wrong_by(stamp, received)?;
        let Some(last) = read.last() else {
            let delta_ms = received.as_millis() - stamp_ms;
            return Some(Shift { delta_ms, wall_ms, cause, trust: Trust::Certain });
        };
        let late_ms = received.millis_since(last.instant);
        let rest_ms = late_ms % STEP_MS;
        let step_ms = late_ms - rest_ms;
        (rest_ms <= SOON_MS && (STEP_MS..=LONGEST_STEP_MS).contains(&step_ms)).then(|| Shift {
            delta_ms: last.instant.as_millis() - stamp_ms + step_ms,
            wall_ms: step_ms,
            cause,
            trust: Trust::Offered,
        })
    }

    /// What the newest records of all bursts say of a stamp, where they do not say that the clock is right.
    fn habitual(&self, stamp: CivilTime, received: Instant) -> Option<Shift> {
        let (at, newest) = self.habit.read(stamp, received)?;
        let (wall_ms, cause) = self.wrong_by(newest.stamp, newest.received)?;
        let delta_ms = at.as_millis() - stamp.as_utc_seconds() * 1000;
        let right = (0..=AT_ONCE_MS).contains(&wall_ms);
        (!right).then_some(Shift { delta_ms, wall_ms, cause, trust: Trust::Likely })
    }

    /// How far a clock that showed `stamp` at `received` was behind the wall clock, milliseconds, and why.
    fn wrong_by(&self, stamp: CivilTime, received: Instant) -> Option<(i64, Option<Cause>)> {
        let wall_ms = self.wall_ms(received)? - stamp.as_utc_seconds() * 1000;
        let zone = self.phone.zone_at(received).filter(|_| self.form == ClockForm::Local);
        Some((wall_ms, cause_of(-wall_ms, stamp, received, zone)))
    }

    /// Places a record of a clock of which there is no pair.
    pub(super) fn by_wall(
        &self,
        stamp: CivilTime,
        record: &Record,
        visits: Visits,
        shift: Option<Shift>,
        grain: Grain,
    ) -> Placed {
        let read = self.read(stamp, record, visits);
        let shift = self.habitual(stamp, record.received).or(shift);
        let shifted =
            shift.filter(|shift| !(shift.trust == Trust::Certain && record.newest)).and_then(|shift| {
                let at = Instant::from_millis(stamp.as_utc_seconds() * 1000 + shift.delta_ms).ok()?;
                visits.admit(at).map(|at| (at, shift))
            });
        let chosen = read.iter().find(|reading| reading.sure).or(read.first());
        match (chosen, shifted) {
            (Some(chosen), None) => self.as_read(chosen, &read, visits, grain),
            (Some(chosen), Some((at, shift))) if shift.trust == Trust::Offered => {
                let mut placed = self.as_read(chosen, &read, visits, grain);
                placed.cause = placed.cause.or(shift.cause);
                placed.with_candidates([at])
            }
            (_, Some((at, shift))) => {
                let placed = Placed {
                    moment: self.phone.moment_at(at).with_precision(grain.precision()),
                    how: How::Inferred,
                    cause: shift.cause,
                    shift_ms: Some(shift.wall_ms),
                    candidates: vec![at],
                    earliest: visits.previous_drain,
                    latest: visits.received,
                    timeline: None,
                };
                let likely = shift.trust == Trust::Likely;
                placed.with_candidates(read.iter().map(|reading| reading.instant).filter(|_| likely))
            }
            (None, None) => {
                let bounds = Bounds { earliest: visits.previous_drain, latest: visits.received };
                let wall_ms = self.wall_ms(record.received).map(|wall| wall - stamp.as_utc_seconds() * 1000);
                let cause = match face(stamp, record.received) {
                    Face::Reset => Some(Cause::Reset),
                    Face::Plain | Face::Doubtful => wall_ms.map(|_| Cause::Offset),
                };
                self.by_arrival(record, bounds, cause, wall_ms)
            }
        }
    }

    /// What the stamp can mean on the wall; nothing where it comes from a clock that was reset.
    fn read(&self, stamp: CivilTime, record: &Record, visits: Visits) -> Vec<Reading<'_>> {
        if face(stamp, record.received) == Face::Reset {
            return Vec::new();
        }
        if self.form == ClockForm::Utc {
            let utc = Instant::from_millis(stamp.as_utc_seconds() * 1000).ok();
            let at = utc.and_then(|utc| visits.admit(utc)).into_iter();
            return at.map(|instant| Reading { instant, zone: None, sure: true, skipped: false }).collect();
        }
        readings(stamp, visits, &self.phone)
    }

    fn as_read(&self, chosen: &Reading<'_>, all: &[Reading<'_>], visits: Visits, grain: Grain) -> Placed {
        let mut moment = self.phone.moment_at(chosen.instant);
        if let (Some(zone), Some(at)) = (chosen.zone, self.phone.at(chosen.instant)) {
            moment = Moment::at(chosen.instant, zone, at.evidence);
            moment.other_zone = [Some(at.name), at.other.map(|(name, _)| name)]
                .into_iter()
                .flatten()
                .find(|name| name.as_str() != zone.name())
                .cloned();
        }
        let placed = Placed {
            moment: moment.with_precision(grain.precision()),
            how: How::Inferred,
            cause: chosen.skipped.then_some(Cause::DaylightSaving),
            shift_ms: None,
            candidates: Vec::new(),
            earliest: visits.previous_drain,
            latest: visits.received,
            timeline: None,
        };
        placed.with_candidates(all.iter().map(|reading| reading.instant))
    }

    /// What the wall clock shows at an instant, as milliseconds of UTC; the wall of a clock that keeps UTC is UTC.
    fn wall_ms(&self, instant: Instant) -> Option<i64> {
        let offset_s = match self.form {
            ClockForm::Utc => 0,
            ClockForm::Local | ClockForm::None => self.phone.zone_at(instant)?.offset_at(instant).seconds(),
        };
        Some(instant.as_millis() + i64::from(offset_s) * 1000)
    }
}
