//! Photos, video, recordings and documents of entries.

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use diary_core::diary::{MediaWords, WhatStays};
use diary_core::id::MediaId;
use diary_core::media::KnownMedia;

use crate::diary::{Diary, entry_id};
use crate::entry::MediaFile;
use crate::error::DiaryError;
use crate::guard::guarded;
use crate::out::written_new;
use crate::watch::{Steps, Watch, Watched};

/// What goes with a media file.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct MediaDraft {
    /// A person's words beside it.
    #[uniffi(default = None)]
    pub caption: Option<String>,
    /// What the file was called.
    #[uniffi(default = None)]
    pub name: Option<String>,
    /// Store it also where place, time and device cannot be taken out of it.
    #[uniffi(default = false)]
    pub keep_details: bool,
}

crate::quiet::says_nothing!(MediaDraft);

impl MediaDraft {
    fn words(self) -> (MediaWords, WhatStays) {
        let stays = if self.keep_details { WhatStays::AllIfNeedBe } else { WhatStays::OnlyWhatShows };
        (MediaWords { caption: self.caption, name: self.name }, stays)
    }
}

/// The most bytes that one [`MediaReader::read`] gives.
const MOST_AT_ONCE: u32 = 1 << 20;

/// Reads a media file piece by piece; every piece is proven before it is given.
#[derive(Debug, uniffi::Object)]
pub struct MediaReader {
    media: Mutex<Option<KnownMedia>>,
    about: MediaFile,
}

#[uniffi::export]
impl Diary {
    /// Adds a file to an entry, without the place, time and camera that it tells; gives what is known of it then.
    ///
    /// # Errors
    /// [`DiaryError::Doubtful`] where nothing can be taken out of it: say in the draft that it may stay. [`DiaryError::NotFound`];
    /// [`DiaryError::System`] for a file that cannot be read; [`DiaryError::Cancelled`]: attach it again to go on.
    #[uniffi::method(default(watch = None))]
    pub fn attach_file(
        &self,
        entry: String,
        path: String,
        media: MediaDraft,
        watch: Option<Arc<Watch>>,
    ) -> Result<MediaFile, DiaryError> {
        guarded(|| Steps::watch(watch, |steps| self.attached(&entry, File::open(&path)?, media, steps)))
    }

    /// As [`Diary::attach_file`], with bytes that are in memory.
    ///
    /// # Errors
    /// As there.
    #[uniffi::method(default(watch = None))]
    pub fn attach_bytes(
        &self,
        entry: String,
        bytes: Vec<u8>,
        media: MediaDraft,
        watch: Option<Arc<Watch>>,
    ) -> Result<MediaFile, DiaryError> {
        guarded(|| Steps::watch(watch, |steps| self.attached(&entry, Cursor::new(bytes), media, steps)))
    }

    /// The media files of all entries, the first added first.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn media(&self) -> Result<Vec<MediaFile>, DiaryError> {
        self.with(|_, diary| Ok(diary.attachments()?.iter().map(MediaFile::of).collect()))
    }

    /// Opens a media file for reading.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`]; [`DiaryError::Damaged`] with what is wrong with the file.
    pub fn read_media(&self, media: String) -> Result<Arc<MediaReader>, DiaryError> {
        self.with(|_, diary| {
            let id: MediaId = media.parse()?;
            let about = diary.attachment(id)?.ok_or(diary_core::diary::DiaryError::NoSuchMedia)?;
            let media = Mutex::new(Some(diary.media(id)?));
            Ok(Arc::new(MediaReader { media, about: MediaFile::of(&about) }))
        })
    }

    /// Writes a media file out, unencrypted, into a new file, and notes that in the sharing log.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`], [`DiaryError::NotAllowed`]; [`DiaryError::Invalid`] where a file of this name is;
    /// [`DiaryError::Cancelled`], and no file is there then.
    #[uniffi::method(default(watch = None))]
    pub fn save_media(
        &self,
        media: String,
        path: String,
        watch: Option<Arc<Watch>>,
    ) -> Result<MediaFile, DiaryError> {
        self.held.with(|core| {
            let id: MediaId = media.parse()?;
            Steps::watch(watch, |steps| {
                written_new(Path::new(&path), steps, |out| {
                    let mut told = |done, total| steps.reached(done, Some(total));
                    let saved = if self.sealed {
                        core.save_sealed_media(self.person, id, out, &mut told)
                    } else {
                        core.save_media(self.person, id, out, &mut told)
                    };
                    Ok(MediaFile::of(&saved?))
                })
            })
        })
    }

    /// Takes a media file away from its entry, for good.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`]; [`DiaryError::Invalid`] without a reason.
    pub fn remove_media(&self, media: String, reason: String) -> Result<(), DiaryError> {
        self.with(|core, diary| Ok(diary.remove_media(media.parse()?, &reason, core.author())?))
    }
}

impl Diary {
    fn attached<S: Read + Seek>(
        &self,
        entry: &str,
        source: S,
        media: MediaDraft,
        steps: &Steps,
    ) -> Result<MediaFile, DiaryError> {
        self.with(|core, diary| {
            let (words, stays) = media.words();
            let mut source = Watched { inner: source, steps };
            let mut told = |done, total| steps.reached(done, Some(total));
            let attached =
                diary.attach(entry_id(entry)?, &mut source, &words, stays, core.author(), &mut told)?;
            Ok(MediaFile::of(&attached))
        })
    }
}

#[uniffi::export]
impl MediaReader {
    /// What is known of the file.
    pub fn about(&self) -> MediaFile {
        self.about.clone()
    }

    /// Its bytes from `offset` on, at most `length` of them and at most 1 MiB; nothing at the end.
    ///
    /// # Errors
    /// [`DiaryError::Damaged`], [`DiaryError::Shut`].
    pub fn read(&self, offset: u64, length: u32) -> Result<Vec<u8>, DiaryError> {
        guarded(|| {
            let mut held = self.media.lock().unwrap_or_else(PoisonError::into_inner);
            let media = held.as_mut().ok_or_else(DiaryError::closed)?;
            let left = self.about.length.saturating_sub(offset);
            let length = u64::from(length.min(MOST_AT_ONCE)).min(left);
            let mut out = vec![0; usize::try_from(length).unwrap_or(0)];
            if !out.is_empty() {
                media.seek(SeekFrom::Start(offset)).map_err(read_error)?;
                media.read_exact(&mut out).map_err(read_error)?;
            }
            Ok(out)
        })
    }

    /// Lets go of the file; doing it twice is as good as once.
    pub fn shut(&self) {
        drop(self.media.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

/// What is wrong with the file, where that is what stands behind it.
fn read_error(error: std::io::Error) -> DiaryError {
    diary_core::diary::DiaryError::Media(error.into()).into()
}
