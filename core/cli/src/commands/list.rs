//! `diary list`: people's days, or everything that one entry ever said.

use diary_core::diary::{Cursor, Entry, Kinds};
use diary_core::exchange::export::{EntryWithHistory, entry_view};
use serde_json::{Value, json};

use super::ask::{self, Asked};
use super::own::{self, Which};
use super::{entries, home, people};
use crate::args::{EntryArgs, GlobalArgs, ListArgs};
use crate::day;
use crate::error::CliError;
use crate::report::Report;
use crate::terminal::Console;

pub(super) fn run(args: &ListArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    if let Some(entry) = &args.entry {
        let entry = EntryArgs { entry: entry.clone(), person: args.person.clone(), sealed: args.sealed };
        return entries::show(&entry, false, options, console);
    }
    let days = match args.day.as_deref() {
        Some(day) => ask::days(Some(day), Some(day))?,
        None => ask::days(args.from.as_deref(), args.to.as_deref())?,
    };
    let asked = Asked::by_day(&args.page, days)?.with_retracted(args.retracted);
    home::with(options, console, |home| {
        home.hand_on_received(console);
        let which = Which::of(args.sealed);
        let mut blocks = Vec::new();
        let mut objects = Vec::new();
        let (open, shut) = own::files(home, args.person.as_deref(), which, console)?;
        ask::one_diary(&args.page, open.len())?;
        for (person, diary) in open {
            let (entries, next) = asked.of(&diary)?;
            let known = diary.kinds()?;
            if console.json {
                objects.push(person_json(which.as_json(&person), &entries, &known, next)?);
            } else {
                blocks.push(day::show(&which.title(&person), &entries, &known, console.look));
                blocks.extend(next.map(|next| ask::more(next, console.look)));
            }
        }
        blocks.extend(shut.iter().map(|person| own::shut_line(person, which)));
        objects.extend(shut.iter().map(|person| own::shut_json(person, which)));
        let text = if blocks.is_empty() { people::NOBODY.to_owned() } else { blocks.join("\n\n") };
        Ok(Report::new(text, json!({ "people": objects })))
    })
}

fn person_json(
    mut person: Value,
    entries: &[Entry],
    known: &Kinds,
    next: Option<Cursor>,
) -> Result<Value, CliError> {
    let mut objects = Vec::new();
    for day in day::days(entries) {
        let mut of_day = Vec::new();
        for entry in day.entries {
            of_day.push(plain_json(entry, known)?);
        }
        objects.push(json!({ "day": day.date.map(|date| date.to_string()), "entries": of_day }));
    }
    if let Value::Object(person) = &mut person {
        person.insert("days".to_owned(), objects.into());
        person.insert("next".to_owned(), next.map(|next| next.to_string()).into());
    }
    Ok(person)
}

/// An entry with the members that it has in exports, but for its history.
pub(super) fn plain_json(entry: &Entry, known: &Kinds) -> Result<Value, CliError> {
    let mut object = entry_json(&(entry.clone(), Vec::new()), known)?;
    if let Value::Object(object) = &mut object {
        object.remove("history");
    }
    Ok(object)
}

/// An entry with the members that it has in exports.
pub(super) fn entry_json(entry: &EntryWithHistory, known: &Kinds) -> Result<Value, CliError> {
    serde_json::to_value(entry_view(entry, known))
        .map_err(|error| CliError::Output(error.io_error_kind().unwrap_or(std::io::ErrorKind::InvalidData)))
}
