//! Erasing an entry: what it said, in every version, and what a device sent for it.

use super::error::DiaryError;
use super::file::{Diary, seq_of};
use super::operation::{ERASE, Erased, Meaning, VERSION, meaning};
use super::project;
use crate::cbor;
use crate::id::{EntryId, MediaId, OperationId};
use crate::journal::{self, Author, Change, WriterId};
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

/// An operation about the entry, with its place in the file.
struct About {
    seq: i64,
    id: OperationId,
    /// Whether it is no version of the entry.
    beside: bool,
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
        let mut erasure = self.journal.write::<_, DiaryError>(&self.store, |journal| {
            let malformed = || StoreError::Malformed(FileKind::Diary);
            let seq = seq_of(journal.tx(), entry)?;
            let made = journal::by_seq(journal.tx(), seq)?.ok_or_else(malformed)?;
            let Meaning::Added(added) = meaning(&made)? else { return Err(malformed().into()) };
            let about = about(journal.tx(), About { seq, id: made.id, beside: false })?;
            let media = media_of(journal.tx(), seq)?;
            let erased = Erased {
                operations: about.iter().map(|one| one.id).collect(),
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
            project::erase(journal.tx(), seq, by)?;
            for one in &about {
                journal.empty(one.seq)?;
            }
            let sql = "SELECT number FROM operations WHERE seq = ?1";
            let number = journal.tx().one(sql, [seq], |row| row.get(0))?.ok_or_else(malformed)?;
            Ok(Erasure {
                place: (made.writer, number),
                written_ms: made.header.ok_or_else(malformed)?.at_ms,
                erased_ms: header.at_ms,
                versions: about.iter().filter(|one| !one.beside).count() as u64,
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

/// Every operation about an entry, the one that made it first: what hangs on an entry is erased if it is listed here.
fn about(source: &impl Read, made: About) -> Result<Vec<About>, DiaryError> {
    let corrections = source.all(
        "SELECT a.operation, o.id FROM amendments a JOIN operations o ON o.seq = a.operation
         WHERE a.entry = ?1 ORDER BY a.operation",
        [made.seq],
        |row| Ok(About { seq: row.get(0)?, id: OperationId::from_bytes(row.get(1)?), beside: false }),
    )?;
    let media = source.all(
        "SELECT o.seq, o.id FROM media m JOIN operations o ON o.seq IN (m.id, m.removed)
         WHERE m.entry = ?1 ORDER BY o.seq",
        [made.seq],
        |row| Ok(About { seq: row.get(0)?, id: OperationId::from_bytes(row.get(1)?), beside: true }),
    )?;
    let beside = source.all(
        "SELECT b.id, o.id FROM beside b JOIN operations o ON o.seq = b.id WHERE b.entry = ?1 ORDER BY b.id",
        [made.seq],
        |row| Ok(About { seq: row.get(0)?, id: OperationId::from_bytes(row.get(1)?), beside: true }),
    )?;
    Ok(std::iter::once(made).chain(corrections).chain(media).chain(beside).collect())
}

/// The media files that an entry has or had.
fn media_of(source: &impl Read, entry: i64) -> Result<Vec<MediaId>, DiaryError> {
    Ok(source.all("SELECT media FROM media WHERE entry = ?1 ORDER BY id", [entry], |row| {
        Ok(MediaId::from_bytes(row.get(0)?))
    })?)
}
