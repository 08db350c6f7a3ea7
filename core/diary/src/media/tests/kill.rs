use std::fs;
use std::io::Write as _;

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::MediaError;
use super::super::header::{MOST_RUNS, RUN, SIZE, START};
use super::super::stream::TAG;
use super::{CHUNK_BYTES, Room, folder, plain};
use crate::id::MediaId;
use crate::ports::{Entropy, NoEntropy};

/// As a kill leaves it: five chunks' worth was pushed, four and the header are in the file.
fn begun(room: &Room, plain: &[u8]) -> (MediaId, Vec<u8>) {
    let mut writer = room.media.begin(&room.entropy).unwrap();
    let id = writer.id();
    writer.push(plain).unwrap();
    drop(writer);
    (id, fs::read(room.part(id)).unwrap())
}

/// Resumes a file, pushes what is asked for, and finishes it.
fn go_on(room: &Room, id: MediaId, plain: &[u8]) -> u64 {
    let mut writer = room.media.resume(id, &room.entropy).unwrap();
    let written = writer.written();
    writer.push(&plain[usize::try_from(written).unwrap()..]).unwrap();
    let finished = writer.finish().unwrap();
    assert_eq!(room.read(id).unwrap(), plain);
    assert_eq!(room.media.read(id).unwrap().check_is(&finished), Ok(()));
    written
}

/// A kill can leave the file at any length that it ever had.
#[test]
fn a_file_cut_at_any_length_goes_on_at_its_last_whole_chunk() {
    let room = Room::new();
    let plain = plain(5 * CHUNK_BYTES);
    let (id, bytes) = begun(&room, &plain);
    assert_eq!(bytes.len(), SIZE + 4 * (CHUNK_BYTES + TAG));
    for length in 0..=bytes.len() {
        fs::write(room.part(id), &bytes[..length]).unwrap();
        assert_eq!(room.media.read(id).unwrap_err(), MediaError::Unfinished);
        if length < SIZE {
            assert_eq!(room.media.resume(id, &room.entropy).unwrap_err(), MediaError::CutShort);
            continue;
        }
        let whole = (length - SIZE) / (CHUNK_BYTES + TAG);
        assert_eq!(go_on(&room, id, &plain), (whole * CHUNK_BYTES) as u64, "{length}");
        assert_eq!(room.media.resume(id, &room.entropy).unwrap_err(), MediaError::AlreadyFinished);
        room.media.remove(id).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Any number of kills, each after any push and back to any length: what is finished is what was pushed.
    #[test]
    fn any_row_of_kills_ends_in_the_whole_file(
        kills in vec((0_usize..500, 0_u64..300), 1..12),
        length in 0_usize..2000,
    ) {
        let room = Room::new();
        let plain = plain(length);
        let id = begun(&room, &[]).0;
        for (pushed, lost) in kills {
            let mut writer = room.media.resume(id, &room.entropy).unwrap();
            let from = usize::try_from(writer.written()).unwrap();
            prop_assert!(from <= length && from.is_multiple_of(CHUNK_BYTES));
            writer.push(&plain[from..length.min(from + pushed)]).unwrap();
            drop(writer);
            let file = fs::OpenOptions::new().write(true).open(room.part(id)).unwrap();
            let size = file.metadata().unwrap().len();
            file.set_len(size.saturating_sub(lost).max(SIZE as u64)).unwrap();
        }
        go_on(&room, id, &plain);
    }
}

/// A power cut can leave a chunk that has its length and not its bytes; and a kill can come before the file has its name.
#[test]
fn a_file_with_a_chunk_that_is_not_whole_goes_on_before_it() {
    let room = Room::new();
    let plain = plain(4 * CHUNK_BYTES + 9);
    let (id, bytes) = begun(&room, &plain);
    for chunk in 0..4 {
        let mut torn = bytes.clone();
        torn[SIZE + chunk * (CHUNK_BYTES + TAG) + 20..].fill(0);
        fs::write(room.part(id), &torn).unwrap();
        assert_eq!(go_on(&room, id, &plain), (chunk * CHUNK_BYTES) as u64);
        room.media.remove(id).unwrap();
    }
    let finished = room.write(&plain);
    fs::rename(room.path(finished.id), room.part(finished.id)).unwrap();
    assert_eq!(go_on(&room, finished.id, &plain), 4 * CHUNK_BYTES as u64, "only the last chunk again");
}

/// The header's new run is torn at every byte: whatever it leaves, the file goes on.
#[test]
fn a_kill_while_resuming_leaves_what_can_be_resumed() {
    let room = Room::new();
    let plain = plain(4 * CHUNK_BYTES);
    let (id, before) = begun(&room, &plain);
    drop(room.media.resume(id, &room.entropy).unwrap());
    let after = fs::read(room.part(id)).unwrap();
    let second = START + RUN..START + 2 * RUN;
    assert_ne!(before[second.clone()], after[second.clone()]);
    for torn in second {
        fs::write(room.part(id), [&after[..torn], &before[torn..]].concat()).unwrap();
        assert_eq!(go_on(&room, id, &plain), 3 * CHUNK_BYTES as u64, "{torn}");
        room.media.remove(id).unwrap();
    }
}

/// What was torn may have been seen; what is written in its place is under another key.
#[test]
fn a_resumed_file_uses_no_nonce_twice() {
    let room = Room::new();
    let first = plain(3 * CHUNK_BYTES);
    let (id, before) = begun(&room, &first);
    fs::write(room.part(id), &before[..before.len() - 1]).unwrap();
    let mut writer = room.media.resume(id, &room.entropy).unwrap();
    assert_eq!(writer.written(), CHUNK_BYTES as u64);
    let second = vec![0xaa; 2 * CHUNK_BYTES];
    writer.push(&second).unwrap();
    writer.finish().unwrap();
    let after = fs::read(room.path(id)).unwrap();
    let at = SIZE + CHUNK_BYTES + TAG;
    let stream = |bytes: &[u8], plain: &[u8]| -> Vec<u8> {
        bytes[at..].iter().zip(plain).take(CHUNK_BYTES - 1).map(|(sealed, plain)| sealed ^ plain).collect()
    };
    assert_ne!(stream(&before, &first[CHUNK_BYTES..]), stream(&after, &second));
    let whole = [&first[..CHUNK_BYTES], &second].concat();
    assert_eq!(room.read(id).unwrap(), whole, "other content than the first time");
}

/// The second time the content may end earlier, and what was torn behind its end must not stay.
#[test]
fn a_resumed_file_may_end_where_it_was_cut() {
    let room = Room::new();
    let whole = plain(3 * CHUNK_BYTES);
    for torn in [0, 1, TAG, CHUNK_BYTES + TAG - 1] {
        for more in [0, 1] {
            let (id, bytes) = begun(&room, &plain(4 * CHUNK_BYTES));
            fs::write(room.part(id), [bytes.as_slice(), &vec![7; torn]].concat()).unwrap();
            assert_eq!(go_on(&room, id, &plain(3 * CHUNK_BYTES + more)), whole.len() as u64, "{torn} {more}");
        }
    }
}

#[test]
fn runs_are_counted_only_where_something_of_them_is_left() {
    let room = Room::new();
    let plain = plain(40 * CHUNK_BYTES);
    let (id, _) = begun(&room, &[]);
    for _ in 0..3 * MOST_RUNS {
        assert_eq!(room.media.resume(id, &room.entropy).unwrap().written(), 0);
    }
    for run in 1..MOST_RUNS {
        let mut writer = room.media.resume(id, &room.entropy).unwrap();
        let from = usize::try_from(writer.written()).unwrap();
        writer.push(&plain[from..from + 2 * CHUNK_BYTES]).unwrap();
        assert_eq!(from, (run - 1) * CHUNK_BYTES);
    }
    assert_eq!(go_on(&room, id, &plain), 15 * CHUNK_BYTES as u64, "the sixteenth key is the last");
    let bytes = fs::read(room.path(id)).unwrap();
    fs::write(room.part(id), &bytes[..bytes.len() - 1]).unwrap();
    assert_eq!(room.media.resume(id, &room.entropy).unwrap_err(), MediaError::TooManyRuns);
    assert_eq!(fs::read(room.part(id)).unwrap(), bytes[..bytes.len() - 1], "nothing was cut");
}

#[test]
fn nothing_is_cut_with_another_key() {
    let room = Room::new();
    let (id, bytes) = begun(&room, &plain(300));
    for (owner, key, error) in [(1, 3, MediaError::WrongKey), (2, 2, MediaError::AnotherOwner)] {
        let another = folder(&room.dir.path().join("media"), owner, key);
        assert_eq!(another.resume(id, &room.entropy).unwrap_err(), error);
    }
    let other = begun(&room, &[]).0;
    fs::write(room.part(other), &bytes).unwrap();
    assert_eq!(room.media.resume(other, &room.entropy).unwrap_err(), MediaError::Misplaced);
    assert_eq!(
        room.media.resume(MediaId::from_bytes([1; 16]), &room.entropy).unwrap_err(),
        MediaError::Missing
    );
    assert_eq!(fs::read(room.part(id)).unwrap(), bytes);
}

/// Gives bytes a few times, then none.
#[derive(Debug)]
struct Dry<'a>(&'a dyn Entropy, std::sync::atomic::AtomicUsize);

