//! A slot: one secret that opens the household, or a file that has a lock of its own.
//!
//! A slot holds the household key (or a file's own key), encrypted under a key that only its secret gives: a passphrase through Argon2id
//! version 1.3 (RFC 9106), a recovery code or a key out of a phone's key store through HKDF-SHA256 (RFC 5869; they have
//! 148 and 256 random bits, so slowness adds nothing). Everything that says how to open it (household, file, slot id, kind,
//! suite, cost, blob) is authenticated with the wrapped key, so that no field can be exchanged.
//!
//! A plain checksum in each slot tells accidental damage from a wrong secret. It is no protection: whoever alters a
//! slot on purpose can compute it, and then the slot looks as if the secret were wrong.

use serde::{Deserialize, Serialize};

use crate::ports::Entropy;

use super::cost::{Argon2Cost, argon2id};
use super::error::{Part, VaultError};
use super::keystore::Offer;
use super::opening::{Blob, Opening, Scope, Suite, binding, checksum};
use super::recovery::RecoveryCode;
use super::secret::{Passphrase, Secret};
use super::wrap::{Wrapped, derive};
use crate::id::{Hex, SlotId};

/// A secret that is to open the household from now on.
#[derive(Debug, Clone, Copy)]
pub enum NewSlot<'a> {
    /// A passphrase that [`Passphrase::check_new`] takes.
    Passphrase(&'a Passphrase, Argon2Cost),
    /// A recovery code.
    Recovery(&'a RecoveryCode),
}

/// What kind of secret a slot takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SlotKind {
    /// A passphrase.
    Passphrase,
    /// A recovery code.
    Recovery,
    /// A key in the key store of one phone.
    KeyStore,
}

/// What can be said of a slot without its secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotInfo {
    /// The slot.
    pub id: SlotId,
    /// What opens it.
    pub kind: SlotKind,
    /// What a passphrase slot costs to try; `None` for the other kinds.
    pub cost: Option<Argon2Cost>,
    /// The day on which its secret was set, counted from 1970-01-01 in UTC; `None` where nobody noted it.
    pub since: Option<u32>,
    /// Whether its checksum and cost are right, so that the right secret opens it.
    pub usable: bool,
}

/// One slot as the key file holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Slot {
    id: SlotId,
    opening: Opening,
    suite: Suite,
    salt: Hex<16>,
    wrapped: Wrapped,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<u32>,
    checksum: Hex<8>,
}

impl Slot {
    /// Wraps `household_key` for a new secret.
    pub(super) fn new(
        scope: Scope,
        secret: NewSlot<'_>,
        household_key: &Secret<32>,
        entropy: &dyn Entropy,
    ) -> Result<Self, VaultError> {
        if let NewSlot::Passphrase(passphrase, cost) = secret {
            passphrase.check_new()?;
            cost.check()?;
        }
        let id = SlotId::random(entropy)?;
        match secret {
            NewSlot::Passphrase(passphrase, cost) => {
                let wrapping = |salt: &[u8; 16]| argon2id(passphrase.bytes(), salt, cost);
                Self::wrap(scope, id, Opening::passphrase(cost), household_key, wrapping, entropy)
            }
            NewSlot::Recovery(code) => {
                let wrapping = |salt: &[u8; 16]| Ok(from_code(code, salt));
                Self::wrap(scope, id, Opening::Recovery, household_key, wrapping, entropy)
            }
        }
    }

    /// Wraps `household_key` under the key that a phone's key store was offered.
    pub(super) fn in_key_store(
        scope: Scope,
        offer: &Offer,
        blob: &[u8],
        household_key: &Secret<32>,
        entropy: &dyn Entropy,
    ) -> Result<Self, VaultError> {
        let blob = Blob::new(blob).ok_or(VaultError::BlobTooLong)?;
        let wrapping = |salt: &[u8; 16]| Ok(from_key_store(offer.key(), salt));
        Self::wrap(scope, offer.slot(), Opening::KeyStore { blob }, household_key, wrapping, entropy)
    }

    /// The same slot with a higher cost, for the passphrase that opens it already; `None` for any other slot.
    pub(super) fn costlier(
        &self,
        scope: Scope,
        passphrase: &Passphrase,
        measured: Argon2Cost,
        entropy: &dyn Entropy,
    ) -> Result<Option<Self>, VaultError> {
        let Some(cost) = self.opening.cost().and_then(|cost| cost.raised(measured)) else {
            return Ok(None);
        };
        // A passphrase that does not open the slot must not come to open it.
        let key = self.open_passphrase(scope, passphrase)?;
        let wrapping = |salt: &[u8; 16]| argon2id(passphrase.bytes(), salt, cost);
        let made = Self::wrap(scope, self.id, Opening::passphrase(cost), &key, wrapping, entropy)?;
        Ok(Some(Self { since: self.since, ..made }))
    }

    fn wrap(
        scope: Scope,
        id: SlotId,
        opening: Opening,
        household_key: &Secret<32>,
        wrapping: impl FnOnce(&[u8; 16]) -> Result<Secret<32>, VaultError>,
        entropy: &dyn Entropy,
    ) -> Result<Self, VaultError> {
        let mut salt = [0; 16];
        entropy.fill(&mut salt)?;
        let suite = Suite::One;
        let binding = binding(scope, id, &opening, suite);
        let wrapped = Wrapped::seal(&wrapping(&salt)?, &binding, household_key, entropy)?;
        let checksum = checksum(&binding, &salt, &wrapped);
        Ok(Self { id, opening, suite, salt: Hex(salt), wrapped, since: None, checksum })
    }

