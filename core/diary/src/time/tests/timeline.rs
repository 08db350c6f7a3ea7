//! Records of devices whose clocks are right, wrong and absent.

use super::*;

fn pair(device: &str, phone: &str) -> ClockPair {
    ClockPair { device: civil(device), phone: instant(phone), error_ms: 1500 }
}

fn stamp(text: &str) -> Stamp {
    Stamp::Civil(civil(text))
}

/// Places one record that came alone.
fn place(
    stamp: Stamp,
    pair: Option<&ClockPair>,
    received: Instant,
    newest: bool,
    previous_drain: Option<Instant>,
    zones: &ZoneHistory,
) -> Placed {
    let clock = DeviceClock { pairs: pair.cloned().into_iter().collect(), ..DeviceClock::default() };
    let records = [Record { stamp, received, newest, live: false }];
    let burst = Burst { records: &records, previous_drain, oldest_first: true };
    let mut placed = Placer::new(&clock, zones, &Zones::built_in()).place(&burst);
    assert_eq!(placed.len(), 1);
    placed.remove(0)
}

fn berlin() -> ZoneHistory {
    [sighting("2020-01-01T00:00:00Z", "Europe/Berlin"), sighting("2026-12-31T00:00:00Z", "Europe/Berlin")]
        .into_iter()
        .collect()
}

#[test]
fn a_slow_clock_is_corrected_by_its_pair() {
    let pair = pair("2026-11-10T08:00:00", "2026-11-10T07:06:00Z");
    assert_eq!(pair.delta_ms(), -54 * 60_000);
    let placed = place(
        stamp("2026-11-10T07:30:00"),
        Some(&pair),
        instant("2026-11-10T07:06:01Z"),
        true,
        None,
        &berlin(),
    );
    assert_eq!(placed.moment.to_text(), "2026-11-10T07:36:00+01:00[Europe/Berlin]");
    assert_eq!(placed.moment.instant(), Some(instant("2026-11-10T06:36:00Z")));
    assert_eq!(
        (placed.how, placed.cause, placed.shift_ms),
        (How::Corrected, Some(Cause::Offset), Some(6 * 60_000))
    );
    // A single stamp without seconds may have been cut to the minute.
    assert_eq!(placed.moment.precision(), Precision::Minute);
    assert_eq!(placed.earliest, Some(instant("2026-11-10T06:35:58.396Z")));
    assert_eq!(placed.latest, instant("2026-11-10T06:37:01.604Z"));
}

#[test]
fn a_clock_still_on_summer_time_makes_the_doubled_hour_plain() {
    let pair = pair("2026-10-26T09:00:00", "2026-10-26T07:00:00Z");
    let placed = place(
        stamp("2026-10-25T02:30:00"),
        Some(&pair),
        instant("2026-10-26T07:00:01Z"),
        true,
        None,
        &berlin(),
    );
    assert_eq!(placed.moment.instant(), Some(instant("2026-10-25T00:30:00Z")));
    assert_eq!(placed.candidates, [instant("2026-10-25T00:30:00Z")]);
    assert_eq!((placed.how, placed.cause), (How::Corrected, Some(Cause::DaylightSaving)));
    // It was right then, and is wrong since the clocks went back.
    assert_eq!(placed.shift_ms, Some(0));
    assert_eq!(placed.moment.marks().count(), 0);
}

