//! Where this installation keeps its own file, outside the household's folder.
//!
//! One file for each household, named by the household's id, in a folder that only the user can enter. A copied or
//! restored household arrives without it and is then a new writer, which is what the file is for; so the shell names a
//! folder where backups of documents do not reach: `noBackupFilesDir` on Android, one that is excluded from the device's
//! backup on iOS, the state folder on Linux.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use diary_core::id::HouseholdId;
use diary_core::vault::{Installation, Part, VaultError};
use zeroize::Zeroizing;

/// More than an installation's file has.
const MOST_BYTES: usize = 4096;

/// Why this installation's own file could not be kept or read. The household is untouched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InstallationError {
    /// The file's bytes.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The operating system refused.
    #[error(
        "this installation's own key file could not be read or written ({0}); check the permissions of the state \
         folder"
    )]
    Io(io::ErrorKind),
}

impl From<io::Error> for InstallationError {
    fn from(error: io::Error) -> Self {
        Self::Io(error.kind())
    }
}

/// The folder with this user's installation files.
#[derive(Debug, Clone)]
pub struct Installations {
    folder: PathBuf,
}

impl Installations {
    /// The folder below a state folder.
    pub fn in_state_folder(state: &Path) -> Self {
        Self { folder: state.join("installations") }
    }

    /// Reads what this installation keeps for a household; `None` if it is new there.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] or [`VaultError::Newer`] for its bytes, [`InstallationError::Io`].
    pub fn load(&self, household: HouseholdId) -> Result<Option<Installation>, InstallationError> {
        let file = match File::open(self.path(household)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened?,
        };
        let mut bytes = Zeroizing::new(Vec::with_capacity(MOST_BYTES + 64));
        file.take(MOST_BYTES as u64).read_to_end(&mut bytes)?;
        let installation = Installation::from_bytes(&bytes)?;
        if installation.household != household {
            return Err(VaultError::Damaged(Part::Installation).into());
        }
        Ok(Some(installation))
    }

    /// Keeps what this installation has for its household, in place of what was there; durable when it returns.
    ///
    /// Two programs must not do this for one household at once; the household's own lock sees to that.
    ///
    /// # Errors
    /// [`InstallationError::Io`]; the file is then as it was before.
    pub fn keep(&self, installation: &Installation) -> Result<(), InstallationError> {
        make_private(&self.folder)?;
        let path = self.path(installation.household);
        let fresh = path.with_extension("new");
        // What an interrupted run left behind.
        match fs::remove_file(&fresh) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        let written = private_file(&fresh).and_then(|mut file| {
            file.write_all(&installation.to_bytes())?;
            file.sync_all()
        });
        if let Err(error) = written.and_then(|()| fs::rename(&fresh, &path)) {
            // Half a file of secrets helps nobody; the error that counts is the first one.
            let _ = fs::remove_file(&fresh);
            return Err(error.into());
        }
        sync_folder(&self.folder)?;
        Ok(())
    }

    fn path(&self, household: HouseholdId) -> PathBuf {
        self.folder.join(format!("{household}.json"))
    }
}

#[cfg(unix)]
fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    if fs::metadata(folder)?.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).create(folder)
}

/// Makes a file that only this user can read; it must not be there yet.
///
/// # Errors
/// Whatever the system says.
pub fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use diary_core::vault::Secret;

    use super::*;
    use crate::SystemEntropy;

    fn installation(id: u8) -> Installation {
        let key = Secret::take(&mut [6; 32]);
        Installation::new(HouseholdId::from_bytes([id; 16]), key, &SystemEntropy).unwrap()
    }

    #[test]
    fn what_is_kept_comes_back_and_nothing_else_lies_there() {
        let state = tempfile::tempdir().unwrap();
        let installations = Installations::in_state_folder(&state.path().join("not/yet/there"));
        let mine = installation(4);
        assert_eq!(installations.load(mine.household), Ok(None));
        installations.keep(&mine).unwrap();
        assert_eq!(installations.load(mine.household).unwrap().unwrap(), mine);
        let next = installation(4);
        installations.keep(&next).unwrap();
        assert_eq!(installations.load(mine.household).unwrap().unwrap(), next);
        assert_eq!(installations.load(HouseholdId::from_bytes([5; 16])), Ok(None));
        assert_eq!(fs::read_dir(&installations.folder).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_user_gets_in() {
        use std::os::unix::fs::PermissionsExt;

        let state = tempfile::tempdir().unwrap();
        let installations = Installations::in_state_folder(state.path());
        fs::create_dir(&installations.folder).unwrap();
        fs::set_permissions(&installations.folder, fs::Permissions::from_mode(0o755)).unwrap();
        let mine = installation(4);
        // Left by a run that was interrupted, and open to others.
        let left = installations.path(mine.household).with_extension("new");
        fs::write(&left, "half").unwrap();
        installations.keep(&mine).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&installations.folder), 0o700);
        assert_eq!(mode(&installations.path(mine.household)), 0o600);
        assert!(!left.exists());
    }

    #[test]
    fn damage_and_another_households_file_are_named() {
        let state = tempfile::tempdir().unwrap();
        let installations = Installations::in_state_folder(state.path());
        let mine = installation(4);
        installations.keep(&mine).unwrap();
        let path = installations.path(mine.household);
        let damaged = Err(InstallationError::Vault(VaultError::Damaged(Part::Installation)));
        let other = HouseholdId::from_bytes([5; 16]);
        fs::copy(&path, installations.path(other)).unwrap();
        assert_eq!(installations.load(other), damaged);
        let mut bytes = fs::read(&path).unwrap();
        bytes[80] ^= 1;
        fs::write(&path, bytes).unwrap();
        assert_eq!(installations.load(mine.household), damaged);
    }
}
