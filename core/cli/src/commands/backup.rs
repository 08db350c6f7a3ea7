//! `diary backup` and `diary restore`.

use std::fs;
use std::path::{Path, PathBuf};

use diary_core::backup::{Directory, LostFile, LostPart, Problem, Ran, Range};
use diary_core::household::{
    self, BackUp, BackupReport, Damaged, HouseholdError, KnownBackup, NotWhole, Person, Restore, Restored,
};
use diary_core::id::PersonId;
use diary_core::vault::FilePurpose;
use serde_json::{Value, json};

use super::{home, own, people};
use crate::args::{GlobalArgs, RestoreArgs};
use crate::error::CliError;
use crate::installation;
use crate::progress::Waiting;
use crate::report::Report;
use crate::secrets::{self, Opening};
use crate::table;
use crate::terminal::{Console, Role, shown};
use crate::words::instant as when;

pub(super) fn to(
    dir: &Path,
    person: Option<&str>,
    options: &GlobalArgs,
    console: Console,
) -> Result<Report, CliError> {
    let home = home::folder(options)?;
    refuse_inside(dir, &home)?;
    home::with(options, console, |opened| {
        opened.hand_on_received(console);
        let only = person.map(|text| people::chosen(&opened.household, Some(text))).transpose()?;
        if let Some(person) = &only {
            own::file(opened, person, own::Which::Diary, console)?;
        }
        let only = only.map(|person| person.id);
        let _ = fs::create_dir(dir);
        let folder = Directory::open(dir)?;
        let scratch = std::env::temp_dir();
        let place = folder.path().to_string_lossy().into_owned();
        let waiting = Waiting::for_(console, "Backing up, and reading it back");
        let ran = opened.household.back_up(&folder, &BackUp { place: &place, scratch: &scratch, only });
        drop(waiting);
        let ran = ran?;
        let people = opened.household.people()?;
        let same_disk = same_disk(folder.path(), &home);
        Ok(done(&ran, (only, &people), same_disk, console).but(ran.proof.err().map(CliError::from)))
    })
}

/// A backup inside the household would be lost with it, and backed up with it.
fn refuse_inside(dir: &Path, home: &Path) -> Result<(), CliError> {
    let real = |path: &Path| path.canonicalize().ok();
    let above = |path: &Path| path.parent().filter(|above| !above.as_os_str().is_empty()).map(PathBuf::from);
    let dir = real(dir).or_else(|| real(&above(dir).unwrap_or_else(|| PathBuf::from("."))));
    match (dir, real(home)) {
        (Some(dir), Some(home)) if dir.starts_with(&home) => Err(CliError::BackupInside),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn same_disk(dir: &Path, home: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let disk = |path: &Path| fs::metadata(path).ok().map(|about| about.dev());
    disk(dir) == disk(home)
}

#[cfg(not(unix))]
fn same_disk(_dir: &Path, _home: &Path) -> bool {
    false
}

fn done(
    ran: &Ran,
    (only, people): (Option<PersonId>, &[Person]),
    same_disk: bool,
    console: Console,
) -> Report {
    let of = only.map_or_else(String::new, |person| format!(" of {} alone", name_of(person, people)));
    let mut lines = vec![format!(
        "Backup {}{of}: {} pieces with {} bytes written, {} taken away.",
        ran.number, ran.written, ran.bytes, ran.removed
    )];
    lines.push(if ran.proof.is_ok() {
        let fine = console.look.paint(Role::Fine, "proven");
        format!("It was read back whole and restored into scratch space: {fine}. Media files were read and not written.")
    } else {
        console.look.paint(Role::Attention, "It could not be proven; nothing was taken away.")
    });
    if !ran.healed.is_empty() {
        lines.push(format!(
            "{} lost or damaged pieces of earlier backups were written again.",
            ran.healed.len()
        ));
    }
    for (file, as_of) in &ran.left_out {
        let what = what_of(*file, people);
        let hint = "open it with --own-passphrase-file";
        lines.push(match as_of {
            Some(at) => {
                format!("{what} was not open; the backup has it as of {} ({hint}).", when(*at))
            }
            None => format!("{what} was not open and is not in the backup ({hint})."),
        });
    }
    if let Some(number) = ran.not_continued {
        lines.push(format!(
            "Backup {number} has entries that this diary does not: it stays as it is, and nothing of it was merged."
        ));
    }
    if let Some(number) = ran.put_back {
        lines.push(format!(
            "The folder is older than it was: backup {number} was made there and is gone, or this is another folder."
        ));
    }
    if !ran.erased.is_empty() {
        lines.push(
            "Earlier backups that had what was erased since, or has a lock of its own now, are gone."
                .to_owned(),
        );
    }
    if same_disk {
        lines.push("It lies on the same disk as the diary: if that breaks, both are gone.".to_owned());
    }
    let left_out = ran.left_out.iter().map(file_json);
    let json = json!({
        "backup": ran.number,
        "person": only.map(|person| person.to_string()),
        "proven": ran.proof.is_ok(),
        "pieces": ran.written,
        "bytes": ran.bytes,
        "removed": ran.removed,
        "healed": ran.healed.len(),
        "left_out": left_out.collect::<Vec<_>>(),
        "not_continued": ran.not_continued,
        "put_back": ran.put_back,
        "erased": ran.erased,
        "same_disk": same_disk,
    });
    Report::new(lines.join("\n"), json)
}

pub(super) fn verify(dir: &Path, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let folder = Directory::open(dir)?;
        let place = folder.path().to_string_lossy().into_owned();
        let waiting = Waiting::for_(console, "Reading every piece");
        let report = home.household.check_backup(&folder, &place);
        drop(waiting);
        let report = report?;
        let people = home.household.people()?;
        let sound = report.checked.problems.is_empty() && report.put_back.is_none();
        Ok(verified(&report, &people, sound, console).but((!sound).then_some(CliError::NotSound)))
    })
}

