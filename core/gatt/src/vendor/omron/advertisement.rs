//! What an Omron cuff advertises: the one cheap proof that no reading was missed.
//!
//! Manufacturer data under company 020E, and a name `BLEsmart_` (pairing mode) or `BLESmart_` (transfer) with the model and
//! the address (StanfordSpezi/SpeziDevices: `OmronManufacturerData.swift`; eigger/hass-omron: `advertisement.py`).

use crate::bits::bit_set;
use crate::error::{DecodeError, DecodeErrorKind};
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

/// The company that these data stand under.
pub const COMPANY: u16 = 0x020E;

bit_set! {
    /// The state of a cuff; bits 0 and 1 are a number, see [`ManufacturerData::users`].
    pub struct State(u8), plus 0b11 {
        /// Its clock is not set.
        TIME_NOT_SET = 2 => "time not set",
        /// It waits to be paired.
        PAIRING = 3 => "pairing mode",
        /// It streams.
        STREAMING = 4 => "streaming mode",
        /// It speaks the standard services.
        STANDARD_SERVICES = 5 => "standard services",
    }
}

/// What a cuff says of one user's memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UserMemory {
    /// The number of the newest record.
    pub sequence_number: u16,
    /// How many records are stored.
    pub stored: u8,
}

/// The manufacturer data, without the company number (2 bytes and 3 a user).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ManufacturerData<'a> {
    /// The state of the cuff.
    pub state: State,
    /// The users' memories, as sent.
    memories: &'a [u8],
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the last user.
    pub rest: &'a [u8],
}

impl<'a> ManufacturerData<'a> {
    /// Reads the data; only type 01, whose layout is known, is accepted.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 2)?;
        let [kind, state] = reader.mandatory()?;
        if kind != 1 {
            return Err(DecodeError { kind: DecodeErrorKind::NotThisFrame { field: "type" }, at: 0 });
        }
        let state = State::from_bits(state);
        let (after, _) = reader.finish();
        let needed = 3 * (usize::from(state.bits() & 0b11) + 1);
        let (memories, rest) = after.split_at_checked(needed).ok_or(DecodeError {
            kind: DecodeErrorKind::TooShort { needed: 2 + needed, got: bytes.len() },
            at: bytes.len(),
        })?;
        let mut remarks = Remarks::NONE;
        remarks.add_if(state.reserved() != 0, Remark::ReservedStatus);
        remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
        Ok(Self { state, memories, remarks, rest })
    }

    /// The users' memories, the first user first; 1 to 4 of them.
    pub fn users(&self) -> impl ExactSizeIterator<Item = UserMemory> + use<'a> {
        let (triples, _) = self.memories.as_chunks::<3>();
        triples.iter().map(|&[low, high, stored]| UserMemory {
            sequence_number: u16::from_le_bytes([low, high]),
            stored,
        })
    }
}

/// What the name of a cuff says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Name {
    /// It waits to be paired (`BLEsmart_`), else it has something to transfer (`BLESmart_`).
    pub pairing: bool,
    /// The model by number: `0000021F` is EVOLV, `00000160` BP5250, `0000011F` BP7000.
    pub model: u32,
    /// The Bluetooth address, most significant byte first.
    pub address: [u8; 6],
}

impl Name {
    /// Reads a name, or `None` where it is not such a one.
    pub fn parse(name: &str) -> Option<Self> {
        let (pairing, rest) = match (name.strip_prefix("BLEsmart_"), name.strip_prefix("BLESmart_")) {
            (Some(rest), _) => (true, rest),
            (None, rest) => (false, rest?),
        };
        let (model, address) = rest.split_at_checked(8)?;
        let hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if address.len() != 12 || !hex(model) || !hex(address) {
            return None;
        }
        let [_, _, address @ ..] = u64::from_str_radix(address, 16).ok()?.to_be_bytes();
        Some(Self { pairing, model: u32::from_str_radix(model, 16).ok()?, address })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_carry_model_and_address() {
        let name = Name::parse("BLEsmart_0000021F00112233AABB").unwrap();
        assert!(name.pairing);
        assert_eq!((name.model, name.address), (0x21F, [0, 0x11, 0x22, 0x33, 0xAA, 0xBB]));
        assert_eq!(Name::parse("BLESmart_0000021F00112233AABB").map(|name| name.pairing), Some(false));
        for wrong in [
            "",
            "BLEsmart_",
            "BLEsmart_0000021F00112233AAB",
            "BLEsmart_0000021F00112233AABBC",
            "BM85",
            "BLEsmart_0000021G00112233AABB",
            "BLEsmart_+000021F00112233AABB",
            "BLEsmart_éééé00112233AABB",
        ] {
            assert_eq!(Name::parse(wrong), None, "{wrong}");
        }
    }
}
