//! Random 128-bit names: of households, people, files, operations and what they make.
//!
//! Names are random, so that neither a name nor an order of events shows in the key file or in a folder's listing.
//! Entries, people and devices are named by the operation that made them.

use core::fmt;
use core::str::FromStr;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ports::{Entropy, NoEntropy};

/// Text is not 32 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id is 32 digits 0-9 and a-f; check that it was copied whole")]
pub struct NotAnId;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// 16 random bytes; written as 32 lower-case hexadecimal digits.
        #[derive(
            Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, minicbor::Encode, minicbor::Decode,
        )]
        #[cbor(transparent)]
        pub struct $name(#[cbor(n(0), with = "minicbor::bytes")] [u8; 16]);

        impl $name {
            /// Draws a fresh id.
            ///
            /// # Errors
            /// [`NoEntropy`] from the source.
            pub fn random(entropy: &dyn Entropy) -> Result<Self, NoEntropy> {
                let mut bytes = [0; 16];
                entropy.fill(&mut bytes)?;
                Ok(Self(bytes))
            }

            /// The id that these bytes are.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The 16 bytes of the id.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                HEXLOWER.encode_display(&self.0).fmt(out)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                fixed_hex(text).map(Self).ok_or(NotAnId)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                Hex(self.0).serialize(out)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                Hex::deserialize(input).map(|hex| Self(hex.0))
            }
        }
    };
}

/// An id that is the id of the operation that made the thing.
macro_rules! made_by_operation {
    ($(#[$doc:meta])* $name:ident) => {
        id!($(#[$doc])* $name);

        impl From<OperationId> for $name {
            fn from(id: OperationId) -> Self {
                Self(id.0)
            }
        }

        impl From<$name> for OperationId {
            fn from(id: $name) -> Self {
                Self(id.0)
            }
        }
    };
}

id! {
    /// Names one household.
    HouseholdId
}
id! {
    /// Names one encrypted file through all its generations.
    FileId
}
id! {
    /// Names one media file: a photo, a video, a recording, a document.
    MediaId
}
id! {
    /// Names one of a diary's media keys, under which the keys of media files are wrapped.
    MediaKeyId
}
id! {
    /// Names one slot.
    SlotId
}
id! {
    /// Names one key pair that records are sealed to.
    SealingKeyId
}
id! {
    /// Names one operation of a journal.
    OperationId
}
made_by_operation! {
    /// Names one person of a household.
    PersonId
}
made_by_operation! {
    /// Names one device of a household.
    DeviceId
}
made_by_operation! {
    /// Names one diary entry.
    EntryId
}
made_by_operation! {
    /// Names one kind of entry that a person defined.
    KindId
}

/// Bytes that are written as lower-case hexadecimal digits and read back only from exactly as many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hex<const N: usize>(pub(crate) [u8; N]);

impl<const N: usize> Serialize for Hex<N> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(&HEXLOWER.encode_display(&self.0))
    }
}

impl<'de, const N: usize> Deserialize<'de> for Hex<N> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(input)?;
        fixed_hex(&text).map(Self).ok_or_else(|| serde::de::Error::custom("wrong hexadecimal text"))
    }
}

/// The `N` bytes that `text` spells in lower-case hexadecimal, or `None`.
pub(crate) fn fixed_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != N * 2 {
        return None;
    }
    HEXLOWER.decode_mut(text.as_bytes(), &mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_from_its_text_and_from_nothing_else() {
        let id = PersonId::from_bytes(*b"0123456789abcdef");
        assert_eq!(id.to_string(), "30313233343536373839616263646566");
        assert_eq!(id.to_string().parse::<PersonId>(), Ok(id));
        for wrong in ["", "30", "3031323334353637383961626364656", "3031323334353637383961626364656F"] {
            assert_eq!(wrong.parse::<PersonId>(), Err(NotAnId));
        }
        assert_eq!(format!("{id:?}"), "PersonId(30313233343536373839616263646566)");
    }
}
