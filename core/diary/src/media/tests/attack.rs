use std::fs;

use proptest::collection::vec;
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

use super::super::header::{Header, RUN, SIZE, START};
use super::super::stream::TAG;
use super::super::{MediaError, Piece};
use super::{CHUNK_BYTES, Room, folder, plain};
use crate::id::{MediaId, MediaKeyId};

const SEALED: usize = CHUNK_BYTES + TAG;

/// Four chunks, of which the last is full.
fn four() -> (Room, MediaId, Vec<u8>) {
    let room = Room::new();
    let id = room.write(&plain(4 * CHUNK_BYTES)).id;
    let bytes = fs::read(room.path(id)).unwrap();
    (room, id, bytes)
}

#[test]
fn every_flipped_bit_is_found_and_named() {
    let (room, id, bytes) = four();
    for bit in 0..SIZE * 8 {
        let mut bad = bytes[..SIZE].to_vec();
        bad[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(Header::finished(&bad), Err(MediaError::Damaged(Piece::Header)), "bit {bit}");
    }
    // One bit of each byte of the header in its file, and every bit of every chunk.
    for bit in (0..SIZE).map(|byte| byte * 8 + byte % 8).chain(SIZE * 8..bytes.len() * 8) {
        let mut bad = bytes.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        room.set(id, &bad);
        let place = match (bit / 8).checked_sub(SIZE).map(|within| within / SEALED) {
            None => Piece::Header,
            Some(3) => Piece::End,
            Some(number) => Piece::Chunk(u32::try_from(number).unwrap()),
        };
        assert_eq!(room.read(id), Err(MediaError::Damaged(place)), "bit {bit}");
    }
}

#[test]
fn every_cut_is_found_and_a_cut_between_chunks_is_told_from_damage() {
    let (room, id, bytes) = four();
    for length in 0..bytes.len() {
        room.set(id, &bytes[..length]);
        let error = room.read(id).unwrap_err();
        let between = length <= SIZE || (length - SIZE).is_multiple_of(SEALED);
        let expected = if between { MediaError::CutShort } else { MediaError::Damaged(Piece::End) };
        assert_eq!(error, expected, "{length}");
    }
    for more in [1, TAG, SEALED, 3 * SEALED] {
        let longer = [bytes.clone(), vec![0; more]].concat();
        room.set(id, &longer);
        assert!(matches!(room.read(id), Err(MediaError::Damaged(_))), "{more} more");
    }
}

#[test]
fn chunks_swapped_doubled_dropped_or_from_another_file_are_found() {
    let (room, id, bytes) = four();
    let other = fs::read(room.path(room.write(&plain(4 * CHUNK_BYTES)).id)).unwrap();
    let chunk = |from: &[u8], number: usize| from[SIZE + number * SEALED..][..SEALED].to_vec();
    let own = |number| chunk(&bytes, number);
    let arrangements: [(&str, Vec<Vec<u8>>); 8] = [
        ("two swapped", vec![own(1), own(0), own(2), own(3)]),
        ("the last among them", vec![own(0), own(1), own(3), own(2)]),
        ("one doubled", vec![own(0), own(0), own(1), own(2), own(3)]),
        ("one in the place of another", vec![own(0), own(0), own(2), own(3)]),
        ("one dropped", vec![own(0), own(2), own(3)]),
        ("the last doubled", vec![own(0), own(1), own(2), own(3), own(3)]),
        ("the last dropped", vec![own(0), own(1), own(2)]),
        ("another file's", vec![own(0), chunk(&other, 1), own(2), own(3)]),
    ];
    for (what, chunks) in arrangements {
        room.set(id, &[bytes[..SIZE].to_vec(), chunks.concat()].concat());
        assert!(matches!(room.read(id), Err(MediaError::Damaged(_) | MediaError::CutShort)), "{what}");
    }
}

#[test]
fn another_name_another_owner_another_key_and_another_version_are_different_errors() {
    let (room, id, bytes) = four();
    let other = room.write(b"another");
    let its = fs::read(room.path(other.id)).unwrap();
    room.set(id, &its);
    room.set(other.id, &bytes);
    assert_eq!(room.read(id), Err(MediaError::Misplaced));
    assert_eq!(room.read(other.id), Err(MediaError::Misplaced));
    room.set(id, &bytes);
    let dir = || room.dir.path().join("media");
    assert_eq!(folder(&dir(), 1, 3).read(id).unwrap_err(), MediaError::WrongKey);
    assert_eq!(folder(&dir(), 2, 2).read(id).unwrap_err(), MediaError::AnotherOwner);

    // A forger who makes every checksum right, but has no key.
    let forged = |at: usize, with: &[u8]| {
        let mut bad = bytes.clone();
        bad[at..at + with.len()].copy_from_slice(with);
        let checksum = Sha256::digest(&bad[..48]);
        bad[48..START].copy_from_slice(&checksum[..16]);
        bad
    };
    for (what, bad, error) in [
        ("from the future", forged(8, &2_u32.to_be_bytes()), MediaError::Newer),
        ("from before", forged(8, &0_u32.to_be_bytes()), MediaError::Damaged(Piece::Header)),
        ("a chunk of 4 GiB", forged(12, &u32::MAX.to_be_bytes()), MediaError::Damaged(Piece::Header)),
        ("a chunk of 2 MiB", forged(12, &(2_u32 << 20).to_be_bytes()), MediaError::Damaged(Piece::Header)),
        ("a chunk of nothing", forged(12, &0_u32.to_be_bytes()), MediaError::Damaged(Piece::Header)),
    ] {
        room.set(id, &bad);
        assert_eq!(room.read(id), Err(error), "{what}");
    }
    // Sizes that the format allows, in a file that has another.
    for chunk in (6..=20).map(|power| 1_u32 << power).filter(|chunk| *chunk != super::CHUNK) {
        room.set(id, &forged(12, &chunk.to_be_bytes()));
        assert_eq!(room.read(id), Err(MediaError::WrongKey), "{chunk}");
    }
    room.set(other.id, &forged(16, other.id.as_bytes()));
    assert_eq!(room.read(other.id), Err(MediaError::WrongKey), "renamed, and the header with it");
    room.set(id, &forged(32, MediaKeyId::from_bytes([2; 16]).as_bytes()));
    assert_eq!(folder(&dir(), 2, 2).read(id).unwrap_err(), MediaError::WrongKey, "given to another diary");
}

#[test]
fn a_reader_notices_what_changes_under_it() {
    let (room, id, bytes) = four();
    let mut reader = room.media.read(id).unwrap();
    room.set(id, &bytes[..SIZE + SEALED]);
    assert_eq!(reader.check().unwrap_err(), MediaError::CutShort);
    room.set(id, &bytes);
    let mut finished = reader.check().unwrap();
    assert_eq!(reader.check_is(&finished), Ok(()));
    finished.hash[0] ^= 1;
    assert_eq!(reader.check_is(&finished), Err(MediaError::AnotherContent));
}

proptest! {
    /// Whatever lies there, finished or not, reading and resuming end with an error.
    #[test]
    fn arbitrary_bytes_are_an_error(
        noise in vec(any::<u8>(), 0..4000),
        start in prop::option::of(0_usize..SIZE),
    ) {
        let (room, id, bytes) = four();
        let bad = start.map_or(noise.clone(), |kept| [bytes[..kept].to_vec(), noise].concat());
        prop_assume!(!bad.starts_with(&bytes[..SIZE]));
        room.set(id, &bad);
        prop_assert!(room.read(id).is_err());
        let begun = room.media.begin(&room.entropy).unwrap().id();
        fs::write(room.part(begun), &bad).unwrap();
        prop_assert!(room.media.resume(begun, &room.entropy).is_err());
        prop_assert_eq!(fs::read(room.part(begun)).unwrap(), bad, "nothing was changed");
    }
}

#[test]
fn neither_plain_bytes_nor_keys_are_in_any_file_and_nothing_prints_them() {
    let room = Room::new();
    let mut writer = room.media.begin(&room.entropy).unwrap();
    let words = "planted words ".repeat(20);
    writer.push(words.as_bytes()).unwrap();
    let printed = format!("{writer:?} {:?}", room.media);
    let begun = writer.id();
    drop(writer);
    let finished = room.write(words.as_bytes());
    let printed = format!("{printed} {:?}", room.media.read(finished.id).unwrap());
    let key = [2; 32];
    let wide = |text: &[u8]| text.iter().flat_map(|byte| [*byte, 0]).collect::<Vec<u8>>();
    let mut needles = Vec::new();
    for secret in [b"planted words".as_slice(), &key] {
        needles.push(secret.to_vec());
        needles.push(data_encoding::HEXLOWER.encode(secret).into_bytes());
        needles.push(data_encoding::HEXUPPER.encode(secret).into_bytes());
        needles.push(data_encoding::BASE64.encode(secret).trim_end_matches('=').as_bytes()[..12].to_vec());
        needles.push(wide(secret));
    }
    let files = [room.path(finished.id), room.part(begun)].map(|path| fs::read(path).unwrap());
    for (number, needle) in needles.iter().enumerate() {
        for bytes in files.iter().map(Vec::as_slice).chain([printed.as_bytes()]) {
            assert!(!bytes.windows(needle.len()).any(|window| window == needle), "needle {number}");
        }
    }
    assert!(!printed.contains("2, 2, 2"), "{printed}");
    #[cfg(unix)]
    for (path, mode) in [(room.path(finished.id), 0o600), (room.dir.path().join("media"), 0o700)] {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, mode);
    }
}

