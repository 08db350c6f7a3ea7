//! Times and zones: civil times to text, and databases that are handed in.

use std::hint::black_box;
use std::time::Duration;

use chrono::{NaiveDate, NaiveDateTime, TimeZone as _};
use diary_core::time::{
    CivilTime, Evidence, Moment, Occurrence, Resolution, Zone, ZoneDatabase, Zones, resolve,
};

use crate::{Row, in_turns, timed};

/// The zones in use: where someone lives, works, flies and has family.
const ZONES: [(&str, &[u8]); 6] = [
    ("Asia/Beirut", include_bytes!("../fixtures/zones/2023c/Asia/Beirut")),
    ("Asia/Amman", include_bytes!("../fixtures/zones/2022e/Asia/Amman")),
    ("Asia/Damascus", include_bytes!("../fixtures/zones/2022e/Asia/Damascus")),
    ("America/Mexico_City", include_bytes!("../fixtures/zones/2022f/America/Mexico_City")),
    ("America/Ojinaga", include_bytes!("../fixtures/zones/2023c/America/Ojinaga")),
    ("Asia/Beirut_Fat", include_bytes!("../fixtures/zones/Beirut-2023c-fat")),
];
/// The promise: a database opens in less than this for the zones in use.
const OPENS_IN: Duration = Duration::from_millis(5);
/// Civil times in one measurement, hours apart.
const TIMES: u8 = 100;
const TURNS: usize = 301;

/// Measures everything, each row as it is done.
pub(crate) fn all(mut done: impl FnMut(Row)) {
    let handed_in = Zones::exactly(single());
    for (rules, zone) in [
        ("built in", Zone::parse("Europe/London").unwrap()),
        ("handed in", handed_in.find("Asia/Beirut").unwrap()),
    ] {
        let bare = zone.name().parse().unwrap();
        done(text_of_a_civil_time(rules, &zone, bare));
        done(text_of_a_moment(rules, &zone, bare));
    }
    let file = packed();
    done(opening("compiled files, 6 zones", || Zones::exactly(single())));
    done(opening("a packed file of 600 zones, 6 of them", || {
        Zones::exactly(ZoneDatabase::from_android(file.clone()).unwrap())
    }));
}

fn single() -> ZoneDatabase {
    ZoneDatabase::from_tzif("2023c", ZONES.map(|(name, bytes)| (name.to_owned(), bytes.to_owned()))).unwrap()
}

/// Android's packed file with the six zones, and copies of them under other names.
fn packed() -> Vec<u8> {
    let number = |number: usize| u32::try_from(number).unwrap().to_be_bytes();
    let copies = (0..594).map(|copy| (format!("Copy/Zone_{copy}"), ZONES[copy % 6].1));
    let zones: Vec<_> =
        ZONES.iter().map(|(name, bytes)| ((*name).to_owned(), *bytes)).chain(copies).collect();
    let data = 24 + 52 * zones.len();
    let (mut index, mut all) = (Vec::new(), Vec::new());
    for (name, bytes) in &zones {
        let mut entry = name.clone().into_bytes();
        entry.resize(40, 0);
        entry.extend([number(all.len()), number(bytes.len()), [0; 4]].concat());
        index.extend(entry);
        all.extend_from_slice(bytes);
    }
    let head = [number(24), number(data), number(data + all.len())].concat();
    [b"tzdata2023c\0".as_slice(), &head, &index, &all].concat()
}

/// Opens a database and asks for the six zones; bare, tz-rs reads the six files.
fn opening(what: &str, open: impl Fn() -> Zones) -> Row {
    let (diary, bare) = in_turns(
        TURNS,
        || {
            timed(|| {
                let zones = open();
                ZONES.map(|(name, _)| zones.find(name).unwrap())
            })
        },
        || timed(|| ZONES.map(|(_, bytes)| tz::TimeZone::from_tz_data(bytes).is_ok())),
    );
    assert!(diary < OPENS_IN, "{what}: {diary:?}");
    Row { what: format!("open a zone database handed in, {what}; bare: only parse the 6"), diary, bare }
}

fn hours() -> Vec<(CivilTime, NaiveDateTime)> {
    (0..TIMES)
        .map(|number| {
            let (month, day, hour) = (number % 12 + 1, number % 28 + 1, number % 24);
            let ours = format!("2026-{month:02}-{day:02}T{hour:02}:30:00").parse().unwrap();
            let date = NaiveDate::from_ymd_opt(2026, month.into(), day.into()).unwrap();
            (ours, date.and_hms_opt(hour.into(), 30, 0).unwrap())
        })
        .collect()
}

/// `2026-08-14T07:10:00+01:00` of a civil time, by chrono-tz.
fn bare_text(civil: NaiveDateTime, zone: chrono_tz::Tz) -> String {
    zone.from_local_datetime(&civil).earliest().unwrap().to_rfc3339()
}

fn text_of_a_civil_time(rules: &str, zone: &Zone, bare: chrono_tz::Tz) -> Row {
    let text = |civil| match resolve(civil, zone).unwrap() {
        Resolution::Unique(only) | Resolution::Overlap { first: only, .. } => only.to_string(),
        Resolution::Gap { .. } => unreachable!("no hour of the bench is skipped"),
    };
    let what = format!("civil time to RFC 3339, rules {rules}; bare: chrono-tz");
    compare(what, text, |civil| bare_text(civil, bare))
}

fn text_of_a_moment(rules: &str, zone: &Zone, bare: chrono_tz::Tz) -> Row {
    let text =
        |civil| Moment::typed(civil, zone, Evidence::Chosen, Occurrence::Unattended).unwrap().to_text();
    let what = format!("civil time to a moment and its RFC 9557, rules {rules}; bare: chrono-tz to RFC 3339");
    compare(what, text, |civil| bare_text(civil, bare))
}

/// The time of one of many.
fn compare(
    what: String,
    ours: impl Fn(CivilTime) -> String,
    theirs: impl Fn(NaiveDateTime) -> String,
) -> Row {
    let hours = hours();
    for (civil, naive) in &hours {
        let (text, bare) = (ours(*civil), theirs(*naive));
        assert!(text.starts_with(&bare), "{text} {bare}");
    }
    let (diary, bare) = in_turns(
        TURNS,
        || timed(|| hours.iter().map(|(civil, _)| ours(black_box(*civil)).len()).sum::<usize>()),
        || timed(|| hours.iter().map(|(_, naive)| theirs(black_box(*naive)).len()).sum::<usize>()),
    );
    Row { what, diary: diary / u32::from(TIMES), bare: bare / u32::from(TIMES) }
}
