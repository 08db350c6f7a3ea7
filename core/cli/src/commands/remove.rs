//! `diary person remove`: somebody goes, with their diary.

use diary_core::household::{KnownBackup, Person, PersonRemoval};
use serde_json::{Value, json};

use super::own::{self, Which};
use super::{home, people, receipt};
use crate::args::{GlobalArgs, RemoveArgs};
use crate::error::CliError;
use crate::report::Report;
use crate::secrets;
use crate::terminal::{Console, shown};

pub(super) fn run(args: &RemoveArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    if !args.yes && !secrets::can_confirm() {
        return Err(CliError::NotConfirmed("removed"));
    }
    home::with(options, console, |home| {
        let person = people::chosen(&home.household, Some(&args.person))?;
        if !args.yes {
            let entries = match own::file_unless_shut(home, &person, Which::Diary)? {
                Some(diary) => format!("{} entries", diary.count_with_retracted()?),
                None => "a diary under a lock of its own".to_owned(),
            };
            console.complain(&format!(
                "{}, with {entries}, what is sealed beside it, and every file. There is no way back; `diary backup to DIR \
                 --person` keeps it elsewhere first.",
                shown(&person.name)
            ));
            if !secrets::agrees("Type yes to remove them: ")? {
                return Err(CliError::NotConfirmed("removed"));
            }
        }
        let removal = home.household.remove_person(person.id)?;
        let (text, json) = (text(&removal), as_json(&removal));
        Ok(Report::new(text, json).but(removal.unfinished.map(CliError::from)))
    })
}

fn text(removal: &PersonRemoval) -> String {
    let Person { name, .. } = &removal.person;
    let mut lines = vec![format!("{} is removed, with their diary and everything in it.", shown(name))];
    if removal.waiting > 0 {
        lines.push(format!("Gone with it: {} that waited in the inbox.", records(removal.waiting)));
    }
    if removal.unfinished.is_some() {
        lines.push("Something is left to do; the next command that opens the diary does it.".to_owned());
    }
    lines.push("It may remain:".to_owned());
    let mut places = Vec::new();
    if removal.storage {
        places.push("their name in this machine's storage, where overwritten bytes can last; `diary rotate` ends that".to_owned());
    }
    places.push("in copies of the folder made before".to_owned());
    let place = |known: &KnownBackup| shown(&known.place);
    places.extend(
        removal
            .backups
            .iter()
            .map(|known| format!("in the backup in {}, until it is made again", place(known))),
    );
    places.extend(
        removal
            .own_backups
            .iter()
            .map(|known| format!("in their own backup in {}, which stays", place(known))),
    );
    places.extend(receipt::exports(&removal.shared));
    lines.extend(places.into_iter().map(|place| format!("  - {place}")));
    lines.join("\n")
}

fn records(count: u64) -> String {
    if count == 1 { "a record".to_owned() } else { format!("{count} records") }
}

fn as_json(removal: &PersonRemoval) -> Value {
    let places =
        |known: &[KnownBackup]| -> Value { known.iter().map(|known| known.place.as_str()).collect() };
    json!({
        "person": removal.person.id.to_string(),
        "name": removal.person.name,
        "removed": true,
        "inbox_records": removal.waiting,
        "unfinished": removal.unfinished.is_some(),
        "storage": removal.storage,
        "backups": places(&removal.backups),
        "own_backups": places(&removal.own_backups),
        "exports": removal.shared.iter().map(receipt::export_json).collect::<Vec<_>>(),
    })
}
