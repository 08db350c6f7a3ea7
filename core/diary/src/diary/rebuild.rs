//! All tables of a diary, worked out from nothing but its operations: for a file that has none yet, and for a check.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::error::DiaryError;
use super::operation::{Amended, Erased, Meaning, MediaAdded, OBJECT, RETRACT, SERIES, meaning};
use super::project::{
    Attached, Candidate, EntryRow, Place, Taking, as_one, define, document, place, profile, shown, taken_back,
};
use super::tags::Tags;
use super::union;
use super::words::{self, Document};
use crate::id::{EntryId, KindId, MediaId, OperationId};
use crate::journal::{self, JournalError, Operation, Refusal};
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

/// Writes all rows anew, in the transaction that changed what they are worked out from.
pub(super) fn renew(tx: &Tx<'_>) -> Result<(), DiaryError> {
    let all = Rebuilt::of(tx)?;
    for table in [
        "media",
        "media_erased",
        "twins",
        "tags",
        "amendments",
        "beside",
        "identities",
        "entries",
        "profiles",
        "definitions",
    ] {
        tx.execute(&format!("DELETE FROM {table}"), [])?;
    }
    Ok(all.write(tx)?)
}

/// Operations that show as another, by the place of that one.
type Twins = BTreeMap<i64, Vec<OperationId>>;

/// What makes an entry.
#[derive(Debug)]
struct Made {
    place: Place,
    identity: Option<[u8; 16]>,
    row: EntryRow,
    tags: Tags,
}

/// What the operations of a diary say, sorted by what it is about.
#[derive(Default)]
struct Said {
    added: Vec<Made>,
    /// The words of each entry as it was made.
    words: BTreeMap<i64, Document>,
    amended: Vec<(Operation, Amended)>,
    attached: Vec<(Place, i64, MediaAdded)>,
    removed: Vec<(Place, i64, MediaId)>,
    erased: Vec<(Place, i64, Erased)>,
    salvaged: Vec<(Place, i64, Vec<[u8; 16]>)>,
    moved: Vec<(i64, EntryId)>,
    profiles: BTreeSet<i64>,
    /// What stands beside entries, with the kind of operation.
    beside: Vec<(i64, EntryId, u16)>,
    /// Whether entries stand.
    takings: Vec<(EntryId, Taking)>,
    definitions: BTreeMap<i64, KindId>,
    /// Operations that say nothing any more.
    empty: BTreeMap<OperationId, i64>,
}

impl Said {
    fn note(&mut self, operation: &Operation) -> Result<(), DiaryError> {
        let (seq, place) = (operation.seq, place(operation));
        match meaning(operation)? {
            Meaning::Added(added) => {
                let document = Document::of(&added.content);
                if !document.is_empty() {
                    self.words.insert(seq, document);
                }
                let row = EntryRow::of(&added.content, seq, false);
                self.added.push(Made { place, identity: added.identity, row, tags: added.content.tags });
            }
            Meaning::Amended(amended) => self.amended.push((operation.clone(), amended)),
            Meaning::Profile(_) => drop(self.profiles.insert(seq)),
            Meaning::MovedIn(came) => self.moved.push((seq, came.entry)),
            Meaning::Salvaged(salvaged) => self.salvaged.push((place, seq, salvaged.identities())),
            Meaning::MediaAdded(added) => self.attached.push((place, seq, added)),
            Meaning::MediaRemoved(gone) => self.removed.push((place, seq, gone.media)),
            Meaning::Erased(erased) => self.erased.push((place, seq, erased)),
            Meaning::Defined(defined) => {
                self.definitions.insert(seq, defined.kind.unwrap_or_else(|| KindId::from(operation.id)));
            }
            Meaning::Retracted(retracted) => {
                self.beside.push((seq, retracted.entry, RETRACT));
                self.takings.push((retracted.entry, Taking::new(operation, retracted.stands)));
            }
            Meaning::Objected(objected) => self.beside.push((seq, objected.entry, OBJECT)),
            Meaning::Series(series) => self.beside.push((seq, series.entry, SERIES)),
            Meaning::Other if operation.header.is_none() => drop(self.empty.insert(operation.id, seq)),
            Meaning::Other => {}
        }
        Ok(())
    }
}

/// Of these versions each replaces another: no program writes that.
fn circle(source: &impl Read, versions: &[&Candidate]) -> Result<DiaryError, StoreError> {
    let Some((writer, id)) = versions.first().map(|version| version.named()) else {
        return Ok(source.malformed().into());
    };
    let number = union::number_of(source, id)?;
    Ok(JournalError::Refused { writer, number, what: Refusal::Circle }.into())
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
    /// By entry: its sort key, and its tags in order.
    tags: BTreeMap<i64, (i64, Vec<String>)>,
    profiles: BTreeSet<i64>,
    /// Entries that show as another, because both are of one record of a device.
    twins: BTreeMap<i64, i64>,
    /// For each operation that stands beside an entry: the entry and the operation's kind.
    beside: BTreeMap<i64, (i64, u16)>,
    /// For each operation that says what a kind of the person's own is: that kind.
    definitions: BTreeMap<i64, KindId>,
}

