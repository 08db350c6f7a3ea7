//! New keys: one file's, or those of the whole household.
//!
//! Both are one mechanism. A file is made anew beside the old one under a new random key ([`crate::store::NextGeneration`]),
//! saving the key file is the switch, and then the old file goes. Everybody who holds the household or a diary of it goes
//! on in the new file: writers wait while it is made, and the file behind their handle is exchanged before they go on, so
//! that nothing can be written to the old one. A device that sends meanwhile waits like any other writer.
//!
//! A kill anywhere leaves a file that the key file names, and perhaps one that it does not name; that one is removed once
//! the other was opened and checked ([`Household::unlock`], [`Household::diary`]).

use std::collections::BTreeMap;
use std::sync::{Arc, MutexGuard};

use super::error::HouseholdError;
use super::files;
use super::home::{Household, lock};
use super::roles::Act;
use crate::diary::Diary;
use crate::id::{FileId, PersonId};
use crate::store::NextGeneration;
use crate::vault::{
    Argon2Cost, FileInfo, FilePurpose, Installation, NewSlot, Passphrase, RecoveryCode, Secret, Vault,
    VaultError,
};

/// The steps of a renewal, each durable before the next; a kill can come between any two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The next generation of a file is whole on the disk, and nothing names it.
    Made,
    /// Both copies of the key file name the new generations.
    Switched,
    /// The old generations are gone.
    Removed,
}

/// What renewing one file did.
#[derive(Debug, PartialEq, Eq)]
pub struct Renewed {
    /// Bytes of the file before.
    pub bytes_before: u64,
    /// Bytes of the file now; less where much was deleted.
    pub bytes_after: u64,
    /// The installation's marker with the new receive key, for the shell to keep: given for the inbox only.
    pub installation: Option<Installation>,
}

/// What a rotation did.
#[derive(Debug, PartialEq)]
pub struct Rotated {
    /// The installation's marker with the new receive key, for the shell to keep.
    pub installation: Installation,
    /// Diaries, and what is sealed, that could not be opened and keep their keys, each with the reason: a lock of its own
    /// that is shut, too.
    pub left: Vec<(PersonId, HouseholdError)>,
}

/// The diaries that are open, held so that none is opened or closed meanwhile.
type Diaries<'h> = MutexGuard<'h, BTreeMap<FilePurpose, Arc<Diary>>>;
/// Makes a file's next generation under a key.
pub(super) type Make<'m> = dyn FnMut(FileInfo, &Secret<32>) -> Result<(), HouseholdError> + 'm;

impl Household {
    /// Gives one file a new random key, as its next generation: the same content in a file without traces of what was
    /// deleted, and of no use to whoever kept the old key.
    ///
    /// Undoes nothing of what somebody copied before. Takes as long as reading the file four times, and needs room for it
    /// twice; other threads wait for keys and to write to that file.
    ///
    /// # Errors
    /// [`HouseholdError::NoSuchPerson`], [`StoreError::Full`](crate::store::StoreError::Full),
    /// [`StoreError::Damaged`](crate::store::StoreError::Damaged), and what saving the keys gives; the
    /// old file is in use then. After [`VaultError::OneCopy`] the new one is, and the old one stays until the keys are saved.
    pub fn renew(&self, file: FilePurpose) -> Result<Renewed, HouseholdError> {
        self.renew_watched(file, &|_| {})
    }

    /// As [`Household::renew`]; `watch` sees each step when it is done.
    pub(super) fn renew_watched(
        &self,
        purpose: FilePurpose,
        watch: &dyn Fn(Step),
    ) -> Result<Renewed, HouseholdError> {
        if let FilePurpose::Diary { .. } | FilePurpose::Sealed { .. } = purpose {
            self.opened(purpose)?;
        }
        let diaries = lock(&self.diaries);
        let mut vault = self.keys()?;
        let old = vault.file(purpose)?;
        let bytes_before = self.bytes_of(old);
        self.made_anew(&diaries, &mut vault, &[old.id], watch, |vault, make| {
            vault.next_generation(old.id, &*self.outside.entropy, make)
        })?;
        let installation = match purpose {
            FilePurpose::Inbox => Some(self.renew_installation(&vault)?),
            FilePurpose::Household
            | FilePurpose::Diary { .. }
            | FilePurpose::Sealed { .. }
            | FilePurpose::Backup => None,
        };
        let bytes_after = self.bytes_of(vault.file(purpose)?);
        Ok(Renewed { bytes_before, bytes_after, installation })
    }

    /// Makes everything new that a secret of the household may have led to: household key, slots, receive key, the keys
    /// of all files that can be opened now, and new sealing keys.
    ///
    /// `code` comes from [`Household::draw_recovery_code`]; show it and have it written down first. **Every other way in
    /// is gone**, phones' key stores too. What somebody copied before, and an old secret, still open what was in the copies.
    ///
    /// # Errors
    /// As [`Household::renew`]; [`VaultError::WeakPassphrase`] and the like before anything is made.
    pub fn rotate(
        &self,
        passphrase: &Passphrase,
        cost: Argon2Cost,
        code: &RecoveryCode,
    ) -> Result<Rotated, HouseholdError> {
        self.allow(Act::Secrets, None)?;
        self.rotate_watched(passphrase, cost, code, &|_| {})
    }

