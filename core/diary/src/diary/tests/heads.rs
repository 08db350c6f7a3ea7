//! Heads noted elsewhere, and every byte of a journal.

use super::super::operation::ERASE;
use super::super::rebuild::Rebuilt;
use super::*;
use crate::journal::{self, Fault, NotedHead, Proof, STEP, Signed};
use crate::store::{FileKind, Read, StoreError, Tx};

/// The operation that is emptied in what follows.
const EMPTIED: u64 = 5;

/// An entry with two corrections, one from a device, one that is erased.
fn lived_in() -> Home {
    let home = home();
    let id = home.diary.add(&morning("128/82"), Author::HOUSEHOLD, false).unwrap();
    home.diary.amend(id, &morning("129/82"), "read again", Author::HOUSEHOLD, false).unwrap();
    home.diary.receive(&[incoming(1, b"record", "130/82"), incoming(2, b"other", "131/82")]).unwrap();
    home.diary.erase(EntryId::from_bytes([2; 16]), Author::HOUSEHOLD).unwrap();
    home
}

/// What a check says of the file as it would be after `alter`, which is taken back.
fn checked(diary: &Diary, alter: impl FnOnce(&Tx<'_>) -> Result<(), StoreError>) -> Option<Fault> {
    enum Stop {
        Sound,
        Found(DiaryError),
    }
    impl From<StoreError> for Stop {
        fn from(error: StoreError) -> Self {
            Self::Found(error.into())
        }
    }
    let stopped = diary.store.write::<(), Stop>(|tx| {
        tx.execute("PRAGMA defer_foreign_keys = ON", [])?;
        alter(tx)?;
        journal::verify(tx, FILE, FileKind::Diary, Some(ERASE)).map_err(|error| Stop::Found(error.into()))?;
        let differs = Rebuilt::of(tx).and_then(|rebuilt| rebuilt.differs(tx)).map_err(Stop::Found)?;
        assert_eq!(differs, None);
        Err(Stop::Sound)
    });
    match stopped {
        Err(Stop::Found(DiaryError::Journal(JournalError::Fault(fault)))) => Some(fault),
        Err(Stop::Found(other)) => panic!("{other:?}"),
        _ => None,
    }
}

#[test]
fn any_byte_of_any_operation_is_named_by_its_place() {
    let home = lived_in();
    let writer = home.diary.journal.writer();
    assert_eq!(checked(&home.diary, |_| Ok(())), None);
    let mut flips = 0;
    for number in 1_u64..=6 {
        for column in ["id", "frame", "header", "body", "reason", "raw"] {
            let sql = format!("SELECT {column} FROM operations WHERE number = ?1");
            let value = home.diary.store.read::<_, StoreError>(|reader| {
                reader.one(&sql, [number], |row| row.get::<_, Option<Vec<u8>>>(0))
            });
            let Some(value) = value.unwrap().unwrap() else { continue };
            for place in 0..value.len() {
                let mut flipped = value.clone();
                flipped[place] ^= 1 << (place % 8);
                let sql = format!("UPDATE operations SET {column} = ?2 WHERE number = ?1");
                let fault = checked(&home.diary, |tx| tx.execute(&sql, (number, &flipped)).map(drop));
                let fault = fault.unwrap_or_else(|| panic!("{column} {place} of {number}"));
                // What an emptied operation had promised is known to the next one's link alone.
                let by_the_next = number == EMPTIED && column == "frame" && fault.number == number + 1;
                let named = if by_the_next { number + 1 } else { number };
                assert_eq!((fault.writer, fault.number), (writer, named), "{column} {place}: {fault:?}");
                flips += 1;
            }
        }
        // Its place in the chain; bit 63 would make it less than the first.
        for bit in 0..63 {
            let moved = i64::try_from(number).unwrap() ^ (1 << bit);
            let fault = checked(&home.diary, |tx| {
                let sql = "UPDATE OR IGNORE operations SET number = ?2 WHERE number = ?1 AND ?2 > 0";
                tx.execute(sql, (number, moved)).map(drop)
            });
            let found = fault.map(|fault| fault.number);
            let expected = number.min(moved.unsigned_abs());
            assert!(
                moved < 1 || found == Some(number) || found == Some(expected),
                "{number} {bit}: {found:?}"
            );
        }
    }
    assert!(flips > 2000, "{flips}");
    for column in ["public_key", "hash", "signature"] {
        for place in 0..64 {
            let sql = format!("SELECT {column} FROM writers");
            let mut value: Vec<u8> = home
                .diary
                .store
                .read::<_, StoreError>(|reader| reader.one(&sql, [], |row| row.get(0)))
                .unwrap()
                .unwrap();
            let Some(byte) = value.get_mut(place) else { continue };
            *byte ^= 1;
            let sql = format!("UPDATE writers SET {column} = ?1");
            assert!(
                checked(&home.diary, |tx| tx.execute(&sql, [&value]).map(drop)).is_some(),
                "{column} {place}"
            );
        }
    }
    home.diary.verify().unwrap();
}

#[test]
fn what_is_wrong_is_named_by_what_it_was_about() {
    let home = lived_in();
    home.diary
        .store
        .write::<_, StoreError>(|tx| {
            tx.execute("UPDATE operations SET reason = zeroblob(40) WHERE number = 3", [])
        })
        .unwrap();
    let Err(DiaryError::Journal(JournalError::Fault(fault))) = home.diary.verify() else { panic!() };
    let about = home.diary.about(fault.writer, fault.number).unwrap().unwrap();
    assert_eq!((about.what, about.kind), (Some("correction"), Some("blood-pressure")));
    assert_eq!((about.day, about.written_ms), (Some(date("2026-08-14")), Some(1_790_000_000_000)));
    assert_eq!(home.diary.about(fault.writer, 99).unwrap(), None);
    // A table that says something else is named by the operation that it is about.
    let home = lived_in();
    home.diary
        .store
        .write::<_, StoreError>(|tx| tx.execute("UPDATE entries SET sort_ms = 5 WHERE id = 4", []))
        .unwrap();
    let Err(DiaryError::Journal(JournalError::Fault(fault))) = home.diary.verify() else { panic!() };
    assert_eq!((fault.number, fault.what), (4, WhatIsWrong::Projection));
}

fn heads(diary: &Diary) -> Vec<Signed> {
    diary.signed_heads().unwrap()
}

fn in_a_file(head: &Signed) -> NotedHead {
    NotedHead::new(head.file, head.writer, head.number, head.hash, head.steps.clone())
}

#[test]
fn a_noted_head_tells_kept_from_changed_and_shortened() {
    let home = lived_in();
    let head = heads(&home.diary).remove(0);
    assert_eq!((head.number, head.steps.len()), (6, 6));
    let (paper, file) = (head.noted(), in_a_file(&head));
    let typed: NotedHead = paper.to_string().parse().unwrap();
    assert!(typed.is_of(FILE));
    for noted in [&typed, &file] {
        assert_eq!(home.diary.compare_head(noted).unwrap(), Proof::Kept { since: 0 });
    }
    home.diary.add(&morning("140/90"), Author::HOUSEHOLD, true).unwrap();
    let id = home.diary.entries().unwrap()[0].id;
    home.diary.erase(id, Author::HOUSEHOLD).unwrap();
    // Erasing changes no frame: what was noted is still proven.
    assert_eq!(home.diary.compare_head(&typed).unwrap(), Proof::Kept { since: 2 });

    // Somebody with every key writes another history, which is sound in itself.
    let other = super::home();
    let rewritten = |bodies: &[&str]| {
        for body in bodies {
            other.diary.add(&morning(body), Author::HOUSEHOLD, true).unwrap();
        }
    };
    assert_eq!(other.diary.compare_head(&typed).unwrap(), Proof::Shortened { number: 0 });
    rewritten(&["128/82", "129/82", "130/82"]);
    other.diary.verify().unwrap();
    assert_eq!(other.diary.compare_head(&typed).unwrap(), Proof::Shortened { number: 4 });
    assert_eq!(other.diary.compare_head(&file).unwrap(), Proof::Differs { number: 1, first: true });
    rewritten(&["128/82", "129/82", "130/82"]);
    other.diary.verify().unwrap();
    assert_eq!(other.diary.compare_head(&typed).unwrap(), Proof::Differs { number: 6, first: false });
    assert_eq!(other.diary.compare_head(&file).unwrap(), Proof::Differs { number: 1, first: true });
    // From an earlier true state on: the first operation that differs is named.
    let mut mixed = heads(&other.diary).remove(0);
    mixed.steps[4] = [0; STEP];
    mixed.hash = [9; 32];
    assert_eq!(
        other.diary.compare_head(&in_a_file(&mixed)).unwrap(),
        Proof::Differs { number: 5, first: true }
    );
}

#[test]
fn an_older_state_is_shorter_than_the_head_that_was_noted() {
    let home = lived_in();
    let home = home.reopened();
    let path = home.folder.path().join("diary.1.db");
    home.diary.pause().unwrap();
    let before = std::fs::read(&path).unwrap();
    home.diary.resume(&path, &KEY).unwrap();
    home.diary.add(&morning("140/90"), Author::HOUSEHOLD, true).unwrap();
    let head = heads(&home.diary).remove(0);
    home.diary.pause().unwrap();
    std::fs::write(&path, before).unwrap();
    home.diary.resume(&path, &KEY).unwrap();
    home.diary.verify().unwrap();
    for noted in [head.noted(), in_a_file(&head)] {
        assert_eq!(home.diary.compare_head(&noted).unwrap(), Proof::Shortened { number: 6 });
    }
}
