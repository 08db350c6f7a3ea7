//! Video and HEIC: what tells is gone, what shows is untouched byte for byte, and what cannot be followed is said to be so.

use std::io::{Cursor, Read};
use std::process::Command;

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::strip::{Detail, Details, Prepared};
use super::boxes::{Film, Track, boxed, full, numbers, still};

const PLANTED: [&[u8]; 7] = [b"planted", b"47.37", b"Canon", b"Cano", b"2021", b"GPS", b"appl"];
/// The seconds since 1904 at which it was all made.
const MADE: [u8; 4] = 3_697_679_167_u32.to_be_bytes();

/// The file as it would be sealed, read in pieces; `None` where nothing can be taken out.
fn stripped_in(bytes: &[u8], piece: usize) -> Option<(Vec<u8>, Details)> {
    let mut source = Cursor::new(bytes);
    let prepared = Prepared::of(&mut source).unwrap();
    let details = prepared.details()?.clone();
    let mut clean = prepared.read(&mut source).unwrap();
    let (mut found, mut buffer) = (Vec::new(), vec![0; piece]);
    while let count @ 1.. = clean.read(&mut buffer).unwrap() {
        found.extend_from_slice(&buffer[..count]);
    }
    assert_eq!(found.len(), bytes.len(), "nothing moves");
    Some((found, details))
}

fn stripped(bytes: &[u8]) -> Option<(Vec<u8>, Details)> {
    stripped_in(bytes, 4096)
}

fn tells(bytes: &[u8]) -> Vec<&'static [u8]> {
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    PLANTED.into_iter().filter(|needle| has(needle)).collect()
}

fn films() -> [Film; 4] {
    [(false, false), (true, false), (false, true), (true, true)].map(|(first, wide)| Film {
        first,
        wide,
        ..Film::usual()
    })
}

#[test]
fn of_a_film_only_pictures_and_sound_are_left_where_they_were() {
    for film in films() {
        let (bytes, places) = film.bytes();
        let (clean, details) = stripped(&bytes).unwrap();
        assert_eq!(tells(&bytes).len(), PLANTED.len(), "all of it was there");
        assert_eq!(tells(&clean), [] as [&[u8]; 0], "{} {}", film.first, film.wide);
        assert!(!clean.windows(4).any(|window| window == MADE));
        let all = [Detail::Place, Detail::Time, Detail::Camera, Detail::Words, Detail::Other];
        assert!(details.is_superset(&[Detail::Place, Detail::Time, Detail::Camera].into()), "{details:?}");
        assert!(details.is_subset(&all.into()));
        for place in places[..2].iter().flatten() {
            assert_eq!(clean[place.clone()], bytes[place.clone()], "pictures and sound");
        }
        for place in &places[2] {
            assert!(clean[place.clone()].iter().all(|byte| *byte == 0), "the places");
        }
        // What is left tells nothing, and stays as it is.
        let (again, nothing) = stripped(&clean).unwrap();
        assert_eq!((again == clean, nothing), (true, Details::new()));
        for piece in [1, 7, 100] {
            assert_eq!(stripped_in(&bytes, piece).unwrap().0, clean, "in pieces of {piece}");
        }
    }
}

#[test]
fn of_a_heic_only_its_pictures_are_left_where_they_were() {
    for inner in [false, true] {
        let (bytes, tiles) = still(inner);
        let (clean, details) = stripped(&bytes).unwrap();
        assert_eq!(tells(&clean), [] as [&[u8]; 0]);
        let expected = [Detail::Place, Detail::Time, Detail::Camera, Detail::Thumbnail, Detail::Words];
        assert!(details.is_superset(&expected.into()), "{details:?}");
        for tile in &tiles {
            assert_eq!(clean[tile.clone()], bytes[tile.clone()]);
        }
        let grid: &[u8] = &[0, 0, 0, 1, 0, 64, 0, 64];
        assert!(clean.windows(8).any(|window| window == grid), "how they are put together");
        let has = |kind: &[u8]| clean.windows(4).any(|window| window == kind);
        assert!(has(b"irot") && has(b"ispe") && has(b"dimg") && !has(b"thmb") && !has(b"udes"));
        let (again, nothing) = stripped(&clean).unwrap();
        assert_eq!(again, clean);
        assert!(nothing.is_subset(&[Detail::Words, Detail::Other, Detail::Thumbnail].into()), "{nothing:?}");
    }
}

