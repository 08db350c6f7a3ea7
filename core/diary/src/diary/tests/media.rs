//! Media files of entries: whatever is cut short, an operation names a whole file, and what is wrong is named.

use std::fs;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::PathBuf;

use sha2::{Digest as _, Sha256};

use super::super::operation::{ADD_MEDIA, REMOVE_MEDIA};
use super::*;
use crate::id::MediaId;
use crate::journal;
use crate::media::{Check, Detail, MediaError};
use crate::store::StoreError;

/// A picture with a place in it, and the same without.
fn photo() -> (Vec<u8>, Vec<u8>) {
    let gps = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0";
    let exif = [&[0xff, 0xe1, 0, u8::try_from(gps.len() + 2).unwrap()], gps.as_slice()].concat();
    let drawing = [
        b"\xff\xc2\0\x0b\x08\0\x08\0\x08\x01\x01\x11\0".as_slice(),
        b"\xff\xda\0\x08\x01\x01\0\0\0\0",
        &[0x12; 300],
        b"\xff\xd9",
    ]
    .concat();
    ([b"\xff\xd8".to_vec(), exif, drawing.clone()].concat(), [b"\xff\xd8".to_vec(), drawing].concat())
}

/// Bytes of no known kind, several chunks of them.
fn recording(seed: u8) -> Vec<u8> {
    (0..200_000_usize).map(|at| u8::try_from((at / 7 + at / 65_536) % 250).unwrap() ^ seed).collect()
}

impl Home {
    fn entry(&self) -> EntryId {
        self.diary.add(&morning("128/82"), Author::HOUSEHOLD, false).unwrap()
    }

    fn attach(&self, entry: EntryId, bytes: &[u8]) -> Result<Attachment, DiaryError> {
        let words = MediaWords { caption: Some("a rash".into()), name: Some("IMG_1.jpg".into()) };
        let mut source = Cursor::new(bytes);
        self.diary.attach(
            entry,
            &mut source,
            &words,
            WhatStays::AllIfNeedBe,
            Author::HOUSEHOLD,
            &mut |_, _| {},
        )
    }

    fn path(&self, id: MediaId, kind: &str) -> PathBuf {
        self.folder.path().join(format!("media/{id}.{kind}"))
    }

    fn files(&self) -> usize {
        fs::read_dir(self.folder.path().join("media")).map_or(0, Iterator::count)
    }

    fn bytes(&self, id: MediaId) -> Result<Vec<u8>, MediaError> {
        let mut found = Vec::new();
        self.diary.media(id).unwrap().read_to_end(&mut found)?;
        Ok(found)
    }

    fn report(&self) -> MediaReport {
        self.diary.verify().unwrap();
        self.diary.verify_media(Check::Whole).unwrap()
    }

    fn begin(&self, folder: &crate::media::MediaFolder) -> MediaId {
        folder.begin(self.diary.journal.entropy()).unwrap().id()
    }

    fn operations(&self, kind: u16) -> usize {
        let mut count = 0;
        self.diary
            .store
            .read(|reader| {
                journal::in_order::<DiaryError>(reader, |operation| {
                    count += usize::from(operation.header.is_some_and(|header| header.kind == kind));
                    Ok(())
                })
            })
            .unwrap();
        count
    }
}

