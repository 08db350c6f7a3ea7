//! The life of a cuff and its clock, with the truth that nobody else knows.

use diary_core::time::{DeviceClock, Instant, Stamp, Zone, ZoneHistory, Zones};

use crate::chance::Chance;
use crate::play::Play;

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

pub(crate) enum Event {
    Measure,
    Visit,
    Reset,
    SetByHand { zone: usize, wrong_ms: i64 },
    Travel { zone: usize },
}

/// A part of a life: what happens, and when.
pub(crate) struct Script {
    pub(crate) events: Vec<(i64, Event)>,
    /// Home, where the phone travels, and where another phone is.
    pub(crate) zones: Vec<Zone>,
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
        Play::begin(&script, start_ms, chance).play()
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
pub(crate) fn wrong(chance: &mut Chance) -> i64 {
    chance.between(-40, 40) * SECOND
}

pub(crate) fn offset_ms(zone: &Zone, at_ms: i64) -> i64 {
    i64::from(zone.offset_at(Instant::from_millis(at_ms).unwrap()).seconds()) * SECOND
}

fn change_between(zone: &Zone, mut before: i64, mut after: i64) -> i64 {
    while after - before > 1 {
        let middle = before.midpoint(after);
        if offset_ms(zone, middle) == offset_ms(zone, before) { before = middle } else { after = middle }
    }
    after
}
