//! The next generation of a file: nothing is lost on the way, and nothing goes to the old file any more.

use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::super::wal::beside;
use super::*;

const NEXT: [u8; 32] = [8; 32];

fn next(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("inbox.2.db")
}

fn number(store: &Store) -> i64 {
    store
        .write::<_, StoreError>(|tx| {
            tx.insert(
                "INSERT INTO records (device, recipient, fingerprint, sealed)
                 SELECT device, recipient, randomblob(16), x'00' FROM devices",
                [],
            )
        })
        .unwrap()
}

/// An inbox with a device, five thousand records of which the last few are gone again, and a log that was not moved.
fn full(folder: &tempfile::TempDir) -> Store {
    let store = Store::create(&file(folder), &KEY, &INBOX).unwrap();
    note(&store, "one", b"first");
    store
        .write::<_, StoreError>(|tx| {
            tx.execute("INSERT INTO recipients (id, public) VALUES (randomblob(16), randomblob(32))", [])?;
            tx.execute("INSERT INTO devices (device, recipient, profile) SELECT randomblob(16), id, x'01' FROM recipients", [])?;
            tx.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
                 INSERT INTO records (device, recipient, fingerprint, sealed)
                 SELECT device, recipient, randomblob(16), randomblob(50) FROM n, devices",
                [],
            )?;
            tx.execute("DELETE FROM records WHERE seq > 4990", [])
        })
        .unwrap();
    store
}

fn count(store: &Store) -> i64 {
    store
        .read::<_, StoreError>(|reader| reader.one("SELECT count(*) FROM records", [], |row| row.get(0)))
        .unwrap()
        .unwrap()
}

#[test]
fn every_row_comes_over_and_the_old_file_is_not_written_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let store = full(&folder);
    let made = store.next_generation(&next(&folder), &NEXT).unwrap();
    // Reading goes on meanwhile.
    assert_eq!(count(&store), 4990);
    made.take_over();
    assert!(!beside(&file(&folder), "-wal").exists(), "the old file is closed");
    let old = fs::read(file(&folder)).unwrap();
    assert_eq!((count(&store), fact(&store, "one").unwrap()), (4990, b"first".to_vec()));
    assert_eq!(number(&store), 5001, "a number never comes again");
    store.close().unwrap();
    assert!(fs::read(file(&folder)).unwrap() == old);
    // Another key, and another file on the disk in every byte.
    assert_eq!(Store::open(&next(&folder), &KEY, &INBOX).unwrap_err(), StoreError::Damaged(FileKind::Inbox));
    let store = Store::open(&next(&folder), &NEXT, &INBOX).unwrap();
    assert_eq!(count(&store), 4991);
    check(&store).unwrap();
    let journal: String =
        store.read(|reader| reader.one("PRAGMA journal_mode", [], |row| row.get(0))).unwrap().unwrap();
    assert_eq!(journal, "wal");
}

#[test]
fn who_writes_meanwhile_waits_and_writes_into_the_new_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(full(&folder));
    let made = store.next_generation(&next(&folder), &NEXT).unwrap();
    let (tell, told) = mpsc::channel();
    let other = {
        let store = Arc::clone(&store);
        thread::spawn(move || tell.send(number(&store)).unwrap())
    };
    assert_eq!(told.recv_timeout(Duration::from_millis(100)), Err(mpsc::RecvTimeoutError::Timeout));
    made.take_over();
    assert_eq!(told.recv().unwrap(), 5001);
    other.join().unwrap();
    Arc::into_inner(store).unwrap().close().unwrap();
    assert_eq!(count(&Store::open(&file(&folder), &KEY, &INBOX).unwrap()), 4990);
    assert_eq!(count(&Store::open(&next(&folder), &NEXT, &INBOX).unwrap()), 4991);
}

#[test]
fn what_is_discarded_or_fails_leaves_the_old_file_in_use_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let store = full(&folder);
    store.next_generation(&next(&folder), &NEXT).unwrap().discard();
    assert!(SUFFIXES.iter().all(|suffix| !beside(&next(&folder), suffix).exists()));
    assert_eq!(number(&store), 5001);
    // Something that stands there is not written over.
    fs::write(next(&folder), b"something").unwrap();
    let refused = store.next_generation(&next(&folder), &NEXT).unwrap_err();
    assert_eq!(refused, StoreError::Exists(FileKind::Inbox));
    assert_eq!(fs::read(next(&folder)).unwrap(), b"something");
    fs::remove_file(next(&folder)).unwrap();
    // Pages that went bad in the old file are named, and no half of a new one stays. Half of them: a single one may be an
    // index's, which nobody copies.
    store.close().unwrap();
    let mut bytes = fs::read(file(&folder)).unwrap();
    let middle = bytes.len() / 8192 * 4096 + 100;
    bytes[middle..].iter_mut().step_by(4096).for_each(|byte| *byte ^= 1);
    fs::write(file(&folder), &bytes).unwrap();
    let store = Store::open(&file(&folder), &KEY, &INBOX).unwrap();
    let refused = store.next_generation(&next(&folder), &NEXT).unwrap_err();
    assert_eq!(refused, StoreError::Damaged(FileKind::Inbox));
    assert!(SUFFIXES.iter().all(|suffix| !beside(&next(&folder), suffix).exists()));
}
