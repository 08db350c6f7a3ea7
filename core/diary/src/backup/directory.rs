//! A [`Folder`] that is a directory of this machine.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use crate::ports::{Folder, FolderError, Listed, is_folder_name};

/// A directory as a folder of pieces. It follows no link inside and never leaves it.
#[derive(Debug)]
pub struct Directory {
    path: PathBuf,
}

impl Directory {
    /// The directory at this path, which has to be there; a link to it is followed once, now.
    ///
    /// # Errors
    /// [`FolderError::Gone`] where there is none, [`FolderError::Io`].
    pub fn open(path: &Path) -> Result<Self, FolderError> {
        let path = path.canonicalize().map_err(|error| refused(&error, FolderError::Gone))?;
        if path.is_dir() { Ok(Self { path }) } else { Err(FolderError::Gone) }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn place(&self, name: &str) -> Result<PathBuf, FolderError> {
        if is_folder_name(name) { Ok(self.path.join(name)) } else { Err(FolderError::BadName) }
    }
}

impl Folder for Directory {
    fn list(&self) -> Result<Vec<Listed>, FolderError> {
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(|error| refused(&error, FolderError::Gone))? {
            let entry = entry.map_err(|error| refused(&error, FolderError::Gone))?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if !is_folder_name(&name) {
                continue;
            }
            // Of the entry itself: a link is not followed.
            match entry.metadata() {
                Ok(about) if about.is_file() => found.push(Listed { name, size: about.len() }),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(refused(&error, FolderError::Gone)),
            }
        }
        Ok(found)
    }

    fn read(&self, name: &str, offset: u64, out: &mut [u8]) -> Result<usize, FolderError> {
        let failed = |error: io::Error| refused(&error, FolderError::Missing);
        let path = self.place(name)?;
        let seen = path.symlink_metadata().map_err(failed)?;
        // A pipe would never answer.
        if !seen.is_file() {
            return Err(FolderError::Missing);
        }
        let mut file = File::open(&path).map_err(failed)?;
        if !same(&seen, &file.metadata().map_err(failed)?) {
            return Err(FolderError::Missing);
        }
        file.seek(io::SeekFrom::Start(offset)).map_err(failed)?;
        let mut read = 0;
        while let Some(rest) = out.get_mut(read..).filter(|rest| !rest.is_empty()) {
            match file.read(rest) {
                Ok(0) => break,
                Ok(more) => read += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(failed(error)),
            }
        }
        Ok(read)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        let failed = |error: io::Error| refused(&error, FolderError::Gone);
        let path = self.place(name)?;
        if path.symlink_metadata().is_ok() {
            return Err(FolderError::Exists);
        }
        // No folder of pieces lists a name that begins with a dot.
        let draft = self.path.join(format!(".{name}.part"));
        match fs::remove_file(&draft) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&draft).map_err(failed)?;
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        drop(file);
        let named = written.and_then(|()| fs::rename(&draft, &path)).and_then(|()| sync(&self.path));
        named.map_err(|error| {
            // This call made it; under its own name it is whole.
            let _ = fs::remove_file(&draft);
            failed(error)
        })
    }

    fn remove(&self, name: &str) -> Result<(), FolderError> {
        match fs::remove_file(self.place(name)?) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => {
                removed.and_then(|()| sync(&self.path)).map_err(|error| refused(&error, FolderError::Gone))
            }
        }
    }
}

/// Whether a file that was opened is the one that was looked at before, and not what a link put in its place.
#[cfg(unix)]
fn same(seen: &fs::Metadata, opened: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (seen.dev(), seen.ino()) == (opened.dev(), opened.ino())
}

#[cfg(not(unix))]
fn same(_seen: &fs::Metadata, opened: &fs::Metadata) -> bool {
    opened.is_file()
}

#[cfg(unix)]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// A folder cannot be opened as a file here; the system's journal orders the rename.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "one signature on every system")]
fn sync(_folder: &Path) -> io::Result<()> {
    Ok(())
}

fn refused(error: &io::Error, absent: FolderError) -> FolderError {
    match error.kind() {
        io::ErrorKind::NotFound => absent,
        io::ErrorKind::AlreadyExists => FolderError::Exists,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => FolderError::Full,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => FolderError::ReadOnly,
        kind => FolderError::Io(kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Directory) -> Vec<(String, u64)> {
        let mut found: Vec<_> =
            folder.list().unwrap().into_iter().map(|piece| (piece.name, piece.size)).collect();
        found.sort();
        found
    }

    #[test]
    fn a_piece_is_written_once_read_anywhere_and_taken_away() {
        let root = tempfile::tempdir().unwrap();
        let folder = Directory::open(root.path()).unwrap();
        folder.write("a.b-1", b"0123456789").unwrap();
        assert_eq!(folder.write("a.b-1", b"other"), Err(FolderError::Exists));
        let mut out = [0; 4];
        assert_eq!((folder.read("a.b-1", 3, &mut out), &out), (Ok(4), b"3456"));
        assert_eq!((folder.read("a.b-1", 8, &mut out), &out[..2]), (Ok(2), &b"89"[..]));
        assert_eq!(folder.read("a.b-1", 99, &mut out), Ok(0));
        assert_eq!(folder.read("none", 0, &mut out), Err(FolderError::Missing));
        assert_eq!(names(&folder), [("a.b-1".to_owned(), 10)]);
        folder.remove("a.b-1").unwrap();
        folder.remove("a.b-1").unwrap();
        assert_eq!(names(&folder), []);
        assert_eq!(Directory::open(&root.path().join("none")).unwrap_err(), FolderError::Gone);
    }

    #[test]
    fn no_name_and_no_link_leads_out_of_it() {
        let root = tempfile::tempdir().unwrap();
        let (inside, outside) = (root.path().join("in"), root.path().join("out"));
        fs::create_dir(&inside).unwrap();
        fs::write(&outside, b"secret").unwrap();
        let folder = Directory::open(&inside).unwrap();
        let mut out = [0; 6];
        for name in
            ["", ".", "..", "../out", "/etc/passwd", "a/b", "A", "-x", ".x", "a\\b", "ä", "a\0b", "a b"]
        {
            assert_eq!(folder.read(name, 0, &mut out), Err(FolderError::BadName), "{name}");
            assert_eq!(folder.write(name, b"x"), Err(FolderError::BadName), "{name}");
            assert_eq!(folder.remove(name), Err(FolderError::BadName), "{name}");
        }
        assert_eq!(folder.write(&"a".repeat(101), b"x"), Err(FolderError::BadName));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&outside, inside.join("link")).unwrap();
            fs::create_dir(inside.join("folder")).unwrap();
            assert_eq!(names(&folder), [], "neither a link nor a folder is a piece");
            assert_eq!(folder.read("link", 0, &mut out), Err(FolderError::Missing));
            assert_eq!(folder.write("link", b"x"), Err(FolderError::Exists));
            folder.remove("link").unwrap();
            // A draft's place is taken by a link: the link goes, and what it leads to stays.
            std::os::unix::fs::symlink(&outside, inside.join(".a.part")).unwrap();
            folder.write("a", b"x").unwrap();
            assert_eq!(fs::read(&outside).unwrap(), b"secret");
        }
        fs::write(inside.join("Upper"), b"x").unwrap();
        fs::write(inside.join(".hidden"), b"x").unwrap();
        assert!(names(&folder).iter().all(|(name, _)| name == "a"));
    }
}
