//! Opening the household that a command is about, and closing it again whatever happens.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use diary_core::household::{Handing, Household, HouseholdError, Outside, Unlocked};
use diary_core::ports::Clock;
use diary_core::vault::{Attempts, LockedVault, Notice, Passphrase};
use directories::ProjectDirs;

use super::{own, people};
use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::installation;
use crate::progress::Waiting;
use crate::report::Report;
use crate::secrets::{self, MOST_TRIES, Opening};
use crate::terminal::Console;
use diary_host::{SystemClock, SystemEntropy, zones};

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
    with_outside(&outside()?, options, console, work)
}

/// As [`with`], with other clocks than the machine's.
///
/// # Errors
/// As there.
pub(super) fn with_outside(
    outside: &Outside,
    options: &GlobalArgs,
    console: Console,
    work: impl FnOnce(&Home) -> Result<Report, CliError>,
) -> Result<Report, CliError> {
    open(outside, options, console, |home| {
        own::open_given(&home.household, &options.secret, console)?;
        people::act(&home.household, options.acting.as_deref())?;
        work(home)
    })
}

/// As [`with`], with every lock of one's own shut, whatever secrets the command line names.
///
/// # Errors
/// As there.
pub(super) fn with_own_shut(
    options: &GlobalArgs,
    console: Console,
    work: impl FnOnce(&Home) -> Result<Report, CliError>,
) -> Result<Report, CliError> {
    open(&outside()?, options, console, work)
}

fn open(
    outside: &Outside,
    options: &GlobalArgs,
    console: Console,
    work: impl FnOnce(&Home) -> Result<Report, CliError>,
) -> Result<Report, CliError> {
    let folder = folder(options)?;
    // Before anyone is asked for a secret: is there a household, and does this installation know it?
    let locked = LockedVault::load(&folder)?;
    let installations = installation::of_this_user()?;
    installations.load(locked.household())?;
    let clock = Arc::clone(&outside.clock);
    // Patience after wrong secrets is the machine's, whatever time the household is told.
    let patience = SystemClock::new()?;
    let mut attempts = Attempts::new();
    let (opening, unlocked) = loop {
        let opening = secrets::opening(&options.secret, console)?;
        let installation = installations.load(locked.household())?;
        let waiting = Waiting::for_(console, "Opening the diary");
        let unlocked = attempts.attempt(&patience, HouseholdError::is_wrong_secret, || {
            Household::unlock(&folder, opening.unlock(), installation, outside.clone())
        });
        drop(waiting);
        match unlocked {
            Err(error) if asks_again(&error, &attempts, secrets::is_asked(&options.secret)) => {
                console.complain(&format!("diary: {error}"));
                wait(attempts.wait_ms(patience.now()), console);
            }
            unlocked => break (opening, unlocked?),
        }
    };
    let Unlocked { household, new_installation, notice, inbox_warning } = unlocked;
    if let Some(warning) = inbox_warning {
        console.complain(&format!("diary: {warning}"));
    }
    if let Some(notice) = notice {
        console.remark(&format!("diary: {notice}"));
    } else if let Opening::Passphrase(passphrase) = &opening {
        raise_cost(&household, passphrase, console);
    }
    drop(opening);
    let home = Home { household, clock, notice };
    let kept = new_installation.map_or(Ok(()), |new| installations.keep(&new));
    let done = kept.map_err(CliError::from).and_then(|()| work(&home));
    let closed = home.household.close();
    done.map(|report| report.but(closed.err().map(CliError::from)))
}

/// Whether a person who typed a wrong secret is asked once more; a file or descriptor would only say the same again.
fn asks_again(error: &HouseholdError, attempts: &Attempts, asked: bool) -> bool {
    asked && error.is_wrong_secret() && attempts.failures() < MOST_TRIES
}

/// Waits, and says so.
pub(super) fn wait(ms: u64, console: Console) {
    if ms > 0 {
        console.complain(&format!("diary: wait {} s before the next try", ms.div_ceil(1_000)));
        std::thread::sleep(Duration::from_millis(ms));
    }
}

/// Raises what it costs to try the passphrase, where an older program or a weaker machine chose less. The household is
/// open without it, so that a failure is a remark.
fn raise_cost(household: &Household, passphrase: &Passphrase, console: Console) {
    let waiting = Waiting::for_(console, "Checking what the passphrase costs");
    let raised = household.raise_cost(passphrase);
    drop(waiting);
    match raised {
        Ok(None) => {}
        Ok(Some(cost)) => console.remark(&format!(
            "diary: whoever guesses at the passphrase now needs {} MiB and {} passes a try",
            cost.memory_kib / 1024,
            cost.passes
        )),
        Err(error) => {
            console.remark(&format!("diary: guessing at the passphrase could not be made costlier: {error}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use diary_core::household::HouseholdError;
    use diary_core::vault::VaultError;

    use super::*;

    #[test]
    fn only_a_person_who_typed_a_wrong_secret_is_asked_again_and_not_for_ever() {
        let clock = SystemClock::new().unwrap();
        let wrong = HouseholdError::Vault(VaultError::WrongSecret);
        let mut attempts = Attempts::new();
        assert!(!asks_again(&HouseholdError::Vault(VaultError::Tampered), &attempts, true));
        assert!(!asks_again(&wrong, &attempts, false));
        let mut waited = Vec::new();
        for _ in 0..MOST_TRIES {
            assert!(asks_again(&wrong, &attempts, true));
            let ms = attempts.wait_ms(clock.now());
            waited.push(ms.div_ceil(1_000));
            wait(ms, Console { json: true, quiet: true, look: crate::terminal::Look::PLAIN });
            let failed: Result<(), _> =
                attempts.attempt(&clock, HouseholdError::is_wrong_secret, || Err(wrong.clone()));
            assert_eq!(failed, Err(wrong.clone()));
        }
        assert_eq!(waited, [0, 0, 0, 1, 2]);
        assert!(!asks_again(&wrong, &attempts, true));
    }
}
