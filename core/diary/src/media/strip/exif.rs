//! The one EXIF tag that changes what is seen: orientation (EXIF 2.32, 4.6.4; TIFF 6.0, section 2).

use super::Orientation;

const ORIENTATION: u16 = 0x0112;
const SHORT: u16 = 3;

/// The orientation that an EXIF block tells.
pub(super) fn orientation(tiff: &[u8]) -> Orientation {
    find(tiff).unwrap_or(Orientation::Unreadable)
}

fn find(tiff: &[u8]) -> Option<Orientation> {
    let little = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let read = |at: usize, bytes: usize| {
        let field = tiff.get(at..at.checked_add(bytes)?)?;
        let join = |number: u32, byte: &u8| number << 8 | u32::from(*byte);
        Some(if little { field.iter().rev().fold(0, join) } else { field.iter().fold(0, join) })
    };
    let short = |at: usize| u16::try_from(read(at, 2)?).ok();
    if short(2)? != 42 {
        return None;
    }
    let directory = usize::try_from(read(4, 4)?).ok()?;
    let entries = usize::from(short(directory)?);
    for entry in 0..entries {
        let at = directory.checked_add(2 + 12 * entry)?;
        if short(at)? == ORIENTATION {
            let one_short = short(at + 2)? == SHORT && read(at + 4, 4)? == 1;
            let value =
                u8::try_from(short(at + 8)?).ok().filter(|value| one_short && (1..=8).contains(value));
            return value.map(Orientation::Kept);
        }
    }
    Some(Orientation::NotTold)
}

/// An EXIF block that tells an orientation and nothing else; none where none is kept.
pub(super) fn block(orientation: Orientation) -> Option<Vec<u8>> {
    let Orientation::Kept(value) = orientation else { return None };
    // Big-endian, 42, directory at 8; one entry: tag, SHORT, one of them, its value; no directory after.
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.extend([value, 0, 0, 0, 0, 0, 0]);
    Some(tiff)
}
