//! Putting pieces into the folder, each once.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::error::BackupError;
use super::keys::What;
use super::manifest::PieceRef;
use super::piece;
use super::set::{Lost, Set, read_whole};
use crate::ports::FolderError;

/// Writes the pieces of one run.
#[derive(Debug)]
pub(super) struct Pieces<'s, 'f> {
    set: &'s Set<'f>,
    /// Pieces that a whole backup names: taken for what they are called without a look.
    trusted: BTreeSet<String>,
    /// Pieces that are not what they are called: written again.
    bad: BTreeSet<String>,
    done: BTreeSet<String>,
    pub(super) written: u64,
    pub(super) bytes: u64,
}

impl<'s, 'f> Pieces<'s, 'f> {
    pub(super) fn new(set: &'s Set<'f>, trusted: BTreeSet<String>) -> Self {
        let (bad, done) = (BTreeSet::new(), BTreeSet::new());
        Self { set, trusted, bad, done, written: 0, bytes: 0 }
    }

    /// Takes these for damaged from now on.
    pub(super) fn distrust(&mut self, names: impl IntoIterator<Item = String>) {
        self.bad.extend(names);
        self.done.retain(|name| !self.bad.contains(name));
    }

    /// Whether a piece that was named before is there and not known to be bad.
    pub(super) fn has(&self, what: What, piece: &PieceRef) -> bool {
        let name = self.set.keys.piece(what, &piece.hash).name;
        self.set.listed.get(&name) == Some(&piece.size) && !self.bad.contains(&name)
    }

    /// Seals a content and writes it, unless the same is there already.
    pub(super) fn put(&mut self, what: What, content: &[u8]) -> Result<PieceRef, BackupError> {
        let plain = piece::filled(content);
        let piece = PieceRef { hash: Sha256::digest(&plain).into(), size: piece::sealed_size(plain.len()) };
        if piece.size > piece::LARGEST {
            return Err(BackupError::TooLarge);
        }
        let sealing = self.set.keys.piece(what, &piece.hash);
        let known = self.done.contains(&sealing.name)
            || (self.trusted.contains(&sealing.name) && self.has(what, &piece));
        if !known {
            self.put_bytes(&sealing.name, &piece::seal(&sealing, &[], &plain))?;
        }
        Ok(piece)
    }

    /// Writes bytes under a name, unless exactly these are there already.
    pub(super) fn put_bytes(&mut self, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
        let folder = self.set.folder;
        if let Some(size) = self.set.listed.get(name) {
            let same = *size == bytes.len() as u64
                && match read_whole(folder, name, *size) {
                    Ok(found) => found == bytes,
                    Err(Lost::Unreadable(error)) => return Err(error.into()),
                    Err(_) => false,
                };
            if same && !self.bad.contains(name) {
                self.done.insert(name.to_owned());
                return Ok(());
            }
            // What a run that was cut short left, or what went bad: the right bytes take its place.
            folder.remove(name)?;
        }
        match folder.write(name, bytes) {
            // It came after the list was read, or a second round writes it again.
            Err(FolderError::Exists) => {
                folder.remove(name)?;
                folder.write(name, bytes)?;
            }
            written => written?,
        }
        self.done.insert(name.to_owned());
        self.bad.remove(name);
        self.written += 1;
        self.bytes += bytes.len() as u64;
        Ok(())
    }
}
