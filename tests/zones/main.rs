//! Every change of the clocks in every zone, against Python's zoneinfo with the same release of the zone database.
//!
//! And the compiled files of that release handed in, against the rules built in.
//!
//! Needs Python 3.9 with the package `tzdata` of that release; `DIARY_TZ_PYTHON` names another interpreter than `python3`.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use diary_core::time::{
    CivilTime, Instant, Resolution, Verdict, Witness, Zone, ZoneDatabase, ZonedTime, Zones, resolve,
};

fn python() -> OsString {
    std::env::var_os("DIARY_TZ_PYTHON").unwrap_or_else(|| "python3".into())
}

/// What the oracle prints.
fn told(what: &[&str]) -> String {
    let oracle = Path::new(env!("CARGO_MANIFEST_DIR")).join("zones/oracle.py");
    let done = Command::new(python())
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

/// The compiled files of the package, by zone.
fn files() -> Vec<(String, Vec<u8>)> {
    let where_it_is = "import tzdata, os; print(os.path.dirname(tzdata.__file__) + '/zoneinfo')";
    let done = Command::new(python()).args(["-c", where_it_is]).output().expect("Python 3.9 is needed");
    let root = PathBuf::from(String::from_utf8(done.stdout).unwrap().trim());
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            if bytes.starts_with(b"TZif") {
                files.push((path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned(), bytes));
            }
        }
    }
    files
}

/// Android's packed file of the same.
fn packed(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let number = |number: usize| u32::try_from(number).unwrap().to_be_bytes();
    let data = 24 + 52 * files.len();
    let mut index = Vec::new();
    let mut all = Vec::new();
    for (name, bytes) in files {
        index.extend_from_slice(name.as_bytes());
        index.resize(index.len().next_multiple_of(52) - 12, 0);
        index.extend([number(all.len()), number(bytes.len()), [0; 4]].concat());
        all.extend_from_slice(bytes);
    }
    let head = [number(24), number(data), number(data + all.len())].concat();
    [format!("tzdata{}\0", Zones::built_in().version()).as_bytes(), &head, &index, &all].concat()
}

/// Compares what a database says with the rules built in, around every change of every zone; counts the changes.
fn compare(handed_in: &Zones) -> u32 {
    let at = |text: &str| Instant::parse(text).unwrap();
    let (from, until) = (at("1850-01-01T00:00:00Z"), at("2150-01-01T00:00:00Z"));
    let mut count = 0;
    for name in handed_in.names().filter(|name| *name != "Factory") {
        let (theirs, ours) = (handed_in.find(name).unwrap(), Zone::parse(name).unwrap());
        let changes = ours.changes(from, until);
        assert_eq!(theirs.changes(from, until), changes, "{name}");
        for (change, after) in changes {
            let second = |ahead: i64| change.plus_millis(ahead * 1000).unwrap();
            let before = ours.offset_at(second(-1));
            for ahead in [-1, 0, 1] {
                let instant = second(ahead);
                assert_eq!(theirs.offset_at(instant), ours.offset_at(instant), "{name} {instant}");
                // The edges of the gap or the overlap on the wall clock.
                for offset in [before, after] {
                    let clock = instant.as_millis() / 1000 + i64::from(offset.seconds());
                    let clock = CivilTime::from_utc_seconds(clock).unwrap();
                    assert_eq!(resolve(clock, &theirs), resolve(clock, &ours), "{name} {clock}");
                }
            }
            count += 1;
        }
    }
    count
}

#[test]
fn the_same_release_handed_in_says_what_the_build_says() {
    let (files, release) = (files(), Zones::built_in().version().to_owned());
    assert!(files.len() > 590, "{}", files.len());
    let packed = ZoneDatabase::from_android(packed(&files)).unwrap();
    assert_eq!((packed.version(), packed.check()), (release.as_str(), Ok(files.len())));
    let packed = Zones::exactly(packed);
    let single = Zones::exactly(ZoneDatabase::from_tzif(&release, files).unwrap());
    let count = compare(&single);
    println!("{count} changes compared");
    assert!(count > 60_000, "{count}");
    for name in single.names() {
        assert_eq!(single.find(name), packed.find(name), "{name}");
    }
}
