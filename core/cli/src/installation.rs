//! Where a terminal keeps what an installation has for itself.

use std::path::Path;

use diary_host::Installations;
use directories::ProjectDirs;

use crate::error::CliError;

/// The variable that names another state folder.
pub const STATE_VARIABLE: &str = "DIARY_STATE";

/// The installation files of the user who runs this: in the folder that `DIARY_STATE` names, else in the platform's state
/// folder (`~/.local/state` on Linux), else in its folder for local data.
///
/// # Errors
/// [`CliError::NoState`] where there is none of them.
pub fn of_this_user() -> Result<Installations, CliError> {
    if let Some(folder) = std::env::var_os(STATE_VARIABLE).filter(|folder| !folder.is_empty()) {
        return Ok(Installations::in_state_folder(Path::new(&folder)));
    }
    let places = ProjectDirs::from("", "", "health-diary").ok_or(CliError::NoState)?;
    Ok(Installations::in_state_folder(places.state_dir().unwrap_or_else(|| places.data_local_dir())))
}
