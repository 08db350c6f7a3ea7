//! What went wrong, as one sentence and an exit code.

use std::io;

use diary_core::backup::BackupError;
use diary_core::device::Outcome;
use diary_core::diary::{BadCursor, BadSearch, BadTag, BadValue, DiaryError, ProfilePart};
use diary_core::error::ErrorKind;
use diary_core::exchange::export::ExportError;
use diary_core::exchange::journal::ImportError;
use diary_core::household::HouseholdError;
use diary_core::id::NotAnId;
use diary_core::inbox::InboxError;
use diary_core::journal::{BadHead, JournalError, Refusal};
use diary_core::ports::{FolderError, NoEntropy};
use diary_core::store::StoreError;
use diary_core::time::TimeError;
use diary_core::vault::{VaultError, Weakness};
use diary_radio::RadioError;
use diary_sim::UnknownDevice;
use diary_sim::scenario::{PlayError, ScenarioError};
use diary_sim::trace::NotATrace;
use health_gatt::describe::DescribeError;
use serde_json::{Map, Value, json};

use crate::decode::BadHex;
use crate::pick::PickError;
use crate::request::RequestError;
use crate::secrets::SecretError;
use crate::series::SeriesFileError;
use crate::time::moved::BadPlan;
use crate::time::place::PlaceError;
use crate::time::release::ReleaseError;
use diary_host::InstallationError;

/// The kinds of failure that a script can tell apart by the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Anything that has no code of its own.
    Other,
    /// The command line is not one.
    Usage,
    /// The passphrase or recovery code is not the one.
    WrongSecret,
    /// Bytes are not what was written.
    Damage,
    /// Written by a newer version.
    Newer,
    /// Open in another program.
    InUse,
    /// The link to the device was lost.
    LinkLost,
}

impl Class {
    /// Every class, in the order of the codes.
    pub const ALL: [Self; 7] =
        [Self::Other, Self::Usage, Self::WrongSecret, Self::Damage, Self::Newer, Self::InUse, Self::LinkLost];

