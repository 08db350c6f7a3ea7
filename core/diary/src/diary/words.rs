//! The words that people wrote, in an index beside the entries.
//!
//! For each entry that has words there is one row: what the entry says now, and what it said before. The index holds no
//! text; whatever is taken out of it is worked out once more from the operations, so [`Document`] must give the same for
//! the same operations for ever. Where it should give something else, [`RULE`] rises and a step of the schema is added
//! with it: every file then makes its index anew at the next opening, and an older program leaves it alone.

use sha2::{Digest as _, Sha256};

use super::content::{Content, Source, Value};
use super::operation::MediaAdded;
use super::search::Words;
use crate::store::{DIARY, Read, StoreError, Tx, params, scratch};

/// Which words belong to an entry, by number; see [`Document`].
const RULE: i64 = 1;

/// The words of one entry, as they are indexed.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Document {
    /// What it says now: words, the note, tags, a clinician's name, captions and names of its media files.
    shown: String,
    /// What it said before, why it was corrected, and what belonged to media files that were taken away.
    past: String,
}

impl Document {
    /// The words of an entry with one version and no media files.
    pub(super) fn of(content: &Content) -> Self {
        let mut document = Self::default();
        document.add_content(content, true);
        document
    }

    pub(super) fn add_content(&mut self, content: &Content, shown: bool) {
        for value in &content.values {
            if let Value::Text(text) = &value.value {
                self.add(text, shown);
            }
        }
        if let Some(note) = &content.note {
            self.add(note, shown);
        }
        for tag in content.tags.iter() {
            self.add(tag, shown);
        }
        if let Source::Clinician(by) = &content.source {
            self.add(&by.name, shown);
            if let Some(organisation) = &by.organisation {
                self.add(organisation, shown);
            }
        }
    }

    pub(super) fn add_reason(&mut self, reason: &str) {
        self.add(reason, false);
    }

    pub(super) fn add_media(&mut self, media: &MediaAdded, there: bool) {
        for words in [&media.caption, &media.name].into_iter().flatten() {
            self.add(words, there);
        }
    }

    fn add(&mut self, text: &str, shown: bool) {
        let column = if shown { &mut self.shown } else { &mut self.past };
        if !column.is_empty() {
            column.push('\n');
        }
        column.push_str(text);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.shown.is_empty() && self.past.is_empty()
    }
}

/// Puts the words of an entry into the index, which has none of it.
pub(super) fn put(tx: &Tx<'_>, entry: i64, document: &Document) -> Result<(), StoreError> {
    if !document.is_empty() {
        let sql = "INSERT INTO words (rowid, shown, past) VALUES (?1, ?2, ?3)";
        tx.execute(sql, params![entry, document.shown, document.past])?;
    }
    Ok(())
}

/// Takes the words of an entry out of the index; they must be those that were put in.
fn take(tx: &Tx<'_>, entry: i64, document: &Document) -> Result<(), StoreError> {
    if !document.is_empty() {
        let sql = "INSERT INTO words (words, rowid, shown, past) VALUES ('delete', ?1, ?2, ?3)";
        tx.execute(sql, params![entry, document.shown, document.past])?;
    }
    Ok(())
}

/// Puts other words in the place of an entry's.
pub(super) fn replace(
    tx: &Tx<'_>,
    entry: i64,
    before: &Document,
    after: &Document,
) -> Result<(), StoreError> {
    if before == after {
        return Ok(());
    }
    take(tx, entry, before)?;
    put(tx, entry, after)
}

/// Takes the words of an entry out so that nothing in the index tells of them any more.
///
/// What is taken out is only noted as gone at first, in a segment of its own; one new segment of all of them leaves it out,
/// and the store overwrites the blocks of the old ones. (`secure-delete`, which is to do that word by word, leaves words
/// whose places fill more than a block, and beginnings of words between blocks.)
pub(super) fn erase(tx: &Tx<'_>, entry: i64, document: &Document) -> Result<(), StoreError> {
    if document.is_empty() {
        return Ok(());
    }
    take(tx, entry, document)?;
    tx.execute("INSERT INTO words (words) VALUES ('optimize')", [])?;
    Ok(())
}

/// Makes the whole index anew.
pub(super) fn rebuild<'d>(
    tx: &Tx<'_>,
    documents: impl IntoIterator<Item = (&'d i64, &'d Document)>,
) -> Result<(), StoreError> {
    tx.execute("INSERT INTO words (words) VALUES ('delete-all')", [])?;
    for (entry, document) in documents {
        put(tx, *entry, document)?;
    }
    tx.execute("UPDATE built SET version = ?1 WHERE name = 'words'", [RULE])?;
    Ok(())
}

/// Whether the index was made by today's rule.
pub(super) fn is_built(source: &impl Read) -> Result<bool, StoreError> {
    let version = source.one("SELECT version FROM built WHERE name = 'words'", [], |row| row.get(0))?;
    Ok(version == Some(RULE))
}

/// One number for everything that stands in the index: each word, in which entry, in which column, at which place.
pub(super) fn digest(source: &impl Read) -> Result<[u8; 32], StoreError> {
    let mut hash = Sha256::new();
    source.each(
        "SELECT term, doc, col, offset FROM words_in_order",
        [],
        |row| {
            for text in [row.get_ref(0)?.as_bytes()?, row.get_ref(2)?.as_bytes()?] {
                hash.update((text.len() as u64).to_le_bytes());
                hash.update(text);
            }
            for number in [row.get::<_, i64>(1)?, row.get::<_, i64>(3)?] {
                hash.update(number.to_le_bytes());
            }
            Ok(())
        },
        |()| Ok::<(), StoreError>(()),
    )?;
    Ok(hash.finalize().into())
}

/// The [`digest`] of an index that holds these and nothing else.
pub(super) fn digest_of<'d>(
    documents: impl IntoIterator<Item = (&'d i64, &'d Document)>,
) -> Result<[u8; 32], StoreError> {
    scratch(&DIARY, |tx| {
        rebuild(tx, documents)?;
        digest(tx)
    })
}

/// The entries that have all of the words, by their keys, rising.
pub(super) fn entries_with(source: &impl Read, words: &Words) -> Result<Vec<i64>, StoreError> {
    source.all("SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid", [words.expression()], |row| {
        row.get(0)
    })
}
