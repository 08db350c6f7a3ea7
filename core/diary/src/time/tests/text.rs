//! RFC 9557 text, by example and under attack.

use super::*;

fn typed(text: &str) -> Result<Moment, TimeError> {
    Moment::parse_typed(text, Evidence::Chosen, &Zones::built_in())
}

fn recorded(text: &str) -> Result<Moment, TimeError> {
    Moment::parse_recorded(text, Evidence::Chosen, &Zones::built_in())
}

#[test]
fn texts_that_say_the_same_in_and_out() {
    for text in [
        "2026-10-25T01:30:00+01:00[Europe/London]",
        "2026-10-25T01:30:00+00:00[Europe/London]",
        "2026-10-25T01:30:00.250+01:00[Europe/London]",
        "1971-06-01T12:00:00-00:44:30[Africa/Monrovia]",
        "2026-10-25T01:30:00+01:00",
        "2026-10-25T00:30:00Z",
        "2026-10-25T01:30:00",
        "2026-10-25",
        "2026-10-24T12:00:00+01:00[Europe/London]/2026-10-25T12:00:00+00:00[Europe/London]",
        "2026-10-24T12:00:00Z/2026-10-25T12:00:00Z",
    ] {
        assert_eq!(typed(text).unwrap().to_text(), text);
        assert_eq!(recorded(text).unwrap().to_text(), text);
    }
}

#[test]
fn what_else_is_understood() {
    let london = "2026-10-25T01:30:00+01:00[Europe/London]";
    for text in [
        "2026-10-25 01:30+01:00[Europe/London]",
        "2026-10-25t01:30:00+01:00[europe/london]",
        "2026-10-25T00:30:00Z[Europe/London]",
        "2026-10-25T00:30:00-00:00[!Europe/London]",
        "2026-10-25T01:30:00+01:00[Europe/London][u-ca=hebrew][!u-ca=iso8601]",
    ] {
        assert_eq!(typed(text).unwrap().to_text(), london, "{text}");
    }
    assert_eq!(
        typed("2026-10-24T01:30[Europe/London]").unwrap().to_text(),
        "2026-10-24T01:30:00+01:00[Europe/London]"
    );
    assert_eq!(typed("2026-10-25T01:30:00+01:00[+01:00]").unwrap().to_text(), "2026-10-25T01:30:00+01:00");
    assert_eq!(typed("2026-10-25T01:30:00+01:00").unwrap().zone(), None);
    assert_eq!(typed("2026-10-25T00:30:00Z").unwrap().diary_day(DayStart::MIDNIGHT), None);
    assert_eq!(typed("2026-10-25T01:30+01:00").unwrap().precision(), Precision::Minute);
}

#[test]
fn a_contradiction_is_refused_from_a_person_and_kept_from_a_record() {
    let contradiction = "2026-07-01T12:00:00+00:00[Europe/London]";
    assert_eq!(typed(contradiction), Err(TimeError::OffsetConflict));
    let kept = recorded(contradiction).unwrap();
    assert_eq!(kept.to_text(), contradiction);
    assert_eq!(kept.instant(), Some(instant("2026-07-01T12:00:00Z")));
    assert_eq!(kept.marks().collect::<Vec<_>>(), [Mark::OffsetConflict]);
    assert_eq!(recorded("2026-07-01T12:00:00+00:00[!Europe/London]"), Err(TimeError::OffsetConflict));
    assert_eq!(recorded("2026-07-01T12:00:00+00:00[+01:00]"), Err(TimeError::OffsetConflict));
    // The skipped hour: no offset fits it.
    for offset in ["+00:00", "+01:00"] {
        assert_eq!(
            typed(&format!("2026-03-29T01:30:00{offset}[Europe/London]")),
            Err(TimeError::OffsetConflict)
        );
    }
}

#[test]
fn a_zone_unknown_here_is_kept_from_a_record_only() {
    let elsewhere = "2026-07-01T12:00:00+02:00[Moon/Tycho]";
    assert!(matches!(typed(elsewhere), Err(TimeError::UnknownZone { .. })));
    let kept = recorded(elsewhere).unwrap();
    assert_eq!((kept.to_text().as_str(), kept.marks().next()), (elsewhere, Some(Mark::UnknownZone)));
    assert_eq!(kept.diary_day(DayStart::MIDNIGHT), Some(date("2026-07-01")));
    assert!(matches!(recorded("2026-07-01T12:00:00[Moon/Tycho]"), Err(TimeError::UnknownZone { .. })));
    assert!(matches!(recorded("2026-07-01T12:00:00+02:00[!Moon/Tycho]"), Err(TimeError::UnknownZone { .. })));
}

