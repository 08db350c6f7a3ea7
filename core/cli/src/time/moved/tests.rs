//! Plans and zones under the releases of the fixtures.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use diary_core::time::ZoneDataError;

use super::*;
use crate::request::RequestError;
use crate::time::release::ReleaseError;

fn fixture(release: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/zones").join(release);
    root.to_str().unwrap().to_owned()
}

fn args(from: &str, to: &str, plans: Option<&Path>) -> MovedArgs {
    MovedArgs { from: from.to_owned(), to: to.to_owned(), plans: plans.map(Path::to_owned) }
}

fn written(folder: &Path, text: &str) -> PathBuf {
    let file = folder.join("plans.json");
    fs::write(&file, text).unwrap();
    file
}

/// What a list of plans gives between two releases of Lebanon.
fn run(plans: &str) -> Result<(Value, String), CliError> {
    let folder = tempfile::tempdir().unwrap();
    let file = written(folder.path(), plans);
    let args = args(&fixture("2023a"), &fixture("2023b"), Some(&file));
    answer(&args, Look::PLAIN).map(|(_, json, text)| (json, text))
}

#[test]
fn plans_of_lebanon_move_and_say_why() {
    let (json, text) = run(r#"[
            {"id": "dentist", "civil": "2023-04-10T09:00", "zone": "asia/beirut"},
            {"id": 2, "civil": "2023-04-21T00:30:00", "zone": "Asia/Beirut"},
            {"id": 3, "civil": "2023-03-26T00:30", "zone": "Asia/Beirut"},
            {"id": 4, "civil": "2023-05-10T09:00", "zone": "Asia/Beirut", "offset": "+03:00"},
            {"id": 5, "civil": "2023-10-29T23:30", "zone": "Asia/Beirut", "occurrence": "second"},
            {"id": 6, "civil": "2023-05-10T09:00", "zone": "Moon/Tycho"}
        ]"#)
    .unwrap();
    let expected = json!({
        "from": "2023a",
        "to": "2023b",
        "plans": 6,
        "moved": [
            {
                "id": "dentist",
                "civil": "2023-04-10T09:00:00",
                "zone": "Asia/Beirut",
                "old": "2023-04-10T09:00:00+03:00",
                "new": "2023-04-10T09:00:00+02:00",
                "why": "rules-changed",
            },
            {
                "id": 2,
                "civil": "2023-04-21T00:30:00",
                "zone": "Asia/Beirut",
                "old": "2023-04-21T00:30:00+03:00",
                "new": null,
                "why": "skipped",
                "choices": ["2023-04-20T23:30:00+02:00", "2023-04-21T01:30:00+03:00"],
            },
            {
                "id": 3,
                "civil": "2023-03-26T00:30:00",
                "zone": "Asia/Beirut",
                "old": null,
                "new": "2023-03-26T00:30:00+02:00",
                "why": "no-longer-skipped",
            },
        ],
    });
    assert_eq!(json, expected);
    assert!(text.starts_with("3 of 6 plans move from 2023a to 2023b\n"), "{text}");
    assert!(text.contains("skipped: 2023-04-20T23:30:00+02:00 or 2023-04-21T01:30:00+03:00"), "{text}");
}

#[test]
fn a_list_that_is_none_says_where() {
    let refused = |plans: &str| match run(plans) {
        Err(CliError::Request(error)) => error,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(""), RequestError::NotJson { line: 1, column: 0 });
    assert!(matches!(refused("[\n{\"id\": true}]"), RequestError::WrongForm { line: 2, .. }));
    for plan in [
        r#"{"id": 1, "zone": "Asia/Beirut"}"#,
        r#"{"id": 1, "civil": "2023-04-10T09:00", "zone": "Asia/Beirut", "occurence": "first"}"#,
        r#"{"id": 1, "civil": "2023-04-10T09:00", "zone": "Asia/Beirut", "occurrence": "third"}"#,
    ] {
        assert!(matches!(refused(&format!("[{plan}]")), RequestError::WrongForm { .. }), "{plan}");
    }
    let nowhere = args("built-in", "built-in", Some(Path::new("/nowhere/plans.json")));
    let error = answer(&nowhere, Look::PLAIN).unwrap_err();
    assert!(matches!(error, CliError::Request(RequestError::Unreadable(io::ErrorKind::NotFound))));
}

