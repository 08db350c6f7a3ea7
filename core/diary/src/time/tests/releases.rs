//! What releases that changed a country's clocks at short notice did to plans there.

use super::database::tzif;
use super::*;

macro_rules! file {
    ($path:literal) => {
        include_bytes!(concat!("../../../../../tests/fixtures/zones/", $path)).as_slice()
    };
}

const FILES: [(&str, &str, &[u8]); 9] = [
    ("2022d", "Asia/Amman", file!("2022d/Asia/Amman")),
    ("2022e", "Asia/Amman", file!("2022e/Asia/Amman")),
    ("2022d", "Asia/Damascus", file!("2022d/Asia/Damascus")),
    ("2022e", "Asia/Damascus", file!("2022e/Asia/Damascus")),
    ("2022e", "America/Mexico_City", file!("2022e/America/Mexico_City")),
    ("2022f", "America/Mexico_City", file!("2022f/America/Mexico_City")),
    ("2023a", "Asia/Beirut", file!("2023a/Asia/Beirut")),
    ("2023b", "Asia/Beirut", file!("2023b/Asia/Beirut")),
    ("2023c", "Asia/Beirut", file!("2023c/Asia/Beirut")),
];

fn zones(release: &str, name: &str) -> Zones {
    let (_, _, file) = FILES.into_iter().find(|it| (it.0, it.1) == (release, name)).unwrap();
    Zones::exactly(tzif(release, name, file).unwrap())
}

pub(super) fn beirut(release: &str) -> Zones {
    zones(release, "Asia/Beirut")
}

/// Beirut of the spring of 2023 that was put off, as if of another release.
pub(super) fn beirut_of_2023b(release: &str) -> ZoneDatabase {
    tzif(release, "Asia/Beirut", file!("2023b/Asia/Beirut")).unwrap()
}

/// One line a plan that moved: the civil time, the instants before and after, and why.
fn list(zone: &str, [from, to]: [&str; 2], plans: &[&str]) -> Vec<String> {
    let (old, new) = (zones(from, zone), zones(to, zone));
    let plans = plans.iter().map(|text| {
        let civil = text.parse().unwrap();
        (*text, Plan::unattended(civil, ZoneName(zone.into()), &old))
    });
    let renewal = moved(plans, &new);
    for (text, plan) in &renewal.plans {
        assert_eq!((plan.civil(), plan.database()), (text.parse().unwrap(), to));
        let (again, none) = plan.under(&new);
        assert_eq!((&again, none), (plan, None), "{text}");
    }
    let time = |time: Option<ZonedTime>| {
        time.map_or("-".to_owned(), |time| format!("{} {}", time.instant, time.offset))
    };
    let line = |(text, moved): &(&str, Moved)| {
        format!("{text} | {} | {} | {}", time(moved.old), time(moved.new), moved.why.code())
    };
    renewal.moved.iter().map(line).collect()
}

/// Around the change of 26 March (2023a, 2023c) and that of 21 April (2023b), both at midnight.
const SPRING: [&str; 8] = [
    "2023-03-25T23:30:00",
    "2023-03-26T00:00:00",
    "2023-03-26T00:30:00",
    "2023-03-26T01:00:00",
    "2023-04-10T09:00:00",
    "2023-04-20T23:59:59",
    "2023-04-21T00:30:00",
    "2023-04-21T01:00:00",
];

#[test]
fn lebanon_puts_summer_time_off() {
    assert_eq!(
        list("Asia/Beirut", ["2023a", "2023b"], &SPRING),
        [
            "2023-03-26T00:00:00 | - | 2023-03-25T22:00:00Z +02:00 | no-longer-skipped",
            "2023-03-26T00:30:00 | - | 2023-03-25T22:30:00Z +02:00 | no-longer-skipped",
            "2023-03-26T01:00:00 | 2023-03-25T22:00:00Z +03:00 | 2023-03-25T23:00:00Z +02:00 | rules-changed",
            "2023-04-10T09:00:00 | 2023-04-10T06:00:00Z +03:00 | 2023-04-10T07:00:00Z +02:00 | rules-changed",
            "2023-04-20T23:59:59 | 2023-04-20T20:59:59Z +03:00 | 2023-04-20T21:59:59Z +02:00 | rules-changed",
            "2023-04-21T00:30:00 | 2023-04-20T21:30:00Z +03:00 | - | skipped",
        ]
    );
}

