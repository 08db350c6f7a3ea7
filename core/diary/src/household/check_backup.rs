//! Is a backup whole, and whose entries does something lost touch?

use std::collections::BTreeMap;

use super::error::HouseholdError;
use super::home::Household;
use crate::backup::{self, BackupError, Checked, Line, LostFile, LostPart};
use crate::id::{EntryId, PersonId};
use crate::ports::Folder;
use crate::time::CivilDate;
use crate::vault::FilePurpose;

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
}
