//! The store against wrong keys, damage, newer files and killed processes.

mod files;
mod generation;
mod log;
mod snapshot;

use std::fs;
use std::path::PathBuf;

use super::*;

const KEY: [u8; 32] = [7; 32];

fn file(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("inbox.1.db")
}

fn fact(store: &Store, name: &str) -> Option<Vec<u8>> {
    store
        .read(|reader| {
            reader.one("SELECT value FROM facts WHERE name = ?1", [name], |row| row.get::<_, Vec<u8>>(0))
        })
        .unwrap()
}

fn note(store: &Store, name: &str, value: &[u8]) {
    store
        .write(|tx| tx.execute("INSERT INTO facts (name, value) VALUES (?1, ?2)", params![name, value]))
        .unwrap();
}

#[test]
fn what_was_written_is_there_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&file(&folder), &KEY, &INBOX).unwrap();
    note(&store, "one", b"first");
    store.close().unwrap();
    assert!(!folder.path().join("inbox.1.db-wal").exists());
    let store = Store::open(&file(&folder), &KEY, &INBOX).unwrap();
    assert_eq!(fact(&store, "one").unwrap(), b"first");
    check(&store).unwrap();
}

/// A household of an earlier program is brought to today's version when it is opened, and keeps what is in it.
#[test]
fn an_older_file_is_upgraded_with_all_that_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let first = Schema { steps: HOUSEHOLD.steps.get(..1).unwrap(), ..HOUSEHOLD };
    let store = Store::create(&file(&folder), &KEY, &first).unwrap();
    note(&store, "one", b"first");
    assert!(
        store
            .read::<_, StoreError>(|reader| reader.one("SELECT 1 FROM clock_pairs", [], |_| Ok(())))
            .is_err()
    );
    store.close().unwrap();
    let store = Store::open(&file(&folder), &KEY, &HOUSEHOLD).unwrap();
    assert_eq!(fact(&store, "one").unwrap(), b"first");
    let rows = store.read::<_, StoreError>(|reader| reader.one("SELECT 1 FROM clock_pairs", [], |_| Ok(())));
    assert_eq!(rows.unwrap(), None);
    check(&store).unwrap();
    store.close().unwrap();
    // The earlier program leaves today's file alone.
    let refused = Store::open(&file(&folder), &KEY, &first).unwrap_err();
    assert_eq!(refused, StoreError::Newer { kind: FileKind::Household, found: HOUSEHOLD.newest(), known: 1 });
}

#[test]
fn a_file_of_every_past_version_is_upgraded_to_what_a_new_one_is() {
    let folder = tempfile::tempdir().unwrap();
    let tables = |store: &Store| -> Vec<(String, Option<String>)> {
        let sql = "SELECT name, sql FROM sqlite_schema ORDER BY name";
        store
            .read::<_, StoreError>(|reader| reader.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?))))
            .unwrap()
    };
    let mut tried = 0;
    for schema in [HOUSEHOLD, DIARY, INBOX] {
        let path = |version: usize| folder.path().join(format!("{:?}.{version}.db", schema.kind));
        let fresh = tables(&Store::create(&path(0), &KEY, &schema).unwrap());
        for version in 1.. {
            let Some(past) = schema.as_of(version, &[]) else { break };
            let store = Store::create(&path(version), &KEY, &past).unwrap();
            note(&store, "one", b"first");
            assert_ne!(tables(&store), fresh);
            store.close().unwrap();
            let store = Store::open(&path(version), &KEY, &schema).unwrap();
            assert_eq!(tables(&store), fresh, "{:?} {version}", schema.kind);
            assert_eq!(fact(&store, "one").unwrap(), b"first");
            check(&store).unwrap();
            tried += 1;
        }
    }
    assert!(tried >= 10, "{tried}");
}

#[test]
fn an_error_inside_a_transaction_undoes_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&file(&folder), &KEY, &INBOX).unwrap();
    let outcome: Result<(), StoreError> = store.write(|tx| {
        tx.execute("INSERT INTO facts (name, value) VALUES ('one', x'00')", [])?;
        Err(StoreError::Full)
    });
    assert_eq!(outcome.unwrap_err(), StoreError::Full);
    assert_eq!(fact(&store, "one"), None);
}

#[test]
fn the_reader_cannot_write() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&file(&folder), &KEY, &INBOX).unwrap();
    let refused = store.read(|reader| {
        reader.one("INSERT INTO facts (name, value) VALUES ('one', x'00') RETURNING name", [], |_| Ok(()))
    });
    assert_eq!(refused.unwrap_err(), StoreError::ReadOnly);
}

#[test]
fn nothing_is_created_over_a_file_and_nothing_is_opened_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Store::open(&file(&folder), &KEY, &INBOX).unwrap_err(), StoreError::Missing(FileKind::Inbox));
    assert!(!file(&folder).exists());
    drop(Store::create(&file(&folder), &KEY, &INBOX).unwrap());
    assert_eq!(Store::create(&file(&folder), &KEY, &INBOX).unwrap_err(), StoreError::Exists(FileKind::Inbox));
}

