//! `diary move`: an entry that is somebody else's, or that is to be sealed.

use diary_core::diary::Diary;
use diary_core::household::{Moved, Person};
use serde_json::{Value, json};

use super::own::Which;
use super::{entries, home, list, own, people, receipt};
use crate::args::{GlobalArgs, MoveArgs};
use crate::error::CliError;
use crate::progress::Waiting;
use crate::report::Report;
use crate::terminal::Console;
use crate::{day, secrets, words};

/// Why, where nobody says it.
const REASON: &str = "it belongs elsewhere";

pub(super) fn run(args: &MoveArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    if !args.yes && !secrets::can_confirm() {
        return Err(CliError::NotConfirmed("moved"));
    }
    home::with(options, console, |home| {
        let (out_of, into) = (Which::of(args.sealed), Which::of(args.seal));
        let (from, giver, id) =
            entries::find_any(home, args.person.as_deref(), out_of, &args.entry, console)?;
        let to = match &args.to {
            Some(to) => people::chosen(&home.household, Some(to))?,
            None => from.clone(),
        };
        let receiver = own::file(home, &to, into, console)?;
        let route = Route { from: (&from, out_of), to: (&to, into), receiver: &receiver };
        // One that is gone here may have been moved before; then there is nothing to ask.
        if let Some(entry) = giver.entry(id)?
            && !args.yes
        {
            console.complain(&format!(
                "{}: {}, {} (entry {}) goes to {}, with everything that it ever said, and is erased here.",
                out_of.name(&from),
                words::reading(&entry.content),
                entries::when(&entry.content),
                day::short_id(id),
                into.of_person(&to)
            ));
            if !secrets::agrees("Type yes to move it: ")? {
                return Err(CliError::NotConfirmed("moved"));
            }
        }
        let waiting = Waiting::for_(console, "Moving it");
        let reason = args.reason.as_deref().unwrap_or(REASON);
        let moved = home.household.move_entry(out_of.place(from.id), id, into.place(to.id), reason);
        drop(waiting);
        let moved = moved?;
        Ok(Report::new(route.text(&moved)?, route.as_json(&moved)?))
    })
}

/// Whose files an entry goes from and to.
struct Route<'a> {
    from: (&'a Person, Which),
    to: (&'a Person, Which),
    receiver: &'a Diary,
}

impl Route<'_> {
    fn text(&self, moved: &Moved) -> Result<String, CliError> {
        let ((from, out_of), (to, into)) = (self.from, self.to);
        let mut lines = Vec::new();
        if let Some(entry) = self.receiver.entry(moved.entry)? {
            lines.push(format!(
                "In {} now: {}, {} (entry {}).",
                into.of_person(to),
                words::reading(&entry.content),
                entries::when(&entry.content),
                day::short_id(moved.entry)
            ));
        }
        match &moved.receipt {
            Some(receipt) => {
                let mut gone = vec![format!("the entry ({})", day::short_id(receipt.entry))];
                gone.extend(receipt::beside(receipt));
                lines.push(format!("Erased from {}: {}.", out_of.of_person(from), gone.join(", ")));
                lines.extend(receipt::rest(receipt));
            }
            None => lines.push(format!("It went from {} before.", out_of.of_person(from))),
        }
        Ok(lines.join("\n"))
    }

    fn as_json(&self, moved: &Moved) -> Result<Value, CliError> {
        let ((from, out_of), (to, into)) = (self.from, self.to);
        let mut json = into.as_json(to);
        if let Value::Object(json) = &mut json {
            if let Some(entry) = self.receiver.entry(moved.entry)? {
                let history = self.receiver.history(moved.entry)?;
                json.insert("entry".to_owned(), list::entry_json(&(entry, history))?);
            }
            json.insert("from".to_owned(), out_of.as_json(from));
            match &moved.receipt {
                Some(receipt) => json.extend(receipt::fields(receipt)),
                None => drop(json.insert("erased".to_owned(), json!(null))),
            }
        }
        Ok(json)
    }
}
