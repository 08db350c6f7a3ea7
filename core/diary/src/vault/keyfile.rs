//! The bytes of `keys.json`.
//!
//! One JSON object with a checksum at its end (`checked.rs`): `format`, `version`, `generation`, `household`, `slots`, `sealing`,
//! `files`, `mac`, `checksum`. What is on disk is exactly what writing the parsed content again would give, so that
//! no byte is free to change. `mac` is HMAC-SHA256 over every byte before `,"mac":"`, under a key derived from the
//! household key: a forger can repair the checksum, not this.

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::checked::{self, NotWhole};
use super::secret::Secret;
use super::slot::Slot;
use super::wrap::Wrapped;
use crate::id::{FileId, Hex, HouseholdId, PersonId, SealingKeyId, fixed_hex};

const FORMAT: &str = "health-diary/keys";
/// The newest version that is known; written is the lowest that has a place for every slot, lock and file.
const VERSION: u32 = 3;
const MAC_OPENING: &str = ",\"mac\":\"";
const MAC_DIGITS: usize = 64;

/// The most slots that a key file holds; each may cost a second to try.
pub(super) const MOST_SLOTS: usize = 16;
/// The most sealing keys.
pub(super) const MOST_SEALING: usize = 1024;
/// The most slots of all own locks together.
pub(super) const MOST_OWN_SLOTS: usize = 512;
/// The most files.
pub(super) const MOST_FILES: usize = 4096;
/// The longest key file in bytes; the limits above stay under it.
pub(super) const LONGEST: u64 = 4 << 20;

/// What an encrypted file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "purpose", rename_all = "lowercase")]
pub enum FilePurpose {
    /// People, devices, roles and readings not yet anyone's; one of them.
    Household,
    /// Sealed records received; one of them. Its key is the receive key, which the installation holds too.
    Inbox,
    /// One person's diary; one a person.
    Diary {
        /// Whose diary it is.
        person: PersonId,
    },
    /// The backups of this household, wherever they lie; at most one. It names no file of the household's folder.
    Backup,
    /// What a person keeps apart from their diary, under a lock of its own; at most one a person.
    Sealed {
        /// Whose it is.
        person: PersonId,
    },
}

/// Who opens what is sealed to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "owner", rename_all = "lowercase")]
pub enum SealingOwner {
    /// Anyone who unlocks the household.
    Household,
    /// One person.
    Person {
        /// Who.
        person: PersonId,
    },
}

/// What the key file says of an encrypted file without its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileInfo {
    /// The file, through all its generations.
    pub id: FileId,
    /// What it is for.
    pub purpose: FilePurpose,
    /// The generation that the key opens, from 1; part of the file's name on disk.
    pub generation: u32,
}

/// One encrypted file and its wrapped key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileRecord {
    pub(super) id: FileId,
    #[serde(rename = "for")]
    pub(super) purpose: FilePurpose,
    pub(super) generation: u32,
    pub(super) wrapped: Wrapped,
}

impl FileRecord {
    pub(super) fn info(&self) -> FileInfo {
        FileInfo { id: self.id, purpose: self.purpose, generation: self.generation }
    }
}

/// One HPKE key pair: the public half in the open, the private half wrapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SealingRecord {
    pub(super) id: SealingKeyId,
    #[serde(rename = "for")]
    pub(super) owner: SealingOwner,
    pub(super) public: Hex<32>,
    pub(super) wrapped: Wrapped,
}

/// A lock of its own: the slots that open one file, in the place of the household's.
///
/// They wrap a random key, which wraps the file's key and, for a diary, the private sealing keys of its person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OwnLock {
    pub(super) file: FileId,
    pub(super) slots: Vec<Slot>,
}

/// The content of a key file, without `mac` and `checksum`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeyBody {
    format: String,
    version: u32,
    /// Counts the saves, from 1.
    pub(super) generation: u64,
    pub(super) household: HouseholdId,
    pub(super) slots: Vec<Slot>,
    pub(super) sealing: Vec<SealingRecord>,
    pub(super) files: Vec<FileRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) own: Vec<OwnLock>,
}

