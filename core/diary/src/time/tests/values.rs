//! The small values: what they accept, refuse and print.

use super::*;

#[test]
fn an_instant_prints_thousandths_only_where_there_are_any() {
    assert_eq!(Instant::from_millis(0).unwrap().to_string(), "1970-01-01T00:00:00Z");
    assert_eq!(Instant::from_millis(-1).unwrap().to_string(), "1969-12-31T23:59:59.999Z");
    assert_eq!(instant("2026-10-25T01:30:00.25+01:00").to_string(), "2026-10-25T00:30:00.250Z");
    assert_eq!(instant("2026-10-25T01:30:00.9999+01:00").to_string(), "2026-10-25T00:30:00.999Z");
}

#[test]
fn instants_end_a_day_inside_the_years_1_to_9999() {
    assert_eq!(Instant::MIN.to_string(), "0001-01-02T00:00:00Z");
    assert_eq!(Instant::MAX.to_string(), "9999-12-30T23:59:59.999Z");
    for beyond in [Instant::MIN.as_millis() - 1, Instant::MAX.as_millis() + 1, i64::MIN, i64::MAX] {
        assert_eq!(Instant::from_millis(beyond), Err(TimeError::OutOfRange));
    }
    assert_eq!(Instant::MAX.plus_millis(1), Err(TimeError::OutOfRange));
    assert_eq!(Instant::MAX.plus_millis(i64::MAX), Err(TimeError::OutOfRange));
    assert_eq!(Instant::parse("9999-12-31T23:59:59Z"), Err(TimeError::OutOfRange));
    let manila = Zone::parse("Asia/Manila").unwrap();
    assert_eq!(manila.civil_at(Instant::MIN).date().year(), 1);
    assert_eq!(manila.civil_at(Instant::MAX).date().year(), 9999);
}

#[test]
fn impossible_instants_are_refused() {
    for text in [
        "",
        "2026-10-25",
        "2026-10-25T01:30Z",
        "2026-10-25T01:30:00",
        "2026-10-25T24:00:00Z",
        "2026-06-30T23:59:60Z",
        "2026-02-30T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "2026-10-25T01:30:00.Z",
        "2026-10-25T01:30:00+24:00",
        "2026-10-25T01:30:00+01:60",
        "2026-10-25T01:30:00+01:00 ",
        "2026-10-25T01:30:00+0100",
        "+2026-10-25T01:30:00Z",
        "２026-10-25T01:30:00Z",
    ] {
        assert!(Instant::parse(text).is_err(), "{text}");
    }
}

#[test]
fn dates_are_days_of_the_calendar() {
    assert_eq!(date("2024-02-29").to_string(), "2024-02-29");
    assert_eq!(date("1970-01-01").epoch_day(), 0);
    assert_eq!(date("2026-10-25").weekday(), 7);
    assert_eq!(date("2025-01-01").weekday(), 3, "the Bluetooth vector that calls it a Monday is wrong");
    assert_eq!(date("2024-03-01").plus_days(-1), Ok(date("2024-02-29")));
    assert_eq!(date("9999-12-31").plus_days(1), Err(TimeError::OutOfRange));
    assert_eq!(date("2024-03-01").plus_days(i32::MAX), Err(TimeError::OutOfRange));
    for text in
        ["2025-02-29", "2026-02-30", "2026-13-01", "2026-00-10", "0000-01-01", "2026-1-1", "26-01-01", ""]
    {
        assert_eq!(text.parse::<CivilDate>(), Err(TimeError::NotADate), "{text}");
    }
    assert_eq!(CivilDate::new(0, 1, 1), Err(TimeError::NotADate));
    assert_eq!(CivilDate::new(10_000, 1, 1), Err(TimeError::NotADate));
}

