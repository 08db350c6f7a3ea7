//! `diary sync`: taking over what a device has stored.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use diary_core::device::Outcome;
use diary_core::household::{Device, HandedOn, Handing, Household, Outside, Person, Waiting, WhyWaiting};
use diary_core::ports::Clock;
use diary_core::time::Instant;
use diary_radio::{Address, RadioError};
use diary_sim::trace::Trace;
use diary_sim::{Faults, Peripheral, SimClock};
use serde_json::{Map, Value, json};

use super::devices::{self, label, pick_name, slot_text};
use super::home;
use super::watching::{self, View};
use crate::air::Air;
use crate::args::{GlobalArgs, SyncArgs};
use crate::error::CliError;
use crate::link::{self, Asked, Synced};
use crate::progress::Waiting as Turning;
use crate::recording::Recording;
use crate::report::Report;
use crate::scenario;
use crate::terminal::{Console, shown};
use crate::words;
use diary_host::zones;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// A simulated memory ends at this time of the day: its newest reading, half a day older, is then past at any hour.
const MEMORY_ENDS_MS: i64 = 10 * 60 * 60 * 1000;
/// How long a device is left alone after a session, while it switches itself off; working collectors wait 10 to 40 s.
const COOL_DOWN: Duration = Duration::from_secs(15);
/// A charge is told after a session from here down, percent.
const LOW_BATTERY: u8 = 20;
/// More links than any session tries.
const MORE_THAN_TRIED: u32 = 1000;

/// A simulated device, and the clock of the phone that talks to it.
pub(super) struct Simulated {
    pub(super) device: Box<dyn Peripheral>,
    pub(super) clock: SimClock,
}

/// A device from the shelf, at the machine's time and place. All day it is the same device with the same memory.
pub(super) fn simulated(name: &str, clock: &dyn Clock) -> Result<Simulated, CliError> {
    let (now_ms, zone) = (clock.now().wall_ms, clock.zone());
    let until_ms = now_ms - now_ms.rem_euclid(DAY_MS) + MEMORY_ENDS_MS;
    let ahead = zones().find(&zone)?.offset_at(Instant::from_millis(until_ms)?);
    let device = diary_sim::by_name(name, until_ms, i64::from(ahead.seconds()) * 1000)?;
    Ok(Simulated { device, clock: SimClock::new(now_ms, &zone) })
}

pub(super) fn run(args: &SyncArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    if let Some(file) = &args.trace {
        return from_a_trace(file, options, console);
    }
    match &args.sim {
        Some(file) if Path::new(file).extension().is_some_and(|ending| ending == "json") => {
            as_a_scenario(Path::new(file), options, console)
        }
        Some(sim) => over_a_simulated_link(sim, args, options, console),
        None => over_the_air(args, options, console),
    }
}

/// Reads a recorded session.
pub(super) fn read_trace(file: &Path) -> Result<Trace, CliError> {
    let text = fs::read_to_string(file).map_err(|error| CliError::Input(error.kind()))?;
    Ok(Trace::from_text(&text)?)
}

/// Takes over what a recorded session brought.
fn from_a_trace(file: &Path, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    let trace = read_trace(file)?;
    home::with(options, console, |home| {
        let household = &home.household;
        let known = household.devices()?;
        let known = known.into_iter().find(|known| known.description.identity == trace.device.identity);
        let known = known.ok_or(CliError::OtherDevice)?;
        let view = View::new(false, console);
        take_over(household, &known, view, |_| link::replay(household, known.id, &trace))
    })
}

/// Plays a scenario in this diary, at the scenario's own time.
fn as_a_scenario(file: &Path, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    let played = scenario::read(file)?;
    let clock = SimClock::new(played.start.at.0.as_millis(), &played.start.zone);
    let outside = Outside { clock: Arc::new(clock.clone()), ..home::outside()? };
    home::with_outside(&outside, options, console, |home| {
        scenario::play_inside(played, &home.household, clock, console)
    })
}

