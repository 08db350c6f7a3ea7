//! One operation as far as it can be read, whatever is wrong with it.

use super::header::Header;
use super::read::{Operation, row_of, unsalted};
use super::writer::WriterId;
use crate::cbor::decode;
use crate::id::OperationId;
use crate::store::{Read, StoreError};

/// Reads the operation of this number without checking anything: what it says may be what somebody made of it. `None` where
/// nothing is at its place.
pub(crate) fn glimpse(
    source: &impl Read,
    writer: WriterId,
    number: u64,
) -> Result<Option<Operation>, StoreError> {
    let Some(row) = row_of(source, writer)? else { return Ok(None) };
    let sql =
        "SELECT seq, id, header, body FROM operations WHERE writer = ?1 AND number = ?2 ORDER BY seq LIMIT 1";
    source.one(sql, (row, number), |row| {
        let part = |part: Option<Vec<u8>>| part.as_deref().and_then(unsalted).map(<[u8]>::to_vec);
        Ok(Operation {
            seq: row.get(0)?,
            id: OperationId::from_bytes(row.get(1)?),
            writer,
            header: part(row.get(2)?).and_then(|bytes| decode::<Header>(&bytes)),
            body: part(row.get(3)?),
            reason: None,
            raw: None,
        })
    })
}
