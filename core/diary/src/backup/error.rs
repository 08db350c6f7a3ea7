//! What can go wrong with a backup.

use std::io;

use super::check::Problem;
use crate::error::ErrorKind;
use crate::journal::JournalError;
use crate::ports::{FolderError, NoEntropy};
use crate::store::StoreError;
use crate::vault::VaultError;

/// Why a backup could not be made, read or restored.
///
/// None of these changes the last whole backup.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BackupError {
    /// The folder of the backup said no.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A file of the household said no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A journal said no.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// Keys.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// There was no randomness.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
    /// A media file of the household could not be read, or one could not be written while restoring.
    #[error("the system could not read or write a media file ({0}); the last backup is as it was; try again")]
    Media(io::ErrorKind),
    /// The folder has a backup of another household.
    #[error("this folder has the backup of another household; choose another folder; nothing was changed")]
    OtherHousehold,
    /// The folder has a backup of other people of this household.
    #[error(
        "this folder has a backup of other people of this household; choose another folder; nothing was changed"
    )]
    OtherScope,
    /// There is no key file of a backup.
    #[error(
        "there is no backup in this folder: it has no whole key file; choose the folder that `backup to` was given"
    )]
    NoBackup,
    /// There is a key file, and no list of a whole backup that its key opens.
    #[error(
        "there is no whole backup in this folder, or it was made before the keys were changed; nothing was changed"
    )]
    NoManifest,
    /// The key file names no backup.
    #[error("this key file was never used for a backup; choose another folder; nothing was changed")]
    NoBackupKey,
    /// A newer program made it.
    #[error("the backup was made by a newer version of the program; install it; nothing was changed")]
    Newer,
    /// Something in it is missing or was changed.
    #[error("{0}; nothing was restored; a check of the backup names all of it")]
    Lost(Box<Problem>),
    /// What was restored is not what was backed up.
    #[error(
        "what comes out of the backup is not what went in; keep the household's own files and report this"
    )]
    NotTheSame,
    /// One operation is larger than a piece of a backup can be.
    #[error("one entry is too large to be backed up; the last backup is as it was; please report this")]
    TooLarge,
}

impl BackupError {
    /// What a program decides by.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Folder(error) => error.kind(),
            Self::Store(error) => error.kind(),
            Self::Journal(error) => error.kind(),
            Self::Vault(error) => error.kind(),
            Self::Media(kind) => ErrorKind::of_io(*kind),
            Self::NoEntropy(_) => ErrorKind::System,
            Self::NoBackup | Self::NoManifest => ErrorKind::NoHousehold,
            Self::Newer => ErrorKind::Newer,
            Self::Lost(_) | Self::NotTheSame => ErrorKind::Damaged,
            Self::OtherHousehold | Self::OtherScope | Self::TooLarge => ErrorKind::Invalid,
            Self::NoBackupKey => ErrorKind::Failed,
        }
    }
}
