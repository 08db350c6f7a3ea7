//! What of the household itself is in a backup of one person alone.
//!
//! The household's own file speaks of everyone, and its chain can be verified whole or not at all. So a household's file is
//! made for such a backup, by a writer of which nothing is kept, with what the household says of that person and of nobody else;
//! and an inbox in which nothing waits. `docs/decisions/0029` says what stays behind and why.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::devices::Slot;
use super::error::HouseholdError;
use super::home::{self, Household, append, append_copy};
use super::operation::{DeviceDescribed, Meaning, OnlyOf, meaning};
use super::project;
use crate::backup::{Snapshot, Source};
use crate::id::{DeviceId, PersonId};
use crate::inbox::Inbox;
use crate::journal::{self, Author, Operation, Writer};
use crate::store::{HOUSEHOLD, INBOX, Store, StoreError};
use crate::vault::{FileInfo, FilePurpose, Secret};

/// A household of one person, as far as it is not their own files.
pub(super) struct Alone {
    household: (FileInfo, Store),
    inbox: (FileInfo, Inbox),
}

impl Alone {
    /// Makes both files in a folder that has neither, under keys that nobody keeps.
    ///
    /// # Errors
    /// [`HouseholdError::NoSuchPerson`], and whatever a file says.
    pub(super) fn make(of: &Household, person: PersonId, scratch: &Path) -> Result<Self, HouseholdError> {
        of.store.read(|reader| project::person_row(reader, person))?;
        let theirs = Theirs::of(of, person)?;
        let (file, inbox_file) = {
            let vault = of.vault();
            (vault.file(FilePurpose::Household)?, vault.file(FilePurpose::Inbox)?)
        };
        let random = || Secret::random(&*of.outside.entropy);
        let path = scratch.join("household.db");
        let store = home::create_own_file(&path, &random()?, file.id, of.id(), random()?.expose())?;
        let writer = Arc::new(Writer::from_seed(random()?.expose()));
        home::journal(file.id, &writer, &of.outside).write::<_, HouseholdError>(&store, |journal| {
            append(journal, OnlyOf { person }.change(Author::PROGRAM))?;
            of.store.read(|reader| {
                journal::in_order(reader, |operation| {
                    if theirs.told(&operation)? { copy(journal, &operation, person) } else { Ok(()) }
                })
            })
        })?;
        let (path, entropy) = (scratch.join("inbox.db"), Arc::clone(&of.outside.entropy));
        let inbox = Inbox::create(&path, random()?.expose(), of.id(), entropy)?;
        Ok(Self { household: (file, store), inbox: (inbox_file, inbox) })
    }

    /// Both files, in the direction of flow.
    pub(super) fn sources(&self) -> Result<Vec<Source<'_>>, StoreError> {
        let ((household, store), (file, inbox)) = (&self.household, &self.inbox);
        Ok(vec![
            Source::open(file.id, file.purpose, Snapshot::of(inbox.store(), &INBOX)?),
            Source::open(household.id, household.purpose, Snapshot::of(store, &HOUSEHOLD)?),
        ])
    }
}

/// Appends an operation again, without whoever else had a hand in it.
fn copy(
    journal: &mut journal::JournalTx<'_, '_>,
    operation: &Operation,
    person: PersonId,
) -> Result<(), HouseholdError> {
    let Some((mut change, mut header)) = operation.again() else { return Ok(()) };
    for author in [&mut change.author, &mut header.author] {
        author.person = author.person.filter(|author| *author == person);
    }
    append_copy(journal, change, header)
}

/// What of a household is one person's.
struct Theirs {
    person: PersonId,
    /// Devices of which a slot is theirs, with those slots, and whether nobody else ever had one there.
    devices: BTreeMap<DeviceId, (Vec<Slot>, bool)>,
}

impl Theirs {
    fn of(household: &Household, person: PersonId) -> Result<Self, HouseholdError> {
        let mut devices: BTreeMap<DeviceId, (Vec<Slot>, bool)> = BTreeMap::new();
        for device in household.all_devices()? {
            let slots = device.slots.iter().filter(|(_, of)| *of == person).map(|(slot, _)| *slot);
            let slots: Vec<Slot> = slots.collect();
            if !slots.is_empty() {
                devices.insert(device.id, (slots, true));
            }
        }
        household.store.read(|reader| {
            journal::in_order::<HouseholdError>(reader, |operation| {
                if let Meaning::SlotAssigned(assigned) = meaning(&operation)?
                    && assigned.person != person
                    && let Some((_, alone)) = devices.get_mut(&assigned.device)
                {
                    *alone = false;
                }
                Ok(())
            })
        })?;
        Ok(Self { person, devices })
    }

    /// Whether an operation tells of this person, and of nobody else.
    fn told(&self, operation: &Operation) -> Result<bool, StoreError> {
        let alone = |device: &DeviceId| self.devices.get(device).is_some_and(|(_, alone)| *alone);
        Ok(match meaning(operation)? {
            Meaning::PersonAdded(_) => PersonId::from(operation.id) == self.person,
            Meaning::DeviceDescribed(DeviceDescribed { known, .. }) => {
                self.devices.contains_key(&known.unwrap_or_else(|| operation.id.into()))
            }
            Meaning::DeviceForgotten(forgotten) => self.devices.contains_key(&forgotten.device),
            Meaning::SlotAssigned(assigned) => {
                let slots = self.devices.get(&assigned.device).map(|(slots, _)| slots);
                assigned.person == self.person
                    && slots.is_some_and(|slots| slots.contains(&Slot::from_code(assigned.slot)))
            }
            // Of a device that others use too, these say when they measured.
            Meaning::Synced(synced) => alone(&synced.device),
            Meaning::ClockRead(read) => alone(&read.device),
            Meaning::NewestCame(came) => alone(&came.device),
            Meaning::DeviceTold(told) => alone(&told.device),
            Meaning::Shared(shared) => shared.people == [self.person],
            Meaning::BackedUp(backed_up) => backed_up.only == Some(self.person),
            // Where the phone was, whoever had it; decisions, which the diary knows by itself; an inbox that stays behind;
            // what was once made of a backup with everyone in it; what they were among others, who here are alone; files that
            // went from one to another.
            Meaning::Sighted(_)
            | Meaning::RoleSet(_)
            | Meaning::Moving(_)
            | Meaning::Moved(_)
            | Meaning::GivingBack(_)
            | Meaning::HandingOver(_)
            | Meaning::PersonRemoved(_)
            | Meaning::Decided(_)
            | Meaning::Drained(_)
            | Meaning::RestoredFrom(_)
            | Meaning::OnlyOf(_)
            // One alone needs no role, and what was begun with other files is finished there.
            | Meaning::Other => false,
        })
    }
}
