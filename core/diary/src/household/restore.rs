//! A household out of its backup.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::error::HouseholdError;
use super::files;
use super::home::{self, Outside, append};
use super::lost;
use super::operation::{REMOVE, RestoredFrom};
use super::project;
use crate::backup::{self, Backup, BackupError, Problem};
use crate::diary;
use crate::id::{FileId, HouseholdId, MediaId, PersonId};
use crate::journal::{self, Author, Writer};
use crate::ports::Folder;
use crate::store::{DIARY, HOUSEHOLD, INBOX, Schema, Store, StoreError};
use crate::vault::{FileInfo, FilePurpose, Installation, Secret, Unlock, Vault, VaultError};

/// What to restore, and with what.
#[derive(Debug, Clone, Copy)]
pub struct Restore<'a> {
    /// A secret that opens the household.
    pub secret: Unlock<'a>,
    /// The number of the backup; `None` for the newest.
    pub number: Option<u64>,
    /// What to do where operations of it are lost.
    pub damaged: Damaged,
    /// A secret that opens diaries with a lock of their own: those that it opens come back too. The others can follow, while
    /// the backup is there: [`Household::restore_own`](super::Household::restore_own).
    pub own: Option<Unlock<'a>>,
}

/// What to do with a backup of which something but media is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Damaged {
    /// Restore nothing, and say what is lost.
    #[default]
    Refuse,
    /// Restore what can be read. A file of which something is lost goes on in a chain of the new writer, whose first
    /// operation says from which heads and what was lost, as after a salvage.
    TakeWhatIsThere,
}

/// A household that was restored, locked.
#[derive(Debug)]
pub struct Restored {
    /// Which household.
    pub household: HouseholdId,
    /// This installation's marker, for the shell to keep outside the folder: the household goes on as a new writer.
    pub installation: Installation,
    /// The number of the backup.
    pub number: u64,
    /// When it was made, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// Backups with a greater number that are there and damaged, or were never finished.
    pub newer_lost: Vec<u64>,
    /// The one person that it is of.
    pub only: Option<PersonId>,
    /// How many diaries are there.
    pub diaries: u64,
    /// Files of people that did not come back, and as of when the backup has them under a lock of their own; `None`: not at
    /// all.
    pub left_out: Vec<(FilePurpose, Option<i64>)>,
    /// Files with a lock of their own that came back, and as of when: one that was shut at the last run is older.
    pub own: Vec<(FilePurpose, i64)>,
    /// Media files of which something is lost; they are not there.
    pub media_lost: Vec<(PersonId, MediaId)>,
    /// What else is lost: a list of media files, or everything that is lost of a backup that was restored in spite of it.
    pub lost: Vec<Problem>,
}

/// Makes a household of a backup, in a new or empty folder.
///
/// It has the same id, slots and keys of files, as the backup's key file says, and files that were made anew: every
/// operation is replayed in its order, and what is worked out from operations is rebuilt. It appears whole or not at all,
/// and goes on as a new writer, whose first operations name the heads they continue. An older backup than the newest is
/// restored as what it was; what a newer one or another phone has besides is not merged into it.
///
/// # Errors
/// [`HouseholdError::NotEmpty`]; a wrong secret; [`BackupError`]; whatever the system says. Nothing is there then.
/// [`HouseholdError::NotWhole`] where something is lost and [`Damaged::Refuse`] was said.
pub fn restore(
    from: &dyn Folder,
    to: &Path,
    what: &Restore<'_>,
    outside: &Outside,
) -> Result<Restored, HouseholdError> {
    let io = |error: std::io::Error| HouseholdError::from(StoreError::from_io(&error));
    if fs::read_dir(to).is_ok_and(|mut entries| entries.next().is_some()) || to.is_file() {
        return Err(HouseholdError::NotEmpty);
    }
    let (locked, keys) = backup::key_file(from)?;
    let mut vault = locked.unlock(what.secret)?;
    what.own.map_or(Ok(()), |own| open_those(&mut vault, own))?;
    let backup = Backup::open(from, &vault, what.number)?;
    let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(io)?;
    let draft = parent.join(format!(".new-household-{}", crate::id::OperationId::random(&*outside.entropy)?));
    files::create_private_folder(&draft).map_err(io)?;
    let mut made_at = draft.as_path();
    // What has a lock of its own comes back as it was at the time of the backup that was asked for.
    let until_ms = what.number.map(|_| backup.at_ms());
    let made = fill(&draft, (&vault, &keys), (from, &backup, until_ms), what, outside).and_then(|made| {
        fs::rename(&draft, to).map_err(io)?;
        made_at = to;
        sync(parent).map_err(io)?;
        Ok(made)
    });
    if made.is_err() {
        // Only what this call made, wherever it got to; the backup has all of it.
        let _ = fs::remove_dir_all(made_at);
    }
    made
}

