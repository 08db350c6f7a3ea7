//! From a backup back into files.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use super::check::{self, Checked, Problem};
use super::error::BackupError;
use super::keys::{Keys, Line, What, is_own_piece};
use super::manifest::{Earlier, FileEntry, Manifest, Operations, Purpose, Segment, State};
use super::set::{Found, Lost, Opened, Set, newest_keys, segment_of};
use crate::cbor;
use crate::id::{FileId, HouseholdId, MediaId, PersonId};
use crate::journal::{self, Chain, Head};
use crate::ports::Folder;
use crate::store::{Schema, Store, StoreError, params};
use crate::vault::{FilePurpose, LockedVault, Vault, VaultError};

/// One backup in a folder, opened.
#[derive(Debug)]
pub struct Backup<'f> {
    pub(super) set: Set<'f>,
    pub(super) one: Opened,
    /// Backups with a greater number that could not be opened.
    newer_lost: Vec<u64>,
}

/// The newest whole key file of the backup in a folder, and its bytes; it opens with the household's own secrets.
///
/// # Errors
/// [`BackupError::NoBackup`]; [`VaultError::Newer`]; whatever the folder says.
pub fn key_file(folder: &dyn Folder) -> Result<(LockedVault, Vec<u8>), BackupError> {
    newest_keys(folder)
}

/// Reads every piece of every backup in a folder.
///
/// # Errors
/// Whatever keeps it from being looked at; what is lost is a [`Problem`].
pub fn check(folder: &dyn Folder, household: HouseholdId, line: Line<'_>) -> Result<Checked, BackupError> {
    Ok(check::all(&Set::open(folder, Keys::new(household, line))?))
}

/// Whether a folder has pieces of a file under its own lock; which and of when, only that lock says.
///
/// # Errors
/// Whatever the folder says.
pub fn has_own(folder: &dyn Folder, file: FileId) -> Result<bool, BackupError> {
    Ok(folder.list()?.iter().any(|piece| is_own_piece(&piece.name, file)))
}

pub(super) fn keys(vault: &Vault) -> Result<Keys, BackupError> {
    let file = vault.file(FilePurpose::Backup).map_err(|error| match error {
        VaultError::NoSuchFile => BackupError::NoBackupKey,
        other => other.into(),
    })?;
    Ok(Keys::new(vault.household(), Line::Household(file.id, &vault.file_key(file.id)?)))
}

impl<'f> Backup<'f> {
    pub(super) fn of(set: Set<'f>, one: Opened) -> Self {
        Self { set, one, newer_lost: Vec::new() }
    }

    /// Checks every piece of it that was not read yet.
    pub(super) fn rest(&self) -> Checked {
        let mut checked = Checked::default();
        check::backup(&self.set, &self.one, &mut self.set.read(), &mut checked);
        checked
    }

    /// Opens the newest whole backup, or the one of this number.
    ///
    /// # Errors
    /// [`BackupError::NoManifest`]; [`BackupError::Newer`]; [`BackupError::NoBackupKey`]; whatever the folder says.
    pub fn open(folder: &'f dyn Folder, vault: &Vault, number: Option<u64>) -> Result<Self, BackupError> {
        Self::newest(Set::open(folder, keys(vault)?)?, number, None)
    }

    /// Opens the newest whole backup of a file under its own lock, which has to be open; or the newest that was made no
    /// later than a moment (milliseconds since 1970).
    ///
    /// # Errors
    /// As [`Backup::open`]; [`VaultError::OwnLockShut`].
    pub fn open_own(
        folder: &'f dyn Folder,
        vault: &Vault,
        file: FileId,
        until_ms: Option<i64>,
    ) -> Result<Self, BackupError> {
        let keys = Keys::new(vault.household(), Line::Own(file, &vault.own_backup_key(file)?));
        Self::newest(Set::open(folder, keys)?, None, until_ms)
    }

