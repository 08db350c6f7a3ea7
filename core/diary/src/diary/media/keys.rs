//! The diary's media keys, and the folder that they open.

use super::super::error::DiaryError;
use super::super::file::Diary;
use crate::id::MediaKeyId;
use crate::media::{MediaFolder, MediaKeys};
use crate::store::{Read, params, secret};

impl Diary {
    /// The diary's media files, whether an entry names them or not.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn media_folder(&self) -> Result<MediaFolder, DiaryError> {
        Ok(MediaFolder::new(&self.media_dir, self.media_keys()?))
    }

    /// Makes a fresh media key: what is attached from now on is under it, older files stay under theirs.
    ///
    /// For when an earlier key may be known to somebody. Files that were added before are not protected by it: who has
    /// an earlier key and a copy of such a file reads it.
    ///
    /// # Errors
    /// Whatever the file or the random source says; then the newest key is the one that it was.
    pub fn renew_media_key(&self) -> Result<(), DiaryError> {
        let fresh = MediaKeys::fresh(self.journal.entropy())?;
        let Some((name, key)) = fresh.newest() else { return Ok(()) };
        self.store.write(|tx| {
            tx.execute(
                "INSERT INTO media_keys (name, key) VALUES (?1, ?2)",
                params![name.as_bytes(), key.expose()],
            )?;
            Ok(())
        })
    }

    /// As [`Diary::media_folder`], with a key to wrap with: the first one is made by the first file.
    pub(in super::super) fn media_folder_to_write(&self) -> Result<MediaFolder, DiaryError> {
        let mut keys = self.media_keys()?;
        if keys.newest().is_none() {
            self.renew_media_key()?;
            keys = self.media_keys()?;
        }
        Ok(MediaFolder::new(&self.media_dir, keys))
    }

    fn media_keys(&self) -> Result<MediaKeys, DiaryError> {
        self.store.read(|reader| {
            let keys = reader.all("SELECT name, key FROM media_keys ORDER BY id", [], |row| {
                Ok((MediaKeyId::from_bytes(row.get(0)?), secret(row, 1)?))
            })?;
            Ok(MediaKeys::new(keys))
        })
    }
}
