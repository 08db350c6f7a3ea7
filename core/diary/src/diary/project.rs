//! What the tables of a diary must hold, worked out from its operations.
//!
//! The same functions serve a new operation and a rebuild, so the two cannot drift apart.

use std::collections::{BTreeMap, BTreeSet};

use super::content::Content;
use super::error::DiaryError;
use super::operation::{Amended, Erased, Meaning, meaning};
use super::union;
use crate::id::{EntryId, MediaId, OperationId};
use crate::journal::{self, HybridTime, JournalError, Operation, Refusal, WriterId};
use crate::store::{FileKind, Read, Store, StoreError, Tx, params};
use crate::time::{CivilDate, DayStart};

/// A row of `entries`, without its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EntryRow {
    pub(super) kind: u16,
    pub(super) sort_ms: i64,
    pub(super) day: Option<i32>,
    pub(super) latest: i64,
    pub(super) pair: bool,
}

impl EntryRow {
    pub(super) fn of(content: &Content, latest: i64, pair: bool) -> Self {
        Self {
            kind: content.kind,
            sort_ms: content.moment.sort_key_ms(),
            day: content.moment.diary_day(DayStart::MIDNIGHT).map(CivilDate::epoch_day),
            latest,
            pair,
        }
    }
}

/// One version of an entry that may show.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    seq: i64,
    id: OperationId,
    order: HybridTime,
    writer: WriterId,
    replaces: Vec<OperationId>,
    content: Content,
}

impl Candidate {
    fn new(operation: &Operation, replaces: Vec<OperationId>, content: Content) -> Self {
        let (order, writer, id) = place(operation);
        Self { seq: operation.seq, id, order, writer, replaces, content }
    }
}

/// The place of an operation in the order of all writers, the same in every copy; two branches of a fork may share the
/// rest.
pub(super) type Place = (HybridTime, WriterId, OperationId);

pub(super) fn place(operation: &Operation) -> Place {
    let order = operation.header.as_ref().map(|header| header.order).unwrap_or_default();
    (order, operation.writer, operation.id)
}

/// The row that shows, given every version of an entry: of those that none replaces, the greatest (order, writer, id).
fn shown(versions: &[Candidate]) -> Option<EntryRow> {
    let replaced: BTreeSet<OperationId> =
        versions.iter().flat_map(|version| version.replaces.iter().copied()).collect();
    let open = || versions.iter().filter(|version| !replaced.contains(&version.id));
    let winner = open().max_by_key(|version| (version.order, version.writer, version.id))?;
    Some(EntryRow::of(&winner.content, winner.seq, open().count() > 1))
}

/// The ids of the versions that no other replaces.
pub(super) fn open_versions(source: &impl Read, entry: i64) -> Result<Vec<OperationId>, DiaryError> {
    let versions = versions(source, entry)?;
    let replaced: BTreeSet<_> = versions.iter().flat_map(|version| version.replaces.clone()).collect();
    Ok(versions.iter().map(|version| version.id).filter(|id| !replaced.contains(id)).collect())
}

fn versions(source: &impl Read, entry: i64) -> Result<Vec<Candidate>, DiaryError> {
    let mut seqs = vec![entry];
    seqs.extend(source.all(
        "SELECT operation FROM amendments WHERE entry = ?1 ORDER BY operation",
        [entry],
        |row| row.get::<_, i64>(0),
    )?);
    let twins = source.all(
        "SELECT o.id FROM twins t JOIN operations o ON o.seq = t.id WHERE t.entry = ?1",
        [entry],
        |row| Ok(OperationId::from_bytes(row.get(0)?)),
    )?;
    let mut found = Vec::with_capacity(seqs.len());
    for seq in seqs {
        let operation = journal::by_seq(source, seq)?.ok_or(StoreError::Malformed(FileKind::Diary))?;
        match meaning(&operation)? {
            Meaning::Added(added) => found.push(Candidate::new(&operation, Vec::new(), added.content)),
            Meaning::Amended(amended) => {
                found.push(Candidate::new(&operation, amended.replaces, amended.content));
            }
            Meaning::Erased(_)
            | Meaning::Salvaged(_)
            | Meaning::MovedIn(_)
            | Meaning::MediaAdded(_)
            | Meaning::MediaRemoved(_)
            | Meaning::Other => {}
        }
    }
    if let Some(leading) = found.first().map(|made| made.id) {
        as_one(&mut found, leading, &twins);
    }
    Ok(found)
}

