//! Are the media files those that the entries name?

use std::collections::{BTreeMap, BTreeSet};

use super::super::error::DiaryError;
use super::super::file::Diary;
use super::Attachment;
use crate::id::{EntryId, MediaId};
use crate::media::{Check, MediaError};
use crate::store::{Read, StoreError};

/// What a check of a diary's media files found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MediaReport {
    /// How many files entries have.
    pub expected: u64,
    /// Files that are missing or not as their entries say: the file, its entry, what is wrong.
    pub wrong: Vec<(MediaId, EntryId, MediaError)>,
    /// Files that no entry names: what a kill left between the file and its operation, whole or begun.
    pub orphans: Vec<MediaId>,
    /// Files that a removal left, because it was cut short.
    pub removed: Vec<MediaId>,
    /// How many names in the folder are no media file's.
    pub strangers: usize,
}

impl Diary {
    /// Reads the media files and compares them with what the entries say; changes nothing.
    ///
    /// # Errors
    /// What keeps the check from being made at all; what is wrong with a file is in the report.
    pub fn verify_media(&self, check: Check) -> Result<MediaReport, DiaryError> {
        self.verify_media_followed(check, &mut |_| true)
    }

    /// As [`Diary::verify_media`]; `read` hears of each file how long it is, and says whether to go on. What was not looked at is
    /// not in the report.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn verify_media_followed(
        &self,
        check: Check,
        read: &mut dyn FnMut(u64) -> bool,
    ) -> Result<MediaReport, DiaryError> {
        let entries: BTreeMap<MediaId, Attachment> =
            self.attachments()?.into_iter().map(|one| (one.file.id, one)).collect();
        let expected = entries.iter().map(|(id, one)| (*id, one.file)).collect();
        let removed = self.removed_media()?;
        let now = self.being_written();
        let found = self.media_folder()?.audit_followed(&expected, check, read)?;
        let mut report = MediaReport {
            expected: entries.len() as u64,
            strangers: found.strangers,
            ..MediaReport::default()
        };
        let unfinished: BTreeSet<MediaId> = found.unfinished.iter().copied().collect();
        let missing = found.missing.into_iter().map(|id| {
            (id, if unfinished.contains(&id) { MediaError::Unfinished } else { MediaError::Missing })
        });
        for (id, error) in missing.chain(found.damaged) {
            // What no entry names is an orphan, whatever is in it.
            if let Some(attachment) = entries.get(&id) {
                report.wrong.push((id, attachment.entry, error));
            }
        }
        report.wrong.sort_by_key(|(id, ..)| *id);
        let unnamed = found.orphans.into_iter().chain(unfinished);
        for id in unnamed.filter(|id| !entries.contains_key(id) && !now.contains(id)) {
            if removed.contains(&id) { &mut report.removed } else { &mut report.orphans }.push(id);
        }
        Ok(report)
    }

    /// Removes a media file that no entry names: an orphan, or what a removal left.
    ///
    /// # Errors
    /// [`DiaryError::MediaInUse`] where an entry names it or it is being written; [`DiaryError::Media`].
    pub fn discard_media(&self, id: MediaId) -> Result<(), DiaryError> {
        if self.attachment(id)?.is_some() || self.being_written().contains(&id) {
            return Err(DiaryError::MediaInUse);
        }
        Ok(self.media_folder()?.remove(id)?)
    }

    /// Ids of the files that were removed, or whose entry was erased.
    pub(super) fn removed_media(&self) -> Result<BTreeSet<MediaId>, DiaryError> {
        let ids = self.store.read::<_, StoreError>(|reader| {
            let sql =
                "SELECT media FROM media WHERE removed IS NOT NULL UNION SELECT media FROM media_erased";
            reader.all(sql, [], |row| Ok(MediaId::from_bytes(row.get(0)?)))
        })?;
        Ok(ids.into_iter().collect())
    }
}
