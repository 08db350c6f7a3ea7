//! Zone databases that are handed in: three forms, whole and damaged.

use super::releases::beirut;
use super::*;

const BEIRUT_2023A: &[u8] = include_bytes!("../../../../../tests/fixtures/zones/2023a/Asia/Beirut");
const BEIRUT_2023B: &[u8] = include_bytes!("../../../../../tests/fixtures/zones/2023b/Asia/Beirut");
const BEIRUT_2023C: &[u8] = include_bytes!("../../../../../tests/fixtures/zones/2023c/Asia/Beirut");
const BEIRUT_FAT: &[u8] = include_bytes!("../../../../../tests/fixtures/zones/Beirut-2023c-fat");
const MEXICO_2022F: &[u8] = include_bytes!("../../../../../tests/fixtures/zones/2022f/America/Mexico_City");
const OJINAGA_2023C: &[u8] = include_bytes!("../../../../../tests/fixtures/zones/2023c/America/Ojinaga");
const FIXTURES: [&[u8]; 6] =
    [BEIRUT_2023A, BEIRUT_2023B, BEIRUT_2023C, BEIRUT_FAT, MEXICO_2022F, OJINAGA_2023C];

pub(super) fn tzif(release: &str, name: &str, bytes: &[u8]) -> Result<ZoneDatabase, ZoneDataError> {
    ZoneDatabase::from_tzif(release, [(name.to_owned(), bytes.to_owned())])
}

/// What reading one file says.
fn read(bytes: &[u8]) -> Result<Zone, ZoneDataError> {
    let database = tzif("2023a", "Asia/Beirut", bytes)?;
    database.check()?;
    Ok(Zones::exactly(database).find("Asia/Beirut").unwrap())
}

/// Android's packed file of some zones.
fn packed(release: &str, zones: &[(&str, &[u8])]) -> Vec<u8> {
    let number = |number: usize| u32::try_from(number).unwrap().to_be_bytes();
    let data = 24 + 52 * zones.len();
    let (mut index, mut all) = (Vec::new(), Vec::new());
    for (name, bytes) in zones {
        let mut entry = name.as_bytes().to_owned();
        entry.resize(40, 0);
        entry.extend([number(all.len()), number(bytes.len()), [0; 4]].concat());
        index.extend(entry);
        all.extend_from_slice(bytes);
    }
    let head = [number(24), number(data), number(data + all.len())].concat();
    [b"tzdata", release.as_bytes(), b"\0", &head, &index, &all].concat()
}

fn listed(zone: &Zone, horizon: &str) -> ListedZone {
    let changes = zone.changes(Instant::MIN, instant(horizon));
    let first = zone.offset_at(Instant::MIN);
    ListedZone { name: zone.name().to_owned(), first, changes, horizon: instant(horizon) }
}

#[test]
fn the_newer_release_wins_and_lacks_nothing() {
    let older = Zones::newest(tzif("2023a", "Asia/Beirut", BEIRUT_2023A).unwrap());
    assert_eq!(older.version(), "2025b");
    let same = Zones::newest(tzif("2025b", "Asia/Beirut", BEIRUT_2023A).unwrap());
    assert_eq!(same.find("Asia/Beirut").unwrap(), zone("Asia/Beirut"));
    for newer in ["2025c", "2026a", "2025za"] {
        let zones = Zones::newest(tzif(newer, "Asia/Beirut", BEIRUT_2023B).unwrap());
        assert_eq!(zones.version(), newer);
        let beirut = zones.find("asia/BEIRUT").unwrap();
        assert_eq!((beirut.name(), beirut.database()), ("Asia/Beirut", newer));
        let moment = Moment::at(instant("2023-04-01T06:00:00Z"), &beirut, Evidence::PhoneSetting);
        assert_eq!(
            (moment.to_text().as_str(), moment.database()),
            ("2023-04-01T08:00:00+02:00[Asia/Beirut]", newer)
        );
        // Old names and all that it does not have are the build's own, and say so.
        for name in ["Europe/Kiev", "US/Pacific", "Europe/London"] {
            let own = zones.find(name).unwrap();
            assert_eq!((own.name(), own.database()), (name, "2025b"));
        }
        assert_eq!(zones.names().count(), Zones::built_in().names().count());
    }
    let alone = beirut("2023a");
    assert_eq!((alone.version(), alone.names().collect::<Vec<_>>()), ("2023a", vec!["Asia/Beirut"]));
    let missing = alone.find("Asia/Beyrut").unwrap_err();
    assert_eq!(missing, TimeError::UnknownZone { suggestions: vec!["Asia/Beirut".to_owned()] });
}

