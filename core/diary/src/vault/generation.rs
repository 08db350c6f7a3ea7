//! New keys for files that are there: each is the next generation of its file.
//!
//! A file's key is never changed in place. The file is made anew beside the old one under a new random key, and saving
//! the key file is the switch from one to the other: a kill before it leaves the old file in use, a kill after it the new
//! one. What the unused one of the two holds is then out of reach, or of no use.

use std::collections::BTreeSet;

use crate::ports::Entropy;

use super::error::VaultError;
use super::keyfile::{FileInfo, FileRecord, MOST_SEALING, SealingOwner, SealingRecord};
use super::keyring::{Keys, Vault, room};
use super::secret::Secret;
use super::slot::{NewSlot, Slot};
use crate::id::{FileId, SealingKeyId, SlotId};

impl Vault {
    /// Gives a file a new key: `make` makes its next generation under it, then both copies of the key file name that.
    ///
    /// # Errors
    /// [`VaultError::NoSuchFile`], [`VaultError::Full`] at the last generation, what `make` says, and what saving gives:
    /// see [`Vault::change_passphrase`]. After [`VaultError::OneCopy`] the new generation counts; after any other error the
    /// old one does.
    pub fn next_generation<E: From<VaultError>>(
        &mut self,
        file: FileId,
        entropy: &dyn Entropy,
        make: impl FnOnce(FileInfo, &Secret<32>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.settle()?;
        self.change(|vault| {
            let household = vault.household();
            let record = vault.body.files.iter().find(|record| record.id == file);
            let next = record.ok_or(VaultError::NoSuchFile)?.next()?;
            let (fresh, key) = FileRecord::fresh(household, next, vault.keys_for(file)?, entropy)?;
            vault.put_record(&fresh);
            make(next, &key)
        })
    }

    /// Makes everything new that a secret of the household leads to: household key, slots, the keys of the files in
    /// `renewed`, a sealing key for each owner. The ids of the new slots.
    ///
    /// `make` makes the next generation of each of those files; the others keep their keys under the new household key,
    /// and locks of their own stay what they are.
    /// Private sealing keys stay too, for what is still sealed to them. **Every earlier slot is gone:** without its
    /// secret nothing can be wrapped for it.
    ///
    /// # Errors
    /// [`VaultError::LastSlot`] without a new secret; [`VaultError::Damaged`] for a key that does not open and cannot be
    /// taken along; what [`Vault::next_generation`] gives.
    pub fn rotate<E: From<VaultError>>(
        &mut self,
        secrets: &[NewSlot<'_>],
        renewed: &[FileId],
        entropy: &dyn Entropy,
        mut make: impl FnMut(FileInfo, &Secret<32>) -> Result<(), E>,
    ) -> Result<Vec<SlotId>, E> {
        if secrets.is_empty() {
            return Err(VaultError::LastSlot.into());
        }
        self.settle()?;
        self.change(|vault| {
            let household = vault.household();
            let household_key = Secret::random(entropy).map_err(VaultError::from)?;
            let keys = Keys::new(household, &household_key);
            let mut slots = Vec::new();
            for secret in secrets {
                slots.push(Slot::new(household.into(), *secret, &household_key, entropy)?.since(vault.today));
            }
            let sealing = vault.sealing_anew(&keys, entropy)?;
            let mut files = Vec::new();
            for record in &vault.body.files {
                let own = vault.own_lock(record.id).is_some();
                if renewed.contains(&record.id) {
                    let keys = if own { vault.keys_for(record.id)? } else { &keys };
                    let (fresh, key) = FileRecord::fresh(household, record.next()?, keys, entropy)?;
                    make(fresh.info(), &key)?;
                    files.push(fresh);
                } else if own {
                    files.push(record.clone());
                } else {
                    let key = record.open(household, &vault.keys)?;
                    files.push(FileRecord::wrap(household, record.info(), &key, &keys, entropy)?);
                }
            }
            let ids: Vec<SlotId> = slots.iter().map(Slot::id).collect();
            vault.opened_by = ids.first().copied();
            (vault.body.slots, vault.body.sealing, vault.body.files) = (slots, sealing, files);
            (vault.household_key, vault.keys) = (household_key, keys);
            Ok(ids)
        })
    }

    /// Makes a new sealing key for each of these owners, on disk when this returns; the old ones stay.
    ///
    /// # Errors
    /// [`VaultError::Full`], [`VaultError::NoEntropy`]; for saving see [`Vault::change_passphrase`].
    pub fn renew_sealing_keys(
        &mut self,
        owners: &BTreeSet<SealingOwner>,
        entropy: &dyn Entropy,
    ) -> Result<(), VaultError> {
        if owners.is_empty() {
            return Ok(());
        }
        self.change(|vault| {
            for owner in owners {
                vault.add_sealing_key(*owner, entropy)?;
            }
            Ok(())
        })
    }

    /// Forgets every sealing key that is neither in `named` nor its owner's newest; on disk when this returns.
    ///
    /// What is sealed to a key that is forgotten opens never again: `named` are those that the inbox names in any way.
    ///
    /// # Errors
    /// For saving see [`Vault::change_passphrase`]; nothing is written where nothing is forgotten.
    pub fn drop_sealing_keys_but(&mut self, named: &BTreeSet<SealingKeyId>) -> Result<(), VaultError> {
        let gone: Vec<SealingKeyId> = self
            .sealing_keys()
            .into_iter()
            .filter(|(id, owner, _)| {
                !named.contains(id) && self.sealing_public(*owner).is_ok_and(|(newest, _)| newest != *id)
            })
            .map(|(id, ..)| id)
            .collect();
        if gone.is_empty() {
            return Ok(());
        }
        self.change(|vault| gone.iter().try_for_each(|id| vault.drop_sealing_key(*id)))
    }

    /// Every sealing key under other keys, and a new one for each owner.
    fn sealing_anew(&self, keys: &Keys, entropy: &dyn Entropy) -> Result<Vec<SealingRecord>, VaultError> {
        let household = self.household();
        let mut sealing = Vec::new();
        let mut owners = BTreeSet::new();
        for record in &self.body.sealing {
            if self.is_under_own_lock(record.owner) {
                sealing.push(record.clone());
                continue;
            }
            owners.insert(record.owner);
            let private = record.open(household, &self.keys)?;
            sealing.push(SealingRecord::wrap(household, record.id, record.owner, &private, keys, entropy)?);
        }
        for owner in owners {
            room(sealing.len(), MOST_SEALING)?;
            sealing.push(SealingRecord::fresh(household, owner, keys, entropy)?);
        }
        Ok(sealing)
    }

    /// Writes both copies where they are not the same or not what is in memory: afterwards they name the same files, so
    /// that no copy still needs what a new generation replaces.
    pub(super) fn settle(&mut self) -> Result<(), VaultError> {
        if self.copies_agree() { Ok(()) } else { self.save() }
    }
}

impl FileRecord {
    /// What the key file says of the file's next generation.
    pub(super) fn next(&self) -> Result<FileInfo, VaultError> {
        let generation = self.generation.checked_add(1).ok_or(VaultError::Full)?;
        Ok(FileInfo { generation, ..self.info() })
    }
}
