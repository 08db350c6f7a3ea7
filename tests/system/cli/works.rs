//! One household from its first day on.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use diary_tests::tree;
use serde_json::{Value, json};

use crate::program::{Run, User, words};

fn days(sync: &Value, name: &str) -> u64 {
    let people = sync["people"].as_array().unwrap();
    people.iter().find(|person| person["name"] == name).map_or(0, |person| person["new"].as_u64().unwrap())
}

#[test]
fn the_whole_way_from_an_empty_folder_to_an_export() {
    let user = User::new();
    let made = user.done(&["init"]);
    let code = made["recovery_code"].as_str().unwrap();
    assert_eq!(code.split('-').count(), 6, "{code}");
    for (path, bytes) in user.files() {
        assert!(!bytes.windows(6).any(|part| part == &code.as_bytes()[..6]), "{}", path.display());
        let rights = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert!(rights.trailing_zeros() >= 6, "{}: {rights:o}", path.display());
    }
    user.write("code", code);

    assert_eq!(user.done(&["person", "list"]), json!({ "people": [] }));
    let ada = user.done(&["person", "add", "Ada"]);
    let ben = user.done(&["person", "add", "Ben"]);
    let people = user.done(&["person", "list"]);
    assert_eq!(people["people"][0]["person"], ada["person"]);
    assert_eq!(people["people"][1]["name"], "Ben");

    let cuff = user.done(&words("device pair --sim beurer"));
    assert_eq!((&cuff["model"], &cuff["users"]), (&json!("BM85"), &json!(2)));
    assert_eq!(user.done(&words("device pair --sim beurer"))["device"], cuff["device"], "known again");
    user.done(&words("device assign BM85 0 Ada"));
    user.done(&["device", "assign", cuff["device"].as_str().unwrap(), "1", "ben"]);
    let devices = user.done(&["device", "list"]);
    assert_eq!(devices["devices"][0]["slots"][1], json!({ "slot": "1", "person": ben["person"] }));

    let first = user.done(&words("sync --sim beurer --cut-after 3"));
    assert_eq!((&first["complete"], &first["cuts"]), (&json!(true), &json!(1)));
    let new = days(&first, "Ada") + days(&first, "Ben");
    assert!(days(&first, "Ada") >= 5 && days(&first, "Ben") >= 5, "{first}");
    assert_eq!(first["new"], new);
    assert_eq!(first["clock_corrected"], new, "the cuff's clock is days slow");
    assert_eq!(first["waiting"][0]["why"], "user-unknown");
    let before = user.entries();
    assert_eq!(before.len() as u64, new);
    let again = user.done(&words("sync --sim beurer"));
    // Over midnight the simulated device has measured again.
    if again["known"] == first["new"] {
        assert_eq!(again["new"], 0, "{again}");
        assert_eq!(user.entries(), before);
    }
    let handed = user.done(&words("device assign BM85 unknown Ben --waiting"));
    assert_eq!((days(&handed, "Ben"), &handed["waiting"]), (1, &json!([])));

    let written =
        user.done(&["add", "bp", "148/82", "--pulse", "64", "--person", "Ada", "--note", "after lunch"]);
    assert_eq!(written["entry"]["evidence"], "phone-setting");
    let id = written["entry"]["entry"].as_str().unwrap();
    let right = user.done(&["amend", &id[..8], "--value", "128/82", "--reason", "typed wrong"]);
    assert_eq!(right["entry"]["values"][0]["value"], "128");
    let shown = user.done(&["list", "--entry", id]);
    let history = shown["entry"]["history"].as_array().unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(history[0]["said"]["values"][0]["value"], "148", "the old value stays");
    assert_eq!(history[1]["reason"], "typed wrong");

    let sound = user.done(&["verify"]);
    assert_eq!((&sound["chain_ok"], &sound["findings"]), (&json!(true), &json!([])));
    assert_eq!(sound["files"].as_array().unwrap().len(), 4);

    let count = user.entries().len();
    let exported = user.done(&words("export json --out all.json"));
    assert_eq!(exported["entries"], count);
    let file: Value = serde_json::from_slice(&std::fs::read(user.path("all.json")).unwrap()).unwrap();
    let held: usize = file["people"].as_array().unwrap().iter().map(entries_of).sum();
    assert_eq!(held, count);
    let rights = std::fs::metadata(user.path("all.json")).unwrap().permissions().mode();
    assert_eq!(rights & 0o777, 0o600, "it is not encrypted");
    assert_eq!(user.done(&words("export json --person Ada"))["people"].as_array().unwrap().len(), 1);
    user.done(&words("export csv --out all.csv"));
    let rows = std::fs::read_to_string(user.path("all.csv")).unwrap();
    assert_eq!(rows.lines().count(), count + 1);
    let left: Vec<_> =
        std::fs::read_dir(user.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains(".part")), "{left:?}");

    let opened = user.with("--recovery-code-file", "code", &["verify"]);
    assert_eq!(opened.code, Some(0), "{}", opened.out);
}

