//! A household out of its backup.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::error::HouseholdError;
use super::files;
use super::home::{self, Outside, append};
use super::operation::RestoredFrom;
use super::project;
use crate::backup::{self, Backup, BackupError};
use crate::diary;
use crate::id::{FileId, HouseholdId, MediaId, PersonId};
use crate::journal::{self, Author, Writer};
use crate::ports::Folder;
use crate::store::{DIARY, HOUSEHOLD, INBOX, Schema, Store, StoreError};
use crate::vault::{FilePurpose, Installation, Unlock, Vault};

/// What to restore, and with what.
#[derive(Debug, Clone, Copy)]
pub struct Restore<'a> {
    /// A secret that opens the household.
    pub secret: Unlock<'a>,
    /// The number of the backup; `None` for the newest.
    pub number: Option<u64>,
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
    /// People of whom the backup has no diary.
    pub left_out: Vec<PersonId>,
    /// Media files of which something is lost; they are not there.
    pub media_lost: Vec<(PersonId, MediaId)>,
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
    let vault = locked.unlock(what.secret)?;
    let backup = Backup::open(from, &vault, what.number)?;
    let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(io)?;
    let draft = parent.join(format!(".new-household-{}", crate::id::OperationId::random(&*outside.entropy)?));
    files::create_private_folder(&draft).map_err(io)?;
    let mut made_at = draft.as_path();
    let made = fill(&draft, &vault, &keys, &backup, outside).and_then(|made| {
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

fn fill(
    draft: &Path,
    vault: &Vault,
    keys: &[u8],
    backup: &Backup<'_>,
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
        media_lost: Vec::new(),
    };
    let found = backup.files();
    for info in vault.files() {
        let Some(schema) = schema_of(info.purpose) else { continue };
        // A diary under a lock of its own needs that lock's secret, which nobody was asked for.
        let there = found.iter().any(|(file, purpose, _)| *file == info.id && *purpose == info.purpose);
        if !there || vault.is_shut(info.id) {
            let FilePurpose::Diary { person } = info.purpose else {
                return Err(BackupError::NoManifest.into());
            };
            restored.left_out.push(person);
            continue;
        }
        let path = files::path(draft, info);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(io)?;
        }
        let store = Store::create(&path, vault.file_key(info.id)?.expose(), schema)?;
        put(backup, (info.id, info.purpose), &store)?;
        match info.purpose {
            FilePurpose::Household => {
                let change = RestoredFrom { number, at_ms }.change(Author::HOUSEHOLD);
                home::journal(info.id, &writer, outside).write(&store, |journal| append(journal, change))?;
            }
            FilePurpose::Diary { person } => {
                restored.diaries += 1;
                if backup.has_media(info.id) {
                    let folder = path.with_file_name("media");
                    files::create_private_folder(&folder).map_err(io)?;
                    let lost = backup.put_media(info.id, &folder)?;
                    restored.media_lost.extend(lost.into_iter().map(|media| (person, media)));
                    sync(&folder).map_err(io)?;
                }
                path.parent().map_or(Ok(()), sync).map_err(io)?;
            }
            FilePurpose::Inbox | FilePurpose::Sealed { .. } | FilePurpose::Backup => {}
        }
        store.close()?;
    }
    let people = draft.join("people");
    if people.is_dir() {
        sync(&people).map_err(io)?;
    }
    sync(draft).map_err(io)?;
    Ok(restored)
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
            None
        }
        FilePurpose::Diary { .. } => {
            diary::rebuild(store)?;
            Some(diary::ERASE)
        }
        FilePurpose::Inbox | FilePurpose::Sealed { .. } | FilePurpose::Backup => return Ok(()),
    };
    let (heads, _) = store.read(|reader| journal::verify(reader, file, store.kind(), erasing))?;
    if heads == backup.heads(file) { Ok(()) } else { Err(BackupError::NotTheSame.into()) }
}

pub(super) fn schema_of(purpose: FilePurpose) -> Option<&'static Schema> {
    match purpose {
        FilePurpose::Household => Some(&HOUSEHOLD),
        FilePurpose::Inbox => Some(&INBOX),
        FilePurpose::Diary { .. } => Some(&DIARY),
        FilePurpose::Sealed { .. } | FilePurpose::Backup => None,
    }
}

#[cfg(unix)]
fn sync(folder: &Path) -> std::io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// A folder cannot be opened as a file here; the system's journal orders the rename.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "one signature on every system")]
fn sync(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}
