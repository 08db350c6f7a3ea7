//! A backup's folder in the hands of somebody else: what the fuzzer's target `backup` does, from its seeds and by chance, in the
//! build that every test has. `DIARY_LONG=1` takes thirty times as many, and the fuzzer then knows what was reached.

#[path = "../../../fuzz/src/folder.rs"]
mod folder;

use std::process::Command;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestRunner};

type Input = (u8, u8, Vec<u8>);

/// The seeds of the fuzzer, as `tests/lib/fuzz_seeds.py` writes them.
fn seeds() -> Vec<Input> {
    let folder = tempfile::tempdir().unwrap();
    let writer = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/lib/fuzz_seeds.py");
    let written =
        Command::new("python3").arg("-B").arg(writer).arg(folder.path()).args(["", "backup"]).status();
    assert!(written.unwrap().success(), "no seeds");
    let mut seeds: Vec<Vec<u8>> = std::fs::read_dir(folder.path().join("backup"))
        .unwrap()
        .map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
        .collect();
    seeds.sort();
    seeds.into_iter().map(|seed| (seed[0], seed[1], seed[2..].to_vec())).collect()
}

/// A seed with up to four bytes changed, and bytes by chance.
fn inputs(seeds: Vec<Input>) -> impl Strategy<Value = Input> {
    let edits = vec((any::<Index>(), any::<u8>()), 0..4);
    let changed = (select(seeds), edits).prop_map(|((choice, place, mut bytes), edits)| {
        for (at, byte) in edits {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] ^= byte;
            }
        }
        (choice, place, bytes)
    });
    let by_chance = (any::<u8>(), any::<u8>(), vec(any::<u8>(), 0..64));
    prop_oneof![changed, by_chance]
}

#[test]
fn whatever_becomes_of_it() {
    let seeds = seeds();
    assert!(seeds.len() > 30);
    for (choice, place, bytes) in &seeds {
        folder::attack((*choice, *place, bytes));
    }
    let cases = if std::env::var_os("DIARY_LONG").is_some() { 12_000 } else { 400 };
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    runner
        .run(&inputs(seeds), |(choice, place, bytes)| {
            folder::attack((choice, place, &bytes));
            Ok(())
        })
        .unwrap();
}
