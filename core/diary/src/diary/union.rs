//! Taking in another copy of the same diary: a second phone's file, or its chains.
//!
//! What the diary says is a function of the operations that are here, and of nothing else: not of the order in which they
//! came, nor of how often or in which pieces. So two phones that took in each other's copies say the same.
//!
//! **Erased beats present.** An erasure empties everything about its entry, also what another phone said of it without
//! knowing: corrections, media, and the same record taken by that phone. The erasure cannot name those, so the file notes
//! them beside it, and a check accepts an operation without parts for such a note as it does for being named.

use std::collections::{BTreeMap, BTreeSet};

use super::error::DiaryError;
use super::file::Diary;
use super::operation::{Erased, Meaning, meaning};
use super::project::{Place, place};
use super::rebuild;
use crate::id::{EntryId, FileId, MediaId, OperationId};
use crate::journal::{self, Ahead, Chain, Fork, JournalError, Operation, Refusal, Stored, Union, WriterId};
use crate::ports::Followed;
use crate::store::{Read, StoreError, Tx, params};

/// What taking in another copy did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct United {
    /// How many operations came.
    pub operations: u64,
    /// How many entries show now, and how many showed before.
    pub entries: (u64, u64),
    /// How many operations were emptied, because their entry was erased here or there.
    pub erased: u64,
    /// Writers that this diary did not know.
    pub writers: Vec<WriterId>,
    /// Every writer of the diary that went on twice from one state, whenever that was found.
    pub forks: Vec<Fork>,
    /// Operations that came from a clock more than 24 hours ahead: they are kept as they are, and this phone's own order
    /// does not follow them.
    pub ahead: Vec<Ahead>,
}

impl United {
    /// Whether anything here is other than before.
    pub fn changed(&self) -> bool {
        self.operations > 0 || self.erased > 0
    }
}

/// A note beside an erasure: an operation that it does not name is empty because its entry is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Emptied {
    /// The operation that is empty.
    pub(crate) operation: OperationId,
    /// The first operation that an erasure names.
    pub(crate) entry: OperationId,
    /// The media file that it added.
    pub(crate) media: Option<MediaId>,
}

/// What another copy says before its operations.
#[derive(Debug)]
pub(crate) struct OtherCopy {
    pub(crate) file: FileId,
    pub(crate) heads: Vec<Chain>,
    pub(crate) emptied: Vec<Emptied>,
    /// Whether writers that this diary does not know may come. Who opened the file had its key; an exported journal proves
    /// no such thing.
    pub(crate) strangers: bool,
}

impl Diary {
    /// Takes in everything that another copy of this diary has, in one transaction.
    ///
    /// The copy is only read. Its media files are not taken; see [`Diary::take_media`].
    ///
    /// # Errors
    /// [`JournalError::OtherFile`]; [`JournalError::Refused`] with the first operation that does not fit; whatever a file
    /// says. Nothing was taken in then.
    pub fn unite(&self, other: &Self) -> Result<United, DiaryError> {
        self.unite_followed(other, &Followed::default())
    }

    /// As [`Diary::unite`], until whoever follows stops it.
    ///
    /// # Errors
    /// As there; [`StoreError::Stopped`], and nothing was taken in.
    pub(crate) fn unite_followed(&self, other: &Self, followed: &Followed) -> Result<United, DiaryError> {
        other.store.read_followed(followed, |reader| {
            let copy = other_copy(reader, other.file())?;
            self.unite_with(&copy, |take| {
                for chain in Chain::all(reader)? {
                    Stored::each(reader, &chain, 1, chain.number, |(_, stored)| {
                        if followed.goes_on() { take(&stored) } else { Err(StoreError::Stopped.into()) }
                    })?;
                }
                Ok(())
            })
        })
    }

