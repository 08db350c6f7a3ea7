//! The operations of a household's journal, and their bodies.

use std::fmt;

use super::devices::Description;
use super::information::Information;
use super::moves::Place;
use crate::cbor;
use crate::id::{DeviceId, EntryId, FileId, OperationId, PersonId};
use crate::journal::{Author, Change, Operation};
use crate::store::{FileKind, StoreError};
use crate::time::{CivilTime, ClockPair, Instant, Sighting};

/// The version of every body here.
const VERSION: u16 = 1;

/// Somebody joins.
#[derive(Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct PersonAdded {
    #[n(0)]
    pub(super) name: String,
}

impl fmt::Debug for PersonAdded {
    /// Without the name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PersonAdded").finish_non_exhaustive()
    }
}

/// A device is paired, or paired again with a newer description.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct DeviceDescribed {
    /// The device where it was known before; a new one has the operation's own id.
    #[n(0)]
    pub(super) known: Option<DeviceId>,
    #[n(1)]
    pub(super) description: Description,
}

/// A device is not used here any more: it is out of lists, and what is known of it stays, for when it is found again.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct DeviceForgotten {
    #[n(0)]
    pub(super) device: DeviceId,
    /// What was known last.
    #[n(1)]
    pub(super) description: Description,
}

/// A device said something of itself that is new.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct DeviceTold {
    #[n(0)]
    pub(super) device: DeviceId,
    /// When it last said any of it: what came before that is in here, or was replaced.
    #[n(1)]
    pub(super) heard_ms: i64,
    /// All that is known of it now.
    #[n(2)]
    pub(super) information: Information,
}

/// A user slot of a device is given to a person.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct SlotAssigned {
    #[n(0)]
    pub(super) device: DeviceId,
    /// As the device counts; -1 for a device that tells no users apart.
    #[n(1)]
    pub(super) slot: i16,
    #[n(2)]
    pub(super) person: PersonId,
}

/// Whose records are, and the entries they become: the intent of a hand-on.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Decided {
    #[n(0)]
    pub(super) decisions: Vec<Decision>,
}

/// One record's decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Decision {
    #[cbor(n(0), with = "minicbor::bytes")]
    pub(super) identity: [u8; 16],
    #[n(1)]
    pub(super) person: PersonId,
    #[n(2)]
    pub(super) entry: EntryId,
}

/// Numbers of the inbox that are in a diary, or were used up: closed ranges in order.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Drained {
    #[n(0)]
    pub(super) ranges: Vec<(u64, u64)>,
}

/// A synchronisation ended.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Synced {
    #[n(0)]
    pub(super) device: DeviceId,
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(super) session: [u8; 16],
    #[n(2)]
    pub(super) at_ms: i64,
    /// What shows that all was received (`racp-count`, `racp-success`, `peer-ended`, `quiet`); `None`: it is not shown.
    #[n(3)]
    pub(super) proof: Option<String>,
    #[n(4)]
    pub(super) records: u32,
    #[n(5)]
    pub(super) announced: Option<u32>,
}

/// A device's clock was read beside the phone's.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct ClockRead {
    #[n(0)]
    pub(super) device: DeviceId,
    #[n(1)]
    pub(super) pair: ClockPair,
}

/// The newest record of a connection came, from a device whose clock was never read.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct NewestCame {
    #[n(0)]
    pub(super) device: DeviceId,
    /// What it was stamped.
    #[n(1)]
    pub(super) stamp: CivilTime,
    /// When it came.
    #[n(2)]
    pub(super) received: Instant,
}

/// Something left the household on request.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Shared {
    /// `json` or `csv`.
    #[n(0)]
    pub(super) format: String,
    #[n(1)]
    pub(super) people: Vec<PersonId>,
    #[n(2)]
    pub(super) entries: u64,
}

/// A backup was made, and read back whole.
#[derive(Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct BackedUp {
    /// What the shell calls the place.
    #[n(0)]
    pub(super) place: String,
    /// Its number there.
    #[n(1)]
    pub(super) number: u64,
    #[n(2)]
    pub(super) at_ms: i64,
    /// The one person that it is of.
    #[n(3)]
    pub(super) only: Option<PersonId>,
    /// Where the chains of its files stood.
    #[n(4)]
    pub(super) heads: Vec<NotedHead>,
}

impl fmt::Debug for BackedUp {
    /// Without the place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BackedUp").field("number", &self.number).finish_non_exhaustive()
    }
}

