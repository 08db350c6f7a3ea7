//! Every zone, every change of the clocks, against an oracle that only ever asks "which offset holds at this instant".

use std::collections::BTreeSet;

use super::*;

const FROM: i64 = 0;
/// 2038-01-01T00:00:00Z.
const TO: i64 = 2_145_916_800;
const STEP: i64 = 12 * 3600;

fn at(seconds: i64) -> Instant {
    Instant::from_millis(seconds * 1000).unwrap()
}

fn offset(zone: &Zone, seconds: i64) -> i64 {
    zone.offset_at(at(seconds)).seconds().into()
}

/// Seconds at which the offset changes, found by halving.
fn transitions(zone: &Zone) -> Vec<i64> {
    let mut found = Vec::new();
    let mut known = offset(zone, FROM);
    let mut low = FROM;
    while low < TO {
        let high = low + STEP;
        let next = offset(zone, high);
        if next != known {
            let (mut before, mut after) = (low, high);
            while after - before > 1 {
                let middle = i64::midpoint(before, after);
                if offset(zone, middle) == known { before = middle } else { after = middle }
            }
            found.push(after);
        }
        known = next;
        low = high;
    }
    found
}

/// All instants at which the clock shows this, by trying every offset that holds within two days.
fn oracle(zone: &Zone, local: i64) -> Vec<i64> {
    let offsets: BTreeSet<i64> = (-8..=8).map(|step| offset(zone, local + step * STEP / 2)).collect();
    let mut found: Vec<i64> = offsets
        .into_iter()
        .map(|ahead| local - ahead)
        .filter(|utc| utc + offset(zone, *utc) == local)
        .collect();
    found.sort_unstable();
    found
}

fn check(zone: &Zone, local: i64) {
    let civil = CivilTime::from_utc_seconds(local).unwrap();
    let expected = oracle(zone, local);
    let holds = |time: &ZonedTime| {
        zone.civil_at(time.instant) == time.civil
            && zone.offset_at(time.instant) == time.offset
            && time.civil.as_utc_seconds() - i64::from(time.offset.seconds())
                == time.instant.as_millis() / 1000
    };
    match resolve(civil, zone).unwrap() {
        Resolution::Unique(only) => {
            assert_eq!(
                vec![only.instant],
                expected.iter().map(|s| at(*s)).collect::<Vec<_>>(),
                "{zone} {civil}"
            );
            assert!(holds(&only) && only.civil == civil);
        }
        Resolution::Overlap { first, second } => {
            assert_eq!(
                vec![first.instant, second.instant],
                expected.iter().map(|s| at(*s)).collect::<Vec<_>>()
            );
            assert!(holds(&first) && holds(&second) && first.civil == civil && second.civil == civil);
        }
        Resolution::Gap { before_gap, after_gap } => {
            assert!(expected.is_empty(), "{zone} {civil}");
            assert!(holds(&before_gap) && holds(&after_gap), "{zone} {civil}");
            assert!(before_gap.civil < civil && civil < after_gap.civil, "{zone} {civil}");
            assert!(before_gap.instant < after_gap.instant);
        }
    }
}

#[test]
fn every_change_of_every_zone_resolves_as_its_offsets_say() {
    let mut changes = 0;
    for zone in Zones::built_in().all() {
        for change in transitions(&zone) {
            changes += 1;
            for utc in [change - 1, change, change + 1] {
                let civil = zone.civil_at(at(utc));
                assert!(oracle(&zone, civil.as_utc_seconds()).contains(&utc), "{zone} {civil}");
                check(&zone, civil.as_utc_seconds());
            }
            // What the clock showed just before, and what it showed just after: the edges of a gap or an overlap.
            for edge in [change + offset(&zone, change - 1), change + offset(&zone, change)] {
                for local in [edge - 1, edge, edge + 1] {
                    check(&zone, local);
                }
            }
        }
    }
    assert!(changes > 30_000, "only {changes} changes found");
}

