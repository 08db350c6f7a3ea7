//! `diary list`: people's days, or everything that one entry ever said.

use diary_core::diary::{Diary, Entry, Kinds};
use diary_core::exchange::export::{EntryWithHistory, entry_view};
use diary_core::time::{CivilDate, DayStart};
use serde_json::{Value, json};

use super::own::{self, Which};
use super::{entries, home, people};
use crate::args::{EntryArgs, GlobalArgs, ListArgs};
use crate::day;
use crate::error::CliError;
use crate::report::Report;
use crate::terminal::Console;

/// Which days: the first and the last one, where they are said.
type Days = (Option<CivilDate>, Option<CivilDate>);

pub(super) fn run(args: &ListArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    if let Some(entry) = &args.entry {
        let entry = EntryArgs { entry: entry.clone(), person: args.person.clone(), sealed: args.sealed };
        return entries::show(&entry, false, options, console);
    }
    let wanted = days(args)?;
    home::with(options, console, |home| {
        home.hand_on_received(console);
        let which = Which::of(args.sealed);
        let mut blocks = Vec::new();
        let mut objects = Vec::new();
        let (open, shut) = own::files(home, args.person.as_deref(), which, console)?;
        for (person, diary) in open {
            let entries = of_days(&diary, wanted, args.retracted)?;
            let known = diary.kinds()?;
            if console.json {
                objects.push(person_json(which.as_json(&person), &entries, &known)?);
            } else {
                blocks.push(day::show(&which.title(&person), &entries, &known, console.look));
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
fn of_days(diary: &Diary, days: Days, retracted: bool) -> Result<Vec<Entry>, CliError> {
    if retracted {
        let mut entries = diary.entries_and_retracted()?;
        let within =
            |day: CivilDate| days.0.is_none_or(|first| first <= day) && days.1.is_none_or(|last| day <= last);
        let day = |entry: &Entry| entry.content.moment.diary_day(DayStart::MIDNIGHT);
        entries.retain(|entry| days == (None, None) || day(entry).is_some_and(within));
        return Ok(entries);
    }
    if days == (None, None) {
        return Ok(diary.entries()?);
    }
    let Some((first, last)) = diary.first_and_last_day()? else { return Ok(Vec::new()) };
    Ok(diary.days(days.0.unwrap_or(first), days.1.unwrap_or(last))?)
}

fn person_json(mut person: Value, entries: &[Entry], known: &Kinds) -> Result<Value, CliError> {
    let mut objects = Vec::new();
    for day in day::days(entries) {
        let mut of_day = Vec::new();
        for entry in day.entries {
            let mut object = entry_json(&(entry.clone(), Vec::new()), known)?;
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
pub(super) fn entry_json(entry: &EntryWithHistory, known: &Kinds) -> Result<Value, CliError> {
    serde_json::to_value(entry_view(entry, known))
        .map_err(|error| CliError::Output(error.io_error_kind().unwrap_or(std::io::ErrorKind::InvalidData)))
}
