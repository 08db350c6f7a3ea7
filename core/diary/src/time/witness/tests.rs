//! What a witness says, and where the borders lie.

use super::*;

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

fn witness(names: &[&str]) -> Witness {
    Witness::from_zones(names.iter().map(|name| ZoneName::told(name, &Zones::built_in())))
}

const SUMMER: &str = "2026-07-01T12:00:00Z";
const WINTER: &str = "2026-01-01T12:00:00Z";

fn verdict(names: &[&str], phone: &str, at: &str) -> Verdict {
    witness(names).verdict(&zone(phone), instant(at), &Zones::built_in())
}

#[test]
fn the_same_zone_by_any_of_its_names() {
    for (there, phone) in [
        ("Europe/London", "Europe/London"),
        ("Europe/London", "Europe/Belfast"),
        ("Europe/Belfast", "Europe/London"),
        ("Europe/Kyiv", "Europe/Kiev"),
        ("Asia/Kolkata", "Asia/Calcutta"),
        ("America/Denver", "Navajo"),
        ("Antarctica/McMurdo", "Pacific/Auckland"),
        ("Asia/Dubai", "Asia/Muscat"),
        // A link since 2022: their clocks have agreed since 1970.
        ("Europe/Berlin", "Europe/Oslo"),
    ] {
        assert_eq!(verdict(&[there], phone, SUMMER), Verdict::SameZone, "{phone} in {there}");
    }
}

#[test]
fn zones_that_agreed_for_fifty_years_are_still_two() {
    for (there, phone) in [
        ("Europe/Dublin", "Europe/London"),
        ("Europe/Vienna", "Europe/Berlin"),
        ("Europe/Budapest", "Europe/Vienna"),
        ("Europe/Brussels", "Europe/Warsaw"),
        ("America/Phoenix", "Etc/GMT+7"),
        ("Africa/Abidjan", "Etc/UTC"),
    ] {
        let zones = vec![zone(there).to_name()];
        assert_eq!(verdict(&[there], phone, SUMMER), Verdict::SameTime { zones }, "{phone} in {there}");
    }
}

#[test]
fn another_zone_with_the_same_time_and_one_with_another() {
    let paris = verdict(&["Europe/Paris"], "Europe/Berlin", SUMMER);
    assert_eq!(paris, Verdict::SameTime { zones: vec![zone("Europe/Paris").to_name()] });
    // Phoenix keeps standard time: as Denver in winter, as Los Angeles in summer.
    assert!(matches!(verdict(&["America/Phoenix"], "America/Denver", WINTER), Verdict::SameTime { .. }));
    let zones = vec![(zone("America/Phoenix").to_name(), "-07:00".parse().unwrap())];
    assert_eq!(verdict(&["America/Phoenix"], "America/Denver", SUMMER), Verdict::Differs { zones });
    assert!(matches!(verdict(&["America/Phoenix"], "America/Los_Angeles", SUMMER), Verdict::SameTime { .. }));
}

#[test]
fn at_a_border_a_doubt_is_no_accusation() {
    let border = ["Europe/Warsaw", "Europe/Kaliningrad"];
    for phone in border {
        assert_eq!(verdict(&border, phone, WINTER), Verdict::SameZone);
    }
    assert!(matches!(verdict(&border, "Europe/Berlin", WINTER), Verdict::SameTime { .. }));
    let Verdict::Differs { zones } = verdict(&border, "Europe/London", WINTER) else { panic!() };
    assert_eq!(zones.iter().map(|(_, offset)| offset.seconds()).collect::<Vec<_>>(), [3600, 7200]);
}

#[test]
fn what_is_not_known_accuses_nobody() {
    for names in
        [&[][..], &["Etc/GMT+5"], &["Etc/GMT", "Etc/UTC"], &["Moon/Tycho"], &["Europe/Paris", "Moon/Tycho"]]
    {
        assert_eq!(verdict(names, "Asia/Tokyo", SUMMER), Verdict::Unknown, "{names:?}");
    }
    assert!(matches!(
        verdict(&["Moon/Tycho", "Europe/Paris"], "Europe/Berlin", SUMMER),
        Verdict::SameTime { .. }
    ));
    assert!(witness(&["Etc/GMT+5", "Etc/UTC"]).zones().is_empty());
}