impl Rebuilt {
    /// Works them out from the operations. Which came first to this file makes no difference but for the order of words.
    pub(super) fn of(source: &impl Read) -> Result<Self, DiaryError> {
        let mut said = Said::default();
        journal::in_order::<DiaryError>(source, |operation| said.note(&operation))?;
        let mut all = Tables {
            profiles: std::mem::take(&mut said.profiles),
            definitions: std::mem::take(&mut said.definitions),
            ..Tables::default()
        };
        let (ids, twins) = all.show_entries(&mut said);
        all.keep_identities(&mut said);
        let mut media = all.list_media(source, &mut said, &ids)?;
        let mut documents = std::mem::take(&mut said.words);
        documents.retain(|entry, _| all.entries.contains_key(entry));
        // What has corrections or files is looked at as a whole.
        let mut corrections: BTreeMap<i64, Vec<Candidate>> =
            media.keys().map(|entry| (*entry, Vec::new())).collect();
        for (operation, amended) in said.amended {
            // In a union an amendment may arrive before what it amends.
            let Some(entry) = ids.get(&amended.entry.into()).copied() else { continue };
            all.amendments.insert((entry, operation.seq));
            let candidate = Candidate::new(&operation, amended.replaces, amended.content);
            corrections.entry(entry).or_default().push(candidate);
        }
        for (seq, entry) in said.moved {
            all.amendments.extend(ids.get(&entry.into()).map(|entry| (*entry, seq)));
        }
        for (entry, mut found) in corrections {
            let operation = journal::by_seq(source, entry)?.ok_or(StoreError::Malformed(FileKind::Diary))?;
            if let Meaning::Added(added) = meaning(&operation)? {
                found.push(Candidate::new(&operation, Vec::new(), added.content));
            }
            if let Some(twins) = twins.get(&entry) {
                as_one(&mut found, operation.id, twins);
            }
            // As they are read from the tables: the entry's own first, then by arrival.
            found.sort_by_key(|version| (version.seq != entry, version.seq));
            let found: Vec<&Candidate> = found.iter().collect();
            let Some((row, tags)) = shown(&found) else { return Err(circle(source, &found)?) };
            all.put(entry, row, tags);
            documents.insert(entry, document(&found, &media.remove(&entry).unwrap_or_default()));
        }
        for (seq, entry, kind) in said.beside {
            if let Some(entry) = ids.get(&entry.into()).copied() {
                all.beside.insert(seq, (entry, kind));
            }
        }
        let mut takings: BTreeMap<i64, Vec<Taking>> = BTreeMap::new();
        for (entry, taking) in said.takings {
            if let Some(entry) = ids.get(&entry.into()).copied() {
                takings.entry(entry).or_default().push(taking);
            }
        }
        for (entry, takings) in takings {
            if let Some(row) = all.entries.get_mut(&entry) {
                row.retracted = taken_back(&takings);
            }
        }
        documents.retain(|_, document| !document.is_empty());
        Ok(Self { tables: all, words: documents })
    }

    /// The place in the file of an operation of which the file's tables say something else; `None` where all is the same.
    pub(super) fn differs(&self, source: &impl Read) -> Result<Option<i64>, DiaryError> {
        let stored = Tables::stored(source)?;
        if let Some(seq) = self.tables.differs_from(&stored) {
            return Ok(Some(seq));
        }
        let same = self.tables == stored
            && words::is_built(source)?
            && words::digest(source)? == words::digest_of(&self.words)?;
        // Of the words only the whole is known.
        Ok((!same).then_some(0))
    }

    /// Writes them into empty tables.
    fn write(&self, tx: &Tx<'_>) -> Result<(), StoreError> {
        self.tables.write(tx)?;
        words::rebuild(tx, &self.words)
    }
}

impl Tables {
    /// Shows each entry; of those of one record, the earliest. Gives as which entry each operation that made one shows,
    /// and those that show as another, by that one.
    fn show_entries(&mut self, said: &mut Said) -> (BTreeMap<OperationId, i64>, Twins) {
        said.added.sort_by_key(|added| added.place);
        let mut leads: BTreeMap<[u8; 16], i64> = BTreeMap::new();
        let (mut ids, mut twins) = (BTreeMap::new(), Twins::new());
        for added in &said.added {
            let entry = match added.identity {
                Some(identity) => *leads.entry(identity).or_insert(added.row.latest),
                None => added.row.latest,
            };
            if entry == added.row.latest {
                self.put(entry, added.row, &added.tags);
            } else {
                self.twins.insert(added.row.latest, entry);
                twins.entry(entry).or_default().push(added.place.2);
            }
            ids.insert(added.place.2, entry);
        }
        self.identities = leads;
        (ids, twins)
    }

