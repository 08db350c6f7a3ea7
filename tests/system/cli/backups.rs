//! A backup in a folder elsewhere: made, checked, and a household again.

use std::fs;

use serde_json::json;

use crate::program::{User, words};

#[test]
fn the_whole_way_to_a_backup_and_back_with_the_recovery_code_alone() {
    let user = User::with_everything();
    let card = user.path("card");
    let dir = card.to_str().unwrap();
    assert_eq!(user.done(&words("backup list")), json!({ "backups": [] }));
    let first = user.done(&["backup", "to", dir]);
    assert_eq!(
        (&first["backup"], &first["proven"], &first["same_disk"]),
        (&json!(1), &json!(true), &json!(true))
    );
    user.done(&words("add note after --person Ada --at 2026-08-16T08:00"));
    let second = user.done(&["backup", "to", dir]);
    assert_eq!((&second["backup"], &second["put_back"]), (&json!(2), &json!(null)));
    assert!(second["bytes"].as_u64().unwrap() < first["bytes"].as_u64().unwrap());
    let listed = user.done(&words("backup list"));
    assert_eq!(listed["backups"][0]["backup"], 2);
    let sound = user.done(&["backup", "verify", dir]);
    assert_eq!((&sound["sound"], &sound["problems"]), (&json!(true), &json!([])));
    assert_eq!(sound["backups"].as_array().unwrap().len(), 2);
    let entries = user.entries();

    // Another machine: the folder and the code.
    let other = User::new();
    let code = fs::read_to_string(user.path("code")).unwrap();
    other.write("code", &code);
    let home = other.home();
    let to = home.to_str().unwrap();
    let restored = other.done(&["restore", dir, to]);
    assert_eq!((&restored["backup"], &restored["diaries"]), (&json!(2), &json!(2)));
    assert_eq!(other.done(&["verify"])["chain_ok"], true);
    assert_eq!(other.entries(), entries);
    // The passphrase opens it too, and it goes on.
    let note = ["add", "note", "here", "--person", "Ada", "--at", "2026-08-17T08:00"];
    assert_eq!(other.with("--passphrase-file", "passphrase", &note).code, Some(0));
    let third = other.done(&["backup", "to", dir]);
    assert_eq!((&third["backup"], &third["not_continued"]), (&json!(3), &json!(null)));

    // An earlier one is what it was.
    let older = other.path("older");
    let run = other.run(&["restore", dir, older.to_str().unwrap(), "--number", "1"]);
    assert_eq!((run.code, &run.json()["backup"]), (Some(0), &json!(1)));
    let run = other.run(&["restore", dir, to]);
    assert_eq!(run.code, Some(1), "not over a household");
    let refused = other.path("none");
    let run = other.with("--passphrase-file", "wrong", &["restore", dir, refused.to_str().unwrap()]);
    assert_eq!(run.code, Some(3));
    assert!(!refused.exists());
}

#[test]
fn a_damaged_backup_is_named_with_person_and_days_and_the_next_run_heals_it() {
    let user = User::with_everything();
    let card = user.path("card");
    let dir = card.to_str().unwrap();
    user.done(&["backup", "to", dir]);
    let mut touched = 0;
    for entry in fs::read_dir(&card).unwrap() {
        let path = entry.unwrap().path();
        let good = fs::read(&path).unwrap();
        let mut bad = good.clone();
        bad[good.len() / 2] ^= 4;
        fs::write(&path, &bad).unwrap();
        let run = user.run(&["backup", "verify", dir]);
        assert_eq!(run.code, Some(4), "{}", path.display());
        let found = run.json();
        for one in found["touched"].as_array().unwrap() {
            touched += one["entries"].as_array().unwrap().len();
            assert!(one["entries"][0]["day"].as_str().unwrap().starts_with("2026-08-1"));
        }
        let in_words = user.bare(&["--recovery-code-file", "code", "backup", "verify", dir]);
        assert!(in_words.out.contains("NOT IN ORDER"), "{}", in_words.out);
        if found["problems"][0]["what"] == "operations" {
            let healed = user.done(&["backup", "to", dir]);
            assert_eq!((&healed["proven"], &healed["healed"]), (&json!(true), &json!(1)));
            assert_eq!(user.done(&["backup", "verify", dir])["sound"], true);
        }
        fs::write(&path, &good).unwrap();
    }
    assert_eq!(touched, 3, "each entry once");
}

