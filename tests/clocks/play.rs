//! Plays a script: what the clock shows, what the phone sees of it, and what was true.

use diary_core::time::{
    CivilTime, ClockForm, ClockPair, ClockSet, DeviceClock, Evidence, Instant, NewestRecord, Sighting, Stamp,
    Zone, ZoneHistory,
};

use crate::chance::Chance;
use crate::life::{DAY, Event, HOUR, Life, MINUTE, SECOND, Script, Taken, Visit, offset_ms, wrong};

/// What a clock shows when its batteries were changed.
const FACTORY_YEARS: [u16; 4] = [1970, 2000, 2015, 2021];

/// A clock that runs by its own seconds: what it shows, in milliseconds as if it were UTC.
struct Ticking {
    shown_ms: i64,
    since_ms: i64,
    /// Millionths that it runs fast.
    fast_ppm: i64,
    stretch: usize,
}

impl Ticking {
    fn shows(&self, at_ms: i64) -> i64 {
        let ran = at_ms - self.since_ms;
        self.shown_ms + ran + ran / 1000 * self.fast_ppm / 1000
    }

    fn set(&mut self, at_ms: i64, shown_ms: i64) {
        (self.shown_ms, self.since_ms) = (shown_ms, at_ms);
        self.stretch += 1;
    }
}

fn civil(shown_ms: i64) -> CivilTime {
    CivilTime::from_utc_seconds(shown_ms.div_euclid(SECOND)).unwrap()
}

fn instant(ms: i64) -> Instant {
    Instant::from_millis(ms).unwrap()
}

fn sighting(at_ms: i64, zone: &Zone) -> Sighting {
    Sighting { instant: instant(at_ms), zone: zone.to_name(), evidence: Evidence::PhoneSetting }
}

/// A cuff, and the phone beside it.
pub(crate) struct Play<'a> {
    script: &'a Script,
    chance: &'a mut Chance,
    life: Life,
    ticking: Ticking,
    /// The phone can read the clock.
    readable: bool,
    /// The phone sets the clock when all was taken over.
    sets_it: bool,
    /// What the cuff holds.
    held: Vec<Taken>,
    /// The zone that the phone is in.
    here: usize,
    drained: Option<Instant>,
    sightings: Vec<Sighting>,
}

impl<'a> Play<'a> {
    pub(crate) fn begin(script: &'a Script, start_ms: i64, chance: &'a mut Chance) -> Self {
        let home = &script.zones[0];
        let form = if chance.percent(8) { ClockForm::Utc } else { ClockForm::Local };
        let largest = i64::from(*chance.one_of(&[5_u8, 5, 30]));
        let base = if form == ClockForm::Utc { 0 } else { offset_ms(home, start_ms) };
        let off = match chance.between(0, 9) {
            0..6 => wrong(chance),
            6..8 => chance.between(-90, 90) * MINUTE,
            8 => chance.between(-12, 12) * HOUR,
            _ => -chance.between(300, 5000) * DAY,
        };
        // Seconds a day to millionths.
        let fast_ppm = chance.between(-largest * SECOND, largest * SECOND) * 1000 / 86_400;
        let ticking = Ticking { shown_ms: start_ms + base + off, since_ms: start_ms, fast_ppm, stretch: 0 };
        let grain_ms = if chance.percent(15) { MINUTE } else { SECOND };
        let readable = chance.percent(85);
        let sets_it = readable && chance.percent(30);
        let drift_s_per_day = u8::try_from(largest).unwrap();
        Self {
            script,
            chance,
            life: Life {
                clock: DeviceClock { form, drift_s_per_day, ..DeviceClock::default() },
                zones: ZoneHistory::new(),
                visits: Vec::new(),
                pair_stretches: Vec::new(),
                grain_ms,
            },
            ticking,
            readable,
            sets_it,
            held: Vec::new(),
            here: 0,
            drained: None,
            sightings: vec![sighting(start_ms - DAY, home)],
        }
    }

