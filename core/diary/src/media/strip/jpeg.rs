//! JPEG: the segments that draw the picture, by a list of those that are kept (ITU-T T.81, annex B).

use zeroize::Zeroizing;

use super::{Detail, Details, Orientation, Stripped, details, exif};

const EXIF: &[u8] = b"Exif\0\0";
const XMP: &[u8] = b"http://ns.adobe.com/x";

/// The picture alone; `None` where the file does not follow the standard from its start to its end marker.
pub(super) fn strip(bytes: &[u8]) -> Option<Stripped> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    let mut kept = Kept {
        jfif: None,
        orientation: Orientation::NotTold,
        exif_seen: false,
        frame: false,
        scans: false,
        details: Details::new(),
        body: Zeroizing::new(Vec::with_capacity(bytes.len())),
    };
    loop {
        let (marker, after) = marker(rest)?;
        if marker == 0xd9 {
            if !after.is_empty() {
                kept.details.insert(Detail::Other);
            }
            return if kept.scans && kept.frame { Some(kept.picture()) } else { None };
        }
        let (length, after) = after.split_first_chunk()?;
        let length = usize::from(u16::from_be_bytes(*length)).checked_sub(2)?;
        let (content, after) = after.split_at_checked(length)?;
        rest = after;
        kept.segment(marker, content)?;
        if marker == 0xda {
            let scan;
            (scan, rest) = after.split_at_checked(scan_length(after)?)?;
            kept.body.extend_from_slice(scan);
            kept.scans = true;
        }
    }
}

/// The next marker, behind any number of filling bytes.
fn marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let mut rest = bytes.strip_prefix(&[0xff])?;
    while let Some(after) = rest.strip_prefix(&[0xff]) {
        rest = after;
    }
    let (marker, rest) = rest.split_first()?;
    Some((*marker, rest))
}

/// Bytes of a scan up to the next marker that is not a restart marker.
fn scan_length(bytes: &[u8]) -> Option<usize> {
    bytes.windows(2).position(|pair| matches!(pair, [0xff, next] if !matches!(next, 0 | 0xd0..=0xd7)))
}

struct Kept {
    jfif: Option<[u8; 12]>,
    orientation: Orientation,
    exif_seen: bool,
    frame: bool,
    scans: bool,
    details: Details,
    body: Zeroizing<Vec<u8>>,
}

impl Kept {
    /// Keeps or drops one segment; `None` for a marker that has no place here.
    fn segment(&mut self, marker: u8, content: &[u8]) -> Option<()> {
        match marker {
            // A reserved extension: a reader may need it, and nobody knows what is in it.
            0xc8 => return None,
            // Frames, Huffman and arithmetic tables, quantisation, lines, restart interval, scan.
            0xc0..=0xcf | 0xda..=0xdd => {
                self.frame |= !matches!(marker, 0xc4 | 0xcc | 0xda..=0xdd);
                write(&mut self.body, marker, content);
            }
            0xe0 if content.starts_with(b"JFIF\0") && self.jfif.is_none() => {
                // Version, density; the thumbnail behind them goes.
                self.jfif = content.first_chunk().copied();
                if content.len() > 14 {
                    self.details.insert(Detail::Thumbnail);
                }
            }
            // What stands behind the first scan is not looked at by readers of a picture's header.
            0xe1 if content.starts_with(EXIF) => {
                let block = content.get(EXIF.len()..)?;
                if !self.exif_seen && !self.scans {
                    self.exif_seen = true;
                    self.orientation = exif::orientation(block);
                }
                exif::details(block, &mut self.details);
            }
            0xe1 if content.starts_with(XMP) => details::in_xmp(content, &mut self.details),
            0xe2 if content.starts_with(b"ICC_PROFILE\0") => write(&mut self.body, marker, content),
            // How the colours were turned before they were encoded: without it they come out wrong.
            0xee if content.starts_with(b"Adobe") => write(&mut self.body, marker, content.get(..12)?),
            // IPTC, comments.
            0xed | 0xfe => self.details.extend([Detail::Words]),
            0xe0 if content.starts_with(b"JFXX\0") => self.details.extend([Detail::Thumbnail]),
            0xe0..=0xef => self.details.extend([Detail::Other]),
            _ => return None,
        }
        Some(())
    }

    fn picture(self) -> Stripped {
        let mut picture = Zeroizing::new(Vec::with_capacity(self.body.len() + 64));
        picture.extend([0xff, 0xd8]);
        if let Some(jfif) = self.jfif {
            // A thumbnail of 0 by 0.
            write(&mut picture, 0xe0, &[jfif.as_slice(), &[0, 0]].concat());
        }
        if let Some(block) = exif::block(self.orientation) {
            write(&mut picture, 0xe1, &[EXIF, &block].concat());
        }
        picture.extend_from_slice(&self.body);
        picture.extend([0xff, 0xd9]);
        (picture, self.orientation, self.details)
    }
}

/// A segment; its content came out of one, so its length fits.
fn write(out: &mut Vec<u8>, marker: u8, content: &[u8]) {
    out.extend([0xff, marker]);
    out.extend(u16::try_from(content.len() + 2).unwrap_or(u16::MAX).to_be_bytes());
    out.extend_from_slice(content);
}
