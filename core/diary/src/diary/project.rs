//! What the tables of a diary must hold, worked out from its operations.
//!
//! The same functions serve a new operation and a rebuild, so the two cannot drift apart.

use std::collections::{BTreeMap, BTreeSet};

use super::content::Content;
use super::error::DiaryError;
use super::operation::{Amended, Erased, Meaning, OBJECT, RETRACT, meaning};
use crate::id::{EntryId, KindId, MediaId, OperationId};
use crate::journal::{self, HybridTime, JournalError, Operation, WriterId};
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
    /// The operation that took the entry back.
    pub(super) retracted: Option<i64>,
}

impl EntryRow {
    pub(super) fn of(content: &Content, latest: i64, pair: bool) -> Self {
        Self {
            kind: content.kind,
            sort_ms: content.moment.sort_key_ms(),
            day: content.moment.diary_day(DayStart::MIDNIGHT).map(CivilDate::epoch_day),
            latest,
            pair,
            retracted: None,
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
        let order = operation.header.as_ref().map(|header| header.order).unwrap_or_default();
        Self { seq: operation.seq, id: operation.id, order, writer: operation.writer, replaces, content }
    }
}

/// The row that shows, given every version of an entry: of those that none replaces, the greatest (order, writer).
fn shown(versions: &[Candidate]) -> Option<EntryRow> {
    let replaced: BTreeSet<OperationId> =
        versions.iter().flat_map(|version| version.replaces.iter().copied()).collect();
    let open = || versions.iter().filter(|version| !replaced.contains(&version.id));
    let winner = open().max_by_key(|version| (version.order, version.writer))?;
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
    let mut found = Vec::with_capacity(seqs.len());
    for seq in seqs {
        let operation = journal::by_seq(source, seq)?.ok_or(StoreError::Malformed(FileKind::Diary))?;
        match meaning(&operation)? {
            Meaning::Added(added) => found.push(Candidate::new(&operation, Vec::new(), added.content)),
            Meaning::Amended(amended) => {
                found.push(Candidate::new(&operation, amended.replaces, amended.content));
            }
            _ => {}
        }
    }
    Ok(found)
}

/// Writes the rows of a new entry.
pub(super) fn add(
    tx: &Tx<'_>,
    seq: i64,
    content: &Content,
    identity: Option<&[u8; 16]>,
) -> Result<(), StoreError> {
    let row = EntryRow::of(content, seq, false);
    tx.execute(
        "INSERT INTO entries (id, kind, sort_ms, day, latest, pair) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![seq, row.kind, row.sort_ms, row.day, row.latest, row.pair],
    )?;
    if let Some(identity) = identity {
        // The earliest entry leads where a union brings the same record twice.
        tx.execute("INSERT OR IGNORE INTO identities (key, entry) VALUES (?1, ?2)", params![identity, seq])?;
    }
    Ok(())
}

/// Writes the rows of an amendment.
pub(super) fn amend(tx: &Tx<'_>, seq: i64, entry: i64) -> Result<(), DiaryError> {
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
    tx.execute("INSERT INTO amendments (entry, operation) VALUES (?1, ?2)", params![entry, seq])?;
    Ok(())
}

/// Writes the row of an operation that stands beside an entry, and what it means to the entry.
pub(super) fn beside(tx: &Tx<'_>, seq: i64, entry: i64, kind: u16) -> Result<(), DiaryError> {
    tx.execute("INSERT INTO beside (id, entry, kind) VALUES (?1, ?2, ?3)", params![seq, entry, kind])?;
    if kind == RETRACT {
        let seqs =
            tx.all("SELECT id FROM beside WHERE entry = ?1 AND kind = ?2", params![entry, RETRACT], |row| {
                row.get::<_, i64>(0)
            })?;
        let mut said = Vec::with_capacity(seqs.len());
        for seq in seqs {
            let operation = journal::by_seq(tx, seq)?.ok_or(StoreError::Malformed(FileKind::Diary))?;
            if let Meaning::Retracted(retracted) = meaning(&operation)? {
                said.push(Taking::new(&operation, retracted.stands));
            }
        }
        tx.execute("UPDATE entries SET retracted = ?2 WHERE id = ?1", params![entry, taken_back(&said)])?;
    }
    Ok(())
}

/// What one operation says of whether an entry stands.
#[derive(Debug, Clone, Copy)]
struct Taking {
    order: HybridTime,
    writer: WriterId,
    seq: i64,
    stands: bool,
}

impl Taking {
    fn new(operation: &Operation, stands: bool) -> Self {
        let order = operation.header.as_ref().map(|header| header.order).unwrap_or_default();
        Self { order, writer: operation.writer, seq: operation.seq, stands }
    }
}

/// The operation by which an entry is taken back: the greatest (order, writer) of all that say something about it.
fn taken_back(said: &[Taking]) -> Option<i64> {
    let last = said.iter().max_by_key(|taking| (taking.order, taking.writer))?;
    (!last.stands).then_some(last.seq)
}

/// Writes the row of an operation that says what a kind of the person's own is.
pub(super) fn define(tx: &Tx<'_>, seq: i64, kind: KindId) -> Result<(), StoreError> {
    tx.execute("INSERT INTO definitions (id, kind) VALUES (?1, ?2)", params![seq, kind.as_bytes()])?;
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
    tx.execute("DELETE FROM beside WHERE entry = ?1", [entry])?;
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
    /// For each operation that stands beside an entry: the entry and the operation's kind.
    beside: BTreeMap<i64, (i64, u16)>,
    /// For each operation that says what a kind of the person's own is: that kind.
    definitions: BTreeMap<i64, KindId>,
}

impl Projections {
    /// Works them out from the operations.
    pub(super) fn rebuilt(source: &impl Read) -> Result<Self, DiaryError> {
        let mut all = Self::default();
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
                    all.entries.insert(seq, EntryRow::of(&added.content, seq, false));
                    if let Some(identity) = added.identity {
                        all.identities.entry(identity).or_insert(seq);
                    }
                    ids.insert(operation.id, seq);
                }
                // In a union an amendment may arrive before what it amends.
                Meaning::Amended(amended) => waiting.push((operation, amended)),
                Meaning::MovedIn(came) => moved.push((operation.seq, came.entry)),
                Meaning::Salvaged(salvaged) => {
                    for identity in salvaged.identities() {
                        all.identities.entry(identity).or_insert(operation.seq);
                    }
                }
                Meaning::MediaAdded(added) => attached.push((operation.seq, added.media, added.entry)),
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
        for (seq, media, entry) in attached {
            let Some(entry) = ids.get(&entry.into()).copied() else { continue };
            all.media.entry(media).or_insert((seq, entry, removed.get(&media).copied()));
        }
        for (entry, mut found) in corrections {
            let operation = journal::by_seq(source, entry)?.ok_or(StoreError::Malformed(FileKind::Diary))?;
            if let Meaning::Added(added) = meaning(&operation)? {
                found.push(Candidate::new(&operation, Vec::new(), added.content));
            }
            if let Some(row) = shown(&found) {
                all.entries.insert(entry, row);
            }
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
        Ok(all)
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
    pub(super) fn stored(source: &impl Read) -> Result<Self, DiaryError> {
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
