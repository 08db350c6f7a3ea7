//! What is stored comes back as it was, whatever the phone or the database do.

use super::*;

fn bytes<T: minicbor::Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).unwrap()
}

fn again<T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()>>(value: &T) -> T {
    minicbor::decode(&bytes(value)).unwrap()
}

fn hex(text: &str) -> Vec<u8> {
    data_encoding::HEXLOWER.decode(text.replace(' ', "").as_bytes()).unwrap()
}

#[test]
fn a_stored_moment_has_these_bytes() {
    let moment = Moment::at(instant("2026-10-25T00:30:00Z"), &zone("Europe/London"), Evidence::PhoneSetting);
    let expected = [
        "88",                            // an array of 8: the other zone, absent, is left out
        "82 00 81 1b 000001a17076db40",  // when: at (0), milliseconds
        "19 0e10",                       // offset: 3600 s
        "6d 4575726f70652f4c6f6e646f6e", // zone: "Europe/London"
        "82 01 81 1a 6add5b98",          // civil: time (1), seconds as if UTC
        "00",                            // evidence: phone setting
        "65 3230323562",                 // database: "2025b"
        "00",                            // precision: millisecond
        "80",                            // marks: none
    ];
    assert_eq!(bytes(&moment), hex(&expected.concat()));
    assert_eq!(again(&moment), moment);
}

#[test]
fn the_numbers_of_stored_words_never_change() {
    fn numbers<T: minicbor::Encode<()>>(words: &[T]) -> Vec<u8> {
        words.iter().flat_map(bytes).collect()
    }
    assert_eq!(numbers(&Evidence::ALL), [0, 1, 2, 3, 4, 5, 6]);
    assert_eq!(numbers(&[Precision::Millisecond, Precision::Second, Precision::Minute]), [0, 1, 2]);
    assert_eq!(numbers(&[Mark::Ambiguous, Mark::OffsetConflict, Mark::UnknownZone]), [0, 1, 2]);
    let how = [How::Exact, How::Corrected, How::Inferred, How::Reception, How::Undated];
    assert_eq!(numbers(&how), [0, 1, 2, 3, 4]);
    assert_eq!(how.map(How::code), ["exact", "corrected", "inferred", "reception", "undated"]);
    let cause = [Cause::Offset, Cause::Drift, Cause::DaylightSaving, Cause::Zone, Cause::Reset];
    assert_eq!(numbers(&cause), [0, 1, 2, 3, 4]);
    assert_eq!(cause.map(Cause::code), ["offset", "drift", "daylight-saving", "zone", "reset"]);
}

#[test]
fn a_zone_that_no_database_has_still_decodes() {
    let known = Moment::at(instant("2026-07-01T12:00:00Z"), &zone("Europe/London"), Evidence::Chosen);
    let mut stored = bytes(&known);
    let name = stored.windows(13).position(|window| window == b"Europe/London").unwrap();
    stored[name..name + 13].copy_from_slice(b"Moon/Tycho_NW");
    let moment: Moment = minicbor::decode(&stored).unwrap();
    assert_eq!(moment.zone().unwrap().as_str(), "Moon/Tycho_NW");
    assert_eq!(moment.offset(), known.offset());
    assert_eq!(moment.diary_day(DayStart::MIDNIGHT), known.diary_day(DayStart::MIDNIGHT));
    assert_eq!(moment.to_text(), "2026-07-01T13:00:00+01:00[Moon/Tycho_NW]");
    assert_eq!(bytes(&moment), stored);
}

#[test]
fn a_stored_civil_time_wins_over_the_rules_of_today() {
    // As if written when a database still gave London two hours of summer time.
    let rules_then = Moment {
        offset: Some("+02:00".parse().unwrap()),
        civil: Some(Civil::Time(civil("2026-07-02T00:30"))),
        database: "1945a".into(),
        ..Moment::at(instant("2026-07-01T22:30:00Z"), &zone("Europe/London"), Evidence::PhoneSetting)
    };
    let read = again(&rules_then);
    assert_eq!(read, rules_then);
    assert_eq!(read.diary_day(DayStart::MIDNIGHT), Some(date("2026-07-02")));
    assert_eq!(read.to_text(), "2026-07-02T00:30:00+02:00[Europe/London]");
    let exported =
        Moment::parse_recorded(&read.to_text(), Evidence::PhoneSetting, &Zones::built_in()).unwrap();
    assert_eq!(
        (exported.when(), exported.offset(), exported.civil()),
        (read.when(), read.offset(), read.civil())
    );
    assert_eq!(exported.marks().collect::<Vec<_>>(), [Mark::OffsetConflict]);
    let typed = Moment::parse_typed(&read.to_text(), Evidence::Chosen, &Zones::built_in());
    assert_eq!(typed, Err(TimeError::OffsetConflict));
}