impl Entropy for Dry<'_> {
    fn fill(&self, out: &mut [u8]) -> Result<(), NoEntropy> {
        let left = &self.1;
        let had = left.load(std::sync::atomic::Ordering::Relaxed);
        left.store(had.checked_sub(1).ok_or(NoEntropy)?, std::sync::atomic::Ordering::Relaxed);
        self.0.fill(out)
    }
}

#[test]
fn a_random_source_that_fails_begins_and_changes_nothing() {
    let room = Room::new();
    let (id, bytes) = begun(&room, &plain(300));
    for calls in 0..3 {
        let dry = Dry(&room.entropy, calls.into());
        assert_eq!(room.media.begin(&dry).unwrap_err(), MediaError::NoEntropy(NoEntropy));
    }
    for calls in 0..2 {
        let dry = Dry(&room.entropy, calls.into());
        assert_eq!(room.media.resume(id, &dry).unwrap_err(), MediaError::NoEntropy(NoEntropy));
    }
    assert_eq!(fs::read(room.part(id)).unwrap(), bytes);
    assert_eq!(fs::read_dir(room.dir.path().join("media")).unwrap().count(), 1);
}

/// A write that the system refuses, as on a full disk: here because the file was opened for reading only.
#[test]
fn a_refused_write_stops_the_writer_and_resuming_loses_nothing() {
    let room = Room::new();
    let plain = plain(5 * CHUNK_BYTES);
    let mut writer = room.media.begin(&room.entropy).unwrap();
    let id = writer.id();
    writer.push(&plain[..3 * CHUNK_BYTES]).unwrap();
    writer.file = fs::File::open(room.part(id)).unwrap();
    assert!(matches!(MediaError::from(writer.write_all(&plain).unwrap_err()), MediaError::Io(_)));
    assert_eq!(writer.push(b"more"), Err(MediaError::Stopped));
    assert_eq!(writer.sync(), Err(MediaError::Stopped));
    assert_eq!(writer.finish(), Err(MediaError::Stopped));
    assert_eq!(go_on(&room, id, &plain), 2 * CHUNK_BYTES as u64);
}
