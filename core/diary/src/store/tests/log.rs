//! The look at a left log, against logs that SQLite wrote.
//!
//! The oracle knows only the sound log: a break loses confirmed work exactly if it lies before the last transaction.

use std::io::Cursor;
use std::ops::Range;

use proptest::prelude::*;
use rusqlite::Connection;

use super::super::pragmas;
use super::super::wal::confirmed_transaction_after_break;
use super::KEY;

const FRAME: usize = 24 + 4096;

fn refused(log: &[u8]) -> bool {
    confirmed_transaction_after_break(Cursor::new(log)).unwrap()
}

/// A log of transactions with these numbers of rows of 3000 bytes, over the leftovers of a round with `before`.
///
/// Returns the file as it stood before the last transaction, and after it.
fn logs(before: &[u8], rows: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let writer = Connection::open(&path).unwrap();
    pragmas::unlock(&writer, &KEY).unwrap();
    writer.pragma_update(None, "journal_mode", "WAL").unwrap();
    writer.execute_batch("CREATE TABLE t (b BLOB) STRICT; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let read = || std::fs::read(folder.path().join("a.db-wal")).unwrap();
    let transaction = |rows: u8| {
        writer.execute_batch("BEGIN IMMEDIATE").unwrap();
        for _ in 0..rows {
            writer.execute("INSERT INTO t (b) VALUES (randomblob(3000))", []).unwrap();
        }
        writer.execute_batch("COMMIT").unwrap();
    };
    for rows in before {
        transaction(*rows);
    }
    // RESTART leaves the frames where they are; the next transaction begins a round with new salts over them.
    writer.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(())).unwrap();
    let (last, earlier) = rows.split_last().unwrap();
    for rows in earlier {
        transaction(*rows);
    }
    let unfinished = read();
    transaction(*last);
    (unfinished, read())
}

/// The frames of each transaction of the round that the header names.
fn transactions(log: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (number, frame) in log[32..].chunks_exact(FRAME).enumerate() {
        if frame[8..16] != log[16..24] {
            break;
        }
        if frame[4..8] != [0; 4] {
            found.push(start..number + 1);
            start = number + 1;
        }
    }
    found
}

#[test]
fn one_wrong_byte_is_refused_exactly_before_the_last_transaction() {
    for before in [&[][..], &[4, 1, 2]] {
        let (_, log) = logs(before, &[1, 5, 1, 3]);
        let transactions = transactions(&log);
        assert_eq!(transactions.len(), 4);
        let last = transactions.last().unwrap().clone();
        assert!(!refused(&log));
        let mut bad = log.clone();
        for at in 0..log.len() {
            let frame = at.checked_sub(32).map(|at| at / FRAME);
            let in_header = frame.is_none_or(|_| (at - 32) % FRAME < 24);
            // The headers byte by byte; of the pages, whose bytes are all alike, one in 1021.
            if !in_header && at % 1021 != 0 {
                continue;
            }
            for flip in [0x01, 0x10, 0x80, log[at].max(1)] {
                bad[at] ^= flip;
                let expected = frame.is_none_or(|frame| frame < last.start);
                assert_eq!(refused(&bad), expected, "byte {at}, frame {frame:?}, over {before:?}");
                bad[at] = log[at];
            }
        }
    }
}

#[test]
fn a_log_of_many_rounds_and_thousands_of_frames_is_sound_and_its_first_byte_counts() {
    let (_, mut log) = logs(&[255, 255, 255, 255, 255], &[200; 8]);
    assert!(log.len() / FRAME > 1000, "{}", log.len() / FRAME);
    assert!(!refused(&log));
    log[32 + 4] ^= 1;
    assert!(refused(&log));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// A power cut leaves of the transaction under way any of its sectors, in any order.
    #[test]
    fn whatever_sectors_of_the_last_transaction_are_stale_is_no_damage(
        over in any::<bool>(),
        cut in any::<bool>(),
        stale in prop::collection::vec(any::<bool>(), 256),
    ) {
        use std::sync::LazyLock;
        static FRESH: LazyLock<(Vec<u8>, Vec<u8>)> = LazyLock::new(|| logs(&[], &[1, 2, 9]));
        static OVER: LazyLock<(Vec<u8>, Vec<u8>)> = LazyLock::new(|| logs(&[1; 12], &[1, 2, 9]));
        let (before, after) = if over { &*OVER } else { &*FRESH };
        let mut torn = after.clone();
        let changed = before.iter().zip(after).position(|(old, new)| old != new).unwrap_or(before.len());
        for (sector, stale) in (changed / 512..torn.len() / 512).zip(stale.iter().cycle()) {
            if *stale {
                for (at, byte) in torn.iter_mut().enumerate().skip(sector * 512).take(512) {
                    *byte = before.get(at).copied().unwrap_or(0);
                }
            }
        }
        if cut {
            torn.truncate(before.len().max(torn.len() / 2));
        }
        prop_assert!(!refused(&torn));
    }
}
