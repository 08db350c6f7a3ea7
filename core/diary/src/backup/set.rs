//! The pieces of a household's backups in a folder, as one reader sees them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::error::BackupError;
use super::keys::{Keys, What, key_file};
use super::manifest::{self, FileEntry, List, Manifest, Media, PieceRef, Segment};
use super::piece;
use crate::ports::{Folder, FolderError};
use crate::vault::{LockedVault, VaultError};

/// In which way a piece is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// It is not there.
    Missing,
    /// It is not what was written.
    Damaged,
    /// A newer program wrote it.
    Newer,
    /// The folder would not give it.
    Unreadable(FolderError),
}

/// The pieces in a folder with what opens them.
#[derive(Debug)]
pub(super) struct Set<'f> {
    pub(super) folder: &'f dyn Folder,
    pub(super) keys: Keys,
    pub(super) listed: BTreeMap<String, u64>,
    /// The names of the pieces that were read and are what they are called.
    read: RefCell<BTreeSet<String>>,
}

/// A manifest in the folder.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) number: u64,
    pub(super) opened: Result<Opened, Lost>,
}

/// A manifest that was opened, with the SHA-256 of what lies in the folder.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    pub(super) manifest: Manifest,
    pub(super) hash: [u8; 32],
}

/// Everything that a file's entry and its lists name.
#[derive(Debug, Clone, Default)]
pub(super) struct Listing {
    pub(super) settled: Vec<Segment>,
    pub(super) media: Vec<Media>,
    /// A list that is lost, and how.
    pub(super) lost: Vec<(What, Lost)>,
}

pub(super) fn list(folder: &dyn Folder) -> Result<BTreeMap<String, u64>, FolderError> {
    Ok(folder.list()?.into_iter().map(|piece| (piece.name, piece.size)).collect())
}

impl<'f> Set<'f> {
    pub(super) fn open(folder: &'f dyn Folder, keys: Keys) -> Result<Self, FolderError> {
        Ok(Self { folder, keys, listed: list(folder)?, read: RefCell::default() })
    }

    /// Every manifest, by its number.
    pub(super) fn manifests(&self) -> Vec<Found> {
        let opened = |number| Found { number, opened: self.manifest(number) };
        self.numbers().into_iter().map(opened).collect()
    }

    /// The manifest of the greatest number that opens.
    pub(super) fn newest(&self) -> Option<Opened> {
        self.numbers().into_iter().rev().find_map(|number| self.manifest(number).ok())
    }

    fn numbers(&self) -> BTreeSet<u64> {
        self.listed.keys().filter_map(|name| self.keys.manifest_number(name)).collect()
    }

    fn manifest(&self, number: u64) -> Result<Opened, Lost> {
        let name = self.keys.manifest_name(number);
        let size = *self.listed.get(&name).ok_or(Lost::Missing)?;
        let bytes = read_whole(self.folder, &name, size)?;
        let (salt, sealed) = bytes.split_first_chunk::<32>().ok_or(Lost::Damaged)?;
        let plain = piece::open(&self.keys.manifest(number, salt), sealed).ok_or(Lost::Damaged)?;
        let content = piece::content(&plain).ok_or(Lost::Damaged)?;
        let manifest: Manifest = manifest::read(content).ok_or_else(|| version_of(content))?;
        if manifest.household != self.keys.household
            || manifest.backup != self.keys.backup
            || manifest.number != number
        {
            return Err(Lost::Damaged);
        }
        Ok(Opened { manifest, hash: Sha256::digest(&bytes).into() })
    }

    /// The content of a piece.
    pub(super) fn get(&self, what: What, piece: &PieceRef) -> Result<Zeroizing<Vec<u8>>, Lost> {
        let sealing = self.keys.piece(what, &piece.hash);
        let found = *self.listed.get(&sealing.name).ok_or(Lost::Missing)?;
        if found != piece.size {
            return Err(Lost::Damaged);
        }
        let sealed = read_whole(self.folder, &sealing.name, piece.size)?;
        let plain = piece::open(&sealing, &sealed).ok_or(Lost::Damaged)?;
        let content = Zeroizing::new(piece::content(&plain).ok_or(Lost::Damaged)?.to_vec());
        self.read.borrow_mut().insert(sealing.name);
        Ok(content)
    }

    /// The names of the pieces that were read so far and are what they are called.
    pub(super) fn read(&self) -> BTreeSet<String> {
        self.read.borrow().clone()
    }

