//! Reading operations back.

use std::fmt;

use super::append::Change;
use super::error::JournalError;
use super::frame::{SALT, frame_hash};
use super::header::Header;
use super::verify::Head;
use super::writer::WriterId;
use crate::cbor::decode;
use crate::id::OperationId;
use crate::store::{Read, Row, StoreError};

/// One stored operation, its parts without their salts.
#[derive(Clone)]
pub struct Operation {
    /// Its place in this file, in order of arrival.
    pub seq: i64,
    /// Its random id.
    pub id: OperationId,
    /// Whose it is.
    pub writer: WriterId,
    /// Kind, version, when, who; `None` once erased.
    pub header: Option<Header>,
    /// What; `None` once erased.
    pub body: Option<Vec<u8>>,
    /// Why, in a person's words.
    pub reason: Option<String>,
    /// What a device sent.
    pub raw: Option<Vec<u8>>,
}

impl fmt::Debug for Operation {
    /// Shows which it is, and nothing of what it says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Operation({}, {:?}, {:?})", self.seq, self.id, self.header)
    }
}

impl Operation {
    /// What appends it once more, in another chain, under its id and without what a device sent; `None` where header or body
    /// are gone.
    pub(crate) fn again(&self) -> Option<(Change, Header)> {
        let (header, body) = (self.header.clone()?, self.body.clone()?);
        let change = Change {
            id: Some(self.id),
            kind: header.kind,
            version: header.version,
            author: header.author.clone(),
            body,
            reason: self.reason.clone(),
            raw: None,
        };
        Some((change, header))
    }
}

const COLUMNS: &str = "SELECT o.seq, o.id, w.public_key, o.header, o.body, o.reason, o.raw
                       FROM operations o JOIN writers w ON w.id = o.writer";

/// Returns the operation at a place in this file.
///
/// # Errors
/// Whatever the file says, or [`JournalError::Malformed`].
pub fn by_seq(source: &impl Read, seq: i64) -> Result<Option<Operation>, JournalError> {
    let sql = select(" WHERE o.seq = ?1");
    source.one(&sql, [seq], columns)?.map(|found| shape(source, found)).transpose()
}

/// Returns the operation with an id.
///
/// # Errors
/// Whatever the file says, or [`JournalError::Malformed`].
pub fn by_id(source: &impl Read, id: OperationId) -> Result<Option<Operation>, JournalError> {
    let sql = select(" WHERE o.id = ?1");
    source.one(&sql, [id.as_bytes()], columns)?.map(|found| shape(source, found)).transpose()
}

/// The bytes of a part as it is stored, without their salt.
pub(crate) fn unsalted(part: &[u8]) -> Option<&[u8]> {
    part.get(SALT..)
}

/// Calls `visit` with every operation in order of arrival.
pub(crate) fn in_order<E>(
    source: &impl Read,
    mut visit: impl FnMut(Operation) -> Result<(), E>,
) -> Result<(), E>
where
    E: From<StoreError> + From<JournalError>,
{
    let sql = select(" ORDER BY o.seq");
    source.each(&sql, [], columns, |found| visit(shape(source, found)?))
}

fn select(rest: &str) -> String {
    format!("{COLUMNS}{rest}")
}

/// An operation as its columns give it.
type Columns = (i64, [u8; 16], [u8; 32], Option<Vec<u8>>, Option<Vec<u8>>, Option<Vec<u8>>, Option<Vec<u8>>);

fn columns(row: &Row<'_>) -> Result<Columns, crate::store::RowError> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?))
}

fn shape(source: &impl Read, columns: Columns) -> Result<Operation, JournalError> {
    let (seq, id, public_key, header, body, reason, raw) = columns;
    let malformed = || JournalError::from(source.malformed());
    let unsalted = |part: Option<Vec<u8>>| -> Result<Option<Vec<u8>>, JournalError> {
        part.map(|part| unsalted(&part).map(<[u8]>::to_vec).ok_or_else(malformed)).transpose()
    };
    let header = unsalted(header)?.map(|bytes| decode(&bytes).ok_or_else(malformed)).transpose()?;
    let reason =
        unsalted(reason)?.map(|bytes| String::from_utf8(bytes).map_err(|_| malformed())).transpose()?;
    Ok(Operation {
        seq,
        id: OperationId::from_bytes(id),
        writer: WriterId::of(&public_key),
        header,
        body: unsalted(body)?,
        reason,
        raw: unsalted(raw)?,
    })
}

/// Returns a writer's number inside a file; `None` if it never wrote there.
pub(crate) fn row_of(source: &impl Read, writer: WriterId) -> Result<Option<i64>, StoreError> {
    let writers = source.all("SELECT id, public_key FROM writers", [], |row| {
        Ok((row.get::<_, i64>(0)?, WriterId::of(&row.get(1)?)))
    })?;
    Ok(writers.into_iter().find(|(_, known)| *known == writer).map(|(row, _)| row))
}

/// Returns the hash of a writer's frame by its number; `None` if the chain is shorter.
pub(crate) fn hash_at(
    source: &impl Read,
    writer: WriterId,
    number: u64,
) -> Result<Option<[u8; 32]>, StoreError> {
    let Some(row) = row_of(source, writer)? else { return Ok(None) };
    source.one("SELECT frame FROM operations WHERE writer = ?1 AND number = ?2", (row, number), |row| {
        Ok(frame_hash(&row.get::<_, Vec<u8>>(0)?))
    })
}

/// Returns the head of every chain in this file, in order of the writers' names.
pub(crate) fn heads(source: &impl Read) -> Result<Vec<Head>, StoreError> {
    let mut heads = source.all("SELECT public_key, number, hash FROM writers", [], |row| {
        Ok(Head { writer: WriterId::of(&row.get(0)?), number: row.get(1)?, hash: row.get(2)? })
    })?;
    heads.sort_by_key(|head| head.writer);
    Ok(heads)
}
