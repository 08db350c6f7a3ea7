//! A log that a killed process left, with any byte of it flipped.

use std::fs;

use diary_core::diary::{Content, Source};
use diary_core::household::Household;
use diary_core::journal::Author;
use diary_core::vault::Unlock;
use diary_tests::{long, outside};

const HEADER: usize = 32;
const FRAME: usize = 24 + 4096;

/// Where the last transaction of a log begins: behind the frame that ends the one before it.
fn last_transaction(log: &[u8]) -> usize {
    let ends: Vec<usize> = log[HEADER..]
        .chunks_exact(FRAME)
        .enumerate()
        .filter(|(_, frame)| frame[4..8] != [0; 4])
        .map(|(number, _)| HEADER + (number + 1) * FRAME)
        .collect();
    ends[ends.len() - 2]
}

/// Through the front door: every byte of it is refused or a finding, or lies in the very last transaction, which is then
/// dropped whole. One in 3989 bytes in the short form, and one in 23 of each header;
/// one in 7 and all of each header in the long.
#[test]
fn a_flip_in_a_log_left_by_a_kill_loses_no_more_than_its_last_transaction() {
    let home = super::used();
    let household = home.unlock();
    let person = household.people().unwrap()[0].id;
    let diary = household.diary(person).unwrap();
    let written = diary.entries().unwrap();
    for note in ["one", "two", "three"] {
        let content =
            Content { note: Some(note.into()), source: Source::Typed, ..written[0].content.clone() };
        diary.add(&content, Author::HOUSEHOLD, true).unwrap();
    }
    let all = written.len() + 3;
    // Copied while open: what a kill leaves.
    let left = home.copied();
    drop(diary);
    household.close().unwrap();

    let is_log = |path: &std::path::Path| {
        path.to_string_lossy().contains(&person.to_string()) && path.to_string_lossy().ends_with("-wal")
    };
    let (path, log) = left.files().into_iter().find(|(path, _)| is_log(path)).unwrap();
    let last = last_transaction(&log);
    let inside = path.strip_prefix(left.folder()).unwrap();
    let step = if long() { 7 } else { 3989 };
    let in_header = |at: &usize| *at < HEADER || (*at - HEADER) % FRAME < 24;
    let headers = (0..log.len()).filter(|at| in_header(at) && (long() || at.is_multiple_of(23)));
    let mut places: Vec<usize> = (0..log.len()).step_by(step).chain(headers).collect();
    places.sort_unstable();
    places.dedup();
    let (mut refused, mut found, mut dropped, mut same) = (0, 0, 0, 0);
    for at in places {
        let copy = left.copied();
        let mut flipped = log.clone();
        flipped[at] ^= 1 << (at % 8);
        fs::write(copy.folder().join(inside), flipped).unwrap();
        let opened = Household::unlock(
            &copy.folder(),
            Unlock::Recovery(&copy.code),
            Some(copy.installation()),
            outside(&copy.clock),
        )
        .unwrap()
        .household;
        let Ok(diary) = opened.diary(person) else {
            refused += 1;
            continue;
        };
        let entries = diary.entries().unwrap().len();
        if !opened.verify().unwrap().findings.is_empty() {
            found += 1;
        } else if entries == all {
            same += 1;
        } else {
            assert!(at >= last && entries == all - 1, "byte {at}: {entries} of {all}, the last from {last}");
            dropped += 1;
        }
    }
    println!("refused {refused}, findings {found}, last dropped {dropped}, no matter {same}");
    assert!(refused > 0 && dropped > 0);
}
