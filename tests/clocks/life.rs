//! The life of a cuff and its clock, with the truth that nobody else knows.

use diary_core::time::{
    CivilTime, ClockForm, ClockPair, ClockSet, DeviceClock, Evidence, Instant, NewestRecord, Sighting, Stamp,
    Zone, ZoneHistory, Zones,
};

use crate::chance::Chance;

pub(crate) const SECOND: i64 = 1000;
pub(crate) const MINUTE: i64 = 60 * SECOND;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;

const HOMES: [&str; 12] = [
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Africa/Cairo",
    "America/Sao_Paulo",
    "Pacific/Auckland",
    "Asia/Kathmandu",
];

/// What a clock shows when its batteries were changed.
const FACTORY_YEARS: [u16; 4] = [1970, 2000, 2015, 2021];

/// One measurement.
pub(crate) struct Taken {
    /// When it really was.
    pub(crate) truth_ms: i64,
    /// On which stretch between two settings it really lies.
    pub(crate) stretch: usize,
    pub(crate) stamp: Stamp,
}

/// One connection.
pub(crate) struct Visit {
    pub(crate) taken: Vec<Taken>,
    /// When the first record came; each next one a tenth of a second later.
    pub(crate) received_ms: i64,
    /// The last visit before that took everything over.
    pub(crate) previous_drain: Option<Instant>,
    /// How many pairs, settings and newest records were known when it ended.
    pub(crate) pairs: usize,
    pub(crate) sets: usize,
    pub(crate) newest_records: usize,
}

pub(crate) struct Life {
    pub(crate) clock: DeviceClock,
    pub(crate) zones: ZoneHistory,
    pub(crate) visits: Vec<Visit>,
    /// On which stretch each pair really lies.
    pub(crate) pair_stretches: Vec<usize>,
    /// The stamp's grain.
    pub(crate) grain_ms: i64,
}

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

enum Event {
    Measure,
    Visit,
    Reset,
    SetByHand { zone: usize, wrong_ms: i64 },
    Travel { zone: usize },
}

/// A part of a life: what happens, and when.
struct Script {
    events: Vec<(i64, Event)>,
    zones: Vec<Zone>,
    end_ms: i64,
}

impl Life {
    pub(crate) fn of(seed: u64) -> Self {
        let chance = &mut Chance::of(seed);
        let start_ms = 1_704_067_200_000 + chance.between(0, 3 * 365) * DAY;
        let end_ms = start_ms + chance.between(60, 360) * DAY;
        let zones: Vec<Zone> =
            (0..3).map(|_| Zones::built_in().find(chance.one_of::<&str>(&HOMES)).unwrap()).collect();
        let pushes = chance.percent(50);
        let mut script = Script { events: Vec::new(), zones, end_ms };
        script.measure(start_ms, pushes, chance);
        script.travel(start_ms, chance);
        script.trouble(start_ms, chance);
        script.events.sort_by_key(|(at_ms, _)| *at_ms);
        play(&script, start_ms, chance)
    }
}

impl Script {
    fn add(&mut self, at_ms: i64, event: Event) {
        if at_ms < self.end_ms {
            self.events.push((at_ms, event));
        }
    }

    /// Readings, and the connections that bring them: soon after each, or every few days.
    fn measure(&mut self, start_ms: i64, pushes: bool, chance: &mut Chance) {
        let pause = chance.between(24, 120) * HOUR;
        let mut at_ms = start_ms + chance.between(0, DAY);
        let mut next_visit = start_ms + chance.between(1, 14) * DAY;
        while at_ms < self.end_ms {
            self.add(at_ms, Event::Measure);
            // A second reading a minute or two later, as the protocols ask.
            if chance.percent(30) {
                self.add(at_ms + chance.between(60, 150) * SECOND, Event::Measure);
            }
            if pushes && chance.percent(90) {
                self.add(at_ms + chance.between(155, 240) * SECOND, Event::Visit);
            }
            at_ms += chance.between(pause / 4, pause);
            while !pushes && next_visit < at_ms {
                self.add(next_visit, Event::Visit);
                next_visit += chance.between(DAY, 14 * DAY);
            }
        }
        self.events.push((self.end_ms, Event::Visit));
    }

    fn travel(&mut self, start_ms: i64, chance: &mut Chance) {
        if chance.percent(30) {
            let away = chance.between(start_ms, self.end_ms);
            self.add(away, Event::Travel { zone: 1 });
            self.add(away + chance.between(1, 30) * DAY, Event::Travel { zone: 0 });
        }
    }

    /// What happens to the clock.
    fn trouble(&mut self, start_ms: i64, chance: &mut Chance) {
        let home = self.zones[0].clone();
        for day in 0..(self.end_ms - start_ms) / DAY {
            let midnight = start_ms + day * DAY;
            if offset_ms(&home, midnight) != offset_ms(&home, midnight + DAY) {
                let moves_at = change_between(&home, midnight, midnight + DAY);
                let half = (offset_ms(&home, moves_at + DAY) - offset_ms(&home, moves_at - DAY)) / 2;
                match chance.between(0, 9) {
                    // Missed.
                    0..4 => {}
                    // The same day.
                    4..7 => self.add(moves_at + chance.between(0, 12 * HOUR), hand(0, wrong(chance))),
                    // Late.
                    7..9 => self.add(moves_at + chance.between(1, 21) * DAY, hand(0, wrong(chance))),
                    // By half.
                    _ => self.add(moves_at + chance.between(0, DAY), hand(0, -half)),
                }
            }
        }
        if chance.percent(15) {
            let empty = chance.between(start_ms, self.end_ms);
            self.add(empty, Event::Reset);
            if chance.percent(70) {
                self.add(empty + chance.between(MINUTE, 10 * DAY), hand(0, wrong(chance)));
            }
        }
        // Another phone, here or abroad, sets it when it connects.
        if chance.percent(15) {
            let zone = usize::from(chance.percent(30)) * 2;
            self.add(chance.between(start_ms, self.end_ms), hand(zone, 0));
        }
    }
}

