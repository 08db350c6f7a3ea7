//! Moving an entry from one file to another: to another person, or into what is sealed of one.
//!
//! No transaction spans the two. The intent stands in the household first; then the receiver takes the entry over, with
//! everything that was ever said of it; then it is erased at the giver; then the household notes that it is done, and whose the
//! device's record is from now on. A kill anywhere leaves the entry at the giver, at both, or at the receiver, and the next
//! unlock, or opening of the lock that is shut, does the rest.

use std::sync::Arc;

use super::erase::ErasureReceipt;
use super::error::HouseholdError;
use super::home::{Household, lock};
use super::operation::{self, Decision, Meaning, meaning};
use super::project::MALFORMED;
use super::reading::RawReading;
use super::receive::known_by;
use super::roles;
use crate::device::Received;
use crate::diary::{Diary, DiaryError, Moving, Source, explained};
use crate::id::{EntryId, OperationId, PersonId};
use crate::journal::{self, Author, Change};
use crate::store::Read;
use crate::vault::{FilePurpose, keyed_identity};

/// A file that entries are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub enum Place {
    /// A person's diary.
    #[n(0)]
    Diary(#[n(0)] PersonId),
    /// What is sealed of a person.
    #[n(1)]
    Sealed(#[n(0)] PersonId),
}

impl Place {
    fn file(self) -> FilePurpose {
        match self {
            Self::Diary(person) => FilePurpose::Diary { person },
            Self::Sealed(person) => FilePurpose::Sealed { person },
        }
    }
}

/// An entry that was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its id where it is now.
    pub entry: EntryId,
    /// What went at the giver, and where it may remain; `None` where it had gone before this call.
    pub receipt: Option<ErasureReceipt>,
}

/// The steps of a move, each durable before the next; a kill can come between any two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// That it goes, and where to, stands in the household.
    Decided,
    /// The receiver has it, with its media files.
    Received,
    /// Copies of it that waited in the inbox are gone.
    Removed,
    /// It is erased at the giver.
    Erased,
    /// The giver's file has a new key.
    Renewed,
    /// The household knows that it is done.
    Noted,
}

/// A move that was decided.
#[derive(Debug)]
pub(super) struct Act {
    id: OperationId,
    moving: operation::Moving,
    author: Author,
    reason: Option<String>,
    done: bool,
}

impl Household {
    /// Moves an entry to another file with its whole history: every version with its author, time and reason, what a device
    /// sent, and its media files. At the giver it is erased, as by [`Household::erase_entry`].
    ///
    /// Killed at any step, the next unlock does the rest, or the opening of the lock that is shut then. Asking again does it
    /// too, and changes nothing where it is done. A record that the device sends again comes back in neither file. The
    /// reason stands with the entry; the household keeps it only where neither file has a lock of its own.
    ///
    /// # Errors
    /// [`DiaryError::NoReason`], [`DiaryError::TooManyWords`], [`HouseholdError::SamePlace`], [`HouseholdError::NoSuchPerson`],
    /// [`HouseholdError::NotAllowed`], [`HouseholdError::NothingSealed`], [`VaultError::OwnLockShut`](crate::vault::VaultError::OwnLockShut),
    /// [`DiaryError::NoSuchEntry`], [`DiaryError::Erased`], [`DiaryError::WrongMedia`], [`HouseholdError::OnItsWay`], with
    /// nothing changed; and whatever a file says later: the entry is whole at the giver or at the receiver then.
    pub fn move_entry(
        &self,
        from: Place,
        entry: EntryId,
        to: Place,
        reason: &str,
    ) -> Result<Moved, HouseholdError> {
        self.move_entry_until(from, entry, to, reason, Step::Noted)
    }

    /// Does the steps of a move up to and with `last`; stopping earlier is what a kill does.
    pub(super) fn move_entry_until(
        &self,
        from: Place,
        entry: EntryId,
        to: Place,
        reason: &str,
        last: Step,
    ) -> Result<Moved, HouseholdError> {
        explained(reason)?;
        if from == to {
            return Err(HouseholdError::SamePlace);
        }
        let (Place::Diary(giver) | Place::Sealed(giver), Place::Diary(receiver) | Place::Sealed(receiver)) =
            (from, to);
        self.allow(roles::Act::Erase, Some(giver))?;
        self.allow(roles::Act::Add, Some(receiver))?;
        // Nothing is handed on, placed anew, erased or backed up in between.
        let _one_at_a_time = lock(&self.handing_on);
        let (giver, receiver) = (self.opened(from.file())?, self.opened(to.file())?);
        let act = match self.act_on(entry)? {
            Some(before) if before.moving.from == from && before.moving.to == to => {
                Act { reason: before.reason.or_else(|| Some(reason.to_owned())), ..before }
            }
            Some(before) if !before.done => return Err(HouseholdError::OnItsWay),
            Some(_) | None => {
                // A file that cannot be read would hold the move up for ever.
                giver.check_media_of(entry)?;
                let moving = operation::Moving { entry, from, to };
                let told = (!self.has_own_lock(from) && !self.has_own_lock(to)).then(|| reason.to_owned());
                let author = self.author();
                let id = self.record(Change { reason: told, ..moving.change(author.clone()) })?;
                Act { id, moving, author, reason: Some(reason.to_owned()), done: false }
            }
        };
        let moved = self.carry_out(&act, &giver, &receiver, last)?;
        if last == Step::Noted {
            // It may have been erased or moved on since, or erased before anything was taken over.
            receiver.history(moved.entry)?;
        }
        Ok(moved)
    }

