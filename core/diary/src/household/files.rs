//! Where a household's files lie in its folder.

use std::path::{Path, PathBuf};

use crate::id::PersonId;
use crate::vault::{FileInfo, FilePurpose};

/// The name of the household's own lock.
pub(super) const LOCK: &str = "lock";

/// Makes a folder that nobody but its owner can look into.
pub(super) fn create_private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The folder of a person's media files.
pub(super) fn media(folder: &Path, person: PersonId) -> PathBuf {
    folder.join("people").join(person.to_string()).join("media")
}

/// The path of a file: `household.<n>.db`, `inbox.<n>.db`, `people/<id>/diary.<n>.db`, with `<n>` its generation.
pub(super) fn path(folder: &Path, file: FileInfo) -> PathBuf {
    let generation = file.generation;
    match file.purpose {
        FilePurpose::Household => folder.join(format!("household.{generation}.db")),
        FilePurpose::Inbox => folder.join(format!("inbox.{generation}.db")),
        FilePurpose::Diary { person } => {
            folder.join("people").join(person.to_string()).join(format!("diary.{generation}.db"))
        }
        // Backups lie elsewhere: nothing is ever here.
        FilePurpose::Backup => folder.join(format!("backup.{generation}")),
    }
}
