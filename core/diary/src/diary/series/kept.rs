//! The samples of entries, as a diary keeps them.

use std::fmt;

use super::{BadSeries, Channel, Series, coding, summary};
use crate::cbor;
use crate::diary::beside::changeable;
use crate::diary::content::Content;
use crate::diary::error::DiaryError;
use crate::diary::file::{Arrival, Diary, correct, seq_of};
use crate::diary::operation::{ChannelOf, ERASE, Erased, Meaning, SERIES, SeriesAdded, VERSION, meaning};
use crate::diary::project;
use crate::diary::query::entry_in;
use crate::id::{EntryId, OperationId};
use crate::journal::{self, Author, Change, JournalTx, Operation};
use crate::store::{FileKind, Read, StoreError};

/// A device's series on its way into a diary, with everything decided before.
#[derive(Clone)]
pub struct IncomingSeries {
    /// The id that the entry will have, so that doing it again is known.
    pub id: OperationId,
    /// What makes this series this one and no other: device, characteristic, and a hash of the raw segments.
    pub record: Vec<u8>,
    /// When it began, in its moment; of what kind it is, and where it came from. What the samples came to is put into its
    /// fields here.
    pub content: Content,
    /// The samples; the first one is the moment's.
    pub series: Series,
}

/// Some of an entry's samples: those of one series.
#[derive(Clone, PartialEq, Eq)]
pub struct Stretch {
    /// From the entry's moment to the first sample, in milliseconds: what corrects the moment moves them all.
    pub offset_ms: i64,
    /// The samples.
    pub series: Series,
}

impl fmt::Debug for IncomingSeries {
    /// Shows which it is, and no value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IncomingSeries({:?}, {:?}, {:?})", self.id, self.content, self.series)
    }
}

impl fmt::Debug for Stretch {
    /// How much there is, and no value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stretch({}, {:?})", self.offset_ms, self.series)
    }
}

impl Diary {
    /// Adds an entry with samples that somebody gave; what they came to is put into its fields.
    ///
    /// Samples are kept whatever they are; those that no body has stay out of what they came to. A doubt about that is asked
    /// about once, as for [`Diary::add`].
    ///
    /// # Errors
    /// [`DiaryError::Series`]; as [`Diary::add`]. Nothing was stored then.
    pub fn add_series(
        &self,
        content: &Content,
        series: &Series,
        author: Author,
        confirmed: bool,
    ) -> Result<EntryId, DiaryError> {
        let content = with_summary(content, series)?;
        self.write(|journal, changed| {
            let (seq, entry) = self.add_in(journal, changed, &content, author.clone(), confirmed)?;
            keep(journal, (seq, entry), None, 0, series, author)?;
            Ok(entry)
        })
    }

    /// Adds a series that a device sent, as an entry with samples. Once this returns, it was read back and is durable: the
    /// raw segments are not needed any more.
    ///
    /// Doing the same again changes nothing, and what is known by its record or id is left as it is.
    ///
    /// # Errors
    /// [`DiaryError::Series`], and whatever the file says; nothing was stored then, and the segments have to stay.
    pub fn receive_series(&self, incoming: &IncomingSeries) -> Result<Arrival, DiaryError> {
        let IncomingSeries { id, record, content, series } = incoming;
        let content = with_summary(content, series)?;
        self.write(|journal, changed| {
            let Some((seq, entry)) = self.receive_in(journal, changed, *id, record, &content, None)? else {
                return Ok(Arrival::Known);
            };
            keep(journal, (seq, entry), None, 0, series, Author::DEVICE)?;
            Ok(Arrival::New(entry))
        })
    }

    /// Adds more samples to an entry that has some: the recording went on after part of it was taken in. Its fields say
    /// what all samples came to. An `id` makes doing it again change nothing; says whether anything was added.
    ///
    /// # Errors
    /// [`DiaryError::NoSuchEntry`], [`DiaryError::Erased`], [`DiaryError::Clinicians`], [`DiaryError::Series`].
    pub fn extend_series(
        &self,
        entry: EntryId,
        more: &Stretch,
        id: Option<OperationId>,
        author: Author,
    ) -> Result<bool, DiaryError> {
        self.write(|journal, changed| {
            let seq = seq_of(journal.tx(), entry)?;
            let now = entry_in(journal.tx(), entry)?.ok_or(DiaryError::NoSuchEntry)?.content;
            changeable(&now)?;
            if let Some(id) = id
                && journal::by_id(journal.tx(), id)?.is_some()
            {
                return Ok(false);
            }
            more.series.check(now.described().ok_or(DiaryError::UnknownKind)?)?;
            let mut content = now.clone();
            let before = stretches(journal.tx(), seq)?;
            let parts: Vec<&Series> = before.iter().chain([more]).map(|stretch| &stretch.series).collect();
            summary::put(&mut content, &parts);
            keep(journal, (seq, entry), id, more.offset_ms, &more.series, author)?;
            if content == now {
                changed.row(journal.tx(), entry)?;
            } else {
                correct(journal, changed, (seq, entry), (&now, &content), GOES_ON, Author::PROGRAM)?;
            }
            Ok(true)
        })
    }

