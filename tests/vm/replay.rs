//! The sessions of the machine once more, outside and without a device: the diaries are the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use diary_core::time::Instant;
use serde_json::{Value, json};

/// A household of its own, used through the binary.
struct Outside {
    program: PathBuf,
    folder: PathBuf,
}

impl Outside {
    fn diary(&self, line: &[&str]) -> Value {
        let code = self.code().to_string_lossy().into_owned();
        let secret = if self.code().exists() { vec!["--recovery-code-file", &code] } else { Vec::new() };
        let ran = Command::new(&self.program)
            .args(["--json", "--quiet"])
            .args(secret)
            .args(line)
            .env("DIARY_HOME", self.folder.join("home"))
            .env("DIARY_STATE", self.folder.join("state"))
            .env("TZ", "UTC")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stdout).into_owned();
        assert!(ran.status.success(), "{line:?}: {said}{}", String::from_utf8_lossy(&ran.stderr));
        serde_json::from_str(&said).unwrap()
    }

    fn code(&self) -> PathBuf {
        self.folder.join("code")
    }
}

/// What an entry says, and when: at an instant, or between two.
type Entry = (String, [Option<i64>; 3]);

/// What the diaries say, by person: without the ids, which differ by household, and the zone, which no trace has.
fn said(listed: &Value) -> BTreeMap<String, Vec<Entry>> {
    let of = |person: &Value| {
        let days = person["days"].as_array().into_iter().flatten();
        let entries = days.flat_map(|day| day["entries"].as_array().into_iter().flatten());
        let says = |entry: &Value| {
            let what = json!([entry["kind"], entry["device"]["how"], entry["values"], entry["flags"]]);
            let ms = |name: &str| Some(Instant::parse(entry[name].as_str()?).unwrap().as_millis());
            (what.to_string(), ["instant", "earliest", "latest"].map(ms))
        };
        let mut entries: Vec<Entry> = entries.map(says).collect();
        entries.sort();
        (person["name"].as_str().unwrap_or_default().to_owned(), entries)
    };
    listed["people"].as_array().unwrap().iter().map(of).collect()
}

/// A session's end is noted a moment after the last that it was handed, and a bound can rest on it.
const MOMENT_MS: u64 = 1_000;

fn same((what, when): &Entry, (other, then): &Entry) -> bool {
    let near = |(one, two): (&Option<i64>, &Option<i64>)| match (one, two) {
        (Some(one), Some(two)) => one.abs_diff(*two) < MOMENT_MS,
        (None, None) => true,
        _ => false,
    };
    what == other && when.iter().zip(then).all(near)
}

/// Replays what a household of the machine left in `left`, and compares. Its diaries have so many entries at `least`. Gives the
/// number of sessions.
pub(crate) fn lead_to_the_same_diaries(program: PathBuf, left: &Path, least: usize) -> usize {
    let place = tempfile::tempdir().unwrap();
    let outside = Outside { program, folder: place.path().to_owned() };
    let passphrase = place.path().join("passphrase");
    fs::write(&passphrase, "seven invented words nobody would ever guess").unwrap();
    let made = outside.diary(&["init", "--passphrase-file", passphrase.to_str().unwrap()]);
    fs::write(outside.code(), made["recovery_code"].as_str().unwrap()).unwrap();
    let read = |name: &str| -> Value {
        serde_json::from_str(&fs::read_to_string(left.join(name)).unwrap()).unwrap()
    };
    let (diaries, devices) = (read("diaries.json"), read("devices.json"));
    let mut names = BTreeMap::new();
    for person in diaries["people"].as_array().unwrap() {
        let name = person["name"].as_str().unwrap();
        outside.diary(&["person", "add", name]);
        names.insert(person["person"].as_str().unwrap(), name);
    }
    let mut traces: Vec<PathBuf> =
        fs::read_dir(left.join("traces")).unwrap().map(|entry| entry.unwrap().path()).collect();
    traces.sort();
    let mut users = BTreeMap::new();
    for trace in &traces {
        let trace = trace.to_str().unwrap();
        let paired = outside.diary(&["device", "pair", "--trace", trace]);
        let same = |device: &&Value| device["identity"] == paired["identity"];
        let device = devices["devices"].as_array().unwrap().iter().find(same).unwrap();
        for user in device["slots"].as_array().unwrap() {
            let (slot, person) = (user["slot"].as_str().unwrap(), user["person"].as_str().unwrap());
            users.insert((paired["device"].to_string(), slot), names[person]);
        }
        outside.diary(&["sync", "--trace", trace]);
    }
    // Whose they are was said after they had come.
    for ((device, slot), name) in &users {
        outside.diary(&["device", "assign", device.trim_matches('"'), slot, name, "--waiting"]);
    }
    let (there, here) = (said(&diaries), said(&outside.diary(&["list"])));
    assert_eq!(here.keys().collect::<Vec<_>>(), there.keys().collect::<Vec<_>>());
    for (name, inside) in &there {
        let outside = &here[name];
        assert_eq!(outside.len(), inside.len(), "{name}");
        for (one, other) in outside.iter().zip(inside) {
            assert!(same(one, other), "{name}: outside {one:?}, inside {other:?}");
        }
    }
    assert!(there.values().map(Vec::len).sum::<usize>() >= least, "{there:?}");
    traces.len()
}
