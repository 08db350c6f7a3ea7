//! The binary as a person or a script drives it: every command, every exit code, bad input that changes nothing, and
//! kills at random moments.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a step of a test that fails ends the test"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use diary_core::store::FolderLock;
use diary_tests::{long, random_u64, tree};
use serde_json::Value;

/// The binary that stands beside these tests; the lane builds it first.
fn binary() -> PathBuf {
    let target = std::env::current_exe().unwrap().ancestors().nth(2).unwrap().to_owned();
    let binary = target.join("diary");
    assert!(binary.is_file(), "build it first: cargo build -p diary-cli");
    binary
}

struct Terminal {
    root: tempfile::TempDir,
}

impl Terminal {
    fn new() -> Self {
        let memory = Path::new("/dev/shm");
        let root = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        for (name, secret) in [("passphrase", "a fine long passphrase"), ("wrong", "another long passphrase")]
        {
            fs::write(root.path().join(name), secret).unwrap();
        }
        Self { root }
    }

    /// A household with two people, a paired cuff whose users they are, its readings, and one typed entry.
    fn used() -> Self {
        let terminal = Self::new();
        for line in [
            "init",
            "person add Ana",
            "person add Ben",
            "device pair --sim beurer",
            "device assign BM85 0 Ana",
            "device assign BM85 1 Ben",
            "sync --sim beurer",
            "add bp 128/82 --pulse 64 --person Ana --at 2026-08-14T07:10 --zone Europe/London",
        ] {
            terminal.ok(line);
        }
        terminal
    }

    fn home(&self) -> PathBuf {
        self.root.path().join("home")
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(binary());
        command
            .args(["--home", self.home().to_str().unwrap()])
            .args(["--passphrase-file", self.root.path().join("passphrase").to_str().unwrap()])
            .args(words(line))
            .env_clear()
            .env("DIARY_STATE", self.root.path().join("state"))
            .env("TZ", "Europe/London")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, line: &str) -> Output {
        self.command(line).output().unwrap()
    }

