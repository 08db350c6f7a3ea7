//! Who can open the household: looking at its slots and changing them.
//!
//! Every change is in both copies of the key file when its method returns, and carries the day of the phone's clock.
//! No diary is touched. Errors and what holds after them: [`crate::vault::change`].

use std::sync::MutexGuard;

use super::error::HouseholdError;
use super::home::Household;
use super::roles::Act;
use crate::id::SlotId;
use crate::vault::{Argon2Cost, Offer, Passphrase, RecoveryCode, SlotInfo, Vault, VaultError};

/// How long a phone may take to check a passphrase, in milliseconds, for its cost to be raised that far.
pub const PATIENCE_MS: u64 = 1_000;

impl Household {
    /// The slots, in the order in which they were added.
    pub fn slots(&self) -> Vec<SlotInfo> {
        self.vault().slots()
    }

    /// The slot that opened the household; `None` never happens after an unlock.
    pub fn opened_by(&self) -> Option<SlotId> {
        self.vault().opened_by()
    }

    /// Puts a new passphrase in the place of an old one: the named slot's, the one that opened the household, or the
    /// only one. The new slot's id.
    ///
    /// # Errors
    /// [`HouseholdError::NotAllowed`], and as [`Vault::change_passphrase`].
    pub fn change_passphrase(
        &self,
        slot: Option<SlotId>,
        new: &Passphrase,
        cost: Argon2Cost,
    ) -> Result<SlotId, HouseholdError> {
        self.allow(Act::Secrets, None)?;
        Ok(self.dated()?.change_passphrase(slot, new, cost, &*self.outside.entropy)?)
    }

    /// Adds a passphrase beside those there are.
    ///
    /// # Errors
    /// [`HouseholdError::NotAllowed`], and as [`Vault::add_passphrase`].
    pub fn add_passphrase(&self, new: &Passphrase, cost: Argon2Cost) -> Result<SlotId, HouseholdError> {
        self.allow(Act::Secrets, None)?;
        Ok(self.dated()?.add_passphrase(new, cost, &*self.outside.entropy)?)
    }

    /// Draws a recovery code that opens nothing yet; [`Household::change_recovery_code`] puts it into force.
    ///
    /// # Errors
    /// [`crate::ports::NoEntropy`].
    pub fn draw_recovery_code(&self) -> Result<RecoveryCode, HouseholdError> {
        Ok(RecoveryCode::random(&*self.outside.entropy)?)
    }

    /// Makes this the recovery code; every earlier one stops working.
    ///
    /// # Errors
    /// [`HouseholdError::NotAllowed`], and as [`Vault::change_recovery_code`].
    pub fn change_recovery_code(&self, new: &RecoveryCode) -> Result<SlotId, HouseholdError> {
        self.allow(Act::Secrets, None)?;
        Ok(self.dated()?.change_recovery_code(new, &*self.outside.entropy)?)
    }

    /// Takes a way in away.
    ///
    /// # Errors
    /// [`HouseholdError::NotAllowed`], and as [`Vault::take_away`].
    pub fn remove_slot(&self, slot: SlotId) -> Result<(), HouseholdError> {
        self.allow(Act::Secrets, None)?;
        Ok(self.keys()?.take_away(slot)?)
    }

    /// A fresh key for the phone's key store, to be given back with [`Household::add_key_store`].
    ///
    /// # Errors
    /// [`crate::ports::NoEntropy`].
    pub fn offer_key_store(&self) -> Result<Offer, HouseholdError> {
        Ok(Offer::new(&*self.outside.entropy)?)
    }

    /// Adds a slot for a key that the phone's key store has taken; `blob` is what the store gave to keep.
    ///
    /// # Errors
    /// [`HouseholdError::NotAllowed`], and as [`Vault::add_key_store`].
    pub fn add_key_store(&self, offer: &Offer, blob: &[u8]) -> Result<SlotId, HouseholdError> {
        self.allow(Act::Secrets, None)?;
        Ok(self.dated()?.add_key_store(offer, blob, &*self.outside.entropy)?)
    }

    /// Raises what it costs to try the passphrase that opened the household, where it is less than today's and this
    /// phone is fast enough; the new cost.
    ///
    /// Measures the phone first, up to [`PATIENCE_MS`] a step, and only if something could rise. Other threads wait for
    /// keys meanwhile.
    ///
    /// # Errors
    /// As [`Vault::raise_cost`].
    pub fn raise_cost(&self, passphrase: &Passphrase) -> Result<Option<Argon2Cost>, HouseholdError> {
        let opened = self.opened_by();
        let cost = self.slots().into_iter().find(|slot| Some(slot.id) == opened).and_then(|slot| slot.cost);
        if cost.is_none_or(|cost| cost.raised(Argon2Cost::STANDARD).is_none()) {
            return Ok(None);
        }
        let measured = Argon2Cost::measured(&*self.outside.clock, PATIENCE_MS)?;
        Ok(self.keys()?.raise_cost(passphrase, measured, &*self.outside.entropy)?)
    }

    /// Writes both copies of the key file again, which settles a notice about one of them.
    ///
    /// # Errors
    /// As [`Vault::save`].
    pub fn save_keys(&self) -> Result<(), HouseholdError> {
        Ok(self.keys()?.save()?)
    }

    fn dated(&self) -> Result<MutexGuard<'_, Vault>, HouseholdError> {
        let mut vault = self.keys()?;
        vault.dated(self.outside.clock.now().wall_ms);
        Ok(vault)
    }
}

impl HouseholdError {
    /// Whether a secret was given that opens nothing here, which [`crate::vault::Attempts`] counts.
    pub const fn is_wrong_secret(&self) -> bool {
        matches!(self, Self::Vault(VaultError::WrongSecret))
    }
}
