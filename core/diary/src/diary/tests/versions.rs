//! Diaries of every past version, made by the steps that there were: what is in them comes over whole.

use super::search::note;
use super::*;
use crate::store::{DIARY, Store, StoreError};

/// The journal, and what was worked out from it in the first version.
const TABLES: &[&str] = &["facts", "writers", "operations", "entries", "amendments", "identities"];

/// An entry that was corrected, one with words, and one that a device sent.
fn filled() -> (Home, Vec<Entry>) {
    let home = home();
    let id = home.diary.add(&morning("182/82"), Author::HOUSEHOLD, false).unwrap();
    home.diary.amend(id, &morning("128/82"), "digits swapped", Author::HOUSEHOLD, false).unwrap();
    let at = moment("2026-08-15T07:10", "Europe/London");
    home.diary.add(&note("lantern over the quay", at), Author::HOUSEHOLD, false).unwrap();
    home.diary.receive(&[received()]).unwrap();
    let entries = home.diary.entries().unwrap();
    assert_eq!(entries.len(), 3);
    (home, entries)
}

fn received() -> Incoming {
    let content = pressure("131/84", moment("2026-08-16T07:10", "Europe/London"));
    let id = OperationId::from_bytes([6; 16]);
    Incoming { id, record: b"a record".to_vec(), content, raw: b"its bytes".to_vec() }
}

#[test]
fn a_diary_of_every_past_version_is_upgraded_with_all_that_is_in_it() {
    let (home, entries) = filled();
    let first = DIARY.as_of(1, TABLES).unwrap();
    let mut today = home.diary.store().read::<_, StoreError>(|reader| first.kept(reader)).unwrap();
    // The columns among these that a later version brought.
    for table in &mut today {
        while let Some(at) =
            table.columns.iter().position(|column| ["retracted", "followed"].contains(&column.as_str()))
        {
            table.columns.remove(at);
            table.rows.iter_mut().for_each(|row| drop(row.remove(at)));
        }
    }
    let mut tried = 0;
    for version in 1.. {
        let Some(past) = DIARY.as_of(version, TABLES) else { break };
        let path = home.folder.path().join(format!("of-version-{version}.db"));
        let store = Store::create(&path, &KEY, &past).unwrap();
        store.write(|tx| past.put_kept(tx, &today)).unwrap();
        store.close().unwrap();
        // Verification works every table out from the operations once more, and compares.
        for session in ["the one that upgrades", "the next one"] {
            let diary = Diary::open(&path, &KEY, journal(&home.clock, 1)).unwrap();
            assert_eq!(diary.verify().unwrap().operations, 5, "{version}, {session}");
            assert_eq!(diary.entries().unwrap(), entries, "{version}, {session}");
            let words = Question { words: Some(Words::parse("lant").unwrap()), ..Question::default() };
            assert_eq!(diary.page(&words, None, 9).unwrap().entries.len(), 1, "{version}, {session}");
            assert_eq!(diary.receive(&[received()]).unwrap(), [Arrival::Known], "{version}, {session}");
            diary.close().unwrap();
        }
        tried += 1;
    }
    assert!(tried >= 6, "{tried}");
}