/// What replaces one of the records that show as one replaces them all, so the leading one.
fn as_one(versions: &mut [Candidate], leading: OperationId, twins: &[OperationId]) {
    for version in versions {
        if version.replaces.iter().any(|id| twins.contains(id)) {
            version.replaces.push(leading);
        }
    }
}

/// The entry as which another shows, where both are of one record of a device.
fn leading(source: &impl Read, entry: i64) -> Result<i64, StoreError> {
    let leading = source.one("SELECT entry FROM twins WHERE id = ?1", [entry], |row| row.get(0))?;
    Ok(leading.unwrap_or(entry))
}

/// Writes the rows of a new entry. Where its record is another entry already, both show as one.
pub(super) fn add(
    tx: &Tx<'_>,
    seq: i64,
    content: &Content,
    identity: Option<&[u8; 16]>,
) -> Result<(), DiaryError> {
    let row = EntryRow::of(content, seq, false);
    tx.execute(
        "INSERT INTO entries (id, kind, sort_ms, day, latest, pair) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![seq, row.kind, row.sort_ms, row.day, row.latest, row.pair],
    )?;
    if let Some(identity) = identity {
        let known = tx.one(
            "SELECT e.id IS NOT NULL FROM identities i LEFT JOIN entries e ON e.id = i.entry WHERE i.key = ?1",
            [identity],
            |row| row.get(0),
        )?;
        match known {
            Some(true) => renew(tx)?,
            // It was erased, and stays known as that.
            Some(false) => {}
            None => {
                tx.execute("INSERT INTO identities (key, entry) VALUES (?1, ?2)", params![identity, seq])?;
            }
        }
    }
    Ok(())
}

/// Writes the rows of an amendment.
pub(super) fn amend(tx: &Tx<'_>, seq: i64, entry: i64) -> Result<(), DiaryError> {
    let entry = leading(tx, entry)?;
    tx.execute("INSERT INTO amendments (entry, operation) VALUES (?1, ?2)", params![entry, seq])?;
    let row = shown(&versions(tx, entry)?).ok_or(StoreError::Malformed(FileKind::Diary))?;
    tx.execute(
        "UPDATE entries SET kind = ?2, sort_ms = ?3, day = ?4, latest = ?5, pair = ?6 WHERE id = ?1",
        params![entry, row.kind, row.sort_ms, row.day, row.latest, row.pair],
    )?;
    Ok(())
}

/// Writes the row that says how an entry came here; it shows nothing by itself.
pub(super) fn moved_in(tx: &Tx<'_>, seq: i64, entry: i64) -> Result<(), StoreError> {
    let entry = leading(tx, entry)?;
    tx.execute("INSERT INTO amendments (entry, operation) VALUES (?1, ?2)", params![entry, seq])?;
    Ok(())
}

/// Keeps records away whose entries were erased in a file of before; they hang on the operation that says so.
pub(super) fn keep_away(tx: &Tx<'_>, seq: i64, identities: &[[u8; 16]]) -> Result<(), StoreError> {
    for identity in identities {
        tx.execute("INSERT OR IGNORE INTO identities (key, entry) VALUES (?1, ?2)", params![identity, seq])?;
    }
    Ok(())
}

/// Writes the row of a new media file.
pub(super) fn add_media(tx: &Tx<'_>, seq: i64, media: MediaId, entry: i64) -> Result<(), StoreError> {
    let entry = leading(tx, entry)?;
    let values = params![seq, media.as_bytes(), entry];
    tx.execute("INSERT INTO media (id, media, entry) VALUES (?1, ?2, ?3)", values)?;
    Ok(())
}

/// Notes in a media file's row that it was removed.
pub(super) fn remove_media(tx: &Tx<'_>, seq: i64, media: MediaId) -> Result<(), StoreError> {
    let values = params![seq, media.as_bytes()];
    tx.execute("UPDATE media SET removed = ?1 WHERE media = ?2 AND removed IS NULL", values)?;
    Ok(())
}

