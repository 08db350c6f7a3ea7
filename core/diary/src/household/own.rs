//! Locks of one's own: handing a diary over to its person, opening and shutting it, and what is sealed beside it.
//!
//! A diary that was handed over opens with the secrets of its person and no more with the household's. It is the next
//! generation of the file under a key that only the own lock leads to, so that keys which somebody kept are of no use for
//! it; copies of the file from before stay what they were. What a device sends meanwhile waits in the inbox, sealed to the
//! person. Where the lock is shut, everybody else goes on.

use std::sync::{Arc, MutexGuard};

use super::burst::Item;
use super::error::HouseholdError;
use super::files;
use super::generation::Step;
use super::hand_on::{Waiting, WhyWaiting};
use super::home::{Household, lock};
use super::project;
use super::roles::Act;
use super::secrets::PATIENCE_MS;
use crate::diary::Diary;
use crate::id::{DeviceId, PersonId, SlotId};
use crate::store::{FileKind, StoreError};
use crate::vault::{
    Argon2Cost, FileInfo, FilePurpose, Lock, LockMut, NewSlot, Offer, Passphrase, RecoveryCode, SealContext,
    SealingOwner, SlotInfo, Unlock, UnlockRequest, Vault, VaultError,
};

impl Household {
    /// Gives a person's diary a lock of its own: from now on it opens with this passphrase and code and with nothing that
    /// opens the household. It is shut when this returns, also for whoever holds it.
    ///
    /// `code` comes from [`Household::draw_recovery_code`]; show it and have it written down first. **Whoever copied the
    /// folder before keeps what was in it**, and whoever loses both secrets loses the diary: the household cannot open it.
    ///
    /// # Errors
    /// [`VaultError::OwnLockExists`] if it has one; [`VaultError::WeakPassphrase`] and the like before anything is
    /// made; as [`Household::renew`].
    pub fn hand_over(
        &self,
        person: PersonId,
        passphrase: &Passphrase,
        cost: Argon2Cost,
        code: &RecoveryCode,
    ) -> Result<(), HouseholdError> {
        self.hand_over_watched(person, passphrase, cost, code, &|_| {})
    }

    /// As [`Household::hand_over`]; `watch` sees each step when it is done.
    pub(super) fn hand_over_watched(
        &self,
        person: PersonId,
        passphrase: &Passphrase,
        cost: Argon2Cost,
        code: &RecoveryCode,
        watch: &dyn Fn(Step),
    ) -> Result<(), HouseholdError> {
        self.allow(Act::HandOver, Some(person))?;
        passphrase.check_new()?;
        let _no_hand_on = lock(&self.handing_on);
        let purpose = FilePurpose::Diary { person };
        let diary = self.diary_of(person)?;
        if self.vault().own_lock(diary.file()).is_some() {
            return Err(VaultError::OwnLockExists.into());
        }
        // What is attached from now on is under a media key that the household never had.
        diary.renew_media_key()?;
        self.note_handing_over(person, diary.file())?;
        self.note_anchors(&diary)?;
        let mut diaries = lock(&self.diaries);
        let mut vault = self.dated_keys()?;
        let secrets = [NewSlot::Passphrase(passphrase, cost), NewSlot::Recovery(code)];
        let switched = self.made_anew(&diaries, &mut vault, &[diary.file()], watch, |vault, make| {
            vault.hand_over(person, &secrets, &*self.outside.entropy, make)
        });
        let locked = vault.own_lock(diary.file()).is_some();
        if locked {
            diaries.remove(&purpose);
            // Whoever holds it is told that it is closed; what was written is in the file, whatever this says.
            let _ = diary.pause();
        }
        drop(vault);
        // While the lock is open: what waits for the person is under a key that the household had until now.
        self.seal_to_newest();
        if locked {
            self.vault().shut_own(diary.file());
        }
        switched
    }

