//! `device`: what measures, and whose its user slots are.

use diary_core::household::{Device, Handing, Slot};
use diary_core::id::PersonId;
use diary_core::ports::Clock;
use diary_core::time::Instant;
use diary_sim::SimClock;
use serde_json::{Value, json};

use super::home::Home;
use super::sync;
use crate::args::AssignArgs;
use crate::error::CliError;
use crate::link;
use crate::table::table;
use crate::terminal::shown;

pub(super) fn pair(home: &Home<'_>, name: &str) -> Result<(), CliError> {
    let device = home.with(|open| {
        let mut device = sync::simulated(home, name)?;
        let clock = SimClock::new(home.clock.now().wall_ms, &home.clock.zone());
        let paired = link::pair(device.as_mut(), &clock)?;
        let id = open.household.add_device(&paired)?;
        Ok(open.household.device(id)?)
    })?;
    if home.console.json {
        return home.console.json(&described(&device, &[]));
    }
    let label = shown(&device.description.label());
    let next = match (device.slots.is_empty(), device.description.users()) {
        (false, _) => String::new(),
        (true, 1) => format!(" Next: diary device assign \"{label}\" any PERSON"),
        (true, users) => {
            format!(" It tells {users} users apart. Next: diary device assign \"{label}\" SLOT PERSON")
        }
    };
    home.console.result(&format!("{label} is known now.{next}"))
}

pub(super) fn list(home: &Home<'_>) -> Result<(), CliError> {
    let (devices, people) = home.with(|open| Ok((open.household.devices()?, open.people()?)))?;
    if home.console.json {
        let devices: Vec<_> = devices.iter().map(|device| described(device, &people)).collect();
        return home.console.json(&json!({ "devices": devices }));
    }
    if devices.is_empty() {
        return home.console.result("No device yet. Make one known: diary device pair --sim and");
    }
    let rows = devices.iter().map(|device| {
        let whose: Vec<_> = device
            .slots
            .iter()
            .map(|(slot, person)| format!("{}: {}", slot_words(*slot), shown(name_of(&people, *person))))
            .collect();
        let last = device.last_sync.as_ref().map_or_else(
            || "never".to_owned(),
            |sync| {
                let when =
                    Instant::from_millis(sync.at_ms).map_or_else(|_| String::new(), |at| at.to_string());
                format!("{when}, {} records, {}", sync.records, proof_words(sync.proof.as_deref()))
            },
        );
        let id: String = device.id.to_string().chars().take(8).collect();
        vec![shown(&device.description.label()), whose.join("\n"), last, id]
    });
    home.console.result(&table(home.console.look, &["Device", "Users", "Last synchronised", "Id"], rows))
}

pub(super) fn assign(home: &Home<'_>, args: &AssignArgs) -> Result<(), CliError> {
    let slot = parse_slot(&args.slot)?;
    if slot.is_none() && !args.waiting {
        return Err(CliError::UnknownSlotNeedsWaiting);
    }
    let (handed, name) = home.with(|open| {
        let device = open.device(&args.device)?;
        let (person, name) = open.person(Some(&args.person))?;
        if let Some(slot) = slot {
            open.household.assign(device, slot, person)?;
        }
        let handing =
            if args.waiting { Handing::AlsoWaiting { device, slot, person } } else { Handing::Owned };
        Ok((open.household.hand_on(handing)?, name))
    })?;
    let still = handed
        .waiting
        .iter()
        .filter(|waiting| match (slot, waiting.why) {
            (Some(slot), diary_core::household::WhyWaiting::NotAssigned(of)) => of == slot,
            _ => false,
        })
        .count();
    if home.console.json {
        return home.console.json(&json!({
            "slot": args.slot, "person": name, "handed_over": handed.new.len(), "still_waiting": still,
        }));
    }
    let name = shown(&name);
    let mut said: Vec<String> = Vec::new();
    said.extend(slot.map(|slot| format!("From now on, {} is {name}.", slot_words(slot))));
    if !handed.new.is_empty() {
        said.push(format!("{} waiting readings went to {name}.", handed.new.len()));
    }
    if still > 0 {
        said.push(format!(
            "{still} readings from before are waiting; add --waiting to give them to {name} too."
        ));
    }
    if said.is_empty() {
        said.push("Nothing was waiting.".to_owned());
    }
    home.console.result(&said.join(" "))
}

/// `any`, `unknown` or the device's number of a user.
fn parse_slot(text: &str) -> Result<Option<Slot>, CliError> {
    match text {
        "any" => Ok(Some(Slot::Only)),
        "unknown" => Ok(None),
        number => number.parse().map(|number| Some(Slot::User(number))).map_err(|_| CliError::BadSlot),
    }
}

/// A slot in words.
pub(super) fn slot_words(slot: Slot) -> String {
    match slot {
        Slot::Only => "whoever uses it".to_owned(),
        Slot::User(number) => format!("user {number}"),
    }
}

fn proof_words(proof: Option<&str>) -> &'static str {
    match proof {
        Some("racp-count") => "all that it counted",
        Some("racp-success") => "all, by its own word",
        Some("peer-ended") => "until it hung up by itself",
        Some("quiet") => "until it fell silent",
        _ => "perhaps not all",
    }
}

fn name_of(people: &[(PersonId, String)], person: PersonId) -> &str {
    people.iter().find(|(known, _)| *known == person).map_or("", |(_, name)| name)
}

fn described(device: &Device, people: &[(PersonId, String)]) -> Value {
    let slots: Vec<_> = device
        .slots
        .iter()
        .map(|(slot, person)| {
            let number = match slot {
                Slot::Only => Value::Null,
                Slot::User(number) => (*number).into(),
            };
            json!({ "slot": number, "person": person.to_string(), "name": name_of(people, *person) })
        })
        .collect();
    let last_sync = device.last_sync.as_ref().map(|sync| {
        json!({ "at_ms": sync.at_ms, "proof": sync.proof, "records": sync.records, "announced": sync.announced })
    });
    json!({
        "device": device.id.to_string(),
        "identity": device.description.identity,
        "name": device.description.label(),
        "kinds": device.description.kinds,
        "users": device.description.users(),
        "slots": slots,
        "last_sync": last_sync,
    })
}