/// Takes an entry out of the rows. What made a record known stays, so that it does not come back.
///
/// Its media files stay known as erased by operation `by`, so that a file which a kill left is removed.
pub(super) fn erase(tx: &Tx<'_>, entry: i64, by: i64) -> Result<(), StoreError> {
    tx.execute(
        "INSERT OR IGNORE INTO media_erased (media, operation) SELECT media, ?2 FROM media WHERE entry = ?1",
        [entry, by],
    )?;
    tx.execute("DELETE FROM media WHERE entry = ?1", [entry])?;
    tx.execute("DELETE FROM amendments WHERE entry = ?1", [entry])?;
    tx.execute("DELETE FROM twins WHERE entry = ?1", [entry])?;
    tx.execute("DELETE FROM entries WHERE id = ?1", [entry])?;
    Ok(())
}

/// Writes the rows of a file that has none yet, worked out from its operations.
///
/// # Errors
/// Whatever the file says; [`StoreError::Malformed`] where an operation cannot be read.
pub(crate) fn rebuild(store: &Store) -> Result<(), DiaryError> {
    store.write(|tx| Ok(Projections::rebuilt(tx)?.write(tx)?))
}

/// Writes all rows anew, in the transaction that changed what they are worked out from.
pub(super) fn renew(tx: &Tx<'_>) -> Result<(), DiaryError> {
    let all = Projections::rebuilt(tx)?;
    for table in ["media", "media_erased", "twins", "amendments", "identities", "entries"] {
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
}

/// What the operations of a diary say, sorted by what it is about.
#[derive(Debug, Default)]
struct Said {
    added: Vec<Made>,
    amended: Vec<(Operation, Amended)>,
    attached: Vec<(Place, i64, MediaId, EntryId)>,
    removed: Vec<(Place, i64, MediaId)>,
    erased: Vec<(Place, i64, Erased)>,
    salvaged: Vec<(Place, i64, Vec<[u8; 16]>)>,
    moved: Vec<(i64, EntryId)>,
    /// Operations that say nothing any more.
    empty: BTreeMap<OperationId, i64>,
}

impl Said {
    fn note(&mut self, operation: &Operation) -> Result<(), DiaryError> {
        let (seq, place) = (operation.seq, place(operation));
        match meaning(operation)? {
            Meaning::Added(added) => {
                let row = EntryRow::of(&added.content, seq, false);
                self.added.push(Made { place, identity: added.identity, row });
            }
            Meaning::Amended(amended) => self.amended.push((operation.clone(), amended)),
            Meaning::Salvaged(salvaged) => self.salvaged.push((place, seq, salvaged.identities())),
            Meaning::MovedIn(came) => self.moved.push((seq, came.entry)),
            Meaning::MediaAdded(added) => self.attached.push((place, seq, added.media, added.entry)),
            Meaning::MediaRemoved(gone) => self.removed.push((place, seq, gone.media)),
            Meaning::Erased(erased) => self.erased.push((place, seq, erased)),
            Meaning::Other if operation.header.is_none() => drop(self.empty.insert(operation.id, seq)),
            Meaning::Other => {}
        }
        Ok(())
    }
}

/// Of these versions each replaces another: no program writes that.
fn circle(source: &impl Read, versions: &[Candidate]) -> Result<DiaryError, StoreError> {
    let Some(version) = versions.first() else { return Ok(source.malformed().into()) };
    let (writer, number) = (version.writer, union::number_of(source, version.id)?);
    Ok(JournalError::Refused { writer, number, what: Refusal::Circle }.into())
}

/// All projections, worked out from nothing but the operations.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Projections {
    entries: BTreeMap<i64, EntryRow>,
    amendments: BTreeSet<(i64, i64)>,
    identities: BTreeMap<[u8; 16], i64>,
    /// For each media file: the operation that added it, its entry, and the operation that removed it.
    media: BTreeMap<MediaId, (i64, i64, Option<i64>)>,
    /// For each media file of an erased entry: the operation that erased it.
    media_erased: BTreeMap<MediaId, i64>,
    /// Entries that show as another, because both are of one record of a device.
    twins: BTreeMap<i64, i64>,
}