    /// The class of what the core says.
    const fn of(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::WrongSecret => Self::WrongSecret,
            ErrorKind::Damaged => Self::Damage,
            ErrorKind::Newer => Self::Newer,
            ErrorKind::InUse => Self::InUse,
            _ => Self::Other,
        }
    }

    /// The exit code, 1..=7.
    pub const fn code(self) -> u8 {
        match self {
            Self::Other => 1,
            Self::Usage => 2,
            Self::WrongSecret => 3,
            Self::Damage => 4,
            Self::Newer => 5,
            Self::InUse => 6,
            Self::LinkLost => 7,
        }
    }

    /// A stable word for it in `--json`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Other => "other",
            Self::Usage => "usage",
            Self::WrongSecret => "wrong-secret",
            Self::Damage => "damage",
            Self::Newer => "newer-format",
            Self::InUse => "in-use",
            Self::LinkLost => "link-lost",
        }
    }

    /// What it means, for `--help`.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Other => "anything else that did not work",
            Self::Usage => "the command line is not understood",
            Self::WrongSecret => "wrong passphrase or recovery code",
            Self::Damage => "a file is damaged or was altered",
            Self::Newer => "written by a newer version of the program",
            Self::InUse => "the diary is open in another program",
            Self::LinkLost => "the link to the device was lost",
        }
    }
}

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CliError {
    /// What was typed is no head.
    #[error(transparent)]
    BadHead(#[from] BadHead),
    /// A file has no heads.
    #[error(
        "this file holds no heads; give one that `diary head --json` wrote, or a head as it stands on paper"
    )]
    NoHeads,
    /// An exported journal that could not be taken in.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// An exported journal of a diary that is not in this household.
    #[error("the exported journal is of no diary of this household; nothing was taken in")]
    NotOfThisHousehold,
    /// Keys.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The platform names no folder for what programs keep.
    #[error(
        "this system names no folder for program state; name one in the variable {}",
        crate::installation::STATE_VARIABLE
    )]
    NoState,
    /// This installation's own file.
    #[error(transparent)]
    Installation(#[from] InstallationError),
    /// A passphrase or code that could not be read.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The household.
    #[error(transparent)]
    Household(#[from] HouseholdError),
    /// A backup.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// A backup inside the household.
    #[error("a backup inside the diary's own folder would be lost with it; choose a folder elsewhere")]
    BackupInside,
    /// A file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A diary.
    #[error(transparent)]
    Diary(#[from] DiaryError),
    /// A time, zone or day.
    #[error(transparent)]
    Time(#[from] TimeError),
    /// A request in a file.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// Records that cannot be placed as asked.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// A zone database named on the command line.
    #[error(transparent)]
    Release(#[from] ReleaseError),
    /// A plan of a list.
    #[error(transparent)]
    Plan(#[from] BadPlan),
    /// A text to search for.
    #[error(transparent)]
    Search(#[from] BadSearch),
    /// A place in a list.
    #[error(transparent)]
    Cursor(#[from] BadCursor),
    /// A tag.
    #[error(transparent)]
    Tag(#[from] BadTag),
    /// A typed value.
    #[error(transparent)]
    Value(#[from] BadValue),
    /// A table of samples.
    #[error("{0}; nothing was stored")]
    Series(#[from] SeriesFileError),
    /// A field of one's own that is not written as it should be.
    #[error("write a field as NAME:WHAT, as in strength:scale or minutes:min, and another name as OLD=NEW")]
    FieldForm,
    /// A value whose kind takes no such part.
    #[error("this kind of entry has no {0}; leave it out")]
    NoSuchPart(&'static str),
    /// An entry made by a newer version, whose value cannot be typed here.
    #[error("this kind of entry was made by a newer version; install it to change its value")]
    UnknownKind,
    /// A time without a zone.
    #[error("the zone of this entry is not known; say it with --zone")]
    NeedsZone,
    /// A zone for a day without a time.
    #[error("the time of this entry is not known; say it with --at")]
    NeedsTime,
    /// An id.
    #[error(transparent)]
    Id(#[from] NotAnId),
    /// A name or the beginning of an id.
    #[error(transparent)]
    Pick(#[from] PickError),
    /// Bluetooth.
    #[error(transparent)]
    Radio(#[from] RadioError),
    /// No device was ever found by this computer.
    #[error(
        "no device is known to this computer; find one with `diary device scan`, then `diary device pair ADDRESS`"
    )]
    NoneInReach,
    /// A device that this computer never found.
    #[error(
        "this computer does not know where that device is; pair it here once more: diary device pair ADDRESS"
    )]
    NotFoundHere,
    /// A simulated device.
    #[error(transparent)]
    Simulator(#[from] UnknownDevice),
    /// A file that is no recorded session.
    #[error(transparent)]
    Trace(#[from] NotATrace),
    /// A recorded session of a device that is not known here.
    #[error("the session was recorded with a device that is not known here; pair that device first")]
    OtherDevice,
    /// A file that is no scenario.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// A scenario that could not be played to its end.
    #[error("the scenario stopped at {0}")]
    Play(#[from] PlayError),
    /// A scenario that came out otherwise.
    #[error("the scenario did not come out as it says")]
    NotAsExpected,
    /// Hexadecimal text.
    #[error(transparent)]
    Hex(#[from] BadHex),
    /// Bytes that are not what they were said to be.
    #[error(transparent)]
    Bytes(#[from] DescribeError),
    /// The random source.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
    /// Something that cannot be undone and that nobody confirmed.
    #[error("nothing was {0}: it was not confirmed")]
    NotConfirmed(&'static str),
    /// A number whose check digit is wrong.
    #[error(
        "this is no NHS number: it has ten digits, and the last one follows from the others; nothing was changed"
    )]
    BadNhsNumber,
    /// A part of a profile that is written otherwise.
    #[error(
        "the {0} of a profile is written otherwise; `diary person profile set --help` shows how; nothing was changed"
    )]
    BadPart(ProfilePart),
    /// A device never came to an end.
    #[error("the device went on sending without an end; {}; switch it off and run the command again", safe(*records))]
    Unending {
        /// Records that arrived and were made durable.
        records: u32,
    },
    /// Bluetooth was switched off in the middle, and stayed so.
    #[error("Bluetooth was switched off; {}, and the device has the rest; switch it on and run the command again", safe(*records))]
    BluetoothOff {
        /// Records that were made durable before.
        records: u32,
    },
    /// The system does not let this program use Bluetooth any more.
    #[error(
        "the system does not let this program use Bluetooth any more; {}, and the device has the rest; allow it in the \
         system's settings and run the command again",
        safe(*records)
    )]
    NotPermitted {
        /// Records that were made durable before.
        records: u32,
    },
    /// A device that keeps nothing.
    #[error(
        "this device keeps nothing that could be taken over: it shows what it measures while it measures; put it on and \
         run `diary sync --live`"
    )]
    OnlyLive,
    /// The device went away for good.
    #[error("the link to the device was lost; {}; stay near and run the command again", safe(*records))]
    LinkLost {
        /// Records that were made durable before.
        records: u32,
    },
    /// The device did not end its report.
    #[error("the device did not finish its report; {}; run the command again", safe(*records))]
    ProcedureFailed {
        /// Records that were made durable before.
        records: u32,
    },
    /// Records could not be stored.
    #[error(
        "{in_flight} records could not be stored and the device may have forgotten them; free some space and run the \
         command again"
    )]
    NotStored {
        /// Records that were under way.
        in_flight: usize,
    },
    /// The device said no.
    #[error("the device refused; pair it again and repeat the command")]
    Refused,
    /// A person stopped it.
    #[error("stopped; what was received before is safe")]
    Cancelled,
    /// No folder for the diary is known.
    #[error("this system names no folder for data; say which folder with --home")]
    NoHome,
    /// Files that a check found not in order.
    #[error("not everything is in order; keep the files as they are and restore what is named from a backup")]
    NotSound,
    /// A slot that is none.
    #[error("a user slot is a number from 0 to 255, `any` for a device with one user, or `unknown`")]
    BadSlot,
    /// A slot that is nobody's by its nature.
    #[error("readings of an unknown user are given to a person only once they wait; add --waiting")]
    UnknownNeedsWaiting,
    /// A simulated device that was not paired.
    #[error("this device is not known here; pair it first")]
    NotPaired,
    /// Days in the wrong order.
    #[error("the first day is after the last one; exchange --from and --to")]
    DaysReversed,
    /// Two forms on one stream.
    #[error("a table cannot go to standard output together with --json; name a file with --out")]
    TwoForms,
    /// Samples in a form that has no place for them.
    #[error("only JSON has a place for samples; `diary series` writes those of one entry as a table")]
    NoPlaceForSamples,
    /// A file that was named could not be read.
    #[error("the file could not be read ({0}); check its name and rights; nothing was stored")]
    Input(io::ErrorKind),
    /// There is something sealed of this person already.
    #[error("this person has something sealed already; add to it with --sealed")]
    SealedAlready,
    /// An output file is there already.
    #[error("the output file is already there and was left as it is; choose another name")]
    OutputExists,
    /// The demo did not hold what it promises.
    #[error("the demo did not go as it should; please report this with its output")]
    Demo,
    /// The result could not be written.
    #[error("the result could not be written ({0}); check the place it goes to")]
    Output(io::ErrorKind),
}

fn safe(records: u32) -> String {
    match records {
        0 => "nothing had been received".to_owned(),
        1 => "the record received is safe".to_owned(),
        many => format!("the {many} records received are safe"),
    }
}

impl From<ExportError> for CliError {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Diary(error) => error.into(),
            ExportError::Write(kind) => Self::Output(kind),
            _ => Self::Output(io::ErrorKind::Other),
        }
    }
}

impl From<InboxError> for CliError {
    fn from(error: InboxError) -> Self {
        Self::Household(error.into())
    }
}

impl From<JournalError> for CliError {
    fn from(error: JournalError) -> Self {
        Self::Diary(error.into())
    }
}

impl CliError {
    /// The error in the end of a session with a device; `None` if all is well.
    pub fn of_session(outcome: &Outcome) -> Option<Self> {
        match outcome {
            Outcome::Complete { .. } | Outcome::Paired(_) => None,
            Outcome::LinkLost { records } => Some(Self::LinkLost { records: *records }),
            Outcome::ProcedureFailed { records, .. } => Some(Self::ProcedureFailed { records: *records }),
            Outcome::Unending { records } => Some(Self::Unending { records: *records }),
            Outcome::NotStored { in_flight } => Some(Self::NotStored { in_flight: in_flight.len() }),
            Outcome::AdapterOff { records } => Some(Self::BluetoothOff { records: *records }),
            Outcome::NotPermitted { records } => Some(Self::NotPermitted { records: *records }),
            Outcome::Refused(_) => Some(Self::Refused),
            Outcome::OnlyLive => Some(Self::OnlyLive),
            Outcome::Cancelled => Some(Self::Cancelled),
        }
    }

    /// Which exit code it has.
    pub fn class(&self) -> Class {
        match self {
            Self::Secret(SecretError::SeveralPlaces)
            | Self::BadSlot
            | Self::BadHead(_)
            | Self::NoHeads
            | Self::UnknownNeedsWaiting
            | Self::DaysReversed
            | Self::Search(_)
            | Self::Cursor(_)
            | Self::Tag(_)
            | Self::NoPlaceForSamples
            | Self::TwoForms => Class::Usage,
            Self::NotSound => Class::Damage,
            Self::LinkLost { .. } | Self::BluetoothOff { .. } => Class::LinkLost,
            other => other.of_core().map_or(Class::Other, Class::of),
        }
    }

    /// What the core says of it, where it comes from there.
    fn of_core(&self) -> Option<ErrorKind> {
        Some(match self {
            Self::Vault(error) | Self::Installation(InstallationError::Vault(error)) => error.kind(),
            Self::Secret(SecretError::Recovery(_)) => ErrorKind::WrongSecret,
            Self::Store(error) => error.kind(),
            Self::Household(error) => error.kind(),
            Self::Backup(error) => error.kind(),
            Self::Diary(error) => error.kind(),
            Self::Import(error) => error.kind(),
            _ => return None,
        })
    }

    /// A stable word for what it is about: the class, or where that is `other`, the concern.
    pub fn kind(&self) -> &'static str {
        match (self.class(), self) {
            (
                Class::Other,
                Self::Time(_) | Self::Place(_) | Self::Plan(_) | Self::NeedsZone | Self::NeedsTime,
            ) => "time",
            (Class::Other, Self::Release(_)) => "zone-database",
            (
                Class::Other,
                Self::Value(_)
                | Self::Tag(_)
                | Self::Series(_)
                | Self::FieldForm
                | Self::NoSuchPart(_)
                | Self::UnknownKind
                | Self::Diary(DiaryError::Doubtful(_)),
            ) => "value",
            (Class::Other, Self::Bytes(DescribeError::Decode(error))) => error.kind.code(),
            (Class::Other, Self::Bytes(DescribeError::UnknownName)) => "unknown_name",
            (Class::Other, Self::Bytes(_) | Self::Request(_)) => "request",
            (Class::Other, Self::Radio(_) | Self::NoneInReach | Self::NotFoundHere) => "bluetooth",
            (Class::Other, Self::Scenario(_) | Self::Play(_) | Self::NotAsExpected) => "scenario",
            (Class::Other, Self::Trace(_) | Self::OtherDevice) => "trace",
            (Class::Other, Self::Hex(_)) => "not_hex",
            (Class::Other, Self::Id(_) | Self::Pick(_)) => "name",
            (Class::Other, Self::Secret(_)) => "secret",
            (
                Class::Other,
                Self::Backup(_) | Self::BackupInside | Self::Household(HouseholdError::Backup(_)),
            ) => "backup",
            (
                Class::Other,
                Self::Output(_) | Self::OutputExists | Self::Household(HouseholdError::NotWritten(_)),
            ) => "output",
            (Class::Other, Self::Input(_)) => "input",
            (
                Class::Other,
                Self::Household(HouseholdError::NotAllowed { .. } | HouseholdError::LastOwner),
            ) => "role",
            (
                Class::Other,
                Self::BadNhsNumber | Self::BadPart(_) | Self::Diary(DiaryError::BadProfile(_)),
            ) => "profile",
            (Class::Other, Self::Diary(_) | Self::Household(HouseholdError::Diary(_))) => "diary",
            (Class::Other, _) if self.weakness().is_some() => "weak-passphrase",
            (Class::Other, Self::Household(HouseholdError::Vault(error))) if is_of_slots(*error) => "slot",
            (Class::Other, Self::Household(HouseholdError::Vault(VaultError::OwnLockShut))) => "locked",
            (Class::Other, Self::Household(_)) => "household",
            (class, _) => class.word(),
        }
    }

    /// What else helps: nearest names, the times that a typed one can mean, the option to add.
    ///
    /// Rests on what was typed, so it is for the terminal of the person who typed it and for nothing else.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Import(ImportError::Diary(DiaryError::Journal(JournalError::Refused {
                what: Refusal::Stranger,
                ..
            }))) => Some("add --new-writers once you know whose it is".to_owned()),
            Self::Time(error @ TimeError::HappensTwice { .. }) => {
                error.hint().map(|times| format!("{times}; add --occurrence first or --occurrence second"))
            }
            Self::Time(TimeError::DoesNotExist { before, after }) => {
                Some(format!("the nearest that exist: --at {} or --at {}", before.civil, after.civil))
            }
            Self::Value(BadValue::NotATime { error, .. })
            | Self::Time(error)
            | Self::Place(PlaceError::Time { error, .. })
            | Self::Plan(BadPlan { error, .. }) => error.hint(),
            Self::Diary(DiaryError::Doubtful(doubt)) if !doubt.refuses() => {
                Some("add --confirm if the value is right".to_owned())
            }
            Self::Diary(DiaryError::KeepsDetails(_))
            | Self::Household(HouseholdError::Diary(DiaryError::KeepsDetails(_))) => {
                Some("add --keep-details to store it with everything that it tells".to_owned())
            }
            Self::Pick(error) => error.hint(),
            Self::Vault(VaultError::Missing) => Some("`diary init` makes a new household".to_owned()),
            Self::Household(HouseholdError::Vault(VaultError::LastSlot)) => {
                Some("`diary passphrase add` and `diary recovery new` add one".to_owned())
            }
            Self::Household(HouseholdError::Vault(VaultError::WhichSlot)) => {
                Some("`diary slots` shows them; add --slot N".to_owned())
            }
            Self::Household(HouseholdError::Vault(VaultError::OwnLockShut)) => {
                Some("add --own-passphrase-file FILE, or name the person at a terminal".to_owned())
            }
            Self::Household(HouseholdError::Vault(VaultError::OneCopy)) => {
                Some("`diary slots save` writes both copies".to_owned())
            }
            Self::NotConfirmed(_) => Some("type yes when you are asked, or add --yes".to_owned()),
            Self::NotPaired => Some("`diary device pair --sim NAME` does".to_owned()),
            Self::Bytes(DescribeError::UnknownName) => {
                Some("`diary decode --list` shows the names".to_owned())
            }
            _ => None,
        }
    }

    /// Why a new passphrase is too easy to guess.
    fn weakness(&self) -> Option<Weakness> {
        match self {
            Self::Vault(VaultError::WeakPassphrase(weakness))
            | Self::Household(HouseholdError::Vault(VaultError::WeakPassphrase(weakness))) => Some(*weakness),
            _ => None,
        }
    }

    /// `{"error": {"kind", "message"}}`, with `hint`, `reason` (why a passphrase is weak) and `at` (offset of the first wrong byte) where they exist.
    pub fn json(&self) -> Value {
        let mut error = Map::new();
        error.insert("kind".to_owned(), self.kind().into());
        error.insert("message".to_owned(), self.to_string().into());
        if let Some(hint) = self.hint() {
            error.insert("hint".to_owned(), hint.into());
        }
        if let Some(weakness) = self.weakness() {
            error.insert("reason".to_owned(), weakness.code().into());
        }
        let at = match self {
            Self::Bytes(DescribeError::Request(_)) => Some(0),
            Self::Bytes(DescribeError::Decode(error)) => Some(error.at),
            Self::Hex(error) => error.at(),
            _ => None,
        };
        if let Some(at) = at {
            error.insert("at".to_owned(), at.into());
        }
        json!({ "error": error })
    }
}

const fn is_of_slots(error: VaultError) -> bool {
    matches!(
        error,
        VaultError::LastSlot
            | VaultError::NoSuchSlot
            | VaultError::WhichSlot
            | VaultError::OneCopy
            | VaultError::Full
    )
}

impl From<FolderError> for CliError {
    fn from(error: FolderError) -> Self {
        Self::Backup(error.into())
    }
}

#[cfg(test)]
mod tests;
