//! Slots of a phone's key store, opened in two steps: the core asks, the shell prompts and answers.
//!
//! The core never talks to a key store. To add a slot it gives the shell a fresh random key ([`Offer`]); the shell puts
//! it into the store behind a fingerprint or the screen's lock, and hands back what has to be kept beside it: on
//! Android the bytes that a key which never leaves the hardware made of it, on iOS nothing or a name. To unlock, the
//! shell is given those bytes ([`UnlockRequest`]), prompts, and answers ([`KeyStoreAnswer`]).
//!
//! Whatever the answer, nothing is deleted: a slot whose key is gone stays until somebody removes it, and the error
//! says which other slot opens the household. Such a slot is never the last one.

use core::fmt;

use crate::id::{HouseholdId, SlotId};
use crate::ports::{Entropy, NoEntropy};

use super::error::VaultError;
use super::keyring::Vault;
use super::locked::LockedVault;
use super::opening::Scope;
use super::secret::Secret;
use super::slot::{Slot, SlotInfo, SlotKind};

/// A key for a phone's key store, wiped here when this is dropped.
///
/// Put [`Offer::key`] into the store under the name [`Offer::slot`], then give this back to [`Vault::add_key_store`].
#[derive(Debug)]
pub struct Offer {
    slot: SlotId,
    key: Secret<32>,
}

impl Offer {
    /// Draws a fresh key and the id of the slot to come.
    ///
    /// # Errors
    /// [`NoEntropy`] from the source.
    pub fn new(entropy: &dyn Entropy) -> Result<Self, NoEntropy> {
        Ok(Self { slot: SlotId::random(entropy)?, key: Secret::random(entropy)? })
    }

    /// The slot to come, for the name in the store.
    pub fn slot(&self) -> SlotId {
        self.slot
    }

    /// The key to put into the store; do not keep it anywhere else.
    pub fn key(&self) -> &Secret<32> {
        &self.key
    }
}

/// What a shell needs to ask its key store with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnlockRequest {
    /// The slot, which names the key in the store.
    pub slot: SlotId,
    /// The household, for the words of the prompt.
    pub household: HouseholdId,
    /// What the store gave to keep, as it came; up to 1024 bytes.
    pub blob: Vec<u8>,
}

/// What a phone's key store answered.
#[derive(Debug)]
pub enum KeyStoreAnswer {
    /// It gave the key.
    Opened(Secret<32>),
    /// It did not.
    Refused(KeyStoreRefusal),
}

/// Why a phone's key store gave no key, or not this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyStoreRefusal {
    /// The person closed the prompt.
    Cancelled,
    /// Fingerprints or faces were changed, so that the system gave up the key.
    Invalidated,
    /// Too many attempts; the system asks for a wait or the screen's lock.
    LockedOut,
    /// The store has no such key: another phone, or the program was installed anew.
    Gone,
    /// The store gave a key that does not open the slot.
    WrongKey,
}

impl fmt::Display for KeyStoreRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Cancelled => "the prompt was closed",
            Self::Invalidated => "the phone gave up its key because fingerprints or faces were changed",
            Self::LockedOut => "the phone allows no more attempts for now",
            Self::Gone => "this phone has no key for the household",
            Self::WrongKey => "the phone's key is not the household's",
        })
    }
}

/// Another way in, for a person whose key store did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OtherSlot {
    /// The slot.
    pub id: SlotId,
    /// What opens it.
    pub kind: SlotKind,
}

impl OtherSlot {
    /// The first usable slot besides this one: a passphrase before a recovery code before another key store.
    fn besides(slot: SlotId, slots: &[SlotInfo]) -> Option<Self> {
        let others = slots.iter().filter(|other| other.id != slot && other.usable);
        others.min_by_key(|other| other.kind).map(|other| Self { id: other.id, kind: other.kind })
    }

    /// What to do, in words.
    pub(super) fn advice(other: Option<Self>) -> &'static str {
        match other.map(|other| other.kind) {
            Some(SlotKind::Passphrase) => "use the passphrase",
            Some(SlotKind::Recovery) => "use the recovery code",
            Some(SlotKind::KeyStore) => "use the other key store",
            None => "try again, or restore the key file from a backup",
        }
    }
}

impl LockedVault {
    /// What the shell has to ask its key store with; writes nothing.
    ///
    /// # Errors
    /// [`VaultError::NoSuchSlot`], also for a slot of another kind; [`VaultError::Damaged`].
    pub fn unlock_request(&self, slot: SlotId) -> Result<UnlockRequest, VaultError> {
        request(&self.body().slots, self.household().into(), self.household(), slot)
    }

    /// Opens the household with what a phone's key store answered; writes nothing, whatever the answer.
    ///
    /// # Errors
    /// [`VaultError::KeyStore`] says why it did not open and which other slot does; [`VaultError::NoSuchSlot`];
    /// [`VaultError::Damaged`]; [`VaultError::Tampered`] when the key is right and the key file was not written with it.
    pub fn unlock_with(&self, slot: SlotId, answer: &KeyStoreAnswer) -> Result<Vault, VaultError> {
        let key = answered(&self.body().slots, self.household().into(), slot, answer)?;
        self.opened(slot, key)
    }
}

/// What the shell has to ask its key store with for one of these slots.
pub(super) fn request(
    slots: &[Slot],
    scope: Scope,
    household: HouseholdId,
    slot: SlotId,
) -> Result<UnlockRequest, VaultError> {
    let found = slots.iter().find(|found| found.id() == slot).ok_or(VaultError::NoSuchSlot)?;
    let blob = found.blob().ok_or(VaultError::NoSuchSlot)?.to_vec();
    found.check(scope)?;
    Ok(UnlockRequest { slot, household, blob })
}

/// The key in one of these slots, by what a phone's key store answered.
pub(super) fn answered(
    slots: &[Slot],
    scope: Scope,
    slot: SlotId,
    answer: &KeyStoreAnswer,
) -> Result<Secret<32>, VaultError> {
    let found = slots.iter().find(|found| found.id() == slot).ok_or(VaultError::NoSuchSlot)?;
    if found.kind() != SlotKind::KeyStore {
        return Err(VaultError::NoSuchSlot);
    }
    let infos: Vec<SlotInfo> = slots.iter().map(|slot| slot.info(scope)).collect();
    let refused = |why| VaultError::KeyStore { why, instead: OtherSlot::besides(slot, &infos) };
    match answer {
        KeyStoreAnswer::Refused(why) => Err(refused(*why)),
        KeyStoreAnswer::Opened(key) => match found.open_key_store(scope, key) {
            Err(VaultError::WrongSecret) => Err(refused(KeyStoreRefusal::WrongKey)),
            opened => opened,
        },
    }
}

impl Vault {
    /// Adds a slot for a key that a phone's key store has taken; on disk when this returns.
    ///
    /// `blob` is what the store gave to keep, up to 1024 bytes; it lies in the open.
    ///
    /// # Errors
    /// [`VaultError::BlobTooLong`], [`VaultError::Exists`] for an offer that was used, [`VaultError::Full`],
    /// [`VaultError::NoEntropy`]: nothing is changed then. What saving gives: see [`Vault::change_passphrase`].
    pub fn add_key_store(
        &mut self,
        offer: &Offer,
        blob: &[u8],
        entropy: &dyn Entropy,
    ) -> Result<SlotId, VaultError> {
        self.household_lock().add_key_store(offer, blob, entropy)
    }
}

#[cfg(test)]
mod tests;