    /// Returns the samples of an entry, the first ones first; none where it never had any, or they were dropped.
    ///
    /// [`Series::part`] and [`Series::buckets`] give stretches and charts of them.
    ///
    /// # Errors
    /// [`DiaryError::NoSuchEntry`], [`DiaryError::Erased`], and whatever the file says.
    pub fn samples(&self, entry: EntryId) -> Result<Vec<Stretch>, DiaryError> {
        self.store.read(|reader| {
            let seq = seq_of(reader, entry)?;
            stretches(reader, seq)
        })
    }

    /// Takes the samples of an entry away and leaves the entry with what they came to; says how many operations were emptied.
    /// There is no way back.
    ///
    /// # Errors
    /// [`DiaryError::NoSuchEntry`], [`DiaryError::Erased`], [`DiaryError::Clinicians`]; [`DiaryError::NoSamples`] where there
    /// are none.
    pub fn drop_samples(&self, entry: EntryId, author: Author) -> Result<usize, DiaryError> {
        let dropped = self.write(|journal, changed| {
            let seq = seq_of(journal.tx(), entry)?;
            changeable(&entry_in(journal.tx(), entry)?.ok_or(DiaryError::NoSuchEntry)?.content)?;
            let kept = operations(journal.tx(), seq)?;
            if kept.is_empty() {
                return Err(DiaryError::NoSamples);
            }
            // An erasure of nothing but these: what a check, a copy and a backup know of erasures holds for it.
            let operations = kept.iter().map(|operation| operation.id).collect();
            let body = cbor::encode(&Erased { operations, identity: None, media: None });
            let kind = ERASE;
            journal.append(Change {
                id: None,
                kind,
                version: VERSION,
                author,
                body,
                reason: None,
                raw: None,
            })?;
            for operation in &kept {
                project::no_longer_beside(journal.tx(), operation.seq)?;
                journal.empty(operation.seq)?;
            }
            changed.row(journal.tx(), entry)?;
            Ok(kept.len())
        })?;
        let _ = self.clear_erased();
        Ok(dropped)
    }
}

/// Why the fields of an entry change when samples are added to it.
const GOES_ON: &str = "more samples of the same recording";

/// The content of an entry with what its samples came to in its fields.
pub(crate) fn with_summary(content: &Content, series: &Series) -> Result<Content, DiaryError> {
    series.check(content.described().ok_or(DiaryError::UnknownKind)?)?;
    let mut content = content.clone();
    summary::put(&mut content, &[series]);
    Ok(content)
}

/// Writes samples beside an entry, once what will be stored was read and is the same.
fn keep(
    journal: &mut JournalTx<'_, '_>,
    (seq, entry): (i64, EntryId),
    id: Option<OperationId>,
    offset_ms: i64,
    series: &Series,
    author: Author,
) -> Result<(), DiaryError> {
    let (says, raw) = packed(entry, offset_ms, series)?;
    if unpacked(&says, &raw).as_ref() != Some(series) {
        return Err(BadSeries::NotTheSame.into());
    }
    let (kind, version, body) = (SERIES, VERSION, cbor::encode(&says));
    let change = Change { id, kind, version, author, body, reason: None, raw: Some(raw) };
    let (operation, ..) = journal.append(change)?;
    project::beside(journal.tx(), operation, seq, SERIES)
}

/// What an operation says of a series, and its samples as bytes.
pub(super) fn packed(
    entry: EntryId,
    offset_ms: i64,
    series: &Series,
) -> Result<(SeriesAdded, Vec<u8>), BadSeries> {
    let mut states: Vec<u64> = Vec::new();
    let mut of_samples = Vec::with_capacity(series.len());
    for state in &series.status {
        let known = states.iter().position(|known| known == state).unwrap_or_else(|| {
            states.push(*state);
            states.len() - 1
        });
        of_samples.push(Some(i32::try_from(known).map_err(|_| BadSeries::Length)?));
    }
    let mut rows: Vec<&[Option<i32>]> = series.channels.iter().map(|channel| &*channel.values).collect();
    rows.push(&of_samples);
    let of = |channel: &Channel| ChannelOf {
        field: channel.field,
        unit: channel.unit,
        exponent: channel.exponent,
    };
    let says = SeriesAdded {
        entry,
        offset_ms,
        step_ms: series.step_ms,
        count: u32::try_from(series.len()).map_err(|_| BadSeries::Length)?,
        channels: series.channels.iter().map(of).collect(),
        states,
    };
    Ok((says, coding::encode(&rows)))
}