fn entries_of(person: &Value) -> usize {
    person["entries"].as_array().unwrap().len()
}

#[test]
fn an_erased_entry_is_gone_and_the_receipt_says_where_it_may_remain() {
    let user = User::with_everything();
    user.done(&words("export json --out all.json"));
    let entries = user.entries();
    let id = entries[0].1["entry"].as_str().unwrap().to_owned();
    // Without a terminal nobody can be asked.
    let refused = user.run(&["erase", &id]);
    assert_eq!((refused.code, &refused.json()["error"]["kind"]), (Some(1), &json!("other")));
    assert!(refused.json()["error"]["hint"].as_str().unwrap().contains("--yes"));
    assert_eq!(user.entries(), entries);

    let receipt = user.done(&["erase", &id[..8], "--yes"]);
    assert_eq!(receipt["erased"]["entry"], id);
    assert_eq!(
        (&receipt["erased"]["versions"], &receipt["erased"]["device_bytes"]),
        (&json!(1), &json!(false))
    );
    let places: Vec<_> =
        receipt["may_remain"].as_array().unwrap().iter().map(|place| place["where"].clone()).collect();
    assert_eq!(places, ["copies", "exports"]);
    assert_eq!(receipt["may_remain"][1]["exports"][0]["format"], "json");
    assert_eq!(user.entries(), entries[1..]);
    assert_eq!(user.done(&["verify"])["chain_ok"], true);
    // By its whole id it is known that it was here.
    let again = user.run(&["erase", &id, "--yes"]);
    assert_eq!(again.code, Some(1));
    assert!(again.json()["error"]["message"].as_str().unwrap().contains("was erased"), "{}", again.out);
    let words = user.bare(&[
        "--recovery-code-file",
        "code",
        "erase",
        &user.entries()[0].1["entry"].as_str().unwrap()[..8],
        "--yes",
    ]);
    assert_eq!(words.code, Some(0), "{}", words.err);
    assert!(
        words.out.contains("Kept: that there was an entry") && words.out.contains("in copies of the folder"),
        "{}",
        words.out
    );
}

#[test]
fn a_damaged_household_is_looked_at_and_salvaged_into_a_new_one() {
    let user = User::with_everything();
    let whole = user.done(&["check"]);
    assert!(whole["files"].as_array().unwrap().iter().all(|file| file["whole"] == true), "{whole}");
    assert_eq!((&whole["key_file"], &whole["leftovers"]), (&Value::Null, &json!([])));
    let entries = user.entries();
    // The household's own file is gone, and a page of everything else is broken.
    std::fs::remove_file(user.home().join("household.1.db")).unwrap();
    let diary = user.files().into_iter().find(|(path, _)| path.ends_with("diary.1.db")).unwrap();
    let mut bytes = diary.1;
    let at = bytes.len() - 1;
    bytes[at] ^= 1;
    std::fs::write(&diary.0, bytes).unwrap();
    assert_eq!(user.run(&["list"]).code, Some(1), "it does not open any more");
    let before = user.files();
    let check = user.run(&["check"]);
    assert_eq!(check.code, Some(4), "{}", check.out);
    assert_eq!(
        check.json()["files"].as_array().unwrap().iter().filter(|file| file["whole"] == false).count(),
        2
    );
    user.write("new", "lamp otter gravel noon\n");
    let home = user.home();
    let line = ["salvage", home.to_str().unwrap(), "saved", "--new-passphrase-file", "new"];
    let salvaged = user.done(&line);
    assert!(
        user.files()
            .iter()
            .filter(|(path, _)| path.starts_with(&home))
            .eq(before.iter().filter(|(path, _)| path.starts_with(&home)))
    );
    assert_eq!((&salvaged["sound"], &salvaged["people"][0]["name"]), (&json!(true), &json!("Person 1")));
    user.write("code", salvaged["recovery_code"].as_str().unwrap());
    let listed = user.done(&["--home", "saved", "list"]);
    assert_eq!(crate::program::entries(&listed).len(), entries.len());
    assert_eq!(user.done(&["--home", "saved", "verify"])["chain_ok"], true);
    // Into itself, or over something, it writes nothing.
    let inside = home.join("inside");
    for to in [inside.to_str().unwrap(), "saved"] {
        let refused = user.with(
            "--passphrase-file",
            "passphrase",
            &["salvage", home.to_str().unwrap(), to, "--new-passphrase-file", "new"],
        );
        assert_eq!(refused.code, Some(1), "{}", refused.out);
    }
    assert!(!inside.exists());
}