#[test]
fn without_a_pair_the_doubled_hour_keeps_both_instants() {
    let received = instant("2026-10-26T07:00:01Z");
    let placed = place(stamp("2026-10-25T02:30:00"), None, received, true, None, &berlin());
    assert_eq!(placed.candidates, [instant("2026-10-25T00:30:00Z"), instant("2026-10-25T01:30:00Z")]);
    assert_eq!(placed.how, How::Inferred);
    assert_eq!(placed.moment.marks().collect::<Vec<_>>(), [Mark::Ambiguous]);
    assert_eq!(placed.moment.instant(), Some(instant("2026-10-25T00:30:00Z")));
    // What is known of its arrival decides where it can.
    let early =
        place(stamp("2026-10-25T02:30:00"), None, instant("2026-10-25T01:00:00Z"), true, None, &berlin());
    assert_eq!(early.candidates, [instant("2026-10-25T00:30:00Z")]);
    let drained = Some(instant("2026-10-25T01:00:00Z"));
    let late = place(stamp("2026-10-25T02:30:00"), None, received, true, drained, &berlin());
    assert_eq!(late.candidates, [instant("2026-10-25T01:30:00Z")]);
    assert_eq!(late.moment.marks().count(), 0);
}

#[test]
fn a_record_is_shown_where_the_phone_was_not_where_it_is() {
    let travels: ZoneHistory = [
        sighting("2026-07-01T06:00:00Z", "Europe/Berlin"),
        sighting("2026-07-11T06:00:00Z", "Europe/Berlin"),
        sighting("2026-07-12T18:00:00Z", "America/New_York"),
    ]
    .into_iter()
    .collect();
    let pair = pair("2026-07-12T20:00:00", "2026-07-12T18:00:00Z");
    let received = instant("2026-07-12T18:00:02Z");
    let placed = place(stamp("2026-07-10T08:00:00"), Some(&pair), received, false, None, &travels);
    assert_eq!(placed.moment.to_text(), "2026-07-10T08:00:00+02:00[Europe/Berlin]");
    assert_eq!((placed.how, placed.cause), (How::Corrected, Some(Cause::Zone)));
    assert_eq!(placed.moment.other_zone(), None);
    // On the journey itself both zones are kept.
    let journey = place(stamp("2026-07-12T08:00:00"), Some(&pair), received, false, None, &travels);
    assert_eq!(journey.moment.to_text(), "2026-07-12T08:00:00+02:00[Europe/Berlin]");
    assert_eq!(journey.moment.other_zone().map(ZoneName::as_str), Some("America/New_York"));
}

#[test]
fn a_pair_dates_nothing_from_before_the_reset() {
    let pair = pair("2021-01-01T00:03:00", "2026-11-10T07:06:00Z");
    let received = instant("2026-11-10T07:06:01Z");
    let after = place(stamp("2021-01-01T00:01:30"), Some(&pair), received, true, None, &berlin());
    assert_eq!(after.moment.instant(), Some(instant("2026-11-10T07:04:30Z")));
    assert_eq!((after.how, after.cause), (How::Corrected, Some(Cause::Reset)));
    let before = place(stamp("2026-11-09T20:00:00"), Some(&pair), received, false, None, &berlin());
    assert_eq!((before.how, before.cause), (How::Undated, Some(Cause::Reset)));
    assert_eq!(before.moment.when(), When::Within { earliest: Instant::MIN, latest: received });
    assert_eq!(before.moment.diary_day(DayStart::MIDNIGHT), None);
    let drained = instant("2026-11-09T06:00:00Z");
    let bounded = place(stamp("2026-11-09T20:00:00"), Some(&pair), received, false, Some(drained), &berlin());
    assert_eq!(bounded.how, How::Inferred);
    assert_eq!(bounded.moment.when(), When::Within { earliest: drained, latest: received });
}

#[test]
fn a_factory_stamp_is_no_date_once_the_clock_is_right() {
    let right = pair("2026-11-10T08:06:00", "2026-11-10T07:06:00Z");
    let received = instant("2026-11-10T07:06:01Z");
    let placed = place(stamp("2021-01-01T00:01:30"), Some(&right), received, false, None, &berlin());
    assert_eq!((placed.how, placed.cause), (How::Undated, Some(Cause::Reset)));
    let newest = place(stamp("2021-01-01T00:01:30"), None, received, true, None, &berlin());
    assert_eq!((newest.how, newest.cause), (How::Reception, Some(Cause::Reset)));
    assert_eq!(newest.moment.instant(), Some(received));
    let honest = place(stamp("2021-01-02T09:00:00"), Some(&right), received, false, None, &berlin());
    assert_eq!((honest.how, honest.cause), (How::Exact, None));
}

