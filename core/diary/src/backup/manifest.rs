//! The list of everything that one backup consists of.

use crate::cbor;
use crate::id::{FileId, HouseholdId, MediaId, PersonId};
use crate::journal::{Chain, Stored};
use crate::store::Table;
use crate::vault::FilePurpose;

/// The version of manifests, lists and segments.
pub(super) const VERSION: u8 = 1;

/// One backup, whole: every piece of it is named here or in a list that is.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Manifest {
    #[n(0)]
    pub(super) version: u8,
    #[n(1)]
    pub(super) household: HouseholdId,
    #[n(2)]
    pub(super) backup: FileId,
    /// Counts the backups, from 1.
    #[n(3)]
    pub(super) number: u64,
    /// When it was made, milliseconds since 1970-01-01T00:00:00Z.
    #[n(4)]
    pub(super) at_ms: i64,
    /// The one person that it is of.
    #[n(5)]
    pub(super) only: Option<PersonId>,
    /// The save of the key file, and the SHA-256 of its bytes.
    #[n(6)]
    pub(super) keys: KeyFileRef,
    #[n(7)]
    pub(super) files: Vec<FileEntry>,
    /// The backups before it that were there and whole, the oldest first.
    #[n(8)]
    pub(super) earlier: Vec<Earlier>,
    /// Files with a lock of their own that have a line of backups beside this one.
    #[n(9)]
    pub(super) own: Vec<OwnLine>,
}

/// That a file has a line of its own; what is in it, only its lock says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct OwnLine {
    #[n(0)]
    pub(super) file: FileId,
    /// When it was last written to.
    #[n(1)]
    pub(super) as_of_ms: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct KeyFileRef {
    #[n(0)]
    pub(super) generation: u64,
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(super) hash: [u8; 32],
}

/// An earlier backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Earlier {
    #[n(0)]
    pub(super) number: u64,
    #[n(1)]
    pub(super) at_ms: i64,
    /// SHA-256 of its manifest as it lies in the folder.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub(super) hash: [u8; 32],
    /// It is the end of a life that this one does not continue: no rule removes it.
    #[n(3)]
    pub(super) stays: bool,
}

/// A sealed piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct PieceRef {
    /// SHA-256 of its plain bytes, filling and all.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub(super) hash: [u8; 32],
    /// Its size in the folder.
    #[n(1)]
    pub(super) size: u64,
}

/// One encrypted file of the household.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct FileEntry {
    #[n(0)]
    pub(super) file: FileId,
    #[n(1)]
    pub(super) purpose: Purpose,
    /// When it was as it is here.
    #[n(2)]
    pub(super) as_of_ms: i64,
    #[n(3)]
    pub(super) chains: Vec<Chain>,
    /// The newest place in the order that the file followed, a [`journal::HybridTime`](crate::journal::HybridTime).
    #[cbor(n(4), with = "minicbor::bytes")]
    pub(super) order: Option<Vec<u8>>,
    #[n(5)]
    pub(super) state: PieceRef,
    /// A list of segments that are done with; none where there are none.
    #[n(6)]
    pub(super) settled: Option<PieceRef>,
    /// Small segments since.
    #[n(7)]
    pub(super) fresh: Vec<Segment>,
    /// A list of media files; none where there are none.
    #[n(8)]
    pub(super) media: Option<PieceRef>,
}

/// What a file of a backup is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub(super) enum Purpose {
    #[n(0)]
    Household,
    #[n(1)]
    Inbox,
    #[n(2)]
    Diary(#[n(0)] PersonId),
    #[n(3)]
    Sealed(#[n(0)] PersonId),
}

impl Purpose {
    pub(super) fn of(purpose: FilePurpose) -> Option<Self> {
        match purpose {
            FilePurpose::Household => Some(Self::Household),
            FilePurpose::Inbox => Some(Self::Inbox),
            FilePurpose::Diary { person } => Some(Self::Diary(person)),
            FilePurpose::Sealed { person } => Some(Self::Sealed(person)),
            FilePurpose::Backup => None,
        }
    }
}

/// Operations of one writer, from one number to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Segment {
    /// The writer's number in the file.
    #[n(0)]
    pub(super) row: i64,
    #[n(1)]
    pub(super) from: u64,
    #[n(2)]
    pub(super) to: u64,
    /// How many parts the operations have in it: fewer in the file means that something was erased there.
    #[n(3)]
    pub(super) parts: u64,
    /// When the first and the last of them were written.
    #[n(4)]
    pub(super) first_ms: i64,
    #[n(5)]
    pub(super) last_ms: i64,
    #[n(6)]
    pub(super) piece: PieceRef,
}

/// A media file, encrypted as it lies in the household.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Media {
    #[n(0)]
    pub(super) id: MediaId,
    #[n(1)]
    pub(super) size: u64,
    #[n(2)]
    pub(super) pieces: Vec<PieceRef>,
}

/// What a file has beside its journal and what can be rebuilt from it.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct State {
    #[n(0)]
    pub(super) version: u8,
    /// All of them.
    #[n(1)]
    pub(super) facts: Vec<Fact>,
    #[n(2)]
    pub(super) tables: Vec<Table>,
}

#[derive(Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Fact {
    #[n(0)]
    pub(super) name: String,
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(super) value: Vec<u8>,
}

impl std::fmt::Debug for Fact {
    /// Without the value, which may be a key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Fact({})", self.name)
    }
}

/// What is in a segment.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Operations {
    #[n(0)]
    pub(super) version: u8,
    #[n(1)]
    pub(super) operations: Vec<Stored>,
}

/// A list of things, under a version.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct List<T> {
    #[n(0)]
    pub(super) version: u8,
    #[n(1)]
    pub(super) items: Vec<T>,
}

impl<T> List<T> {
    pub(super) fn new(items: Vec<T>) -> Self {
        Self { version: VERSION, items }
    }
}

/// What a stored thing says first, whatever its version is.
#[derive(minicbor::Decode)]
#[cbor(array)]
struct Versioned {
    #[n(0)]
    version: u8,
}

/// Reads a thing of this version.
pub(super) fn read<T: for<'b> minicbor::Decode<'b, ()>>(bytes: &[u8]) -> Option<T> {
    let Versioned { version } = minicbor::decode(bytes).ok()?;
    (version == VERSION).then(|| cbor::decode(bytes)).flatten()
}

/// Whether a newer program wrote it.
pub(super) fn is_newer(bytes: &[u8]) -> bool {
    minicbor::decode::<Versioned>(bytes).is_ok_and(|found| found.version > VERSION)
}
