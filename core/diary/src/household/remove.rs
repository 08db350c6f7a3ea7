//! Removing a person: their diary goes by its keys, and what other things here rest on stays without a name.
//!
//! The act is decided in one transaction of the household: from then on the person is nowhere, their name is emptied out of
//! the operation that added them, and the devices' users that were theirs are nobody's. What is left are steps that can be
//! done again, finished at the next unlock: what waits for them in the inbox goes, then every key of their files, then the
//! files. Whoever is to keep the diary takes a backup of it alone, or a lock of its own and a copy, before.

use std::collections::BTreeSet;

use super::error::HouseholdError;
use super::files;
use super::hand_on::Handing;
use super::home::{Household, append, lock};
use super::known_backups::KnownBackup;
use super::operation::PersonRemoved;
use super::people::{Person, Sharing};
use super::project;
use super::roles::{Act, PersonRole};
use crate::id::{OperationId, PersonId, SealingKeyId};
use crate::store::{Read, StoreError};
use crate::vault::{FilePurpose, SealingOwner};

/// What removing a person took away, and where it may remain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRemoval {
    /// Who it was.
    pub person: Person,
    /// How many records that waited for them went too.
    pub waiting: u64,
    /// The first thing that kept a step from being done; the next unlock does it. They are removed all the same.
    pub unfinished: Option<HouseholdError>,
    /// The household's file could not be given a new key: the phone's storage may keep their name, under the key that still
    /// opens the file.
    pub storage: bool,
    /// Backups of everyone that the household remembers: each loses them when it is made again.
    pub backups: Vec<KnownBackup>,
    /// Backups of this person alone: they stay, and open with the secrets of then.
    pub own_backups: Vec<KnownBackup>,
    /// What of their diary left the household before, the oldest first.
    pub shared: Vec<Sharing>,
}

/// The steps of a removal, each durable before the next; a kill can come between any two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The household says that they are gone.
    Decided,
    /// Nothing waits for them in the inbox, and nothing is sealed to them any more.
    Emptied,
    /// No copy of the key file has a key of theirs.
    KeysGone,
    /// Their folder is gone.
    FilesGone,
}

impl Household {
    /// Removes a person: their diary, what is sealed of them, their media, keys, roles, users of devices, and their name.
    ///
    /// **There is no way back**, and no secret of theirs is asked for: whoever owns the household can destroy what they
    /// cannot read. To let somebody leave with their diary, make a backup of them alone first
    /// ([`BackUp`](super::BackUp)). What a device sends of them again is known and comes to nobody; new
    /// readings of its user wait, nobody's, until the user is given to somebody else.
    ///
    /// # Errors
    /// [`HouseholdError::LastOwner`], [`HouseholdError::NotAllowed`], [`HouseholdError::NoSuchPerson`], and whatever the
    /// household's file says; nobody is removed then.
    pub fn remove_person(&self, person: PersonId) -> Result<PersonRemoval, HouseholdError> {
        self.remove_person_watched(person, &|_| {})
    }

    /// As [`Household::remove_person`]; `watch` sees each step when it is done.
    pub(super) fn remove_person_watched(
        &self,
        person: PersonId,
        watch: &dyn Fn(Step),
    ) -> Result<PersonRemoval, HouseholdError> {
        self.allow(Act::People, None)?;
        self.role(person)?;
        // What came for them is theirs, and goes with them; else it would wait as nobody's.
        let _ = self.hand_on(Handing::Owned);
        let (sharing, backups) = (self.sharing_log()?, self.backups()?);
        let _one_at_a_time = lock(&self.handing_on);
        let removed = self.decide_removal(person)?;
        watch(Step::Decided);
        let (waiting, unfinished) = match self.finish_removal(person, watch) {
            Ok(waiting) => (waiting, None),
            Err(error) => (0, Some(error)),
        };
        let storage = self.renew(FilePurpose::Household).is_err();
        let (own_backups, backups) = backups.into_iter().partition(|known| known.only == Some(person));
        let backups: Vec<KnownBackup> = backups;
        Ok(PersonRemoval {
            person: removed,
            waiting,
            unfinished,
            storage,
            backups: backups.into_iter().filter(|known| known.only.is_none()).collect(),
            own_backups,
            shared: sharing.into_iter().filter(|shared| shared.people.contains(&person)).collect(),
        })
    }

