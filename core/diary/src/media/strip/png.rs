//! PNG: the chunks that draw the picture, by a list of those that are kept (W3C PNG, third edition, section 11).

use zeroize::Zeroizing;

use super::{Detail, Details, Orientation, Stripped, exif};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What draws: the picture, its palette, transparency, colours and proportions, the frames of an animation.
const KEPT: [&[u8; 4]; 18] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP",
    b"mDCV", b"cLLI", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// The picture alone; `None` where the file does not follow the standard from its start to its end chunk, or has a
/// critical chunk that the standard does not name.
pub(super) fn strip(bytes: &[u8]) -> Option<Stripped> {
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    let mut head = Zeroizing::new(SIGNATURE.to_vec());
    let mut body = Zeroizing::new(Vec::with_capacity(bytes.len()));
    let mut orientation = None;
    let mut details = Details::new();
    let mut pixels = false;
    let mut ended = false;
    while !ended {
        let (length, after) = rest.split_first_chunk()?;
        let (name, _) = after.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        // Length, name, content, checksum.
        let (chunk, after) = rest.split_at_checked(length.checked_add(12)?)?;
        rest = after;
        let first = head.len() == SIGNATURE.len();
        if first != (name == b"IHDR") || name == b"IEND" && (length > 0 || !pixels) {
            return None;
        }
        pixels |= name == b"IDAT";
        ended = name == b"IEND";
        if first {
            head.extend_from_slice(chunk);
        } else if KEPT.contains(&name) {
            body.extend_from_slice(chunk);
        } else if name == b"eXIf" {
            let block = chunk.get(8..length + 8)?;
            orientation.get_or_insert_with(|| exif::orientation(block));
            exif::details(block, &mut details);
        } else if name.first().is_some_and(u8::is_ascii_uppercase) {
            return None;
        } else {
            details.insert(match name {
                b"tIME" => Detail::Time,
                b"tEXt" | b"zTXt" | b"iTXt" => Detail::Words,
                _ => Detail::Other,
            });
        }
    }
    if !rest.is_empty() {
        details.insert(Detail::Other);
    }
    let orientation = orientation.unwrap_or(Orientation::NotTold);
    if let Some(block) = exif::block(orientation) {
        let named = [b"eXIf".as_slice(), &block].concat();
        head.extend(u32::try_from(block.len()).ok()?.to_be_bytes());
        head.extend_from_slice(&named);
        head.extend(checksum(&named).to_be_bytes());
    }
    head.extend_from_slice(&body);
    Some((head, orientation, details))
}

/// CRC-32 as PNG computes it (annex D), bit by bit: it runs over 30 bytes.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
        )
    })
}
