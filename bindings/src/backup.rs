//! Backups into a folder elsewhere, and a household out of one.

use std::path::Path;
use std::sync::Arc;

use diary_core::backup::{LostFile, LostPart, Problem, Range};
use diary_core::household::{self, BackUp, Damaged, Restore};
use diary_core::id::PersonId;
use diary_core::vault::{FilePurpose, Unlock};

use crate::error::DiaryError;
use crate::folder::{BackupFolder, Folder};
use crate::guard::guarded;
use crate::household::Household;
use crate::patience::Lock;
use crate::place::HouseholdPlace;
use crate::secrets::{typed_code, typed_passphrase};
use crate::watch::{Steps, Watch};

/// What opens a household or a lock, where a call takes either.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum TypedSecret {
    /// A passphrase.
    Passphrase {
        /// As it was typed.
        text: String,
    },
    /// A recovery code.
    RecoveryCode {
        /// However it was typed.
        text: String,
    },
}

crate::quiet::says_nothing!(TypedSecret);

impl TypedSecret {
    pub(crate) fn with<T>(
        self,
        work: impl FnOnce(Unlock<'_>) -> Result<T, DiaryError>,
    ) -> Result<T, DiaryError> {
        match self {
            Self::Passphrase { text } => work(Unlock::Passphrase(&typed_passphrase(text))),
            Self::RecoveryCode { text } => work(Unlock::Recovery(&typed_code(text)?)),
        }
    }
}

/// A file of a household, named without its path.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct HouseholdFile {
    /// What it is, a stable word: `household`, `inbox`, `diary`, `sealed`, `backup`.
    pub what: String,
    /// Whose, where it is a person's.
    pub person: Option<String>,
}

impl HouseholdFile {
    pub(crate) fn of(purpose: FilePurpose) -> Self {
        let (what, person) = match purpose {
            FilePurpose::Household => ("household", None),
            FilePurpose::Inbox => ("inbox", None),
            FilePurpose::Backup => ("backup", None),
            FilePurpose::Diary { person } => ("diary", Some(person)),
            FilePurpose::Sealed { person } => ("sealed", Some(person)),
        };
        Self { what: what.to_owned(), person: person.map(|person| person.to_string()) }
    }

    fn lost(file: LostFile) -> Self {
        Self::of(match file {
            LostFile::Household => FilePurpose::Household,
            LostFile::Inbox => FilePurpose::Inbox,
            LostFile::Diary(person) => FilePurpose::Diary { person },
            LostFile::Sealed(person) => FilePurpose::Sealed { person },
        })
    }
}

/// A file that is in a backup as it was at some time.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FileAsOf {
    /// Which file.
    pub file: HouseholdFile,
    /// As of when, milliseconds since 1970-01-01T00:00:00Z; none where it is not in the backup.
    pub as_of_ms: Option<i64>,
}

impl FileAsOf {
    fn of((purpose, as_of_ms): (FilePurpose, Option<i64>)) -> Self {
        Self { file: HouseholdFile::of(purpose), as_of_ms }
    }
}

/// Something of a backup that is lost.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct BackupProblem {
    /// The number of the backup.
    pub backup: u64,
    /// What is lost, a stable word: `key-file`, `list`, `operations`, `state`, `media-list`, `media`.
    pub what: String,
    /// Of which file.
    pub file: Option<HouseholdFile>,
    /// The numbers of the operations.
    pub numbers: Option<crate::devices::NumberSpan>,
    /// When the first of them was written, where another backup says it.
    pub first_ms: Option<i64>,
    /// When the last of them was written.
    pub last_ms: Option<i64>,
    /// The media file.
    pub media: Option<String>,
}