/// Opens every own lock that a secret opens.
///
/// # Errors
/// What the last lock said, if it opens none.
fn open_those(vault: &mut Vault, secret: Unlock<'_>) -> Result<(), HouseholdError> {
    let mut refused = Some(VaultError::NoOwnLock);
    for file in vault.files().into_iter().filter(|file| vault.own_lock(file.id).is_some()).collect::<Vec<_>>()
    {
        let opened = vault.open_own(file.id, secret);
        refused = refused.and_then(|_| opened.err());
    }
    refused.map_or(Ok(()), |error| Err(error.into()))
}

fn fill(
    draft: &Path,
    (vault, keys): (&Vault, &[u8]),
    (from, backup, until_ms): (&dyn Folder, &Backup<'_>, Option<i64>),
    what: &Restore<'_>,
    outside: &Outside,
) -> Result<Restored, HouseholdError> {
    let io = |error: std::io::Error| HouseholdError::from(StoreError::from_io(&error));
    Vault::put_key_file(draft, keys)?;
    let installation = Installation::new(vault.household(), vault.receive_key()?, &*outside.entropy)?;
    let writer = Arc::new(Writer::from_seed(installation.writer_seed.expose()));
    let (number, at_ms) = (backup.number(), backup.at_ms());
    let mut restored = Restored {
        household: vault.household(),
        installation,
        number,
        at_ms,
        newer_lost: backup.newer_lost().to_vec(),
        only: backup.only(),
        diaries: 0,
        left_out: Vec::new(),
        own: Vec::new(),
        media_lost: Vec::new(),
        lost: Vec::new(),
    };
    let found = backup.files();
    let take = what.damaged == Damaged::TakeWhatIsThere;
    let mut anew = lost::Anew::new(draft, vault, &writer, outside);
    for info in vault.files() {
        let path = files::path(draft, info);
        let person = match info.purpose {
            FilePurpose::Backup => continue,
            FilePurpose::Household | FilePurpose::Inbox => {
                anew.whole_or_left((backup, backup), info, &path, what.damaged)?;
                continue;
            }
            FilePurpose::Diary { person } | FilePurpose::Sealed { person } => person,
        };
        let there = found.iter().any(|(file, purpose, _)| *file == info.id && *purpose == info.purpose);
        let in_own = match vault.own_lock(info.id) {
            Some(_) if !vault.is_shut(info.id) => match own_backup(from, vault, info.id, until_ms) {
                // Of its own line not one list is left.
                Err(HouseholdError::Backup(BackupError::NoManifest)) if take => None,
                found => found?,
            },
            _ => None,
        };
        if vault.is_shut(info.id) || (in_own.is_none() && !there) {
            // A lock of its own needs its own secret.
            let has = backup.own().into_iter().find(|(file, _)| *file == info.id);
            restored.left_out.push((info.purpose, has.map(|(_, at_ms)| at_ms)));
            continue;
        }
        let source = in_own.as_ref().unwrap_or(backup);
        let whole = anew.whole_or_left((backup, source), info, &path, what.damaged)?;
        // Without their keys they are not readable any more.
        let lost = if whole || anew.has_media_keys(info.id) {
            put_media(source, info.id, &path, take)?
        } else {
            source.media(info.id)
        };
        restored.media_lost.extend(lost.into_iter().map(|media| (person, media)));
        restored.lost.extend(source.lost_media_list(info.id));
        restored.diaries += 1;
        if !whole && in_own.is_some() {
            name_all(&mut restored.lost, source.problems());
        }
        if vault.own_lock(info.id).is_some() {
            restored.own.push((info.purpose, as_of(source, info.id)));
        }
    }
    if !anew.is_empty() {
        anew.finish(what.secret, &restored.installation)?;
        name_all(&mut restored.lost, backup.problems());
    }
    note(vault, draft, &writer, &RestoredFrom { number, at_ms }, outside)?;
    let people = draft.join("people");
    if people.is_dir() {
        sync(&people).map_err(io)?;
    }
    sync(draft).map_err(io)?;
    Ok(restored)
}

fn name_all(named: &mut Vec<Problem>, found: Vec<Problem>) {
    for problem in found {
        if !named.contains(&problem) {
            named.push(problem);
        }
    }
}

/// Notes in the household's journal which backup it came from.
fn note(
    vault: &Vault,
    draft: &Path,
    writer: &Arc<Writer>,
    from: &RestoredFrom,
    outside: &Outside,
) -> Result<(), HouseholdError> {
    let info = vault.file(FilePurpose::Household)?;
    let store = Store::open(&files::path(draft, info), vault.file_key(info.id)?.expose(), &HOUSEHOLD)?;
    let change = from.change(Author::HOUSEHOLD);
    home::journal(info.id, writer, outside).write(&store, |journal| append(journal, change))?;
    Ok(store.close()?)
}

/// The newest backup of a file in its own line, whose lock is open; `None` where the line has none.
fn own_backup<'f>(
    from: &'f dyn Folder,
    vault: &Vault,
    file: FileId,
    until_ms: Option<i64>,
) -> Result<Option<Backup<'f>>, HouseholdError> {
    if !backup::has_own(from, file)? {
        return Ok(None);
    }
    match Backup::open_own(from, vault, file, until_ms) {
        Ok(backup) => Ok(Some(backup)),
        // It got its lock after the backup that was asked for.
        Err(BackupError::NoManifest) if until_ms.is_some() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// When a file was as a backup has it.
pub(super) fn as_of(backup: &Backup<'_>, file: FileId) -> i64 {
    let found = backup.files().into_iter().find(|(found, ..)| *found == file);
    found.map_or(backup.at_ms(), |(.., at_ms)| at_ms)
}

/// Makes a file of a person with its media, in a folder that has none of it; gives the media files that are lost.
pub(super) fn whole_file(
    backup: &Backup<'_>,
    key: &Secret<32>,
    info: FileInfo,
    path: &Path,
) -> Result<Vec<MediaId>, HouseholdError> {
    database(backup, key, info, path)?;
    put_media(backup, info.id, path, false)
}

/// Puts the media files of a file beside it. One of which a piece cannot be read now is lost only where `take` says so.
fn put_media(
    backup: &Backup<'_>,
    file: FileId,
    path: &Path,
    take: bool,
) -> Result<Vec<MediaId>, HouseholdError> {
    let io = |error: std::io::Error| HouseholdError::from(StoreError::from_io(&error));
    let mut lost = Vec::new();
    if backup.has_media(file) {
        let folder = diary::media_folder(path);
        files::create_private_folder(&folder).map_err(io)?;
        lost = backup.put_media(file, &folder, take)?;
        sync(&folder).map_err(io)?;
    }
    path.parent().map_or(Ok(()), sync).map_err(io)?;
    Ok(lost)
}

/// Makes a database of a whole file, in a folder that has none of it.
pub(super) fn database(
    backup: &Backup<'_>,
    key: &Secret<32>,
    info: FileInfo,
    path: &Path,
) -> Result<(), HouseholdError> {
    let schema = schema_of(info.purpose).ok_or(BackupError::NotTheSame)?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| StoreError::from_io(&error))?;
    }
    let store = Store::create(path, key.expose(), schema)?;
    put(backup, (info.id, info.purpose), &store)?;
    Ok(store.close()?)
}

