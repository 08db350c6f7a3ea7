//! The vault of a household: created, loaded, unlocked, changed, saved.
//!
//! [`LockedVault`] knows what lies in the open: slots, files, public sealing keys. [`Vault`] holds the household key
//! and gives the others. Changes are made in memory and are **done only when [`Vault::save`] has returned**: use a new
//! file key, or tell a user that a slot is gone, after that and not before.

use std::path::{Path, PathBuf};

use crate::ports::Entropy;

use super::copies::{self, Notice};
use super::error::{Part, VaultError};
use super::ids::{FileId, Hex, HouseholdId, SealingKeyId, SlotId};
use super::keyfile::{
    FileInfo, FilePurpose, FileRecord, KeyBody, KeyFile, MOST_FILES, MOST_SEALING, MOST_SLOTS, SealingOwner,
    SealingRecord,
};
use super::recovery::RecoveryCode;
use super::seal::{SealingPrivate, SealingPublic};
use super::secret::{Passphrase, Secret};
use super::slot::{NewSlot, Slot, SlotInfo};
use super::wrap::{Wrapped, associated, derive};

/// What a person unlocks with.
#[derive(Debug, Clone, Copy)]
pub enum Unlock<'a> {
    /// A passphrase.
    Passphrase(&'a Passphrase),
    /// A recovery code.
    Recovery(&'a RecoveryCode),
}

/// A household's keys as they were found, not yet opened.
#[derive(Debug)]
pub struct LockedVault {
    dir: PathBuf,
    file: KeyFile,
    notice: Option<Notice>,
}

impl LockedVault {
    /// Reads the key file of the household in `dir`; writes nothing.
    ///
    /// # Errors
    /// [`VaultError::Missing`] when neither copy is there, [`VaultError::Damaged`] when none of those there is whole,
    /// [`VaultError::Newer`] when one was written by a later version, [`VaultError::Io`] when neither could be read.
    pub fn load(dir: &Path) -> Result<Self, VaultError> {
        let (file, notice) = copies::load(dir)?;
        Ok(Self { dir: dir.to_owned(), file, notice })
    }

    /// What is wrong with the copy that was not used, if anything is.
    pub fn notice(&self) -> Option<Notice> {
        self.notice
    }

    /// The household that the key file names. Anyone could have written it there until the vault is unlocked.
    pub fn household(&self) -> HouseholdId {
        self.file.body.household
    }

    /// The slots, in the order in which they were added.
    pub fn slots(&self) -> Vec<SlotInfo> {
        slots(&self.file.body)
    }

    /// The encrypted files that the household should have.
    pub fn files(&self) -> Vec<FileInfo> {
        self.file.body.files.iter().map(FileRecord::info).collect()
    }

    /// Opens the household with the first slot that takes the secret; writes nothing.
    ///
    /// Takes as long as Argon2id does, once a passphrase slot; nothing else may wait for it on the same thread.
    ///
    /// # Errors
    /// [`VaultError::WrongSecret`] when every slot of that kind was tried; where one of them could not be tried, its
    /// [`VaultError::Damaged`], [`VaultError::Bounds`] or [`VaultError::NoMemory`] instead.
    /// [`VaultError::Tampered`] when the secret is right and the key file was not written with it.
    pub fn unlock(&self, secret: Unlock<'_>) -> Result<Vault, VaultError> {
        let body = &self.file.body;
        let mut failure = VaultError::WrongSecret;
        for slot in &body.slots {
            let opened = match secret {
                Unlock::Passphrase(passphrase) => slot.open_passphrase(body.household, passphrase),
                Unlock::Recovery(code) => slot.open_recovery(body.household, code),
            };
            match opened {
                Ok(key) => return self.opened(key),
                Err(VaultError::WrongSecret) => {}
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }

    fn opened(&self, key: Secret<32>) -> Result<Vault, VaultError> {
        let keys = Keys::new(self.file.body.household, &key);
        if !self.file.is_authentic(&keys.mac) {
            return Err(VaultError::Tampered);
        }
        Ok(Vault {
            dir: self.dir.clone(),
            body: self.file.body.clone(),
            household_key: key,
            keys,
            notice: self.notice,
            known: vec![self.file.mac()],
            saved: true,
        })
    }
}

/// What is derived from the household key, once.
#[derive(Debug)]
struct Keys {
    /// Wraps the keys of files.
    files: Secret<32>,
    /// Wraps private sealing keys.
    sealing: Secret<32>,
    /// Authenticates the key file.
    mac: Secret<32>,
}

impl Keys {
    fn new(household: HouseholdId, key: &Secret<32>) -> Self {
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
    body: KeyBody,
    household_key: Secret<32>,
    keys: Keys,
    notice: Option<Notice>,
    /// The contents that may lie on disk without anyone else having written: as loaded, and each attempt since.
    known: Vec<[u8; 32]>,
    saved: bool,
}

impl Vault {
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
        match copies::load(&self.dir) {
            Ok((file, _)) if !self.known.contains(&file.mac()) => return Err(VaultError::ChangedElsewhere),
            Err(VaultError::Newer) => return Err(VaultError::Newer),
            // Missing or damaged: what is in memory is authentic, and saving it is the repair that was asked for.
            Ok(_) | Err(_) => {}
        }
        self.saved = false;
        self.body.generation += 1;
        let bytes = self.body.to_bytes(&self.keys.mac);
        let written = KeyFile::from_bytes(&bytes).map_err(|_| VaultError::Damaged(Part::Keys))?;
        self.known.push(written.mac());
        copies::save(&self.dir, &bytes)?;
        self.known = vec![written.mac()];
        self.notice = None;
        self.saved = true;
        Ok(())
    }

    /// Whether nothing was changed since the last load or save.
    pub fn is_saved(&self) -> bool {
        self.saved
    }

    /// What was wrong with one copy at loading; `None` once saved.
    pub fn notice(&self) -> Option<Notice> {
        self.notice
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
    /// [`VaultError::PassphraseTooShort`], [`VaultError::Bounds`], [`VaultError::NoMemory`], [`VaultError::Full`],
    /// [`VaultError::NoEntropy`]; nothing is changed then.
    pub fn add_slot(&mut self, secret: NewSlot<'_>, entropy: &dyn Entropy) -> Result<SlotId, VaultError> {
        room(self.body.slots.len(), MOST_SLOTS)?;
        let slot = Slot::new(self.body.household, secret, &self.household_key, entropy)?;
        let id = slot.id();
        self.body.slots.push(slot);
        self.saved = false;
        Ok(id)
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
        let household = self.body.household;
        let place = self.body.slots.iter_mut().find(|slot| slot.id() == old).ok_or(VaultError::NoSuchSlot)?;
        *place = Slot::new(household, secret, &self.household_key, entropy)?;
        self.saved = false;
        Ok(place.id())
    }

    /// Takes a way in away; save afterwards.
    ///
    /// # Errors
    /// [`VaultError::NoSuchSlot`]; [`VaultError::LastSlot`] when no usable slot would remain.
    pub fn remove_slot(&mut self, id: SlotId) -> Result<(), VaultError> {
        let slots = self.slots();
        if slots.iter().all(|slot| slot.id != id) {
            return Err(VaultError::NoSuchSlot);
        }
        if !slots.iter().any(|slot| slot.id != id && slot.usable) {
            return Err(VaultError::LastSlot);
        }
        self.body.slots.retain(|slot| slot.id() != id);
        self.saved = false;
        Ok(())
    }

    /// The encrypted files of the household.
    pub fn files(&self) -> Vec<FileInfo> {
        self.body.files.iter().map(FileRecord::info).collect()
    }

    /// The file with this purpose.
    ///
    /// # Errors
    /// [`VaultError::NoSuchFile`].
    pub fn file(&self, purpose: FilePurpose) -> Result<FileInfo, VaultError> {
        let found = self.body.files.iter().find(|file| file.purpose == purpose);
        found.map(FileRecord::info).ok_or(VaultError::NoSuchFile)
    }

    /// Makes a key for a new file, of generation 1; save before the file is created.
    ///
    /// # Errors
    /// [`VaultError::Exists`] when the purpose has its file, [`VaultError::Full`], [`VaultError::NoEntropy`].
    pub fn add_file(
        &mut self,
        purpose: FilePurpose,
        entropy: &dyn Entropy,
    ) -> Result<(FileId, Secret<32>), VaultError> {
        if self.file(purpose).is_ok() {
            return Err(VaultError::Exists);
        }
        room(self.body.files.len(), MOST_FILES)?;
        let info = FileInfo { id: FileId::random(entropy)?, purpose, generation: 1 };
        let key = Secret::random(entropy)?;
        let binding = file_binding(self.body.household, info);
        let wrapped = Wrapped::seal(&self.keys.files, &binding, &key, entropy)?;
        let FileInfo { id, purpose, generation } = info;
        self.body.files.push(FileRecord { id, purpose, generation, wrapped });
        self.saved = false;
        Ok((id, key))
    }

    /// The key of a file.
    ///
    /// # Errors
    /// [`VaultError::NoSuchFile`]; [`VaultError::Damaged`] when its record was not made for this household.
    pub fn file_key(&self, id: FileId) -> Result<Secret<32>, VaultError> {
        let file = self.body.files.iter().find(|file| file.id == id).ok_or(VaultError::NoSuchFile)?;
        let binding = file_binding(self.body.household, file.info());
        file.wrapped.open(&self.keys.files, &binding).map_err(|_| VaultError::Damaged(Part::FileKey(id)))
    }

    /// The receive key: the key of the inbox file, which the installation keeps too.
    ///
    /// # Errors
    /// As [`Vault::file_key`].
    pub fn receive_key(&self) -> Result<Secret<32>, VaultError> {
        self.file_key(self.file(FilePurpose::Inbox)?.id)
    }

    /// Makes a sealing key for an owner, whose newest it is from now on; save before anything is sealed to it.
    ///
    /// # Errors
    /// [`VaultError::Full`], [`VaultError::NoEntropy`].
    pub fn add_sealing_key(
        &mut self,
        owner: SealingOwner,
        entropy: &dyn Entropy,
    ) -> Result<SealingKeyId, VaultError> {
        room(self.body.sealing.len(), MOST_SEALING)?;
        let id = SealingKeyId::random(entropy)?;
        let private = SealingPrivate::random(entropy)?;
        let public = private.public();
        let binding = sealing_binding(self.body.household, id, owner, public);
        let wrapped = Wrapped::seal(&self.keys.sealing, &binding, private.secret(), entropy)?;
        self.body.sealing.push(SealingRecord { id, owner, public: Hex(*public.as_bytes()), wrapped });
        self.saved = false;
        Ok(id)
    }

    /// The sealing keys, oldest first: id, owner and public half.
    pub fn sealing_keys(&self) -> Vec<(SealingKeyId, SealingOwner, SealingPublic)> {
        let open = |key: &SealingRecord| (key.id, key.owner, SealingPublic::from_bytes(key.public.0));
        self.body.sealing.iter().map(open).collect()
    }

    /// The newest key to seal to for an owner.
    ///
    /// # Errors
    /// [`VaultError::NoSuchSealingKey`] when the owner has none.
    pub fn sealing_public(&self, owner: SealingOwner) -> Result<(SealingKeyId, SealingPublic), VaultError> {
        let newest = self.body.sealing.iter().rfind(|key| key.owner == owner);
        newest
            .map(|key| (key.id, SealingPublic::from_bytes(key.public.0)))
            .ok_or(VaultError::NoSuchSealingKey)
    }

    /// The private half of a sealing key, checked against its public half.
    ///
    /// # Errors
    /// [`VaultError::NoSuchSealingKey`]; [`VaultError::Damaged`] when the halves do not belong together.
    pub fn sealing_private(&self, id: SealingKeyId) -> Result<SealingPrivate, VaultError> {
        let key = self.body.sealing.iter().find(|key| key.id == id).ok_or(VaultError::NoSuchSealingKey)?;
        let damaged = VaultError::Damaged(Part::SealingKey(id));
        let public = SealingPublic::from_bytes(key.public.0);
        let binding = sealing_binding(self.body.household, id, key.owner, public);
        let secret = key.wrapped.open(&self.keys.sealing, &binding).map_err(|_| damaged)?;
        let private = SealingPrivate::from_secret(secret);
        if private.public() == public { Ok(private) } else { Err(damaged) }
    }

    /// Forgets a sealing key under which nothing is left; save afterwards.
    ///
    /// # Errors
    /// [`VaultError::NoSuchSealingKey`]; [`VaultError::SealingKeyInUse`] for the newest key of its owner.
    pub fn drop_sealing_key(&mut self, id: SealingKeyId) -> Result<(), VaultError> {
        let key = self.body.sealing.iter().find(|key| key.id == id).ok_or(VaultError::NoSuchSealingKey)?;
        if self.sealing_public(key.owner)?.0 == id {
            return Err(VaultError::SealingKeyInUse);
        }
        self.body.sealing.retain(|key| key.id != id);
        self.saved = false;
        Ok(())
    }
}

fn slots(body: &KeyBody) -> Vec<SlotInfo> {
    body.slots.iter().map(|slot| slot.info(body.household)).collect()
}

fn room(used: usize, most: usize) -> Result<(), VaultError> {
    if used < most { Ok(()) } else { Err(VaultError::Full) }
}

fn file_binding(household: HouseholdId, file: FileInfo) -> Vec<u8> {
    let (purpose, person): (&[u8], &[u8]) = match &file.purpose {
        FilePurpose::Household => (b"household", &[]),
        FilePurpose::Inbox => (b"inbox", &[]),
        FilePurpose::Diary { person } => (b"diary", person.as_bytes()),
    };
    let generation = file.generation.to_be_bytes();
    let parts = [household.as_bytes().as_slice(), file.id.as_bytes(), purpose, person, &generation];
    associated("health-diary/file-key/1", &parts)
}

fn sealing_binding(
    household: HouseholdId,
    id: SealingKeyId,
    owner: SealingOwner,
    public: SealingPublic,
) -> Vec<u8> {
    let (kind, person): (&[u8], &[u8]) = match &owner {
        SealingOwner::Household => (b"household", &[]),
        SealingOwner::Person { person } => (b"person", person.as_bytes()),
    };
    let parts = [household.as_bytes().as_slice(), id.as_bytes(), kind, person, public.as_bytes()];
    associated("health-diary/sealing-key/1", &parts)
}
