//! Requests and answers of an Omron cuff's memory, and unlocking.
//!
//! A frame is its length, a type, an address, a size, data, a zero and a byte that makes the exclusive or of all bytes 0.
//! It travels in pieces of 16 bytes over up to four characteristics, the last piece padded.

use alloc::vec::Vec;

use crate::bits::codes;
use crate::error::{DecodeError, DecodeErrorKind};
use crate::reader::Reader;
use crate::stream::{Framing, Scan, sized};
use crate::vendor::split_frame;

/// Bytes before the data.
const HEADER: usize = 6;
/// Bytes around the data: header, a zero and the check byte.
const AROUND: usize = 8;
/// Four channels of 16 bytes.
const LONGEST: usize = 64;
/// The most data that one frame carries.
const MOST_DATA: u8 = 56;

/// What a frame does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Type(pub u16);

impl Type {
    /// Begin a session.
    pub const START: Self = Self(0x0000);
    /// Read memory.
    pub const READ: Self = Self(0x0100);
    /// Write memory.
    pub const WRITE: Self = Self(0x01C0);
    /// End a session.
    pub const END: Self = Self(0x0F00);

    /// The type of the answer to this request.
    #[must_use]
    pub const fn answer(self) -> Self {
        Self(self.0 | 0x8000)
    }

    /// The meaning in words, or `None` where it has none known.
    pub const fn text(self) -> Option<&'static str> {
        match self.0 {
            0x0000 => Some("start"),
            0x0100 => Some("read"),
            0x01C0 => Some("write"),
            0x0F00 => Some("end"),
            0x8000 => Some("answer to start"),
            0x8100 => Some("answer to read"),
            0x81C0 => Some("answer to write"),
            0x8F00 => Some("answer to end"),
            _ => None,
        }
    }
}

/// A whole frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// What it does.
    pub kind: Type,
    /// The address in the cuff's memory.
    pub address: u16,
    /// How many bytes it carries or asks for.
    pub size: u8,
    /// What it carries.
    pub data: &'a [u8],
    /// Bytes after the frame: padding of the last channel.
    pub rest: &'a [u8],
}

impl<'a> Frame<'a> {
    /// Reads a frame whose channels were put together, and checks it.
    ///
    /// # Errors
    /// Too short; shorter than its own length says; [`DecodeErrorKind::Checksum`].
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, AROUND)?;
        let [length] = reader.mandatory()?;
        let needed = usize::from(length);
        let (frame, rest) = split_frame(bytes, needed, AROUND, 0)?;
        if frame.iter().fold(0, |all, byte| all ^ byte) != 0 {
            return Err(DecodeError { kind: DecodeErrorKind::Checksum, at: needed - 1 });
        }
        let kind = Type(u16::from_be_bytes(reader.mandatory()?));
        let address = u16::from_be_bytes(reader.mandatory()?);
        let [size] = reader.mandatory()?;
        let data = frame.get(HEADER..needed - 2).unwrap_or_default();
        Ok(Self { kind, address, size, data, rest })
    }

    /// The error that a cuff tells in its answer to [`Type::END`]; 0 for none.
    pub fn end_status(&self) -> Option<u8> {
        (self.kind == Type::END.answer()).then_some(self.size)
    }
}

/// Builds the bytes of a request.
fn request(kind: Type, address: u16, size: u8, data: &[u8]) -> Vec<u8> {
    let length = u8::try_from(data.len() + AROUND).unwrap_or(u8::MAX);
    let mut bytes = Vec::from([length]);
    bytes.extend(kind.0.to_be_bytes());
    bytes.extend(address.to_be_bytes());
    bytes.push(size);
    bytes.extend(data);
    bytes.push(0);
    bytes.push(bytes.iter().fold(0, |all, byte| all ^ byte));
    bytes
}

/// Begins a session.
pub fn start() -> Vec<u8> {
    request(Type::START, 0, 0x10, &[])
}

/// Ends a session; until then the cuff keeps its display on.
pub fn end() -> Vec<u8> {
    request(Type::END, 0, 0, &[])
}

/// Reads `size` bytes of memory, at most 56.
pub fn read(address: u16, size: u8) -> Option<Vec<u8>> {
    (1..=MOST_DATA).contains(&size).then(|| request(Type::READ, address, size, &[]))
}

/// Writes the clock into the settings; nothing else is ever written.
pub fn write_clock(address: u16, block: &[u8]) -> Option<Vec<u8>> {
    let size = u8::try_from(block.len()).ok().filter(|size| matches!(size, 10 | 16))?;
    Some(request(Type::WRITE, address, size, block))
}

/// The pieces of a request for the channels, in order.
pub fn channels(request: &[u8]) -> impl Iterator<Item = &[u8]> {
    request.chunks(16)
}