    /// Writes down that somebody is gone, and empties the operation that has their name.
    fn decide_removal(&self, person: PersonId) -> Result<Person, HouseholdError> {
        let roles = self.roles()?;
        let others = roles.iter().any(|(known, is)| known.id != person && *is == PersonRole::Owner);
        let (known, is) =
            roles.into_iter().find(|(known, _)| known.id == person).ok_or(HouseholdError::NoSuchPerson)?;
        if is == PersonRole::Owner && !others {
            return Err(HouseholdError::LastOwner);
        }
        let files = self.vault().files();
        let theirs = files.iter().filter(|file| whose(file.purpose) == Some(person)).map(|file| file.id);
        let operations: Vec<OperationId> = vec![person.into()];
        let change = PersonRemoved { operations, person, files: theirs.collect() }.change(self.author());
        self.journal.write::<_, HouseholdError>(&self.store, |journal| {
            let row = project::person_row(journal.tx(), person)?;
            append(journal, change)?;
            Ok(journal.empty(row)?)
        })?;
        // Nobody acts as somebody who is gone.
        let mut acting = lock(&self.acting);
        if *acting == Some(person) {
            *acting = None;
        }
        Ok(known)
    }

    /// Finishes what a kill cut short.
    ///
    /// # Errors
    /// The first that cannot be finished now; the others are.
    pub(super) fn finish_person_removals(&self, watch: &dyn Fn(Step)) -> Result<(), HouseholdError> {
        let mut first_error = None;
        for person in self.removed_people()? {
            let has_keys = {
                let vault = self.vault();
                let seals = vault.sealing_keys().iter().any(|(_, owner, _)| is_of(*owner, person));
                seals || vault.files().iter().any(|file| whose(file.purpose) == Some(person))
            };
            if (has_keys || files::has_folder(&self.folder, person))
                && let Err(error) = self.finish_removal(person, watch)
            {
                first_error.get_or_insert(error);
            }
        }
        first_error.map_or(Ok(()), Err)
    }

    /// The steps after the decision; gives how many records went that waited for them.
    fn finish_removal(&self, person: PersonId, watch: &dyn Fn(Step)) -> Result<u64, HouseholdError> {
        // Whoever holds a file of theirs is told that it is closed.
        let mut diaries = lock(&self.diaries);
        for purpose in [FilePurpose::Diary { person }, FilePurpose::Sealed { person }] {
            if let Some(open) = diaries.remove(&purpose) {
                let _ = open.pause();
            }
        }
        drop(diaries);
        // From here on nothing is sealed to them; then what was goes, and last the keys, so that the inbox never names one
        // that the household does not have.
        self.tell_inbox()?;
        let theirs: BTreeSet<SealingKeyId> = {
            let keys = self.vault().sealing_keys();
            keys.into_iter().filter(|(_, owner, _)| is_of(*owner, person)).map(|(id, ..)| id).collect()
        };
        let waiting = self.inbox.waiting()?;
        let waiting: Vec<u64> = waiting
            .iter()
            .filter(|sealed| theirs.contains(&sealed.recipient))
            .map(|one| one.number)
            .collect();
        self.note_drained(&waiting)?;
        self.inbox.remove(&waiting)?;
        lock(&self.used_keys).retain(|key| !theirs.contains(key));
        self.inbox.forget_recipients()?;
        let _ = self.inbox.forget_older();
        watch(Step::Emptied);
        self.keys()?.forget_person(person)?;
        watch(Step::KeysGone);
        files::remove_person(&self.folder, person)?;
        watch(Step::FilesGone);
        Ok(waiting.len() as u64)
    }

    /// Those who were removed.
    pub(super) fn removed_people(&self) -> Result<BTreeSet<PersonId>, HouseholdError> {
        let removed = self.store.read::<_, StoreError>(|reader| {
            let sql = "SELECT person FROM people WHERE removed IS NOT NULL";
            reader.all(sql, [], |row| Ok(PersonId::from_bytes(row.get(0)?)))
        })?;
        Ok(removed.into_iter().collect())
    }
}

fn whose(purpose: FilePurpose) -> Option<PersonId> {
    match purpose {
        FilePurpose::Diary { person } | FilePurpose::Sealed { person } => Some(person),
        FilePurpose::Household | FilePurpose::Inbox | FilePurpose::Backup => None,
    }
}

fn is_of(owner: SealingOwner, person: PersonId) -> bool {
    owner == SealingOwner::Person { person }
}
