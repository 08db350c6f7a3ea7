//! Kind, version, when and who of an operation.

use super::clock::HybridTime;
use crate::id::PersonId;

/// The header part of an operation.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct Header {
    /// What kind of operation this is; numbers belong to the room that writes them.
    #[n(0)]
    pub kind: u16,
    /// The version of that kind's body.
    #[n(1)]
    pub version: u16,
    /// Its place in the order of all writers.
    #[n(2)]
    pub order: HybridTime,
    /// The phone's wall clock when it was written, milliseconds since 1970-01-01T00:00:00Z.
    #[n(3)]
    pub at_ms: i64,
    /// The IANA zone that the phone was set to.
    #[n(4)]
    pub zone: String,
    /// Who wrote it.
    #[n(5)]
    pub author: Author,
}

/// Who made a change.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct Author {
    /// In what role.
    #[n(0)]
    pub role: Role,
    /// Which person of the household, where that is known.
    #[n(1)]
    pub person: Option<PersonId>,
}

/// The role in which a change was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum Role {
    /// Someone who unlocked the household.
    #[n(0)]
    Household,
    /// A device whose reading was received.
    #[n(1)]
    Device,
    /// The program itself, for its own bookkeeping.
    #[n(2)]
    Program,
}

impl Author {
    /// Someone who unlocked the household.
    pub const HOUSEHOLD: Self = Self { role: Role::Household, person: None };
    /// A device.
    pub const DEVICE: Self = Self { role: Role::Device, person: None };
    /// The program.
    pub const PROGRAM: Self = Self { role: Role::Program, person: None };
}
