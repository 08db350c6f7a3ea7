//! `diary verify`: checking every file and every chain.

use diary_core::diary::MediaReport;
use diary_core::household::{FileReport, Finding, Person, PersonMedia};
use diary_core::id::{MediaId, PersonId};
use diary_core::store::FileKind;
use diary_core::vault::{Fault, FilePurpose};
use serde_json::{Value, json};

use super::home;
use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::progress::Waiting;
use crate::report::Report;
use crate::terminal::{Console, Role, shown};

pub(super) fn run(options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let waiting = Waiting::for_(console, "Checking every file");
        let verified = home.household.verify();
        drop(waiting);
        let verified = verified?;
        let people = home.household.people()?;
        let mut lines = Vec::new();
        for sound in &verified.sound {
            let fine = console.look.paint(Role::Fine, "in order");
            let name = name(sound.kind, sound.person, sound.sealed, &people);
            lines.push(format!("{name}: {fine}, {}", checked(sound)));
        }
        lines.extend(verified.media.iter().flat_map(|media| media_lines(media, &people)));
        for Finding { kind, person, sealed, error } in &verified.findings {
            let wrong = console.look.paint(Role::Attention, "NOT IN ORDER");
            lines.push(format!("{}: {wrong}: {error}", name(*kind, *person, *sealed, &people)));
        }
        for file in &verified.locked {
            let (person, sealed) = whose(*file);
            let name = name(FileKind::Diary, person, sealed, &people);
            lines.push(format!("{name}: locked, with a lock of its own; not looked at"));
        }
        // A copy that is older is what a kill between the two leaves; no accident to the bytes can make one.
        let damaged = home.notice.is_some_and(|notice| notice.fault != Fault::Behind);
        let sound = verified.findings.is_empty() && !damaged;
        lines.push(match home.notice {
            None => format!("Key file: {}, both copies", console.look.paint(Role::Fine, "in order")),
            Some(_) if !damaged => {
                "Key file: the last change was cut short before its second copy; the next change \
                 writes both"
                    .to_owned()
            }
            Some(notice) => {
                format!("Key file: {}: {notice}", console.look.paint(Role::Attention, "NOT IN ORDER"))
            }
        });
        let json = json!({
            "chain_ok": sound,
            "files": verified.sound.iter().map(file_json).collect::<Vec<_>>(),
            "media": verified.media.iter().map(media_json).collect::<Vec<_>>(),
            "findings": verified.findings.iter().map(finding_json).collect::<Vec<_>>(),
            "locked": verified.locked.iter().copied().map(locked_json).collect::<Vec<_>>(),
            "key_file": home.notice.map(|notice| notice.to_string()),
        });
        Ok(Report::new(lines.join("\n"), json).but((!sound).then_some(CliError::NotSound)))
    })
}

/// Whose a locked file is, and whether it is what is sealed of them.
pub(super) const fn whose(file: FilePurpose) -> (Option<PersonId>, bool) {
    match file {
        FilePurpose::Diary { person } => (Some(person), false),
        FilePurpose::Sealed { person } => (Some(person), true),
        FilePurpose::Household | FilePurpose::Inbox | FilePurpose::Backup => (None, false),
    }
}

fn locked_json(file: FilePurpose) -> Value {
    let (person, sealed) = whose(file);
    json!({ "file": file_word(FileKind::Diary, sealed), "person": person.map(|person| person.to_string()) })
}

const fn file_word(kind: FileKind, sealed: bool) -> &'static str {
    if sealed { "sealed" } else { code(kind) }
}

fn name(kind: FileKind, person: Option<PersonId>, sealed: bool, people: &[Person]) -> String {
    let person = person.and_then(|id| people.iter().find(|person| person.id == id));
    match (kind, person) {
        (FileKind::Diary, Some(person)) if sealed => format!("What is sealed of {}", shown(&person.name)),
        (FileKind::Diary, Some(person)) => format!("Diary of {}", shown(&person.name)),
        (FileKind::Diary, None) => "Diary".to_owned(),
        (FileKind::Household, _) => "Household file".to_owned(),
        (FileKind::Inbox, _) => "Inbox".to_owned(),
    }
}

fn checked(sound: &FileReport) -> String {
    if sound.kind == FileKind::Inbox {
        return match sound.checked {
            1 => "1 sealed item waits".to_owned(),
            many => format!("{many} sealed items wait"),
        };
    }
    let changes = if sound.checked == 1 { "change" } else { "changes" };
    let chains = if sound.heads.len() == 1 { "chain" } else { "chains" };
    format!("{} {changes} in {} {chains}", sound.checked, sound.heads.len())
}

/// How many media files a person has, and what lies beside them.
fn media_lines(media: &PersonMedia, people: &[Person]) -> Vec<String> {
    let MediaReport { expected, wrong, orphans, removed, strangers } = &media.report;
    let name = people
        .iter()
        .find(|person| person.id == media.person)
        .map_or_else(String::new, |person| format!(" of {}", shown(&person.name)));
    let name = if media.sealed { format!("{name}, sealed") } else { name };
    let mut lines = Vec::new();
    if *expected > 0 {
        let sound = expected - wrong.len() as u64;
        lines.push(format!("Media{name}: {sound} of {expected} in order"));
    }
    lines.extend(orphans.iter().map(|id| {
        format!(
            "Media{name}: {id} belongs to no entry: adding it was cut short. Attach the same file again, or: diary media \
             discard {id}"
        )
    }));
    lines.extend(removed.iter().map(|id| {
        format!("Media{name}: {id} was removed, and its file is still there. Next: diary media discard {id}")
    }));
    if *strangers > 0 {
        lines.push(format!("Media{name}: {strangers} other files in the folder; they were left alone"));
    }
    lines
}

fn media_json(media: &PersonMedia) -> Value {
    let ids = |ids: &[MediaId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    let wrong = media.report.wrong.iter().map(|(media, entry, error)| {
        json!({ "media": media.to_string(), "entry": entry.to_string(), "finding": error.to_string() })
    });
    json!({
        "person": media.person.to_string(),
        "sealed": media.sealed,
        "expected": media.report.expected,
        "wrong": wrong.collect::<Vec<_>>(),
        "orphans": ids(&media.report.orphans),
        "removed": ids(&media.report.removed),
        "strangers": media.report.strangers,
    })
}

const fn code(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Household => "household",
        FileKind::Inbox => "inbox",
        FileKind::Diary => "diary",
    }
}

fn file_json(file: &FileReport) -> Value {
    let heads = file.heads.iter().map(|head| {
        let hash = head.hash.map(|byte| format!("{byte:02x}"));
        json!({ "writer": head.writer.to_string(), "number": head.number, "hash": hash.concat() })
    });
    json!({
        "file": file_word(file.kind, file.sealed),
        "person": file.person.map(|person| person.to_string()),
        "checked": file.checked,
        "heads": heads.collect::<Vec<_>>(),
    })
}

fn finding_json(finding: &Finding) -> Value {
    json!({
        "file": file_word(finding.kind, finding.sealed),
        "person": finding.person.map(|person| person.to_string()),
        "finding": finding.error.to_string(),
    })
}
