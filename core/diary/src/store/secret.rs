//! Keys that lie in a file.

use rusqlite::Row;
use rusqlite::types::{FromSqlError, Type};

use crate::vault::Secret;

/// A key of 32 bytes in a column, straight out of SQLite's memory: no copy is left on the way.
///
/// # Errors
/// The column holds anything else.
pub(crate) fn secret(row: &Row<'_>, column: usize) -> rusqlite::Result<Secret<32>> {
    let bytes = row.get_ref(column)?.as_blob()?;
    let other_length = || {
        let wrong = FromSqlError::InvalidBlobSize { expected_size: 32, blob_size: bytes.len() };
        rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, Box::new(wrong))
    };
    Secret::try_fill(|key| {
        if bytes.len() == key.len() {
            key.copy_from_slice(bytes);
            Ok(())
        } else {
            Err(other_length())
        }
    })
}
