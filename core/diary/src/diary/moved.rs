//! Taking over an entry of another diary with its whole history.
//!
//! Every operation about the entry is written again under an id that follows from the move and the operation's own, with
//! the header that it had: who, when, and its place in the order. One more operation names them, and says why.

use std::collections::BTreeMap;

use super::define;
use super::erase::{About, Erasure, about};
use super::error::DiaryError;
use super::file::Diary;
use super::media::Claim;
use super::operation::{
    Added, Amended, MOVED_IN, Meaning, MediaAdded, MediaRemoved, MovedIn, OBJECT, Objected, RETRACT,
    Retracted, SERIES, SeriesAdded, VERSION, meaning,
};
use super::project;
use crate::cbor;
use crate::id::{EntryId, MediaId, OperationId};
use crate::journal::{self, Author, Change, JournalTx};
use crate::media::{Finished, MediaError, Prepared};
use crate::store::{FileKind, Read, StoreError};
use crate::vault::keyed_identity;

/// An entry on its way from one diary to another.
#[derive(Clone)]
pub(crate) struct Moving {
    /// What makes this move this one: the ids that the receiver gives follow from it.
    pub(crate) act: OperationId,
    /// The entry at the giver.
    pub(crate) entry: EntryId,
    /// Who moves it.
    pub(crate) author: Author,
    /// Why, in a person's words.
    pub(crate) reason: Option<String>,
    /// What makes the device's record this record, where it came from one.
    pub(crate) record: Option<Vec<u8>>,
}

/// That an entry was in another diary before.
#[derive(Clone, PartialEq, Eq)]
pub struct Came {
    /// When it came, by the phone's wall clock, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// Who moved it.
    pub author: Author,
    /// Why; `None` where a kill lost it.
    pub reason: Option<String>,
}

impl std::fmt::Debug for Came {
    /// Without the reason, which is a person's words.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Came({}, {:?})", self.at_ms, self.author)
    }
}

impl Moving {
    /// The id that an operation of the giver gets at the receiver.
    fn id_of(&self, before: OperationId) -> OperationId {
        OperationId::from_bytes(keyed_identity(self.act.as_bytes(), before.as_bytes()))
    }

    /// The id of the entry at the receiver.
    pub(crate) fn arrives_as(&self) -> EntryId {
        self.id_of(self.entry.into()).into()
    }
}

/// Media files that are sealed here and not named yet, by their names at the giver.
type Sealed<'d> = BTreeMap<MediaId, (Finished, Claim<'d>)>;

impl Diary {
    /// Takes over an entry of `giver`, media files first.
    ///
    /// Doing it again adds what was said of the entry since, and changes nothing where nothing was. An entry that was
    /// erased here is not taken over again.
    ///
    /// # Errors
    /// [`DiaryError::NoSuchEntry`] and [`DiaryError::Erased`] of the giver's entry; [`DiaryError::Media`], and whatever a
    /// file says; then no operation was added.
    pub(crate) fn take_in(&self, giver: &Self, moving: &Moving) -> Result<(), DiaryError> {
        let (_, said) = giver.store.read(|reader| about(reader, moving.entry))?;
        self.take_in_all(giver, moving, &said)
    }

    /// Erases an entry here that `receiver` took over; what was said of it since is taken over first.
    ///
    /// Nothing can be said of it between the two: this file's writer is held meanwhile, and then the receiver's. Nobody else
    /// holds the writers of two diaries, and the household lets nobody else move.
    ///
    /// # Errors
    /// As [`Diary::erase`] and [`Diary::take_in`]; then nothing was erased.
    pub(crate) fn erase_moved(&self, receiver: &Self, moving: &Moving) -> Result<Erasure, DiaryError> {
        self.erase_after(moving.entry, moving.author.clone(), |said| receiver.take_in_all(self, moving, said))
    }