#[test]
fn civil_times_take_minutes_or_seconds_and_nothing_a_clock_does_not_show() {
    assert_eq!(CivilTime::parse("2026-03-29T01:30"), Ok((civil("2026-03-29T01:30:00"), Precision::Minute)));
    assert_eq!(CivilTime::parse("2026-03-29 01:30:05").unwrap().1, Precision::Second);
    assert_eq!(civil("2026-03-29 01:30").to_string(), "2026-03-29T01:30:00");
    for text in [
        "2026-03-29T24:00",
        "2026-03-29T23:60",
        "2026-03-29T23:59:60",
        "2026-02-30T12:00",
        "2026-03-29T01:30:00.5",
        "2026-03-29T01:30Z",
        "2026-03-29  01:30",
        "2026-03-29T1:30",
        "2026-03-29T",
        "2026-03-29T01:30:",
    ] {
        assert_eq!(text.parse::<CivilTime>(), Err(TimeError::NotATime), "{text}");
    }
    assert_eq!(CivilTime::from_utc_seconds(i64::MAX), Err(TimeError::OutOfRange));
}

#[test]
fn offsets_print_seconds_only_where_there_are_any() {
    for text in ["+00:00", "+01:00", "-03:30", "+05:45", "+14:00", "-00:44:30"] {
        assert_eq!(text.parse::<Offset>().unwrap().to_string(), text);
    }
    assert_eq!("Z".parse(), Ok(Offset::UTC));
    for text in ["", "1", "+1:00", "+24:00", "+01", "+01:00:60", "01:00"] {
        assert_eq!(text.parse::<Offset>(), Err(TimeError::NotAnOffset), "{text}");
    }
    assert_eq!(Offset::from_seconds(86_400), Err(TimeError::NotAnOffset));
    assert_eq!(Offset::from_seconds(i32::MIN), Err(TimeError::NotAnOffset));
}

#[test]
fn an_unknown_zone_is_refused_with_near_names() {
    let near = |name: &str| match Zone::parse(name) {
        Err(TimeError::UnknownZone { suggestions }) => suggestions,
        other => panic!("{other:?}"),
    };
    assert_eq!(near("London").first().map(String::as_str), Some("Europe/London"));
    assert_eq!(near("Europe/Lodnon").first().map(String::as_str), Some("Europe/London"));
    assert_eq!(near("new york").first().map(String::as_str), Some("America/New_York"));
    assert!(near("Europe").len() == 3);
    assert!(near("").is_empty());
    assert!(near("Middle-earth/Shire").is_empty());
    assert!(near(&"x".repeat(1_000_000)).is_empty());
    assert_eq!(zone("europe/london").name(), "Europe/London");
    assert_eq!(zone("Europe/Kiev").name(), "Europe/Kiev", "an old name stays as it was given");
    assert!(Zone::parse(" Europe/London").is_err());
}

#[test]
fn a_message_never_repeats_what_was_typed_and_the_hint_helps() {
    let refused = Zone::parse("Lodnon").unwrap_err();
    assert!(!refused.to_string().contains("Lodnon"));
    assert_eq!(refused.hint().as_deref(), Some("nearest names: Europe/London"));
    let gap =
        Moment::typed(civil("2026-03-29T01:30"), &zone("Europe/London"), Evidence::Chosen, Occurrence::Ask);
    assert_eq!(
        gap.unwrap_err().hint().as_deref(),
        Some("before: 2026-03-29T00:30:00+00:00; after: 2026-03-29T02:30:00+01:00")
    );
}

#[test]
fn evidence_codes_are_stable() {
    let codes: Vec<&str> = Evidence::ALL.into_iter().map(Evidence::code).collect();
    assert_eq!(
        codes,
        ["phone-setting", "location", "chosen", "device", "import-offset", "import-assumed", "unknown"]
    );
    for evidence in Evidence::ALL {
        assert_eq!(Evidence::from_code(evidence.code()), Ok(evidence));
    }
    assert_eq!(Evidence::from_code("guess"), Err(TimeError::UnknownEvidence));
}

