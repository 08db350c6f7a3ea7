//! The operations of a person's journal, and their bodies.

use core::fmt;

use super::content::Content;
use super::define::Defined;
use super::kind::Unit;
use super::profile::Profile;
use crate::cbor;
use crate::id::{EntryId, FileId, MediaId, OperationId};
use crate::journal::{Operation, Remains};
use crate::media::{Detail, Kind};
use crate::store::{FileKind, StoreError};

/// An entry is made.
pub(super) const ADD: u16 = 1;
/// An entry is corrected.
pub(super) const AMEND: u16 = 2;
/// A media file is added to an entry.
pub(super) const ADD_MEDIA: u16 = 3;
/// A media file is removed.
pub(super) const REMOVE_MEDIA: u16 = 4;

/// Everything that was said of an entry is erased.
pub(crate) const ERASE: u16 = 5;

/// What follows was taken over from a damaged file.
pub(super) const SALVAGE: u16 = 6;

/// An entry of another diary is here now, as the operations that it names said it there.
pub(super) const MOVED_IN: u16 = 7;
/// A person defines a kind of entry of their own, or says anew what it is.
pub(super) const DEFINE: u16 = 8;
/// An entry is taken back as entered in error, or let stand again.
pub(super) const RETRACT: u16 = 9;
/// A person objects to what a clinician wrote.
pub(super) const OBJECT: u16 = 10;

/// A person's profile takes the place of the one before.
pub(super) const PROFILE: u16 = 12;

/// Samples of an entry; its raw part holds them.
pub(super) const SERIES: u16 = 13;

/// The version of bodies without content.
pub(super) const VERSION: u16 = 1;

/// The version of bodies with content. Version 1 had fewer forms of value, fewer units, no tags and no kinds of people's
/// own; its bytes mean the same in version 2, and are read by the same code.
pub(super) const CONTENT_VERSION: u16 = 2;

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

/// The body of [`ADD_MEDIA`].
#[derive(Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct MediaAdded {
    #[n(0)]
    pub(super) media: MediaId,
    #[n(1)]
    pub(super) entry: EntryId,
    #[n(2)]
    pub(super) kind: Kind,
    /// Plain bytes.
    #[n(3)]
    pub(super) length: u64,
    /// SHA-256 of the plain bytes.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub(super) hash: [u8; 32],
    /// What was found in what was taken out of the file; absent where nothing could be taken out.
    #[n(5)]
    pub(super) details: Option<Vec<Detail>>,
    #[n(6)]
    pub(super) caption: Option<String>,
    #[n(7)]
    pub(super) name: Option<String>,
}

impl fmt::Debug for MediaAdded {
    /// Without a person's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MediaAdded({:?}, {:?}, {:?})", self.media, self.entry, self.kind)
    }
}

/// The body of [`REMOVE_MEDIA`].
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct MediaRemoved {
    #[n(0)]
    pub(super) media: MediaId,
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
    /// The media files that it had, so that a file which a kill left is known to be erased.
    #[n(2)]
    pub(super) media: Option<Vec<MediaId>>,
}

/// The body of [`RETRACT`].
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Retracted {
    #[n(0)]
    pub(super) entry: EntryId,
    /// Whether it stands again; of several, the greatest (order, writer) counts.
    #[n(1)]
    pub(super) stands: bool,
}

/// The body of [`OBJECT`].
#[derive(Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Objected {
    #[n(0)]
    pub(super) entry: EntryId,
    /// What the person objects to, in their words.
    #[n(1)]
    pub(super) words: String,
}

impl fmt::Debug for Objected {
    /// Without a person's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Objected({:?})", self.entry)
    }
}

/// The body of [`SERIES`].
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct SeriesAdded {
    #[n(0)]
    pub(super) entry: EntryId,
    /// From the entry's moment to the first sample, in milliseconds.
    #[n(1)]
    pub(super) offset_ms: i64,
    #[n(2)]
    pub(super) step_ms: u32,
    /// How many samples there are.
    #[n(3)]
    pub(super) count: u32,
    #[n(4)]
    pub(super) channels: Vec<ChannelOf>,
    /// Every state of remarks that occurs, in the order in which they occur first.
    #[n(5)]
    pub(super) states: Vec<u64>,
}

/// What the values of one channel are.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct ChannelOf {
    #[n(0)]
    pub(super) field: u16,
    #[n(1)]
    pub(super) unit: Unit,
    #[n(2)]
    pub(super) exponent: i8,
}

