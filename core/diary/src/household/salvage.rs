//! Copying what is left of a damaged household into a new one.
//!
//! The new household has keys of its own and one new writer. People, devices and entries keep their ids, entries their
//! history; what a person decided about records stays behind, because nothing waits any more for what was decided. The damaged
//! household is not touched.

use std::collections::BTreeMap;
use std::path::Path;

use super::check::{Check, Survey, Surveyed, survey};
use super::error::HouseholdError;
use super::files;
use super::home::{Household, Outside, append_copy};
use super::operation::{DeviceDescribed, Meaning, PersonAdded, SALVAGED, meaning};
use super::receive::receive;
use super::track::Track;
use crate::cbor;
use crate::device::Received;
use crate::diary::{LeftOfDiary, LeftOfMedia, MediaLeft};
use crate::id::{DeviceId, HouseholdId, PersonId, SealingKeyId};
use crate::journal::{Author, Change, Header, Operation, Remains};
use crate::ports::Followed;
use crate::store::{RawRow, Value};
use crate::vault::{
    Argon2Cost, FilePurpose, Installation, NewSlot, Passphrase, RecoveryCode, SealContext, Unlock,
};

/// How the new household is opened; the shell shows the code once and keeps the installation.
#[derive(Debug)]
pub struct NewHousehold {
    /// The new recovery code.
    pub code: RecoveryCode,
    /// This installation's marker.
    pub installation: Installation,
    /// What opens files that have a lock of their own there too, beside the secret that opened them before: a new code for
    /// each whose passphrase was given.
    pub own: Vec<(FilePurpose, RecoveryCode)>,
}

/// What was salvaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalvageReport {
    /// What the damaged household still held.
    pub found: Check,
    /// Everyone in the new household, with what was taken over of their diary.
    pub people: Vec<(PersonId, String, LeftOfDiary)>,
    /// What was taken over of what is sealed of people.
    pub sealed: Vec<(PersonId, LeftOfDiary)>,
    /// Media files of diaries and of what is sealed: whose, whether sealed, and what was taken over.
    pub media: Vec<(PersonId, bool, LeftOfMedia)>,
    /// Files with a lock of their own that no secret was given for: they are not in the new household.
    pub left_out: Vec<FilePurpose>,
    /// Devices taken over.
    pub devices: u64,
    /// Received records that wait in the new inbox.
    pub waiting: u64,
    /// Received records that could not be opened, or whose device is lost.
    pub waiting_lost: u64,
    /// Whether a check of the new household found everything in order.
    pub sound: bool,
}

/// What becomes of the inbox that the household's operations speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inbox {
    /// It is another one: nothing waits any more for what was decided.
    Anew,
    /// It is this household's still, or its numbers go on.
    Stays,
}

/// The body of the first operation of the new household: what it goes on from.
#[derive(Debug, minicbor::Encode)]
#[cbor(array)]
struct Salvaged {
    #[n(0)]
    from: HouseholdId,
    /// Writer, number and hash of the newest known operation of each chain.
    #[n(1)]
    heads: Vec<(minicbor::bytes::ByteArray<32>, u64, minicbor::bytes::ByteArray<32>)>,
    /// Writer, first and last number of what was lost.
    #[n(2)]
    lost: Vec<(minicbor::bytes::ByteArray<32>, u64, u64)>,
}

