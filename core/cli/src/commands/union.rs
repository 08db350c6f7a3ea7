//! `diary union`: another copy of the household, as a second phone has it, taken in.

use std::fs::File;
use std::io::{BufRead, BufReader};

use diary_core::diary::{MediaTaken, United};
use diary_core::household::{Person, PersonUnited, UnionOutcome};
use diary_core::vault::Unlock;
use serde_json::{Value, json};

use super::home;
use crate::args::{GlobalArgs, UnionArgs};
use crate::error::CliError;
use crate::progress::Waiting;
use crate::report::Report;
use crate::secrets;
use crate::terminal::{Console, shown};

pub(super) fn run(args: &UnionArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    if args.from.is_file() {
        return from_file(args, options, console);
    }
    home::with(options, console, |home| {
        // Before it is compared, what waits here belongs to the diaries.
        home.hand_on_received(console);
        let passphrase = secrets::of_other_copy(args.other_passphrase_file.as_deref(), console)?;
        let waiting = Waiting::for_(console, "Checking and taking in the other copy");
        let united = home.household.unite(&args.from, Unlock::Passphrase(&passphrase));
        drop(waiting);
        let united = united?;
        let people = home.household.people()?;
        let lines: Vec<String> = united.iter().flat_map(|one| lines(one, &people)).collect();
        let files: Vec<Value> = united.iter().map(|one| as_json(one, &people)).collect();
        Ok(Report::new(lines.join("\n"), json!({ "files": files })))
    })
}

/// Takes in exported journals, one diary after the other.
fn from_file(args: &UnionArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    let io = |error: std::io::Error| CliError::Input(error.kind());
    home::with(options, console, |home| {
        let people = home.household.people()?;
        let mut input = BufReader::new(File::open(&args.from).map_err(io)?);
        let mut united = Vec::new();
        while !input.fill_buf().map_err(io)?.is_empty() {
            let one = home.household.unite_journal(&mut input, args.new_writers)?;
            united.push(one.ok_or(CliError::NotOfThisHousehold)?);
        }
        let lines: Vec<String> = united.iter().flat_map(|one| lines(one, &people)).collect();
        let files: Vec<Value> = united.iter().map(|one| as_json(one, &people)).collect();
        Ok(Report::new(lines.join("\n"), json!({ "files": files })))
    })
}

fn name(one: &PersonUnited, people: &[Person]) -> Option<String> {
    people.iter().find(|person| person.id == one.person).map(|person| person.name.clone())
}

fn lines(one: &PersonUnited, people: &[Person]) -> Vec<String> {
    let name = name(one, people).map_or_else(|| one.person.to_string(), |name| shown(&name));
    let whose = if one.sealed { format!("What is sealed of {name}") } else { format!("Diary of {name}") };
    let (united, media, storage) = match &one.outcome {
        UnionOutcome::United { united, media, storage } => (united, media, *storage),
        UnionOutcome::Locked => {
            return vec![format!("{whose}: has a lock of its own that is shut; not taken in")];
        }
        UnionOutcome::Unknown => {
            return vec![format!("{whose}: only the other copy has this person; not taken in")];
        }
    };
    let mut lines = vec![match united.operations {
        0 => format!("{whose}: nothing new"),
        1 => format!("{whose}: 1 change taken in, {} entries now", united.entries.0),
        many => format!("{whose}: {many} changes taken in, {} entries now", united.entries.0),
    }];
    lines.extend(remarks(united, media, storage).into_iter().map(|line| format!("  {line}")));
    lines
}

/// What a person should know besides.
fn remarks(united: &United, media: &MediaTaken, storage: bool) -> Vec<String> {
    let mut lines = Vec::new();
    if united.erased > 0 {
        lines.push(format!("erased, because their entries were: {} changes", united.erased));
    }
    if storage {
        lines.push("the file could not be given a new key after that; `diary rotate` does it".to_owned());
    }
    lines.extend(united.forks.iter().map(|fork| {
        format!(
            "writer {} went on twice from one state, from change {} on: a phone was copied with its program's data. Both are \
             kept",
            fork.writer, fork.number
        )
    }));
    lines.extend(united.ahead.iter().map(|ahead| {
        format!(
            "{} changes of writer {} were written by a clock more than a day ahead: kept as they are",
            ahead.operations, ahead.writer
        )
    }));
    if media.taken > 0 {
        lines.push(format!("media files taken along: {}", media.taken));
    }
    if media.missing > 0 {
        lines.push(format!("media files that neither copy has whole: {}", media.missing));
    }
    lines
}

fn as_json(one: &PersonUnited, people: &[Person]) -> Value {
    let mut json = json!({
        "person": one.person.to_string(),
        "name": name(one, people),
        "sealed": one.sealed,
        "outcome": one.outcome.name(),
    });
    if let (UnionOutcome::United { united, media, storage }, Value::Object(json)) = (&one.outcome, &mut json)
    {
        let forks = united.forks.iter();
        let forks = forks.map(|fork| json!({ "writer": fork.writer.to_string(), "number": fork.number }));
        let ahead = united.ahead.iter();
        let ahead = ahead.map(|one| json!({ "writer": one.writer.to_string(), "changes": one.operations }));
        let more = json!({
            "changes": united.operations,
            "entries": united.entries.0,
            "entries_before": united.entries.1,
            "erased": united.erased,
            "new_key_missing": storage,
            "new_writers": united.writers.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "forks": forks.collect::<Vec<_>>(),
            "ahead": ahead.collect::<Vec<_>>(),
            "media_taken": media.taken,
            "media_missing": media.missing,
        });
        if let Value::Object(more) = more {
            json.extend(more);
        }
    }
    json
}