impl BackupProblem {
    fn of(problem: &Problem) -> Self {
        let mut of = Self {
            backup: problem.backup,
            what: problem.what.name().to_owned(),
            file: None,
            numbers: None,
            first_ms: None,
            last_ms: None,
            media: None,
        };
        match &problem.what {
            LostPart::KeyFile | LostPart::Manifest => {}
            LostPart::Operations(Range { file, from, to, first_ms, last_ms, .. }) => {
                of.file = Some(HouseholdFile::lost(*file));
                of.numbers = Some(crate::devices::NumberSpan { first: *from, last: *to });
                (of.first_ms, of.last_ms) = (*first_ms, *last_ms);
            }
            LostPart::State { file } | LostPart::MediaList { file } => {
                of.file = Some(HouseholdFile::lost(*file));
            }
            LostPart::Media { file, media } => {
                of.file = Some(HouseholdFile::lost(*file));
                of.media = Some(media.to_string());
            }
        }
        of
    }
}

/// What a run of a backup did.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct BackupDone {
    /// Its number.
    pub number: u64,
    /// Whether it was read back whole and restored for proof. Where not, nothing was taken away.
    pub proven: bool,
    /// Pieces written.
    pub pieces: u64,
    /// Bytes written.
    pub bytes: u64,
    /// Pieces taken away.
    pub removed: u64,
    /// Lost or damaged pieces of earlier backups that were written again.
    pub healed: u64,
    /// Files under a lock of their own that is shut.
    pub left_out: Vec<FileAsOf>,
    /// A backup there that has entries which this household has not: it stays as it is.
    pub not_continued: Option<u64>,
    /// A backup that was made there and is gone: the folder was put back, or is another one.
    pub put_back: Option<u64>,
    /// Earlier backups that went because they had what was erased since.
    pub erased: Vec<u64>,
}

/// A backup that the household remembers.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct RememberedBackup {
    /// Where it lies, as it was called when it was made.
    pub place: String,
    /// Its number.
    pub number: u64,
    /// When it was made, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// Whose alone it is; none where it is everyone's.
    pub only: Option<String>,
}

crate::quiet::says_nothing!(RememberedBackup);

/// What reading a backup found.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct BackupChecked {
    /// The backups that are there, the last one the newest.
    pub backups: Vec<BackupThere>,
    /// Pieces read.
    pub pieces: u64,
    /// Bytes read.
    pub bytes: u64,
    /// What is lost.
    pub problems: Vec<BackupProblem>,
    /// The entries that this touches, as far as the household knows them.
    pub touched: Vec<crate::devices::NewReading>,
    /// Pieces that no backup names; the next run takes them away.
    pub unnamed: u64,
    /// A backup that was made there and is gone.
    pub put_back: Option<u64>,
    /// Files that were not looked at: they open with a lock of their own.
    pub shut: Vec<HouseholdFile>,
}

/// A backup in a folder.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct BackupThere {
    /// Its number.
    pub number: u64,
    /// When it was made, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// Whether every piece of it is there.
    pub whole: bool,
}

/// What to restore, and how.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct RestoreWhat {
    /// The number of the backup; the newest where left out.
    #[uniffi(default = None)]
    pub number: Option<u64>,
    /// Where it is damaged, take all that can be read, instead of refusing.
    #[uniffi(default = false)]
    pub what_can_be_read: bool,
    /// What opens the diaries with a lock of their own.
    #[uniffi(default = None)]
    pub own: Option<TypedSecret>,
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct RestoreDone {
    /// The household.
    pub household: String,
    /// The number of the backup.
    pub number: u64,
    /// When it was made, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// How many diaries.
    pub diaries: u64,
    /// Newer backups there that are damaged.
    pub newer_lost: Vec<u64>,
    /// Whose alone it is; none where it is everyone's.
    pub only: Option<String>,
    /// Diaries with a lock of their own that were left out: keep the backup until they were brought back.
    pub left_out: Vec<FileAsOf>,
    /// Diaries with a lock of their own that are there.
    pub own: Vec<FileAsOf>,
    /// Media files that are damaged in the backup.
    pub media_lost: Vec<String>,
    /// What of it could not be read.
    pub lost: Vec<BackupProblem>,
}

/// What was brought back of one diary.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct BroughtBack {
    /// As of when, milliseconds since 1970-01-01T00:00:00Z.
    pub as_of_ms: i64,
    /// Newer backups there that are damaged.
    pub newer_lost: Vec<u64>,
    /// Media files that are damaged in the backup.
    pub media_lost: Vec<String>,
}

