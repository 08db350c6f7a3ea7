//! What a call can refuse with.

use diary_core::diary::{BadCursor, BadSearch, BadTag, BadValue, DiaryError as CoreDiary, NotADecimal};
use diary_core::error::ErrorKind;
use diary_core::exchange::export::ExportError;
use diary_core::exchange::journal::ImportError;
use diary_core::household::HouseholdError;
use diary_core::id::NotAnId;
use diary_core::inbox::InboxError;
use diary_core::journal::BadHead;
use diary_core::ports::{FolderError, NoEntropy};
use diary_core::time::TimeError;
use diary_core::vault::VaultError;
use diary_host::InstallationError;

/// Why a call did not do what was asked.
///
/// The kind is stable and what a program decides by. The message is one English sentence for a developer's log, which says what
/// to do; it has no name, value, path or secret in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
#[uniffi(flat_error)]
#[non_exhaustive]
pub enum DiaryError {
    /// The passphrase, recovery code or key does not open it; nothing was changed.
    #[error("{0}")]
    WrongSecret(String),
    /// The new passphrase is too easy to guess, or too short.
    #[error("{0}")]
    WeakPassphrase(String),
    /// Too many wrong secrets in a row: wait before the next.
    #[error("{0}")]
    TooManyTries(String),
    /// The phone's key store did not give its key; the slot stays.
    #[error("{0}")]
    KeyStoreRefused(String),
    /// There is no household, or no backup, in this folder.
    #[error("{0}")]
    NoHousehold(String),
    /// Something on the disk is damaged; nothing was changed. Keep the files: a check names what is left.
    #[error("{0}")]
    Damaged(String),
    /// A file that belongs here is not there; nothing was changed.
    #[error("{0}")]
    Missing(String),
    /// A newer version of this program wrote it; nothing was changed.
    #[error("{0}")]
    Newer(String),
    /// Another process has the household open, or a [`Folder`](crate::Folder) has not answered a call that was stopped.
    #[error("{0}")]
    InUse(String),
    /// The disk is full; nothing was stored of this call.
    #[error("{0}")]
    NoSpace(String),
    /// The disk, or the system's random source, reports an error.
    #[error("{0}")]
    System(String),
    /// It is closed, paused, or locked with a lock of its own.
    #[error("{0}")]
    Shut(String),
    /// Nothing of this name or id is here.
    #[error("{0}")]
    NotFound(String),
    /// Whoever acts may not do this in their role.
    #[error("{0}")]
    NotAllowed(String),
    /// Possible, and worth a question: call again with the confirmation if it is right. Nothing was stored.
    #[error("{0}")]
    Doubtful(String),
    /// What was handed in cannot be, or not as things stand: the message says which part, and why.
    #[error("{0}")]
    Invalid(String),
    /// Somebody stopped it through its [`Watch`](crate::Watch).
    #[error("{0}")]
    Cancelled(String),
    /// A fault in this program. It says where, and nothing of the diary; the household goes on.
    #[error("{0}")]
    Fault(String),
    /// Anything else.
    #[error("{0}")]
    Failed(String),
}

impl DiaryError {
    pub(crate) fn closed() -> Self {
        Self::Shut("the household is closed; open it again".to_owned())
    }

    pub(crate) fn invalid(what: &str) -> Self {
        Self::Invalid(what.to_owned())
    }

    /// The one place where what the core says becomes what foreign code sees.
    fn of(kind: ErrorKind, error: &impl ToString) -> Self {
        let make = match kind {
            ErrorKind::WrongSecret => Self::WrongSecret,
            ErrorKind::WeakPassphrase => Self::WeakPassphrase,
            ErrorKind::TooManyTries => Self::TooManyTries,
            ErrorKind::KeyStore => Self::KeyStoreRefused,
            ErrorKind::NoHousehold => Self::NoHousehold,
            ErrorKind::Damaged => Self::Damaged,
            ErrorKind::Missing => Self::Missing,
            ErrorKind::Newer => Self::Newer,
            ErrorKind::InUse => Self::InUse,
            ErrorKind::Full => Self::NoSpace,
            ErrorKind::System => Self::System,
            ErrorKind::Shut => Self::Shut,
            ErrorKind::NotFound => Self::NotFound,
            ErrorKind::NotAllowed => Self::NotAllowed,
            ErrorKind::Doubtful => Self::Doubtful,
            ErrorKind::Invalid => Self::Invalid,
            ErrorKind::Cancelled => Self::Cancelled,
            ErrorKind::Failed => Self::Failed,
        };
        make(error.to_string())
    }
}

/// Errors of the core that say their kind.
macro_rules! by_kind {
    ($($error:ty),* $(,)?) => {$(
        impl From<$error> for DiaryError {
            fn from(error: $error) -> Self {
                Self::of(error.kind(), &error)
            }
        }
    )*};
}

by_kind!(HouseholdError, CoreDiary, InboxError, VaultError, ExportError, ImportError, FolderError);

/// What cannot be read in what was handed in.
macro_rules! invalid {
    ($($error:ty),* $(,)?) => {$(
        impl From<$error> for DiaryError {
            fn from(error: $error) -> Self {
                Self::of(ErrorKind::Invalid, &error)
            }
        }
    )*};
}

invalid!(TimeError, BadTag, BadSearch, BadCursor, BadValue, BadHead, NotADecimal);

impl From<NotAnId> for DiaryError {
    fn from(_: NotAnId) -> Self {
        Self::invalid("this is no id that the diary gave")
    }
}

impl From<InstallationError> for DiaryError {
    fn from(error: InstallationError) -> Self {
        match error {
            InstallationError::Vault(error) => error.into(),
            InstallationError::Io(_) => Self::System(error.to_string()),
        }
    }
}

impl From<NoEntropy> for DiaryError {
    fn from(error: NoEntropy) -> Self {
        Self::of(ErrorKind::System, &error)
    }
}

impl From<std::io::Error> for DiaryError {
    /// Without what the system says of the path.
    fn from(error: std::io::Error) -> Self {
        let kind = error.kind();
        let message =
            format!("a file could not be read or written ({kind}); check the folder's rights and free space");
        Self::of(ErrorKind::of_io(kind), &message)
    }
}
