//! The unlocked vault: created, changed, saved.
//!
//! Changes are made in memory and are **done only when [`Vault::save`] has returned**: use a new file key, or tell a
//! user that a slot is gone, after that and not before.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::ports::Entropy;

use super::copies::{self, NotSaved, Notice};
use super::error::{Part, VaultError};
use super::keyfile::{FilePurpose, KeyBody, KeyFile, SealingOwner};
use super::own::OpenLock;
use super::secret::Secret;
use super::slot::{NewSlot, SlotInfo};
use super::wrap::derive;
use crate::id::{FileId, HouseholdId, PersonId, SlotId};

const DAY_MS: i64 = 86_400_000;

/// What is derived from the household key, once.
#[derive(Debug)]
pub(super) struct Keys {
    /// Wraps the keys of files.
    pub(super) files: Secret<32>,
    /// Wraps private sealing keys.
    pub(super) sealing: Secret<32>,
    /// Authenticates the key file.
    pub(super) mac: Secret<32>,
}

impl Keys {
    pub(super) fn new(household: HouseholdId, key: &Secret<32>) -> Self {
        let derived = |purpose: &str| derive(key.expose(), household.as_bytes(), purpose);
        Self {
            files: derived("health-diary/keys/1 wrap file keys"),
            sealing: derived("health-diary/keys/1 wrap sealing keys"),
            mac: derived("health-diary/keys/1 authenticate the key file"),
        }
    }
}

/// An unlocked household: the keys of all its files.
#[derive(Debug)]
pub struct Vault {
    dir: PathBuf,
    pub(super) body: KeyBody,
    pub(super) household_key: Secret<32>,
    pub(super) keys: Keys,
    notice: Option<Notice>,
    /// The contents that may lie on disk without anyone else having written: as loaded, and each attempt since.
    known: Vec<[u8; 32]>,
    pub(super) saved: bool,
    /// The slot that opened it; `None` for a household that was just made.
    pub(super) opened_by: Option<SlotId>,
    /// The own locks that were opened, by their files.
    pub(super) own_open: BTreeMap<FileId, OpenLock>,
    /// The day that new slots carry, counted from 1970-01-01 in UTC.
    pub(super) today: Option<u32>,
}

impl Vault {
    /// The vault of a key file that is known to be authentic.
    pub(super) fn loaded(
        dir: PathBuf,
        file: &KeyFile,
        notice: Option<Notice>,
        opened_by: SlotId,
        household_key: Secret<32>,
        keys: Keys,
    ) -> Self {
        let (known, opened_by) = (vec![file.mac()], Some(opened_by));
        let body = file.body.clone();
        Self {
            dir,
            body,
            household_key,
            keys,
            notice,
            known,
            saved: true,
            opened_by,
            own_open: BTreeMap::new(),
            today: None,
        }
    }