    /// The same slot, its secret set on this day.
    pub(super) fn since(self, day: Option<u32>) -> Self {
        Self { since: day, ..self }
    }

    pub(super) fn id(&self) -> SlotId {
        self.id
    }

    pub(super) fn kind(&self) -> SlotKind {
        match self.opening {
            Opening::Passphrase { .. } => SlotKind::Passphrase,
            Opening::Recovery => SlotKind::Recovery,
            Opening::KeyStore { .. } => SlotKind::KeyStore,
        }
    }

    /// Whether version 1 of the key file has a place for it.
    pub(super) fn fits_version_1(&self) -> bool {
        self.since.is_none() && self.kind() != SlotKind::KeyStore
    }

    pub(super) fn info(&self, scope: Scope) -> SlotInfo {
        SlotInfo {
            id: self.id,
            kind: self.kind(),
            cost: self.opening.cost(),
            since: self.since,
            usable: self.check(scope).is_ok(),
        }
    }

    /// What the phone's key store gave to keep for it; `None` for the other kinds.
    pub(super) fn blob(&self) -> Option<&[u8]> {
        match &self.opening {
            Opening::KeyStore { blob } => Some(blob.bytes()),
            Opening::Passphrase { .. } | Opening::Recovery => None,
        }
    }

    /// Tells damage and forbidden costs before anything is computed from them.
    pub(super) fn check(&self, scope: Scope) -> Result<(), VaultError> {
        let binding = binding(scope, self.id, &self.opening, self.suite);
        if checksum(&binding, &self.salt.0, &self.wrapped) != self.checksum {
            return Err(VaultError::Damaged(Part::Slot(self.id)));
        }
        self.opening.cost().map_or(Ok(()), Argon2Cost::check)
    }

    /// The household key, if this slot is a passphrase's and `passphrase` is the one.
    ///
    /// # Errors
    /// [`VaultError::WrongSecret`], also for a slot of another kind; [`VaultError::Damaged`]; [`VaultError::Bounds`];
    /// [`VaultError::NoMemory`].
    pub(super) fn open_passphrase(
        &self,
        scope: Scope,
        passphrase: &Passphrase,
    ) -> Result<Secret<32>, VaultError> {
        let cost = self.opening.cost().ok_or(VaultError::WrongSecret)?;
        self.check(scope)?;
        self.unwrap_with(scope, &argon2id(passphrase.bytes(), &self.salt.0, cost)?)
    }

    /// The household key, if this slot is a recovery code's and `code` is the one.
    ///
    /// # Errors
    /// [`VaultError::WrongSecret`], also for a slot of another kind; [`VaultError::Damaged`].
    pub(super) fn open_recovery(&self, scope: Scope, code: &RecoveryCode) -> Result<Secret<32>, VaultError> {
        let Opening::Recovery = self.opening else {
            return Err(VaultError::WrongSecret);
        };
        self.check(scope)?;
        self.unwrap_with(scope, &from_code(code, &self.salt.0))
    }

    /// The household key, if this slot is a key store's and `key` is the one.
    ///
    /// # Errors
    /// As [`Slot::open_recovery`].
    pub(super) fn open_key_store(&self, scope: Scope, key: &Secret<32>) -> Result<Secret<32>, VaultError> {
        let Opening::KeyStore { .. } = self.opening else {
            return Err(VaultError::WrongSecret);
        };
        self.check(scope)?;
        self.unwrap_with(scope, &from_key_store(key, &self.salt.0))
    }

    fn unwrap_with(&self, scope: Scope, wrapping: &Secret<32>) -> Result<Secret<32>, VaultError> {
        let binding = binding(scope, self.id, &self.opening, self.suite);
        self.wrapped.open(wrapping, &binding).map_err(|_| VaultError::WrongSecret)
    }

    /// A slot of the days when a passphrase could be anything.
    #[cfg(test)]
    pub(super) fn unchecked(
        scope: Scope,
        passphrase: &Passphrase,
        cost: Argon2Cost,
        household_key: &Secret<32>,
        entropy: &dyn Entropy,
    ) -> Self {
        let wrapping = |salt: &[u8; 16]| argon2id(passphrase.bytes(), salt, cost);
        let id = SlotId::random(entropy).unwrap();
        Self::wrap(scope, id, Opening::passphrase(cost), household_key, wrapping, entropy).unwrap()
    }

    #[cfg(test)]
    pub(super) fn forge(&mut self, scope: Scope, cost: Argon2Cost) {
        self.opening = Opening::passphrase(cost);
        let binding = binding(scope, self.id, &self.opening, self.suite);
        self.checksum = checksum(&binding, &self.salt.0, &self.wrapped);
    }

    #[cfg(test)]
    pub(super) fn damage(&mut self) {
        self.salt.0[0] ^= 1;
    }
}

fn from_code(code: &RecoveryCode, salt: &[u8; 16]) -> Secret<32> {
    derive(code.symbols(), salt, "health-diary/slot/1 recovery code")
}

fn from_key_store(key: &Secret<32>, salt: &[u8; 16]) -> Secret<32> {
    derive(key.expose(), salt, "health-diary/slot/1 key store")
}

#[cfg(test)]
mod tests;