#[test]
fn an_only_person_need_not_be_named() {
    let user = User::with_household();
    user.done(&words("person add Ada"));
    let written = user.done(&words("add spo2 97 --at 2026-10-25T01:30 --occurrence second"));
    assert_eq!(written["name"], "Ada");
    assert_eq!(written["entry"]["instant"], "2026-10-25T01:30:00Z");
    user.done(&words("person add Ben"));
    let refused = user.run(&words("add spo2 97"));
    assert_eq!((refused.code, &refused.json()["error"]["kind"]), (Some(1), &json!("name")));
}

#[test]
fn days_are_chosen_by_date() {
    let user = User::with_everything();
    let listed = |line: &str| crate::program::entries(&user.done(&words(line))).len();
    assert_eq!(listed("list"), 3);
    assert_eq!(listed("list --day 2026-08-14"), 2);
    assert_eq!(listed("list --from 2026-08-15"), 1);
    assert_eq!(listed("list --to 2026-08-14 --person Ben"), 1);
    let text = user.bare(&words("--passphrase-file passphrase list --person Ben"));
    assert!(text.out.contains("21:00 in New York"), "{}", text.out);
    assert!(!text.out.contains('\u{1b}'), "no colour where no terminal is");
}

#[test]
fn another_machine_goes_on_as_a_new_writer() {
    let user = User::with_everything();
    std::fs::remove_dir_all(user.path("state")).unwrap();
    user.done(&words("add bp 131/84 --person Ada"));
    let sound = user.done(&["verify"]);
    let of_ada = sound["files"].as_array().unwrap().iter().find(|file| file["file"] == "diary").unwrap();
    assert_eq!(of_ada["heads"].as_array().unwrap().len(), 2, "two chains");
    user.done(&words("add bp 132/84 --person Ada"));
    let again = user.done(&["verify"]);
    let of_ada = again["files"].as_array().unwrap().iter().find(|file| file["file"] == "diary").unwrap();
    assert_eq!(of_ada["heads"].as_array().unwrap().len(), 2, "the new writer was kept");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let user = User::with_everything();
    let line = format!(
        "{} --passphrase-file passphrase export json | head -c 10 >/dev/null; exit ${{PIPESTATUS[0]}}",
        crate::program::binary().display()
    );
    let mut bash = std::process::Command::new("bash");
    user.dress(&mut bash);
    let ended = bash.env("PATH", "/usr/bin:/bin").args(["-c", &line]).output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
}

#[test]
fn plans_from_standard_input_move_with_the_rules() {
    let user = User::new();
    let release = |name: &str| format!("{}/fixtures/zones/{name}", env!("CARGO_MANIFEST_DIR"));
    let plan = r#"[{"id": 7, "civil": "2023-04-10T09:00", "zone": "Asia/Beirut"}]"#;
    let (from, to) = (release("2023a"), release("2023b"));
    let mut command = user.command(&["--json", "time", "moved", "--from", &from, "--to", &to, "-"]);
    let mut running = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    running.stdin.take().unwrap().write_all(plan.as_bytes()).unwrap();
    let run = Run::of(&running.wait_with_output().unwrap());
    assert_eq!(run.code, Some(0), "{}", run.err);
    let moved = json!({
        "id": 7,
        "civil": "2023-04-10T09:00:00",
        "zone": "Asia/Beirut",
        "old": "2023-04-10T09:00:00+03:00",
        "new": "2023-04-10T09:00:00+02:00",
        "why": "rules-changed",
    });
    assert_eq!(run.json(), json!({ "from": "2023a", "to": "2023b", "plans": 1, "moved": [moved] }));
    let refused = user.bare(&["--json", "time", "moved", "--from", "nowhere", "--to", "built-in"]);
    assert_eq!((refused.code, &refused.json()["error"]["kind"]), (Some(1), &json!("zone-database")));
}

