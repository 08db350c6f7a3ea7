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
use super::roles::Act;
use crate::backup::{
    self, Backup, BackupError, Checked, Job, Line, LostFile, LostPart, Ran, Snapshot, Source,
};
use crate::diary::Diary;
use crate::id::{EntryId, FileId, OperationId, PersonId};
use crate::journal::{self, Head, JournalError, WhatIsWrong, WriterId};
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
    /// Files with a lock of their own that is shut: what the folder has of them was not looked at.
    pub shut: Vec<FilePurpose>,
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
    /// [`BackupError`], [`HouseholdError::NotAllowed`], and whatever a file says; the last backup is as it was.
    pub fn back_up(&self, folder: &dyn Folder, to: &BackUp<'_>) -> Result<Ran, HouseholdError> {
        self.allow(Act::Backup, None)?;
        let ran = self.back_up_once(folder, to)?;
        // Something was erased between the moment and the reading: what emptied it came after. It is there the next time.
        let torn = |error: &BackupError| matches!(error, BackupError::Journal(JournalError::Fault(fault)) if fault.what == WhatIsWrong::Emptied);
        if ran.proof.as_ref().is_err_and(torn) { self.back_up_once(folder, to) } else { Ok(ran) }
    }

    fn back_up_once(&self, folder: &dyn Folder, to: &BackUp<'_>) -> Result<Ran, HouseholdError> {
        let BackupKey { id, key, key_file } = self.backup_key()?;
        let known = self.backups()?.into_iter().find(|known| known.place == to.place);
        let at_ms = self.outside.clock.now().wall_ms;
        let diaries = self.to_back_up(folder, to.place)?;
        let (mut sources, own) = {
            // No record is on its way between two files while their moment is taken.
            let _no_hand_on = lock(&self.handing_on);
            self.sources(&diaries)?
        };
        let (household, only) = (self.id(), None);
        let job = |line, known, sources| Job {
            household,
            line,
            key_file: key_file.clone(),
            only,
            at_ms,
            known,
            sources,
        };
        let scratch = Scratch::make(to.scratch, &*self.outside.entropy)?;
        let (mut heads, mut beside) = (Vec::new(), Vec::new());
        // What a diary of one's own has was taken out of the inbox: it is there before the inbox is without it.
        for (diary, key, source) in own {
            let job = job(Line::Own(diary.file.id, key), None, vec![source]);
            let ran = self.run_line(folder, &job, &scratch.0)?;
            heads.extend(job.all_heads());
            sources.push(if ran.proof.is_ok() {
                Source::in_own_line(diary.file.id, diary.file.purpose)
            } else {
                Source::shut(diary.file.id, diary.file.purpose, diary.own_ms)
            });
            beside.push(ran);
        }
        let job = job(Line::Household(id, &key), known.map(|known| known.number), sources);
        let ran = self.run_line(folder, &job, &scratch.0)?;
        drop(scratch);
        heads.extend(job.all_heads());
        let mut ran = beside.into_iter().fold(ran, Ran::and);
        if ran.proof.is_ok() && ran.not_continued.is_none() && ran.put_back.is_none() {
            ran.removed += self.forget_own_lines(folder)?;
        }
        if ran.proof.is_ok() {
            self.record(noted(to.place, &ran, at_ms, heads).change(self.author()))?;
        }
        Ok(ran)
    }

    fn run_line(&self, folder: &dyn Folder, job: &Job<'_>, scratch: &Path) -> Result<Ran, HouseholdError> {
        let prove = &mut |backup: &Backup<'_>| self.prove(backup, job, scratch);
        Ok(backup::run(folder, job, &*self.outside.entropy, prove)?)
    }

    /// The files of people, as far as they can be read now.
    fn to_back_up(&self, folder: &dyn Folder, place: &str) -> Result<Vec<Theirs>, HouseholdError> {
        let (mut diaries, files) = (Vec::new(), self.vault().files());
        for file in files {
            if !matches!(file.purpose, FilePurpose::Diary { .. } | FilePurpose::Sealed { .. }) {
                continue;
            }
            let (locked, shut, own_key) = {
                let vault = self.vault();
                let locked = vault.own_lock(file.id).is_some();
                (locked, vault.is_shut(file.id), vault.own_backup_key(file.id).ok())
            };
            // One that was not restored yet is not there, whoever has its secret.
            let away = locked && (shut || !files::path(&self.folder, file).exists());
            let diary = if away { None } else { Some(self.opened(file.purpose)?) };
            let there = locked && backup::has_own(folder, file.id)?;
            let own_ms = if there { self.backed_up(place, file.id)? } else { None };
            diaries.push(Theirs { file, diary, own_key, own_ms });
        }
        Ok(diaries)
    }

    /// When a file was last in a backup in a place, as the household remembers it.
    fn backed_up(&self, place: &str, file: FileId) -> Result<Option<i64>, HouseholdError> {
        let mut last = None;
        self.store.read(|reader| {
            journal::in_order::<HouseholdError>(reader, |operation| {
                if let Meaning::BackedUp(one) = meaning(&operation)?
                    && one.place == place
                    && one.heads.iter().any(|head| head.file == file)
                {
                    last = last.max(Some(one.at_ms));
                }
                Ok(())
            })
        })?;
        Ok(last)
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
        let (file, key, own) = {
            let vault = self.vault();
            let file = vault.file(FilePurpose::Backup).map_err(|_| BackupError::NoBackupKey)?;
            let locked = vault.files().into_iter().filter(|file| vault.own_lock(file.id).is_some());
            let own: Vec<_> = locked.map(|file| (file, vault.own_backup_key(file.id).ok())).collect();
            (file.id, vault.file_key(file.id)?, own)
        };
        let mut checked = backup::check(folder, self.id(), Line::Household(file, &key))?;
        let mut shut = Vec::new();
        for (file, key) in own {
            if !backup::has_own(folder, file.id)? && self.backed_up(place, file.id)?.is_none() {
                continue;
            }
            let Some(key) = key else {
                shut.push(file.purpose);
                continue;
            };
            let beside = backup::check(folder, self.id(), Line::Own(file.id, &key))?;
            checked.pieces += beside.pieces;
            checked.bytes += beside.bytes;
            checked.unnamed += beside.unnamed;
            checked.problems.extend(beside.problems);
        }
        let mut touched: BTreeMap<PersonId, Vec<(EntryId, Option<CivilDate>)>> = BTreeMap::new();
        for problem in &checked.problems {
            let LostPart::Operations(range) = problem.what else { continue };
            // What the household does not have, or cannot read now, is named by its numbers alone.
            let (person, Ok(diary)) = (match range.file {
                LostFile::Diary(person) => (person, self.diary_of(person)),
                LostFile::Sealed(person) => (person, self.sealed(person)),
                LostFile::Household | LostFile::Inbox => continue,
            }) else {
                continue;
            };
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
            shut,
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
        diaries: &'a [Theirs],
    ) -> Result<(Vec<Source<'a>>, Vec<OwnSource<'a>>), HouseholdError> {
        let (inbox, household) = {
            let vault = self.vault();
            (vault.file(FilePurpose::Inbox)?, vault.file(FilePurpose::Household)?)
        };
        let mut sources = vec![
            Source::open(inbox.id, inbox.purpose, Snapshot::of(self.inbox.store(), &INBOX)?),
            Source::open(household.id, household.purpose, Snapshot::of(&self.store, &HOUSEHOLD)?),
        ];
        let mut own = Vec::new();
        for one in diaries {
            let file = one.file;
            let Some(diary) = &one.diary else {
                sources.push(Source::shut(file.id, file.purpose, one.own_ms));
                continue;
            };
            // What entries name first: a file is whole before an operation names it.
            let named = diary.media_named()?;
            let snapshot = Snapshot::of(diary.store(), &DIARY)?.with_media(diary.media_dir(), Some(named))?;
            let source = Source::open(file.id, file.purpose, snapshot);
            match &one.own_key {
                Some(key) => own.push((one, key, source)),
                None => sources.push(source),
            }
        }
        Ok((sources, own))
    }

    /// Restores everything but media into scratch space, under keys that nobody keeps, and compares.
    fn prove(&self, backup: &Backup<'_>, job: &Job<'_>, scratch: &Path) -> Result<(), BackupError> {
        for (file, purpose, _) in backup.files() {
            let path = scratch.join(format!("{}.{file}.db", backup.number()));
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
fn noted(place: &str, ran: &Ran, at_ms: i64, heads: Vec<(FileId, Vec<Head>)>) -> BackedUp {
    let heads = heads.into_iter().flat_map(|(file, heads)| {
        heads.into_iter().map(move |head| NotedHead {
            file,
            writer: *head.writer.as_bytes(),
            number: head.number,
            hash: head.hash,
        })
    });
    BackedUp { place: place.to_owned(), number: ran.number, at_ms, only: None, heads: heads.collect() }
}

/// A file of a person.
struct Theirs {
    file: FileInfo,
    /// `None` while it cannot be read.
    diary: Option<Arc<Diary>>,
    /// The key of its own line of backups, while it has a lock of its own that is open.
    own_key: Option<Secret<32>>,
    /// When its own line was last written to, as far as that is remembered.
    own_ms: Option<i64>,
}

/// A file that goes into its own line, with the key of that.
type OwnSource<'a> = (&'a Theirs, &'a Secret<32>, Source<'a>);

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
