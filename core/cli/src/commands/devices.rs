//! `diary device`: the devices of the household, and whose their user slots are.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use diary_core::household::{Device, HandedOn, Handing, Household, Slot};
use diary_core::id::DeviceId;
use diary_radio::{Address, Found};
use diary_sim::trace::NotATrace;
use serde_json::{Value, json};

use super::{home, people, sync};
use crate::air::Air;
use crate::args::{AssignArgs, GlobalArgs, PairArgs};
use crate::error::CliError;
use crate::progress::Waiting;
use crate::report::Report;
use crate::terminal::{Console, shown};
use crate::{link, pick, table, words};

/// Lists what is in the air; the household is not needed.
pub(super) fn scan(seconds: u16, console: Console) -> Result<Report, CliError> {
    let outside = home::outside()?;
    let air = Air::open(outside.clock)?;
    console.remark(&format!(
        "Listening for {seconds} s. Put the device into its pairing mode, or take a reading."
    ));
    let waiting = Waiting::for_(console, "Listening");
    let mut all: BTreeMap<Address, Found> = BTreeMap::new();
    air.scan(Duration::from_secs(seconds.into()), |found| {
        all.insert(found.address.clone(), found.clone());
    })?;
    drop(waiting);
    let name = |found: &Found| found.name.as_deref().map_or_else(String::new, shown);
    let kinds = |found: &Found| found.kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ");
    let rows = all.values().map(|found| {
        vec![found.address.text().to_owned(), name(found), kinds(found), format!("{} dBm", found.strength)]
    });
    let text = if all.is_empty() {
        "Nothing is in the air. Most devices show themselves only shortly after a measurement.".to_owned()
    } else {
        let table = table::table(console.look, &["Address", "Name", "Measures, as it says", "Signal"], rows);
        format!("{table}\nNext: diary device pair ADDRESS")
    };
    let objects = all.values().map(|found| {
        json!({
            "address": found.address.text(),
            "name": found.name,
            "kinds": found.kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>(),
            "strength_dbm": found.strength,
        })
    });
    Ok(Report::new(text, json!({ "found": objects.collect::<Vec<_>>() })))
}

pub(super) fn pair(args: &PairArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    if let Some(sim) = &args.sim {
        diary_sim::by_name(sim, 0, 0)?;
    }
    let trace = args.trace.as_deref().map(sync::read_trace).transpose()?;
    home::with(options, console, |home| {
        let household = &home.household;
        let id = match (&args.address, &trace, &args.sim) {
            (Some(address), ..) => {
                let address = Address::new(address);
                let air = Air::open(Arc::clone(&home.clock))?;
                let waiting = Waiting::for_(console, "Waiting for the device");
                let found = air.wait_for(&[address], Duration::from_secs(args.wait.into()))?;
                drop(waiting);
                let id = household.add_device(&air.pair(&found)?)?;
                household.found_at(id, found.address().text())?;
                id
            }
            (None, Some(trace), _) => {
                let paired = trace.paired().map_err(|_| NotATrace { line: 1 })?;
                household.add_device(&paired)?
            }
            (None, None, sim) => {
                let mut simulated = sync::simulated(sim.as_deref().unwrap_or_default(), &*home.clock)?;
                household.add_device(&link::pair(&mut *simulated.device, &simulated.clock)?)?
            }
        };
        let device = household.device(id)?;
        let slot = if device.description.users() == 1 { "any" } else { "0" };
        let text = format!(
            "{} is known now. Next, say whose its readings are: diary device assign {} {slot} NAME",
            label(&device),
            pick_name(household, &device),
        );
        Ok(Report::new(text, as_json(&device)))
    })
}

pub(super) fn list(options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let people = home.household.people()?;
        let devices = home.household.devices()?;
        let rows = devices.iter().map(|device| {
            let name = |id| people.iter().find(|person| person.id == id).map(|person| shown(&person.name));
            let slots = device.slots.iter().map(|(slot, person)| {
                let name = name(*person).unwrap_or_default();
                if *slot == Slot::Only { name } else { format!("{}: {name}", slot_text(*slot)) }
            });
            vec![
                label(device),
                device.description.kinds.join(", "),
                slots.collect::<Vec<_>>().join(", "),
                device.last_sync.as_ref().map_or_else(String::new, last_sync),
                device
                    .information
                    .battery
                    .map_or_else(String::new, |battery| format!("{} %", battery.percent)),
                device.id.to_string(),
            ]
        });
        let text = if devices.is_empty() {
            "No device is known here yet. Next: diary device scan, or diary device pair --sim and".to_owned()
        } else {
            table::table(console.look, &["Device", "Measures", "Whose", "Last time", "Battery", "Id"], rows)
        };
        let objects: Vec<Value> = devices.iter().map(as_json).collect();
        Ok(Report::new(text, json!({ "devices": objects })))
    })
}

