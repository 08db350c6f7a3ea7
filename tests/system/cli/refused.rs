//! Bad input and bad homes: one clear sentence, the right exit code, and not a byte changed.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;

use diary_core::store::FolderLock;
use diary_tests::{long, random_u64, with_version};
use serde_json::{Value, json};

use crate::program::{Run, User, binary, words};

/// Runs a command line that has to be refused with this code and kind, and compares every file before and after.
fn refused(user: &User, code: i32, kind: &str, line: &str) -> Value {
    let before = user.files();
    let run = user.run(&words(line));
    check(&run, code, kind, line);
    assert!(user.files() == before, "{line} changed a file");
    run.json()["error"].clone()
}

fn check(run: &Run, code: i32, kind: &str, line: &str) {
    assert_eq!(run.code, Some(code), "{line}\n{}{}", run.out, run.err);
    assert_eq!(run.json()["error"]["kind"], kind, "{line}\n{}", run.out);
    let message = run.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(!message.contains('/') || kind == "value" || kind == "time", "{line}: {message}");
    // What was typed is the person's own and is not repeated.
    let typed = ["Ada", "Cleo", "abc", "999", "Lodnon", "Omron"];
    assert!(typed.iter().all(|word| !message.contains(word)), "{line}: {message}");
    assert!(message.len() > 20 && !message.contains('\n'), "{line}: {message}");
}

#[test]
fn typed_values_and_times_that_cannot_be() {
    let user = User::with_everything();
    let mut count = 0;
    for (line, kind, hint) in [
        ("add bp 128/abc --person Ada", "value", None),
        ("add bp 82/128 --person Ada", "value", None),
        ("add bp 128 --person Ada", "value", None),
        ("add bp 999/82 --person Ada", "value", None),
        ("add bp 250/140 --person Ada", "value", Some("--confirm")),
        ("add spo2 140 --person Ben", "value", None),
        ("add bp 128/82 --person Ada --at 2026-02-30T07:10", "time", None),
        (
            "add bp 128/82 --person Ada --at 2026-03-29T01:30",
            "time",
            Some("--at 2026-03-29T00:30:00 or --at 2026-03-29T02:30:00"),
        ),
        ("add bp 128/82 --person Ada --at 2026-10-25T01:30", "time", Some("--occurrence first")),
        ("add bp 128/82 --person Ada --at 2026-10-25T01:30", "time", Some("2026-10-25T01:30:00+00:00")),
        ("add bp 128/82 --person Ada --zone Europe/Lodnon", "time", Some("Europe/London")),
        ("list --day 2026-02-30", "time", None),
        ("device pair --sim omron", "other", None),
    ] {
        let error = refused(&user, 1, kind, line);
        if let Some(hint) = hint {
            assert!(error["hint"].as_str().unwrap().contains(hint), "{line}: {error}");
        }
        count += 1;
    }
    for line in [
        "add bp",
        "frobnicate",
        "list --from 2026-08-15 --to 2026-08-14",
        "device assign BM85 twelve Ada",
        "device assign BM85 unknown Ada",
        "export csv",
        "--recovery-code verify",
    ] {
        refused(&user, 2, "usage", line);
        count += 1;
    }
    println!("{count} bad command lines, each with its code, no byte changed");
}

/// These are seen only once the household is open; what they leave is the same diary.
#[test]
fn names_and_entries_that_are_not_there() {
    let user = User::with_everything();
    let before = user.entries();
    for (line, kind) in [
        ("add bp 128/82 --person Cleo", "name"),
        ("add bp 128/82", "name"),
        ("amend ffffffff --value 120/80 --reason typed", "name"),
        ("device assign Omron 1 Ada", "name"),
        ("list --entry ffffffff", "name"),
        ("person add Ada", "household"),
        ("sync --sim nonin --cut-after x", "usage"),
        ("sync --sim nonin --keep-cutting", "usage"),
    ] {
        let run = user.run(&words(line));
        check(&run, if kind == "usage" { 2 } else { 1 }, kind, line);
    }
    let unpaired = User::with_household();
    let run = unpaired.run(&words("sync --sim nonin"));
    assert!(run.json()["error"]["hint"].as_str().unwrap().contains("device pair"), "{}", run.out);
    assert_eq!(user.entries(), before);
    assert_eq!(user.done(&["verify"])["chain_ok"], true);
}

