//! A household's keys before they are opened.

use std::path::{Path, PathBuf};

use super::checked::NotWhole;
use super::copies::{self, Notice};
use super::error::{Part, VaultError};
use super::keyfile::{FileInfo, FileRecord, KeyBody, KeyFile};
use super::keyring::{Keys, Vault, slots};
use super::keystore::{self, KeyStoreAnswer};
use super::opening::Scope;
use super::recovery::RecoveryCode;
use super::secret::{Passphrase, Secret};
use super::slot::{Slot, SlotInfo};
use crate::id::{HouseholdId, SlotId};

/// What a person unlocks with.
#[derive(Debug, Clone, Copy)]
pub enum Unlock<'a> {
    /// A passphrase.
    Passphrase(&'a Passphrase),
    /// A recovery code.
    Recovery(&'a RecoveryCode),
    /// What a phone's key store answered for a slot.
    KeyStore(SlotId, &'a KeyStoreAnswer),
}

/// A household's keys as they were found, not yet opened.
#[derive(Debug)]
pub struct LockedVault {
    dir: PathBuf,
    file: KeyFile,
    notice: Option<Notice>,
}

impl LockedVault {
    /// Reads the key file of the household in `dir`; writes nothing.
    ///
    /// # Errors
    /// [`VaultError::Missing`] when neither copy is there, [`VaultError::Damaged`] when none of those there is whole,
    /// [`VaultError::Newer`] when one was written by a later version, [`VaultError::Io`] when neither could be read.
    pub fn load(dir: &Path) -> Result<Self, VaultError> {
        let (file, notice) = copies::load(dir)?;
        Ok(Self { dir: dir.to_owned(), file, notice })
    }

    /// Reads the bytes of a key file that lie elsewhere than in a household's folder, such as in a backup.
    ///
    /// # Errors
    /// [`VaultError::Damaged`], [`VaultError::Newer`].
    pub fn of_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        let file = KeyFile::from_bytes(bytes).map_err(|error| match error {
            NotWhole::Newer => VaultError::Newer,
            NotWhole::Damaged => VaultError::Damaged(Part::Keys),
        })?;
        Ok(Self { dir: PathBuf::new(), file, notice: None })
    }

    /// How often the keys were saved.
    pub fn generation(&self) -> u64 {
        self.file.body.generation
    }

    /// What is wrong with the copy that was not used, if anything is.
    pub fn notice(&self) -> Option<Notice> {
        self.notice
    }

    /// The household that the key file names. Anyone could have written it there until the vault is unlocked.
    pub fn household(&self) -> HouseholdId {
        self.file.body.household
    }

    /// The slots, in the order in which they were added.
    pub fn slots(&self) -> Vec<SlotInfo> {
        slots(&self.file.body)
    }

    /// The encrypted files that the household should have.
    pub fn files(&self) -> Vec<FileInfo> {
        self.file.body.files.iter().map(FileRecord::info).collect()
    }

    /// Opens the household with the first slot that takes the secret; writes nothing.
    ///
    /// Takes as long as Argon2id does, once a passphrase slot; nothing else may wait for it on the same thread.
    ///
    /// # Errors
    /// [`VaultError::WrongSecret`] when every slot of that kind was tried; where one of them could not be tried, its
    /// [`VaultError::Damaged`], [`VaultError::Bounds`] or [`VaultError::NoMemory`] instead.
    /// [`VaultError::Tampered`] when the secret is right and the key file was not written with it. For a key store, see
    /// [`LockedVault::unlock_with`].
    pub fn unlock(&self, secret: Unlock<'_>) -> Result<Vault, VaultError> {
        let body = &self.file.body;
        let (slot, key) = open_slots(&body.slots, body.household.into(), secret)?;
        self.opened(slot, key)
    }

    pub(super) fn body(&self) -> &KeyBody {
        &self.file.body
    }

    pub(super) fn opened(&self, slot: SlotId, key: Secret<32>) -> Result<Vault, VaultError> {
        let keys = Keys::new(self.file.body.household, &key);
        if !self.file.is_authentic(&keys.mac) {
            return Err(VaultError::Tampered);
        }
        Ok(Vault::loaded(self.dir.clone(), &self.file, self.notice, slot, key, keys))
    }
}

/// The first slot that takes the secret, and the key that it gives.
pub(super) fn open_slots(
    slots: &[Slot],
    scope: Scope,
    secret: Unlock<'_>,
) -> Result<(SlotId, Secret<32>), VaultError> {
    let mut failure = VaultError::WrongSecret;
    for slot in slots {
        let opened = match secret {
            Unlock::Passphrase(passphrase) => slot.open_passphrase(scope, passphrase),
            Unlock::Recovery(code) => slot.open_recovery(scope, code),
            Unlock::KeyStore(slot, answer) => {
                return keystore::answered(slots, scope, slot, answer).map(|key| (slot, key));
            }
        };
        match opened {
            Ok(key) => return Ok((slot.id(), key)),
            Err(VaultError::WrongSecret) => {}
            Err(error) => failure = error,
        }
    }
    Err(failure)
}
