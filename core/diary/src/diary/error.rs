//! What a diary can refuse.

use std::io;

use super::define::BadDefinition;
use super::media::LONGEST_CAPTION;
use super::plausible::{Doubt, LONGEST_NOTE};
use super::profile::ProfilePart;
use super::series::BadSeries;
use crate::error::ErrorKind;
use crate::id::{EntryId, MediaId};
use crate::journal::JournalError;
use crate::media::{Kind as MediaKind, MediaError};
use crate::ports::NoEntropy;
use crate::store::StoreError;

/// Why a diary did not do what was asked; nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DiaryError {
    /// The file or its journal said no.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The value cannot be right, or needs to be confirmed.
    #[error("{0}; nothing was stored")]
    Doubtful(Doubt),
    /// No entry has this id.
    #[error("there is no such entry; list the diary to see the ids")]
    NoSuchEntry,
    /// The entry was erased.
    #[error("this entry was erased; nothing of it is left in the diary")]
    Erased,
    /// An amendment needs a reason.
    #[error("a correction needs a reason; say why the value was wrong; nothing was changed")]
    NoReason,
    /// An amendment that changes nothing.
    #[error("this is what the entry says already; nothing was changed")]
    NothingToAmend,
    /// The kind of an entry cannot be amended into another.
    #[error("a correction keeps the kind of the entry; add a new entry instead")]
    OtherKind,
    /// Where an entry came from is no matter of correction.
    #[error("a correction keeps where the entry came from; add a new entry instead")]
    OtherSource,
    /// No media file of this diary has this id.
    #[error("there is no such media file in this diary; list the media files to see their ids")]
    NoSuchMedia,
    /// The media file belongs to an entry, or is being written.
    #[error("the media file is in use; remove it from its entry instead")]
    MediaInUse,
    /// Place, time and camera cannot be taken out of this kind of file, and nobody said that they may stay.
    #[error(
        "place, time and device cannot be taken out of this file; nothing was stored; say that they may stay, or \
         make a picture of it that is a JPEG or PNG"
    )]
    KeepsDetails(MediaKind),
    /// The words beside a media file are too long, or hold what is no text.
    #[error("a caption has at most {LONGEST_CAPTION} bytes and a name 255, without line breaks in the name")]
    BadCaption,
    /// The file to attach could not be read.
    #[error(
        "the file to attach could not be read ({0}); what was read so far is kept: attach it again to go on"
    )]
    Source(io::ErrorKind),
    /// A media file could not be written or read.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// A media file is not as its entry says.
    #[error("media file {media} of entry {entry}: {error}")]
    WrongMedia {
        /// Which file.
        media: MediaId,
        /// Which entry it belongs to.
        entry: EntryId,
        /// What is wrong with it.
        error: MediaError,
    },
    /// What a clinician wrote is kept as it is.
    #[error(
        "a clinician wrote this, and it is kept as it is; file an objection beside it instead; nothing was changed"
    )]
    Clinicians,
    /// An objection stands beside what somebody else wrote.
    #[error("this entry is the person's own; correct it instead; nothing was changed")]
    NotClinicians,
    /// It stands already, or was taken back already.
    #[error("the entry is so already; nothing was changed")]
    AlreadySo,
    /// More words than are kept.
    #[error("these words are longer than {LONGEST_NOTE} bytes; shorten them; nothing was stored")]
    TooManyWords,
    /// A definition of a kind that cannot be one.
    #[error(transparent)]
    Definition(#[from] BadDefinition),
    /// Samples that cannot be kept.
    #[error("{0}; nothing was stored")]
    Series(#[from] BadSeries),
    /// The entry has no samples.
    #[error("this entry has no samples; `diary show` tells what they came to")]
    NoSamples,
    /// A part of a profile cannot be stored.
    #[error(
        "the {0} of the profile is empty, too long, or has signs that are no text; leave it out or shorten it; nothing \
         was changed"
    )]
    BadProfile(ProfilePart),
    /// The kind was made by a newer program.
    #[error("this kind of entry was made by a newer version; install it to change the entry")]
    UnknownKind,
}

impl From<StoreError> for DiaryError {
    fn from(error: StoreError) -> Self {
        Self::Journal(error.into())
    }
}

impl From<NoEntropy> for DiaryError {
    fn from(error: NoEntropy) -> Self {
        Self::Journal(error.into())
    }
}

impl DiaryError {
    /// What a program decides by.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Journal(error) => error.kind(),
            Self::Media(error) | Self::WrongMedia { error, .. } => error.kind(),
            Self::Source(kind) => ErrorKind::of_io(*kind),
            Self::Doubtful(doubt) if doubt.refuses() => ErrorKind::Invalid,
            Self::Doubtful(_) | Self::KeepsDetails(_) => ErrorKind::Doubtful,
            Self::NoSuchEntry | Self::Erased | Self::NoSuchMedia | Self::NoSamples => ErrorKind::NotFound,
            Self::NoReason
            | Self::NothingToAmend
            | Self::OtherKind
            | Self::OtherSource
            | Self::MediaInUse
            | Self::BadCaption
            | Self::Clinicians
            | Self::NotClinicians
            | Self::AlreadySo
            | Self::TooManyWords
            | Self::Definition(_)
            | Self::Series(_)
            | Self::BadProfile(_)
            | Self::UnknownKind => ErrorKind::Invalid,
        }
    }
}
