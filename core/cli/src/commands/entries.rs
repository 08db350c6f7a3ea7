//! `add`, `amend`, `list`: a person's entries.

use std::sync::Arc;

use diary_core::diary::{Diary, Entry};
use diary_core::id::{EntryId, PersonId};
use diary_core::journal::Author;
use diary_core::time::CivilDate;
use serde_json::json;

use super::home::{Home, Open};
use crate::args::{AddCommand, AmendArgs, ListArgs};
use crate::error::CliError;
use crate::{day, machine, pick, typed, words};

pub(super) fn add(home: &Home<'_>, command: &AddCommand) -> Result<(), CliError> {
    // What cannot be right is refused before a passphrase is asked for.
    let content = typed::added(command, &*home.clock)?;
    let args = command.common();
    let entry = home.with(|open| {
        let (person, _) = open.person(args.person.as_deref())?;
        let diary = open.household.diary(person)?;
        let id = diary.add(&content, Author::HOUSEHOLD, args.confirm)?;
        Ok(diary.entry(id)?)
    })?;
    said(home, entry.as_ref(), "Written down")
}

pub(super) fn amend(home: &Home<'_>, args: &AmendArgs) -> Result<(), CliError> {
    let entry = home.with(|open| {
        let (diary, id) = find(open, args.person.as_deref(), &args.entry)?;
        let now = diary.entry(id)?.ok_or(diary_core::diary::DiaryError::NoSuchEntry)?;
        let content = typed::amended(&now.content, args)?;
        diary.amend(id, &content, &args.reason, Author::HOUSEHOLD, args.confirm)?;
        Ok(diary.entry(id)?)
    })?;
    said(home, entry.as_ref(), "Corrected; what it said before stays in its history")
}

pub(super) fn list(home: &Home<'_>, args: &ListArgs) -> Result<(), CliError> {
    let day = |text: &Option<String>| text.as_deref().map(str::parse::<CivilDate>).transpose();
    let (first, last) = match day(&args.day)? {
        Some(day) => (Some(day), Some(day)),
        None => (day(&args.from)?, day(&args.to)?),
    };
    if let Some(entry) = &args.entry {
        return history(home, args.person.as_deref(), entry);
    }
    let lists = home.with(|open| {
        let people = match &args.person {
            Some(person) => vec![open.person(Some(person))?],
            None => open.people()?,
        };
        let mut lists: Vec<(PersonId, String, Vec<Entry>)> = Vec::new();
        for (id, name) in people {
            let diary = open.household.diary(id)?;
            let entries = match (first, last, diary.first_and_last_day()?) {
                (None, None, _) | (_, _, None) => diary.entries()?,
                (first, last, Some((oldest, newest))) => {
                    diary.days(first.unwrap_or(oldest), last.unwrap_or(newest))?
                }
            };
            lists.push((id, name, entries));
        }
        Ok(lists)
    })?;
    if home.console.json {
        let people: Vec<_> = lists
            .iter()
            .map(|(id, name, entries)| {
                json!({ "person": id.to_string(), "name": name, "days": machine::days_json(entries) })
            })
            .collect();
        return home.console.json(&json!({ "people": people }));
    }
    if lists.is_empty() {
        return home.console.result("Nobody yet. Add someone: diary person add NAME");
    }
    let shown: Vec<_> =
        lists.iter().map(|(_, name, entries)| day::show(name, entries, home.console.look)).collect();
    home.console.result(&shown.join("\n\n"))
}

fn history(home: &Home<'_>, person: Option<&str>, entry: &str) -> Result<(), CliError> {
    let (id, versions) = home.with(|open| {
        let (diary, id) = find(open, person, entry)?;
        Ok((id, diary.history(id)?))
    })?;
    if home.console.json {
        let versions: Vec<_> = versions.iter().map(machine::version).collect();
        return home.console.json(&json!({ "entry": id.to_string(), "versions": versions }));
    }
    home.console.result(&day::history(id, &versions, home.console.look))
}

/// The entry that the beginning of an id means, in one person's diary or in everyone's.
fn find(open: &Open, person: Option<&str>, text: &str) -> Result<(Arc<Diary>, EntryId), CliError> {
    let people = match person {
        Some(person) => vec![open.person(Some(person))?],
        None => open.people()?,
    };
    let mut known = Vec::new();
    let mut diaries = Vec::new();
    for (id, _) in people {
        let diary = open.household.diary(id)?;
        for entry in diary.entries()? {
            known.push((entry.id, String::new()));
            diaries.push((entry.id, Arc::clone(&diary)));
        }
    }
    let id = pick::by_name_or_id("entry", text, &known)?;
    let diary = diaries.into_iter().find(|(known, _)| *known == id).map(|(_, diary)| diary);
    diary.map(|diary| (diary, id)).ok_or_else(|| diary_core::diary::DiaryError::NoSuchEntry.into())
}

fn said(home: &Home<'_>, entry: Option<&Entry>, what: &str) -> Result<(), CliError> {
    let Some(entry) = entry else { return Err(diary_core::diary::DiaryError::NoSuchEntry.into()) };
    if home.console.json {
        return home.console.json(&machine::entry(entry));
    }
    home.console.result(&format!(
        "{what}: {}, {} ({})",
        words::reading(&entry.content),
        words::time(&entry.content.moment, None),
        day::short_id(entry.id)
    ))
}
