//! Many pairs, settings and bursts: which timeline a record lies on, and what decides it.

use super::*;

const MINUTE_MS: i64 = 60_000;

fn pair(device: &str, phone: &str) -> ClockPair {
    ClockPair { device: civil(device), phone: instant(phone), error_ms: 1000 }
}

fn at(stamp: &str, received: &str) -> Record {
    Record { stamp: Stamp::Civil(civil(stamp)), received: instant(received), newest: false, live: false }
}

fn berlin() -> ZoneHistory {
    [sighting("2020-01-01T00:00:00Z", "Europe/Berlin")].into_iter().collect()
}

fn placed(clock: &DeviceClock, records: &[Record], previous_drain: Option<&str>) -> Vec<Placed> {
    let zones = berlin();
    let previous_drain = previous_drain.map(instant);
    let burst = Burst { records, previous_drain, oldest_first: true };
    Placer::new(clock, &zones, &Zones::built_in()).place(&burst)
}

fn instants(placed: &[Placed]) -> Vec<Option<String>> {
    placed.iter().map(|one| one.moment.instant().map(|at| at.to_string())).collect()
}

#[test]
fn a_clock_that_drifts_is_read_between_its_pairs() {
    // It gains three seconds a day.
    let clock = DeviceClock {
        pairs: vec![
            pair("2026-11-11T09:00:30", "2026-11-11T08:00:00Z"),
            pair("2026-11-01T09:00:00", "2026-11-01T08:00:00Z"),
        ],
        ..DeviceClock::default()
    };
    let records = [
        at("2026-11-03T09:00:06", "2026-11-11T08:00:05Z"),
        at("2026-11-09T09:00:24", "2026-11-11T08:00:06Z"),
    ];
    let placed = placed(&clock, &records, None);
    assert_eq!(
        instants(&placed),
        [Some("2026-11-03T08:00:00Z".to_owned()), Some("2026-11-09T08:00:00Z".to_owned())]
    );
    for one in &placed {
        assert_eq!((one.how, one.cause, one.timeline), (How::Exact, None, Some(0)));
        // Two days from a pair at five seconds a day, and as much as the other pair leaves open.
        let width_ms = one.latest.millis_since(one.earliest.unwrap());
        assert!((20_000..2 * (1000 + 1000 + 10_000 + MINUTE_MS)).contains(&width_ms), "{width_ms}");
    }
}

#[test]
fn a_known_setting_parts_two_timelines_to_the_second() {
    let clock = DeviceClock {
        sets: vec![ClockSet {
            instant: instant("2026-11-10T12:00:00Z"),
            before: Some(civil("2026-11-10T12:00:00")),
            after: civil("2026-11-10T13:00:00"),
        }],
        ..DeviceClock::default()
    };
    let records = [
        at("2026-11-10T11:30:20", "2026-11-11T08:00:00Z"),
        at("2026-11-10T13:30:20", "2026-11-11T08:00:01Z"),
    ];
    let found = placed(&clock, &records, None);
    assert_eq!(
        instants(&found),
        [Some("2026-11-10T11:30:20Z".to_owned()), Some("2026-11-10T12:30:20Z".to_owned())]
    );
    assert_eq!((found[0].cause, found[0].timeline), (Some(Cause::Zone), Some(0)));
    assert_eq!((found[1].how, found[1].timeline), (How::Exact, Some(1)));
    // What was shown twice, before and after, keeps both until the order tells.
    let back = DeviceClock {
        sets: vec![ClockSet {
            instant: instant("2026-11-10T12:00:00Z"),
            before: Some(civil("2026-11-10T14:00:00")),
            after: civil("2026-11-10T13:00:00"),
        }],
        ..DeviceClock::default()
    };
    let twice = at("2026-11-10T13:30:20", "2026-11-11T08:00:01Z");
    let found = placed(&back, &[twice], None);
    assert_eq!(found[0].candidates.len(), 2);
    assert_eq!(found[0].moment.marks().collect::<Vec<_>>(), [Mark::Ambiguous]);
    let found = placed(&back, &[at("2026-11-10T13:40:00", "2026-11-11T08:00:00Z"), twice], None);
    assert_eq!(found[1].candidates, [instant("2026-11-10T12:30:20Z")]);
}

