use proptest::collection::vec;
use proptest::prelude::*;

use super::super::{Kind, Orientation, Outcome, strip};

const PLANTED: &[&[u8]] =
    &[b"GPS 47.3769N", b"thumbnail", b"Canon", b"http://ns.adobe.com/xap", b"8BIM", b"a comment"];

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], length.as_slice(), content].concat()
}

/// An EXIF block with a camera, an orientation if there is one, a pointer to GPS, and a thumbnail behind.
fn tiff(little: bool, orientation: Option<u16>) -> Vec<u8> {
    let (short, long) = (
        |number: u16| if little { number.to_le_bytes() } else { number.to_be_bytes() },
        |number: u32| if little { number.to_le_bytes() } else { number.to_be_bytes() },
    );
    let mut bytes = if little { b"II".to_vec() } else { b"MM".to_vec() };
    bytes.extend(short(42));
    bytes.extend(long(8));
    let entries = [
        Some((0x010f_u16, 2_u16, 5_u32, long(200))),
        orientation.map(|value| (0x0112, 3, 1, [short(value), [0; 2]].concat().try_into().unwrap())),
        Some((0x8825, 4, 1, long(100))),
    ];
    bytes.extend(short(u16::try_from(entries.iter().flatten().count()).unwrap()));
    for (tag, kind, count, value) in entries.iter().flatten() {
        bytes.extend([short(*tag), short(*kind)].concat());
        bytes.extend(long(*count));
        bytes.extend(value);
    }
    bytes.extend(long(0));
    bytes.resize(100, 0);
    bytes.extend(b"GPS 47.3769N 8.5417E");
    bytes.resize(200, 0);
    bytes.extend(b"Canon\0 thumbnail \xff\xd8\xff\xd9");
    bytes
}

/// What draws the picture, twice: a frame of two scans with a restart and a stuffed byte.
fn drawing() -> Vec<u8> {
    drawing_with(b"")
}

/// The same with something between the scans.
fn drawing_with(between: &[u8]) -> Vec<u8> {
    [
        segment(0xe2, b"ICC_PROFILE\0\x01\x01profile"),
        segment(0xee, b"Adobe\0\x64\0\0\0\0\x01"),
        segment(0xdb, &[7; 65]),
        segment(0xc2, b"\x08\0\x08\0\x08\x01\x01\x11\0"),
        segment(0xc4, &[3; 20]),
        segment(0xda, b"\x01\x01\0\0\0\0"),
        b"scan \xff\0 \xff\xd0 restarted".to_vec(),
        between.to_vec(),
        segment(0xc4, &[4; 20]),
        segment(0xda, b"\x01\x01\0\x01\x3f\0"),
        b"\x12\xff\0".to_vec(),
    ]
    .concat()
}

fn jpeg(exif: &[Vec<u8>]) -> Vec<u8> {
    let exif: Vec<u8> =
        exif.iter().flat_map(|tiff| segment(0xe1, &[b"Exif\0\0", tiff.as_slice()].concat())).collect();
    let before = [
        vec![0xff, 0xd8],
        segment(0xe0, b"JFIF\0\x01\x02\0\0\x48\0\x48\x01\x01thumbnail"),
        segment(0xe0, b"JFXX\0\x10thumbnail"),
        exif,
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPS 47.3769N"),
        segment(0xed, b"Photoshop 3.0\x008BIM"),
        segment(0xe2, b"MPF\0thumbnail"),
        segment(0xe5, b"Canon"),
        segment(0xfe, b"a comment"),
        vec![0xff],
    ];
    let between = [segment(0xfe, b"a comment"), segment(0xe1, b"Exif\0\0GPS 47.3769N")].concat();
    [before.concat(), drawing_with(&between), b"\xff\xd9 trailer: GPS 47.3769N \xff\xd8\xff\xd9".to_vec()]
        .concat()
}

fn chunk(name: &[u8], content: &[u8]) -> Vec<u8> {
    let named = [name, content].concat();
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [length.as_slice(), &named, &crc(&named).to_be_bytes()].concat()
}

