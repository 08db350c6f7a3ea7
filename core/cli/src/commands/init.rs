//! `diary init`: making a household.

use diary_core::household::Household;
use diary_core::vault::Argon2Cost;
use serde_json::json;

use super::home;
use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::installation;
use crate::progress::Waiting;
use crate::report::Report;
use crate::secrets::{self, Place};
use crate::terminal::{Console, Role};

/// Makes a household and shows its recovery code, which nothing keeps.
pub(super) fn run(options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    let folder = home::folder(options)?;
    let installations = installation::of_this_user()?;
    // What is there is never asked a passphrase for, nor touched.
    if std::fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some()) || folder.is_file() {
        return Err(diary_core::household::HouseholdError::NotEmpty.into());
    }
    let passphrase = secrets::new_passphrase(&Place::of(&options.secret), console)?;
    let waiting = Waiting::for_(console, "Making the diary");
    let made = Household::create(&folder, &passphrase, Argon2Cost::STANDARD, &home::outside()?);
    drop(waiting);
    let (code, installation) = made?;
    let (id, kept) = (installation.household, installations.keep(&installation));
    let code = code.grouped();
    let text = format!(
        "The household is made, in {}.\n\nRecovery code: {}\n\nWrite it down and keep it away from this machine: it \
         is shown once and kept nowhere. Without it and\nwithout the passphrase nobody can open the diary, nobody at \
         all.\n\nNext: diary person add NAME",
        folder.display(),
        console.look.paint(Role::Heading, &code),
    );
    let json = json!({ "household": id.to_string(), "recovery_code": *code });
    // Without its own file this installation goes on as a new one; the code must be shown all the same.
    Ok(Report::new(text, json).but(kept.err().map(CliError::from)))
}