#[test]
fn a_damaged_zone_falls_back_or_says_so() {
    let cut = &BEIRUT_2023A[..700];
    let zones = Zones::newest(tzif("2026a", "Asia/Beirut", cut).unwrap());
    assert_eq!(zones.find("Asia/Beirut").unwrap().database(), "2025b");
    let alone = Zones::exactly(tzif("2026a", "Asia/Beirut", cut).unwrap());
    assert_eq!(alone.find("Asia/Beirut"), Err(TimeError::ZoneData(ZoneDataError::Truncated)));
    let elsewhere = Zones::newest(tzif("2026a", "Moon/Tycho", cut).unwrap());
    assert_eq!(elsewhere.find("Moon/Tycho"), Err(TimeError::ZoneData(ZoneDataError::Truncated)));
}

#[test]
fn three_forms_and_fat_and_slim_say_the_same() {
    let slim = read(BEIRUT_2023C).unwrap();
    let (from, until) = (Instant::MIN, Instant::MAX);
    assert_eq!(slim.changes(from, until), zone("Asia/Beirut").changes(from, until));
    assert_eq!(read(BEIRUT_FAT).unwrap(), read(BEIRUT_2023C).unwrap());
    let all = [("Asia/Beirut", BEIRUT_2023C), ("Asia/Beirut_2", BEIRUT_2023B)];
    let android = ZoneDatabase::from_android(packed("2023a", &all)).unwrap();
    assert_eq!((android.version(), android.check()), ("2023a", Ok(2)));
    assert_eq!(Zones::exactly(android).find("Asia/Beirut").unwrap(), slim);
    for horizon in
        ["1900-01-01T00:00:00Z", "2023-03-30T00:00:00Z", "2037-01-01T00:00:00Z", "2110-01-01T00:00:00Z"]
    {
        let list = ZoneDatabase::from_lists("2023a", [listed(&slim, horizon)]).unwrap();
        assert_eq!(Zones::exactly(list).find("Asia/Beirut").unwrap(), slim, "{horizon}");
    }
    // A place that the build does not know keeps its last offset.
    let list = ListedZone { name: "Moon/Tycho".to_owned(), ..listed(&slim, "2037-07-01T00:00:00Z") };
    let moon = Zones::exactly(ZoneDatabase::from_lists("2023a", [list]).unwrap()).find("Moon/Tycho").unwrap();
    assert_eq!(moon.offset_at(instant("2037-12-24T00:00:00Z")).to_string(), "+03:00");
}

#[test]
fn a_footer_that_disagrees_with_the_last_change_begins_where_its_rule_does() {
    let ojinaga = read(OJINAGA_2023C).unwrap();
    let changes = ojinaga.changes(instant("2022-01-01T00:00:00Z"), instant("2023-12-01T00:00:00Z"));
    let changes: Vec<_> = changes.iter().map(|(at, offset)| format!("{at} {offset}")).collect();
    // Mountain summer time becomes central standard time on 30 October; the week until 6 November is not summer again.
    let expected =
        ["2022-03-13T09:00:00Z -06:00", "2023-03-12T08:00:00Z -05:00", "2023-11-05T07:00:00Z -06:00"];
    assert_eq!(changes, expected);
    let (from, until) = (instant("1970-01-01T00:00:00Z"), Instant::MAX);
    assert_eq!(ojinaga.differences(&zone("America/Ojinaga"), from, until), []);
}

