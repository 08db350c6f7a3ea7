//! One person's diary: entries, corrections that keep what was, and questions.
//!
//! A *kind* ([`kind`]) is one description: its fields, their units, what is possible and what is worth a second look.
//! An entry's [`Content`] holds values for those fields, the [`Moment`](crate::time::Moment) it belongs to, a note and
//! where it came from. [`Diary`] adds, amends, receives and asks; every change is an operation of the journal, and what
//! the questions read is a projection that [`Diary::verify`] compares with the operations.

mod about;
mod beside;
mod content;
mod decimal;
mod define;
mod described;
mod erase;
mod error;
mod events;
mod file;
pub mod kind;
mod media;
mod moved;
mod nhs;
mod operation;
mod page;
mod parse;
mod plausible;
mod profile;
mod project;
mod query;
mod rebuild;
mod salvage;
mod search;
mod series;
mod statistics;
mod tags;
mod union;
mod verify;
mod words;

#[cfg(test)]
mod tests;

pub use about::About;
pub use beside::Objection;
pub use content::{Clinician, Content, FieldValue, Flag, Provenance, Source, Unread, Value};
pub use decimal::{Decimal, NotADecimal};
pub use define::{BadDefinition, Definition, Holds, LONGEST_UNIT, MOST_FIELDS, NewField, OwnField, Redefine};
pub use described::{Description, Kinds};
pub use erase::Erasure;
pub use error::DiaryError;
pub use events::{Changed, Event, Events, Subscription};
pub(crate) use file::media_folder;
pub use file::{Arrival, Diary, Incoming};
pub use kind::{Choice, Field, FlagKind, Kind, Shape, Unit};
pub(crate) use media::DamagedMedia;
pub use media::{
    Attachment, LONGEST_CAPTION, LeftOfMedia, LostMedia, MediaReport, MediaTaken, MediaWords, WhatStays,
};
pub use moved::Came;
pub(crate) use moved::Moving;
pub use nhs::NhsNumber;
pub(crate) use operation::ERASE;
pub use page::{BadCursor, Cursor, LARGEST_PAGE, Order, Page, Question};
pub use parse::{BadValue, Typed, parse_blood_pressure, parse_number, parse_value, parse_words};
pub(crate) use plausible::explained;
pub use plausible::{Doubt, DoubtedPart, LONGEST_NOTE, doubts, doubts_as, doubts_in};
pub use profile::{Card, Contact, Insurer, Practice, Profile, ProfilePart, Sex};
pub use query::{ChangeOfEntry, Entry, Version};
pub(crate) use rebuild::rebuild;
pub use salvage::LeftOfDiary;
pub(crate) use salvage::{MediaLeft, left};
pub use search::{BadSearch, LONGEST_SEARCH, MOST_WORDS, Words};
#[cfg(test)]
pub(crate) use series::night;
pub use series::{
    BadSeries, Bucket, Channel, IncomingSeries, LONGEST_STEP_MS, MOST_CHANNELS, MOST_SAMPLES, NoSpot,
    OutOfStep, Recording, Sample, Series, Spread, Stretch,
};
pub(crate) use series::{spot, stretches, with_summary};
pub use statistics::{FieldStatistics, Measure, MeasuredField, PartsOfDay, Period, Statistics, Summary};
pub use tags::{BadTag, LONGEST_TAG, MOST_TAGS, Tags};
pub use union::United;
pub(crate) use union::{Emptied, OtherCopy};
pub use verify::Verified;