#[cfg(feature = "location")]
mod places {
    use super::*;
    use crate::time::TimeError;

    fn at(latitude: f64, longitude: f64) -> Vec<String> {
        let position = Position::new(latitude, longitude, 0).unwrap();
        Witness::at(position).zones().iter().map(ToString::to_string).collect()
    }

    /// Places well inside one zone.
    const INSIDE: [(&str, f64, f64, &str); 40] = [
        ("London", 51.5074, -0.1278, "Europe/London"),
        ("Belfast", 54.5973, -5.9301, "Europe/London"),
        ("Kaliningrad", 54.7104, 20.4522, "Europe/Kaliningrad"),
        ("Tiraspol", 46.8403, 29.6433, "Europe/Chisinau"),
        ("Gibraltar", 36.1285, -5.3480, "Europe/Gibraltar"),
        ("Ceuta", 35.8894, -5.3213, "Africa/Ceuta"),
        ("Longyearbyen", 78.2232, 15.6267, "Arctic/Longyearbyen"),
        ("Funchal", 32.6669, -16.9241, "Atlantic/Madeira"),
        ("Ponta Delgada", 37.7412, -25.6756, "Atlantic/Azores"),
        ("Monrovia", 6.3156, -10.8074, "Africa/Monrovia"),
        ("Casablanca", 33.5731, -7.5898, "Africa/Casablanca"),
        ("Kathmandu", 27.7172, 85.3240, "Asia/Kathmandu"),
        ("Kolkata", 22.5726, 88.3639, "Asia/Kolkata"),
        ("Pyongyang", 39.0392, 125.7625, "Asia/Pyongyang"),
        ("Shanghai", 31.2304, 121.4737, "Asia/Shanghai"),
        ("Lord Howe", -31.5553, 159.0821, "Australia/Lord_Howe"),
        ("Eucla", -31.6772, 128.8892, "Australia/Eucla"),
        ("Broken Hill", -31.9505, 141.4532, "Australia/Broken_Hill"),
        ("Adelaide", -34.9285, 138.6007, "Australia/Adelaide"),
        ("Chatham Islands", -43.9534, -176.5597, "Pacific/Chatham"),
        ("Apia", -13.8333, -171.7667, "Pacific/Apia"),
        ("Pago Pago", -14.2756, -170.7020, "Pacific/Pago_Pago"),
        ("Kiritimati", 1.8721, -157.4278, "Pacific/Kiritimati"),
        ("Easter Island", -27.1127, -109.3497, "Pacific/Easter"),
        ("Indianapolis", 39.7684, -86.1581, "America/Indiana/Indianapolis"),
        ("Knox, Indiana", 41.2959, -86.6250, "America/Indiana/Knox"),
        ("Tell City, Indiana", 37.9620, -86.7400, "America/Indiana/Tell_City"),
        ("Evansville, Indiana", 37.9900, -87.5300, "America/Chicago"),
        ("Phoenix, Arizona", 33.4484, -112.0740, "America/Phoenix"),
        ("Window Rock, Navajo Nation", 35.6806, -109.0526, "America/Denver"),
        ("Second Mesa, Hopi Reservation", 35.7953, -110.5068, "America/Phoenix"),
        ("San Diego", 32.7157, -117.1611, "America/Los_Angeles"),
        ("Tijuana", 32.5000, -117.0300, "America/Tijuana"),
        ("St. John's", 47.5615, -52.7126, "America/St_Johns"),
        ("Adak", 51.8800, -176.6581, "America/Adak"),
        ("Coyhaique", -45.5752, -72.0662, "America/Coyhaique"),
        ("Troll", -72.0114, 2.5350, "Antarctica/Troll"),
        ("South Pole", -90.0, 0.0, "Antarctica/McMurdo"),
        ("Taveuni, on the antimeridian", -16.8500, 180.0, "Pacific/Fiji"),
        ("Taveuni, from the other side", -16.8500, -180.0, "Pacific/Fiji"),
    ];

