//! Random names for things, as types that cannot be mixed up.

use crate::ports::{Entropy, NoEntropy};

/// Makes a 16-byte random identifier type that prints as a UUID (RFC 9562, version 4).
macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, minicbor::Encode, minicbor::Decode)]
        #[cbor(transparent)]
        pub struct $name(#[cbor(n(0), with = "minicbor::bytes")] [u8; 16]);

        impl $name {
            /// Draws a new one.
            ///
            /// # Errors
            /// The random source failed.
            pub fn random(
                entropy: &dyn $crate::ports::Entropy,
            ) -> Result<Self, $crate::ports::NoEntropy> {
                let mut bytes = [0; 16];
                entropy.fill(&mut bytes)?;
                Ok(Self(*uuid::Builder::from_random_bytes(bytes).as_uuid().as_bytes()))
            }

            /// Takes the 16 bytes as they are stored.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The 16 bytes as they are stored.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }

            /// Reads the hyphenated text form; `None` if it is not one.
            pub fn parse(text: &str) -> Option<Self> {
                uuid::Uuid::try_parse(text).ok().map(|uuid| Self(*uuid.as_bytes()))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                uuid::Uuid::from_bytes(self.0).hyphenated().fmt(f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{self}")
            }
        }
    };
}

id_type!(
    /// One operation of a journal.
    OperationId
);
id_type!(
    /// One encrypted file.
    FileId
);
id_type!(
    /// One household.
    HouseholdId
);

/// Makes an identifier that is the id of the operation that made the thing.
macro_rules! made_by_operation {
    ($(#[$doc:meta])* $name:ident) => {
        id_type!($(#[$doc])* $name);

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

made_by_operation!(
    /// One diary entry: the id of the operation that made it.
    EntryId
);
made_by_operation!(
    /// One person: the id of the operation that added them to the household.
    PersonId
);
made_by_operation!(
    /// One device: the id of the operation that added it to the household.
    DeviceId
);

/// 32 random bytes for a commitment's salt.
pub(super) fn salt(entropy: &dyn Entropy) -> Result<[u8; 32], NoEntropy> {
    let mut salt = [0; 32];
    entropy.fill(&mut salt)?;
    Ok(salt)
}