    /// Makes a household in an existing folder: household key, household file, inbox, sealing key, and one slot for
    /// each secret. Both copies of the key file are on disk when this returns.
    ///
    /// # Errors
    /// [`VaultError::Exists`] when a key file, whole or not, is already there; [`VaultError::LastSlot`] without any
    /// secret; [`VaultError::PassphraseTooShort`], [`VaultError::Bounds`], [`VaultError::NoMemory`] from a slot;
    /// [`VaultError::NoEntropy`]; [`VaultError::Io`].
    pub fn create(
        dir: &Path,
        household: HouseholdId,
        secrets: &[NewSlot<'_>],
        entropy: &dyn Entropy,
    ) -> Result<Self, VaultError> {
        Self::create_at(dir, household, secrets, None, entropy)
    }

    /// As [`Vault::create`]; the slots carry the day of `wall_ms`, as [`Vault::dated`] says.
    ///
    /// # Errors
    /// As [`Vault::create`].
    pub fn create_at(
        dir: &Path,
        household: HouseholdId,
        secrets: &[NewSlot<'_>],
        wall_ms: Option<i64>,
        entropy: &dyn Entropy,
    ) -> Result<Self, VaultError> {
        if copies::any(dir) {
            return Err(VaultError::Exists);
        }
        if secrets.is_empty() {
            return Err(VaultError::LastSlot);
        }
        let household_key = Secret::random(entropy)?;
        let mut vault = Self {
            dir: dir.to_owned(),
            body: KeyBody::new(household),
            keys: Keys::new(household, &household_key),
            household_key,
            notice: None,
            known: Vec::new(),
            saved: false,
            opened_by: None,
            own_open: BTreeMap::new(),
            today: wall_ms.and_then(day),
        };
        for secret in secrets {
            vault.add_slot(*secret, entropy)?;
        }
        vault.add_file(FilePurpose::Household, entropy)?;
        vault.add_file(FilePurpose::Inbox, entropy)?;
        vault.add_sealing_key(SealingOwner::Household, entropy)?;
        vault.save()?;
        Ok(vault)
    }

    /// Writes the changes to both copies, the second after the first.
    ///
    /// On an error the changes stay in memory, and may or may not be on disk: save again. Both copies are written even
    /// when nothing changed, which is also how a [`Notice`] is settled.
    ///
    /// # Errors
    /// [`VaultError::ChangedElsewhere`] when another program has saved since, [`VaultError::Newer`] when that was a
    /// later version of it, [`VaultError::Io`].
    pub fn save(&mut self) -> Result<(), VaultError> {
        self.try_save().map_err(|not| not.error)
    }

    /// As [`Vault::save`], and says how far it came.
    pub(super) fn try_save(&mut self) -> Result<(), NotSaved> {
        match copies::load(&self.dir) {
            Ok((file, _)) if !self.known.contains(&file.mac()) => {
                return Err(VaultError::ChangedElsewhere.into());
            }
            Err(VaultError::Newer) => return Err(VaultError::Newer.into()),
            // Missing or damaged: what is in memory is authentic, and saving it is the repair that was asked for.
            Ok(_) | Err(_) => {}
        }
        self.saved = false;
        self.body.generation += 1;
        self.body.settle_version();
        let bytes = self.body.to_bytes(&self.keys.mac);
        let written = KeyFile::from_bytes(&bytes).map_err(|_| VaultError::Damaged(Part::Keys))?;
        self.known.push(written.mac());
        copies::save(&self.dir, &bytes)?;
        self.known = vec![written.mac()];
        self.notice = None;
        self.saved = true;
        Ok(())
    }

    /// The bytes of the key file as it was saved last, and how often it was saved; with `only`, of one that names nobody
    /// but this person.
    ///
    /// # Errors
    /// As [`super::LockedVault::load`]; [`VaultError::ChangedElsewhere`] where it is not what this vault saved.
    pub fn key_file(&self, only: Option<PersonId>) -> Result<(Vec<u8>, u64), VaultError> {
        let (KeyFile { mut body, .. }, _) = copies::load(&self.dir).and_then(|loaded| {
            let saved = self.known.contains(&loaded.0.mac());
            if saved { Ok(loaded) } else { Err(VaultError::ChangedElsewhere) }
        })?;
        if let Some(person) = only {
            body.keep_only(person);
        }
        Ok((body.to_bytes(&self.keys.mac), body.generation))
    }

    /// Writes the bytes of a key file as both copies into a folder that has none.
    ///
    /// # Errors
    /// [`VaultError::Exists`], [`VaultError::Damaged`], [`VaultError::Newer`], [`VaultError::Io`].
    pub fn put_key_file(dir: &Path, bytes: &[u8]) -> Result<(), VaultError> {
        if copies::any(dir) {
            return Err(VaultError::Exists);
        }
        super::LockedVault::of_bytes(bytes)?;
        copies::save(dir, bytes).map_err(|not| not.error)
    }

    /// Goes on from a file that is known to be authentic; whether it is another content than the last known one.
    pub(super) fn adopt(&mut self, file: &KeyFile, notice: Option<Notice>) -> bool {
        let changed = self.known.last() != Some(&file.mac());
        self.body = file.body.clone();
        // A lock whose file is under another key now is shut again.
        self.shut_changed_locks();
        (self.known, self.notice, self.saved) = (vec![file.mac()], notice, true);
        changed
    }

    /// Notes the day (UTC) of a wall clock, in milliseconds since 1970: slots made from now on carry it, in the open.
    ///
    /// A clock before 1970 gives no day.
    pub fn dated(&mut self, wall_ms: i64) {
        self.today = day(wall_ms);
    }

    /// The slot that opened this vault; `None` for a household that was just made.
    pub fn opened_by(&self) -> Option<SlotId> {
        self.opened_by
    }

    /// The content that the last failed save tried to write.
    pub(super) fn last_tried(&self) -> Option<[u8; 32]> {
        self.known.iter().skip(1).next_back().copied()
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Whether nothing was changed since the last load or save.
    pub fn is_saved(&self) -> bool {
        self.saved
    }

    /// What was wrong with one copy at loading; `None` once saved.
    pub fn notice(&self) -> Option<Notice> {
        self.notice
    }

    /// Whether both copies are whole and say what is in memory, as far as is known: so only was nothing cut short.
    pub fn copies_agree(&self) -> bool {
        self.saved && self.notice.is_none()
    }

    /// The household.
    pub fn household(&self) -> HouseholdId {
        self.body.household
    }

    /// The slots, in the order in which they were added.
    pub fn slots(&self) -> Vec<SlotInfo> {
        slots(&self.body)
    }

    /// Adds a way in; save afterwards.
    ///
    /// # Errors
    /// [`VaultError::PassphraseTooShort`], [`VaultError::WeakPassphrase`], [`VaultError::Bounds`],
    /// [`VaultError::NoMemory`], [`VaultError::Full`], [`VaultError::NoEntropy`]; nothing is changed then.
    pub fn add_slot(&mut self, secret: NewSlot<'_>, entropy: &dyn Entropy) -> Result<SlotId, VaultError> {
        self.household_lock().add_slot(secret, entropy)
    }

    /// Puts a new secret in the place of a slot; save afterwards. The new slot has a new id.
    ///
    /// Whoever kept an old key file and knows the old secret still has the household key.
    ///
    /// # Errors
    /// [`VaultError::NoSuchSlot`] and what [`Vault::add_slot`] gives; nothing is changed then.
    pub fn replace_slot(
        &mut self,
        old: SlotId,
        secret: NewSlot<'_>,
        entropy: &dyn Entropy,
    ) -> Result<SlotId, VaultError> {
        self.household_lock().replace_slot(old, secret, entropy)
    }

    /// Takes a way in away; save afterwards.
    ///
    /// # Errors
    /// [`VaultError::NoSuchSlot`]; [`VaultError::LastSlot`] when no usable passphrase or recovery code would remain: a
    /// phone's key store alone is no way in to rely on.
    pub fn remove_slot(&mut self, id: SlotId) -> Result<(), VaultError> {
        self.household_lock().remove_slot(id)
    }
}

/// The slots of a key file, as they lie in the open.
pub(super) fn slots(body: &KeyBody) -> Vec<SlotInfo> {
    body.slots.iter().map(|slot| slot.info(body.household.into())).collect()
}

/// Whether one more fits.
pub(super) fn room(used: usize, most: usize) -> Result<(), VaultError> {
    if used < most { Ok(()) } else { Err(VaultError::Full) }
}

fn day(wall_ms: i64) -> Option<u32> {
    u32::try_from(wall_ms.div_euclid(DAY_MS)).ok()
}
