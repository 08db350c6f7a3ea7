//! Is everything of the household as it was written?

use std::collections::BTreeMap;

use super::error::HouseholdError;
use super::files;
use super::home::{Household, lock};
use super::operation::REMOVE;
use super::project::Projections;
use super::track::Track;
use crate::diary::{self, Diary, DiaryError, MediaReport};
use crate::error::ErrorKind;
use crate::id::{EntryId, PersonId};
use crate::inbox::InboxError;
use crate::journal::{self, Fault, Head, JournalError, WhatIsWrong, WriterId};
use crate::media::Check;
use crate::ports::Followed;
use crate::store::{self, FileKind, Read, StoreError};
use crate::vault::{FileInfo, FilePurpose, SealContext, VaultError};

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verification {
    /// Files that are in order.
    pub sound: Vec<FileReport>,
    /// Files that are not.
    pub findings: Vec<Finding>,
    /// The media files of each diary that is in order. What is wrong with one is among the findings too; what nobody
    /// names is no fault.
    pub media: Vec<PersonMedia>,
    /// Files with a lock of their own that is shut: nothing was looked at.
    pub locked: Vec<FilePurpose>,
}

/// What was found in a diary's folder of media.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonMedia {
    /// Whose.
    pub person: PersonId,
    /// Whether they are the media of what is sealed of that person.
    pub sealed: bool,
    /// What was found.
    pub report: MediaReport,
}

/// A file that is in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// Which kind of file.
    pub kind: FileKind,
    /// Whose, for a diary.
    pub person: Option<PersonId>,
    /// It is what is sealed of the person, and not their diary.
    pub sealed: bool,
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
    /// It is what is sealed of the person, and not their diary.
    pub sealed: bool,
    /// What does not fit.
    pub error: HouseholdError,
}

impl Verification {
    fn note(
        &mut self,
        kind: FileKind,
        person: Option<PersonId>,
        sealed: bool,
        outcome: Result<(u64, Vec<Head>), HouseholdError>,
    ) -> Result<(), HouseholdError> {
        match outcome {
            Ok((checked, heads)) => self.sound.push(FileReport { kind, person, sealed, checked, heads }),
            // Nothing is wrong with a file that nobody wanted to be looked at any more.
            Err(error) if error.kind() == ErrorKind::Cancelled => return Err(error),
            Err(error) => self.findings.push(Finding { kind, person, sealed, error }),
        }
        Ok(())
    }
}

impl Household {
    /// Checks every page, operation, table and sealed record of every file, and every byte of the media files.
    ///
    /// Everything that can be checked is, also after a finding: the rest of a household stays readable.
    ///
    /// # Errors
    /// Only what keeps a check from being made at all; what is wrong with a file is a [`Finding`].
    pub fn verify(&self) -> Result<Verification, HouseholdError> {
        self.verify_followed(&Followed::default())
    }

    /// As [`Household::verify`], until whoever follows stops it; other questions of a file wait while that is read.
    ///
    /// # Errors
    /// As there; [`StoreError::Stopped`].
    pub fn verify_followed(&self, followed: &Followed) -> Result<Verification, HouseholdError> {
        let mut verification = Verification::default();
        let files = self.vault().files();
        // A diary whose person was never recorded is what a kill leaves while a person is added: it is empty.
        // Where the household's own file cannot say who is there, every diary is looked at.
        let people = self.people().ok();
        let is_here = |id| people.as_ref().is_none_or(|people| people.iter().any(|person| person.id == id));
        let mut track = Track::of(followed, self.bytes_to_verify(&files));
        let household = self.verify_household(followed);
        verification.note(FileKind::Household, None, false, household)?;
        track.further(self.bytes_of_purpose(&files, FilePurpose::Household))?;
        let inbox = self.verify_inbox();
        verification.note(FileKind::Inbox, None, false, inbox)?;
        track.further(self.bytes_of_purpose(&files, FilePurpose::Inbox))?;
        for file in files {
            let (FilePurpose::Diary { person } | FilePurpose::Sealed { person }) = file.purpose else {
                continue;
            };
            if self.vault().is_shut(file.id) {
                verification.locked.push(file.purpose);
            } else if is_here(person) {
                let sealed = file.purpose == FilePurpose::Sealed { person };
                let bytes = self.bytes_of(file);
                let outcome =
                    self.verify_diary(file.purpose, (followed, &|percent| track.within(bytes, percent)));
                verification.note(FileKind::Diary, Some(person), sealed, outcome)?;
                track.further(bytes)?;
            }
        }
        self.verify_media(&mut verification, &mut track)?;
        track.finish();
        Ok(verification)
    }

