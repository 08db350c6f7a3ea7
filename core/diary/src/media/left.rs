//! What can be read of a media file that may be damaged, from its beginning.
//!
//! Each chunk is authenticated with its number under a key that only this file has. So what stands before a damaged chunk is
//! proven to be what was written there, whatever comes after; what comes after is not used, because nothing says how much
//! of it there should be.

use std::fs::File;
use std::io::{self, Read as _};

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::id::MediaId;

use super::error::{MediaError, Piece};
use super::folder::{MediaFolder, read_header};
use super::header::Header;
use super::stream::{self, TAG};
use super::writer::Finished;

/// What was read of a media file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Left {
    /// How many plain bytes from the first on were proven, and their hash.
    pub(crate) proven: Finished,
    /// What is wrong with the file; `None` if all of it is as it was written.
    pub(crate) error: Option<MediaError>,
}

impl MediaFolder {
    /// Reads a media file, finished or not, up to the first chunk that is not as it was written, and gives each chunk to `take`
    /// once it was authenticated. Changes nothing, and needs one chunk of memory.
    ///
    /// # Errors
    /// What `take` says; what is wrong with the file is in the answer.
    pub(crate) fn read_left<E>(
        &self,
        id: MediaId,
        take: &mut dyn FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<Left, E> {
        let mut hash = Sha256::new();
        let mut length = 0;
        let mut keep = |plain: &[u8]| {
            hash.update(plain);
            length += plain.len() as u64;
            take(plain)
        };
        let error = match self.chunks_left(id, &mut keep) {
            Ok(error) => error,
            Err(NotRead::Taking(error)) => return Err(error),
            Err(NotRead::File(error)) => Some(error),
        };
        Ok(Left { proven: Finished { id, length, hash: hash.finalize().into() }, error })
    }

    fn chunks_left<E>(
        &self,
        id: MediaId,
        take: &mut dyn FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<Option<MediaError>, NotRead<E>> {
        let (mut file, finished) = match File::open(self.finished(id)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => match File::open(self.unfinished(id)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    return Err(MediaError::Missing.into());
                }
                begun => (begun.map_err(MediaError::from)?, false),
            },
            there => (there.map_err(MediaError::from)?, true),
        };
        let bytes = read_header(&mut file)?;
        let (header, mut error) = match Header::finished(&bytes) {
            Ok(header) => (header, None),
            // Every run of the table stands by itself: those before a damaged one count.
            Err(error) => (Header::unfinished(&bytes)?, Some(error)),
        };
        if !finished {
            error = Some(MediaError::Unfinished);
        }
        let keys = header.keys(self.wrapping(header.start, id)?)?;
        let sealed = u64::from(header.start.chunk) + TAG as u64;
        let mut bytes = Zeroizing::new(Vec::new());
        for number in 0..u32::MAX {
            bytes.clear();
            let read = (&mut file).take(sealed).read_to_end(&mut bytes).map_err(MediaError::from)?;
            let Some(key) = keys.of(number) else { return Ok(Some(MediaError::Damaged(Piece::Header))) };
            let mut last = bytes.clone();
            if read as u64 == sealed && stream::open(key, number, false, &mut bytes).is_ok() {
                take(&bytes).map_err(NotRead::Taking)?;
            } else if stream::open(key, number, true, &mut last).is_ok() {
                take(&last).map_err(NotRead::Taking)?;
                let more = file.read(&mut [0]).map_err(MediaError::from)?;
                return Ok(error.or((more > 0).then_some(MediaError::Damaged(Piece::End))));
            } else {
                let short = (read as u64) < sealed;
                return Ok(error.or(Some(if short {
                    MediaError::CutShort
                } else {
                    MediaError::Damaged(Piece::Chunk(number))
                })));
            }
        }
        Err(MediaError::TooLong.into())
    }
}

/// Why reading stopped before anything was known of the rest.
enum NotRead<E> {
    File(MediaError),
    Taking(E),
}

impl<E> From<MediaError> for NotRead<E> {
    fn from(error: MediaError) -> Self {
        Self::File(error)
    }
}
