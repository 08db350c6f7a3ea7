//! Questions to a diary.

use std::collections::BTreeSet;
use std::fmt;

use super::beside::{self, Objection};
use super::content::Content;
use super::error::DiaryError;
use super::file::{Diary, seq_of};
use super::media::{self, Attachment};
use super::operation::{Meaning, RETRACT, Retracted, content_of, meaning};
use super::page::{Order, Question, Range};
use super::project;
use crate::id::{EntryId, OperationId};
use crate::journal::{self, Author, WriterId};
use crate::store::{FileKind, Params, Read, Row, RowError, StoreError};
use crate::time::CivilDate;

/// An entry as it shows now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: EntryId,
    /// What it says now.
    pub content: Content,
    /// Whether it was corrected.
    pub amended: bool,
    /// Whether two corrections that did not know each other wait for a decision.
    pub pair: bool,
    /// The media files that belong to it, the first one first.
    pub attachments: Vec<Attachment>,
    /// Whether it was taken back as entered in error: it stays readable, and out of lists, totals and averages.
    pub retracted: bool,
    /// What the person objects to in it, the first one first.
    pub objections: Vec<Objection>,
}

/// One version in an entry's history.
#[derive(Clone, PartialEq, Eq)]
pub struct Version {
    /// The operation that wrote it.
    pub operation: OperationId,
    /// The phone's wall clock when it was written, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// The IANA zone that the phone was set to.
    pub zone: String,
    /// Who wrote it.
    pub author: Author,
    /// Why, where it is a correction.
    pub reason: Option<String>,
    /// What it said; where nothing but whether it stands was said, what it says all the same.
    pub content: Content,
    /// What was done.
    pub change: ChangeOfEntry,
}

/// What a step in an entry's history did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeOfEntry {
    /// It was written down.
    Made,
    /// It was corrected.
    Amended,
    /// It was taken back as entered in error.
    Retracted,
    /// It was let stand again.
    Reinstated,
}

impl ChangeOfEntry {
    /// Its name in exports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Amended => "amended",
            Self::Retracted => "retracted",
            Self::Reinstated => "reinstated",
        }
    }
}

impl fmt::Debug for Version {
    /// Without the reason, which is a person's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Version({:?}, {:?}, {:?})", self.operation, self.author, self.content)
    }
}

/// The columns of an entry with the operation that shows.
const COLUMNS: &str = "o.id, e.latest <> e.id, e.pair, l.body,
                       EXISTS (SELECT 1 FROM media m WHERE m.entry = e.id AND m.removed IS NULL),
                       e.retracted IS NOT NULL, EXISTS (SELECT 1 FROM beside b WHERE b.entry = e.id)";
/// What they are read from, beside the entry's row.
const JOINED: &str = "JOIN operations o ON o.seq = e.id JOIN operations l ON l.seq = e.latest";

