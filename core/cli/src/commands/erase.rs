//! `diary erase`: an entry that has to go, and the receipt of it.

use diary_core::diary::DiaryError;
use diary_core::household::{ErasureReceipt, Person};
use serde_json::Value;

use super::own::Which;
use super::{entries, home, receipt};
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
        let which = Which::of(args.sealed);
        let (person, diary, id) =
            entries::find_any(home, args.person.as_deref(), which, &args.entry, console)?;
        let erase = || match which {
            Which::Diary => home.household.erase_entry(person.id, id),
            Which::Sealed => home.household.erase_sealed(person.id, id),
        };
        let Some(entry) = diary.entry(id)? else {
            // It was erased before: what a kill kept that from is done now, and that it was is said.
            erase()?;
            return Err(DiaryError::Erased.into());
        };
        if !args.yes {
            console.complain(&format!(
                "{}: {}, {} (entry {}), with everything that it ever said. There is no way back.",
                shown(&person.name),
                words::reading(&entry.content, &diary.kinds()?),
                entries::when(&entry.content),
                day::short_id(id)
            ));
            if !secrets::agrees("Type yes to erase it: ")? {
                return Err(CliError::NotConfirmed("erased"));
            }
        }
        let receipt = erase()?;
        Ok(Report::new(text(&receipt, &person, which), as_json(&receipt, &person, which)))
    })
}

fn text(receipt: &ErasureReceipt, person: &Person, which: Which) -> String {
    let mut gone = vec!["the entry".to_owned()];
    gone.extend(receipt::beside(receipt));
    let mut lines = vec![format!(
        "Erased from {} (entry {}): {}.",
        which.of_person(person),
        day::short_id(receipt.entry),
        gone.join(", ")
    )];
    lines.extend(receipt::rest(receipt));
    lines.join("\n")
}

fn as_json(receipt: &ErasureReceipt, person: &Person, which: Which) -> Value {
    let mut json = which.as_json(person);
    if let Value::Object(json) = &mut json {
        json.extend(receipt::fields(receipt));
    }
    json
}
