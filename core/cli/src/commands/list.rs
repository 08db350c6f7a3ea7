//! `diary list`: people's days, or everything that one entry ever said.

use diary_core::diary::{Diary, DiaryError, Entry};
use diary_core::exchange::export::{EntryWithHistory, entry_view};
use diary_core::time::CivilDate;
use serde_json::{Value, json};

use super::own::{self, Which};
use super::{entries, home, people};
use crate::args::{GlobalArgs, ListArgs};
use crate::day;
use crate::error::CliError;
use crate::report::Report;
use crate::terminal::{Console, shown};
use crate::words;

/// Which days: the first and the last one, where they are said.
type Days = (Option<CivilDate>, Option<CivilDate>);

pub(super) fn run(args: &ListArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    let wanted = days(args)?;
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
        for (person, diary) in open {
            let entries = of_days(&diary, wanted)?;
            if console.json {
                objects.push(person_json(which.as_json(&person), &entries)?);
            } else {
                blocks.push(day::show(&which.title(&person), &entries, console.look));
            }
        }
        blocks.extend(shut.iter().map(|person| own::shut_line(person, which)));
        objects.extend(shut.iter().map(|person| own::shut_json(person, which)));
        let text = if blocks.is_empty() { people::NOBODY.to_owned() } else { blocks.join("\n\n") };
        Ok(Report::new(text, json!({ "people": objects })))
    })
}

fn days(args: &ListArgs) -> Result<Days, CliError> {
    let date = |text: &Option<String>| text.as_deref().map(str::parse::<CivilDate>).transpose();
    let days = match date(&args.day)? {
        Some(day) => (Some(day), Some(day)),
        None => (date(&args.from)?, date(&args.to)?),
    };
    match days {
        (Some(first), Some(last)) if first > last => Err(CliError::DaysReversed),
        days => Ok(days),
    }
}

/// Everything where no day is said, entries without a known day too.
fn of_days(diary: &Diary, days: Days) -> Result<Vec<Entry>, CliError> {
    if days == (None, None) {
        return Ok(diary.entries()?);
    }
    let Some((first, last)) = diary.first_and_last_day()? else { return Ok(Vec::new()) };
    Ok(diary.days(days.0.unwrap_or(first), days.1.unwrap_or(last))?)
}

fn person_json(mut person: Value, entries: &[Entry]) -> Result<Value, CliError> {
    let mut objects = Vec::new();
    for day in day::days(entries) {
        let mut of_day = Vec::new();
        for entry in day.entries {
            let mut object = entry_json(&(entry.clone(), Vec::new()))?;
            if let Value::Object(object) = &mut object {
                object.remove("history");
            }
            of_day.push(object);
        }
        objects.push(json!({ "day": day.date.map(|date| date.to_string()), "entries": of_day }));
    }
    if let Value::Object(person) = &mut person {
        person.insert("days".to_owned(), objects.into());
    }
    Ok(person)
}

/// An entry with the members that it has in exports.
pub(super) fn entry_json(entry: &EntryWithHistory) -> Result<Value, CliError> {
    serde_json::to_value(entry_view(entry))
        .map_err(|error| CliError::Output(error.io_error_kind().unwrap_or(std::io::ErrorKind::InvalidData)))
}
