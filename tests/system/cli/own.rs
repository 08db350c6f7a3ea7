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

const SEALED: &str = "quiet pear over cobalt";

/// Somebody with everything, of whom Ada has sealed one note; her diary is the household's.
fn sealed() -> User {
    let user = User::with_everything();
    user.write("hers", format!("{SEALED}\n"));
    let made = user.done(&words("person seal Ada --new-passphrase-file hers"));
    assert_eq!(made["sealed"], true);
    user.write("hers-code", made["recovery_code"].as_str().unwrap());
    let added = with_own(&user, "add note plantedword --person Ada --sealed --at 2026-08-14T08:00");
    assert_eq!((added.code, &added.json()["sealed"]), (Some(0), &json!(true)), "{}{}", added.out, added.err);
    user
}

#[test]
fn what_is_sealed_shows_nowhere_but_with_its_secret_and_when_it_is_asked_for() {
    let user = sealed();
    user.write("phrase.txt", "a picture");
    let list = with_own(&user, "list --sealed").json();
    assert_eq!(entries(&list, "Ada"), 1);
    let entry = list["people"][0]["days"][0]["entries"][0]["entry"].as_str().unwrap().to_owned();
    let attached = with_own(&user, &format!("attach {entry} phrase.txt --sealed --keep-details"));
    assert_eq!(attached.code, Some(0), "{}{}", attached.out, attached.err);
    let media = attached.json()["attachment"]["media"].as_str().unwrap().to_owned();
    let exported = with_own(&user, "export json --sealed --out sealed.json");
    assert_eq!(exported.code, Some(0), "{}{}", exported.out, exported.err);
    assert!(std::fs::read_to_string(user.path("sealed.json")).unwrap().contains("plantedword"));

    // Shut: that it is there, and nothing else.
    let people = user.done(&["person", "list"]);
    assert_eq!(people["people"][0]["sealed"], json!({ "locked": true }));
    assert_eq!(people["people"][1]["sealed"], Value::Null);
    assert_eq!(user.done(&words("list --sealed"))["people"][0]["locked"], true);
    let whole = user.with("--passphrase-file", "passphrase", &["list"]);
    let outputs = [
        "list",
        "list --sealed",
        "person list",
        "media list",
        "media list --sealed",
        "export json",
        "export csv",
        "verify",
        "check",
        "slots --person Ada --sealed",
        "backup to card",
        "backup list",
        "device list",
    ];
    for line in outputs {
        let run = if line == "export csv" {
            user.bare(&words("--recovery-code-file code export csv"))
        } else {
            user.run(&words(line))
        };
        assert_eq!(run.code, Some(0), "{line}: {}{}", run.out, run.err);
        for secret in ["plantedword", &entry, &entry[..8], &media, &media[..8]] {
            assert!(
                !run.out.contains(secret) && !run.err.contains(secret),
                "{line} says {secret}: {}",
                run.out
            );
        }
    }
    assert_eq!(whole.code, Some(0));
    for line in [
        format!("list --entry {entry}"),
        format!("list --person Ada --sealed --entry {entry}"),
        format!("amend {entry} --value other --reason why"),
        format!("erase {entry} --yes --sealed"),
        format!("attach {entry} phrase.txt --sealed --keep-details"),
        format!("media save {media} --out x --sealed"),
        "export json --person Ada --sealed --out x".to_owned(),
        "add note late --person Ada --sealed".to_owned(),
    ] {
        let run = user.run(&words(&line));
        assert_eq!(run.code, Some(1), "{line}: {}{}", run.out, run.err);
        assert!(!run.out.contains("plantedword"), "{line}");
    }
    // Open, but not asked for.
    assert!(!with_own(&user, "list").out.contains("plantedword"));
    assert!(!with_own(&user, "export json").out.contains("plantedword"));
    assert_eq!(with_own(&user, &format!("list --entry {entry}")).code, Some(1));
    assert_eq!(user.run(&words("list --person Ben --sealed")).code, Some(1), "Ben has nothing sealed");
    let again = user.run(&words("person seal Ada --new-passphrase-file hers"));
    assert!(again.json()["error"]["message"].as_str().unwrap().contains("already"));
}

/// The entry that is sealed.
fn sealed_entry(user: &User) -> String {
    let listed = with_own(user, "list --sealed").json();
    listed["people"][0]["days"][0]["entries"][0]["entry"].as_str().unwrap().to_owned()
}

