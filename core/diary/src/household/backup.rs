//! Backing up, and what is known of the backups there are.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::HouseholdError;
use super::files;
use super::home::{Household, lock};
use super::operation::{BackedUp, Meaning, NotedHead, RestoredFrom, meaning};
use super::restore::{put, schema_of};
use crate::backup::{self, Backup, BackupError, Checked, Job, LostFile, LostPart, Ran, Snapshot, Source};
use crate::diary::Diary;
use crate::id::{EntryId, FileId, OperationId, PersonId};
use crate::journal::{self, Author, Head, JournalError, WhatIsWrong, WriterId};
use crate::ports::Folder;
use crate::store::{DIARY, HOUSEHOLD, INBOX, Store, StoreError};
use crate::time::CivilDate;
use crate::vault::{FileInfo, FilePurpose, Secret, VaultError};

/// Where a backup goes.
#[derive(Debug, Clone, Copy)]
pub struct BackUp<'a> {
    /// What the shell calls the place; another name for each place, the same every time.
    pub place: &'a str,
    /// A folder of the shell's in which the backup is restored for proof, in encrypted files; nothing is left there.
    pub scratch: &'a Path,
}

/// A backup that the household remembers.
#[derive(Clone, PartialEq, Eq)]
pub struct KnownBackup {
    /// What the shell calls the place.
    pub place: String,
    /// Its number there.
    pub number: u64,
    /// When it was made, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// The one person that it is of.
    pub only: Option<PersonId>,
    /// Where the chains of its files stood.
    pub heads: Vec<(FileId, Head)>,
}

impl fmt::Debug for KnownBackup {
    /// Without the place, which is a person's word.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KnownBackup({}, {} ms)", self.number, self.at_ms)
    }
}

/// What a check of a backup found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupReport {
    /// What is there, and what is lost.
    pub checked: Checked,
    /// The entries that lost operations touch, as far as they are in the household's own diaries.
    pub touched: Vec<Touched>,
    /// The newest backup there is older than the one the household remembers, of this number.
    pub put_back: Option<u64>,
}

/// Entries that something lost touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// Whose.
    pub person: PersonId,
    /// The entries, with their days, in order of time.
    pub entries: Vec<(EntryId, Option<CivilDate>)>,
}

impl Household {
    /// Writes what is new into the folder, reads all of it back, restores it into scratch space and compares; then takes
    /// away what no rule keeps, and remembers the backup.
    ///
    /// The diary stays in use meanwhile. If the proof fails, [`Ran::proof`] says why, and nothing was taken away or
    /// remembered.
    ///
    /// # Errors
    /// [`BackupError`] and whatever a file says; the last backup is as it was.
    pub fn back_up(&self, folder: &dyn Folder, to: &BackUp<'_>) -> Result<Ran, HouseholdError> {
        let ran = self.back_up_once(folder, to)?;
        // Something was erased between the moment and the reading: what emptied it came after. It is there the next time.
        let torn = |error: &BackupError| matches!(error, BackupError::Journal(JournalError::Fault(fault)) if fault.what == WhatIsWrong::Emptied);
        if ran.proof.as_ref().is_err_and(torn) { self.back_up_once(folder, to) } else { Ok(ran) }
    }

    fn back_up_once(&self, folder: &dyn Folder, to: &BackUp<'_>) -> Result<Ran, HouseholdError> {
        let BackupKey { id, key, key_file } = self.backup_key()?;
        let known = self.backups()?.into_iter().find(|known| known.place == to.place);
        let at_ms = self.outside.clock.now().wall_ms;
        let (mut diaries, files) = (Vec::new(), self.vault().files());
        for file in files {
            // What has a lock of its own is not for everybody who opens the backup, open or shut.
            let own = self.vault().own_lock(file.id).is_some();
            match file.purpose {
                FilePurpose::Diary { .. } | FilePurpose::Sealed { .. } if own => diaries.push((file, None)),
                FilePurpose::Diary { person } => diaries.push((file, Some(self.diary(person)?))),
                FilePurpose::Sealed { .. } => diaries.push((file, None)),
                FilePurpose::Household | FilePurpose::Inbox | FilePurpose::Backup => {}
            }
        }
        let job = {
            // No record is on its way between two files while their moment is taken.
            let _no_hand_on = lock(&self.handing_on);
            Job {
                household: self.id(),
                backup: (id, &key),
                key_file,
                only: None,
                at_ms,
                known: known.map(|known| known.number),
                sources: self.sources(&diaries)?,
            }
        };
        let scratch = Scratch::make(to.scratch, &*self.outside.entropy)?;
        let prove = &mut |backup: &Backup<'_>| self.prove(backup, &job, &scratch.0);
        let ran = backup::run(folder, &job, &*self.outside.entropy, prove)?;
        drop(scratch);
        if ran.proof.is_ok() {
            self.record(noted(to.place, &ran, &job).change(Author::HOUSEHOLD))?;
        }
        Ok(ran)
    }

