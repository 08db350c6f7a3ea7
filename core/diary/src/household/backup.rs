//! Backing up: everyone, or one person alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::alone::Alone;
use super::error::HouseholdError;
use super::files;
use super::home::{Household, lock};
use super::known_backups::KnownBackup;
use super::operation::{BackedUp, NotedHead};
use super::restore::{put, schema_of};
use super::roles::Act;
use crate::backup::{self, Backup, BackupError, Job, Line, Ran, Snapshot, Source};
use crate::diary::{Diary, DiaryError};
use crate::id::{FileId, OperationId, PersonId};
use crate::inbox::InboxError;
use crate::journal::{Head, JournalError, WhatIsWrong};
use crate::ports::Folder;
use crate::store::{DIARY, HOUSEHOLD, INBOX, Store, StoreError};
use crate::vault::{FileInfo, FilePurpose, Secret, VaultError};

/// Where a backup goes.
#[derive(Debug, Clone, Copy)]
pub struct BackUp<'a> {
    /// What the shell calls the place; another name for each place, the same every time.
    pub place: &'a str,
    /// A folder of the shell's in which the backup is restored for proof, in encrypted files; nothing is left there.
    pub scratch: &'a Path,
    /// One person alone, in a folder of their own: their diary, and nothing of anyone else, not even sealed. It opens with the
    /// household's secrets, as a backup of everyone does.
    pub only: Option<PersonId>,
}

impl Household {
    /// Writes what is new into the folder, reads all of it back, restores it into scratch space and compares; then takes
    /// away what no rule keeps, and remembers the backup.
    ///
    /// The diary stays in use meanwhile. If the proof fails, [`Ran::proof`] says why, and nothing was taken away or
    /// remembered.
    ///
    /// # Errors
    /// [`BackupError`], [`HouseholdError::NotAllowed`], and whatever a file says; the last backup is as it was. For one person
    /// alone also [`HouseholdError::NoSuchPerson`], and [`VaultError::OwnLockShut`] where their diary has a lock of its own that
    /// is shut.
    pub fn back_up(&self, folder: &dyn Folder, to: &BackUp<'_>) -> Result<Ran, HouseholdError> {
        // A backup of one person is theirs to have as an export is.
        match to.only {
            None => self.allow(Act::Backup, None)?,
            Some(person) => self.allow(Act::Export, Some(person))?,
        }
        let ran = self.back_up_once(folder, to)?;
        // Something was erased between the moment and the reading: what emptied it came after. It is there the next time.
        let torn = |error: &BackupError| matches!(error, BackupError::Journal(JournalError::Fault(fault)) if fault.what == WhatIsWrong::Emptied);
        if ran.proof.as_ref().is_err_and(torn) { self.back_up_once(folder, to) } else { Ok(ran) }
    }

    fn back_up_once(&self, folder: &dyn Folder, to: &BackUp<'_>) -> Result<Ran, HouseholdError> {
        let scratch = Scratch::make(to.scratch, &*self.outside.entropy)?;
        let alone = to.only.map(|person| Alone::make(self, person, &scratch.0)).transpose()?;
        let BackupKey { id, key, key_file } = self.backup_key(to.only)?;
        let known = self.backups()?.into_iter().find(|known| known.place == to.place);
        let line = Line::Household(id, &key);
        self.refuse_other_scope(folder, line, known.as_ref(), to)?;
        let at_ms = self.outside.clock.now().wall_ms;
        let diaries = self.to_back_up(folder, to)?;
        let (mut sources, own) = {
            // No record is on its way between two files while their moment is taken.
            let _no_hand_on = lock(&self.handing_on);
            self.sources(alone.as_ref(), &diaries)?
        };
        let household = self.id();
        let job = |line, only, known, sources| Job {
            household,
            line,
            key_file: key_file.clone(),
            only,
            at_ms,
            known,
            sources,
        };
        let (mut heads, mut beside) = (Vec::new(), Vec::new());
        // What a diary of one's own has was taken out of the inbox: it is there before the inbox is without it.
        for (diary, key, source) in own {
            let job = job(Line::Own(diary.file.id, key), None, None, vec![source]);
            let ran = self.run_line(folder, &job, &scratch.0)?;
            heads.extend(job.all_heads());
            sources.push(if ran.proof.is_ok() {
                Source::in_own_line(diary.file.id, diary.file.purpose)
            } else {
                Source::shut(diary.file.id, diary.file.purpose, diary.own_ms)
            });
            beside.push(ran);
        }
        let job = job(line, to.only, known.map(|known| known.number), sources);
        let ran = self.run_line(folder, &job, &scratch.0)?;
        heads.extend(job.all_heads());
        let mut ran = beside.into_iter().fold(ran, Ran::and);
        if ran.proof.is_ok() && ran.not_continued.is_none() && ran.put_back.is_none() {
            ran.removed += self.forget_own_lines(folder)?;
        }
        if ran.proof.is_ok() {
            self.record(noted(to, &ran, at_ms, heads).change(self.author()))?;
        }
        Ok(ran)
    }

    /// Refuses a folder in which the backups are of somebody else, before anything is written in any line.
    fn refuse_other_scope(
        &self,
        folder: &dyn Folder,
        line: Line<'_>,
        known: Option<&KnownBackup>,
        to: &BackUp<'_>,
    ) -> Result<(), HouseholdError> {
        let found = match (backup::scope(folder, self.id(), line)?, known) {
            // Made before the keys were changed.
            (None, Some(known)) if backup::key_file(folder).is_ok() => Some(known.only),
            (found, _) => found,
        };
        if found.is_some_and(|only| only != to.only) {
            return Err(BackupError::OtherScope.into());
        }
        Ok(())
    }

