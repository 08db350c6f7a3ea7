//! `diary move`: an entry that belongs into another file.

use diary_core::diary::Diary;
use diary_core::household::{Moved, Person, Place};
use serde_json::{Value, json};

use super::own::{self, Which};
use super::{entries, home, list, people, receipt};
use crate::args::{GlobalArgs, MoveArgs};
use crate::error::CliError;
use crate::progress::Waiting;
use crate::report::Report;
use crate::terminal::Console;
use crate::{day, secrets, words};

/// Why, where nobody says it.
const REASON: &str = "it was put down for the wrong person";
const SEALED: &str = "it belongs into what is sealed";
const UNSEALED: &str = "it need not be sealed";

/// One of a person's files.
struct End {
    person: Person,
    which: Which,
}

impl End {
    fn place(&self) -> Place {
        match self.which {
            Which::Diary => Place::Diary(self.person.id),
            Which::Sealed => Place::Sealed(self.person.id),
        }
    }

    fn name(&self) -> String {
        self.which.of_person(&self.person)
    }
}

pub(super) fn run(args: &MoveArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    if !args.yes && !secrets::can_confirm() {
        return Err(CliError::NotConfirmed("moved"));
    }
    home::with(options, console, |home| {
        let to = people::chosen(&home.household, Some(&args.to))?;
        let to = End { person: to, which: Which::of(args.to_sealed) };
        let which = Which::of(args.sealed);
        let (person, giver, id) =
            entries::find_any(home, args.person.as_deref(), which, &args.entry, console)?;
        let from = End { person, which };
        let receiver = own::file(home, &to.person, to.which, console)?;
        // One that is gone here may have been moved before; then there is nothing to ask.
        if let Some(entry) = giver.entry(id)?
            && !args.yes
        {
            console.complain(&format!(
                "{}: {}, {} (entry {}) goes to {}, with everything that it ever said, and is erased here.",
                from.which.name(&from.person),
                words::reading(&entry.content, &giver.kinds()?),
                entries::when(&entry.content),
                day::short_id(id),
                to.name()
            ));
            if !secrets::agrees("Type yes to move it: ")? {
                return Err(CliError::NotConfirmed("moved"));
            }
        }
        let waiting = Waiting::for_(console, "Moving it");
        let usual = match (from.which, to.which) {
            (Which::Diary, Which::Sealed) => SEALED,
            (Which::Sealed, Which::Diary) => UNSEALED,
            _ => REASON,
        };
        let reason = args.reason.as_deref().unwrap_or(usual);
        let moved = home.household.move_entry(from.place(), id, to.place(), reason);
        drop(waiting);
        let moved = moved?;
        Ok(Report::new(text(&moved, &from, &to, &receiver)?, as_json(&moved, &from, &to, &receiver)?))
    })
}

fn text(moved: &Moved, from: &End, to: &End, receiver: &Diary) -> Result<String, CliError> {
    let mut lines = Vec::new();
    if let Some(entry) = receiver.entry(moved.entry)? {
        lines.push(format!(
            "In {} now: {}, {} (entry {}).",
            to.name(),
            words::reading(&entry.content, &receiver.kinds()?),
            entries::when(&entry.content),
            day::short_id(moved.entry)
        ));
    }
    match &moved.receipt {
        Some(receipt) => {
            let mut gone = vec![format!("the entry ({})", day::short_id(receipt.entry))];
            gone.extend(receipt::beside(receipt));
            lines.push(format!("Erased from {}: {}.", from.name(), gone.join(", ")));
            lines.extend(receipt::rest(receipt));
        }
        None => lines.push(format!("It went from {} before.", from.name())),
    }
    Ok(lines.join("\n"))
}

fn as_json(moved: &Moved, from: &End, to: &End, receiver: &Diary) -> Result<Value, CliError> {
    let mut json = to.which.as_json(&to.person);
    if let Value::Object(json) = &mut json {
        if let Some(entry) = receiver.entry(moved.entry)? {
            let history = receiver.history(moved.entry)?;
            json.insert("entry".to_owned(), list::entry_json(&(entry, history), &receiver.kinds()?)?);
        }
        json.insert("from".to_owned(), from.which.as_json(&from.person));
        match &moved.receipt {
            Some(receipt) => json.extend(receipt::fields(receipt)),
            None => drop(json.insert("erased".to_owned(), json!(null))),
        }
    }
    Ok(json)
}
