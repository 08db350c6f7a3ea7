//! Locks of one's own that end, or begin anew: a diary given back to the household, and new keys after a secret leaked.
//!
//! Both are the next generation of the file, as a hand-over is ([`super::own`]): the keys that led to it before lead to
//! nothing that is there afterwards.

use super::error::HouseholdError;
use super::generation::Step;
use super::home::{Household, lock};
use super::operation::{GivingBack, HandingOver, Meaning, meaning};
use super::own::OwnSlots;
use super::roles::Act;
use crate::backup;
use crate::id::{FileId, PersonId};
use crate::journal;
use crate::ports::Folder;
use crate::vault::{Argon2Cost, NewSlot, Passphrase, RecoveryCode, SealContext, VaultError};

impl Household {
    /// Gives a person's diary back: from now on it opens with whatever opens the household, and its own passphrase and code
    /// open nothing. Its lock has to be open. Who holds the diary goes on in it.
    ///
    /// # Errors
    /// [`VaultError::NoOwnLock`]; [`VaultError::OwnLockShut`]; as [`Household::renew`].
    pub fn give_back(&self, person: PersonId) -> Result<(), HouseholdError> {
        self.give_back_watched(person, &|_| {})
    }

    /// As [`Household::give_back`]; `watch` sees each step when it is done.
    pub(super) fn give_back_watched(
        &self,
        person: PersonId,
        watch: &dyn Fn(Step),
    ) -> Result<(), HouseholdError> {
        self.allow(Act::HandOver, Some(person))?;
        let _no_hand_on = lock(&self.handing_on);
        let diary = self.diary_of(person)?;
        let file = diary.file();
        if self.vault().own_lock(file).is_none() {
            return Err(VaultError::NoOwnLock.into());
        }
        // That it was to be is noted first: a backup that finds the file given back looks for when.
        self.record(GivingBack { person, file }.change(self.author()))?;
        self.note_anchors(&diary)?;
        let diaries = lock(&self.diaries);
        let mut vault = self.keys()?;
        let switched = self.made_anew(&diaries, &mut vault, &[file], watch, |vault, make| {
            vault.give_back(person, &*self.outside.entropy, make)
        });
        drop((vault, diaries));
        self.seal_to_newest();
        switched
    }

    /// Notes that a diary is about to get a lock of its own.
    pub(super) fn note_handing_over(&self, person: PersonId, file: FileId) -> Result<(), HouseholdError> {
        self.record(HandingOver { person, file }.change(self.author())).map(drop)
    }

    /// Tells the inbox the newest sealing keys, seals to them what waits under older ones and can be opened now, and
    /// destroys those with nothing left under them.
    ///
    /// Nothing is handed on meanwhile. What keeps it from being done keeps nothing else: the older keys are there, and open
    /// what is sealed to them. Nothing is destroyed while one copy of the key file may still need it.
    pub(super) fn seal_to_newest(&self) {
        if self.tell_inbox().is_err() || !self.vault().copies_agree() {
            return;
        }
        for sealed in self.inbox.waiting().unwrap_or_default() {
            let context = |key| SealContext { household: self.id(), key, sequence: sealed.number };
            // Held until it is stored, as with every key that is told to the inbox.
            let Ok(vault) = self.keys() else { return };
            let keys = vault.sealing_keys();
            let Some((_, owner, _)) = keys.iter().find(|(id, ..)| *id == sealed.recipient) else { continue };
            let Ok((newest, public)) = vault.sealing_public(*owner) else { continue };
            if newest == sealed.recipient {
                continue;
            }
            let Ok(private) = vault.sealing_private(sealed.recipient) else { continue };
            let Ok(opened) = private.open(&context(sealed.recipient), &sealed.bytes) else { continue };
            let again = public.seal(&context(newest), &opened, &*self.outside.entropy);
            let Ok(again) = again else { return };
            if self.inbox.reseal(sealed.number, (newest, public), &again).is_err() {
                return;
            }
        }
        let _ = self.renew_sealing(super::hand_on::Step::Dropped);
    }

    /// Takes away what a folder of backups has in lines of their own of files that were given back since: the household's
    /// line has them; and of those of people who were removed. Only for whoever goes on from what is in the folder.
    pub(super) fn forget_own_lines(&self, folder: &dyn Folder) -> Result<u64, HouseholdError> {
        let mut given_back = Vec::new();
        self.store.read(|reader| {
            journal::in_order::<HouseholdError>(reader, |operation| {
                match meaning(&operation)? {
                    Meaning::GivingBack(GivingBack { file, .. }) => given_back.push(file),
                    Meaning::HandingOver(HandingOver { file, .. }) => given_back.retain(|one| *one != file),
                    Meaning::PersonRemoved(removed) => given_back.extend(removed.files),
                    _ => {}
                }
                Ok(())
            })
        })?;
        given_back.retain(|file| self.vault().own_lock(*file).is_none());
        let mut removed = 0;
        for file in given_back {
            removed += backup::remove_own(folder, file)?;
        }
        Ok(removed)
    }
}

impl OwnSlots<'_> {
    /// Makes this lock new, because somebody may know a secret of it: another own key, this passphrase and code alone, and
    /// the file's next generation. Every other way in is gone, phones' key stores too. The lock has to be open, and stays so.
    ///
    /// `code` comes from [`Household::draw_recovery_code`]; show it and have it written down first. What somebody copied
    /// before, and a secret of then, still open what was in the copies.
    ///
    /// # Errors
    /// [`VaultError::NoOwnLock`], [`VaultError::OwnLockShut`]; [`VaultError::WeakPassphrase`] and the like before anything is
    /// made; as [`Household::renew`].
    pub fn rotate(
        &self,
        passphrase: &Passphrase,
        cost: Argon2Cost,
        code: &RecoveryCode,
    ) -> Result<(), HouseholdError> {
        self.rotate_watched(passphrase, cost, code, &|_| {})
    }

    /// As [`OwnSlots::rotate`]; `watch` sees each step when it is done.
    pub(super) fn rotate_watched(
        &self,
        passphrase: &Passphrase,
        cost: Argon2Cost,
        code: &RecoveryCode,
        watch: &dyn Fn(Step),
    ) -> Result<(), HouseholdError> {
        passphrase.check_new()?;
        let Self { household, purpose } = *self;
        let _no_hand_on = lock(&household.handing_on);
        let diary = household.opened(purpose)?;
        if household.vault().own_lock(diary.file()).is_none() {
            return Err(VaultError::NoOwnLock.into());
        }
        // What is attached from now on is under a media key that nobody can have copied.
        diary.renew_media_key()?;
        household.note_anchors(&diary)?;
        let diaries = lock(&household.diaries);
        let mut vault = household.dated_keys()?;
        let secrets = [NewSlot::Passphrase(passphrase, cost), NewSlot::Recovery(code)];
        let entropy = &*household.outside.entropy;
        let switched = household.made_anew(&diaries, &mut vault, &[diary.file()], watch, |vault, make| {
            vault.rotate_own(diary.file(), &secrets, entropy, make)
        });
        drop((vault, diaries));
        household.seal_to_newest();
        switched
    }
}