    /// Keeps erased records known, rather by their erasure than by what is there again, and the earliest where there are
    /// several.
    fn keep_identities(&mut self, said: &mut Said) {
        said.erased.sort_by_key(|(place, ..)| *place);
        said.salvaged.sort_by_key(|(place, ..)| *place);
        let mut known: BTreeMap<[u8; 16], i64> = BTreeMap::new();
        for (_, seq, identities) in &said.salvaged {
            for identity in identities {
                known.entry(*identity).or_insert(*seq);
            }
        }
        for (_, seq, erased) in &said.erased {
            if let Some(identity) = erased.identity {
                // Erased before it came, it hangs on the erasure.
                let made = erased.operations.first().and_then(|id| said.empty.get(id)).unwrap_or(seq);
                known.entry(identity).or_insert(*made);
            }
        }
        self.identities.extend(known);
    }

    /// Lists media files, and gives those of each entry in order of arrival.
    fn list_media(
        &mut self,
        source: &impl Read,
        said: &mut Said,
        ids: &BTreeMap<OperationId, i64>,
    ) -> Result<BTreeMap<i64, Vec<Attached>>, DiaryError> {
        said.attached.sort_by_key(|(place, ..)| *place);
        said.removed.sort_by_key(|(place, ..)| *place);
        let mut removed = BTreeMap::new();
        for (_, seq, media) in &said.removed {
            removed.entry(*media).or_insert(*seq);
        }
        let mut of_entries: BTreeMap<i64, Vec<(i64, Attached)>> = BTreeMap::new();
        for (_, seq, added) in said.attached.drain(..) {
            let Some(entry) = ids.get(&added.entry.into()).copied() else { continue };
            let Entry::Vacant(vacant) = self.media.entry(added.media) else { continue };
            let removed = removed.get(&added.media).copied();
            vacant.insert((seq, entry, removed));
            of_entries.entry(entry).or_default().push((seq, Attached { added, there: removed.is_none() }));
        }
        for (_, seq, erased) in &said.erased {
            for media in erased.media.iter().flatten() {
                self.media_erased.entry(*media).or_insert(*seq);
            }
        }
        for (media, seq) in union::media_emptied(source)? {
            self.media_erased.entry(media).or_insert(seq);
        }
        Ok(of_entries
            .into_iter()
            .map(|(entry, mut media)| {
                media.sort_by_key(|(seq, _)| *seq);
                (entry, media.into_iter().map(|(_, attached)| attached).collect())
            })
            .collect())
    }

    /// The place in the file of the first operation of which the two say other things.
    fn differs_from(&self, other: &Self) -> Option<i64> {
        fn keys<K: Ord + Copy, V: PartialEq>(one: &BTreeMap<K, V>, two: &BTreeMap<K, V>) -> Vec<K> {
            let all = one.keys().chain(two.keys());
            all.filter(|key| one.get(key) != two.get(key)).copied().collect()
        }
        let mut seqs = keys(&self.entries, &other.entries);
        seqs.extend(keys(&self.twins, &other.twins));
        seqs.extend(keys(&self.tags, &other.tags));
        seqs.extend(keys(&self.beside, &other.beside));
        seqs.extend(keys(&self.definitions, &other.definitions));
        seqs.extend(self.profiles.symmetric_difference(&other.profiles));
        seqs.extend(self.amendments.symmetric_difference(&other.amendments).map(|(_, operation)| *operation));
        let of = |one: &Self, key: &[u8; 16]| one.identities.get(key).copied();
        let identities = keys(&self.identities, &other.identities);
        seqs.extend(identities.iter().filter_map(|key| of(self, key).or(of(other, key))));
        let of = |one: &Self, key: &MediaId| one.media.get(key).map(|(operation, ..)| *operation);
        let media = keys(&self.media, &other.media);
        seqs.extend(media.iter().filter_map(|key| of(self, key).or(of(other, key))));
        let of = |one: &Self, key: &MediaId| one.media_erased.get(key).copied();
        let erased = keys(&self.media_erased, &other.media_erased);
        seqs.extend(erased.iter().filter_map(|key| of(self, key).or(of(other, key))));
        seqs.into_iter().min()
    }

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
        for (id, entry) in &self.twins {
            tx.execute("INSERT INTO twins (id, entry) VALUES (?1, ?2)", params![id, entry])?;
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
        all.twins = source
            .all("SELECT id, entry FROM twins", [], |row| Ok((row.get(0)?, row.get(1)?)))?
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