/// Checked once against the IANA database, release 2025b, by another implementation.
#[test]
fn checked_vectors() {
    let cases: [(&str, &str, &[&str]); 14] = [
        // Skipped: the neighbours, before and after the gap.
        (
            "Europe/London",
            "2026-03-29T01:30",
            &["gap", "2026-03-29T00:30:00+00:00", "2026-03-29T02:30:00+01:00"],
        ),
        (
            "Australia/Lord_Howe",
            "2026-10-04T02:15",
            &["gap", "2026-10-04T01:45:00+10:30", "2026-10-04T02:45:00+11:00"],
        ),
        (
            "Pacific/Apia",
            "2011-12-30T00:00",
            &["gap", "2011-12-29T00:00:00-10:00", "2011-12-31T00:00:00+14:00"],
        ),
        (
            "Pacific/Apia",
            "2011-12-30T23:59",
            &["gap", "2011-12-29T23:59:00-10:00", "2011-12-31T23:59:00+14:00"],
        ),
        (
            "Africa/Cairo",
            "2023-04-28T00:30",
            &["gap", "2023-04-27T23:30:00+02:00", "2023-04-28T01:30:00+03:00"],
        ),
        // Twice.
        (
            "Europe/London",
            "2026-10-25T01:30",
            &["two", "2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00"],
        ),
        (
            "Africa/Casablanca",
            "2026-02-15T02:30",
            &["two", "2026-02-15T02:30:00+01:00", "2026-02-15T02:30:00+00:00"],
        ),
        // Once.
        ("Pacific/Apia", "2011-12-29T23:59:59", &["one", "2011-12-29T23:59:59-10:00"]),
        ("Pacific/Apia", "2011-12-31T00:00", &["one", "2011-12-31T00:00:00+14:00"]),
        ("Africa/Cairo", "2023-04-28T01:00", &["one", "2023-04-28T01:00:00+03:00"]),
        ("America/Sao_Paulo", "2019-12-15T12:00", &["one", "2019-12-15T12:00:00-03:00"]),
        ("Asia/Almaty", "2024-03-01T12:00", &["one", "2024-03-01T12:00:00+05:00"]),
        ("Asia/Almaty", "2024-02-29T12:00", &["one", "2024-02-29T12:00:00+06:00"]),
        ("Africa/Monrovia", "1971-06-01T12:00", &["one", "1971-06-01T12:00:00-00:44:30"]),
    ];
    for (name, local, expected) in cases {
        let found = match resolve(civil(local), &zone(name)).unwrap() {
            Resolution::Unique(only) => vec!["one".to_owned(), only.to_string()],
            Resolution::Gap { before_gap, after_gap } => {
                vec!["gap".to_owned(), before_gap.to_string(), after_gap.to_string()]
            }
            Resolution::Overlap { first, second } => {
                vec!["two".to_owned(), first.to_string(), second.to_string()]
            }
        };
        assert_eq!(found, expected, "{name} {local}");
    }
    assert_eq!(Zones::built_in().version(), "2025b");
}

#[test]
fn a_civil_time_at_the_end_of_the_calendar_is_refused_not_moved() {
    for text in ["0001-01-01T00:00", "9999-12-31T23:59:59"] {
        assert_eq!(resolve(civil(text), &zone("UTC")), Err(TimeError::OutOfRange));
    }
}

proptest! {
    #[test]
    fn every_civil_time_of_every_zone_agrees_with_the_oracle(zone in any_zone(), seconds in 0..4_000_000_000_i64) {
        check(&zone, seconds);
    }

    #[test]
    fn every_instant_is_among_the_readings_of_its_own_civil_time(zone in any_zone(), at in any_instant()) {
        let whole = Instant::from_millis(at.as_millis().div_euclid(1000) * 1000).unwrap();
        prop_assume!(whole >= Instant::MIN);
        let readings = match resolve(zone.civil_at(whole), &zone) {
            Ok(Resolution::Unique(only)) => vec![only.instant],
            Ok(Resolution::Overlap { first, second }) => vec![first.instant, second.instant],
            Ok(Resolution::Gap { .. }) | Err(_) => Vec::new(),
        };
        prop_assert!(readings.contains(&whole));
    }
}
