//! Making all keys new: what opens afterwards, what a kill leaves, and that receiving goes on.

use std::process::Stdio;
use std::time::Duration;

use crate::program::User;

fn opens(user: &User, option: &str, file: &str) -> bool {
    let run = user.with(option, file, &["person", "list"]);
    assert!(matches!(run.code, Some(0 | 3)), "{}{}", run.out, run.err);
    run.code == Some(0)
}

#[test]
fn a_rotation_ends_every_secret_from_before_and_loses_nothing() {
    let user = User::with_everything();
    user.write("new", "lamp otter gravel noon\n");
    user.write("third", "seven grey pots sing\n");
    user.done(&["sync", "--sim", "beurer"]);
    user.done(&["passphrase", "add", "--new-passphrase-file", "third"]);
    let before = user.done(&["export", "json"]);
    let made = user.done(&["rotate", "--new-passphrase-file", "new"]);
    assert!(made["limit"].as_str().unwrap().contains("still opens"));
    assert_eq!(made["left"], serde_json::json!([]));
    user.write("code2", made["recovery_code"].as_str().unwrap());
    for (option, file) in [
        ("--passphrase-file", "passphrase"),
        ("--passphrase-file", "third"),
        ("--recovery-code-file", "code"),
    ] {
        assert!(!opens(&user, option, file), "{file}");
    }
    assert!(opens(&user, "--recovery-code-file", "code2"));
    let with_new = |arguments: &[&str]| {
        let run = user.with("--passphrase-file", "new", arguments);
        assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
        run.json()
    };
    assert_eq!(with_new(&["verify"])["chain_ok"], true);
    let after = with_new(&["export", "json"]);
    assert_eq!(after["people"], before["people"]);
    // The same installation goes on receiving, with the new receive key.
    with_new(&["sync", "--sim", "nonin"]);
    let names: Vec<String> = user
        .files()
        .iter()
        .map(|(path, _)| path.file_name().unwrap().to_str().unwrap().to_owned())
        .filter(|name| name.contains(".1.db"))
        .collect();
    assert!(names.is_empty(), "{names:?}");
}

#[test]
fn a_weak_new_passphrase_rotates_nothing_and_what_goes_is_said_beforehand() {
    let user = User::with_household();
    user.write("weak", "password123\n");
    // The zone of the day is noted by the first unlock.
    user.done(&["person", "list"]);
    let before = user.files();
    let run = user.bare(&["--passphrase-file", "passphrase", "rotate", "--new-passphrase-file", "weak"]);
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    assert!(run.err.contains("stops working"), "{}", run.err);
    assert!(user.files() == before);
}

#[test]
fn a_kill_while_everything_is_made_new_leaves_the_old_or_the_new() {
    let origin = User::with_everything();
    origin.write("new", "lamp otter gravel noon\n");
    let line = ["--passphrase-file", "passphrase", "rotate", "--new-passphrase-file", "new", "--json"];
    let mut seen = [0, 0];
    for after_ms in [150, 300, 400, 450, 500, 550, 600, 700, 900, 1_200] {
        let user = origin.copied();
        let mut child = user.command(&line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(after_ms));
        let _ = child.kill();
        child.wait().unwrap();
        let (old, new) =
            (opens(&user, "--passphrase-file", "passphrase"), opens(&user, "--passphrase-file", "new"));
        assert!(old != new, "after {after_ms} ms: old {old}, new {new}");
        seen[usize::from(new)] += 1;
        let secret = if new { "new" } else { "passphrase" };
        let verified = user.with("--passphrase-file", secret, &["verify"]);
        assert_eq!(verified.code, Some(0), "after {after_ms} ms: {}{}", verified.out, verified.err);
        let listed = user.with("--passphrase-file", secret, &["person", "list"]).json();
        let entries: Vec<_> =
            listed["people"].as_array().unwrap().iter().map(|one| one["entries"].clone()).collect();
        assert_eq!(entries, [1, 2], "after {after_ms} ms");
    }
    assert!(seen[0] > 0, "{seen:?}");
}