#[test]
fn versions_1_and_4_are_read() {
    let mut version_4 = BEIRUT_2023C.to_owned();
    let second = version_4.windows(4).rposition(|four| four == b"TZif").unwrap();
    version_4[4] = b'4';
    version_4[second + 4] = b'4';
    assert_eq!(read(&version_4).unwrap(), read(BEIRUT_2023C).unwrap());
    // The first block of a fat file is all that version 1 has: the years 1901 to 2037.
    let second = BEIRUT_FAT.windows(4).rposition(|four| four == b"TZif").unwrap();
    let mut version_1 = BEIRUT_FAT[..second].to_owned();
    version_1[4] = 0;
    let (from, until) = (instant("1902-01-01T00:00:00Z"), instant("2037-12-31T00:00:00Z"));
    assert_eq!(read(&version_1).unwrap().differences(&read(BEIRUT_2023C).unwrap(), from, until), []);
}

/// A file with these changes, by number of type, these types, and this footer.
fn made(changes: &[(i64, u8)], offsets: &[i32], footer: &str) -> Vec<u8> {
    let header = |counts: [usize; 6]| {
        let counts: Vec<u8> =
            counts.into_iter().flat_map(|it| u32::try_from(it).unwrap().to_be_bytes()).collect();
        [b"TZif3".as_slice(), &[0; 15], &counts].concat()
    };
    let mut file = header([0, 0, 0, 0, 1, 4]);
    file.extend([&[0; 6], b"UTC\0".as_slice()].concat());
    file.extend(header([0, 0, 0, changes.len(), offsets.len(), 4]));
    file.extend(changes.iter().flat_map(|(at, _)| at.to_be_bytes()));
    file.extend(changes.iter().map(|(_, kind)| *kind));
    file.extend(offsets.iter().flat_map(|offset| [offset.to_be_bytes().as_slice(), &[0, 0]].concat()));
    file.extend([b"XXX\0\n", footer.as_bytes(), b"\n"].concat());
    file
}

#[test]
fn footers_hold_after_the_last_change_and_without_one_always() {
    let zone = read(&made(&[], &[3600], "XXX-1")).unwrap();
    assert_eq!(zone.offset_at(Instant::MIN).seconds(), 3600);
    let zone = read(&made(&[(0, 1)], &[0, 3600], "")).unwrap();
    assert_eq!((zone.offset_at(at(-1)).seconds(), zone.offset_at(Instant::MAX).seconds()), (0, 3600));
    // The day after the last Saturday of March at 26 hours, and days counted with and without 29 February.
    for (rule, summer) in [
        ("XXX-2YYY,M3.5.6/26,M10.5.0", ["2024-03-31T00:00:00Z", "2025-03-30T00:00:00Z"]),
        ("XXX-2YYY,J60/2,J300/2", ["2024-03-01T00:00:00Z", "2025-03-01T00:00:00Z"]),
        ("XXX-2YYY,60/2,300/2", ["2024-03-01T00:00:00Z", "2025-03-02T00:00:00Z"]),
        ("XXX-2YYY,59/-2,300/2", ["2024-02-28T20:00:00Z", "2025-02-28T20:00:00Z"]),
    ] {
        let zone = read(&made(&[], &[7200], rule)).unwrap();
        for begins in summer {
            let begins = instant(begins);
            let around = [-1, 0].map(|s| zone.offset_at(begins.plus_millis(s).unwrap()).seconds());
            assert_eq!(around, [7200, 10_800], "{rule} {begins}");
        }
    }
}

fn at(seconds: i64) -> Instant {
    Instant::from_millis(seconds * 1000).unwrap()
}

