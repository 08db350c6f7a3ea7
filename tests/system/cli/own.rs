//! Diaries with a lock of their own: handed over, opened for one command, and not in anybody's way.

use serde_json::{Value, json};

use crate::program::{Run, User, words};

const OWN: &str = "lamp otter gravel noon";

/// Somebody with everything, of whom Ada has a diary with a lock of its own; its recovery code lies in `hers-code`.
fn user() -> User {
    let user = User::with_everything();
    user.write("hers", format!("{OWN}\n"));
    let made = user.done(&words("person hand-over Ada --new-passphrase-file hers"));
    user.write("hers-code", made["recovery_code"].as_str().unwrap());
    assert!(made["limit"].as_str().unwrap().contains("copied the folder before"));
    user
}

fn with_own(user: &User, line: &str) -> Run {
    let mut arguments = words(line);
    arguments.extend(["--own-passphrase-file", "hers"]);
    user.run(&arguments)
}

fn entries(list: &Value, person: &str) -> usize {
    let people = list["people"].as_array().unwrap();
    let found = people.iter().find(|one| one["name"] == person).unwrap();
    assert_eq!(found["locked"], Value::Null);
    found["days"].as_array().unwrap().iter().map(|day| day["entries"].as_array().unwrap().len()).sum()
}

#[test]
fn a_handed_over_diary_opens_with_its_own_secret_and_everyone_else_goes_on() {
    let user = user();
    // Everybody is shown who can be; a locked one is said.
    let list = user.done(&["list"]);
    assert_eq!(entries(&list, "Ben"), 2);
    assert!(
        list["people"].as_array().unwrap().iter().any(|one| one["name"] == "Ada" && one["locked"] == true)
    );
    let text = user.with("--passphrase-file", "passphrase", &["list"]);
    assert_eq!(text.code, Some(0));
    let people = user.done(&["person", "list"]);
    assert!(
        people["people"].as_array().unwrap().iter().any(|one| one["name"] == "Ada" && one["locked"] == true)
    );
    for line in ["list --person Ada", "add note late --person Ada", "export json --person Ada"] {
        let run = user.run(&words(line));
        assert_eq!(run.code, Some(1), "{line}: {}{}", run.out, run.err);
        assert_eq!(run.json()["error"]["kind"], "locked", "{line}");
        assert!(run.json()["error"]["hint"].as_str().unwrap().contains("--own-passphrase-file"));
    }
    let verified = user.done(&["verify"]);
    assert_eq!((&verified["chain_ok"], verified["locked"].as_array().unwrap().len()), (&json!(true), 1));
    assert_eq!(verified["locked"][0]["file"], "diary");

    // With her own secret, everything.
    assert_eq!(entries(&with_own(&user, "list").json(), "Ada"), 1);
    assert_eq!(with_own(&user, "add note mine --person Ada --at 2026-08-14T08:00").code, Some(0));
    let list = with_own(&user, "list --person Ada").json();
    let entry = list["people"][0]["days"][0]["entries"][0]["entry"].as_str().unwrap().to_owned();
    let amended = with_own(&user, &format!("amend {entry} --note better --reason words"));
    assert_eq!(amended.code, Some(0), "{}", amended.out);
    assert_eq!(with_own(&user, "verify").json()["locked"], json!([]));
    let exported = with_own(&user, "export csv --person Ada --out ada.csv");
    assert_eq!(exported.code, Some(0), "{}{}", exported.out, exported.err);
    let code = user.run(&words("list --person Ada --own-recovery-code-file hers-code"));
    assert_eq!(entries(&code.json(), "Ada"), 2);
    // The household's passphrase is none of hers, nor hers the household's.
    let wrong = user.run(&words("list --own-passphrase-file passphrase"));
    assert_eq!(wrong.code, Some(3), "{}{}", wrong.out, wrong.err);
    assert_eq!(user.with("--passphrase-file", "hers", &["list"]).code, Some(3));
    let several = with_own(&user, "list --own-recovery-code-file hers-code");
    assert_eq!(several.code, Some(2));
}

#[test]
fn what_a_device_sends_for_her_waits_and_is_handed_on_when_she_opens() {
    let user = user();
    let sync = user.run(&words("sync --sim beurer"));
    assert_eq!(sync.code, Some(0), "{}{}", sync.out, sync.err);
    let waits = sync.json()["waiting"].as_array().unwrap().clone();
    assert!(waits.iter().any(|one| one["why"] == "locked"), "{}", sync.out);
    assert_eq!(user.done(&["verify"])["chain_ok"], true);
    let before = entries(&with_own(&user, "list").json(), "Ada");
    assert!(before > 1, "{before}");
    let again = user.run(&words("sync --sim beurer"));
    assert_eq!((again.code, &again.json()["new"]), (Some(0), &json!(0)), "{}", again.out);
    assert_eq!(entries(&with_own(&user, "list").json(), "Ada"), before);
    assert_eq!(with_own(&user, "verify").json()["chain_ok"], true);
}

#[test]
fn its_slots_are_shown_and_a_diary_is_handed_over_once() {
    let user = user();
    let shown = user.done(&words("slots --person Ada"));
    let kinds: Vec<_> =
        shown["slots"].as_array().unwrap().iter().map(|slot| slot["opens_with"].clone()).collect();
    assert_eq!(kinds, ["passphrase", "recovery-code"]);
    assert_eq!(user.run(&words("slots --person Ben")).code, Some(1));
    let again = user.run(&words("person hand-over Ada --new-passphrase-file hers"));
    assert_eq!(again.code, Some(1));
    assert!(again.json()["error"]["message"].as_str().unwrap().contains("lock of its own already"));
    user.write("weak", "password123\n");
    let weak = user.run(&words("person hand-over Ben --new-passphrase-file weak"));
    assert_eq!(weak.json()["error"]["kind"], "weak-passphrase");
    assert_eq!(entries(&user.done(&["list"]), "Ben"), 2, "and is Ben's as before");
    let none = User::with_household();
    none.write("hers", OWN);
    assert_eq!(none.run(&words("person list --own-passphrase-file hers")).code, Some(1));
}
