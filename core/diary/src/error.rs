//! What an error of any room means to the program that asked.

use std::io;

/// What kind of failure an error is, whichever room it comes from: what a program decides by, and never what it shows.
///
/// Every error of this crate that a caller can meet has a `kind`. A new kind is a change of the interface: whoever tells
/// them apart tells all of them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorKind {
    /// The passphrase, recovery code or key opens nothing here.
    WrongSecret,
    /// A new passphrase is too short or too easy to guess.
    WeakPassphrase,
    /// Too many wrong secrets in a row: wait.
    TooManyTries,
    /// A platform's key store did not give its key.
    KeyStore,
    /// There is no household, or no backup, in this folder.
    NoHousehold,
    /// Bytes are not what was written.
    Damaged,
    /// A file that belongs here is not there.
    Missing,
    /// Written by a newer version of the program.
    Newer,
    /// Open in another program.
    InUse,
    /// There is no room left.
    Full,
    /// The disk, the folder or the random source reports an error.
    System,
    /// Paused, or locked with a lock of its own.
    Shut,
    /// Nothing of this name or id is here.
    NotFound,
    /// Whoever acts may not do this in their role.
    NotAllowed,
    /// Possible, and worth a question first: say yes and ask again.
    Doubtful,
    /// What was handed in cannot be, or not as things stand.
    Invalid,
    /// Whoever followed it stopped it.
    Cancelled,
    /// Anything else.
    Failed,
}

impl ErrorKind {
    /// Every kind.
    pub const ALL: [Self; 18] = [
        Self::WrongSecret,
        Self::WeakPassphrase,
        Self::TooManyTries,
        Self::KeyStore,
        Self::NoHousehold,
        Self::Damaged,
        Self::Missing,
        Self::Newer,
        Self::InUse,
        Self::Full,
        Self::System,
        Self::Shut,
        Self::NotFound,
        Self::NotAllowed,
        Self::Doubtful,
        Self::Invalid,
        Self::Cancelled,
        Self::Failed,
    ];

    /// The kind of what a system call says.
    pub const fn of_io(kind: io::ErrorKind) -> Self {
        match kind {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::System,
        }
    }
}