fn over_a_simulated_link(
    sim: &str,
    args: &SyncArgs,
    options: &GlobalArgs,
    console: Console,
) -> Result<Report, CliError> {
    diary_sim::by_name(sim, 0, 0)?;
    home::with(options, console, |home| {
        let household = &home.household;
        let Simulated { mut device, clock } = simulated(sim, &*home.clock)?;
        // Over a real radio the system tells which device this is; here it says so itself, in a session of its own.
        let identity = link::pair(&mut *device, &clock)?.identity.to_string();
        let known = household.devices()?.into_iter().find(|known| known.description.identity == identity);
        let known = known.ok_or(CliError::NotPaired)?;
        let view = View::new(args.live, console);
        let asked = (asked(args), &faults(args));
        take_over(household, &known, view, |view| {
            let mut show = |step: &_| view.show(step);
            link::synchronise(household, known.id, &mut *device, &clock, asked, &mut show, &mut |_| {})
        })
    })
}

/// Waits for a known device, takes over what it has, and with `--watch` begins again.
fn over_the_air(args: &SyncArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let household = &home.household;
        let mut known = household.addresses()?;
        if known.is_empty() {
            return Err(CliError::NoneInReach);
        }
        if let Some(device) = &args.device {
            let wanted = devices::chosen(household, device)?.id;
            known.retain(|(id, _)| *id == wanted);
            if known.is_empty() {
                return Err(CliError::NotFoundHere);
            }
        }
        let addresses: Vec<Address> = known.iter().map(|(_, address)| Address::new(address)).collect();
        let air = Air::open(Arc::clone(&home.clock))?;
        loop {
            console.remark(
                "Waiting for the device. Take a reading, or press its Bluetooth button, and stay near.",
            );
            let waiting = Turning::for_(console, "Waiting for the device");
            let found = match air.wait_for(&addresses, Duration::from_secs(args.wait.into())) {
                Err(CliError::Radio(RadioError::NotFound)) if args.watch => continue,
                Err(CliError::Radio(RadioError::Off)) if args.watch => {
                    console.remark("Bluetooth is switched off. Switch it on: watching goes on by itself.");
                    match air.rest(COOL_DOWN) {
                        Err(error) if is_stopped(&error) => return Ok(Report::silent()),
                        rested => rested?,
                    }
                    continue;
                }
                Err(error) if args.watch && is_stopped(&error) => return Ok(Report::silent()),
                found => found?,
            };
            drop(waiting);
            let at = addresses.iter().position(|address| address == found.address());
            let (id, _) = at.and_then(|at| known.get(at)).ok_or(CliError::NotFoundHere)?;
            let device = household.device(*id)?;
            let view = View::new(args.live, console);
            let report = take_over(household, &device, view, |view| {
                air.synchronise(household, *id, &found, asked(args), &mut |step| view.show(step))
            })?;
            if !args.watch {
                return Ok(report);
            }
            report.show(console)?;
            match air.rest(COOL_DOWN) {
                Err(error) if is_stopped(&error) => return Ok(Report::silent()),
                rested => rested?,
            }
        }
    })
}

/// Whether somebody stopped it, which is how watching ends.
fn is_stopped(error: &CliError) -> bool {
    matches!(error, CliError::Radio(RadioError::Stopped))
}

/// Lets a device give what it has, hands it on, and says what happened.
fn take_over(
    household: &Household,
    device: &Device,
    mut view: View,
    synchronise: impl FnOnce(&mut View) -> Result<Synced, CliError>,
) -> Result<Report, CliError> {
    // What an earlier run received and could not hand on any more is placed by what was known then.
    let earlier = household.hand_on(Handing::Owned)?;
    let synced = synchronise(&mut view);
    let live = view.done()?;
    let synced = synced?;
    // What was received is durable; a file that cannot be written stops nothing of it.
    let recorded = synced.unwritten.map(CliError::Output);
    let mut handed = household.hand_on(Handing::Owned)?;
    handed.new.splice(0..0, earlier.new);
    handed.known += earlier.known;
    handed.placed_anew.splice(0..0, earlier.placed_anew);
    Ok(report(device, &synced, live, &handed, household)?.but(recorded))
}

fn asked(args: &SyncArgs) -> Asked<'_> {
    Asked { live: args.live, recording: Recording { file: args.record.as_deref(), mask: args.mask } }
}

