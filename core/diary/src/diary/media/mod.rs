//! Media files of entries: photos, video, recordings, documents.
//!
//! A file is finished and durable before the operation that names it is appended, so an operation never names a file that
//! was not there. A kill in between leaves a file that no operation names; attaching the same content again goes on with
//! it, and nothing else touches it.

mod attach;
mod check;
mod keys;
mod left;

use std::fmt;

use super::error::DiaryError;
use super::file::Diary;
use super::operation::{Meaning, MediaAdded, meaning};
use crate::id::{EntryId, MediaId};
use crate::journal;
use crate::media::{Detail, Finished, Kind, KnownMedia};
use crate::store::{FileKind, Read, StoreError};

pub(super) use attach::Claim;
pub use attach::{LONGEST_CAPTION, MediaWords, WhatStays};
pub use check::MediaReport;
pub(crate) use left::DamagedMedia;
pub use left::{LeftOfMedia, LostMedia};

/// A media file that belongs to an entry.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its id, and its length and SHA-256 as plain bytes.
    pub file: Finished,
    /// The entry.
    pub entry: EntryId,
    /// What it is by its first bytes.
    pub kind: Kind,
    /// What was found in what was taken out of it; `None` where nothing could be, so that place, time and device may be
    /// in it.
    pub details: Option<Vec<Detail>>,
    /// A person's words beside it.
    pub caption: Option<String>,
    /// What the file was called where it came from.
    pub name: Option<String>,
    /// The phone's wall clock when it was added, milliseconds since 1970-01-01T00:00:00Z.
    pub added_ms: i64,
}

impl fmt::Debug for Attachment {
    /// Without a person's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attachment({:?}, {:?}, {:?})", self.file.id, self.entry, self.kind)
    }
}

impl Attachment {
    fn new(added: MediaAdded, added_ms: i64) -> Self {
        let MediaAdded { media, entry, kind, length, hash, details, caption, name } = added;
        let file = Finished { id: media, length, hash };
        Self { file, entry, kind, details, caption, name, added_ms }
    }
}

impl Diary {
    /// Returns all media files that entries have, the first added first.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn attachments(&self) -> Result<Vec<Attachment>, DiaryError> {
        self.store.read(|reader| {
            let seqs =
                reader.all("SELECT id FROM media WHERE removed IS NULL ORDER BY id", [], |row| row.get(0))?;
            of_operations(reader, seqs)
        })
    }

    /// Opens a media file of an entry.
    ///
    /// # Errors
    /// [`DiaryError::NoSuchMedia`]; [`DiaryError::Media`] with what is wrong with the file.
    pub fn media(&self, id: MediaId) -> Result<KnownMedia, DiaryError> {
        let attachment = self.attachment(id)?.ok_or(DiaryError::NoSuchMedia)?;
        Ok(KnownMedia::new(self.media_folder()?.read(id)?, attachment.file)?)
    }

    /// Returns what is known of a media file; `None` where no entry has it.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn attachment(&self, id: MediaId) -> Result<Option<Attachment>, DiaryError> {
        self.store.read(|reader| {
            let seqs = reader.all(
                "SELECT id FROM media WHERE media = ?1 AND removed IS NULL",
                [id.as_bytes()],
                |row| row.get(0),
            )?;
            Ok(of_operations(reader, seqs)?.pop())
        })
    }
}

/// The media files of an entry, the first added first.
pub(super) fn of_entry(source: &impl Read, entry: EntryId) -> Result<Vec<Attachment>, DiaryError> {
    let seqs = source.all(
        "SELECT m.id FROM media m JOIN operations o ON o.seq = m.entry
         WHERE o.id = ?1 AND m.removed IS NULL ORDER BY m.id",
        [entry.as_bytes()],
        |row| row.get(0),
    )?;
    of_operations(source, seqs)
}

fn of_operations(source: &impl Read, seqs: Vec<i64>) -> Result<Vec<Attachment>, DiaryError> {
    let malformed = || StoreError::Malformed(FileKind::Diary);
    seqs.into_iter()
        .map(|seq| {
            let operation = journal::by_seq(source, seq)?.ok_or_else(malformed)?;
            let Meaning::MediaAdded(added) = meaning(&operation)? else { return Err(malformed().into()) };
            Ok(Attachment::new(added, operation.header.map_or(0, |header| header.at_ms)))
        })
        .collect()
}
