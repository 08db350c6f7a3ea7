//! Media files in words.

use diary_core::diary::Attachment;
use diary_core::media::{Detail, Kind};

use crate::terminal::shown;

/// `picture (JPEG), 2.4 MB, "left arm, second day"`.
pub fn attachment(attached: &Attachment) -> String {
    let what = format!("{}, {}", kind(attached.kind), size(attached.file.length));
    match attached.caption.as_ref().or(attached.name.as_ref()) {
        Some(said) => format!("{what}, \"{}\"", shown(said)),
        None => what,
    }
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Jpeg => "picture (JPEG)",
        Kind::Png => "picture (PNG)",
        Kind::Gif => "picture (GIF)",
        Kind::WebP => "picture (WebP)",
        Kind::Tiff => "picture (TIFF)",
        Kind::Heif => "picture (HEIF)",
        Kind::Mp4 => "video or sound (MP4)",
        Kind::Pdf => "document (PDF)",
        Kind::Unknown => "file",
    }
}

/// What was found and taken out, in words.
pub fn details(details: &[Detail]) -> String {
    let word = |detail: &Detail| match detail {
        Detail::Place => "place",
        Detail::Time => "time",
        Detail::Camera => "camera or program",
        Detail::Thumbnail => "small pictures",
        Detail::Words => "words",
        Detail::Other => "other details",
    };
    match details {
        [] => "it told nothing".to_owned(),
        details => details.iter().map(word).collect::<Vec<_>>().join(", "),
    }
}

/// `740 bytes`, `2.4 MB`, in powers of 1000 as phones show it.
fn size(bytes: u64) -> String {
    let (divisor, unit) = match bytes {
        0..1_000 => return format!("{bytes} {}", if bytes == 1 { "byte" } else { "bytes" }),
        1_000..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    format!("{}.{} {unit}", bytes / divisor, bytes % divisor * 10 / divisor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_of_a_phone() {
        let sizes = [0, 1, 999, 1_000, 2_449_999, 1_073_741_824].map(size);
        assert_eq!(sizes, ["0 bytes", "1 byte", "999 bytes", "1.0 kB", "2.4 MB", "1.0 GB"]);
    }

    #[test]
    fn what_was_found_is_said_in_words() {
        assert_eq!(details(&[Detail::Place, Detail::Camera]), "place, camera or program");
        assert_eq!(details(&[]), "it told nothing");
    }
}