    /// The backups that the household remembers, the newest of each place, in order of the places' names.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn backups(&self) -> Result<Vec<KnownBackup>, HouseholdError> {
        let mut known: BTreeMap<String, KnownBackup> = BTreeMap::new();
        self.store.read(|reader| {
            journal::in_order::<HouseholdError>(reader, |operation| {
                if let Meaning::BackedUp(BackedUp { place, number, at_ms, only, heads }) =
                    meaning(&operation)?
                {
                    let heads = heads.into_iter().map(|noted| {
                        let writer = WriterId::from_bytes(noted.writer);
                        (noted.file, Head { writer, number: noted.number, hash: noted.hash })
                    });
                    let heads = heads.collect();
                    known.insert(place.clone(), KnownBackup { place, number, at_ms, only, heads });
                }
                Ok(())
            })
        })?;
        Ok(known.into_values().collect())
    }

    /// When the household was restored from a backup, the oldest first: the number of the backup and when it was made,
    /// milliseconds since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn restored_from(&self) -> Result<Vec<(u64, i64)>, HouseholdError> {
        let mut found = Vec::new();
        self.store.read(|reader| {
            journal::in_order::<HouseholdError>(reader, |operation| {
                if let Meaning::RestoredFrom(RestoredFrom { number, at_ms }) = meaning(&operation)? {
                    found.push((number, at_ms));
                }
                Ok(())
            })
        })?;
        Ok(found)
    }

    /// The backups that were not made again since a moment (milliseconds since 1970): what was erased then may be in them
    /// still.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn backups_not_reached(&self, since_ms: i64) -> Result<Vec<KnownBackup>, HouseholdError> {
        let mut known = self.backups()?;
        known.retain(|known| known.at_ms < since_ms);
        Ok(known)
    }

    /// Reads every piece of a backup, and names the entries that something lost touches. `place` is what
    /// [`Household::back_up`] was told.
    ///
    /// # Errors
    /// [`BackupError::NoBackupKey`], [`BackupError::OtherHousehold`], [`BackupError::NoBackup`] and whatever keeps it from
    /// being looked at.
    pub fn check_backup(&self, folder: &dyn Folder, place: &str) -> Result<BackupReport, HouseholdError> {
        let (locked, _) = backup::key_file(folder)?;
        if locked.household() != self.id() {
            return Err(BackupError::OtherHousehold.into());
        }
        let checked = {
            let (file, key) = {
                let vault = self.vault();
                let file = vault.file(FilePurpose::Backup).map_err(|_| BackupError::NoBackupKey)?;
                (file.id, vault.file_key(file.id)?)
            };
            backup::check(folder, self.id(), (file, &key))?
        };
        let mut touched: BTreeMap<PersonId, Vec<(EntryId, Option<CivilDate>)>> = BTreeMap::new();
        for problem in &checked.problems {
            let LostPart::Operations(range) = problem.what else { continue };
            let LostFile::Diary(person) = range.file else { continue };
            // What the household does not have, or cannot read now, is named by its numbers alone.
            let Ok(diary) = self.diary(person) else { continue };
            let entries = touched.entry(person).or_default();
            for entry in diary.touched(range.writer, range.from, range.to)? {
                if !entries.contains(&entry) {
                    entries.push(entry);
                }
            }
        }
        let newest = checked.backups.last().map_or(0, |(number, _)| *number);
        let known = self.backups()?.into_iter().find(|known| known.place == place);
        Ok(BackupReport {
            checked,
            touched: touched.into_iter().map(|(person, entries)| Touched { person, entries }).collect(),
            put_back: known.map(|known| known.number).filter(|number| newest < *number),
        })
    }

    /// The id of the household's backups and their key, made the first time, and the key file that leads to it.
    fn backup_key(&self) -> Result<BackupKey, HouseholdError> {
        let mut vault = self.keys()?;
        let (id, key) = match vault.file(FilePurpose::Backup) {
            Ok(file) => (file.id, vault.file_key(file.id)?),
            Err(VaultError::NoSuchFile) => vault.add_made_file::<HouseholdError>(
                FilePurpose::Backup,
                &*self.outside.entropy,
                |_, _| Ok(()),
            )?,
            Err(error) => return Err(error.into()),
        };
        // In one hold: a rotation in between would leave a key file that does not lead to this key.
        Ok(BackupKey { id, key, key_file: vault.key_file()? })
    }

    /// Takes the moment of every file, in the direction of flow.
    fn sources<'a>(
        &'a self,
        diaries: &'a [(FileInfo, Option<Arc<Diary>>)],
    ) -> Result<Vec<Source<'a>>, HouseholdError> {
        let (inbox, household) = {
            let vault = self.vault();
            (vault.file(FilePurpose::Inbox)?, vault.file(FilePurpose::Household)?)
        };
        let mut sources = vec![
            Source::open(inbox.id, inbox.purpose, Snapshot::of(self.inbox.store(), &INBOX)?),
            Source::open(household.id, household.purpose, Snapshot::of(&self.store, &HOUSEHOLD)?),
        ];
        for (file, diary) in diaries {
            let Some(diary) = diary else {
                sources.push(Source::shut(file.id, file.purpose));
                continue;
            };
            // What entries name first: a file is whole before an operation names it.
            let named = diary.media_named()?;
            let snapshot = Snapshot::of(diary.store(), &DIARY)?.with_media(diary.media_dir(), Some(named))?;
            sources.push(Source::open(file.id, file.purpose, snapshot));
        }
        Ok(sources)
    }

    /// Restores everything but media into scratch space, under keys that nobody keeps, and compares.
    fn prove(&self, backup: &Backup<'_>, job: &Job<'_>, scratch: &Path) -> Result<(), BackupError> {
        for (at, (file, purpose, _)) in backup.files().into_iter().enumerate() {
            let path = scratch.join(format!("{}.{at}.db", backup.number()));
            let key = Secret::random(&*self.outside.entropy)?;
            let schema = schema_of(purpose).ok_or(BackupError::NotTheSame)?;
            let store = Store::create(&path, key.expose(), schema)?;
            put(backup, (file, purpose), &store).map_err(|error| match error {
                HouseholdError::Backup(error) => error,
                HouseholdError::Journal(error) => error.into(),
                _ => BackupError::NotTheSame,
            })?;
            // What was shut is as the last run had it.
            if job.heads(file).is_some_and(|heads| heads != backup.heads(file)) {
                return Err(BackupError::NotTheSame);
            }
        }
        Ok(())
    }
}

/// The operation that remembers a run.
fn noted(place: &str, ran: &Ran, job: &Job<'_>) -> BackedUp {
    let heads = job.all_heads().into_iter().flat_map(|(file, heads)| {
        heads.into_iter().map(move |head| NotedHead {
            file,
            writer: *head.writer.as_bytes(),
            number: head.number,
            hash: head.hash,
        })
    });
    BackedUp {
        place: place.to_owned(),
        number: ran.number,
        at_ms: job.at_ms,
        only: job.only,
        heads: heads.collect(),
    }
}

/// What a run writes under, and the bytes of the key file with their number.
struct BackupKey {
    id: FileId,
    key: Secret<32>,
    key_file: (Vec<u8>, u64),
}

/// A folder that is gone when this is.
struct Scratch(PathBuf);

impl Scratch {
    fn make(within: &Path, entropy: &dyn crate::ports::Entropy) -> Result<Self, HouseholdError> {
        let path = within.join(format!(".diary-proof-{}", OperationId::random(entropy)?));
        files::create_private_folder(&path).map_err(|error| StoreError::from_io(&error))?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Encrypted files under keys that are forgotten.
        let _ = fs::remove_dir_all(&self.0);
    }
}
