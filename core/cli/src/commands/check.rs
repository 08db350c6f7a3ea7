//! `diary check`: what of a household can still be read.

use diary_core::diary::{LeftOfMedia, LostMedia};
use diary_core::household::{self, Check, FileCheck, Leftover};
use diary_core::store::FileKind;
use diary_core::vault::Unlock;
use serde_json::{Value, json};

use super::home;
use crate::args::GlobalArgs;
use crate::day::short_id;
use crate::error::CliError;
use crate::progress::Waiting;
use crate::report::Report;
use crate::secrets::{self, Opening};
use crate::terminal::{Console, Role, shown};

pub(super) fn run(options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    let folder = home::folder(options)?;
    let opening = secrets::opening(&options.secret, console)?;
    let own = secrets::own_given(&options.secret, console)?;
    let waiting = Waiting::for_(console, "Reading every page and every media file");
    let own: Vec<Unlock<'_>> = own.iter().map(Opening::unlock).collect();
    let check = household::check(&folder, opening.unlock(), &own);
    drop(waiting);
    let check = check?;
    let whole = check.notice.is_none() && check.files.iter().all(FileCheck::is_whole);
    let mut lines: Vec<String> = check.files.iter().flat_map(|file| file_lines(file, console)).collect();
    lines.push(match check.notice {
        None => format!("Key file: {}, both copies", console.look.paint(Role::Fine, "in order")),
        Some(notice) => {
            format!("Key file: {}: {notice}", console.look.paint(Role::Attention, "NOT IN ORDER"))
        }
    });
    lines.extend(check.leftovers.iter().map(|left| format!("Beside them: {}", words(*left))));
    if !whole {
        lines.push(
            "\nNothing was changed. `diary salvage FROM TO` copies what can be read into a new household."
                .to_owned(),
        );
    }
    Ok(Report::new(lines.join("\n"), as_json(&check)).but((!whole).then_some(CliError::NotSound)))
}

/// A line for a file, and one for each media file of which something is lost.
fn file_lines(file: &FileCheck, console: Console) -> Vec<String> {
    let mut lines = vec![line(file, console)];
    lines.extend(file.media.lost.iter().map(|lost| format!("  {}", lost_media(lost, console))));
    lines
}

/// What is lost of a media file.
pub(super) fn lost_media(lost: &LostMedia, console: Console) -> String {
    let LostMedia { media, entry, error, proven, length } = lost;
    let wrong = console.look.paint(Role::Attention, "media file");
    let left = match proven {
        0 => "nothing of it can be used".to_owned(),
        some => format!("its first {some} of {length} bytes are as they were written"),
    };
    format!("{wrong} {} of entry {}: {error}: {left}", short_id(*media), short_id(*entry))
}

fn line(file: &FileCheck, console: Console) -> String {
    let what = if file.sealed { "What is sealed" } else { "Diary" };
    let name = match (file.kind, &file.name) {
        (FileKind::Diary, Some(name)) => format!("{what} of {}", shown(name)),
        (FileKind::Diary, None) => format!("{what} of a person whose name is lost"),
        (FileKind::Household, _) => "Household".to_owned(),
        (FileKind::Inbox, _) => "Inbox".to_owned(),
    };
    if file.own_lock {
        return format!("{name}: has a lock of its own, and was not looked at (--own-passphrase-file)");
    }
    if let Some(error) = file.unreadable {
        return format!("{name}: {}: {error}", console.look.paint(Role::Attention, "NOT READABLE"));
    }
    let state = if file.is_whole() {
        console.look.paint(Role::Fine, "in order")
    } else {
        console.look.paint(Role::Attention, "DAMAGED")
    };
    let mut parts = vec![format!("{name}: {state}, {} pages", file.pages)];
    if !file.damaged_pages.is_empty() {
        parts.push(format!("{} of them broken ({})", file.damaged_pages.len(), numbers(&file.damaged_pages)));
    }
    if file.kind != FileKind::Inbox {
        parts.push(format!("{} changes readable", file.readable));
    }
    if file.kind == FileKind::Diary {
        parts.push(format!("{} entries", file.entries.entries));
        let named = file.media.whole + file.media.lost.len() as u64;
        if named > 0 {
            parts.push(format!("{} of {named} media files in order", file.media.whole));
        }
        if file.media.unnamed > 0 {
            parts.push(format!("{} media files that no entry names", file.media.unnamed));
        }
    }
    if file.partly > 0 {
        parts.push(format!("{} in part", file.partly));
    }
    for lost in &file.lost {
        parts.push(format!("changes {} to {} of writer {} lost", lost.from, lost.to, lost.writer));
    }
    parts.join(", ")
}

/// The first few page numbers.
fn numbers(pages: &[u32]) -> String {
    let first: Vec<String> = pages.iter().take(8).map(ToString::to_string).collect();
    format!("{}{}", first.join(", "), if pages.len() > 8 { ", ..." } else { "" })
}

const fn words(left: Leftover) -> &'static str {
    match left {
        Leftover::Log => {
            "logs that a killed program left; they belong to their files, the next opening takes them in"
        }
        Leftover::BeforeUpgrade => "copies from before an upgrade; they go by themselves",
        Leftover::UnfinishedKeys => "an unfinished save of the key file; it is not read",
        Leftover::Unknown => "files that no key of this household opens",
    }
}

/// What is left of media files as an object.
pub(super) fn media_json(media: &LeftOfMedia) -> Value {
    let lost = media.lost.iter().map(|lost| {
        json!({
            "media": lost.media.to_string(),
            "entry": lost.entry.to_string(),
            "error": lost.error.to_string(),
            "proven": lost.proven,
            "length": lost.length,
        })
    });
    json!({ "whole": media.whole, "lost": lost.collect::<Vec<_>>(), "unnamed": media.unnamed })
}

/// A check as an object.
pub(super) fn as_json(check: &Check) -> Value {
    let files = check.files.iter().map(|file| {
        let lost = file
            .lost
            .iter()
            .map(|lost| json!({ "writer": lost.writer.to_string(), "from": lost.from, "to": lost.to }));
        json!({
            "file": file.kind.to_string(),
            "person": file.person.map(|person| person.to_string()),
            "name": file.name,
            "whole": file.is_whole(),
            "own_lock": file.own_lock,
            "unreadable": file.unreadable.map(|error| error.to_string()),
            "pages": file.pages,
            "damaged_pages": file.damaged_pages,
            "readable": file.readable,
            "partly": file.partly,
            "erased": file.erased,
            "lost": lost.collect::<Vec<_>>(),
            "sealed": file.sealed,
            "media": media_json(&file.media),
            "entries": file.entries.entries,
            "without_first_version": file.entries.without_beginning,
        })
    });
    let leftovers = check.leftovers.iter().map(|left| match left {
        Leftover::Log => "log",
        Leftover::BeforeUpgrade => "before-upgrade",
        Leftover::UnfinishedKeys => "unfinished-keys",
        Leftover::Unknown => "unknown",
    });
    json!({
        "files": files.collect::<Vec<_>>(),
        "key_file": check.notice.map(|notice| notice.to_string()),
        "leftovers": leftovers.collect::<Vec<_>>(),
    })
}
