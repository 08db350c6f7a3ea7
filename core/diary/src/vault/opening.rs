//! How a slot says what opens it, and what is authenticated of that.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::cost::Argon2Cost;
use super::wrap::{Wrapped, associated};
use crate::id::{FileId, Hex, HouseholdId, SlotId};

/// The most bytes that a phone's key store may give to keep in a slot.
pub(super) const LONGEST_BLOB: usize = 1024;

/// How the wrapping key comes from the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum Opening {
    Passphrase { memory_kib: u32, passes: u32, lanes: u32 },
    Recovery,
    KeyStore { blob: Blob },
}

impl Opening {
    pub(super) fn passphrase(cost: Argon2Cost) -> Self {
        Self::Passphrase { memory_kib: cost.memory_kib, passes: cost.passes, lanes: cost.lanes }
    }

    /// What a passphrase slot costs to try.
    pub(super) fn cost(&self) -> Option<Argon2Cost> {
        match *self {
            Self::Passphrase { memory_kib, passes, lanes } => Some(Argon2Cost { memory_kib, passes, lanes }),
            Self::Recovery | Self::KeyStore { .. } => None,
        }
    }
}

/// What a phone's key store gave to keep for it: up to [`LONGEST_BLOB`] bytes, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Blob(Vec<u8>);

impl Blob {
    pub(super) fn new(bytes: &[u8]) -> Option<Self> {
        (bytes.len() <= LONGEST_BLOB).then(|| Self(bytes.to_vec()))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = String::deserialize(input)?;
        let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).ok();
        let blob = bytes.as_deref().and_then(Self::new);
        blob.ok_or_else(|| serde::de::Error::custom("not the blob of a key store"))
    }
}

/// The algorithms of a slot; another set means another version of the key file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Suite {
    /// Argon2id version 0x13 or HKDF-SHA256, then XChaCha20-Poly1305.
    #[serde(rename = "argon2id-v19/hkdf-sha256/xchacha20-poly1305")]
    One,
}

impl Suite {
    fn code(self) -> &'static [u8] {
        match self {
            Self::One => b"argon2id-v19/hkdf-sha256/xchacha20-poly1305",
        }
    }
}

/// What a slot opens: the household, or one file of it that has a lock of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scope {
    household: HouseholdId,
    file: Option<FileId>,
}

impl Scope {
    /// The own lock of a file.
    pub(super) const fn own(household: HouseholdId, file: FileId) -> Self {
        Self { household, file: Some(file) }
    }
}

impl From<HouseholdId> for Scope {
    fn from(household: HouseholdId) -> Self {
        Self { household, file: None }
    }
}

/// What is authenticated with the wrapped key: all that says what it opens, and how.
pub(super) fn binding(scope: Scope, id: SlotId, opening: &Opening, suite: Suite) -> Vec<u8> {
    let mut cost = [0; 12];
    let (kind, how): (&[u8], &[u8]) = match opening {
        Opening::Passphrase { memory_kib, passes, lanes } => {
            for (place, value) in cost.chunks_exact_mut(4).zip([memory_kib, passes, lanes]) {
                place.copy_from_slice(&value.to_be_bytes());
            }
            (b"passphrase", &cost)
        }
        Opening::Recovery => (b"recovery", &cost),
        Opening::KeyStore { blob } => (b"keystore", blob.bytes()),
    };
    let household = scope.household.as_bytes();
    match &scope.file {
        None => associated("health-diary/slot/1", &[household, id.as_bytes(), kind, suite.code(), how]),
        Some(file) => {
            let parts = [household, file.as_bytes(), id.as_bytes(), kind, suite.code(), how];
            associated("health-diary/own-slot/1", &parts)
        }
    }
}

/// Tells accidental damage from a wrong secret.
pub(super) fn checksum(binding: &[u8], salt: &[u8; 16], wrapped: &Wrapped) -> Hex<8> {
    let digest =
        Sha256::new().chain_update(binding).chain_update(salt).chain_update(wrapped.bytes()).finalize();
    let mut first = [0; 8];
    for (place, byte) in first.iter_mut().zip(digest) {
        *place = byte;
    }
    Hex(first)
}
