//! Where a household lies, and what the machine gives it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use diary_core::household::Outside;
use diary_core::ports::Clock;
use diary_core::vault::{Argon2Cost, Installation, LockedVault};
use diary_host::{Installations, SystemClock, SystemEntropy, zones};

use crate::error::DiaryError;
use crate::patience::Lock;

/// Where a household lies.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct HouseholdPlace {
    /// The household's folder; backups of the device may have it.
    pub folder: String,
    /// A folder for what this installation keeps for itself, out of reach of the device's own backup (`noBackupFilesDir` on
    /// Android): whoever has it can receive, and writes as this phone.
    pub state_folder: String,
}

impl HouseholdPlace {
    pub(crate) fn folder(&self) -> PathBuf {
        PathBuf::from(&self.folder)
    }

    pub(crate) fn lock(&self) -> Lock {
        Lock::at(&self.folder())
    }

    pub(crate) fn installations(&self) -> Installations {
        Installations::in_state_folder(Path::new(&self.state_folder))
    }

    /// What this installation keeps for the household; `None` if it is new there.
    pub(crate) fn installation(&self) -> Result<Option<Installation>, DiaryError> {
        let household = LockedVault::load(&self.folder())?.household();
        Ok(self.installations().load(household)?)
    }

    /// The clock, randomness and zones around it: the machine's, unless a test put a phone of its own there.
    pub(crate) fn outside(&self) -> Result<Outside, DiaryError> {
        #[cfg(feature = "sim")]
        if let Some(phone) = crate::phone::at(&self.state_folder) {
            return Ok(Outside { clock: phone.clock, entropy: phone.entropy, zones: zones() });
        }
        Ok(Outside { clock: self.clock()?, entropy: Arc::new(SystemEntropy), zones: zones() })
    }

    /// The clock around it.
    #[cfg_attr(
        not(feature = "sim"),
        expect(clippy::unused_self, reason = "only a test puts another one there")
    )]
    pub(crate) fn clock(&self) -> Result<Arc<dyn Clock>, DiaryError> {
        #[cfg(feature = "sim")]
        if let Some(phone) = crate::phone::at(&self.state_folder) {
            return Ok(phone.clock);
        }
        Ok(Arc::new(SystemClock::new()?))
    }

    /// What trying a passphrase shall cost: as little as can be where a test put a phone of its own.
    #[cfg_attr(
        not(feature = "sim"),
        expect(clippy::unused_self, reason = "only a simulated phone is cheaper")
    )]
    pub(crate) fn cost(&self) -> Argon2Cost {
        #[cfg(feature = "sim")]
        if crate::phone::at(&self.state_folder).is_some() {
            return Argon2Cost::LEAST;
        }
        Argon2Cost::STANDARD
    }
}
