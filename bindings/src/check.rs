//! Proving that a household is whole, and what is left of one that is not.

use std::path::PathBuf;
use std::sync::Arc;

use diary_core::household::{self, FileCheck, FileHead, PersonMedia};
use diary_core::id::PersonId;
use diary_core::journal::{NotedHead, Proof};
use diary_core::store::FileKind;
use diary_core::vault::{FilePurpose, Unlock};
use diary_host::SystemClock;

use crate::backup::{HouseholdFile, TypedSecret};
use crate::error::DiaryError;
use crate::guard::guarded;
use crate::household::Household;
use crate::patience::Lock;
use crate::place::HouseholdPlace;
use crate::secrets::typed_passphrase;
use crate::watch::{Steps, Watch};

fn file_of(kind: FileKind, person: Option<PersonId>, sealed: bool) -> HouseholdFile {
    HouseholdFile::of(match (kind, person) {
        (FileKind::Inbox, _) => FilePurpose::Inbox,
        (FileKind::Diary, Some(person)) if sealed => FilePurpose::Sealed { person },
        (FileKind::Diary, Some(person)) => FilePurpose::Diary { person },
        (FileKind::Household | FileKind::Diary, _) => FilePurpose::Household,
    })
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct VerifyReport {
    /// Whether everything that was looked at is as it was written.
    pub sound: bool,
    /// The files that are, with how many operations or records each has.
    pub files: Vec<SoundFile>,
    /// What is not.
    pub findings: Vec<VerifyFinding>,
    /// Media files that are missing, damaged or another's, and how many there are in all.
    pub media_wrong: u64,
    /// How many media files there are to be.
    pub media: u64,
    /// Files that were not looked at: their lock is shut.
    pub locked: Vec<HouseholdFile>,
}

/// A file that is as it was written.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SoundFile {
    /// Which.
    pub file: HouseholdFile,
    /// Operations, or records of the inbox.
    pub checked: u64,
}

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct VerifyFinding {
    /// In which file.
    pub file: HouseholdFile,
    /// One English sentence for a developer's log, without a name or a value.
    pub message: String,
}

/// Where a chain of changes stands, for noting it elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ChainHead {
    /// Of which file.
    pub file: HouseholdFile,
    /// How many changes.
    pub number: u64,
    /// To be written on paper, in groups.
    pub noted: String,
}

/// The heads of all files.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ChainHeads {
    /// The heads.
    pub heads: Vec<ChainHead>,
    /// Files whose lock is shut.
    pub locked: Vec<HouseholdFile>,
}

/// What a head that was noted says of a household.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct HeadChecked {
    /// Of which file; none where it is of none here.
    pub file: Option<HouseholdFile>,
    /// What it proves, a stable word: `kept`, `differs`, `shortened`; `locked` where the file's lock is shut, `unknown` where it is
    /// of no file here.
    pub proof: String,
    /// Of `kept`: how many changes came since. Of the others: the number of the change.
    pub number: Option<u64>,
}

#[uniffi::export]
impl Household {
    /// Checks every file, chain, table and media file. Takes as long as reading everything.
    ///
    /// # Errors
    /// Only where it cannot begin: what is wrong is in the report. [`DiaryError::Cancelled`].
    #[uniffi::method(default(watch = None))]
    pub fn verify(&self, watch: Option<Arc<Watch>>) -> Result<VerifyReport, DiaryError> {
        self.held.with(|core| {
            let found = Steps::watch(watch, |steps| Ok(core.verify_followed(&steps.followed())?))?;
            let wrong = |media: &PersonMedia| (media.report.wrong.len() + media.report.strangers) as u64;
            let media_wrong = found.media.iter().map(wrong).sum();
            Ok(VerifyReport {
                sound: found.findings.is_empty() && media_wrong == 0,
                files: found
                    .sound
                    .iter()
                    .map(|file| SoundFile {
                        file: file_of(file.kind, file.person, file.sealed),
                        checked: file.checked,
                    })
                    .collect(),
                findings: found
                    .findings
                    .iter()
                    .map(|finding| VerifyFinding {
                        file: file_of(finding.kind, finding.person, finding.sealed),
                        message: finding.error.to_string(),
                    })
                    .collect(),
                media_wrong,
                media: found.media.iter().map(|media| media.report.expected).sum(),
                locked: found.locked.into_iter().map(HouseholdFile::of).collect(),
            })
        })
    }

