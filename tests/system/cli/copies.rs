//! Heads on paper, exported journals, and a second copy of the household.

use std::fs;

use serde_json::{Value, json};

use crate::program::{User, words};

/// The same household on another machine, which has its folder and no more.
fn second(user: &User) -> User {
    let other = user.copied();
    fs::remove_dir_all(other.path("state")).unwrap();
    other
}

fn file<'a>(json: &'a Value, name: &str) -> &'a Value {
    json["files"].as_array().unwrap().iter().find(|file| file["name"] == name).unwrap()
}

#[test]
fn two_machines_come_together_and_say_so() {
    let user = User::with_everything();
    let other = second(&user);
    other.done(&words("add note there --person Ada --at 2026-08-16T08:00"));
    user.done(&words("add note here --person Ada --at 2026-08-16T09:00"));
    let erased = user.entries().into_iter().find(|(name, _)| name == "Ben").unwrap().1;
    user.done(&["erase", erased["entry"].as_str().unwrap(), "--yes"]);
    let from = other.home();
    let union = ["union", from.to_str().unwrap(), "--other-passphrase-file", "passphrase"];
    let came = user.done(&union);
    let ada = file(&came, "Ada");
    assert_eq!((&ada["outcome"], &ada["changes"], &ada["forks"]), (&json!("united"), &json!(2), &json!([])));
    assert_eq!((&ada["entries"], &ada["entries_before"]), (&json!(3), &json!(2)));
    assert_eq!(ada["new_writers"].as_array().unwrap().len(), 1);
    assert_eq!(file(&user.done(&union), "Ada")["changes"], 0);
    let back = user.home();
    let came = other.done(&["union", back.to_str().unwrap(), "--other-passphrase-file", "passphrase"]);
    assert_eq!(file(&came, "Ben")["entries"], 1);
    assert_eq!(user.entries(), other.entries());
    for one in [&user, &other] {
        assert_eq!(one.done(&["verify"])["chain_ok"], true);
    }
    let wrong = ["union", back.to_str().unwrap(), "--other-passphrase-file", "wrong"];
    assert_eq!(other.run(&wrong).code, Some(3));
    let said = user.with(
        "--recovery-code-file",
        "code",
        &["union", "nowhere", "--other-passphrase-file", "passphrase"],
    );
    assert_eq!(said.code, Some(1));
}

#[test]
fn an_exported_journal_is_taken_in_and_an_altered_one_is_not() {
    let user = User::with_everything();
    let other = second(&user);
    other.done(&words("add note there --person Ada --at 2026-08-16T08:00"));
    other.done(&words("export journal --person Ada --out ada.jsonl"));
    let text = fs::read_to_string(other.path("ada.jsonl")).unwrap();
    user.write("ada.jsonl", &text);
    let refused = user.run(&words("union ada.jsonl"));
    assert_eq!(refused.code, Some(4));
    assert!(refused.json()["error"]["hint"].as_str().unwrap().contains("--new-writers"));
    // One letter of a part, a line too few, an end too early.
    let body = text.rfind("\"body\":\"").unwrap() + 60;
    let letter = if text.as_bytes()[body] == b'A' { "B" } else { "A" };
    let altered = format!("{}{letter}{}", &text[..body], &text[body + 1..]);
    let lines: Vec<&str> = text.lines().collect();
    for bad in [altered, [&lines[..2], &lines[3..]].concat().join("\n"), lines[..lines.len() - 1].join("\n")]
    {
        user.write("bad.jsonl", bad);
        assert_eq!(user.run(&words("union bad.jsonl --new-writers")).code, Some(4));
        assert_eq!(user.entries().len(), 3);
    }
    let came = user.done(&words("union ada.jsonl --new-writers"));
    assert_eq!((&file(&came, "Ada")["changes"], user.entries().len()), (&json!(2), 4));
    assert_eq!(user.done(&["verify"])["chain_ok"], true);
    let log = User::with_household();
    log.write("ada.jsonl", &text);
    assert_eq!(log.run(&words("union ada.jsonl --new-writers")).code, Some(1));
}

#[test]
fn a_head_on_paper_proves_that_nothing_before_it_changed() {
    let user = User::with_everything();
    let older = user.copied();
    let noted = user.done(&["head"]);
    let heads = noted["heads"].as_array().unwrap();
    assert_eq!(heads.len(), 3, "the household and two diaries");
    user.write("heads.json", noted.to_string());
    let paper = heads[1]["paper"].as_str().unwrap().to_owned();
    user.done(&words("add note later --person Ada --at 2026-08-17T08:00"));
    let kept = user.done(&["verify", "--head", &paper, "--head", "heads.json"]);
    assert_eq!(kept["heads"].as_array().unwrap().len(), 4);
    assert!(kept["heads"].as_array().unwrap().iter().all(|head| head["outcome"] == "kept"), "{kept}");
    let text = user.bare(&["--recovery-code-file", "code", "head"]);
    assert!(text.out.contains("Diary of Ada, "), "{}", text.out);
    // A mistake in copying is named by its group.
    let mut typed = paper.clone().into_bytes();
    typed[8] = if typed[8] == b'7' { b'8' } else { b'7' };
    let wrong = user.run(&["verify", "--head", std::str::from_utf8(&typed).unwrap()]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.json()["error"]["message"].as_str().unwrap().contains("group 2"), "{}", wrong.out);
    // The whole folder was put back: nothing in it can tell, the head does.
    user.write("later.json", user.done(&["head"]).to_string());
    older.write("later.json", fs::read_to_string(user.path("later.json")).unwrap());
    assert_eq!(older.done(&["verify"])["chain_ok"], true);
    let shorter = older.run(&["verify", "--head", "later.json"]);
    assert_eq!(shorter.code, Some(4));
    let outcomes = shorter.json()["heads"].clone();
    assert!(outcomes.as_array().unwrap().iter().any(|head| head["outcome"] == "shortened"), "{outcomes}");
    user.write("none.json", "{}");
    assert_eq!(user.run(&["verify", "--head", "none.json"]).code, Some(2));
}
