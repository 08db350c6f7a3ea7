//! The process killed at random moments of every command: the files hold, and nothing said to be stored is missing.

use std::process::{Child, Stdio};
use std::time::Duration;

use diary_tests::{long, random_u64};
use serde_json::Value;

use crate::program::{Run, User, entries, words};

/// Moments, drawn once and printed by their seed.
struct Moments(u64);

impl Moments {
    fn new() -> Self {
        Self(random_u64())
    }

    /// A number from 0 to below 1 (`SplitMix64`).
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        f64::from(u32::try_from(mixed >> 32).unwrap()) / f64::from(u32::MAX)
    }
}

fn rounds() -> u32 {
    if long() { 50 } else { 3 }
}

/// With the recovery code, which costs no Argon2.
fn start(user: &User, line: &str) -> Child {
    let mut all = vec!["--json", "--recovery-code-file", "code"];
    all.extend(words(line));
    let mut command = user.command(&all);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn run(user: &User, line: &str) -> Run {
    Run::of(&start(user, line).wait_with_output().unwrap())
}

fn whole(user: &User, line: &str) -> Value {
    let run = run(user, line);
    assert_eq!(run.code, Some(0), "{line}: {}{}", run.out, run.err);
    run.json()
}

/// How long a command takes when nobody kills it.
#[expect(clippy::disallowed_methods, reason = "a test that kills a process has to know when")]
fn takes(user: &User, line: &str) -> Duration {
    let began = std::time::Instant::now();
    whole(user, line);
    began.elapsed()
}

/// What a killed run had said before, if it had ended.
fn kill(user: &User, line: &str, after: Duration) -> Option<Value> {
    let mut child = start(user, line);
    std::thread::sleep(after);
    child.kill().unwrap();
    let ended = Run::of(&child.wait_with_output().unwrap());
    match ended.code {
        None => None,
        Some(0) => Some(ended.json()),
        Some(code) => panic!("{line}: exit code {code}: {}{}", ended.out, ended.err),
    }
}

fn frames(all: &[(String, Value)]) -> Vec<String> {
    let devices = all.iter().filter(|(_, entry)| entry["source"] == "device");
    let mut told: Vec<String> = devices
        .map(|(name, entry)| format!("{name} {} {} {}", entry["kind"], entry["civil"], entry["values"]))
        .collect();
    told.sort();
    told
}

/// After a kill: everything holds, and what was listed before or said by the run since is listed.
fn holds(user: &User, line: &str, before: &[(String, Value)], said: Option<&Value>) -> Vec<(String, Value)> {
    let check = run(user, "verify");
    assert_eq!(check.code, Some(0), "{line}: {}{}", check.out, check.err);
    let after = entries(&whole(user, "list"));
    for (name, entry) in before {
        let amended =
            line.starts_with("amend") && after.iter().any(|(_, now)| now["entry"] == entry["entry"]);
        assert!(amended || after.contains(&(name.clone(), entry.clone())), "{line}: {entry} is gone");
    }
    let mut one = said.map(|said| said["entry"].clone()).unwrap_or_default();
    if let Value::Object(object) = &mut one {
        object.remove("history");
        assert!(after.iter().any(|(_, now)| *now == one), "{line}: {one} was stored and is gone");
    }
    for person in said.and_then(|said| said["people"].as_array()).into_iter().flatten() {
        for id in person["entries"].as_array().into_iter().flatten() {
            assert!(after.iter().any(|(_, now)| now["entry"] == *id), "{line}: {id} was stored and is gone");
        }
    }
    after
}

#[test]
fn a_kill_at_any_moment_of_any_command_loses_nothing() {
    let mut moments = Moments::new();
    println!("seed {:016x}", moments.0);
    let template = User::with_everything();
    whole(&template, "sync --sim beurer");
    let before = entries(&whole(&template, "list"));
    let first = before[0].1["entry"].as_str().unwrap();
    let amend = format!("amend {first} --note seen --reason forgotten");
    let mut synced: Vec<(&str, Vec<String>)> = Vec::new();
    for sim in ["and", "nonin", "beurer"] {
        let copy = template.copied();
        whole(&copy, &format!("sync --sim {sim}"));
        synced.push((sim, frames(&entries(&whole(&copy, "list")))));
    }
    let (mut kills, mut finished) = (0, 0);
    for line in [
        "person add Cleo",
        "person list",
        "device pair --sim and",
        "device list",
        "device assign BM85 unknown Ben --waiting",
        "sync --sim and",
        "sync --sim nonin --cut-after 2",
        "sync --sim beurer",
        "add bp 131/84 --person Ada",
        "add spo2 96 --person Ben",
        "add note tired --person Ben",
        &amend,
        "list",
        "verify",
        "export json --out all.json",
        "export csv --out all.csv",
    ] {
        let length = takes(&template.copied(), line);
        let (mut cut, mut over) = (0, 0);
        for _ in 0..rounds() {
            let user = template.copied();
            let said = kill(&user, line, length.mul_f64(moments.next() * 1.1));
            if said.is_none() {
                cut += 1;
            } else {
                over += 1;
            }
            let after = holds(&user, line, &before, said.as_ref());
            if let Some((sim, expected)) =
                synced.iter().find(|(sim, _)| line.contains(&format!("sync --sim {sim}")))
            {
                whole(&user, &format!("sync --sim {sim}"));
                let now = frames(&entries(&whole(&user, "list")));
                let (stray, lost): (Vec<_>, Vec<_>) = (
                    now.iter().filter(|frame| !expected.contains(frame)).collect(),
                    expected.iter().filter(|frame| !now.contains(frame)).collect(),
                );
                assert!(now == *expected, "{line}: each reading once; stray {stray:#?}, lost {lost:#?}");
            } else {
                // The same command works afterwards, or says that it was done.
                let again = run(&user, line);
                assert!(matches!(again.code, Some(0 | 1)), "{line}: {}", again.out);
                holds(&user, line, &after, None);
            }
        }
        println!("{line:45} {cut} killed, {over} ended before, {length:.0?}");
        kills += cut;
        finished += over;
    }
    println!("{kills} killed, {finished} ended before: every file holds, nothing is missing");
}

#[test]
fn a_kill_while_a_household_is_made_leaves_none_or_a_whole_one() {
    let mut moments = Moments::new();
    println!("seed {:016x}", moments.0);
    let init = ["--json", "--passphrase-file", "passphrase", "init"];
    let (mut none, mut made) = (0, 0);
    for _ in 0..rounds() * 2 {
        let user = User::new();
        let mut child = user.command(&init).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(1200).mul_f64(moments.next()));
        child.kill().unwrap();
        child.wait().unwrap();
        if user.home().join("keys.json").exists() {
            made += 1;
            assert_eq!(user.run(&["verify"]).code, Some(0));
            user.done(&words("person add Ada"));
        } else {
            none += 1;
            assert_eq!(user.run(&["verify"]).code, Some(1));
            user.done(&["init"]);
        }
    }
    println!("init: {none} times no household, {made} times a whole one");
}