    /// Where every chain of changes stands: noted elsewhere, it proves later that nothing before it changed.
    ///
    /// # Errors
    /// Whatever a file says.
    pub fn heads(&self) -> Result<ChainHeads, DiaryError> {
        self.held.with(|core| {
            let (heads, locked) = core.file_heads()?;
            let head = |of: FileHead| ChainHead {
                file: file_of(of.kind, of.person, of.sealed),
                number: of.head.number,
                noted: of.head.noted().to_string(),
            };
            Ok(ChainHeads {
                heads: heads.into_iter().map(head).collect(),
                locked: locked.into_iter().map(HouseholdFile::of).collect(),
            })
        })
    }

    /// What a head that was noted proves.
    ///
    /// # Errors
    /// [`DiaryError::Invalid`] for what is no head: it says which group is wrong.
    pub fn check_head(&self, noted: String) -> Result<HeadChecked, DiaryError> {
        self.held.with(|core| {
            let checked = core.check_head(&noted.parse::<NotedHead>()?)?;
            let file = checked.kind.map(|kind| file_of(kind, checked.person, checked.sealed));
            let (proof, number) = match checked.proof {
                Some(Proof::Kept { since }) => ("kept", Some(since)),
                Some(Proof::Differs { number, .. }) => ("differs", Some(number)),
                Some(Proof::Shortened { number }) => ("shortened", Some(number)),
                None if file.is_some() => ("locked", None),
                None => ("unknown", None),
            };
            Ok(HeadChecked { file, proof: proof.to_owned(), number })
        })
    }
}

/// What of a household can still be read.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct HouseholdCheck {
    /// Whether all that was looked at is whole.
    pub whole: bool,
    /// Every file that the key file names.
    pub files: Vec<FileChecked>,
    /// Whether a copy of the key file is not in order.
    pub key_copy: bool,
    /// How many other files lie in the folder.
    pub leftovers: u64,
}

/// What can be read of one file.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FileChecked {
    /// Which.
    pub file: HouseholdFile,
    /// Whether it was not looked at, because its lock was not opened.
    pub own_lock: bool,
    /// Whether all of it is as it was written.
    pub whole: bool,
    /// Whether nothing of it can be read.
    pub unreadable: bool,
    /// How many pages are not as they were written.
    pub damaged_pages: u64,
    /// Operations, or records of the inbox, that can be read.
    pub readable: u64,
    /// Operations of which nothing can be read.
    pub lost: u64,
    /// Entries that can be read.
    pub entries: u64,
    /// Media files that are whole.
    pub media: u64,
    /// Media files that are not.
    pub media_lost: u64,
}

impl FileChecked {
    fn of(file: &FileCheck) -> Self {
        Self {
            file: file_of(file.kind, file.person, file.sealed),
            own_lock: file.own_lock,
            whole: file.is_whole(),
            unreadable: file.unreadable.is_some(),
            damaged_pages: file.damaged_pages.len() as u64,
            readable: file.readable,
            lost: file.lost.iter().map(|lost| lost.to.saturating_sub(lost.from) + 1).sum(),
            entries: file.entries.entries,
            media: file.media.whole,
            media_lost: file.media.lost.len() as u64,
        }
    }
}

impl HouseholdCheck {
    fn of(check: &household::Check) -> Self {
        Self {
            whole: check.files.iter().all(FileCheck::is_whole),
            files: check.files.iter().map(FileChecked::of).collect(),
            key_copy: check.notice.is_some(),
            leftovers: check.leftovers.len() as u64,
        }
    }
}

