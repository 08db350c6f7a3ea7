//! Operations as they lie in their file, for a backup and the way back: nothing is read into them here.

use super::error::JournalError;
use super::frame::Frame;
use super::header::Header;
use super::read::unsalted;
use super::verify::Head;
use super::writer::WriterId;
use crate::cbor::decode;
use crate::store::{RawRow, Read, StoreError, Tx, Value, params};

/// One writer's chain in a file, without its operations.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(crate) struct Chain {
    /// The writer's number inside the file.
    #[n(0)]
    pub(crate) row: i64,
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(crate) public_key: [u8; 32],
    /// The number of its newest operation.
    #[n(2)]
    pub(crate) number: u64,
    /// The hash of that operation's frame.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub(crate) hash: [u8; 32],
    /// The writer's signature over this head.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub(crate) signature: [u8; 64],
}

impl Chain {
    pub(crate) fn writer(&self) -> WriterId {
        WriterId::of(&self.public_key)
    }

    pub(crate) fn head(&self) -> Head {
        Head { writer: self.writer(), number: self.number, hash: self.hash }
    }

    /// Every chain of a file, by its number there.
    pub(crate) fn all(source: &impl Read) -> Result<Vec<Self>, StoreError> {
        let sql = "SELECT id, public_key, number, hash, signature FROM writers ORDER BY id";
        source.all(sql, [], |row| {
            Ok(Self {
                row: row.get(0)?,
                public_key: row.get(1)?,
                number: row.get(2)?,
                hash: row.get(3)?,
                signature: row.get(4)?,
            })
        })
    }

    /// Puts a chain into a file that has none of its operations yet.
    pub(crate) fn put(&self, tx: &Tx<'_>) -> Result<(), StoreError> {
        tx.execute(
            "INSERT INTO writers (id, public_key, number, hash, signature) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![self.row, self.public_key, self.number, self.hash, self.signature],
        )?;
        Ok(())
    }

    /// Its row, as it would be found on a page.
    pub(crate) fn raw(&self) -> RawRow {
        let bytes = |bytes: &[u8]| Value::Bytes(bytes.to_vec());
        let number = i64::try_from(self.number).map_or(Value::Lost, Value::Integer);
        let values =
            vec![Value::Null, bytes(&self.public_key), number, bytes(&self.hash), bytes(&self.signature)];
        RawRow { key: Some(self.row), values }
    }

    /// How many parts of the operations from one number to another are there.
    pub(crate) fn parts(&self, source: &impl Read, from: u64, to: u64) -> Result<u64, StoreError> {
        let found = source.one(
            "SELECT count(header) + count(body) + count(reason) + count(raw) FROM operations
             WHERE writer = ?1 AND number BETWEEN ?2 AND ?3",
            params![self.row, from, to],
            |row| row.get(0),
        )?;
        Ok(found.unwrap_or(0))
    }
}

/// One operation with its salts.
#[derive(Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(crate) struct Stored {
    /// Its place in the file, in order of arrival.
    #[n(0)]
    pub(crate) seq: i64,
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(crate) frame: Vec<u8>,
    #[cbor(n(2), with = "minicbor::bytes")]
    pub(crate) header: Option<Vec<u8>>,
    #[cbor(n(3), with = "minicbor::bytes")]
    pub(crate) body: Option<Vec<u8>>,
    #[cbor(n(4), with = "minicbor::bytes")]
    pub(crate) reason: Option<Vec<u8>>,
    #[cbor(n(5), with = "minicbor::bytes")]
    pub(crate) raw: Option<Vec<u8>>,
}

impl std::fmt::Debug for Stored {
    /// Shows which it is, and nothing of what it says.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Stored({})", self.seq)
    }
}

impl Stored {
    /// Calls `visit` with the operations of a chain from one number to another, in order.
    pub(crate) fn each<E: From<StoreError>>(
        source: &impl Read,
        chain: &Chain,
        from: u64,
        to: u64,
        visit: impl FnMut((u64, Self)) -> Result<(), E>,
    ) -> Result<(), E> {
        source.each(
            "SELECT number, seq, frame, header, body, reason, raw FROM operations
             WHERE writer = ?1 AND number BETWEEN ?2 AND ?3 ORDER BY number, seq",
            params![chain.row, from, to],
            |row| {
                let stored = Self {
                    seq: row.get(1)?,
                    frame: row.get(2)?,
                    header: row.get(3)?,
                    body: row.get(4)?,
                    reason: row.get(5)?,
                    raw: row.get(6)?,
                };
                Ok((row.get(0)?, stored))
            },
            visit,
        )
    }

    fn parts(&self) -> [&Option<Vec<u8>>; 4] {
        [&self.header, &self.body, &self.reason, &self.raw]
    }

    /// Its row, as it would be found on a page; `None` where its frame is none.
    pub(crate) fn raw(self, chain: &Chain) -> Option<RawRow> {
        let frame: Frame = decode(&self.frame)?;
        let number = Value::Integer(i64::try_from(frame.number).ok()?);
        let id = Value::Bytes(frame.id.as_bytes().to_vec());
        let mut values = vec![Value::Null, id, Value::Integer(chain.row), number, Value::Bytes(self.frame)];
        let parts = [self.header, self.body, self.reason, self.raw];
        values.extend(parts.map(|part| part.map_or(Value::Null, Value::Bytes)));
        Some(RawRow { key: Some(self.seq), values })
    }

    /// How many bytes it has.
    pub(crate) fn size(&self) -> usize {
        self.frame.len() + self.parts().into_iter().flatten().map(Vec::len).sum::<usize>()
    }

    /// How many parts are there.
    pub(crate) fn held(&self) -> u64 {
        self.parts().into_iter().flatten().count() as u64
    }

    /// The wall clock when it was written, where its header is there.
    pub(crate) fn at_ms(&self) -> Option<i64> {
        let header: Header = decode(unsalted(self.header.as_deref()?)?)?;
        Some(header.at_ms)
    }

    /// Puts it into a file, under the number and id that its frame says; gives the number.
    ///
    /// # Errors
    /// [`JournalError::Malformed`] where the frame is none; what is in it is for [`super::verify`] to judge.
    pub(crate) fn put(&self, tx: &Tx<'_>, chain: &Chain) -> Result<u64, JournalError> {
        let frame: Frame = decode(&self.frame).ok_or_else(|| JournalError::from(tx.malformed()))?;
        tx.insert(
            "INSERT INTO operations (seq, id, writer, number, frame, header, body, reason, raw)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                self.seq,
                frame.id.as_bytes(),
                chain.row,
                frame.number,
                self.frame,
                self.header,
                self.body,
                self.reason,
                self.raw
            ],
        )?;
        Ok(frame.number)
    }
}
