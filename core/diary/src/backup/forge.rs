//! Backups as somebody makes them who has the key: any content, sealed as it should be. For tests and fuzzing alone.

use sha2::{Digest as _, Sha256};

use super::keys::{Keys, What};
use super::manifest::{FileEntry, List, PieceRef};
use super::piece;
use super::restore;
use super::set::{Set, segment_of};
use crate::cbor;
use crate::ports::Folder;
use crate::vault::Vault;

/// A part of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forged {
    /// The manifest.
    Manifest,
    /// What a file has beside its journal.
    State,
    /// The first segment of a file.
    Segment,
    /// The list of its segments; all of them go into one.
    Segments,
    /// The list of its media files.
    MediaList,
    /// The first piece of its first media file.
    Media,
}

impl Forged {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Manifest, Self::State, Self::Segment, Self::Segments, Self::MediaList, Self::Media];
}

/// Puts a backup beside the newest, which says something else in one place of one of its files: what `alter` makes of what is
/// there. `None` where there is no such place.
pub fn forge(
    folder: &dyn Folder,
    vault: &Vault,
    (file, part): (usize, Forged),
    alter: &mut dyn FnMut(&[u8]) -> Vec<u8>,
) -> Option<()> {
    let set = Set::open(folder, restore::keys(vault).ok()?).ok()?;
    let mut manifest = set.newest()?.manifest;
    manifest.number += 1;
    let count = manifest.files.len().max(1);
    if part != Forged::Manifest {
        alter_file(&set, manifest.files.get_mut(file % count)?, part, alter)?;
    }
    let content = cbor::encode(&manifest);
    let content = if part == Forged::Manifest { alter(&content) } else { content };
    let salt = [7; 32];
    let sealing = set.keys.manifest(manifest.number, &salt);
    put(folder, &sealing.name, &piece::seal(&sealing, &salt, &piece::filled(&content)))
}

fn alter_file(
    set: &Set<'_>,
    entry: &mut FileEntry,
    part: Forged,
    alter: &mut dyn FnMut(&[u8]) -> Vec<u8>,
) -> Option<()> {
    let file = entry.file;
    let seal = |what, content: &[u8]| seal(set, what, content);
    let mut listing = set.listing(entry);
    match part {
        Forged::Manifest => {}
        Forged::State => {
            let what = What::State { file };
            entry.state = seal(what, &alter(&set.get(what, &entry.state).ok()?))?;
        }
        Forged::Segment => {
            let segment = *entry.fresh.first()?;
            let what = segment_of(entry, &segment)?;
            entry.fresh.first_mut()?.piece = seal(what, &alter(&set.get(what, &segment.piece).ok()?))?;
        }
        Forged::Segments => {
            listing.settled.append(&mut entry.fresh);
            let content = alter(&cbor::encode(&List::new(listing.settled)));
            entry.settled = Some(seal(What::Segments { file }, &content)?);
        }
        Forged::MediaList => {
            let what = What::Media { file };
            entry.media = Some(seal(what, &alter(&set.get(what, entry.media.as_ref()?).ok()?))?);
        }
        Forged::Media => {
            let first = listing.media.first_mut()?;
            let what = What::Piece { file, media: first.id, number: 0 };
            let piece = first.pieces.first_mut()?;
            *piece = seal(what, &alter(&set.get(what, piece).ok()?))?;
            entry.media = Some(seal(What::Media { file }, &cbor::encode(&List::new(listing.media)))?);
        }
    }
    Some(())
}

fn seal(set: &Set<'_>, what: What, content: &[u8]) -> Option<PieceRef> {
    let keys: &Keys = &set.keys;
    let plain = piece::filled(content);
    let hash = Sha256::digest(&plain).into();
    let sealing = keys.piece(what, &hash);
    let sealed = piece::seal(&sealing, &[], &plain);
    put(set.folder, &sealing.name, &sealed)?;
    Some(PieceRef { hash, size: sealed.len() as u64 })
}

fn put(folder: &dyn Folder, name: &str, bytes: &[u8]) -> Option<()> {
    folder.remove(name).ok()?;
    folder.write(name, bytes).ok()
}
