//! The media files of a damaged diary: which entries have them, what is left of each, and taking that over into a new diary.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::super::error::DiaryError;
use super::super::file::{Diary, seq_of};
use super::super::operation::{ADD_MEDIA, Meaning, MediaAdded, VERSION, meaning};
use super::super::project;
use crate::cbor;
use crate::id::{EntryId, MediaId, MediaKeyId};
use crate::journal::{Change, Operation, Remains};
use crate::media::{Left, MediaError, MediaFolder, MediaKeys};
use crate::store::{RawRow, StoreError};
use crate::vault::Secret;

/// What is left of the media files of a diary.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeftOfMedia {
    /// Files that entries have and that are as they were written.
    pub whole: u64,
    /// Files that entries have and of which something is lost.
    pub lost: Vec<LostMedia>,
    /// Files in the folder that no entry names, readable or not: what a kill left, or what an entry that is lost had.
    pub unnamed: u64,
}

/// A media file of which something is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LostMedia {
    /// The file.
    pub media: MediaId,
    /// The entry that has it.
    pub entry: EntryId,
    /// What is wrong with it.
    pub error: MediaError,
    /// How many bytes from the first on are proven to be as they were written.
    pub proven: u64,
    /// How many it had.
    pub length: u64,
}

/// What can be read of a damaged diary's media.
pub(crate) struct DamagedMedia<'a> {
    /// The folder, under every key that may be one of its keys: where a broken page made two of one, both.
    folders: Vec<MediaFolder>,
    named: Vec<(&'a Operation, MediaAdded)>,
}

impl<'a> DamagedMedia<'a> {
    /// Those in a folder, by what is left of their diary and the rows of its file.
    pub(crate) fn of(folder: &Path, remains: &'a Remains, rows: &[RawRow]) -> Self {
        let mut keys: BTreeMap<[u8; 16], Vec<[u8; 32]>> = BTreeMap::new();
        for row in rows {
            if let (Some(_), [_, name, key]) = (row.key, row.values.as_slice())
                && let (Some(name), Some(key)) = (name.exactly(), key.exactly())
            {
                let known = keys.entry(name).or_default();
                if !known.contains(&key) {
                    known.push(key);
                }
            }
        }
        let most = keys.values().map(Vec::len).max().unwrap_or(0);
        let nth = |at: usize| {
            let of_name = keys.iter().filter_map(|(name, known)| Some((*name, *known.get(at)?)));
            let keys = of_name
                .map(|(name, mut key)| (MediaKeyId::from_bytes(name), Secret::take(&mut key)))
                .collect();
            MediaFolder::new(folder, MediaKeys::new(keys))
        };
        Self { folders: (0..most.max(1)).map(nth).collect(), named: named(remains) }
    }

    /// Reads all of them; `goes_on` hears of each how long it should be, and says whether to go on.
    pub(crate) fn check(&self, goes_on: &mut dyn FnMut(u64) -> bool) -> LeftOfMedia {
        let mut left = LeftOfMedia { unnamed: self.unnamed(), ..LeftOfMedia::default() };
        for (_, added) in &self.named {
            let mut none = |_: &[u8]| Ok::<_, MediaError>(());
            match self.read(added, &mut none) {
                Ok(found) => left.note(added, found),
                Err(error) => left.lost.push(lost(added, error, 0)),
            }
            if !goes_on(added.length) {
                break;
            }
        }
        left
    }

    /// Reads one of them; a whole file that is another than its entry names is none of it.
    fn read(
        &self,
        added: &MediaAdded,
        take: &mut dyn FnMut(&[u8]) -> Result<(), MediaError>,
    ) -> Result<Left, MediaError> {
        let mut answer = Err(MediaError::Missing);
        for folder in &self.folders {
            let found = folder.read_left(added.media, take)?;
            let other_key = matches!(found.error, Some(MediaError::WrongKey | MediaError::AnotherOwner));
            answer = Ok(found);
            if !other_key {
                break;
            }
        }
        answer
    }

    fn unnamed(&self) -> u64 {
        let names = self.folders.first().and_then(|folder| folder.names(&mut 0).ok());
        let (finished, unfinished) = names.unwrap_or_default();
        let expected: BTreeSet<MediaId> = self.named.iter().map(|(_, added)| added.media).collect();
        finished.union(&unfinished).filter(|id| !expected.contains(id)).count() as u64
    }
}

