//! The store against what may stand where its files should be.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use super::super::wal::beside;
use super::*;

fn closed(folder: &tempfile::TempDir) -> PathBuf {
    let path = file(folder);
    let store = Store::create(&path, &KEY, &INBOX).unwrap();
    note(&store, "one", b"first");
    store.close().unwrap();
    path
}

fn opened(path: &Path) -> StoreError {
    Store::open(path, &KEY, &INBOX).unwrap_err()
}

#[test]
fn a_folder_or_a_pipe_is_no_file() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(opened(folder.path()), StoreError::Damaged(FileKind::Inbox));
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_eq!(opened(&pipe), StoreError::Damaged(FileKind::Inbox));
    // Reading a pipe in the log's place would wait for ever.
    let path = closed(&folder);
    fs::rename(pipe, beside(&path, "-wal")).unwrap();
    assert_eq!(opened(&path), StoreError::DamagedLog(FileKind::Inbox));
}

#[test]
fn the_log_of_a_file_behind_a_link_is_looked_at_too() {
    let folder = tempfile::tempdir().unwrap();
    let (database, mut log) = killed(&folder, 3);
    log[32 + 100] ^= 1;
    fs::write(file(&folder), database).unwrap();
    fs::write(beside(&file(&folder), "-wal"), log).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let link = elsewhere.path().join("inbox.1.db");
    symlink(file(&folder), &link).unwrap();
    assert_eq!(opened(&link), StoreError::DamagedLog(FileKind::Inbox));
}

#[test]
fn a_file_beside_another_files_log_is_refused_and_both_stay_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let (_, log) = killed(&folder, 3);
    let path = closed(&folder);
    let database = fs::read(&path).unwrap();
    fs::write(beside(&path, "-wal"), &log).unwrap();
    assert_eq!(opened(&path), StoreError::Damaged(FileKind::Inbox));
    assert!(fs::read(&path).unwrap() == database, "the file is as it was");
    assert!(fs::read(beside(&path, "-wal")).unwrap() == log, "the log is as it was");
}

#[test]
fn a_newer_file_with_a_left_log_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (closed(&folder), folder.path().join("copy.db"));
    let connection = rusqlite::Connection::open(&path).unwrap();
    pragmas::unlock(&connection, &KEY).unwrap();
    connection.pragma_update(None, "user_version", 9).unwrap();
    for suffix in ["", "-wal"] {
        fs::copy(beside(&path, suffix), beside(&other, suffix)).unwrap();
    }
    let before = (fs::read(&other).unwrap(), fs::read(beside(&other, "-wal")).unwrap());
    assert!(!before.1.is_empty());
    assert_eq!(opened(&other), StoreError::Newer { kind: FileKind::Inbox, found: 9, known: INBOX.newest() });
    assert!(before == (fs::read(&other).unwrap(), fs::read(beside(&other, "-wal")).unwrap()));
}

#[test]
fn nothing_is_created_beside_a_log_that_was_left() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(beside(&file(&folder), "-wal"), b"all that is left").unwrap();
    let refused = Store::create(&file(&folder), &KEY, &INBOX).unwrap_err();
    assert_eq!(refused, StoreError::Exists(FileKind::Inbox));
    assert_eq!(fs::read(beside(&file(&folder), "-wal")).unwrap(), b"all that is left");
}

#[test]
fn closing_says_that_somebody_else_reads() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&file(&folder), &KEY, &INBOX).unwrap();
    let other = rusqlite::Connection::open(file(&folder)).unwrap();
    pragmas::unlock(&other, &KEY).unwrap();
    other.execute_batch("BEGIN; SELECT * FROM facts").unwrap();
    note(&store, "one", b"first");
    assert_eq!(store.close().unwrap_err(), StoreError::InUse);
    drop(other);
    assert_eq!(fact(&Store::open(&file(&folder), &KEY, &INBOX).unwrap(), "one").unwrap(), b"first");
}

#[test]
fn what_may_not_be_written_is_said_to_be_so_and_not_missing() {
    let folder = tempfile::tempdir().unwrap();
    let path = closed(&folder);
    let allow = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    allow(&path, 0o400);
    // Root may write whatever the permissions say.
    let root = fs::OpenOptions::new().write(true).open(&path).is_ok();
    let read_only_file = Store::open(&path, &KEY, &INBOX).map(drop);
    allow(&path, 0o600);
    allow(folder.path(), 0o500);
    let read_only_folder = Store::open(&path, &KEY, &INBOX).map(drop);
    allow(folder.path(), 0o700);
    if !root {
        assert_eq!(read_only_file, Err(StoreError::ReadOnly));
        assert_eq!(read_only_folder, Err(StoreError::ReadOnly));
    }
}

