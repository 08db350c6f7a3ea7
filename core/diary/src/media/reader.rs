//! Reading a media file from any byte on.

use core::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::id::MediaId;

use super::error::{MediaError, Piece};
use super::header::{RunKeys, Start};
use super::stream::{self, Layout, TAG};
use super::writer::Finished;

/// A finished media file, open for reading: [`Read`] and [`Seek`] over its plain bytes.
///
/// Holds one chunk in memory, and reads only the chunks that are asked for. An error of `Read` turns back into its
/// [`MediaError`] by `From`.
pub struct MediaReader {
    file: File,
    id: MediaId,
    keys: RunKeys,
    layout: Layout,
    position: u64,
    /// The chunk in `plain`.
    held: Option<u32>,
    plain: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for MediaReader {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("MediaReader").field("id", &self.id).finish_non_exhaustive()
    }
}

impl MediaReader {
    /// Reads and authenticates the last chunk, so that no cut at the border of a chunk goes unseen.
    pub(super) fn open(file: File, start: Start, keys: RunKeys) -> Result<Self, MediaError> {
        let layout = Layout::of(file.metadata()?.len(), start.chunk)?;
        let plain = Zeroizing::new(Vec::with_capacity(start.chunk as usize + TAG));
        let mut reader = Self { file, id: start.id, keys, layout, position: 0, held: None, plain };
        let last = layout.chunks - 1;
        match reader.load(last) {
            Err(MediaError::Damaged(_)) if reader.fill(last, false).is_ok() => Err(MediaError::CutShort),
            Err(MediaError::Damaged(_)) => Err(MediaError::Damaged(Piece::End)),
            loaded => loaded.map(|()| reader),
        }
    }

    /// The name of the file.
    pub fn id(&self) -> MediaId {
        self.id
    }

    /// Plain bytes of the whole file.
    pub fn length(&self) -> u64 {
        self.layout.length
    }

    /// Reads and authenticates every chunk, from the first on, and says what the file is. Leaves the position at the end.
    ///
    /// # Errors
    /// [`MediaError::Damaged`] with the first bad chunk, [`MediaError::CutShort`] when it shrank since it was opened,
    /// [`MediaError::Io`].
    pub fn check(&mut self) -> Result<Finished, MediaError> {
        let mut hash = Sha256::new();
        for number in 0..self.layout.chunks {
            self.load(number)?;
            hash.update(self.plain.as_slice());
        }
        self.position = self.layout.length;
        Ok(Finished { id: self.id, length: self.layout.length, hash: hash.finalize().into() })
    }

    /// As [`MediaReader::check`], against the length and hash that were kept when the file was finished.
    ///
    /// # Errors
    /// [`MediaError::AnotherContent`], and those of [`MediaReader::check`].
    pub fn check_is(&mut self, expected: &Finished) -> Result<(), MediaError> {
        if self.check()? == *expected { Ok(()) } else { Err(MediaError::AnotherContent) }
    }

    fn load(&mut self, number: u32) -> Result<(), MediaError> {
        if self.held == Some(number) {
            return Ok(());
        }
        self.fill(number, self.layout.is_last(number))?;
        self.held = Some(number);
        Ok(())
    }

    fn fill(&mut self, number: u32, last: bool) -> Result<(), MediaError> {
        self.held = None;
        let damaged = MediaError::Damaged(Piece::Chunk(number));
        let sealed = self.layout.plain(number) + TAG;
        self.file.seek(SeekFrom::Start(stream::place(self.layout.chunk, number)))?;
        self.plain.resize(sealed, 0);
        self.file.read_exact(&mut self.plain).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => MediaError::CutShort,
            kind => MediaError::Io(kind),
        })?;
        let key = self.keys.of(number).ok_or(damaged)?;
        stream::open(key, number, last, &mut self.plain).map_err(|_| damaged)
    }
}

impl Read for MediaReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.position >= self.layout.length || out.is_empty() {
            return Ok(0);
        }
        let chunk = u64::from(self.layout.chunk);
        let number = u32::try_from(self.position / chunk).map_err(|_| MediaError::TooLong)?;
        self.load(number)?;
        let within = usize::try_from(self.position % chunk).unwrap_or(usize::MAX);
        let there = self.plain.get(within..).unwrap_or_default();
        let count = there.len().min(out.len());
        for (place, byte) in out.iter_mut().zip(there) {
            *place = *byte;
        }
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for MediaReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
            SeekFrom::End(by) => self.layout.length.checked_add_signed(by),
        };
        self.position = target.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}