#[test]
fn a_home_that_is_not_one() {
    let user = User::new();
    refused(&user, 1, "other", "list");
    std::fs::create_dir(user.home()).unwrap();
    let error = refused(&user, 1, "other", "list");
    assert!(error["hint"].as_str().unwrap().contains("diary init"), "{error}");
    std::fs::write(user.home().join("letter.txt"), "dear diary").unwrap();
    refused(&user, 1, "other", "verify");
    refused(&user, 1, "household", "init");
    std::fs::remove_dir_all(user.home()).unwrap();
    std::fs::write(user.home(), "a file").unwrap();
    refused(&user, 1, "other", "list");
    refused(&user, 1, "household", "init");
    assert_eq!(std::fs::read(user.home()).unwrap(), b"a file");
    let made = User::with_household();
    refused(&made, 1, "household", "init");
}

#[test]
fn a_wrong_secret() {
    let user = User::with_everything();
    let before = user.files();
    let run = user.with("--passphrase-file", "wrong", &["list"]);
    check(&run, 3, "wrong-secret", "wrong passphrase");
    user.write("code", "not a code at all");
    check(&user.with("--recovery-code-file", "code", &["list"]), 3, "wrong-secret", "mistyped code");
    user.write("code", User::with_household().done(&["verify"])["chain_ok"].to_string());
    check(&user.with("--recovery-code-file", "code", &["list"]), 3, "wrong-secret", "another code");
    check(&user.bare(&["--json", "list"]), 1, "secret", "nobody to ask");
    check(&user.with("--passphrase-file", "none", &["list"]), 1, "secret", "no such file");
    assert!(user.files() == before);
}

#[test]
fn a_home_that_is_open_elsewhere() {
    let user = User::with_everything();
    let lock = FolderLock::take(&user.home(), "lock").unwrap();
    refused(&user, 6, "in-use", "add bp 128/82 --person Ada");
    refused(&user, 6, "in-use", "list");
    drop(lock);
    user.done(&["list"]);
}

#[test]
fn a_home_from_a_newer_version() {
    let user = User::with_everything();
    let path = user.home().join("keys.json");
    let newer = with_version(&std::fs::read_to_string(&path).unwrap(), 99);
    std::fs::write(&path, newer).unwrap();
    refused(&user, 5, "newer-format", "list");
    refused(&user, 5, "newer-format", "add bp 128/82 --person Ada");
}

