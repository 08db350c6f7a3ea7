//! The next generation of a file: the same rows in a new file, under another key.
//!
//! SQLite cannot change the key of a file that is named elsewhere in one step with that name. So everything that needs
//! another key, or a file without traces of what was deleted, is one mechanism: a new file is made by the same code as
//! any other, every row is copied and then compared, every page is checked, and the file is on the disk before the
//! caller names it. Until then nothing is written to the old one, which stays as it is.

use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{MutexGuard, PoisonError};

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, params_from_iter};

use super::{Store, lock, sync_folder};
use crate::store::error::StoreError;
use crate::store::{integrity, snapshot, wal};

/// So many rows are copied in one transaction, so that the log of the new file stays short.
const BATCH: usize = 4096;

/// What SQLite may keep beside a database, and the database itself, in the order in which they are removed.
pub(crate) const SUFFIXES: [&str; 4] = ["-shm", "-wal", "-journal", ""];

/// A whole next generation that is not in use yet.
///
/// While it lives nobody writes to the file that it was made of: writers wait.
pub struct NextGeneration<'s> {
    store: &'s Store,
    writer: MutexGuard<'s, Option<Connection>>,
    fresh: Store,
    path: PathBuf,
}

impl fmt::Debug for NextGeneration<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NextGeneration").field("kind", &self.store.kind()).finish_non_exhaustive()
    }
}

impl Store {
    /// Makes a new file at `path` under `key` with every row of this one: compared, checked and on the disk when this
    /// returns.
    ///
    /// Takes as long as reading both files twice; the disk holds both at once.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if something is at `path`, [`StoreError::Damaged`] for this file, [`StoreError::Full`] and
    /// the like for the new one, which is gone then. This file stays as it is.
    pub fn next_generation(&self, path: &Path, key: &[u8; 32]) -> Result<NextGeneration<'_>, StoreError> {
        let writer = lock(&self.writer);
        let old = writer.as_ref().ok_or(StoreError::Paused)?;
        let fresh = Self::create(path, key, &self.schema)?;
        let made = fill(old, fresh)
            .and_then(|()| {
                File::open(path).and_then(|file| file.sync_all()).map_err(|error| StoreError::from_io(&error))
            })
            .and_then(|()| sync_folder(path))
            // Open before anything names it: what could fail has failed by then.
            .and_then(|()| Self::open(path, key, &self.schema));
        match made {
            Ok(fresh) => Ok(NextGeneration { store: self, writer, fresh, path: path.to_owned() }),
            Err(error) => {
                remove(path);
                Err(error)
            }
        }
    }
}

impl NextGeneration<'_> {
    /// Puts the new file in the place of the old one: whoever holds the store goes on in it. Cannot fail.
    ///
    /// The old file keeps every byte; it is the caller's to remove.
    pub fn take_over(self) {
        let Self { store, mut writer, fresh, .. } = self;
        // Whoever still reads the old file is waited for.
        let mut reader = lock(&store.reader);
        let mut place = lock(&store.place);
        // What stands beside it from before an upgrade goes with it: no key of the household opens that any more.
        let _ = snapshot::remove(&place.path, &snapshot::beside(&place.path));
        *place = fresh.place.into_inner().unwrap_or_else(PoisonError::into_inner);
        *reader = fresh.reader.into_inner().unwrap_or_else(PoisonError::into_inner);
        *writer = fresh.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
    }

    /// Removes the new file again, because nothing names it; the old one goes on.
    pub fn discard(self) {
        let Self { fresh, path, .. } = self;
        drop(fresh);
        remove(&path);
    }
}

/// Removes what a call here made and nobody was told of.
pub(super) fn remove(path: &Path) {
    for suffix in SUFFIXES {
        let _ = fs::remove_file(wal::beside(path, suffix));
    }
}

/// Copies all, compares all, checks every page and closes the new file without a log.
fn fill(from: &Connection, fresh: Store) -> Result<(), StoreError> {
    {
        let to = lock(&fresh.writer);
        let to = to.as_ref().ok_or(StoreError::Paused)?;
        let sqlite = |error: rusqlite::Error| StoreError::from_sqlite(&error, fresh.kind());
        copy(from, to).map_err(sqlite)?;
        if !same(from, to).map_err(sqlite)? {
            return Err(StoreError::Damaged(fresh.kind()));
        }
    }
    integrity::check(&fresh)?;
    fresh.close()
}

/// Copies the rows of every table, in the order of their keys.
fn copy(from: &Connection, to: &Connection) -> rusqlite::Result<()> {
    // Rows come table by table: what refers to what is checked once all are there. Nothing of this file counts before it
    // is forced to the disk as a whole.
    to.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF;")?;
    to.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    for table in tables(from)? {
        to.execute(&format!("DELETE FROM {table}"), [])?;
        let mut select = from.prepare(&format!("SELECT * FROM {table}"))?;
        let columns = select.column_count();
        let places = vec!["?"; columns].join(", ");
        let mut insert = to.prepare(&format!("INSERT INTO {table} VALUES ({places})"))?;
        let mut rows = select.query([])?;
        let mut transaction = to.unchecked_transaction()?;
        let mut copied = 0;
        while let Some(row) = rows.next()? {
            let values = (0..columns).map(|at| row.get_ref(at).map(ToSqlOutput::Borrowed));
            insert.execute(params_from_iter(values.collect::<rusqlite::Result<Vec<_>>>()?))?;
            copied += 1;
            if copied % BATCH == 0 {
                transaction.commit()?;
                transaction = to.unchecked_transaction()?;
            }
        }
        transaction.commit()?;
    }
    Ok(())
}

/// The names of all tables that hold rows, quoted; SQLite's own counter of keys last, because every insert moves it.
fn tables(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0
         ORDER BY name = 'sqlite_sequence', name",
    )?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    names.map(|name| name.map(|name| format!("\"{}\"", name.replace('"', "\"\"")))).collect()
}

/// Whether two files have the same versions, the same schema and the same rows.
fn same(one: &Connection, other: &Connection) -> rusqlite::Result<bool> {
    let equal = |sql: &str| same_rows(one, other, sql);
    for sql in ["PRAGMA user_version", "PRAGMA application_id"] {
        if !equal(sql)? {
            return Ok(false);
        }
    }
    if !equal("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")? {
        return Ok(false);
    }
    for table in tables(one)? {
        if !equal(&format!("SELECT * FROM {table}"))? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn same_rows(one: &Connection, other: &Connection, sql: &str) -> rusqlite::Result<bool> {
    let (mut one, mut other) = (one.prepare(sql)?, other.prepare(sql)?);
    let columns = one.column_count();
    let (mut one, mut other) = (one.query([])?, other.query([])?);
    loop {
        match (one.next()?, other.next()?) {
            (None, None) => return Ok(true),
            (Some(a), Some(b)) if values(a, columns)? == values(b, columns)? => {}
            _ => return Ok(false),
        }
    }
}

fn values<'r>(row: &'r Row<'_>, columns: usize) -> rusqlite::Result<Vec<ValueRef<'r>>> {
    (0..columns).map(|at| row.get_ref(at)).collect()
}