#[test]
fn an_entry_that_is_sealed_is_corrected_saved_and_erased_in_its_place() {
    let user = sealed();
    user.write("phrase.txt", "a picture");
    let entry = sealed_entry(&user);
    let short = &entry[..8];
    let amended = with_own(&user, &format!("amend {short} --sealed --value better --reason words"));
    assert_eq!(amended.code, Some(0), "{}{}", amended.out, amended.err);
    let shown = with_own(&user, &format!("list --sealed --entry {short}")).json();
    assert_eq!(shown["entry"]["history"].as_array().unwrap().len(), 2);
    let attached = with_own(&user, &format!("attach {short} phrase.txt --sealed --keep-details")).json();
    let media = attached["attachment"]["media"].as_str().unwrap().to_owned();
    assert_eq!(with_own(&user, &format!("media save {media} --sealed --out out.txt")).code, Some(0));
    assert_eq!(std::fs::read(user.path("out.txt")).unwrap(), b"a picture");
    let of_ada = |name: &str| {
        std::fs::read_dir(user.home().join("people"))
            .unwrap()
            .any(|person| person.unwrap().path().join(name).exists())
    };
    assert!(of_ada("sealed.1.db"));
    let erased = with_own(&user, &format!("erase {short} --sealed --yes"));
    assert_eq!(erased.code, Some(0), "{}{}", erased.out, erased.err);
    let receipt = erased.json();
    assert_eq!((&receipt["sealed"], &receipt["erased"]["versions"]), (&json!(true), &json!(2)));
    let exports =
        receipt["may_remain"].as_array().unwrap().iter().find(|place| place["where"] == "exports").unwrap();
    assert_eq!(exports["exports"][0]["format"], "sealed-media");
    assert!(of_ada("sealed.2.db") && !of_ada("sealed.1.db"), "the file has a new key, and not the diary");
    assert!(of_ada("diary.1.db"));
    assert_eq!(entries(&with_own(&user, "list --sealed").json(), "Ada"), 0);
    assert_eq!(with_own(&user, "verify").json()["chain_ok"], true);
    assert_eq!(entries(&user.done(&["list"]), "Ada"), 1);
}

#[test]
fn ones_own_passphrase_code_and_slots_change_and_nobody_elses() {
    let user = sealed();
    user.write("new", "seven grey pots sing\n");
    let household = user.done(&["slots"]);
    let lock = "--person Ada --sealed";
    for line in [
        format!("passphrase change {lock} --new-passphrase-file new"),
        format!("recovery new {lock}"),
        format!("slots remove 2 {lock}"),
        format!("passphrase add {lock} --new-passphrase-file new"),
    ] {
        let run = user.run(&words(&line));
        assert_eq!(run.json()["error"]["kind"], "locked", "{line}");
    }
    assert_eq!(user.run(&words("passphrase change --person Ben --new-passphrase-file new")).code, Some(1));
    let changed = with_own(&user, &format!("passphrase change {lock} --new-passphrase-file new"));
    assert_eq!(changed.code, Some(0), "{}{}", changed.out, changed.err);
    assert_eq!(with_own(&user, "list --sealed").code, Some(3), "the old one");
    let code = user.run(&words(&format!("recovery new {lock} --own-passphrase-file new")));
    user.write("new-code", code.json()["recovery_code"].as_str().unwrap());
    assert_eq!(
        user.run(&words("list --sealed --own-recovery-code-file hers-code")).code,
        Some(3),
        "the old one"
    );
    let added = user.run(&words(&format!(
        "passphrase add {lock} --own-recovery-code-file new-code --new-passphrase-file hers"
    )));
    assert_eq!(added.code, Some(0), "{}{}", added.out, added.err);
    let slots = user.done(&words(&format!("slots {lock}")));
    assert_eq!(slots["slots"].as_array().unwrap().len(), 3);
    let removed = with_own(&user, &format!("slots remove 1 {lock}"));
    assert_eq!(removed.code, Some(0), "{}{}", removed.out, removed.err);
    assert_eq!(user.run(&words("list --sealed --own-passphrase-file new")).code, Some(3));
    assert_eq!(entries(&with_own(&user, "list --sealed").json(), "Ada"), 1);
    assert_eq!(user.done(&["slots"]), household, "the household's are as they were");
    // Two locks, two secrets, one command.
    let handed = user.run(&words("person hand-over Ada --new-passphrase-file new"));
    assert_eq!(handed.code, Some(0), "{}{}", handed.out, handed.err);
    let both = words("person list --own-passphrase-file new --own-passphrase-file hers");
    let people = user.done(&both);
    assert_eq!(
        (&people["people"][0]["entries"], &people["people"][0]["sealed"]["entries"]),
        (&json!(1), &json!(1))
    );
}

#[test]
fn what_was_left_out_of_a_restored_household_is_brought_back_by_its_person() {
    let user = sealed();
    let ran = with_own(&user, "backup to card");
    assert_eq!((ran.code, ran.json()["left_out"].as_array().unwrap().len()), (Some(0), 0), "{}", ran.out);
    let refused = with_own(&user, "person bring-back Ada card --sealed");
    assert_eq!(refused.code, Some(1), "it is there: {}", refused.out);
    let restored = user.done(&words("restore card back"));
    assert_eq!(restored["left_out"].as_array().unwrap().len(), 1);
    let at = |line: &str| {
        let line = format!("{line} --home back");
        user.run(&words(&line))
    };
    assert_eq!(at("list --sealed --own-passphrase-file hers").code, Some(1), "it is not there yet");
    assert_eq!(at("person bring-back Ada card --sealed --own-passphrase-file passphrase").code, Some(3));
    let back = at("person bring-back Ada card --sealed --own-passphrase-file hers");
    assert_eq!((back.code, &back.json()["sealed"]), (Some(0), &json!(true)), "{}{}", back.out, back.err);
    let list = at("list --sealed --own-recovery-code-file hers-code");
    assert!(list.out.contains("plantedword"), "{}{}", list.out, list.err);
    assert_eq!(at("verify --own-passphrase-file hers").json()["locked"], json!([]));
}