/// Copies what can be read of the household in `from` into a new one in `to`, a new or empty folder elsewhere.
///
/// `secret` opens the damaged one, `own` what has a lock of its own there, `passphrase` the new one. What `own` opened has a
/// lock of its own in the new household too, which takes the same secret. Nothing in `from` is changed, not even a lock.
///
/// # Errors
/// As [`check`](super::check()) for `from` and [`Household::create`] for `to`; [`HouseholdError::Inside`]. On an error nothing
/// is left in `to`.
pub fn salvage(
    from: &Path,
    secret: Unlock<'_>,
    own: &[Unlock<'_>],
    to: &Path,
    passphrase: &Passphrase,
    cost: Argon2Cost,
    outside: &Outside,
) -> Result<(SalvageReport, NewHousehold), HouseholdError> {
    salvage_followed((from, secret, own), (to, passphrase, cost), outside, &Followed::default())
}

/// As [`salvage`], until whoever follows stops it: out of a damaged household, which opens with these secrets, into a new one.
///
/// # Errors
/// As there; [`StoreError::Stopped`](crate::store::StoreError::Stopped).
pub fn salvage_followed(
    (from, secret, own): (&Path, Unlock<'_>, &[Unlock<'_>]),
    (to, passphrase, cost): (&Path, &Passphrase, Argon2Cost),
    outside: &Outside,
    followed: &Followed,
) -> Result<(SalvageReport, NewHousehold), HouseholdError> {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if whole(to).starts_with(from.canonicalize().unwrap_or_else(|_| whole(from))) {
        return Err(HouseholdError::Inside);
    }
    // Read, written anew, and read there once more.
    let mut track = Track::of(followed, 3 * files::bytes_in(from));
    let survey = survey(from, secret, own, &mut track)?;
    let (code, installation) = Household::create(to, passphrase, cost, outside)?;
    let locks = Locks { own, cost, codes: Vec::new() };
    let filled = fill((from, to), &survey, &code, &installation, locks, outside, (followed, &mut track));
    if filled.is_err() {
        // This call made it, and nobody was shown the code.
        let _ = std::fs::remove_dir_all(to);
    }
    let (report, own) = filled?;
    track.finish();
    Ok((report, NewHousehold { code, installation, own }))
}

/// The secrets of locks of their own, and the codes that they get.
struct Locks<'a> {
    own: &'a [Unlock<'a>],
    cost: Argon2Cost,
    codes: Vec<(FilePurpose, RecoveryCode)>,
}

