//! `diary move`: an entry that is somebody else's.

use diary_core::diary::Diary;
use diary_core::household::{Moved, Person, Place};
use serde_json::{Value, json};

use super::{entries, home, list, own, people, receipt};
use crate::args::{GlobalArgs, MoveArgs};
use crate::error::CliError;
use crate::progress::Waiting;
use crate::report::Report;
use crate::terminal::{Console, shown};
use crate::{day, secrets, words};

/// Why, where nobody says it.
const REASON: &str = "it was put down for the wrong person";

pub(super) fn run(args: &MoveArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    if !args.yes && !secrets::can_confirm() {
        return Err(CliError::NotConfirmed("moved"));
    }
    home::with(options, console, |home| {
        let to = people::chosen(&home.household, Some(&args.to))?;
        let (from, giver, id) = entries::find_any(home, args.person.as_deref(), &args.entry, console)?;
        let receiver = own::diary(home, &to, console)?;
        // One that is gone here may have been moved before; then there is nothing to ask.
        if let Some(entry) = giver.entry(id)?
            && !args.yes
        {
            console.complain(&format!(
                "{}: {}, {} (entry {}) goes to the diary of {}, with everything that it ever said, and is erased here.",
                shown(&from.name),
                words::reading(&entry.content),
                entries::when(&entry.content),
                day::short_id(id),
                shown(&to.name)
            ));
            if !secrets::agrees("Type yes to move it: ")? {
                return Err(CliError::NotConfirmed("moved"));
            }
        }
        let waiting = Waiting::for_(console, "Moving it");
        let reason = args.reason.as_deref().unwrap_or(REASON);
        let moved = home.household.move_entry(Place::Diary(from.id), id, Place::Diary(to.id), reason);
        drop(waiting);
        let moved = moved?;
        Ok(Report::new(text(&moved, &from, &to, &receiver)?, as_json(&moved, &from, &to, &receiver)?))
    })
}

fn text(moved: &Moved, from: &Person, to: &Person, receiver: &Diary) -> Result<String, CliError> {
    let mut lines = Vec::new();
    if let Some(entry) = receiver.entry(moved.entry)? {
        lines.push(format!(
            "In the diary of {} now: {}, {} (entry {}).",
            shown(&to.name),
            words::reading(&entry.content),
            entries::when(&entry.content),
            day::short_id(moved.entry)
        ));
    }
    match &moved.receipt {
        Some(receipt) => {
            let mut gone = vec![format!("the entry ({})", day::short_id(receipt.entry))];
            gone.extend(receipt::beside(receipt));
            lines.push(format!("Erased from the diary of {}: {}.", shown(&from.name), gone.join(", ")));
            lines.extend(receipt::rest(receipt));
        }
        None => lines.push(format!("It went from the diary of {} before.", shown(&from.name))),
    }
    Ok(lines.join("\n"))
}

fn as_json(moved: &Moved, from: &Person, to: &Person, receiver: &Diary) -> Result<Value, CliError> {
    let mut json = people::as_json(to);
    if let Value::Object(json) = &mut json {
        if let Some(entry) = receiver.entry(moved.entry)? {
            let history = receiver.history(moved.entry)?;
            json.insert("entry".to_owned(), list::entry_json(&(entry, history))?);
        }
        json.insert("from".to_owned(), people::as_json(from));
        match &moved.receipt {
            Some(receipt) => json.extend(receipt::fields(receipt)),
            None => drop(json.insert("erased".to_owned(), json!(null))),
        }
    }
    Ok(json)
}
