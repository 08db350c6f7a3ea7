//! The part of an operation that stays, and the commitments to the parts that can go.

use sha2::{Digest, Sha256};

use crate::id::OperationId;

/// The length of a commitment's salt, in bytes; it stands before the part's bytes in the file.
pub(super) const SALT: usize = 32;

/// What every chain starts from: the hash before the first frame.
pub(super) const GENESIS: [u8; 32] = [0; 32];

/// The most bytes of a part with its salt: 8 MiB, more than a device's longest record with everything it rests on.
pub(super) const LARGEST_PART: usize = 8 << 20;

/// The frames of this version.
pub(super) const VERSION: u8 = 1;

/// The parts of an operation, each erasable by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Part {
    /// Kind, version, when, who.
    Header = 1,
    /// What changed.
    Body = 2,
    /// Why, in a person's words.
    Reason = 3,
    /// What a device sent, and what its reading rests on.
    Raw = 4,
}

impl Part {
    pub(super) const ALL: [Self; 4] = [Self::Header, Self::Body, Self::Reason, Self::Raw];
}

/// The part of an operation that stays for ever.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Frame {
    #[n(0)]
    pub(super) version: u8,
    #[n(1)]
    pub(super) id: OperationId,
    #[cbor(n(2), with = "minicbor::bytes")]
    pub(super) writer: [u8; 32],
    #[n(3)]
    pub(super) number: u64,
    #[cbor(n(4), with = "minicbor::bytes")]
    pub(super) previous: [u8; 32],
    #[n(5)]
    pub(super) commitments: Vec<Commitment>,
}

/// A promise about one part that tells nothing about it once the salt is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub(super) struct Commitment {
    #[n(0)]
    pub(super) tag: u8,
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(super) hash: [u8; 32],
}

/// Commits to a part: SHA-256 over a label, the salt, the tag, the length and the stored bytes.
pub(super) fn commit(part: Part, salted: &[u8]) -> Commitment {
    let (salt, bytes) = salted.split_at(SALT.min(salted.len()));
    let mut hash = Sha256::new();
    hash.update(b"health-diary/part/1");
    hash.update(salt);
    hash.update([part as u8]);
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
    Commitment { tag: part as u8, hash: hash.finalize().into() }
}

/// Hashes a frame as it is stored.
pub(super) fn frame_hash(frame: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"health-diary/frame/1");
    hash.update(frame);
    hash.finalize().into()
}
