//! One open file: a writer, a reader, and the closures that use them.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Params, Row, Transaction, TransactionBehavior};

use super::error::{FileKind, StoreError};
use super::migrate::{self, Schema};
use super::{integrity, pragmas, snapshot, start, wal};
use crate::ports::Followed;

mod generation;

pub use generation::NextGeneration;
pub(crate) use generation::SUFFIXES;

/// The length of SQLCipher's pages, in bytes.
pub(super) const PAGE: u64 = 4096;

/// One encrypted file, open.
///
/// There is one connection that writes and one that cannot (`query_only`). Both live behind a mutex and are only
/// handed to closures, so no statement outlives its lock and nobody outside this room holds a connection. While the store
/// is paused there is neither. A closure that reads asks no other question of the same store: it would wait for itself. One that
/// writes may read, and finds what was before.
pub struct Store {
    pub(super) writer: Mutex<Option<Connection>>,
    pub(super) reader: Mutex<Option<Connection>>,
    pub(super) schema: Schema,
    pub(super) place: Mutex<Place>,
}

/// Where a file lies, and what stands beside it from before an upgrade.
pub(super) struct Place {
    pub(super) path: PathBuf,
    /// Copies of an older version that a sound file has outlived: they go at a clean close.
    pub(super) outlived: Vec<PathBuf>,
}

/// Writer and reader of a file, and its place.
pub(super) type Opened = (Connection, Connection, Place);

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("kind", &self.kind()).finish_non_exhaustive()
    }
}

impl Store {
    /// Makes a new file with today's schema and opens it.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if something is already there; a file is never written over.
    pub fn create(path: &Path, key: &[u8; 32], schema: &Schema) -> Result<Self, StoreError> {
        start::once(schema.kind)?;
        // A log without its file may be all that is left of one; SQLite would delete it.
        if wal::beside(path, "-wal").symlink_metadata().is_ok() {
            return Err(StoreError::Exists(schema.kind));
        }
        // `create_new` refuses to follow whatever stands there already.
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // For its owner alone; SQLite gives the log the same rights.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::Exists(schema.kind),
            _ => StoreError::from_io(&error),
        })?;
        let made = connect(path, key, schema, true).and_then(|made| sync_folder(path).map(|()| made));
        if made.is_err() {
            // This call made them and nobody was told: what a full disk left half done is not in the way of a retry.
            generation::remove(path);
        }
        Ok(Self::of(made?, schema))
    }

    fn of((writer, reader, place): Opened, schema: &Schema) -> Self {
        Self {
            place: Mutex::new(place),
            writer: Mutex::new(Some(writer)),
            reader: Mutex::new(Some(reader)),
            schema: *schema,
        }
    }

    /// Opens an existing file and brings it to today's schema.
    ///
    /// The key must have been authenticated before (it came out of an AEAD), so a page that does not decrypt is
    /// damage and is reported as such.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Damaged`], [`StoreError::DamagedLog`], [`StoreError::Newer`],
    /// [`StoreError::ReadOnly`]; none of them changes the file.
    pub fn open(path: &Path, key: &[u8; 32], schema: &Schema) -> Result<Self, StoreError> {
        Ok(Self::of(Self::inspect_and_connect(path, key, schema)?, schema))
    }

    /// Everything that is looked at before and while a file is opened.
    pub(super) fn inspect_and_connect(
        path: &Path,
        key: &[u8; 32],
        schema: &Schema,
    ) -> Result<Opened, StoreError> {
        start::once(schema.kind)?;
        let found = std::fs::metadata(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => StoreError::Missing(schema.kind),
            _ => StoreError::from_io(&error),
        })?;
        // SQLite keeps the log beside the file that a link leads to.
        let path = &path.canonicalize().map_err(|error| StoreError::from_io(&error))?;
        // SQLite takes what is shorter than a page for a new database, and deletes the log beside it.
        if !found.is_file() || found.len() < PAGE {
            return Err(StoreError::Damaged(schema.kind));
        }
        // SQLite falls back to a read-only connection without a word; a diary that cannot be written says so.
        OpenOptions::new().write(true).open(path).map_err(|error| StoreError::from_io(&error))?;
        wal::inspect(path, schema.kind)?;
        connect(path, key, schema, false)
    }

    /// Which kind of file this is.
    pub fn kind(&self) -> FileKind {
        self.schema.kind
    }

    /// Runs `work` in one transaction; what it did is durable when this returns `Ok`, and gone when it returns `Err`.
    ///
    /// One exception cannot be helped: a disk that breaks while the commit is forced, and stays broken until the process
    /// ends, may keep the whole of it in the log ([`StoreError::Io`]).
    pub fn write<T, E: From<StoreError>>(&self, work: impl FnOnce(&Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        self.write_then(work, |_| {})
    }

    /// As [`Store::write`]; `then` is called with what `work` gave once it is durable, before anybody else writes.
    pub(crate) fn write_then<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
        then: impl FnOnce(&T),
    ) -> Result<T, E> {
        let kind = self.kind();
        let mut writer = lock(&self.writer);
        let transaction = writer
            .as_mut()
            .ok_or(StoreError::Paused)?
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| StoreError::from_sqlite(&error, kind))?;
        let tx = Tx::new(transaction, kind);
        // Dropped without a commit, the transaction rolls back.
        let value = work(&tx)?;
        tx.transaction.commit().map_err(|error| StoreError::from_sqlite(&error, kind))?;
        then(&value);
        Ok(value)
    }

    /// Runs `work` on the connection that cannot write, within one snapshot.
    pub fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let kind = self.kind();
        let reader = lock(&self.reader);
        let snapshot = reader
            .as_ref()
            .ok_or(StoreError::Paused)?
            .unchecked_transaction()
            .map_err(|error| StoreError::from_sqlite(&error, kind))?;
        work(&Reader { connection: &snapshot, kind })
    }

    /// As [`Store::read`], for what takes long: it ends with [`StoreError::Stopped`] in the middle of a statement once whoever
    /// follows says so.
    pub(crate) fn read_followed<T, E: From<StoreError>>(
        &self,
        followed: &Followed,
        work: impl FnOnce(&Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        if !followed.is_by_somebody() {
            return self.read(work);
        }
        let kind = self.kind();
        let mut reader = lock(&self.reader);
        let connection = reader.as_mut().ok_or(StoreError::Paused)?;
        let asked = followed.clone();
        let brake = Brake::on(connection, move || !asked.goes_on(), kind)?;
        let snapshot =
            brake.0.unchecked_transaction().map_err(|error| StoreError::from_sqlite(&error, kind))?;
        work(&Reader { connection: &snapshot, kind })
    }

    /// Moves what stands in the write-ahead log into the file, as far as nobody reads the older state.
    pub(super) fn move_log(&self) -> Result<(), StoreError> {
        lock(&self.writer)
            .as_ref()
            .ok_or(StoreError::Paused)?
            .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
            .map_err(|error| StoreError::from_sqlite(&error, self.kind()))
    }

    /// Moves everything from the write-ahead log into the file and leaves the log without a byte, so that no older page
    /// stands in it.
    ///
    /// # Errors
    /// [`StoreError::InUse`] if another process reads; nothing is lost, a later call or the close does it.
    pub(crate) fn empty_log(&self) -> Result<(), StoreError> {
        let writer = lock(&self.writer);
        // Whoever reads here would keep the log from being emptied.
        let _no_reader = lock(&self.reader);
        truncate_log(writer.as_ref().ok_or(StoreError::Paused)?, self.kind())
    }

    /// Moves everything from the write-ahead log into the file and closes it.
    ///
    /// # Errors
    /// The log could not be emptied; nothing is lost, the next opening does it.
    pub fn close(self) -> Result<(), StoreError> {
        self.pause()
    }
}