#[uniffi::export]
impl Household {
    /// Writes what is new into a folder elsewhere, reads it back whole and restores it for proof; of everyone, or of one person
    /// alone. `folder` is a path, or with `kept_by` what the shell calls its folder, the same every time and another name for each.
    /// `scratch` is a folder on this phone for that proof, which is encrypted and gone afterwards.
    ///
    /// # Errors
    /// [`DiaryError::NotAllowed`], [`DiaryError::NoSpace`], [`DiaryError::System`]; [`DiaryError::Invalid`] for a folder inside the
    /// household, or with a backup of something else; [`DiaryError::Cancelled`]: what was written is used by the next run;
    /// [`DiaryError::InUse`] where a folder of the shell's has not answered a call that was stopped.
    #[uniffi::method(default(person = None, watch = None, kept_by = None))]
    pub fn back_up(
        &self,
        folder: String,
        scratch: String,
        person: Option<String>,
        watch: Option<Arc<Watch>>,
        kept_by: Option<Arc<dyn Folder>>,
    ) -> Result<BackupDone, DiaryError> {
        self.held.with(|core| {
            let only: Option<PersonId> = person.map(|person| person.parse()).transpose()?;
            let ran = Steps::watch(watch, |steps| {
                let folder = BackupFolder::open(&folder, kept_by, steps)?;
                if folder.is_inside(&self.held.place.folder()) {
                    return Err(DiaryError::invalid(
                        "a backup inside the diary's own folder would be lost with it; choose a folder elsewhere",
                    ));
                }
                let to = BackUp { place: folder.place(), scratch: Path::new(&scratch), only };
                Ok(core.back_up(&folder, &to)?)
            })?;
            Ok(BackupDone {
                number: ran.number,
                proven: ran.proof.is_ok(),
                pieces: ran.written,
                bytes: ran.bytes,
                removed: ran.removed,
                healed: ran.healed.len() as u64,
                left_out: ran.left_out.into_iter().map(FileAsOf::of).collect(),
                not_continued: ran.not_continued,
                put_back: ran.put_back,
                erased: ran.erased,
            })
        })
    }

    /// Reads every piece of the backups in a folder, named as [`Household::back_up`] names it.
    ///
    /// # Errors
    /// [`DiaryError::NoHousehold`] where there is none; [`DiaryError::Invalid`] for another household's;
    /// [`DiaryError::Cancelled`], [`DiaryError::InUse`].
    #[uniffi::method(default(watch = None, kept_by = None))]
    pub fn check_backup(
        &self,
        folder: String,
        watch: Option<Arc<Watch>>,
        kept_by: Option<Arc<dyn Folder>>,
    ) -> Result<BackupChecked, DiaryError> {
        self.held.with(|core| {
            let report = Steps::watch(watch, |steps| {
                let folder = BackupFolder::open(&folder, kept_by, steps)?;
                Ok(core.check_backup(&folder, folder.place())?)
            })?;
            let touched = report.touched.iter().flat_map(|touched| {
                touched.entries.iter().map(|(entry, _)| crate::devices::NewReading {
                    person: touched.person.to_string(),
                    entry: entry.to_string(),
                })
            });
            let checked = report.checked;
            let there = checked.backups.iter().map(|(number, at_ms)| BackupThere {
                number: *number,
                at_ms: *at_ms,
                whole: checked.whole.contains(number),
            });
            Ok(BackupChecked {
                backups: there.collect(),
                pieces: checked.pieces,
                bytes: checked.bytes,
                problems: checked.problems.iter().map(BackupProblem::of).collect(),
                touched: touched.collect(),
                unnamed: checked.unnamed,
                put_back: report.put_back,
                shut: report.shut.into_iter().map(HouseholdFile::of).collect(),
            })
        })
    }

