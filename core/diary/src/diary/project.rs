//! What the tables of a diary must hold, written with each operation.
//!
//! The same functions serve a new operation and [`super::rebuild`], so the two cannot drift apart.

use std::collections::BTreeSet;

use super::content::Content;
use super::error::DiaryError;
use super::operation::{Meaning, MediaAdded, RETRACT, meaning};
use super::rebuild::renew;
use super::tags::Tags;
use super::words::{self, Document};
use crate::id::{KindId, MediaId, OperationId};
use crate::journal::{self, HybridTime, Operation, WriterId};
use crate::store::{FileKind, Read, StoreError, Tx, params};
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
    pub(super) seq: i64,
    id: OperationId,
    order: HybridTime,
    writer: WriterId,
    replaces: Vec<OperationId>,
    reason: Option<String>,
    content: Content,
}

impl Candidate {
    pub(super) fn new(operation: &Operation, replaces: Vec<OperationId>, content: Content) -> Self {
        let (order, writer, id) = place(operation);
        let (seq, reason) = (operation.seq, operation.reason.clone());
        Self { seq, id, order, writer, replaces, reason, content }
    }

    /// Where it stands: whose it is, and which.
    pub(super) fn named(&self) -> (WriterId, OperationId) {
        (self.writer, self.id)
    }
}

/// The place of an operation in the order of all writers, the same in every copy; two branches of a fork may share the
/// rest.
pub(super) type Place = (HybridTime, WriterId, OperationId);

pub(super) fn place(operation: &Operation) -> Place {
    let order = operation.header.as_ref().map(|header| header.order).unwrap_or_default();
    (order, operation.writer, operation.id)
}

/// A media file that an entry has or had.
#[derive(Debug)]
pub(super) struct Attached {
    pub(super) added: MediaAdded,
    pub(super) there: bool,
}

/// The words of an entry, given every version of it and its media files, both in order of arrival.
pub(super) fn document(versions: &[&Candidate], media: &[Attached]) -> Document {
    let shows = winner(versions).map(|(version, _)| version.seq);
    let mut document = Document::default();
    for version in versions {
        document.add_content(&version.content, Some(version.seq) == shows);
        if let Some(reason) = &version.reason {
            document.add_reason(reason);
        }
    }
    for one in media {
        document.add_media(&one.added, one.there);
    }
    document
}

/// The row and the tags that show, given every version of an entry.
pub(super) fn shown<'a>(versions: &[&'a Candidate]) -> Option<(EntryRow, &'a Tags)> {
    let (winner, pair) = winner(versions)?;
    Some((EntryRow::of(&winner.content, winner.seq, pair), &winner.content.tags))
}

/// The version that shows, and whether there is another: of those that none replaces, the greatest (order, writer, id).
fn winner<'a>(versions: &[&'a Candidate]) -> Option<(&'a Candidate, bool)> {
    let replaced: BTreeSet<OperationId> =
        versions.iter().flat_map(|version| version.replaces.iter().copied()).collect();
    let open = || versions.iter().filter(|version| !replaced.contains(&version.id));
    let winner = open().max_by_key(|version| (version.order, version.writer, version.id))?;
    Some((winner, open().count() > 1))
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
            _ => {}
        }
    }
    if let Some(leading) = found.first().map(|made| made.id) {
        as_one(&mut found, leading, &twins);
    }
    Ok(found)
}

/// What replaces one of the records that show as one replaces them all, so the leading one.
pub(super) fn as_one(versions: &mut [Candidate], leading: OperationId, twins: &[OperationId]) {
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

/// The media files that an entry has or had, in order of arrival.
fn attached_to(source: &impl Read, entry: i64) -> Result<Vec<Attached>, DiaryError> {
    let sql = "SELECT id, removed IS NULL FROM media WHERE entry = ?1 ORDER BY id";
    let rows = source.all(sql, [entry], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))?;
    rows.into_iter()
        .map(|(seq, there)| {
            let malformed = || StoreError::Malformed(FileKind::Diary);
            match meaning(&journal::by_seq(source, seq)?.ok_or_else(malformed)?)? {
                Meaning::MediaAdded(added) => Ok(Attached { added, there }),
                _ => Err(malformed().into()),
            }
        })
        .collect()
}

/// The words of an entry, as its operations in the file have them now.
fn document_in(source: &impl Read, entry: i64) -> Result<Document, DiaryError> {
    let versions = versions(source, entry)?;
    Ok(document(&versions.iter().collect::<Vec<_>>(), &attached_to(source, entry)?))
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
            Some(true) => return renew(tx),
            // It was erased, and stays known as that.
            Some(false) => {}
            None => {
                tx.execute("INSERT INTO identities (key, entry) VALUES (?1, ?2)", params![identity, seq])?;
            }
        }
    }
    put_tags(tx, seq, row.sort_ms, &content.tags)?;
    Ok(words::put(tx, seq, &Document::of(content))?)
}

/// As [`add`], for an entry out of another file: its first version has a reason where it took the place of a lost one.
pub(super) fn add_copy(
    tx: &Tx<'_>,
    seq: i64,
    content: &Content,
    identity: Option<&[u8; 16]>,
) -> Result<(), DiaryError> {
    add(tx, seq, content, identity)?;
    Ok(words::replace(tx, seq, &Document::of(content), &document_in(tx, seq)?)?)
}

