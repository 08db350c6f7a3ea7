//! A person's diary: writing in it, and what became of what was written.

use std::sync::Arc;

use diary_core::diary::Diary as CoreDiary;
use diary_core::household::{ErasureReceipt, Household as Core, MayRemain, Place};
use diary_core::id::{EntryId, PersonId};

use crate::draft::{self, DraftDoubt, EntryChange, EntryDraft};
use crate::entry::{DiaryEntry, EntryVersion};
use crate::error::DiaryError;
use crate::household::Held;
use crate::moment::Here;

/// A person's diary, or what is sealed beside it. It holds no file: every call looks whether it may still be read.
#[derive(Debug, uniffi::Object)]
pub struct Diary {
    pub(crate) held: Arc<Held>,
    pub(crate) person: PersonId,
    pub(crate) sealed: bool,
}

/// What was erased, and where it may remain.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Erased {
    /// When, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// How many versions went.
    pub versions: u64,
    /// Whether what a device sent went with it.
    pub raw: bool,
    /// How many media files went with it.
    pub media: u64,
    /// How many copies that waited in the inbox went with it.
    pub waiting: u64,
    /// Where it may remain, stable words: `beside`, `storage`, `copies`, `backups`, `media`, `exports`, `device-clock`.
    pub may_remain: Vec<String>,
    /// The backups among them, which lose it at their next run: where they lie.
    pub backups: Vec<String>,
}

impl Erased {
    fn of(receipt: &ErasureReceipt) -> Self {
        let backups = receipt.may_remain.iter().flat_map(|place| match place {
            MayRemain::Backups(known) => known.as_slice(),
            _ => &[],
        });
        Self {
            at_ms: receipt.erased_ms,
            versions: receipt.versions,
            raw: receipt.raw,
            media: receipt.media,
            waiting: receipt.waiting,
            may_remain: receipt.may_remain.iter().map(|place| place.name().to_owned()).collect(),
            backups: backups.map(|known| known.place.clone()).collect(),
        }
    }
}

/// What a move did.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct EntryMoved {
    /// Its id where it is now.
    pub entry: String,
    /// What was erased where it was; none where nothing was there to be erased any more.
    pub erased: Option<Erased>,
}

/// How an entry came from another diary.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct CameFrom {
    /// When, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// Why.
    pub reason: Option<String>,
}

crate::quiet::says_nothing!(CameFrom);

#[uniffi::export]
impl Diary {
    /// Whose it is.
    pub fn person(&self) -> String {
        self.person.to_string()
    }

    /// Whether it is what is sealed beside their diary.
    pub fn is_sealed(&self) -> bool {
        self.sealed
    }

    /// What is odd about an entry before it is stored, worst first; asks nobody and stores nothing.
    ///
    /// # Errors
    /// [`DiaryError::Invalid`] for what cannot be read as an entry at all.
    pub fn doubts(&self, draft: EntryDraft) -> Result<Vec<DraftDoubt>, DiaryError> {
        self.with(|_, diary| {
            let kinds = diary.kinds()?;
            let content = draft.read(&kinds, &Here::now(&self.held.place, None)?)?;
            draft::doubts(&content, &kinds)
        })
    }

    /// Writes an entry down, and gives its id.
    ///
    /// # Errors
    /// [`DiaryError::Doubtful`] for one that has to be `confirmed`, [`DiaryError::Invalid`] for one that cannot be.
    #[uniffi::method(default(confirmed = false))]
    pub fn add(&self, draft: EntryDraft, confirmed: bool) -> Result<String, DiaryError> {
        self.with(|core, diary| {
            let content = draft.read(&diary.kinds()?, &Here::now(&self.held.place, None)?)?;
            Ok(diary.add(&content, core.author(), confirmed)?.to_string())
        })
    }

    /// Corrects an entry; what it said stays in its history.
    ///
    /// # Errors
    /// As [`Diary::add`]; [`DiaryError::Invalid`] without a reason, or where it changes nothing.
    #[uniffi::method(default(confirmed = false))]
    pub fn amend(
        &self,
        entry: String,
        change: EntryChange,
        reason: String,
        confirmed: bool,
    ) -> Result<(), DiaryError> {
        self.with(|core, diary| {
            let (id, kinds) = (entry_id(&entry)?, diary.kinds()?);
            let now = diary.entry(id)?.ok_or_else(no_entry)?.content;
            let content = change.apply(&now, &kinds, &Here::now(&self.held.place, Some(&now.moment))?)?;
            diary.amend(id, &content, &reason, core.author(), confirmed)?;
            Ok(())
        })
    }

