//! Adding a media file to an entry, and removing it.

use std::collections::BTreeSet;
use std::io::{self, Read, Seek};
use std::sync::{MutexGuard, PoisonError};

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::super::beside::changeable;
use super::super::error::DiaryError;
use super::super::file::{Diary, seq_of};
use super::super::operation::{ADD_MEDIA, MediaAdded, MediaRemoved, REMOVE_MEDIA, VERSION};
use super::super::plausible::explained;
use super::super::project;
use super::super::query::entry_in;
use super::Attachment;
use crate::cbor;
use crate::id::{EntryId, MediaId};
use crate::journal::{Author, Change};
use crate::media::{Clean, Finished, MediaError, MediaFolder, MediaWriter, Prepared};
use crate::store::Read as _;

/// The most bytes of a caption, in UTF-8: 64 KiB.
pub const LONGEST_CAPTION: usize = 1 << 16;
/// The most bytes of a name, in UTF-8; as on most disks.
const LONGEST_NAME: usize = 255;
/// How much is read at once.
const PIECE: usize = 1 << 16;

/// Whether a file may be stored that place, time and device cannot be taken out of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhatStays {
    /// Only what shows may stay: a file of another kind is refused.
    OnlyWhatShows,
    /// Everything stays in a file that nothing can be taken out of; out of the others it is taken all the same.
    AllIfNeedBe,
}

/// A person's words beside a media file.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct MediaWords {
    /// What it shows.
    pub caption: Option<String>,
    /// What the file was called where it came from.
    pub name: Option<String>,
}

impl std::fmt::Debug for MediaWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MediaWords(..)")
    }
}

impl MediaWords {
    fn check(&self) -> Result<(), DiaryError> {
        let caption = self.caption.as_ref().is_none_or(|caption| caption.len() <= LONGEST_CAPTION);
        let name = self
            .name
            .as_ref()
            .is_none_or(|name| name.len() <= LONGEST_NAME && !name.chars().any(char::is_control));
        if caption && name { Ok(()) } else { Err(DiaryError::BadCaption) }
    }
}

