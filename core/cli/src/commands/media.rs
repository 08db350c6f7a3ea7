//! `diary attach` and `diary media`: photos, video, recordings and documents of entries.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use diary_core::diary::{Attachment, Diary, DiaryError, MediaWords, WhatStays};
use diary_core::exchange::export::attachment_view;
use diary_core::household::Person;
use diary_core::id::MediaId;
use diary_core::media::{Orientation, Prepared};
use serde_json::{Value, json};

use super::home::Home;
use super::own::{self, Which};
use super::{entries, export, home, people};
use crate::args::{AttachArgs, GlobalArgs};
use crate::day::short_id;
use crate::error::CliError;
use crate::pick;
use crate::progress::Progress;
use crate::report::Report;
use crate::secrets;
use crate::table;
use crate::terminal::Console;
use crate::words;

pub(super) fn attach(args: &AttachArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    // What the file tells is looked at before anyone is asked for a passphrase.
    let mut file = File::open(&args.file).map_err(unread)?;
    if !file.metadata().map_err(unread)?.is_file() {
        return Err(CliError::Input(io::ErrorKind::InvalidInput));
    }
    let prepared = Prepared::of(&mut file).map_err(unread)?;
    let stays = if args.keep_details { WhatStays::AllIfNeedBe } else { WhatStays::OnlyWhatShows };
    let stays = match prepared.details() {
        None if stays == WhatStays::OnlyWhatShows => may_stay(&prepared, console)?,
        _ => stays,
    };
    home::with(options, console, |home| {
        let which = Which::of(args.sealed);
        let (person, diary, entry) =
            entries::find(home, args.person.as_deref(), which, &args.entry, console)?;
        let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned());
        let words = MediaWords { caption: args.caption.clone(), name };
        let bar = Progress::bytes(console, "Sealing", prepared.length());
        let attached =
            diary.attach(entry, &mut file, &words, stays, home.household.author(), &mut |at, _| {
                bar.reached(at);
            });
        bar.done();
        let attached = attached?;
        let text = format!(
            "Added to entry {} of {}: {} (media {}). {}",
            short_id(entry),
            which.name(&person),
            words::attachment(&attached),
            short_id(attached.file.id),
            taken_out(&attached, prepared.orientation()),
        );
        let mut json = which.as_json(&person);
        if let Value::Object(json) = &mut json {
            json.insert("entry".to_owned(), entry.to_string().into());
            json.insert("attachment".to_owned(), as_json(&attached)?);
        }
        Ok(Report::new(text, json))
    })
}

/// Asks whether everything may stay in a file that nothing can be taken out of.
fn may_stay(prepared: &Prepared, console: Console) -> Result<WhatStays, CliError> {
    if !secrets::someone_is_there(console) {
        return Err(DiaryError::KeepsDetails(prepared.kind()).into());
    }
    console.complain(
        "diary: place, time and device cannot be taken out of this file; whoever gets it later reads what it tells.",
    );
    if secrets::agrees("Type yes to store it as it is: ")? {
        Ok(WhatStays::AllIfNeedBe)
    } else {
        Err(CliError::Cancelled)
    }
}

fn taken_out(attached: &Attachment, orientation: Orientation) -> String {
    let mut said = match &attached.details {
        None => "Nothing was taken out of it: it tells what it told before.".to_owned(),
        Some(details) if details.is_empty() => "It told nothing but what it shows.".to_owned(),
        Some(details) => format!("Taken out of it: {}.", words::details(details)),
    };
    if orientation == Orientation::Unreadable {
        said.push_str(" It may lie on its side now: how it is to be turned could not be read.");
    }
    said
}

pub(super) fn list(
    person: Option<&str>,
    which: Which,
    options: &GlobalArgs,
    console: Console,
) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let mut rows = Vec::new();
        let mut objects = Vec::new();
        let (diaries, shut) = own::files(home, person, which, console)?;
        for (person, diary) in diaries {
            let attachments = diary.attachments()?;
            for attached in &attachments {
                rows.push(vec![
                    short_id(attached.file.id),
                    which.name(&person),
                    short_id(attached.entry),
                    words::attachment(attached),
                    attached
                        .details
                        .as_ref()
                        .map_or_else(|| "nothing".to_owned(), |found| words::details(found)),
                ]);
            }
            let mut json = which.as_json(&person);
            if let Value::Object(json) = &mut json {
                let list = attachments.iter().map(|attached| {
                    let mut object = as_json(attached)?;
                    if let Value::Object(object) = &mut object {
                        object.insert("entry".to_owned(), attached.entry.to_string().into());
                    }
                    Ok(object)
                });
                json.insert("media".to_owned(), list.collect::<Result<Vec<_>, CliError>>()?.into());
            }
            objects.push(json);
        }
        let text = if rows.is_empty() {
            "No entry has a file. Next: diary attach ENTRY FILE".to_owned()
        } else {
            table::table(console.look, &["Media", "Of", "Entry", "What", "Taken out"], rows)
        };
        objects.extend(shut.iter().map(|person| own::shut_json(person, which)));
        let text =
            shut.iter().fold(text, |text, person| format!("{text}\n{}", own::shut_line(person, which)));
        Ok(Report::new(text, json!({ "people": objects })))
    })
}

