//! Every page of a file against its authentication code.

use rusqlite::{Connection, OptionalExtension};

use super::connection::{Source, Store};
use super::error::StoreError;
use crate::ports::Followed;

/// Checks a whole open file: each page's authentication code, then SQLite's own structure, then foreign keys.
///
/// A damaged page that nothing has read yet is found here.
///
/// # Errors
/// [`StoreError::Damaged`] naming the kind of file; [`StoreError::Full`] and the like if its log could not be moved.
pub fn check(store: &Store) -> Result<(), StoreError> {
    check_followed(store, &Followed::default())
}

/// As [`check`], until whoever follows stops it.
///
/// # Errors
/// As there; [`StoreError::Stopped`].
pub(crate) fn check_followed(store: &Store, followed: &Followed) -> Result<(), StoreError> {
    // The first of these looks at the file alone. A page that was being moved there from the log when a process was
    // killed may be torn, and stands whole in the log: it is moved once more before anything is called damaged.
    store.move_log()?;
    store.read_followed(followed, |reader| {
        let sound =
            is_sound(reader.connection()).map_err(|error| StoreError::from_sqlite(&error, store.kind()))?;
        if sound { Ok(()) } else { Err(StoreError::Damaged(store.kind())) }
    })
}

/// Whether an open file is sound once its log was moved into it.
pub(super) fn whole(writer: &Connection) -> rusqlite::Result<bool> {
    writer.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
    is_sound(writer)
}

/// Whether every page of an open file has its authentication code, and the structure holds together.
pub(super) fn is_sound(connection: &Connection) -> rusqlite::Result<bool> {
    // These two answer with a row for each fault and with nothing when all is well.
    for silent in ["PRAGMA cipher_integrity_check", "PRAGMA foreign_key_check"] {
        if connection.query_row(silent, [], |_| Ok(())).optional()?.is_some() {
            return Ok(false);
        }
    }
    look_at_indexes_of_words(connection)?;
    connection.query_row("PRAGMA integrity_check(1)", [], |row| Ok(row.get_ref(0)?.as_str() == Ok("ok")))
}

/// Lets the indexes of words notice what another connection changed.
///
/// Their own part of the check goes by what this connection last read of them, and calls an index damaged that another
/// one has changed since (SQLite 3.54); any question makes them look.
fn look_at_indexes_of_words(connection: &Connection) -> rusqlite::Result<()> {
    let mut names = connection.prepare_cached(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE % USING fts5 %'",
    )?;
    let names = names.query_map([], |row| row.get::<_, String>(0))?;
    for name in names.collect::<rusqlite::Result<Vec<_>>>()? {
        let sql = format!("SELECT 1 FROM \"{}\"('a') LIMIT 1", name.replace('"', "\"\""));
        connection.query_row(&sql, [], |_| Ok(())).optional()?;
    }
    Ok(())
}