    /// Takes in what `feed` hands on, each operation after those that it continues.
    ///
    /// # Errors
    /// As [`Diary::unite`].
    pub(crate) fn unite_with(
        &self,
        copy: &OtherCopy,
        feed: impl FnOnce(&mut dyn FnMut(&Stored) -> Result<(), DiaryError>) -> Result<(), DiaryError>,
    ) -> Result<United, DiaryError> {
        if copy.file != self.file() {
            return Err(JournalError::OtherFile.into());
        }
        let mut united = self.store.write::<_, DiaryError>(|tx| {
            let before = count(tx)?;
            if !copy.strangers {
                let known: BTreeSet<WriterId> = Chain::all(tx)?.iter().map(Chain::writer).collect();
                let stranger = copy.heads.iter().find(|head| !known.contains(&head.writer()));
                if let Some(head) = stranger {
                    let (writer, number, what) = (head.writer(), head.number, Refusal::Stranger);
                    return Err(JournalError::Refused { writer, number, what }.into());
                }
            }
            let mut union = Union::begin(tx, copy.file, &copy.heads, self.journal.now_ms())?;
            feed(&mut |stored| match union.take(stored)? {
                Some((number, operation)) => readable(number, &operation),
                None => Ok(()),
            })?;
            let taken = union.finish()?;
            let mut united = United {
                operations: taken.operations,
                entries: (before, before),
                writers: taken.writers.clone(),
                ahead: taken.ahead.clone(),
                ..United::default()
            };
            if taken.changed() {
                let mut erasing = Erasing::of(tx, &copy.emptied)?;
                for (id, writer, number) in &taken.empty {
                    if !erasing.explains(*id) {
                        let (writer, number, what) = (*writer, *number, Refusal::Emptied);
                        return Err(JournalError::Refused { writer, number, what }.into());
                    }
                }
                // What was filled and emptied again is as it was.
                united.erased = erasing.carry_out(tx)?.saturating_sub(taken.filled);
                rebuild::renew(tx)?;
                united.entries.0 = count(tx)?;
            }
            united.forks = journal::forks(tx)?;
            Ok(united)
        })?;
        if united.changed() {
            self.queues.tell_to_look_again();
        }
        if united.erased > 0 {
            // It is erased, whatever becomes of its files and the log, as for any erasure.
            let _ = self.clear_erased();
        }
        united.writers.sort_unstable();
        Ok(united)
    }

    /// Calls `visit` with every operation as it lies in the file, chain by chain, after what a copy says before them.
    ///
    /// # Errors
    /// Whatever the file or `visit` says.
    pub(crate) fn hand_out<E: From<DiaryError> + From<StoreError>>(
        &self,
        begin: impl FnOnce(&OtherCopy) -> Result<(), E>,
        mut visit: impl FnMut(&Stored) -> Result<(), E>,
    ) -> Result<(), E> {
        self.store.read(|reader| {
            begin(&other_copy(reader, self.file())?)?;
            for chain in Chain::all(reader)? {
                Stored::each(reader, &chain, 1, chain.number, |(_, stored)| visit(&stored))?;
            }
            Ok(())
        })
    }

    /// The writers that went on twice from one state.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn forks(&self) -> Result<Vec<Fork>, DiaryError> {
        Ok(self.store.read(|reader| journal::forks(reader))?)
    }
}

/// What a copy of a diary says before its operations.
pub(crate) fn other_copy(source: &impl Read, file: FileId) -> Result<OtherCopy, StoreError> {
    Ok(OtherCopy { file, heads: Chain::with_forks(source)?, emptied: notes(source)?, strangers: true })
}

/// Refuses what a check could not read later.
fn readable(number: u64, operation: &Operation) -> Result<(), DiaryError> {
    let (writer, what) = (operation.writer, Refusal::Unreadable);
    meaning(operation).map(drop).map_err(|_| JournalError::Refused { writer, number, what }.into())
}

/// The number of an operation in its writer's chain; 0 for one that is not here.
pub(super) fn number_of(source: &impl Read, id: OperationId) -> Result<u64, StoreError> {
    let sql = "SELECT number FROM operations WHERE id = ?1";
    Ok(source.one(sql, [id.as_bytes()], |row| row.get(0))?.unwrap_or(0))
}

fn count(source: &impl Read) -> Result<u64, StoreError> {
    Ok(source.one("SELECT count(*) FROM entries", [], |row| row.get(0))?.unwrap_or(0))
}