impl Diary {
    /// Returns the entries of a day, by the entries' own civil dates, in order of time.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn day(&self, day: CivilDate) -> Result<Vec<Entry>, DiaryError> {
        self.days(day, day)
    }

    /// Returns the entries of the days from `first` to `last`, both included, in order of time.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn days(&self, first: CivilDate, last: CivilDate) -> Result<Vec<Entry>, DiaryError> {
        let question =
            Question { from: Some(first), to: Some(last), order: Order::OldestFirst, ..Question::default() };
        self.all_of(&question, usize::MAX)
    }

    /// Returns all entries that stand in order of time, those without a known day too.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn entries(&self) -> Result<Vec<Entry>, DiaryError> {
        self.all_of(&Question { order: Order::OldestFirst, ..Question::default() }, usize::MAX)
    }

    /// Returns all entries in order of time, with those that were taken back.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn entries_and_retracted(&self) -> Result<Vec<Entry>, DiaryError> {
        self.all_of(
            &Question { order: Order::OldestFirst, retracted: true, ..Question::default() },
            usize::MAX,
        )
    }

    /// Returns the newest entries of a kind, newest first.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn latest(&self, kind: u16, at_most: u32) -> Result<Vec<Entry>, DiaryError> {
        let at_most = usize::try_from(at_most).unwrap_or(usize::MAX);
        self.all_of(&Question { kind: Some(kind), ..Question::default() }, at_most)
    }

    /// Returns an entry as it shows now.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn entry(&self, id: EntryId) -> Result<Option<Entry>, DiaryError> {
        self.store.read(|reader| entry_in(reader, id))
    }

    /// Returns the ids of entries that begin with these digits, taken back or not, in order; at most so many.
    ///
    /// Looks them up by their key, however many entries there are. Nothing where a sign is none of `0-9` and `a-f`, or
    /// there are more than an id has.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn entries_beginning(&self, digits: &str, at_most: u32) -> Result<Vec<EntryId>, DiaryError> {
        let padded = |with: &str| format!("{digits}{}", with.repeat(32_usize.saturating_sub(digits.len())));
        let (Ok(first), Ok(last)) = (padded("0").parse::<EntryId>(), padded("f").parse::<EntryId>()) else {
            return Ok(Vec::new());
        };
        Ok(self.store.read::<_, StoreError>(|reader| {
            reader.all(
                "SELECT o.id FROM operations o JOIN entries e ON e.id = o.seq
                 WHERE o.id BETWEEN ?1 AND ?2 ORDER BY o.id LIMIT ?3",
                (first.as_bytes(), last.as_bytes(), at_most),
                |row| Ok(EntryId::from_bytes(row.get(0)?)),
            )
        })?)
    }

    /// Returns the entries that these operations of a writer made or corrected, with their days, in order of time.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn touched(
        &self,
        writer: WriterId,
        from: u64,
        to: u64,
    ) -> Result<Vec<(EntryId, Option<CivilDate>)>, DiaryError> {
        let found = self.store.read(|reader| {
            let Some(row) = journal::row_of(reader, writer)? else { return Ok(Vec::new()) };
            let range = (row, from, to);
            reader.all(
                "SELECT DISTINCT made.id, e.day, e.sort_ms, e.id FROM operations o
                 LEFT JOIN amendments a ON a.operation = o.seq
                 LEFT JOIN twins t ON t.id = o.seq
                 JOIN entries e ON e.id = coalesce(a.entry, t.entry, o.seq)
                 JOIN operations made ON made.seq = e.id
                 WHERE o.writer = ?1 AND o.number BETWEEN ?2 AND ?3 ORDER BY e.sort_ms, e.id",
                range,
                |row| Ok((EntryId::from_bytes(row.get(0)?), row.get::<_, Option<i32>>(1)?)),
            )
        })?;
        let day = |day: Option<i32>| day.and_then(|day| CivilDate::from_epoch_day(day).ok());
        Ok(found.into_iter().map(|(entry, on)| (entry, day(on))).collect())
    }

    /// Returns the first and last day that has entries, by the entries' own civil dates; `None` for an empty diary.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn first_and_last_day(&self) -> Result<Option<(CivilDate, CivilDate)>, DiaryError> {
        let span = self.store.read::<_, StoreError>(|reader| {
            reader.one("SELECT min(day), max(day) FROM entries WHERE retracted IS NULL", [], |row| {
                Ok((row.get::<_, Option<i32>>(0)?, row.get::<_, Option<i32>>(1)?))
            })
        })?;
        let Some((Some(first), Some(last))) = span else { return Ok(None) };
        let day = |day| CivilDate::from_epoch_day(day).map_err(|_| StoreError::Malformed(FileKind::Diary));
        Ok(Some((day(first)?, day(last)?)))
    }

    /// Returns how many entries stand.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn count(&self) -> Result<u64, DiaryError> {
        let count = self.store.read::<_, StoreError>(|reader| {
            reader.one("SELECT count(*) FROM entries WHERE retracted IS NULL", [], |row| row.get(0))
        })?;
        Ok(count.unwrap_or(0))
    }

    /// Returns how many entries there are, with those that were taken back.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn count_with_retracted(&self) -> Result<u64, DiaryError> {
        let count = self.store.read::<_, StoreError>(|reader| {
            reader.one("SELECT count(*) FROM entries", [], |row| row.get(0))
        })?;
        Ok(count.unwrap_or(0))
    }

    /// Returns every version of an entry, and when it was taken back or let stand again, the first one first, each after those
    /// that it replaces; where phones did not know of each other, in the order of their clocks.
    ///
    /// # Errors
    /// [`DiaryError::NoSuchEntry`], [`DiaryError::Erased`], and whatever the file says.
    pub fn history(&self, id: EntryId) -> Result<Vec<Version>, DiaryError> {
        self.store.read(|reader| {
            let entry = seq_of(reader, id)?;
            let mut seqs = vec![entry];
            seqs.extend(reader.all(
                "SELECT operation FROM amendments WHERE entry = ?1
                 UNION ALL SELECT id FROM beside WHERE entry = ?1 AND kind = ?2 ORDER BY 1",
                (entry, RETRACT),
                |row| row.get::<_, i64>(0),
            )?);
            let mut versions: Vec<(project::Place, Vec<OperationId>, Version)> =
                Vec::with_capacity(seqs.len());
            for seq in seqs {
                let malformed = || StoreError::Malformed(FileKind::Diary);
                let operation = journal::by_seq(reader, seq)?.ok_or_else(malformed)?;
                let said =
                    |versions: &[(_, _, Version)]| versions.last().map(|(.., one)| one.content.clone());
                let (change, content, replaces) = match meaning(&operation)? {
                    Meaning::Added(added) => (ChangeOfEntry::Made, added.content, Vec::new()),
                    Meaning::Amended(amended) => (ChangeOfEntry::Amended, amended.content, amended.replaces),
                    Meaning::Retracted(Retracted { stands, .. }) => {
                        let change =
                            if stands { ChangeOfEntry::Reinstated } else { ChangeOfEntry::Retracted };
                        (change, said(&versions).ok_or_else(malformed)?, Vec::new())
                    }
                    _ => continue,
                };
                let place = project::place(&operation);
                let header = operation.header.ok_or_else(malformed)?;
                let version = Version {
                    operation: operation.id,
                    at_ms: header.at_ms,
                    zone: header.zone,
                    author: header.author,
                    reason: operation.reason,
                    content,
                    change,
                };
                versions.push((place, replaces, version));
            }
            Ok(in_their_order(versions))
        })
    }

    /// Returns the raw part of an entry: what the device sent, with what the reading rests on.
    ///
    /// # Errors
    /// [`DiaryError::NoSuchEntry`], [`DiaryError::Erased`], and whatever the file says.
    pub fn raw(&self, id: EntryId) -> Result<Option<Vec<u8>>, DiaryError> {
        self.store.read(|reader| {
            let entry = seq_of(reader, id)?;
            Ok(journal::by_seq(reader, entry)?.and_then(|operation| operation.raw))
        })
    }

    fn all_of(&self, question: &Question, at_most: usize) -> Result<Vec<Entry>, DiaryError> {
        let range = Range::of(question, None);
        self.store.read(|reader| select(reader, &whole(&range), range.values(at_most)))
    }
}

