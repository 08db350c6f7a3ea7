//! The journal against every way of altering the past.

use std::sync::Arc;

use super::*;
use crate::id::{FileId, OperationId};
use crate::store::{DIARY, FileKind, Store, StoreError, params};
use crate::testing::{FixedClock, SeededEntropy};

const KEY: [u8; 32] = [3; 32];
/// The kind that erases, here.
const ERASING: u16 = 9;
const FILE: FileId = FileId::from_bytes([9; 16]);

fn journal(seed: u8) -> Journal {
    Journal::new(
        FILE,
        Arc::new(Writer::from_seed(&[seed; 32])),
        Arc::new(FixedClock::new(1_760_000_000_000, "Europe/London")),
        Arc::new(SeededEntropy::new(u64::from(seed))),
    )
}

fn change(body: &[u8]) -> Change {
    Change {
        id: None,
        kind: 7,
        version: 1,
        author: Author::HOUSEHOLD,
        body: body.to_vec(),
        reason: Some("because".into()),
        raw: Some(vec![1, 2, 3]),
    }
}

fn store(folder: &tempfile::TempDir) -> Store {
    Store::create(&folder.path().join("diary.1.db"), &KEY, &DIARY).unwrap()
}

fn append(journal: &Journal, store: &Store, body: &[u8]) -> OperationId {
    journal.write::<_, JournalError>(store, |tx| tx.append(change(body)).map(|(_, id, _)| id)).unwrap()
}

fn checked(store: &Store) -> Result<(Vec<Head>, u64), JournalError> {
    store.read(|reader| verify(reader, FILE, FileKind::Diary, Some(ERASING)))
}

#[test]
fn a_chain_verifies_and_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    let journal = journal(1);
    let ids = [b"a", b"b", b"c"].map(|body| append(&journal, &store, body));
    let (heads, total) = checked(&store).unwrap();
    // Three, and the one that began the chain.
    assert_eq!((heads.len(), total), (1, 4));
    let found = store.read(|reader| by_id(reader, ids[1])).unwrap().unwrap();
    assert_eq!(found.body.as_deref(), Some(&b"b"[..]));
    assert_eq!(found.reason.as_deref(), Some("because"));
    assert_eq!(found.raw.as_deref(), Some(&[1, 2, 3][..]));
    assert_eq!(found.header.unwrap().kind, 7);
}

#[test]
fn a_second_writer_names_the_heads_it_continues() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    append(&journal(1), &store, b"first phone");
    let (before, _) = checked(&store).unwrap();
    append(&journal(2), &store, b"second phone");
    let (heads, total) = checked(&store).unwrap();
    assert_eq!((heads.len(), total), (2, 4));
    let begun = store.read(|reader| by_seq(reader, 3)).unwrap().unwrap();
    let body = begun.body.unwrap();
    assert!(body.windows(32).any(|window| window == before[0].hash));
    assert!(body.windows(32).any(|window| window == before[0].writer.as_bytes()));
}

#[test]
fn an_id_is_used_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    let journal = journal(1);
    let id = append(&journal, &store, b"a");
    let again =
        journal.write::<_, JournalError>(&store, |tx| tx.append(Change { id: Some(id), ..change(b"other") }));
    assert_eq!(again.unwrap_err(), JournalError::Twice);
    assert_eq!(checked(&store).unwrap().1, 2);
}

#[test]
fn an_effect_that_fails_takes_its_operation_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    let journal = journal(1);
    append(&journal, &store, b"a");
    let before = checked(&store).unwrap();
    let failed = journal.write::<(), JournalError>(&store, |tx| {
        tx.append(change(b"b"))?;
        Err(StoreError::Full.into())
    });
    assert_eq!(failed.unwrap_err(), JournalError::Store(StoreError::Full));
    assert_eq!(checked(&store).unwrap(), before);
    append(&journal, &store, b"c");
    assert_eq!(checked(&store).unwrap().1, before.1 + 1);
}

/// Every way in which someone who holds the file's key could alter an operation.
#[test]
fn every_alteration_is_named() {
    use WhatIsWrong as W;
    let alterations: &[(&str, &[W])] = &[
        ("UPDATE operations SET body = CAST(body || x'00' AS BLOB) WHERE number = 3", &[W::Part]),
        (
            "UPDATE operations SET header = (SELECT header FROM operations WHERE number = 2) WHERE number = 3",
            &[W::Part],
        ),
        ("UPDATE operations SET reason = NULL WHERE number = 3", &[W::Part]),
        ("UPDATE operations SET raw = NULL WHERE number = 3", &[W::Part]),
        (
            "UPDATE operations SET frame = (SELECT frame FROM operations WHERE number = 2) WHERE number = 3",
            &[W::Frame],
        ),
        ("UPDATE operations SET frame = zeroblob(8) WHERE number = 3", &[W::Frame]),
        ("UPDATE operations SET id = zeroblob(16) WHERE number = 3", &[W::Frame]),
        ("DELETE FROM operations WHERE number = 3", &[W::Number]),
        ("DELETE FROM operations WHERE number = 5", &[W::Head]),
        ("UPDATE operations SET number = 9 WHERE number = 3", &[W::Number]),
        ("UPDATE writers SET number = 4", &[W::Head]),
        ("UPDATE writers SET hash = zeroblob(32)", &[W::Head]),
        ("UPDATE writers SET signature = zeroblob(64)", &[W::Signature]),
        ("UPDATE writers SET public_key = zeroblob(32)", &[W::Frame]),
    ];
    for (alteration, expected) in alterations {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        let journal = journal(1);
        for body in [b"a", b"b", b"c", b"d"] {
            append(&journal, &store, body);
        }
        checked(&store).unwrap();
        store.write(|tx| tx.execute(alteration, [])).unwrap();
        match checked(&store) {
            Err(JournalError::Fault(fault)) => {
                assert!(expected.contains(&fault.what), "{alteration}: {fault:?}");
            }
            other => panic!("{alteration}: {other:?}"),
        }
    }
}

/// Someone who holds the key, forges an operation and re-links the chain still lacks the writer's signature.
#[test]
fn a_relinked_chain_lacks_the_signature() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    append(&journal(1), &store, b"true");
    // The forger's own chain, written into the victim's name.
    let workshop = tempfile::tempdir().unwrap();
    let forger = Store::create(&workshop.path().join("diary.1.db"), &KEY, &DIARY).unwrap();
    append(&journal(2), &forger, b"false");
    let rows = forger
        .read::<_, StoreError>(|reader| {
            use crate::store::Read;
            reader.one("SELECT hash, signature FROM writers", [], |row| {
                Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?))
            })
        })
        .unwrap()
        .unwrap();
    store
        .write(|tx| tx.execute("UPDATE writers SET hash = ?1, signature = ?2", params![rows.0, rows.1]))
        .unwrap();
    assert!(matches!(checked(&store), Err(JournalError::Fault(_))));
}
