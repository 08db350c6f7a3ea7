//! A disk that fails at every call: the process killed, a write torn, the power cut, no room left, an error.
//!
//! Each scenario is run once to count its calls, then once for each fault and call, in a process of its own over a
//! disk that fails there. Another process over a disk that works then looks at what was left, unless it is to the byte
//! what an earlier point left. The short form takes calls evenly, the first and the last always; `DIARY_LONG=1` takes
//! every one. `DIARY_FAULTS=typed,close` takes these scenarios alone, `DIARY_FAULT_CALLS=40-58` every fault at these calls. The
//! table is said with `--nocapture`.
#![cfg(test)]
#![cfg(target_os = "linux")]

mod old;
mod score;
mod shim;

use std::collections::BTreeSet;
use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use diary_tests::{long, tree};
use score::Score;
use sha2::{Digest, Sha256};
use shim::{Call, Fault, Shim};

const SCENARIOS: [&str; 22] = [
    "create",
    "typed",
    "receive",
    "hand-on",
    "amend",
    "person",
    "assign",
    "migrate",
    "close",
    "export",
    "pause",
    "erase",
    "move",
    "secrets",
    "media",
    "renew",
    "rotate",
    "hand-over",
    "give-back",
    "remove",
    "backup",
    "restore",
];

/// How many calls the short form takes of each scenario and fault.
const SAMPLE: usize = 3;

/// One scenario, ready to be copied for each case, and the calls that it makes.
struct Prepared {
    name: &'static str,
    template: PathBuf,
    calls: Vec<Call>,
    /// The states of disk and told facts that were looked at, by hash.
    seen: Mutex<BTreeSet<[u8; 32]>>,
}

fn child(role: &str, name: &str, case: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faults-child"));
    command.args([role, name]).arg(case);
    command
}

fn must(output: &Output, what: &str) -> String {
    assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn prepare(shim: &Shim, root: &Path, name: &'static str) -> Prepared {
    let template = root.join(name);
    fs::create_dir(&template).unwrap();
    must(&shim.passing(&mut child("prepare", name, &template)).output().unwrap(), name);
    if name == "migrate" {
        old::back_to_version_1(&template);
    }
    let rehearsal = root.join(format!("{name}-rehearsal"));
    copy(&template, &rehearsal);
    let mut run = child("run", name, &rehearsal);
    shim.counting(&mut run, &rehearsal);
    must(&run.output().unwrap(), name);
    let verdict = must(&shim.passing(&mut child("check", name, &rehearsal)).output().unwrap(), name);
    assert_eq!(verdict, "0 0 0 0\n", "{name}, over a disk that works");
    fs::copy(rehearsal.join("expected"), template.join("expected")).unwrap();
    let calls = shim::calls(&rehearsal);
    Prepared { name, template, calls, seen: Mutex::default() }
}

/// The calls that somebody asks for.
fn asked_calls() -> Option<RangeInclusive<usize>> {
    let asked = std::env::var("DIARY_FAULT_CALLS").ok()?;
    let (from, to) = asked.split_once('-').expect("two numbers");
    Some(from.parse().unwrap()..=to.parse().unwrap())
}

/// The calls at which a fault is tried: all that it fits, or a sample with the first and the last.
fn points(calls: &[Call], fault: Fault) -> Vec<usize> {
    let asked = asked_calls();
    let among = |at: &usize| asked.as_ref().is_none_or(|asked| asked.contains(at));
    let all: Vec<usize> = (1..=calls.len()).filter(among).filter(|at| fault.fits(&calls[at - 1])).collect();
    if asked.is_some() || long() || all.len() <= SAMPLE {
        return all;
    }
    (0..SAMPLE).map(|pick| all[pick * (all.len() - 1) / (SAMPLE - 1)]).collect()
}

/// Runs one case and says what was found.
fn fail(shim: &Shim, scenario: &Prepared, case: &Path, fault: Fault, at: usize) -> Score {
    copy(&scenario.template, case);
    let mut run = child("run", scenario.name, case);
    shim.over(&mut run, case, fault, at);
    let run = run.output().unwrap();
    let expected = if fault.survived() { 0 } else { 99 };
    let mut score = if run.status.code() == Some(expected) {
        shim::cut_power(case, fault);
        if scenario.seen.lock().unwrap().insert(state(case)) {
            Score::read(&shim.passing(&mut child("check", scenario.name, case)).output().unwrap())
        } else {
            Score::known()
        }
    } else {
        Score::broken(&format!("ended with {}: {}", run.status, String::from_utf8_lossy(&run.stderr)))
    };
    score.told(&fs::read_to_string(case.join("told")).unwrap());
    score.name(&format!("{} {fault:?} at call {at} ({})", scenario.name, scenario.calls[at - 1].line));
    fs::remove_dir_all(case).unwrap();
    score
}

/// What a check would see. SQLite makes the index of a log anew, whatever a kill left of it.
fn state(case: &Path) -> [u8; 32] {
    let mut hash = Sha256::new();
    for (path, bytes) in tree(&case.join("disk")) {
        let name = path.strip_prefix(case).unwrap().to_str().unwrap();
        if !name.ends_with("-shm") {
            hash.update(format!("{name} {}\n", bytes.len()));
            hash.update(bytes);
        }
    }
    for beside in ["told", "code", "installation"] {
        hash.update(fs::read(case.join(beside)).unwrap_or_default());
    }
    hash.finalize().into()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// Tries every point of a scenario, several at a time.
fn try_all(shim: &Shim, root: &Path, scenario: &Prepared) -> Score {
    let points: Vec<(Fault, usize)> = Fault::ALL
        .into_iter()
        .flat_map(|fault| points(&scenario.calls, fault).into_iter().map(move |at| (fault, at)))
        .collect();
    let (next, score) = (AtomicUsize::new(0), Mutex::new(Score::default()));
    let worker = |number: usize| {
        let case = root.join(format!("case-{number}"));
        while let Some((fault, at)) = points.get(next.fetch_add(1, Ordering::Relaxed)) {
            let one = fail(shim, scenario, &case, *fault, *at);
            score.lock().unwrap().add(one);
        }
    };
    std::thread::scope(|scope| {
        // Each waits for its children most of the time.
        for number in 0..2 * std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(move || worker(number));
        }
    });
    score.into_inner().unwrap()
}

/// A memory disk: these tests are about what is written, and it gives no inode number twice.
fn memory_disk() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").unwrap()
}

#[test]
fn no_fault_at_any_call_loses_doubles_or_breaks_anything() {
    let root = memory_disk();
    let shim = Shim::build(root.path());
    let mut all = Score::default();
    println!("{}", Score::HEADER);
    let asked = std::env::var("DIARY_FAULTS").unwrap_or_default();
    for name in SCENARIOS {
        if !asked.is_empty() && !asked.split(',').any(|one| one == name) {
            continue;
        }
        let scenario = prepare(&shim, root.path(), name);
        let score = try_all(&shim, root.path(), &scenario);
        println!("{}", score.row(name, scenario.calls.len()));
        all.add(score);
    }
    println!("{}", all.row("all", 0));
    all.judge();
}

/// Without this, the silence of the other test would mean nothing.
#[test]
fn what_a_lying_disk_loses_is_seen() {
    let root = memory_disk();
    let shim = Shim::build(root.path());
    let scenario = prepare(&shim, root.path(), "typed");
    let last = scenario.calls.len();
    let score = fail(&shim, &scenario, &root.path().join("case"), Fault::PowerCutAfterLies, last);
    assert!(score.lost() > 0, "{score:?}");
}