/// A connection that asks every few steps of a statement whether to go on.
struct Brake<'c>(&'c mut Connection);

impl<'c> Brake<'c> {
    /// So many steps of SQLite's machine take about a millisecond.
    const STEPS: i32 = 20_000;

    fn on(
        connection: &'c mut Connection,
        stop: impl FnMut() -> bool + Send + 'static,
        kind: FileKind,
    ) -> Result<Self, StoreError> {
        let set = connection.progress_handler(Self::STEPS, Some(stop));
        set.map_err(|error| StoreError::from_sqlite(&error, kind))?;
        Ok(Self(connection))
    }
}

impl Drop for Brake<'_> {
    /// Nobody else's question is stopped, whatever became of this one.
    fn drop(&mut self) {
        let _ = self.0.progress_handler(0, None::<fn() -> bool>);
    }
}

fn connect(path: &Path, key: &[u8; 32], schema: &Schema, fresh: bool) -> Result<Opened, StoreError> {
    let kind = schema.kind;
    let sqlite = |error: rusqlite::Error| StoreError::from_sqlite(&error, kind);
    // No CREATE flag: a file that vanished must not come back empty.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let unlocked = || -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(path, flags)?;
        // SQLite copies the log into the file when a last connection closes, even one that could not read it.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        pragmas::unlock(&connection, key)?;
        Ok(connection)
    };
    let mut writer = unlocked().map_err(sqlite)?;
    if !fresh {
        migrate::refuse_foreign(&writer, schema)?;
    }
    writer.pragma_update(None, "journal_mode", "WAL").map_err(sqlite)?;
    let mut outlived = Vec::new();
    let found = migrate::version(&writer, kind)?;
    if found < schema.newest() {
        if !fresh {
            snapshot::take(&writer, path, key, kind, found)?;
        }
        migrate::upgrade(&mut writer, schema)?;
    } else if !fresh {
        // Where the file is not sound, they are the better one, and stay.
        outlived = snapshot::beside(path);
        if !outlived.is_empty() && !integrity::whole(&writer).map_err(sqlite)? {
            outlived.clear();
        }
    }
    let reader = unlocked().map_err(sqlite)?;
    pragmas::only_asks(&reader).map_err(sqlite)?;
    for connection in [&writer, &reader] {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false).map_err(sqlite)?;
    }
    writer.set_prepared_statement_cache_capacity(64);
    reader.set_prepared_statement_cache_capacity(64);
    Ok((writer, reader, Place { path: path.to_owned(), outlived }))
}