#[test]
fn a_stretch_without_a_pair_lies_between_its_neighbours() {
    let clock = DeviceClock {
        pairs: vec![
            pair("2026-11-09T08:00:00", "2026-11-09T07:06:00Z"),
            pair("2026-11-12T19:00:00", "2026-11-12T18:00:00Z"),
        ],
        ..DeviceClock::default()
    };
    let received = "2026-11-12T18:00:05Z";
    let records = [
        at("2026-11-10T20:00:10", received),
        at("2021-01-01T00:20:10", received),
        at("2026-11-12T13:10:10", received),
    ];
    let found = placed(&clock, &records, None);
    assert_eq!((found[1].how, found[1].cause), (How::Inferred, Some(Cause::Reset)));
    let When::Within { earliest, latest } = found[1].moment.when() else { panic!("not a span") };
    assert!(earliest >= found[0].earliest.unwrap() && latest <= found[2].latest);
    assert!(earliest > instant("2026-11-10T18:00:00Z") && latest < instant("2026-11-12T12:18:00Z"));
    // A device whose order is not known says less.
    let zones = berlin();
    let burst = Burst { records: &records, previous_drain: None, oldest_first: false };
    let found = Placer::new(&clock, &zones, &Zones::built_in()).place(&burst);
    assert_eq!((found[1].how, found[1].earliest), (How::Undated, None));
}

#[test]
fn an_order_that_cannot_be_is_not_believed() {
    let clock = DeviceClock {
        pairs: vec![pair("2026-11-12T19:00:00", "2026-11-12T18:00:00Z")],
        ..DeviceClock::default()
    };
    let received = "2026-11-12T18:00:05Z";
    let newest_first = [at("2026-11-12T13:10:10", received), at("2026-11-11T20:00:10", received)];
    let found = placed(&clock, &newest_first, None);
    assert_eq!(
        instants(&found),
        [Some("2026-11-12T12:10:10Z".to_owned()), Some("2026-11-11T19:00:10Z".to_owned())]
    );
    assert!(found.iter().all(|one| one.how == How::Exact));
}

#[test]
fn a_complete_visit_tells_which_of_two_timelines() {
    // An hour back at a time that nobody noted.
    let clock = DeviceClock {
        form: ClockForm::Utc,
        pairs: vec![
            pair("2026-11-10T08:30:00", "2026-11-10T07:00:00Z"),
            pair("2026-11-12T07:30:00", "2026-11-12T07:00:00Z"),
        ],
        ..DeviceClock::default()
    };
    let record = at("2026-11-11T07:30:30", "2026-11-12T07:00:05Z");
    assert_eq!(placed(&clock, &[record], None)[0].candidates.len(), 2);
    let visited = placed(&clock, &[record], Some("2026-11-11T06:30:00Z"));
    assert_eq!(visited[0].candidates, [instant("2026-11-11T07:00:30Z")]);
}

#[test]
fn bounds_grow_with_the_time_to_the_pair() {
    let clock = DeviceClock {
        pairs: vec![pair("2026-11-12T19:00:00", "2026-11-12T18:00:00Z")],
        ..DeviceClock::default()
    };
    let width_ms = |stamp: &str| {
        let found = placed(&clock, &[at(stamp, "2026-11-12T18:00:05Z")], None);
        found[0].latest.millis_since(found[0].earliest.unwrap())
    };
    // Error of the pair either way, and the second of the stamp.
    assert!((3000..4000).contains(&width_ms("2026-11-12T18:58:10")));
    // And five seconds a day, and a minute that nobody noticed, either way.
    let four_days = width_ms("2026-11-08T19:00:10");
    assert!(
        (3000 + 2 * (20_000 + MINUTE_MS) - 500..3000 + 2 * (20_000 + MINUTE_MS) + 500).contains(&four_days)
    );
}

