//! What a call can refuse with.

use diary_core::diary::DiaryError as CoreDiary;
use diary_core::household::HouseholdError;
use diary_core::inbox::InboxError;
use diary_core::journal::JournalError;
use diary_core::ports::NoEntropy;
use diary_core::store::StoreError;
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
    /// There is no household in this folder.
    #[error("{0}")]
    NoHousehold(String),
    /// Something on the disk is damaged; nothing was changed. Keep the files: a check names what is left.
    #[error("{0}")]
    Damaged(String),
    /// A newer version of this program wrote it; nothing was changed.
    #[error("{0}")]
    Newer(String),
    /// Another process has the household open.
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
    /// What was handed in cannot be: the message says which part, and why.
    #[error("{0}")]
    Invalid(String),
    /// Anything else.
    #[error("{0}")]
    Failed(String),
}

impl DiaryError {
    pub(crate) fn closed() -> Self {
        Self::Shut("the household is closed; open it again".to_owned())
    }

    pub(crate) fn no_id() -> Self {
        Self::Invalid("this is no id that the diary gave".to_owned())
    }
}

type Make = fn(String) -> DiaryError;

fn of_vault(error: VaultError) -> Make {
    match error {
        VaultError::WrongSecret | VaultError::Recovery(_) => DiaryError::WrongSecret,
        VaultError::WeakPassphrase(_) | VaultError::PassphraseTooShort => DiaryError::WeakPassphrase,
        VaultError::Missing => DiaryError::NoHousehold,
        VaultError::Damaged(_) | VaultError::Tampered => DiaryError::Damaged,
        VaultError::Newer => DiaryError::Newer,
        VaultError::OwnLockShut => DiaryError::Shut,
        VaultError::NoSuchSlot => DiaryError::NotFound,
        _ => DiaryError::Failed,
    }
}

fn of_store(error: StoreError) -> Make {
    match error {
        StoreError::Damaged(_) | StoreError::DamagedLog(_) | StoreError::Malformed(_) => DiaryError::Damaged,
        StoreError::Newer { .. } => DiaryError::Newer,
        StoreError::InUse => DiaryError::InUse,
        StoreError::Full => DiaryError::NoSpace,
        StoreError::Paused => DiaryError::Shut,
        StoreError::Io(_) | StoreError::ReadOnly => DiaryError::System,
        _ => DiaryError::Failed,
    }
}

fn of_journal(error: &JournalError) -> Make {
    match error {
        JournalError::Store(error) => of_store(*error),
        JournalError::Fault(_) | JournalError::Malformed(_) | JournalError::Refused { .. } => {
            DiaryError::Damaged
        }
        _ => DiaryError::Failed,
    }
}

fn of_diary(error: &CoreDiary) -> Make {
    match error {
        CoreDiary::Journal(error) => of_journal(error),
        CoreDiary::NoSuchEntry => DiaryError::NotFound,
        _ => DiaryError::Invalid,
    }
}

fn of_inbox(error: &InboxError) -> Make {
    match error {
        InboxError::Store(error) => of_store(*error),
        InboxError::Gap(_) | InboxError::Older | InboxError::ForeignKey => DiaryError::Damaged,
        InboxError::UnknownDevice => DiaryError::NotFound,
        _ => DiaryError::Failed,
    }
}

fn of_household(error: &HouseholdError) -> Make {
    match error {
        HouseholdError::Vault(error) => of_vault(*error),
        HouseholdError::Journal(error) => of_journal(error),
        HouseholdError::Diary(error) => of_diary(error),
        HouseholdError::Inbox(error) => of_inbox(error),
        HouseholdError::Lost(_) | HouseholdError::NotWhole(_) => DiaryError::Damaged,
        HouseholdError::NoSuchPerson | HouseholdError::NoSuchDevice | HouseholdError::NoSuchSlot => {
            DiaryError::NotFound
        }
        HouseholdError::NotAllowed { .. } | HouseholdError::LastOwner => DiaryError::NotAllowed,
        HouseholdError::BadName
        | HouseholdError::NameTaken
        | HouseholdError::NotEmpty
        | HouseholdError::SamePlace
        | HouseholdError::Time(_) => DiaryError::Invalid,
        HouseholdError::ReceiveKeyRenewed => DiaryError::Shut,
        _ => DiaryError::Failed,
    }
}

impl From<HouseholdError> for DiaryError {
    fn from(error: HouseholdError) -> Self {
        of_household(&error)(error.to_string())
    }
}

impl From<CoreDiary> for DiaryError {
    fn from(error: CoreDiary) -> Self {
        of_diary(&error)(error.to_string())
    }
}

impl From<InboxError> for DiaryError {
    fn from(error: InboxError) -> Self {
        of_inbox(&error)(error.to_string())
    }
}

impl From<VaultError> for DiaryError {
    fn from(error: VaultError) -> Self {
        of_vault(error)(error.to_string())
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
        Self::System(error.to_string())
    }
}