/// Writes the rows of an entry's tags, of which there are none.
fn put_tags(tx: &Tx<'_>, entry: i64, sort_ms: i64, tags: &Tags) -> Result<(), StoreError> {
    for tag in tags.iter() {
        let values = params![tag, sort_ms, entry];
        tx.execute("INSERT INTO tags (tag, sort_ms, entry) VALUES (?1, ?2, ?3)", values)?;
    }
    Ok(())
}

/// Writes the rows of an amendment.
pub(super) fn amend(tx: &Tx<'_>, seq: i64, entry: i64) -> Result<(), DiaryError> {
    let entry = leading(tx, entry)?;
    tx.execute("INSERT INTO amendments (entry, operation) VALUES (?1, ?2)", params![entry, seq])?;
    let versions = versions(tx, entry)?;
    let now: Vec<&Candidate> = versions.iter().collect();
    let (row, tags) = shown(&now).ok_or(StoreError::Malformed(FileKind::Diary))?;
    tx.execute(
        "UPDATE entries SET kind = ?2, sort_ms = ?3, day = ?4, latest = ?5, pair = ?6 WHERE id = ?1",
        params![entry, row.kind, row.sort_ms, row.day, row.latest, row.pair],
    )?;
    tx.execute("DELETE FROM tags WHERE entry = ?1", [entry])?;
    put_tags(tx, entry, row.sort_ms, tags)?;
    let media = attached_to(tx, entry)?;
    let before: Vec<&Candidate> = versions.iter().filter(|version| version.seq != seq).collect();
    Ok(words::replace(tx, entry, &document(&before, &media), &document(&now, &media))?)
}

/// Writes the row of a profile.
pub(super) fn profile(tx: &Tx<'_>, seq: i64) -> Result<(), StoreError> {
    tx.execute("INSERT INTO profiles (id) VALUES (?1)", [seq])?;
    Ok(())
}

/// Writes the row that says how an entry came here; it shows nothing by itself.
pub(super) fn moved_in(tx: &Tx<'_>, seq: i64, entry: i64) -> Result<(), StoreError> {
    let entry = leading(tx, entry)?;
    tx.execute("INSERT INTO amendments (entry, operation) VALUES (?1, ?2)", params![entry, seq])?;
    Ok(())
}

/// Writes the row of an operation that stands beside an entry, and what it means to the entry.
pub(super) fn beside(tx: &Tx<'_>, seq: i64, entry: i64, kind: u16) -> Result<(), DiaryError> {
    let entry = leading(tx, entry)?;
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

/// Takes the row away of an operation that says nothing any more, while its entry stays.
pub(super) fn no_longer_beside(tx: &Tx<'_>, seq: i64) -> Result<(), StoreError> {
    tx.execute("DELETE FROM beside WHERE id = ?1", [seq])?;
    Ok(())
}

/// What one operation says of whether an entry stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taking {
    place: Place,
    seq: i64,
    stands: bool,
}

impl Taking {
    pub(super) fn new(operation: &Operation, stands: bool) -> Self {
        Self { place: place(operation), seq: operation.seq, stands }
    }
}

/// The operation by which an entry is taken back: the greatest (order, writer, id) of all that say something about it.
pub(super) fn taken_back(said: &[Taking]) -> Option<i64> {
    let last = said.iter().max_by_key(|taking| taking.place)?;
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
pub(super) fn add_media(tx: &Tx<'_>, seq: i64, media: MediaId, entry: i64) -> Result<(), DiaryError> {
    let entry = leading(tx, entry)?;
    let before = document_in(tx, entry)?;
    let values = params![seq, media.as_bytes(), entry];
    tx.execute("INSERT INTO media (id, media, entry) VALUES (?1, ?2, ?3)", values)?;
    Ok(words::replace(tx, entry, &before, &document_in(tx, entry)?)?)
}

/// Notes in a media file's row that it was removed.
pub(super) fn remove_media(tx: &Tx<'_>, seq: i64, media: MediaId) -> Result<(), DiaryError> {
    let sql = "SELECT entry FROM media WHERE media = ?1 AND removed IS NULL";
    let Some(entry) = tx.one(sql, [media.as_bytes()], |row| row.get(0))? else { return Ok(()) };
    let before = document_in(tx, entry)?;
    tx.execute("UPDATE media SET removed = ?1 WHERE media = ?2", params![seq, media.as_bytes()])?;
    Ok(words::replace(tx, entry, &before, &document_in(tx, entry)?)?)
}

/// Takes an entry out of the rows. What made a record known stays, so that it does not come back.
///
/// Its media files stay known as erased by operation `by`, so that a file which a kill left is removed. The operations
/// still say what they said when this is called: its words are taken out of the index by them.
pub(super) fn erase(tx: &Tx<'_>, entry: i64, by: i64) -> Result<(), DiaryError> {
    words::erase(tx, entry, &document_in(tx, entry)?)?;
    tx.execute(
        "INSERT OR IGNORE INTO media_erased (media, operation) SELECT media, ?2 FROM media WHERE entry = ?1",
        [entry, by],
    )?;
    tx.execute("DELETE FROM media WHERE entry = ?1", [entry])?;
    tx.execute("DELETE FROM tags WHERE entry = ?1", [entry])?;
    tx.execute("DELETE FROM amendments WHERE entry = ?1", [entry])?;
    tx.execute("DELETE FROM twins WHERE entry = ?1", [entry])?;
    tx.execute("DELETE FROM beside WHERE entry = ?1", [entry])?;
    tx.execute("DELETE FROM entries WHERE id = ?1", [entry])?;
    Ok(())
}
