//! What stands beside a file from before it was brought to a newer version.

use std::path::Path;

use super::*;
use crate::store::snapshot;

fn first() -> Schema {
    Schema { steps: HOUSEHOLD.steps.get(..1).unwrap(), ..HOUSEHOLD }
}

/// A file of version 1 with something in it.
fn old(folder: &Path) -> PathBuf {
    let path = folder.join("household.1.db");
    let store = Store::create(&path, &KEY, &first()).unwrap();
    store.write::<_, StoreError>(|tx| tx.execute("INSERT INTO facts VALUES ('file', x'0102')", [])).unwrap();
    store.close().unwrap();
    path
}

#[test]
fn the_file_as_it_was_stays_until_the_upgraded_one_was_opened_again_and_closed() {
    // Also where the folder's name means something in a URI.
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("a b?c#d%20é");
    fs::create_dir(&folder).unwrap();
    let path = old(&folder);
    let before = fs::read(&path).unwrap();
    let copy = wal::beside(&path, ".before-1");

    let store = Store::open(&path, &KEY, &HOUSEHOLD).unwrap();
    assert!(fs::read(&copy).unwrap() == before);
    store.close().unwrap();
    assert!(copy.exists(), "the session that upgraded it keeps it");
    // A killed session keeps it too.
    drop(Store::open(&path, &KEY, &HOUSEHOLD).unwrap());
    assert!(copy.exists());

    // It brings the older version back.
    let back = folder.join("back.db");
    fs::copy(&copy, &back).unwrap();
    assert_eq!(fact(&Store::open(&back, &KEY, &first()).unwrap(), "file"), Some(vec![1, 2]));

    let store = Store::open(&path, &KEY, &HOUSEHOLD).unwrap();
    assert_eq!(fact(&store, "file"), Some(vec![1, 2]));
    store.close().unwrap();
    assert!(!copy.exists());
    assert_eq!(snapshot::beside(&path), Vec::<PathBuf>::new());
}

/// Where the upgraded file turns out to be damaged, what was before it is not thrown away.
#[test]
fn a_damaged_file_keeps_the_copy_of_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = old(folder.path());
    Store::open(&path, &KEY, &HOUSEHOLD).unwrap().close().unwrap();
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 100;
    bytes[last] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let store = Store::open(&path, &KEY, &HOUSEHOLD).unwrap();
    assert_eq!(check(&store), Err(StoreError::Damaged(FileKind::Household)));
    store.close().unwrap();
    assert!(wal::beside(&path, ".before-1").exists());
}

#[test]
fn a_damaged_file_is_not_upgraded() {
    let folder = tempfile::tempdir().unwrap();
    let path = old(folder.path());
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 100;
    bytes[last] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let refused = Store::open(&path, &KEY, &HOUSEHOLD).unwrap_err();
    assert_eq!(refused, StoreError::Damaged(FileKind::Household));
    assert!(fs::read(&path).unwrap() == bytes);
    assert_eq!(snapshot::beside(&path), Vec::<PathBuf>::new(), "and no copy of it is taken for a good one");
}

/// A step that does not fit leaves the file as it was, says so, and names the copy; also one that breaks a reference.
#[test]
fn a_step_that_fails_leaves_the_file_as_it_was_and_names_the_copy() {
    for step in [
        "CREATE TABLE new_table (a INTEGER) STRICT; ALTER TABLE no_such_table ADD COLUMN a INTEGER",
        "PRAGMA defer_foreign_keys = ON; INSERT INTO people VALUES (77, zeroblob(16), 'nobody')",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = old(folder.path());
        let before = fs::read(&path).unwrap();
        let steps: &'static [&'static [&'static str]] =
            Vec::leak(vec![HOUSEHOLD.steps[0], Vec::leak(vec![step])]);
        let refused = Store::open(&path, &KEY, &Schema { steps, ..HOUSEHOLD }).unwrap_err();
        assert_eq!(refused, StoreError::NotUpgraded { kind: FileKind::Household, version: 1 }, "{step}");
        assert!(refused.to_string().contains(".before-1"));
        assert!(fs::read(wal::beside(&path, ".before-1")).unwrap() == before, "{step}");
        let store = Store::open(&path, &KEY, &first()).unwrap();
        assert_eq!(fact(&store, "file"), Some(vec![1, 2]));
        check(&store).unwrap();
    }
}

/// What a kill left of a copy is no copy, and is not in the way; a whole one of an earlier attempt is renewed.
#[test]
fn what_an_interrupted_upgrade_left_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = old(folder.path());
    for left in [".before-1.new", ".before-1"] {
        fs::write(wal::beside(&path, left), b"half").unwrap();
    }
    let before = fs::read(&path).unwrap();
    let store = Store::open(&path, &KEY, &HOUSEHOLD).unwrap();
    assert!(fs::read(wal::beside(&path, ".before-1")).unwrap() == before);
    assert_eq!(snapshot::beside(&path).len(), 1);
    store.remove_snapshots().unwrap();
    assert_eq!(snapshot::beside(&path), Vec::<PathBuf>::new());
}
