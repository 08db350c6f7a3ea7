//! What a file told beside what it shows: found while it is taken out, so that a person can be told.

use std::collections::BTreeSet;

/// Something that a file told beside what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum Detail {
    /// Where it was made.
    #[n(0)]
    Place,
    /// When it was made or changed.
    #[n(1)]
    Time,
    /// What it was made with: camera, lens, program.
    #[n(2)]
    Camera,
    /// A small picture, perhaps of what was cut away later.
    #[n(3)]
    Thumbnail,
    /// Words: title, author, comment, keywords.
    #[n(4)]
    Words,
    /// Anything else that does not draw it.
    #[n(5)]
    Other,
}

impl Detail {
    /// Its name in exports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Time => "time",
            Self::Camera => "camera",
            Self::Thumbnail => "thumbnail",
            Self::Words => "words",
            Self::Other => "other",
        }
    }
}

/// Details by rising number; not a proof that nothing else was there.
pub type Details = BTreeSet<Detail>;

/// What an XMP packet tells, by the names of its properties (ISO 16684-1).
pub(super) fn in_xmp(packet: &[u8], found: &mut Details) {
    let has = |needle: &str| packet.windows(needle.len()).any(|window| window == needle.as_bytes());
    let told: [(Detail, &[&str]); 4] = [
        (Detail::Place, &["GPS", "photoshop:City", "Iptc4xmpCore:Location"]),
        (Detail::Time, &["CreateDate", "ModifyDate", "DateTimeOriginal", "DateCreated"]),
        (Detail::Camera, &["tiff:Make", "tiff:Model", "CreatorTool", "aux:Lens"]),
        (Detail::Thumbnail, &["xmp:Thumbnails"]),
    ];
    found.insert(Detail::Words);
    found.extend(
        told.iter().filter(|(_, names)| names.iter().any(|name| has(name))).map(|(detail, _)| *detail),
    );
}