impl Diary {
    /// Seals a file and adds it to an entry; both are durable when this returns.
    ///
    /// `source` is read twice: [`Prepared::of`] looks at it, and what that left is sealed. `progress` is told how many
    /// bytes of how many are sealed. However long the file is, one chunk of it is in memory, but for a picture that is
    /// written anew.
    ///
    /// After a kill or an error the same content goes on where it stopped when it is attached again, to whatever entry; the
    /// beginning that is there is compared with the source first.
    ///
    /// # Errors
    /// [`DiaryError::NoSuchEntry`], [`DiaryError::BadCaption`], [`DiaryError::KeepsDetails`], with nothing stored;
    /// [`DiaryError::Source`], [`DiaryError::Media`] and whatever the file says, with no entry changed.
    pub fn attach<S: Read + Seek>(
        &self,
        entry: EntryId,
        source: &mut S,
        words: &MediaWords,
        stays: WhatStays,
        author: Author,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Attachment, DiaryError> {
        words.check()?;
        self.store.read(|reader| seq_of(reader, entry))?;
        let prepared = Prepared::of(source).map_err(unread)?;
        if prepared.details().is_none() && stays == WhatStays::OnlyWhatShows {
            return Err(DiaryError::KeepsDetails(prepared.kind()));
        }
        let (file, _claim) = self.store_media(&prepared, source, progress)?;
        let added = MediaAdded {
            media: file.id,
            entry,
            kind: prepared.kind(),
            length: file.length,
            hash: file.hash,
            details: prepared.details().map(|details| details.iter().copied().collect()),
            caption: words.caption.clone(),
            name: words.name.clone(),
        };
        let body = cbor::encode(&added);
        self.write(|journal, changed| {
            let seq = seq_of(journal.tx(), entry)?;
            let (operation, _, header) = journal.append(change(ADD_MEDIA, author, body, None))?;
            project::add_media(journal.tx(), operation, file.id, seq)?;
            changed.row(journal.tx(), entry)?;
            Ok(Attachment::new(added, header.at_ms))
        })
    }

    /// Takes a media file away from its entry and removes it from the folder.
    ///
    /// What it was stays readable in the journal, without its content.
    ///
    /// # Errors
    /// [`DiaryError::NoSuchMedia`], [`DiaryError::NoReason`], [`DiaryError::TooManyWords`]; [`DiaryError::Media`] if the entry no longer has it and the
    /// file could not be removed: the next attaching does it.
    pub fn remove_media(&self, id: MediaId, reason: &str, author: Author) -> Result<(), DiaryError> {
        explained(reason)?;
        let body = cbor::encode(&MediaRemoved { media: id });
        self.write(|journal, changed| {
            // In the same transaction: of two removals only one is named by an erasure.
            let sql = "SELECT o.id FROM media m JOIN operations o ON o.seq = m.entry
                       WHERE m.media = ?1 AND m.removed IS NULL";
            let entry = journal.tx().one(sql, [id.as_bytes()], |row| Ok(EntryId::from_bytes(row.get(0)?)))?;
            let entry = entry.ok_or(DiaryError::NoSuchMedia)?;
            changeable(&entry_in(journal.tx(), entry)?.ok_or(DiaryError::NoSuchMedia)?.content)?;
            changed.row(journal.tx(), entry)?;
            let (operation, ..) =
                journal.append(change(REMOVE_MEDIA, author, body, Some(reason.to_owned())))?;
            project::remove_media(journal.tx(), operation, id)
        })?;
        self.finish_removals()
    }

    /// Removes the files whose removal the journal has, and those of erased entries.
    pub(crate) fn finish_removals(&self) -> Result<(), DiaryError> {
        let folder = self.media_folder()?;
        let removed = self.removed_media()?;
        let (finished, unfinished) = folder.names(&mut 0)?;
        for id in finished.union(&unfinished).filter(|id| removed.contains(id)) {
            folder.remove(*id)?;
        }
        Ok(())
    }

    /// Seals what was looked at, or takes the whole file that a kill left of it; claimed until its operation is there, so
    /// that nobody takes it for a file that was left.
    pub(in super::super) fn store_media<S: Read + Seek>(
        &self,
        prepared: &Prepared,
        source: &mut S,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(Finished, Claim<'_>), DiaryError> {
        let folder = self.media_folder_to_write()?;
        let mut source = prepared.read(source).map_err(unread)?;
        self.finish_removals()?;
        match self.left_whole(&folder, &mut source, prepared.length())? {
            Some(there) => Ok(there),
            None => self.seal(&folder, &mut source, prepared.length(), progress),
        }
    }

    /// A whole file that no operation names and that holds the same: a kill came before its operation.
    fn left_whole<S: Read + Seek>(
        &self,
        folder: &MediaFolder,
        source: &mut Clean<'_, S>,
        length: u64,
    ) -> Result<Option<(Finished, Claim<'_>)>, DiaryError> {
        for id in folder.names(&mut 0)?.0 {
            let Some(claim) = self.claim(id)? else { continue };
            // What cannot be read stays as it is.
            let Ok(mut reader) = folder.read(id) else { continue };
            if reader.length() != length {
                continue;
            }
            if folder.is_under_newest_key(id)
                && let Ok(there) = reader.check()
                && there.hash == hash_of(source, length)?
            {
                return Ok(Some((there, claim)));
            }
        }
        Ok(None)
    }

    /// Seals the source, behind what an earlier try left of the same content.
    fn seal<S: Read + Seek>(
        &self,
        folder: &MediaFolder,
        source: &mut Clean<'_, S>,
        length: u64,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(Finished, Claim<'_>), DiaryError> {
        let (mut writer, claim) = if let Some(left) = self.left_begun(folder, source, length)? {
            left
        } else {
            let writer = folder.begin(self.journal.entropy())?;
            let claim = Claim::new(self, writer.id()).ok_or(DiaryError::MediaInUse)?;
            (writer, claim)
        };
        source.go_to(writer.written()).map_err(unread)?;
        let mut piece = Zeroizing::new(vec![0; PIECE]);
        while let count @ 1.. = source.read(&mut piece).map_err(unread)? {
            writer.push(piece.get(..count).unwrap_or_default())?;
            progress(writer.written(), length);
        }
        Ok((writer.finish()?, claim))
    }

    /// An unfinished file that begins as the source does; one that holds nothing yet begins as any.
    fn left_begun<S: Read + Seek>(
        &self,
        folder: &MediaFolder,
        source: &mut Clean<'_, S>,
        length: u64,
    ) -> Result<Option<(MediaWriter, Claim<'_>)>, DiaryError> {
        let mut left = None;
        for id in folder.names(&mut 0)?.1 {
            let Some(claim) = self.claim(id)? else { continue };
            match folder.begun(id) {
                // It ends inside its header: no byte was ever in it.
                Err(MediaError::CutShort) => folder.remove(id)?,
                Ok(begun) if left.is_none() && begun.length <= length && folder.is_under_newest_key(id) => {
                    if begun.hash == hash_of(source, begun.length)?
                        && let Ok(writer) = folder.resume(id, self.journal.entropy())
                    {
                        left = Some((writer, claim));
                    }
                }
                // What cannot be continued stays as it is.
                Ok(_) | Err(_) => {}
            }
        }
        Ok(left)
    }

    /// Claims a file that no operation names, unless another thread is at it.
    fn claim(&self, id: MediaId) -> Result<Option<Claim<'_>>, DiaryError> {
        let Some(claim) = Claim::new(self, id) else { return Ok(None) };
        // After the claim: whoever had it before may have named it.
        Ok(self.attachment(id)?.is_none().then_some(claim))
    }

    pub(super) fn being_written(&self) -> MutexGuard<'_, BTreeSet<MediaId>> {
        self.being_written.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file that one thread is at, so that no other takes it for one that was left.
#[derive(Debug)]
pub(in super::super) struct Claim<'a>(&'a Diary, MediaId);

impl<'a> Claim<'a> {
    fn new(diary: &'a Diary, id: MediaId) -> Option<Self> {
        // Made only where it counts: one that is dropped lets go of the file.
        diary.being_written().insert(id).then(|| Self(diary, id))
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        self.0.being_written().remove(&self.1);
    }
}

fn change(kind: u16, author: Author, body: Vec<u8>, reason: Option<String>) -> Change {
    Change { id: None, kind, version: VERSION, author, body, reason, raw: None }
}

/// SHA-256 of the first bytes of the source.
fn hash_of<S: Read + Seek>(source: &mut Clean<'_, S>, length: u64) -> Result<[u8; 32], DiaryError> {
    source.go_to(0).map_err(unread)?;
    let mut hash = Sha256::new();
    let mut piece = Zeroizing::new(vec![0; PIECE]);
    let mut left = source.take(length);
    while let count @ 1.. = left.read(&mut piece).map_err(unread)? {
        hash.update(piece.get(..count).unwrap_or_default());
    }
    Ok(hash.finalize().into())
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn unread(error: io::Error) -> DiaryError {
    DiaryError::Source(error.kind())
}
