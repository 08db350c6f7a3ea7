//! Where the household is, and opening and closing it around a command.

use std::path::PathBuf;
use std::sync::Arc;

use diary_core::household::{Household, Outside};
use diary_core::id::{DeviceId, PersonId};
use diary_core::ports::Clock;
use diary_core::vault::{LockedVault, Notice, Unlock};
use directories::ProjectDirs;

use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::installation::Installations;
use crate::outside::{SystemClock, SystemEntropy};
use crate::pick;
use crate::progress::Waiting;
use crate::secrets::{self, Opening};
use crate::terminal::Console;

/// The household's place, and what a command needs around it.
#[derive(Debug)]
pub(super) struct Home<'a> {
    pub(super) folder: PathBuf,
    pub(super) options: &'a GlobalArgs,
    pub(super) console: Console,
    pub(super) clock: Arc<SystemClock>,
}

/// An open household with what was noticed while opening it.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) household: Household,
    /// One copy of the key file has a fault.
    pub(super) notice: Option<Notice>,
}

impl<'a> Home<'a> {
    /// The folder that was named, else the platform's folder for data.
    pub(super) fn of(options: &'a GlobalArgs, console: Console) -> Result<Self, CliError> {
        let folder = match &options.home {
            Some(folder) => folder.clone(),
            None => ProjectDirs::from("", "", "health-diary")
                .map(|places| places.data_dir().to_owned())
                .ok_or(CliError::NoHome)?,
        };
        Ok(Self { folder, options, console, clock: Arc::new(SystemClock::new()?) })
    }

    /// The outside as the core uses it.
    pub(super) fn outside(&self) -> Outside {
        Outside { clock: Arc::clone(&self.clock) as Arc<dyn Clock>, entropy: Arc::new(SystemEntropy) }
    }

    /// Opens the household, does something with it, and closes it whatever came of that.
    pub(super) fn with<T>(&self, work: impl FnOnce(&Open) -> Result<T, CliError>) -> Result<T, CliError> {
        let open = self.open()?;
        let done = work(&open);
        // What went wrong first is what the person needs to hear.
        let closed = open.household.close();
        let value = done?;
        closed?;
        Ok(value)
    }

    fn open(&self) -> Result<Open, CliError> {
        let id = LockedVault::load(&self.folder)?.household();
        let installations = Installations::of_this_user()?;
        let installation = installations.load(id)?;
        let opening = secrets::opening(&self.options.secret, self.console)?;
        let unlocked = {
            let _turning = Waiting::for_(self.console, "opening the diary");
            let secret = match &opening {
                Opening::Passphrase(passphrase) => Unlock::Passphrase(passphrase),
                Opening::RecoveryCode(code) => Unlock::Recovery(code),
            };
            Household::unlock(&self.folder, secret, installation, self.outside())?
        };
        if let Some(installation) = &unlocked.new_installation {
            installations.keep(installation)?;
        }
        if let Some(notice) = unlocked.notice {
            self.console.complain(&format!("note: {notice}"));
        }
        Ok(Open { household: unlocked.household, notice: unlocked.notice })
    }
}

impl Open {
    /// The person that a name or the beginning of an id means; without one, the only person there is.
    pub(super) fn person(&self, text: Option<&str>) -> Result<(PersonId, String), CliError> {
        let people = self.people()?;
        let id = pick::one_of("person", text, &people)?;
        let name = people.into_iter().find(|(known, _)| *known == id).map(|(_, name)| name);
        Ok((id, name.unwrap_or_default()))
    }

    /// Everyone, with their names.
    pub(super) fn people(&self) -> Result<Vec<(PersonId, String)>, CliError> {
        Ok(self.household.people()?.into_iter().map(|person| (person.id, person.name)).collect())
    }

    /// The device that a name, a model or the beginning of an id means.
    pub(super) fn device(&self, text: &str) -> Result<DeviceId, CliError> {
        let devices = self.household.devices()?;
        let by_model: Vec<_> = devices
            .iter()
            .filter(|device| {
                device.description.model.as_deref().is_some_and(|model| model.eq_ignore_ascii_case(text))
            })
            .collect();
        if let [only] = by_model.as_slice() {
            return Ok(only.id);
        }
        let known: Vec<_> = devices.iter().map(|device| (device.id, device.description.label())).collect();
        Ok(pick::by_name_or_id("device", text, &known)?)
    }
}