/// Puts one file of a backup into an empty file, works out what is worked out from operations, and checks every chain
/// against the heads that the backup names.
pub(super) fn put(
    backup: &Backup<'_>,
    (file, purpose): (FileId, FilePurpose),
    store: &Store,
) -> Result<(), HouseholdError> {
    let Some(schema) = schema_of(purpose) else { return Ok(()) };
    backup.put(file, store, schema)?;
    let erasing = match purpose {
        FilePurpose::Household => {
            project::rebuild(store)?;
            Some(REMOVE)
        }
        FilePurpose::Diary { .. } | FilePurpose::Sealed { .. } => {
            diary::rebuild(store)?;
            Some(diary::ERASE)
        }
        FilePurpose::Inbox | FilePurpose::Backup => return Ok(()),
    };
    let (heads, _) = store.read(|reader| journal::verify(reader, file, store.kind(), erasing))?;
    if heads == backup.heads(file) { Ok(()) } else { Err(BackupError::NotTheSame.into()) }
}

pub(super) fn schema_of(purpose: FilePurpose) -> Option<&'static Schema> {
    match purpose {
        FilePurpose::Household => Some(&HOUSEHOLD),
        FilePurpose::Inbox => Some(&INBOX),
        FilePurpose::Diary { .. } | FilePurpose::Sealed { .. } => Some(&DIARY),
        FilePurpose::Backup => None,
    }
}

#[cfg(unix)]
pub(super) fn sync(folder: &Path) -> std::io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// A folder cannot be opened as a file here; the system's journal orders the rename.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "one signature on every system")]
pub(super) fn sync(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}