/// Whatever happened to a file, what is given of it is its beginning as it was written, and all of it where all is there.
#[test]
fn what_is_left_of_a_damaged_file_is_its_beginning_up_to_the_damage() {
    let (room, id, bytes) = four();
    let whole = plain(4 * CHUNK_BYTES);
    let left = |bytes: &[u8]| {
        room.set(id, bytes);
        let mut given = Vec::new();
        let take = &mut |plain: &[u8]| {
            given.extend_from_slice(plain);
            Ok::<_, MediaError>(())
        };
        let left = room.media.read_left(id, take).unwrap();
        assert_eq!(
            (left.proven.length, left.proven.hash[..].to_vec()),
            (given.len() as u64, Sha256::digest(&given).to_vec())
        );
        assert!(whole.starts_with(&given), "something that was never written");
        (given.len(), left.error)
    };
    assert_eq!(left(&bytes), (whole.len(), None));
    for bit in (0..SIZE).map(|byte| byte * 8 + byte % 8).chain(SIZE * 8..bytes.len() * 8) {
        let mut bad = bytes.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        let (given, error) = left(&bad);
        let expected = match (bit / 8).checked_sub(SIZE) {
            // Behind the one run the header is empty: nothing that is needed is lost.
            None if bit / 8 >= START + RUN => whole.len(),
            None => 0,
            Some(within) => within / SEALED * CHUNK_BYTES,
        };
        assert_eq!(given, expected, "bit {bit}");
        let error = error.unwrap();
        let named = match (bit / 8).checked_sub(SIZE).map(|within| within / SEALED) {
            None => Piece::Header,
            Some(number) => Piece::Chunk(u32::try_from(number).unwrap()),
        };
        assert_eq!(error, MediaError::Damaged(named), "bit {bit}");
    }
    for length in 0..bytes.len() {
        let (given, error) = left(&bytes[..length]);
        assert_eq!(given, length.saturating_sub(SIZE) / SEALED * CHUNK_BYTES, "cut at {length}");
        assert!(error.is_some());
    }
    let (given, error) = left(&[bytes.clone(), vec![0; SEALED]].concat());
    assert_eq!((given, error), (whole.len(), Some(MediaError::Damaged(Piece::End))), "grown, and all there");
    // Chunks in another order, or of another file, are none of its.
    let mut swapped = bytes.clone();
    swapped[SIZE + SEALED..SIZE + 3 * SEALED].rotate_left(SEALED);
    assert_eq!(left(&swapped).0, CHUNK_BYTES);
    let other = fs::read(room.path(room.write(&plain(4 * CHUNK_BYTES)).id)).unwrap();
    assert_eq!(left(&other), (0, Some(MediaError::Misplaced)));
}