/// Flips a bit in the middle of a file.
fn flip(path: &Path) {
    let mut bytes = std::fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn flipped_bytes() {
    let whole = User::with_everything();
    for name in ["household.1.db", "inbox.1.db"] {
        let user = whole.copied();
        flip(&user.home().join(name));
        let run = user.run(&["verify"]);
        assert_eq!(run.code, Some(4), "{name}: {}", run.out);
    }
    let user = whole.copied();
    flip(&user.home().join("keys.json"));
    let run = user.run(&["verify"]);
    check(&run, 4, "damage", "one copy of the key file");
    assert_eq!(run.json()["chain_ok"], false);
    let listed = user.run(&["list"]);
    assert_eq!(listed.code, Some(0), "the other copy opens it");
    assert!(listed.err.contains("keys.json is damaged"), "{}", listed.err);
    flip(&user.home().join("keys.copy.json"));
    refused(&user, 4, "damage", "list");

    let user = whole.copied();
    let ada = user.done(&["person", "list"])["people"][0]["person"].as_str().unwrap().to_owned();
    flip(&user.home().join("people").join(&ada).join("diary.1.db"));
    let run = user.run(&["verify"]);
    check(&run, 4, "damage", "a diary");
    let found = run.json()["findings"].clone();
    assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
    assert_eq!((&found[0]["file"], &found[0]["person"]), (&json!("diary"), &json!(ada)));
    let text = user.bare(&words("--passphrase-file passphrase verify"));
    assert!(text.out.contains("Diary of Ada: NOT IN ORDER"), "{}", text.out);
    assert!(text.out.contains("Diary of Ben: in order"), "{}", text.out);
    let ben = user.run(&words("list --person Ben"));
    assert_eq!(ben.code, Some(0), "Ben's diary is readable: {}", ben.out);

    let user = whole.copied();
    let state = std::fs::read_dir(user.path("state/installations")).unwrap().next().unwrap().unwrap().path();
    flip(&state);
    refused(&user, 4, "damage", "list");
}

#[test]
fn any_flipped_byte() {
    let user = User::with_everything();
    let mut flips = 0;
    for (path, bytes) in user.files().into_iter().filter(|(_, bytes)| !bytes.is_empty()) {
        for _ in 0..if long() { 40 } else { 2 } {
            let at = usize::try_from(random_u64() % bytes.len() as u64).unwrap();
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x10;
            std::fs::write(&path, &flipped).unwrap();
            let run = user.with("--recovery-code-file", "code", &["verify"]);
            assert_eq!(run.code, Some(4), "byte {at} of {}: {}", path.display(), run.out);
            std::fs::write(&path, &bytes).unwrap();
            flips += 1;
        }
    }
    assert_eq!(user.done(&["verify"])["chain_ok"], true);
    println!("{flips} flipped bytes, all named");
}

#[test]
fn a_change_to_the_keys_that_was_cut_short_is_no_damage() {
    let user = User::with_everything();
    let second = user.home().join("keys.copy.json");
    let before = std::fs::read(&second).unwrap();
    user.done(&words("person add Cleo"));
    std::fs::write(&second, before).unwrap();
    let run = user.run(&["verify"]);
    assert_eq!((run.code, &run.json()["chain_ok"]), (Some(0), &json!(true)), "{}", run.out);
    assert!(run.json()["key_file"].is_string());
    assert_eq!(user.run(&words("person add Dan")).code, Some(0));
    assert_eq!(user.done(&["verify"])["key_file"], Value::Null, "the next change wrote both");
}

#[test]
fn a_link_that_is_lost_for_good() {
    let user = User::with_everything();
    let run = user.run(&words("sync --sim and --cut-after 3 --keep-cutting"));
    check(&run, 7, "link-lost", "lost link");
    let json = run.json();
    assert_eq!(json["complete"], false);
    assert!(json["new"].as_u64().unwrap() >= 3, "what came is in the diary: {json}");
    let rest = user.done(&words("sync --sim and"));
    assert_eq!((&rest["complete"], &rest["known"]), (&json!(true), &json["new"]));
}

#[test]
fn an_export_never_writes_over_a_file() {
    let user = User::with_everything();
    user.write("there.json", "mine");
    refused(&user, 1, "output", "export json --out there.json");
    assert_eq!(std::fs::read(user.path("there.json")).unwrap(), b"mine");
    let run = user.run(&words("export json --out no/such/folder.json"));
    check(&run, 1, "output", "no folder");
}

/// As root every permission holds; then the program is run as nobody.
#[test]
fn a_home_that_cannot_be_written() {
    const NOBODY: u32 = 65_534;
    let user = User::with_everything();
    let root = std::fs::metadata("/proc/self").unwrap().uid() == 0;
    if root && !Path::new("/usr/bin/setpriv").is_file() {
        println!("skipped: there is no setpriv to become somebody else");
        return;
    }
    let mut all = vec![user.path("")];
    while let Some(path) = all.pop() {
        let is_home = path.starts_with(user.home());
        if path.is_dir() {
            all.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        }
        if root {
            std::os::unix::fs::chown(&path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        if is_home {
            let mode = if path.is_dir() { 0o500 } else { 0o400 };
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        }
    }
    let before = user.files();
    for line in ["list", "add bp 128/82 --person Ada"] {
        let mut command = if root { Command::new("/usr/bin/setpriv") } else { Command::new(binary()) };
        user.dress(&mut command);
        if root {
            command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(binary());
        }
        command.args(["--json", "--passphrase-file", "passphrase"]).args(words(line));
        let run = Run::of(&command.output().unwrap());
        assert_eq!(run.code, Some(1), "{line}: {}{}", run.out, run.err);
        let message = run.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(message.contains("cannot be written"), "{line}: {message}");
    }
    assert!(user.files() == before);
    // So that the folder can be removed again.
    for folder in [user.home(), user.home().join("people")] {
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700)).unwrap();
    }
    for person in std::fs::read_dir(user.home().join("people")).unwrap() {
        std::fs::set_permissions(person.unwrap().path(), std::fs::Permissions::from_mode(0o700)).unwrap();
    }
}
