//! All tables of a diary, worked out from nothing but its operations: for a file that has none yet, and for a check.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::error::DiaryError;
use super::operation::{Amended, Erased, Meaning, OBJECT, RETRACT, meaning};
use super::project::{Attached, Candidate, EntryRow, Taking, define, document, profile, shown, taken_back};
use super::tags::Tags;
use super::words::{self, Document};
use crate::id::{EntryId, KindId, MediaId};
use crate::journal::{self, JournalError, Operation};
use crate::store::{FileKind, Read, Store, StoreError, Tx, params};

/// Writes the rows of a file that has none yet, worked out from its operations.
///
/// # Errors
/// Whatever the file says; [`StoreError::Malformed`] where an operation cannot be read.
pub(crate) fn rebuild(store: &Store) -> Result<(), DiaryError> {
    store.write(|tx| Ok(Rebuilt::of(tx)?.write(tx)?))
}

/// Makes the index of words, where the file has none yet or one by an older rule.
pub(super) fn index_words(store: &Store) -> Result<(), DiaryError> {
    if store.read(|reader| words::is_built(reader))? {
        return Ok(());
    }
    store.write(|tx| Ok(words::rebuild(tx, &Rebuilt::of(tx)?.words)?))
}

/// Says in a new file, which has no entry, that its index of words is whole.
pub(super) fn index_no_words(tx: &Tx<'_>) -> Result<(), StoreError> {
    words::rebuild(tx, [])
}

/// All projections, worked out from nothing but the operations.
#[derive(Default)]
pub(super) struct Rebuilt {
    tables: Tables,
    /// The words of each entry that has any.
    words: BTreeMap<i64, Document>,
}

/// The rows of all tables.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tables {
    entries: BTreeMap<i64, EntryRow>,
    amendments: BTreeSet<(i64, i64)>,
    identities: BTreeMap<[u8; 16], i64>,
    /// For each media file: the operation that added it, its entry, and the operation that removed it.
    media: BTreeMap<MediaId, (i64, i64, Option<i64>)>,
    /// For each media file of an erased entry: the operation that erased it.
    media_erased: BTreeMap<MediaId, i64>,
    profiles: BTreeSet<i64>,
    /// By entry: its sort key, and its tags in order.
    tags: BTreeMap<i64, (i64, Vec<String>)>,
    /// For each operation that stands beside an entry: the entry and the operation's kind.
    beside: BTreeMap<i64, (i64, u16)>,
    /// For each operation that says what a kind of the person's own is: that kind.
    definitions: BTreeMap<i64, KindId>,
}

