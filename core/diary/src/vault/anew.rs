//! Locks of one's own that end, or begin anew: both are a next generation of the file, under keys that the lock before does
//! not lead to. And keys that end with their person.

use crate::id::{FileId, PersonId};
use crate::ports::Entropy;

use super::error::VaultError;
use super::keyfile::{FileInfo, FilePurpose, FileRecord, MOST_SEALING, OwnLock, SealingOwner, SealingRecord};
use super::keyring::{Keys, Vault, room};
use super::secret::Secret;
use super::slot::NewSlot;

impl Vault {
    /// Gives a person's diary back to the household: `make` makes its next generation under a key that the household's key
    /// wraps, then both copies of the key file name that, and the lock of its own is gone. It has to be open.
    ///
    /// # Errors
    /// [`VaultError::NoOwnLock`], [`VaultError::OwnLockShut`]; as [`Vault::next_generation`].
    pub fn give_back<E: From<VaultError>>(
        &mut self,
        person: PersonId,
        entropy: &dyn Entropy,
        make: impl FnOnce(FileInfo, &Secret<32>) -> Result<(), E>,
    ) -> Result<(), E> {
        let file = self.file(FilePurpose::Diary { person })?.id;
        self.own_is_open(file)?;
        self.settle()?;
        self.change(|vault| {
            let next = vault.record(file)?.next()?;
            let (fresh, key) = FileRecord::fresh(vault.household(), next, &vault.keys, entropy)?;
            make(next, &key)?;
            let old = vault.own_open.remove(&file).ok_or(VaultError::OwnLockShut)?;
            let owner = SealingOwner::Person { person };
            vault.body.sealing = vault.sealing_under(owner, &old.keys, &vault.keys, entropy)?;
            vault.body.own.retain(|own| own.file != file);
            vault.put_record(&fresh);
            Ok(())
        })
    }

    /// Makes the own lock of a file new: another own key, these secrets alone, and the file's next generation, which `make`
    /// makes. Whoever knows a secret of before opens nothing that is there from now on, also with an older key file. The
    /// lock has to be open, and stays open.
    ///
    /// Private sealing keys of the person stay too, for what is still sealed to them.
    ///
    /// # Errors
    /// [`VaultError::LastSlot`] without a secret; [`VaultError::NoOwnLock`], [`VaultError::OwnLockShut`]; as
    /// [`Vault::next_generation`].
    pub fn rotate_own<E: From<VaultError>>(
        &mut self,
        file: FileId,
        secrets: &[NewSlot<'_>],
        entropy: &dyn Entropy,
        make: impl FnOnce(FileInfo, &Secret<32>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.own_is_open(file)?;
        self.settle()?;
        self.change(|vault| {
            let next = vault.record(file)?.next()?;
            let old = vault.own_open.remove(&file).ok_or(VaultError::OwnLockShut)?;
            let place = vault.body.own.iter().position(|own| own.file == file);
            vault.body.own.retain(|own| own.file != file);
            let lock = vault.new_lock(file, secrets, entropy)?;
            // Its place among the others says nothing of when it was made new.
            if let (Some(place), Some(new)) = (place, vault.body.own.pop()) {
                vault.body.own.insert(place, new);
            }
            let (fresh, key) = FileRecord::fresh(vault.household(), next, &lock.keys, entropy)?;
            make(next, &key)?;
            if let FilePurpose::Diary { person } = next.purpose {
                let owner = SealingOwner::Person { person };
                vault.body.sealing = vault.sealing_under(owner, &old.keys, &lock.keys, entropy)?;
            }
            vault.put_record(&fresh);
            vault.own_open.insert(file, lock);
            Ok(())
        })
    }

    /// Destroys the keys of a person's files, with or without a lock of their own, and their sealing keys: gone from both
    /// copies of the key file when this returns, and nothing opens those files any more. Without any, nothing is written.
    ///
    /// # Errors
    /// What saving gives: see [`Vault::change_passphrase`].
    pub fn forget_person(&mut self, person: PersonId) -> Result<(), VaultError> {
        let owner = SealingOwner::Person { person };
        let is_theirs = |file: &FileInfo| matches!(file.purpose, FilePurpose::Diary { person: of } | FilePurpose::Sealed { person: of } if of == person);
        let none_left =
            !self.files().iter().any(is_theirs) && !self.sealing_keys().iter().any(|(_, of, _)| *of == owner);
        self.settle()?;
        if none_left {
            return Ok(());
        }
        self.change(|vault| {
            vault.body.forget(person);
            let body = &vault.body;
            vault.own_open.retain(|file, _| body.files.iter().any(|known| known.id == *file));
            Ok(())
        })
    }

    /// Every sealing key, those of one owner wrapped anew and with a new pair beside them.
    pub(super) fn sealing_under(
        &self,
        owner: SealingOwner,
        from: &Keys,
        to: &Keys,
        entropy: &dyn Entropy,
    ) -> Result<Vec<SealingRecord>, VaultError> {
        let household = self.household();
        let mut sealing = Vec::new();
        for record in &self.body.sealing {
            sealing.push(if record.owner == owner {
                let private = record.open(household, from)?;
                SealingRecord::wrap(household, record.id, owner, &private, to, entropy)?
            } else {
                record.clone()
            });
        }
        room(sealing.len(), MOST_SEALING)?;
        sealing.push(SealingRecord::fresh(household, owner, to, entropy)?);
        Ok(sealing)
    }

    /// Puts the record of a file's next generation in its place.
    pub(super) fn put_record(&mut self, fresh: &FileRecord) {
        for record in self.body.files.iter_mut().filter(|record| record.id == fresh.id) {
            *record = fresh.clone();
        }
    }

    fn own_is_open(&self, file: FileId) -> Result<(), VaultError> {
        let known = |own: &OwnLock| own.file == file;
        if !self.body.own.iter().any(known) {
            return Err(VaultError::NoOwnLock);
        }
        if self.is_shut(file) { Err(VaultError::OwnLockShut) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests;
