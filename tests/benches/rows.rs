//! The rows of the table.

use std::path::Path;

use diary_core::diary::{Diary, Incoming};
use diary_core::exchange::export::{PersonExport, csv, json};
use diary_core::journal::{self, JournalError};
use diary_core::store::{self, DIARY, FileKind, Reader, Store, StoreError};
use rusqlite::Connection;

use crate::bare::{self, Bare};
use diary_tests::readings::{self, A_DAY};

use crate::world::{self, FILE, KEY};
use crate::{Row, in_turns, questions, timed};

/// How often a file is opened, and how often something is written.
const OPENED: usize = 101;
const WRITTEN: usize = 501;
/// Readings stored in one transaction.
const BATCH: usize = 1000;
pub(crate) const YEAR: i64 = 365;

/// Measures everything, each row as it is done.
pub(crate) fn all(readings: i64, mut done: impl FnMut(Row)) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (diary, bare) = (folder.path().join("diary.db"), folder.path().join("bare.db"));
    let year = filled(folder.path(), "year", YEAR * A_DAY);
    let decade = filled(folder.path(), "decade", 10 * YEAR * A_DAY);
    done(open(&decade));
    open_and_first_day(&decade, &mut done);
    done(one_row(folder.path()));
    done(one_entry(&diary, &bare));
    done(bulk(readings, &diary, &bare));
    questions::all(folder.path(), &year, &decade, &mut done);
    export(&decade, &mut done);
    verify(&diary, &mut done);
}

/// The files of one diary, ours and bare.
pub(crate) struct Pair {
    pub(crate) diary: std::path::PathBuf,
    pub(crate) bare: std::path::PathBuf,
    pub(crate) readings: i64,
}

fn filled(folder: &Path, name: &str, readings: i64) -> Pair {
    let (diary, bare) = (folder.join(format!("{name}-diary.db")), folder.join(format!("{name}-bare.db")));
    let incoming = readings::all_incoming(readings);
    import(&diary, &incoming).close().unwrap();
    drop(import_bare(&bare, &incoming, &identities(readings)));
    Pair { diary, bare, readings }
}

pub(crate) fn identities(count: i64) -> Vec<[u8; 16]> {
    (0..count).map(|_| world::random()).collect()
}

pub(crate) fn import(path: &Path, incoming: &[Incoming]) -> Diary {
    let diary = world::create(path);
    for batch in incoming.chunks(BATCH) {
        diary.receive(batch).unwrap();
    }
    diary
}

pub(crate) fn import_bare(path: &Path, incoming: &[Incoming], identities: &[[u8; 16]]) -> Bare {
    let mut bare = Bare::create(path);
    let mut first = 1;
    for (batch, identities) in incoming.chunks(BATCH).zip(identities.chunks(BATCH)) {
        bare.receive(first, batch, identities);
        first += batch.len() as u64;
    }
    bare
}

/// Removes a database with its log.
pub(crate) fn remove(path: &Path) {
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        if let Err(error) = std::fs::remove_file(name) {
            assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
        }
    }
}

/// The same file, opened by the store and bare.
fn open(files: &Pair) -> Row {
    let (diary, bare) = in_turns(
        OPENED,
        || timed(|| Store::open(&files.diary, &KEY, &DIARY).unwrap()),
        || timed(|| bare::connect_both(&files.diary)),
    );
    let what =
        "open a file (ten years) with its key; bare: both connections, same file, settings and looks at it";
    Row { what: what.into(), diary, bare }
}

fn open_and_first_day(files: &Pair, done: &mut impl FnMut(Row)) {
    let day = readings::newest_day();
    let ours = || {
        timed(|| {
            let diary = world::open(&files.diary);
            assert!(!diary.day(day).unwrap().is_empty());
            diary
        })
    };
    let what = "open with the key and show a day (ten years); bare:";
    let (diary, bare) = in_turns(OPENED, ours, || {
        timed(|| {
            let (writer, reader) = bare::connect_both(&files.bare);
            let bare = Bare(reader);
            assert!(!bare.day(day).is_empty());
            (writer, bare)
        })
    });
    done(Row { what: format!("{what} both connections"), diary, bare });
    let (diary, bare) = in_turns(OPENED, ours, || {
        timed(|| {
            let bare = Bare::open(&files.bare);
            assert!(!bare.day(day).is_empty());
            bare
        })
    });
    done(Row { what: format!("{what} one connection"), diary, bare });
}