#[test]
fn a_box_of_any_kind_that_no_list_knows_is_emptied_wherever_it_stands() {
    let (bytes, _) = Film::usual().bytes();
    for kind in [*b"sefd", *b"mpvd", *b"\xa9xxx", *b"meta", *b"udta", *b"uuid", *b"prft", *b"emsg"] {
        let more = [bytes.clone(), boxed(kind, b"0123456789abcdef planted 47.3769")].concat();
        assert_eq!(tells(&stripped(&more).unwrap().0), [] as [&[u8]; 0], "{kind:?}");
        // The last box may have no length: it goes to the end.
        let mut open = more.clone();
        open[bytes.len()..bytes.len() + 4].fill(0);
        assert_eq!(tells(&stripped(&open).unwrap().0), [] as [&[u8]; 0], "{kind:?} to the end");
    }
}

#[test]
fn what_cannot_be_followed_to_its_end_is_not_called_stripped() {
    let (bytes, _) = Film { first: true, ..Film::usual() }.bytes();
    for cut in 16..bytes.len() {
        assert_eq!(stripped(&bytes[..cut]), None, "{cut}");
    }
    let (picture, _) = still(false);
    for cut in 16..picture.len() {
        assert_eq!(stripped(&picture[..cut]), None, "{cut}");
    }
    let with = |from: &[u8], to: &[u8]| {
        let at = bytes.windows(from.len()).position(|window| window == from).unwrap();
        let mut other = bytes.clone();
        other[at..at + to.len()].copy_from_slice(to);
        other
    };
    let tail = |more: &[u8]| [bytes.as_slice(), more].concat();
    for (what, other) in [
        ("bytes behind the last box", tail(b"planted trailer of a camera")),
        ("a second description", tail(&boxed(*b"moov", b""))),
        ("fragments with a track that goes", tail(&boxed(*b"moof", &full(*b"mfhd", 0, &numbers(&[1]))))),
        ("a raw photo", with(b"isom", b"crx ")),
        ("samples in another file", with(b"url \0\0\0\x01", b"url \0\0\0\0")),
        ("a header of another version", with(b"mvhd\0", b"mvhd\x02")),
        ("no pictures and no sound", {
            let (other, _) = Film { tracks: vec![Track::places()], ..Film::usual() }.bytes();
            other
        }),
        ("a track that goes and has the samples of one that stays", {
            let mut film = Film::usual();
            film.tracks[2].chunks[0][0] = vec![7; 400];
            let (mut other, places) = film.bytes();
            // Its first chunk is said to begin where the pictures do.
            let place = u32::try_from(places[2][0].start).unwrap().to_be_bytes();
            let at = other.windows(4).rposition(|window| window == place).unwrap();
            let pictures = u32::try_from(places[0][0].start).unwrap().to_be_bytes();
            other[at..at + 4].copy_from_slice(&pictures);
            other
        }),
        (
            "a table of four billion rows",
            with(b"stsz\0\0\0\0\0\0\0\0\0\0\0\x06", b"stsz\0\0\0\0\0\0\0\0\xff\xff\xff\xff"),
        ),
    ] {
        assert_eq!(stripped(&other), None, "{what}");
    }
    let swapped = |from: &[u8], to: &[u8]| {
        let at = picture.windows(from.len()).position(|window| window == from).unwrap();
        let mut other = picture.clone();
        other[at..at + to.len()].copy_from_slice(to);
        other
    };
    for (what, other) in [
        ("items without kinds", swapped(b"infe\x02", b"infe\x01")),
        ("places of an unknown version", swapped(b"iloc\x01", b"iloc\x03")),
        ("an item in another file", swapped(b"\0\x05\0\0\0\0", b"\0\x05\0\0\0\x01")),
        ("no list of items", swapped(b"iinf", b"iinx")),
    ] {
        assert_eq!(stripped(&other), None, "{what}");
    }
}

