//! `diary list`: people's days, or everything that one entry ever said.

use diary_core::diary::{Cursor, DiaryError, Entry};
use diary_core::exchange::export::{EntryWithHistory, entry_view};
use serde_json::{Value, json};

use super::ask::{self, Asked};
use super::own::{self, Which};
use super::{entries, home, people};
use crate::args::{GlobalArgs, ListArgs};
use crate::day;
use crate::error::CliError;
use crate::report::Report;
use crate::terminal::{Console, shown};
use crate::words;

pub(super) fn run(args: &ListArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    let days = match args.day.as_deref() {
        Some(day) => ask::days(Some(day), Some(day))?,
        None => ask::days(args.from.as_deref(), args.to.as_deref())?,
    };
    let asked = Asked::by_day(&args.page, days)?;
    home::with(options, console, |home| {
        home.hand_on_received(console);
        let which = Which::of(args.sealed);
        if let Some(text) = &args.entry {
            let (person, diary, id) = entries::find(home, args.person.as_deref(), which, text, console)?;
            let (entry, history) = (diary.entry(id)?.ok_or(DiaryError::NoSuchEntry)?, diary.history(id)?);
            let mut text = day::history(id, &history, console.look);
            for attached in &entry.attachments {
                let (media, what) = (day::short_id(attached.file.id), words::attachment(attached));
                text = format!("{text}\nMedia {media}: {what}");
            }
            let came = diary.came(id)?;
            for came in &came {
                let why = came.reason.as_deref().map_or_else(String::new, |why| format!(": {}", shown(why)));
                text = format!("{text}\nCame from another diary, {}{why}", words::instant(came.at_ms));
            }
            let mut json = which.as_json(&person);
            if let Value::Object(json) = &mut json {
                json.insert("entry".to_owned(), entry_json(&(entry, history))?);
                let came = came.iter().map(|came| json!({ "at_ms": came.at_ms, "reason": came.reason }));
                json.insert("came".to_owned(), came.collect());
            }
            return Ok(Report::new(text, json));
        }
        let mut blocks = Vec::new();
        let mut objects = Vec::new();
        let (open, shut) = own::files(home, args.person.as_deref(), which, console)?;
        ask::one_diary(&args.page, open.len())?;
        for (person, diary) in open {
            let (entries, next) = asked.of(&diary)?;
            if console.json {
                objects.push(person_json(which.as_json(&person), &entries, next)?);
            } else {
                blocks.push(day::show(&which.title(&person), &entries, console.look));
                blocks.extend(next.map(|next| ask::more(next, console.look)));
            }
        }
        blocks.extend(shut.iter().map(|person| own::shut_line(person, which)));
        objects.extend(shut.iter().map(|person| own::shut_json(person, which)));
        let text = if blocks.is_empty() { people::NOBODY.to_owned() } else { blocks.join("\n\n") };
        Ok(Report::new(text, json!({ "people": objects })))
    })
}

fn person_json(mut person: Value, entries: &[Entry], next: Option<Cursor>) -> Result<Value, CliError> {
    let mut objects = Vec::new();
    for day in day::days(entries) {
        let mut of_day = Vec::new();
        for entry in day.entries {
            of_day.push(plain_json(entry)?);
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
pub(super) fn plain_json(entry: &Entry) -> Result<Value, CliError> {
    let mut object = entry_json(&(entry.clone(), Vec::new()))?;
    if let Value::Object(object) = &mut object {
        object.remove("history");
    }
    Ok(object)
}

/// An entry with the members that it has in exports.
pub(super) fn entry_json(entry: &EntryWithHistory) -> Result<Value, CliError> {
    serde_json::to_value(entry_view(entry))
        .map_err(|error| CliError::Output(error.io_error_kind().unwrap_or(std::io::ErrorKind::InvalidData)))
}