#[test]
fn values_out_of_range_do_not_decode() {
    assert!(minicbor::decode::<Instant>(&bytes(&i64::MAX)).is_err());
    assert!(minicbor::decode::<CivilDate>(&bytes(&i32::MAX)).is_err());
    assert!(minicbor::decode::<CivilTime>(&bytes(&i64::MIN)).is_err());
    assert!(minicbor::decode::<Offset>(&bytes(&86_400_i32)).is_err());
    assert!(minicbor::decode::<DayStart>(&bytes(&721_u16)).is_err());
}

#[test]
fn typed_times_ask_where_they_must() {
    let london = zone("Europe/London");
    let twice = civil("2026-10-25T01:30");
    let typed = |occurrence| Moment::typed(twice, &london, Evidence::Chosen, occurrence);
    assert!(matches!(typed(Occurrence::Ask), Err(TimeError::HappensTwice { .. })));
    let texts = [Occurrence::First, Occurrence::Second, Occurrence::Unattended].map(|it| typed(it).unwrap());
    assert_eq!(texts[0].to_text(), "2026-10-25T01:30:00+01:00[Europe/London]");
    assert_eq!(texts[1].to_text(), "2026-10-25T01:30:00+00:00[Europe/London]");
    assert_eq!(texts[2].to_text(), texts[0].to_text());
    assert_eq!(texts[0].marks().count(), 0);
    assert_eq!(texts[2].marks().collect::<Vec<_>>(), [Mark::Ambiguous]);
    assert_eq!(texts[0].precision(), Precision::Minute);
    for occurrence in [Occurrence::Ask, Occurrence::First, Occurrence::Unattended] {
        let skipped = Moment::typed(civil("2026-03-29T01:30"), &london, Evidence::Chosen, occurrence);
        assert!(matches!(skipped, Err(TimeError::DoesNotExist { .. })));
    }
}

#[test]
fn days_come_from_the_own_civil_date_or_not_at_all() {
    let at = instant("2026-11-10T23:30:00Z");
    let day = |moment: &Moment| moment.diary_day(DayStart::MIDNIGHT);
    assert_eq!(day(&Moment::at(at, &zone("Europe/Berlin"), Evidence::Location)), Some(date("2026-11-11")));
    assert_eq!(day(&Moment::at(at, &zone("America/New_York"), Evidence::Location)), Some(date("2026-11-10")));
    assert_eq!(day(&Moment::at_unplaced(at, Evidence::Unknown)), None);
    assert_eq!(
        day(&Moment::civil_only(Civil::Date(date("2026-11-10")), Evidence::Unknown)),
        Some(date("2026-11-10"))
    );
    let span = |to: &str| {
        Moment::within(at, instant(to), Some(&zone("Europe/Berlin")), Evidence::PhoneSetting).unwrap()
    };
    assert_eq!(day(&span("2026-11-11T12:00:00Z")), Some(date("2026-11-11")));
    assert_eq!(day(&span("2026-11-12T12:00:00Z")), None);
    let backwards = Moment::within(instant("2026-11-11T00:00:00Z"), at, None, Evidence::Unknown);
    assert_eq!(backwards, Err(TimeError::BoundsReversed));
}

proptest! {
    #[test]
    fn every_moment_comes_back_as_it_was(moment in any_moment()) {
        prop_assert_eq!(&again(&moment), &moment);
        prop_assert_eq!(bytes(&again(&moment)), bytes(&moment));
    }

    #[test]
    fn a_journey_changes_nothing_that_was_recorded(
        recorded in proptest::collection::vec(any_moment(), 1..20),
        journey in proptest::collection::vec((any_instant(), any_zone()), 20),
        start in 0..=12_u8,
    ) {
        let start = DayStart::new(start, 0).unwrap();
        let seen = |moments: &[Moment]| {
            let mut order: Vec<usize> = (0..moments.len()).collect();
            order.sort_by_key(|index| moments[*index].sort_key_ms());
            let shown: Vec<_> =
                moments.iter().map(|it| (it.civil(), it.diary_day(start), it.to_text(), bytes(it))).collect();
            (order, shown)
        };
        let before = seen(&recorded);
        let mut stored: Vec<Vec<u8>> = recorded.iter().map(bytes).collect();
        let mut history = ZoneHistory::new();
        for (instant, zone) in journey {
            // The phone arrives, records something there, and reads back what it had.
            history.record(Sighting { instant, zone: zone.to_name(), evidence: Evidence::PhoneSetting });
            let _here = Moment::at(instant, &zone, Evidence::PhoneSetting);
            let read: Vec<Moment> = stored.iter().map(|it| minicbor::decode(it).unwrap()).collect();
            prop_assert_eq!(&seen(&read), &before);
            stored = read.iter().map(bytes).collect();
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(noise in proptest::collection::vec(any::<u8>(), 0..80)) {
        let _: Result<Moment, _> = minicbor::decode(&noise);
        let _: Result<ZoneHistory, _> = minicbor::decode(&noise);
    }
}