/// Finds frames in the pieces of the channels, joined in order; the padding is skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Channels;

impl Framing for Channels {
    const LONGEST: usize = LONGEST;

    fn scan(bytes: &[u8]) -> Scan {
        let Some((&length, _)) = bytes.split_first() else { return Scan::Incomplete };
        let needed = usize::from(length);
        if !(AROUND..=LONGEST).contains(&needed) {
            return Scan::Garbage;
        }
        if let Some(&[_, high, low]) = bytes.first_chunk::<3>()
            && Type(u16::from_be_bytes([high, low])).text().is_none()
        {
            return Scan::Garbage;
        }
        sized(bytes, needed, LONGEST, |frame| frame.iter().fold(0, |all, byte| all ^ byte) == 0)
    }
}

codes! {
    /// What an answer on the unlock characteristic (`b305b680-...`) is about; the byte after it is 0 where it worked.
    pub struct Unlock {
        KEY_STORED = 0x80 => "key stored",
        UNLOCKED = 0x81 => "unlocked",
        PROGRAMMING = 0x82 => "ready for a new key",
    }
}

/// Whether an answer on the unlock characteristic says that it worked.
///
/// # Errors
/// Too short.
pub fn unlock_answer(bytes: &[u8]) -> Result<(Unlock, bool), DecodeError> {
    let [what, status] = Reader::new(bytes, 2)?.mandatory()?;
    Ok((Unlock(what), status == 0))
}

/// Asks a cuff in pairing mode to take a new key.
pub const PROGRAM_KEY: [u8; 17] = {
    let mut bytes = [0; 17];
    let [first, ..] = &mut bytes;
    *first = 2;
    bytes
};

fn with_key(what: u8, key: &[u8; 16]) -> [u8; 17] {
    let mut bytes = [what; 17];
    if let Some((_, rest)) = bytes.split_first_mut() {
        rest.copy_from_slice(key);
    }
    bytes
}

/// Stores a key, after [`PROGRAM_KEY`] was answered.
pub fn store_key(key: &[u8; 16]) -> [u8; 17] {
    with_key(0, key)
}

/// Unlocks the memory with the stored key.
pub fn unlock(key: &[u8; 16]) -> [u8; 17] {
    with_key(1, key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_the_published_bytes() {
        assert_eq!(start(), [0x08, 0, 0, 0, 0, 0x10, 0, 0x18]);
        assert_eq!(end(), [0x08, 0x0F, 0, 0, 0, 0, 0, 0x07]);
        let bytes = read(0x02AC, 0x38).unwrap();
        assert_eq!(bytes[..6], [8, 1, 0, 2, 0xAC, 0x38]);
        let frame = Frame::decode(&bytes).unwrap();
        assert_eq!((frame.kind, frame.address, frame.size), (Type::READ, 0x02AC, 0x38));
        assert!(read(0, 0).is_none() && read(0, 57).is_none());
        assert!(write_clock(0x54, &[0; 11]).is_none());
        let write = write_clock(0x80, &[7; 16]).unwrap();
        assert_eq!(channels(&write).map(<[u8]>::len).collect::<Vec<_>>(), [16, 8]);
        assert_eq!(Frame::decode(&write).unwrap().data, [7; 16]);
    }

    #[test]
    fn answers_have_the_type_of_their_request() {
        for (request, text) in
            [(Type::START, "start"), (Type::READ, "read"), (Type::WRITE, "write"), (Type::END, "end")]
        {
            assert_eq!(request.text(), Some(text));
            assert_eq!(request.answer().text(), Some(alloc::format!("answer to {text}").as_str()));
        }
        assert_eq!(Type::READ.answer(), Type(0x8100));
        let end = [0x08, 0x8F, 0, 0, 0, 3, 0, 0x84];
        assert_eq!(Frame::decode(&end).unwrap().end_status(), Some(3));
        assert_eq!(Frame::decode(&start()).unwrap().end_status(), None);
    }

    #[test]
    fn every_flipped_bit_is_seen() {
        let good = read(0x02AC, 0x38).unwrap();
        for bit in 0..good.len() * 8 {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert!(Frame::decode(&bad).is_err(), "{bit}");
        }
    }

    #[test]
    fn keys_go_behind_one_byte() {
        assert_eq!(PROGRAM_KEY[..2], [2, 0]);
        assert_eq!(store_key(&[9; 16])[..2], [0, 9]);
        assert_eq!(unlock(&[9; 16]), [1, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]);
        assert_eq!(unlock_answer(&[0x81, 0]), Ok((Unlock::UNLOCKED, true)));
        assert_eq!(unlock_answer(&[0x81, 4]).map(|(_, worked)| worked), Ok(false));
        assert!(unlock_answer(&[0x81]).is_err());
    }
}