#[test]
fn an_emptied_file_is_damage_and_not_a_new_start() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(file(&folder), b"").unwrap();
    assert_eq!(Store::open(&file(&folder), &KEY, &INBOX).unwrap_err(), StoreError::Damaged(FileKind::Inbox));
    assert_eq!(fs::metadata(file(&folder)).unwrap().len(), 0);
}

#[test]
fn a_file_of_another_kind_or_from_the_future_is_refused_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    Store::create(&file(&folder), &KEY, &INBOX).unwrap().close().unwrap();
    assert_eq!(Store::open(&file(&folder), &KEY, &DIARY).unwrap_err(), StoreError::Damaged(FileKind::Diary));
    let connection = rusqlite::Connection::open(file(&folder)).unwrap();
    pragmas::unlock(&connection, &KEY).unwrap();
    connection.pragma_update(None, "user_version", 9).unwrap();
    drop(connection);
    let before = fs::read(file(&folder)).unwrap();
    assert_eq!(
        Store::open(&file(&folder), &KEY, &INBOX).unwrap_err(),
        StoreError::Newer { kind: FileKind::Inbox, found: 9, known: INBOX.newest() }
    );
    assert_eq!(fs::read(file(&folder)).unwrap(), before);
}

#[test]
fn the_file_on_disk_shows_neither_text_nor_the_sqlite_header() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&file(&folder), &KEY, &INBOX).unwrap();
    note(&store, "planted-name", b"planted-value");
    for path in [file(&folder), folder.path().join("inbox.1.db-wal")] {
        let bytes = fs::read(path).unwrap();
        for planted in [&b"planted"[..], b"SQLite format", b"CREATE TABLE", &KEY] {
            assert!(!bytes.windows(planted.len()).any(|window| window == planted));
        }
    }
}

#[test]
fn every_flipped_byte_at_rest_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&file(&folder), &KEY, &INBOX).unwrap();
    note(&store, "one", &[1; 5000]);
    store.close().unwrap();
    let good = fs::read(file(&folder)).unwrap();
    // One byte in 61 here, a different bit each; the whole-system lane does every byte.
    for at in (0..good.len()).step_by(61) {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        fs::write(file(&folder), &bad).unwrap();
        let found = Store::open(&file(&folder), &KEY, &INBOX).and_then(|store| check(&store));
        assert_eq!(found.unwrap_err(), StoreError::Damaged(FileKind::Inbox), "byte {at}");
        for left in ["-wal", "-shm"] {
            let _ = fs::remove_file(folder.path().join(format!("inbox.1.db{left}")));
        }
    }
}

/// A file and its log as a killed process leaves them after `commits` transactions.
fn killed(folder: &tempfile::TempDir, commits: u8) -> (Vec<u8>, Vec<u8>) {
    let store = Store::create(&file(folder), &KEY, &INBOX).unwrap();
    store.write(|tx| tx.execute("CREATE TABLE filler (n INTEGER) STRICT", [])).unwrap();
    for n in 0..commits {
        note(&store, &format!("n{n}"), &[n; 300]);
    }
    let left = (fs::read(file(folder)).unwrap(), fs::read(folder.path().join("inbox.1.db-wal")).unwrap());
    drop(store);
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(folder.path().join(format!("inbox.1.db{suffix}")));
    }
    left
}

#[test]
fn a_flip_in_a_killed_processs_log_is_found_unless_it_lies_in_the_last_transaction() {
    let folder = tempfile::tempdir().unwrap();
    let (database, log) = killed(&folder, 4);
    let mut seen = 0;
    for at in (0..log.len()).step_by(211) {
        let mut bad = log.clone();
        bad[at] ^= 0x40;
        fs::write(file(&folder), &database).unwrap();
        fs::write(folder.path().join("inbox.1.db-wal"), &bad).unwrap();
        match Store::open(&file(&folder), &KEY, &INBOX) {
            Err(error) => {
                assert_eq!(error, StoreError::DamagedLog(FileKind::Inbox), "byte {at}");
                assert_eq!(fs::read(folder.path().join("inbox.1.db-wal")).unwrap(), bad);
                seen += 1;
            }
            // What SQLite drops is the last transaction at most: all the earlier ones are there.
            Ok(store) => assert!((0..3).all(|n| fact(&store, &format!("n{n}")).is_some()), "byte {at}"),
        }
        for suffix in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(folder.path().join(format!("inbox.1.db{suffix}")));
        }
    }
    assert!(seen > 10, "the log was long enough to mean something: {seen}");
}

#[test]
fn a_torn_tail_is_not_damage() {
    let folder = tempfile::tempdir().unwrap();
    let (database, log) = killed(&folder, 3);
    for keep in (0..=log.len()).rev().step_by(997) {
        fs::write(file(&folder), &database).unwrap();
        fs::write(folder.path().join("inbox.1.db-wal"), &log[..keep]).unwrap();
        match Store::open(&file(&folder), &KEY, &INBOX) {
            Ok(_) => {}
            // Cut so early that the very first commits, the schema, are gone: then the file itself is empty.
            Err(error) => assert_eq!(error, StoreError::Damaged(FileKind::Inbox), "kept {keep}"),
        }
        for suffix in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(folder.path().join(format!("inbox.1.db{suffix}")));
        }
    }
}
