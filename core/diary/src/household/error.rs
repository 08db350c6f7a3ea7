//! What a household can refuse.

use super::lost::NotWhole;
use super::roles::{Act, PersonRole};
use crate::backup::BackupError;
use crate::diary::DiaryError;
use crate::error::ErrorKind;
use crate::inbox::InboxError;
use crate::journal::JournalError;
use crate::ports::{FolderError, NoEntropy};
use crate::store::StoreError;
use crate::time::TimeError;
use crate::vault::VaultError;

/// Why the household did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HouseholdError {
    /// Keys: a wrong secret, damage, a newer version.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A file or its journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A person's diary.
    #[error(transparent)]
    Diary(#[from] DiaryError),
    /// The inbox.
    #[error(transparent)]
    Inbox(#[from] InboxError),
    /// The phone's zone, or a time.
    #[error(transparent)]
    Time(#[from] TimeError),
    /// A backup.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The installation's marker belongs to another household.
    #[error("this installation's marker belongs to another household; nothing was changed")]
    OtherInstallation,
    /// Another folder is no copy of this household.
    #[error("the other folder is a copy of another household; nothing was taken in")]
    OtherHousehold,
    /// The key that the installation receives with was renewed since.
    #[error(
        "the key for receiving was renewed; unlock the diary once on this device, then receiving goes on"
    )]
    ReceiveKeyRenewed,
    /// Something of the backup that was to be restored is lost.
    #[error("{0}")]
    NotWhole(Box<NotWhole>),
    /// The folder for a new household is not empty.
    #[error("the folder is not empty; choose another one; nothing was changed")]
    NotEmpty,
    /// Readings that were handed on to a diary are neither there nor in the inbox.
    #[error(
        "{0} readings that were handed on are not in the diary file; keep the files and restore from a backup"
    )]
    Lost(u64),
    /// What is salvaged must not be written into the damaged household itself.
    #[error("the new folder lies inside the damaged one; choose another place; nothing was changed")]
    Inside,
    /// What was to be written out could not be.
    #[error(
        "the file could not be written out ({0}) and is incomplete; delete it and try again; the diary is unchanged"
    )]
    NotWritten(std::io::ErrorKind),
    /// No such person.
    #[error("there is no such person in this household; list the people to see their names")]
    NoSuchPerson,
    /// Nothing is sealed of this person.
    #[error("nothing is sealed for this person; make it first")]
    NothingSealed,
    /// An entry is moved to where it is.
    #[error("the entry is there already; choose another person; nothing was changed")]
    SamePlace,
    /// It was decided before that the entry goes somewhere else.
    #[error("this entry is on its way to someone else; move it on from there; nothing was changed")]
    OnItsWay,
    /// Nobody would look after the household any more.
    #[error(
        "somebody has to be an owner of this household; make another person one first; nothing was changed"
    )]
    LastOwner,
    /// Whoever acts may not do this in their role.
    #[error("{} may not {act}; ask an owner of this household; nothing was changed", somebody(*role))]
    NotAllowed {
        /// What they are.
        role: PersonRole,
        /// What they may not do.
        act: Act,
    },
    /// No such device.
    #[error("there is no such device in this household; list the devices to see them")]
    NoSuchDevice,
    /// The device has no such user.
    #[error("this device has no such user; list the devices to see how many users each tells apart")]
    NoSuchSlot,
    /// A person needs a name.
    #[error("a person needs a name of at most 200 bytes; nothing was changed")]
    BadName,
    /// Two people of one household cannot have the same name.
    #[error("someone in this household has this name already; add something that tells them apart")]
    NameTaken,
}

fn somebody(role: PersonRole) -> &'static str {
    match role {
        PersonRole::Owner => "an owner",
        PersonRole::Adult => "an adult",
        PersonRole::Child => "a child",
        PersonRole::Guest => "a guest",
    }
}

impl From<StoreError> for HouseholdError {
    fn from(error: StoreError) -> Self {
        Self::Journal(error.into())
    }
}

impl From<FolderError> for HouseholdError {
    fn from(error: FolderError) -> Self {
        Self::Backup(error.into())
    }
}

impl From<NoEntropy> for HouseholdError {
    fn from(error: NoEntropy) -> Self {
        Self::Journal(error.into())
    }
}

impl HouseholdError {
    /// What a program decides by.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Vault(error) => error.kind(),
            Self::Journal(error) => error.kind(),
            Self::Diary(error) => error.kind(),
            Self::Inbox(error) => error.kind(),
            Self::Backup(error) => error.kind(),
            Self::NotWritten(kind) => ErrorKind::of_io(*kind),
            Self::ReceiveKeyRenewed => ErrorKind::Shut,
            Self::NotWhole(_) | Self::Lost(_) => ErrorKind::Damaged,
            Self::NoSuchPerson | Self::NothingSealed | Self::NoSuchDevice | Self::NoSuchSlot => {
                ErrorKind::NotFound
            }
            Self::LastOwner | Self::NotAllowed { .. } => ErrorKind::NotAllowed,
            Self::Time(_)
            | Self::OtherInstallation
            | Self::OtherHousehold
            | Self::NotEmpty
            | Self::Inside
            | Self::SamePlace
            | Self::OnItsWay
            | Self::BadName
            | Self::NameTaken => ErrorKind::Invalid,
        }
    }
}