fn hand(zone: usize, wrong_ms: i64) -> Event {
    Event::SetByHand { zone, wrong_ms }
}

/// People set a clock to the minute.
fn wrong(chance: &mut Chance) -> i64 {
    chance.between(-40, 40) * SECOND
}

fn offset_ms(zone: &Zone, at_ms: i64) -> i64 {
    i64::from(zone.offset_at(Instant::from_millis(at_ms).unwrap()).seconds()) * SECOND
}

fn change_between(zone: &Zone, mut before: i64, mut after: i64) -> i64 {
    while after - before > 1 {
        let middle = before.midpoint(after);
        if offset_ms(zone, middle) == offset_ms(zone, before) { before = middle } else { after = middle }
    }
    after
}

fn civil(shown_ms: i64) -> CivilTime {
    CivilTime::from_utc_seconds(shown_ms.div_euclid(SECOND)).unwrap()
}

fn instant(ms: i64) -> Instant {
    Instant::from_millis(ms).unwrap()
}

fn play(script: &Script, start_ms: i64, chance: &mut Chance) -> Life {
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
    let mut ticking = Ticking { shown_ms: start_ms + base + off, since_ms: start_ms, fast_ppm, stretch: 0 };
    let grain_ms = if chance.percent(15) { MINUTE } else { SECOND };
    let readable = chance.percent(85);
    let sets_it = readable && chance.percent(30);
    let clock =
        DeviceClock { form, drift_s_per_day: u8::try_from(largest).unwrap(), ..DeviceClock::default() };
    let sighting = |at_ms: i64, zone: &Zone| Sighting {
        instant: instant(at_ms),
        zone: zone.to_name(),
        evidence: Evidence::PhoneSetting,
    };
    let mut zones = vec![sighting(start_ms - DAY, home)];
    let mut life =
        Life { clock, zones: ZoneHistory::new(), visits: Vec::new(), pair_stretches: Vec::new(), grain_ms };
    let (mut held, mut here, mut drained) = (Vec::new(), 0_usize, None);
    for (at_ms, event) in &script.events {
        let at_ms = *at_ms;
        match event {
            Event::Measure => {
                let shown = ticking.shows(at_ms).div_euclid(grain_ms) * grain_ms;
                let stamp = Stamp::Civil(civil(shown));
                held.push(Taken { truth_ms: at_ms, stretch: ticking.stretch, stamp });
            }
            Event::Reset => {
                let year = *chance.one_of(&FACTORY_YEARS);
                let midnight: CivilTime = format!("{year}-01-01T00:00").parse().unwrap();
                ticking.set(at_ms, midnight.as_utc_seconds() * SECOND);
            }
            Event::SetByHand { zone, wrong_ms } => {
                let base = if form == ClockForm::Utc { 0 } else { offset_ms(&script.zones[*zone], at_ms) };
                ticking.set(at_ms, at_ms + base + wrong_ms);
            }
            Event::Travel { zone } => {
                // The phone notes it when it is next awake.
                zones.push(sighting(at_ms - chance.between(0, 6 * HOUR), &script.zones[here]));
                zones.push(sighting(at_ms + chance.between(0, 12 * HOUR), &script.zones[*zone]));
                here = *zone;
            }
            Event::Visit => {
                zones.push(sighting(at_ms, &script.zones[here]));
                if readable && chance.percent(95) {
                    let half = chance.between(20, 250);
                    let shown = civil(ticking.shows(at_ms + chance.between(-half, half)));
                    let error_ms = u32::try_from(half + SECOND).unwrap();
                    life.clock.pairs.push(ClockPair { device: shown, phone: instant(at_ms), error_ms });
                    life.pair_stretches.push(ticking.stretch);
                }
                let received_ms = at_ms + chance.between(1, 8) * SECOND;
                let all = chance.percent(95);
                let count = if all || held.is_empty() {
                    held.len()
                } else {
                    usize::try_from(chance.between(0, i64::try_from(held.len()).unwrap() - 1)).unwrap()
                };
                let rest = held.split_off(count);
                let taken = std::mem::replace(&mut held, rest);
                let done_ms = received_ms + i64::try_from(count).unwrap() * 100 + SECOND;
                let previous_drain = drained;
                if all {
                    drained = Some(instant(at_ms));
                }
                if sets_it && all {
                    let base =
                        if form == ClockForm::Utc { 0 } else { offset_ms(&script.zones[here], done_ms) };
                    let before = ticking.shows(done_ms);
                    if (before - done_ms - base).abs() > 30 * SECOND {
                        ticking.set(done_ms, done_ms + base);
                        life.clock.sets.push(ClockSet {
                            instant: instant(done_ms),
                            before: Some(civil(before)),
                            after: civil(done_ms + base),
                        });
                    }
                }
                if let Some(Taken { stamp: Stamp::Civil(stamp), .. }) = taken.last() {
                    let received = instant(received_ms + i64::try_from(count - 1).unwrap() * 100);
                    life.clock.newest_records.push(NewestRecord { stamp: *stamp, received });
                }
                life.visits.push(Visit {
                    taken,
                    received_ms,
                    previous_drain,
                    pairs: life.clock.pairs.len(),
                    sets: life.clock.sets.len(),
                    newest_records: life.clock.newest_records.len(),
                });
            }
        }
    }
    life.zones = zones.into_iter().collect();
    life
}
