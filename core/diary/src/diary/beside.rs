//! What stands beside an entry and is no version of it: that it was entered in error, that a person objects to it.

use std::fmt;

use super::content::{Content, Source};
use super::error::DiaryError;
use super::file::{Diary, seq_of};
use super::operation::{Meaning, OBJECT, Objected, RETRACT, Retracted, VERSION, meaning};
use super::plausible::explained;
use super::project;
use super::query::entry_in;
use crate::cbor;
use crate::id::{EntryId, OperationId};
use crate::journal::{self, Author, Change};
use crate::store::{FileKind, Read, StoreError};

/// What a person objects to in what a clinician wrote.
#[derive(Clone, PartialEq, Eq)]
pub struct Objection {
    /// The operation that filed it.
    pub operation: OperationId,
    /// The phone's wall clock when it was filed, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// Who filed it.
    pub author: Author,
    /// Their words.
    pub words: String,
}

impl fmt::Debug for Objection {
    /// Without a person's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Objection({:?}, {:?})", self.operation, self.author)
    }
}

impl Diary {
    /// Takes an entry back as entered in error: it stays readable with its history, and out of lists, totals and averages.
    ///
    /// # Errors
    /// [`DiaryError::NoReason`], [`DiaryError::TooManyWords`], [`DiaryError::NoSuchEntry`], [`DiaryError::Erased`],
    /// [`DiaryError::Clinicians`], [`DiaryError::AlreadySo`].
    pub fn retract(&self, entry: EntryId, reason: &str, author: Author) -> Result<OperationId, DiaryError> {
        self.stand(entry, false, reason, author)
    }

    /// Lets an entry stand again that was taken back.
    ///
    /// # Errors
    /// As [`Diary::retract`].
    pub fn reinstate(&self, entry: EntryId, reason: &str, author: Author) -> Result<OperationId, DiaryError> {
        self.stand(entry, true, reason, author)
    }

    fn stand(
        &self,
        entry: EntryId,
        stands: bool,
        reason: &str,
        author: Author,
    ) -> Result<OperationId, DiaryError> {
        explained(reason)?;
        let body = cbor::encode(&Retracted { entry, stands });
        self.beside(entry, RETRACT, body, Some(reason.to_owned()), author, |content, retracted| {
            changeable(content)?;
            if retracted == stands { Ok(()) } else { Err(DiaryError::AlreadySo) }
        })
    }

    /// Files what a person objects to in what a clinician wrote. It stays beside the entry in every list and export, and goes
    /// only with it.
    ///
    /// # Errors
    /// [`DiaryError::NoReason`] without words, [`DiaryError::TooManyWords`], [`DiaryError::NotClinicians`] where the entry is
    /// the person's own, which is corrected instead; [`DiaryError::NoSuchEntry`], [`DiaryError::Erased`].
    pub fn object(&self, entry: EntryId, words: &str, author: Author) -> Result<OperationId, DiaryError> {
        explained(words)?;
        let body = cbor::encode(&Objected { entry, words: words.to_owned() });
        self.beside(entry, OBJECT, body, None, author, |content, _| match content.source {
            Source::Clinician(_) => Ok(()),
            Source::Typed | Source::Device(_) => Err(DiaryError::NotClinicians),
        })
    }

    /// Appends an operation about an entry, in one transaction with looking at it.
    fn beside(
        &self,
        entry: EntryId,
        kind: u16,
        body: Vec<u8>,
        reason: Option<String>,
        author: Author,
        allowed: impl FnOnce(&Content, bool) -> Result<(), DiaryError>,
    ) -> Result<OperationId, DiaryError> {
        self.write(|journal, changed| {
            let seq = seq_of(journal.tx(), entry)?;
            let now = entry_in(journal.tx(), entry)?.ok_or(DiaryError::NoSuchEntry)?;
            allowed(&now.content, now.retracted)?;
            let change = Change { id: None, kind, version: VERSION, author, body, reason, raw: None };
            let (operation, id, _) = journal.append(change)?;
            project::beside(journal.tx(), operation, seq, kind)?;
            changed.row(journal.tx(), entry)?;
            Ok(id)
        })
    }
}

/// Refuses to change what a clinician wrote.
pub(super) fn changeable(content: &Content) -> Result<(), DiaryError> {
    if matches!(content.source, Source::Clinician(_)) { Err(DiaryError::Clinicians) } else { Ok(()) }
}

/// The objections to an entry, the first one first.
pub(super) fn objections(source: &impl Read, entry: EntryId) -> Result<Vec<Objection>, DiaryError> {
    let seqs = source.all(
        "SELECT b.id FROM beside b JOIN operations o ON o.seq = b.entry
         WHERE o.id = ?1 AND b.kind = ?2 ORDER BY b.id",
        (entry.as_bytes(), OBJECT),
        |row| row.get::<_, i64>(0),
    )?;
    let mut found = Vec::with_capacity(seqs.len());
    for seq in seqs {
        let malformed = || StoreError::Malformed(FileKind::Diary);
        let operation = journal::by_seq(source, seq)?.ok_or_else(malformed)?;
        let Meaning::Objected(objected) = meaning(&operation)? else { continue };
        let header = operation.header.ok_or_else(malformed)?;
        found.push(Objection {
            operation: operation.id,
            at_ms: header.at_ms,
            author: header.author,
            words: objected.words,
        });
    }
    Ok(found)
}
