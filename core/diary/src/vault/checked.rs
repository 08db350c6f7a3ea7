//! Small JSON files that name every flipped byte.
//!
//! Such a file is one JSON object without white space, its fields in a fixed order, and one final newline. The first
//! two fields are `format` and `version`, the last is `checksum`: SHA-256, in lower-case hexadecimal, over every byte
//! before `,"checksum":"`. **This rule is the same in every version of every such file**, so that an older program
//! tells a newer file (checksum right, version higher) from a damaged one (checksum wrong).

use data_encoding::HEXLOWER;
use serde::Deserialize;
use sha2::{Digest, Sha256};

const OPENING: &str = ",\"checksum\":\"";
const CLOSING: &str = "\"}\n";
const DIGITS: usize = 64;

/// Why bytes are not a whole file of a known version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotWhole {
    /// Something was changed, cut off or added.
    Damaged,
    /// Whole, and of a later version.
    Newer,
}

#[derive(Deserialize)]
struct Header<'a> {
    format: &'a str,
    version: u32,
}

/// Appends the checksum to an object that lacks its closing brace.
pub(super) fn close(open_object: &mut String) {
    let digits = HEXLOWER.encode(&Sha256::digest(open_object.as_bytes()));
    for part in [OPENING, &digits, CLOSING] {
        open_object.push_str(part);
    }
}

/// The object without checksum and closing brace, once checksum, format and version are right.
pub(super) fn open<'a>(bytes: &'a [u8], format: &str, version: u32) -> Result<&'a str, NotWhole> {
    let tail = OPENING.len() + DIGITS + CLOSING.len();
    let at = bytes.len().checked_sub(tail).ok_or(NotWhole::Damaged)?;
    let (object, tail) = bytes.split_at_checked(at).ok_or(NotWhole::Damaged)?;
    let digits = HEXLOWER.encode(&Sha256::digest(object));
    let whole = tail
        .strip_prefix(OPENING.as_bytes())
        .and_then(|rest| rest.strip_suffix(CLOSING.as_bytes()))
        .is_some_and(|found| found == digits.as_bytes());
    if !whole {
        return Err(NotWhole::Damaged);
    }
    let header: Header<'_> = serde_json::from_slice(bytes).map_err(|_| NotWhole::Damaged)?;
    if header.format != format || header.version == 0 {
        return Err(NotWhole::Damaged);
    }
    if header.version > version {
        return Err(NotWhole::Newer);
    }
    core::str::from_utf8(object).map_err(|_| NotWhole::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closed(text: &str) -> Vec<u8> {
        let mut text = text.to_owned();
        close(&mut text);
        text.into_bytes()
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_damage() {
        let bytes = closed(r#"{"format":"test","version":1,"value":7"#);
        assert!(open(&bytes, "test", 1).is_ok());
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(open(&flipped, "test", 1), Err(NotWhole::Damaged), "bit {bit}");
        }
        for length in 0..bytes.len() {
            assert_eq!(open(&bytes[..length], "test", 1), Err(NotWhole::Damaged), "{length} bytes");
        }
        assert_eq!(open(&[bytes.as_slice(), b"\n"].concat(), "test", 1), Err(NotWhole::Damaged));
    }

    #[test]
    fn a_newer_file_is_newer_whatever_else_it_holds() {
        let bytes = closed(r#"{"format":"test","version":2,"unheard":{"of":[1,2]}"#);
        assert_eq!(open(&bytes, "test", 1), Err(NotWhole::Newer));
        assert_eq!(open(&bytes, "other", 1), Err(NotWhole::Damaged));
        assert_eq!(open(&closed(r#"{"format":"test","version":0"#), "test", 1), Err(NotWhole::Damaged));
        assert_eq!(open(&closed("not an object"), "test", 1), Err(NotWhole::Damaged));
    }
}
