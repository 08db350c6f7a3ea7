//! `diary rotate`: making everything new that a known secret may have led to.

use diary_core::vault::Argon2Cost;
use serde_json::json;

use super::change::NewCode;
use super::{home, slots};
use crate::args::{AddPassphraseArgs, GlobalArgs, NewPassphraseArgs};
use crate::error::CliError;
use crate::installation;
use crate::progress::Waiting;
use crate::report::Report;
use crate::secrets::{self, Place};
use crate::terminal::{Console, shown};

/// What is lost by it, said before anything is asked.
const BEFOREHAND: &str = "Every key, the passphrase and the recovery code are made new. Every other passphrase, recovery code and key store\nof a \
     phone stops working, also those of other people; they are added again afterwards.";

/// What it cannot undo.
const LIMIT: &str = "A copy of the folder from before, in a backup or elsewhere, still opens with what was in force then and shows what\nwas \
     in it then. Nothing that is written from now on can be read with it.";

/// What is lost by a new lock of one's own.
const OWN_BEFOREHAND: &str = "The keys, the passphrase and the recovery code of this lock are made new. Every other passphrase, recovery code and key\nstore \
     of a phone that opens it stops working.";

pub(super) fn run(
    args: &AddPassphraseArgs,
    options: &GlobalArgs,
    console: Console,
) -> Result<Report, CliError> {
    if args.lock.person.is_some() {
        own(args, options, console)
    } else {
        household(&args.new, options, console)
    }
}

/// The lock of a person's diary, or of what is sealed of them.
fn own(args: &AddPassphraseArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let (person, which, lock) = slots::opened(home, &args.lock, console)?;
        if !console.json {
            console.remark(OWN_BEFOREHAND);
        }
        let passphrase = secrets::new_passphrase(&Place::of_new(&args.new), console)?;
        let code = NewCode::draw(home, console)?;
        let waiting = Waiting::for_(console, "Making the file again under new keys");
        let rotated = lock.rotate(&passphrase, Argon2Cost::STANDARD, &code.code);
        drop(waiting);
        rotated?;
        let done = format!(
            "The keys of {} are new. No passphrase and no recovery code of its own from before opens it.",
            which.of_person(&person)
        );
        let text = code.before(&done, console);
        Ok(Report::new(format!("{text}\n\n{LIMIT}"), code.in_json(which.as_json(&person), LIMIT)))
    })
}

fn household(args: &NewPassphraseArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        if !console.json {
            console.remark(BEFOREHAND);
        }
        let passphrase = secrets::new_passphrase(&Place::of_new(args), console)?;
        let code = NewCode::draw(home, console)?;
        let waiting = Waiting::for_(console, "Making every file again under new keys");
        let rotated = home.household.rotate(&passphrase, Argon2Cost::STANDARD, &code.code);
        drop(waiting);
        let rotated = rotated?;
        // If this fails, the next unlock gives it again; the code must be shown all the same.
        let kept = installation::of_this_user().and_then(|all| Ok(all.keep(&rotated.installation)?));
        let everyone = home.household.people()?;
        let mut lines = vec![code.before(
            "All keys are new. No passphrase and no recovery code from before opens anything here.",
            console,
        )];
        let mut left = Vec::new();
        for (id, error) in &rotated.left {
            let person = everyone.iter().find(|person| person.id == *id);
            let name = person.map_or_else(|| id.to_string(), |person| shown(&person.name));
            lines.push(format!("The diary of {name} keeps its key: {error}"));
            left.push(json!({ "person": id.to_string(), "why": error.to_string() }));
        }
        let text = lines.join("\n");
        let json = code.in_json(json!({ "left": left }), LIMIT);
        Ok(Report::new(format!("{text}\n\n{LIMIT}"), json).but(kept.err()))
    })
}
