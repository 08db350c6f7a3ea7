//! Questions: pages of entries by day, kind, tag and words; the newest of each kind; how many there are.

use diary_core::diary::{Cursor, Kinds, Order, Question, Words};

use crate::diary::Diary;
use crate::entry::{DiaryEntry, EntryPage};
use crate::error::DiaryError;
use crate::kinds::kind_named;
use crate::moment::some_day;

/// Which entries are asked for; everything that shows where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq, Default, uniffi::Record)]
pub struct EntryQuestion {
    /// The first day, `2026-08-01`, by the entries' own civil dates.
    #[uniffi(default = None)]
    pub first_day: Option<String>,
    /// The last day.
    #[uniffi(default = None)]
    pub last_day: Option<String>,
    /// The name of a kind; `own` for all that the person defined.
    #[uniffi(default = None)]
    pub kind: Option<String>,
    /// A tag.
    #[uniffi(default = None)]
    pub tag: Option<String>,
    /// Beginnings of words that all are in it.
    #[uniffi(default = None)]
    pub search: Option<String>,
    /// Whether words of earlier versions count too.
    #[uniffi(default = false)]
    pub in_history: bool,
    /// Whether what was taken back is among them.
    #[uniffi(default = false)]
    pub retracted: bool,
    /// The oldest first, instead of the newest.
    #[uniffi(default = false)]
    pub oldest_first: bool,
}

impl EntryQuestion {
    fn read(&self) -> Result<Question, DiaryError> {
        let words = self.search.as_deref().map(Words::parse).transpose()?;
        Ok(Question {
            from: some_day(self.first_day.as_deref())?,
            to: some_day(self.last_day.as_deref())?,
            kind: self
                .kind
                .as_deref()
                .map(|name| Ok::<_, DiaryError>(kind_named(name)?.number))
                .transpose()?,
            tag: self.tag.clone(),
            words: words.map(|words| if self.in_history { words.in_history_too() } else { words }),
            retracted: self.retracted,
            order: if self.oldest_first { Order::OldestFirst } else { Order::NewestFirst },
        })
    }
}

/// How many entries there are of a kind.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct KindCount {
    /// The name of the kind; none where a newer program made them.
    pub kind: Option<String>,
    /// How many show.
    pub entries: u64,
}

/// The first and the last day of a diary.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DaySpan {
    /// The first day that has an entry.
    pub first: String,
    /// The last.
    pub last: String,
}

#[uniffi::export]
impl Diary {
    /// A page of entries; `after` is what the page before gave. 1 to 1000 entries.
    ///
    /// # Errors
    /// [`DiaryError::Invalid`] for a question that cannot be read.
    #[uniffi::method(default(after = None, at_most = 50))]
    pub fn page(
        &self,
        question: EntryQuestion,
        after: Option<String>,
        at_most: u32,
    ) -> Result<EntryPage, DiaryError> {
        self.with(|_, diary| {
            let after = after.map(|text| text.parse::<Cursor>()).transpose()?;
            let at_most = usize::try_from(at_most).unwrap_or(usize::MAX);
            let page = diary.page(&question.read()?, after, at_most)?;
            let kinds = diary.kinds()?;
            Ok(EntryPage {
                entries: shown(&page.entries, &kinds),
                next: page.next.map(|cursor| cursor.to_string()),
            })
        })
    }

    /// The newest entry of each kind.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn latest(&self) -> Result<Vec<DiaryEntry>, DiaryError> {
        self.with(|_, diary| Ok(shown(&diary.latest_of_each()?, &diary.kinds()?)))
    }

    /// The tags in use, in order of the alphabet.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn tags(&self) -> Result<Vec<String>, DiaryError> {
        self.with(|_, diary| Ok(diary.tags()?))
    }

    /// How many entries show of each kind.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn counts(&self) -> Result<Vec<KindCount>, DiaryError> {
        self.with(|_, diary| {
            let counts = diary.counts()?.into_iter().map(|(kind, entries)| KindCount {
                kind: diary_core::diary::Kind::by_number(kind).map(|kind| kind.name.to_owned()),
                entries,
            });
            Ok(counts.collect())
        })
    }

    /// The first and the last day with an entry; none where no entry has a day.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn day_span(&self) -> Result<Option<DaySpan>, DiaryError> {
        self.with(|_, diary| {
            let span = diary.first_and_last_day()?;
            Ok(span.map(|(first, last)| DaySpan { first: first.to_string(), last: last.to_string() }))
        })
    }

    /// A number that rises with every change of this diary, over all sessions.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn revision(&self) -> Result<u64, DiaryError> {
        self.with(|_, diary| Ok(diary.revision()?))
    }
}

fn shown(entries: &[diary_core::diary::Entry], kinds: &Kinds) -> Vec<DiaryEntry> {
    entries.iter().map(|entry| DiaryEntry::of(entry, kinds)).collect()
}