    /// Opens the newest whole backup of a line.
    ///
    /// # Errors
    /// As [`Backup::open`].
    pub fn in_line(
        folder: &'f dyn Folder,
        household: HouseholdId,
        line: Line<'_>,
    ) -> Result<Self, BackupError> {
        Self::newest(Set::open(folder, Keys::new(household, line))?, None, None)
    }

    fn newest(set: Set<'f>, number: Option<u64>, until_ms: Option<i64>) -> Result<Self, BackupError> {
        let named = |found: u64| number.is_none_or(|number| number == found);
        let early = |one: &Manifest| until_ms.is_none_or(|until| one.at_ms <= until);
        let mut newer_lost = Vec::new();
        for Found { number: found, opened } in set.manifests().into_iter().rev() {
            match opened {
                Ok(one) if named(found) && early(&one.manifest) => {
                    return Ok(Self { set, one, newer_lost });
                }
                Ok(_) => {}
                Err(Lost::Newer) if named(found) => return Err(BackupError::Newer),
                Err(Lost::Unreadable(error)) => return Err(error.into()),
                Err(_) => newer_lost.push(found),
            }
        }
        Err(BackupError::NoManifest)
    }

    /// Its number, from 1.
    pub fn number(&self) -> u64 {
        self.one.manifest.number
    }

    /// When it was made, milliseconds since 1970-01-01T00:00:00Z.
    pub fn at_ms(&self) -> i64 {
        self.one.manifest.at_ms
    }

    /// The one person that it is of.
    pub fn only(&self) -> Option<PersonId> {
        self.one.manifest.only
    }

    /// Backups with a greater number that are there and damaged, or were never finished.
    pub fn newer_lost(&self) -> &[u64] {
        &self.newer_lost
    }

    /// The backups before it, with when each was made, the oldest first.
    pub fn earlier(&self) -> Vec<(u64, i64)> {
        self.one.manifest.earlier.iter().map(|&Earlier { number, at_ms, .. }| (number, at_ms)).collect()
    }

    /// The files that it has: which, what for, and as of when.
    pub fn files(&self) -> Vec<(FileId, FilePurpose, i64)> {
        let purpose = |purpose| match purpose {
            Purpose::Household => FilePurpose::Household,
            Purpose::Inbox => FilePurpose::Inbox,
            Purpose::Diary(person) => FilePurpose::Diary { person },
            Purpose::Sealed(person) => FilePurpose::Sealed { person },
        };
        self.one
            .manifest
            .files
            .iter()
            .map(|entry| (entry.file, purpose(entry.purpose), entry.as_of_ms))
            .collect()
    }

    /// Files with a lock of their own that have backups beside this one, and as of when.
    pub fn own(&self) -> Vec<(FileId, i64)> {
        self.one.manifest.own.iter().map(|line| (line.file, line.as_of_ms)).collect()
    }

    /// Where the chains of a file stand in it, in order of the writers' names.
    pub fn heads(&self, file: FileId) -> Vec<Head> {
        let mut heads: Vec<Head> =
            self.entry(file).map_or(Vec::new(), |entry| entry.chains.iter().map(Chain::head).collect());
        heads.sort_by_key(|head| head.writer);
        heads
    }

