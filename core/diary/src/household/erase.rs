//! Erasing an entry in every file of the household, and saying where it may remain.

use super::devices::Device;
use super::error::HouseholdError;
use super::hand_on::Step;
use super::home::{Household, lock};
use super::known_backups::KnownBackup;
use super::people::Sharing;
use super::reading::RawReading;
use super::receive::{known_by, recording_known_by};
use super::roles::Act;
use crate::device::{Received, What};
use crate::diary::{Diary, DiaryError, Erasure};
use crate::id::{EntryId, PersonId};
use crate::vault::{FilePurpose, keyed_identity};

/// What was erased, and where it may remain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureReceipt {
    /// Whose entry it was.
    pub person: PersonId,
    /// Which entry.
    pub entry: EntryId,
    /// When it was erased, by the phone's wall clock, milliseconds since 1970-01-01T00:00:00Z.
    pub erased_ms: i64,
    /// How many versions went: 1, and one for each correction and each time it was placed anew.
    pub versions: u64,
    /// Whether what a device sent went with it.
    pub raw: bool,
    /// How many media files that it had, or once had, went with it.
    pub media: u64,
    /// How many copies that waited in the inbox beside the entry went with it.
    pub waiting: u64,
    /// Where it may remain; nothing here can be reached by this program alone.
    pub may_remain: Vec<MayRemain>,
}

/// A place that an erasure does not reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MayRemain {
    /// Beside the files: a log that could not be emptied, or a copy from before an upgrade that could not be removed. Both
    /// are encrypted, and go when the household is closed.
    Beside,
    /// The file could not be given a new key: the phone's storage may keep what was overwritten, under the key that still
    /// opens the file. The next renewal ends that.
    Storage,
    /// Copies of the folder that were made before.
    Copies,
    /// Backups that the household remembers and that were not made again since: each loses it at its next run.
    Backups(Vec<KnownBackup>),
    /// Media files of the entry could not be removed: they are there, encrypted, until the next one is added or removed.
    Media,
    /// What left the household since the entry was written, by the sharing log; the oldest first.
    Shared(Vec<Sharing>),
    /// What the household notes of the device's clock can tell when it was measured, and never what.
    DeviceClock,
}

impl MayRemain {
    /// The stable word for it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Beside => "beside",
            Self::Storage => "storage",
            Self::Copies => "copies",
            Self::Backups(_) => "backups",
            Self::Media => "media",
            Self::Shared(_) => "exports",
            Self::DeviceClock => "device-clock",
        }
    }
}

/// What the receipt of an erasure rests on; read before, so that nothing keeps the receipt back once the entry is gone.
pub(super) struct Before {
    /// Copies that waited in the inbox and went.
    pub(super) waiting: u64,
    sharing: Vec<Sharing>,
    backups: Vec<KnownBackup>,
    /// When a device's record came, by the phone's wall clock.
    came_ms: Option<i64>,
}

impl Household {
    /// Erases an entry of a person: every version of it, its media files, and what a device sent for it, also where that still
    /// waits.
    ///
    /// Then the diary's file is made anew under a new key ([`Household::renew`]), which takes as long as reading it four
    /// times. What stays is that there was an entry, by random ids, when it was erased, and the keyed identity of a device's
    /// record, so that it does not come back. There is no way back. Killed at any step, the entry is there whole or it is
    /// gone; what is left to do is done when it is erased again.
    ///
    /// # Errors
    /// [`DiaryError::NoSuchEntry`](crate::diary::DiaryError::NoSuchEntry),
    /// [`DiaryError::Erased`](crate::diary::DiaryError::Erased) once what was left to do is done;
    /// [`HouseholdError::NoSuchPerson`], [`HouseholdError::NotAllowed`], and whatever a file says; then the entry is not erased.
    pub fn erase_entry(&self, person: PersonId, entry: EntryId) -> Result<ErasureReceipt, HouseholdError> {
        self.erase_in(person, FilePurpose::Diary { person }, entry)
    }

    /// As [`Household::erase_entry`], for an entry in what is sealed of a person, which has to be open.
    ///
    /// # Errors
    /// As there; [`HouseholdError::NothingSealed`], [`OwnLockShut`](crate::vault::VaultError::OwnLockShut).
    pub fn erase_sealed(&self, person: PersonId, entry: EntryId) -> Result<ErasureReceipt, HouseholdError> {
        self.erase_in(person, FilePurpose::Sealed { person }, entry)
    }