    /// The media files of the diaries that are in order.
    fn verify_media(
        &self,
        verification: &mut Verification,
        track: &mut Track<'_>,
    ) -> Result<(), HouseholdError> {
        let sound: Vec<(PersonId, bool)> =
            verification.sound.iter().filter_map(|file| Some((file.person?, file.sealed))).collect();
        for (person, sealed) in sound {
            let purpose = if sealed { FilePurpose::Sealed { person } } else { FilePurpose::Diary { person } };
            let mut read = |bytes| track.further(bytes).is_ok();
            let checked = self
                .opened(purpose)
                .and_then(|diary| Ok(diary.verify_media_followed(Check::Whole, &mut read)?));
            track.go_on()?;
            let mut find = |error| {
                let kind = FileKind::Diary;
                verification.findings.push(Finding { kind, person: Some(person), sealed, error });
            };
            match checked {
                Ok(report) => {
                    for (media, entry, error) in report.wrong.iter().copied() {
                        find(DiaryError::WrongMedia { media, entry, error }.into());
                    }
                    verification.media.push(PersonMedia { person, sealed, report });
                }
                Err(error) => find(error),
            }
        }
        Ok(())
    }

    /// How long everything is that a check reads, as far as the disk says it.
    fn bytes_to_verify(&self, files: &[FileInfo]) -> u64 {
        let of = |file: &FileInfo| {
            let media = diary::media_folder(&files::path(&self.folder, *file));
            self.bytes_of(*file) + files::bytes_in(&media)
        };
        files.iter().map(of).sum()
    }

    fn bytes_of_purpose(&self, files: &[FileInfo], purpose: FilePurpose) -> u64 {
        files.iter().filter(|file| file.purpose == purpose).map(|file| self.bytes_of(*file)).sum()
    }

    fn verify_household(&self, followed: &Followed) -> Result<(u64, Vec<Head>), HouseholdError> {
        store::check_followed(&self.store, followed)?;
        self.store.read_followed(followed, |reader| {
            let (heads, operations) =
                journal::verify(reader, self.journal.file(), FileKind::Household, Some(REMOVE))?;
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
        if self.drained()?.values().any(|used| *used > last) {
            return Err(InboxError::Older.into());
        }
        if let Some((first, _)) = self.missing(last, &waiting)?.first() {
            return Err(InboxError::Gap(*first).into());
        }
        let own: Vec<_> =
            self.vault().sealing_keys().into_iter().map(|(id, _, public)| (id, public)).collect();
        self.inbox.check_recipients(&own)?;
        for sealed in self.inbox.waiting()? {
            let key = match self.vault().sealing_private(sealed.recipient) {
                // Whoever it is sealed to can check it.
                Err(VaultError::OwnLockShut) => continue,
                key => key?,
            };
            let context =
                SealContext { household: self.id(), key: sealed.recipient, sequence: sealed.number };
            key.open(&context, &sealed.bytes).map_err(|_| StoreError::Damaged(FileKind::Inbox))?;
        }
        Ok((waiting.len() as u64, Vec::new()))
    }

    fn drained(&self) -> Result<BTreeMap<u64, u64>, StoreError> {
        let ranges = self.store.read::<_, StoreError>(|reader| {
            reader.all("SELECT first, last FROM drained", [], |row| Ok((row.get(0)?, row.get(1)?)))
        })?;
        Ok(ranges.into_iter().collect())
    }

    /// Numbers up to `last` that neither wait nor were handed on or used up: closed ranges in order.
    pub(super) fn missing(&self, last: u64, waiting: &[u64]) -> Result<Vec<(u64, u64)>, HouseholdError> {
        let mut covered = self.drained()?;
        for number in waiting {
            // What a kill left to remove is in both.
            let drained = covered.range(..=number).next_back().is_some_and(|(_, last)| last >= number);
            if !drained {
                covered.insert(*number, *number);
            }
        }
        let mut missing = Vec::new();
        let mut next = 1;
        for (first, to) in covered {
            if first > next {
                missing.push((next, first - 1));
            }
            next = next.max(to + 1);
        }
        if next <= last {
            missing.push((next, last));
        }
        Ok(missing)
    }

    /// The diary itself, that it is not older than when it was last closed, and that it has what was handed on to it.
    fn verify_diary(
        &self,
        purpose: FilePurpose,
        (followed, reached): (&Followed, &dyn Fn(u64)),
    ) -> Result<(u64, Vec<Head>), HouseholdError> {
        let diary = self.opened(purpose)?;
        let verified = diary.verify_followed(followed, &mut |percent| reached(percent))?;
        self.not_older(&diary)?;
        // Nothing is handed on to what is sealed.
        let is_diary = matches!(purpose, FilePurpose::Diary { .. });
        match if is_diary { self.lost(&diary)? } else { 0 } {
            0 => Ok((verified.operations, verified.heads)),
            lost => Err(HouseholdError::Lost(lost)),
        }
    }
}

impl Household {
    /// Whether a diary still holds what it held when it was last closed.
    ///
    /// # Errors
    /// [`WhatIsWrong::Older`]; whatever a file says.
    pub(super) fn not_older(&self, diary: &Diary) -> Result<(), HouseholdError> {
        for (writer, number, hash) in self.anchors(diary.file())? {
            if !diary.holds(&Head { writer, number, hash })? {
                return Err(fault(FileKind::Diary, writer, number, WhatIsWrong::Older));
            }
        }
        Ok(())
    }

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
