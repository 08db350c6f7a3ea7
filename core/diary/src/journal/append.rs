//! Appending operations, in the transaction of their effect.

use std::fmt;
use std::sync::Arc;

use super::clock::HybridTime;
use super::error::JournalError;
use super::frame::{self, Frame, GENESIS, Part};
use super::header::{Author, Header};
use super::read;
use super::writer::{Writer, WriterId};
use crate::cbor::{decode, encode};
use crate::id::{FileId, OperationId};
use crate::ports::{Clock, Entropy, NoEntropy};
use crate::store::{Read, Store, StoreError, Tx, params};

/// The kind of the first operation of every writer in every file: its body names the heads it continues.
pub(crate) const BEGIN: u16 = 0;

/// One file's journal, as this installation writes it.
#[derive(Debug)]
pub struct Journal {
    file: FileId,
    writer: Arc<Writer>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

/// What to append.
#[derive(Clone)]
pub struct Change {
    /// The operation's id, where it was decided before; drawn at random otherwise.
    pub id: Option<OperationId>,
    /// The kind's number.
    pub kind: u16,
    /// The version of the body.
    pub version: u16,
    /// Who.
    pub author: Author,
    /// What.
    pub body: Vec<u8>,
    /// Why, in a person's words.
    pub reason: Option<String>,
    /// What a device sent.
    pub raw: Option<Vec<u8>>,
}

impl fmt::Debug for Change {
    /// Shows what kind it is, and nothing of what it says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Change(kind {}, version {}, {:?})", self.kind, self.version, self.author)
    }
}

/// The body of a writer's first operation.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
struct Begin {
    #[n(0)]
    continues: Vec<Continued>,
}

#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
struct Continued {
    #[cbor(n(0), with = "minicbor::bytes")]
    writer: [u8; 32],
    #[n(1)]
    number: u64,
    #[cbor(n(2), with = "minicbor::bytes")]
    hash: [u8; 32],
}

impl Journal {
    /// A journal of `file` that appends as `writer`.
    pub fn new(file: FileId, writer: Arc<Writer>, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self { file, writer, clock, entropy }
    }

    /// Which file this is the journal of.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The phone's wall clock, milliseconds since 1970-01-01T00:00:00Z.
    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now().wall_ms
    }

    /// Who appends.
    pub fn writer(&self) -> WriterId {
        self.writer.id()
    }

    /// Where ids and salts come from.
    pub(crate) fn entropy(&self) -> &dyn Entropy {
        &*self.entropy
    }

    /// Runs `work` in one transaction with the appended operations: all of it is durable, or nothing happened.
    ///
    /// The new head is signed once, before the commit.
    pub fn write<T, E>(
        &self,
        store: &Store,
        work: impl FnOnce(&mut JournalTx<'_, '_>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<StoreError> + From<JournalError>,
    {
        self.write_then(store, work, |_| {})
    }

    /// As [`Journal::write`]; `then` is called with what `work` gave once it is durable, before anybody else writes.
    pub(crate) fn write_then<T, E>(
        &self,
        store: &Store,
        work: impl FnOnce(&mut JournalTx<'_, '_>) -> Result<T, E>,
        then: impl FnOnce(&T),
    ) -> Result<T, E>
    where
        E: From<StoreError> + From<JournalError>,
    {
        let work = |tx: &Tx<'_>| {
            let mut journal = JournalTx { journal: self, tx, tip: None };
            let value = work(&mut journal)?;
            journal.sign()?;
            Ok(value)
        };
        store.write_then(work, then)
    }
}

/// A transaction in which operations can be appended.
#[derive(Debug)]
pub struct JournalTx<'j, 'c> {
    journal: &'j Journal,
    tx: &'j Tx<'c>,
    /// Loaded at the first append.
    tip: Option<Tip>,
}

#[derive(Debug, Clone, Copy)]
struct Tip {
    writer: i64,
    number: u64,
    hash: [u8; 32],
    order: HybridTime,
}

