//! The scenarios under `tests/scenarios`, as they stand.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use diary_sim::scenario::{Player, Scenario, SeededEntropy};

/// Those of which every pair of faults is tried.
pub(crate) const MAIN: [&str; 5] = [
    "two-users-wrong-clock",
    "burst-lost-link",
    "encrypted-cuff-bond-lost",
    "oximeter-racp",
    "counter-restarts-memory-full",
];

/// Where households of a run lie: in memory where the system has such a place.
pub(crate) fn place() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

pub(crate) fn scenarios() -> Vec<(String, Arc<Scenario>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut all: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = fs::read_to_string(&path).unwrap();
            let scenario =
                Scenario::read(path.to_str().unwrap(), &text).unwrap_or_else(|error| panic!("{error}"));
            (name, Arc::new(scenario))
        })
        // Those that call the border need hands in another language: tests/run scenarios.
        .filter(|(_, scenario)| !Player::needs_hands(scenario))
        .collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all
}

#[test]
fn every_scenario_comes_out_as_it_says() {
    let all = scenarios();
    assert!(MAIN.iter().all(|name| all.iter().any(|(known, _)| known == name)));
    let mut wrong = Vec::new();
    for (name, scenario) in all {
        let place = place();
        let mut player =
            Player::new(Arc::clone(&scenario), place.path(), Arc::new(SeededEntropy::new(1))).unwrap();
        match player.play() {
            Ok(came) if came.is_right() => {
                assert!(came.checks > 0, "{name} compares nothing");
                println!("{name}: {} checks, {:?}", came.checks, came.tally);
            }
            Ok(came) => wrong.push(format!("{name}: {:#?}\n{:?}", came.differences, came.tally)),
            Err(error) => wrong.push(format!("{name}: {error}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
