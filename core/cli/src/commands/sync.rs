//! `sync`: what a device has stored, into people's diaries.

use diary_core::device::Progress as Heard;
use diary_core::household::{HandedOn, Handing, Slot, WhyWaiting};
use diary_core::ports::Clock;
use diary_core::time::{Instant, Zone};
use diary_sim::{Faults, Peripheral, SimClock, by_name};
use serde_json::json;

use super::devices::slot_words;
use super::home::{Home, Open};
use crate::args::SyncArgs;
use crate::error::CliError;
use crate::link::{self, Synced};
use crate::progress::Progress;
use crate::terminal::shown;
use crate::{machine, words};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A simulated device whose memory is the same all day, so that the same command twice brings nothing twice.
pub(super) fn simulated(home: &Home<'_>, name: &str) -> Result<Box<dyn Peripheral>, CliError> {
    let now_ms = home.clock.now().wall_ms;
    let today_ms = now_ms - now_ms.rem_euclid(DAY_MS);
    let zone = Zone::parse(&home.clock.zone())?;
    let ahead_ms = i64::from(zone.offset_at(Instant::from_millis(today_ms)?).seconds()) * 1000;
    Ok(by_name(name, today_ms, ahead_ms)?)
}

pub(super) fn run(home: &Home<'_>, args: &SyncArgs) -> Result<(), CliError> {
    home.with(|open| {
        let mut device = simulated(home, &args.sim)?;
        let clock = SimClock::new(home.clock.now().wall_ms, &home.clock.zone());
        // A real radio knows a paired device by its address; the simulator's is asked who it is.
        let identity = link::pair(device.as_mut(), &clock)?.identity.to_string();
        let known =
            open.household.devices()?.into_iter().find(|device| device.description.identity == identity);
        let known = known.ok_or(CliError::NotPaired)?;
        let faults = Faults { cut_after_records: args.cut_after.into_iter().collect(), ..Faults::default() };
        let bar = Progress::new(home.console, "receiving", None);
        let mut heard = |step: &Heard| match step {
            Heard::Receiving { received, announced } => {
                if let Some(announced) = announced {
                    bar.of(u64::from(*announced));
                }
                bar.reached(u64::from(*received));
            }
            Heard::LinkLostRetrying { .. } => {
                home.console.remark("The link was lost. What was received is safe; it goes on by itself.");
            }
            _ => {}
        };
        let synced = link::synchronise(
            &open.household,
            known.id,
            device.as_mut(),
            &clock,
            &faults,
            &mut heard,
            &mut |_| {},
        )?;
        bar.done();
        let handed = open.household.hand_on(Handing::Owned)?;
        report(home, open, &known.description.label(), &synced, &handed)?;
        // What came is in the diaries by now; the exit code tells that not all did.
        match CliError::of_session(&synced.outcome) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    })
}

fn report(
    home: &Home<'_>,
    open: &Open,
    label: &str,
    synced: &Synced,
    handed: &HandedOn,
) -> Result<(), CliError> {
    let people = open.people()?;
    if home.console.json {
        // One object only: where the session failed, the error is it.
        if CliError::of_session(&synced.outcome).is_some() {
            return Ok(());
        }
        let new: Vec<_> = handed
            .new
            .iter()
            .map(|new| json!({ "person": new.person.to_string(), "entry": new.entry.to_string() }))
            .collect();
        let waiting: Vec<_> = handed
            .waiting
            .iter()
            .map(|waiting| json!({ "number": waiting.number, "why": why_code(waiting.why) }))
            .collect();
        return home.console.json(&json!({
            "device": label,
            "received": synced.records,
            "link_cuts": synced.cuts,
            "new": new,
            "known": handed.known,
            "waiting": waiting,
        }));
    }
    let mut lines = vec![format!("{}: {} records received.", shown(label), synced.records)];
    for (id, name) in &people {
        let new: Vec<_> = handed.new.iter().filter(|new| new.person == *id).collect();
        if new.is_empty() {
            continue;
        }
        lines.push(format!("{} new for {}.", new.len(), shown(name)));
        if let Some(corrected) = new.iter().find(|new| machine::clock_was_corrected(&new.content)) {
            lines.push(format!("  {}", words::origin(&corrected.content)));
        }
    }
    if handed.known > 0 {
        lines.push(format!("{} were in the diary already.", handed.known));
    }
    let mut whys: Vec<(WhyWaiting, usize)> = Vec::new();
    for waiting in &handed.waiting {
        match whys.iter_mut().find(|(why, _)| *why == waiting.why) {
            Some((_, count)) => *count += 1,
            None => whys.push((waiting.why, 1)),
        }
    }
    lines.extend(whys.into_iter().map(|(why, count)| format!("{count} waiting: {}.", why_words(why))));
    home.console.result(&lines.join("\n"))
}

fn why_words(why: WhyWaiting) -> String {
    match why {
        WhyWaiting::NotAssigned(Slot::Only) => {
            "nobody was said to use this device when they came; see `diary device assign --help`".to_owned()
        }
        WhyWaiting::NotAssigned(slot) => {
            format!("{} was nobody's when they came; see `diary device assign --help`", slot_words(slot))
        }
        WhyWaiting::UserUnknown => "the device did not know whose they are".to_owned(),
        WhyWaiting::NotReadable => "this version cannot read them; they are kept".to_owned(),
        WhyWaiting::Newer => "a newer version received them; they are kept".to_owned(),
    }
}

fn why_code(why: WhyWaiting) -> &'static str {
    match why {
        WhyWaiting::NotAssigned(_) => "not-assigned",
        WhyWaiting::UserUnknown => "user-unknown",
        WhyWaiting::NotReadable => "not-readable",
        WhyWaiting::Newer => "newer",
    }
}
