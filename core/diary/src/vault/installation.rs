//! What one installation keeps outside the household's folder.
//!
//! A desktop keeps it in a file that only the user can read and that device backups leave out; a phone in its key
//! store. With it the inbox opens and receives while the household is locked; it opens no reading. A household's folder
//! that is copied or restored arrives without it, which is how the program knows that it is a new writer there.

use data_encoding::HEXLOWER;
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::ports::{Entropy, NoEntropy};

use super::checked::{self, NotWhole};
use super::error::{Part, VaultError};
use super::secret::Secret;
use crate::id::HouseholdId;

const FORMAT: &str = "health-diary/installation";
/// The newest version that is known; written is the lowest that has a place for what is kept.
const VERSION: u32 = 2;
/// More than the file has, so that text with keys in it is never moved by growing.
const ROOM: usize = 512;

/// The marker and keys of one installation.
#[derive(Debug, PartialEq, Eq)]
pub struct Installation {
    /// The household that it belongs to.
    pub household: HouseholdId,
    /// The Ed25519 seed that this installation signs its chains with (RFC 8032, 5.1.5).
    pub writer_seed: Secret<32>,
    /// The key of the inbox file.
    pub receive_key: Secret<32>,
    /// The generation of the inbox file that the key opens, from 1. Another one in the key file tells that the key was
    /// renewed since, which is not the same as damage.
    pub receive_generation: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields<'a> {
    #[serde(rename = "format")]
    _format: &'a str,
    #[serde(rename = "version")]
    _version: u32,
    household: HouseholdId,
    writer_seed: &'a str,
    receive_key: &'a str,
    receive_generation: Option<u32>,
    #[serde(rename = "checksum")]
    _checksum: &'a str,
}

impl Installation {
    /// A new writer for a household, with the receive key of its inbox's first generation;
    /// [`super::Vault::installation`] makes one for any.
    ///
    /// # Errors
    /// [`NoEntropy`] from the source.
    pub fn new(
        household: HouseholdId,
        receive_key: Secret<32>,
        entropy: &dyn Entropy,
    ) -> Result<Self, NoEntropy> {
        Ok(Self { household, writer_seed: Secret::random(entropy)?, receive_key, receive_generation: 1 })
    }

    /// A second copy, for a place that has to own one.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        Self {
            household: self.household,
            writer_seed: self.writer_seed.duplicate(),
            receive_key: self.receive_key.duplicate(),
            receive_generation: self.receive_generation,
        }
    }

    /// The bytes to keep; they are secret.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut text = String::with_capacity(ROOM);
        let renewed = self.receive_generation != 1;
        let version = if renewed { "2" } else { "1" };
        for part in ["{\"format\":\"", FORMAT, "\",\"version\":", version, ",\"household\":\""] {
            text.push_str(part);
        }
        HEXLOWER.encode_append(self.household.as_bytes(), &mut text);
        text.push_str("\",\"writer_seed\":\"");
        HEXLOWER.encode_append(self.writer_seed.expose(), &mut text);
        text.push_str("\",\"receive_key\":\"");
        HEXLOWER.encode_append(self.receive_key.expose(), &mut text);
        text.push('"');
        if renewed {
            text.push_str(",\"receive_generation\":");
            text.push_str(&self.receive_generation.to_string());
        }
        checked::close(&mut text);
        Zeroizing::new(text.into_bytes())
    }

    /// Reads what [`Installation::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`VaultError::Newer`] for a whole file of a later version, [`VaultError::Damaged`] for any other bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        let damaged = VaultError::Damaged(Part::Installation);
        checked::open(bytes, FORMAT, VERSION).map_err(|error| match error {
            NotWhole::Newer => VaultError::Newer,
            NotWhole::Damaged => damaged,
        })?;
        let fields: Fields<'_> = serde_json::from_slice(bytes).map_err(|_| damaged)?;
        let installation = Self {
            household: fields.household,
            writer_seed: secret(fields.writer_seed).ok_or(damaged)?,
            receive_key: secret(fields.receive_key).ok_or(damaged)?,
            receive_generation: fields.receive_generation.unwrap_or(1),
        };
        if installation.receive_generation > 0 && *installation.to_bytes() == bytes {
            Ok(installation)
        } else {
            Err(damaged)
        }
    }
}

fn secret(text: &str) -> Option<Secret<32>> {
    if text.len() != 64 {
        return None;
    }
    Secret::try_fill(|bytes| HEXLOWER.decode_mut(text.as_bytes(), bytes).map(|_| ())).ok()
}

#[cfg(test)]
mod tests {
    use super::super::testing::Tape;
    use super::*;

    fn installation() -> Installation {
        let receive_key = Secret::take(&mut [6; 32]);
        Installation::new(HouseholdId::from_bytes([4; 16]), receive_key, &Tape::new(5)).unwrap()
    }

    fn renewed() -> Installation {
        Installation { receive_generation: u32::MAX, ..installation() }
    }

    #[test]
    fn reads_back_what_it_wrote() {
        for (installation, version) in [(installation(), "\"version\":1,"), (renewed(), "\"version\":2,")] {
            let bytes = installation.to_bytes();
            assert!(bytes.len() <= ROOM, "{} bytes", bytes.len());
            assert!(std::str::from_utf8(&bytes).unwrap().contains(version));
            assert_eq!(installation.duplicate(), installation);
            assert_eq!(Installation::from_bytes(&bytes), Ok(installation));
        }
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_damage() {
        let damaged = Err(VaultError::Damaged(Part::Installation));
        for bytes in [installation().to_bytes(), renewed().to_bytes()] {
            for bit in 0..bytes.len() * 8 {
                let mut flipped = bytes.to_vec();
                flipped[bit / 8] ^= 1 << (bit % 8);
                assert_eq!(Installation::from_bytes(&flipped), damaged, "bit {bit}");
            }
            for length in 0..bytes.len() {
                assert_eq!(Installation::from_bytes(&bytes[..length]), damaged);
            }
        }
    }

    #[test]
    fn another_spelling_with_a_right_checksum_is_damage() {
        let text = String::from_utf8(installation().to_bytes().to_vec()).unwrap();
        let object = text.split(",\"checksum\"").next().unwrap();
        for (from, to) in [
            ("\"version\":1", "\"version\": 1"),
            ("\"version\":1", "\"version\":2"),
            ("06", "0A"),
            ("receive_key", "recieve_key"),
        ] {
            let mut other = object.replace(from, to);
            assert_ne!(other, object);
            checked::close(&mut other);
            assert!(
                matches!(Installation::from_bytes(other.as_bytes()), Err(VaultError::Damaged(_))),
                "{to}"
            );
        }
        let mut newer = object.replace("\"version\":1", "\"version\":3");
        checked::close(&mut newer);
        assert_eq!(Installation::from_bytes(newer.as_bytes()), Err(VaultError::Newer));
    }
}
