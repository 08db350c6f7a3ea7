//! What an inbox can refuse.

use crate::error::ErrorKind;
use crate::id::HouseholdId;
use crate::ports::NoEntropy;
use crate::store::{FileKind, StoreError};
use crate::vault::SealError;

/// Why the inbox did not do what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InboxError {
    /// The file said no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A record could not be sealed or opened.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The device is not known here.
    #[error("this device is not known; pair it first")]
    UnknownDevice,
    /// A public key in the inbox is not one of the household's.
    #[error(
        "the inbox named a key that is not this household's: it was altered, or an older one was put back; it seals to \
         the household's keys again, and what was sealed to the other waits unread; run a check"
    )]
    ForeignKey,
    /// A record is missing that was neither handed on nor waits.
    #[error("record {0} of the inbox is missing; what is there is sound; restore the inbox from a backup")]
    Gap(u64),
    /// The household has used up numbers that the inbox has not given yet.
    #[error("the inbox is older than the household; keep the files and restore it from a backup")]
    Older,
}

impl From<NoEntropy> for InboxError {
    fn from(error: NoEntropy) -> Self {
        Self::Seal(error.into())
    }
}

impl InboxError {
    pub(super) const DAMAGED: Self = Self::Store(StoreError::Damaged(FileKind::Inbox));

    pub(super) fn belongs(found: &[u8], household: HouseholdId) -> Result<(), Self> {
        if found == household.as_bytes() { Ok(()) } else { Err(Self::DAMAGED) }
    }
}

impl InboxError {
    /// What a program decides by.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Store(error) => error.kind(),
            Self::Seal(error) => error.kind(),
            Self::UnknownDevice => ErrorKind::NotFound,
            Self::ForeignKey | Self::Gap(_) | Self::Older => ErrorKind::Damaged,
        }
    }
}
