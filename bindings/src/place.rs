//! Where a household lies, and what the machine gives it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use diary_core::household::Outside;
use diary_core::vault::{Installation, LockedVault};
use diary_host::{Installations, SystemClock, SystemEntropy, zones};

use crate::error::DiaryError;

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

    pub(crate) fn installations(&self) -> Installations {
        Installations::in_state_folder(Path::new(&self.state_folder))
    }

    /// What this installation keeps for the household; `None` if it is new there.
    pub(crate) fn installation(&self) -> Result<Option<Installation>, DiaryError> {
        let household = LockedVault::load(&self.folder())?.household();
        Ok(self.installations().load(household)?)
    }
}

/// The machine's clock, randomness and zones.
pub(crate) fn outside() -> Result<Outside, DiaryError> {
    Ok(Outside { clock: Arc::new(SystemClock::new()?), entropy: Arc::new(SystemEntropy), zones: zones() })
}