/// The series that an operation holds; `None` where it is none.
pub(super) fn unpacked(says: &SeriesAdded, raw: &[u8]) -> Option<Series> {
    let count = usize::try_from(says.count).ok().filter(|count| *count <= super::MOST_SAMPLES)?;
    if says.channels.len() > super::MOST_CHANNELS {
        return None;
    }
    let mut rows = coding::decode(raw, says.channels.len() + 1, count)?;
    let state = |at: Option<i32>| says.states.get(usize::try_from(at?).ok()?).copied();
    let status = rows.pop()?.into_iter().map(state).collect::<Option<_>>()?;
    let channel = |(of, values): (&ChannelOf, _)| Channel {
        field: of.field,
        unit: of.unit,
        exponent: of.exponent,
        values,
    };
    Some(Series {
        step_ms: says.step_ms,
        channels: says.channels.iter().zip(rows).map(channel).collect(),
        status,
    })
}

/// The operations that hold samples of an entry, in the order of this file.
fn operations(source: &impl Read, entry: i64) -> Result<Vec<Operation>, DiaryError> {
    let sql = "SELECT id FROM beside WHERE entry = ?1 AND kind = ?2 ORDER BY id";
    let seqs = source.all(sql, (entry, SERIES), |row| row.get::<_, i64>(0))?;
    let found = seqs
        .into_iter()
        .map(|seq| Ok(journal::by_seq(source, seq)?.ok_or(StoreError::Malformed(FileKind::Diary))?));
    found.collect()
}

/// The samples of an entry in order; what two phones took of one recording is there once.
fn stretches(source: &impl Read, entry: i64) -> Result<Vec<Stretch>, DiaryError> {
    let malformed = || StoreError::Malformed(FileKind::Diary);
    let mut found: Vec<Stretch> = Vec::new();
    let mut operations = operations(source, entry)?;
    // The same on every phone, whichever came first to its file.
    operations.sort_by_key(|one| (one.header.as_ref().map(|header| header.order), one.writer, one.id));
    for operation in operations {
        let Meaning::Series(says) = meaning(&operation)? else { continue };
        let series = operation.raw.as_deref().and_then(|raw| unpacked(&says, raw)).ok_or_else(malformed)?;
        let stretch = Stretch { offset_ms: says.offset_ms, series };
        if !found.contains(&stretch) {
            found.push(stretch);
        }
    }
    found.sort_by_key(|stretch| stretch.offset_ms);
    Ok(found)
}

#[cfg(test)]
impl Diary {
    /// How many bytes the operations of a kind take with their parts; those that were emptied count as that kind.
    pub(super) fn size_of_operations(&self, kind: u16) -> u64 {
        let mut size = 0;
        let all = self.store.read(|reader| {
            journal::in_order::<DiaryError>(reader, |operation| {
                if operation.header.as_ref().is_none_or(|header| header.kind == kind) {
                    let sql = "SELECT length(frame) + ifnull(length(header), 0) + ifnull(length(body), 0)
                               + ifnull(length(reason), 0) + ifnull(length(raw), 0) FROM operations WHERE seq = ?1";
                    size += reader.one(sql, [operation.seq], |row| row.get::<_, u64>(0))?.unwrap_or(0);
                }
                Ok(())
            })
        });
        all.unwrap();
        size
    }

    /// Flips a bit in the raw part of the operations of a kind.
    pub(super) fn flip_raw(&self, kind: u16) {
        let mut seqs = Vec::new();
        let all = self.store.read(|reader| {
            journal::in_order::<DiaryError>(reader, |operation| {
                if operation.header.as_ref().is_some_and(|header| header.kind == kind) {
                    seqs.push(operation.seq);
                }
                Ok(())
            })
        });
        all.unwrap();
        for seq in seqs {
            let raw: Vec<u8> = self
                .store
                .read::<_, StoreError>(|reader| {
                    Ok(reader
                        .one("SELECT raw FROM operations WHERE seq = ?1", [seq], |row| row.get(0))?
                        .unwrap())
                })
                .unwrap();
            let mut raw = raw;
            raw[100] ^= 4;
            let sql = "UPDATE operations SET raw = ?2 WHERE seq = ?1";
            self.store.write::<_, StoreError>(|tx| tx.execute(sql, crate::store::params![seq, raw])).unwrap();
        }
    }
}
