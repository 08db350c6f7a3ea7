//! The operations of a person's journal, and their bodies.

use super::content::Content;
use crate::cbor;
use crate::id::{EntryId, OperationId};
use crate::journal::Operation;
use crate::store::{FileKind, StoreError};

/// An entry is made.
pub(super) const ADD: u16 = 1;
/// An entry is corrected.
pub(super) const AMEND: u16 = 2;

// 3 and 4 are kept for media.
/// Everything that was said of an entry is erased.
pub(crate) const ERASE: u16 = 5;

/// The version of all bodies.
pub(super) const VERSION: u16 = 1;

/// The body of [`ADD`].
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Added {
    #[n(0)]
    pub(super) content: Content,
    /// The keyed identity of the device's record that it came from.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(super) identity: Option<[u8; 16]>,
}

/// The body of [`AMEND`].
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Amended {
    #[n(0)]
    pub(super) entry: EntryId,
    /// The operations it replaces. Two amendments that do not name each other did not know each other.
    #[n(1)]
    pub(super) replaces: Vec<OperationId>,
    #[n(2)]
    pub(super) content: Content,
}

/// The body of [`ERASE`]: nothing of what was erased.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Erased {
    /// The operations that were emptied, the one that made the entry first.
    #[n(0)]
    pub(super) operations: Vec<OperationId>,
    /// The keyed identity of the device's record that it came from: a cuff that sends it again does not bring it back.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(super) identity: Option<[u8; 16]>,
}

/// The content in the body of an addition or an amendment.
pub(super) fn content_of(body: &[u8], amended: bool) -> Option<Content> {
    if amended {
        cbor::decode::<Amended>(body).map(|amended| amended.content)
    } else {
        cbor::decode::<Added>(body).map(|added| added.content)
    }
}

/// What an operation means to a diary.
#[derive(Debug)]
pub(super) enum Meaning {
    Added(Added),
    Amended(Amended),
    Erased(Erased),
    /// The journal's own, a newer program's, or an erased one: kept, and without effect here.
    Other,
}

/// Reads an operation's meaning.
pub(super) fn meaning(operation: &Operation) -> Result<Meaning, StoreError> {
    let malformed = || StoreError::Malformed(FileKind::Diary);
    let (Some(header), Some(body)) = (&operation.header, &operation.body) else { return Ok(Meaning::Other) };
    match (header.kind, header.version) {
        (ADD, VERSION) => cbor::decode(body).map(Meaning::Added).ok_or_else(malformed),
        (AMEND, VERSION) => cbor::decode(body).map(Meaning::Amended).ok_or_else(malformed),
        (ERASE, VERSION) => cbor::decode(body).map(Meaning::Erased).ok_or_else(malformed),
        _ => Ok(Meaning::Other),
    }
}