#[test]
fn a_diary_is_given_back_and_opens_as_before_with_everything_written_meanwhile() {
    let user = user();
    assert_eq!(user.run(&words("person give-back Ada")).json()["error"]["kind"], "locked");
    assert_eq!(with_own(&user, "person give-back Ben").code, Some(1), "his has no lock of its own");
    assert_eq!(with_own(&user, "add note mine --person Ada --at 2026-08-14T08:00").code, Some(0));
    let given = with_own(&user, "person give-back Ada");
    assert_eq!(
        (given.code, &given.json()["given_back"]),
        (Some(0), &json!(true)),
        "{}{}",
        given.out,
        given.err
    );
    assert_eq!(entries(&user.done(&["list"]), "Ada"), 2);
    assert_eq!(with_own(&user, "list").code, Some(1), "there is no such lock any more");
    let verified = user.done(&["verify"]);
    assert_eq!((&verified["chain_ok"], &verified["locked"]), (&json!(true), &json!([])));
    let again = user.run(&words("person hand-over Ada --new-passphrase-file hers"));
    assert_eq!(again.code, Some(0), "and may be handed over again");
}

#[test]
fn a_leaked_secret_of_ones_own_is_ended_by_a_rotation_of_that_lock_alone() {
    let user = user();
    user.write("new", "seven grey pots sing\n");
    let household = user.done(&["slots"]);
    let line = "rotate --person Ada --new-passphrase-file new";
    assert_eq!(user.run(&words(line)).json()["error"]["kind"], "locked");
    user.write("weak", "password123\n");
    let weak = with_own(&user, "rotate --person Ada --new-passphrase-file weak");
    assert_eq!(weak.json()["error"]["kind"], "weak-passphrase");
    let rotated = with_own(&user, line);
    assert_eq!(rotated.code, Some(0), "{}{}", rotated.out, rotated.err);
    user.write("new-code", rotated.json()["recovery_code"].as_str().unwrap());
    for old in ["--own-passphrase-file hers", "--own-recovery-code-file hers-code"] {
        assert_eq!(user.run(&words(&format!("list {old}"))).code, Some(3), "{old}");
    }
    for new in ["--own-passphrase-file new", "--own-recovery-code-file new-code"] {
        assert_eq!(entries(&user.run(&words(&format!("list {new}"))).json(), "Ada"), 1, "{new}");
    }
    assert_eq!(user.done(&["slots"]), household, "the household's are as they were");
}

#[test]
fn what_is_sealed_is_checked_and_salvaged_with_its_secret() {
    let user = sealed();
    user.write("phrase.txt", "a picture");
    let entry = sealed_entry(&user);
    let attached = with_own(&user, &format!("attach {entry} phrase.txt --sealed --keep-details"));
    let media = attached.json()["attachment"]["media"].as_str().unwrap().to_owned();
    let of = |run: &Run| {
        let json = run.json();
        let files = json["files"].as_array().unwrap();
        files.iter().find(|file| file["sealed"] == true).unwrap().clone()
    };
    let shut = user.run(&["check"]);
    assert_eq!((shut.code, &of(&shut)["own_lock"]), (Some(0), &json!(true)), "{}", shut.err);
    let open = of(&with_own(&user, "check"));
    assert_eq!((&open["own_lock"], &open["media"]["whole"]), (&json!(false), &json!(1)));
    let files = diary_tests::tree(&user.home());
    let path =
        files.iter().find(|(path, _)| path.to_string_lossy().ends_with(&format!("{media}.media"))).unwrap();
    std::fs::write(&path.0, &path.1[..path.1.len() - 1]).unwrap();
    let damaged = with_own(&user, "check");
    assert_eq!(damaged.code, Some(4));
    let lost = of(&damaged)["media"]["lost"][0].clone();
    assert_eq!((&lost["media"], &lost["entry"], &lost["proven"]), (&json!(media), &json!(entry), &json!(0)));
    std::fs::write(&path.0, &path.1).unwrap();
    user.write("other", "seven grey pots sing\n");
    let salvaged = with_own(&user, "salvage home saved --new-passphrase-file other");
    assert_eq!(salvaged.code, Some(0), "{}{}", salvaged.out, salvaged.err);
    assert_eq!(salvaged.json()["own_codes"].as_array().unwrap().len(), 1);
    let line = "list --sealed --home saved --own-passphrase-file hers";
    let found = user.with("--passphrase-file", "other", &words(line));
    assert!(found.out.contains("plantedword"), "{}{}", found.out, found.err);
    let left = user.run(&words("salvage home without --new-passphrase-file other"));
    assert_eq!(left.json()["left_out"][0]["sealed"], true, "{}{}", left.out, left.err);
}
