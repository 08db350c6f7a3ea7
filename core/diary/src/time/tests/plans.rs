//! Plans, and what another release of the rules does to them.

use super::releases::{beirut, beirut_of_2023b};
use super::*;

fn plan(civil: &str, zones: &Zones) -> Plan {
    Plan::unattended(civil.parse().unwrap(), ZoneName("Asia/Beirut".into()), zones)
}

#[test]
fn a_plan_that_is_now_skipped_asks_and_one_that_comes_twice_takes_the_nearest() {
    let (a, b) = (beirut("2023a"), beirut("2023b"));
    let (asking, moved) = plan("2023-04-21T00:30", &a).under(&b);
    assert_eq!((asking.at(), asking.standing()), (None, Standing::Skipped));
    assert_eq!(asking.to_string(), "2023-04-21T00:30:00[Asia/Beirut]");
    let choices = moved.unwrap().why.choices().unwrap().map(|time| time.to_string());
    assert_eq!(choices, ["2023-04-20T23:30:00+02:00", "2023-04-21T01:30:00+03:00"]);

    // A place that gives up an hour on 10 April instead of never; before it the hour was an ordinary one.
    let made = |release, changes: &[(&str, &str)]| {
        let changes = changes.iter().map(|(at, offset)| (instant(at), offset.parse().unwrap())).collect();
        let (first, horizon) = ("+02:00".parse().unwrap(), instant("2037-01-01T00:00:00Z"));
        let zone = ListedZone { name: "Moon/Tycho".to_owned(), first, changes, horizon };
        Zones::exactly(ZoneDatabase::from_lists(release, [zone]).unwrap())
    };
    let early = made("2026a", &[]);
    let late = made("2026b", &[("2026-01-01T00:00:00Z", "+03:00"), ("2026-04-09T22:00:00Z", "+02:00")]);
    let moon = |zones: &Zones| zones.find("Moon/Tycho").unwrap();
    let hour = "2026-04-10T00:30".parse().unwrap();
    let text = "2026-04-10T00:30:00+02:00[Moon/Tycho]";
    let planned = Plan::new(hour, &moon(&early), Occurrence::Ask).unwrap();
    assert_eq!(planned.to_string(), text);
    let (twice, moved) = planned.under(&late);
    // 22:30Z both before and after: the second of the two, but nobody chose it.
    assert_eq!((twice.to_string().as_str(), twice.standing()), (text, Standing::Ambiguous));
    let moved = moved.unwrap();
    assert_eq!((moved.why.code(), moved.old, moved.new), ("twice", planned.at(), planned.at()));
    assert_eq!(twice.under(&early), (planned, None));
    let asked = Plan::new(hour, &moon(&late), Occurrence::Ask);
    assert!(matches!(asked, Err(TimeError::HappensTwice { .. })));
    // A choice that a person made stays made.
    let first = Plan::new(hour, &moon(&late), Occurrence::First).unwrap();
    let (once, moved) = first.under(&early);
    assert_eq!(moved.map(|moved| moved.why), Some(Why::RulesChanged));
    assert_eq!(once.under(&late).0, first);
}

#[test]
fn a_zone_that_is_gone_keeps_its_plans() {
    let before = plan("2023-04-10T09:00", &beirut("2023a"));
    let elsewhere = ListedZone {
        name: "Moon/Tycho".to_owned(),
        first: Offset::UTC,
        changes: Vec::new(),
        horizon: Instant::MAX,
    };
    let moon = Zones::exactly(ZoneDatabase::from_lists("2026a", [elsewhere]).unwrap());
    let (gone, moved) = before.under(&moon);
    assert_eq!((gone.at(), gone.standing(), gone.database()), (None, Standing::NoRules, "2026a"));
    assert_eq!(moved, Some(Moved { old: before.at(), new: None, why: Why::NoRules }));
    let (found, moved) = gone.under(&beirut("2023a"));
    assert_eq!((&found, moved.map(|moved| moved.why)), (&before, Some(Why::RulesFound)));
    // Behind a newer release the build's own rules stand, old names included.
    let newer = Zones::newest(beirut_of_2023b("2026a"));
    let kyiv = Plan::unattended("2026-07-01T09:00".parse().unwrap(), ZoneName("Europe/Kiev".into()), &newer);
    assert_eq!(
        (kyiv.to_string().as_str(), kyiv.database()),
        ("2026-07-01T09:00:00+03:00[Europe/Kiev]", "2025b")
    );
}