/// Nothing is put down anywhere else on the way, not even in the system's folder for such files.
#[test]
fn an_export_leaves_its_file_and_nothing_else() {
    let user = User::with_everything();
    let scratch = user.path("scratch");
    std::fs::create_dir(&scratch).unwrap();
    let names = || tree(&user.path("")).into_iter().map(|(path, _)| path).collect::<BTreeSet<_>>();
    let mut expected = names();
    for form in ["json", "csv"] {
        let out = format!("all.{form}");
        let arguments = ["--recovery-code-file", "code", "export", form, "--out", &out];
        let run = Run::of(&user.command(&arguments).env("TMPDIR", &scratch).output().unwrap());
        assert_eq!(run.code, Some(0), "{}", run.err);
        expected.insert(user.path(&out));
    }
    assert_eq!(names(), expected);
}

/// A scenario in one's own diary: its people, its devices and their readings are there afterwards, and once.
#[test]
fn a_scenario_is_played_in_ones_own_diary() {
    let user = User::with_household();
    let file = format!("{}/scenarios/two-users-wrong-clock.json", env!("CARGO_MANIFEST_DIR"));
    for _ in 0..2 {
        let came = user.done(&["sync", "--sim", &file]);
        assert_eq!((&came["tally"]["in_diaries"], &came["tally"]["doubled"]), (&4.into(), &0.into()));
    }
    let list = user.done(&["list"]);
    let tops: Vec<&Value> = list["people"].as_array().unwrap().iter().map(|person| &person["name"]).collect();
    assert_eq!(tops, ["Ana", "Ben"]);
    // What locks or kills needs a household of its own.
    let file = file.replace("two-users-wrong-clock", "locked-phone");
    let refused = user.run(&["sync", "--sim", &file]);
    assert_eq!(refused.code, Some(1), "{}", refused.out);
}

/// One device by itself, what waits, and a device that is forgotten and comes back with its history.
#[test]
fn a_device_is_shown_forgotten_and_found_again() {
    let user = User::with_everything();
    user.done(&words("sync --sim beurer"));
    let shown = user.done(&words("device show BM85"));
    assert_eq!((&shown["syncs"].as_array().unwrap().len(), &shown["waiting"]), (&1, &1.into()));
    assert!(shown["clock"]["ahead_ms"].as_i64().unwrap() < -250_000_000, "{shown}");
    let inbox = user.done(&words("inbox"));
    let waiting = inbox["waiting"].as_array().unwrap();
    assert_eq!((waiting.len(), &waiting[0]["why"]), (1, &"user-unknown".into()));
    let again = user.done(&words("device redecode"));
    assert!(again["looked_at"].as_u64().unwrap() > 10 && again["amended"].as_array().unwrap().is_empty());
    let id = shown["device"].clone();
    user.done(&words("device forget BM85"));
    let devices = user.done(&words("device list"))["devices"].clone();
    assert!(devices.as_array().unwrap().iter().all(|device| device["device"] != id));
    assert_eq!(user.run(&words("sync --sim beurer")).code, Some(1), "it is not known any more");
    assert_eq!(user.done(&words("device pair --sim beurer"))["device"], id);
    assert_eq!(user.done(&words("sync --sim beurer"))["new"], 0);
    let shown = user.done(&words("device show BM85"));
    assert_eq!(shown["syncs"].as_array().unwrap().len(), 2);
    assert_eq!((&shown["firmware"], &shown["battery"]["percent"]), (&json!("1.04"), &json!(90)));
    assert!(shown["battery"]["at_ms"].as_i64() > Some(0) && shown["hardware"].is_null());
}