#[test]
fn nonsense_is_refused() {
    for text in [
        "",
        "[Europe/London]",
        "2026-10-25[Europe/London]",
        "2026-10-25Z",
        "2026-10-25T",
        "2026-10-25T01:30:00.5",
        "2026-10-25T01:30:00.5[+01:00]",
        "2026-10-25T01:30:00+01:00[Europe/London",
        "2026-10-25T01:30:00+01:00[]",
        "2026-10-25T01:30:00+01:00[!]",
        "2026-10-25T01:30:00+01:00[Europe//London]",
        "2026-10-25T01:30:00+01:00[../London]",
        "2026-10-25T01:30:00+01:00[Europe/London][Europe/London]",
        "2026-10-25T01:30:00+01:00[u-ca=]",
        "2026-10-25T01:30:00+01:00[U-CA=x]",
        "2026-10-25T01:30:00+01:00[u-ca=gregory][Europe/London]",
        "2026-10-25T01:30:00+01:00[Europe/London] ",
        "2026-10-25T01:30:00+01:00/",
        "2026-10-25/2026-10-26T01:30:00Z",
        "2026-10-25T01:30:00+01:00[Europe/London]/2026-10-26T01:30:00Z",
        "0000-01-01T00:00:00Z",
        "2025-02-29T10:00:00Z",
        "2026-12-31T23:59:60Z",
        "2026-10-25T01:30:00+24:00",
    ] {
        assert!(matches!(typed(text), Err(TimeError::NotAMoment { .. })), "{text}: {:?}", typed(text));
        assert!(matches!(recorded(text), Err(TimeError::NotAMoment { .. })), "{text}");
    }
    assert_eq!(typed("2026-10-25T01:30:00Z[!u-ca=hebrew]"), Err(TimeError::CriticalSuffix));
    assert_eq!(typed("2026-10-25T01:30:00Z/2026-10-24T01:30:00Z"), Err(TimeError::BoundsReversed));
    assert_eq!(typed("2026-10-25T01:30x"), Err(TimeError::NotAMoment { position: 16 }));
}

fn text_near_a_moment() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[0-9]{1,4}",
        "[-:T+Z. /!=\\[\\]]",
        Just("2026-10-25".to_owned()),
        Just("T01:30:00".to_owned()),
        Just("+01:00".to_owned()),
        Just("[Europe/London]".to_owned()),
        Just("[u-ca=iso8601]".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics_and_none_that_contradicts_itself_is_taken(text in prop_oneof![text_near_a_moment(), any::<String>()]) {
        let _ = (Instant::parse(&text), text.parse::<CivilDate>(), CivilTime::parse(&text), text.parse::<Offset>());
        let _ = recorded(&text);
        if let Ok(moment) = typed(&text)
            && let (When::At(instant), Some(zone)) = (moment.when(), moment.zone())
        {
            let zone = Zone::parse(zone.as_str()).unwrap();
            prop_assert_eq!(moment.offset(), Some(zone.offset_at(instant)));
            prop_assert_eq!(moment.civil(), Some(Civil::Time(zone.civil_at(instant))));
        }
    }

    #[test]
    fn an_instant_is_read_as_chrono_reads_it(text in prop_oneof![
        text_near_a_moment(),
        "(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-][01][0-9]:[0-5][0-9])",
    ]) {
        let oracle = chrono::DateTime::parse_from_rfc3339(&text).map(|time| time.timestamp_millis());
        match (Instant::parse(&text), oracle) {
            (Ok(instant), Ok(millis)) => prop_assert_eq!(instant.as_millis(), millis),
            (Ok(_), Err(error)) => prop_assert!(false, "taken, but {error}: {text}"),
            (Err(_), Ok(_) | Err(_)) => {}
        }
    }

    #[test]
    fn a_moment_survives_its_own_text(moment in any_moment()) {
        let read = recorded(&moment.to_text()).unwrap();
        prop_assert_eq!(read.when(), moment.when());
        prop_assert_eq!(read.offset(), moment.offset());
        prop_assert_eq!(read.zone(), moment.zone());
        prop_assert_eq!(read.civil(), moment.civil());
        prop_assert_eq!(read.sort_key_ms(), moment.sort_key_ms());
        prop_assert_eq!(read.to_text(), moment.to_text());
    }
}

proptest! {
    #[test]
    fn any_zone_name_is_refused_or_found_without_panic(name in any::<String>()) {
        if let Err(error) = Zone::parse(&name) {
            let TimeError::UnknownZone { suggestions } = error else { panic!("{error:?}") };
            prop_assert!(suggestions.len() <= 3);
        }
    }
}
