//! A media file of any length takes the memory of a chunk, from the camera's film to the saved copy.
//!
//! `DIARY_LONG=1 cargo test --release -p diary-core --test media_memory` does it with 1 GiB.

#![cfg(test)]

use std::io::{self, Read, Seek, SeekFrom, Write as _};
use std::sync::Arc;

use allocation_counter::measure;
use diary_core::diary::{Content, MediaWords, Source, Value, WhatStays, kind};
use diary_core::household::{Household, Outside};
use diary_core::id::MediaKeyId;
use diary_core::journal::Author;
use diary_core::media::{Detail, MediaFolder, MediaKeys};
use diary_core::ports::{Clock, Entropy, NoEntropy, Now};
use diary_core::time::{Civil, CivilDate, Evidence, Moment, Zones};
use diary_core::vault::{Argon2Cost, Passphrase, Secret, Unlock};

/// The promise is 16 MiB; what is used is a chunk of 64 KiB and little more.
const MOST: u64 = 256 << 10;
/// End to end there are the piece that is read, a chunk, and the journal's rows.
const MOST_END_TO_END: u64 = 1 << 20;

/// Bytes enough for a test that looks at memory alone.
#[derive(Debug)]
struct Ones;

impl Entropy for Ones {
    fn fill(&self, out: &mut [u8]) -> Result<(), NoEntropy> {
        out.fill(1);
        Ok(())
    }
}

/// Fresh ids for every call.
#[derive(Debug, Default)]
struct Counting(std::sync::atomic::AtomicU64);

impl Entropy for Counting {
    fn fill(&self, out: &mut [u8]) -> Result<(), NoEntropy> {
        let drawn = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        for (place, byte) in out.iter_mut().zip(drawn.to_le_bytes().iter().cycle()) {
            *place = *byte;
        }
        Ok(())
    }
}

#[derive(Debug)]
struct Standing;

impl Clock for Standing {
    fn now(&self) -> Now {
        Now { wall_ms: 1_786_741_200_000, monotonic_ns: 1, boot: [1; 16] }
    }

    fn zone(&self) -> String {
        "Europe/London".to_owned()
    }
}

/// How long the films are, in MiB. The cipher runs at a hundredth of its speed in a test that is not optimised.
fn mebibytes(short: u64, debug: u64, release: u64) -> u64 {
    match (std::env::var_os("DIARY_LONG").is_some(), cfg!(debug_assertions)) {
        (false, _) => short,
        (true, true) => debug,
        (true, false) => release,
    }
}

fn most(limit: u64, what: &str, work: &mut dyn FnMut()) {
    let used = measure(work).bytes_max;
    assert!(used < limit, "{what}: {used} bytes at once");
}

#[test]
fn writing_resuming_reading_and_checking_take_one_chunk_of_memory() {
    let mebibytes = mebibytes(1, 32, 256);
    let dir = tempfile::tempdir().unwrap();
    let key = (MediaKeyId::from_bytes([1; 16]), Secret::take(&mut [2; 32]));
    let media = MediaFolder::new(dir.path(), MediaKeys::new(vec![key]));
    let piece = vec![7; 1 << 20];
    let mut id = None;
    most(MOST, "write", &mut || {
        let mut writer = media.begin(&Ones).unwrap();
        id = Some(writer.id());
        (0..mebibytes).for_each(|_| writer.write_all(&piece).unwrap());
    });
    let id = id.unwrap();
    most(MOST, "resume", &mut || {
        let mut writer = media.resume(id, &Ones).unwrap();
        (0..mebibytes).for_each(|_| writer.push(&piece).unwrap());
        writer.finish().unwrap();
    });
    most(MOST, "read", &mut || {
        let mut reader = media.read(id).unwrap();
        reader.seek(SeekFrom::Start(1)).unwrap();
        let read = io::copy(&mut reader, &mut io::sink()).unwrap();
        assert_eq!(read, reader.length() - 1);
        assert!(read > (2 * mebibytes - 1) << 20);
    });
    most(MOST, "check", &mut || {
        let length = media.read(id).unwrap().check().unwrap().length;
        assert!(length > (2 * mebibytes - 1) << 20);
    });
}

/// A film as a phone writes it: its description, with the place, comes after the pictures. It is nowhere whole.
struct Film {
    head: Vec<u8>,
    pictures: u64,
    tail: Vec<u8>,
    position: u64,
}

const PLACE: &[u8] = b"+47.3769+008.5417/";

