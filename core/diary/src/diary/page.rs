//! Entries page by page: by day, kind and words, from a place on and never by counting.

use std::fmt;
use std::str::FromStr;

use super::error::DiaryError;
use super::file::Diary;
use super::query::{Entry, entry_at};
use super::search::Words;
use super::words;
use crate::store::{Read, Row, RowError, StoreError};
use crate::time::CivilDate;

/// Which entries are asked for; nothing said asks for all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    /// The first day, by the entries' own civil dates; entries without a known day are left out then.
    pub from: Option<CivilDate>,
    /// The last day.
    pub to: Option<CivilDate>,
    /// The kind's number.
    pub kind: Option<u16>,
    /// A tag that they have, as [`Tags`](super::Tags) keeps it.
    pub tag: Option<String>,
    /// Words that they have.
    pub words: Option<Words>,
    /// Whether those come too that were taken back as entered in error.
    pub retracted: bool,
    /// In which order they come.
    pub order: Order,
}

/// In which order entries come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// The newest first.
    #[default]
    NewestFirst,
    /// The oldest first.
    OldestFirst,
}

/// Some of the entries that were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The entries, in the order that was asked for.
    pub entries: Vec<Entry>,
    /// Where the next page begins; `None` where there is no more.
    pub next: Option<Cursor>,
}

/// A place among the entries of one diary: behind one that was seen.
///
/// It stays right whatever is added, corrected or erased meanwhile, the entry that it stands behind included. As text it
/// is 32 digits that mean nothing outside this diary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    sort_ms: i64,
    entry: i64,
}

/// A text that is no place among entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a place in the list; take the text that the page before gave")]
pub struct BadCursor;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}{:016x}", self.sort_ms, self.entry)
    }
}

impl FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, BadCursor> {
        let bytes: [u8; 16] = data_encoding::HEXLOWER
            .decode(text.as_bytes())
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or(BadCursor)?;
        let both = u128::from_be_bytes(bytes);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_possible_wrap,
            reason = "two halves of 64 bits"
        )]
        Ok(Self { sort_ms: (both >> 64) as u64 as i64, entry: both as u64 as i64 })
    }
}

impl Cursor {
    const FIRST: Self = Self { sort_ms: i64::MIN, entry: i64::MIN };
    const LAST: Self = Self { sort_ms: i64::MAX, entry: i64::MAX };
}

/// The most entries of a page.
pub const LARGEST_PAGE: usize = 1000;

/// Up to so many matches are looked up one by one; of more, the entries are walked in order until the page is full.
const FEW: usize = 400;
/// How many entries are walked at once.
const STRETCH: usize = 2000;
/// What a civil day and the sort key can differ by at most, in milliseconds: an offset is less than a day either way.
const MARGIN_MS: i64 = 2 * 86_400_000;

impl Diary {
    /// Returns the entries that are asked for, from behind `after` on, at most `at_most` of them (1..=[`LARGEST_PAGE`]).
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn page(
        &self,
        question: &Question,
        after: Option<Cursor>,
        at_most: usize,
    ) -> Result<Page, DiaryError> {
        let at_most = at_most.clamp(1, LARGEST_PAGE);
        self.store.read(|reader| {
            let range = Range::of(question, after);
            // One more says whether there is another page.
            let mut places = match &question.words {
                None => range.places(reader, at_most + 1)?,
                Some(words) => {
                    range.places_with(reader, &words::entries_with(reader, words)?, at_most + 1)?
                }
            };
            let more = places.len() > at_most;
            places.truncate(at_most);
            let next = if more { places.last().copied() } else { None };
            let mut entries = Vec::with_capacity(places.len());
            for place in places {
                entries.extend(entry_at(reader, place.entry)?);
            }
            Ok(Page { entries, next })
        })
    }