impl Rebuilt {
    /// Works them out from the operations.
    pub(super) fn of(source: &impl Read) -> Result<Self, DiaryError> {
        let (mut all, mut documents) = (Tables::default(), BTreeMap::new());
        let mut ids = BTreeMap::new();
        let mut corrections: BTreeMap<i64, Vec<Candidate>> = BTreeMap::new();
        let mut waiting: Vec<(Operation, Amended)> = Vec::new();
        let (mut attached, mut removed) = (Vec::new(), BTreeMap::new());
        let (mut empty, mut moved) = (BTreeMap::new(), Vec::new());
        let mut erasures: Vec<Erased> = Vec::new();
        let mut standing_beside: Vec<(i64, EntryId, u16)> = Vec::new();
        let mut takings: BTreeMap<EntryId, Vec<Taking>> = BTreeMap::new();
        journal::in_order::<DiaryError>(source, |operation| {
            match meaning(&operation)? {
                Meaning::Added(added) => {
                    let seq = operation.seq;
                    all.put(seq, EntryRow::of(&added.content, seq, false), &added.content.tags);
                    let document = Document::of(&added.content);
                    if !document.is_empty() {
                        documents.insert(seq, document);
                    }
                    if let Some(identity) = added.identity {
                        all.identities.entry(identity).or_insert(seq);
                    }
                    ids.insert(operation.id, seq);
                }
                // In a union an amendment may arrive before what it amends.
                Meaning::Amended(amended) => waiting.push((operation, amended)),
                Meaning::Profile(_) => drop(all.profiles.insert(operation.seq)),
                Meaning::MovedIn(came) => moved.push((operation.seq, came.entry)),
                Meaning::Salvaged(salvaged) => {
                    for identity in salvaged.identities() {
                        all.identities.entry(identity).or_insert(operation.seq);
                    }
                }
                Meaning::MediaAdded(added) => attached.push((operation.seq, added)),
                Meaning::MediaRemoved(gone) => drop(removed.entry(gone.media).or_insert(operation.seq)),
                Meaning::Erased(erased) => {
                    for media in erased.media.iter().flatten() {
                        all.media_erased.entry(*media).or_insert(operation.seq);
                    }
                    erasures.push(erased);
                }
                Meaning::Defined(defined) => {
                    let kind = defined.kind.unwrap_or_else(|| KindId::from(operation.id));
                    all.definitions.insert(operation.seq, kind);
                }
                Meaning::Retracted(retracted) => {
                    standing_beside.push((operation.seq, retracted.entry, RETRACT));
                    let taking = Taking::new(&operation, retracted.stands);
                    takings.entry(retracted.entry).or_default().push(taking);
                }
                Meaning::Objected(objected) => {
                    standing_beside.push((operation.seq, objected.entry, OBJECT));
                }
                Meaning::Other if operation.header.is_none() => {
                    empty.insert(operation.id, operation.seq);
                }
                Meaning::Other => {}
            }
            Ok(())
        })?;
        for Erased { operations, identity, .. } in erasures {
            let made = operations.first().and_then(|id| empty.get(id));
            if let (Some(made), Some(identity)) = (made, identity) {
                // The earliest leads, erased or not.
                all.identities
                    .entry(identity)
                    .and_modify(|entry| *entry = (*entry).min(*made))
                    .or_insert(*made);
            }
        }
        for (operation, amended) in waiting {
            let Some(entry) = ids.get(&amended.entry.into()).copied() else { continue };
            all.amendments.insert((entry, operation.seq));
            let candidate = Candidate::new(&operation, amended.replaces, amended.content);
            corrections.entry(entry).or_default().push(candidate);
        }
        for (seq, entry) in moved {
            all.amendments.extend(ids.get(&entry.into()).map(|entry| (*entry, seq)));
        }
        let mut media: BTreeMap<i64, Vec<Attached>> = BTreeMap::new();
        for (seq, added) in attached {
            let Some(entry) = ids.get(&added.entry.into()).copied() else { continue };
            let Entry::Vacant(vacant) = all.media.entry(added.media) else { continue };
            let removed = removed.get(&added.media).copied();
            vacant.insert((seq, entry, removed));
            corrections.entry(entry).or_default();
            media.entry(entry).or_default().push(Attached { added, there: removed.is_none() });
        }
        for (entry, mut found) in corrections {
            let operation = journal::by_seq(source, entry)?.ok_or(StoreError::Malformed(FileKind::Diary))?;
            if let Meaning::Added(added) = meaning(&operation)? {
                found.push(Candidate::new(&operation, Vec::new(), added.content));
            }
            found.sort_by_key(|version| version.seq);
            let found: Vec<&Candidate> = found.iter().collect();
            if let Some((row, tags)) = shown(&found) {
                all.put(entry, row, tags);
            }
            documents.insert(entry, document(&found, &media.remove(&entry).unwrap_or_default()));
        }
        for (seq, entry, kind) in standing_beside {
            if let Some(entry) = ids.get(&entry.into()).copied() {
                all.beside.insert(seq, (entry, kind));
            }
        }
        for (entry, said) in takings {
            if let Some(row) = ids.get(&entry.into()).and_then(|entry| all.entries.get_mut(entry)) {
                row.retracted = taken_back(&said);
            }
        }
        documents.retain(|_, document| !document.is_empty());
        Ok(Self { tables: all, words: documents })
    }

    /// Whether the file's tables hold the same.
    pub(super) fn is_stored(&self, source: &impl Read) -> Result<bool, DiaryError> {
        Ok(words::is_built(source)?
            && self.tables == Tables::stored(source)?
            && words::digest(source)? == words::digest_of(&self.words)?)
    }

    /// Writes them into empty tables.
    fn write(&self, tx: &Tx<'_>) -> Result<(), StoreError> {
        self.tables.write(tx)?;
        words::rebuild(tx, &self.words)
    }
}

impl Tables {
    /// Puts the rows of what shows of an entry in the place of those that were there.
    fn put(&mut self, entry: i64, row: EntryRow, tags: &Tags) {
        if tags.is_empty() {
            self.tags.remove(&entry);
        } else {
            self.tags.insert(entry, (row.sort_ms, tags.iter().map(str::to_owned).collect()));
        }
        self.entries.insert(entry, row);
    }