    /// Finishes what a kill left of moves, where both files can be opened; the others wait for their locks.
    ///
    /// What keeps one from being finished keeps nothing else: the entry is whole at the giver or at the receiver, and the
    /// next time it is tried again.
    pub(super) fn finish_moves(&self) {
        let _one_at_a_time = lock(&self.handing_on);
        for act in self.acts("done IS NULL", []).unwrap_or_default() {
            let (from, to) = (act.moving.from.file(), act.moving.to.file());
            if let (Ok(giver), Ok(receiver)) = (self.opened(from), self.opened(to)) {
                let _ = self.carry_out(&act, &giver, &receiver, Step::Noted);
            }
        }
    }

    /// The steps after the decision.
    fn carry_out(
        &self,
        act: &Act,
        giver: &Arc<Diary>,
        receiver: &Arc<Diary>,
        last: Step,
    ) -> Result<Moved, HouseholdError> {
        let mut moving = Moving {
            act: act.id,
            entry: act.moving.entry,
            author: act.author.clone(),
            reason: act.reason.clone(),
            record: None,
        };
        let mut moved = Moved { entry: moving.arrives_as(), receipt: None };
        if act.done || last == Step::Decided {
            return Ok(moved);
        }
        let from = act.moving.from.file();
        match record_of(giver, moving.entry) {
            Ok(record) => {
                moving.record = record;
                receiver.take_in(giver, &moving)?;
                if last == Step::Received {
                    return Ok(moved);
                }
                let waiting = self.remove_copies_of(moving.record.as_deref())?;
                if last == Step::Removed {
                    return Ok(moved);
                }
                let before = self.before_erasing(giver, moving.entry, waiting)?;
                // What somebody said of it meanwhile goes with it.
                let erasure = giver.erase_moved(receiver, &moving)?;
                if last == Step::Erased {
                    return Ok(moved);
                }
                moved.receipt = Some(self.receipt(from, giver, moving.entry, &erasure, before));
            }
            // A kill came later.
            Err(DiaryError::Erased) => {}
            Err(error) => return Err(error.into()),
        }
        if moved.receipt.is_none() {
            // Which of the rest was done before the kill is not known.
            giver.clear_erased();
            self.inbox.forget_older()?;
            let _ = self.renew(from);
        }
        if last == Step::Renewed {
            return Ok(moved);
        }
        self.note_moved(act, receiver, moved.entry)?;
        Ok(moved)
    }

    /// Removes the copies of a record that wait in the inbox, whoever's it is, and says how many there were.
    fn remove_copies_of(&self, record: Option<&[u8]>) -> Result<u64, HouseholdError> {
        let Some(record) = record else { return Ok(0) };
        match self.decision(keyed_identity(&self.identity_key, record))? {
            Some((person, entry)) => self.remove_copies(person, entry),
            None => Ok(0),
        }
    }

    /// Notes that a move is done, and whose the record is: of what is sealed the giver goes on saying that it is known.
    fn note_moved(&self, act: &Act, receiver: &Diary, entry: EntryId) -> Result<(), HouseholdError> {
        let record = match record_of(receiver, entry) {
            Ok(record) => record,
            // Erased there since, or erased at the giver before anything was taken over.
            Err(DiaryError::Erased | DiaryError::NoSuchEntry) => None,
            Err(error) => return Err(error.into()),
        };
        let decision = match (act.moving.to, record) {
            (Place::Diary(person), Some(record)) => {
                Some(Decision { identity: keyed_identity(&self.identity_key, &record), person, entry })
            }
            (Place::Diary(_) | Place::Sealed(_), _) => None,
        };
        self.record(operation::Moved { decided: act.id, decision }.change(Author::PROGRAM))?;
        Ok(())
    }

    fn act_on(&self, entry: EntryId) -> Result<Option<Act>, HouseholdError> {
        Ok(self.acts("entry = ?1", [entry.as_bytes()])?.pop())
    }

    /// The moves of these rows, in order.
    pub(super) fn acts(
        &self,
        rows: &str,
        params: impl crate::store::Params,
    ) -> Result<Vec<Act>, HouseholdError> {
        self.store.read(|reader| {
            let sql = format!("SELECT id, done IS NOT NULL FROM moves WHERE {rows} ORDER BY id");
            let found = reader.all(&sql, params, |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))?;
            found
                .into_iter()
                .map(|(seq, done)| {
                    let decided = journal::by_seq(reader, seq)?.ok_or(MALFORMED)?;
                    let Meaning::Moving(moving) = meaning(&decided)? else { return Err(MALFORMED.into()) };
                    let author = decided.header.ok_or(MALFORMED)?.author;
                    Ok(Act { id: decided.id, moving, author, reason: decided.reason, done })
                })
                .collect()
        })
    }

    fn has_own_lock(&self, place: Place) -> bool {
        let vault = self.vault();
        vault.file(place.file()).is_ok_and(|file| vault.own_lock(file.id).is_some())
    }
}

/// What makes the device's record of an entry this record; `None` where somebody typed it.
fn record_of(diary: &Diary, entry: EntryId) -> Result<Option<Vec<u8>>, DiaryError> {
    let (raw, history) = (diary.raw(entry)?, diary.history(entry)?);
    let Some(Source::Device(provenance)) = history.first().map(|made| &made.content.source) else {
        return Ok(None);
    };
    let Some(raw) = raw.as_deref().and_then(RawReading::from_bytes) else { return Ok(None) };
    let item = Received::from_bytes(&raw.record).ok();
    Ok(item.map(|item| known_by(&raw.device.identity, provenance.device, &item)))
}