    pub(crate) fn play(mut self) -> Life {
        let script = self.script;
        for (at_ms, event) in &script.events {
            self.happens(*at_ms, event);
        }
        self.life.zones = self.sightings.into_iter().collect();
        self.life
    }

    /// What a right clock is ahead of UTC in a zone.
    fn wall_ms(&self, zone: usize, at_ms: i64) -> i64 {
        if self.life.clock.form == ClockForm::Utc { 0 } else { offset_ms(&self.script.zones[zone], at_ms) }
    }

    fn happens(&mut self, at_ms: i64, event: &Event) {
        match event {
            Event::Measure => {
                let grain_ms = self.life.grain_ms;
                let stamp = Stamp::Civil(civil(self.ticking.shows(at_ms).div_euclid(grain_ms) * grain_ms));
                self.held.push(Taken { truth_ms: at_ms, stretch: self.ticking.stretch, stamp });
            }
            Event::Reset => {
                let year = *self.chance.one_of(&FACTORY_YEARS);
                let midnight: CivilTime = format!("{year}-01-01T00:00").parse().unwrap();
                self.ticking.set(at_ms, midnight.as_utc_seconds() * SECOND);
            }
            Event::SetByHand { zone, wrong_ms } => {
                self.ticking.set(at_ms, at_ms + self.wall_ms(*zone, at_ms) + wrong_ms);
            }
            Event::Travel { zone } => {
                // The phone notes it when it is next awake.
                let (left, arrived) = (self.chance.between(0, 6 * HOUR), self.chance.between(0, 12 * HOUR));
                self.sightings.push(sighting(at_ms - left, &self.script.zones[self.here]));
                self.sightings.push(sighting(at_ms + arrived, &self.script.zones[*zone]));
                self.here = *zone;
            }
            Event::Visit => self.visit(at_ms),
        }
    }

    fn visit(&mut self, at_ms: i64) {
        self.sightings.push(sighting(at_ms, &self.script.zones[self.here]));
        if self.readable && self.chance.percent(95) {
            self.read_clock(at_ms);
        }
        let received_ms = at_ms + self.chance.between(1, 8) * SECOND;
        let all = self.chance.percent(95);
        let count = if all || self.held.is_empty() {
            self.held.len()
        } else {
            usize::try_from(self.chance.between(0, i64::try_from(self.held.len()).unwrap() - 1)).unwrap()
        };
        let rest = self.held.split_off(count);
        let taken = std::mem::replace(&mut self.held, rest);
        let last_ms = received_ms + i64::try_from(count).unwrap() * 100 - 100;
        let previous_drain = self.drained;
        if all {
            self.drained = Some(instant(at_ms));
        }
        if self.sets_it && all {
            self.set_clock(last_ms + SECOND);
        }
        let clock = &mut self.life.clock;
        if let Some(Taken { stamp: Stamp::Civil(stamp), .. }) = taken.last() {
            clock.newest_records.push(NewestRecord { stamp: *stamp, received: instant(last_ms) });
        }
        let (pairs, sets, newest_records) = (clock.pairs.len(), clock.sets.len(), clock.newest_records.len());
        self.life.visits.push(Visit { taken, received_ms, previous_drain, pairs, sets, newest_records });
    }

    fn read_clock(&mut self, at_ms: i64) {
        let half = self.chance.between(20, 250);
        let device = civil(self.ticking.shows(at_ms + self.chance.between(-half, half)));
        let error_ms = u32::try_from(half + SECOND).unwrap();
        self.life.clock.pairs.push(ClockPair { device, phone: instant(at_ms), error_ms });
        self.life.pair_stretches.push(self.ticking.stretch);
    }

    fn set_clock(&mut self, at_ms: i64) {
        let right = at_ms + self.wall_ms(self.here, at_ms);
        let before = self.ticking.shows(at_ms);
        if (before - right).abs() > 30 * SECOND {
            self.ticking.set(at_ms, right);
            let (before, after) = (Some(civil(before)), civil(right));
            self.life.clock.sets.push(ClockSet { instant: instant(at_ms), before, after });
        }
    }
}
