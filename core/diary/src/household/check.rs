//! What of a household can still be read, whatever is damaged; writes nothing.

use std::path::{Path, PathBuf};

use super::error::HouseholdError;
use super::files::{self, LOCK};
use super::operation::{Meaning, meaning};
use super::track::Track;
use crate::diary::{self, DamagedMedia, LeftOfDiary, LeftOfMedia};
use crate::id::{FileId, PersonId};
use crate::inbox::Inbox;
use crate::journal::{self, Lost, Remains};
use crate::ports::Followed;
use crate::store::{self, FileKind, FolderLock, RawRow, StoreError};
use crate::vault::{FileInfo, FilePurpose, LockedVault, Notice, Unlock, Vault, VaultError};

/// What a look at a household found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What is wrong with one copy of the key file.
    pub notice: Option<Notice>,
    /// Every file that the key file names.
    pub files: Vec<FileCheck>,
    /// What else lies in the folder.
    pub leftovers: Vec<Leftover>,
}

/// What can be read of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileCheck {
    /// Which kind of file.
    pub kind: FileKind,
    /// Whose, for a diary.
    pub person: Option<PersonId>,
    /// The person's name, where the household's file still says it.
    pub name: Option<String>,
    /// It is what is sealed of the person, and not their diary.
    pub sealed: bool,
    /// It opens with a lock of its own, which was not opened: it was not looked at.
    pub own_lock: bool,
    /// Why nothing of it can be read, if that is so: it is not there, or the system does not give it.
    pub unreadable: Option<StoreError>,
    /// How many pages it has.
    pub pages: u32,
    /// Numbers of the pages that are not as they were written.
    pub damaged_pages: Vec<u32>,
    /// Operations that can be read; for the inbox, records that are there, sealed.
    pub readable: u64,
    /// Operations among them that have lost their reason or what a device sent.
    pub partly: u64,
    /// Operations that were erased on purpose.
    pub erased: u64,
    /// Operations of which nothing can be read.
    pub lost: Vec<Lost>,
    /// A diary's entries.
    pub entries: LeftOfDiary,
    /// A diary's media files.
    pub media: LeftOfMedia,
}

impl FileCheck {
    /// Whether everything that was ever in it is there and as it was written.
    pub fn is_whole(&self) -> bool {
        self.unreadable.is_none()
            && self.damaged_pages.is_empty()
            && self.partly == 0
            && self.lost.is_empty()
            && self.media.lost.is_empty()
    }
}

/// Something beside the files that the key file names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leftover {
    /// Logs that a killed program left: they belong to their files, and the next opening takes them in.
    Log,
    /// Copies from before an upgrade: they go by themselves.
    BeforeUpgrade,
    /// Unfinished saves of the key file: they are not read, and the next save replaces them.
    UnfinishedKeys,
    /// Files that no key opens.
    Unknown,
}

/// One file and what is left of it.
pub(super) struct Surveyed {
    pub(super) id: FileId,
    pub(super) purpose: FilePurpose,
    pub(super) check: FileCheck,
    pub(super) remains: Remains,
    /// Rows as they lay there.
    pub(super) rows: Vec<RawRow>,
    /// Which of the own secrets that were given opened it.
    pub(super) opened_by: Option<usize>,
}

impl Surveyed {
    /// The media files of a diary.
    pub(super) fn media(&self, folder: &Path, vault: &Vault) -> DamagedMedia<'_> {
        let file = vault.file(self.purpose).ok();
        let folder = file.map(|file| diary::media_folder(&files::path(folder, file))).unwrap_or_default();
        DamagedMedia::of(&folder, &self.remains, &self.rows)
    }
}

/// A household as it was found.
pub(super) struct Survey {
    pub(super) vault: Vault,
    pub(super) check: Check,
    pub(super) files: Vec<Surveyed>,
    _locks: [Option<FolderLock>; 2],
}

/// Looks at a household that may be damaged, and says what can be read. Nothing is written, not even a lock.
///
/// `own` are secrets of locks of their own: what none of them opens is not looked at, and named.
///
/// # Errors
/// What keeps the key file from being opened, as for [`Household::unlock`](super::Household::unlock);
/// [`StoreError::InUse`] if another program has the household or its inbox open. Damage to anything else is no error.
pub fn check(folder: &Path, secret: Unlock<'_>, own: &[Unlock<'_>]) -> Result<Check, HouseholdError> {
    check_followed(folder, secret, own, &Followed::default())
}