    fn take_in_all(&self, giver: &Self, moving: &Moving, said: &[About]) -> Result<(), DiaryError> {
        if self.erased_here(moving)? {
            return Ok(());
        }
        let sealed = self.seal_again(giver, moving, said)?;
        let definitions = giver.definitions_of(said)?;
        self.write(|journal, changed| {
            define::take_in(journal, &definitions)?;
            let mut new = Vec::new();
            for one in said {
                let id = moving.id_of(one.operation.id);
                if place(journal.tx(), id)?.is_none()
                    && self.write_again(journal, moving, one, said, &sealed)?
                {
                    new.push(id);
                }
            }
            if new.is_empty() {
                return Ok(());
            }
            let entry = moving.arrives_as();
            let at = place(journal.tx(), entry.into())?.ok_or(DiaryError::NoSuchEntry)?;
            let (seq, ..) = journal.append(Change {
                id: None,
                kind: MOVED_IN,
                version: VERSION,
                author: moving.author.clone(),
                body: cbor::encode(&MovedIn { entry, operations: new }),
                reason: moving.reason.clone(),
                raw: None,
            })?;
            changed.row(journal.tx(), entry)?;
            Ok(project::moved_in(journal.tx(), seq, at)?)
        })?;
        drop(sealed);
        // A file that was removed at the giver while it was on its way.
        self.finish_removals()
    }

    /// Returns when and why an entry came from another diary, the first time first; nothing for one that was made here.
    ///
    /// # Errors
    /// [`DiaryError::NoSuchEntry`], [`DiaryError::Erased`], and whatever the file says.
    pub fn came(&self, entry: EntryId) -> Result<Vec<Came>, DiaryError> {
        let (_, about) = self.store.read(|reader| about(reader, entry))?;
        let came = about.into_iter().filter(|one| matches!(one.meaning, Meaning::MovedIn(_)));
        Ok(came
            .filter_map(|one| {
                let header = one.operation.header?;
                Some(Came { at_ms: header.at_ms, author: header.author, reason: one.operation.reason })
            })
            .collect())
    }

    /// Reads every media file of an entry from its first byte to its last.
    ///
    /// # Errors
    /// [`DiaryError::NoSuchEntry`], [`DiaryError::Erased`]; [`DiaryError::WrongMedia`] with the first that is not as it was
    /// written.
    pub(crate) fn check_media_of(&self, entry: EntryId) -> Result<(), DiaryError> {
        self.history(entry)?;
        let entries = self.entry(entry)?;
        for attachment in entries.iter().flat_map(|entry| &entry.attachments) {
            let media = attachment.file.id;
            let checked =
                self.media_folder()?.read(media).and_then(|mut file| file.check_is(&attachment.file));
            checked.map_err(|error| DiaryError::WrongMedia { media, entry, error })?;
        }
        Ok(())
    }

    fn erased_here(&self, moving: &Moving) -> Result<bool, DiaryError> {
        self.store.read(|reader| match super::file::seq_of(reader, moving.arrives_as()) {
            Err(DiaryError::Erased) => Ok(true),
            Ok(_) | Err(DiaryError::NoSuchEntry) => Ok(false),
            Err(error) => Err(error),
        })
    }