    /// Opens the own lock of a person's diary; [`Household::diary`] then gives it, until it is shut or the household is
    /// closed. Hand on afterwards: what waited for the person is delivered.
    ///
    /// Takes as long as a passphrase does; other threads wait for keys meanwhile.
    ///
    /// # Errors
    /// [`VaultError::NoOwnLock`], [`VaultError::WrongSecret`] and what else a slot says; whatever the file says.
    pub fn open_own(&self, person: PersonId, secret: Unlock<'_>) -> Result<(), HouseholdError> {
        self.open_lock(FilePurpose::Diary { person }, secret)
    }

    /// Shuts the own lock of a person's diary; whoever holds the diary is answered [`StoreError::Paused`].
    ///
    /// # Errors
    /// [`VaultError::NoOwnLock`], and whatever the file says; it is shut all the same.
    pub fn shut_own(&self, person: PersonId) -> Result<(), HouseholdError> {
        self.shut_lock(FilePurpose::Diary { person })
    }

    /// Whether a person's diary has a lock of its own that is shut.
    pub fn is_shut(&self, person: PersonId) -> bool {
        self.own_lock(person).is_shut()
    }

    /// The own lock of a person's diary, for looking at its slots and changing them.
    pub fn own_lock(&self, person: PersonId) -> OwnSlots<'_> {
        OwnSlots { household: self, purpose: FilePurpose::Diary { person } }
    }

    /// Makes a second file for a person, under a lock of its own: what is in it is read only with these secrets. That it is
    /// there, its size and its times show. It is open when this returns; [`Household::sealed`] gives it.
    ///
    /// # Errors
    /// [`HouseholdError::NoSuchPerson`], [`VaultError::Exists`] if there is one; as [`Household::hand_over`].
    pub fn make_sealed(
        &self,
        person: PersonId,
        passphrase: &Passphrase,
        cost: Argon2Cost,
        code: &RecoveryCode,
    ) -> Result<(), HouseholdError> {
        self.allow(Act::HandOver, Some(person))?;
        passphrase.check_new()?;
        self.store.read(|reader| project::person_row(reader, person))?;
        let secrets = [NewSlot::Passphrase(passphrase, cost), NewSlot::Recovery(code)];
        self.make_locked(FilePurpose::Sealed { person }, person, &secrets)
    }

    /// Makes an empty file of a person under a lock of its own, which is open when this returns.
    pub(super) fn make_locked(
        &self,
        purpose: FilePurpose,
        person: PersonId,
        secrets: &[NewSlot<'_>],
    ) -> Result<(), HouseholdError> {
        let mut vault = self.dated_keys()?;
        vault.add_locked_file(purpose, secrets, &*self.outside.entropy, |info, key| {
            // A kill while it was made left it there, and no key for it.
            files::remove(&files::path(&self.folder, info))?;
            self.create_file(info, key, person)
        })
    }

    /// What is sealed of a person, if its lock is open: a diary like the other.
    ///
    /// # Errors
    /// [`HouseholdError::NothingSealed`]; [`VaultError::OwnLockShut`]; whatever the file says.
    pub fn sealed(&self, person: PersonId) -> Result<Arc<Diary>, HouseholdError> {
        self.allow(Act::Read, Some(person))?;
        self.opened(FilePurpose::Sealed { person })
    }

    /// As [`Household::open_own`], for what is sealed of a person.
    ///
    /// # Errors
    /// As there; [`HouseholdError::NothingSealed`].
    pub fn open_sealed(&self, person: PersonId, secret: Unlock<'_>) -> Result<(), HouseholdError> {
        self.open_lock(FilePurpose::Sealed { person }, secret)
    }

    /// As [`Household::shut_own`], for what is sealed of a person.
    ///
    /// # Errors
    /// As there; [`HouseholdError::NothingSealed`].
    pub fn shut_sealed(&self, person: PersonId) -> Result<(), HouseholdError> {
        self.shut_lock(FilePurpose::Sealed { person })
    }

    /// As [`Household::own_lock`], for what is sealed of a person.
    pub fn sealed_lock(&self, person: PersonId) -> OwnSlots<'_> {
        OwnSlots { household: self, purpose: FilePurpose::Sealed { person } }
    }

    fn open_lock(&self, purpose: FilePurpose, secret: Unlock<'_>) -> Result<(), HouseholdError> {
        let mut vault = self.keys()?;
        let file = known(&vault, purpose)?;
        let was_shut = vault.is_shut(file.id);
        vault.open_own(file.id, secret)?;
        drop(vault);
        if let Err(error) = self.opened(purpose).map(drop) {
            if was_shut {
                // Nothing is open that cannot be read.
                self.vault().shut_own(file.id);
            }
            return Err(error);
        }
        self.finish_moves();
        Ok(())
    }

    fn shut_lock(&self, purpose: FilePurpose) -> Result<(), HouseholdError> {
        let mut diaries = lock(&self.diaries);
        let file = known(&self.vault(), purpose)?;
        if self.vault().own_lock(file.id).is_none() {
            return Err(VaultError::NoOwnLock.into());
        }
        self.vault().shut_own(file.id);
        let Some(diary) = diaries.remove(&purpose) else { return Ok(()) };
        let noted = self.note_anchors(&diary).map(drop);
        noted.and(diary.pause().map_err(Into::into))
    }

    /// Seals records to the people whose they are and whose lock is shut: the household's key opens them no more.
    pub(super) fn reseal(
        &self,
        theirs: impl IntoIterator<Item = (u64, DeviceId, PersonId)>,
        items: &[Item],
    ) -> Result<Vec<Waiting>, HouseholdError> {
        let mut waiting = Vec::new();
        for (number, device, person) in theirs {
            let item = items.iter().find(|item| item.number == number);
            if let Some(item) = item {
                // Held until it is stored, as with every key that is told to the inbox.
                let vault = self.keys()?;
                let (key, public) = vault.sealing_public(SealingOwner::Person { person })?;
                let context = SealContext { household: self.id(), key, sequence: number };
                let sealed = public
                    .seal(&context, &item.received.to_bytes(), &*self.outside.entropy)
                    .map_err(crate::inbox::InboxError::from)?;
                let before = self.inbox.reseal(number, (key, public), &sealed)?;
                lock(&self.used_keys).extend(before);
            }
            let why = WhyWaiting::Locked(person);
            waiting.push(Waiting { number, device, why, content: None, frame: Vec::new() });
        }
        Ok(waiting)
    }

    pub(super) fn dated_keys(&self) -> Result<MutexGuard<'_, Vault>, HouseholdError> {
        let mut vault = self.keys()?;
        vault.dated(self.outside.clock.now().wall_ms);
        Ok(vault)
    }
}

