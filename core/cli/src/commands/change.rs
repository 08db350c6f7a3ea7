//! `diary passphrase` and `diary recovery`: changing what opens the household.

use diary_core::ports::Entropy;
use diary_core::vault::Argon2Cost;
use serde_json::json;

use super::home;
use super::slots::{self, LIMIT};
use crate::args::{ChangeArgs, GlobalArgs, NewPassphraseArgs};
use crate::error::CliError;
use crate::outside::SystemEntropy;
use crate::progress::Waiting;
use crate::report::Report;
use crate::secrets::{self, Place};
use crate::terminal::{Console, Role};

pub(super) fn passphrase(
    args: &ChangeArgs,
    options: &GlobalArgs,
    console: Console,
) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let slot =
            args.slot.as_deref().map(|text| slots::chosen(text, &home.household.slots())).transpose()?;
        let new = secrets::new_passphrase(&Place::of_new(&args.new), console)?;
        let waiting = Waiting::for_(console, "Changing the passphrase");
        let id = home.household.change_passphrase(slot, &new, Argon2Cost::STANDARD);
        drop(waiting);
        let json = json!({ "slot": id?.to_string(), "limit": LIMIT.replace('\n', " ") });
        let text = format!("The passphrase is changed. The old one opens nothing here any more.\n\n{LIMIT}");
        Ok(Report::new(text, json))
    })
}

pub(super) fn add(
    args: &NewPassphraseArgs,
    options: &GlobalArgs,
    console: Console,
) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let new = secrets::new_passphrase(&Place::of_new(args), console)?;
        let waiting = Waiting::for_(console, "Adding the passphrase");
        let id = home.household.add_passphrase(&new, Argon2Cost::STANDARD);
        drop(waiting);
        let json = json!({ "slot": id?.to_string() });
        let text = "One more passphrase opens the diary, all of it. `diary slots` shows them all.";
        Ok(Report::new(text.to_owned(), json))
    })
}

pub(super) fn recovery(options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let code = home.household.draw_recovery_code()?;
        let grouped = code.grouped();
        let shown = secrets::someone_is_there(console);
        if shown {
            let painted = console.look.paint(Role::Heading, &grouped);
            console.complain(&format!(
                "New recovery code: {painted}\n\nWrite it down; it is shown once and kept nowhere."
            ));
            secrets::typed_back(&code, one_to_six()?, console)?;
        }
        let id = home.household.change_recovery_code(&code)?;
        let mut text =
            "The new recovery code is in force. The old one opens nothing here any more.".to_owned();
        if !shown {
            text = format!(
                "New recovery code: {}\n\nWrite it down and keep it away from this machine: it is shown once and kept \
                 nowhere.\n{text}",
                console.look.paint(Role::Heading, &grouped)
            );
        }
        let json = json!({
            "slot": id.to_string(),
            "recovery_code": *grouped,
            "limit": LIMIT.replace('\n', " "),
        });
        Ok(Report::new(format!("{text}\n\n{LIMIT}"), json))
    })
}

/// Which group is asked for. It is no secret, so that a slight preference for the first four does no harm.
fn one_to_six() -> Result<u8, CliError> {
    let mut byte = [0];
    SystemEntropy.fill(&mut byte)?;
    let [byte] = byte;
    Ok(byte % 6 + 1)
}
