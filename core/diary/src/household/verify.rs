//! Is everything of the household as it was written?

use std::collections::BTreeMap;

use super::error::HouseholdError;
use super::home::{Household, lock};
use super::project::Projections;
use crate::diary::Diary;
use crate::id::{EntryId, PersonId};
use crate::inbox::InboxError;
use crate::journal::{self, Fault, Head, JournalError, WhatIsWrong, WriterId};
use crate::store::{self, FileKind, Read, StoreError};
use crate::vault::{FilePurpose, SealContext};

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verification {
    /// Files that are in order.
    pub sound: Vec<FileReport>,
    /// Files that are not.
    pub findings: Vec<Finding>,
}

/// A file that is in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// Which kind of file.
    pub kind: FileKind,
    /// Whose, for a diary.
    pub person: Option<PersonId>,
    /// How many operations were checked; for the inbox, how many records wait.
    pub checked: u64,
    /// The newest operation of every chain.
    pub heads: Vec<Head>,
}

/// A file that is not in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which kind of file.
    pub kind: FileKind,
    /// Whose, for a diary.
    pub person: Option<PersonId>,
    /// What does not fit.
    pub error: HouseholdError,
}

impl Household {
    /// Checks every page, operation, table and sealed record of every file.
    ///
    /// Everything that can be checked is, also after a finding: the rest of a household stays readable.
    ///
    /// # Errors
    /// Only what keeps a check from being made at all; what is wrong with a file is a [`Finding`].
    pub fn verify(&self) -> Result<Verification, HouseholdError> {
        let mut verification = Verification::default();
        let mut note = |kind, person, outcome: Result<(u64, Vec<Head>), HouseholdError>| match outcome {
            Ok((checked, heads)) => verification.sound.push(FileReport { kind, person, checked, heads }),
            Err(error) => verification.findings.push(Finding { kind, person, error }),
        };
        note(FileKind::Household, None, self.verify_household());
        note(FileKind::Inbox, None, self.verify_inbox());
        let files = self.vault().files();
        // A diary whose person was never recorded is what a kill leaves while a person is added: it is empty.
        // Where the household's own file cannot say who is there, every diary is looked at.
        let people = self.people().ok();
        let is_here = |id| people.as_ref().is_none_or(|people| people.iter().any(|person| person.id == id));
        for file in files {
            let FilePurpose::Diary { person } = file.purpose else { continue };
            if is_here(person) {
                note(FileKind::Diary, Some(person), self.verify_diary(person));
            }
        }
        Ok(verification)
    }

    fn verify_household(&self) -> Result<(u64, Vec<Head>), HouseholdError> {
        store::check(&self.store)?;
        self.store.read(|reader| {
            let (heads, operations) =
                journal::verify(reader, self.journal.file(), FileKind::Household, None)?;
            if Projections::rebuilt(reader)? != Projections::stored(reader)? {
                return Err(fault(FileKind::Household, self.journal.writer(), 0, WhatIsWrong::Projection));
            }
            Ok((operations, heads))
        })
    }

    /// Every page, every record that waits, and no gap between what waits and what was handed on.
    fn verify_inbox(&self) -> Result<(u64, Vec<Head>), HouseholdError> {
        self.inbox.check()?;
        // Nothing is used up in between.
        let _no_hand_on = lock(&self.handing_on);
        let (last, waiting) = self.inbox.numbers()?;
        let mut covered: BTreeMap<u64, u64> = self
            .store
            .read::<_, StoreError>(|reader| {
                reader.all("SELECT first, last FROM drained", [], |row| Ok((row.get(0)?, row.get(1)?)))
            })?
            .into_iter()
            .collect();
        if covered.values().any(|used| *used > last) {
            return Err(InboxError::Older.into());
        }
        for number in &waiting {
            // What a kill left to remove is in both.
            let drained = covered.range(..=number).next_back().is_some_and(|(_, last)| last >= number);
            if !drained {
                covered.insert(*number, *number);
            }
        }
        let mut next = 1;
        for (first, to) in covered {
            if first > next {
                return Err(InboxError::Gap(next).into());
            }
            next = next.max(to + 1);
        }
        if next <= last {
            return Err(InboxError::Gap(next).into());
        }
        for sealed in self.inbox.waiting()? {
            let key = self.vault().sealing_private(sealed.recipient)?;
            let context =
                SealContext { household: self.id(), key: sealed.recipient, sequence: sealed.number };
            key.open(&context, &sealed.bytes).map_err(|_| StoreError::Damaged(FileKind::Inbox))?;
        }
        Ok((waiting.len() as u64, Vec::new()))
    }

    /// The diary itself, that it is not older than when it was last closed, and that it has what was handed on to it.
    fn verify_diary(&self, person: PersonId) -> Result<(u64, Vec<Head>), HouseholdError> {
        let diary = self.diary(person)?;
        let verified = diary.verify()?;
        for (writer, number, hash) in self.anchors(diary.file())? {
            if diary.hash_at(writer, number)? != Some(hash) {
                return Err(fault(FileKind::Diary, writer, number, WhatIsWrong::Older));
            }
        }
        match self.lost(&diary)? {
            0 => Ok((verified.operations, verified.heads)),
            lost => Err(HouseholdError::Lost(lost)),
        }
    }
}

impl Household {
    /// How many readings that were decided to be this diary's are neither there nor still on their way.
    fn lost(&self, diary: &Diary) -> Result<u64, HouseholdError> {
        let _no_hand_on = lock(&self.handing_on);
        let decided = self.store.read::<_, StoreError>(|reader| {
            reader.all(
                "SELECT d.identity, d.entry FROM decisions d JOIN people p ON p.id = d.person
                 WHERE p.person = ?1",
                [diary.person().as_bytes()],
                |row| Ok((row.get::<_, [u8; 16]>(0)?, EntryId::from_bytes(row.get(1)?))),
            )
        })?;
        let there = diary.operation_ids()?;
        let mut missing: Vec<[u8; 16]> = decided
            .into_iter()
            .filter(|(_, entry)| !there.contains(&(*entry).into()))
            .map(|(identity, _)| identity)
            .collect();
        if !missing.is_empty() {
            let on_the_way = self.identities_waiting()?;
            missing.retain(|identity| !on_the_way.contains(identity));
        }
        Ok(missing.len() as u64)
    }
}

fn fault(file: FileKind, writer: WriterId, number: u64, what: WhatIsWrong) -> HouseholdError {
    JournalError::Fault(Fault { file, writer, number, what }).into()
}
