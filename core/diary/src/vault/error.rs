//! What can go wrong with keys, each with what to do about it.

use core::fmt;
use std::io;

use crate::error::ErrorKind;
use crate::ports::NoEntropy;

use super::keystore::{KeyStoreRefusal, OtherSlot};
use super::recovery::RecoveryError;
use super::strength::Weakness;
use crate::id::{FileId, SealingKeyId, SlotId};

/// A part of a vault that damage is pinned to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// `keys.json`, and its copy if that was asked too.
    Keys,
    /// One slot; the others may still open the household.
    Slot(SlotId),
    /// The wrapped key of one file.
    FileKey(FileId),
    /// The wrapped private half of one sealing key.
    SealingKey(SealingKeyId),
    /// The file that one installation keeps outside the household's folder.
    Installation,
}

impl fmt::Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keys => out.write_str("the household's key file"),
            Self::Slot(id) => write!(out, "slot {id} of the household's key file"),
            Self::FileKey(id) => write!(out, "the wrapped key of file {id}"),
            Self::SealingKey(id) => write!(out, "the wrapped sealing key {id}"),
            Self::Installation => out.write_str("this installation's own key file"),
        }
    }
}

/// Why a vault could not be made, loaded, unlocked, changed or saved.
///
/// No variant carries a passphrase, a code, a key or a path. Whatever the error, nothing was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// No slot of this kind opened with what was given.
    #[error("the passphrase or recovery code opens nothing here; nothing was changed; try again")]
    WrongSecret,
    /// Bytes are not what was written.
    #[error("{0} is damaged; nothing was changed; restore it from a backup or unlock in another way")]
    Damaged(Part),
    /// The checksum is right but the authentication code under the household key is not: someone edited the file.
    #[error(
        "the household's key file was altered by someone without the household's key; nothing was changed; restore \
         it from a backup"
    )]
    Tampered,
    /// The file is whole and of a version that this program does not know.
    #[error("the key file was written by a newer version of the program; update, then try again")]
    Newer,
    /// Neither copy of the key file is there.
    #[error("there is no key file in this folder; check that it is the household's folder")]
    Missing,
    /// A household, or a file of this purpose, is already there.
    #[error("it already exists and was left as it is; choose another folder or use what is there")]
    Exists,
    /// Argon2 parameters outside the range that this program runs.
    #[error(
        "the passphrase slot asks for memory, passes or lanes outside the allowed range; unlock in another way or \
         restore the key file from a backup"
    )]
    Bounds,
    /// Argon2's memory could not be had.
    #[error("there is too little free memory to check the passphrase; close other programs and try again")]
    NoMemory,
    /// No slot has this id.
    #[error("there is no such slot; list the slots and choose one of them")]
    NoSuchSlot,
    /// No file has this id or purpose.
    #[error("the household has no such file; list the files and choose one of them")]
    NoSuchFile,
    /// No sealing key has this id or owner.
    #[error("the household has no such sealing key; load the key file again")]
    NoSuchSealingKey,
    /// The newest sealing key of an owner has to stay.
    #[error("this sealing key is still in use; renew it before dropping the old one")]
    SealingKeyInUse,
    /// Without this slot nothing that a person can keep would open the household any more.
    #[error(
        "without this slot no passphrase and no recovery code would open the household; add another one before \
         removing it"
    )]
    LastSlot,
    /// The file has a lock of its own, and nobody opened it.
    #[error(
        "this diary has a lock of its own and is shut; open it with the passphrase or recovery code of its owner"
    )]
    OwnLockShut,
    /// The file has a lock of its own already.
    #[error("this diary has a lock of its own already; nothing was changed")]
    OwnLockExists,
    /// The file has no lock of its own.
    #[error("this diary has no lock of its own; whoever opens the household opens it")]
    NoOwnLock,
    /// Slots, files or sealing keys would be more than the format holds.
    #[error("the household's key file is full; remove what is no longer needed and try again")]
    Full,
    /// A new passphrase has fewer characters than [`super::secret::SHORTEST_PASSPHRASE`].
    #[error("the passphrase is too short; use at least 8 characters")]
    PassphraseTooShort,
    /// A new passphrase is too easy to guess.
    #[error("the passphrase is too easy to guess: {}; use four or more words that do not belong together", .0.reason())]
    WeakPassphrase(Weakness),
    /// Several passphrases open the household, and none of them was named.
    #[error("several passphrases open the household; say which slot is meant")]
    WhichSlot,
    /// Too many wrong secrets in a row: it is too early for the next.
    #[error("too many wrong secrets in a row; nothing was changed; try again in {}", in_words(*ms))]
    TryAgainIn {
        /// Milliseconds from now, 1 to 300000.
        ms: u64,
    },
    /// The phone's key store gave no key, or not the household's.
    #[error("{why}; nothing was changed and the slot stays; {}", OtherSlot::advice(*instead))]
    KeyStore {
        /// Why.
        why: KeyStoreRefusal,
        /// What opens the household besides.
        instead: Option<OtherSlot>,
    },
    /// What a key store gave to keep has more than 1024 bytes.
    #[error(
        "the phone's key store gave more to keep than a slot holds; nothing was changed; update the program"
    )]
    BlobTooLong,
    /// A change counts, and the second copy of the key file still holds what was before.
    #[error(
        "the change is made, but one copy of the key file could not be written and still opens with what was removed; \
         free some space and save the keys again"
    )]
    OneCopy,
    /// The recovery code is mistyped.
    #[error(transparent)]
    Recovery(#[from] RecoveryError),
    /// Another program replaced the key file since it was loaded.
    #[error(
        "the key file was changed by another program since it was opened; load it again and repeat the change"
    )]
    ChangedElsewhere,
    /// The operating system refused.
    #[error("the key file could not be read or written ({0}); check the folder's rights and free space")]
    Io(io::ErrorKind),
    /// The random source failed.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
}

impl From<io::Error> for VaultError {
    fn from(error: io::Error) -> Self {
        Self::Io(error.kind())
    }
}

/// A wait in whole seconds, or in minutes from two on, rounded up.
fn in_words(ms: u64) -> String {
    match ms.div_ceil(1_000) {
        1 => "1 second".to_owned(),
        seconds @ 0..120 => format!("{seconds} seconds"),
        seconds => format!("{} minutes", seconds.div_ceil(60)),
    }
}

impl VaultError {
    /// What a program decides by.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::WrongSecret | Self::Recovery(_) => ErrorKind::WrongSecret,
            Self::Damaged(_) | Self::Tampered => ErrorKind::Damaged,
            Self::Newer => ErrorKind::Newer,
            Self::Missing => ErrorKind::NoHousehold,
            Self::NoSuchSlot | Self::NoSuchFile | Self::NoSuchSealingKey => ErrorKind::NotFound,
            Self::OwnLockShut => ErrorKind::Shut,
            Self::PassphraseTooShort | Self::WeakPassphrase(_) => ErrorKind::WeakPassphrase,
            Self::TryAgainIn { .. } => ErrorKind::TooManyTries,
            Self::KeyStore { .. } => ErrorKind::KeyStore,
            Self::Exists
            | Self::OwnLockExists
            | Self::NoOwnLock
            | Self::LastSlot
            | Self::WhichSlot
            | Self::SealingKeyInUse
            | Self::Full
            | Self::BlobTooLong => ErrorKind::Invalid,
            Self::Io(kind) => ErrorKind::of_io(*kind),
            Self::NoMemory | Self::OneCopy | Self::NoEntropy(_) => ErrorKind::System,
            Self::Bounds | Self::ChangedElsewhere => ErrorKind::Failed,
        }
    }
}
