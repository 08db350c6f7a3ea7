//! What can be wrong with a journal.

use std::fmt;

use super::writer::WriterId;
use crate::error::ErrorKind;
use crate::ports::NoEntropy;
use crate::store::{FileKind, StoreError};

/// Why an operation could not be written or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The file said no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There was no randomness for a salt or an id.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
    /// A chain does not fit.
    #[error("{0}")]
    Fault(Fault),
    /// An operation with this id is already there with other content.
    #[error("an operation with this id is already there; nothing was written")]
    Twice,
    /// The change is longer than an operation may be.
    #[error("this is too long for one entry of the diary (8 MiB at most); nothing was stored")]
    TooLarge,
    /// Another copy is not one of this file.
    #[error("the other copy is of another diary; nothing was taken in")]
    OtherFile,
    /// An operation of another copy does not fit.
    #[error(
        "in the other copy, operation {number} of writer {writer} {what}; nothing was taken in, and this diary is as it was"
    )]
    Refused {
        /// Whose it says it is; zeros where that cannot be read.
        writer: WriterId,
        /// Which number it says it has.
        number: u64,
        /// Why.
        what: Refusal,
    },
    /// A stored operation is not of any form this program knows.
    #[error("the {0} holds an operation of an unknown form; run a check")]
    Malformed(FileKind),
}

/// The first operation of a chain that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Which kind of file.
    pub file: FileKind,
    /// Whose chain.
    pub writer: WriterId,
    /// The operation's number in that chain.
    pub number: u64,
    /// What does not fit.
    pub what: WhatIsWrong,
}

/// Why something of another copy is not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No chain has such a number.
    Number,
    /// The frame cannot be read.
    Frame,
    /// It does not continue any operation that is here.
    Link,
    /// A part is not the one that the frame commits to.
    Part,
    /// It says nothing, and no erasure here or there explains why.
    Emptied,
    /// No signed head lies above it, or the head names what did not come.
    Head,
    /// A head is not signed by its writer for this diary.
    Signature,
    /// A frame or a part is longer than any that is written.
    TooLarge,
    /// Another operation here has its id.
    SameId,
    /// What it says cannot be read.
    Unreadable,
    /// It is by a writer that this diary does not know, and nobody said that one may come.
    Stranger,
    /// Of the versions of an entry, each says that it replaces another of them.
    Circle,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number => "has a number that no chain has",
            Self::Frame => "cannot be read",
            Self::Link => "does not continue what is here; bring what comes before it too",
            Self::Part => "was altered",
            Self::Emptied => "has lost what it said, and no erasure explains it; bring the erasure too",
            Self::Head => "has no signed head",
            Self::Signature => "carries a head that its writer did not sign for this diary",
            Self::TooLarge => "is longer than any operation",
            Self::SameId => "has the id of another operation here",
            Self::Unreadable => "says what cannot be read",
            Self::Stranger => {
                "is by a writer that this diary does not know; check whose it is, and say that it may come"
            }
            Self::Circle => "replaces what replaces it",
        })
    }
}

/// In which way an operation does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhatIsWrong {
    /// A number is missing, or there twice.
    Number,
    /// The frame cannot be read, or is another operation's.
    Frame,
    /// It does not continue the operation before it.
    Link,
    /// The header, body, reason or raw bytes are not those that were committed to.
    Part,
    /// What it said is gone, and no erasure names it.
    Emptied,
    /// It says that it erased an operation which still says something.
    NotErased,
    /// It says that it erased an operation which is not in the file.
    ErasesNothing,
    /// The chain does not end at its signed head.
    Head,
    /// The head's signature is not the writer's.
    Signature,
    /// What the diary shows is not what the operations say.
    Projection,
    /// The file is older than it was when it was last closed.
    Older,
}

impl fmt::Display for WhatIsWrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number => "is missing or there twice",
            Self::Frame => "cannot be read",
            Self::Link => "does not continue the one before it",
            Self::Part => "was altered",
            Self::Emptied => "has lost what it said, and no erasure names it",
            Self::NotErased => "erased another that says something again",
            Self::ErasesNothing => "erased another that is not in the file",
            Self::Head => "is not the one that the signed head names",
            Self::Signature => "carries a head that its writer did not sign",
            Self::Projection => "is not what the diary shows",
            Self::Older => "is older than when the diary was last closed",
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "in the {}, operation {} of writer {} {}; what came before it is sound; keep the files and restore \
             from a backup",
            self.file, self.number, self.writer, self.what
        )
    }
}

impl JournalError {
    /// What a program decides by.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Store(error) => error.kind(),
            Self::NoEntropy(_) => ErrorKind::System,
            Self::Fault(_) | Self::Malformed(_) | Self::Refused { .. } => ErrorKind::Damaged,
            Self::TooLarge | Self::OtherFile => ErrorKind::Invalid,
            Self::Twice => ErrorKind::Failed,
        }
    }
}