    /// Puts facts, kept tables and operations of a file into an empty one. Checking its chains, and rebuilding what can be
    /// rebuilt, is for the caller.
    ///
    /// # Errors
    /// [`BackupError::Lost`]; [`BackupError::NotTheSame`]; whatever the file says.
    pub fn put(&self, file: FileId, store: &Store, schema: &Schema) -> Result<(), BackupError> {
        let entry = self.entry(file).ok_or(BackupError::NoManifest)?;
        let number = self.number();
        let lost = |how| BackupError::Lost(Box::new(Problem::state(&self.set, number, entry, how)));
        let state: State = self.set.get_as(What::State { file }, &entry.state).map_err(lost)?;
        let listing = self.set.listing(entry);
        let behind = check::behind_lists(&self.set, number, entry, &listing);
        if let Some(problem) =
            behind.into_iter().find(|problem| matches!(problem.what, check::LostPart::Operations(_)))
        {
            return Err(BackupError::Lost(Box::new(problem)));
        }
        store.write::<_, StoreError>(|tx| {
            for fact in &state.facts {
                let named = params![fact.name, fact.value];
                tx.execute("INSERT INTO facts (name, value) VALUES (?1, ?2)", named)?;
            }
            entry.chains.iter().try_for_each(|chain| chain.put(tx))?;
            if let Some(order) = &entry.order {
                let order = cbor::decode(order).ok_or(StoreError::Malformed(store.kind()))?;
                journal::follow(tx, order)?;
            }
            schema.put_kept(tx, &state.tables)
        })?;
        for segment in listing.settled.iter().chain(&entry.fresh) {
            self.put_segment(entry, segment, store)?;
        }
        Ok(())
    }

    fn put_segment(&self, entry: &FileEntry, segment: &Segment, store: &Store) -> Result<(), BackupError> {
        let what = segment_of(entry, segment).ok_or(BackupError::NotTheSame)?;
        let chain = entry.chains.iter().find(|chain| chain.row == segment.row);
        let chain = chain.ok_or(BackupError::NotTheSame)?;
        let found: Operations = self.set.get_as(what, &segment.piece).map_err(|how| {
            BackupError::Lost(Box::new(Problem::segment(
                &self.set,
                self.number(),
                entry,
                (what, segment),
                how,
            )))
        })?;
        store.write(|tx| {
            for operation in &found.operations {
                let number = operation.put(tx, chain)?;
                if !(segment.from..=segment.to).contains(&number) {
                    return Err(BackupError::NotTheSame);
                }
            }
            Ok(())
        })
    }

    /// Writes the media files of a file into a folder that has none of them, and gives those that are lost: with `take`,
    /// also those of which the folder would not give a piece.
    ///
    /// # Errors
    /// [`BackupError::Media`]; whatever the folder of the backup says but that a piece is lost.
    pub fn put_media(&self, file: FileId, folder: &Path, take: bool) -> Result<Vec<MediaId>, BackupError> {
        let io = |error: std::io::Error| BackupError::Media(error.kind());
        let entry = self.entry(file).ok_or(BackupError::NoManifest)?;
        let mut lost = Vec::new();
        for media in self.set.listing(entry).media {
            let path = folder.join(format!("{}.media", media.id));
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut out = options.open(&path).map_err(io)?;
            let mut written = 0;
            let mut whole = true;
            for (number, piece) in (0_u32..).zip(&media.pieces) {
                match self.set.get(What::Piece { file, media: media.id, number }, piece) {
                    Ok(bytes) => {
                        out.write_all(&bytes).map_err(io)?;
                        written += bytes.len() as u64;
                    }
                    Err(how @ Lost::Unreadable(error)) if !(take && how.is_bearable()) => {
                        return Err(error.into());
                    }
                    Err(_) => whole = false,
                }
            }
            out.sync_all().map_err(io)?;
            if !whole || written != media.size {
                // Made a moment ago by this call, in a draft.
                std::fs::remove_file(&path).map_err(io)?;
                lost.push(media.id);
            }
        }
        Ok(lost)
    }

    /// The media files that it has of a file, as far as their list can be read.
    pub(crate) fn media(&self, file: FileId) -> Vec<MediaId> {
        let listing = self.entry(file).map(|entry| self.set.listing(entry)).unwrap_or_default();
        listing.media.into_iter().map(|media| media.id).collect()
    }

    /// Whether it has media files of this file.
    pub fn has_media(&self, file: FileId) -> bool {
        self.entry(file).is_some_and(|entry| entry.media.is_some())
    }

    pub(super) fn entry(&self, file: FileId) -> Option<&FileEntry> {
        self.one.manifest.files.iter().find(|entry| entry.file == file)
    }
}
