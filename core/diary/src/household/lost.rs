//! Restoring a backup of which something is lost.
//!
//! A chain with a hole cannot be verified. So what is left of a damaged file is taken over into a new one as a salvage does
//! it: every version keeps its id, its time and its author, and the first operation of the new chain says what is missing.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::error::HouseholdError;
use super::files;
use super::home::{self, Household, Outside};
use super::operation::{Meaning, meaning};
use super::restore::{Damaged, database};
use super::salvage;
use crate::backup::{Backup, BackupError, Left, Problem};
use crate::diary::{Diary, MediaLeft};
use crate::id::{FileId, PersonId};
use crate::inbox::Inbox;
use crate::journal::{Operation, Remains, Writer};
use crate::store::{HOUSEHOLD, Read, Store, StoreError};
use crate::vault::{FileInfo, FilePurpose, Installation, Unlock, Vault};

/// A backup that cannot be restored whole, and what there is instead.
#[derive(Clone, PartialEq, Eq)]
pub struct NotWhole {
    /// The number of the backup.
    pub number: u64,
    /// What is lost of it.
    pub lost: Vec<Problem>,
    /// The household's backups in the folder that are whole, with when each was made, the newest last; none where what is
    /// lost is of a file with a lock of its own.
    pub whole: Vec<(u64, i64)>,
    /// The names of people, as far as the backup still says them.
    pub names: Vec<(PersonId, String)>,
}

impl fmt::Debug for NotWhole {
    /// Without the names.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NotWhole")
            .field("number", &self.number)
            .field("lost", &self.lost)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for NotWhole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.lost.as_slice() {
            [first, rest @ ..] if !rest.is_empty() => {
                let more = rest.len();
                write!(f, "{first}, and {more} more")?;
            }
            [first, ..] => write!(f, "{first}")?,
            [] => write!(f, "backup {} is not whole", self.number)?,
        }
        f.write_str("; nothing was restored; ")?;
        match self.whole.last() {
            Some((number, _)) => {
                write!(f, "restore backup {number}, which is whole, or what can be read of this one")
            }
            None => f.write_str("restore what can be read of it"),
        }
    }
}

/// Says what keeps a backup from being restored: something of its own, or of a file in a line beside it.
fn not_whole(backup: &Backup<'_>, source: &Backup<'_>) -> HouseholdError {
    let household = backup.files().into_iter().find(|(_, purpose, _)| *purpose == FilePurpose::Household);
    let left = household.and_then(|(file, ..)| backup.left(file).ok());
    NotWhole {
        number: backup.number(),
        lost: source.problems(),
        whole: if std::ptr::eq(backup, source) { backup.whole() } else { Vec::new() },
        names: left.iter().flat_map(|left| names(&left.remains)).collect(),
    }
    .into()
}

impl From<NotWhole> for HouseholdError {
    fn from(what: NotWhole) -> Self {
        Self::NotWhole(Box::new(what))
    }
}

fn names(remains: &Remains) -> Vec<(PersonId, String)> {
    let name = |operation: &Operation| match meaning(operation) {
        Ok(Meaning::PersonAdded(added)) => Some((operation.id.into(), added.name)),
        _ => None,
    };
    remains.operations.iter().filter_map(name).collect()
}

/// The files of a household that are made anew of what is left.
pub(super) struct Anew<'a> {
    draft: &'a Path,
    vault: &'a Vault,
    writer: &'a Arc<Writer>,
    outside: &'a Outside,
    /// Diaries, and whether they have the keys of their media.
    diaries: BTreeMap<FileId, bool>,
    household: Option<Left>,
    inbox: Option<PathBuf>,
}

impl<'a> Anew<'a> {
    pub(super) fn new(
        draft: &'a Path,
        vault: &'a Vault,
        writer: &'a Arc<Writer>,
        outside: &'a Outside,
    ) -> Self {
        let (diaries, household, inbox) = (BTreeMap::new(), None, None);
        Self { draft, vault, writer, outside, diaries, household, inbox }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.diaries.is_empty() && self.household.is_none() && self.inbox.is_none()
    }

    pub(super) fn has_media_keys(&self, file: FileId) -> bool {
        self.diaries.get(&file).copied().unwrap_or_default()
    }

    /// Makes a file of what `source` has of it, or of what is left of that where this is asked for; gives whether it is
    /// whole. `source` is the backup, or one of the file's own line.
    ///
    /// # Errors
    /// [`HouseholdError::NotWhole`] where it is not, and that is to be refused; [`BackupError::Lost`] where another program
    /// or another time could read it.
    pub(super) fn whole_or_left(
        &mut self,
        (backup, source): (&Backup<'_>, &Backup<'_>),
        info: FileInfo,
        path: &Path,
        damaged: Damaged,
    ) -> Result<bool, HouseholdError> {
        match database(source, &self.vault.file_key(info.id)?, info, path) {
            Err(HouseholdError::Backup(BackupError::Lost(problem))) if problem.how.is_bearable() => {
                if damaged == Damaged::Refuse {
                    return Err(not_whole(backup, source));
                }
                files::remove(path)?;
                self.make(info, path, source.left(info.id)?)?;
                Ok(false)
            }
            made => made.map(|()| true),
        }
    }