/// A track of places goes with its samples; a film in fragments that has none is stripped.
#[test]
fn fragments_are_followed_where_every_track_stays() {
    let film = Film { tracks: vec![Track::film(), Track::sound()], ..Film::usual() };
    let (bytes, _) = film.bytes();
    let traf = boxed(*b"traf", &[full(*b"tfhd", 0, &numbers(&[1])), boxed(*b"uuid", &[b'G'; 30])].concat());
    let more = [
        bytes,
        boxed(*b"moof", &[full(*b"mfhd", 0, &numbers(&[1])), traf].concat()),
        boxed(*b"mdat", b"pictures"),
        boxed(*b"mfra", &[full(*b"mfro", 0, &numbers(&[16])), boxed(*b"xxxx", b"planted")].concat()),
    ];
    let (clean, _) = stripped(&more.concat()).unwrap();
    assert_eq!(tells(&clean), [] as [&[u8]; 0]);
    assert!(clean.windows(8).any(|window| window == b"pictures"));
    assert!(!clean.windows(8).any(|window| window == b"GGGGGGGG"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// Whatever stands there: no panic, and what is given out has the same length in any pieces.
    #[test]
    fn no_bytes_panic(
        which in 0_usize..6,
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        noise in vec(any::<u8>(), 0..300),
        piece in 1_usize..200,
    ) {
        let mut bytes = match which {
            0 => [b"\0\0\0\x10ftypisom\0\0\0\0".as_slice(), &noise].concat(),
            1 => [b"\0\0\0\x10ftypheic\0\0\0\0".as_slice(), &noise].concat(),
            2 => still(false).0,
            3 => still(true).0,
            4 => Film::usual().bytes().0,
            _ => Film { first: true, wide: true, ..Film::usual() }.bytes().0,
        };
        let length = bytes.len();
        for (at, with) in changes {
            bytes[at.index(length)] = with;
        }
        let whole = stripped(&bytes);
        prop_assert_eq!(stripped_in(&bytes, piece), whole);
    }
}

/// An independent reader of everything that files tell; says so and passes where it is not installed.
#[test]
fn exiftool_finds_nothing_that_was_planted() {
    let found = |bytes: &[u8], name: &str| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let options = ["-a", "-u", "-ee3", "-G1", "-s", "-api", "LargeFileSupport=1"];
        let run = Command::new("exiftool").args(options).arg(&path).output().ok()?;
        let text = String::from_utf8_lossy(&run.stdout).into_owned();
        // What is of the copy on this disk, not of the file.
        Some(text.lines().filter(|line| !line.starts_with("[System]")).collect::<Vec<_>>().join("\n"))
    };
    let told = |text: &str| {
        ["planted", "Canon", "2021:03:04", "2021-03-04", "47.37", "47 deg", "GPS"]
            .iter()
            .filter(|word| text.contains(**word))
            .count()
    };
    for (name, bytes) in [
        ("film.mp4", Film::usual().bytes().0),
        ("film.mov", Film { first: true, wide: true, ..Film::usual() }.bytes().0),
        ("still.heic", still(false).0),
        ("still-2.heic", still(true).0),
    ] {
        let clean = stripped(&bytes).unwrap().0;
        let (Some(before), Some(after)) = (found(&bytes, name), found(&clean, name)) else {
            println!("exiftool is not installed: not compared");
            return;
        };
        assert!(told(&before) >= 3, "{name}: {before}");
        assert_eq!(told(&after), 0, "{name}: {after}");
    }
}
