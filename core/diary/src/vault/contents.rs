//! What a vault gives once it is unlocked: the keys of files, and the keys that records are sealed to.

use crate::ports::Entropy;

use super::error::{Part, VaultError};
use super::installation::Installation;
use super::keyfile::{
    FileInfo, FilePurpose, FileRecord, MOST_FILES, MOST_SEALING, SealingOwner, SealingRecord,
};
use super::keyring::{Keys, Vault, room};
use super::seal::{SealingPrivate, SealingPublic};
use super::secret::Secret;
use super::wrap::{Wrapped, associated};
use crate::id::{FileId, Hex, HouseholdId, SealingKeyId};

impl Vault {
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
        let (record, key) = FileRecord::fresh(self.body.household, info, &self.keys, entropy)?;
        self.body.files.push(record);
        self.saved = false;
        Ok((info.id, key))
    }

    /// Makes a key for a new file and, for a diary, a sealing key for its person; `make` makes the file, then both copies
    /// of the key file name it.
    ///
    /// # Errors
    /// As [`Vault::add_file`]; what `make` says, and what saving gives: see [`Vault::change_passphrase`]. But for
    /// [`VaultError::OneCopy`] the key is forgotten then: nothing is to be written under one that was never saved.
    pub fn add_made_file<E: From<VaultError>>(
        &mut self,
        purpose: FilePurpose,
        entropy: &dyn Entropy,
        make: impl FnOnce(FileInfo, &Secret<32>) -> Result<(), E>,
    ) -> Result<(FileId, Secret<32>), E> {
        self.change(|vault| {
            let (id, key) = vault.add_file(purpose, entropy)?;
            if let FilePurpose::Diary { person } = purpose {
                vault.add_sealing_key(SealingOwner::Person { person }, entropy)?;
            }
            make(vault.file(purpose)?, &key)?;
            Ok((id, key))
        })
    }

    /// The key of a file.
    ///
    /// # Errors
    /// [`VaultError::NoSuchFile`]; [`VaultError::OwnLockShut`]; [`VaultError::Damaged`] when its record was not made for this
    /// household.
    pub fn file_key(&self, id: FileId) -> Result<Secret<32>, VaultError> {
        let file = self.body.files.iter().find(|file| file.id == id).ok_or(VaultError::NoSuchFile)?;
        file.open(self.body.household, self.keys_for(id)?)
    }

    /// The receive key: the key of the inbox file, which the installation keeps too.
    ///
    /// # Errors
    /// As [`Vault::file_key`].
    pub fn receive_key(&self) -> Result<Secret<32>, VaultError> {
        self.file_key(self.file(FilePurpose::Inbox)?.id)
    }

    /// What a new installation keeps outside the folder: a new writer, and today's receive key.
    ///
    /// # Errors
    /// As [`Vault::file_key`]; [`VaultError::NoEntropy`].
    pub fn installation(&self, entropy: &dyn Entropy) -> Result<Installation, VaultError> {
        let installation = Installation::new(self.body.household, self.receive_key()?, entropy)?;
        self.renewed_installation(&installation)
    }

    /// What an installation keeps from now on: the same writer, and today's receive key.
    ///
    /// # Errors
    /// As [`Vault::file_key`].
    pub fn renewed_installation(&self, known: &Installation) -> Result<Installation, VaultError> {
        let inbox = self.file(FilePurpose::Inbox)?;
        let (receive_key, receive_generation) = (self.file_key(inbox.id)?, inbox.generation);
        Ok(Installation { receive_key, receive_generation, ..known.duplicate() })
    }

    /// Makes a sealing key for an owner, whose newest it is from now on; save before anything is sealed to it.
    ///
    /// # Errors
    /// [`VaultError::Full`], [`VaultError::NoEntropy`]; [`VaultError::OwnLockShut`] for a person whose own lock is shut.
    pub fn add_sealing_key(
        &mut self,
        owner: SealingOwner,
        entropy: &dyn Entropy,
    ) -> Result<SealingKeyId, VaultError> {
        room(self.body.sealing.len(), MOST_SEALING)?;
        let record = SealingRecord::fresh(self.body.household, owner, self.keys_of(owner)?, entropy)?;
        let id = record.id;
        self.body.sealing.push(record);
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
    /// [`VaultError::NoSuchSealingKey`]; [`VaultError::OwnLockShut`] for a person whose own lock is shut;
    /// [`VaultError::Damaged`] when the halves do not belong together.
    pub fn sealing_private(&self, id: SealingKeyId) -> Result<SealingPrivate, VaultError> {
        let key = self.body.sealing.iter().find(|key| key.id == id).ok_or(VaultError::NoSuchSealingKey)?;
        key.open(self.body.household, self.keys_of(key.owner)?)
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

/// How the records of a key file wrap what they hold.
impl FileRecord {
    /// A file's record with a new random key.
    pub(super) fn fresh(
        household: HouseholdId,
        info: FileInfo,
        keys: &Keys,
        entropy: &dyn Entropy,
    ) -> Result<(Self, Secret<32>), VaultError> {
        let key = Secret::random(entropy)?;
        Ok((Self::wrap(household, info, &key, keys, entropy)?, key))
    }

    /// A file's record with the key that it has.
    pub(super) fn wrap(
        household: HouseholdId,
        info: FileInfo,
        key: &Secret<32>,
        keys: &Keys,
        entropy: &dyn Entropy,
    ) -> Result<Self, VaultError> {
        let wrapped = Wrapped::seal(&keys.files, &file_binding(household, info), key, entropy)?;
        let FileInfo { id, purpose, generation } = info;
        Ok(Self { id, purpose, generation, wrapped })
    }

    /// The file's key.
    pub(super) fn open(&self, household: HouseholdId, keys: &Keys) -> Result<Secret<32>, VaultError> {
        let opened = self.wrapped.open(&keys.files, &file_binding(household, self.info()));
        opened.map_err(|_| VaultError::Damaged(Part::FileKey(self.id)))
    }
}

impl SealingRecord {
    /// A new key pair for an owner.
    pub(super) fn fresh(
        household: HouseholdId,
        owner: SealingOwner,
        keys: &Keys,
        entropy: &dyn Entropy,
    ) -> Result<Self, VaultError> {
        let id = SealingKeyId::random(entropy)?;
        Self::wrap(household, id, owner, &SealingPrivate::random(entropy)?, keys, entropy)
    }

    /// The record of a key pair that there is.
    pub(super) fn wrap(
        household: HouseholdId,
        id: SealingKeyId,
        owner: SealingOwner,
        private: &SealingPrivate,
        keys: &Keys,
        entropy: &dyn Entropy,
    ) -> Result<Self, VaultError> {
        let public = private.public();
        let binding = sealing_binding(household, id, owner, public);
        let wrapped = Wrapped::seal(&keys.sealing, &binding, private.secret(), entropy)?;
        Ok(Self { id, owner, public: Hex(*public.as_bytes()), wrapped })
    }

    /// The private half, checked against the public one.
    pub(super) fn open(&self, household: HouseholdId, keys: &Keys) -> Result<SealingPrivate, VaultError> {
        let damaged = VaultError::Damaged(Part::SealingKey(self.id));
        let public = SealingPublic::from_bytes(self.public.0);
        let binding = sealing_binding(household, self.id, self.owner, public);
        let secret = self.wrapped.open(&keys.sealing, &binding).map_err(|_| damaged)?;
        let private = SealingPrivate::from_secret(secret);
        if private.public() == public { Ok(private) } else { Err(damaged) }
    }
}

fn file_binding(household: HouseholdId, file: FileInfo) -> Vec<u8> {
    let (purpose, person): (&[u8], &[u8]) = match &file.purpose {
        FilePurpose::Household => (b"household", &[]),
        FilePurpose::Inbox => (b"inbox", &[]),
        FilePurpose::Diary { person } => (b"diary", person.as_bytes()),
        FilePurpose::Backup => (b"backup", &[]),
        FilePurpose::Sealed { person } => (b"sealed", person.as_bytes()),
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