/// CRC-32 by its polynomial division, apart from the one under test.
fn crc(bytes: &[u8]) -> u32 {
    let mut register = 0xffff_ffff_u32;
    for bit in bytes.iter().flat_map(|byte| (0..8).map(move |bit| u32::from(byte >> bit & 1))) {
        let out = register & 1 ^ bit;
        register >>= 1;
        if out == 1 {
            register ^= 0xedb8_8320;
        }
    }
    !register
}

const HEAD: &[u8] = b"\x89PNG\r\n\x1a\n";

fn ihdr() -> Vec<u8> {
    chunk(b"IHDR", b"\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0")
}

fn pixels() -> Vec<u8> {
    // In the pixels stands what ends a file: they are not looked into.
    [
        chunk(b"gAMA", &[0, 0, 1, 2]),
        chunk(b"pHYs", &[0, 0, 0, 2, 0, 0, 0, 1, 0]),
        chunk(b"iCCP", b"name\0\0x"),
        chunk(b"IDAT", b"one IEND\xae\x42\x60\x82"),
        chunk(b"IDAT", b"two"),
        chunk(b"fdAT", b"a frame"),
        chunk(b"IEND", b""),
    ]
    .concat()
}

fn png(orientation: Option<u16>) -> Vec<u8> {
    let told = [
        chunk(b"tEXt", b"Comment\0GPS 47.3769N a comment"),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0http://ns.adobe.com/xap GPS 47.3769N"),
        chunk(b"zTXt", b"Raw profile type iptc\0\0 8BIM"),
        chunk(b"eXIf", &tiff(true, orientation)),
        chunk(b"tIME", &[7, 234, 8, 14, 7, 10, 0]),
        chunk(b"caNv", b"thumbnail Canon"),
    ];
    [HEAD.to_vec(), ihdr(), told.concat(), pixels(), b"trailer: GPS 47.3769N".to_vec()].concat()
}

fn stripped(bytes: &[u8]) -> (Vec<u8>, Orientation) {
    match strip(bytes) {
        Outcome::Stripped { picture, orientation, .. } => (picture.bytes().to_vec(), orientation),
        Outcome::NothingKnown(kind) => panic!("not stripped: {kind:?}"),
    }
}

fn holds_nothing_planted(bytes: &[u8]) {
    for planted in PLANTED {
        assert!(!bytes.windows(planted.len()).any(|window| window == *planted), "{planted:?}");
    }
}

const TURNED: &[u8] = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";

#[test]
fn of_a_jpeg_only_the_drawing_and_its_orientation_are_left() {
    let start = [b"\xff\xd8".to_vec(), segment(0xe0, b"JFIF\0\x01\x02\0\0\x48\0\x48\0\0")].concat();
    for little in [true, false] {
        let original = jpeg(&[tiff(little, Some(6)), tiff(little, Some(3))]);
        for planted in PLANTED {
            assert!(original.windows(planted.len()).any(|window| window == *planted), "{planted:?}");
        }
        let (picture, orientation) = stripped(&original);
        assert_eq!(orientation, Orientation::Kept(6));
        holds_nothing_planted(&picture);
        let expected = [start.clone(), segment(0xe1, TURNED), drawing(), vec![0xff, 0xd9]].concat();
        assert_eq!(picture, expected);
        assert_eq!(stripped(&picture), (picture, orientation), "a second time changes nothing");
    }
    let (picture, orientation) = stripped(&jpeg(&[]));
    assert_eq!((picture, orientation), ([start, drawing(), vec![0xff, 0xd9]].concat(), Orientation::NotTold));
}

#[test]
fn of_a_png_only_the_pixels_and_their_orientation_are_left() {
    let (picture, orientation) = stripped(&png(Some(6)));
    assert_eq!(orientation, Orientation::Kept(6));
    holds_nothing_planted(&picture);
    let expected = [HEAD.to_vec(), ihdr(), chunk(b"eXIf", &TURNED[6..]), pixels()].concat();
    assert_eq!(picture, expected);
    assert_eq!(stripped(&picture).0, picture, "a second time changes nothing");
    assert_eq!(stripped(&png(None)), ([HEAD.to_vec(), ihdr(), pixels()].concat(), Orientation::NotTold));
}

