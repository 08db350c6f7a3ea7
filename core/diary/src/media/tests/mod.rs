//! The room against itself: any bytes in any pieces, every cut, every flip, every kill.

mod attack;
mod boxes;
mod films;
mod kill;
mod pictures;
mod roundtrip;

use std::fs;
use std::path::{Path, PathBuf};

use crate::id::{MediaId, MediaKeyId};
use crate::testing::SeededEntropy;
use crate::vault::Secret;

use super::{Finished, MediaFolder, MediaKeys};

/// Chunks of 64 bytes, so that a small file has many.
const CHUNK: u32 = 64;
const CHUNK_BYTES: usize = CHUNK as usize;

/// A folder of media with its diary's key, and a random source.
struct Room {
    dir: tempfile::TempDir,
    media: MediaFolder,
    entropy: SeededEntropy,
}

impl Room {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let media = folder(&dir.path().join("media"), 1, 2);
        Self { dir, media, entropy: SeededEntropy::new(7) }
    }

    fn write(&self, plain: &[u8]) -> Finished {
        let mut writer = self.media.begin(&self.entropy).unwrap();
        writer.push(plain).unwrap();
        writer.finish().unwrap()
    }

    fn path(&self, id: MediaId) -> PathBuf {
        self.dir.path().join("media").join(format!("{id}.media"))
    }

    fn part(&self, id: MediaId) -> PathBuf {
        self.dir.path().join("media").join(format!("{id}.part"))
    }

    /// Everything in a file, by a reader that a test handles as a user would.
    fn read(&self, id: MediaId) -> Result<Vec<u8>, super::MediaError> {
        let mut plain = Vec::new();
        std::io::Read::read_to_end(&mut self.media.read(id)?, &mut plain)?;
        Ok(plain)
    }

    fn set(&self, id: MediaId, bytes: &[u8]) {
        fs::write(self.path(id), bytes).unwrap();
    }
}

fn key(name: u8, key: u8) -> (MediaKeyId, Secret<32>) {
    (MediaKeyId::from_bytes([name; 16]), Secret::take(&mut [key; 32]))
}

fn folder(dir: &Path, name: u8, with: u8) -> MediaFolder {
    MediaFolder::new(dir, MediaKeys::new(vec![key(name, with)])).in_chunks_of(CHUNK)
}

/// Bytes in which every chunk is another.
fn plain(length: usize) -> Vec<u8> {
    (0..length).map(|at| u8::try_from((at * 7 + at / 64 * 31) % 251).unwrap()).collect()
}