fn fill(
    (from, to): (&Path, &Path),
    survey: &Survey,
    code: &RecoveryCode,
    installation: &Installation,
    mut locks: Locks<'_>,
    outside: &Outside,
    (followed, track): (&Followed, &mut Track<'_>),
) -> Result<(SalvageReport, Vec<(FilePurpose, RecoveryCode)>), HouseholdError> {
    let (secret, installation) = (Unlock::Recovery(code), installation.duplicate());
    let household = Household::unlock(to, secret, Some(installation), outside.clone())?.household;
    let of = |purpose| survey.files.iter().filter(move |file: &&Surveyed| file.purpose == purpose);
    for file in of(FilePurpose::Household) {
        household.begin_salvaged(survey.vault.household(), &file.remains)?;
    }
    let (mut people, mut sealed) = (Vec::new(), Vec::new());
    let (mut media, mut left_out, mut found) = (Vec::new(), Vec::new(), survey.check.clone());
    for file in &survey.files {
        let (FilePurpose::Diary { person } | FilePurpose::Sealed { person }) = file.purpose else { continue };
        if file.check.own_lock {
            left_out.push(file.purpose);
            continue;
        }
        let is_sealed = file.check.sealed;
        let Some((name, header)) = who(survey, file, people.len() + 1) else { continue };
        let is_known = household.people()?.iter().any(|known| known.id == person);
        if let Some(number) = file.opened_by {
            locks.make(&household, file.purpose, person, number)?;
        }
        if !is_known {
            // What is sealed of somebody whose diary stays out is theirs all the same: that begins empty.
            if is_sealed || file.opened_by.is_none() {
                household.create_diary(person)?;
            }
            household.take_name(person, &name, header)?;
        }
        let diary = household.opened(file.purpose)?;
        // Media are read and sealed anew below, not taken as they are.
        let taken = diary.take_over(file.id, &file.remains, MediaLeft::StaysBehind)?;
        track.further(files::bytes_of(&files::path(from, survey.vault.file(file.purpose)?)))?;
        let left = file.media(from, &survey.vault);
        let files = diary.take_over_media(&left, &mut |bytes| track.further(bytes))?;
        found.note_media(file, &files);
        media.push((person, is_sealed, files));
        if is_sealed { sealed.push((person, taken)) } else { people.push((person, name, taken)) }
    }
    for file in of(FilePurpose::Household) {
        for operation in &file.remains.operations {
            household.take_operation(operation, Inbox::Anew)?;
        }
    }
    household.tell_inbox()?;
    let devices = household.all_devices()?.len() as u64;
    let (mut waiting, mut waiting_lost) = (0, 0);
    for file in of(FilePurpose::Inbox) {
        // A record may stand in the file and once more in its log.
        let records: BTreeMap<u64, SealedRow<'_>> =
            file.rows.iter().filter_map(SealedRow::of).map(|record| (record.number, record)).collect();
        for record in records.into_values() {
            if household.take_record(survey, &record) { waiting += 1 } else { waiting_lost += 1 }
        }
    }
    let sound = household.verify_followed(&followed.quietly())?.findings.is_empty();
    household.close()?;
    let report =
        SalvageReport { found, people, sealed, media, left_out, devices, waiting, waiting_lost, sound };
    Ok((report, locks.codes))
}

/// The name of a diary's person, and when and by whom they were added; an empty diary of nobody is nobody's.
fn who(survey: &Survey, diary: &Surveyed, number: usize) -> Option<(String, Option<Header>)> {
    let person = diary.check.person?;
    let added = survey
        .files
        .iter()
        .filter(|file| file.purpose == FilePurpose::Household)
        .flat_map(|file| &file.remains.operations)
        .find(|operation| PersonId::from(operation.id) == person);
    match (added, added.map(meaning)) {
        (Some(operation), Some(Ok(Meaning::PersonAdded(added)))) => {
            Some((added.name, operation.header.clone()))
        }
        _ if diary.remains.operations.is_empty() && diary.check.lost.is_empty() => None,
        _ => Some((format!("Person {number}"), None)),
    }
}

impl Locks<'_> {
    /// Makes an empty file under a lock of its own that takes the secret which opened the damaged one.
    fn make(
        &mut self,
        household: &Household,
        file: FilePurpose,
        person: PersonId,
        number: usize,
    ) -> Result<(), HouseholdError> {
        let fresh = household.draw_recovery_code()?;
        let (secrets, is_fresh) = match self.own.get(number) {
            Some(Unlock::Recovery(code)) => (vec![NewSlot::Recovery(code)], false),
            Some(Unlock::Passphrase(known)) if known.check_new().is_ok() => {
                (vec![NewSlot::Passphrase(known, self.cost), NewSlot::Recovery(&fresh)], true)
            }
            // A passphrase that nobody may choose today, or a phone's key store, which has to be asked anew.
            _ => (vec![NewSlot::Recovery(&fresh)], true),
        };
        household.make_locked(file, person, &secrets)?;
        if is_fresh {
            self.codes.push((file, fresh));
        }
        Ok(())
    }
}

impl Household {
    pub(super) fn begin_salvaged(&self, from: HouseholdId, remains: &Remains) -> Result<(), HouseholdError> {
        let heads = remains.heads.iter();
        let lost = remains.lost.iter();
        let body = Salvaged {
            from,
            heads: heads
                .map(|head| ((*head.writer.as_bytes()).into(), head.number, head.hash.into()))
                .collect(),
            lost: lost.map(|lost| ((*lost.writer.as_bytes()).into(), lost.from, lost.to)).collect(),
        };
        self.record(Change {
            id: None,
            kind: SALVAGED,
            version: 1,
            author: Author::PROGRAM,
            body: cbor::encode(&body),
            reason: None,
            raw: None,
        })?;
        Ok(())
    }

