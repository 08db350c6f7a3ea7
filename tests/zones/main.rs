//! Every change of the clocks in every zone, against Python's zoneinfo with the same release of the zone database.
//!
//! Needs Python 3.9 with the package `tzdata` of that release; `DIARY_TZ_PYTHON` names another interpreter than `python3`.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use diary_core::time::{CivilTime, Instant, Resolution, Verdict, Witness, Zone, ZonedTime, Zones, resolve};

/// What the oracle prints.
fn told(what: &[&str]) -> String {
    let python = std::env::var_os("DIARY_TZ_PYTHON").unwrap_or_else(|| "python3".into());
    let oracle = Path::new(env!("CARGO_MANIFEST_DIR")).join("zones/oracle.py");
    let done = Command::new(python)
        .env("PYTHONTZPATH", "")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(oracle)
        .arg(Zones::built_in().version())
        .args(what)
        .output();
    let done = done.expect("Python 3.9 is needed");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "is tzdata {} there?\n{said}", Zones::built_in().version());
    String::from_utf8(done.stdout).unwrap()
}

/// The instants at which the zone's clock shows the time, in seconds; what each says of itself must hold.
fn instants(civil: CivilTime, zone: &Zone) -> Vec<i64> {
    let checked = |time: ZonedTime| {
        assert_eq!(zone.offset_at(time.instant), time.offset, "{zone} {time}");
        assert_eq!(zone.civil_at(time.instant), time.civil, "{zone} {time}");
        time.instant.as_millis() / 1000
    };
    let found = match resolve(civil, zone).unwrap() {
        Resolution::Unique(only) => vec![only],
        Resolution::Overlap { first, second } => vec![first, second],
        Resolution::Gap { before_gap, after_gap } => {
            // Neighbours exist, on their own sides.
            assert!(before_gap.civil < civil && civil < after_gap.civil, "{zone} {civil}");
            assert!(checked(before_gap) < checked(after_gap), "{zone} {civil}");
            return Vec::new();
        }
    };
    for time in &found {
        assert_eq!(time.civil, civil, "{zone}");
    }
    found.into_iter().map(checked).collect()
}

#[test]
fn every_zone_resolves_as_python_says() {
    let cases = told(&[]);
    let (mut count, mut gaps, mut overlaps) = (0_u32, 0_u32, 0_u32);
    let mut zone = Zone::parse("UTC").unwrap();
    let mut names = BTreeSet::new();
    for line in cases.lines() {
        let mut words = line.split(' ');
        let name = words.next().unwrap();
        // The database's own placeholder for "not set", which no person is in.
        if name == "Factory" {
            continue;
        }
        if zone.name() != name {
            zone = Zone::parse(name).unwrap_or_else(|_| panic!("{name} is missing"));
            names.insert(name);
        }
        let local: i64 = words.next().unwrap().parse().unwrap();
        let expected: Vec<i64> =
            words.filter(|word| !word.is_empty()).map(|word| word.parse().unwrap()).collect();
        let civil = CivilTime::from_utc_seconds(local).unwrap();
        assert_eq!(instants(civil, &zone), expected, "{name} {civil}");
        count += 1;
        gaps += u32::from(expected.is_empty());
        overlaps += u32::from(expected.len() == 2);
    }
    println!("{count} cases in {} zones: {gaps} skipped, {overlaps} doubled", names.len());
    assert!(count >= 500_000 && gaps > 50_000 && overlaps > 50_000, "{count} {gaps} {overlaps}");
    assert!(names.len() > 590, "{}", names.len());
}

#[test]
fn a_witness_knows_every_link_and_no_other() {
    let links = told(&["links"]);
    // A clock on Greenwich's time shows what one on UTC shows: here they are one.
    let root = |zone| if zone == "Etc/GMT" { "Etc/UTC" } else { zone };
    let roots: BTreeMap<&str, &str> = links
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(name, zone)| (name, root(zone)))
        .collect();
    let zones: Vec<Zone> =
        roots.keys().filter(|name| **name != "Factory").map(|name| Zone::parse(name).unwrap()).collect();
    assert!(zones.len() > 590, "{}", zones.len());
    let noon: Instant = "2026-07-01T12:00:00Z".parse().unwrap();
    let all = Zones::built_in();
    let mut found = 0_u32;
    // Nautical zones are no witnesses.
    for there in zones.iter().filter(|zone| !zone.name().starts_with("Etc/")) {
        let witness = Witness::from_zones([there.to_name()]);
        for phone in &zones {
            let one = witness.verdict(phone, noon, &all) == Verdict::SameZone;
            assert_eq!(one, roots[there.name()] == roots[phone.name()], "{phone} in {there}");
            found += u32::from(one && phone != there);
        }
    }
    println!("{found} pairs of names for one zone");
    assert!(found > 1000, "{found}");
}
