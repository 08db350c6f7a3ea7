//! Diaries of every past version, made by the steps that there were: what is in them comes over whole.

use super::search::note;
use super::*;
use crate::journal::HybridTime;
use crate::store::{DIARY, Read as _, Store, StoreError, Table, params};

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

/// Takes columns out, with what is in them.
fn without(tables: &mut [Table], columns: &[&str]) {
    for table in tables {
        while let Some(at) = table.columns.iter().position(|column| columns.contains(&column.as_str())) {
            table.columns.remove(at);
            table.rows.iter_mut().for_each(|row| drop(row.remove(at)));
        }
    }
}

#[test]
fn a_diary_of_every_past_version_is_upgraded_with_all_that_is_in_it() {
    let (home, entries) = filled();
    let first = DIARY.as_of(1, TABLES).unwrap();
    let mut today = home.diary.store().read::<_, StoreError>(|reader| first.kept(reader)).unwrap();
    // The columns among these that later versions brought.
    without(&mut today, &["retracted", "followed"]);
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

/// The newest operation's place in the order.
fn newest_order(diary: &Diary) -> HybridTime {
    let newest = diary.store().read::<_, JournalError>(|reader| {
        let seq = reader.one("SELECT max(seq) FROM operations", [], |row| row.get(0))?.unwrap();
        Ok(crate::journal::by_seq(reader, seq)?.unwrap())
    });
    newest.unwrap().header.unwrap().order
}

/// A past version kept it as a fact: an hour ahead of the clock here, as another phone had left it.
#[test]
fn what_comes_after_an_upgrade_is_behind_all_that_the_file_followed() {
    let (home, _) = filled();
    let past = DIARY.as_of(8, TABLES).unwrap();
    let mut today = home.diary.store().read::<_, StoreError>(|reader| past.kept(reader)).unwrap();
    without(&mut today, &["followed"]);
    let path = home.folder.path().join("of-version-8.db");
    let store = Store::create(&path, &KEY, &past).unwrap();
    let ahead = HybridTime { wall_ms: newest_order(&home.diary).wall_ms + 3_600_000, counter: 7 };
    store
        .write::<_, StoreError>(|tx| {
            past.put_kept(tx, &today)?;
            tx.execute("INSERT INTO facts (name, value) VALUES ('order', ?1)", params![cbor::encode(&ahead)])
        })
        .unwrap();
    store.close().unwrap();
    for expected in [8, 9] {
        let diary = Diary::open(&path, &KEY, journal(&home.clock, 1)).unwrap();
        diary.add(&morning("121/81"), Author::HOUSEHOLD, false).unwrap();
        assert_eq!(newest_order(&diary), HybridTime { counter: expected, ..ahead });
        diary.close().unwrap();
    }
}

/// Eight of them are what any table with these indexes costs; the ninth has the writer's signed head, and the place in the order.
#[test]
fn one_entry_changes_nine_pages() {
    const FRAME: u64 = 24 + 4096;
    let (home, _) = filled();
    let log = path_of(&home).with_extension("db-wal");
    let pages = || std::fs::metadata(&log).unwrap().len() / FRAME;
    let costs: Vec<u64> = (0..5)
        .map(|_| {
            let before = pages();
            home.diary.add(&morning("121/81"), Author::HOUSEHOLD, false).unwrap();
            pages() - before
        })
        .collect();
    assert_eq!(costs, [9; 5]);
}