pub(super) fn assign(args: &AssignArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    let slot = slot_named(&args.slot)?;
    if slot.is_none() && !args.waiting {
        return Err(CliError::UnknownNeedsWaiting);
    }
    home::with(options, console, |home| {
        let household = &home.household;
        let device = chosen(household, &args.device)?;
        let person = people::chosen(household, Some(&args.person))?;
        let mut lines = Vec::new();
        if let Some(slot) = slot {
            household.assign(device.id, slot, person.id)?;
            let before = device.slots.iter().find(|(of, owner)| *of == slot && *owner != person.id);
            if let Some((_, owner)) = before {
                let people = household.people()?;
                let name = people.iter().find(|known| known.id == *owner).map_or("", |known| &known.name);
                lines.push(format!(
                    "Until now they were {}'s; what {0} has stays in that diary.",
                    shown(name)
                ));
            }
            let which = match slot {
                Slot::Only => String::new(),
                Slot::User(number) => format!(" of user {number}"),
            };
            lines.push(format!(
                "From now on the readings{which} of the {} are {}'s.",
                label(&device),
                shown(&person.name)
            ));
        }
        let handed = if args.waiting {
            household.hand_on(Handing::AlsoWaiting { device: device.id, slot, person: person.id })?
        } else {
            HandedOn::default()
        };
        if args.waiting {
            lines.extend(sync::handed_text(&handed, household)?);
        }
        let mut json = sync::handed_json(&handed, household)?;
        json.insert("device".to_owned(), device.id.to_string().into());
        json.insert("slot".to_owned(), slot.map_or_else(|| "unknown".to_owned(), slot_text).into());
        json.insert("person".to_owned(), person.id.to_string().into());
        Ok(Report::new(lines.join("\n"), json.into()))
    })
}

/// A slot as it is typed; `None` is the unknown user.
fn slot_named(text: &str) -> Result<Option<Slot>, CliError> {
    match text.to_ascii_lowercase().as_str() {
        "any" => Ok(Some(Slot::Only)),
        "unknown" => Ok(None),
        number => number.parse().map(|number| Some(Slot::User(number))).map_err(|_| CliError::BadSlot),
    }
}

/// A slot as it is typed.
pub(super) fn slot_text(slot: Slot) -> String {
    match slot {
        Slot::Only => "any".to_owned(),
        Slot::User(number) => number.to_string(),
    }
}

/// Maker and model, safe to show.
pub(super) fn label(device: &Device) -> String {
    shown(&device.description.label())
}

/// The shortest that [`chosen`] takes for this device, ready for a shell: its model if that is one word and only this
/// device has it, else the beginning of its id.
pub(super) fn pick_name(household: &Household, device: &Device) -> String {
    let plain = |model: &&String| model.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    if let Some(model) = device.description.model.as_ref().filter(plain)
        && chosen(household, model).is_ok_and(|found| found.id == device.id)
    {
        return model.clone();
    }
    device.id.to_string().chars().take(8).collect()
}

/// The device that a text means: maker and model, the model alone, or the beginning of the id.
pub(super) fn chosen(household: &Household, text: &str) -> Result<Device, CliError> {
    let devices = household.devices()?;
    let named = |name: &dyn Fn(&Device) -> String| -> Vec<(DeviceId, String)> {
        devices.iter().map(|device| (device.id, name(device))).collect()
    };
    let labels = named(&|device| device.description.label());
    let models = named(&|device| device.description.model.clone().unwrap_or_default());
    let id = pick::by_name_or_id("device", text, &labels)
        .or_else(|refused| pick::by_name_or_id("device", text, &models).map_err(|_| refused))?;
    Ok(household.device(id)?)
}

pub(super) fn last_sync(last: &diary_core::household::LastSync) -> String {
    let at = diary_core::time::Instant::from_millis(last.at_ms);
    let at = at.map_or_else(|_| "time not known".to_owned(), |at| at.to_string());
    let all = if last.proof.is_some() { "" } else { ", perhaps not all" };
    format!("{at}: {}{all}", words::records(last.records))
}

pub(super) fn as_json(device: &Device) -> Value {
    let (about, said) = (&device.description, &device.information);
    let slots = device
        .slots
        .iter()
        .map(|(slot, person)| json!({ "slot": slot_text(*slot), "person": person.to_string() }));
    let last_sync = device.last_sync.as_ref().map(|last| {
        json!({
            "at_ms": last.at_ms,
            "proof": last.proof,
            "records": last.records,
            "announced": last.announced,
        })
    });
    json!({
        "device": device.id.to_string(),
        "identity": about.identity,
        "manufacturer": about.manufacturer,
        "model": about.model,
        "kinds": about.kinds,
        "users": about.users(),
        "slots": slots.collect::<Vec<_>>(),
        "serial": said.serial,
        "hardware": said.hardware,
        "firmware": said.firmware,
        "software": said.software,
        "battery": said.battery.map(|battery| json!({ "percent": battery.percent, "at_ms": battery.at_ms })),
        "last_sync": last_sync,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_a_number_or_one_of_two_words() {
        assert!(matches!(slot_named("any"), Ok(Some(Slot::Only))));
        assert!(matches!(slot_named("Unknown"), Ok(None)));
        assert!(matches!(slot_named("0"), Ok(Some(Slot::User(0)))));
        for text in ["256", "-1", "", "one"] {
            assert!(matches!(slot_named(text), Err(CliError::BadSlot)), "{text}");
        }
        assert_eq!(CliError::BadSlot.class().code(), 2);
    }
}