#[test]
fn a_day_that_starts_at_four_keeps_the_night_together() {
    let four = DayStart::new(4, 0).unwrap();
    assert_eq!(four.day_of(civil("2026-10-25T03:59:59")), date("2026-10-24"));
    assert_eq!(four.day_of(civil("2026-10-25T04:00")), date("2026-10-25"));
    assert_eq!(DayStart::MIDNIGHT.day_of(civil("2026-10-25T00:00")), date("2026-10-25"));
    assert_eq!(four.day_of(civil("0001-01-01T00:00")), date("0001-01-01"));
    assert_eq!(DayStart::new(12, 1), Err(TimeError::DayStartOutOfRange));
    assert_eq!(DayStart::new(255, 255), Err(TimeError::DayStartOutOfRange));
    assert_eq!(DayStart::new(3, 60), Err(TimeError::DayStartOutOfRange));
}

#[test]
fn a_history_answers_between_its_sightings() {
    let history: ZoneHistory = [
        sighting("2026-07-01T00:00:00Z", "Europe/Berlin"),
        sighting("2026-07-12T00:00:00Z", "America/New_York"),
        sighting("2026-07-09T00:00:00Z", "Europe/Berlin"),
    ]
    .into_iter()
    .collect();
    let at = |text: &str| history.zone_at(instant(text)).unwrap();
    let before = at("2026-06-01T00:00:00Z");
    assert_eq!(
        (before.zone.as_str(), before.evidence, before.certain),
        ("Europe/Berlin", Evidence::Unknown, false)
    );
    let stay = at("2026-07-05T00:00:00Z");
    assert_eq!(
        (stay.zone.as_str(), stay.evidence, stay.certain),
        ("Europe/Berlin", Evidence::PhoneSetting, true)
    );
    let journey = at("2026-07-10T06:00:00Z");
    assert_eq!((journey.zone.as_str(), journey.certain), ("Europe/Berlin", false));
    assert_eq!(journey.other.unwrap().as_str(), "America/New_York");
    let after = at("2026-08-01T00:00:00Z");
    assert_eq!((after.zone.as_str(), after.certain), ("America/New_York", true));
    assert_eq!(ZoneHistory::new().zone_at(instant("2026-08-01T00:00:00Z")), None);
}

proptest! {
    #[test]
    fn leaving_out_the_inside_of_a_run_changes_no_answer(
        steps in proptest::collection::vec((1..1000_i64, 0..3_usize), 1..40),
        asked in proptest::collection::vec(0..40_000_i64, 20),
    ) {
        let names = ["Europe/Berlin", "America/New_York", "Asia/Tokyo"];
        let mut now = 0;
        let told: Vec<Sighting> = steps.into_iter().map(|(step, place)| {
            now += step;
            Sighting {
                instant: Instant::from_millis(now).unwrap(),
                zone: zone(names[place]).to_name(),
                evidence: Evidence::PhoneSetting,
            }
        }).collect();
        let history: ZoneHistory = told.iter().cloned().collect();
        for millis in asked {
            let asked = Instant::from_millis(millis).unwrap();
            let last = told.iter().rev().find(|known| known.instant <= asked);
            let next = told.iter().find(|known| known.instant > asked);
            let guess = history.zone_at(asked).unwrap();
            match (last, next) {
                (Some(last), next) => {
                    prop_assert_eq!(&guess.zone, &last.zone);
                    let moved = next.filter(|next| next.zone != last.zone && last.instant != asked);
                    prop_assert_eq!(guess.other.as_ref(), moved.map(|next| &next.zone));
                }
                (None, Some(first)) => prop_assert_eq!(&guess.zone, &first.zone),
                (None, None) => prop_assert!(false, "no sighting at all"),
            }
        }
        let zones = |list: &[Sighting]| {
            let mut zones: Vec<ZoneName> = list.iter().map(|known| known.zone.clone()).collect();
            zones.dedup();
            zones
        };
        prop_assert_eq!(zones(history.sightings()), zones(&told));
        prop_assert!(history.sightings().len() <= 2 * zones(&told).len());
    }
}