fn faults(args: &SyncArgs) -> Faults {
    let cuts = match (args.cut_after, args.keep_cutting) {
        (None, _) => Vec::new(),
        (Some(first), false) => vec![first],
        (Some(first), true) => (first..first.saturating_add(MORE_THAN_TRIED)).collect(),
    };
    Faults { cut_after_records: cuts, ..Faults::default() }
}

fn report(
    device: &Device,
    synced: &Synced,
    live: Option<u64>,
    handed: &HandedOn,
    household: &Household,
) -> Result<Report, CliError> {
    let mut lines = vec![format!("{}: {} received.", label(device), words::records(synced.records))];
    // A person who stops a live session has what they wanted.
    let stopped = live.is_some() && synced.outcome == Outcome::Cancelled;
    let error = CliError::of_session(&synced.outcome).filter(|_| !stopped);
    match (synced.cuts, &error) {
        (0, _) => {}
        (1, None) => lines.push("The link broke once and came back.".to_owned()),
        (cuts, None) => {
            lines.push(format!("The link broke {cuts} times and came back."));
        }
        (cuts, Some(_)) => lines.push(format!("The link broke {cuts} times.")),
    }
    let (complete, announced) = match &synced.outcome {
        Outcome::Complete { records, announced, .. } => {
            if let Some(announced) = announced.filter(|announced| announced > records) {
                lines.push(format!(
                    "The device said that it had {}; {records} arrived. What is missing was lost on the way.",
                    words::records(announced)
                ));
            }
            (announced.is_none_or(|announced| *records >= announced), *announced)
        }
        _ => (false, None),
    };
    if live.is_some() {
        lines.extend(handed.new.iter().map(|new| watching::came(&new.content)));
    }
    lines.extend(handed_text(handed, household)?);
    // What the hand-on noted of the device a moment ago.
    let battery = household.device(device.id)?.information.battery;
    lines.extend(
        battery
            .filter(|battery| battery.percent <= LOW_BATTERY)
            .map(|battery| format!("  Its battery was at {} % when it last said so.", battery.percent)),
    );
    let mut json = Map::new();
    json.insert("battery".to_owned(), battery.map(|battery| battery.percent).into());
    if let Some(shown) = live {
        json.insert("shown".to_owned(), shown.into());
    }
    json.insert("device".to_owned(), device.id.to_string().into());
    json.insert("records".to_owned(), synced.records.into());
    json.insert("announced".to_owned(), announced.into());
    json.insert("cuts".to_owned(), synced.cuts.into());
    json.insert("complete".to_owned(), complete.into());
    json.extend(handed_json(handed, household)?);
    Ok(Report::new(lines.join("\n"), json.into()).but(error))
}

/// What a hand-on did, in lines: what is new and whose, what was known, what waits and why, what clocks were wrong.
pub(super) fn handed_text(handed: &HandedOn, household: &Household) -> Result<Vec<String>, CliError> {
    let mut lines = Vec::new();
    for (person, entries) in by_person(handed, household)? {
        lines.push(format!("  {}: {} new", shown(&person.name), entries.len()));
    }
    if handed.new.is_empty() {
        lines.push("  Nothing new.".to_owned());
    }
    if handed.known > 0 {
        lines.push(format!("  Known from before: {}", handed.known));
    }
    let devices = household.devices()?;
    let mut waiting: BTreeMap<(String, String), usize> = BTreeMap::new();
    for waits in &handed.waiting {
        let device = devices.iter().find(|device| device.id == waits.device);
        let pick = device.map(|device| pick_name(household, device)).unwrap_or_default();
        let label = device.map(label).unwrap_or_default();
        *waiting.entry(why_text(waits, &label, &pick)).or_default() += 1;
    }
    for ((why, way_out), number) in waiting {
        lines.push(format!("  Waiting: {} {why}; {way_out}", words::readings(number)));
    }
    let mut clocks: BTreeMap<String, usize> = BTreeMap::new();
    for timing in handed.new.iter().filter_map(|new| words::timing(&new.content)) {
        *clocks.entry(timing).or_default() += 1;
    }
    for (timing, number) in clocks {
        lines.push(format!("  Times of {}: {timing}", words::readings(number)));
    }
    if !handed.placed_anew.is_empty() {
        let number = words::readings(handed.placed_anew.len());
        lines.push(format!(
            "  Earlier times: {number} placed better by the device's clock; diary show ENTRY has what was before"
        ));
    }
    Ok(lines)
}

