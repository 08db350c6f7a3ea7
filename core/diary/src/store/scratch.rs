//! A file that is only in memory, to work out there what a real one must hold.

use rusqlite::{Connection, TransactionBehavior};

use super::connection::Tx;
use super::error::StoreError;
use super::migrate::{self, Schema};
use super::start;

/// Runs `work` on an empty file of this schema that never touches a disk and is gone afterwards.
///
/// # Errors
/// Whatever `work` says.
pub(crate) fn scratch<T, E: From<StoreError>>(
    schema: &Schema,
    work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    start::once(schema.kind)?;
    let sqlite = |error: rusqlite::Error| StoreError::from_sqlite(&error, schema.kind);
    let mut connection = Connection::open_in_memory().map_err(sqlite)?;
    migrate::upgrade(&mut connection, schema)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sqlite)?;
    // Dropped without a commit: nobody asks for it again.
    work(&Tx::new(transaction, schema.kind))
}