    /// Runs a command that must succeed and gives its object.
    fn ok(&self, line: &str) -> Value {
        let output = self.run(&format!("--json {line}"));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}: {said} {}", String::from_utf8_lossy(&output.stdout));
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{line}: not one JSON object"))
    }

    /// Runs a command that must be refused, leave every byte as it was, and say why in one sentence.
    fn refused(&self, line: &str, code: i32) -> String {
        let before = tree(&self.home());
        let output = self.run(line);
        assert_eq!(output.status.code(), Some(code), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(tree(&self.home()), before, "{line} changed something");
        let output = self.run(&format!("--json {line}"));
        assert_eq!(output.status.code(), Some(code), "--json {line}");
        let object: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(tree(&self.home()), before, "--json {line} changed something");
        object["error"]["message"].as_str().unwrap().to_owned()
    }

    /// Ids of all entries, by what they say.
    fn entries(&self) -> BTreeSet<String> {
        let listed = self.ok("list");
        let people = listed["people"].as_array().unwrap().iter();
        people
            .flat_map(|person| person["days"].as_array().unwrap())
            .flat_map(|day| day["entries"].as_array().unwrap())
            .map(|entry| entry["entry"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// Splits a line as a shell does, quotes included.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in line.split('"').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn a_household_by_hand() {
    let terminal = Terminal::used();
    let before = terminal.entries();
    assert_eq!(before.len(), 15, "seven readings each, and one typed");
    // The same memory again brings nothing.
    let again = terminal.ok("sync --sim beurer --cut-after 2");
    assert_eq!((again["new"].as_array().unwrap().len(), again["known"].as_u64()), (0, Some(14)));
    assert_eq!(again["waiting"].as_array().unwrap().len(), 1);
    let note =
        terminal.ok("add note \"slept badly\" --person Ben --at 2026-08-14T08:00 --zone America/New_York");
    assert_eq!(
        (note["zone"].as_str(), note["evidence"].as_str()),
        (Some("America/New_York"), Some("chosen"))
    );
    let spo2 = terminal.ok("add spo2 97 --pulse 61 --person Ben --at 2026-08-14T09:00 --zone Europe/London");
    let id = spo2["entry"].as_str().unwrap();
    terminal.ok(&format!("amend {id} --value 96 --reason \"read it wrong\""));
    let history = terminal.ok(&format!("list --entry {id}"));
    let versions = history["versions"].as_array().unwrap();
    assert_eq!(versions.len(), 2);
    let saturation = |version: &Value| {
        let values = version["said"]["values"].as_array().unwrap().clone();
        values.into_iter().find(|value| value["field"] == "saturation").unwrap()["value"].clone()
    };
    assert_eq!((saturation(&versions[0]), saturation(&versions[1])), ("97".into(), "96".into()));
    assert_eq!(versions[1]["reason"], "read it wrong");
    let day = terminal.ok("list --person Ben --day 2026-08-14");
    assert!(day["people"][0]["days"][0]["entries"].as_array().unwrap().len() >= 2);
    assert_eq!(terminal.ok("verify")["chain_ok"], true);
    let json: Value = serde_json::from_slice(&terminal.run("export json").stdout).unwrap();
    let exported: usize = json["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|person| person["entries"].as_array().unwrap().len())
        .sum();
    assert_eq!(exported, terminal.entries().len());
    let out = terminal.root.path().join("out.csv");
    terminal.ok(&format!("export csv --out {}", out.display()));
    assert_eq!(fs::read_to_string(&out).unwrap().lines().count(), exported + 1);
    // A second export does not write over the first, and people with tables see the same.
    terminal.refused(&format!("export csv --out {}", out.display()), 1);
    let table = String::from_utf8(terminal.run("list --person Ben").stdout).unwrap();
    assert!(table.contains("96 %") && table.contains("corrected") && table.contains("New York"), "{table}");
    assert_eq!(terminal.ok("person list")["people"].as_array().unwrap().len(), 2);
    assert_eq!(terminal.ok("device list")["devices"][0]["slots"].as_array().unwrap().len(), 2);
    let decoded = terminal.ok("decode 2a35 \"1E 8A00 5800 7800 0000041114293B 3C00 01 2700\"");
    assert_eq!(decoded["outcome"], "reading");
}

#[test]
fn bad_values_and_times_are_refused_and_change_nothing() {
    let terminal = Terminal::used();
    for line in [
        "add bp 128/abc --person Ana",
        "add bp 82/128 --person Ana",
        "add bp 1280/82 --person Ana",
        "add bp 230/82 --person Ana",
        "add bp 128 --person Ana",
        "add spo2 97x --person Ana",
        "add bp 128/82 --person Ana --zone Europe/Lodon",
        "add bp 128/82 --person Ana --at 2026-02-30T07:10",
        "add bp 128/82 --person Nobody",
        "add bp 128/82",
        "amend ffffffff --value 128/82 --reason \"no such entry\"",
        "list --person Nobody",
        "sync --sim toaster",
        "sync --sim nonin",
        "device assign BM85 x Ana",
        "device assign toaster 1 Ana",
        "person add Ana",
        "init",
        "decode 2a35 0102",
    ] {
        let message = terminal.refused(line, 1);
        // What was typed is the person's own and is not repeated.
        assert!(message.len() > 20, "{line}: {message}");
        assert!(
            ["Ana", "Nobody", "abc", "1280", "97x", "Lodon"].iter().all(|typed| !message.contains(typed))
        );
    }
    let gap = terminal.run("--json add bp 128/82 --person Ana --at 2026-03-29T01:30 --zone Europe/London");
    let gap: Value = serde_json::from_slice(&gap.stdout).unwrap();
    assert!(gap["error"]["hint"].as_str().unwrap().contains("00:30"), "{gap}");
    let twice = "add bp 128/82 --person Ana --at 2026-10-25T01:30 --zone Europe/London";
    assert!(terminal.refused(twice, 1).contains("twice"));
    let second = terminal.ok(&format!("{twice} --occurrence second"));
    assert_eq!(second["offset"], "+00:00");
    assert_eq!(terminal.run("add bp").status.code(), Some(2));
    assert_eq!(terminal.run("verify --passphrase secret").status.code(), Some(2));
}

#[test]
fn a_home_that_cannot_be_opened_says_why() {
    let terminal = Terminal::used();
    let home = terminal.home();
    // Not a household: an empty folder, a file, nothing.
    let elsewhere = Terminal::new();
    terminal_is(&elsewhere, 1);
    fs::create_dir(elsewhere.home()).unwrap();
    terminal_is(&elsewhere, 1);
    fs::remove_dir(elsewhere.home()).unwrap();
    fs::write(elsewhere.home(), "not a folder").unwrap();
    terminal_is(&elsewhere, 1);
    // The wrong passphrase.
    let before = tree(&home);
    let wrong = terminal.root.path().join("wrong");
    let output = Command::new(binary())
        .args(["--home", home.to_str().unwrap(), "--passphrase-file", wrong.to_str().unwrap(), "verify"])
        .env("DIARY_STATE", terminal.root.path().join("state"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(tree(&home), before);
    // Open elsewhere.
    let lock = FolderLock::take(&home, "lock").unwrap();
    terminal.refused("list", 6);
    drop(lock);
    // A newer version: the same file with another number and a checksum that fits.
    let keys = home.join("keys.json");
    let good = fs::read_to_string(&keys).unwrap();
    for name in ["keys.json", "keys.copy.json"] {
        fs::write(home.join(name), diary_tests::with_version(&good, 2)).unwrap();
    }
    terminal.refused("list", 5);
    for name in ["keys.json", "keys.copy.json"] {
        fs::write(home.join(name), &good).unwrap();
    }
    assert_eq!(terminal.ok("verify")["chain_ok"], true);
}

fn terminal_is(terminal: &Terminal, code: i32) {
    let output = terminal.run("list");
    assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!terminal.home().join("lock").exists(), "nothing is made where there is no household");
}

/// Root may write anywhere, so the command runs as nobody.
#[test]
fn a_read_only_home_is_said_to_be_one() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let terminal = Terminal::used();
    let root = fs::metadata(terminal.root.path()).unwrap().uid() == 0;
    let mut folders = vec![terminal.root.path().to_owned()];
    let mut all = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path.clone());
            } else {
                fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
            }
        }
        all.push(folder);
    }
    for folder in &all {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o555)).unwrap();
    }
    let before = tree(&terminal.home());
    let mut command = terminal.command("add note \"never stored\" --person Ana");
    if root {
        let mut as_nobody = Command::new("setpriv");
        as_nobody
            .args(["--reuid", "65534", "--regid", "65534", "--clear-groups"])
            .arg(readable_binary(&terminal));
        as_nobody.args(command.get_args()).env_clear();
        for (name, value) in command.get_envs() {
            as_nobody.env(name, value.unwrap());
        }
        command = as_nobody;
    }
    let output = command.stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(tree(&terminal.home()), before);
    for folder in &all {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    }
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("cannot be written"), "{said}");
}

