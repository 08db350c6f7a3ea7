//! Every setting of a connection, its value and its reason, in one place; those of the whole process are in `start`.

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use zeroize::Zeroizing;

/// Settings after the key.
const AFTER_KEY: &str = "
    PRAGMA foreign_keys = ON;              -- a projection row without its operation is refused
    PRAGMA temp_store = MEMORY;            -- no plain temporary file, ever
    PRAGMA secure_delete = ON;             -- freed cells are overwritten
    PRAGMA trusted_schema = OFF;           -- a schema from a file may not call functions with side effects
    PRAGMA cell_size_check = ON;           -- a damaged page is noticed when it is read
    PRAGMA synchronous = FULL;             -- a commit that returned is on the disk
    PRAGMA fullfsync = ON;                 -- on Apple systems fsync alone does not reach the disk
    PRAGMA checkpoint_fullfsync = ON;
";

/// The most memory that the pages of one file may take while it is asked, in KiB.
const CACHE_KIB: i64 = 16 << 10;

/// Gives the raw 256-bit key, before anything else touches the file.
pub(super) fn unlock(connection: &Connection, key: &[u8; 32]) -> rusqlite::Result<()> {
    let mut statement = Zeroizing::new(String::with_capacity(96));
    statement.push_str("PRAGMA key = \"x'");
    for byte in key {
        for nibble in [byte >> 4, byte & 15] {
            statement.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
    statement.push_str("'\"");
    connection.execute_batch(&statement)?;
    connection.execute_batch(AFTER_KEY)?;
    // Query plans must not depend on bound values: SQLite would otherwise prepare a statement again at each binding,
    // which costs a cached lookup some hundred times its own time.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // The first read: a key that does not open page 1 shows here and nowhere later.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
}

/// Makes a connection one that asks and never writes.
pub(super) fn only_asks(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "query_only", true)?;
    // All of a diary of ten years: a page that is read again is not opened again. SQLite takes of it what it has read, so
    // a day that is shown costs no more memory than before.
    connection.pragma_update(None, "cache_size", -CACHE_KIB)
}
