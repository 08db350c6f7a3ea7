use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};

use proptest::collection::vec;
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

use super::super::header;
use super::super::stream::TAG;
use super::super::{Check, Finished, KnownMedia, MediaError, MediaKeys, Report};
use super::{CHUNK_BYTES, Room, folder, key, plain};
use crate::id::MediaId;

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Any bytes, pushed in any pieces with syncs between, read back from any places in any pieces.
    #[test]
    fn any_bytes_in_any_pieces_read_back_from_any_place(
        pieces in vec((vec(any::<u8>(), 0..200), any::<bool>()), 0..8),
        looks in vec((0_u64..1000, 0_usize..200), 0..12),
    ) {
        let room = Room::new();
        let whole: Vec<u8> = pieces.iter().flat_map(|(piece, _)| piece.clone()).collect();
        let mut writer = room.media.begin(&room.entropy).unwrap();
        for (piece, sync) in &pieces {
            writer.write_all(piece).unwrap();
            if *sync {
                let synced = writer.sync().unwrap();
                prop_assert!(writer.written() - synced <= CHUNK_BYTES as u64);
            }
        }
        prop_assert_eq!(writer.written(), whole.len() as u64);
        let finished = writer.finish().unwrap();
        prop_assert_eq!(finished.length, whole.len() as u64);
        prop_assert_eq!(finished.hash, <[u8; 32]>::from(Sha256::digest(&whole)));
        prop_assert_eq!(room.read(finished.id).unwrap(), whole.clone());
        let mut reader = room.media.read(finished.id).unwrap();
        for (at, count) in looks {
            prop_assert_eq!(reader.seek(SeekFrom::Start(at)).unwrap(), at);
            let mut found = Vec::new();
            reader.by_ref().take(count as u64).read_to_end(&mut found).unwrap();
            let at = usize::try_from(at).unwrap().min(whole.len());
            prop_assert_eq!(found, whole[at..(at + count).min(whole.len())].to_vec());
        }
        prop_assert_eq!(reader.check_is(&finished), Ok(()));
    }
}

#[test]
fn lengths_around_the_border_of_a_chunk_have_one_form_each() {
    let room = Room::new();
    for length in [0, 1, 63, 64, 65, 127, 128, 129, 640] {
        let finished = room.write(&plain(length));
        assert_eq!(room.read(finished.id).unwrap(), plain(length));
        let size = usize::try_from(fs::metadata(room.path(finished.id)).unwrap().len()).unwrap();
        let chunks = length.div_ceil(CHUNK_BYTES).max(1);
        assert_eq!(size, header::SIZE + length + chunks * TAG, "{length}");
    }
}

#[test]
fn seeking_goes_from_everywhere_and_reads_only_what_is_touched() {
    let room = Room::new();
    let whole = plain(1000);
    let finished = room.write(&whole);
    // Every chunk but the one asked for and the last is broken.
    let mut bytes = fs::read(room.path(finished.id)).unwrap();
    let chunks = bytes.len() - header::SIZE;
    for number in (0..chunks / (CHUNK_BYTES + TAG)).filter(|number| *number != 3) {
        bytes[header::SIZE + number * (CHUNK_BYTES + TAG)] ^= 1;
    }
    room.set(finished.id, &bytes);
    let mut reader = room.media.read(finished.id).unwrap();
    assert_eq!(reader.length(), 1000);
    let mut found = [0; 20];
    assert_eq!(reader.seek(SeekFrom::End(-800)).unwrap(), 200);
    reader.read_exact(&mut found).unwrap();
    assert_eq!(found, whole[200..220]);
    assert_eq!(reader.seek(SeekFrom::Current(-28)).unwrap(), 192);
    reader.read_exact(&mut found).unwrap();
    assert_eq!(found, whole[192..212]);
    assert!(reader.seek(SeekFrom::Current(-193 - 20)).is_err());
    assert_eq!(reader.stream_position().unwrap(), 212);
    assert_eq!(reader.seek(SeekFrom::End(5)).unwrap(), 1005);
    assert_eq!(reader.read(&mut found).unwrap(), 0);
    reader.seek(SeekFrom::Start(190)).unwrap();
    let error = MediaError::from(reader.read_exact(&mut found).unwrap_err());
    assert_eq!(error, MediaError::Damaged(super::super::Piece::Chunk(2)));
}

