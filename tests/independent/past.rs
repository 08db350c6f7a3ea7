//! Households as earlier programs left them, brought to today's version.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use diary_core::vault::{FilePurpose, LockedVault, RecoveryCode, Unlock};
use rusqlite::Connection;

use super::world::{PASSPHRASE, World};
use super::{agrees, by_the_core, copy, files, python, report};

/// The tables, indexes and versions of every database of a household, by the purpose of its file.
fn schemas(folder: &Path, code: &RecoveryCode) -> BTreeMap<String, Vec<String>> {
    let vault = LockedVault::load(folder).unwrap().unlock(Unlock::Recovery(code)).unwrap();
    let mut schemas = BTreeMap::new();
    for file in vault.files() {
        let (name, place) = match file.purpose {
            FilePurpose::Household => ("household", PathBuf::from("household.1.db")),
            FilePurpose::Inbox => ("inbox", PathBuf::from("inbox.1.db")),
            FilePurpose::Diary { person } | FilePurpose::Sealed { person } => {
                ("diary", PathBuf::from(format!("people/{person}/diary.1.db")))
            }
            FilePurpose::Backup => continue,
        };
        let key = data_encoding::HEXLOWER.encode(vault.file_key(file.id).unwrap().expose());
        let database = Connection::open(folder.join(place)).unwrap();
        database.execute_batch(&format!("PRAGMA key = \"x'{key}'\"")).unwrap();
        let mut found: Vec<String> = ["application_id", "user_version"]
            .iter()
            .map(|name| {
                database.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap().to_string()
            })
            .collect();
        let sql =
            "SELECT type || ' ' || name || ': ' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name";
        let mut rows = database.prepare(sql).unwrap();
        found.extend(rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap));
        schemas.insert(name.to_owned(), found);
    }
    schemas
}

#[test]
fn a_household_of_every_past_version_is_upgraded_to_what_a_new_one_is() {
    let root = tempfile::tempdir().unwrap();
    let fresh = World::new(&root.path().join("fresh"));
    let household = fresh.unlock();
    fresh.fill(&household);
    household.close().unwrap();
    let today = schemas(&fresh.folder, &fresh.code);
    let past = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/past");
    let versions: Vec<PathBuf> = fs::read_dir(&past)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    assert!(versions.len() >= 2, "{versions:?}");
    for version in versions {
        let what = version.file_name().unwrap().to_string_lossy().into_owned();
        let home = root.path().join(&what);
        copy(&version.join("home"), &home);
        let code = RecoveryCode::parse(&fs::read_to_string(version.join("recovery-code")).unwrap()).unwrap();
        let mut expected: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(version.join("expected.json")).unwrap()).unwrap();
        // Another writer goes on.
        expected.as_object_mut().unwrap().remove("heads");
        let before = |home: &Path| {
            files(home).iter().filter(|path| path.to_string_lossy().contains(".db.before-")).count()
        };
        for session in ["the session that upgrades", "the next one"] {
            let household = fresh.unlock_another(&home, &code);
            // Every table is what the operations give, as in a file that was made today.
            agrees(&by_the_core(&household), &expected, &format!("{what}, {session}"));
            assert!(before(&home) > 0, "{what}, {session}");
            household.close().unwrap();
        }
        assert_eq!(before(&home), 0, "{what}: nothing is left of the way here");
        assert_eq!(schemas(&home, &code), today, "{what}");
        let secret = root.path().join("secret");
        fs::write(&secret, &*code.grouped()).unwrap();
        let read = python("read_household.py", &["--recovery-file".as_ref(), secret.as_os_str()], &home);
        assert_eq!(read.status.code(), Some(0), "{what}");
        agrees(&serde_json::from_slice(&read.stdout).unwrap(), &expected, &format!("{what}, the reader"));
    }
}

/// A household that was salvaged says the same to the reader, which knows nothing of the damaged one.
#[test]
fn the_reader_agrees_on_a_salvaged_household() {
    let root = tempfile::tempdir().unwrap();
    let world = World::new(root.path());
    let household = world.unlock();
    world.fill(&household);
    let ana = household.people().unwrap()[0].id;
    let entry = household.diary(ana).unwrap().entries().unwrap().remove(0);
    household.erase_entry(ana, entry.id).unwrap();
    household.close().unwrap();
    let saved = root.path().join("saved");
    let code = world.salvage(&saved, PASSPHRASE);
    let household = world.unlock_another(&saved, &code);
    let expected = by_the_core(&household);
    household.close().unwrap();
    assert_eq!(expected["people"][0]["entries"].as_array().unwrap().len(), 5);
    agrees(&report(&saved), &expected, "salvaged");
}
