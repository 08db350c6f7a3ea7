//! `diary salvage`: what can be read of a damaged household, in a new one.

use std::path::Path;

use diary_core::household::{self, HouseholdError, NewHousehold, SalvageReport};
use diary_core::id::PersonId;
use diary_core::vault::{Argon2Cost, FilePurpose, Unlock};
use serde_json::{Value, json};

use super::verify::whose;
use super::{check, home};
use crate::args::{GlobalArgs, SalvageArgs};
use crate::error::CliError;
use crate::installation;
use crate::progress::Waiting;
use crate::report::Report;
use crate::secrets::{self, Opening, Place};
use crate::terminal::{Console, Role, shown};

pub(super) fn run(args: &SalvageArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    let installations = installation::of_this_user()?;
    if std::fs::read_dir(&args.to).is_ok_and(|mut entries| entries.next().is_some()) || args.to.is_file() {
        return Err(HouseholdError::NotEmpty.into());
    }
    let opening = secrets::opening(&options.secret, console)?;
    let passphrase = secrets::new_passphrase(&Place::of_new(&args.new), console)?;
    let own = secrets::own_given(&options.secret, console)?;
    let unlocks: Vec<Unlock<'_>> = own.iter().map(Opening::unlock).collect();
    let waiting = Waiting::for_(console, "Reading every page and copying what is whole");
    let salvaged = household::salvage(
        &args.from,
        opening.unlock(),
        &unlocks,
        &args.to,
        &passphrase,
        Argon2Cost::STANDARD,
        &home::outside()?,
    );
    drop(waiting);
    let (report, new) = salvaged?;
    let kept = installations.keep(&new.installation);
    let unsound = (!report.sound).then_some(CliError::NotSound);
    let text = lines(&report, &new, &args.to, console);
    Ok(Report::new(text, as_json(&report, &new)).but(unsound.or(kept.err().map(CliError::from))))
}

/// How many changes are lost in all files.
fn changes_lost(report: &SalvageReport) -> u64 {
    report.found.files.iter().flat_map(|file| &file.lost).map(|lost| lost.to - lost.from + 1).sum()
}

fn lines(report: &SalvageReport, new: &NewHousehold, to: &Path, console: Console) -> String {
    let mut lines = vec![format!("A new household is in {}.", to.display())];
    for (_, name, left) in &report.people {
        let missing = match left.without_beginning {
            0 => String::new(),
            some => format!(", {some} of them without their first version"),
        };
        lines.push(format!("  {}: {} entries{missing}", shown(name), left.entries));
    }
    let name_of = |person: &PersonId| {
        let found = report.people.iter().find(|(known, ..)| known == person);
        found.map_or_else(|| "somebody".to_owned(), |(_, name, _)| shown(name))
    };
    for (person, left) in &report.sealed {
        lines.push(format!("  sealed of {}: {} entries", name_of(person), left.entries));
    }
    for (person, _, media) in &report.media {
        if media.whole > 0 {
            lines.push(format!("  media files of {}: {}", name_of(person), media.whole));
        }
        lines.extend(media.lost.iter().map(|lost| format!("  {}", check::lost_media(lost, console))));
    }
    if !report.left_out.is_empty() {
        lines.push(format!(
            "  left out, under locks of their own that were not opened (--own-passphrase-file): {}",
            report.left_out.len()
        ));
    }
    let lost = changes_lost(report);
    lines.push(format!("  changes of which nothing could be read: {lost}"));
    lines.push(format!("  readings that wait: {}, not readable: {}", report.waiting, report.waiting_lost));
    lines.push(format!(
        "\nRecovery code: {}\n\nWrite it down: it is shown once and kept nowhere. The damaged household was not touched; keep it, \
         a later version may read\nmore of it.",
        console.look.paint(Role::Heading, &new.code.grouped())
    ));
    for (file, code) in &new.own {
        lines.push(format!(
            "\nRecovery code of {}: {}",
            own_file(*file, &name_of),
            console.look.paint(Role::Heading, &code.grouped())
        ));
    }
    lines.join("\n")
}

fn as_json(report: &SalvageReport, new: &NewHousehold) -> Value {
    let own_codes = new.own.iter().map(|(file, code)| {
        let (person, sealed) = whose(*file);
        json!({ "person": person.map(|person| person.to_string()), "sealed": sealed, "recovery_code": *code.grouped() })
    });
    let left_out = report.left_out.iter().map(|file| {
        let (person, sealed) = whose(*file);
        json!({ "person": person.map(|person| person.to_string()), "sealed": sealed })
    });
    let sealed = report
        .sealed
        .iter()
        .map(|(person, left)| json!({ "person": person.to_string(), "entries": left.entries }));
    let media = report.media.iter().map(|(person, sealed, left)| {
        json!({ "person": person.to_string(), "sealed": sealed, "media": check::media_json(left) })
    });
    let people = report.people.iter().map(|(person, name, left)| {
        json!({
            "person": person.to_string(),
            "name": name,
            "entries": left.entries,
            "without_first_version": left.without_beginning,
            "other": left.other,
        })
    });
    json!({
        "household": new.installation.household.to_string(),
        "recovery_code": *new.code.grouped(),
        "people": people.collect::<Vec<_>>(),
        "sealed": sealed.collect::<Vec<_>>(),
        "media": media.collect::<Vec<_>>(),
        "left_out": left_out.collect::<Vec<_>>(),
        "own_codes": own_codes.collect::<Vec<_>>(),
        "devices": report.devices,
        "waiting": report.waiting,
        "waiting_lost": report.waiting_lost,
        "lost": changes_lost(report),
        "sound": report.sound,
        "found": check::as_json(&report.found),
    })
}

fn own_file(file: FilePurpose, name_of: &dyn Fn(&PersonId) -> String) -> String {
    let (person, sealed) = whose(file);
    let name = person.as_ref().map_or_else(String::new, name_of);
    if sealed { format!("what is sealed of {name}") } else { format!("the diary of {name}") }
}