fn notes(source: &impl Read) -> Result<Vec<Emptied>, StoreError> {
    source.all("SELECT operation, entry, media FROM emptied ORDER BY operation", [], |row| {
        Ok(Emptied {
            operation: OperationId::from_bytes(row.get(0)?),
            entry: OperationId::from_bytes(row.get(1)?),
            media: row.get::<_, Option<[u8; 16]>>(2)?.map(MediaId::from_bytes),
        })
    })
}

/// The media files that operations added which an erasure does not name, with the places of those operations.
pub(super) fn media_emptied(source: &impl Read) -> Result<Vec<(MediaId, i64)>, StoreError> {
    source.all(
        "SELECT e.media, o.seq FROM emptied e JOIN operations o ON o.id = e.operation
         WHERE e.media IS NOT NULL ORDER BY e.operation",
        [],
        |row| Ok((MediaId::from_bytes(row.get(0)?), row.get(1)?)),
    )
}

/// What an operation says that an erasure may take with it.
#[derive(Debug, Clone, Copy)]
enum About {
    Record([u8; 16]),
    Entry(EntryId),
    Media(MediaId, EntryId),
    MediaRemoved(MediaId),
    Nothing,
}

/// What all erasures of a diary together take away.
#[derive(Debug, Default)]
struct Erasing {
    /// Operations that erasures name, each with the first that the earliest of them names.
    named: BTreeMap<OperationId, OperationId>,
    records: BTreeMap<[u8; 16], OperationId>,
    media: BTreeMap<MediaId, OperationId>,
    /// The record of each erased entry.
    record_of: BTreeMap<OperationId, [u8; 16]>,
    notes: BTreeMap<OperationId, Emptied>,
    /// Operations that came from another diary on purpose: that their record was erased here before does not hold for them.
    came: BTreeSet<OperationId>,
    here: BTreeSet<OperationId>,
    /// Operations that say something: by place in the file, id, and what it is about.
    said: Vec<(i64, OperationId, About)>,
}

impl Erasing {
    /// Reads every operation; `claims` are the notes of another copy.
    fn of(source: &impl Read, claims: &[Emptied]) -> Result<Self, DiaryError> {
        let mut all = Self::default();
        let (mut erasures, mut stays): (Vec<(Place, Erased)>, BTreeSet<OperationId>) = Default::default();
        journal::in_order::<DiaryError>(source, |operation| {
            all.here.insert(operation.id);
            let about = match meaning(&operation)? {
                Meaning::Added(added) => added.identity.map_or(About::Nothing, About::Record),
                Meaning::Amended(amended) => About::Entry(amended.entry),
                Meaning::MediaAdded(added) => About::Media(added.media, added.entry),
                Meaning::MediaRemoved(removed) => About::MediaRemoved(removed.media),
                Meaning::MovedIn(came) => {
                    all.came.extend(came.operations);
                    About::Entry(came.entry)
                }
                Meaning::Erased(erased) => {
                    erasures.push((place(&operation), erased));
                    stays.insert(operation.id);
                    return Ok(());
                }
                Meaning::Salvaged(_) => {
                    stays.insert(operation.id);
                    return Ok(());
                }
                Meaning::Other if operation.header.is_none() => return Ok(()),
                Meaning::Retracted(retracted) => About::Entry(retracted.entry),
                Meaning::Objected(objected) => About::Entry(objected.entry),
                Meaning::Series(series) => About::Entry(series.entry),
                Meaning::Profile(_) | Meaning::Defined(_) | Meaning::Other => About::Nothing,
            };
            all.said.push((operation.seq, operation.id, about));
            Ok(())
        })?;
        // The earliest names first, the same in every copy.
        erasures.sort_by_key(|(place, _)| *place);
        for (place, erased) in erasures {
            let Some(first) = erased.operations.first().copied() else { continue };
            for id in erased.operations {
                // What keeps an erased record away is no entry, and nothing erases it.
                if stays.contains(&id) {
                    let (writer, number, what) = (place.1, number_of(source, place.2)?, Refusal::Unreadable);
                    return Err(JournalError::Refused { writer, number, what }.into());
                }
                all.named.entry(id).or_insert(first);
            }
            if let Some(record) = erased.identity {
                all.records.entry(record).or_insert(first);
                all.record_of.entry(first).or_insert(record);
            }
            for media in erased.media.into_iter().flatten() {
                all.media.entry(media).or_insert(first);
            }
        }
        let entries: BTreeSet<OperationId> = all.named.values().copied().collect();
        for note in notes(source)?.iter().chain(claims) {
            // A claim without an erasure explains nothing, and one about what is named is not needed.
            if entries.contains(&note.entry)
                && all.here.contains(&note.operation)
                && !all.named.contains_key(&note.operation)
            {
                let note = Emptied { entry: all.earliest(note.entry), ..*note };
                let known = all.notes.entry(note.operation).or_insert(note);
                *known = (*known).min(note);
            }
        }
        all.spread();
        Ok(all)
    }