    /// As [`Household::rotate`]; `watch` sees each step when it is done, [`Step::Made`] once a file.
    pub(super) fn rotate_watched(
        &self,
        passphrase: &Passphrase,
        cost: Argon2Cost,
        code: &RecoveryCode,
        watch: &dyn Fn(Step),
    ) -> Result<Rotated, HouseholdError> {
        passphrase.check_new()?;
        let no_hand_on = lock(&self.handing_on);
        let files = self.vault().files();
        let mut renewed = Vec::new();
        let mut left = Vec::new();
        for file in &files {
            match file.purpose {
                // Backups have no file here: the next run writes them anew under the new key.
                FilePurpose::Household | FilePurpose::Inbox | FilePurpose::Backup => renewed.push(file.id),
                FilePurpose::Diary { person } | FilePurpose::Sealed { person } => {
                    match self.opened(file.purpose) {
                        // What is attached from now on is under a media key that nobody can have copied.
                        Ok(diary) => {
                            diary.renew_media_key()?;
                            renewed.push(file.id);
                        }
                        Err(error) => left.push((person, error)),
                    }
                }
            }
        }
        let diaries = lock(&self.diaries);
        let mut vault = self.keys()?;
        if vault.files().len() != files.len() {
            // Somebody was added meanwhile: their diary's key was under the old household key too.
            drop((vault, diaries, no_hand_on));
            return self.rotate_watched(passphrase, cost, code, watch);
        }
        vault.dated(self.outside.clock.now().wall_ms);
        let secrets = [NewSlot::Passphrase(passphrase, cost), NewSlot::Recovery(code)];
        self.made_anew(&diaries, &mut vault, &renewed, watch, |vault, make| {
            vault.rotate(&secrets, &renewed, &*self.outside.entropy, |info, key| {
                if info.purpose == FilePurpose::Backup { Ok(()) } else { make(info, key) }
            })
        })?;
        let installation = self.renew_installation(&vault)?;
        drop((vault, diaries));
        // What keeps it from being done is done by the next hand-on; the old keys still open what is sealed to them.
        self.seal_to_newest();
        Ok(Rotated { installation, left })
    }

    /// Makes the next generation of files, and goes on in them once `save` has kept the keys that lead to them.
    ///
    /// `save` changes the key file and calls what it is given for each file that gets a new key, before it saves.
    pub(super) fn made_anew<T>(
        &self,
        diaries: &Diaries<'_>,
        vault: &mut Vault,
        files: &[FileId],
        watch: &dyn Fn(Step),
        save: impl FnOnce(&mut Vault, &mut Make<'_>) -> Result<T, HouseholdError>,
    ) -> Result<T, HouseholdError> {
        let mut made = Vec::new();
        let saved = save(vault, &mut |info, key| {
            made.push(self.make_next(diaries, info, key)?);
            watch(Step::Made);
            Ok(())
        });
        self.switch(made, saved, files, &vault.files(), watch)
    }

    /// The next generation of an open file, in the place that is its own.
    fn make_next<'s>(
        &'s self,
        diaries: &'s Diaries<'_>,
        info: FileInfo,
        key: &Secret<32>,
    ) -> Result<NextGeneration<'s>, HouseholdError> {
        let path = files::path(&self.folder, info);
        if let (true, Some(diary)) = (path.exists(), diaries.get(&info.purpose)) {
            self.not_older(diary)?;
        }
        // A kill left it there: both copies of the key file name the generation before, and no key for this one is left.
        files::remove(&path)?;
        Ok(match info.purpose {
            FilePurpose::Household => self.store.next_generation(&path, key.expose())?,
            FilePurpose::Inbox => self.inbox.next_generation(&path, key.expose())?,
            FilePurpose::Diary { .. } | FilePurpose::Sealed { .. } => {
                let diary = diaries.get(&info.purpose).ok_or(HouseholdError::NoSuchPerson)?;
                diary.next_generation(&path, key.expose())?
            }
            FilePurpose::Backup => return Err(VaultError::NoSuchFile.into()),
        })
    }

    /// Goes on in the new files if the key file names them, and in the old ones if it does not.
    fn switch<T>(
        &self,
        made: Vec<NextGeneration<'_>>,
        saved: Result<T, HouseholdError>,
        renewed: &[FileId],
        files: &[FileInfo],
        watch: &dyn Fn(Step),
    ) -> Result<T, HouseholdError> {
        // One copy of the key file that names the new files is one that the next unlock follows.
        let half = matches!(saved, Err(HouseholdError::Vault(VaultError::OneCopy)));
        if saved.is_err() && !half {
            made.into_iter().for_each(NextGeneration::discard);
            return saved;
        }
        if !half {
            watch(Step::Switched);
        }
        made.into_iter().for_each(NextGeneration::take_over);
        if !half {
            for file in files.iter().filter(|file| renewed.contains(&file.id)) {
                // What cannot be removed now is at the next opening.
                let _ = files::remove_other_generations(&self.folder, *file);
            }
            watch(Step::Removed);
        }
        saved
    }

    /// Removes other generations of a file that a kill left, once this one is open: only where both copies of the key
    /// file name this one, and after `check` found all of it here. A diary that is older than the household knows it was put
    /// back, with a key file of then: what lies beside it may be the newer one.
    pub(super) fn tidy(
        &self,
        file: FileInfo,
        check: impl FnOnce() -> Result<(), HouseholdError>,
    ) -> Result<(), HouseholdError> {
        if !self.vault().copies_agree() || files::other_generations(&self.folder, file)?.is_empty() {
            return Ok(());
        }
        check()?;
        Ok(files::remove_other_generations(&self.folder, file)?)
    }

    fn renew_installation(&self, vault: &Vault) -> Result<Installation, HouseholdError> {
        let mut installation = lock(&self.installation);
        *installation = vault.renewed_installation(&installation)?;
        Ok(installation.duplicate())
    }

    pub(super) fn bytes_of(&self, file: FileInfo) -> u64 {
        files::bytes_of(&files::path(&self.folder, file))
    }
}
