//! A copy of a file as it was, beside it, while it is brought to a newer version.
//!
//! `<file>.before-<version>` is made before the first step runs: the log is moved into the file, its bytes are copied, forced
//! to the disk and checked page by page. It goes at the first clean close of a later session that found the upgraded file
//! sound; until then, renaming it over the file brings the older version back. It is under the same key, and holds what has
//! been erased since: erasing removes it.

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::connection::{lock, sync_folder, truncate_log};
use super::error::{FileKind, StoreError};
use super::{Store, integrity, pragmas, wal};

/// What a copy is called while it is written.
const UNFINISHED: &str = ".new";

/// Copies a file at this version, with what stands in its log; nobody else has it open.
///
/// # Errors
/// [`StoreError::Damaged`] if the file is, which is then not touched further; [`StoreError::Full`] and the like.
pub(super) fn take(
    writer: &Connection,
    path: &Path,
    key: &[u8; 32],
    kind: FileKind,
    version: i64,
) -> Result<(), StoreError> {
    truncate_log(writer, kind)?;
    let name = wal::beside(path, &format!(".before-{version}"));
    let unfinished = wal::beside(&name, UNFINISHED);
    let made = copy(path, &unfinished).and_then(|()| is_sound(&unfinished, key, kind, version));
    let renamed = made.and_then(|()| {
        // What an earlier attempt left is older than the file is now.
        fs::rename(&unfinished, &name).map_err(|error| StoreError::from_io(&error))?;
        sync_folder(path)
    });
    if renamed.is_err() {
        // This call made it, and it is no copy of anything yet.
        let _ = fs::remove_file(&unfinished);
    }
    renamed
}

fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    let io = |error: std::io::Error| StoreError::from_io(&error);
    match fs::remove_file(to) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(io(error)),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut copy = options.open(to).map_err(io)?;
    std::io::copy(&mut File::open(from).map_err(io)?, &mut copy).map_err(io)?;
    copy.sync_all().map_err(io)
}

/// Whether a copy opens under the key, is of this version, and every page is as it was written.
fn is_sound(path: &Path, key: &[u8; 32], kind: FileKind, version: i64) -> Result<(), StoreError> {
    let sqlite = |error: rusqlite::Error| StoreError::from_sqlite(&error, kind);
    let copy = read_only(path, key).map_err(sqlite)?;
    let found: i64 = copy.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(sqlite)?;
    let sound = found == version && integrity::is_sound(&copy).map_err(sqlite)?;
    if sound { Ok(()) } else { Err(StoreError::Damaged(kind)) }
}

/// A file that nobody writes, opened without a log, an index or a lock.
pub(super) fn read_only(path: &Path, key: &[u8; 32]) -> rusqlite::Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(immutable(path), flags)?;
    pragmas::unlock(&connection, key)?;
    Ok(connection)
}

/// The path as a URI of a file that does not change.
fn immutable(path: &Path) -> String {
    let mut uri = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri + "?immutable=1"
}

/// The copies that stand beside a file, unfinished ones too.
pub(super) fn beside(path: &Path) -> Vec<PathBuf> {
    let Some((folder, name)) = path.parent().zip(path.file_name()) else { return Vec::new() };
    let mut beginning = name.to_owned();
    beginning.push(".before-");
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let names = entries.flatten().map(|entry| entry.file_name());
    let ours = names.filter(|name| name.as_encoded_bytes().starts_with(beginning.as_encoded_bytes()));
    ours.map(|name| folder.join(name)).collect()
}

impl Store {
    /// Removes the copies of before an upgrade, because they hold what is not to be held any more.
    ///
    /// # Errors
    /// Whatever the system says.
    pub(crate) fn remove_snapshots(&self) -> Result<(), StoreError> {
        let mut place = lock(&self.place);
        place.outlived.clear();
        remove(&place.path, &beside(&place.path))
    }
}

/// Removes copies, durably.
pub(super) fn remove(path: &Path, copies: &[PathBuf]) -> Result<(), StoreError> {
    if copies.is_empty() {
        return Ok(());
    }
    for copy in copies {
        match fs::remove_file(copy) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(StoreError::from_io(&error)),
            _ => {}
        }
    }
    sync_folder(path)
}