impl LeftOfMedia {
    fn note(&mut self, added: &MediaAdded, found: Left) {
        if is_whole(added, &found) {
            self.whole += 1;
            return;
        }
        let error = found.error.unwrap_or(MediaError::AnotherContent);
        self.lost.push(lost(added, error, proven(added, &found)));
    }
}

/// Whether a file's content is what its entry names, whatever is behind or around it.
fn is_whole(added: &MediaAdded, found: &Left) -> bool {
    (found.proven.length, found.proven.hash) == (added.length, added.hash)
}

/// How much of a file belongs to its entry: of one that ends as it should with another content, nothing.
fn proven(added: &MediaAdded, found: &Left) -> u64 {
    if found.error.is_none() || found.proven.length >= added.length { 0 } else { found.proven.length }
}

fn lost(added: &MediaAdded, error: MediaError, proven: u64) -> LostMedia {
    LostMedia { media: added.media, entry: added.entry, error, proven, length: added.length }
}

/// The media of entries that can be read, that nobody took away or erased, in order.
fn named(remains: &Remains) -> Vec<(&Operation, MediaAdded)> {
    let mut entries = BTreeSet::new();
    let mut gone = BTreeSet::new();
    let mut erased = BTreeSet::new();
    for operation in &remains.operations {
        match meaning(operation) {
            Ok(Meaning::Added(_)) => drop(entries.insert(EntryId::from(operation.id))),
            Ok(Meaning::Amended(amended)) => drop(entries.insert(amended.entry)),
            Ok(Meaning::MediaRemoved(removed)) => drop(gone.insert(removed.media)),
            Ok(Meaning::Erased(one)) => {
                gone.extend(one.media.unwrap_or_default());
                erased.extend(one.operations);
            }
            _ => {}
        }
    }
    let added = remains.operations.iter().filter_map(|operation| match meaning(operation) {
        Ok(Meaning::MediaAdded(added)) => Some((operation, added)),
        _ => None,
    });
    added
        .filter(|(operation, added)| {
            entries.contains(&added.entry)
                && !erased.contains(&added.entry.into())
                && !gone.contains(&added.media)
                && !erased.contains(&operation.id)
        })
        .collect()
}

impl Diary {
    /// Takes over the media of a damaged diary whose entries are here: read from there, sealed anew here under this diary's
    /// keys. Of a file that is damaged on the way the beginning that is proven is kept, and the operation says so.
    ///
    /// # Errors
    /// Whatever this diary's file or folder says, or `taken`, which hears before each file how long it should be.
    pub(crate) fn take_over_media(
        &self,
        from: &DamagedMedia<'_>,
        taken: &mut dyn FnMut(u64) -> Result<(), StoreError>,
    ) -> Result<LeftOfMedia, DiaryError> {
        let mut left = LeftOfMedia { unnamed: from.unnamed(), ..LeftOfMedia::default() };
        for (operation, added) in &from.named {
            taken(added.length)?;
            let folder = self.media_folder_to_write()?;
            let mut writer = folder.begin(self.journal.entropy())?;
            let id = writer.id();
            let found = from.read(added, &mut |plain| writer.push(plain))?;
            let whole = is_whole(added, &found);
            left.note(added, found);
            if !whole && proven(added, &found) == 0 {
                drop(writer);
                folder.remove(id)?;
                continue;
            }
            let file = writer.finish()?;
            let Some(header) = operation.header.clone() else { continue };
            let kept = MediaAdded { media: file.id, length: file.length, hash: file.hash, ..added.clone() };
            let reason = (!whole).then(|| {
                format!(
                    "Only the first {} of {} bytes could be read and are here.",
                    file.length, added.length
                )
            });
            let change = Change {
                id: Some(operation.id),
                kind: ADD_MEDIA,
                version: VERSION,
                author: header.author.clone(),
                body: cbor::encode(&kept),
                reason,
                raw: None,
            };
            self.journal.write::<_, DiaryError>(&self.store, |journal| {
                let entry = seq_of(journal.tx(), added.entry)?;
                let (seq, ..) = journal.append_copy(change, header)?;
                project::add_media(journal.tx(), seq, file.id, entry)
            })?;
        }
        Ok(left)
    }
}
