//! EXIF: the one tag that changes what is seen, and which details a block tells (EXIF 2.32, 4.6; TIFF 6.0, section 2).

use super::{Detail, Details, Orientation};

const ORIENTATION: u16 = 0x0112;
const SHORT: u16 = 3;
/// Where the camera's own directory begins.
const OF_THE_PHOTO: u16 = 0x8769;

/// A block that can be followed: its bytes and their order.
#[derive(Clone, Copy)]
struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl<'a> Tiff<'a> {
    /// The block and where its first directory begins.
    fn of(bytes: &'a [u8]) -> Option<(Self, usize)> {
        let little = match bytes.get(..2)? {
            b"II" => true,
            b"MM" => false,
            _ => return None,
        };
        let tiff = Self { bytes, little };
        (tiff.short(2)? == 42).then_some(())?;
        Some((tiff, tiff.long(4)?))
    }

    fn number(self, at: usize, length: usize) -> Option<u32> {
        let field = self.bytes.get(at..at.checked_add(length)?)?;
        let join = |number: u32, byte: &u8| number << 8 | u32::from(*byte);
        Some(if self.little { field.iter().rev().fold(0, join) } else { field.iter().fold(0, join) })
    }

    fn short(self, at: usize) -> Option<u16> {
        u16::try_from(self.number(at, 2)?).ok()
    }

    fn long(self, at: usize) -> Option<usize> {
        usize::try_from(self.number(at, 4)?).ok()
    }

    /// Where the entries of a directory stand.
    fn entries(self, directory: usize) -> impl Iterator<Item = usize> {
        let count = usize::from(self.short(directory).unwrap_or(0));
        (0..count).map_while(move |entry| directory.checked_add(2 + 12 * entry))
    }
}

/// The orientation that an EXIF block tells.
pub(super) fn orientation(tiff: &[u8]) -> Orientation {
    find(tiff).unwrap_or(Orientation::Unreadable)
}

fn find(tiff: &[u8]) -> Option<Orientation> {
    let (tiff, directory) = Tiff::of(tiff)?;
    tiff.short(directory)?;
    for at in tiff.entries(directory) {
        if tiff.short(at)? == ORIENTATION {
            let one_short = tiff.short(at + 2)? == SHORT && tiff.number(at + 4, 4)? == 1;
            let value =
                u8::try_from(tiff.short(at + 8)?).ok().filter(|value| one_short && (1..=8).contains(value));
            return value.map(Orientation::Kept);
        }
    }
    Some(Orientation::NotTold)
}

/// Notes which details an EXIF block tells, as far as it can be followed.
pub(super) fn details(tiff: &[u8], found: &mut Details) {
    let Some((tiff, first)) = Tiff::of(tiff) else {
        found.insert(Detail::Other);
        return;
    };
    let mut directories = vec![first];
    let after = first.checked_add(2 + 12 * tiff.entries(first).count());
    if after.and_then(|at| tiff.long(at)).is_some_and(|second| second != 0) {
        // The second directory describes a small picture (EXIF 2.32, 4.5.5).
        found.insert(Detail::Thumbnail);
    }
    while let Some(directory) = directories.pop() {
        for at in tiff.entries(directory) {
            let Some(tag) = tiff.short(at) else { break };
            let detail = match tag {
                ORIENTATION => continue,
                OF_THE_PHOTO if directory == first => {
                    directories.extend(tiff.long(at + 8));
                    continue;
                }
                0x8825 => Detail::Place,
                0x0132 | 0x9003 | 0x9004 | 0x9010..=0x9012 | 0x9290..=0x9292 => Detail::Time,
                0x010f | 0x0110 | 0x0131 | 0x927c | 0xa430..=0xa435 => Detail::Camera,
                0x010e | 0x013b | 0x8298 | 0x9286 | 0x9c9b..=0x9c9f => Detail::Words,
                _ => Detail::Other,
            };
            found.insert(detail);
        }
    }
}

/// An EXIF block that tells an orientation and nothing else; none where none is kept.
pub(super) fn block(orientation: Orientation) -> Option<Vec<u8>> {
    let Orientation::Kept(value) = orientation else { return None };
    // Big-endian, 42, directory at 8; one entry: tag, SHORT, one of them, its value; no directory after.
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.extend([value, 0, 0, 0, 0, 0, 0]);
    Some(tiff)
}