    /// Returns the newest entry of each kind that has one, by the kinds' numbers.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn latest_of_each(&self) -> Result<Vec<Entry>, DiaryError> {
        self.store.read(|reader| {
            let mut found = Vec::new();
            let mut before = -1_i64;
            while let Some(kind) = reader.one(NEXT_KIND, [before], |row| row.get(0))? {
                let newest: Option<i64> = reader.one(NEWEST_OF_KIND, [kind], |row| row.get(0))?;
                if let Some(key) = newest {
                    found.extend(entry_at(reader, key)?);
                }
                before = kind;
            }
            Ok(found)
        })
    }

    /// Returns every tag that an entry has, in order.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn tags(&self) -> Result<Vec<String>, DiaryError> {
        self.store.read(|reader| {
            let mut found = Vec::<String>::new();
            while let Some(tag) =
                reader.one(NEXT_TAG, [found.last().map_or("", String::as_str)], |row| row.get(0))?
            {
                found.push(tag);
            }
            Ok(found)
        })
    }

    /// Returns how many entries there are of each kind that has any, by the kinds' numbers.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn counts(&self) -> Result<Vec<(u16, u64)>, DiaryError> {
        Ok(self.store.read::<_, StoreError>(|reader| {
            let row = |row: &Row<'_>| Ok((row.get::<_, u16>(0)?, row.get::<_, u64>(1)?));
            let mut counts = reader.all(COUNTS, [], row)?;
            for (kind, retracted) in reader.all(RETRACTED, [], row)? {
                for (_, count) in counts.iter_mut().filter(|(counted, _)| *counted == kind) {
                    *count = count.saturating_sub(retracted);
                }
            }
            counts.retain(|(_, count)| *count > 0);
            Ok(counts)
        })?)
    }
}

/// From one kind to the next one that has an entry, without looking at the entries between.
pub(super) const NEXT_KIND: &str = "SELECT kind FROM entries WHERE kind > ?1 ORDER BY kind LIMIT 1";
pub(super) const NEWEST_OF_KIND: &str =
    "SELECT id FROM entries WHERE kind = ?1 AND retracted IS NULL ORDER BY sort_ms DESC, id DESC LIMIT 1";
/// The one question that looks at every entry, in the index alone.
pub(super) const COUNTS: &str = "SELECT kind, count(*) FROM entries GROUP BY kind";
/// Those that were taken back, which are few and have an index of their own.
const RETRACTED: &str = "SELECT kind, count(*) FROM entries WHERE retracted IS NOT NULL GROUP BY kind";
/// One entry that was found by its words.
pub(super) const PLACE: &str =
    "SELECT sort_ms, id, kind, day FROM entries WHERE id = ?1 AND (?2 OR retracted IS NULL)";

pub(super) const TAGGED: &str = "SELECT 1 FROM tags WHERE tag = ?1 AND sort_ms = ?2 AND entry = ?3";
/// From one tag to the next one, without looking at the entries between.
pub(super) const NEXT_TAG: &str = "SELECT tag FROM tags WHERE tag > ?1 ORDER BY tag LIMIT 1";

/// The stretch of entries that a question is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range<'q> {
    /// Behind this one.
    after: Cursor,
    /// Up to this sort key.
    until_ms: i64,
    days: Option<(i32, i32)>,
    kind: Option<u16>,
    tag: Option<&'q str>,
    retracted: bool,
    order: Order,
}

/// What is bound to the places of a question.
type Values<'q> = (i64, i64, i64, Option<&'q str>, Option<u16>, Option<i32>, Option<i32>, i64);

impl<'q> Range<'q> {
    pub(super) fn of(question: &'q Question, after: Option<Cursor>) -> Self {
        let days = (question.from.is_some() || question.to.is_some()).then(|| {
            (
                question.from.map_or(i32::MIN, CivilDate::epoch_day),
                question.to.map_or(i32::MAX, CivilDate::epoch_day),
            )
        });
        let midnight_ms = |date: CivilDate| date.midnight().as_utc_seconds().saturating_mul(1000);
        let low = question.from.map_or(i64::MIN, |day| midnight_ms(day).saturating_sub(MARGIN_MS));
        let high = question.to.map_or(i64::MAX, |day| midnight_ms(day).saturating_add(MARGIN_MS));
        let (after, until_ms) = match question.order {
            Order::NewestFirst => {
                let edge = Cursor { sort_ms: high, entry: i64::MAX };
                (after.unwrap_or(Cursor::LAST).min(edge), low)
            }
            Order::OldestFirst => {
                let edge = Cursor { sort_ms: low, entry: i64::MIN };
                (after.unwrap_or(Cursor::FIRST).max(edge), high)
            }
        };
        let tag = question.tag.as_deref();
        let (kind, retracted, order) = (question.kind, question.retracted, question.order);
        Self { after, until_ms, days, kind, tag, retracted, order }
    }