#[test]
fn texts_in_and_out() {
    let zones = Zones::built_in();
    let read = |text: &str| Plan::parse(text, &zones, Occurrence::Ask);
    for text in [
        "2026-10-25T01:30:00+01:00[Europe/London]",
        "2026-10-25T01:30:00+00:00[Europe/London]",
        "2026-10-26T01:30:00+00:00[Europe/London]",
    ] {
        let plan = read(text).unwrap();
        assert_eq!((plan.to_string().as_str(), plan.standing()), (text, Standing::Settled));
    }
    assert_eq!(
        read("2026-08-14 07:10[europe/london]").unwrap().to_string(),
        "2026-08-14T07:10:00+01:00[Europe/London]"
    );
    let twice = "2026-10-25T01:30[Europe/London]";
    assert!(matches!(read(twice), Err(TimeError::HappensTwice { .. })));
    let later = Plan::parse(twice, &zones, Occurrence::Second).unwrap();
    assert_eq!(later.to_string(), "2026-10-25T01:30:00+00:00[Europe/London]");
    assert!(matches!(read("2026-03-29T01:30[Europe/London]"), Err(TimeError::DoesNotExist { .. })));
    assert!(matches!(read("2026-03-29T01:30:00+01:00[Europe/London]"), Err(TimeError::DoesNotExist { .. })));
    assert!(matches!(read("2026-03-29T01:30[Europe/Lodnon]"), Err(TimeError::UnknownZone { .. })));
    for text in ["2026-08-14T07:10:00+00:00[Europe/London]", "2026-10-25T01:30:00+02:00[Europe/London]"] {
        assert_eq!(read(text), Err(TimeError::OffsetConflict), "{text}");
    }
    for text in [
        "2026-08-14",
        "2026-08-14T07:10",
        "2026-08-14T07:10:00Z",
        "2026-08-14T07:10:00Z[Europe/London]",
        "2026-08-14T07:10:00.250[Europe/London]",
        "2026-08-14T07:10:00+01:00[+01:00]",
        "2026-08-14T07:10[Europe/London]/2026-08-15T07:10[Europe/London]",
        "2026-08-14T07:10[Europe/London] ",
    ] {
        assert_eq!(read(text), Err(TimeError::NotAPlan), "{text}");
    }
}

#[test]
fn a_stored_plan_has_these_bytes() {
    let plan =
        Plan::parse("2026-10-25T01:30[Europe/London]", &Zones::built_in(), Occurrence::Second).unwrap();
    let expected = [
        "87",                            // an array of 7
        "1a 6add5b98",                   // civil time, seconds as if UTC
        "6d 4575726f70652f4c6f6e646f6e", // zone: "Europe/London"
        "1b 000001a170adc9c0",           // instant, milliseconds
        "00",                            // offset: 0 s
        "00",                            // settled
        "01",                            // the second of two
        "65 3230323562",                 // database: "2025b"
    ];
    let bytes = minicbor::to_vec(&plan).unwrap();
    let hex = |text: &str| data_encoding::HEXLOWER.decode(text.replace(' ', "").as_bytes()).unwrap();
    assert_eq!(bytes, hex(&expected.concat()));
    assert_eq!(minicbor::decode::<Plan>(&bytes).unwrap(), plan);
    let standings = [Standing::Settled, Standing::Ambiguous, Standing::Skipped, Standing::NoRules];
    let numbers: Vec<u8> = standings.iter().flat_map(|it| minicbor::to_vec(it).unwrap()).collect();
    assert_eq!(numbers, [0, 1, 2, 3]);
    assert_eq!(standings.map(Standing::code), ["settled", "ambiguous", "skipped", "no-rules"]);
}

#[test]
fn the_past_stays_byte_for_byte_while_plans_move() {
    let hours =
        (0..24 * 90).map(|hour| instant("2023-02-01T00:00:00Z").plus_millis(hour * 3_600_000).unwrap());
    let beirut_a = beirut("2023a").find("Asia/Beirut").unwrap();
    let facts: Vec<_> = hours.map(|hour| Moment::at(hour, &beirut_a, Evidence::PhoneSetting)).collect();
    let bytes: Vec<_> = facts.iter().map(|fact| minicbor::to_vec(fact).unwrap()).collect();
    for release in ["2023b", "2023c", "2026a"] {
        let zones =
            if release == "2026a" { Zones::newest(beirut_of_2023b(release)) } else { beirut(release) };
        let list = moved([(0, plan("2023-04-10T09:00", &beirut("2023a")))], &zones).moved;
        assert_eq!(list.len(), usize::from(release != "2023c"), "{release}");
        for (stored, fact) in bytes.iter().zip(&facts) {
            let read: Moment = minicbor::decode(stored).unwrap();
            assert_eq!((&read, read.to_text()), (fact, fact.to_text()));
            assert_eq!(read.database(), "2023a");
            assert_eq!(&minicbor::to_vec(&read).unwrap(), stored);
        }
    }
}

proptest! {
    #[test]
    fn no_release_changes_a_civil_time(seconds in 1_674_000_000..1_684_000_000_i64, steps in "[abc]{1,6}") {
        let civil = CivilTime::from_utc_seconds(seconds).unwrap();
        let zone = ZoneName("Asia/Beirut".into());
        let mut plan = Plan::unattended(civil, zone.clone(), &beirut("2023a"));
        for step in steps.chars() {
            let zones = beirut(&format!("2023{step}"));
            let (renewed, moved) = plan.under(&zones);
            prop_assert_eq!((renewed.civil(), renewed.zone()), (civil, &zone));
            prop_assert_eq!(renewed.at(), Plan::unattended(civil, zone.clone(), &zones).at());
            if let Some(moved) = moved {
                prop_assert_eq!((moved.old, moved.new), (plan.at(), renewed.at()));
            } else {
                prop_assert_eq!(plan.at(), renewed.at());
            }
            let stored = minicbor::to_vec(&renewed).unwrap();
            prop_assert_eq!(&minicbor::decode::<Plan>(&stored).unwrap(), &renewed);
            plan = renewed;
        }
    }

    #[test]
    fn any_text_or_bytes_are_refused_or_read_without_panic(text in "[0-9T:+Z\\[\\]A-Za-z/-]{0,40}", noise in proptest::collection::vec(any::<u8>(), 0..60)) {
        let _ = Plan::parse(&text, &Zones::built_in(), Occurrence::Ask);
        if let Ok(plan) = minicbor::decode::<Plan>(&noise) {
            let _ = plan.under(&Zones::built_in());
        }
    }
}
