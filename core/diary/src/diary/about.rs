//! What one operation was about, for naming it to a person; also where it was altered.

use super::error::DiaryError;
use super::file::Diary;
use super::kind::Kind;
use super::operation::{
    ADD, ADD_MEDIA, AMEND, ERASE, MOVED_IN, Meaning, PROFILE, REMOVE_MEDIA, SALVAGE, meaning,
};
use crate::journal::{self, WriterId};
use crate::time::{CivilDate, DayStart};

/// What an operation is about, as far as it can be read. Nothing of it is checked: it may be what somebody made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct About {
    /// What sort of operation, in a word for a person: `entry`, `correction`, `erasure` ...; `None` where that cannot be read.
    pub what: Option<&'static str>,
    /// The kind of its entry, where it has one.
    pub kind: Option<&'static str>,
    /// The civil day of its entry.
    pub day: Option<CivilDate>,
    /// The phone's wall clock when it was written, milliseconds since 1970-01-01T00:00:00Z.
    pub written_ms: Option<i64>,
}

impl Diary {
    /// What the operation of this number is about; `None` where nothing is at its place.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn about(&self, writer: WriterId, number: u64) -> Result<Option<About>, DiaryError> {
        let found = self.store.read(|reader| journal::glimpse(reader, writer, number))?;
        Ok(found.map(|operation| {
            let content = match meaning(&operation) {
                Ok(Meaning::Added(added)) => Some(added.content),
                Ok(Meaning::Amended(amended)) => Some(amended.content),
                _ => None,
            };
            let header = operation.header.as_ref();
            About {
                what: header.and_then(|header| word(header.kind)),
                kind: content
                    .as_ref()
                    .and_then(|content| Kind::by_number(content.kind))
                    .map(|kind| kind.name),
                day: content.and_then(|content| content.moment.diary_day(DayStart::MIDNIGHT)),
                written_ms: header.map(|header| header.at_ms),
            }
        }))
    }
}

fn word(kind: u16) -> Option<&'static str> {
    Some(match kind {
        journal::BEGIN => "beginning of a chain",
        ADD => "entry",
        AMEND => "correction",
        ADD_MEDIA => "media file",
        REMOVE_MEDIA => "removal of a media file",
        ERASE => "erasure",
        SALVAGE => "salvage",
        MOVED_IN => "move from another diary",
        PROFILE => "profile",
        _ => return None,
    })
}