/// A file of a person, or what to say where there is none.
pub(super) fn known(vault: &Vault, purpose: FilePurpose) -> Result<FileInfo, HouseholdError> {
    vault.file(purpose).map_err(|error| match (error, purpose) {
        (VaultError::NoSuchFile, FilePurpose::Sealed { .. }) => HouseholdError::NothingSealed,
        (VaultError::NoSuchFile, FilePurpose::Diary { .. }) => HouseholdError::NoSuchPerson,
        (VaultError::NoSuchFile, _) => StoreError::Missing(FileKind::Household).into(),
        (other, _) => other.into(),
    })
}

/// The slots of an own lock. Errors and what holds after them: the methods of [`Household`] of the same names, and
/// [`VaultError::NoOwnLock`], [`VaultError::OwnLockShut`].
#[derive(Debug)]
pub struct OwnSlots<'h> {
    pub(super) household: &'h Household,
    pub(super) purpose: FilePurpose,
}

impl OwnSlots<'_> {
    /// The slots, in the order in which they were added; `None` where there is no lock of its own.
    pub fn slots(&self) -> Option<Vec<SlotInfo>> {
        let vault = self.household.vault();
        vault.own_lock(vault.file(self.purpose).ok()?.id)
    }

    /// The slot that opened it; `None` while it is shut.
    pub fn opened_by(&self) -> Option<SlotId> {
        let vault = self.household.vault();
        vault.own_opened_by(vault.file(self.purpose).ok()?.id)
    }

    /// Whether it is there and shut.
    pub fn is_shut(&self) -> bool {
        let vault = self.household.vault();
        vault.file(self.purpose).is_ok_and(|file| vault.is_shut(file.id))
    }

    /// What the shell has to ask its key store with for a slot.
    ///
    /// # Errors
    /// As [`Vault::own_unlock_request`].
    pub fn unlock_request(&self, slot: SlotId) -> Result<UnlockRequest, HouseholdError> {
        let vault = self.household.vault();
        Ok(vault.own_unlock_request(known(&vault, self.purpose)?.id, slot)?)
    }

    /// Puts a new passphrase in the place of an old one.
    ///
    /// # Errors
    /// As [`Household::change_passphrase`].
    pub fn change_passphrase(
        &self,
        slot: Option<SlotId>,
        new: &Passphrase,
        cost: Argon2Cost,
    ) -> Result<SlotId, HouseholdError> {
        self.with(|mut lock| lock.change_passphrase(slot, new, cost, &*self.household.outside.entropy))
    }

    /// Adds a passphrase beside those there are.
    ///
    /// # Errors
    /// As [`Household::add_passphrase`].
    pub fn add_passphrase(&self, new: &Passphrase, cost: Argon2Cost) -> Result<SlotId, HouseholdError> {
        self.with(|mut lock| lock.add_passphrase(new, cost, &*self.household.outside.entropy))
    }

    /// Makes this the recovery code; every earlier one of this lock stops working.
    ///
    /// # Errors
    /// As [`Household::change_recovery_code`].
    pub fn change_recovery_code(&self, new: &RecoveryCode) -> Result<SlotId, HouseholdError> {
        self.with(|mut lock| lock.change_recovery_code(new, &*self.household.outside.entropy))
    }

    /// Takes a way in away; never the last one that lasts.
    ///
    /// # Errors
    /// As [`Household::remove_slot`].
    pub fn remove_slot(&self, slot: SlotId) -> Result<(), HouseholdError> {
        self.with(|mut lock| lock.take_away(slot))
    }

    /// Adds a slot for a key that the phone's key store has taken.
    ///
    /// # Errors
    /// As [`Household::add_key_store`].
    pub fn add_key_store(&self, offer: &Offer, blob: &[u8]) -> Result<SlotId, HouseholdError> {
        self.with(|mut lock| lock.add_key_store(offer, blob, &*self.household.outside.entropy))
    }

    /// Raises what it costs to try the passphrase that opened it.
    ///
    /// # Errors
    /// As [`Household::raise_cost`].
    pub fn raise_cost(&self, passphrase: &Passphrase) -> Result<Option<Argon2Cost>, HouseholdError> {
        let opened = self.opened_by();
        let cost = self
            .slots()
            .unwrap_or_default()
            .into_iter()
            .find(|slot| opened.is_some() && Some(slot.id) == opened)
            .and_then(|slot| slot.cost);
        if cost.is_none_or(|cost| cost.raised(Argon2Cost::STANDARD).is_none()) {
            return Ok(None);
        }
        let measured = Argon2Cost::measured(&*self.household.outside.clock, PATIENCE_MS)?;
        self.with(|mut lock| lock.raise_cost(passphrase, measured, &*self.household.outside.entropy))
    }

    fn with<T>(&self, work: impl FnOnce(LockMut<'_>) -> Result<T, VaultError>) -> Result<T, HouseholdError> {
        let mut vault = self.household.dated_keys()?;
        let file = known(&vault, self.purpose)?;
        Ok(work(vault.lock(Lock::Own(file.id)))?)
    }
}
