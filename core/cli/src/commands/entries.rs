//! `diary add` and `diary amend`: what people write down and correct.

use std::sync::Arc;

use diary_core::diary::{Content, Diary, DiaryError, doubts};
use diary_core::household::Person;
use diary_core::id::EntryId;
use diary_core::time::DayStart;
use serde_json::Value;

use super::home::{self, Home};
use super::own::Which;
use super::{list, own, people};
use crate::args::{AddCommand, AmendArgs, GlobalArgs};
use crate::error::CliError;
use crate::outside::SystemClock;
use crate::pick::{self, PickError};
use crate::report::Report;
use crate::terminal::Console;
use crate::{day, typed, words};

pub(super) fn add(command: &AddCommand, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    let (AddCommand::Bp { add: args, .. }
    | AddCommand::Spo2 { add: args, .. }
    | AddCommand::Note { add: args, .. }) = command;
    // What cannot be stored is said before anyone is asked for a passphrase, and before a file is touched.
    let content = typed::added(command, &SystemClock::new()?)?;
    if let Some(doubt) = doubts(&content).into_iter().find(|doubt| doubt.refuses() || !args.confirm) {
        return Err(DiaryError::Doubtful(doubt).into());
    }
    home::with(options, console, |home| {
        let person = people::chosen(&home.household, args.person.as_deref())?;
        let which = Which::of(args.sealed);
        let diary = own::file(home, &person, which, console)?;
        let entry = diary.add(&content, home.household.author(), args.confirm)?;
        said("Stored for", (&person, which), &diary, entry)
    })
}

pub(super) fn amend(args: &AmendArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let which = Which::of(args.sealed);
        let (person, diary, entry) = find(home, args.person.as_deref(), which, &args.entry, console)?;
        let now = diary.entry(entry)?.ok_or(DiaryError::NoSuchEntry)?.content;
        let content = typed::amended(&now, args)?;
        diary.amend(entry, &content, &args.reason, home.household.author(), args.confirm)?;
        said("Corrected for", (&person, which), &diary, entry)
    })
}

/// The entry that a text means, in one person's file or in all of them that are not shut; one that was erased is an error.
pub(super) fn find(
    home: &Home,
    person: Option<&str>,
    which: Which,
    text: &str,
    console: Console,
) -> Result<(Person, Arc<Diary>, EntryId), CliError> {
    let found = find_any(home, person, which, text, console)?;
    found.1.history(found.2)?;
    Ok(found)
}

/// As [`find`], with one that was erased, which only its whole id names.
pub(super) fn find_any(
    home: &Home,
    person: Option<&str>,
    which: Which,
    text: &str,
    console: Console,
) -> Result<(Person, Arc<Diary>, EntryId), CliError> {
    let (diaries, _) = own::files(home, person, which, console)?;
    let mut known = Vec::new();
    for (person, diary) in &diaries {
        if let Ok(id) = text.parse::<EntryId>()
            && diary.entry(id)?.is_some()
        {
            return Ok((person.clone(), Arc::clone(diary), id));
        }
        if let Ok(id) = text.parse::<EntryId>()
            && diary.history(id) == Err(DiaryError::Erased)
        {
            return Ok((person.clone(), Arc::clone(diary), id));
        }
        known.extend(diary.entries()?.into_iter().map(|entry| (entry.id, String::new())));
    }
    let id = pick::by_name_or_id("entry", text, &known)?;
    for (person, diary) in diaries {
        if diary.entry(id)?.is_some() {
            return Ok((person, diary, id));
        }
    }
    Err(PickError::None { what: "entry", names: Vec::new() }.into())
}

/// An entry as it shows now, in one line and as an object.
fn said(
    done: &str,
    (person, which): (&Person, Which),
    diary: &Diary,
    entry: EntryId,
) -> Result<Report, CliError> {
    let now = diary.entry(entry)?.ok_or(DiaryError::NoSuchEntry)?;
    let text = format!(
        "{done} {}: {}, {} (entry {})",
        which.name(person),
        words::reading(&now.content),
        when(&now.content),
        day::short_id(entry)
    );
    let mut json = which.as_json(person);
    if let Value::Object(json) = &mut json {
        let history = diary.history(entry)?;
        json.insert("entry".to_owned(), list::entry_json(&(now, history))?);
    }
    Ok(Report::new(text, json))
}

pub(super) fn when(content: &Content) -> String {
    let time = words::time(&content.moment, None);
    match content.moment.diary_day(DayStart::MIDNIGHT) {
        Some(day) => format!("{}, {time}", words::date(day)),
        None => time,
    }
}