fn verified(report: &BackupReport, people: &[Person], sound: bool, console: Console) -> Report {
    let BackupReport { checked, touched, put_back, shut } = report;
    let mut lines: Vec<String> = checked
        .backups
        .iter()
        .map(|(number, at_ms)| {
            let whole = if checked.whole.contains(number) { "whole" } else { "not whole" };
            format!("Backup {number} of {}, {whole}", when(*at_ms))
        })
        .collect();
    lines.push(format!("{} pieces with {} bytes were read.", checked.pieces, checked.bytes));
    lines.extend(checked.problems.iter().map(|problem| {
        let wrong = console.look.paint(Role::Attention, "NOT IN ORDER");
        format!("{wrong}: {}", in_words(problem, people))
    }));
    for one in touched {
        let name = name_of(one.person, people);
        let days: Vec<String> =
            one.entries.iter().filter_map(|(_, day)| day.map(|day| day.to_string())).collect();
        let days = match (days.first(), days.last()) {
            (Some(first), Some(last)) if first == last => format!(" of {first}"),
            (Some(first), Some(last)) => format!(" from {first} to {last}"),
            _ => String::new(),
        };
        lines.push(format!(
            "It touches {} entries of {name}{days}; the next backup writes them again.",
            one.entries.len()
        ));
    }
    if let Some(number) = put_back {
        lines.push(format!("Backup {number} was made here and is not there any more."));
    }
    for file in shut {
        lines.push(format!(
            "{} was not looked at: it opens with its own secret (--own-passphrase-file).",
            what_of(*file, people)
        ));
    }
    if checked.unnamed > 0 {
        lines.push(format!("{} pieces belong to no backup; the next one takes them away.", checked.unnamed));
    }
    if sound {
        lines.push(format!("All of it is {}.", console.look.paint(Role::Fine, "in order")));
    }
    let backups = checked.backups.iter().map(|(number, at_ms)| {
        json!({ "backup": number, "at_ms": at_ms, "whole": checked.whole.contains(number) })
    });
    let touched = touched.iter().map(|one| {
        let entry = |(entry, day): &(diary_core::id::EntryId, Option<diary_core::time::CivilDate>)| {
            json!({ "entry": entry.to_string(), "day": day.map(|day| day.to_string()) })
        };
        let entries: Vec<_> = one.entries.iter().map(entry).collect();
        json!({ "person": one.person.to_string(), "entries": entries })
    });
    let json = json!({
        "sound": sound,
        "backups": backups.collect::<Vec<_>>(),
        "pieces": checked.pieces,
        "bytes": checked.bytes,
        "unnamed": checked.unnamed,
        "put_back": put_back,
        "problems": checked.problems.iter().map(problem_json).collect::<Vec<_>>(),
        "touched": touched.collect::<Vec<_>>(),
        "shut": shut.iter().map(|file| file_json(&(*file, None))).collect::<Vec<_>>(),
    });
    Report::new(lines.join("\n"), json)
}