impl Film {
    fn new(pictures: u64) -> Self {
        let boxed = |kind: &[u8], content: &[u8]| {
            let size = u32::try_from(content.len() + 8).unwrap();
            [&size.to_be_bytes(), kind, content].concat()
        };
        let full = |kind: &[u8], content: &[u8]| boxed(kind, &[&[0; 4], content].concat());
        let numbers = |all: &[u32]| all.iter().flat_map(|number| number.to_be_bytes()).collect::<Vec<u8>>();
        // One chunk of one-megabyte samples.
        let samples = u32::try_from(pictures >> 20).unwrap();
        let table = [
            full(b"stsd", &[numbers(&[1]), boxed(b"avc1", &[0; 78])].concat()),
            full(b"stsc", &numbers(&[1, 1, samples, 1])),
            full(b"stsz", &numbers(&[1 << 20, samples])),
            full(b"stco", &numbers(&[1, 32])),
        ];
        let handler = full(b"hdlr", &[numbers(&[0]), b"vide".to_vec(), vec![0; 13]].concat());
        let media = [handler, boxed(b"minf", &boxed(b"stbl", &table.concat()))].concat();
        let told = boxed(b"udta", &boxed(b"\xa9xyz", PLACE));
        let movie = [boxed(b"trak", &boxed(b"mdia", &media)), told].concat();
        let mut head = boxed(b"ftyp", b"isom\0\0\0\0");
        head.extend(1_u32.to_be_bytes());
        head.extend(b"mdat");
        head.extend((pictures + 16).to_be_bytes());
        Self { head, pictures, tail: boxed(b"moov", &movie), position: 0 }
    }

    fn length(&self) -> u64 {
        self.head.len() as u64 + self.pictures + self.tail.len() as u64
    }
}

impl Read for Film {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let (head, tail) = (self.head.len() as u64, self.head.len() as u64 + self.pictures);
        let count = if self.position < head {
            let mut rest = &self.head[usize::try_from(self.position).unwrap()..];
            rest.read(out)?
        } else if self.position < tail {
            let count = out.len().min(usize::try_from(tail - self.position).unwrap());
            out[..count].fill(0x5a);
            count
        } else {
            let at = usize::try_from(self.position - tail).unwrap().min(self.tail.len());
            let mut rest = &self.tail[at..];
            rest.read(out)?
        };
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for Film {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(by) => self.length().checked_add_signed(by).unwrap(),
            SeekFrom::Current(by) => self.position.checked_add_signed(by).unwrap(),
        };
        Ok(self.position)
    }
}

/// Counts what is saved, and looks for what should not be in it.
#[derive(Default)]
struct Saved {
    length: u64,
    end: Vec<u8>,
}

impl io::Write for Saved {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.length += bytes.len() as u64;
        self.end.extend_from_slice(bytes);
        let keep = self.end.len().saturating_sub(4096);
        self.end.drain(..keep);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_film_is_stripped_sealed_journalled_checked_and_saved_in_a_mebibyte_of_memory() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("home");
    let outside = Outside {
        clock: Arc::new(Standing),
        entropy: Arc::new(Counting::default()),
        zones: Zones::built_in(),
    };
    let passphrase = Passphrase::new("correct horse battery");
    let (_, installation) = Household::create(&folder, &passphrase, Argon2Cost::LEAST, &outside).unwrap();
    let household = Household::unlock(&folder, Unlock::Passphrase(&passphrase), Some(installation), outside)
        .unwrap()
        .household;
    let ana = household.add_person("Ana").unwrap();
    let day = Civil::Date(CivilDate::new(2026, 8, 1).unwrap());
    let mut note = Content::new(kind::NOTE.number, Moment::civil_only(day, Evidence::Unknown), Source::Typed);
    note.set(kind::TEXT, Value::Text("how the knee moves".to_owned()));
    let diary = household.diary(ana).unwrap();
    let entry = diary.add(&note, Author::HOUSEHOLD, true).unwrap();

    let mut film = Film::new(mebibytes(2, 64, 1024) << 20);
    let length = film.length();
    let mut attached = None;
    most(MOST_END_TO_END, "attach", &mut || {
        let (words, stays) = (MediaWords::default(), WhatStays::OnlyWhatShows);
        attached = Some(household.attach(ana, entry, &mut film, &words, stays, &mut |_, _| {}).unwrap());
    });
    let attached = attached.unwrap();
    assert_eq!(attached.file.length, length);
    assert_eq!(attached.details, Some(vec![Detail::Place]));
    most(MOST_END_TO_END, "verify", &mut || {
        let report = diary.verify_media(diary_core::media::Check::Whole).unwrap();
        assert_eq!((report.expected, report.wrong.len()), (1, 0));
    });
    let mut saved = Saved::default();
    most(MOST_END_TO_END, "save", &mut || {
        household.save_media(ana, attached.file.id, &mut saved, &mut |_, _| {}).unwrap();
    });
    assert_eq!(saved.length, length);
    assert!(!saved.end.windows(PLACE.len()).any(|window| window == PLACE));
    assert!(saved.end.windows(4).any(|window| window == b"moov"));
}