#[test]
fn a_picture_belongs_to_its_entry_without_its_place_and_reads_back() {
    let home = home();
    let entry = home.entry();
    let (with, without) = photo();
    let attached = home.attach(entry, &with).unwrap();
    assert_eq!(attached.kind, crate::media::Kind::Jpeg);
    assert_eq!(attached.details, Some(vec![Detail::Place]));
    assert_eq!(attached.file.length, without.len() as u64);
    assert_eq!(attached.file.hash, <[u8; 32]>::from(Sha256::digest(&without)));
    let plain = home.attach(entry, &recording(0)).unwrap();
    assert_eq!(plain.details, None, "nothing can be taken out of it, and that is kept in mind");
    let other = home.entry();
    assert!(!format!("{attached:?}").contains("rash"));

    let home = home.reopened();
    assert_eq!(home.diary.entry(entry).unwrap().unwrap().attachments, [attached.clone(), plain.clone()]);
    assert_eq!(home.diary.entry(other).unwrap().unwrap().attachments, []);
    assert_eq!(home.diary.attachments().unwrap(), [attached.clone(), plain.clone()]);
    assert_eq!(home.diary.attachment(attached.file.id).unwrap(), Some(attached.clone()));
    assert_eq!((attached.caption.as_deref(), attached.name.as_deref()), (Some("a rash"), Some("IMG_1.jpg")));
    assert_eq!(home.bytes(attached.file.id).unwrap(), without);
    let mut reader = home.diary.media(plain.file.id).unwrap();
    let mut found = [0; 100];
    reader.seek(SeekFrom::Start(130_000)).unwrap();
    reader.read_exact(&mut found).unwrap();
    assert_eq!(found, recording(0)[130_000..130_100]);
    assert_eq!(home.report(), MediaReport { expected: 2, ..MediaReport::default() });
    assert_eq!(home.diary.media(MediaId::from_bytes([1; 16])).unwrap_err(), DiaryError::NoSuchMedia);
    // A correction of the entry leaves its files with it.
    home.diary.amend(entry, &morning("118/82"), "typed wrong", Author::HOUSEHOLD, false).unwrap();
    assert_eq!(home.diary.entry(entry).unwrap().unwrap().attachments.len(), 2);
    assert_eq!(home.diary.history(entry).unwrap().len(), 2);
}

#[test]
fn what_keeps_its_details_is_refused_before_a_byte_is_stored_unless_they_may_stay() {
    let home = home();
    let entry = home.entry();
    let attach = |entry, words: &MediaWords, bytes: &[u8]| {
        let mut source = Cursor::new(bytes);
        let stays = WhatStays::OnlyWhatShows;
        home.diary.attach(entry, &mut source, words, stays, Author::HOUSEHOLD, &mut |_, _| {})
    };
    let words = MediaWords::default();
    let refused = attach(entry, &words, b"RIFF\0\0\0\0WEBP").unwrap_err();
    assert_eq!(refused, DiaryError::KeepsDetails(crate::media::Kind::WebP));
    let nobodys = EntryId::from_bytes([1; 16]);
    assert_eq!(attach(nobodys, &words, &photo().0).unwrap_err(), DiaryError::NoSuchEntry);
    let long = MediaWords { caption: Some("a".repeat(LONGEST_CAPTION + 1)), name: None };
    let broken = MediaWords { caption: None, name: Some("a\nb".into()) };
    for bad in [&long, &broken] {
        assert_eq!(attach(entry, bad, &photo().0).unwrap_err(), DiaryError::BadCaption);
    }
    assert_eq!((home.files(), home.operations(ADD_MEDIA)), (0, 0));
    attach(entry, &words, &photo().0).unwrap();
}

/// A source that ends with an error after so many bytes.
struct Fails(Cursor<Vec<u8>>, u64);

impl Read for Fails {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.1.saturating_sub(self.0.position())).unwrap();
        if left == 0 {
            return Err(io::ErrorKind::TimedOut.into());
        }
        let most = out.len().min(left);
        self.0.read(&mut out[..most])
    }
}

