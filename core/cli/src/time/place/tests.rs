//! Every case of the fixture, and requests that are none.

use super::*;

const CASES: &str = include_str!("../../../../../tests/fixtures/time/device-clocks.json");

fn asked(request: &str) -> Result<Vec<Value>, CliError> {
    Ok(place(&request::parse(request.as_bytes())?, &Zones::built_in())?)
}

#[test]
fn every_case_gives_what_it_must() {
    let cases: Value = serde_json::from_str(CASES).unwrap();
    let mut seen = 0;
    for case in cases["cases"].as_array().unwrap() {
        let answers = asked(&case["request"].to_string()).unwrap();
        let expected = case["expect"].as_array().unwrap();
        assert_eq!(answers.len(), expected.len(), "{}", case["name"]);
        for (answer, expected) in answers.iter().zip(expected) {
            for (field, value) in expected.as_object().unwrap() {
                assert_eq!(&answer[field], value, "{} {field}: {answer}", case["name"]);
                seen += 1;
            }
        }
    }
    assert!(seen > 60, "{seen}");
}

fn with(what: &str) -> String {
    format!(r#"{{"zone": "Europe/Berlin", "records": [], {what}}}"#)
}

#[test]
fn what_contradicts_itself_is_refused() {
    let pair = |device: &str, instant: &str| {
        format!(r#"{{"device": "{device}", "instant": "{instant}", "error_ms": 1000}}"#)
    };
    let right = pair("2026-11-10T08:06:00", "2026-11-10T07:06:00Z");
    let wrong = pair("2026-11-10T09:06:00", "2026-11-10T07:06:01Z");
    let clock = |request: &str| match asked(request).unwrap_err() {
        CliError::Place(PlaceError::Clock(error)) => error,
        other => panic!("{other:?}"),
    };
    let now = r#""now": "2026-11-10T07:00:00Z""#;
    assert_eq!(clock(&with(&format!(r#""pairs": [{right}], {now}"#))), ClockError::PairFromTheFuture);
    assert_eq!(clock(&with(&format!(r#""pairs": [{right}, {wrong}]"#))), ClockError::PairsContradict);
    assert_eq!(clock(&with(r#""drift_s_per_day": 31"#)), ClockError::DriftTooWide);
    let set = r#"{"instant": "2026-11-10T07:06:01Z", "device_after": "2026-11-10T09:06:00", "by": "hand"}"#;
    assert_eq!(clock(&with(&format!(r#""sets": [{set}], {now}"#))), ClockError::SetFromTheFuture);
    // With the setting told, the same two pairs are no contradiction.
    assert_eq!(asked(&with(&format!(r#""pairs": [{right}, {wrong}], "sets": [{set}]"#))).unwrap().len(), 0);
}

#[test]
fn what_is_no_time_is_named_by_its_place() {
    for (what, request) in [
        ("pair 1", with(r#""pairs": [{"device": "0000-01-01T00:00:00", "instant": "2026-11-10T07:06:00Z"}]"#)),
        ("pair 1", with(r#""pairs": [{"device": "2026-11-10T24:00:00", "instant": "2026-11-10T07:06:00Z"}]"#)),
        ("pair 1", with(r#""pairs": [{"device": "2026-11-10T08:06:00", "instant": "2026-11-10T07:06:60Z"}]"#)),
        ("set 1", with(r#""sets": [{"instant": "2026-11-10T07:06:00Z", "device_after": "2025-02-29T08:06:00"}]"#)),
        ("drain 2", with(r#""drains": ["2026-11-10T07:06:00Z", "yesterday"]"#)),
        ("now 1", with(r#""now": "2026-11-10T07:06:00""#)),
        ("zone 1", r#"{"zone": "Europe/Atlantis", "records": []}"#.to_owned()),
        ("zone 2", r#"{"zone": [{"from": "2026-01-01T00:00:00Z", "zone": "UTC"}, {"from": "2026-02-01T00:00:00+25:00", "zone": "UTC"}], "records": []}"#.to_owned()),
        ("record 1", r#"{"zone": "UTC", "records": [{"id": 1, "stamp": null, "received": "soon"}]}"#.to_owned()),
    ] {
        let error = asked(&request).unwrap_err();
        assert!(error.to_string().starts_with(what), "{what}: {error}");
        assert_eq!((error.class().code(), error.kind()), (1, "time"));
    }
    for (request, text) in [
        ("", "not JSON at line 1"),
        ("{", "not JSON at line 1"),
        ("[]", "not of the form"),
        (r#"{"zone": "UTC"}"#, "not of the form"),
        (r#"{"zone": "UTC", "records": [], "secret": "120/80"}"#, "not of the form"),
        (r#"{"zone": "UTC", "records": [{"id": 1, "stamp": 120, "received": ""}]}"#, "not of the form"),
    ] {
        let error = asked(request).unwrap_err();
        assert!(error.to_string().contains(text), "{request}: {error}");
        assert!(!error.to_string().contains("120") && error.kind() == "request");
    }
}
