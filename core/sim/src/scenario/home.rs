//! The household that a scenario is played in.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use diary_core::household::{Household, HouseholdError, Outside, Receiver};
use diary_core::ports::Entropy;
use diary_core::time::Zones;
use diary_core::vault::{Argon2Cost, Installation, Passphrase, RecoveryCode, Unlock};

use super::error::Stopped;
use crate::SimClock;

/// The passphrase of every household that is made for a scenario.
pub const PASSPHRASE: &str = "seven lamps of brass";

/// A household of a scenario's own, or somebody's that is open.
#[derive(Debug)]
pub(super) enum Home<'h> {
    Own(Box<Own>),
    Given(&'h Household),
}

/// A household made for a scenario.
#[derive(Debug)]
pub(super) struct Own {
    folder: PathBuf,
    outside: Outside,
    /// It opens the household without the work that a passphrase costs.
    code: Arc<RecoveryCode>,
    /// None where another phone looks into it.
    installation: Option<Vec<u8>>,
    open: Option<Household>,
    /// How often it was killed, for the name of the next folder.
    kills: u32,
}

impl Own {
    /// Makes one in a new folder inside `place`.
    pub(super) fn make(place: &Path, clock: &SimClock, entropy: Arc<dyn Entropy>) -> Result<Self, Stopped> {
        let outside = Outside { clock: Arc::new(clock.clone()), entropy, zones: Zones::built_in() };
        let folder = place.join("home-0");
        let passphrase = Passphrase::new(PASSPHRASE);
        let (code, installation) = Household::create(&folder, &passphrase, Argon2Cost::LEAST, &outside)?;
        Ok(Self {
            folder,
            outside,
            code: Arc::new(code),
            installation: Some(installation.to_bytes().to_vec()),
            open: None,
            kills: 0,
        })
    }

    /// Looks into a copy of somebody's household, as another phone would.
    pub(super) fn look_into(folder: PathBuf, outside: Outside, code: RecoveryCode) -> Self {
        Self { folder, outside, code: Arc::new(code), installation: None, open: None, kills: 0 }
    }

    /// This installation's own file.
    fn installation(&self) -> Result<Option<Installation>, HouseholdError> {
        Ok(self.installation.as_deref().map(Installation::from_bytes).transpose()?)
    }

    pub(super) fn unlocked(&mut self) -> Result<&Household, Stopped> {
        if self.open.is_none() {
            let code = Arc::clone(&self.code);
            self.unlock(Unlock::Recovery(&code))?;
        }
        self.open.as_ref().ok_or(Stopped::OwnHouseholdOnly)
    }

    fn unlock(&mut self, secret: Unlock<'_>) -> Result<(), Stopped> {
        self.lock()?;
        let installation = self.installation()?;
        let unlocked = Household::unlock(&self.folder, secret, installation, self.outside.clone())?;
        if let Some(renewed) = unlocked.new_installation {
            self.installation = Some(renewed.to_bytes().to_vec());
        }
        self.open = Some(unlocked.household);
        Ok(())
    }

    fn lock(&mut self) -> Result<(), Stopped> {
        Ok(self.open.take().map_or(Ok(()), Household::close)?)
    }

    /// The same disk in another folder, as a kill at this very moment leaves it, with a clock of its own.
    fn image(&self, place: &Path, clock: &SimClock) -> Result<Self, Stopped> {
        let folder = place.join(format!("home-{}", self.kills + 1));
        copy(&self.folder, &folder)?;
        Ok(Self {
            folder,
            outside: Outside { clock: Arc::new(clock.clone()), ..self.outside.clone() },
            code: Arc::clone(&self.code),
            installation: self.installation.clone(),
            open: None,
            kills: self.kills + 1,
        })
    }
}

impl Home<'_> {
    /// The household, opened if it was locked.
    pub(super) fn household(&mut self) -> Result<&Household, Stopped> {
        match self {
            Self::Own(own) => own.unlocked(),
            Self::Given(household) => Ok(household),
        }
    }

    fn own(&mut self) -> Result<&mut Own, Stopped> {
        match self {
            Self::Own(own) => Ok(own),
            Self::Given(_) => Err(Stopped::OwnHouseholdOnly),
        }
    }

    pub(super) fn lock(&mut self) -> Result<(), Stopped> {
        self.own()?.lock()
    }

    /// Opens it with a passphrase, the right one or what somebody typed; says whether it was right.
    pub(super) fn try_passphrase(&mut self, typed: Option<&str>) -> Result<bool, Stopped> {
        let own = self.own()?;
        let passphrase = Passphrase::new(typed.unwrap_or(PASSPHRASE));
        match own.unlock(Unlock::Passphrase(&passphrase)) {
            Ok(()) => Ok(true),
            Err(Stopped::Household(error)) if error.is_wrong_secret() => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Receives with the household locked.
    pub(super) fn receiver(&mut self) -> Result<Receiver, Stopped> {
        let own = self.own()?;
        own.lock()?;
        let installation = own.installation()?.ok_or(Stopped::OwnHouseholdOnly)?;
        Ok(Receiver::open(&own.folder, &installation, &own.outside)?)
    }

    /// Goes on with the disk as it is at this moment: what was open is never closed on it.
    pub(super) fn kill(&mut self, clock: &SimClock) -> Result<(), Stopped> {
        let own = self.own()?;
        let place = own.folder.parent().map(Path::to_owned).unwrap_or_default();
        let image = own.image(&place, clock)?;
        let before = std::mem::replace(own, image);
        let folder = before.folder.clone();
        drop(before);
        Ok(fs::remove_dir_all(folder)?)
    }

    /// The same disk in another place; what is open here stays so.
    pub(super) fn fork(&self, place: &Path, clock: &SimClock) -> Result<Self, Stopped> {
        match self {
            Self::Own(own) => Ok(Self::Own(Box::new(own.image(place, clock)?))),
            Self::Given(_) => Err(Stopped::OwnHouseholdOnly),
        }
    }
}

/// Copies what a disk has of a household. The index of a log is memory of the process, not of the disk.
pub(super) fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy(&path, &target)?;
        } else if !entry.file_name().to_string_lossy().ends_with("-shm") {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}
