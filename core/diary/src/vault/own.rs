//! Locks of one's own: a diary, or what is sealed beside it, that the household's key does not open.
//!
//! Such a file has slots of its own. They wrap a random *own key*, and that, in the place of the household key, wraps the
//! file's key and, for a diary, the private sealing keys of its person. Whoever opens the household still sees that the
//! file is there, its size and its times, and can destroy it; what is in it they do not read.

use std::collections::BTreeSet;

use crate::id::{FileId, PersonId, SlotId};
use crate::ports::Entropy;

use super::error::VaultError;
use super::keyfile::{
    FileInfo, FilePurpose, FileRecord, MOST_FILES, MOST_OWN_SLOTS, MOST_SEALING, OwnLock, SealingOwner,
    SealingRecord,
};
use super::keyring::{Keys, Vault, room};
use super::keystore::{self, UnlockRequest};
use super::locked::{Unlock, open_slots};
use super::opening::Scope;
use super::secret::Secret;
use super::slot::{NewSlot, Slot, SlotInfo};
use super::wrap::derive;

/// An own lock that was opened.
#[derive(Debug)]
pub(super) struct OpenLock {
    pub(super) key: Secret<32>,
    pub(super) keys: Keys,
    pub(super) opened_by: Option<SlotId>,
}

impl Vault {
    /// The slots of a file's own lock, as they lie in the open; `None` if it has none.
    pub fn own_lock(&self, file: FileId) -> Option<Vec<SlotInfo>> {
        let scope = Scope::own(self.body.household, file);
        self.own(file).map(|own| own.slots.iter().map(|slot| slot.info(scope)).collect())
    }

    /// Whether a file has a lock of its own that is not open.
    pub fn is_shut(&self, file: FileId) -> bool {
        self.own(file).is_some() && !self.own_open.contains_key(&file)
    }

    /// Whether what is sealed to an owner can be opened: not while their own lock is shut.
    pub fn can_open(&self, owner: SealingOwner) -> bool {
        self.keys_of(owner).is_ok()
    }

    /// The slot that opened a file's own lock.
    pub fn own_opened_by(&self, file: FileId) -> Option<SlotId> {
        self.own_open.get(&file).and_then(|lock| lock.opened_by)
    }

    /// Opens a file's own lock; writes nothing. Open already, it is opened again.
    ///
    /// Takes as long as Argon2id does, once a passphrase slot.
    ///
    /// # Errors
    /// [`VaultError::NoOwnLock`]; as [`super::LockedVault::unlock`]; [`VaultError::Damaged`] when the secret is right and
    /// the file's key is not under it.
    pub fn open_own(&mut self, file: FileId, secret: Unlock<'_>) -> Result<(), VaultError> {
        let household = self.body.household;
        let own = self.own(file).ok_or(VaultError::NoOwnLock)?;
        let (slot, key) = open_slots(&own.slots, Scope::own(household, file), secret)?;
        let keys = Keys::new(household, &key);
        // Who holds the household's keys can write a lock here, and not what it opens.
        self.record(file)?.open(household, &keys)?;
        self.own_open.insert(file, OpenLock { key, keys, opened_by: Some(slot) });
        Ok(())
    }

    /// The key of a file's backups, which only its own lock leads to. It stays when the file's key or a secret is renewed.
    ///
    /// # Errors
    /// [`VaultError::NoOwnLock`], [`VaultError::OwnLockShut`].
    pub fn own_backup_key(&self, file: FileId) -> Result<Secret<32>, VaultError> {
        self.own(file).ok_or(VaultError::NoOwnLock)?;
        let lock = self.own_open.get(&file).ok_or(VaultError::OwnLockShut)?;
        Ok(derive(lock.key.expose(), file.as_bytes(), "health-diary/own-backup/1"))
    }

    /// What the shell has to ask its key store with, for a slot of a file's own lock.
    ///
    /// # Errors
    /// [`VaultError::NoOwnLock`]; as [`super::LockedVault::unlock_request`].
    pub fn own_unlock_request(&self, file: FileId, slot: SlotId) -> Result<UnlockRequest, VaultError> {
        let (household, own) = (self.body.household, self.own(file).ok_or(VaultError::NoOwnLock)?);
        keystore::request(&own.slots, Scope::own(household, file), household, slot)
    }

    /// Forgets the key of a file's own lock.
    pub fn shut_own(&mut self, file: FileId) {
        self.own_open.remove(&file);
    }

