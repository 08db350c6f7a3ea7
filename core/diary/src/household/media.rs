//! Media files: adding one to an entry, and writing one out.

use std::io::{self, Read, Seek, Write};

use zeroize::Zeroizing;

use super::error::HouseholdError;
use super::home::Household;
use super::roles::Act;
use crate::diary::{Attachment, Diary, DiaryError, MediaWords, WhatStays};
use crate::id::{EntryId, MediaId, PersonId};
use crate::media::MediaError;

/// What the sharing log calls it.
const FORMAT: &str = "media";
/// How much is written out at once.
const PIECE: usize = 1 << 16;

impl Household {
    /// Seals a file and adds it to an entry of a person's diary; `progress` is told how many bytes of how many are sealed.
    ///
    /// # Errors
    /// [`HouseholdError::NoSuchPerson`], [`HouseholdError::NotAllowed`], and as [`crate::diary::Diary::attach`].
    pub fn attach<S: Read + Seek>(
        &self,
        person: PersonId,
        entry: EntryId,
        source: &mut S,
        words: &MediaWords,
        stays: WhatStays,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Attachment, HouseholdError> {
        self.allow(Act::Add, Some(person))?;
        Ok(self.diary_of(person)?.attach(entry, source, words, stays, self.author(), progress)?)
    }

    /// Writes the plain bytes of a media file out, from the first to the last, and says what it was.
    ///
    /// It stands in the sharing log before a byte leaves. Every byte was authenticated before it is written; that the
    /// whole is the file that its entry names is known only at the end.
    ///
    /// # Errors
    /// [`HouseholdError::NoSuchPerson`], [`HouseholdError::NotAllowed`], [`DiaryError::NoSuchMedia`]; [`DiaryError::Media`] if the file is not as it was
    /// written; [`HouseholdError::NotWritten`] from `out`. What was written then is not the whole file.
    pub fn save_media(
        &self,
        person: PersonId,
        id: MediaId,
        out: &mut dyn Write,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Attachment, HouseholdError> {
        self.allow(Act::Export, Some(person))?;
        let diary = self.diary_of(person)?;
        write_out(&diary, id, || self.note_shared(FORMAT, &[person], 1), out, progress)
    }

    /// As [`Household::save_media`], for a media file of what is sealed of a person.
    ///
    /// # Errors
    /// As there; [`HouseholdError::NothingSealed`], [`OwnLockShut`](crate::vault::VaultError::OwnLockShut).
    pub fn save_sealed_media(
        &self,
        person: PersonId,
        id: MediaId,
        out: &mut dyn Write,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Attachment, HouseholdError> {
        self.allow(Act::Export, Some(person))?;
        let sealed = self.sealed(person)?;
        write_out(&sealed, id, || self.note_shared_sealed(FORMAT, &[person]), out, progress)
    }
}

fn write_out(
    diary: &Diary,
    id: MediaId,
    note: impl FnOnce() -> Result<(), HouseholdError>,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Attachment, HouseholdError> {
    let attachment = diary.attachment(id)?.ok_or(DiaryError::NoSuchMedia)?;
    let mut media = diary.media(id)?;
    note()?;
    let unwritten = |error: io::Error| HouseholdError::NotWritten(error.kind());
    let mut piece = Zeroizing::new(vec![0; PIECE]);
    let mut done = 0;
    loop {
        let count = media.read(&mut piece).map_err(|error| DiaryError::Media(MediaError::from(error)))?;
        if count == 0 {
            break;
        }
        out.write_all(piece.get(..count).unwrap_or_default()).map_err(unwritten)?;
        done += count as u64;
        progress(done, attachment.file.length);
    }
    out.flush().map_err(unwritten)?;
    Ok(attachment)
}