#[test]
fn an_audit_tells_missing_orphans_unfinished_and_damaged_apart() {
    let room = Room::new();
    assert!(room.media.audit(&BTreeMap::new(), Check::Whole).unwrap().is_clean(), "no folder yet");
    let files: Vec<Finished> = (0..3).map(|_| room.write(&plain(300))).collect();
    let ids: Vec<MediaId> = files.iter().map(|file| file.id).collect();
    let begun = room.media.begin(&room.entropy).unwrap().id();
    let gone = MediaId::from_bytes([9; 16]);
    let mut bytes = fs::read(room.path(ids[1])).unwrap();
    bytes[header::SIZE + 5] ^= 1;
    room.set(ids[1], &bytes);
    fs::write(room.dir.path().join("media/notes.txt"), b"").unwrap();
    let of = |id| (id, Finished { id, ..files[0] });
    let mut expected = BTreeMap::from([of(ids[0]), of(ids[1]), of(gone), of(begun)]);
    let mut missing = vec![gone, begun];
    missing.sort();
    let mut report = Report {
        missing,
        orphans: vec![ids[2]],
        unfinished: vec![begun],
        damaged: vec![(ids[1], MediaError::Damaged(super::super::Piece::Chunk(0)))],
        strangers: 1,
    };
    assert_eq!(room.media.audit(&expected, Check::Whole).unwrap(), report);
    report.damaged.clear();
    assert_eq!(room.media.audit(&expected, Check::Ends).unwrap(), report, "the ends of it are whole");
    let another = folder(&room.dir.path().join("media"), 1, 3);
    assert_eq!(another.audit(&expected, Check::Ends).unwrap().damaged.len(), 3, "another key");

    for (check, other) in [
        (Check::Whole, Finished { hash: [1; 32], ..files[0] }),
        (Check::Ends, Finished { length: 299, ..files[0] }),
    ] {
        expected.insert(ids[0], other);
        let damaged = room.media.audit(&expected, check).unwrap().damaged;
        assert!(damaged.contains(&(ids[0], MediaError::AnotherContent)), "whole, and another than expected");
    }
    expected.insert(ids[0], files[0]);

    let folder_in_its_place = MediaId::from_bytes([8; 16]);
    fs::create_dir(room.path(folder_in_its_place)).unwrap();
    let report = room.media.audit(&expected, Check::Ends).unwrap();
    assert!(matches!(report.damaged[..], [(id, MediaError::Io(_))] if id == folder_in_its_place));
    fs::remove_dir(room.path(folder_in_its_place)).unwrap();

    room.media.remove(ids[0]).unwrap();
    room.media.remove(begun).unwrap();
    assert_eq!(room.media.remove(begun), Err(MediaError::Missing));
    assert_eq!(room.media.read(ids[0]).unwrap_err(), MediaError::Missing);
}

/// A new key is for new files; the older ones stay under theirs, and each names its own.
#[test]
fn a_renewed_key_wraps_what_is_begun_from_then_on_and_the_older_still_opens() {
    let room = Room::new();
    let old = room.write(b"under the first");
    let dir = room.dir.path().join("media");
    let both = super::super::MediaFolder::new(&dir, MediaKeys::new(vec![key(1, 2), key(7, 8)]));
    let mut writer = both.begin(&room.entropy).unwrap();
    writer.push(b"under the second").unwrap();
    let new = writer.finish().unwrap();
    for file in [old, new] {
        assert_eq!(both.read(file.id).unwrap().check(), Ok(file));
    }
    let second = folder(&dir, 7, 8);
    assert_eq!(second.read(new.id).unwrap().check(), Ok(new));
    assert_eq!(second.read(old.id).unwrap_err(), MediaError::AnotherOwner);
    assert_eq!(room.media.read(new.id).unwrap_err(), MediaError::AnotherOwner);
    let none = super::super::MediaFolder::new(&dir, MediaKeys::default());
    assert_eq!(none.begin(&room.entropy).unwrap_err(), MediaError::NoKey);
}

#[test]
fn an_unfinished_file_says_what_it_holds_and_is_not_touched() {
    let room = Room::new();
    let mut writer = room.media.begin(&room.entropy).unwrap();
    writer.push(&plain(5 * CHUNK_BYTES)).unwrap();
    let id = writer.id();
    drop(writer);
    let before = fs::read(room.part(id)).unwrap();
    let begun = room.media.begun(id).unwrap();
    assert_eq!(begun.length, 4 * CHUNK_BYTES as u64);
    assert_eq!(begun.hash, <[u8; 32]>::from(Sha256::digest(plain(4 * CHUNK_BYTES))));
    assert_eq!(fs::read(room.part(id)).unwrap(), before);
    let short = room.media.begin(&room.entropy).unwrap().id();
    assert_eq!(room.media.begun(short).unwrap().length, 0);
}

/// Every byte of a file may be right, and the file another than the journal's.
#[test]
fn reading_to_the_end_tells_another_file_from_the_one_that_is_known() {
    let room = Room::new();
    let whole = plain(300);
    let file = room.write(&whole);
    let known = |expected| KnownMedia::new(room.media.read(file.id).unwrap(), expected);
    let other = Finished { hash: [1; 32], ..file };
    assert_eq!(known(Finished { length: 299, ..file }).unwrap_err(), MediaError::AnotherContent);
    for piece in [1, 7, 64, 100, 300, 1000] {
        for (expected, right) in [(file, true), (other, false)] {
            let mut reader = known(expected).unwrap();
            let (mut found, mut buffer) = (Vec::new(), vec![0; piece]);
            // A look at the middle first, and one part twice.
            reader.seek(SeekFrom::Start(150)).unwrap();
            reader.read_exact(&mut buffer[..1]).unwrap();
            reader.seek(SeekFrom::Start(0)).unwrap();
            reader.read_exact(&mut buffer[..1]).unwrap();
            reader.seek(SeekFrom::Start(0)).unwrap();
            let end = loop {
                match reader.read(&mut buffer) {
                    Ok(0) => break Ok(()),
                    Ok(count) => found.extend_from_slice(&buffer[..count]),
                    Err(error) => break Err(MediaError::from(error)),
                }
            };
            assert_eq!(end, if right { Ok(()) } else { Err(MediaError::AnotherContent) }, "{piece}");
            assert_eq!(found.len() == 300, right, "the last of another file is not given out");
        }
    }
    let empty = room.write(b"");
    let mut reader =
        KnownMedia::new(room.media.read(empty.id).unwrap(), Finished { hash: [1; 32], ..empty }).unwrap();
    assert_eq!(MediaError::from(reader.read(&mut [0]).unwrap_err()), MediaError::AnotherContent);
}
