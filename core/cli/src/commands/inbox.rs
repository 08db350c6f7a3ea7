//! `diary inbox`: what was received and is in no diary yet.

use diary_core::diary::Kinds;
use diary_core::household::{Handing, WhyWaiting};
use serde_json::{Value, json};

use super::devices::{label, pick_name, slot_text};
use super::{home, sync};
use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::report::Report;
use crate::terminal::Console;
use crate::{table, words};

pub(super) fn run(options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let household = &home.household;
        let handed = household.hand_on(Handing::Owned)?;
        let devices = household.devices()?;
        let mut rows = Vec::new();
        let mut objects: Vec<Value> = Vec::new();
        for waits in &handed.waiting {
            let device = devices.iter().find(|device| device.id == waits.device);
            let name = device.map_or_else(|| "a forgotten device".to_owned(), label);
            let pick = device.map(|device| pick_name(household, device)).unwrap_or_default();
            let (why, way_out) = sync::why_text(waits, &name, &pick);
            let reading = waits.content.as_ref().map(|content| words::reading(content, &Kinds::default()));
            let when = waits.content.as_ref().and_then(|content| content.moment.civil());
            let when = when.map(|civil| civil.to_string());
            rows.push(vec![
                waits.number.to_string(),
                when.clone().unwrap_or_default(),
                reading.clone().unwrap_or_else(|| format!("{} bytes", waits.frame.len())),
                why,
                way_out,
            ]);
            let slot = match waits.why {
                WhyWaiting::NotAssigned(slot) => Some(slot_text(slot)),
                _ => None,
            };
            objects.push(json!({
                "number": waits.number,
                "device": waits.device.to_string(),
                "why": waits.why.name(),
                "slot": slot,
                "reading": reading,
                "at": waits.content.as_ref().and_then(|content| content.moment.instant()).map(|at| at.to_string()),
                "frame": data_encoding::HEXLOWER.encode(&waits.frame),
            }));
        }
        let mut lines = Vec::new();
        if rows.is_empty() {
            lines.push("Nothing waits: everything that was received is in a diary.".to_owned());
        } else {
            let heads = ["No.", "When", "Reading", "Why it waits", "What to do"];
            lines.push(table::table(console.look, &heads, rows));
        }
        lines.extend(handed.missing.iter().map(|(first, last)| {
            format!("Records {first} to {last} were received and are nowhere; a backup may have them.")
        }));
        let json = json!({ "waiting": objects, "new": handed.new.len(), "missing": handed.missing });
        Ok(Report::new(lines.join("\n"), json))
    })
}