pub(super) fn save(
    media: &str,
    which: Which,
    out: &Path,
    options: &GlobalArgs,
    console: Console,
) -> Result<Report, CliError> {
    if out.symlink_metadata().is_ok() {
        return Err(CliError::OutputExists);
    }
    home::with(options, console, |home| {
        let (person, _, attached) = find(home, media, which, console)?;
        let mut file = export::beside(out)?;
        let bar = Progress::bytes(console, "Writing", attached.file.length);
        let (out_file, progress) = (file.as_file_mut(), &mut |at, _| bar.reached(at));
        let saved = match which {
            Which::Diary => home.household.save_media(person.id, attached.file.id, out_file, progress),
            Which::Sealed => {
                home.household.save_sealed_media(person.id, attached.file.id, out_file, progress)
            }
        };
        bar.done();
        saved?;
        export::named(file, out)?;
        let text = format!(
            "{} of {} written to {}. That file is not encrypted.",
            words::attachment(&attached),
            which.name(&person),
            out.display()
        );
        let mut json = which.as_json(&person);
        if let Value::Object(json) = &mut json {
            json.insert("attachment".to_owned(), as_json(&attached)?);
            json.insert("out".to_owned(), out.to_string_lossy().into());
        }
        Ok(Report::new(text, json))
    })
}

pub(super) fn remove(
    media: &str,
    which: Which,
    reason: &str,
    options: &GlobalArgs,
    console: Console,
) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let (person, diary, attached) = find(home, media, which, console)?;
        diary.remove_media(attached.file.id, reason, home.household.author())?;
        let text = format!(
            "Removed from entry {} of {}: {}.",
            short_id(attached.entry),
            which.name(&person),
            words::attachment(&attached)
        );
        let mut json = which.as_json(&person);
        if let Value::Object(json) = &mut json {
            json.insert("removed".to_owned(), attached.file.id.to_string().into());
        }
        Ok(Report::new(text, json))
    })
}

pub(super) fn discard(
    media: &str,
    person: Option<&str>,
    which: Which,
    options: &GlobalArgs,
    console: Console,
) -> Result<Report, CliError> {
    let id: MediaId = media.parse()?;
    home::with(options, console, |home| {
        let person = people::chosen(&home.household, person)?;
        own::file(home, &person, which, console)?.discard_media(id)?;
        let text = format!("Removed from the folder of {}: media {}.", which.name(&person), short_id(id));
        let mut json = which.as_json(&person);
        if let Value::Object(json) = &mut json {
            json.insert("discarded".to_owned(), id.to_string().into());
        }
        Ok(Report::new(text, json))
    })
}

/// The media file that a text means, in all files of people that are not shut.
fn find(
    home: &Home,
    text: &str,
    which: Which,
    console: Console,
) -> Result<(Person, Arc<Diary>, Attachment), CliError> {
    let mut all = Vec::new();
    for (person, diary) in own::files(home, None, which, console)?.0 {
        let attachments = diary.attachments()?;
        all.extend(attachments.into_iter().map(|attached| (person.clone(), Arc::clone(&diary), attached)));
    }
    let known: Vec<(MediaId, String)> =
        all.iter().map(|(.., attached)| (attached.file.id, String::new())).collect();
    let id = pick::by_name_or_id("media file", text, &known)?;
    let found = all.into_iter().find(|(.., attached)| attached.file.id == id);
    found.ok_or_else(|| DiaryError::NoSuchMedia.into())
}

fn as_json(attached: &Attachment) -> Result<Value, CliError> {
    serde_json::to_value(attachment_view(attached))
        .map_err(|error| CliError::Output(error.io_error_kind().unwrap_or(io::ErrorKind::InvalidData)))
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn unread(error: io::Error) -> CliError {
    CliError::Input(error.kind())
}
