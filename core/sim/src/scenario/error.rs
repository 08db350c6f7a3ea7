//! What is wrong with a scenario, or kept it from being played.

use diary_core::device::AttError;
use diary_core::household::HouseholdError;
use diary_core::inbox::InboxError;
use diary_core::time::TimeError;

/// A file is no scenario.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScenarioError {
    /// A field is missing, is not known, or holds something else.
    #[error("{file}: {at}: {what}")]
    Field {
        /// The file, as it was named.
        file: String,
        /// Where: `steps[3].sync.device`.
        at: String,
        /// What is wrong.
        what: String,
    },
    /// It was written for another program.
    #[error("{file}: format: this program reads format 1, not {format}")]
    Format {
        /// The file, as it was named.
        file: String,
        /// What it says.
        format: u32,
    },
}

impl ScenarioError {
    pub(super) fn field(file: &str, at: impl Into<String>, what: impl Into<String>) -> Self {
        Self::Field { file: file.to_owned(), at: at.into(), what: what.into() }
    }
}

/// A step could not be done.
#[derive(Debug, thiserror::Error)]
#[error("step {step}: {why}")]
pub struct PlayError {
    /// Its number, from 0, as `steps[N]` in the file.
    pub step: usize,
    /// Why not.
    pub why: Stopped,
}

/// Why a step could not be done.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// The household refused.
    #[error(transparent)]
    Household(#[from] HouseholdError),
    /// The inbox refused.
    #[error(transparent)]
    Inbox(#[from] InboxError),
    /// A time or zone.
    #[error(transparent)]
    Time(#[from] TimeError),
    /// The folder of the household.
    #[error("the folder of the household: {0}")]
    Folder(#[from] std::io::Error),
    /// A device that was never made known.
    #[error("the device was not paired before")]
    NotPaired,
    /// It did not let itself be made known.
    #[error("the device could not be paired: {0}")]
    PairingFailed(AttError),
    /// There are not so many entries.
    #[error("there is no such entry")]
    NoSuchEntry,
    /// A step that calls the border is for hands in another language.
    #[error("this step calls the border; play it with `tests/run scenarios`")]
    BorderOnly,
    /// The hands went away.
    #[error("the other language went away")]
    HandsGone,
    /// The border refused what has to be possible.
    #[error("{call} was refused: {kind}")]
    Refused {
        /// The call.
        call: String,
        /// The kind of failure.
        kind: String,
    },
    /// What came is not what the call gives.
    #[error("{0}: what came is not what the call gives")]
    Strange(String),
    /// A name that stands for no earlier answer.
    #[error("`{0}` stands for nothing")]
    NoSuchName(String),
    /// The diary of the person who plays it is not to be locked, killed or opened with wrong secrets.
    #[error("this step needs a household of its own: run it with `diary scenario run`")]
    OwnHouseholdOnly,
}
