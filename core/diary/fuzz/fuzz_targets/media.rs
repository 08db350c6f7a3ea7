//! Media files and what is taken out of them, by their bytes. Nothing panics; what is given out has the length that was said,
//! in any pieces; what is left tells nothing that can be taken out once more; a file that was not written here is an error.
#![no_main]

use std::io::{Cursor, Read};
use std::sync::OnceLock;

use diary_core_fuzz::id::{MediaId, MediaKeyId};
use diary_core_fuzz::media::{Details, Kind, MediaFolder, MediaKeys, Outcome, Prepared, strip};
use diary_core_fuzz::ports::{Entropy, NoEntropy};
use diary_core_fuzz::vault::Secret;
use libfuzzer_sys::fuzz_target;

/// The same bytes every time: no two files are compared.
#[derive(Debug)]
struct Ones;

impl Entropy for Ones {
    fn fill(&self, out: &mut [u8]) -> Result<(), NoEntropy> {
        out.fill(1);
        Ok(())
    }
}

fuzz_target!(|input: (u8, &[u8])| {
    let (choice, bytes) = input;
    if choice < 0xe0 {
        stripped(bytes, usize::from(choice) + 1);
    } else {
        read(bytes);
    }
});

/// The file in pieces as it would be sealed; `None` where nothing can be taken out.
fn clean(bytes: &[u8], piece: usize) -> Option<(Vec<u8>, Details)> {
    let mut source = Cursor::new(bytes);
    let prepared = Prepared::of(&mut source).unwrap();
    let details = prepared.details().cloned();
    let length = prepared.length();
    let mut out = Vec::new();
    let mut buffer = vec![0; piece];
    let mut reader = prepared.read(&mut source).unwrap();
    loop {
        let count = reader.read(&mut buffer).unwrap();
        if count == 0 {
            break;
        }
        out.extend_from_slice(&buffer[..count]);
    }
    assert_eq!(out.len() as u64, length, "another length than was said");
    if details.is_none() {
        assert_eq!(out, bytes, "changed although nothing can be taken out");
    }
    details.map(|details| (out, details))
}

fn stripped(bytes: &[u8], piece: usize) {
    let Some((once, _)) = clean(bytes, piece) else { return };
    assert_eq!(clean(bytes, 4096).map(|(all, _)| all).as_ref(), Some(&once), "other pieces, another file");
    let kind = Kind::of(bytes);
    if matches!(kind, Kind::Heif | Kind::Mp4) {
        assert_eq!(once.len(), bytes.len(), "something moved");
    }
    if let Outcome::Stripped { picture, .. } = strip(bytes) {
        assert_eq!(picture.bytes(), once, "two ways, two files");
        let again = strip(picture.bytes());
        assert!(
            matches!(&again, Outcome::Stripped { picture, .. } if picture.bytes() == once),
            "not the same again"
        );
    }
}

/// Whatever lies in the folder under a name, finished or not.
fn read(bytes: &[u8]) {
    static DIR: OnceLock<tempfile::TempDir> = OnceLock::new();
    let dir = DIR.get_or_init(|| tempfile::tempdir().unwrap());
    let key = (MediaKeyId::from_bytes([1; 16]), Secret::take(&mut [2; 32]));
    let media = MediaFolder::new(dir.path(), MediaKeys::new(vec![key]));
    let id = MediaId::from_bytes([3; 16]);
    let path = |kind: &str| dir.path().join(format!("{id}.{kind}"));
    std::fs::write(path("media"), bytes).unwrap();
    std::fs::write(path("part"), bytes).unwrap();
    // Nobody but the owner of the key makes a chunk that opens.
    assert!(media.read(id).is_err());
    let begun = media.begun(id);
    // A start that names this file and its key, and no run behind it, is what a kill leaves of a file's first moment.
    if media.resume(id, &Ones).is_ok() {
        assert_eq!(begun.map(|begun| begun.length), Ok(0), "a forged chunk was taken");
    } else {
        assert_eq!(std::fs::read(path("part")).unwrap(), bytes, "changed by what it refused");
    }
}
