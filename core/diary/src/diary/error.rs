//! What a diary can refuse.

use super::plausible::Doubt;
use crate::journal::JournalError;
use crate::ports::NoEntropy;
use crate::store::StoreError;

/// Why a diary did not do what was asked; nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DiaryError {
    /// The file or its journal said no.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The value cannot be right, or needs to be confirmed.
    #[error("{0}; nothing was stored")]
    Doubtful(Doubt),
    /// No entry has this id.
    #[error("there is no such entry; list the diary to see the ids")]
    NoSuchEntry,
    /// The entry was erased.
    #[error("this entry was erased; nothing of it is left in the diary")]
    Erased,
    /// An amendment needs a reason.
    #[error("a correction needs a reason; say why the value was wrong; nothing was changed")]
    NoReason,
    /// An amendment that changes nothing.
    #[error("this is what the entry says already; nothing was changed")]
    NothingToAmend,
    /// The kind of an entry cannot be amended into another.
    #[error("a correction keeps the kind of the entry; add a new entry instead")]
    OtherKind,
    /// Where an entry came from is no matter of correction.
    #[error("a correction keeps where the entry came from; add a new entry instead")]
    OtherSource,
    /// The kind was made by a newer program.
    #[error("this kind of entry was made by a newer version; install it to change the entry")]
    UnknownKind,
}

impl From<StoreError> for DiaryError {
    fn from(error: StoreError) -> Self {
        Self::Journal(error.into())
    }
}

impl From<NoEntropy> for DiaryError {
    fn from(error: NoEntropy) -> Self {
        Self::Journal(error.into())
    }
}