/// The body of [`SALVAGE`]: what the chain goes on from, and what was lost.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Salvaged {
    /// The damaged file.
    #[n(0)]
    from: FileId,
    /// The newest known operation of each of its chains: writer, number, hash.
    #[n(1)]
    heads: Vec<OldHead>,
    /// Numbers of which nothing could be read: writer, first, last.
    #[n(2)]
    lost: Vec<Gap>,
    /// The keyed identities of records whose entries were erased there.
    #[n(3)]
    identities: Vec<Identity>,
}

#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
struct OldHead {
    #[cbor(n(0), with = "minicbor::bytes")]
    writer: [u8; 32],
    #[n(1)]
    number: u64,
    #[cbor(n(2), with = "minicbor::bytes")]
    hash: [u8; 32],
}

#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
struct Gap {
    #[cbor(n(0), with = "minicbor::bytes")]
    writer: [u8; 32],
    #[n(1)]
    from: u64,
    #[n(2)]
    to: u64,
}

/// A keyed identity, as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub(super) struct Identity(#[cbor(n(0), with = "minicbor::bytes")] [u8; 16]);

impl From<[u8; 16]> for Identity {
    fn from(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl Salvaged {
    pub(super) fn new(from: FileId, remains: &Remains, identities: Vec<Identity>) -> Self {
        let heads = remains.heads.iter().map(|head| OldHead {
            writer: *head.writer.as_bytes(),
            number: head.number,
            hash: head.hash,
        });
        let lost = remains.lost.iter().map(|lost| Gap {
            writer: *lost.writer.as_bytes(),
            from: lost.from,
            to: lost.to,
        });
        Self { from, heads: heads.collect(), lost: lost.collect(), identities }
    }

    pub(super) fn identities(&self) -> Vec<[u8; 16]> {
        self.identities.iter().map(|identity| identity.0).collect()
    }
}

/// The body of [`MOVED_IN`]; its reason is why.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct MovedIn {
    #[n(0)]
    pub(super) entry: EntryId,
    /// The operations that were written again here, with the headers that they had.
    #[n(1)]
    pub(super) operations: Vec<OperationId>,
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
    MediaAdded(MediaAdded),
    MediaRemoved(MediaRemoved),
    Erased(Erased),
    Salvaged(Salvaged),
    Defined(Defined),
    Retracted(Retracted),
    Objected(Objected),
    Series(SeriesAdded),
    MovedIn(MovedIn),
    Profile(Profile),
    /// The journal's own, a newer program's, or an erased one: kept, and without effect here.
    Other,
}

/// Reads an operation's meaning.
pub(super) fn meaning(operation: &Operation) -> Result<Meaning, StoreError> {
    let malformed = || StoreError::Malformed(FileKind::Diary);
    let (Some(header), Some(body)) = (&operation.header, &operation.body) else { return Ok(Meaning::Other) };
    match (header.kind, header.version) {
        (ADD, VERSION..=CONTENT_VERSION) => cbor::decode(body).map(Meaning::Added).ok_or_else(malformed),
        (AMEND, VERSION..=CONTENT_VERSION) => cbor::decode(body).map(Meaning::Amended).ok_or_else(malformed),
        (ADD_MEDIA, VERSION) => cbor::decode(body).map(Meaning::MediaAdded).ok_or_else(malformed),
        (REMOVE_MEDIA, VERSION) => cbor::decode(body).map(Meaning::MediaRemoved).ok_or_else(malformed),
        (ERASE, VERSION) => cbor::decode(body).map(Meaning::Erased).ok_or_else(malformed),
        (DEFINE, VERSION) => cbor::decode(body).map(Meaning::Defined).ok_or_else(malformed),
        (RETRACT, VERSION) => cbor::decode(body).map(Meaning::Retracted).ok_or_else(malformed),
        (OBJECT, VERSION) => cbor::decode(body).map(Meaning::Objected).ok_or_else(malformed),
        (SERIES, VERSION) => cbor::decode(body).map(Meaning::Series).ok_or_else(malformed),
        (SALVAGE, VERSION) => cbor::decode(body).map(Meaning::Salvaged).ok_or_else(malformed),
        (MOVED_IN, VERSION) => cbor::decode(body).map(Meaning::MovedIn).ok_or_else(malformed),
        (PROFILE, VERSION) => cbor::decode(body).map(Meaning::Profile).ok_or_else(malformed),
        _ => Ok(Meaning::Other),
    }
}