#[test]
fn a_plan_that_cannot_be_is_named_by_its_number() {
    let good = r#"{"id": 1, "civil": "2023-04-10T09:00", "zone": "Asia/Beirut"}"#;
    for (civil, offset, expected) in [
        ("2023-02-30T09:00", "+03:00", TimeError::NotATime),
        ("2023-04-10T09:00", "+25:00", TimeError::NotAnOffset),
        ("2023-04-10T09:00", "+02:00", TimeError::OffsetConflict),
    ] {
        let bad = format!(r#"{{"id": 2, "civil": "{civil}", "zone": "Asia/Beirut", "offset": "{offset}"}}"#);
        let error = run(&format!("[{good}, {bad}]")).unwrap_err();
        assert_eq!((error.class().code(), error.kind()), (1, "time"));
        assert!(!error.to_string().contains("2023"), "{error}");
        assert!(matches!(error, CliError::Plan(BadPlan { number: 2, error }) if error == expected));
    }
}

#[test]
fn zones_are_compared_where_no_plans_are_given() {
    let compare = |from: &str, to: &str| answer(&args(from, to, None), Look::PLAIN).unwrap();
    let (_, json, text) = compare(&fixture("2023a"), &fixture("2023b"));
    let span = json!({
        "zone": "Asia/Beirut",
        "from": "2023-03-25T22:00:00Z",
        "until": "2023-04-20T22:00:00Z",
        "old_offset": "+03:00",
        "new_offset": "+02:00",
    });
    let expected =
        json!({ "from": "2023a", "to": "2023b", "differences": [span], "only_old": [], "only_new": [] });
    assert_eq!(json, expected);
    assert!(text.starts_with("1 zone differs between 2023a and 2023b in the years 1970 to 2037\n"), "{text}");
    let (_, json, text) = compare(&fixture("2023a"), &fixture("2023c"));
    assert_eq!((&json["differences"], &json["only_new"]), (&json!([]), &json!(["America/Ojinaga"])));
    assert!(text.ends_with("Only in 2023c: 1 names"), "{text}");
}

#[test]
fn a_database_says_what_it_is_or_is_told() {
    let named = |word: &str| release::named(word).map(|zones| zones.version().to_owned());
    assert_eq!(named("built-in").unwrap(), Zones::built_in().version());
    assert_eq!(named(&fixture("2023a")).unwrap(), "2023a");
    assert_eq!(named(&format!("{}=2023a", fixture("2023a"))).unwrap(), "2023a");
    assert_eq!(named(&format!("{}=2023b", fixture("2023a"))), Err(ReleaseError::Conflict));

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a=b");
    fs::create_dir_all(path.join("Asia")).unwrap();
    let path = path.to_str().unwrap();
    assert_eq!(named(path), Err(ReleaseError::Unnamed));
    assert_eq!(named(&format!("{path}=2023a")), Err(ReleaseError::Data(ZoneDataError::Empty)));
    fs::copy(fixture("2023a/Asia/Beirut"), format!("{path}/Asia/Beirut")).unwrap();
    fs::write(format!("{path}/zone.tab"), "# no zone").unwrap();
    assert_eq!(named(path), Err(ReleaseError::Unnamed));
    assert_eq!(named(&format!("{path}=2023a")).unwrap(), "2023a");
    fs::write(format!("{path}/tzdata.zi"), "# version 2023b\n# redo posix_only\n").unwrap();
    assert_eq!(named(path).unwrap(), "2023b");

    let packed = format!("{path}/packed");
    fs::write(&packed, b"TZif").unwrap();
    assert_eq!(named(&packed), Err(ReleaseError::Data(ZoneDataError::Truncated)));
    fs::write(&packed, [0; 100]).unwrap();
    assert_eq!(named(&packed), Err(ReleaseError::Data(ZoneDataError::NotAndroid)));
    assert_eq!(named("/nowhere/at/all"), Err(ReleaseError::Unreadable(io::ErrorKind::NotFound)));
}