/// As [`check`](check()), until whoever follows stops it.
///
/// # Errors
/// As there; [`StoreError::Stopped`].
pub fn check_followed(
    folder: &Path,
    secret: Unlock<'_>,
    own: &[Unlock<'_>],
    followed: &Followed,
) -> Result<Check, HouseholdError> {
    let mut track = Track::of(followed, files::bytes_in(folder));
    let survey = survey(folder, secret, own, &mut track)?;
    let mut check = survey.check;
    for file in survey.files.iter().filter(|file| file.check.kind == FileKind::Diary && !file.check.own_lock)
    {
        let mut read = |bytes| track.further(bytes).is_ok();
        let media = file.media(folder, &survey.vault).check(&mut read);
        track.go_on()?;
        check.note_media(file, &media);
    }
    track.finish();
    Ok(check)
}

impl Check {
    /// Notes what was found of a file's media.
    pub(super) fn note_media(&mut self, file: &Surveyed, media: &LeftOfMedia) {
        let of = |check: &FileCheck| (check.kind, check.person, check.sealed);
        for check in self.files.iter_mut().filter(|check| of(check) == of(&file.check)) {
            check.media = media.clone();
        }
    }
}

/// Opens every own lock that one of these secrets opens; by which.
fn open_those(vault: &mut Vault, own: &[Unlock<'_>]) -> Result<Vec<(FileId, usize)>, HouseholdError> {
    let locked: Vec<FileId> =
        vault.files().iter().map(|file| file.id).filter(|id| vault.own_lock(*id).is_some()).collect();
    let mut opened = Vec::new();
    for (number, secret) in own.iter().enumerate() {
        let mut refused = Some(VaultError::NoOwnLock);
        for file in &locked {
            match vault.open_own(*file, *secret) {
                Ok(()) => {
                    refused = None;
                    opened.push((*file, number));
                }
                Err(error) => refused = refused.and(Some(error)),
            }
        }
        if let Some(error) = refused {
            return Err(error.into());
        }
    }
    Ok(opened)
}

pub(super) fn survey(
    folder: &Path,
    secret: Unlock<'_>,
    own: &[Unlock<'_>],
    track: &mut Track<'_>,
) -> Result<Survey, HouseholdError> {
    let locked = LockedVault::load(folder)?;
    // A file that is written meanwhile would look damaged.
    let locks = [FolderLock::take_if_there(folder, LOCK)?, Inbox::hold_if_there(folder)?];
    let mut vault = locked.unlock(secret)?;
    let opened = open_those(&mut vault, own)?;
    let mut files = Vec::new();
    for file in vault.files() {
        let (kind, person) = match file.purpose {
            FilePurpose::Household => (FileKind::Household, None),
            FilePurpose::Inbox => (FileKind::Inbox, None),
            FilePurpose::Diary { person } | FilePurpose::Sealed { person } => (FileKind::Diary, Some(person)),
            // A key without a file.
            FilePurpose::Backup => continue,
        };
        let mut found = look(folder, &vault, file, kind, person)?;
        track.further(files::bytes_of(&files::path(folder, file)))?;
        found.opened_by = opened.iter().find(|(id, _)| *id == file.id).map(|(_, number)| *number);
        files.push(found);
    }
    let names: Vec<(PersonId, String)> = files
        .iter()
        .filter(|file| file.purpose == FilePurpose::Household)
        .flat_map(|file| &file.remains.operations)
        .filter_map(|operation| match meaning(operation) {
            Ok(Meaning::PersonAdded(added)) => Some((operation.id.into(), added.name)),
            _ => None,
        })
        .collect();
    for file in &mut files {
        let name = names.iter().find(|(person, _)| Some(*person) == file.check.person);
        file.check.name = name.map(|(_, name)| name.clone());
    }
    let check = Check {
        notice: vault.notice(),
        files: files.iter().map(|file| file.check.clone()).collect(),
        leftovers: leftovers(folder, &vault.files()),
    };
    Ok(Survey { vault, check, files, _locks: locks })
}

fn look(
    folder: &Path,
    vault: &Vault,
    file: FileInfo,
    kind: FileKind,
    person: Option<PersonId>,
) -> Result<Surveyed, HouseholdError> {
    let key = match vault.file_key(file.id) {
        Err(VaultError::OwnLockShut) => None,
        key => Some(key?),
    };
    let path = files::path(folder, file);
    let read = key.as_ref().map(|key| store::salvage(&path, key.expose()));
    let (read, unreadable) = match read {
        None => (store::Salvage::default(), None),
        Some(Ok(read)) => (read, None),
        Some(Err(StoreError::Io(std::io::ErrorKind::NotFound))) => {
            (store::Salvage::default(), Some(StoreError::Missing(kind)))
        }
        Some(Err(error)) => (store::Salvage::default(), Some(error)),
    };
    let remains = journal::salvage(&read);
    let mut check = FileCheck {
        kind,
        person,
        name: None,
        sealed: matches!(file.purpose, FilePurpose::Sealed { .. }),
        own_lock: key.is_none(),
        unreadable,
        pages: read.pages,
        damaged_pages: read.damaged,
        readable: remains.operations.len() as u64,
        partly: remains.partly,
        erased: remains.erased,
        lost: remains.lost.clone(),
        entries: LeftOfDiary::default(),
        media: LeftOfMedia::default(),
    };
    if kind == FileKind::Diary {
        check.entries = diary::left(&remains);
    }
    Ok(Surveyed { id: file.id, purpose: file.purpose, check, remains, rows: read.rows, opened_by: None })
}

/// What lies in the folder beside what belongs there, each kind once.
fn leftovers(folder: &Path, known: &[FileInfo]) -> Vec<Leftover> {
    let known: Vec<PathBuf> = known.iter().map(|file| files::path(folder, *file)).collect();
    let mut found: Vec<Leftover> = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inside) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&inside) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if !known.contains(&path) {
                found.extend(leftover(&path.to_string_lossy()));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn leftover(path: &str) -> Option<Leftover> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    match name {
        "keys.json" | "keys.copy.json" | "lock" | "inbox.lock" => None,
        "keys.json.new" | "keys.copy.json.new" => Some(Leftover::UnfinishedKeys),
        name if name.contains(".db.before-") => Some(Leftover::BeforeUpgrade),
        name if name.ends_with(".db-wal") => Some(Leftover::Log),
        // The index of a log is made anew; media files are looked at by the room that writes them.
        name if [".db-shm", ".media", ".part"].iter().any(|end| name.ends_with(end)) => None,
        _ => Some(Leftover::Unknown),
    }
}