impl Projections {
    /// Works them out from the operations. Which came first to this file makes no difference.
    pub(super) fn rebuilt(source: &impl Read) -> Result<Self, DiaryError> {
        let mut said = Said::default();
        journal::in_order::<DiaryError>(source, |operation| said.note(&operation))?;
        let mut all = Self::default();
        let (ids, twins) = all.show_entries(&mut said);
        all.keep_identities(&mut said);
        all.list_media(source, &mut said, &ids)?;
        let mut corrections: BTreeMap<i64, Vec<Candidate>> = BTreeMap::new();
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
            let Some(row) = shown(&found) else { return Err(circle(source, &found)?) };
            all.entries.insert(entry, row);
        }
        Ok(all)
    }

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
                self.entries.insert(entry, added.row);
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

    fn list_media(
        &mut self,
        source: &impl Read,
        said: &mut Said,
        ids: &BTreeMap<OperationId, i64>,
    ) -> Result<(), DiaryError> {
        said.attached.sort_by_key(|(place, ..)| *place);
        said.removed.sort_by_key(|(place, ..)| *place);
        let mut removed = BTreeMap::new();
        for (_, seq, media) in &said.removed {
            removed.entry(*media).or_insert(*seq);
        }
        for (_, seq, media, entry) in &said.attached {
            let Some(entry) = ids.get(&(*entry).into()).copied() else { continue };
            self.media.entry(*media).or_insert((*seq, entry, removed.get(media).copied()));
        }
        for (_, seq, erased) in &said.erased {
            for media in erased.media.iter().flatten() {
                self.media_erased.entry(*media).or_insert(*seq);
            }
        }
        for (media, seq) in union::media_emptied(source)? {
            self.media_erased.entry(media).or_insert(seq);
        }
        Ok(())
    }

    /// The place in the file of the first operation of which the two say other things.
    pub(super) fn differs_from(&self, other: &Self) -> Option<i64> {
        fn keys<K: Ord + Copy, V: PartialEq>(one: &BTreeMap<K, V>, two: &BTreeMap<K, V>) -> Vec<K> {
            let all = one.keys().chain(two.keys());
            all.filter(|key| one.get(key) != two.get(key)).copied().collect()
        }
        let mut seqs = keys(&self.entries, &other.entries);
        seqs.extend(keys(&self.twins, &other.twins));
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

    /// Writes them into empty tables.
    fn write(&self, tx: &Tx<'_>) -> Result<(), StoreError> {
        for (id, row) in &self.entries {
            tx.execute(
                "INSERT INTO entries (id, kind, sort_ms, day, latest, pair) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![id, row.kind, row.sort_ms, row.day, row.latest, row.pair],
            )?;
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
        for (id, entry) in &self.twins {
            tx.execute("INSERT INTO twins (id, entry) VALUES (?1, ?2)", params![id, entry])?;
        }
        for (media, operation) in &self.media_erased {
            let values = params![media.as_bytes(), operation];
            tx.execute("INSERT INTO media_erased (media, operation) VALUES (?1, ?2)", values)?;
        }
        Ok(())
    }

    /// Reads them from the tables.
    pub(super) fn stored(source: &impl Read) -> Result<Self, DiaryError> {
        let mut all = Self::default();
        source.each(
            "SELECT id, kind, sort_ms, day, latest, pair FROM entries",
            [],
            |row| {
                let entry = EntryRow {
                    kind: row.get(1)?,
                    sort_ms: row.get(2)?,
                    day: row.get(3)?,
                    latest: row.get(4)?,
                    pair: row.get(5)?,
                };
                Ok((row.get(0)?, entry))
            },
            |(id, row)| {
                all.entries.insert(id, row);
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
        all.media_erased = source
            .all("SELECT media, operation FROM media_erased", [], |row| {
                Ok((MediaId::from_bytes(row.get(0)?), row.get(1)?))
            })?
            .into_iter()
            .collect();
        all.twins = source
            .all("SELECT id, entry FROM twins", [], |row| Ok((row.get(0)?, row.get(1)?)))?
            .into_iter()
            .collect();
        Ok(all)
    }
}
