//! Every page of a file against its authentication code.

use super::Read;
use super::connection::Store;
use super::error::StoreError;

/// Checks a whole open file: each page's authentication code, then SQLite's own structure, then foreign keys.
///
/// A damaged page that nothing has read yet is found here.
///
/// # Errors
/// [`StoreError::Damaged`] naming the kind of file; [`StoreError::Full`] and the like if its log could not be moved.
pub fn check(store: &Store) -> Result<(), StoreError> {
    // The first of these looks at the file alone. A page that was being moved there from the log when a process was
    // killed may be torn, and stands whole in the log: it is moved once more before anything is called damaged.
    store.move_log()?;
    store.read(|reader| {
        // These two answer with a row for each fault and with nothing when all is well.
        for silent in ["PRAGMA cipher_integrity_check", "PRAGMA foreign_key_check"] {
            if reader.one(silent, [], |_| Ok(()))?.is_some() {
                return Err(StoreError::Damaged(store.kind()));
            }
        }
        let verdict = reader.one("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0))?;
        if verdict.as_deref() == Some("ok") { Ok(()) } else { Err(StoreError::Damaged(store.kind())) }
    })
}
