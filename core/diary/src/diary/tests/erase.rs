//! Erasing an entry: it is gone, it stays gone, and nothing but an erasure may empty an operation.

use super::super::operation::{ERASE, Erased};
use super::*;
use crate::store::{Read, StoreError};

/// An entry of a device, noted beside, placed anew and corrected; and one that stays.
fn corrected(home: &Home) -> (EntryId, EntryId) {
    let mut device = incoming(1, b"record", "128/82");
    device.content.source = from_device();
    let arrivals = home.diary.receive(&[device.clone(), incoming(2, b"stays", "119/79")]).unwrap();
    let [Arrival::New(id), Arrival::New(stays)] = arrivals[..] else { panic!("{arrivals:?}") };
    let seen = home.diary.entry(id).unwrap().unwrap();
    let earlier = Content { moment: moment("2026-08-14T06:10", "Europe/London"), ..seen.content.clone() };
    assert!(home.diary.place_anew(&seen, &earlier, "the clock was read again").unwrap());
    let noted = Content { note: Some("after the stairs".into()), ..earlier };
    home.diary.amend(id, &noted, "forgot the note", Author::HOUSEHOLD, false).unwrap();
    home.clock.advance_ms(60_000);
    (id, stays)
}

fn parts_left(home: &Home) -> u64 {
    let left = home.diary.store.read::<_, StoreError>(|reader| {
        let sql = "SELECT count(header) + count(body) + count(reason) + count(raw) FROM operations";
        reader.one(sql, [], |row| row.get(0))
    });
    left.unwrap().unwrap()
}

#[test]
fn an_erased_entry_is_in_no_list_history_or_table_and_the_chain_verifies() {
    let home = home();
    let (id, stays) = corrected(&home);
    let before = home.diary.verify().unwrap();
    let parts = parts_left(&home);
    let erasure = home.diary.erase(id, Author::HOUSEHOLD).unwrap();
    assert_eq!((erasure.versions, erasure.raw, erasure.beside_cleared), (3, true, true));
    assert_eq!(erasure.erased_ms - erasure.written_ms, 60_000);
    // Three operations with their two reasons and one raw part went; one with two parts came.
    assert_eq!(parts_left(&home), parts - 9 + 2);
    let home = home.reopened();
    let shown: Vec<_> = home.diary.entries().unwrap().into_iter().map(|entry| entry.id).collect();
    assert_eq!(shown, [stays]);
    assert_eq!(home.diary.count().unwrap(), 1);
    assert_eq!(home.diary.entry(id).unwrap(), None);
    assert_eq!(home.diary.history(id).unwrap_err(), DiaryError::Erased);
    assert_eq!(home.diary.raw(id).unwrap_err(), DiaryError::Erased);
    let amended = home.diary.amend(id, &morning("129/82"), "why", Author::HOUSEHOLD, false);
    assert_eq!(amended.unwrap_err(), DiaryError::Erased);
    assert_eq!(home.diary.erase(id, Author::HOUSEHOLD).unwrap_err(), DiaryError::Erased);
    let never = EntryId::from_bytes([0; 16]);
    assert_eq!(home.diary.erase(never, Author::HOUSEHOLD).unwrap_err(), DiaryError::NoSuchEntry);
    // The operation that erased is no entry either.
    assert_eq!(home.diary.verify().unwrap().operations, before.operations + 1);
}

#[test]
fn a_record_that_is_sent_again_does_not_bring_an_erased_entry_back() {
    let home = home();
    let (id, _) = corrected(&home);
    home.diary.erase(id, Author::HOUSEHOLD).unwrap();
    let home = home.reopened();
    // The same hand-on once more, and the same record under another id.
    let again = [incoming(1, b"record", "128/82"), incoming(9, b"record", "128/82")];
    assert_eq!(home.diary.receive(&again).unwrap(), [Arrival::Known, Arrival::Known]);
    assert_eq!(home.diary.count().unwrap(), 1);
    home.diary.verify().unwrap();
}

#[test]
fn an_erasure_that_fails_erases_nothing() {
    let home = home();
    let (id, _) = corrected(&home);
    // The journal's own table refuses: whatever it is that fails, nothing of it stays.
    home.diary
        .store
        .write::<_, StoreError>(|tx| {
            tx.execute(
                "CREATE TRIGGER no BEFORE UPDATE OF raw ON operations BEGIN SELECT RAISE(ABORT, 'no'); END",
                [],
            )
        })
        .unwrap();
    home.diary.erase(id, Author::HOUSEHOLD).unwrap_err();
    assert_eq!(home.diary.history(id).unwrap().len(), 3);
    home.diary.verify().unwrap();
}

