//! Reading a media file whose length and hash a journal keeps.

use core::fmt;
use std::io::{self, Read, Seek, SeekFrom};

use sha2::{Digest as _, Sha256};

use super::error::MediaError;
use super::reader::MediaReader;
use super::writer::Finished;

/// A media file that a journal names, open for reading: [`Read`] and [`Seek`] over its plain bytes.
///
/// Every byte is authenticated when it is read, as with [`MediaReader`]. Whoever reads from the first byte to the last,
/// in whatever pieces, also learns that the file is the one that the journal names: the read that would complete it gives
/// [`MediaError::AnotherContent`] instead if it is not. Looking somewhere in between first does no harm.
pub struct KnownMedia {
    reader: MediaReader,
    expected: Finished,
    position: u64,
    /// The hash of the first `hashed` bytes.
    hash: Sha256,
    hashed: u64,
}

impl fmt::Debug for KnownMedia {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("KnownMedia").field("id", &self.expected.id).finish_non_exhaustive()
    }
}

impl KnownMedia {
    /// Holds a reader to what a journal says of its file.
    ///
    /// # Errors
    /// [`MediaError::AnotherContent`] if already the length is another.
    pub(crate) fn new(reader: MediaReader, expected: Finished) -> Result<Self, MediaError> {
        if reader.length() != expected.length {
            return Err(MediaError::AnotherContent);
        }
        Ok(Self { reader, expected, position: 0, hash: Sha256::new(), hashed: 0 })
    }

    /// What the file is known by.
    pub fn expected(&self) -> &Finished {
        &self.expected
    }
}

impl Read for KnownMedia {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(out)?;
        let end = self.position + count as u64;
        if self.position <= self.hashed && self.hashed < end {
            let known = usize::try_from(self.hashed - self.position).unwrap_or(usize::MAX);
            self.hash.update(out.get(known..count).unwrap_or_default());
            self.hashed = end;
        }
        self.position = end;
        let whole = self.hashed == self.expected.length;
        if whole && self.hash.clone().finalize().as_slice() != self.expected.hash {
            if let Some(given) = out.get_mut(..count) {
                given.fill(0);
            }
            return Err(MediaError::AnotherContent.into());
        }
        Ok(count)
    }
}

impl Seek for KnownMedia {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = self.reader.seek(to)?;
        Ok(self.position)
    }
}
