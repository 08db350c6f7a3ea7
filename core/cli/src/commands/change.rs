//! `diary passphrase` and `diary recovery`: changing what opens the household.

use diary_core::household::{Household, OwnSlots};
use diary_core::ports::Entropy;
use diary_core::vault::{Argon2Cost, RecoveryCode, SlotInfo};
use serde_json::{Value, json};

use super::home::{self, Home};
use super::slots::{self, LIMIT};
use crate::args::{AddPassphraseArgs, ChangeArgs, GlobalArgs, LockArgs};
use crate::error::CliError;
use crate::progress::Waiting;
use crate::report::Report;
use crate::secrets::{self, Place};
use crate::terminal::{Console, Role};
use diary_host::SystemEntropy;

pub(super) fn passphrase(
    args: &ChangeArgs,
    options: &GlobalArgs,
    console: Console,
) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let lock = Lock::of(home, &args.lock, console)?;
        let slot = args.slot.as_deref().map(|text| slots::chosen(text, &lock.slots())).transpose()?;
        let new = secrets::new_passphrase(&Place::of_new(&args.new), console)?;
        let waiting = Waiting::for_(console, "Changing the passphrase");
        let id = match &lock {
            Lock::Household(household) => household.change_passphrase(slot, &new, Argon2Cost::STANDARD),
            Lock::Own(own) => own.change_passphrase(slot, &new, Argon2Cost::STANDARD),
        };
        drop(waiting);
        let json = json!({ "slot": id?.to_string(), "limit": LIMIT.replace('\n', " ") });
        let text = format!("The passphrase is changed. The old one opens nothing here any more.\n\n{LIMIT}");
        Ok(Report::new(text, json))
    })
}

pub(super) fn add(
    args: &AddPassphraseArgs,
    options: &GlobalArgs,
    console: Console,
) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let lock = Lock::of(home, &args.lock, console)?;
        let new = secrets::new_passphrase(&Place::of_new(&args.new), console)?;
        let waiting = Waiting::for_(console, "Adding the passphrase");
        let id = match &lock {
            Lock::Household(household) => household.add_passphrase(&new, Argon2Cost::STANDARD),
            Lock::Own(own) => own.add_passphrase(&new, Argon2Cost::STANDARD),
        };
        drop(waiting);
        let json = json!({ "slot": id?.to_string() });
        let text = match lock {
            Lock::Household(_) => {
                "One more passphrase opens the diary, all of it. `diary slots` shows them all."
            }
            Lock::Own(_) => {
                "One more passphrase opens this lock. `diary slots --person NAME` shows them all."
            }
        };
        Ok(Report::new(text.to_owned(), json))
    })
}

pub(super) fn recovery(args: &LockArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let lock = Lock::of(home, args, console)?;
        let code = NewCode::draw(home, console)?;
        let id = match lock {
            Lock::Household(household) => household.change_recovery_code(&code.code),
            Lock::Own(own) => own.change_recovery_code(&code.code),
        }?;
        let text = code
            .before("The new recovery code is in force. The old one opens nothing here any more.", console);
        let json = code.in_json(json!({ "slot": id.to_string() }), LIMIT);
        Ok(Report::new(format!("{text}\n\n{LIMIT}"), json))
    })
}

/// The lock that a change is about.
enum Lock<'h> {
    Household(&'h Household),
    /// One of a person's own, open.
    Own(OwnSlots<'h>),
}

impl<'h> Lock<'h> {
    fn of(home: &'h Home, args: &LockArgs, console: Console) -> Result<Self, CliError> {
        if args.person.is_none() {
            return Ok(Self::Household(&home.household));
        }
        Ok(Self::Own(slots::opened(home, args, console)?.2))
    }

    fn slots(&self) -> Vec<SlotInfo> {
        match self {
            Self::Household(household) => household.slots(),
            Self::Own(own) => own.slots().unwrap_or_default(),
        }
    }
}

/// A new recovery code that opens nothing yet.
pub(super) struct NewCode {
    pub(super) code: RecoveryCode,
    /// It was shown, and typed back in part.
    shown: bool,
}

impl NewCode {
    /// Draws one; where somebody is there, shows it and has a group typed back before it counts.
    pub(super) fn draw(home: &Home, console: Console) -> Result<Self, CliError> {
        let code = home.household.draw_recovery_code()?;
        let shown = secrets::someone_is_there(console);
        if shown {
            let painted = console.look.paint(Role::Heading, &code.grouped());
            console.complain(&format!(
                "New recovery code: {painted}\n\nWrite it down; it is shown once and kept nowhere."
            ));
            secrets::typed_back(&code, one_to_six()?, console)?;
        }
        Ok(Self { code, shown })
    }

    /// An object with the code, and with what the change does not undo.
    pub(super) fn in_json(&self, mut json: Value, limit: &str) -> Value {
        if let Value::Object(json) = &mut json {
            json.insert("recovery_code".to_owned(), (*self.code.grouped()).clone().into());
            json.insert("limit".to_owned(), limit.replace('\n', " ").into());
        }
        json
    }

    /// A result, with the code before it where it was not shown yet.
    pub(super) fn before(&self, result: &str, console: Console) -> String {
        if self.shown {
            return result.to_owned();
        }
        format!(
            "New recovery code: {}\n\nWrite it down and keep it away from this machine: it is shown once and kept \
             nowhere.\n{result}",
            console.look.paint(Role::Heading, &self.code.grouped())
        )
    }
}

/// Which group is asked for. It is no secret, so that a slight preference for the first four does no harm.
fn one_to_six() -> Result<u8, CliError> {
    let mut byte = [0];
    SystemEntropy.fill(&mut byte)?;
    let [byte] = byte;
    Ok(byte % 6 + 1)
}