impl Seek for Fails {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

#[test]
fn what_was_cut_short_goes_on_where_it_stopped_when_the_same_is_attached_again() {
    let home = home();
    let entry = home.entry();
    let attach = |source: &mut Fails| {
        let mut first = None;
        let (words, stays) = (MediaWords::default(), WhatStays::AllIfNeedBe);
        let attached = home.diary.attach(entry, source, &words, stays, Author::HOUSEHOLD, &mut |at, of| {
            assert_eq!(of, 200_000);
            first.get_or_insert(at);
        });
        (attached, first)
    };
    let source = |after| Fails(Cursor::new(recording(0)), after);
    let cut = attach(&mut source(150_000)).0.unwrap_err();
    assert_eq!(cut, DiaryError::Source(io::ErrorKind::TimedOut));
    assert_eq!((home.files(), home.operations(ADD_MEDIA)), (1, 0));
    let left = home.report();
    assert_eq!((left.orphans.len(), left.wrong.len(), left.expected), (1, 0, 0), "{left:?}");
    // Other content is another file, and leaves this one alone.
    let other = home.attach(entry, &recording(1)).unwrap();
    assert_eq!(home.files(), 2);
    let (attached, first) = attach(&mut source(u64::MAX));
    assert!(first.unwrap() > 131_072, "not from the start");
    let attached = attached.unwrap();
    assert_eq!(attached.file.id, left.orphans[0]);
    assert_eq!(home.bytes(attached.file.id).unwrap(), recording(0));
    assert_eq!(home.bytes(other.file.id).unwrap(), recording(1));
    assert_eq!(home.report(), MediaReport { expected: 2, ..MediaReport::default() });
}

/// A kill before the first whole chunk leaves a file that holds nothing: it is used, or goes, and none is left over.
/// What goes on after a key was renewed is not to be under the one that somebody may know.
#[test]
fn what_was_cut_short_under_an_earlier_key_begins_anew_under_the_newest() {
    let home = home();
    let entry = home.entry();
    let bytes = recording(3);
    let folder = home.diary.media_folder_to_write().unwrap();
    let (mut part, mut whole) = (
        folder.begin(home.diary.journal.entropy()).unwrap(),
        folder.begin(home.diary.journal.entropy()).unwrap(),
    );
    part.push(&bytes[..150_000]).unwrap();
    whole.push(&bytes).unwrap();
    let left = [part.id(), whole.id()];
    whole.finish().unwrap();
    drop(part);
    home.diary.renew_media_key().unwrap();
    let attached = home.attach(entry, &bytes).unwrap();
    assert!(!left.contains(&attached.file.id));
    assert_eq!(home.bytes(attached.file.id).unwrap(), bytes);
    assert_eq!(home.report().orphans.len(), 2, "they stay, and are named");
}

#[test]
fn a_file_that_holds_nothing_yet_is_used_by_whatever_is_attached_next() {
    let home = home();
    let entry = home.entry();
    home.diary.renew_media_key().unwrap();
    let folder = home.diary.media_folder().unwrap();
    let (empty, torn) = (home.begin(&folder), home.begin(&folder));
    let header = fs::read(home.path(torn, "part")).unwrap();
    for length in [0, 10, 63, 64, 700, 1407] {
        fs::write(home.path(torn, "part"), &header[..length]).unwrap();
        if length == 0 {
            assert_eq!(home.attach(entry, &recording(0)).unwrap().file.id, empty, "continued");
        } else {
            home.attach(entry, &photo().0).unwrap();
        }
        assert_eq!(home.report().orphans, [], "{length}");
    }
}

/// The kill came between the file and its operation.
#[test]
fn a_whole_file_without_an_operation_is_named_left_alone_and_taken_for_the_same_content() {
    let home = home();
    let entry = home.entry();
    home.diary.renew_media_key().unwrap();
    let folder = home.diary.media_folder().unwrap();
    let write = |bytes: &[u8]| {
        let mut writer = folder.begin(home.diary.journal.entropy()).unwrap();
        writer.push(bytes).unwrap();
        writer.finish().unwrap().id
    };
    let orphan = write(&recording(0));
    let stranger = write(&recording(2));
    let mut both = vec![orphan, stranger];
    both.sort();
    assert_eq!(home.report(), MediaReport { orphans: both, ..MediaReport::default() });
    let attached = home.attach(entry, &recording(0)).unwrap();
    assert_eq!(attached.file.id, orphan);
    assert_eq!(home.files(), 2);
    // The same content once more is a file of its own: it belongs to another entry, or is wanted twice.
    let again = home.attach(entry, &recording(0)).unwrap();
    assert_ne!(again.file.id, orphan);
    assert_eq!(home.report().orphans, [stranger]);
    assert_eq!(home.diary.discard_media(orphan), Err(DiaryError::MediaInUse));
    home.diary.discard_media(stranger).unwrap();
    assert_eq!(home.report(), MediaReport { expected: 2, ..MediaReport::default() });
}

#[test]
fn what_is_missing_unfinished_damaged_or_another_is_named_with_its_entry() {
    let home = home();
    let entries: Vec<EntryId> = (0..5).map(|_| home.entry()).collect();
    let ids: Vec<MediaId> = (0..5)
        .map(|at| home.attach(entries[at], &recording(u8::try_from(at).unwrap())).unwrap().file.id)
        .collect();
    fs::remove_file(home.path(ids[0], "media")).unwrap();
    fs::rename(home.path(ids[1], "media"), home.path(ids[1], "part")).unwrap();
    let mut bytes = fs::read(home.path(ids[2], "media")).unwrap();
    bytes[1408 + 70_000] ^= 1;
    fs::write(home.path(ids[2], "media"), bytes).unwrap();
    // A whole file under this name and these keys, with other content: an older state of the diary gave it its name.
    let folder = home.diary.media_folder().unwrap();
    let other = folder.begin_as(ids[3], home.diary.journal.entropy(), &recording(9));
    assert_eq!(other.length, 200_000);
    let mut expected = [
        (ids[0], entries[0], MediaError::Missing),
        (ids[1], entries[1], MediaError::Unfinished),
        (ids[2], entries[2], MediaError::Damaged(crate::media::Piece::Chunk(1))),
        (ids[3], entries[3], MediaError::AnotherContent),
    ];
    expected.sort_by_key(|(id, ..)| *id);
    let report = home.report();
    assert_eq!(report.wrong, expected);
    assert_eq!((report.orphans.len(), report.expected), (0, 5));
    assert_eq!(home.bytes(ids[3]), Err(MediaError::AnotherContent));
    assert_eq!(home.diary.media(ids[0]).unwrap_err(), DiaryError::Media(MediaError::Missing));
    // The entries stay readable.
    assert_eq!(home.diary.entries().unwrap().iter().filter(|entry| !entry.attachments.is_empty()).count(), 5);
}

#[test]
fn a_removed_file_is_gone_and_a_removal_that_was_cut_short_is_finished() {
    let home = home();
    let entry = home.entry();
    let (gone, stays) = (home.attach(entry, &photo().0).unwrap(), home.attach(entry, &recording(0)).unwrap());
    let before = fs::read(home.path(gone.file.id, "media")).unwrap();
    let remove = |id, reason| home.diary.remove_media(id, reason, Author::HOUSEHOLD);
    assert_eq!(remove(gone.file.id, " "), Err(DiaryError::NoReason));
    remove(gone.file.id, "the wrong picture").unwrap();
    assert_eq!(remove(gone.file.id, "again"), Err(DiaryError::NoSuchMedia));
    assert!(!home.path(gone.file.id, "media").exists());
    assert_eq!(home.diary.entry(entry).unwrap().unwrap().attachments, std::slice::from_ref(&stays));
    assert_eq!(home.operations(REMOVE_MEDIA), 1);
    let one = MediaReport { expected: 1, ..MediaReport::default() };
    assert_eq!(home.report(), one);
    // As if the kill had come after the operation.
    fs::write(home.path(gone.file.id, "media"), before).unwrap();
    assert_eq!(home.report(), MediaReport { removed: vec![gone.file.id], ..one.clone() });
    home.attach(entry, &photo().0).unwrap();
    assert!(!home.path(gone.file.id, "media").exists());
    assert_eq!(home.report(), MediaReport { expected: 2, ..MediaReport::default() });
}

#[test]
fn media_keys_move_with_the_diary_file_and_a_renewed_one_serves_what_comes_after() {
    let home = home();
    let entry = home.entry();
    let first = home.attach(entry, &photo().0).unwrap().file.id;
    home.diary.renew_media_key().unwrap();
    let second = home.attach(entry, &recording(0)).unwrap().file.id;
    let name = |id| fs::read(home.path(id, "media")).unwrap()[32..48].to_vec();
    assert_ne!(name(first), name(second));
    // The file under another name and generation, as every change of its key leaves it.
    let Home { folder, clock, diary } = home;
    diary.close().unwrap();
    fs::rename(folder.path().join("diary.1.db"), folder.path().join("diary.2.db")).unwrap();
    let diary = Diary::open(&folder.path().join("diary.2.db"), &KEY, journal(&clock, 1)).unwrap();
    assert_eq!(
        diary.verify_media(Check::Whole).unwrap(),
        MediaReport { expected: 2, ..MediaReport::default() }
    );
    let keys: Vec<Vec<u8>> = diary
        .store
        .read::<_, StoreError>(|reader| {
            crate::store::Read::all(reader, "SELECT key FROM media_keys", [], |row| row.get(0))
        })
        .unwrap();
    assert_eq!(keys.len(), 2);
    for file in fs::read_dir(folder.path().join("media")).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        assert!(keys.iter().all(|key| !bytes.windows(32).any(|window| window == key)));
    }
}

