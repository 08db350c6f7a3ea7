//! `init`: a new household.

use diary_core::household::Household;
use diary_core::vault::Argon2Cost;
use serde_json::json;

use super::home::Home;
use crate::error::CliError;
use crate::installation::Installations;
use crate::progress::Waiting;
use crate::secrets;
use crate::terminal::Role;

pub(super) fn run(home: &Home<'_>) -> Result<(), CliError> {
    let passphrase = secrets::new_passphrase(&home.options.secret, home.console)?;
    let installations = Installations::of_this_user()?;
    let (code, installation) = {
        let _turning = Waiting::for_(home.console, "making the household");
        Household::create(&home.folder, &passphrase, Argon2Cost::STANDARD, &home.outside())?
    };
    installations.keep(&installation)?;
    let grouped = code.grouped();
    if home.console.json {
        return home.console.json(&json!({
            "household": installation.household.to_string(),
            "home": home.folder.display().to_string(),
            "recovery_code": grouped.as_str(),
        }));
    }
    let look = home.console.look;
    home.console.result(&format!(
        "The household is made, in {}.\n\n{}\n\n  {}\n\nIt opens the diary if the passphrase is forgotten, and is kept \
         nowhere else. Without both, nobody can open it.\nNext: diary person add NAME",
        home.folder.display(),
        look.paint(Role::Heading, "Write down the recovery code now:"),
        grouped.as_str(),
    ))
}