#[test]
fn damaged_files_are_refused_by_kind() {
    let refused = |bytes: &[u8]| read(bytes).unwrap_err();
    for file in FIXTURES {
        for end in 0..file.len() {
            let error = refused(&file[..end]);
            let expected = if end < 4 { ZoneDataError::NotTzif } else { ZoneDataError::Truncated };
            assert!(error == expected || error == ZoneDataError::Damaged, "{end} of {}: {error}", file.len());
        }
    }
    assert_eq!(refused(b"TZif9\0\0\0"), ZoneDataError::Truncated);
    let mut newer = BEIRUT_2023A.to_owned();
    newer[4] = b'9';
    assert_eq!(refused(&newer), ZoneDataError::NotTzif);
    assert_eq!(refused(b"<html>"), ZoneDataError::NotTzif);
    assert_eq!(refused(&made(&[(1, 0), (1, 1)], &[0, 1], "")), ZoneDataError::Unsorted);
    assert_eq!(refused(&made(&[(2, 0), (1, 1)], &[0, 1], "")), ZoneDataError::Unsorted);
    assert_eq!(refused(&made(&[(1, 7)], &[0, 1], "")), ZoneDataError::Damaged);
    assert_eq!(refused(&made(&[], &[86_400], "")), ZoneDataError::OffsetTooLarge);
    assert_eq!(refused(&made(&[], &[-86_400], "")), ZoneDataError::OffsetTooLarge);
    assert_eq!(refused(&made(&[], &[0], "nonsense")), ZoneDataError::Damaged);
    let mut absurd = BEIRUT_2023A.to_owned();
    absurd[32..36].copy_from_slice(&[0xff; 4]);
    assert_eq!(refused(&absurd), ZoneDataError::TooLarge);
    assert_eq!(refused(&[b"TZif2".as_slice(), &vec![0; 100_000]].concat()), ZoneDataError::TooLarge);
    let mut leap = made(&[], &[0], "");
    let second = leap.windows(4).rposition(|four| four == b"TZif").unwrap();
    leap[second + 31] = 1;
    leap.extend([0; 12]);
    assert_eq!(refused(&leap), ZoneDataError::LeapSeconds);
}

#[test]
fn databases_that_are_none_are_refused_by_kind() {
    let refused = |release, name: &str| tzif(release, name, BEIRUT_2023A).unwrap_err();
    for release in ["", "2025", "2025B", "25b", "2025-b", "2025abc", "２０２５b", "built-in"] {
        assert_eq!(refused(release, "Asia/Beirut"), ZoneDataError::NotARelease, "{release}");
    }
    for name in ["", "/", "../Beirut", "Asia/Beirut ", "Asia//Beirut", &"x".repeat(65)] {
        assert_eq!(refused("2025b", name), ZoneDataError::NotAName, "{name}");
    }
    let twice = ["Asia/Beirut", "ASIA/beirut"].map(|name| (name.to_owned(), BEIRUT_2023A.to_owned()));
    assert_eq!(ZoneDatabase::from_tzif("2025b", twice).unwrap_err(), ZoneDataError::Repeated);
    assert_eq!(ZoneDatabase::from_tzif("2025b", []).unwrap_err(), ZoneDataError::Empty);
    let many = (0..=5000).map(|number| (format!("Zone{number}"), b"TZif".to_vec()));
    assert_eq!(ZoneDatabase::from_tzif("2025b", many).unwrap_err(), ZoneDataError::TooLarge);

    let list = |change: &dyn Fn(&mut ListedZone)| {
        let mut list = listed(&zone("Asia/Beirut"), "2037-01-01T00:00:00Z");
        change(&mut list);
        ZoneDatabase::from_lists("2026a", [list]).unwrap_err()
    };
    assert_eq!(list(&|list| list.changes.swap(3, 4)), ZoneDataError::Unsorted);
    assert_eq!(list(&|list| list.changes[3] = list.changes[4]), ZoneDataError::Unsorted);
    assert_eq!(list(&|list| list.horizon = instant("2001-01-01T00:00:00Z")), ZoneDataError::AfterHorizon);
    let endless =
        |list: &mut ListedZone| list.changes = (0..5001).map(|second| (at(second), Offset::UTC)).collect();
    assert_eq!(list(&endless), ZoneDataError::TooLarge);
}