#[test]
fn and_takes_it_back() {
    assert_eq!(
        list("Asia/Beirut", ["2023b", "2023c"], &SPRING),
        [
            "2023-03-26T00:00:00 | 2023-03-25T22:00:00Z +02:00 | - | skipped",
            "2023-03-26T00:30:00 | 2023-03-25T22:30:00Z +02:00 | - | skipped",
            "2023-03-26T01:00:00 | 2023-03-25T23:00:00Z +02:00 | 2023-03-25T22:00:00Z +03:00 | rules-changed",
            "2023-04-10T09:00:00 | 2023-04-10T07:00:00Z +02:00 | 2023-04-10T06:00:00Z +03:00 | rules-changed",
            "2023-04-20T23:59:59 | 2023-04-20T21:59:59Z +02:00 | 2023-04-20T20:59:59Z +03:00 | rules-changed",
            "2023-04-21T00:30:00 | - | 2023-04-20T21:30:00Z +03:00 | no-longer-skipped",
        ]
    );
    assert_eq!(list("Asia/Beirut", ["2023a", "2023c"], &SPRING), [""; 0]);
}

#[test]
fn the_releases_of_lebanon_disagree_for_four_weeks() {
    let find = |release| beirut(release).find("Asia/Beirut").unwrap();
    let (from, until) = (instant("1970-01-01T00:00:00Z"), instant("2038-01-01T00:00:00Z"));
    let spans = find("2023a").differences(&find("2023b"), from, until);
    let expected = Difference {
        from: instant("2023-03-25T22:00:00Z"),
        until: instant("2023-04-20T22:00:00Z"),
        old: "+03:00".parse().unwrap(),
        new: "+02:00".parse().unwrap(),
    };
    assert_eq!(spans, [expected]);
    assert_eq!(find("2023a").differences(&find("2023c"), from, until), []);
}

/// The last change back was on 30 October 2022 at 02:00; after that there is no summer time any more.
#[test]
fn mexico_gives_up_summer_time() {
    let plans = [
        "2022-10-30T01:30:00",
        "2022-12-24T09:00:00",
        "2023-04-02T02:30:00",
        "2023-07-01T09:00:00",
        "2023-10-29T01:30:00",
        "2030-07-01T09:00:00",
    ];
    assert_eq!(
        list("America/Mexico_City", ["2022e", "2022f"], &plans),
        [
            "2023-04-02T02:30:00 | - | 2023-04-02T08:30:00Z -06:00 | no-longer-skipped",
            "2023-07-01T09:00:00 | 2023-07-01T14:00:00Z -05:00 | 2023-07-01T15:00:00Z -06:00 | rules-changed",
            "2023-10-29T01:30:00 | 2023-10-29T06:30:00Z -05:00 | 2023-10-29T07:30:00Z -06:00 | rules-changed",
            "2030-07-01T09:00:00 | 2030-07-01T14:00:00Z -05:00 | 2030-07-01T15:00:00Z -06:00 | rules-changed",
        ]
    );
}

/// Both stayed at summer time on 28 October 2022, three weeks after that was decided. Syria would have gone back at
/// midnight, Jordan an hour later: its half past twelve came twice, and the first of the two is still there.
#[test]
fn jordan_and_syria_stay_at_summer_time() {
    let plans = ["2022-10-27T09:00:00", "2022-10-28T00:30:00", "2022-12-24T09:00:00", "2023-07-01T09:00:00"];
    let winter =
        "2022-12-24T09:00:00 | 2022-12-24T07:00:00Z +02:00 | 2022-12-24T06:00:00Z +03:00 | rules-changed";
    let night =
        "2022-10-28T00:30:00 | 2022-10-27T22:30:00Z +02:00 | 2022-10-27T21:30:00Z +03:00 | rules-changed";
    assert_eq!(list("Asia/Amman", ["2022d", "2022e"], &plans), [winter]);
    assert_eq!(list("Asia/Damascus", ["2022d", "2022e"], &plans), [night, winter]);
}
