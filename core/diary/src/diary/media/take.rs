//! The media files that another copy of a diary has and this one lacks.

use super::super::error::DiaryError;
use super::super::file::Diary;
use crate::media::MediaError;
use crate::store::{Read, StoreError, params};

/// What became of the media files that entries have and that were not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MediaTaken {
    /// How many are here now.
    pub taken: u64,
    /// How many are still missing: the other copy does not have them whole.
    pub missing: u64,
}

impl Diary {
    /// Takes the media files that entries here have, and that only the other copy of this diary has.
    ///
    /// Each is read to its end first and has to be what its operation says; the copy is byte for byte, under the key that it
    /// has, which comes along.
    ///
    /// # Errors
    /// Whatever a file says, or the disk; what was taken until then stays.
    pub fn take_media(&self, other: &Self) -> Result<MediaTaken, DiaryError> {
        self.take_media_followed(other, &mut |_| Ok(()))
    }

    /// As [`Diary::take_media`]; `reads` hears of each file before it is read how long it is.
    ///
    /// # Errors
    /// As there; what `reads` says.
    pub(crate) fn take_media_followed(
        &self,
        other: &Self,
        reads: &mut dyn FnMut(u64) -> Result<(), StoreError>,
    ) -> Result<MediaTaken, DiaryError> {
        let mut taken = MediaTaken::default();
        self.take_media_keys(other)?;
        let (from, to) = (other.media_folder()?, self.media_folder()?);
        for attachment in self.attachments()? {
            let file = attachment.file;
            if !matches!(to.read(file.id), Err(MediaError::Missing | MediaError::Unfinished)) {
                continue;
            }
            reads(file.length)?;
            if from.read(file.id).and_then(|mut reader| reader.check()).is_ok_and(|found| found == file) {
                to.take(&from, file.id)?;
                taken.taken += 1;
            } else {
                taken.missing += 1;
            }
        }
        Ok(taken)
    }

    /// Makes the other copy's media keys known, behind those that are here: what is begun now is still under the newest of
    /// this copy.
    fn take_media_keys(&self, other: &Self) -> Result<(), StoreError> {
        let keys = other.store.read::<_, StoreError>(|reader| {
            reader.all("SELECT name, key FROM media_keys ORDER BY id DESC", [], |row| {
                Ok((row.get::<_, [u8; 16]>(0)?, zeroize::Zeroizing::new(row.get::<_, [u8; 32]>(1)?)))
            })
        })?;
        self.store.write(|tx| {
            for (name, key) in &keys {
                tx.execute(
                    "INSERT OR IGNORE INTO media_keys (id, name, key)
                     SELECT coalesce(min(id), 1) - 1, ?1, ?2 FROM media_keys",
                    params![name, **key],
                )?;
            }
            Ok(())
        })
    }
}
