//! What a backup reads: one moment of each file.
//!
//! A snapshot is the heads of the file's chains. Operations before a head never change (but for what is erased), so they
//! are read afterwards in small steps, while the diary is in use.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::error::BackupError;
use super::manifest::{Fact, State, VERSION};
use crate::cbor;
use crate::id::{FileId, MediaId};
use crate::journal::{self, Chain, Head, Stored};
use crate::store::{Read, Schema, Store, StoreError};
use crate::vault::FilePurpose;

/// One encrypted file of the household, to be backed up.
#[derive(Debug)]
pub struct Source<'a> {
    pub(super) file: FileId,
    pub(super) purpose: FilePurpose,
    pub(super) content: Content<'a>,
}

#[derive(Debug)]
pub(super) enum Content<'a> {
    Open(Snapshot<'a>),
    /// Its key is behind a lock of its own: what the last backup had of it goes on. With when its own line was last
    /// written to, as far as the household remembers.
    Shut(Option<i64>),
    /// It is in its own line of backups already, as it is now.
    InOwnLine,
}

/// One moment of an open file.
pub struct Snapshot<'a> {
    store: &'a Store,
    pub(super) chains: Vec<Chain>,
    pub(super) order: Option<Vec<u8>>,
    /// With the keys that the file holds.
    pub(super) state: Zeroizing<Vec<u8>>,
    pub(super) media: Vec<MediaFile>,
    /// The media files that there should be; `None` where nothing says it.
    named: Option<BTreeSet<MediaId>>,
}

/// A finished media file.
#[derive(Debug, Clone)]
pub(super) struct MediaFile {
    pub(super) media: MediaId,
    pub(super) path: PathBuf,
    pub(super) size: u64,
}

impl fmt::Debug for Snapshot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").field("kind", &self.store.kind()).finish_non_exhaustive()
    }
}

impl<'a> Source<'a> {
    /// A file that is open.
    pub fn open(file: FileId, purpose: FilePurpose, snapshot: Snapshot<'a>) -> Self {
        Self { file, purpose, content: Content::Open(snapshot) }
    }

    /// A file that nobody can open now; with when its own line was last written to, milliseconds since 1970, where that is
    /// remembered.
    pub fn shut(file: FileId, purpose: FilePurpose, own_ms: Option<i64>) -> Self {
        Self { file, purpose, content: Content::Shut(own_ms) }
    }

    /// A file that the same run has put into its own line and proven there. This line keeps nothing of it from before it
    /// had a lock.
    pub fn in_own_line(file: FileId, purpose: FilePurpose) -> Self {
        Self { file, purpose, content: Content::InOwnLine }
    }
}

impl<'a> Snapshot<'a> {
    /// Takes the state of a file as it is now.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn of(store: &'a Store, schema: &Schema) -> Result<Self, StoreError> {
        store.read(|reader| {
            // The inbox keeps no journal.
            let journal =
                reader.one("SELECT 1 FROM sqlite_schema WHERE name = 'writers'", [], |_| Ok(()))?.is_some();
            let chains = if journal { Chain::all(reader)? } else { Vec::new() };
            let order = if journal { journal::followed(reader)?.as_ref().map(cbor::encode) } else { None };
            let facts = reader.all("SELECT name, value FROM facts ORDER BY name", [], |row| {
                Ok(Fact { name: row.get(0)?, value: row.get(1)? })
            })?;
            let state = cbor::encode_secret(&State { version: VERSION, facts, tables: schema.kept(reader)? });
            Ok(Self { store, chains, order, state, media: Vec::new(), named: None })
        })
    }

    /// With the finished media files in this folder, if it is there. `named` are those that there should be: what an
    /// earlier backup has beside them was erased. Without it nothing was, and a file that is missing stays in the backup.
    ///
    /// # Errors
    /// [`BackupError::Media`].
    pub fn with_media(
        mut self,
        folder: &Path,
        named: Option<BTreeSet<MediaId>>,
    ) -> Result<Self, BackupError> {
        self.named = named;
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(self),
            Err(error) => return Err(BackupError::Media(error.kind())),
        };
        for entry in entries {
            let entry = entry.map_err(|error| BackupError::Media(error.kind()))?;
            let name = entry.file_name();
            let Some(media) = name.to_str().and_then(|name| name.strip_suffix(".media")?.parse().ok()) else {
                continue;
            };
            let about = entry.metadata().map_err(|error| BackupError::Media(error.kind()))?;
            if about.is_file() {
                self.media.push(MediaFile { media, path: entry.path(), size: about.len() });
            }
        }
        self.media.sort_by_key(|file| file.media);
        Ok(self)
    }

    /// Whether a media file was taken away on purpose.
    pub(super) fn has_erased(&self, media: MediaId) -> bool {
        self.named.as_ref().is_some_and(|named| !named.contains(&media))
    }

    /// Where every chain stands, in order of the writers' names.
    pub fn heads(&self) -> Vec<Head> {
        let mut heads: Vec<Head> = self.chains.iter().map(Chain::head).collect();
        heads.sort_by_key(|head| head.writer);
        heads
    }

    /// Whether a chain as it was noted elsewhere goes on here.
    pub(super) fn continues(&self, noted: &Chain) -> Result<bool, StoreError> {
        let Some(here) = self.chains.iter().find(|chain| chain.public_key == noted.public_key) else {
            return Ok(false);
        };
        if here.row != noted.row || here.number < noted.number {
            return Ok(false);
        }
        Ok(noted.number == 0 || self.store.read(|reader| journal::holds(reader, &noted.head()))?)
    }

    /// How many parts of these operations are there now.
    pub(super) fn parts(&self, chain: &Chain, from: u64, to: u64) -> Result<u64, StoreError> {
        self.store.read(|reader| chain.parts(reader, from, to))
    }

    /// How many bytes the parts and frames of these operations have.
    pub(super) fn bytes(&self, chain: &Chain, from: u64, to: u64) -> Result<u64, StoreError> {
        self.store.read(|reader| {
            let found = reader.one(
                "SELECT total(length(frame) + coalesce(length(header), 0) + coalesce(length(body), 0)
                     + coalesce(length(reason), 0) + coalesce(length(raw), 0))
                 FROM operations WHERE writer = ?1 AND number BETWEEN ?2 AND ?3",
                crate::store::params![chain.row, from, to],
                |row| row.get::<_, f64>(0),
            )?;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a sum of lengths")]
            Ok(found.unwrap_or(0.0) as u64)
        })
    }

    /// The operations from one number on, up to about so many bytes and no further than another number; at least one,
    /// if there is one. Gives the number of the last.
    pub(super) fn some(
        &self,
        chain: &Chain,
        from: u64,
        to: u64,
        bytes: usize,
    ) -> Result<(Vec<Stored>, u64), StoreError> {
        let (mut found, mut last, mut size) = (Vec::new(), from, 0);
        let read = self.store.read(|reader| {
            Stored::each(reader, chain, from, to, |(number, operation)| {
                // Two operations of one number are a fork, and stay together.
                if !found.is_empty() && number != last && size + operation.size() > bytes {
                    return Err(Stop::Full);
                }
                size += operation.size();
                last = number;
                found.push(operation);
                Ok(())
            })
        });
        match read {
            Ok(()) | Err(Stop::Full) => Ok((found, last)),
            Err(Stop::Store(error)) => Err(error),
        }
    }
}

/// Why a walk ended.
enum Stop {
    Full,
    Store(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
