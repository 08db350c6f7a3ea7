//! The sessions of the machine once more, outside and without a device: the diaries are the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

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
        serde_json::from_str(said.trim_end().lines().next_back().unwrap()).unwrap()
    }

    fn code(&self) -> PathBuf {
        self.folder.join("code")
    }
}

/// What the diaries say, by person: without the ids, which differ by household.
fn said(listed: &Value) -> BTreeMap<String, Vec<String>> {
    let of = |person: &Value| {
        let days = person["days"].as_array().into_iter().flatten();
        let entries = days.flat_map(|day| day["entries"].as_array().into_iter().flatten());
        let says = |entry: &Value| json!([entry["kind"], entry["moment"], entry["values"], entry["flags"]]);
        let mut entries: Vec<String> = entries.map(|entry| says(entry).to_string()).collect();
        entries.sort();
        (person["name"].as_str().unwrap_or_default().to_owned(), entries)
    };
    listed["people"].as_array().unwrap().iter().map(of).collect()
}

/// Replays what the machine left in `share`, and compares. Gives the number of sessions.
pub(crate) fn lead_to_the_same_diaries(program: PathBuf, share: &Path) -> usize {
    let place = tempfile::tempdir().unwrap();
    let outside = Outside { program, folder: place.path().to_owned() };
    let passphrase = place.path().join("passphrase");
    fs::write(&passphrase, "seven invented words nobody would ever guess").unwrap();
    let made = outside.diary(&["init", "--passphrase-file", passphrase.to_str().unwrap()]);
    fs::write(outside.code(), made["recovery_code"].as_str().unwrap()).unwrap();
    let read = |name: &str| -> Value {
        serde_json::from_str(&fs::read_to_string(share.join(name)).unwrap()).unwrap()
    };
    let (diaries, devices) = (read("diaries.json"), read("devices.json"));
    let mut names = BTreeMap::new();
    for person in diaries["people"].as_array().unwrap() {
        let name = person["name"].as_str().unwrap();
        outside.diary(&["person", "add", name]);
        names.insert(person["person"].as_str().unwrap(), name);
    }
    let mut traces: Vec<PathBuf> =
        fs::read_dir(share.join("traces")).unwrap().map(|entry| entry.unwrap().path()).collect();
    traces.sort();
    for trace in &traces {
        let paired = outside.diary(&["device", "pair", "--trace", trace.to_str().unwrap()]);
        let same = |device: &&Value| device["identity"] == paired["identity"];
        let device = devices["devices"].as_array().unwrap().iter().find(same).unwrap();
        for user in device["slots"].as_array().unwrap() {
            let (slot, person) = (user["slot"].as_str().unwrap(), user["person"].as_str().unwrap());
            outside.diary(&["device", "assign", paired["device"].as_str().unwrap(), slot, names[person]]);
        }
    }
    for trace in &traces {
        outside.diary(&["sync", "--trace", trace.to_str().unwrap()]);
    }
    let (there, here) = (said(&diaries), said(&outside.diary(&["list"])));
    assert_eq!(here, there);
    assert!(there.values().map(Vec::len).sum::<usize>() > 50, "{there:?}");
    traces.len()
}