/// A recorded session, played on a copy of the diary as it was before, leads to the same entries.
#[test]
fn a_recorded_session_leads_to_the_same_diary() {
    let user = User::with_everything();
    let copy = user.copied();
    user.done(&words("sync --sim beurer --cut-after 3 --record session.jsonl"));
    user.done(&words("sync --sim nonin --record masked.jsonl --mask"));
    let trace = std::fs::read_to_string(user.path("session.jsonl")).unwrap();
    copy.write("session.jsonl", &trace);
    let again = copy.done(&words("sync --trace session.jsonl"));
    let frames = |user: &User, person: &str| {
        let list = user.done(&["list", "--person", person]);
        let days = list["people"][0]["days"].as_array().unwrap().clone();
        let entries = days.into_iter().flat_map(|day| day["entries"].as_array().unwrap().clone());
        let said = |entry: Value| json!([entry["instant"], entry["values"], entry["kind"]]).to_string();
        entries.map(said).collect::<BTreeSet<_>>()
    };
    assert!(again["new"].as_u64().unwrap() > 10, "{again}");
    assert_eq!(frames(&copy, "Ada"), frames(&user, "Ada"));
    // Once more it is known.
    assert_eq!(copy.done(&words("sync --trace session.jsonl"))["new"], 0);
    let mode = std::fs::metadata(user.path("session.jsonl")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "for its owner alone");
    let masked = std::fs::read_to_string(user.path("masked.jsonl")).unwrap();
    assert!(!masked.contains("502001234") && masked.contains("\"identity\":\"serial:masked:3230\""));
    copy.write("masked.jsonl", &masked);
    assert_eq!(copy.run(&words("sync --trace masked.jsonl")).code, Some(1), "of a device that nobody knows");
    // Made known from the trace alone, it brings what it held: here numbers that mean nothing, and nobody's yet.
    let known = copy.done(&words("device pair --trace masked.jsonl"));
    assert_eq!(known["identity"], "serial:masked:3230");
    // What another device holds waits beside it, in the order of numbers that are drawn at random.
    let brought = copy.done(&words("sync --trace masked.jsonl"));
    let mut waiting = brought["waiting"].as_array().unwrap().iter();
    let readings = &waiting.find(|waits| waits["device"] == known["device"]).unwrap()["readings"];
    assert_eq!(readings, 6, "{brought}");
    copy.write("masked.jsonl", "{}");
    assert!(copy.run(&words("sync --trace masked.jsonl")).out.contains("line 1"));
}

#[test]
fn a_live_session_shows_each_change_and_gives_one_reading() {
    let user = User::with_everything();
    user.done(&words("sync --sim nonin"));
    let run = user.run(&words("sync --sim nonin --live"));
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{}", run.out);
    // Each change is an object on a line of its own; the result comes last.
    let told: Vec<Value> =
        serde_json::Deserializer::from_str(&run.out).into_iter().map(Result::unwrap).collect();
    let (result, live) = told.split_last().unwrap();
    let signals: Vec<&str> = live.iter().map(|one| one["signal"].as_str().unwrap()).collect();
    assert_eq!(signals, ["no-finger", "good", "good", "no-finger"], "{live:?}");
    assert_eq!((&live[2]["saturation"], &live[2]["pulse"]), (&json!("97"), &json!("64")));
    assert_eq!((&result["new"], &result["complete"]), (&json!(1), &json!(true)));
    assert!(result["shown"].as_u64().unwrap() > 90);
    let (_, reading) = user.entries().into_iter().next_back().unwrap();
    assert_eq!(reading["kind"], "oximetry", "{reading}");
    // Without the form for programs: what came, in words, and nothing of it while it ran, where nobody looks.
    let plain = user.command(&words("sync --sim nonin --live --recovery-code-file code")).output().unwrap();
    let out = String::from_utf8(plain.stdout).unwrap();
    assert!(out.contains("  97 %, pulse 64\n"), "{out}");
    // A session that was written down runs again as the live one that it was, and is known.
    assert_eq!(user.run(&words("sync --sim nonin --live --record live.jsonl")).code, Some(0));
    let again = user.done(&words("sync --trace live.jsonl"));
    assert_eq!((&again["new"], &again["known"]), (&json!(0), &json!(6)), "{again}");
}
