//! What a picture tells beside the picture, taken out before it is sealed.
//!
//! Of a JPEG or PNG only what draws it is kept: pixels, tables, colours and the orientation. Everything else goes, known or
//! not: EXIF with place, time and camera, XMP, IPTC, comments, thumbnails, makers' own segments, and whatever lies behind
//! the picture's end (the video of a "live" photo, the brightness map of an HDR one). The pixels are not decoded or
//! changed: what they show, they show.
//!
//! A HEIC, MP4 or MOV of any length is overwritten where it lies: [`Prepared`] looks at it in a first pass and gives it
//! without what it told in a second. Of all other kinds, and of what cannot be followed to its end, nothing is taken out, and
//! [`Prepared::details`] and [`Outcome::NothingKnown`] say so; the caller has to show it.

mod boxes;
mod details;
mod exif;
mod jpeg;
mod png;
mod prepare;

use core::fmt;

use zeroize::Zeroizing;

pub use details::{Detail, Details};
pub use prepare::{Clean, Prepared};

/// The longest picture that is stripped, in bytes: 64 MiB.
pub const LONGEST: usize = 64 << 20;

/// A kind of file, told by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum Kind {
    /// None of the others.
    #[n(0)]
    Unknown,
    /// JPEG (ITU-T T.81).
    #[n(1)]
    Jpeg,
    /// PNG (W3C, third edition), also animated.
    #[n(2)]
    Png,
    /// GIF.
    #[n(3)]
    Gif,
    /// WebP.
    #[n(4)]
    WebP,
    /// TIFF, and the raw formats of cameras built on it.
    #[n(5)]
    Tiff,
    /// HEIC, HEIF and AVIF.
    #[n(6)]
    Heif,
    /// MP4, MOV and 3GP (ISO 14496-12), video or sound.
    #[n(7)]
    Mp4,
    /// PDF.
    #[n(8)]
    Pdf,
}

impl Kind {
    /// The kind of a file that begins with these bytes; 16 are enough.
    pub fn of(start: &[u8]) -> Self {
        let brand = start.get(8..12).unwrap_or_default();
        match start {
            [0xff, 0xd8, ..] => Self::Jpeg,
            [0x89, b'P', b'N', b'G', ..] => Self::Png,
            [b'G', b'I', b'F', b'8', ..] => Self::Gif,
            [b'R', b'I', b'F', b'F', ..] if brand == b"WEBP" => Self::WebP,
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Self::Tiff,
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => match brand {
                b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" | b"avif"
                | b"avis" => Self::Heif,
                _ => Self::Mp4,
            },
            [b'%', b'P', b'D', b'F', ..] => Self::Pdf,
            _ => Self::Unknown,
        }
    }

    /// Its media type (RFC 6838), as far as the first bytes tell it.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
            Self::Tiff => "image/tiff",
            Self::Heif => "image/heif",
            Self::Mp4 => "video/mp4",
            Self::Pdf => "application/pdf",
            Self::Unknown => "application/octet-stream",
        }
    }
}

/// How a picture is to be turned before it is shown (EXIF 2.32, tag 0x0112).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// The picture told none: it is shown as it lies.
    NotTold,
    /// 1 to 8, kept in the stripped picture as its only EXIF tag.
    Kept(u8),
    /// There was EXIF that could not be followed: the picture may lie on its side now, so show it to its owner.
    Unreadable,
}

/// A stripped picture; overwritten when dropped, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture(Zeroizing<Vec<u8>>);

impl Picture {
    /// The bytes of the file.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Picture(..)")
    }
}

/// What was done about a file's metadata; to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Only what draws the picture is left.
    Stripped {
        /// The picture to seal instead of the original.
        picture: Picture,
        /// What became of its orientation.
        orientation: Orientation,
        /// What was found in what was taken out.
        details: Details,
    },
    /// Nothing was taken out, so place, time and device may be in it: a kind that is not stripped here, a JPEG or PNG that
    /// is not whole or holds what its standard does not know, or one longer than [`LONGEST`].
    NothingKnown(Kind),
}

/// A picture alone, how it is to be turned, and what was found in the rest.
type Stripped = (Zeroizing<Vec<u8>>, Orientation, Details);

/// Takes out of a JPEG or PNG everything that does not draw it; `bytes` is the whole file. [`Prepared`] knows more kinds.
///
/// A colour profile (ICC) is kept: without it colours change. Allocates at most twice the length of `bytes`.
pub fn strip(bytes: &[u8]) -> Outcome {
    let kind = Kind::of(bytes);
    let stripped = match kind {
        _ if bytes.len() > LONGEST => None,
        Kind::Jpeg => jpeg::strip(bytes),
        Kind::Png => png::strip(bytes),
        _ => None,
    };
    stripped.map_or(Outcome::NothingKnown(kind), |(bytes, orientation, details)| Outcome::Stripped {
        picture: Picture(bytes),
        orientation,
        details,
    })
}
