//! The slots of one lock: the household's, or the own one of a file. Changing them is the same for both.

use std::fmt;

use crate::id::{FileId, SlotId};
use crate::ports::Entropy;

use super::cost::Argon2Cost;
use super::error::VaultError;
use super::keyfile::{MOST_OWN_SLOTS, MOST_SLOTS};
use super::keyring::{Vault, room};
use super::keystore::Offer;
use super::opening::Scope;
use super::recovery::RecoveryCode;
use super::secret::{Passphrase, Secret};
use super::slot::{NewSlot, Slot, SlotInfo, SlotKind};

/// Which lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lock {
    /// The household's: it opens everything that has no lock of its own.
    Household,
    /// The own lock of a file.
    Own(FileId),
}

/// One lock of an unlocked vault, for changing its slots. For errors and saving see the methods of [`Vault`] of the same
/// names; of an own lock also [`VaultError::NoOwnLock`] and [`VaultError::OwnLockShut`].
pub struct LockMut<'v> {
    vault: &'v mut Vault,
    lock: Lock,
}

impl fmt::Debug for LockMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LockMut").field("lock", &self.lock).finish_non_exhaustive()
    }
}

/// What a change of a lock works on.
struct Parts<'v> {
    scope: Scope,
    slots: &'v mut Vec<Slot>,
    key: &'v Secret<32>,
    opened_by: &'v mut Option<SlotId>,
    today: Option<u32>,
}

impl Parts<'_> {
    fn infos(&self) -> Vec<SlotInfo> {
        self.slots.iter().map(|slot| slot.info(self.scope)).collect()
    }

    fn of_kind(&self, kind: SlotKind) -> Vec<SlotId> {
        self.slots.iter().filter(|slot| slot.kind() == kind).map(Slot::id).collect()
    }
}

impl Vault {
    /// A lock, for changing its slots.
    pub fn lock(&mut self, lock: Lock) -> LockMut<'_> {
        LockMut { vault: self, lock }
    }

    pub(super) fn household_lock(&mut self) -> LockMut<'_> {
        self.lock(Lock::Household)
    }

    fn parts(&mut self, lock: Lock) -> Result<Parts<'_>, VaultError> {
        let (household, today) = (self.body.household, self.today);
        match lock {
            Lock::Household => Ok(Parts {
                scope: household.into(),
                slots: &mut self.body.slots,
                key: &self.household_key,
                opened_by: &mut self.opened_by,
                today,
            }),
            Lock::Own(file) => {
                let own = self.body.own.iter_mut().find(|own| own.file == file);
                let slots = &mut own.ok_or(VaultError::NoOwnLock)?.slots;
                let open = self.own_open.get_mut(&file).ok_or(VaultError::OwnLockShut)?;
                let (key, opened_by) = (&open.key, &mut open.opened_by);
                Ok(Parts { scope: Scope::own(household, file), slots, key, opened_by, today })
            }
        }
    }
}