#[test]
fn stamps_without_seconds_are_bounded_by_a_minute() {
    let clock = DeviceClock {
        pairs: vec![pair("2026-11-12T19:00:00", "2026-11-12T18:00:00Z")],
        ..DeviceClock::default()
    };
    let received = "2026-11-12T18:00:05Z";
    let coarse = [at("2026-11-12T18:40:00", received), at("2026-11-12T18:41:00", received)];
    for one in placed(&clock, &coarse, None) {
        assert_eq!(one.moment.precision(), Precision::Minute);
        assert!(one.latest.millis_since(one.moment.instant().unwrap()) >= MINUTE_MS);
    }
    let fine = [at("2026-11-12T18:40:00", received), at("2026-11-12T18:41:01", received)];
    for one in placed(&clock, &fine, None) {
        assert_eq!(one.moment.precision(), Precision::Second);
        assert!(one.latest.millis_since(one.moment.instant().unwrap()) < 5000);
    }
}

#[test]
fn a_newest_record_that_cannot_be_right_dates_its_burst() {
    let received = "2026-11-12T18:00:05Z";
    let newest = Record { newest: true, ..at("2026-11-12T21:00:03", received) };
    let found = placed(&DeviceClock::default(), &[at("2026-11-12T20:30:03", received), newest], None);
    assert_eq!((found[1].how, found[1].moment.instant()), (How::Reception, Some(instant(received))));
    // Half an hour before the newest, by the same clock.
    assert_eq!(
        (found[0].how, found[0].moment.instant()),
        (How::Inferred, Some(instant("2026-11-12T17:30:05Z")))
    );
    assert_eq!(found[0].cause, Some(Cause::Zone));
    // Two hours old to the minute may be a clock that is two hours behind: offered, not taken.
    let behind = Record { newest: true, ..at("2026-11-12T17:00:00", received) };
    let found = placed(&DeviceClock::default(), &[behind], None);
    assert_eq!(found[0].moment.instant(), Some(instant("2026-11-12T16:00:00Z")));
    assert_eq!(found[0].candidates, [instant("2026-11-12T16:00:00Z"), instant("2026-11-12T18:00:00Z")]);
}

#[test]
fn time_between_two_readings_is_never_a_difference_of_wall_clocks() {
    let clock = DeviceClock::default();
    let by_stamp = |stamp: &str, line: u32| Measured { stamp: Some((civil(stamp), line)), arrival: None };
    // A minute over the end of summer time, by a clock that nobody set: a minute.
    let one = by_stamp("2026-10-25T02:59:30", 3);
    let two = by_stamp("2026-10-25T03:00:30", 3);
    let found = elapsed(&one, &two, &clock).unwrap();
    assert_eq!((found.ms, found.by), (MINUTE_MS, By::Device));
    assert!((1000..1100).contains(&found.error_ms));
    assert_eq!(elapsed(&two, &one, &clock).unwrap().ms, -MINUTE_MS);
    let coarse =
        elapsed(&by_stamp("2026-10-25T02:59:00", 0), &by_stamp("2026-10-26T02:59:00", 0), &clock).unwrap();
    assert_eq!((coarse.ms, coarse.error_ms), (24 * 60 * MINUTE_MS, MINUTE_MS + 5000));
    // Set in between: nothing is known by stamps.
    let later = by_stamp("2026-10-25T03:00:30", 4);
    assert_eq!(elapsed(&one, &later, &clock), None);
    let arrived = |measured: Measured, ns: u64, boot: u8| Measured {
        arrival: Some(MonotonicTime { ns, boot: [boot; 16] }),
        ..measured
    };
    let found = elapsed(&arrived(one, 1_000_000_000, 1), &arrived(later, 91_500_000_000, 1), &clock).unwrap();
    assert_eq!((found.ms, found.by), (90_500, By::Monotonic));
    assert_eq!(elapsed(&arrived(one, 1_000_000_000, 1), &arrived(later, 91_500_000_000, 2), &clock), None);
}

fn any_pair() -> impl Strategy<Value = ClockPair> {
    let near = 1_700_000_000_000..1_760_000_000_000_i64;
    let usual =
        (near, -200_000_000..200_000_000_i64, 0..5000_u32).prop_map(|(phone, off_s, error_ms)| ClockPair {
            device: CivilTime::from_utc_seconds(phone / 1000 + off_s / 1000).unwrap(),
            phone: Instant::from_millis(phone).unwrap(),
            error_ms,
        });
    let odd = (any_civil(), any_instant(), any::<u32>()).prop_map(|(device, phone, error_ms)| ClockPair {
        device,
        phone,
        error_ms,
    });
    prop_oneof![3 => usual, 1 => odd]
}