    /// Writes them into empty tables.
    fn write(&self, tx: &Tx<'_>) -> Result<(), StoreError> {
        for (id, row) in &self.entries {
            tx.execute(
                "INSERT INTO entries (id, kind, sort_ms, day, latest, pair, retracted)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![id, row.kind, row.sort_ms, row.day, row.latest, row.pair, row.retracted],
            )?;
        }
        for (entry, (sort_ms, tags)) in &self.tags {
            for tag in tags {
                let values = params![tag, sort_ms, entry];
                tx.execute("INSERT INTO tags (tag, sort_ms, entry) VALUES (?1, ?2, ?3)", values)?;
            }
        }
        for (entry, operation) in &self.amendments {
            let sql = "INSERT INTO amendments (entry, operation) VALUES (?1, ?2)";
            tx.execute(sql, params![entry, operation])?;
        }
        for (key, entry) in &self.identities {
            tx.execute("INSERT INTO identities (key, entry) VALUES (?1, ?2)", params![key, entry])?;
        }
        for (media, (id, entry, removed)) in &self.media {
            let values = params![id, media.as_bytes(), entry, removed];
            tx.execute("INSERT INTO media (id, media, entry, removed) VALUES (?1, ?2, ?3, ?4)", values)?;
        }
        for (media, operation) in &self.media_erased {
            let values = params![media.as_bytes(), operation];
            tx.execute("INSERT INTO media_erased (media, operation) VALUES (?1, ?2)", values)?;
        }
        for id in &self.profiles {
            profile(tx, *id)?;
        }
        for (seq, (entry, kind)) in &self.beside {
            let values = params![seq, entry, kind];
            tx.execute("INSERT INTO beside (id, entry, kind) VALUES (?1, ?2, ?3)", values)?;
        }
        for (seq, kind) in &self.definitions {
            define(tx, *seq, *kind)?;
        }
        Ok(())
    }

    /// Reads them from the tables.
    fn stored(source: &impl Read) -> Result<Self, DiaryError> {
        let mut all = Self::default();
        source.each(
            "SELECT id, kind, sort_ms, day, latest, pair, retracted FROM entries",
            [],
            |row| {
                let entry = EntryRow {
                    kind: row.get(1)?,
                    sort_ms: row.get(2)?,
                    day: row.get(3)?,
                    latest: row.get(4)?,
                    pair: row.get(5)?,
                    retracted: row.get(6)?,
                };
                Ok((row.get(0)?, entry))
            },
            |(id, row)| {
                all.entries.insert(id, row);
                Ok::<(), JournalError>(())
            },
        )?;
        source.each(
            "SELECT entry, sort_ms, tag FROM tags ORDER BY entry, tag, sort_ms",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            |(entry, sort_ms, tag)| {
                let found: &mut (i64, Vec<String>) = all.tags.entry(entry).or_insert((sort_ms, Vec::new()));
                // One that is listed elsewhere than its entry equals none.
                found.1.push(if found.0 == sort_ms { tag } else { String::new() });
                Ok::<(), JournalError>(())
            },
        )?;
        all.amendments = source
            .all("SELECT entry, operation FROM amendments", [], |row| Ok((row.get(0)?, row.get(1)?)))?
            .into_iter()
            .collect();
        all.identities = source
            .all("SELECT key, entry FROM identities", [], |row| Ok((row.get(0)?, row.get(1)?)))?
            .into_iter()
            .collect();
        all.media = source
            .all("SELECT media, id, entry, removed FROM media", [], |row| {
                Ok((MediaId::from_bytes(row.get(0)?), (row.get(1)?, row.get(2)?, row.get(3)?)))
            })?
            .into_iter()
            .collect();
        all.profiles = source.all("SELECT id FROM profiles", [], |row| row.get(0))?.into_iter().collect();
        all.media_erased = source
            .all("SELECT media, operation FROM media_erased", [], |row| {
                Ok((MediaId::from_bytes(row.get(0)?), row.get(1)?))
            })?
            .into_iter()
            .collect();
        all.beside = source
            .all("SELECT id, entry, kind FROM beside", [], |row| {
                Ok((row.get(0)?, (row.get(1)?, row.get(2)?)))
            })?
            .into_iter()
            .collect();
        all.definitions = source
            .all("SELECT id, kind FROM definitions", [], |row| {
                Ok((row.get(0)?, KindId::from_bytes(row.get(1)?)))
            })?
            .into_iter()
            .collect();
        Ok(all)
    }
}