    /// That a person is there, in the words of whoever added them, where these are known. Their diary is there already.
    pub(super) fn take_name(
        &self,
        person: PersonId,
        name: &str,
        header: Option<Header>,
    ) -> Result<(), HouseholdError> {
        let mut change = PersonAdded { name: name.to_owned() }.change(Author::HOUSEHOLD);
        change.id = Some(person.into());
        match header {
            Some(header) => self.record_copy(change, header),
            None => self.record(change).map(drop),
        }
    }

    /// What the household knew of devices, places and sharing; people are there already.
    pub(super) fn take_operation(&self, operation: &Operation, inbox: Inbox) -> Result<(), HouseholdError> {
        let devices = self.all_devices()?;
        let known = |id: DeviceId| devices.iter().any(|device| device.id == id);
        // A device whose first description is lost begins with the earliest that is not.
        let mut begins = None;
        let wanted = match meaning(operation) {
            Ok(Meaning::DeviceDescribed(described)) => {
                begins = described.known.filter(|id| !known(*id)).map(|id| (id, described.description));
                true
            }
            Ok(Meaning::SlotAssigned(assigned)) => {
                known(assigned.device) && self.people()?.iter().any(|person| person.id == assigned.person)
            }
            Ok(Meaning::RoleSet(set)) => self.people()?.iter().any(|person| person.id == set.person),
            Ok(Meaning::DeviceForgotten(forgotten)) => known(forgotten.device),
            Ok(Meaning::Synced(synced)) => known(synced.device),
            Ok(Meaning::ClockRead(read)) => known(read.device),
            Ok(Meaning::NewestCame(came)) => known(came.device),
            Ok(Meaning::DeviceTold(told)) => known(told.device),
            Ok(Meaning::Sighted(_) | Meaning::Shared(_) | Meaning::OnlyOf(_)) => true,
            // Decisions about records, numbers of an inbox, and backups of this very household.
            Ok(
                Meaning::Decided(_) | Meaning::Drained(_) | Meaning::BackedUp(_) | Meaning::RestoredFrom(_),
            ) => inbox == Inbox::Stays,
            _ => false,
        };
        let (Some((mut change, header)), true) = (operation.again(), wanted) else { return Ok(()) };
        if let Some((id, description)) = begins {
            change.id = Some(id.into());
            change.body = cbor::encode(&DeviceDescribed { known: None, description });
        }
        self.record_copy(change, header)
    }

    fn record_copy(&self, change: Change, header: Header) -> Result<(), HouseholdError> {
        self.journal.write(&self.store, |journal| append_copy(journal, change, header))
    }

    /// Seals a record that waited to a key of the new household; whether it could be opened and has its device.
    fn take_record(&self, survey: &Survey, record: &SealedRow<'_>) -> bool {
        let Ok(key) = survey.vault.sealing_private(record.recipient) else { return false };
        let context = SealContext {
            household: survey.vault.household(),
            key: record.recipient,
            sequence: record.number,
        };
        let opened = key.open(&context, record.sealed).ok();
        let item = opened.and_then(|bytes| Received::from_bytes(&bytes).ok());
        item.is_some_and(|item| receive(self.inbox(), record.device, &item).is_ok())
    }
}

/// A row of the inbox's records.
struct SealedRow<'a> {
    number: u64,
    device: DeviceId,
    recipient: SealingKeyId,
    sealed: &'a [u8],
}

impl<'a> SealedRow<'a> {
    fn of(row: &'a RawRow) -> Option<Self> {
        let [_, device, recipient, fingerprint, sealed] = row.values.as_slice() else { return None };
        fingerprint.exactly::<16>()?;
        Some(Self {
            number: row.key.and_then(|key| u64::try_from(key).ok())?,
            device: DeviceId::from_bytes(device.exactly()?),
            recipient: SealingKeyId::from_bytes(recipient.exactly()?),
            sealed: Value::bytes(sealed)?,
        })
    }
}
