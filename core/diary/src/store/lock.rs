//! One process at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::error::StoreError;

/// Holds a folder, or a part of one, for this process until it is dropped or the process ends.
///
/// The operating system's advisory file lock: a killed process leaves nothing to clean up.
#[derive(Debug)]
pub struct FolderLock {
    // Held for its lock only.
    _file: File,
}

impl FolderLock {
    /// Takes the lock `name` in `folder` without making anything there; `None` where there is no such file.
    ///
    /// # Errors
    /// [`StoreError::InUse`] if another process holds it.
    pub(crate) fn take_if_there(folder: &Path, name: &str) -> Result<Option<Self>, StoreError> {
        let file = match File::open(folder.join(name)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            file => file.map_err(|error| StoreError::from_io(&error))?,
        };
        Self::hold(file).map(Some)
    }

    fn hold(file: File) -> Result<Self, StoreError> {
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse),
            Err(TryLockError::Error(error)) => Err(StoreError::from_io(&error)),
        }
    }

    /// Takes the lock `name` in `folder`, or says who is in the way.
    ///
    /// # Errors
    /// [`StoreError::InUse`] if another process holds it, [`StoreError::ReadOnly`] if the folder cannot be written.
    pub fn take(folder: &Path, name: &str) -> Result<Self, StoreError> {
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(folder.join(name)).map_err(|error| StoreError::from_io(&error))?;
        Self::hold(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_holder_is_refused_until_the_first_lets_go() {
        let folder = tempfile::tempdir().unwrap();
        let first = FolderLock::take(folder.path(), "lock").unwrap();
        assert_eq!(FolderLock::take(folder.path(), "lock").unwrap_err(), StoreError::InUse);
        drop(first);
        FolderLock::take(folder.path(), "lock").unwrap();
    }
}
