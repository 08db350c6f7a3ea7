//! Changing who can open a household, without touching what is encrypted.
//!
//! Every method here is on disk, in both copies of the key file, when it returns. A kill at any point leaves a key file
//! that opens with the secrets of before or with those of after. The household key stays the same: **whoever kept an
//! older key file and knows a secret of that time still opens it.**

use std::collections::BTreeMap;

use crate::id::{FileId, SlotId};
use crate::ports::Entropy;

use super::copies::NotSaved;
use super::cost::Argon2Cost;
use super::error::VaultError;
use super::keyfile::KeyBody;
use super::keyring::{Keys, Vault};
use super::own::OpenLock;
use super::recovery::RecoveryCode;
use super::secret::{Passphrase, Secret};

impl Vault {
    /// Puts a new passphrase in the place of an old one, which stops working; the new slot's id.
    ///
    /// Without `slot` it is the one that opened this vault, or else the only passphrase slot there is; without any, one
    /// is added, as for somebody who came in with the recovery code.
    ///
    /// # Errors
    /// [`VaultError::WhichSlot`] where several could be meant; [`VaultError::NoSuchSlot`], also for a slot of another
    /// kind; what [`Vault::add_slot`] gives. The vault is then as before, on disk and in memory. So it is after
    /// [`VaultError::Io`], [`VaultError::ChangedElsewhere`] and [`VaultError::Newer`]; after [`VaultError::OneCopy`] the
    /// change counts, and [`Vault::save`] finishes it.
    pub fn change_passphrase(
        &mut self,
        slot: Option<SlotId>,
        new: &Passphrase,
        cost: Argon2Cost,
        entropy: &dyn Entropy,
    ) -> Result<SlotId, VaultError> {
        self.household_lock().change_passphrase(slot, new, cost, entropy)
    }

    /// Adds a passphrase beside those there are; the slot's id.
    ///
    /// # Errors
    /// What [`Vault::add_slot`] gives; for saving see [`Vault::change_passphrase`].
    pub fn add_passphrase(
        &mut self,
        new: &Passphrase,
        cost: Argon2Cost,
        entropy: &dyn Entropy,
    ) -> Result<SlotId, VaultError> {
        self.household_lock().add_passphrase(new, cost, entropy)
    }

    /// Makes this the recovery code; every earlier one stops working.
    ///
    /// Show the code, and have it written down, before this is called: until then the old one opens the household.
    ///
    /// # Errors
    /// What [`Vault::add_slot`] gives; for saving see [`Vault::change_passphrase`].
    pub fn change_recovery_code(
        &mut self,
        new: &RecoveryCode,
        entropy: &dyn Entropy,
    ) -> Result<SlotId, VaultError> {
        self.household_lock().change_recovery_code(new, entropy)
    }

    /// Takes a way in away; gone from both copies of the key file when this returns.
    ///
    /// # Errors
    /// What [`Vault::remove_slot`] gives; for saving see [`Vault::change_passphrase`].
    pub fn take_away(&mut self, slot: SlotId) -> Result<(), VaultError> {
        self.household_lock().take_away(slot)
    }

    /// Raises what it costs to try the passphrase that opened this vault, if it is less than today's; the new cost.
    ///
    /// `measured` is what this phone ran in time ([`Argon2Cost::measured`]): the cost rises no further, and is never
    /// lowered. The slot keeps its id and its day. Runs Argon2id twice if something rises.
    ///
    /// # Errors
    /// [`VaultError::WrongSecret`] when `passphrase` is not the one; [`VaultError::NoMemory`];
    /// [`VaultError::NoEntropy`]; for saving see [`Vault::change_passphrase`].
    pub fn raise_cost(
        &mut self,
        passphrase: &Passphrase,
        measured: Argon2Cost,
        entropy: &dyn Entropy,
    ) -> Result<Option<Argon2Cost>, VaultError> {
        self.household_lock().raise_cost(passphrase, measured, entropy)
    }

    /// Makes a change and saves it. Where it does not count on disk afterwards, it is undone in memory too: a later save
    /// for another reason must not bring a change to life that was reported as failed.
    pub(super) fn change<T, E: From<VaultError>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let before = Before::of(self);
        let done = match work(self) {
            Ok(done) => done,
            Err(error) => {
                before.back_to(self);
                return Err(error);
            }
        };
        self.saved = false;
        let Err(NotSaved { error, first }) = self.try_save() else { return Ok(done) };
        if first {
            return Err(VaultError::OneCopy.into());
        }
        before.back_to(self);
        Err(error.into())
    }
}

/// What a vault held before a change.
struct Before {
    body: KeyBody,
    household_key: Secret<32>,
    opened_by: Option<SlotId>,
    own: BTreeMap<FileId, (Secret<32>, Option<SlotId>)>,
    saved: bool,
}

impl Before {
    fn of(vault: &Vault) -> Self {
        Self {
            body: vault.body.clone(),
            household_key: vault.household_key.duplicate(),
            opened_by: vault.opened_by,
            own: vault
                .own_open
                .iter()
                .map(|(file, lock)| (*file, (lock.key.duplicate(), lock.opened_by)))
                .collect(),
            saved: vault.saved,
        }
    }

    /// Undoes everything but the count of saves, which never goes back.
    fn back_to(self, vault: &mut Vault) {
        let generation = vault.body.generation;
        vault.body = self.body;
        vault.body.generation = generation;
        if vault.household_key != self.household_key {
            vault.keys = Keys::new(vault.body.household, &self.household_key);
            vault.household_key = self.household_key;
        }
        vault.opened_by = self.opened_by;
        let household = vault.body.household;
        vault.own_open = self
            .own
            .into_iter()
            .map(|(file, (key, opened_by))| {
                (file, OpenLock { keys: Keys::new(household, &key), key, opened_by })
            })
            .collect();
        vault.saved = self.saved && vault.last_tried().is_none();
    }
}

#[cfg(test)]
mod tests;