/// Needs an empty file system of about 400 KiB, named by `DIARY_TEST_SMALL_DISK`; `tests/run` makes one.
#[test]
fn a_full_disk_loses_nothing_confirmed_and_says_so() {
    let Some(small) = std::env::var_os("DIARY_TEST_SMALL_DISK").map(PathBuf::from) else { return };
    let (path, ballast) = (small.join("inbox.1.db"), small.join("ballast"));
    let mut refused_at_once = 0;
    for free in (0..300).step_by(4) {
        // As much ballast as leaves `free` KiB.
        let mut size = 400 - free;
        while fs::write(&ballast, vec![1; size * 1024]).is_err() {
            size -= 4;
        }
        let mut confirmed = 0_u32;
        match Store::create(&path, &KEY, &INBOX) {
            Err(error) => {
                assert_eq!(error, StoreError::Full, "{free} KiB free");
                assert_eq!(fs::read_dir(&small).unwrap().count(), 1, "only the ballast");
                refused_at_once += 1;
            }
            Ok(store) => {
                let insert = "INSERT INTO facts (name, value) VALUES (?1, zeroblob(3000))";
                let error = loop {
                    match store.write(|tx| tx.execute(insert, [confirmed.to_string()])) {
                        Ok(_) => confirmed += 1,
                        Err(error) => break error,
                    }
                };
                assert_eq!(error, StoreError::Full, "{free} KiB free, {confirmed} written");
                let closed = store.close();
                assert!(matches!(closed, Ok(()) | Err(StoreError::Full)), "{closed:?}");
            }
        }
        let full = Store::open(&path, &KEY, &INBOX).map(drop);
        if confirmed > 0 {
            assert!(matches!(full, Ok(()) | Err(StoreError::Full)), "{free} KiB free: {full:?}");
        }
        fs::remove_file(&ballast).unwrap();
        if refused_at_once > 0 && !path.exists() {
            Store::create(&path, &KEY, &INBOX).unwrap().close().unwrap();
        }
        let store = Store::open(&path, &KEY, &INBOX).unwrap();
        check(&store).unwrap();
        assert!((0..confirmed).all(|n| fact(&store, &n.to_string()).is_some()), "{free} KiB free");
        store.close().unwrap();
        fs::remove_file(&path).unwrap();
    }
    assert!(refused_at_once > 3, "{refused_at_once}");
}

#[test]
fn a_file_cut_short_or_grown_is_damage() {
    let folder = tempfile::tempdir().unwrap();
    let path = closed(&folder);
    let good = fs::read(&path).unwrap();
    let cut = (1..good.len()).step_by(1024).map(|keep| good[..keep].to_vec());
    let whole_pages = (1..good.len() / 4096).map(|pages| good[..pages * 4096].to_vec());
    let grown = [1, 512, 4095, 4096, 8192].map(|more| [&good[..], &vec![0x5A; more][..]].concat());
    for bad in cut.chain(whole_pages).chain(grown) {
        fs::write(&path, &bad).unwrap();
        let found = Store::open(&path, &KEY, &INBOX).and_then(|store| check(&store));
        assert_eq!(found, Err(StoreError::Damaged(FileKind::Inbox)), "{} bytes of {}", bad.len(), good.len());
        for suffix in ["-wal", "-shm"] {
            let _ = fs::remove_file(beside(&path, suffix));
        }
    }
}

#[test]
fn a_file_whose_pages_are_still_in_its_log_is_sound() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&file(&folder), &KEY, &INBOX).unwrap();
    check(&store).unwrap();
    note(&store, "one", &[1; 9000]);
    check(&store).unwrap();
}

/// A kill while the log is moved into the file: the page in the file is half old and half new, and whole in the log.
#[test]
fn a_page_torn_on_its_way_from_the_log_is_no_damage() {
    let folder = tempfile::tempdir().unwrap();
    let path = closed(&folder);
    let store = Store::open(&path, &KEY, &INBOX).unwrap();
    for n in 0..4 {
        note(&store, &format!("n{n}"), &[n; 3000]);
    }
    let before = fs::read(&path).unwrap();
    let log = fs::read(beside(&path, "-wal")).unwrap();
    store.move_log().unwrap();
    let mut torn = fs::read(&path).unwrap();
    drop(store);
    // The first page that differs is left as 512 new bytes before its old ones.
    let page = 4096 * before.chunks(4096).zip(torn.chunks(4096)).position(|(old, new)| old != new).unwrap();
    torn[page + 512..page + 4096].copy_from_slice(&before[page + 512..page + 4096]);
    fs::write(&path, torn).unwrap();
    fs::write(beside(&path, "-wal"), log).unwrap();
    let store = Store::open(&path, &KEY, &INBOX).unwrap();
    check(&store).unwrap();
    assert_eq!(fact(&store, "n3").unwrap(), [3; 3000]);
}

#[test]
fn what_is_left_of_a_cut_file_and_its_log_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = closed(&folder);
    let store = Store::open(&path, &KEY, &INBOX).unwrap();
    note(&store, "two", &[2; 9000]);
    let (database, log) = (fs::read(&path).unwrap(), fs::read(beside(&path, "-wal")).unwrap());
    drop(store);
    for keep in [0, 1, 15, 16, 100, 4095] {
        fs::write(&path, &database[..keep]).unwrap();
        fs::write(beside(&path, "-wal"), &log).unwrap();
        assert_eq!(opened(&path), StoreError::Damaged(FileKind::Inbox), "{keep} bytes");
        assert!(fs::read(&path).unwrap() == database[..keep], "{keep} bytes");
        assert!(fs::read(beside(&path, "-wal")).unwrap() == log, "{keep} bytes");
    }
}
