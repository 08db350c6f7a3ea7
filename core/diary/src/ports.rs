//! What the core asks of the outside: time, randomness, and a folder for backups.
//!
//! Nothing in the core reads a clock or a random source by itself; `clippy.toml` forbids the calls. A shell hands
//! in implementations of these traits, and a test owns both, which is what makes a run repeatable.

use std::sync::Arc;

use crate::error::ErrorKind;
use core::fmt;

/// One reading of the phone's clocks, taken where the event happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct Now {
    /// Wall clock, milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    #[n(0)]
    pub wall_ms: i64,
    /// A clock that never goes back and counts sleep (`CLOCK_BOOTTIME`, `elapsedRealtimeNanos`,
    /// `mach_continuous_time`), in nanoseconds; comparable only within one boot.
    #[n(1)]
    pub monotonic_ns: u64,
    /// Names the boot that `monotonic_ns` counts from.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub boot: [u8; 16],
}

/// The phone's clock and its zone setting.
pub trait Clock: fmt::Debug + Send + Sync {
    /// Reads all clocks at once.
    fn now(&self) -> Now;
    /// The IANA name of the zone that the phone is set to, as the system spells it (`Europe/London`).
    fn zone(&self) -> String;
}

/// Somebody who follows work that reads everything of a household, and may stop it. Asked on the thread of that work.
pub trait Follow: fmt::Debug + Send + Sync {
    /// So much is done, of so much: bytes of the files that are read.
    fn reached(&self, done: u64, total: u64);

    /// Whether the work goes on. Asked often, also in the middle of a file, while that file waits: it has to be quick.
    fn goes_on(&self) -> bool;
}

/// Who follows a piece of work, if anybody does. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Followed(Option<Arc<dyn Follow>>);

impl Followed {
    /// Followed by somebody.
    pub fn by(follow: Arc<dyn Follow>) -> Self {
        Self(Some(follow))
    }

    /// Whether nobody stopped it.
    pub fn goes_on(&self) -> bool {
        self.0.as_ref().is_none_or(|follow| follow.goes_on())
    }

    pub(crate) fn reached(&self, done: u64, total: u64) {
        if let Some(follow) = &self.0 {
            follow.reached(done, total);
        }
    }

    /// For a part of the work that counts otherwise: it can be stopped, and says nothing.
    #[must_use]
    pub(crate) fn quietly(&self) -> Self {
        Self(self.0.clone().map(|follow| Arc::new(Quietly(follow)) as Arc<dyn Follow>))
    }

    pub(crate) const fn is_by_somebody(&self) -> bool {
        self.0.is_some()
    }
}

#[derive(Debug)]
struct Quietly(Arc<dyn Follow>);

impl Follow for Quietly {
    fn reached(&self, _done: u64, _total: u64) {}

    fn goes_on(&self) -> bool {
        self.0.goes_on()
    }
}

/// A cryptographically secure random source.
pub trait Entropy: fmt::Debug + Send + Sync {
    /// Fills `out` with random bytes.
    ///
    /// # Errors
    /// [`NoEntropy`] when the system has none to give; nothing may be written with a key made without it.
    fn fill(&self, out: &mut [u8]) -> Result<(), NoEntropy>;
}

/// The system's random source failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system's random source failed; nothing was written; try again")]
pub struct NoEntropy;

/// A flat folder of named pieces of bytes that somebody else keeps: a directory, a memory card, a document provider.
///
/// Nothing is asked of it but that a piece is there whole or not at all: no renaming, no locks, no subfolders. Names are
/// 1 to 100 characters out of `a` to `z`, `0` to `9`, dot and minus, and begin with none of the last two. What is in it is
/// not trusted.
pub trait Folder: fmt::Debug + Send + Sync {
    /// Every piece with its size, in any order; what is no plain piece with such a name is left out.
    ///
    /// # Errors
    /// [`FolderError`].
    fn list(&self) -> Result<Vec<Listed>, FolderError>;

    /// Reads from `offset` on into `out`, and gives how many bytes it was: fewer than fit only where the piece ends.
    ///
    /// # Errors
    /// [`FolderError::Missing`] and the like.
    fn read(&self, name: &str, offset: u64, out: &mut [u8]) -> Result<usize, FolderError>;

    /// Makes a new piece. It is there for good when this returns; where it fails, or the process ends, it is there whole
    /// or not at all.
    ///
    /// # Errors
    /// [`FolderError::Exists`] and the like.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError>;

    /// Takes a piece away; one that is not there is no error.
    ///
    /// # Errors
    /// [`FolderError`].
    fn remove(&self, name: &str) -> Result<(), FolderError>;
}

/// A piece in a [`Folder`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Its size in bytes, as the folder says.
    pub size: u64,
}

/// What a [`Folder`] could not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FolderError {
    /// There is no such piece.
    #[error("a piece of the backup is not in its folder")]
    Missing,
    /// There is one of this name already.
    #[error("a piece of this name is in the backup's folder already; nothing was changed")]
    Exists,
    /// The name is none that a folder has to take.
    #[error("the backup's folder cannot have a piece of this name; nothing was changed")]
    BadName,
    /// There is no room left.
    #[error("the backup's folder is full; the last backup is as it was; free some space and try again")]
    Full,
    /// It cannot be written.
    #[error("the backup's folder cannot be written; check its permissions; the last backup is as it was")]
    ReadOnly,
    /// It is not there, or was taken away.
    #[error("the backup's folder is not there; connect it and try again")]
    Gone,
    /// The system reported an error.
    #[error(
        "the system could not read or write the backup's folder ({0}); the last backup is as it was; try again"
    )]
    Io(std::io::ErrorKind),
}

/// Whether a name is one that every [`Folder`] has to take.
pub fn is_folder_name(name: &str) -> bool {
    let allowed =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    (1..=100).contains(&name.len()) && name.bytes().all(allowed) && !name.starts_with(['.', '-'])
}

impl FolderError {
    /// What a program decides by.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Missing => ErrorKind::Missing,
            Self::Full => ErrorKind::Full,
            Self::ReadOnly | Self::Gone => ErrorKind::System,
            Self::Io(kind) => ErrorKind::of_io(*kind),
            Self::Exists | Self::BadName => ErrorKind::Failed,
        }
    }
}
