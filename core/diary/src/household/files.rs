//! Where a household's files lie in its folder.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::id::PersonId;
use crate::store::{SUFFIXES, StoreError};
use crate::vault::{FileInfo, FilePurpose};

/// The name of the household's own lock.
pub(super) const LOCK: &str = "lock";

/// Makes a folder that nobody but its owner can look into.
pub(super) fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The path of a file: `household.<n>.db`, `inbox.<n>.db`, `people/<id>/diary.<n>.db`,
/// `people/<id>/sealed.<n>.db`, with `<n>` its generation.
pub(super) fn path(folder: &Path, file: FileInfo) -> PathBuf {
    home(folder, file.purpose).join(format!("{}.{}.db", kind(file.purpose), file.generation))
}

/// The folder that a file lies in.
fn home(folder: &Path, purpose: FilePurpose) -> PathBuf {
    match purpose {
        // Backups lie elsewhere: nothing is ever here.
        FilePurpose::Household | FilePurpose::Inbox | FilePurpose::Backup => folder.to_owned(),
        FilePurpose::Diary { person } | FilePurpose::Sealed { person } => {
            folder.join("people").join(person.to_string())
        }
    }
}

/// The first part of a file's name.
const fn kind(purpose: FilePurpose) -> &'static str {
    match purpose {
        FilePurpose::Household => "household",
        FilePurpose::Inbox => "inbox",
        FilePurpose::Diary { .. } => "diary",
        FilePurpose::Sealed { .. } => "sealed",
        FilePurpose::Backup => "backup",
    }
}

/// Other generations of a file, with what SQLite keeps beside them: files of exactly its own names and nothing else.
pub(super) fn other_generations(folder: &Path, file: FileInfo) -> Result<Vec<PathBuf>, StoreError> {
    let io = |error: io::Error| StoreError::from_io(&error);
    let mut others = Vec::new();
    for entry in fs::read_dir(home(folder, file.purpose)).map_err(io)? {
        let entry = entry.map_err(io)?;
        let name = entry.file_name();
        let generation = name.to_str().and_then(|name| generation(name, kind(file.purpose)));
        if generation.is_some_and(|found| found != file.generation)
            && entry.file_type().map_err(io)?.is_file()
        {
            others.push(entry.path());
        }
    }
    others.sort();
    Ok(others)
}

/// The generation that a name says, if it is one that a file of this kind has.
fn generation(name: &str, kind: &str) -> Option<u32> {
    let (number, rest) = name.strip_prefix(kind)?.strip_prefix('.')?.split_once('.')?;
    let generation = number.parse::<u32>().ok().filter(|found| *found > 0 && found.to_string() == number)?;
    let beside = rest.strip_prefix("db")?;
    (SUFFIXES.contains(&beside) || is_before_upgrade(beside)).then_some(generation)
}

/// Whether this is how the name of a copy from before an upgrade ends.
fn is_before_upgrade(end: &str) -> bool {
    let version = end.strip_prefix(".before-").map(|end| end.strip_suffix(".new").unwrap_or(end));
    version.is_some_and(|version| version.parse::<u32>().is_ok_and(|found| found.to_string() == version))
}

/// Removes other generations of a file, for good when this returns.
pub(super) fn remove_other_generations(folder: &Path, file: FileInfo) -> Result<(), StoreError> {
    let io = |error: io::Error| StoreError::from_io(&error);
    for path in other_generations(folder, file)? {
        fs::remove_file(path).map_err(io)?;
    }
    File::open(home(folder, file.purpose)).and_then(|folder| folder.sync_all()).map_err(io)
}

/// Removes the folder of a person, with everything in it; one that is not there is no error.
pub(super) fn remove_person(folder: &Path, person: PersonId) -> Result<(), StoreError> {
    let io = |error: io::Error| StoreError::from_io(&error);
    let theirs = home(folder, FilePurpose::Diary { person });
    match fs::remove_dir_all(&theirs) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        removed => removed.map_err(io)?,
    }
    match theirs.parent() {
        Some(people) => File::open(people).and_then(|people| people.sync_all()).map_err(io),
        None => Ok(()),
    }
}

/// Whether a person has a folder.
pub(super) fn has_folder(folder: &Path, person: PersonId) -> bool {
    home(folder, FilePurpose::Diary { person }).exists()
}

/// How long a file is; nothing where it is not there.
pub(super) fn bytes_of(file: &Path) -> u64 {
    fs::symlink_metadata(file).map_or(0, |found| found.len())
}

/// How long all files are that lie in a folder and in the folders in it, as far as they can be seen.
pub(super) fn bytes_in(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let of = |entry: fs::DirEntry| {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder { bytes_in(&entry.path()) } else { bytes_of(&entry.path()) }
    };
    entries.map(of).sum()
}

/// Removes a database and what SQLite keeps beside it; what is not there is no error.
pub(super) fn remove(database: &Path) -> Result<(), StoreError> {
    for suffix in SUFFIXES {
        let mut name = database.as_os_str().to_owned();
        name.push(suffix);
        match fs::remove_file(PathBuf::from(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(StoreError::from_io(&error)),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_names_are_other_generations() {
        for (name, expected) in [
            ("diary.2.db", Some(2)),
            ("diary.4294967295.db-wal", Some(u32::MAX)),
            ("diary.3.db-shm", Some(3)),
            ("diary.3.db-journal", Some(3)),
            ("diary.1.db.before-2", Some(1)),
            ("diary.1.db.before-12.new", Some(1)),
            ("diary.1.db.before-", None),
            ("diary.1.db.before-x", None),
            ("diary.1.db.before-02", None),
            ("diary.1.db.before-2.old", None),
            ("diary.0.db", None),
            ("diary.02.db", None),
            ("diary.+2.db", None),
            ("diary.4294967296.db", None),
            ("diary.2.db-copy", None),
            ("diary.2.dbx", None),
            ("diary.db", None),
            ("my-diary.2.db", None),
            ("inbox.2.db", None),
            ("diary.2.db.2.db", None),
            ("diary.2", None),
        ] {
            assert_eq!(generation(name, "diary"), expected, "{name}");
        }
    }
}