    /// Of several erasures of one record, the entry that the earliest of them names.
    fn earliest(&self, entry: OperationId) -> OperationId {
        let record = self.record_of.get(&entry).and_then(|record| self.records.get(record));
        record.copied().unwrap_or(entry)
    }

    /// Notes what is about an erased entry and not named by its erasure: records first, then what hangs on entries.
    fn spread(&mut self) {
        let said = std::mem::take(&mut self.said);
        // What was noted before and says something again is looked at anew.
        for (_, id, _) in &said {
            self.notes.remove(id);
        }
        for (_, id, about) in &said {
            if let About::Record(record) = about
                && !self.came.contains(id)
                && let Some(entry) = self.records.get(record).copied()
            {
                self.empty(*id, entry, None);
            }
        }
        let mut media: BTreeMap<MediaId, OperationId> = self.media.clone();
        media.extend(self.notes.values().filter_map(|note| Some((note.media?, note.entry))));
        for (_, id, about) in &said {
            let (entry, added) = match about {
                About::Entry(entry) => (*entry, None),
                About::Media(media, entry) => (*entry, Some(*media)),
                About::Record(_) | About::MediaRemoved(_) | About::Nothing => continue,
            };
            if let Some(cause) = self.cause(entry.into()) {
                self.empty(*id, cause, added);
                media.extend(added.map(|added| (added, cause)));
            }
        }
        for (_, id, about) in &said {
            if let About::MediaRemoved(removed) = about
                && let Some(cause) = media.get(removed).copied()
            {
                self.empty(*id, self.earliest(cause), None);
            }
        }
        self.said = said;
    }

    /// Why an entry is erased, if it is.
    fn cause(&self, entry: OperationId) -> Option<OperationId> {
        let named = self.named.get(&entry).map(|first| self.earliest(*first));
        named.or_else(|| self.notes.get(&entry).map(|note| note.entry))
    }

    fn empty(&mut self, operation: OperationId, entry: OperationId, media: Option<MediaId>) {
        if !self.named.contains_key(&operation) {
            self.notes.insert(operation, Emptied { operation, entry, media });
        }
    }

    /// Whether an operation may be without parts.
    fn explains(&self, id: OperationId) -> bool {
        self.named.contains_key(&id) || self.notes.contains_key(&id)
    }

    /// Empties what has to be, writes the notes, and gives how many operations it emptied.
    fn carry_out(&mut self, tx: &Tx<'_>) -> Result<u64, StoreError> {
        let mut emptied = 0;
        for (seq, id, _) in &self.said {
            if self.explains(*id) {
                journal::empty(tx, *seq)?;
                emptied += 1;
            }
        }
        tx.execute("DELETE FROM emptied", [])?;
        for note in self.notes.values() {
            let media = note.media.map(|media| *media.as_bytes());
            tx.execute(
                "INSERT INTO emptied (operation, entry, media) VALUES (?1, ?2, ?3)",
                params![note.operation.as_bytes(), note.entry.as_bytes(), media],
            )?;
        }
        tx.execute("DELETE FROM awaited", [])?;
        for id in self.named.keys().filter(|id| !self.here.contains(id)) {
            tx.execute("INSERT INTO awaited (operation) VALUES (?1)", [id.as_bytes()])?;
        }
        Ok(emptied)
    }
}