    fn run_line(&self, folder: &dyn Folder, job: &Job<'_>, scratch: &Path) -> Result<Ran, HouseholdError> {
        let prove = &mut |backup: &Backup<'_>| self.prove(backup, job, scratch);
        Ok(backup::run(folder, job, &*self.outside.entropy, prove)?)
    }

    /// The files of people, as far as they can be read now.
    fn to_back_up(&self, folder: &dyn Folder, to: &BackUp<'_>) -> Result<Vec<Theirs>, HouseholdError> {
        let (mut diaries, files) = (Vec::new(), self.vault().files());
        for file in files {
            let (FilePurpose::Diary { person } | FilePurpose::Sealed { person }) = file.purpose else {
                continue;
            };
            if to.only.is_some_and(|only| only != person) {
                continue;
            }
            let (locked, shut, own_key) = {
                let vault = self.vault();
                let locked = vault.own_lock(file.id).is_some();
                (locked, vault.is_shut(file.id), vault.own_backup_key(file.id).ok())
            };
            // One that was not restored yet is not there, whoever has its secret.
            let away = locked && (shut || !files::path(&self.folder, file).exists());
            // Of one person alone it is what the backup is for.
            let needed = to.only.is_some() && matches!(file.purpose, FilePurpose::Diary { .. });
            let diary = if away && !needed { None } else { Some(self.opened(file.purpose)?) };
            let there = locked && backup::has_own(folder, file.id)?;
            let own_ms = if there { self.backed_up(to.place, file.id)? } else { None };
            diaries.push(Theirs { file, diary, own_key, own_ms });
        }
        Ok(diaries)
    }

    /// The id of the household's backups and their key, made the first time, and the key file that leads to it.
    fn backup_key(&self, only: Option<PersonId>) -> Result<BackupKey, HouseholdError> {
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
        Ok(BackupKey { id, key, key_file: vault.key_file(only)? })
    }

    /// Takes the moment of every file, in the direction of flow.
    fn sources<'a>(
        &'a self,
        alone: Option<&'a Alone>,
        diaries: &'a [Theirs],
    ) -> Result<(Vec<Source<'a>>, Vec<OwnSource<'a>>), HouseholdError> {
        let mut sources = match alone {
            Some(alone) => alone.sources()?,
            None => self.own_sources()?,
        };
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

    /// The household's own files.
    fn own_sources(&self) -> Result<Vec<Source<'_>>, HouseholdError> {
        let (inbox, household) = {
            let vault = self.vault();
            (vault.file(FilePurpose::Inbox)?, vault.file(FilePurpose::Household)?)
        };
        Ok(vec![
            Source::open(inbox.id, inbox.purpose, Snapshot::of(self.inbox.store(), &INBOX)?),
            Source::open(household.id, household.purpose, Snapshot::of(&self.store, &HOUSEHOLD)?),
        ])
    }

    /// Restores everything but media into scratch space, under keys that nobody keeps, and compares.
    fn prove(&self, backup: &Backup<'_>, job: &Job<'_>, scratch: &Path) -> Result<(), BackupError> {
        for (file, purpose, _) in backup.files() {
            let path = scratch.join(format!("{}.{file}.db", backup.number()));
            let key = Secret::random(&*self.outside.entropy)?;
            let schema = schema_of(purpose).ok_or(BackupError::NotTheSame)?;
            let store = Store::create(&path, key.expose(), schema)?;
            put(backup, (file, purpose), &store).map_err(unproven)?;
            // What was shut is as the last run had it.
            if job.heads(file).is_some_and(|heads| heads != backup.heads(file)) {
                return Err(BackupError::NotTheSame);
            }
        }
        Ok(())
    }
}

/// Why a proof failed. A disk that refuses the scratch space says nothing of the backup.
fn unproven(error: HouseholdError) -> BackupError {
    match error {
        HouseholdError::Backup(error) => error,
        HouseholdError::Journal(error) | HouseholdError::Diary(DiaryError::Journal(error)) => error.into(),
        HouseholdError::Inbox(InboxError::Store(error)) => error.into(),
        HouseholdError::Vault(error) => error.into(),
        _ => BackupError::NotTheSame,
    }
}

/// The operation that remembers a run.
fn noted(to: &BackUp<'_>, ran: &Ran, at_ms: i64, heads: Vec<(FileId, Vec<Head>)>) -> BackedUp {
    let heads = heads.into_iter().flat_map(|(file, heads)| {
        heads.into_iter().map(move |head| NotedHead {
            file,
            writer: *head.writer.as_bytes(),
            number: head.number,
            hash: head.hash,
        })
    });
    let (place, number, only) = (to.place.to_owned(), ran.number, to.only);
    BackedUp { place, number, at_ms, only, heads: heads.collect() }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// It says to keep the household's own files and to report it.
    #[test]
    fn a_full_scratch_disk_is_not_told_as_a_backup_that_is_not_the_same() {
        let journal = || JournalError::Store(StoreError::Full);
        let inbox = InboxError::Store(StoreError::Full);
        for error in [journal().into(), DiaryError::Journal(journal()).into(), inbox.into()] {
            let told = unproven(error);
            assert!(told == BackupError::Journal(journal()) || told == StoreError::Full.into(), "{told:?}");
        }
    }
}
