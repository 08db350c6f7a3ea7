//! Erasing an entry: what it said, in every version, and what a device sent for it.

use super::error::DiaryError;
use super::file::{Diary, seq_of};
use super::operation::{ERASE, Erased, Meaning, VERSION, meaning};
use super::project;
use crate::cbor;
use crate::id::{EntryId, MediaId};
use crate::journal::{self, Author, Change, Operation, WriterId};
use crate::store::{FileKind, Read, StoreError};

/// What an erasure took out of a diary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erasure {
    /// Its first operation: whose chain, and the number there.
    pub(crate) place: (WriterId, u64),
    /// When the entry was written down, by the phone's wall clock, milliseconds since 1970-01-01T00:00:00Z.
    pub written_ms: i64,
    /// When it was erased, by the same clock.
    pub erased_ms: i64,
    /// How many versions the entry had: 1, and one for each correction and each time it was placed anew.
    pub versions: u64,
    /// Whether bytes of a device went with it.
    pub raw: bool,
    /// How many media files it had or once had.
    pub media: u64,
    /// Whether they are gone from the folder too. Where they are not, they are there, encrypted, until the next media file is
    /// added or removed.
    pub media_removed: bool,
    /// Whether the file's log was emptied, and a copy from before an upgrade removed. Where not, they still hold it,
    /// encrypted, until the household is closed.
    pub beside_cleared: bool,
}

/// An operation about the entry.
pub(super) struct About {
    pub(super) operation: Operation,
    pub(super) meaning: Meaning,
}

impl Diary {
    /// Erases an entry: every version of it, the reasons, what a device sent, and its media files.
    ///
    /// In one transaction the parts of all operations about the entry go, with the salts that their commitments rest on;
    /// one new operation names them and says nothing of what they said. The record of a device stays known, so that it
    /// does not come back. There is no way back.
    ///
    /// # Errors
    /// [`DiaryError::NoSuchEntry`], [`DiaryError::Erased`], and whatever the file says; then nothing was erased.
    pub fn erase(&self, entry: EntryId, author: Author) -> Result<Erasure, DiaryError> {
        self.erase_after(entry, author, |_| Ok(()))
    }

    /// As [`Diary::erase`]; before anything goes, `first` is shown all that was ever said of the entry, and nobody says more
    /// of it meanwhile.
    ///
    /// # Errors
    /// As [`Diary::erase`], and what `first` says; then nothing was erased.
    pub(super) fn erase_after(
        &self,
        entry: EntryId,
        author: Author,
        first: impl FnOnce(&[About]) -> Result<(), DiaryError>,
    ) -> Result<Erasure, DiaryError> {
        let mut erasure = self.write(|journal, changed| {
            let malformed = || StoreError::Malformed(FileKind::Diary);
            let (seq, about) = about(journal.tx(), entry)?;
            first(&about)?;
            let Some(About { operation: made, meaning: Meaning::Added(added) }) = about.first() else {
                return Err(malformed().into());
            };
            let media = media_of(journal.tx(), seq)?;
            let erased = Erased {
                operations: about.iter().map(|one| one.operation.id).collect(),
                identity: added.identity,
                media: (!media.is_empty()).then(|| media.clone()),
            };
            let (by, _, header) = journal.append(Change {
                id: None,
                kind: ERASE,
                version: VERSION,
                author,
                body: cbor::encode(&erased),
                reason: None,
                raw: None,
            })?;
            changed.row(journal.tx(), entry)?;
            project::erase(journal.tx(), seq, by)?;
            for one in &about {
                journal.empty(one.operation.seq)?;
            }
            let sql = "SELECT number FROM operations WHERE seq = ?1";
            let number = journal.tx().one(sql, [seq], |row| row.get(0))?.ok_or_else(malformed)?;
            let version = |one: &&About| matches!(one.meaning, Meaning::Added(_) | Meaning::Amended(_));
            Ok(Erasure {
                place: (made.writer, number),
                written_ms: made.header.as_ref().ok_or_else(malformed)?.at_ms,
                erased_ms: header.at_ms,
                versions: about.iter().filter(version).count() as u64,
                raw: made.raw.is_some(),
                media: media.len() as u64,
                media_removed: false,
                beside_cleared: false,
            })
        })?;
        // It is erased, whatever becomes of its files and the log: the next file that is added or removed takes those that
        // are left, and the close empties the log again.
        (erasure.media_removed, erasure.beside_cleared) = self.clear_erased();
        erasure.media_removed |= erasure.media == 0;
        Ok(erasure)
    }

    /// Removes what erased entries left beside the file: their media files; the log, and copies from before an upgrade. Whether
    /// either is gone.
    pub(crate) fn clear_erased(&self) -> (bool, bool) {
        let media = self.finish_removals().is_ok();
        let log = self.store.empty_log();
        (media, self.store.remove_snapshots().is_ok() && log.is_ok())
    }
}

/// The place of an entry, and every operation about it: the one that made it first, then all that hangs on it in the
/// order of this file. What hangs on an entry is erased, and moved, if it is listed here.
pub(super) fn about(source: &impl Read, entry: EntryId) -> Result<(i64, Vec<About>), DiaryError> {
    let entry = seq_of(source, entry)?;
    let rest = source.all(
        "SELECT operation FROM amendments WHERE entry = ?1
         UNION SELECT id FROM twins WHERE entry = ?1
         UNION SELECT id FROM media WHERE entry = ?1
         UNION SELECT removed FROM media WHERE entry = ?1 AND removed IS NOT NULL
         UNION SELECT id FROM beside WHERE entry = ?1 ORDER BY 1",
        [entry],
        |row| row.get::<_, i64>(0),
    )?;
    let about = std::iter::once(entry).chain(rest).map(|seq| {
        let operation = journal::by_seq(source, seq)?.ok_or(StoreError::Malformed(FileKind::Diary))?;
        let meaning = meaning(&operation)?;
        Ok(About { operation, meaning })
    });
    Ok((entry, about.collect::<Result<_, DiaryError>>()?))
}

/// The media files that an entry has or had.
fn media_of(source: &impl Read, entry: i64) -> Result<Vec<MediaId>, DiaryError> {
    Ok(source.all("SELECT media FROM media WHERE entry = ?1 ORDER BY id", [entry], |row| {
        Ok(MediaId::from_bytes(row.get(0)?))
    })?)
}