#[test]
fn an_orientation_that_cannot_be_read_is_said() {
    for wrong in [Some(0), Some(9), Some(0x106)] {
        assert_eq!(stripped(&jpeg(&[tiff(false, wrong)])).1, Orientation::Unreadable);
    }
    let whole = tiff(true, Some(8));
    for cut in 0..40 {
        let (picture, orientation) = stripped(&jpeg(&[whole[..cut].to_vec()]));
        assert!(matches!(orientation, Orientation::Unreadable | Orientation::Kept(8)), "{cut}");
        holds_nothing_planted(&picture);
    }
    let mut far = whole;
    far[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(stripped(&jpeg(&[far])).1, Orientation::Unreadable);
}

#[test]
fn what_cannot_be_followed_to_its_end_is_not_called_stripped() {
    let (photo, graphic) = (jpeg(&[tiff(true, Some(6))]), png(Some(6)));
    let ends = |bytes: &[u8], end: &[u8]| {
        bytes.windows(end.len()).position(|window| window == end).unwrap() + end.len()
    };
    for cut in 4..ends(&photo, b"\x12\xff\0\xff\xd9") {
        assert_eq!(strip(&photo[..cut]), Outcome::NothingKnown(Kind::Jpeg), "{cut}");
    }
    for cut in 8..ends(&graphic, &chunk(b"IEND", b"")) {
        assert_eq!(strip(&graphic[..cut]), Outcome::NothingKnown(Kind::Png), "{cut}");
    }
    let unknown = [HEAD.to_vec(), ihdr(), chunk(b"GPSa", b"x"), pixels()].concat();
    assert_eq!(strip(&unknown), Outcome::NothingKnown(Kind::Png), "a critical chunk that nobody knows");
    let reserved = [b"\xff\xd8".to_vec(), segment(0xc8, b"x"), drawing(), b"\xff\xd9".to_vec()].concat();
    assert_eq!(strip(&reserved), Outcome::NothingKnown(Kind::Jpeg));
    assert_eq!(strip(b"\xff\xd8\xff\xd9"), Outcome::NothingKnown(Kind::Jpeg), "no picture");
}

#[test]
fn kinds_are_told_by_their_first_bytes() {
    for (start, kind) in [
        (b"\0\0\0\x18ftypheic\0\0\0\0".as_slice(), Kind::Heif),
        (b"\0\0\0\x18ftypavif\0\0\0\0", Kind::Heif),
        (b"\0\0\0\x18ftypisom\0\0\0\0", Kind::Mp4),
        (b"\0\0\0\x14ftypqt  \0\0\0\0", Kind::Mp4),
        (b"RIFF\0\0\0\0WEBPVP8 ", Kind::WebP),
        (b"RIFF\0\0\0\0WAVEfmt ", Kind::Unknown),
        (b"II*\0\x08\0\0\0", Kind::Tiff),
        (b"GIF89a", Kind::Gif),
        (b"%PDF-1.7", Kind::Pdf),
        (b"", Kind::Unknown),
        (b"\xff", Kind::Unknown),
    ] {
        assert_eq!(strip(start), Outcome::NothingKnown(kind));
    }
}

#[test]
fn a_picture_is_never_printed() {
    assert_eq!(
        format!("{:?}", strip(&jpeg(&[tiff(true, Some(6))]))),
        "Stripped { picture: Picture(..), orientation: Kept(6), details: {Place, Camera, Thumbnail, Words, Other} }"
    );
}

proptest! {
    /// No bytes panic, and no wrong byte makes a picture longer than it was.
    #[test]
    fn no_bytes_panic(noise in vec(any::<u8>(), 0..300), at in any::<prop::sample::Index>(), byte: u8, png_too: bool) {
        let mut picture = if png_too { png(Some(6)) } else { jpeg(&[tiff(false, Some(6))]) };
        strip(&noise);
        strip(&[&picture[..8], &noise].concat());
        let at = at.index(picture.len());
        picture[at] = byte;
        let length = picture.len();
        if let Outcome::Stripped { picture, .. } = strip(&picture) {
            prop_assert!(picture.bytes().len() <= length);
        }
    }
}