#[test]
fn damaged_packed_files_are_refused() {
    let file = packed("2026a", &[("Asia/Beirut", BEIRUT_2023A), ("America/Mexico_City", MEXICO_2022F)]);
    for end in 0..file.len() {
        assert!(ZoneDatabase::from_android(file[..end].to_owned()).is_err(), "{end}");
    }
    let changed = |at: usize, bytes: &[u8]| {
        let mut file = file.clone();
        file[at..at + bytes.len()].copy_from_slice(bytes);
        ZoneDatabase::from_android(file).unwrap_err()
    };
    assert_eq!(changed(0, b"tzfile"), ZoneDataError::NotAndroid);
    assert_eq!(changed(11, b"c"), ZoneDataError::NotAndroid);
    assert_eq!(changed(6, b"20x6a"), ZoneDataError::NotARelease);
    for (at, number) in
        [(12, 0), (12, 23), (12, 25), (12, u32::MAX), (16, 0), (16, u32::MAX), (64, u32::MAX), (68, u32::MAX)]
    {
        assert_eq!(changed(at, &number.to_be_bytes()), ZoneDataError::BadIndex, "{at} {number}");
    }
    assert_eq!(changed(24, b"\xff"), ZoneDataError::NotAName);
    assert_eq!(changed(24, b"\0"), ZoneDataError::NotAName);
    assert_eq!(changed(64, &1_u32.to_be_bytes()), ZoneDataError::NotTzif);
    let twice = packed("2026a", &[("Asia/Beirut", BEIRUT_2023A), ("Asia/Beirut", BEIRUT_2023A)]);
    assert_eq!(ZoneDatabase::from_android(twice).unwrap_err(), ZoneDataError::Repeated);
}

proptest! {
    #[test]
    fn any_bytes_are_refused_or_read_without_panic(
        noise in proptest::collection::vec(any::<u8>(), 0..300),
        which in 0..FIXTURES.len(),
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let _ = ZoneDatabase::from_android([b"tzdata2026a\0", noise.as_slice()].concat());
        for magic in [b"TZif\0".as_slice(), b"TZif2", b"TZif3", b"TZif4", b""] {
            let _ = read(&[magic, noise.as_slice()].concat());
        }
        let mut altered = FIXTURES[which].to_owned();
        let mut android = packed("2026a", &[("Asia/Beirut", &altered)]);
        for (place, byte) in places {
            *place.get_mut(&mut altered) = byte;
            *place.get_mut(&mut android) = byte;
        }
        if let Ok(zone) = read(&altered) {
            for civil in ["2023-03-26T00:30", "1920-03-28T00:30", "0001-01-02T12:00", "9999-12-30T12:00"] {
                let _ = resolve(civil.parse().unwrap(), &zone);
            }
        }
        let _ = ZoneDatabase::from_android(android).map(|database| database.check());
    }

    #[test]
    fn a_table_resolves_as_its_offsets_say(zone in any_zone(), seconds in 0..4_000_000_000_i64) {
        let horizon = instant("2110-01-01T00:00:00Z");
        let table = ZoneDatabase::from_lists("2026a", [listed_from(&zone, horizon)]).unwrap();
        let table = Zones::exactly(table).find(zone.name()).unwrap();
        let civil = CivilTime::from_utc_seconds(seconds).unwrap();
        prop_assert_eq!(resolve(civil, &table), resolve(civil, &zone));
        prop_assert_eq!(table.offset_at(at(seconds)), zone.offset_at(at(seconds)));
    }
}

fn listed_from(zone: &Zone, horizon: Instant) -> ListedZone {
    let from = instant("1969-12-01T00:00:00Z");
    ListedZone {
        name: zone.name().to_owned(),
        first: zone.offset_at(from),
        changes: zone.changes(from, horizon),
        horizon,
    }
}
