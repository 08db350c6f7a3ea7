//! Letting a file go for a while, and taking it up again.

use std::path::Path;

use super::connection::{Store, lock, truncate_log};
use super::error::StoreError;
use super::snapshot;

impl Store {
    /// Moves everything from the write-ahead log into the file and lets go of it: no handle, no lock, no log.
    ///
    /// Waits for what is being written and read. Afterwards every use answers [`StoreError::Paused`] until
    /// [`Store::resume`]. Paused already, it does nothing.
    ///
    /// # Errors
    /// The log could not be emptied; nothing is lost, the next opening does it. The file is let go all the same.
    pub fn pause(&self) -> Result<(), StoreError> {
        let (mut writer, mut reader) = (lock(&self.writer), lock(&self.reader));
        let sqlite = |error| StoreError::from_sqlite(&error, self.kind());
        // A connection that will not close comes back with the error, and is closed by being dropped.
        let reader_closed =
            reader.take().map_or(Ok(()), |reader| reader.close().map_err(|(_, error)| sqlite(error)));
        let Some(writer) = writer.take() else { return reader_closed };
        let emptied = truncate_log(&writer, self.kind());
        let writer_closed = writer.close().map_err(|(_, error)| sqlite(error));
        emptied.and(reader_closed).and(writer_closed)?;
        let mut place = lock(&self.place);
        let outlived = std::mem::take(&mut place.outlived);
        snapshot::remove(&place.path, &outlived)
    }

    /// Opens the file again, with every look that a first opening takes; not paused, it does nothing.
    ///
    /// `path` and `key` are those of the file now: it may have got its next generation meanwhile.
    ///
    /// # Errors
    /// As [`Store::open`]; the store stays paused then.
    pub fn resume(&self, path: &Path, key: &[u8; 32]) -> Result<(), StoreError> {
        let (mut writer, mut reader) = (lock(&self.writer), lock(&self.reader));
        if writer.is_none() {
            let opened = Self::inspect_and_connect(path, key, &self.schema)?;
            (*writer, *reader, *lock(&self.place)) = (Some(opened.0), Some(opened.1), opened.2);
        }
        Ok(())
    }
}
