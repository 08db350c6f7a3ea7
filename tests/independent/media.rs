//! The reader of one media file against the core's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use diary_core::id::MediaId;
use diary_core::media::{Finished, MediaError, MediaFolder, MediaReader};
use serde_json::Value as Json;

use super::world::{PASSPHRASE, World};

/// Where chunks begin, by the page.
const HEADER: usize = 1408;
const SEALED: usize = 65_536 + 16;

struct Media {
    world: World,
    folder: MediaFolder,
    dir: PathBuf,
}

impl Media {
    /// The media of Ana.
    fn new(root: &Path) -> Self {
        let world = World::new(root);
        let household = world.unlock();
        let person = household.add_person("Ana").unwrap();
        let diary = household.diary(person).unwrap();
        diary.renew_media_key().unwrap();
        let folder = diary.media_folder().unwrap();
        drop(diary);
        household.close().unwrap();
        let dir = world.folder.join(format!("people/{person}/media"));
        Self { world, folder, dir }
    }

    fn path(&self, id: MediaId) -> PathBuf {
        self.dir.join(format!("{id}.media"))
    }

    /// What the reader in Python printed, and its exit code; the plain bytes lie in a file of its own then.
    fn read(&self, id: MediaId) -> (i32, String) {
        let secret = self.world.folder.with_extension("secret");
        fs::write(&secret, PASSPHRASE).unwrap();
        let python = std::env::var_os("DIARY_PYTHON").unwrap_or_else(|| "python3".into());
        let done = Command::new(python)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("independent/read_media.py"))
            .args([Path::new("--passphrase-file"), &secret, Path::new("--plain"), &self.plain()])
            .args([&self.world.folder, &self.path(id)])
            .output()
            .expect("Python 3.11 is needed");
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(!said.contains("Traceback"), "is cryptography 44 or later there?\n{said}");
        (done.status.code().unwrap(), String::from_utf8(done.stdout).unwrap())
    }

    fn plain(&self) -> PathBuf {
        self.world.folder.with_extension("plain")
    }

    fn agrees(&self, finished: &Finished, plain: &[u8], runs: u32) {
        let (code, text) = self.read(finished.id);
        assert_eq!(code, 0);
        assert_eq!(fs::read(self.plain()).unwrap(), plain);
        let expected = serde_json::json!({
            "id": finished.id.to_string(),
            "key": hex(&fs::read(self.path(finished.id)).unwrap()[32..48]),
            "length": plain.len(),
            "sha256": hex(&finished.hash),
            "runs": runs,
        });
        assert_eq!(serde_json::from_str::<Json>(&text).unwrap(), expected);
        self.folder.read(finished.id).unwrap().check_is(finished).unwrap();
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn plain(length: usize) -> Vec<u8> {
    (0..length).map(|at| u8::try_from((at + at / 65_536 * 31) % 251).unwrap()).collect()
}

#[test]
fn a_media_file_says_the_same_to_both_readers() {
    let root = tempfile::tempdir().unwrap();
    let media = Media::new(root.path());
    let entropy = media.world.entropy();
    for length in [0, 1, 65_536, 65_537] {
        let mut writer = media.folder.begin(entropy).unwrap();
        writer.push(&plain(length)).unwrap();
        media.agrees(&writer.finish().unwrap(), &plain(length), 1);
    }
    // Interrupted in the third chunk.
    let whole = plain(200_000);
    let mut writer = media.folder.begin(entropy).unwrap();
    writer.push(&whole[..150_000]).unwrap();
    let id = writer.id();
    drop(writer);
    let mut writer = media.folder.resume(id, entropy).unwrap();
    let from = usize::try_from(writer.written()).unwrap();
    assert_eq!(from, 131_072);
    writer.push(&whole[from..]).unwrap();
    let finished = writer.finish().unwrap();
    media.agrees(&finished, &whole, 2);

    // Interrupted, and ended where it was.
    let mut writer = media.folder.begin(entropy).unwrap();
    writer.push(&whole[..150_000]).unwrap();
    let ended = writer.id();
    drop(writer);
    let writer = media.folder.resume(ended, entropy).unwrap();
    media.agrees(&writer.finish().unwrap(), &whole[..from], 2);

    // Both name the same damage: start, each run, behind the runs, and each chunk.
    let good = fs::read(media.path(id)).unwrap();
    let places =
        [9, 40, 63, 66, 80, 160, 240, 1400, HEADER, HEADER + SEALED - 1, HEADER + SEALED, good.len() - 1];
    let swapped = [
        &good[..HEADER],
        &good[HEADER + SEALED..][..SEALED],
        &good[HEADER..][..SEALED],
        &good[HEADER + 2 * SEALED..],
    ];
    let flipped = places.map(|at| {
        let mut bad = good.clone();
        bad[at] ^= 4;
        (format!("byte {at}"), bad)
    });
    let cuts = [0, 100, HEADER, HEADER + 8, HEADER + 2 * SEALED, good.len() - 1];
    let cut = cuts.map(|length| (format!("cut to {length}"), good[..length].to_vec()));
    let longer = ("longer".to_owned(), [good.as_slice(), b"x"].concat());
    let rest = [("swapped".to_owned(), swapped.concat()), longer];
    for (what, bad) in flipped.into_iter().chain(cut).chain(rest) {
        fs::write(media.path(id), bad).unwrap();
        let found = media.folder.read(id).and_then(|mut reader| MediaReader::check(&mut reader));
        assert!(matches!(found, Err(MediaError::Damaged(_) | MediaError::CutShort)), "the core: {what}");
        assert_eq!(media.read(id).0, 4, "the reader: {what}");
    }
}