impl<'c> JournalTx<'_, 'c> {
    /// Who appends.
    pub(crate) fn writer(&self) -> WriterId {
        self.journal.writer()
    }

    /// The transaction, for the effect.
    pub(crate) fn tx(&self) -> &Tx<'c> {
        self.tx
    }

    /// Appends one operation and returns its place in this file, with its header.
    ///
    /// # Errors
    /// [`JournalError::Twice`] if the id is already there, and whatever the file says.
    pub(crate) fn append(&mut self, change: Change) -> Result<(i64, OperationId, Header), JournalError> {
        let tip = self.tip()?;
        self.append_after(tip, change, None)
    }

    /// Appends what another chain said, with the header that it had there: who, when, and its place in the order.
    ///
    /// # Errors
    /// As [`JournalTx::append`].
    pub(crate) fn append_copy(
        &mut self,
        change: Change,
        header: Header,
    ) -> Result<(i64, OperationId, Header), JournalError> {
        let tip = self.tip()?;
        self.append_after(tip, change, Some(header))
    }

    fn tip(&mut self) -> Result<Tip, JournalError> {
        match self.tip {
            Some(tip) => Ok(tip),
            None => self.begin(),
        }
    }

    /// Loads this writer's tip, or starts its chain with an operation that names the heads it continues.
    fn begin(&mut self) -> Result<Tip, JournalError> {
        let order = followed(self.tx)?.unwrap_or_default();
        let public_key = self.journal.writer.public_key();
        let known = self.tx.one(
            "SELECT id, number, hash FROM writers WHERE public_key = ?1",
            [public_key],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        if let Some((writer, number, hash)) = known {
            return Ok(Tip { writer, number, hash, order });
        }
        let continues = read::heads(self.tx)?
            .into_iter()
            .map(|head| Continued { writer: head.writer.0, number: head.number, hash: head.hash })
            .collect();
        // Signed in the same transaction, before anyone can see it.
        let writer = self.tx.insert(
            "INSERT INTO writers (public_key, number, hash, signature) VALUES (?1, 0, ?2, zeroblob(64))",
            params![public_key, GENESIS],
        )?;
        let change = Change {
            id: None,
            kind: BEGIN,
            version: 1,
            author: Author::PROGRAM,
            body: encode(&Begin { continues }),
            reason: None,
            raw: None,
        };
        self.append_after(Tip { writer, number: 0, hash: GENESIS, order }, change, None)?;
        self.tip.ok_or(JournalError::Malformed(crate::store::FileKind::Household))
    }

    fn append_after(
        &mut self,
        tip: Tip,
        change: Change,
        copied: Option<Header>,
    ) -> Result<(i64, OperationId, Header), JournalError> {
        let entropy = self.journal.entropy();
        let id = match change.id {
            Some(id) => id,
            None => OperationId::random(entropy)?,
        };
        let now = self.journal.clock.now();
        let (kind, version, author) = (change.kind, change.version, change.author);
        let header = match copied {
            Some(header) => Header { kind, version, author, ..header },
            None => Header {
                kind,
                version,
                order: HybridTime::next(tip.order, now.wall_ms),
                at_ms: now.wall_ms,
                zone: self.journal.clock.zone(),
                author,
            },
        };
        let salted = |bytes: &[u8]| -> Result<Vec<u8>, JournalError> {
            let mut part = Vec::with_capacity(frame::SALT + bytes.len());
            part.extend_from_slice(&salt(entropy)?);
            part.extend_from_slice(bytes);
            Ok(part)
        };
        let parts: [Option<Vec<u8>>; 4] = [
            Some(salted(&encode(&header))?),
            Some(salted(&change.body)?),
            change.reason.as_deref().map(|reason| salted(reason.as_bytes())).transpose()?,
            change.raw.as_deref().map(salted).transpose()?,
        ];
        if parts.iter().flatten().any(|part| part.len() > frame::LARGEST_PART) {
            return Err(JournalError::TooLarge);
        }
        let commitments = Part::ALL
            .iter()
            .zip(&parts)
            .filter_map(|(part, bytes)| bytes.as_ref().map(|bytes| frame::commit(*part, bytes)))
            .collect();
        let number = tip.number + 1;
        let frame = encode(&Frame {
            version: frame::VERSION,
            id,
            writer: self.journal.writer.id().0,
            number,
            previous: tip.hash,
            commitments,
        });
        let [header_part, body, reason, raw] = &parts;
        let seq = self
            .tx
            .insert(
                "INSERT INTO operations (id, writer, number, frame, header, body, reason, raw)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![id.as_bytes(), tip.writer, number, frame, header_part, body, reason, raw],
            )
            .map_err(|error| match error {
                // SQLITE_CONSTRAINT_UNIQUE
                StoreError::Refused(2067) => JournalError::Twice,
                other => other.into(),
            })?;
        // What is copied may lie before what is there; the order never goes back.
        let order = header.order.max(tip.order);
        self.tip = Some(Tip { writer: tip.writer, number, hash: frame::frame_hash(&frame), order });
        Ok((seq, id, header))
    }

    /// Writes and signs the head, if anything was appended.
    fn sign(&self) -> Result<(), JournalError> {
        let Some(tip) = self.tip else { return Ok(()) };
        let signature = self.journal.writer.sign(&self.journal.file, tip.number, &tip.hash);
        self.tx.execute(
            "UPDATE writers SET number = ?2, hash = ?3, signature = ?4, followed = ?5 WHERE id = ?1",
            params![tip.writer, tip.number, tip.hash, signature, encode(&tip.order)],
        )?;
        Ok(())
    }
}

/// The newest place in the order that this file follows; `None` before its first operation.
pub(crate) fn followed(source: &impl Read) -> Result<Option<HybridTime>, StoreError> {
    let places = source
        .all("SELECT followed FROM writers WHERE followed IS NOT NULL", [], |row| row.get::<_, Vec<u8>>(0))?;
    places
        .into_iter()
        .map(|bytes| decode::<HybridTime>(&bytes).ok_or_else(|| source.malformed()))
        .try_fold(None, |newest, place| Ok(newest.max(Some(place?))))
}

/// Follows what came from another copy; the order never goes back.
pub(crate) fn follow(tx: &Tx<'_>, came: HybridTime) -> Result<(), StoreError> {
    if followed(tx)? < Some(came) {
        tx.execute("UPDATE writers SET followed = ?1", [encode(&came)])?;
    }
    Ok(())
}

/// 32 random bytes for a commitment's salt.
fn salt(entropy: &dyn Entropy) -> Result<[u8; frame::SALT], NoEntropy> {
    let mut salt = [0; frame::SALT];
    entropy.fill(&mut salt)?;
    Ok(salt)
}
