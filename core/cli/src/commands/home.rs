//! Opening the household that a command is about, and closing it again whatever happens.

use std::path::PathBuf;
use std::sync::Arc;

use diary_core::household::{Handing, Household, Outside, Unlocked};
use diary_core::ports::Clock;
use diary_core::vault::{LockedVault, Notice, Unlock};
use directories::ProjectDirs;

use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::installation::Installations;
use crate::outside::{SystemClock, SystemEntropy, zones};
use crate::progress::Waiting;
use crate::report::Report;
use crate::secrets::{self, Opening};
use crate::terminal::Console;

/// A household that is open for one command.
#[derive(Debug)]
pub(super) struct Home {
    /// The household.
    pub(super) household: Household,
    /// The machine's clock, the same that the household has.
    pub(super) clock: Arc<dyn Clock>,
    /// What is wrong with one copy of the key file.
    pub(super) notice: Option<Notice>,
}

impl Home {
    /// Hands on what was received and not yet handed on, before diaries are shown. What cannot be handed on stays
    /// where it is and keeps nobody from reading the rest.
    pub(super) fn hand_on_received(&self, console: Console) {
        if let Err(error) = self.household.hand_on(Handing::Owned) {
            console.remark(&format!("diary: what was received could not be handed on: {error}"));
        }
    }
}

/// The household's folder: `--home` or `DIARY_HOME`, else `health-diary` in the platform's folder for data.
///
/// # Errors
/// [`CliError::NoHome`].
pub(super) fn folder(options: &GlobalArgs) -> Result<PathBuf, CliError> {
    match &options.home {
        Some(folder) => Ok(folder.clone()),
        None => ProjectDirs::from("", "", "health-diary")
            .map(|places| places.data_dir().to_owned())
            .ok_or(CliError::NoHome),
    }
}

/// The machine's clock and random source.
pub(super) fn outside() -> Result<Outside, CliError> {
    Ok(Outside { clock: Arc::new(SystemClock::new()?), entropy: Arc::new(SystemEntropy), zones: zones() })
}

/// Opens the household, does something with it, and closes it also when that failed.
///
/// # Errors
/// What kept it from opening, else what `work` says. If only closing fails, its error stands beside the report: what
/// was done is durable.
pub(super) fn with(
    options: &GlobalArgs,
    console: Console,
    work: impl FnOnce(&Home) -> Result<Report, CliError>,
) -> Result<Report, CliError> {
    let folder = folder(options)?;
    // Before anyone is asked for a secret: is there a household, and does this installation know it?
    let locked = LockedVault::load(&folder)?;
    let installations = Installations::of_this_user()?;
    let installation = installations.load(locked.household())?;
    let opening = secrets::opening(&options.secret, console)?;
    let secret = match &opening {
        Opening::Passphrase(passphrase) => Unlock::Passphrase(passphrase),
        Opening::RecoveryCode(code) => Unlock::Recovery(code),
    };
    let outside = outside()?;
    let clock = Arc::clone(&outside.clock);
    let waiting = Waiting::for_(console, "Opening the diary");
    let unlocked = Household::unlock(&folder, secret, installation, outside);
    drop(waiting);
    let Unlocked { household, new_installation, notice } = unlocked?;
    drop(opening);
    if let Some(notice) = notice {
        console.remark(&format!("diary: {notice}"));
    }
    let home = Home { household, clock, notice };
    let kept = new_installation.map_or(Ok(()), |new| installations.keep(&new));
    let done = kept.map_err(CliError::from).and_then(|()| work(&home));
    let closed = home.household.close();
    done.map(|report| report.but(closed.err().map(CliError::from)))
}
