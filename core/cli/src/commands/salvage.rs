//! `diary salvage`: what can be read of a damaged household, in a new one.

use diary_core::household::{self, HouseholdError};
use diary_core::vault::Argon2Cost;
use serde_json::json;

use super::{check, home};
use crate::args::{GlobalArgs, SalvageArgs};
use crate::error::CliError;
use crate::installation::Installations;
use crate::progress::Waiting;
use crate::report::Report;
use crate::secrets::{self, Place};
use crate::terminal::{Console, Role, shown};

pub(super) fn run(args: &SalvageArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    let installations = Installations::of_this_user()?;
    if std::fs::read_dir(&args.to).is_ok_and(|mut entries| entries.next().is_some()) || args.to.is_file() {
        return Err(HouseholdError::NotEmpty.into());
    }
    let opening = secrets::opening(&options.secret, console)?;
    let passphrase = secrets::new_passphrase(&Place::of_new(&args.new), console)?;
    let waiting = Waiting::for_(console, "Reading every page and copying what is whole");
    let salvaged = household::salvage(
        &args.from,
        opening.unlock(),
        &args.to,
        &passphrase,
        Argon2Cost::STANDARD,
        &home::outside()?,
    );
    drop(waiting);
    let (report, new) = salvaged?;
    let kept = installations.keep(&new.installation);
    let code = new.code.grouped();
    let mut lines = vec![format!("A new household is in {}.", args.to.display())];
    for (_, name, left) in &report.people {
        let missing = match left.without_beginning {
            0 => String::new(),
            some => format!(", {some} of them without their first version"),
        };
        lines.push(format!("  {}: {} entries{missing}", shown(name), left.entries));
    }
    let lost: u64 =
        report.found.files.iter().flat_map(|file| &file.lost).map(|lost| lost.to - lost.from + 1).sum();
    lines.push(format!("  changes of which nothing could be read: {lost}"));
    lines.push(format!("  readings that wait: {}, not readable: {}", report.waiting, report.waiting_lost));
    lines.push(format!(
        "\nRecovery code: {}\n\nWrite it down: it is shown once and kept nowhere. The damaged household was not touched; keep it, \
         a later version may read\nmore of it.",
        console.look.paint(Role::Heading, &code)
    ));
    let people = report.people.iter().map(|(person, name, left)| {
        json!({
            "person": person.to_string(),
            "name": name,
            "entries": left.entries,
            "without_first_version": left.without_beginning,
            "other": left.other,
        })
    });
    let json = json!({
        "household": new.installation.household.to_string(),
        "recovery_code": *code,
        "people": people.collect::<Vec<_>>(),
        "devices": report.devices,
        "waiting": report.waiting,
        "waiting_lost": report.waiting_lost,
        "lost": lost,
        "sound": report.sound,
        "found": check::as_json(&report.found),
    });
    let unsound = (!report.sound).then_some(CliError::NotSound);
    Ok(Report::new(lines.join("\n"), json).but(unsound.or(kept.err().map(CliError::from))))
}
