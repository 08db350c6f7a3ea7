//! Taking in another copy of the household's folder, as a second phone has it.

use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

use super::error::HouseholdError;
use super::files::{self, LOCK};
use super::home::{Household, journal};
use super::own;
use super::track::Track;
use crate::diary::{Diary, MediaTaken, United};
use crate::exchange::{self, journal::ImportError};
use crate::id::PersonId;
use crate::media::Check;
use crate::ports::Followed;
use crate::store::{FileKind, FolderLock, StoreError};
use crate::vault::{FilePurpose, LockedVault, Unlock, VaultError};

/// What became of one file of the other copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonUnited {
    /// Whose.
    pub person: PersonId,
    /// It is what is sealed of the person, and not their diary.
    pub sealed: bool,
    /// What came of it.
    pub outcome: UnionOutcome,
}

/// What came of uniting two copies of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnionOutcome {
    /// It was taken in.
    United {
        /// What came.
        united: United,
        /// What became of media files.
        media: MediaTaken,
        /// Something was erased, and the file could not be given a new key: the phone's storage may keep what was overwritten.
        storage: bool,
    },
    /// It has a lock of its own that is shut, here or there.
    Locked,
    /// This household does not know the person, or has another file for them: only a backup brings a whole person.
    Unknown,
}

impl UnionOutcome {
    /// The stable word for it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::United { .. } => "united",
            Self::Locked => "locked",
            Self::Unknown => "unknown",
        }
    }
}

impl Household {
    /// Takes in what another copy of this household's folder has of every diary that both know; the other's inbox and
    /// household file stay with the phone that they belong to.
    ///
    /// The other copy opens with a secret of its own key file. Nothing is added to it; a log that a kill left there is taken
    /// into its file, and an older version is upgraded, as at any opening.
    ///
    /// # Errors
    /// [`HouseholdError::OtherHousehold`]; [`VaultError::WrongSecret`]; [`StoreError::InUse`];
    /// [`Refused`](crate::journal::JournalError::Refused) with the first operation that does not fit; whatever a file says. A
    /// diary is taken in whole or not at all; those before it stay taken in.
    pub fn unite(&self, other: &Path, secret: Unlock<'_>) -> Result<Vec<PersonUnited>, HouseholdError> {
        self.unite_followed(other, secret, &Followed::default())
    }

    /// As [`Household::unite`], until whoever follows stops it; a diary whose operations came keeps them, and its media follow
    /// with the next union.
    ///
    /// # Errors
    /// As there; [`StoreError::Stopped`].
    pub fn unite_followed(
        &self,
        other: &Path,
        secret: Unlock<'_>,
        followed: &Followed,
    ) -> Result<Vec<PersonUnited>, HouseholdError> {
        // Looked at before a lock is made in a folder that is none of a household.
        LockedVault::load(other)?;
        let _lock = FolderLock::take(other, LOCK)?;
        let theirs = LockedVault::load(other)?.unlock(secret)?;
        if theirs.household() != self.id() {
            return Err(HouseholdError::OtherHousehold);
        }
        let mut track = Track::of(followed, files::bytes_in(other));
        let mut all = Vec::new();
        for file in theirs.files() {
            let (person, sealed) = match file.purpose {
                FilePurpose::Diary { person } => (person, false),
                FilePurpose::Sealed { person } => (person, true),
                FilePurpose::Household | FilePurpose::Inbox | FilePurpose::Backup => continue,
            };
            let known = own::known(&self.vault(), file.purpose).is_ok_and(|known| known.id == file.id);
            let outcome = if known {
                let key = match theirs.file_key(file.id) {
                    Err(VaultError::OwnLockShut) => None,
                    key => Some(key?),
                };
                match (key, self.opened(file.purpose)) {
                    (None, _) | (_, Err(HouseholdError::Vault(VaultError::OwnLockShut))) => {
                        UnionOutcome::Locked
                    }
                    (Some(key), ours) => {
                        let journal = journal(file.id, self.own_writer(), &self.outside);
                        let copy = Diary::open(&files::path(other, file), key.expose(), journal)?;
                        if copy.person() != person {
                            return Err(StoreError::Damaged(FileKind::Diary).into());
                        }
                        let outcome = self.unite_one(file.purpose, &ours?, &copy, (followed, &mut track));
                        copy.close()?;
                        outcome?
                    }
                }
            } else {
                UnionOutcome::Unknown
            };
            track.further(files::bytes_of(&files::path(other, file)))?;
            all.push(PersonUnited { person, sealed, outcome });
        }
        track.finish();
        Ok(all)
    }

    /// Takes in one diary out of an exported journal, as [`Household::unite`] does a folder; `None` where the household has no
    /// such diary, or it is shut. Several journals may stand one after the other; the input is left behind the one that was
    /// read.
    ///
    /// # Errors
    /// [`ImportError`]; nothing of this diary was taken in then.
    pub fn unite_journal(
        &self,
        input: &mut dyn BufRead,
        strangers: bool,
    ) -> Result<Option<PersonUnited>, ImportError> {
        let copy = exchange::journal::Exported::begin(input, strangers)?;
        let known = self.vault().files().into_iter().find(|file| file.id == copy.file());
        let whose = known.and_then(|file| match file.purpose {
            FilePurpose::Diary { person } => Some((file, person, false)),
            FilePurpose::Sealed { person } => Some((file, person, true)),
            FilePurpose::Household | FilePurpose::Inbox | FilePurpose::Backup => None,
        });
        let Some((file, person, sealed)) = whose else { return Ok(None) };
        let Ok(ours) = self.opened(file.purpose) else { return Ok(None) };
        let united = copy.take_in(&ours)?;
        // The files themselves are not in it.
        let missing = ours.verify_media(Check::Ends)?.wrong.len() as u64;
        let media = MediaTaken { taken: 0, missing };
        let storage = united.erased > 0 && self.renew(file.purpose).is_err();
        Ok(Some(PersonUnited { person, sealed, outcome: UnionOutcome::United { united, media, storage } }))
    }

    fn unite_one(
        &self,
        purpose: FilePurpose,
        ours: &Arc<Diary>,
        copy: &Diary,
        (followed, track): (&Followed, &mut Track<'_>),
    ) -> Result<UnionOutcome, HouseholdError> {
        let united = ours.unite_followed(copy, followed)?;
        let media = ours.take_media_followed(copy, &mut |bytes| track.further(bytes));
        // As after any erasure: whatever the storage keeps of the old file, no key of the household opens it any more.
        let storage = united.erased > 0 && self.renew(purpose).is_err();
        Ok(UnionOutcome::United { united, media: media?, storage })
    }
}