#[test]
fn a_backup_inside_the_diary_or_into_somebody_elses_is_refused() {
    let user = User::with_household();
    let inside = user.home().join("backup");
    let run = user.run(&["backup", "to", inside.to_str().unwrap()]);
    assert_eq!(run.code, Some(1));
    assert_eq!(run.json()["error"]["kind"], "backup");
    assert!(!inside.exists());
    let card = user.path("card");
    user.done(&["backup", "to", card.to_str().unwrap()]);
    let other = User::with_household();
    let before = diary_tests::tree(&card);
    let run = other.run(&["backup", "to", card.to_str().unwrap()]);
    assert_eq!((run.code, &run.json()["error"]["kind"]), (Some(1), &json!("backup")));
    assert_eq!(diary_tests::tree(&card), before);
    let run = other.run(&["restore", other.home().to_str().unwrap(), other.path("back").to_str().unwrap()]);
    assert_eq!(run.code, Some(1), "a household is no backup");
}

#[test]
fn one_person_alone_goes_into_a_folder_of_their_own_and_comes_back_alone() {
    let user = User::with_everything();
    let (card, hers) = (user.path("card"), user.path("hers"));
    let (all, one) = (card.to_str().unwrap(), hers.to_str().unwrap());
    user.done(&["backup", "to", all]);
    let before = diary_tests::tree(&card);
    let run = user.run(&["backup", "to", all, "--person", "Ada"]);
    assert_eq!((run.code, &run.json()["error"]["kind"]), (Some(1), &json!("backup")));
    assert_eq!(diary_tests::tree(&card), before);
    let made = user.done(&["backup", "to", one, "--person", "Ada"]);
    let people = user.done(&words("person list"));
    let ada = people["people"].as_array().unwrap().iter().find(|person| person["name"] == "Ada").unwrap();
    assert_eq!((&made["person"], &made["proven"]), (&ada["person"], &json!(true)));
    let listed = user.bare(&["--recovery-code-file", "code", "backup", "list"]);
    assert!(listed.out.contains("everyone") && listed.out.contains("Ada"), "{}", listed.out);
    assert_eq!(user.done(&["backup", "verify", one])["sound"], true);
    assert_eq!(user.run(&["backup", "to", one]).code, Some(1), "everyone, into the folder of one");
    assert_eq!(user.run(&["backup", "to", one, "--person", "Nobody"]).code, Some(1));

    let other = User::new();
    let code = fs::read_to_string(user.path("code")).unwrap();
    other.write("code", &code);
    let home = other.home();
    let restored = other.done(&["restore", one, home.to_str().unwrap()]);
    assert_eq!((&restored["person"], &restored["diaries"]), (&ada["person"], &json!(1)));
    assert_eq!(other.done(&["verify"])["chain_ok"], true);
    let there = other.done(&words("person list"));
    assert_eq!((there["people"].as_array().unwrap().len(), &there["people"][0]), (1, ada));
}

#[test]
fn an_erasure_says_which_backup_it_has_not_reached() {
    let user = User::with_everything();
    let card = user.path("card");
    user.done(&["backup", "to", card.to_str().unwrap()]);
    let (_, entry) = user.entries().remove(0);
    let receipt = user.done(&["erase", entry["entry"].as_str().unwrap(), "--yes"]);
    let places: Vec<_> = receipt["may_remain"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|place| place["where"] == "backups")
        .flat_map(|place| place["places"].as_array().unwrap().clone())
        .collect();
    assert_eq!(places, [json!(card.canonicalize().unwrap().to_str().unwrap())]);
    let ran = user.done(&["backup", "to", card.to_str().unwrap()]);
    assert_eq!((&ran["erased"], &ran["proven"]), (&json!([1]), &json!(true)));
}
