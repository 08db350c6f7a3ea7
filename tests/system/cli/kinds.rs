//! Entries of every kind from the command line: typed, shown, corrected, taken back, objected to, exported; own kinds too.

use serde_json::{Value, json};

use crate::program::{Run, User, words};

fn with_ada() -> User {
    let user = User::with_household();
    user.done(&words("person add Ada"));
    user
}

/// What a person reads.
fn said(user: &User, arguments: &[&str]) -> Run {
    let line = [&["--recovery-code-file", "code"], arguments].concat();
    Run::of(&user.command(&line).output().unwrap())
}

fn id(added: &Value) -> String {
    added["entry"]["entry"].as_str().unwrap().to_owned()
}

/// As a shell splits it.
fn split(line: &str) -> Vec<&str> {
    let parts = line.split('"').enumerate();
    parts
        .flat_map(|(at, part)| if at % 2 == 1 { vec![part] } else { part.split_whitespace().collect() })
        .collect()
}

#[test]
fn the_example_of_every_kind_is_written_down_and_comes_out_again() {
    let user = with_ada();
    let kinds = Run::of(&user.command(&["kinds", "--json"]).output().unwrap()).json();
    let kinds = kinds["kinds"].as_array().unwrap();
    assert!(kinds.len() > 25, "{}", kinds.len());
    for kind in kinds {
        let (name, example) = (kind["kind"].as_str().unwrap(), kind["example"].as_str().unwrap());
        let line = [vec!["add", name], split(example), vec!["--at", "2026-08-14T07:10"]].concat();
        let added = user.done(&line);
        assert_eq!(added["entry"]["kind"], json!(name));
        assert!(!added["entry"]["values"].as_array().unwrap().is_empty(), "{name}");
    }
    let exported: Value = serde_json::from_str(&user.run(&words("export json")).out).unwrap();
    assert_eq!(exported["people"][0]["entries"].as_array().unwrap().len(), kinds.len());
    let shown = said(&user, &words("list --day 2026-08-14")).out;
    for text in ["128/82 mmHg, pulse 64, arm left", "5.6 mmol/L", "PHQ-9: score 5 of 27", "how bad mild"] {
        assert!(shown.contains(text), "{text}:\n{shown}");
    }
    assert_eq!(user.done(&words("verify"))["findings"], json!([]));
}

#[test]
fn an_entry_is_corrected_by_field_taken_back_and_let_stand_again() {
    let user = with_ada();
    let entry = id(&user.done(&split("add bp 128/82 pulse 64 arm left --tag Travel --at 2026-08-14T07:10")));
    let short = &entry[..8];
    let amended =
        user.done(&["amend", short, "arm", "right", "--without", "pulse", "--reason", "the other arm"]);
    let values = amended["entry"]["values"].as_array().unwrap();
    assert_eq!((values.len(), &values[2]["choice"]), (3, &json!("right")));
    assert_eq!(amended["entry"]["tags"], json!(["travel"]));
    user.done(&["retract", short, "--reason", "not my cuff"]);
    assert_eq!(user.done(&words("list"))["people"][0]["days"], json!([]));
    assert!(said(&user, &["list", "--retracted"]).out.contains("taken back"));
    assert!(!said(&user, &words("export csv")).out.contains(&entry));
    let shown = user.done(&["show", short]);
    assert_eq!(shown["entry"]["retracted"], json!(true));
    assert_eq!(shown["entry"]["history"].as_array().unwrap().len(), 3);
    assert!(said(&user, &["show", short]).out.contains("not my cuff"));
    let again = user.run(&["retract", short, "--reason", "again"]);
    assert_ne!(again.code, Some(0));
    user.done(&["reinstate", short, "--reason", "it was mine"]);
    assert!(said(&user, &words("list")).out.contains("arm right"));
}

#[test]
fn what_a_clinician_wrote_is_objected_to_and_changed_by_nothing() {
    let user = with_ada();
    let line = split(
        r#"add letter "Clinic letter" type letter --clinician "Dr Lind" --organisation "Park Practice""#,
    );
    let entry = id(&user.done(&line));
    for line in [
        vec!["amend", &entry, "type", "other", "--reason", "no"],
        vec!["retract", &entry, "--reason", "no"],
        vec!["amend", &entry, "--note", "mine", "--reason", "no"],
    ] {
        let refused = user.run(&line);
        assert_ne!(refused.code, Some(0), "{line:?}");
        assert!(refused.out.contains("clinician"), "{}", refused.out);
    }
    user.done(&["object", &entry, "I never said that"]);
    assert!(said(&user, &words("list")).out.contains("objected to"));
    assert!(said(&user, &["show", &entry]).out.contains("I never said that"));
    assert!(said(&user, &words("export csv")).out.contains("I never said that"));
    let exported: Value = serde_json::from_str(&user.run(&words("export json")).out).unwrap();
    assert_eq!(exported["people"][0]["entries"][0]["objections"][0]["text"], json!("I never said that"));
}