    fn erase_in(
        &self,
        person: PersonId,
        file: FilePurpose,
        entry: EntryId,
    ) -> Result<ErasureReceipt, HouseholdError> {
        self.allow(Act::Erase, Some(person))?;
        // Nothing is handed on, and nothing placed anew, in between.
        let _one_at_a_time = lock(&self.handing_on);
        let diary = self.opened(file)?;
        // It is there: what waits beside it in the inbox is a copy.
        if let Err(error) = diary.history(entry) {
            if error == DiaryError::Erased {
                // What a kill kept the erasure from.
                diary.clear_erased();
                self.renew(file)?;
            }
            return Err(error.into());
        }
        let waiting = self.remove_copies(person, entry)?;
        let before = self.before_erasing(&diary, entry, waiting)?;
        let erasure = diary.erase(entry, self.author())?;
        Ok(self.receipt(file, &diary, entry, &erasure, before))
    }

    /// Removes the copies of an entry that wait in the inbox, and says how many there were.
    pub(super) fn remove_copies(&self, person: PersonId, entry: EntryId) -> Result<u64, HouseholdError> {
        let waiting = self.copies_waiting(person, entry)?;
        self.note_drained(&waiting)?;
        let used = self.inbox.remove(&waiting)?;
        lock(&self.used_keys).extend(used);
        Ok(waiting.len() as u64)
    }

    pub(super) fn before_erasing(
        &self,
        diary: &Diary,
        entry: EntryId,
        waiting: u64,
    ) -> Result<Before, HouseholdError> {
        let (sharing, backups) = (self.sharing_log()?, self.backups()?);
        Ok(Before { waiting, sharing, backups, came_ms: came_ms(diary.raw(entry)?) })
    }

    /// Gives the file that an entry was erased from a new key, and says where the entry may remain.
    pub(super) fn receipt(
        &self,
        file: FilePurpose,
        diary: &Diary,
        entry: EntryId,
        erasure: &Erasure,
        before: Before,
    ) -> ErasureReceipt {
        let Before { waiting, sharing, mut backups, came_ms } = before;
        let person = diary.person();
        let inbox_emptied = self.inbox.forget_older().is_ok();
        // The key that a copy was sealed to goes too, where nothing else needs it; else with the next hand-on.
        let _ = self.renew_sealing(Step::Dropped);
        let mut may_remain = vec![MayRemain::Copies];
        // Whatever the storage keeps of the old file, no key of the household opens it any more.
        if self.renew(file).is_err() {
            may_remain.insert(0, MayRemain::Storage);
        }
        if !(erasure.beside_cleared && inbox_emptied) {
            may_remain.insert(0, MayRemain::Beside);
        }
        // As an entry, whatever the clock said; or as a record that waited, since it came.
        let (writer, number) = erasure.place;
        let as_entry = |known: &KnownBackup| {
            known
                .heads
                .iter()
                .any(|(file, head)| (*file, head.writer) == (diary.file(), writer) && head.number >= number)
        };
        // A backup of one person has nothing that waited.
        let as_record =
            |known: &KnownBackup| known.only.is_none() && came_ms.is_some_and(|came| known.at_ms >= came);
        backups.retain(|known| as_entry(known) || as_record(known));
        if !backups.is_empty() {
            may_remain.push(MayRemain::Backups(backups));
        }
        let shared: Vec<Sharing> = sharing
            .into_iter()
            .filter(|shared| shared.people.contains(&person) && shared.at_ms >= erasure.written_ms)
            .filter(|shared| shared.is_of_sealed() == matches!(file, FilePurpose::Sealed { .. }))
            .collect();
        if !erasure.media_removed {
            may_remain.push(MayRemain::Media);
        }
        if !shared.is_empty() {
            may_remain.push(MayRemain::Shared(shared));
        }
        if erasure.raw {
            may_remain.push(MayRemain::DeviceClock);
        }
        ErasureReceipt {
            person,
            entry,
            erased_ms: erasure.erased_ms,
            versions: erasure.versions,
            raw: erasure.raw,
            media: erasure.media,
            waiting,
            may_remain,
        }
    }

    /// Numbers of the inbox whose record is this entry: a landmark of its session, or what a kill left to remove.
    pub(super) fn copies_waiting(
        &self,
        person: PersonId,
        entry: EntryId,
    ) -> Result<Vec<u64>, HouseholdError> {
        let devices = self.all_devices()?;
        let mut copies = Vec::new();
        for item in self.open_inbox(&mut Vec::new())? {
            let device = devices.iter().find(|device| device.id == item.device);
            let Some(Device { id, description, .. }) = device else { continue };
            let record = match item.received.what {
                What::Record => known_by(&description.identity, *id, &item.received),
                What::Segment => recording_known_by(&description.identity, *id, &item.received),
                What::ClockPair { .. } | What::DeviceInfo | What::Ended => continue,
            };
            let decided = self.decision(keyed_identity(&self.identity_key, &record))?;
            if decided == Some((person, entry)) {
                copies.push(item.number);
            }
        }
        Ok(copies)
    }
}

/// When a device's record came, by the phone's wall clock.
fn came_ms(raw: Option<Vec<u8>>) -> Option<i64> {
    let raw = RawReading::from_bytes(&raw?)?;
    Some(Received::from_bytes(&raw.record).ok()?.at.wall_ms)
}