/// The newest operation of a chain, as it was somewhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct NotedHead {
    #[n(0)]
    pub(super) file: FileId,
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(super) writer: [u8; 32],
    #[n(2)]
    pub(super) number: u64,
    #[cbor(n(3), with = "minicbor::bytes")]
    pub(super) hash: [u8; 32],
}

/// The household was restored from a backup.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct RestoredFrom {
    /// The number of the backup.
    #[n(0)]
    pub(super) number: u64,
    /// When it was made.
    #[n(1)]
    pub(super) at_ms: i64,
}

/// This household was made for a backup of one person: what it does not say of others was never here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct OnlyOf {
    #[n(0)]
    pub(super) person: PersonId,
}

/// An entry goes to another file: the intent, with everything decided that the steps need.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Moving {
    /// The entry at the giver. The ids at the receiver follow from this operation's id and those at the giver.
    #[n(0)]
    pub(super) entry: EntryId,
    #[n(1)]
    pub(super) from: Place,
    #[n(2)]
    pub(super) to: Place,
}

/// An entry is where it was to go, and gone where it was.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Moved {
    /// The operation that decided it.
    #[n(0)]
    pub(super) decided: OperationId,
    /// Whose the device's record is from now on.
    #[n(1)]
    pub(super) decision: Option<Decision>,
}

/// Somebody is this in the household from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct RoleSet {
    #[n(0)]
    pub(super) person: PersonId,
    /// As [`PersonRole`](super::PersonRole) is numbered; a newer program may know more.
    #[n(1)]
    pub(super) role: u8,
}

/// Somebody is removed, with their diary.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct PersonRemoved {
    /// The operations that were emptied: the one that added them, which had their name.
    #[n(0)]
    pub(super) operations: Vec<OperationId>,
    #[n(1)]
    pub(super) person: PersonId,
    /// Their files, of which no key is left.
    #[n(2)]
    pub(super) files: Vec<FileId>,
}

/// A diary is about to be given back to the household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct GivingBack {
    #[n(0)]
    pub(super) person: PersonId,
    #[n(1)]
    pub(super) file: FileId,
}

/// A diary is about to get a lock of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct HandingOver {
    #[n(0)]
    pub(super) person: PersonId,
    #[n(1)]
    pub(super) file: FileId,
}

macro_rules! meanings {
    ($($number:literal $name:ident),* $(,)?) => {
        /// What an operation means to a household.
        #[derive(Debug)]
        pub(super) enum Meaning {
            $($name($name),)*
            Sighted(Sighting),
            /// The journal's own, or a newer program's: kept, and without effect here.
            Other,
        }

        $(impl $name {
            /// The operation that says this.
            pub(super) fn change(&self, author: Author) -> Change {
                change($number, author, cbor::encode(self))
            }
        })*

        /// Reads an operation's meaning.
        pub(super) fn meaning(operation: &Operation) -> Result<Meaning, StoreError> {
            let (Some(header), Some(body)) = (&operation.header, &operation.body) else {
                return Ok(Meaning::Other);
            };
            if header.version != VERSION {
                return Ok(Meaning::Other);
            }
            match header.kind {
                $($number => cbor::decode(body).map(Meaning::$name),)*
                SIGHTED => cbor::decode(body).map(Meaning::Sighted),
                _ => Some(Meaning::Other),
            }
            .ok_or(StoreError::Malformed(FileKind::Household))
        }
    };
}

// Numbers are stored and never given a new meaning.
meanings! {
    1 PersonAdded,
    2 DeviceDescribed,
    3 SlotAssigned,
    5 Decided,
    6 Synced,
    7 Shared,
    8 Drained,
    9 ClockRead,
    10 NewestCame,
    11 Moving,
    12 Moved,
    16 BackedUp,
    17 RestoredFrom,
    18 OnlyOf,
    21 RoleSet,
    22 PersonRemoved,
    23 DeviceTold,
    24 DeviceForgotten,
    25 GivingBack,
    26 HandingOver,
}

/// The kind of operation that empties others: [`PersonRemoved`].
pub(super) const REMOVE: u16 = 22;

/// What follows was taken over from a damaged household.
pub(super) const SALVAGED: u16 = 20;

/// The phone was seen in a zone.
const SIGHTED: u16 = 4;

/// The operation that the phone was seen in a zone.
pub(super) fn sighted(sighting: &Sighting) -> Change {
    change(SIGHTED, Author::PROGRAM, cbor::encode(sighting))
}

fn change(kind: u16, author: Author, body: Vec<u8>) -> Change {
    Change { id: None, kind, version: VERSION, author, body, reason: None, raw: None }
}