    /// Places at a border, and places where two clocks are kept.
    const BORDERS: [(&str, f64, f64, &[&str]); 6] = [
        ("San Ysidro crossing", 32.5432, -117.0297, &["America/Los_Angeles", "America/Tijuana"]),
        ("Nicosia, the green line", 35.1760, 33.3640, &["Asia/Famagusta", "Asia/Nicosia"]),
        ("Vatican City", 41.9029, 12.4534, &["Europe/Rome", "Europe/Vatican"]),
        ("Ürümqi", 43.8256, 87.6168, &["Asia/Shanghai", "Asia/Urumqi"]),
        ("Frankfurt and Słubice", 52.3480, 14.5560, &["Europe/Berlin", "Europe/Warsaw"]),
        ("Bagrationovsk crossing", 54.3660, 20.6290, &["Europe/Kaliningrad", "Europe/Warsaw"]),
    ];

    #[test]
    fn places_lie_in_their_zones() {
        for (place, latitude, longitude, expected) in INSIDE {
            assert_eq!(at(latitude, longitude), [expected], "{place}");
        }
    }

    #[test]
    fn places_at_a_border_lie_in_both_zones() {
        for (place, latitude, longitude, expected) in BORDERS {
            let mut found = at(latitude, longitude);
            found.sort();
            assert_eq!(found, expected, "{place}");
        }
    }

    #[test]
    fn nobody_lives_on_the_open_sea() {
        for (latitude, longitude) in
            [(90.0, 0.0), (90.0, 180.0), (-48.8767, -123.3933), (30.0, -40.0), (0.0, 180.0), (0.0, -180.0)]
        {
            assert_eq!(at(latitude, longitude), Vec::<String>::new(), "{latitude} {longitude}");
        }
    }

    #[test]
    fn a_coarse_position_has_more_zones() {
        let within = |metres| Witness::at(Position::new(32.7157, -117.1611, metres).unwrap());
        assert_eq!(within(5000).zones().len(), 1);
        assert_eq!(within(30_000).zones().len(), 2);
        assert_eq!(within(30_000).zones()[0].as_str(), "America/Los_Angeles");
    }

    #[test]
    fn what_is_no_place_on_earth_is_refused() {
        for (latitude, longitude, accuracy) in [
            (90.1, 0.0, 0),
            (-90.1, 0.0, 0),
            (0.0, 180.1, 0),
            (0.0, -180.1, 0),
            (f64::NAN, 0.0, 0),
            (0.0, f64::NAN, 0),
            (f64::INFINITY, 0.0, 0),
            (0.0, f64::NEG_INFINITY, 0),
            (0.0, 0.0, 50_001),
        ] {
            assert!(matches!(Position::new(latitude, longitude, accuracy), Err(TimeError::NotAPosition)));
        }
    }

    #[test]
    fn a_position_is_never_printed() {
        let position = Position::new(51.5074, -0.1278, 7).unwrap();
        assert_eq!(format!("{position:?}"), "Position");
        assert!(!TimeError::NotAPosition.to_string().contains("51"));
    }

    /// A newer release of the boundaries may bring a zone that the rules do not have; then this names it.
    #[test]
    fn every_zone_with_a_boundary_has_rules() {
        assert_eq!(boundaries::names_without_rules(), Vec::<String>::new());
    }

    proptest::proptest! {
        #[test]
        fn every_place_has_an_answer(latitude in -90.0..=90.0_f64, longitude in -180.0..=180.0_f64, accuracy in 0..=50_000_u32) {
            let witness = Witness::at(Position::new(latitude, longitude, accuracy).unwrap());
            for zone in witness.zones() {
                let phone = Zone::parse(zone.as_str()).unwrap();
                proptest::prop_assert_eq!(witness.verdict(&phone, instant(SUMMER), &Zones::built_in()), Verdict::SameZone);
            }
        }
    }
}
