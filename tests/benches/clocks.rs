//! Device clocks: placing records by many pairs.

use std::time::Duration;

use diary_core::time::{
    Burst, CivilTime, ClockPair, DeviceClock, Evidence, Instant, Placer, Record, Sighting, Stamp, Zone,
    ZoneHistory, Zones,
};

use crate::{Row, fastest, in_turns, timed};

/// The promise: so many records by a hundred pairs in less than this.
const RECORDS: usize = 10_000;
const PLACED_IN: Duration = Duration::from_millis(10);
const PAIRS: i64 = 100;
const TURNS: usize = 31;

const START_S: i64 = 1_767_225_600; // 2026-01-01T00:00:00Z
const DAY_S: i64 = 86_400;

/// Measures placing ten thousand records, and twice as many.
pub(crate) fn all(mut done: impl FnMut(Row)) {
    let (few, many) = (Life::of(RECORDS), Life::of(2 * RECORDS));
    let row = |life: &Life| {
        let (diary, bare) = in_turns(TURNS, || life.place(), || life.bare());
        let records = life.records;
        let what = format!(
            "place {records} records by 100 pairs; bare: move each stamp by one difference, and find its offset"
        );
        Row { what, diary, bare }
    };
    done(row(&few));
    done(row(&many));
    let (once, twice) = (fastest(TURNS, || few.place()), fastest(TURNS, || many.place()));
    assert!(once < PLACED_IN, "{once:?}");
    assert!(twice < once * 3, "twice as many take {twice:?}, half as many {once:?}");
}

/// A cuff that gains two seconds a day, read every three days and set right every thirty; one burst for each pair.
struct Life {
    records: usize,
    zone: Zone,
    clock: DeviceClock,
    sightings: ZoneHistory,
    bursts: Vec<Vec<Record>>,
}

fn instant(at_s: i64) -> Instant {
    Instant::from_millis(at_s * 1000).unwrap()
}

impl Life {
    fn of(records: usize) -> Self {
        let zone = Zone::parse("Europe/Berlin").unwrap();
        let civil = |shown_s: i64| CivilTime::from_utc_seconds(shown_s).unwrap();
        let shown = |at_s: i64| civil(at_s + 3600 + (at_s - START_S) % (30 * DAY_S) * 2 / DAY_S);
        let pair = |number: i64| {
            let at_s = START_S + (number + 1) * 3 * DAY_S;
            ClockPair { device: shown(at_s), phone: instant(at_s), error_ms: 1100 }
        };
        let clock = DeviceClock { pairs: (0..PAIRS).map(pair).collect(), ..DeviceClock::default() };
        let sighting =
            Sighting { instant: instant(START_S), zone: zone.to_name(), evidence: Evidence::PhoneSetting };
        let each = i64::try_from(records).unwrap() / PAIRS;
        let burst = |number: i64| -> Vec<Record> {
            let end_s = START_S + (number + 1) * 3 * DAY_S;
            let taken = (1..=each).rev().map(|place| end_s - place * 3 * DAY_S / (each + 1));
            let record = |at_s| Record {
                stamp: Stamp::Civil(shown(at_s)),
                received: instant(end_s),
                newest: false,
                live: false,
            };
            taken.map(record).collect()
        };
        let bursts = (0..PAIRS).map(burst).collect();
        Self { records, zone, clock, sightings: [sighting].into_iter().collect(), bursts }
    }

    fn place(&self) -> Duration {
        timed(|| {
            let placer = Placer::new(&self.clock, &self.sightings, &Zones::built_in());
            let place = |records: &Vec<Record>| {
                placer.place(&Burst { records, previous_drain: None, oldest_first: true })
            };
            self.bursts.iter().map(place).collect::<Vec<_>>()
        })
    }

    fn bare(&self) -> Duration {
        timed(|| {
            let difference_s = -3600;
            let moved = |record: &Record| match record.stamp {
                Stamp::Civil(stamp) => {
                    let at = instant(stamp.as_utc_seconds() + difference_s);
                    Some((at, self.zone.offset_at(at)))
                }
                Stamp::Unusable | Stamp::Missing => None,
            };
            self.bursts.iter().flatten().map(moved).collect::<Vec<_>>()
        })
    }
}