    /// The backups that the household remembers, the newest of each place.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn backups(&self) -> Result<Vec<RememberedBackup>, DiaryError> {
        self.held.with(|core| {
            let known = core.backups()?.into_iter().map(|known| RememberedBackup {
                place: known.place,
                number: known.number,
                at_ms: known.at_ms,
                only: known.only.map(|person| person.to_string()),
            });
            Ok(known.collect())
        })
    }

    /// Brings a diary with a lock of its own back out of a backup, where it was restored without its secret.
    ///
    /// # Errors
    /// [`DiaryError::WrongSecret`], [`DiaryError::NotFound`], [`DiaryError::NoHousehold`]; [`DiaryError::Invalid`] where it is
    /// here already; [`DiaryError::Cancelled`], [`DiaryError::InUse`].
    #[uniffi::method(default(sealed = false, watch = None, kept_by = None))]
    pub fn bring_back(
        &self,
        folder: String,
        person: String,
        secret: TypedSecret,
        sealed: bool,
        watch: Option<Arc<Watch>>,
        kept_by: Option<Arc<dyn Folder>>,
    ) -> Result<BroughtBack, DiaryError> {
        self.held.with(|core| {
            let person: PersonId = person.parse()?;
            let purpose = if sealed { FilePurpose::Sealed { person } } else { FilePurpose::Diary { person } };
            let back = Steps::watch(watch, |steps| {
                let from = BackupFolder::open(&folder, kept_by, steps)?;
                let (home, clock) = (&self.held.place, self.held.place.clock()?);
                let lock = Lock::own(&home.folder(), person, sealed);
                secret.with(|secret| lock.tried(&*clock, || Ok(core.restore_own(&from, purpose, secret)?)))
            })?;
            Ok(BroughtBack {
                as_of_ms: back.as_of_ms,
                newer_lost: back.newer_lost,
                media_lost: back.media_lost.iter().map(ToString::to_string).collect(),
            })
        })
    }
}

/// Makes a household in a new or empty folder out of a backup, in a folder named as [`Household::back_up`] names it; it is locked
/// when this returns, and opens with what the backup opens with.
///
/// # Errors
/// [`DiaryError::WrongSecret`]; [`DiaryError::NoHousehold`] where there is no backup; [`DiaryError::Damaged`] where it is not
/// whole, and nothing was restored; [`DiaryError::Invalid`] for a folder that is not empty; [`DiaryError::Cancelled`],
/// [`DiaryError::InUse`].
#[uniffi::export(default(watch = None, kept_by = None))]
pub fn restore_backup(
    folder: String,
    to: HouseholdPlace,
    secret: TypedSecret,
    what: RestoreWhat,
    watch: Option<Arc<Watch>>,
    kept_by: Option<Arc<dyn Folder>>,
) -> Result<RestoreDone, DiaryError> {
    guarded(|| {
        let damaged = if what.what_can_be_read { Damaged::TakeWhatIsThere } else { Damaged::Refuse };
        let number = what.number;
        let restored = Steps::watch(watch, |steps| {
            let from = BackupFolder::open(&folder, kept_by, steps)?;
            let (lock, outside) = (Lock::Place(from.place().to_owned()), to.outside()?);
            let restore = |secret: Unlock<'_>, own: Option<Unlock<'_>>| {
                let what = Restore { secret, number, damaged, own };
                lock.tried(&*outside.clock, || Ok(household::restore(&from, &to.folder(), &what, &outside)?))
            };
            secret.with(|secret| match what.own {
                Some(own) => own.with(|own| restore(secret, Some(own))),
                None => restore(secret, None),
            })
        })?;
        to.installations().keep(&restored.installation)?;
        Ok(RestoreDone {
            household: restored.household.to_string(),
            number: restored.number,
            at_ms: restored.at_ms,
            diaries: restored.diaries,
            newer_lost: restored.newer_lost,
            only: restored.only.map(|person| person.to_string()),
            left_out: restored.left_out.into_iter().map(FileAsOf::of).collect(),
            own: restored.own.into_iter().map(|(file, at_ms)| FileAsOf::of((file, Some(at_ms)))).collect(),
            media_lost: restored.media_lost.iter().map(|(_, media)| media.to_string()).collect(),
            lost: restored.lost.iter().map(BackupProblem::of).collect(),
        })
    })
}
