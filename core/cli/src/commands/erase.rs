//! `diary erase`: an entry that has to go, and the receipt of it.

use diary_core::diary::DiaryError;
use diary_core::household::{ErasureReceipt, Person};
use serde_json::Value;

use super::{entries, home, people, receipt};
use crate::args::{EraseArgs, GlobalArgs};
use crate::error::CliError;
use crate::report::Report;
use crate::secrets;
use crate::terminal::{Console, shown};
use crate::{day, words};

pub(super) fn run(args: &EraseArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    if !args.yes && !secrets::can_confirm() {
        return Err(CliError::NotConfirmed("erased"));
    }
    home::with(options, console, |home| {
        let (person, diary, id) = entries::find_any(home, args.person.as_deref(), &args.entry, console)?;
        let Some(entry) = diary.entry(id)? else {
            // It was erased before: what a kill kept that from is done now, and that it was is said.
            home.household.erase_entry(person.id, id)?;
            return Err(DiaryError::Erased.into());
        };
        if !args.yes {
            console.complain(&format!(
                "{}: {}, {} (entry {}), with everything that it ever said. There is no way back.",
                shown(&person.name),
                words::reading(&entry.content),
                entries::when(&entry.content),
                day::short_id(id)
            ));
            if !secrets::agrees("Type yes to erase it: ")? {
                return Err(CliError::NotConfirmed("erased"));
            }
        }
        let receipt = home.household.erase_entry(person.id, id)?;
        Ok(Report::new(text(&receipt, &person), as_json(&receipt, &person)))
    })
}

fn text(receipt: &ErasureReceipt, person: &Person) -> String {
    let mut gone = vec!["the entry".to_owned()];
    gone.extend(receipt::beside(receipt));
    let mut lines = vec![format!(
        "Erased from the diary of {} (entry {}): {}.",
        shown(&person.name),
        day::short_id(receipt.entry),
        gone.join(", ")
    )];
    lines.extend(receipt::rest(receipt));
    lines.join("\n")
}

fn as_json(receipt: &ErasureReceipt, person: &Person) -> Value {
    let mut json = people::as_json(person);
    if let Value::Object(json) = &mut json {
        json.extend(receipt::fields(receipt));
    }
    json
}