/// A row of 100 bytes through the store, in two files that are the same.
fn one_row(folder: &Path) -> Row {
    let paths = ["store.db", "plain.db"].map(|name| folder.join(name));
    for path in &paths {
        Store::create(path, &KEY, &DIARY).unwrap().close().unwrap();
    }
    let store = Store::open(&paths[0], &KEY, &DIARY).unwrap();
    let (mut plain, _reader) = bare::connect_both(&paths[1]);
    let value = world::random::<100>();
    let (mut ours, mut theirs) = (0_i64, 0_i64);
    let (diary, bare) = in_turns(
        WRITTEN,
        || {
            ours += 1;
            timed(|| {
                store
                    .write::<_, StoreError>(|tx| tx.execute(bare::PUT, rusqlite::params![ours, value]))
                    .unwrap()
            })
        },
        || {
            theirs += 1;
            timed(|| bare::put(&mut plain, theirs, &value))
        },
    );
    Row { what: "one durable row through the store; bare: same file, settings and row".into(), diary, bare }
}

fn one_entry(diary_path: &Path, bare_path: &Path) -> Row {
    let diary = world::create(diary_path);
    let mut bare = Bare::create(bare_path);
    let zone = readings::zone();
    let author = journal::Author::HOUSEHOLD;
    let (mut ours, mut theirs) = (0_i64, 0_i64);
    let (a, b) = in_turns(
        WRITTEN,
        || {
            ours += 1;
            let content = readings::reading(ours, &zone);
            timed(|| diary.add(&content, author.clone(), true).unwrap())
        },
        || {
            theirs += 1;
            let content = readings::reading(theirs, &zone);
            timed(|| bare.add(world::random(), theirs.unsigned_abs(), &content))
        },
    );
    diary.close().unwrap();
    drop(bare);
    remove(diary_path);
    remove(bare_path);
    Row { what: "one durable entry".into(), diary: a, bare: b }
}

/// The last import stays for the rows of verification.
fn bulk(readings: i64, diary_path: &Path, bare_path: &Path) -> Row {
    let (diary, bare) = in_turns(
        3,
        || {
            remove(diary_path);
            let incoming = readings::all_incoming(readings);
            let mut made = None;
            let took = timed(|| made = Some(import(diary_path, &incoming)));
            made.unwrap().close().unwrap();
            took
        },
        || {
            remove(bare_path);
            let (incoming, identities) = (readings::all_incoming(readings), identities(readings));
            let mut made = None;
            let took = timed(|| made = Some(import_bare(bare_path, &incoming, &identities)));
            drop(made);
            took
        },
    );
    Row { what: format!("import of {readings} readings, {BATCH} a transaction"), diary, bare }
}

/// JSON with history and CSV of a diary, against reading every entry of it bare.
fn export(files: &Pair, done: &mut impl FnMut(Row)) {
    let diary = world::open(&files.diary);
    let bare = Bare::open(&files.bare);
    let read_all = || timed(|| bare.everything());
    let at = "2026-11-01T08:00:00Z".parse().unwrap();
    let (a, b) = in_turns(
        3,
        || {
            timed(|| {
                json([PersonExport::with_history(&diary, "Ana").unwrap()], at, &mut std::io::sink()).unwrap()
            })
        },
        read_all,
    );
    let what = |form: &str| format!("export of {} entries as {form}; bare: only read them", files.readings);
    done(Row { what: what("JSON with history"), diary: a, bare: b });
    let (a, b) = in_turns(
        3,
        || {
            timed(|| {
                csv([PersonExport::without_history(&diary, "Ana").unwrap()], &mut std::io::sink()).unwrap()
            })
        },
        read_all,
    );
    done(Row { what: what("CSV"), diary: a, bare: b });
}

/// Each part of a check, and the whole, against reading the same rows of the same file with nothing checked.
fn verify(path: &Path, done: &mut impl FnMut(Row)) {
    let store = Store::open(path, &KEY, &DIARY).unwrap();
    let diary = world::open(path);
    let bare = bare::connect(path);
    let mut operations = 0;
    let mut row = |check: &str, turns, work: &mut dyn FnMut()| {
        let (checked, read) = in_turns(turns, || timed(&mut *work), || timed(|| read_rows(&bare)));
        done(Row { what: format!("verify: {check}; bare: only read the rows"), diary: checked, bare: read });
    };
    row("the chain", 5, &mut || {
        let walk = |reader: &Reader<'_>| journal::verify(reader, FILE, FileKind::Diary, None);
        operations = store.read::<_, JournalError>(walk).unwrap().1;
    });
    assert!(operations > 0);
    row("the pages and SQLite's structure", 3, &mut || store::check(&store).unwrap());
    row("all of it, the tables too", 3, &mut || assert_eq!(diary.verify().unwrap().operations, operations));
}

/// Every byte of every operation, in the order of the chain.
fn read_rows(connection: &Connection) -> usize {
    let mut statement = connection
        .prepare_cached(
            "SELECT number, id, frame, header, body, reason, raw FROM operations
             WHERE writer = 1 ORDER BY number, seq",
        )
        .unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut bytes = 0;
    while let Some(row) = rows.next().unwrap() {
        for column in 2..7 {
            bytes += row.get::<_, Option<Vec<u8>>>(column).unwrap().map_or(0, |part| part.len());
        }
    }
    bytes
}
