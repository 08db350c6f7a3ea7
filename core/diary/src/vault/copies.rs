//! The two copies of the key file on disk.
//!
//! `keys.json` and `keys.copy.json` hold the same generation whenever a change has been reported done: a slot that was
//! removed is gone from both. Each is replaced by writing a temporary file in the same folder, forcing it to the disk,
//! renaming it over the old one and forcing the folder; the copy only after the first. A kill at any point therefore
//! leaves at least one whole file, and the newest whole one is loaded. What is wrong with the other is a [`Notice`];
//! nothing is repaired before the next save.

use core::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use super::checked::NotWhole;
use super::error::{Part, VaultError};
use super::keyfile::{KeyFile, LONGEST};

/// One of the two copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyCopy {
    /// `keys.json`, written first.
    First,
    /// `keys.copy.json`, written second.
    Second,
}

impl KeyCopy {
    /// The file's name inside the household's folder.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::First => "keys.json",
            Self::Second => "keys.copy.json",
        }
    }

    /// The name under which a replacement is written before it is renamed.
    pub(super) const fn temporary_name(self) -> &'static str {
        match self {
            Self::First => "keys.json.new",
            Self::Second => "keys.copy.json.new",
        }
    }
}

/// What is wrong with the copy that was not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is not there.
    Missing,
    /// Its bytes are not what was written.
    Damaged,
    /// It holds an older generation: the last change was cut short. A slot removed by that change is still in it.
    Behind,
    /// It holds the same generation with another content, or another household.
    Differs,
    /// The operating system would not read it.
    Unreadable(io::ErrorKind),
}

/// The household was loaded from one copy, because the other has a fault. Saving rewrites both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// The copy that was not used.
    pub copy: KeyCopy,
    /// Why.
    pub fault: Fault,
}

impl fmt::Display for Notice {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.fault {
            Fault::Missing => "is missing",
            Fault::Damaged => "is damaged",
            Fault::Behind => "is older than the other copy",
            Fault::Differs => "differs from the other copy",
            Fault::Unreadable(_) => "cannot be read",
        };
        let name = self.copy.file_name();
        write!(out, "{name} {what}; the other copy was used; save the keys to write both again")
    }
}

/// The newest whole copy, and what is wrong with the other.
pub(super) fn load(dir: &Path) -> Result<(KeyFile, Option<Notice>), VaultError> {
    match (read(dir, KeyCopy::First), read(dir, KeyCopy::Second)) {
        (Err(Unusable::Newer), _) | (_, Err(Unusable::Newer)) => Err(VaultError::Newer),
        (Ok(first), Ok(second)) => {
            let (a, b) = (&first.body, &second.body);
            Ok(if a.household != b.household || (a.generation == b.generation && first != second) {
                (first, Some(Notice { copy: KeyCopy::Second, fault: Fault::Differs }))
            } else if a.generation > b.generation {
                (first, Some(Notice { copy: KeyCopy::Second, fault: Fault::Behind }))
            } else if a.generation < b.generation {
                (second, Some(Notice { copy: KeyCopy::First, fault: Fault::Behind }))
            } else {
                (first, None)
            })
        }
        (Ok(file), Err(Unusable::Fault(fault))) => Ok((file, Some(Notice { copy: KeyCopy::Second, fault }))),
        (Err(Unusable::Fault(fault)), Ok(file)) => Ok((file, Some(Notice { copy: KeyCopy::First, fault }))),
        (Err(Unusable::Fault(first)), Err(Unusable::Fault(second))) => Err(neither(first, second)),
    }
}

/// The error for two faults: a file that cannot be read may be whole, a damaged one was there, else there was none.
fn neither(first: Fault, second: Fault) -> VaultError {
    match (first, second) {
        (Fault::Unreadable(kind), _) | (_, Fault::Unreadable(kind)) => VaultError::Io(kind),
        (Fault::Missing, Fault::Missing) => VaultError::Missing,
        _ => VaultError::Damaged(Part::Keys),
    }
}