/// The same as members of an object.
pub(super) fn handed_json(handed: &HandedOn, household: &Household) -> Result<Map<String, Value>, CliError> {
    let people = by_person(handed, household)?.into_iter().map(|(person, entries)| {
        json!({ "person": person.id.to_string(), "name": person.name, "new": entries.len(), "entries": entries })
    });
    let mut waiting: BTreeMap<(String, &str, Option<String>), u64> = BTreeMap::new();
    for waits in &handed.waiting {
        let slot = match waits.why {
            WhyWaiting::NotAssigned(slot) => Some(slot_text(slot)),
            _ => None,
        };
        *waiting.entry((waits.device.to_string(), waits.why.name(), slot)).or_default() += 1;
    }
    let waiting = waiting.into_iter().map(|((device, why, slot), number)| {
        json!({ "device": device, "why": why, "slot": slot, "readings": number })
    });
    let corrected = handed.new.iter().filter(|new| is_corrected(&new.content.source)).count();
    let mut json = Map::new();
    json.insert("new".to_owned(), handed.new.len().into());
    json.insert("people".to_owned(), people.collect());
    json.insert("known".to_owned(), handed.known.into());
    json.insert("clock_corrected".to_owned(), corrected.into());
    json.insert("waiting".to_owned(), waiting.collect());
    let anew = handed.placed_anew.iter().map(|anew| {
        json!({
            "entry": anew.entry.to_string(),
            "before": anew.before.to_text(),
            "now": anew.now.to_text(),
        })
    });
    json.insert("placed_anew".to_owned(), anew.collect());
    Ok(json)
}

fn is_corrected(source: &diary_core::diary::Source) -> bool {
    let corrected = diary_core::time::How::Corrected.code();
    matches!(source, diary_core::diary::Source::Device(provenance) if provenance.how == corrected)
}

/// The new entries of each person who has some, in the household's order.
fn by_person(handed: &HandedOn, household: &Household) -> Result<Vec<(Person, Vec<String>)>, CliError> {
    let people = household.people()?.into_iter().map(|person| {
        let theirs = handed.new.iter().filter(|new| new.person == person.id);
        let entries: Vec<String> = theirs.map(|new| new.entry.to_string()).collect();
        (person, entries)
    });
    Ok(people.filter(|(_, entries)| !entries.is_empty()).collect())
}

/// Why a reading waits, and what to do about it.
pub(super) fn why_text(waits: &Waiting, label: &str, pick: &str) -> (String, String) {
    let assign = |slot: &str| format!("to hand over: diary device assign {pick} {slot} NAME --waiting");
    match waits.why {
        WhyWaiting::NotAssigned(slot) => {
            let slot = slot_text(slot);
            let whose = if slot == "any" { String::new() } else { format!("user {slot} of ") };
            (format!("of {whose}the {label}, nobody's when they came"), assign(&slot))
        }
        WhyWaiting::UserUnknown => (format!("of an unknown user of the {label}"), assign("unknown")),
        WhyWaiting::NotReadable => (
            format!("of the {label} that this version cannot read"),
            "kept until a later version can".to_owned(),
        ),
        WhyWaiting::Newer => {
            (format!("of the {label} that a newer version received"), "install that version".to_owned())
        }
        WhyWaiting::Locked(_) => (
            format!("of the {label}, of somebody whose diary has a lock of its own"),
            "handed on once they open it".to_owned(),
        ),
        WhyWaiting::NotOpened => {
            (format!("of the {label} that no key opens"), "kept; a check says more: diary verify".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_memory_is_the_same_all_day_and_never_ahead() {
        let midnight = 1_787_270_400_000; // 2026-08-21T00:00:00Z
        for name in diary_sim::NAMES {
            let at = |now_ms| simulated(name, &SimClock::new(now_ms, "Europe/London")).unwrap().device;
            let (early, late) = (at(midnight), at(midnight + DAY_MS - 1));
            assert_eq!(early.memory().taken(), late.memory().taken(), "{name}");
            assert!(early.memory().taken().iter().all(|taken| taken.instant_ms < midnight), "{name}");
            assert_ne!(early.memory().taken(), at(midnight + DAY_MS).memory().taken(), "{name}");
        }
    }
}
