//! What can go wrong with a media file, each with what to do about it.

use core::fmt;
use std::io;

use crate::error::ErrorKind;
use crate::ports::NoEntropy;

/// A piece of a media file that damage is pinned to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// The first bytes, which say what the file is and hold its wrapped keys.
    Header,
    /// One chunk, counted from 0.
    Chunk(u32),
    /// The last chunk, or the length of the file.
    End,
}

impl fmt::Display for Piece {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header => out.write_str("the header of the media file"),
            Self::Chunk(number) => write!(out, "chunk {number} of the media file"),
            Self::End => out.write_str("the end of the media file"),
        }
    }
}

/// Why a media file could not be written, resumed, read or checked.
///
/// No variant carries a key, a name or a path. Reading changes nothing on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MediaError {
    /// Bytes are not what was written.
    #[error("{0} is damaged; nothing was changed; restore the file from a backup or add it again")]
    Damaged(Piece),
    /// The file is whole up to where it ends, but its end is gone.
    #[error("the media file was cut short; nothing was changed; restore it from a backup or add it again")]
    CutShort,
    /// The header names one of these keys, and that key does not open it.
    #[error(
        "the media file does not open with the key that it names; nothing was changed; restore it from a backup"
    )]
    WrongKey,
    /// The header names a key that is not one of these.
    #[error(
        "the media file belongs to another diary, or to a newer state of this one; nothing was changed; move it back, \
         or restore the diary"
    )]
    AnotherOwner,
    /// The header names another media file: two files were swapped, or one was renamed.
    #[error("the media file holds another one's content; give both their own names again")]
    Misplaced,
    /// The content is not the one whose hash was expected.
    #[error("the media file is whole, but not the one that was expected; restore it from a backup")]
    AnotherContent,
    /// There is no key to wrap a new file's with.
    #[error("the diary has no media key yet; nothing was changed; add the file through the diary")]
    NoKey,
    /// The file is whole and of a version that this program does not know.
    #[error("the media file was written by a newer version of the program; update, then try again")]
    Newer,
    /// No such media file, finished or not.
    #[error("there is no such media file; list the media files or restore it from a backup")]
    Missing,
    /// Its writing was cut short, and it was not finished since.
    #[error("the media file was never finished; resume it, or remove it and add it again")]
    Unfinished,
    /// The file is finished: there is nothing to resume.
    #[error("the media file is finished already; read it")]
    AlreadyFinished,
    /// An earlier write of this writer failed.
    #[error("an earlier write of this media file failed; make room and resume it")]
    Stopped,
    /// It was resumed as often as its header has room for.
    #[error("the media file was interrupted too often; remove it and add it again in one go")]
    TooManyRuns,
    /// A file has at most 2^32 - 1 chunks.
    #[error("the media file is too long; split it and add the parts")]
    TooLong,
    /// The operating system refused.
    #[error("the media file could not be read or written ({0}); check the folder's rights and free space")]
    Io(io::ErrorKind),
    /// The random source failed.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
}

impl From<io::Error> for MediaError {
    /// Gives back a [`MediaError`] that went through `Read`, `Write` or `Seek`.
    fn from(error: io::Error) -> Self {
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()).copied();
        inner.unwrap_or_else(|| Self::Io(error.kind()))
    }
}

impl From<MediaError> for io::Error {
    fn from(error: MediaError) -> Self {
        let kind = match error {
            MediaError::Io(kind) => kind,
            MediaError::Missing => io::ErrorKind::NotFound,
            MediaError::CutShort => io::ErrorKind::UnexpectedEof,
            _ => io::ErrorKind::InvalidData,
        };
        Self::new(kind, error)
    }
}

impl MediaError {
    /// What a program decides by.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Newer => ErrorKind::Newer,
            Self::Damaged(_)
            | Self::CutShort
            | Self::WrongKey
            | Self::AnotherOwner
            | Self::Misplaced
            | Self::AnotherContent
            | Self::Missing
            | Self::Unfinished => ErrorKind::Damaged,
            Self::TooLong => ErrorKind::Invalid,
            Self::Io(kind) => ErrorKind::of_io(*kind),
            Self::NoEntropy(_) => ErrorKind::System,
            Self::NoKey | Self::AlreadyFinished | Self::Stopped | Self::TooManyRuns => ErrorKind::Failed,
        }
    }
}