pub(super) fn truncate_log(writer: &Connection, kind: FileKind) -> Result<(), StoreError> {
    // It answers whether somebody else was in the way, and calls that no error.
    let busy: bool = writer
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        .map_err(|error| StoreError::from_sqlite(&error, kind))?;
    if busy { Err(StoreError::InUse) } else { Ok(()) }
}

/// A panic while the lock was held rolled its transaction back, so the connection itself is sound.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes a new directory entry durable.
pub(super) fn sync_folder(file: &Path) -> Result<(), StoreError> {
    let Some(folder) = file.parent() else { return Ok(()) };
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| StoreError::from_io(&error))
}

mod sealed {
    use rusqlite::Connection;

    pub trait Source {
        fn connection(&self) -> &Connection;
        fn kind(&self) -> super::FileKind;
    }
}
pub(super) use sealed::Source;

/// Asking a file: both a [`Reader`] and a [`Tx`] can.
pub trait Read: Source {
    /// Returns the first row, shaped by `shape`, or `None`.
    fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        shape: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        let fail = |error: rusqlite::Error| StoreError::from_sqlite(&error, self.kind());
        let mut statement = self.connection().prepare_cached(sql).map_err(fail)?;
        let mut rows = statement.query(params).map_err(fail)?;
        rows.next().map_err(fail)?.map(shape).transpose().map_err(fail)
    }

    /// Calls `visit` with each row in order, shaped by `shape`; an `Err` of its stops the walk.
    fn each<T, E: From<StoreError>>(
        &self,
        sql: &str,
        params: impl Params,
        mut shape: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
        mut visit: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let fail = |error: rusqlite::Error| StoreError::from_sqlite(&error, self.kind());
        let mut statement = self.connection().prepare_cached(sql).map_err(fail)?;
        let mut rows = statement.query(params).map_err(fail)?;
        while let Some(row) = rows.next().map_err(fail)? {
            visit(shape(row).map_err(fail)?)?;
        }
        Ok(())
    }

    /// Returns all rows, each shaped by `shape`.
    fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        shape: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        self.each(sql, params, shape, |value| {
            found.push(value);
            Ok::<(), StoreError>(())
        })?;
        Ok(found)
    }

    /// The error for a stored value that is not of the form its column promises.
    fn malformed(&self) -> StoreError {
        StoreError::Malformed(self.kind())
    }
}

/// A snapshot that can only be read.
pub struct Reader<'c> {
    connection: &'c Connection,
    kind: FileKind,
}

/// A transaction: everything in it happens, or nothing.
pub struct Tx<'c> {
    transaction: Transaction<'c>,
    kind: FileKind,
}

impl<'c> Tx<'c> {
    pub(super) fn new(transaction: Transaction<'c>, kind: FileKind) -> Self {
        Self { transaction, kind }
    }

    /// Runs a statement and returns how many rows it changed.
    pub fn execute(&self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        self.transaction
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(params))
            .map_err(|error| StoreError::from_sqlite(&error, self.kind))
    }

    /// Inserts a row and returns its integer key.
    pub(crate) fn insert(&self, sql: &str, params: impl Params) -> Result<i64, StoreError> {
        self.transaction
            .prepare_cached(sql)
            .and_then(|mut statement| statement.insert(params))
            .map_err(|error| StoreError::from_sqlite(&error, self.kind))
    }
}

impl Source for Reader<'_> {
    fn connection(&self) -> &Connection {
        self.connection
    }
    fn kind(&self) -> FileKind {
        self.kind
    }
}

impl Source for Tx<'_> {
    fn connection(&self) -> &Connection {
        &self.transaction
    }
    fn kind(&self) -> FileKind {
        self.kind
    }
}

impl Read for Reader<'_> {}
impl Read for Tx<'_> {}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl fmt::Debug for Tx<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tx").field("kind", &self.kind).finish_non_exhaustive()
    }
}