#[test]
fn an_impossible_stamp_gives_way_to_reception() {
    // 2025-02-29 and hour 24 decode to no civil time at all.
    assert!("2025-02-29T10:00:00".parse::<CivilTime>().is_err());
    let received = instant("2026-11-10T07:06:01.250Z");
    let right = pair("2026-11-10T08:06:00", "2026-11-10T07:06:00Z");
    for known in [None, Some(&right)] {
        for nothing in [Stamp::Unusable, Stamp::Missing] {
            let newest = place(nothing, known, received, true, None, &berlin());
            assert_eq!((newest.how, newest.moment.instant()), (How::Reception, Some(received)));
            assert_eq!(newest.moment.to_text(), "2026-11-10T08:06:01.250+01:00[Europe/Berlin]");
            let drained = instant("2026-11-10T05:00:00Z");
            let stored = place(nothing, known, received, false, Some(drained), &berlin());
            assert_eq!(stored.how, How::Inferred);
            assert_eq!(stored.moment.when(), When::Within { earliest: drained, latest: received });
            assert_eq!(stored.moment.diary_day(DayStart::MIDNIGHT), Some(date("2026-11-10")));
            assert_eq!(place(nothing, known, received, false, None, &berlin()).how, How::Undated);
        }
    }
}

#[test]
fn a_clock_right_to_a_minute_is_exact() {
    let received = instant("2026-11-10T07:06:01Z");
    for (device, how, cause) in [
        ("2026-11-10T08:06:00", How::Exact, None),
        ("2026-11-10T08:07:00", How::Exact, None),
        ("2026-11-10T08:07:01", How::Corrected, Some(Cause::Offset)),
        ("2026-11-10T08:21:00", How::Corrected, Some(Cause::Offset)),
        ("2026-11-10T07:36:00", How::Corrected, Some(Cause::Zone)),
        ("2026-11-10T09:04:00", How::Corrected, Some(Cause::DaylightSaving)),
        ("2026-11-10T07:06:00", How::Corrected, Some(Cause::Zone)),
        ("2026-11-10T12:51:00", How::Corrected, Some(Cause::Zone)),
        ("2026-11-06T07:06:00", How::Corrected, Some(Cause::Offset)),
        ("2019-03-06T07:06:00", How::Corrected, Some(Cause::Reset)),
        ("2027-11-10T08:06:00", How::Corrected, Some(Cause::Offset)),
    ] {
        let pair = pair(device, "2026-11-10T07:06:00Z");
        let placed = place(Stamp::Civil(pair.device), Some(&pair), received, true, None, &berlin());
        assert_eq!((placed.how, placed.cause), (how, cause), "{device}");
        assert_eq!(placed.moment.instant(), Some(instant("2026-11-10T07:06:00Z")), "{device}");
    }
}

#[test]
fn a_stamp_that_was_skipped_comes_from_a_clock_not_put_forward() {
    let received = instant("2026-03-29T10:00:00Z");
    let placed = place(stamp("2026-03-29T02:30:00"), None, received, false, None, &berlin());
    assert_eq!(placed.moment.to_text(), "2026-03-29T03:30:00+02:00[Europe/Berlin]");
    assert_eq!((placed.how, placed.cause), (How::Inferred, Some(Cause::DaylightSaving)));
}