    pub(super) fn get_as<T: for<'b> minicbor::Decode<'b, ()>>(
        &self,
        what: What,
        piece: &PieceRef,
    ) -> Result<T, Lost> {
        let content = self.get(what, piece)?;
        manifest::read(&content).ok_or_else(|| version_of(&content))
    }

    /// The lists of a file.
    pub(super) fn listing(&self, entry: &FileEntry) -> Listing {
        let file = entry.file;
        let mut listing = Listing::default();
        if let Some(piece) = &entry.settled {
            let what = What::Segments { file };
            match self.get_as::<List<Segment>>(what, piece) {
                Ok(list) => listing.settled = list.items,
                Err(lost) => listing.lost.push((what, lost)),
            }
        }
        if let Some(piece) = &entry.media {
            let what = What::Media { file };
            match self.get_as::<List<Media>>(what, piece) {
                Ok(list) => listing.media = list.items,
                Err(lost) => listing.lost.push((what, lost)),
            }
        }
        listing
    }
}

fn version_of(content: &[u8]) -> Lost {
    if manifest::is_newer(content) { Lost::Newer } else { Lost::Damaged }
}

/// Every piece that an entry names, with what it is.
pub(super) fn pieces(entry: &FileEntry, listing: &Listing) -> Vec<(What, PieceRef)> {
    let file = entry.file;
    let mut pieces = vec![(What::State { file }, entry.state)];
    pieces.extend(entry.settled.map(|piece| (What::Segments { file }, piece)));
    pieces.extend(entry.media.map(|piece| (What::Media { file }, piece)));
    let segments = listing.settled.iter().chain(&entry.fresh);
    pieces.extend(segments.filter_map(|segment| Some((segment_of(entry, segment)?, segment.piece))));
    for media in &listing.media {
        let numbered = (0_u32..).zip(&media.pieces);
        pieces
            .extend(numbered.map(|(number, piece)| (What::Piece { file, media: media.id, number }, *piece)));
    }
    pieces
}

/// What a segment of an entry is; `None` where it names a writer that the entry does not.
pub(super) fn segment_of(entry: &FileEntry, segment: &Segment) -> Option<What> {
    let writer = entry.chains.iter().find(|chain| chain.row == segment.row)?.writer();
    Some(What::Segment { file: entry.file, writer, from: segment.from, to: segment.to })
}

/// Reads a piece of this size and no other; takes no more memory than there are bytes.
pub(super) fn read_whole(folder: &dyn Folder, name: &str, size: u64) -> Result<Vec<u8>, Lost> {
    const STEP: usize = 1 << 18;
    if size > piece::LARGEST {
        return Err(Lost::Damaged);
    }
    let mut bytes = Vec::new();
    // One byte more than there should be, so that a longer piece shows.
    while (bytes.len() as u64) <= size {
        let at = bytes.len();
        let left = usize::try_from(size + 1 - at as u64).unwrap_or(STEP).min(STEP);
        bytes.resize(at + left, 0);
        let place = bytes.get_mut(at..).unwrap_or_default();
        let read = folder.read(name, at as u64, place).map_err(|error| match error {
            FolderError::Missing => Lost::Missing,
            other => Lost::Unreadable(other),
        })?;
        bytes.truncate(at + read.min(left));
        if read == 0 {
            break;
        }
    }
    if bytes.len() as u64 == size { Ok(bytes) } else { Err(Lost::Damaged) }
}

/// The newest whole key file in a folder.
///
/// # Errors
/// [`BackupError::NoBackup`]; [`VaultError::Newer`] where that is all there is.
pub(super) fn newest_keys(folder: &dyn Folder) -> Result<(LockedVault, Vec<u8>), BackupError> {
    /// Longer than any key file.
    const LONGEST: u64 = 4 << 20;
    let listed = list(folder)?;
    let mut named: Vec<_> =
        listed.into_iter().filter_map(|(name, size)| Some((key_file(&name)?, name, size))).collect();
    named.sort_by_key(|((generation, copy), ..)| (std::cmp::Reverse(*generation), *copy));
    let mut failure = BackupError::NoBackup;
    for ((generation, _), name, size) in named {
        if size > LONGEST {
            continue;
        }
        match read_whole(folder, &name, size) {
            Ok(bytes) => match LockedVault::of_bytes(&bytes) {
                Ok(locked) if locked.generation() == generation => return Ok((locked, bytes)),
                Err(error @ VaultError::Newer) => failure = error.into(),
                // Damaged, or under another's name, which is anyone's to give.
                Ok(_) | Err(_) => {}
            },
            Err(Lost::Unreadable(error)) => failure = error.into(),
            Err(_) => {}
        }
    }
    Err(failure)
}