    /// Gives a person's diary a lock of its own: `make` makes its next generation under a key that only these secrets
    /// lead to, then both copies of the key file name that. The household's key opens neither it nor what is sealed to
    /// the person from then on. The lock is open afterwards.
    ///
    /// # Errors
    /// [`VaultError::OwnLockExists`] if it has one; [`VaultError::LastSlot`] without a secret; as [`Vault::next_generation`].
    pub fn hand_over<E: From<VaultError>>(
        &mut self,
        person: PersonId,
        secrets: &[NewSlot<'_>],
        entropy: &dyn Entropy,
        make: impl FnOnce(FileInfo, &Secret<32>) -> Result<(), E>,
    ) -> Result<(), E> {
        let file = self.file(FilePurpose::Diary { person })?;
        self.settle()?;
        self.change(|vault| {
            let household = vault.household();
            let next = vault.record(file.id)?.next()?;
            let lock = vault.new_lock(file.id, secrets, entropy)?;
            let (fresh, key) = FileRecord::fresh(household, next, &lock.keys, entropy)?;
            make(next, &key)?;
            // What waits for the person opens with the own lock alone from here on.
            let owner = SealingOwner::Person { person };
            vault.body.sealing = vault.sealing_under(owner, &vault.keys, &lock.keys, entropy)?;
            vault.put_record(&fresh);
            vault.own_open.insert(file.id, lock);
            Ok(())
        })
    }

    /// Adds a file that has a lock of its own from its first day, and for a diary a sealing key of its person: `make` makes it,
    /// then both copies of the key file name it. The lock is open afterwards.
    ///
    /// # Errors
    /// [`VaultError::Exists`] when the purpose has its file; [`VaultError::LastSlot`] without a secret;
    /// [`VaultError::Full`]; what `make` says, and what saving gives: see [`Vault::change_passphrase`].
    pub fn add_locked_file<E: From<VaultError>>(
        &mut self,
        purpose: FilePurpose,
        secrets: &[NewSlot<'_>],
        entropy: &dyn Entropy,
        make: impl FnOnce(FileInfo, &Secret<32>) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.file(purpose).is_ok() {
            return Err(VaultError::Exists.into());
        }
        room(self.body.files.len(), MOST_FILES)?;
        self.settle()?;
        self.change(|vault| {
            let id = FileId::random(entropy).map_err(VaultError::from)?;
            let lock = vault.new_lock(id, secrets, entropy)?;
            let info = FileInfo { id, purpose, generation: 1 };
            let (fresh, key) = FileRecord::fresh(vault.household(), info, &lock.keys, entropy)?;
            make(info, &key)?;
            vault.body.files.push(fresh);
            if let FilePurpose::Diary { person } = purpose {
                let owner = SealingOwner::Person { person };
                room(vault.body.sealing.len(), MOST_SEALING)?;
                vault.body.sealing.push(SealingRecord::fresh(vault.household(), owner, &lock.keys, entropy)?);
            }
            vault.own_open.insert(id, lock);
            Ok(())
        })
    }

    /// A new lock for a file, in the key file and open.
    pub(super) fn new_lock(
        &mut self,
        file: FileId,
        secrets: &[NewSlot<'_>],
        entropy: &dyn Entropy,
    ) -> Result<OpenLock, VaultError> {
        if self.own(file).is_some() {
            return Err(VaultError::OwnLockExists);
        }
        if secrets.is_empty() {
            return Err(VaultError::LastSlot);
        }
        room(self.own_slots() + secrets.len() - 1, MOST_OWN_SLOTS)?;
        let key = Secret::random(entropy)?;
        let scope = Scope::own(self.body.household, file);
        let mut slots = Vec::new();
        for secret in secrets {
            slots.push(Slot::new(scope, *secret, &key, entropy)?.since(self.today));
        }
        let opened_by = slots.first().map(Slot::id);
        self.body.own.push(OwnLock { file, slots });
        Ok(OpenLock { keys: Keys::new(self.body.household, &key), key, opened_by })
    }

    /// How many slots all own locks have together.
    pub(super) fn own_slots(&self) -> usize {
        self.body.own.iter().map(|own| own.slots.len()).sum()
    }

    fn own(&self, file: FileId) -> Option<&OwnLock> {
        self.body.own.iter().find(|own| own.file == file)
    }

    pub(super) fn record(&self, file: FileId) -> Result<&FileRecord, VaultError> {
        self.body.files.iter().find(|record| record.id == file).ok_or(VaultError::NoSuchFile)
    }

    /// What wraps a file's key: the household's keys, or those of its own lock.
    pub(super) fn keys_for(&self, file: FileId) -> Result<&Keys, VaultError> {
        match self.own(file) {
            None => Ok(&self.keys),
            Some(_) => self.own_open.get(&file).map(|lock| &lock.keys).ok_or(VaultError::OwnLockShut),
        }
    }

    /// What wraps an owner's private sealing keys.
    pub(super) fn keys_of(&self, owner: SealingOwner) -> Result<&Keys, VaultError> {
        match owner {
            SealingOwner::Household => Ok(&self.keys),
            SealingOwner::Person { person } => match self.file(FilePurpose::Diary { person }) {
                Ok(diary) => self.keys_for(diary.id),
                Err(_) => Ok(&self.keys),
            },
        }
    }

    /// Whether an owner's private sealing keys are under a lock of their own.
    pub(super) fn is_under_own_lock(&self, owner: SealingOwner) -> bool {
        let SealingOwner::Person { person } = owner else { return false };
        self.file(FilePurpose::Diary { person }).is_ok_and(|diary| self.own(diary.id).is_some())
    }

    /// Forgets the keys of own locks whose file they do not open any more, because somebody else wrote the key file.
    pub(super) fn shut_changed_locks(&mut self) {
        let household = self.body.household;
        let gone: BTreeSet<FileId> = self
            .own_open
            .iter()
            .filter(|(file, lock)| {
                self.own(**file).is_none()
                    || self.record(**file).and_then(|record| record.open(household, &lock.keys)).is_err()
            })
            .map(|(file, _)| *file)
            .collect();
        self.own_open.retain(|file, _| !gone.contains(file));
    }
}

#[cfg(test)]
mod tests;