impl KeyBody {
    pub(super) fn new(household: HouseholdId) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: 1,
            generation: 0,
            household,
            slots: Vec::new(),
            sealing: Vec::new(),
            files: Vec::new(),
            own: Vec::new(),
        }
    }

    /// Takes the lowest version that has a place for every slot, lock and file, so that an older program reads what it can.
    pub(super) fn settle_version(&mut self) {
        self.version = self.least_version();
    }

    /// Takes out the keys of everyone but one person, and leaves those of nobody.
    pub(super) fn keep_only(&mut self, person: PersonId) {
        self.files.retain(|file| match file.purpose {
            FilePurpose::Diary { person: of } | FilePurpose::Sealed { person: of } => of == person,
            FilePurpose::Household | FilePurpose::Inbox | FilePurpose::Backup => true,
        });
        self.sealing.retain(|key| match key.owner {
            SealingOwner::Household => true,
            SealingOwner::Person { person: of } => of == person,
        });
        let files = &self.files;
        self.own.retain(|own| files.iter().any(|file| file.id == own.file));
        self.settle_version();
    }

    /// Takes out the keys of one person.
    pub(super) fn forget(&mut self, person: PersonId) {
        self.files.retain(|file| match file.purpose {
            FilePurpose::Diary { person: of } | FilePurpose::Sealed { person: of } => of != person,
            FilePurpose::Household | FilePurpose::Inbox | FilePurpose::Backup => true,
        });
        self.sealing.retain(|key| key.owner != SealingOwner::Person { person });
        let files = &self.files;
        self.own.retain(|own| files.iter().any(|file| file.id == own.file));
        self.settle_version();
    }

    fn least_version(&self) -> u32 {
        let newest =
            |file: &FileRecord| matches!(file.purpose, FilePurpose::Sealed { .. } | FilePurpose::Backup);
        if !self.own.is_empty() || self.files.iter().any(newest) {
            VERSION
        } else if self.slots.iter().all(Slot::fits_version_1) {
            1
        } else {
            2
        }
    }

    /// The object without its closing brace, which is what `mac` covers.
    fn text(&self) -> String {
        let written = serde_json::to_string(self);
        // Only maps with keys that are not text, and a writer that fails, make serialisation fail; neither is here.
        let mut text = written.unwrap_or_else(|_| unreachable!("the key file is plain data"));
        text.pop();
        text
    }

    /// The whole file.
    pub(super) fn to_bytes(&self, mac_key: &Secret<32>) -> Vec<u8> {
        let text = self.text();
        let mac = mac(mac_key, &text);
        finish(text, mac)
    }

    /// Whether this is a file that can have a lock of its own.
    fn may_be_locked(&self, file: FileId) -> bool {
        let personal = |purpose| matches!(purpose, FilePurpose::Diary { .. } | FilePurpose::Sealed { .. });
        self.files.iter().any(|known| known.id == file && personal(known.purpose))
    }

    fn is_locked_if_sealed(&self, file: &FileRecord) -> bool {
        !matches!(file.purpose, FilePurpose::Sealed { .. }) || self.own.iter().any(|own| own.file == file.id)
    }

    /// Whether ids and purposes are unique and the fixed files are there.
    fn is_consistent(&self) -> bool {
        fn unique<T: Ord>(items: impl Iterator<Item = T>) -> bool {
            let mut seen = std::collections::BTreeSet::new();
            items.into_iter().all(|item| seen.insert(item))
        }
        let has = |wanted: FilePurpose| self.files.iter().any(|file| file.purpose == wanted);
        let household_seals = self.sealing.iter().any(|key| key.owner == SealingOwner::Household);
        self.version == self.least_version()
            && self.generation > 0
            && !self.slots.is_empty()
            && self.slots.len() <= MOST_SLOTS
            && self.sealing.len() <= MOST_SEALING
            && self.files.len() <= MOST_FILES
            && unique(self.slots.iter().chain(self.own.iter().flat_map(|own| &own.slots)).map(Slot::id))
            && unique(self.own.iter().map(|own| own.file))
            && self.own.iter().all(|own| (1..=MOST_SLOTS).contains(&own.slots.len()))
            && self.own.iter().map(|own| own.slots.len()).sum::<usize>() <= MOST_OWN_SLOTS
            && self.own.iter().all(|own| self.may_be_locked(own.file))
            && self.files.iter().all(|file| self.is_locked_if_sealed(file))
            && unique(self.sealing.iter().map(|key| key.id))
            && unique(self.files.iter().map(|file| file.id))
            && unique(self.files.iter().map(|file| file.purpose))
            && self.files.iter().all(|file| file.generation > 0)
            && has(FilePurpose::Household)
            && has(FilePurpose::Inbox)
            && household_seals
    }
}

/// A key file as it was read: whole and canonical, its `mac` not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KeyFile {
    pub(super) body: KeyBody,
    mac: [u8; 32],
}

impl KeyFile {
    /// Reads a key file.
    ///
    /// # Errors
    /// [`NotWhole::Newer`] for a whole file of a later version; [`NotWhole::Damaged`] for any other byte string that
    /// this program would not have written.
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, NotWhole> {
        let object = checked::open(bytes, FORMAT, VERSION)?;
        let at = object.len().checked_sub(MAC_OPENING.len() + MAC_DIGITS + 1).ok_or(NotWhole::Damaged)?;
        let (text, tail) = object.split_at_checked(at).ok_or(NotWhole::Damaged)?;
        let mac = tail
            .strip_prefix(MAC_OPENING)
            .and_then(|rest| rest.strip_suffix('"'))
            .and_then(fixed_hex)
            .ok_or(NotWhole::Damaged)?;
        let body: KeyBody = serde_json::from_str(&[text, "}"].concat()).map_err(|_| NotWhole::Damaged)?;
        if body.text() != text || !body.is_consistent() {
            return Err(NotWhole::Damaged);
        }
        Ok(Self { body, mac })
    }

    /// Whether someone with the household key wrote this.
    pub(super) fn is_authentic(&self, mac_key: &Secret<32>) -> bool {
        mac(mac_key, &self.body.text()).ct_eq(&self.mac).into()
    }

    /// Names this very content.
    pub(super) fn mac(&self) -> [u8; 32] {
        self.mac
    }

    /// The whole file with a right checksum and a `mac` that may be wrong, as a forger would write it.
    #[cfg(test)]
    pub(super) fn forged(&self) -> Vec<u8> {
        finish(self.body.text(), self.mac)
    }
}

fn mac(key: &Secret<32>, text: &str) -> [u8; 32] {
    let keyed = <Hmac<Sha256> as KeyInit>::new_from_slice(key.expose());
    // HMAC takes a key of any length (RFC 2104, 3).
    let keyed = keyed.unwrap_or_else(|_| unreachable!("HMAC takes 32 bytes"));
    keyed.chain_update(text.as_bytes()).finalize().into_bytes().into()
}

fn finish(mut text: String, mac: [u8; 32]) -> Vec<u8> {
    text.push_str(MAC_OPENING);
    data_encoding::HEXLOWER.encode_append(&mac, &mut text);
    text.push('"');
    checked::close(&mut text);
    text.into_bytes()
}
