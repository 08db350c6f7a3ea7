//! What can go wrong with a file, told apart so that nobody mistakes one for another.

use crate::error::ErrorKind;
use std::io;

/// Which kind of file an error is about; a kind, never a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// People, devices and decisions.
    Household,
    /// Sealed records received and not yet handed on.
    Inbox,
    /// One person's diary.
    Diary,
}

impl std::fmt::Display for FileKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Household => "household file",
            Self::Inbox => "inbox",
            Self::Diary => "diary file",
        })
    }
}

/// Why a file could not be opened, read or written.
///
/// None of these changes the file. The messages carry no path, no SQL and no content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A page does not match its authentication code, or the structure is broken.
    #[error("the {0} is damaged; nothing was changed; restore it from a backup and keep the damaged file")]
    Damaged(FileKind),
    /// The write-ahead log that an interrupted run left holds a broken frame before whole commits.
    #[error(
        "the {0}'s log is damaged and later entries would be lost by opening it; nothing was changed; keep both files and restore from a backup"
    )]
    DamagedLog(FileKind),
    /// The file was written by a newer version of this program.
    #[error("the {0} was written by a newer version (format {found}, this program knows {known}); install the newer program", .kind)]
    Newer {
        /// Which kind of file.
        kind: FileKind,
        /// The version found in the file.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// The file could not be brought to this program's version.
    #[error(
        "the {kind} could not be brought to this program's form; it is as it was, and a copy of it stands beside it (its name ends in .before-{version}); keep both and please report this"
    )]
    NotUpgraded {
        /// Which kind of file.
        kind: FileKind,
        /// The version that it has.
        version: i64,
    },
    /// The file is not there.
    #[error("the {0} is missing; nothing was changed; restore it from a backup")]
    Missing(FileKind),
    /// A file is there where a new one should be made.
    #[error("a {0} is already there; nothing was changed")]
    Exists(FileKind),
    /// Another process has the household open.
    #[error("the diary is open in another program; close it there and try again")]
    InUse,
    /// The file was let go for a while.
    #[error("the diary is paused; nothing was changed; resume it and try again")]
    Paused,
    /// Whoever followed the work stopped it.
    #[error("it was stopped, as somebody asked; what was confirmed before is safe")]
    Stopped,
    /// The folder or file cannot be written.
    #[error("the diary's folder cannot be written; check its permissions; nothing was changed")]
    ReadOnly,
    /// The disk is full.
    #[error("the disk is full; what was confirmed before is safe; free some space and try again")]
    Full,
    /// The operating system reported an input or output error.
    ///
    /// After a write it is not certain that nothing was stored: where the disk broke while a commit was forced and did
    /// not come back before the process ended, the next opening may find the whole transaction.
    #[error(
        "the system could not read or write the diary ({0}); what was confirmed before is safe; look what is there before you do it again"
    )]
    Io(io::ErrorKind),
    /// The SQLite that this program was linked with does not encrypt.
    #[error("this build of the program cannot encrypt; nothing was written; install a correct one")]
    Unencrypted,
    /// SQLite refused a statement; a bug here, not the person's fault.
    #[error(
        "the storage refused an operation (code {0}); what was confirmed before is safe; please report this"
    )]
    Refused(i32),
    /// A stored value is not of the form its column promises.
    #[error("the {0} holds a value of the wrong form; run a check")]
    Malformed(FileKind),
}

impl StoreError {
    pub(crate) fn from_io(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            io::ErrorKind::StorageFull => Self::Full,
            kind => Self::Io(kind),
        }
    }

    pub(super) fn from_sqlite(error: &rusqlite::Error, kind: FileKind) -> Self {
        use rusqlite::ErrorCode as Code;
        let rusqlite::Error::SqliteFailure(failure, _) = error else {
            return match error {
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::Utf8Error(..) => Self::Malformed(kind),
                _ => Self::Refused(-1),
            };
        };
        match failure.code {
            // The key was authenticated before SQLite saw the file, so this is never a wrong key.
            Code::NotADatabase | Code::DatabaseCorrupt => Self::Damaged(kind),
            Code::DatabaseBusy | Code::DatabaseLocked => Self::InUse,
            // The file itself was seen just before; what cannot be opened is its log, in a folder without the right.
            Code::ReadOnly | Code::PermissionDenied | Code::CannotOpen => Self::ReadOnly,
            Code::DiskFull => Self::Full,
            // Only somebody who follows interrupts: [`super::Store::read_followed`].
            Code::OperationInterrupted => Self::Stopped,
            // SQLITE_IOERR_SHMSIZE: no room for the log's index.
            Code::SystemIoFailure if failure.extended_code == 4874 => Self::Full,
            Code::SystemIoFailure => Self::Io(io::ErrorKind::Other),
            _ => Self::Refused(failure.extended_code),
        }
    }
}

impl StoreError {
    /// What a program decides by.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Damaged(_) | Self::DamagedLog(_) | Self::Malformed(_) => ErrorKind::Damaged,
            Self::Newer { .. } => ErrorKind::Newer,
            Self::Missing(_) => ErrorKind::Missing,
            Self::Exists(_) => ErrorKind::Invalid,
            Self::InUse => ErrorKind::InUse,
            Self::Paused => ErrorKind::Shut,
            Self::Stopped => ErrorKind::Cancelled,
            Self::ReadOnly | Self::Io(_) => ErrorKind::System,
            Self::Full => ErrorKind::Full,
            Self::NotUpgraded { .. } | Self::Unencrypted | Self::Refused(_) => ErrorKind::Failed,
        }
    }
}