    /// Takes an entry back as entered in error: it goes out of lists, totals and averages, and stays to be read.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`]; [`DiaryError::Invalid`] without a reason.
    pub fn retract(&self, entry: String, reason: String) -> Result<(), DiaryError> {
        self.with(|core, diary| Ok(diary.retract(entry_id(&entry)?, &reason, core.author()).map(drop)?))
    }

    /// Lets an entry stand again that was taken back.
    ///
    /// # Errors
    /// As [`Diary::retract`].
    pub fn reinstate(&self, entry: String, reason: String) -> Result<(), DiaryError> {
        self.with(|core, diary| Ok(diary.reinstate(entry_id(&entry)?, &reason, core.author()).map(drop)?))
    }

    /// Files the person's objection beside what a clinician wrote.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`]; [`DiaryError::Invalid`] beside what is the person's own.
    pub fn object_to(&self, entry: String, words: String) -> Result<(), DiaryError> {
        self.with(|core, diary| Ok(diary.object(entry_id(&entry)?, &words, core.author()).map(drop)?))
    }

    /// Erases an entry in every file, for good: every version, its media files and what a device sent. Then the file is made anew
    /// under a new key, which takes as long as reading it four times.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`], [`DiaryError::NotAllowed`], and whatever a file says; then it is not erased.
    pub fn erase(&self, entry: String) -> Result<Erased, DiaryError> {
        self.held.with(|core| {
            let entry = entry_id(&entry)?;
            let receipt = if self.sealed {
                core.erase_sealed(self.person, entry)
            } else {
                core.erase_entry(self.person, entry)
            };
            Ok(Erased::of(&receipt?))
        })
    }

    /// Moves an entry with its whole history into another diary of the household; here it is erased.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`], [`DiaryError::NotAllowed`], [`DiaryError::Shut`]; [`DiaryError::Invalid`] where it is there already.
    pub fn move_to(&self, entry: String, to: Arc<Self>, reason: String) -> Result<EntryMoved, DiaryError> {
        self.held.with(|core| {
            let moved = core.move_entry(self.place(), entry_id(&entry)?, to.place(), &reason)?;
            Ok(EntryMoved { entry: moved.entry.to_string(), erased: moved.receipt.as_ref().map(Erased::of) })
        })
    }

    /// One entry; none where there is none of this id.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn entry(&self, entry: String) -> Result<Option<DiaryEntry>, DiaryError> {
        self.with(|_, diary| {
            let found = diary.entry(entry_id(&entry)?)?;
            let kinds = diary.kinds()?;
            Ok(found.map(|entry| DiaryEntry::of(&entry, &kinds)))
        })
    }

    /// Every version of an entry, the first one first.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`], also for one that was erased.
    pub fn history(&self, entry: String) -> Result<Vec<EntryVersion>, DiaryError> {
        self.with(|_, diary| {
            let (history, kinds) = (diary.history(entry_id(&entry)?)?, diary.kinds()?);
            Ok(history.iter().map(|version| EntryVersion::of(version, &kinds)).collect())
        })
    }

    /// The bytes that a device sent for an entry, with what they were read with; none where somebody typed it.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn raw(&self, entry: String) -> Result<Option<Vec<u8>>, DiaryError> {
        self.with(|_, diary| Ok(diary.raw(entry_id(&entry)?)?))
    }

    /// From where an entry came, where it was moved here, the first move first.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`].
    pub fn came(&self, entry: String) -> Result<Vec<CameFrom>, DiaryError> {
        self.with(|_, diary| {
            let came = diary.came(entry_id(&entry)?)?;
            Ok(came.into_iter().map(|came| CameFrom { at_ms: came.at_ms, reason: came.reason }).collect())
        })
    }
}

impl Diary {
    /// The file behind it, as whoever acts may see it now.
    pub(crate) fn opened(&self, core: &Core) -> Result<Arc<CoreDiary>, DiaryError> {
        Ok(if self.sealed { core.sealed(self.person) } else { core.diary(self.person) }?)
    }

    pub(crate) fn with<T>(
        &self,
        work: impl FnOnce(&Core, &CoreDiary) -> Result<T, DiaryError>,
    ) -> Result<T, DiaryError> {
        self.held.with(|core| work(core, &*self.opened(core)?))
    }

    pub(crate) fn place(&self) -> Place {
        if self.sealed { Place::Sealed(self.person) } else { Place::Diary(self.person) }
    }
}

pub(crate) fn entry_id(text: &str) -> Result<EntryId, DiaryError> {
    Ok(text.parse()?)
}

pub(crate) fn no_entry() -> DiaryError {
    diary_core::diary::DiaryError::NoSuchEntry.into()
}