impl LockMut<'_> {
    /// As [`Vault::add_slot`].
    ///
    /// # Errors
    /// As there.
    pub fn add_slot(&mut self, secret: NewSlot<'_>, entropy: &dyn Entropy) -> Result<SlotId, VaultError> {
        self.check_room()?;
        let parts = self.vault.parts(self.lock)?;
        let slot = Slot::new(parts.scope, secret, parts.key, entropy)?.since(parts.today);
        let id = slot.id();
        parts.slots.push(slot);
        self.vault.saved = false;
        Ok(id)
    }

    /// As [`Vault::replace_slot`].
    ///
    /// # Errors
    /// As there.
    pub fn replace_slot(
        &mut self,
        old: SlotId,
        secret: NewSlot<'_>,
        entropy: &dyn Entropy,
    ) -> Result<SlotId, VaultError> {
        let parts = self.vault.parts(self.lock)?;
        let place = parts.slots.iter_mut().find(|slot| slot.id() == old).ok_or(VaultError::NoSuchSlot)?;
        *place = Slot::new(parts.scope, secret, parts.key, entropy)?.since(parts.today);
        let id = place.id();
        if *parts.opened_by == Some(old) {
            *parts.opened_by = Some(id);
        }
        self.vault.saved = false;
        Ok(id)
    }

    /// As [`Vault::remove_slot`].
    ///
    /// # Errors
    /// As there.
    pub fn remove_slot(&mut self, id: SlotId) -> Result<(), VaultError> {
        let parts = self.vault.parts(self.lock)?;
        let slots = parts.infos();
        if slots.iter().all(|slot| slot.id != id) {
            return Err(VaultError::NoSuchSlot);
        }
        let lasting = |slot: &SlotInfo| slot.usable && slot.kind != SlotKind::KeyStore;
        if !slots.iter().any(|slot| slot.id != id && lasting(slot)) {
            return Err(VaultError::LastSlot);
        }
        parts.slots.retain(|slot| slot.id() != id);
        self.vault.saved = false;
        Ok(())
    }

    /// As [`Vault::change_passphrase`].
    ///
    /// # Errors
    /// As there.
    pub fn change_passphrase(
        &mut self,
        slot: Option<SlotId>,
        new: &Passphrase,
        cost: Argon2Cost,
        entropy: &dyn Entropy,
    ) -> Result<SlotId, VaultError> {
        let old = self.meant(slot)?;
        self.change(|lock| {
            let secret = NewSlot::Passphrase(new, cost);
            match old {
                Some(old) => lock.replace_slot(old, secret, entropy),
                None => lock.add_slot(secret, entropy),
            }
        })
    }

    /// As [`Vault::add_passphrase`].
    ///
    /// # Errors
    /// As there.
    pub fn add_passphrase(
        &mut self,
        new: &Passphrase,
        cost: Argon2Cost,
        entropy: &dyn Entropy,
    ) -> Result<SlotId, VaultError> {
        self.change(|lock| lock.add_slot(NewSlot::Passphrase(new, cost), entropy))
    }

    /// As [`Vault::change_recovery_code`].
    ///
    /// # Errors
    /// As there.
    pub fn change_recovery_code(
        &mut self,
        new: &RecoveryCode,
        entropy: &dyn Entropy,
    ) -> Result<SlotId, VaultError> {
        self.change(|lock| {
            let old = lock.vault.parts(lock.lock)?.of_kind(SlotKind::Recovery);
            let secret = NewSlot::Recovery(new);
            let id = match old.first() {
                Some(first) => lock.replace_slot(*first, secret, entropy)?,
                None => lock.add_slot(secret, entropy)?,
            };
            lock.vault.parts(lock.lock)?.slots.retain(|slot| !old.contains(&slot.id()));
            Ok(id)
        })
    }

    /// As [`Vault::take_away`].
    ///
    /// # Errors
    /// As there.
    pub fn take_away(&mut self, slot: SlotId) -> Result<(), VaultError> {
        self.change(|lock| lock.remove_slot(slot))
    }

    /// As [`Vault::add_key_store`].
    ///
    /// # Errors
    /// As there.
    pub fn add_key_store(
        &mut self,
        offer: &Offer,
        blob: &[u8],
        entropy: &dyn Entropy,
    ) -> Result<SlotId, VaultError> {
        self.change(|lock| {
            lock.check_room()?;
            let parts = lock.vault.parts(lock.lock)?;
            if parts.slots.iter().any(|slot| slot.id() == offer.slot()) {
                return Err(VaultError::Exists);
            }
            let slot = Slot::in_key_store(parts.scope, offer, blob, parts.key, entropy)?;
            parts.slots.push(slot.since(parts.today));
            Ok(offer.slot())
        })
    }

    /// As [`Vault::raise_cost`].
    ///
    /// # Errors
    /// As there.
    pub fn raise_cost(
        &mut self,
        passphrase: &Passphrase,
        measured: Argon2Cost,
        entropy: &dyn Entropy,
    ) -> Result<Option<Argon2Cost>, VaultError> {
        measured.check()?;
        let parts = self.vault.parts(self.lock)?;
        let (scope, opened) = (parts.scope, *parts.opened_by);
        let Some(slot) = parts.slots.iter().find(|slot| Some(slot.id()) == opened) else {
            return Ok(None);
        };
        let Some(costlier) = slot.costlier(scope, passphrase, measured, entropy)? else {
            return Ok(None);
        };
        let cost = costlier.info(scope).cost;
        self.change(|lock| {
            let parts = lock.vault.parts(lock.lock)?;
            for slot in parts.slots.iter_mut().filter(|slot| Some(slot.id()) == opened) {
                *slot = costlier.clone();
            }
            Ok(())
        })?;
        Ok(cost)
    }

    fn change<T>(
        &mut self,
        work: impl FnOnce(&mut LockMut<'_>) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let lock = self.lock;
        self.vault.change(|vault| work(&mut vault.lock(lock)))
    }

    fn check_room(&mut self) -> Result<(), VaultError> {
        room(self.vault.parts(self.lock)?.slots.len(), MOST_SLOTS)?;
        match self.lock {
            Lock::Household => Ok(()),
            Lock::Own(_) => room(self.vault.own_slots(), MOST_OWN_SLOTS),
        }
    }

    /// The passphrase slot that is meant; `None` where there is none yet.
    fn meant(&mut self, slot: Option<SlotId>) -> Result<Option<SlotId>, VaultError> {
        let parts = self.vault.parts(self.lock)?;
        let passphrases = parts.of_kind(SlotKind::Passphrase);
        if let Some(slot) = slot {
            return if passphrases.contains(&slot) { Ok(Some(slot)) } else { Err(VaultError::NoSuchSlot) };
        }
        match (parts.opened_by.filter(|slot| passphrases.contains(slot)), passphrases.as_slice()) {
            (Some(opened), _) => Ok(Some(opened)),
            (None, []) => Ok(None),
            (None, [only]) => Ok(Some(*only)),
            (None, _) => Err(VaultError::WhichSlot),
        }
    }
}