/// What somebody with the file's key can do to an erasure, and how a check names it.
#[test]
fn a_part_may_be_missing_only_where_an_erasure_names_it() {
    use WhatIsWrong as W;
    let alterations = [
        // The entry that stays loses everything, or a part.
        (
            "UPDATE operations SET header = NULL, body = NULL, reason = NULL, raw = NULL WHERE number = 3",
            W::Emptied,
        ),
        ("UPDATE operations SET body = NULL WHERE number = 3", W::Part),
        ("UPDATE operations SET raw = NULL WHERE number = 3", W::Part),
        // Something is put back in place of what was erased.
        (
            "UPDATE operations SET header = (SELECT header FROM operations WHERE number = 3) WHERE number = 2",
            W::Part,
        ),
        // The erasure itself is emptied, altered or gone.
        ("UPDATE operations SET header = NULL, body = NULL WHERE number = 6", W::Emptied),
        ("UPDATE operations SET body = CAST(body || x'00' AS BLOB) WHERE number = 6", W::Part),
        ("DELETE FROM operations WHERE number = 6", W::Head),
        // What it erased is gone altogether.
        ("DELETE FROM operations WHERE number = 2", W::Number),
        ("DELETE FROM identities", W::Projection),
    ];
    for (alteration, expected) in alterations {
        let home = home();
        let (id, _) = corrected(&home);
        home.diary.erase(id, Author::HOUSEHOLD).unwrap();
        home.diary.verify().unwrap();
        home.diary
            .store
            .write::<_, StoreError>(|tx| {
                // A row of a projection does not keep an operation from being taken away.
                tx.execute("PRAGMA defer_foreign_keys = ON", [])?;
                tx.execute(
                    "DELETE FROM identities WHERE 1 = (SELECT ?1 LIKE 'DELETE FROM operations%')",
                    [alteration],
                )?;
                tx.execute(
                    "DELETE FROM entries WHERE 1 = (SELECT ?1 LIKE 'DELETE FROM operations%')",
                    [alteration],
                )?;
                tx.execute(alteration, [])
            })
            .unwrap();
        match home.diary.verify() {
            Err(DiaryError::Journal(JournalError::Fault(fault))) => {
                assert_eq!(fault.what, expected, "{alteration}");
            }
            other => panic!("{alteration}: {other:?}"),
        }
    }
}

/// The parts as they were, put back with their salts, fit their commitments; the erasure says that they were erased.
#[test]
fn what_is_put_back_whole_after_an_erasure_is_named() {
    let home = home();
    let (id, _) = corrected(&home);
    let parts = home
        .diary
        .store
        .read::<_, StoreError>(|reader| {
            reader.one("SELECT header, body, raw FROM operations WHERE number = 2", [], |row| {
                Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Vec<u8>>(2)?))
            })
        })
        .unwrap()
        .unwrap();
    home.diary.erase(id, Author::HOUSEHOLD).unwrap();
    home.diary
        .store
        .write::<_, StoreError>(|tx| {
            tx.execute("UPDATE operations SET header = ?1, body = ?2, raw = ?3 WHERE number = 2", parts)
        })
        .unwrap();
    let Err(DiaryError::Journal(JournalError::Fault(fault))) = home.diary.verify() else { panic!() };
    assert_eq!((fault.number, fault.what), (6, WhatIsWrong::NotErased));
}

#[test]
fn an_erasure_of_an_operation_that_is_not_there_is_named() {
    let home = home();
    corrected(&home);
    let erased = Erased { operations: vec![OperationId::from_bytes([77; 16])], identity: None, media: None };
    journal(&home.clock, 1)
        .write::<_, DiaryError>(&home.diary.store, |tx| {
            tx.append(Change {
                id: None,
                kind: ERASE,
                version: VERSION,
                author: Author::HOUSEHOLD,
                body: cbor::encode(&erased),
                reason: None,
                raw: None,
            })?;
            Ok(())
        })
        .unwrap();
    let Err(DiaryError::Journal(JournalError::Fault(fault))) = home.diary.verify() else { panic!() };
    assert_eq!((fault.number, fault.what), (6, WhatIsWrong::ErasesNothing));
}
