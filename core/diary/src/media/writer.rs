//! Writing a media file: bytes of any sizes in, chunks out.

use core::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::PathBuf;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::id::MediaId;
use crate::vault::Secret;

use super::error::MediaError;
use super::folder::{MediaFolder, sync_folder};
use super::header::Start;
use super::stream::{self, TAG};

/// What a finished media file is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finished {
    /// Its name.
    pub id: MediaId,
    /// Plain bytes.
    pub length: u64,
    /// SHA-256 (FIPS 180-4) of the plain bytes.
    pub hash: [u8; 32],
}

/// A media file that is being written; without [`MediaWriter::finish`] it stays unfinished, and can be resumed.
///
/// Holds one chunk in memory. It is also a [`Write`], whose `flush` does nothing: durable is what
/// [`MediaWriter::sync`] or [`MediaWriter::finish`] returned for.
pub struct MediaWriter {
    dir: PathBuf,
    unfinished: PathBuf,
    finished: PathBuf,
    pub(super) file: File,
    start: Start,
    key: Secret<32>,
    next: u32,
    /// The plain bytes of chunk `next` so far. A full chunk waits here until it is known whether it is the last.
    plain: Zeroizing<Vec<u8>>,
    hash: Sha256,
    stopped: bool,
}

impl fmt::Debug for MediaWriter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("MediaWriter").field("id", &self.start.id).finish_non_exhaustive()
    }
}

impl MediaWriter {
    /// A writer of an open file that ends before chunk `next`; `hash` has what is in the chunks before.
    pub(super) fn new(
        folder: &MediaFolder,
        file: File,
        start: Start,
        key: Secret<32>,
        next: u32,
        hash: Sha256,
    ) -> Self {
        // A chunk and its tag: the buffer never moves, so no copy of what was in it is left behind.
        let plain = Zeroizing::new(Vec::with_capacity(start.chunk as usize + TAG));
        Self {
            dir: folder.dir().to_owned(),
            unfinished: folder.unfinished(start.id),
            finished: folder.finished(start.id),
            file,
            start,
            key,
            next,
            plain,
            hash,
            stopped: false,
        }
    }

    /// The name under which the file is resumed and read.
    pub fn id(&self) -> MediaId {
        self.start.id
    }

    /// How many bytes were pushed, over all runs; after a resumption, the byte to push next, counted from 0.
    pub fn written(&self) -> u64 {
        self.sealed() + self.plain.len() as u64
    }

    /// Takes the next bytes, any number of them.
    ///
    /// # Errors
    /// [`MediaError::Io`], after which the file has to be resumed; [`MediaError::Stopped`] ever after;
    /// [`MediaError::TooLong`].
    pub fn push(&mut self, mut bytes: &[u8]) -> Result<(), MediaError> {
        self.going_on()?;
        while !bytes.is_empty() {
            let room = self.start.chunk as usize - self.plain.len();
            if room == 0 {
                self.seal(false)?;
                continue;
            }
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.plain.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    /// Forces all whole chunks to the disk, and says how many plain bytes those hold.
    ///
    /// At most one chunk is not among them: [`MediaWriter::written`] minus the answer.
    ///
    /// # Errors
    /// [`MediaError::Io`], after which the file has to be resumed; [`MediaError::Stopped`].
    pub fn sync(&mut self) -> Result<u64, MediaError> {
        self.going_on()?;
        self.stopped = true;
        self.file.sync_all()?;
        self.stopped = false;
        Ok(self.sealed())
    }

    /// Seals the last chunk and gives the file its finished name; both are on disk when this returns.
    ///
    /// # Errors
    /// [`MediaError::Io`]; the file is unfinished then, or, after the very last step, finished. [`MediaError::Stopped`].
    pub fn finish(mut self) -> Result<Finished, MediaError> {
        self.going_on()?;
        let length = self.written();
        self.seal(true)?;
        self.file.sync_all()?;
        fs::rename(&self.unfinished, &self.finished)?;
        sync_folder(&self.dir)?;
        Ok(Finished { id: self.start.id, length, hash: self.hash.finalize().into() })
    }

    fn sealed(&self) -> u64 {
        u64::from(self.next) * u64::from(self.start.chunk)
    }

    fn going_on(&self) -> Result<(), MediaError> {
        if self.stopped { Err(MediaError::Stopped) } else { Ok(()) }
    }

    /// A chunk that was given to the system once is never sealed again under this key.
    fn seal(&mut self, last: bool) -> Result<(), MediaError> {
        let after = self.next.checked_add(1).ok_or(MediaError::TooLong)?;
        self.stopped = true;
        self.hash.update(self.plain.as_slice());
        stream::seal(&self.key, self.next, last, &mut self.plain);
        self.file.write_all(&self.plain)?;
        self.plain.clear();
        // After the last chunk nothing may follow, and `next` would count it as a whole one.
        if !last {
            self.next = after;
            self.stopped = false;
        }
        Ok(())
    }
}

impl Write for MediaWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.push(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
