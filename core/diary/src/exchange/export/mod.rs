//! Whole diaries as JSON ([`json`]) and CSV ([`csv`]).
//!
//! Both say the same of an entry, in members and columns of the same names; JSON has the history of corrections too.
//! Entries come through an iterator and are written one by one.

mod cells;
mod csv;
mod json;
mod own;
mod samples;
mod view;

use std::fmt;
use std::io;

use crate::diary::{Diary, DiaryError, Entry, Kinds, Version};
use crate::error::ErrorKind;
use crate::id::PersonId;

pub use self::csv::csv;
pub use self::json::{attachment_view, entry_view, json};

/// An entry with its versions, the first one first; no versions where the history was not asked for.
pub type EntryWithHistory = (Entry, Vec<Version>);

/// One person's part of an export.
pub struct PersonExport<'a> {
    /// Whose diary.
    pub person: PersonId,
    /// The name that the household knows them by.
    pub name: &'a str,
    /// The kinds that the person defined, for the names of their fields.
    pub kinds: Kinds,
    /// The entries in the order in which they are to be written.
    pub entries: Box<dyn Iterator<Item = Result<EntryWithHistory, DiaryError>> + 'a>,
    /// Where the entries' samples are, if they are to leave too; only [`json`] has a place for them.
    pub samples: Option<&'a Diary>,
}

impl<'a> PersonExport<'a> {
    /// Everything in a diary, in order of time, each entry with every version of it; with what was taken back.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn with_history(diary: &'a Diary, name: &'a str) -> Result<Self, DiaryError> {
        let entries = diary.entries_and_retracted()?.into_iter();
        let entries = entries.map(|entry| diary.history(entry.id).map(|history| (entry, history)));
        let (person, kinds) = (diary.person(), diary.kinds()?);
        Ok(Self { person, name, kinds, entries: Box::new(entries), samples: None })
    }

    /// The same with the samples that a device measured one after another, such as a night of oxygen levels.
    #[must_use]
    pub fn and_samples(self, diary: &'a Diary) -> Self {
        Self { samples: Some(diary), ..self }
    }

    /// Everything that shows in a diary, in order of time, without earlier versions; enough for [`csv`].
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn without_history(diary: &'a Diary, name: &'a str) -> Result<Self, DiaryError> {
        let entries = diary.entries()?.into_iter().map(|entry| Ok((entry, Vec::new())));
        let (person, kinds) = (diary.person(), diary.kinds()?);
        Ok(Self { person, name, kinds, entries: Box::new(entries), samples: None })
    }
}

impl fmt::Debug for PersonExport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PersonExport").field("person", &self.person).finish_non_exhaustive()
    }
}

/// What an export wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Exported {
    /// How many people.
    pub people: u64,
    /// How many entries of all of them.
    pub entries: u64,
}

/// Why an export was not finished; the diary is unchanged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The diary could not be read.
    #[error(transparent)]
    Diary(#[from] DiaryError),
    /// What was exported could not be written.
    #[error(
        "the export could not be written ({0}) and is incomplete; delete it and try again; the diary is unchanged"
    )]
    Write(io::ErrorKind),
}

impl From<io::Error> for ExportError {
    fn from(error: io::Error) -> Self {
        Self::Write(error.kind())
    }
}

impl ExportError {
    /// What a program decides by.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Diary(error) => error.kind(),
            Self::Write(kind) => ErrorKind::of_io(*kind),
        }
    }
}