    /// Seals the media files that the entry has and that no operation names here yet.
    fn seal_again(&self, giver: &Self, moving: &Moving, said: &[About]) -> Result<Sealed<'_>, DiaryError> {
        let mut sealed = Sealed::new();
        for one in said {
            let Meaning::MediaAdded(added) = &one.meaning else { continue };
            let id = moving.id_of(one.operation.id);
            let here = self.store.read::<_, StoreError>(|reader| place(reader, id))?;
            if here.is_some() || giver.attachment(added.media)?.is_none() {
                continue;
            }
            let mut source = giver.media(added.media)?;
            let prepared = Prepared::as_it_is(added.kind, added.length);
            let (file, claim) = self.store_media(&prepared, &mut source, &mut |_, _| {})?;
            if (file.length, file.hash) != (added.length, added.hash) {
                return Err(MediaError::AnotherContent.into());
            }
            sealed.insert(added.media, (file, claim));
        }
        Ok(sealed)
    }

    /// Writes one operation again, and its rows; `false` for one that means nothing here.
    fn write_again(
        &self,
        journal: &mut JournalTx<'_, '_>,
        moving: &Moving,
        one: &About,
        said: &[About],
        sealed: &Sealed<'_>,
    ) -> Result<bool, DiaryError> {
        let malformed = || StoreError::Malformed(FileKind::Diary);
        let entry = moving.arrives_as();
        let identity = moving.record.as_ref().map(|record| keyed_identity(&self.identity_key, record));
        // What it says here.
        let here = match &one.meaning {
            Meaning::Added(added) => Meaning::Added(Added { content: added.content.clone(), identity }),
            Meaning::Amended(amended) => Meaning::Amended(Amended {
                entry,
                replaces: amended.replaces.iter().map(|id| moving.id_of(*id)).collect(),
                content: amended.content.clone(),
            }),
            Meaning::MediaAdded(added) => {
                let media = match sealed.get(&added.media) {
                    Some((file, _)) => file.id,
                    // It was removed before; that there was one is part of the history.
                    None => MediaId::random(self.journal.entropy())?,
                };
                Meaning::MediaAdded(MediaAdded { media, entry, ..added.clone() })
            }
            Meaning::MediaRemoved(MediaRemoved { media }) => {
                let media = named_here(journal.tx(), moving, said, *media)?.ok_or_else(malformed)?;
                Meaning::MediaRemoved(MediaRemoved { media })
            }
            Meaning::MovedIn(came) => Meaning::MovedIn(MovedIn {
                entry,
                operations: came.operations.iter().map(|id| moving.id_of(*id)).collect(),
            }),
            Meaning::Retracted(taken) => Meaning::Retracted(Retracted { entry, ..taken.clone() }),
            Meaning::Objected(objected) => Meaning::Objected(Objected { entry, ..objected.clone() }),
            Meaning::Series(series) => Meaning::Series(SeriesAdded { entry, ..series.clone() }),
            Meaning::Profile(_)
            | Meaning::Erased(_)
            | Meaning::Salvaged(_)
            | Meaning::Defined(_)
            | Meaning::Other => {
                return Ok(false);
            }
        };
        let header = one.operation.header.clone().ok_or_else(malformed)?;
        let change = Change {
            id: Some(moving.id_of(one.operation.id)),
            kind: header.kind,
            version: header.version,
            author: header.author.clone(),
            body: body(&here),
            reason: one.operation.reason.clone(),
            raw: one.operation.raw.clone(),
        };
        let (seq, ..) = journal.append_copy(change, header)?;
        let tx = journal.tx();
        let at = || place(tx, entry.into())?.ok_or(DiaryError::NoSuchEntry);
        match &here {
            Meaning::Added(added) => project::add(tx, seq, &added.content, added.identity.as_ref())?,
            Meaning::Amended(_) => project::amend(tx, seq, at()?)?,
            Meaning::MediaAdded(added) => project::add_media(tx, seq, added.media, at()?)?,
            Meaning::MediaRemoved(removed) => project::remove_media(tx, seq, removed.media)?,
            Meaning::MovedIn(_) => project::moved_in(tx, seq, at()?)?,
            Meaning::Retracted(_) => project::beside(tx, seq, at()?, RETRACT)?,
            Meaning::Objected(_) => project::beside(tx, seq, at()?, OBJECT)?,
            Meaning::Series(_) => project::beside(tx, seq, at()?, SERIES)?,
            Meaning::Profile(_)
            | Meaning::Erased(_)
            | Meaning::Salvaged(_)
            | Meaning::Defined(_)
            | Meaning::Other => {}
        }
        Ok(true)
    }
}

/// The bytes of what an operation about an entry says.
fn body(says: &Meaning) -> Vec<u8> {
    match says {
        Meaning::Added(body) => cbor::encode(body),
        Meaning::Amended(body) => cbor::encode(body),
        Meaning::MediaAdded(body) => cbor::encode(body),
        Meaning::MediaRemoved(body) => cbor::encode(body),
        Meaning::MovedIn(body) => cbor::encode(body),
        Meaning::Retracted(body) => cbor::encode(body),
        Meaning::Objected(body) => cbor::encode(body),
        Meaning::Series(body) => cbor::encode(body),
        Meaning::Profile(_)
        | Meaning::Erased(_)
        | Meaning::Salvaged(_)
        | Meaning::Defined(_)
        | Meaning::Other => Vec::new(),
    }
}

/// The name here of a media file that the giver has, or had.
fn named_here(
    source: &impl Read,
    moving: &Moving,
    said: &[About],
    media: MediaId,
) -> Result<Option<MediaId>, DiaryError> {
    let adds = |one: &&About| matches!(&one.meaning, Meaning::MediaAdded(added) if added.media == media);
    let Some(added) = said.iter().find(adds) else { return Ok(None) };
    let here = journal::by_id(source, moving.id_of(added.operation.id))?;
    Ok(match here.map(|here| meaning(&here)).transpose()? {
        Some(Meaning::MediaAdded(added)) => Some(added.media),
        _ => None,
    })
}

fn place(source: &impl Read, id: OperationId) -> Result<Option<i64>, StoreError> {
    source.one("SELECT seq FROM operations WHERE id = ?1", [id.as_bytes()], |row| row.get(0))
}
