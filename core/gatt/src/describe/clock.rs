//! Clocks in rows.

use alloc::format;

use super::{Description, Kind, Name, Rows, bits};
use crate::current_time::CurrentTime;
use crate::datetime::DateTime;
use crate::quirk::Quirks;

pub(super) const NAMES: &[Name] = &[
    Name::new("2a08", "date-time", "a date and time", date_time),
    Name::new("2a2b", "current-time", "a clock", current_time),
];

fn date_time(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let decoded = DateTime::decode(bytes)?;
    out.row("time", &decoded.date_time, None);
    out.finish(Kind::Clock, decoded.remarks, decoded.rest);
    Ok(())
}

fn current_time(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let clock = CurrentTime::decode(bytes)?;
    out.row("time", &clock.date_time, None);
    match clock.weekday() {
        Some(weekday) => out.row("day of week", &weekday, None),
        None if clock.day_of_week == 0 => out.row("day of week", &"unknown", None),
        None => out.row("day of week", &format!("undefined ({})", clock.day_of_week), None),
    }
    out.row("fractions", &clock.fractions, Some("1/256 s"));
    let reason = clock.adjust_reason;
    out.row("adjust reason", &bits(reason.bits().into(), 2, reason.names()), None);
    out.finish(Kind::Clock, clock.remarks, clock.rest);
    Ok(())
}
