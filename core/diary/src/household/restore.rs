//! A household out of its backup.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::error::HouseholdError;
use super::files;
use super::home::{self, Outside, append};
use super::lost;
use super::operation::RestoredFrom;
use super::project;
use crate::backup::{self, Backup, BackupError, Problem};
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
    /// What to do where operations of it are lost.
    pub damaged: Damaged,
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
    /// People of whom the backup has no diary.
    pub left_out: Vec<PersonId>,
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
    let vault = locked.unlock(what.secret)?;
    let backup = Backup::open(from, &vault, what.number)?;
    let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(io)?;
    let draft = parent.join(format!(".new-household-{}", crate::id::OperationId::random(&*outside.entropy)?));
    files::create_private_folder(&draft).map_err(io)?;
    let mut made_at = draft.as_path();
    let made = fill(&draft, (&vault, &keys), &backup, what, outside).and_then(|made| {
        fs::rename(&draft, to).map_err(io)?;
        made_at = to;
        sync(parent).map_err(io)?;
        Ok(made)
    });
    if made.is_err() {
        // Only what this call made, wherever it got to; the backup has all of it.
        let _ = fs::remove_dir_all(made_at);
    }
    match made {
        Err(HouseholdError::Backup(BackupError::Lost(_))) => Err(lost::not_whole(&backup)),
        made => made,
    }
}

fn fill(
    draft: &Path,
    (vault, keys): (&Vault, &[u8]),
    backup: &Backup<'_>,
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
        media_lost: Vec::new(),
        lost: Vec::new(),
    };
    let found = backup.files();
    let mut anew = lost::Anew::new(draft, vault, &writer, outside);
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
        let whole = match put(backup, (info.id, info.purpose), &store) {
            Err(HouseholdError::Backup(BackupError::Lost(_))) if what.damaged == Damaged::TakeWhatIsThere => {
                store.close()?;
                files::remove(&path)?;
                anew.make(info, &path, backup.left(info.id)?)?;
                false
            }
            put => put.and_then(|()| Ok(store.close()?)).map(|()| true)?,
        };
        if let FilePurpose::Diary { person } = info.purpose {
            restored.diaries += 1;
            if backup.has_media(info.id) {
                let folder = path.with_file_name("media");
                files::create_private_folder(&folder).map_err(io)?;
                // Without their keys they are not readable any more.
                let lost = if whole || anew.has_media_keys(info.id) {
                    backup.put_media(info.id, &folder)?
                } else {
                    backup.media(info.id)
                };
                restored.lost.extend(backup.lost_media_list(info.id)?);
                restored.media_lost.extend(lost.into_iter().map(|media| (person, media)));
                sync(&folder).map_err(io)?;
            }
            path.parent().map_or(Ok(()), sync).map_err(io)?;
        }
    }
    if !anew.is_empty() {
        anew.finish(what.secret, &restored.installation)?;
        restored.lost = backup.problems();
    }
    note(vault, draft, &writer, &RestoredFrom { number, at_ms }, outside)?;
    let people = draft.join("people");
    if people.is_dir() {
        sync(&people).map_err(io)?;
    }
    sync(draft).map_err(io)?;
    Ok(restored)
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
