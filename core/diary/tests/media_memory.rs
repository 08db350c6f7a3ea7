//! A media file of any length takes the memory of a chunk.

use std::io::{self, Seek as _, SeekFrom, Write as _};

use allocation_counter::measure;
use diary_core::id::MediaKeyId;
use diary_core::media::{MediaFolder, MediaKeys};
use diary_core::ports::{Entropy, NoEntropy};
use diary_core::vault::Secret;

/// The promise is 16 MiB; what is used is a chunk of 64 KiB and little more.
const MOST: u64 = 256 << 10;

/// Bytes enough for a test that looks at memory alone.
#[derive(Debug)]
struct Ones;

impl Entropy for Ones {
    fn fill(&self, out: &mut [u8]) -> Result<(), NoEntropy> {
        out.fill(1);
        Ok(())
    }
}

#[test]
fn writing_resuming_reading_and_checking_take_one_chunk_of_memory() {
    // The cipher runs at a hundredth of its speed in a test that is not optimised.
    let mebibytes = if std::env::var_os("DIARY_LONG").is_some() { 32 } else { 1 };
    let dir = tempfile::tempdir().unwrap();
    let key = (MediaKeyId::from_bytes([1; 16]), Secret::take(&mut [2; 32]));
    let media = MediaFolder::new(dir.path(), MediaKeys::new(vec![key]));
    let piece = vec![7; 1 << 20];
    let mut id = None;
    let most = |what: &str, work: &mut dyn FnMut()| {
        let used = measure(work).bytes_max;
        assert!(used < MOST, "{what}: {used} bytes at once");
    };
    most("write", &mut || {
        let mut writer = media.begin(&Ones).unwrap();
        id = Some(writer.id());
        (0..mebibytes).for_each(|_| writer.write_all(&piece).unwrap());
    });
    let id = id.unwrap();
    most("resume", &mut || {
        let mut writer = media.resume(id, &Ones).unwrap();
        (0..mebibytes).for_each(|_| writer.push(&piece).unwrap());
        writer.finish().unwrap();
    });
    most("read", &mut || {
        let mut reader = media.read(id).unwrap();
        reader.seek(SeekFrom::Start(1)).unwrap();
        let read = io::copy(&mut reader, &mut io::sink()).unwrap();
        assert_eq!(read, reader.length() - 1);
        assert!(read > (2 * mebibytes - 1) << 20);
    });
    most("check", &mut || {
        let length = media.read(id).unwrap().check().unwrap().length;
        assert!(length > (2 * mebibytes - 1) << 20);
    });
}
