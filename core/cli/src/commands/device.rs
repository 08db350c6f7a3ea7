//! `diary device show` and `forget`: one device.

use diary_core::device::models;
use diary_core::household::{Handing, Information};
use diary_core::id::{EntryId, PersonId};
use diary_core::time::Instant;
use serde_json::{Value, json};

use super::devices::{as_json, chosen, label, last_sync, slot_text};
use super::home;
use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::progress::Waiting;
use crate::report::Report;
use crate::terminal::{Console, shown};
use crate::words;
use diary_host::zones;

/// How many synchronisations are shown.
const SYNCS: u32 = 10;

pub(super) fn show(device: &str, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let household = &home.household;
        let device = chosen(household, device)?;
        let (id, about) = (device.id, &device.description);
        let people = household.people()?;
        let name = |id| people.iter().find(|person| person.id == id).map(|person| shown(&person.name));
        let users = device.slots.iter().map(|(slot, person)| {
            let name = name(*person).unwrap_or_default();
            format!("{}: {name}", slot_text(*slot))
        });
        let users = users.collect::<Vec<_>>().join(", ");
        let address = household.addresses()?.into_iter().find(|(known, _)| *known == id).map(|(_, at)| at);
        let clock = household.clock_readings(id)?.pop();
        let zone = zones().find(&home.clock.zone())?;
        let ahead_ms = clock.as_ref().map(|pair| pair.ahead_ms(&zone));
        let syncs = household.syncs(id, SYNCS)?;
        let waiting = household.hand_on(Handing::Owned)?.waiting;
        let waiting = waiting.iter().filter(|waits| waits.device == id).count();
        let model = about.model.as_deref().and_then(models::find);
        let mut lines = vec![
            label(&device),
            format!("  known by       {}", shown(&about.identity)),
            format!("  measures       {}", about.kinds.join(", ")),
            format!("  tells apart    {}", users_told(about.users())),
            format!("  whose          {}", if users.is_empty() { "nobody's yet" } else { &users }),
            format!("  found here at  {}", address.as_deref().map_or_else(|| "no address".to_owned(), shown)),
        ];
        if let (Some(pair), Some(ahead_ms)) = (&clock, ahead_ms) {
            lines.push(format!("  its clock      {}, read {}", words::off(ahead_ms), pair.phone));
        }
        lines.extend(says_of_itself(&device.information));
        if let Some(model) = model {
            lines.push(format!("  source         {}", model.source));
        }
        if waiting > 0 {
            lines.push(format!("  waiting        {}; diary inbox shows them", words::readings(waiting)));
        }
        lines.push(format!("  id             {id}"));
        lines.extend(syncs.iter().map(|sync| {
            let proof =
                sync.proof.as_deref().map_or(String::new(), |proof| format!(" ({})", proof_words(proof)));
            format!("  synchronised   {}{proof}", last_sync(sync))
        }));
        let mut object = as_json(&device);
        if let Value::Object(object) = &mut object {
            object.insert("address".to_owned(), address.into());
            object.insert("waiting".to_owned(), waiting.into());
            let read = clock.map(|pair| json!({ "at": pair.phone.to_string(), "ahead_ms": ahead_ms }));
            object.insert("clock".to_owned(), read.into());
            let syncs = syncs.iter().map(|sync| {
                json!({
                    "at_ms": sync.at_ms,
                    "proof": sync.proof,
                    "records": sync.records,
                    "announced": sync.announced,
                })
            });
            object.insert("syncs".to_owned(), syncs.collect());
        }
        Ok(Report::new(lines.join("\n"), object))
    })
}

pub(super) fn forget(device: &str, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let device = chosen(&home.household, device)?;
        home.household.forget_device(device.id)?;
        let text = format!(
            "{} is forgotten here. Its readings stay where they are; paired again, it comes back with its users and clock. \
             This computer's Bluetooth settings may still know it.",
            label(&device)
        );
        Ok(Report::new(text, json!({ "device": device.id.to_string(), "forgotten": true })))
    })
}

pub(super) fn redecode(options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let waiting = Waiting::for_(console, "Reading again");
        let done = home.household.redecode()?;
        drop(waiting);
        let mut lines = vec![format!(
            "{} read again: {} otherwise than before, and corrected; diary history ENTRY says why.",
            words::readings(done.looked_at),
            done.amended.len()
        )];
        for (entries, why) in [
            (&done.corrected_by_hand, "read otherwise too and stay as somebody corrected them"),
            (&done.kept, "stay as they are: their bytes would be another kind of entry, or none"),
        ] {
            if !entries.is_empty() {
                lines.push(format!("  {} {why}.", entries.len()));
            }
        }
        if !done.shut.is_empty() {
            lines.push(format!("  {} with a lock of their own were not looked at.", done.shut.len()));
        }
        let list = |entries: &[(PersonId, EntryId)]| {
            let objects = entries
                .iter()
                .map(|(person, entry)| json!({ "person": person.to_string(), "entry": entry.to_string() }));
            objects.collect::<Vec<_>>()
        };
        let json = json!({
            "looked_at": done.looked_at,
            "amended": list(&done.amended),
            "corrected_by_hand": list(&done.corrected_by_hand),
            "kept": list(&done.kept),
            "shut": done.shut.iter().map(ToString::to_string).collect::<Vec<_>>(),
        });
        Ok(Report::new(lines.join("\n"), json))
    })
}

/// Lines with what a device last said of itself; none for what it did not say.
fn says_of_itself(said: &Information) -> Vec<String> {
    let texts = [
        ("serial number", &said.serial),
        ("hardware", &said.hardware),
        ("firmware", &said.firmware),
        ("software", &said.software),
    ];
    let texts = texts.into_iter().filter_map(|(name, text)| Some((name, shown(text.as_deref()?))));
    let battery = said.battery.map(|battery| {
        let at = Instant::from_millis(battery.at_ms);
        let at = at.map_or_else(|_| "at a time not known".to_owned(), |at| at.to_string());
        ("battery", format!("{} %, said {at}", battery.percent))
    });
    texts.chain(battery).map(|(name, text)| format!("  {name:<14} {text}")).collect()
}

fn users_told(users: u8) -> String {
    match users {
        1 => "no users".to_owned(),
        many => format!("{many} users"),
    }
}

/// What showed that a synchronisation was complete, in words; a word of a newer version as it is.
fn proof_words(proof: &str) -> &str {
    match proof {
        "racp-count" => "as many as the device counted",
        "racp-success" => "the device said that it was all",
        "peer-ended" => "the device hung up",
        "quiet" => "the device fell silent",
        "link-ended" => "the link ended",
        other => other,
    }
}
