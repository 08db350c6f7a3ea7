//! The first bytes of a media file: what it is, and the wrapped key of each run.
//!
//! A *run* is what one writer wrote without an interruption. A writer that continues a file does so under a fresh key:
//! the chunk that an interruption tore may be known to somebody, and is written again, perhaps with other content. Under
//! the old key that would be the same nonce twice.

use sha2::{Digest, Sha256};

use crate::id::{MediaId, MediaKeyId};
use crate::ports::Entropy;
use crate::vault::Secret;
use crate::vault::wrap::{WRAPPED, Wrapped, associated};

use super::error::{MediaError, Piece};

/// Bytes of a header.
pub(super) const SIZE: usize = START + RUN * MOST_RUNS;
/// Bytes that say what the file is.
pub(super) const START: usize = 64;
/// Bytes of one run.
pub(super) const RUN: usize = 4 + WRAPPED + 8;
/// How many runs a file can have.
pub(super) const MOST_RUNS: usize = 16;
/// The least and the most plain bytes of a chunk; in between, powers of two.
pub(super) const CHUNKS: core::ops::RangeInclusive<u32> = 64..=1 << 20;

const MAGIC: &[u8; 8] = b"HDmedia\n";
const VERSION: u32 = 1;
const SAID: usize = 48;

/// What a file is, in the open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Start {
    pub(super) chunk: u32,
    pub(super) id: MediaId,
    /// Which of its diary's media keys wraps the keys of its runs.
    pub(super) key: MediaKeyId,
}

/// What one writer wrote without an interruption: from which chunk on, and its wrapped key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) first: u32,
    wrapped: Wrapped,
}

/// A header as it lies in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) start: Start,
    pub(super) runs: Vec<Run>,
}

impl Start {
    fn to_bytes(self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_be_bytes());
        bytes.extend(self.chunk.to_be_bytes());
        bytes.extend(self.id.as_bytes());
        bytes.extend(self.key.as_bytes());
        let checksum = Sha256::digest(&bytes);
        bytes.extend(checksum.iter().take(START - SAID));
        bytes
    }

    /// The checksum comes first, then the version: a newer file is not called damaged.
    fn from_bytes(bytes: &[u8]) -> Result<Self, MediaError> {
        let damaged = MediaError::Damaged(Piece::Header);
        let (said, checksum) = bytes.split_at_checked(SAID).ok_or(damaged)?;
        if !said.starts_with(MAGIC) || !Sha256::digest(said).starts_with(checksum) {
            return Err(damaged);
        }
        let mut fields = Fields(said.get(MAGIC.len()..).unwrap_or_default());
        let version = u32::from_be_bytes(fields.take().ok_or(damaged)?);
        if version > VERSION {
            return Err(MediaError::Newer);
        }
        let chunk = u32::from_be_bytes(fields.take().ok_or(damaged)?);
        if version == 0 || !chunk.is_power_of_two() || !CHUNKS.contains(&chunk) {
            return Err(damaged);
        }
        let id = MediaId::from_bytes(fields.take().ok_or(damaged)?);
        Ok(Self { chunk, id, key: MediaKeyId::from_bytes(fields.take().ok_or(damaged)?) })
    }

    /// All that a run's key is for, so that no key of one file, place or diary opens another.
    fn binding(self, number: usize, first: u32) -> Vec<u8> {
        let number = u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes();
        let (chunk, first) = (self.chunk.to_be_bytes(), first.to_be_bytes());
        let parts = [self.key.as_bytes().as_slice(), self.id.as_bytes(), &chunk, &number, &first];
        associated("health-diary/media-key/1", &parts)
    }
}

impl Run {
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.first.to_be_bytes().to_vec();
        bytes.extend(self.wrapped.bytes());
        let checksum = Sha256::digest(&bytes);
        bytes.extend(checksum.iter().take(RUN - 4 - WRAPPED));
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (said, checksum) = bytes.split_at_checked(4 + WRAPPED)?;
        if checksum.len() != RUN - said.len() || !Sha256::digest(said).starts_with(checksum) {
            return None;
        }
        let mut fields = Fields(said);
        let first = u32::from_be_bytes(fields.take()?);
        Some(Self { first, wrapped: Wrapped::from_bytes(fields.take()?) })
    }
}

impl Header {
    /// The bytes of the file, [`SIZE`] of them.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.start.to_bytes();
        bytes.extend(self.runs.iter().flat_map(Run::to_bytes));
        bytes.resize(SIZE, 0);
        bytes
    }

    /// The header of a finished file: every byte is as it was written.
    pub(super) fn finished(bytes: &[u8]) -> Result<Self, MediaError> {
        let header = Self::unfinished(bytes)?;
        let whole = !header.runs.is_empty() && bytes == header.to_bytes();
        if whole { Ok(header) } else { Err(MediaError::Damaged(Piece::Header)) }
    }

    /// The header of an unfinished file: the runs up to the first that a kill may have torn.
    pub(super) fn unfinished(bytes: &[u8]) -> Result<Self, MediaError> {
        let (start, table) = bytes.split_at_checked(START).ok_or(MediaError::Damaged(Piece::Header))?;
        let start = Start::from_bytes(start)?;
        let mut runs: Vec<Run> = Vec::new();
        for run in table.chunks(RUN).map_while(Run::from_bytes) {
            let goes_on = runs.last().map_or(run.first == 0, |before| run.first > before.first);
            if !goes_on || runs.len() == MOST_RUNS {
                break;
            }
            runs.push(run);
        }
        Ok(Self { start, runs })
    }

    /// Adds a run that writes from chunk `first` on, and forgets those that nothing is left of.
    pub(super) fn begin_run(
        &mut self,
        first: u32,
        wrapping: &Secret<32>,
        entropy: &dyn Entropy,
    ) -> Result<Secret<32>, MediaError> {
        let kept = self.runs.iter().take_while(|run| run.first < first).count();
        if kept == MOST_RUNS {
            return Err(MediaError::TooManyRuns);
        }
        let key = Secret::random(entropy)?;
        let wrapped = Wrapped::seal(wrapping, &self.start.binding(kept, first), &key, entropy)?;
        self.runs.truncate(kept);
        self.runs.push(Run { first, wrapped });
        Ok(key)
    }

    /// The keys of all runs, by rising first chunk.
    pub(super) fn keys(&self, wrapping: &Secret<32>) -> Result<RunKeys, MediaError> {
        let open = |(number, run): (usize, &Run)| {
            let key = run.wrapped.open(wrapping, &self.start.binding(number, run.first));
            key.map(|key| (run.first, key)).map_err(|_| MediaError::WrongKey)
        };
        self.runs.iter().enumerate().map(open).collect::<Result<_, _>>().map(RunKeys)
    }
}

/// The open keys of a file.
#[derive(Debug)]
pub(super) struct RunKeys(Vec<(u32, Secret<32>)>);

impl RunKeys {
    /// The key of a chunk: that of the last run which began at or before it.
    pub(super) fn of(&self, chunk: u32) -> Option<&Secret<32>> {
        self.0.iter().rev().find(|(first, _)| *first <= chunk).map(|(_, key)| key)
    }
}

/// Bytes taken from the front.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (field, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*field)
    }
}