/// What was copied out of a damaged household into a new one.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Salvaged {
    /// What was found.
    pub found: HouseholdCheck,
    /// The recovery code of the new household: show it once, and forget it.
    pub recovery_code: String,
    /// The recovery codes of what has a lock of its own in it.
    pub own_codes: Vec<OwnCode>,
    /// How many entries came over.
    pub entries: u64,
    /// Diaries that were left out: their lock was not opened.
    pub left_out: Vec<HouseholdFile>,
    /// How many devices came over.
    pub devices: u64,
    /// How many records that wait came over.
    pub waiting: u64,
    /// How many of those cannot be read.
    pub waiting_lost: u64,
    /// Whether the new household is sound.
    pub sound: bool,
}

/// The recovery code of something with a lock of its own.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct OwnCode {
    /// Of what.
    pub file: HouseholdFile,
    /// The code: show it once, and forget it.
    pub recovery_code: String,
}

crate::quiet::says_nothing!(Salvaged, OwnCode);

/// What of a locked household can still be read, whatever is damaged; writes nothing, not even a lock.
///
/// # Errors
/// [`DiaryError::WrongSecret`], [`DiaryError::TooManyTries`], [`DiaryError::NoHousehold`], [`DiaryError::InUse`];
/// [`DiaryError::Damaged`] where the key file is; [`DiaryError::Cancelled`].
#[uniffi::export(default(watch = None))]
pub fn check_household(
    folder: String,
    secret: TypedSecret,
    watch: Option<Arc<Watch>>,
) -> Result<HouseholdCheck, DiaryError> {
    guarded(|| {
        let (folder, clock) = (PathBuf::from(&folder), SystemClock::new()?);
        let check = Steps::watch(watch, |steps| {
            secret.with(|secret| {
                Lock::at(&folder)
                    .tried(&clock, || Ok(household::check_followed(&folder, secret, &[], &steps.followed())?))
            })
        })?;
        Ok(HouseholdCheck::of(&check))
    })
}

/// Copies what can be read of a locked household into a new one; the damaged one stays as it is. `own` opens what has a lock of
/// its own, which takes the same secret in the new one.
///
/// # Errors
/// As [`check_household`]; [`DiaryError::Invalid`] for a folder that is not empty or lies inside the damaged one;
/// [`DiaryError::WeakPassphrase`], [`DiaryError::NoSpace`]; [`DiaryError::Cancelled`], and nothing is there then.
#[uniffi::export(default(own = None, watch = None))]
pub fn salvage_household(
    folder: String,
    secret: TypedSecret,
    to: HouseholdPlace,
    passphrase: String,
    own: Option<TypedSecret>,
    watch: Option<Arc<Watch>>,
) -> Result<Salvaged, DiaryError> {
    guarded(|| {
        let (from, passphrase) = (PathBuf::from(&folder), typed_passphrase(passphrase));
        let (cost, outside) = (to.cost(), to.outside()?);
        let (report, new) = Steps::watch(watch, |steps| {
            let salvage = |secret: Unlock<'_>, own: &[Unlock<'_>]| {
                Lock::at(&from).tried(&*outside.clock, || {
                    let (from, new) = ((&*from, secret, own), (&*to.folder(), &passphrase, cost));
                    Ok(household::salvage_followed(from, new, &outside, &steps.followed())?)
                })
            };
            secret.with(|secret| match own {
                Some(own) => own.with(|own| salvage(secret, &[own])),
                None => salvage(secret, &[]),
            })
        })?;
        to.installations().keep(&new.installation)?;
        let own_codes = new.own.iter().map(|(file, code)| OwnCode {
            file: HouseholdFile::of(*file),
            recovery_code: code.grouped().to_string(),
        });
        let entries = report.people.iter().map(|(_, _, left)| left.entries);
        let sealed = report.sealed.iter().map(|(_, left)| left.entries);
        Ok(Salvaged {
            found: HouseholdCheck::of(&report.found),
            recovery_code: new.code.grouped().to_string(),
            own_codes: own_codes.collect(),
            entries: entries.chain(sealed).sum(),
            left_out: report.left_out.iter().copied().map(HouseholdFile::of).collect(),
            devices: report.devices,
            waiting: report.waiting,
            waiting_lost: report.waiting_lost,
            sound: report.sound,
        })
    })
}