#[test]
fn a_kind_of_ones_own_is_defined_used_and_changed() {
    let user = with_ada();
    user.done(&["kind", "define", "tremor", "strength:scale", "cups:cups of tea", "rest:yes-no"]);
    let added = user.done(&words("add tremor 6 cups 2.50 rest no"));
    assert_eq!((&added["entry"]["kind"], &added["entry"]["kind_number"]), (&json!("tremor"), &json!(100)));
    let stats = user.done(&words("stats tremor"));
    assert_eq!(stats["kind"], "tremor");
    let fields = stats["people"][0]["statistics"]["fields"].as_array().unwrap();
    assert_eq!(fields.iter().map(|field| &field["unit"]).collect::<Vec<_>>(), ["points", "cups of tea"]);
    assert_eq!(fields[1]["whole"]["mean"], json!(2.5));
    assert_ne!(user.run(&words("stats tremors")).code, Some(0));
    assert_eq!(added["entry"]["values"].as_array().unwrap().len(), 3);
    assert!(said(&user, &words("list")).out.contains("cups 2.50 cups of tea"));
    let refused = user.run(&words("add tremor 11"));
    assert!(refused.code != Some(0) && refused.out.contains("first field"), "{}", refused.out);
    user.done(&split(
        "kind change tremor --name shaking --rename strength=force --add hands:text --retire cups",
    ));
    assert_ne!(user.run(&words("add tremor 5")).code, Some(0));
    user.done(&words("add shaking 5 hands both"));
    let shown = said(&user, &words("list")).out;
    assert!(shown.contains("shaking: 6") && shown.contains("cups 2.50 cups of tea"), "{shown}");
    let kinds = user.done(&words("kinds --person Ada"));
    assert!(kinds["kinds"].as_array().unwrap().iter().any(|kind| kind["kind"] == json!("shaking")));
    let exported: Value = serde_json::from_str(&user.run(&words("export json")).out).unwrap();
    let values = exported["people"][0]["entries"][0]["values"].as_array().unwrap();
    assert!(values.iter().any(|value| value["field"] == json!("force") && value["value"] == json!("6")));
    assert_eq!(user.done(&words("verify"))["findings"], json!([]));
}

#[test]
fn what_is_refused_names_its_field_and_stores_nothing() {
    let user = with_ada();
    for (line, text) in [
        ("add glucose 5,6", "glucose"),
        ("add glucose 5.6 kg", "mmol/l"),
        ("add glucose 5.6 meal brunch", "before-meal"),
        ("add weight 82 fat lots", "body fat"),
        ("add bp 128/82 arm third", "left"),
        ("add bp 128/82 pulse", "pulse"),
        ("add pain 11", "pain"),
        ("add sleep asleep 2026-08-14T07:00 awake 2026-08-14T06:00", "end"),
        ("add mood feelings happy,furious", "feelings"),
        ("add nothing 5", "kind"),
        ("add bp 128/82 --tag a,b", "tag"),
        ("add phq-9 1 0 2", "little interest"),
    ] {
        let refused = user.run(&words(line));
        assert_ne!(refused.code, Some(0), "{line}");
        assert!(refused.out.to_lowercase().contains(text), "{line}: {}", refused.out);
    }
    assert_eq!(user.done(&words("list"))["people"][0]["days"], json!([]));
}

/// Samples from a table: what they came to shows, the table comes out as it went in, and they can go without the entry.
#[test]
fn a_night_is_added_from_a_table_shown_exported_and_dropped() {
    let user = with_ada();
    let mut table = "seconds,saturation,pulse,flags\n".to_owned();
    for second in 0..1200 {
        let line = match second {
            300..=309 => format!("{second},,,sensor-off\n"),
            600..=659 => format!("{second},86,66,\n"),
            _ => format!("{second},96,{},\n", 58 + second / 400),
        };
        table.push_str(&line);
    }
    user.write("night.csv", &table);
    let file = user.path("night.csv");
    let file = file.to_str().unwrap();
    let refused = user.run(&["add", "bp", "--series", file]);
    assert_eq!(refused.code, Some(1), "{}", refused.err);
    let added = user.done(&["add", "night", "--series", file, "--at", "2026-08-13T23:10"]);
    let entry = id(&added);
    let shown = said(&user, &["show", &entry[..8]]).out;
    for text in ["lowest oxygen level", "86 %", "below 90 %", "60 s", "Samples: 1200"] {
        assert!(shown.contains(text), "{text}:\n{shown}");
    }
    assert_eq!(said(&user, &["series", &entry[..8]]).out.trim_end(), table.trim_end());
    let json = user.done(&["series", &entry[..8]]);
    assert_eq!(json["stretches"][0]["samples"], 1200);
    assert_eq!(json["stretches"][0]["channels"][0]["values"][600], 86);
    assert_eq!(json["stretches"][0]["flags"][300], json!(["sensor-off"]));
    let chart = user.done(&["series", &entry[..8], "--width", "600"]);
    let buckets = &chart["stretches"][0]["channels"][0]["buckets"];
    assert_eq!(buckets[1], json!({ "from": 600, "count": 600, "lowest": 86, "mean": 95.0, "highest": 96 }));
    let exported: Value = serde_json::from_str(&user.run(&words("export json")).out).unwrap();
    let night = &exported["people"][0]["entries"][0];
    assert_eq!((&night["kind"], &night["samples"]), (&json!("oximetry-night"), &Value::Null));
    let exported: Value = serde_json::from_str(&user.run(&words("export json --samples")).out).unwrap();
    let samples = &exported["people"][0]["entries"][0]["samples"][0];
    let off = json!([{ "flag": "sensor-off", "flag_number": samples["flags"][0]["flag_number"], "from": 300, "count": 10 }]);
    assert_eq!((&samples["count"], &samples["flags"]), (&json!(1200), &off));
    assert_eq!(samples["channels"][0]["values"], json["stretches"][0]["channels"][0]["values"]);
    assert_eq!(user.bare(&words("--passphrase-file passphrase export csv --samples")).code, Some(2));
    assert_eq!(user.run(&["series", &entry[..8], "--drop"]).code, Some(1), "nobody confirmed");
    user.done(&["series", &entry[..8], "--drop", "--yes"]);
    assert_eq!(user.run(&["series", &entry[..8]]).code, Some(1));
    assert!(said(&user, &["show", &entry[..8]]).out.contains("Samples: none kept"));
    assert_eq!(user.done(&words("verify"))["findings"], json!([]));
}
