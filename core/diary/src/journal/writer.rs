//! One installation's life, and its signature.

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::id::FileId;

/// The name of a writer: SHA-256 of its Ed25519 public key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WriterId(pub(super) [u8; 32]);

impl WriterId {
    pub(super) fn of(public_key: &[u8; 32]) -> Self {
        Self(Sha256::digest(public_key).into())
    }

    /// The name that these 32 bytes are.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for WriterId {
    /// The first eight bytes in hexadecimal: enough to tell writers apart by eye.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().take(8).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for WriterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// This installation as a writer: it signs the heads of its chains.
pub struct Writer {
    key: SigningKey,
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Writer").field(&self.id()).finish()
    }
}

impl Writer {
    /// Takes the 32-byte Ed25519 seed that lives outside the household.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self { key: SigningKey::from_bytes(seed) }
    }

    /// The writer's name.
    pub fn id(&self) -> WriterId {
        WriterId::of(&self.public_key())
    }

    pub(super) fn public_key(&self) -> [u8; 32] {
        self.key.verifying_key().to_bytes()
    }

    pub(crate) fn sign(&self, file: &FileId, number: u64, hash: &[u8; 32]) -> [u8; 64] {
        self.key.sign(&head_message(file, number, hash)).to_bytes()
    }
}

/// Whether `signature` is the writer's own over this head of this file.
pub(super) fn signed(
    public_key: &[u8; 32],
    file: &FileId,
    number: u64,
    hash: &[u8; 32],
    signature: &[u8; 64],
) -> bool {
    VerifyingKey::from_bytes(public_key).is_ok_and(|key| {
        key.verify_strict(&head_message(file, number, hash), &Signature::from_bytes(signature)).is_ok()
    })
}

fn head_message(file: &FileId, number: u64, hash: &[u8; 32]) -> Vec<u8> {
    let mut message = b"health-diary/head/1".to_vec();
    message.extend_from_slice(file.as_bytes());
    message.extend_from_slice(&number.to_be_bytes());
    message.extend_from_slice(hash);
    message
}