#[test]
fn an_erased_entry_takes_its_files_with_it_and_what_a_kill_left_of_them_is_removed() {
    let home = home();
    let (entry, other) = (home.entry(), home.entry());
    let first = home.attach(entry, &photo().0).unwrap().file.id;
    let second = home.attach(entry, &recording(0)).unwrap().file.id;
    let stays = home.attach(other, &recording(1)).unwrap().file.id;
    home.diary.remove_media(second, "the wrong one", Author::HOUSEHOLD).unwrap();
    let left = fs::read(home.path(first, "media")).unwrap();
    let erasure = home.diary.erase(entry, Author::HOUSEHOLD).unwrap();
    assert_eq!((erasure.versions, erasure.media, erasure.media_removed), (1, 2, true));
    assert_eq!(home.files(), 1);
    assert_eq!(home.report(), MediaReport { expected: 1, ..MediaReport::default() });
    assert_eq!(home.operations(ADD_MEDIA), 1, "of the others nothing is left to read");
    assert_eq!(home.operations(REMOVE_MEDIA), 0);
    assert_eq!(home.diary.media(first).unwrap_err(), DiaryError::NoSuchMedia);
    assert_eq!(home.attach(entry, &photo().0).unwrap_err(), DiaryError::Erased);
    // As if the kill had come before the files were removed.
    fs::write(home.path(first, "media"), left).unwrap();
    assert_eq!(home.report().removed, [first]);
    home.diary.remove_media(stays, "not needed", Author::HOUSEHOLD).unwrap();
    assert_eq!((home.files(), home.report()), (0, MediaReport::default()));
    let home = home.reopened();
    home.diary.erase(other, Author::HOUSEHOLD).unwrap();
    assert_eq!(home.report(), MediaReport::default());
}

/// Whoever meets a file that another is at leaves it to them, and does not wait for itself.
#[test]
fn the_same_attached_in_the_middle_of_itself_is_two_files() {
    let home = home();
    let (entry, bytes) = (home.entry(), recording(3));
    let mut inner = None;
    let (words, stays) = (MediaWords::default(), WhatStays::AllIfNeedBe);
    let mut source = Cursor::new(&bytes);
    let outer = home.diary.attach(entry, &mut source, &words, stays, Author::HOUSEHOLD, &mut |_, _| {
        inner.get_or_insert_with(|| home.attach(entry, &bytes));
    });
    let (outer, inner) = (outer.unwrap().file, inner.unwrap().unwrap().file);
    assert_ne!(outer.id, inner.id);
    assert_eq!((outer.hash, home.files()), (inner.hash, 2));
    assert_eq!(home.report().wrong, []);
}
