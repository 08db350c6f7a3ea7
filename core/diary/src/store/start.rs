//! SQLCipher's start, once a process and before any file.
//!
//! `sqlite3_initialize` marks SQLite as initialised, releases its mutexes and only then runs SQLCipher's own
//! initialisation (SQLite 3.54, `sqlite3Initialize`, `SQLITE_EXTRA_INIT`). A second thread that comes between the two
//! gets a connection without encryption and without SQLCipher's functions; its `PRAGMA key` answers with the generic
//! `SQLITE_ERROR`, because `sqlcipherCodecAttach` finds no provider. So one thread starts it while the others wait.

use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension};

use super::error::{FileKind, StoreError};

/// Settings that SQLCipher keeps for the whole process, not for a connection.
///
/// Its initialisation overwrites the level of logging, so they are of no use before it.
const WHOLE_PROCESS: &str = "
    PRAGMA cipher_log_level = NONE;        -- a failed open must not print to a shell's standard error
    PRAGMA cipher_memory_security = ON;    -- pages and keys are wiped when freed
";

static STARTED: Mutex<bool> = Mutex::new(false);

/// Starts SQLCipher unless this process has done so; a failed start is tried again by the next caller.
///
/// # Errors
/// [`StoreError::Unencrypted`] if what answers is an SQLite without SQLCipher. To that, `PRAGMA key` is an unknown
/// word which it passes over in silence, and it would write plain files; which of the two answers is decided when an
/// app is linked.
pub(super) fn once(kind: FileKind) -> Result<(), StoreError> {
    let sqlite = |error: rusqlite::Error| StoreError::from_sqlite(&error, kind);
    let mut started = STARTED.lock().unwrap_or_else(PoisonError::into_inner);
    if !*started {
        // Opening runs the whole initialisation and returns after its last step; nothing is written anywhere.
        let connection = Connection::open_in_memory().map_err(sqlite)?;
        connection.execute_batch(WHOLE_PROCESS).map_err(sqlite)?;
        let version =
            connection.query_row("PRAGMA cipher_version", [], |_| Ok(())).optional().map_err(sqlite)?;
        version.ok_or(StoreError::Unencrypted)?;
        *started = true;
    }
    Ok(())
}