/// The build folder may lie where nobody may look; a copy does not.
fn readable_binary(terminal: &Terminal) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(terminal.root.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let copy = terminal.root.path().join("diary");
    fs::copy(binary(), &copy).unwrap();
    fs::set_permissions(&copy, fs::Permissions::from_mode(0o755)).unwrap();
    copy
}

#[test]
fn a_flipped_byte_is_damage() {
    let terminal = Terminal::used();
    for (path, bytes) in tree(&terminal.home()) {
        if bytes.is_empty() {
            continue;
        }
        for _ in 0..if long() { 40 } else { 3 } {
            let at = usize::try_from(random_u64() % bytes.len() as u64).unwrap();
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x10;
            fs::write(&path, &flipped).unwrap();
            let output = terminal.run("verify");
            assert_eq!(output.status.code(), Some(4), "byte {at} of {}", path.display());
            fs::write(&path, &bytes).unwrap();
        }
    }
    assert_eq!(terminal.ok("verify")["chain_ok"], true);
}

/// For every command: killed at random moments, then everything verifies and nothing stored before is missing.
#[test]
fn a_kill_at_any_moment_loses_nothing() {
    let mut kills = 0;
    let times = if long() { 50 } else { 2 };
    let lines = [
        "person add Cyd",
        "device pair --sim nonin",
        "device assign BM85 1 Ana",
        "sync --sim beurer --cut-after 2",
        "add bp 131/85 --person Ana",
        "add note \"some words\" --person Ben",
        "list",
        "verify",
        "export json",
        "amend",
        "init",
    ];
    for line in lines {
        let terminal = if line == "init" { Terminal::new() } else { Terminal::used() };
        for round in 0..times {
            let before = if line == "init" { BTreeSet::new() } else { terminal.entries() };
            let line = match (line, before.first()) {
                ("amend", Some(entry)) => {
                    format!("amend {entry} --note \"round {round}\" --reason \"a kill\"")
                }
                ("person add Cyd", _) => format!("person add Cyd{round}"),
                (line, _) => line.to_owned(),
            };
            let mut child =
                terminal.command(&line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            // A command takes about 300 ms, most of it for the passphrase.
            std::thread::sleep(Duration::from_micros(random_u64() % 450_000));
            let _ = child.kill();
            child.wait().unwrap();
            kills += 1;
            if line == "init" {
                // Whole or not at all.
                if terminal.home().exists() {
                    assert_eq!(terminal.ok("verify")["chain_ok"], true);
                    fs::remove_dir_all(terminal.home()).unwrap();
                }
                continue;
            }
            assert_eq!(terminal.ok("verify")["chain_ok"], true, "{line}");
            assert!(terminal.entries().is_superset(&before), "{line}: an entry is gone");
        }
    }
    println!("{kills} kills, 0 lost");
}