#[test]
fn a_stamp_outside_its_two_visits_dates_nothing() {
    let received = instant("2026-11-10T07:00:00Z");
    let drained = Some(instant("2026-11-09T07:00:00Z"));
    for wrong in ["2026-11-10T09:00:00", "2026-11-08T09:00:00"] {
        let stored = place(stamp(wrong), None, received, false, drained, &berlin());
        assert_eq!((stored.how, stored.cause), (How::Inferred, Some(Cause::Offset)));
        assert!(matches!(stored.moment.when(), When::Within { .. }));
        let newest = place(stamp(wrong), None, received, true, drained, &berlin());
        assert_eq!((newest.how, newest.moment.instant()), (How::Reception, Some(received)));
        assert!(newest.shift_ms.is_some());
    }
    // Half a minute fast is within what a clock may be off, and never makes a reading later than its arrival.
    let fast = place(stamp("2026-11-10T08:00:30"), None, received, true, drained, &berlin());
    assert_eq!((fast.how, fast.moment.instant()), (How::Inferred, Some(received)));
}

#[test]
fn the_error_of_a_pair_never_makes_a_reading_later_than_its_arrival() {
    let received = instant("2026-11-10T07:06:01Z");
    let right = pair("2026-11-10T08:06:00", "2026-11-10T07:06:00Z");
    // Two seconds after its arrival is within what pair and stamp may be off; three are not.
    let just = place(stamp("2026-11-10T08:06:03"), Some(&right), received, true, None, &berlin());
    assert_eq!((just.how, just.moment.instant()), (How::Exact, Some(received)));
    let over = place(stamp("2026-11-10T08:06:04"), Some(&right), received, true, None, &berlin());
    assert_eq!((over.how, over.cause), (How::Undated, Some(Cause::Offset)));
}

#[test]
fn without_a_pair_a_stamp_is_read_only_where_the_phone_was() {
    let travels: ZoneHistory = [
        sighting("2026-07-01T06:00:00Z", "Europe/Berlin"),
        sighting("2026-07-12T06:00:00Z", "Europe/Berlin"),
        sighting("2026-07-12T18:00:00Z", "America/New_York"),
        sighting("2026-07-20T18:00:00Z", "America/New_York"),
    ]
    .into_iter()
    .collect();
    let received = instant("2026-07-20T18:00:02Z");
    let at = |text| place(stamp(text), None, received, false, None, &travels);
    assert_eq!(at("2026-07-10T08:00:00").moment.to_text(), "2026-07-10T08:00:00+02:00[Europe/Berlin]");
    assert_eq!(at("2026-07-10T08:00:00").candidates.len(), 1);
    assert_eq!(at("2026-07-15T08:00:00").moment.to_text(), "2026-07-15T08:00:00-04:00[America/New_York]");
    assert_eq!(at("2026-07-15T08:00:00").candidates.len(), 1);
    // On the day of the journey it may have been either; both are kept.
    let journey = at("2026-07-12T09:00:00");
    assert_eq!(journey.candidates, [instant("2026-07-12T07:00:00Z"), instant("2026-07-12T13:00:00Z")]);
    assert_eq!(journey.moment.to_text(), "2026-07-12T09:00:00+02:00[Europe/Berlin]");
    assert_eq!(journey.moment.other_zone().map(ZoneName::as_str), Some("America/New_York"));
    assert_eq!(journey.moment.marks().collect::<Vec<_>>(), [Mark::Ambiguous]);
}

#[test]
fn a_phone_without_a_known_zone_still_keeps_the_instant() {
    let received = instant("2026-11-10T07:06:01Z");
    let pair = pair("2026-11-10T08:00:00", "2026-11-10T07:06:00Z");
    let placed = place(stamp("2026-11-10T07:30:00"), Some(&pair), received, true, None, &ZoneHistory::new());
    assert_eq!(placed.moment.to_text(), "2026-11-10T06:36:00Z");
    let odd = ZoneName("Moon/Tycho".into());
    let moon: ZoneHistory =
        [Sighting { instant: received, zone: odd.clone(), evidence: Evidence::PhoneSetting }]
            .into_iter()
            .collect();
    let placed = place(stamp("2026-11-10T07:30:00"), Some(&pair), received, true, None, &moon);
    assert_eq!(placed.moment.zone(), Some(&odd));
    assert_eq!(placed.moment.marks().collect::<Vec<_>>(), [Mark::UnknownZone]);
}

