//! `diary erase`: an entry that has to go, and the receipt of it.

use std::io::{self, IsTerminal};

use diary_core::diary::DiaryError;
use diary_core::household::{ErasureReceipt, MayRemain, Person, Sharing};
use serde_json::{Value, json};

use super::own::Which;
use super::{entries, home};
use crate::args::{EraseArgs, GlobalArgs};
use crate::error::CliError;
use crate::report::Report;
use crate::secrets;
use crate::terminal::{Console, shown};
use crate::{day, words};

/// What an erasure leaves, and why.
const KEPT: &str = "that there was an entry, and when it was erased; for a device's reading, a mark by which the reading is \
                    known if the device sends it again";

pub(super) fn run(args: &EraseArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    if !args.yes && !can_ask() {
        return Err(CliError::NotConfirmed);
    }
    home::with(options, console, |home| {
        let which = Which::of(args.sealed);
        let (person, diary, id) =
            entries::find_any(home, args.person.as_deref(), which, &args.entry, console)?;
        let erase = || match which {
            Which::Diary => home.household.erase_entry(person.id, id),
            Which::Sealed => home.household.erase_sealed(person.id, id),
        };
        let Some(entry) = diary.entry(id)? else {
            // It was erased before: what a kill kept that from is done now, and that it was is said.
            erase()?;
            return Err(DiaryError::Erased.into());
        };
        if !args.yes {
            console.complain(&format!(
                "{}: {}, {} (entry {}), with everything that it ever said. There is no way back.",
                shown(&person.name),
                words::reading(&entry.content, &diary.kinds()?),
                entries::when(&entry.content),
                day::short_id(id)
            ));
            if !secrets::agrees("Type yes to erase it: ")? {
                return Err(CliError::NotConfirmed);
            }
        }
        let receipt = erase()?;
        Ok(Report::new(text(&receipt, &person, which), as_json(&receipt, &person, which)))
    })
}

fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

fn text(receipt: &ErasureReceipt, person: &Person, which: Which) -> String {
    let mut gone = vec!["the entry".to_owned()];
    match receipt.versions.saturating_sub(1) {
        0 => {}
        1 => gone.push("its correction".to_owned()),
        many => gone.push(format!("its {many} corrections")),
    }
    if receipt.raw {
        gone.push("what the device sent".to_owned());
    }
    match receipt.media {
        0 => {}
        1 => gone.push("its file".to_owned()),
        many => gone.push(format!("its {many} files")),
    }
    if receipt.waiting > 0 {
        gone.push("its copy in the inbox".to_owned());
    }
    let mut lines = vec![
        format!(
            "Erased from {} (entry {}): {}.",
            which.of_person(person),
            day::short_id(receipt.entry),
            gone.join(", ")
        ),
        format!("Kept: {KEPT}."),
        "It may remain:".to_owned(),
    ];
    lines.extend(receipt.may_remain.iter().flat_map(place).map(|place| format!("  - {place}")));
    lines.join("\n")
}

/// A place that the erasure did not reach, in words; a line for each export.
fn place(place: &MayRemain) -> Vec<String> {
    match place {
        MayRemain::Beside => {
            vec!["in files beside the diary, encrypted, until every program has closed it".to_owned()]
        }
        MayRemain::Storage => vec![
            "in this machine's storage, where overwritten bytes can last: the file could not be given a new key; \
             `diary rotate` does it"
                .to_owned(),
        ],
        MayRemain::Copies => vec!["in copies of the folder made before".to_owned()],
        MayRemain::Backups(known) => known
            .iter()
            .map(|known| format!("in the backup in {}, until it is made again", shown(&known.place)))
            .collect(),
        MayRemain::Media => vec![
            "in its media files, encrypted: they could not be removed, and are when the next file is added or removed"
                .to_owned(),
        ],
        MayRemain::Shared(log) => log
            .iter()
            .map(|shared| {
                let when = words::instant(shared.at_ms);
                // Of what is sealed it is not noted how many.
                if shared.is_of_sealed() {
                    return format!("in the {} export of {when}", shared.format);
                }
                format!("in the {} export of {when} ({} entries)", shared.format, shared.entries)
            })
            .collect(),
        MayRemain::DeviceClock => {
            vec!["in the notes on the device's clock: when it was measured, and nothing of what".to_owned()]
        }
    }
}

fn as_json(receipt: &ErasureReceipt, person: &Person, which: Which) -> Value {
    let mut json = which.as_json(person);
    if let Value::Object(json) = &mut json {
        json.insert(
            "erased".to_owned(),
            json!({
                "entry": receipt.entry.to_string(),
                "at_ms": receipt.erased_ms,
                "versions": receipt.versions,
                "device_bytes": receipt.raw,
                "media": receipt.media,
                "inbox_copies": receipt.waiting,
            }),
        );
        json.insert("kept".to_owned(), KEPT.into());
        json.insert("may_remain".to_owned(), receipt.may_remain.iter().map(place_json).collect());
    }
    json
}

fn place_json(place: &MayRemain) -> Value {
    let export = |shared: &Sharing| json!({ "at_ms": shared.at_ms, "format": shared.format, "entries": shared.entries });
    let code = match place {
        MayRemain::Beside => "beside",
        MayRemain::Storage => "storage",
        MayRemain::Copies => "copies",
        MayRemain::Backups(known) => {
            let places: Vec<_> = known.iter().map(|known| known.place.as_str()).collect();
            return json!({ "where": "backups", "places": places });
        }
        MayRemain::Shared(log) => {
            return json!({ "where": "exports", "exports": log.iter().map(export).collect::<Vec<_>>() });
        }
        MayRemain::Media => "media",
        MayRemain::DeviceClock => "device-clock",
    };
    json!({ "where": code })
}