/// The version that made the entry, then each after those that it replaces, else by the order of all writers.
fn in_their_order(mut versions: Vec<(project::Place, Vec<OperationId>, Version)>) -> Vec<Version> {
    if let Some(corrections) = versions.get_mut(1..) {
        corrections.sort_by_key(|(place, ..)| *place);
    }
    let mut ordered = Vec::with_capacity(versions.len());
    while !versions.is_empty() {
        let waiting: BTreeSet<OperationId> = versions.iter().map(|(.., one)| one.operation).collect();
        let next =
            versions.iter().position(|(_, replaces, _)| replaces.iter().all(|id| !waiting.contains(id)));
        ordered.push(versions.remove(next.unwrap_or(0)).2);
    }
    ordered
}

/// Whole entries of a stretch.
pub(super) fn whole(range: &Range) -> String {
    range.sql(COLUMNS, JOINED)
}

/// One whole entry, by its own column or by its operation's.
pub(super) fn one_where(column: &str) -> String {
    format!("SELECT {COLUMNS} FROM entries e {JOINED} WHERE {column} = ?1")
}

/// An entry as it shows in a transaction.
pub(super) fn entry_in(source: &impl Read, id: EntryId) -> Result<Option<Entry>, DiaryError> {
    let column = "(SELECT made.id FROM operations made LEFT JOIN twins t ON t.id = made.seq
                   WHERE coalesce(t.entry, made.seq) = e.id AND made.id = ?1)";
    Ok(select(source, &one_where(column), [id.as_bytes()])?.pop())
}

/// An entry as it shows, by its key.
pub(super) fn entry_at(source: &impl Read, key: i64) -> Result<Option<Entry>, DiaryError> {
    Ok(select(source, &one_where("e.id"), [key])?.pop())
}

fn select(source: &impl Read, sql: &str, params: impl Params) -> Result<Vec<Entry>, DiaryError> {
    let mut entries = Vec::new();
    source.each(sql, params, columns, |row| {
        let (id, amended, pair, body, media, retracted, beside) = row;
        let content = journal::unsalted(&body)
            .and_then(|body| content_of(body, amended))
            .ok_or(StoreError::Malformed(FileKind::Diary))?;
        let id = EntryId::from_bytes(id);
        let attachments = if media { media::of_entry(source, id)? } else { Vec::new() };
        let objections = if beside { beside::objections(source, id)? } else { Vec::new() };
        entries.push(Entry { id, content, amended, pair, attachments, retracted, objections });
        Ok::<(), DiaryError>(())
    })?;
    Ok(entries)
}

/// Entry's id, whether it was amended, whether it is a pair, the body that shows, whether it has media, whether it was
/// taken back, whether something stands beside it.
type Columns = ([u8; 16], bool, bool, Vec<u8>, bool, bool, bool);

fn columns(row: &Row<'_>) -> Result<Columns, RowError> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?))
}