#[test]
fn a_pair_lies_in_the_middle_of_its_round_trip() {
    let pair = ClockPair::from_round_trip(
        civil("2026-11-10T08:00:00"),
        instant("2026-11-10T07:00:00Z"),
        instant("2026-11-10T07:00:00.400Z"),
    );
    assert_eq!((pair.phone, pair.error_ms), (instant("2026-11-10T07:00:00.200Z"), 1200));
}

fn any_stamp() -> impl Strategy<Value = Stamp> {
    prop_oneof![4 => any_civil().prop_map(Stamp::Civil), 1 => Just(Stamp::Unusable), 1 => Just(Stamp::Missing)]
}

fn any_history() -> impl Strategy<Value = ZoneHistory> {
    proptest::collection::vec((any_instant(), any_zone(), any_evidence()), 0..5).prop_map(|sightings| {
        sightings
            .into_iter()
            .map(|(instant, zone, evidence)| Sighting { instant, zone: zone.to_name(), evidence })
            .collect()
    })
}

fn any_pair() -> impl Strategy<Value = Option<ClockPair>> {
    proptest::option::of(
        (any_civil(), any_instant(), any::<u32>()).prop_map(|(device, phone, error_ms)| ClockPair {
            device,
            phone,
            error_ms,
        }),
    )
}

proptest! {
    #[test]
    fn every_record_gets_a_place_no_later_than_its_arrival(
        stamp in any_stamp(), pair in any_pair(), received in any_instant(), newest in any::<bool>(),
        drained in proptest::option::of(any_instant()), zones in any_history(),
    ) {
        let placed = place(stamp, pair.as_ref(), received, newest, drained, &zones);
        match placed.moment.when() {
            When::At(instant) => prop_assert!(instant <= received),
            When::Within { earliest, latest } => prop_assert!(earliest <= latest && latest <= received),
            When::Civil(_) => prop_assert!(false, "a record always has a bound"),
        }
        prop_assert!(placed.candidates.is_sorted());
        if let (Some(instant), false) = (placed.moment.instant(), placed.candidates.is_empty()) {
            prop_assert!(placed.candidates.contains(&instant));
        }
        prop_assert!(placed.latest <= received && placed.earliest.is_none_or(|earliest| earliest <= placed.latest));
    }

    /// A clock wrong by any constant, read in any zone: its pair gives every record its true instant back.
    #[test]
    fn a_pair_undoes_any_constant_error(
        wrong_s in -400_000_000..400_000_000_i64,
        phone in 1_600_000_000..1_900_000_000_i64,
        ago_s in 0..10_000_000_i64,
        zone in any_zone(),
    ) {
        let phone = Instant::from_millis(phone * 1000).unwrap();
        let measured = phone.plus_millis(-ago_s * 1000).unwrap();
        let shows = |at: Instant| CivilTime::from_utc_seconds(at.as_millis() / 1000 + wrong_s).unwrap();
        let pair = ClockPair { device: shows(phone), phone, error_ms: 1000 };
        let zones: ZoneHistory =
            [Sighting { instant: measured, zone: zone.to_name(), evidence: Evidence::PhoneSetting }].into_iter().collect();
        let placed = place(Stamp::Civil(shows(measured)), Some(&pair), phone, false, None, &zones);
        // A stamp on a factory's first day may be refused; it is never placed wrongly.
        if placed.cause != Some(Cause::Reset) {
            prop_assert_eq!(placed.moment.instant(), Some(measured));
            prop_assert_eq!(placed.moment.civil(), Some(Civil::Time(zone.civil_at(measured))));
        }
    }
}
