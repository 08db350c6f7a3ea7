//! Bare numbers in rows.

use super::{Description, Name, Rows, longer};
use crate::error::DecodeError;
use crate::float::{Float, Sfloat};
use crate::quirk::Quirks;
use crate::reader::Reader;

pub(super) const NAMES: &[Name] = &[
    Name::new("sfloat", "medfloat16", "a 16-bit medical float", sfloat),
    Name::new("float", "medfloat32", "a 32-bit medical float", float),
];

fn sfloat(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let word = word(bytes).map(Sfloat::from_le_bytes)?;
    out.row("value", &word, None);
    longer(out, bytes, 2);
    Ok(())
}

fn float(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let word = word(bytes).map(Float::from_le_bytes)?;
    out.row("value", &word, None);
    longer(out, bytes, 4);
    Ok(())
}

fn word<const N: usize>(bytes: &[u8]) -> Result<[u8; N], DecodeError> {
    Reader::new(bytes, N)?.mandatory()
}