/// Whether either copy is in the folder, whole or not.
pub(super) fn any(dir: &Path) -> bool {
    [KeyCopy::First, KeyCopy::Second].iter().any(|copy| dir.join(copy.file_name()).symlink_metadata().is_ok())
}

/// Why the copies could not both be replaced.
#[derive(Debug)]
pub(super) struct NotSaved {
    pub(super) error: VaultError,
    /// The first one was: it is the newer, and the next load follows it.
    pub(super) first: bool,
}

impl From<VaultError> for NotSaved {
    fn from(error: VaultError) -> Self {
        Self { error, first: false }
    }
}

/// Replaces both copies, one after the other.
pub(super) fn save(dir: &Path, bytes: &[u8]) -> Result<(), NotSaved> {
    put(dir, KeyCopy::First, bytes)?;
    // Known from here on without reading it back, which what is in the way of writing may forbid as well.
    synced(dir)
        .and_then(|()| put(dir, KeyCopy::Second, bytes))
        .and_then(|()| synced(dir))
        .map_err(|error| NotSaved { error, first: true })
}

enum Unusable {
    Newer,
    Fault(Fault),
}

fn read(dir: &Path, copy: KeyCopy) -> Result<KeyFile, Unusable> {
    let bytes = read_limited(&dir.join(copy.file_name())).map_err(|error| {
        Unusable::Fault(match error.kind() {
            io::ErrorKind::NotFound => Fault::Missing,
            kind => Fault::Unreadable(kind),
        })
    })?;
    KeyFile::from_bytes(&bytes).map_err(|error| match error {
        NotWhole::Newer => Unusable::Newer,
        NotWhole::Damaged => Unusable::Fault(Fault::Damaged),
    })
}

/// At most one byte more than a key file can have, whatever lies there.
fn read_limited(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    #[cfg(test)]
    cut::reading()?;
    File::open(path)?.take(LONGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes a copy beside its place, forces it to the disk and renames it into its place.
fn put(dir: &Path, copy: KeyCopy, bytes: &[u8]) -> Result<(), VaultError> {
    let temporary = dir.join(copy.temporary_name());
    step()?;
    match fs::remove_file(&temporary) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    step()?;
    let mut file = options.open(&temporary)?;
    let (begin, end) = bytes.split_at(bytes.len() / 2);
    for part in [begin, end] {
        step()?;
        file.write_all(part)?;
    }
    step()?;
    file.sync_all()?;
    drop(file);
    step()?;
    Ok(fs::rename(&temporary, dir.join(copy.file_name()))?)
}

fn synced(dir: &Path) -> Result<(), VaultError> {
    step()?;
    Ok(sync_folder(dir)?)
}

/// Forces a rename to the disk.
#[cfg(unix)]
fn sync_folder(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// A folder cannot be opened as a file here; the system's journal orders the rename.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "one signature on every system")]
fn sync_folder(_dir: &Path) -> io::Result<()> {
    Ok(())
}

/// Stands before every operation on a file; a test makes one of them fail there.
#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "under test a step can fail")]
const fn step() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
fn step() -> io::Result<()> {
    cut::step()
}

/// Lets the process of a test come to its end before any operation on a file.
#[cfg(test)]
pub(crate) mod cut {
    use std::cell::Cell;
    use std::io;

    thread_local! {
        static LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
    }

    /// Runs `work`, in which only so many operations happen; every later one fails.
    pub(crate) fn after<T>(operations: usize, work: impl FnOnce() -> T) -> T {
        LEFT.set(operations);
        let done = work();
        LEFT.set(usize::MAX);
        done
    }

    /// Once nothing can be written nothing can be read either: a disk that is gone, or no file handle left.
    pub(super) fn reading() -> io::Result<()> {
        if LEFT.get() == 0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    pub(super) fn step() -> io::Result<()> {
        let left = LEFT.get().checked_sub(1).ok_or(io::ErrorKind::StorageFull)?;
        LEFT.set(left);
        Ok(())
    }
}