    /// Makes one file, of which nothing is there yet.
    fn make(&mut self, info: FileInfo, path: &Path, left: Left) -> Result<(), HouseholdError> {
        let key = self.vault.file_key(info.id)?;
        match info.purpose {
            FilePurpose::Diary { person } | FilePurpose::Sealed { person } => {
                let journal = home::journal(info.id, self.writer, self.outside);
                let diary = Diary::create(path, key.expose(), person, journal)?;
                let media = MediaLeft::Comes { keys: left.tables.as_deref() };
                diary.take_over(info.id, &left.remains, media)?;
                diary.close()?;
                self.diaries.insert(info.id, left.tables.is_some());
            }
            FilePurpose::Inbox => {
                // What waited is lost with the only piece that it has.
                let entropy = Arc::clone(&self.outside.entropy);
                Inbox::create(path, key.expose(), self.vault.household(), entropy)?.close()?;
                self.inbox = Some(path.to_owned());
            }
            FilePurpose::Household => {
                self.make_household(info, path, &left)?;
                self.household = Some(left);
            }
            FilePurpose::Backup => return Err(BackupError::NotTheSame.into()),
        }
        Ok(())
    }

    /// An empty household's file, with the key under which a device's record is known again.
    fn make_household(&self, info: FileInfo, path: &Path, left: &Left) -> Result<(), HouseholdError> {
        let key = self.vault.file_key(info.id)?;
        let known = left.remains.facts.get("identity-key").and_then(|key| key.first_chunk::<32>());
        let mut identity_key = Zeroizing::new([0; 32]);
        match known {
            Some(known) => *identity_key = *known,
            None => self.outside.entropy.fill(&mut *identity_key)?,
        }
        let store = home::create_own_file(path, &key, info.id, self.vault.household(), &identity_key)?;
        store.write::<_, StoreError>(|tx| {
            left.tables.as_deref().map_or(Ok(()), |tables| HOUSEHOLD.put_kept(tx, tables))
        })?;
        Ok(store.close()?)
    }

    /// What can be done once every file is there: the household's operations, and what it noted of files that were.
    pub(super) fn finish(
        self,
        secret: Unlock<'_>,
        installation: &Installation,
    ) -> Result<(), HouseholdError> {
        let info = self.vault.file(FilePurpose::Household)?;
        let key = self.vault.file_key(info.id)?;
        let store = Store::open(&files::path(self.draft, info), key.expose(), &HOUSEHOLD)?;
        store.write::<_, StoreError>(|tx| {
            // Where a chain stood that is none of the new file's.
            self.diaries.keys().try_for_each(|file| {
                tx.execute("DELETE FROM anchors WHERE file = ?1", [file.as_bytes()]).map(drop)
            })
        })?;
        store.close()?;
        if let Some(left) = &self.household {
            let outside = self.outside.clone();
            let household =
                Household::unlock(self.draft, secret, Some(installation.duplicate()), outside)?.household;
            household.take_left(self.vault, &left.remains)?;
            household.close()?;
        }
        if let Some(path) = &self.inbox {
            let store = Store::open(&files::path(self.draft, info), key.expose(), &HOUSEHOLD)?;
            let used = store.read::<_, StoreError>(|reader| {
                reader.one("SELECT max(last) FROM drained", [], |row| row.get::<_, Option<u64>>(0))
            })?;
            store.close()?;
            let key = self.vault.file_key(self.vault.file(FilePurpose::Inbox)?.id)?;
            let entropy = Arc::clone(&self.outside.entropy);
            let inbox = Inbox::open(path, key.expose(), self.vault.household(), entropy)?;
            // A number that was handed on is never given again.
            inbox.go_on_behind(used.flatten().unwrap_or(0))?;
            inbox.close()?;
        }
        Ok(())
    }
}

impl Household {
    /// Takes over what is left of this household's own file, of which nothing is there.
    fn take_left(&self, vault: &Vault, remains: &Remains) -> Result<(), HouseholdError> {
        self.begin_salvaged(vault.household(), remains)?;
        let known = names(remains);
        for operation in &remains.operations {
            if let Ok(Meaning::PersonAdded(added)) = meaning(operation) {
                self.take_name(operation.id.into(), &added.name, operation.header.clone())?;
            }
        }
        for file in vault.files() {
            let FilePurpose::Diary { person } = file.purpose else { continue };
            if known.iter().any(|(known, _)| *known == person) {
                continue;
            }
            // An empty diary of nobody is what a kill leaves while a person is added; what has a lock of its own is
            // somebody's, and is shut here.
            if vault.own_lock(file.id).is_some() || !self.diary_of(person)?.operation_ids()?.is_empty() {
                let name = format!("Person {}", self.people()?.len() + 1);
                self.take_name(person, &name, None)?;
            }
        }
        remains
            .operations
            .iter()
            .try_for_each(|operation| self.take_operation(operation, salvage::Inbox::Stays))
    }
}