    /// The question to the tables: these columns of `entries e` and of what is joined to it, in order, with the index that
    /// answers it.
    pub(super) fn sql(&self, columns: &str, joined: &str) -> String {
        let (behind, until, order) = match self.order {
            Order::NewestFirst => ("<", ">=", "DESC"),
            Order::OldestFirst => (">", "<=", "ASC"),
        };
        let one_day = self.days.is_some_and(|(first, last)| first == last);
        let (from, sort_ms, id) = match (self.tag, self.kind) {
            (Some(_), _) => ("tags t CROSS JOIN entries e ON e.id = t.entry", "t.sort_ms", "t.entry"),
            (None, Some(_)) => ("entries e INDEXED BY entries_by_kind", "e.sort_ms", "e.id"),
            (None, None) if one_day => ("entries e INDEXED BY entries_by_day", "e.sort_ms", "e.id"),
            (None, None) => ("entries e INDEXED BY entries_by_time", "e.sort_ms", "e.id"),
        };
        let tag = if self.tag.is_some() { " AND t.tag = ?4" } else { "" };
        let kind = if self.kind.is_some() { " AND e.kind = ?5" } else { "" };
        let days = match self.days {
            // An equality: the index of days has its entries in order.
            Some(_) if one_day => " AND e.day = ?6",
            Some(_) => " AND e.day BETWEEN ?6 AND ?7",
            None => "",
        };
        let standing = if self.retracted { "" } else { " AND e.retracted IS NULL" };
        format!(
            "SELECT {columns} FROM {from} {joined}
             WHERE ({sort_ms}, {id}) {behind} (?1, ?2) AND {sort_ms} {until} ?3{tag}{kind}{days}{standing}
             ORDER BY {sort_ms} {order}, {id} {order} LIMIT ?8"
        )
    }

    /// What stands at the places of [`Range::sql`]; what is not asked for stands at none.
    pub(super) fn values(&self, at_most: usize) -> Values<'q> {
        let limit = i64::try_from(at_most).unwrap_or(i64::MAX);
        let (first, last) = self.days.unzip();
        (self.after.sort_ms, self.after.entry, self.until_ms, self.tag, self.kind, first, last, limit)
    }

    fn places(&self, source: &impl Read, at_most: usize) -> Result<Vec<Cursor>, StoreError> {
        source.all(&self.sql("e.sort_ms, e.id", ""), self.values(at_most), place)
    }

    /// The first places of those entries; `matches` rises.
    fn places_with(
        mut self,
        source: &impl Read,
        matches: &[i64],
        at_most: usize,
    ) -> Result<Vec<Cursor>, StoreError> {
        if matches.len() <= FEW {
            return self.few_places(source, matches, at_most);
        }
        let mut found = Vec::new();
        loop {
            let stretch = self.places(source, STRETCH)?;
            let all = stretch.len() < STRETCH;
            let Some(last) = stretch.last().copied() else { return Ok(found) };
            let hits = stretch.into_iter().filter(|place| matches.binary_search(&place.entry).is_ok());
            found.extend(hits.take(at_most - found.len()));
            if all || found.len() >= at_most {
                return Ok(found);
            }
            self.after = last;
        }
    }

    fn few_places(
        &self,
        source: &impl Read,
        matches: &[i64],
        at_most: usize,
    ) -> Result<Vec<Cursor>, StoreError> {
        let mut found = Vec::new();
        for entry in matches {
            let row = source.one(PLACE, (entry, self.retracted), |row| {
                Ok((place(row)?, row.get::<_, u16>(2)?, row.get::<_, Option<i32>>(3)?))
            })?;
            let Some((place, kind, day)) = row else { continue };
            let of_kind = self.kind.is_none_or(|wanted| wanted == kind);
            let tagged = match self.tag {
                Some(tag) => source.one(TAGGED, (tag, place.sort_ms, place.entry), |_| Ok(()))?.is_some(),
                None => true,
            };
            let of_days =
                self.days.is_none_or(|(first, last)| day.is_some_and(|day| (first..=last).contains(&day)));
            let behind = match self.order {
                Order::NewestFirst => place < self.after,
                Order::OldestFirst => place > self.after,
            };
            if of_kind && tagged && of_days && behind {
                found.push(place);
            }
        }
        found.sort_unstable();
        if self.order == Order::NewestFirst {
            found.reverse();
        }
        found.truncate(at_most);
        Ok(found)
    }
}

fn place(row: &Row<'_>) -> Result<Cursor, RowError> {
    Ok(Cursor { sort_ms: row.get(0)?, entry: row.get(1)? })
}
