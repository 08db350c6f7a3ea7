//! A diary with a lock of its own out of a backup, into a household that was restored before.

use std::fs;
use std::path::Path;

use super::error::HouseholdError;
use super::files;
use super::home::{Household, lock};
use super::own::known;
use super::restore::{as_of, sync, whole_file};
use crate::backup::{self, Backup, BackupError, Line};
use crate::diary;
use crate::id::{FileId, HouseholdId, MediaId, OperationId};
use crate::ports::Folder;
use crate::store::StoreError;
use crate::vault::{FileInfo, FilePurpose, Secret, Unlock, Vault, VaultError};

/// A file with a lock of its own that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoredOwn {
    /// When it was so, milliseconds since 1970-01-01T00:00:00Z.
    pub as_of_ms: i64,
    /// Backups of it with a greater number that are there and damaged, or were never finished.
    pub newer_lost: Vec<u64>,
    /// Media files of which something is lost; they are not there.
    pub media_lost: Vec<MediaId>,
}

impl Household {
    /// Restores a file with a lock of its own that was left out when the household was restored, and leaves it open. It
    /// appears whole or not at all, and only where there is none.
    ///
    /// The backup has to be there until then: a household keeps nothing of a file that it could not open. Everything else can be
    /// done meanwhile; the folder is read with no lock held.
    ///
    /// # Errors
    /// [`VaultError::NoOwnLock`](crate::vault::VaultError::NoOwnLock); a wrong secret and what else a slot says; [`HouseholdError::NotEmpty`] where
    /// the file is there; [`BackupError`]. The lock is shut then, unless it was open.
    pub fn restore_own(
        &self,
        from: &dyn Folder,
        purpose: FilePurpose,
        secret: Unlock<'_>,
    ) -> Result<RestoredOwn, HouseholdError> {
        let (locked, _) = backup::key_file(from)?;
        if locked.household() != self.id() {
            return Err(BackupError::OtherHousehold.into());
        }
        let (file, keys, was_shut) = self.opened_own(purpose, secret)?;
        let restored =
            find(from, self.id(), file.id, &keys).and_then(|backup| self.bring_back(&backup, &keys, file));
        if restored.is_err() && was_shut {
            self.vault().shut_own(file.id);
        }
        restored
    }

    /// Opens the lock of a file that is not there, and gives the keys to it, and whether the lock was shut before.
    fn opened_own(
        &self,
        purpose: FilePurpose,
        secret: Unlock<'_>,
    ) -> Result<(FileInfo, Keys, bool), HouseholdError> {
        let mut vault = self.keys()?;
        let file = known(&vault, purpose)?;
        let was_shut = vault.is_shut(file.id);
        vault.open_own(file.id, secret)?;
        let keys = if files::path(&self.folder, file).exists() {
            Err(HouseholdError::NotEmpty)
        } else {
            Keys::of(&vault, file.id)
        };
        if keys.is_err() && was_shut {
            vault.shut_own(file.id);
        }
        Ok((file, keys?, was_shut))
    }

    /// Makes the file beside its place, and then puts it there.
    fn bring_back(
        &self,
        backup: &Backup<'_>,
        keys: &Keys,
        file: FileInfo,
    ) -> Result<RestoredOwn, HouseholdError> {
        let io = |error: std::io::Error| HouseholdError::from(StoreError::from_io(&error));
        let path = files::path(&self.folder, file);
        let home = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(home).map_err(io)?;
        let draft = home.join(format!(".new-diary-{}", OperationId::random(&*self.outside.entropy)?));
        files::create_private_folder(&draft).map_err(io)?;
        let made_at = draft.join(path.file_name().unwrap_or_default());
        let made = whole_file(backup, &keys.file, file, &made_at).and_then(|media_lost| {
            self.put_in_place(&made_at, &path, (file.id, keys))?;
            let (as_of_ms, newer_lost) = (as_of(backup, file.id), backup.newer_lost().to_vec());
            Ok(RestoredOwn { as_of_ms, newer_lost, media_lost })
        });
        // Only what this call made; the backup has all of it.
        let _ = fs::remove_dir_all(&draft);
        made
    }

    /// Puts media there first and the database last, unless the file came, or got another key, while it was made.
    fn put_in_place(
        &self,
        made_at: &Path,
        path: &Path,
        (file, keys): (FileId, &Keys),
    ) -> Result<(), HouseholdError> {
        let io = |error: std::io::Error| HouseholdError::from(StoreError::from_io(&error));
        let _opening = lock(&self.diaries);
        let vault = self.keys()?;
        if path.exists() {
            return Err(HouseholdError::NotEmpty);
        }
        if vault.file_key(file)? != keys.file {
            return Err(VaultError::ChangedElsewhere.into());
        }
        let (new, media) = (diary::media_folder(made_at), diary::media_folder(path));
        if new.is_dir() {
            if !media.is_dir() {
                files::create_private_folder(&media).map_err(io)?;
            }
            // What a kill left of this is the same, byte for byte.
            for entry in fs::read_dir(&new).map_err(io)? {
                let entry = entry.map_err(io)?;
                fs::rename(entry.path(), media.join(entry.file_name())).map_err(io)?;
            }
            sync(&media).map_err(io)?;
        }
        fs::rename(made_at, path).map_err(io)?;
        path.parent().map_or(Ok(()), sync).map_err(io)?;
        sync(&self.folder.join("people")).map_err(io)
    }
}

/// What reading a file out of a backup takes, apart from the vault: no lock is held while somebody's folder is read.
#[derive(Debug)]
struct Keys {
    file: Secret<32>,
    /// Of its own line of backups.
    own: Secret<32>,
    /// The household's line, and its key.
    household: Option<(FileId, Secret<32>)>,
}

impl Keys {
    fn of(vault: &Vault, file: FileId) -> Result<Self, HouseholdError> {
        let household = match vault.file(FilePurpose::Backup) {
            Ok(line) => Some((line.id, vault.file_key(line.id)?)),
            Err(VaultError::NoSuchFile) => None,
            Err(error) => return Err(error.into()),
        };
        Ok(Self { file: vault.file_key(file)?, own: vault.own_backup_key(file)?, household })
    }
}

/// Where a file is in the folder: in its own line, or among the household's as it was before it had a lock.
fn find<'f>(
    from: &'f dyn Folder,
    household: HouseholdId,
    file: FileId,
    keys: &Keys,
) -> Result<Backup<'f>, HouseholdError> {
    if backup::has_own(from, file)? {
        return Ok(Backup::in_line(from, household, Line::Own(file, &keys.own))?);
    }
    let (line, key) = keys.household.as_ref().ok_or(BackupError::NoBackupKey)?;
    let backup = Backup::in_line(from, household, Line::Household(*line, key))?;
    let there = backup.files().iter().any(|(found, ..)| *found == file);
    if there { Ok(backup) } else { Err(BackupError::NoManifest.into()) }
}
