//! Files that are written out of a diary: new ones, whole or not there.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::error::DiaryError;
use crate::watch::{Steps, Watched};

/// Makes a new file, readable by this user alone, and takes it away again where it was not finished.
pub(crate) fn written_new<T>(
    path: &Path,
    steps: &Steps,
    write: impl FnOnce(&mut dyn Write) -> Result<T, DiaryError>,
) -> Result<T, DiaryError> {
    let file = new_file(path)?;
    let mut out = BufWriter::new(Watched { inner: file, steps });
    let done = write(&mut out).and_then(|done| {
        out.flush()?;
        steps.go_on()?;
        out.get_ref().inner.sync_all()?;
        Ok(done)
    });
    if done.is_err() {
        // This call made it, and it is not whole. What is left in the buffer is not written any more.
        drop(out.into_parts());
        let _ = fs::remove_file(path);
    }
    done
}

fn new_file(path: &Path) -> Result<File, DiaryError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            DiaryError::invalid("a file of this name is there already; choose another name")
        }
        _ => error.into(),
    })
}