fn any_clock() -> impl Strategy<Value = DeviceClock> {
    let form =
        prop_oneof![4 => Just(ClockForm::Local), 2 => Just(ClockForm::Utc), 1 => Just(ClockForm::None)];
    let set = (any_pair(), proptest::option::of(any_civil())).prop_map(|(pair, before)| ClockSet {
        instant: pair.phone,
        before,
        after: pair.device,
    });
    (form, any::<u8>(), proptest::collection::vec(any_pair(), 0..8), proptest::collection::vec(set, 0..3))
        .prop_map(|(form, drift_s_per_day, pairs, sets)| DeviceClock {
            form,
            drift_s_per_day,
            pairs,
            sets,
            ..DeviceClock::default()
        })
}

fn any_record() -> impl Strategy<Value = Record> {
    let near = 1_700_000_000..1_760_000_000_i64;
    let stamp = prop_oneof![
        4 => near.prop_map(|at| Stamp::Civil(CivilTime::from_utc_seconds(at).unwrap())),
        2 => any_civil().prop_map(Stamp::Civil),
        1 => Just(Stamp::Unusable),
        1 => Just(Stamp::Missing),
    ];
    let received = prop_oneof![
        3 => (1_700_000_000_000..1_760_000_000_000_i64).prop_map(|at| Instant::from_millis(at).unwrap()),
        1 => any_instant(),
    ];
    (stamp, received, any::<bool>(), any::<bool>()).prop_map(|(stamp, received, newest, live)| Record {
        stamp,
        received,
        newest,
        live,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if crate::testing::long() { 100_000 } else { 2000 }, ..ProptestConfig::default() })]

    /// Whatever is said of a clock, every record gets a place that agrees with itself.
    #[test]
    fn whatever_a_clock_did_every_record_gets_a_place(
        clock in any_clock(),
        records in proptest::collection::vec(any_record(), 0..12),
        previous_drain in proptest::option::of(any_instant()),
        oldest_first in any::<bool>(),
        sightings in proptest::collection::vec((any_instant(), any_zone()), 0..4),
        now in proptest::option::of(any_instant()),
    ) {
        let zones: ZoneHistory = sightings
            .into_iter()
            .map(|(instant, zone)| Sighting { instant, zone: zone.to_name(), evidence: Evidence::PhoneSetting })
            .collect();
        let _: Result<(), ClockError> = clock.check(now);
        let burst = Burst { records: &records, previous_drain, oldest_first };
        let placer = Placer::new(&clock, &zones, &Zones::built_in());
        let all = placer.place(&burst);
        prop_assert_eq!(all.len(), records.len());
        for (one, record) in all.iter().zip(&records) {
            prop_assert!(one.latest <= record.received);
            prop_assert!(one.earliest.is_none_or(|earliest| earliest <= one.latest));
            prop_assert!(one.candidates.is_sorted());
            match one.moment.when() {
                When::At(instant) => {
                    prop_assert!(instant <= record.received);
                    prop_assert!(one.candidates.is_empty() || one.candidates.contains(&instant));
                    // The bounds hold for every candidate.
                    for at in one.candidates.iter().chain([&instant]) {
                        prop_assert!(one.earliest.is_none_or(|earliest| earliest <= *at) && *at <= one.latest);
                    }
                }
                When::Within { earliest, latest } => prop_assert!(earliest <= latest && latest <= record.received),
                When::Civil(_) => prop_assert!(false, "a record always has a bound"),
            }
            let through_a_pair = matches!(one.how, How::Exact | How::Corrected);
            prop_assert_eq!(through_a_pair, one.timeline.is_some());
        }
        // The same again, and in whatever order the pairs became known.
        prop_assert_eq!(&placer.place(&burst), &all);
        let known: std::collections::BTreeSet<Instant> =
            clock.pairs.iter().map(|pair| pair.phone).chain(clock.sets.iter().map(|set| set.instant)).collect();
        if known.len() == clock.pairs.len() + clock.sets.len() {
            let pairs = clock.pairs.iter().rev().cloned().collect();
            let turned = DeviceClock { pairs, ..clock };
            prop_assert_eq!(&Placer::new(&turned, &zones, &Zones::built_in()).place(&burst), &all);
        }
    }
}