fn in_words(problem: &Problem, people: &[Person]) -> String {
    let whose = match &problem.what {
        LostPart::Operations(range) => Some(range.file),
        LostPart::State { file } | LostPart::MediaList { file } | LostPart::Media { file, .. } => Some(*file),
        LostPart::KeyFile | LostPart::Manifest => None,
    };
    let name = match whose {
        Some(LostFile::Diary(person) | LostFile::Sealed(person)) => format!(" ({})", name_of(person, people)),
        _ => String::new(),
    };
    let written = match &problem.what {
        LostPart::Operations(Range { first_ms: Some(first), last_ms: Some(last), .. }) => {
            format!(", written from {} to {}", when(*first), when(*last))
        }
        _ => String::new(),
    };
    format!("{problem}{name}{written}")
}

fn problem_json(problem: &Problem) -> Value {
    let file = |file: &LostFile| match file {
        LostFile::Household => json!("household"),
        LostFile::Inbox => json!("inbox"),
        LostFile::Diary(person) => json!(person.to_string()),
        LostFile::Sealed(person) => json!({ "sealed": person.to_string() }),
    };
    let mut json =
        json!({ "backup": problem.backup, "says": problem.to_string(), "what": problem.what.name() });
    let more = match &problem.what {
        LostPart::KeyFile | LostPart::Manifest => json!({}),
        LostPart::Operations(range) => json!({
            "file": file(&range.file),
            "writer": range.writer.to_string(),
            "from": range.from,
            "to": range.to,
            "first_ms": range.first_ms,
            "last_ms": range.last_ms,
        }),
        LostPart::State { file: of } | LostPart::MediaList { file: of } => json!({ "file": file(of) }),
        LostPart::Media { file: of, media } => {
            json!({ "file": file(of), "media": media.to_string() })
        }
    };
    if let (Value::Object(json), Value::Object(more)) = (&mut json, more) {
        json.extend(more);
    }
    json
}

pub(super) fn list(options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let known = home.household.backups()?;
        let people = home.household.people()?;
        let of = |known: &KnownBackup| {
            known.only.map_or_else(|| "everyone".to_owned(), |person| name_of(person, &people))
        };
        let row = |known: &KnownBackup| {
            vec![shown(&known.place), of(known), known.number.to_string(), when(known.at_ms)]
        };
        let text = if known.is_empty() {
            "There is no backup yet. Next: diary backup to DIR".to_owned()
        } else {
            table::table(
                console.look,
                &["Place", "Of", "Backup", "Made"],
                known.iter().map(row).collect::<Vec<_>>(),
            )
        };
        let known = known.iter().map(|known| {
            let person = known.only.map(|person| person.to_string());
            json!({ "place": known.place, "person": person, "backup": known.number, "at_ms": known.at_ms })
        });
        Ok(Report::new(text, json!({ "backups": known.collect::<Vec<_>>() })))
    })
}

pub(super) fn restore(
    args: &RestoreArgs,
    options: &GlobalArgs,
    console: Console,
) -> Result<Report, CliError> {
    let folder = Directory::open(&args.from)?;
    // Before anyone is asked for a secret.
    diary_core::backup::key_file(&folder)?;
    let installations = installation::of_this_user()?;
    let opening = secrets::opening(&options.secret, console)?;
    let own = secrets::one_own_given(&options.secret, console)?;
    let own = own.as_ref().map(Opening::unlock);
    let waiting = Waiting::for_(console, "Restoring");
    let damaged = if args.what_can_be_read { Damaged::TakeWhatIsThere } else { Damaged::Refuse };
    let what = Restore { secret: opening.unlock(), number: args.number, own, damaged };
    let restored = household::restore(&folder, &args.to, &what, &home::outside()?);
    drop(waiting);
    let restored = match restored {
        Err(HouseholdError::NotWhole(what)) => return Ok(instead(*what, args)),
        restored => restored?,
    };
    let kept = installations.keep(&restored.installation);
    Ok(back(&restored, &args.to).but(kept.err().map(CliError::from)))
}

/// What is lost of a backup that was not restored, and what can be restored instead.
fn instead(what: NotWhole, args: &RestoreArgs) -> Report {
    let people: Vec<Person> =
        what.names.iter().map(|(id, name)| Person { id: *id, name: name.clone() }).collect();
    let mut lines: Vec<String> =
        what.lost.iter().map(|problem| format!("Lost: {}", in_words(problem, &people))).collect();
    lines.extend(
        what.whole.iter().map(|(number, at_ms)| format!("Backup {number} of {} is whole.", when(*at_ms))),
    );
    let command = format!("diary restore {} {}", args.from.display(), args.to.display());
    if let Some((number, _)) = what.whole.last() {
        lines.push(format!("Next: {command} --number {number}"));
    }
    lines.push(format!("All that can be read of backup {}: {command} --what-can-be-read", what.number));
    let json = json!({
        "backup": what.number,
        "lost": what.lost.iter().map(problem_json).collect::<Vec<_>>(),
        "whole": what.whole.iter().map(|(number, _)| number).collect::<Vec<_>>(),
    });
    Report::new(lines.join("\n"), json).but(Some(HouseholdError::from(what).into()))
}

fn back(restored: &Restored, to: &Path) -> Report {
    let mut lines = vec![format!(
        "Backup {} of {} is restored into {}, with {} {}.",
        restored.number,
        when(restored.at_ms),
        to.display(),
        restored.diaries,
        if restored.diaries == 1 { "diary" } else { "diaries" }
    )];
    if restored.only.is_some() {
        lines.push("It is of one person alone; nothing of anyone else was in it.".to_owned());
    }
    lines.push("It opens with the passphrase and the recovery code that the backup opens with.".to_owned());
    if !restored.newer_lost.is_empty() {
        lines.push("A newer backup in that folder is damaged or was never finished.".to_owned());
    }
    for (_, at_ms) in &restored.own {
        lines.push(format!("A diary with a lock of its own is there as of {}.", when(*at_ms)));
    }
    for (_, as_of) in &restored.left_out {
        lines.push(match as_of {
            Some(at) => format!(
                "A diary with a lock of its own is in the backup as of {} and was left out: keep the backup until it was \
                 brought back (diary person bring-back).",
                when(*at)
            ),
            None => "A diary with a lock of its own was left out.".to_owned(),
        });
    }
    if !restored.media_lost.is_empty() {
        lines.push(format!(
            "{} media files are damaged in the backup and were left out.",
            restored.media_lost.len()
        ));
    }
    if !restored.lost.is_empty() {
        lines.push("What of it could not be read is lost; all the rest is there:".to_owned());
        lines.extend(restored.lost.iter().map(|problem| format!("Lost: {}", in_words(problem, &[]))));
    }
    lines.push("Next: diary verify --home with that folder".to_owned());
    let media = restored.media_lost.iter();
    let json = json!({
        "household": restored.household.to_string(),
        "backup": restored.number,
        "at_ms": restored.at_ms,
        "person": restored.only.map(|person| person.to_string()),
        "diaries": restored.diaries,
        "newer_lost": restored.newer_lost,
        "left_out": restored.left_out.iter().map(file_json).collect::<Vec<_>>(),
        "own": restored.own.iter().map(|(file, at_ms)| file_json(&(*file, Some(*at_ms)))).collect::<Vec<_>>(),
        "media_lost": media.map(|(_, media)| media.to_string()).collect::<Vec<_>>(),
        "lost": restored.lost.iter().map(problem_json).collect::<Vec<_>>(),
    });
    Report::new(lines.join("\n"), json)
}

fn what_of(file: FilePurpose, people: &[Person]) -> String {
    match file {
        FilePurpose::Diary { person } => format!("The diary of {}", name_of(person, people)),
        FilePurpose::Sealed { person } => format!("What is sealed of {}", name_of(person, people)),
        FilePurpose::Household | FilePurpose::Inbox | FilePurpose::Backup => "A file".to_owned(),
    }
}

/// A file of a person, and as of when it is there.
fn file_json((file, as_of_ms): &(FilePurpose, Option<i64>)) -> Value {
    let (person, sealed) = match file {
        FilePurpose::Diary { person } => (Some(person.to_string()), false),
        FilePurpose::Sealed { person } => (Some(person.to_string()), true),
        FilePurpose::Household | FilePurpose::Inbox | FilePurpose::Backup => (None, false),
    };
    json!({ "person": person, "sealed": sealed, "as_of_ms": as_of_ms })
}

fn name_of(person: PersonId, people: &[Person]) -> String {
    let found = people.iter().find(|known| known.id == person);
    found.map_or_else(|| "somebody".to_owned(), |person| shown(&person.name))
}
