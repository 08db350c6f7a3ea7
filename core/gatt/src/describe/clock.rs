//! Clocks in rows.

use alloc::format;

use super::{Description, Kind, Name, Rows, bits};
use crate::clock::elapsed::{ElapsedTime, Flags, Stamp};
use crate::clock::{Decoded, DstOffset, LocalTime, ReferenceTime, TimeWithDst, TimeZone};
use crate::current_time::CurrentTime;
use crate::datetime::DateTime;
use crate::decimal::Decimal;
use crate::quirk::Quirks;

pub(super) const NAMES: &[Name] = &[
    Name::new("2a08", "date-time", "a date and time", date_time),
    Name::new("2a2b", "current-time", "a clock", current_time),
    Name::new("2a0d", "dst-offset", "daylight saving time", dst_offset),
    Name::new("2a0e", "time-zone", "a time zone", time_zone),
    Name::new("2a0f", "local-time-information", "zone and DST of a clock", local_time),
    Name::new("2a11", "time-with-dst", "the next change of the clocks", time_with_dst),
    Name::new("2a14", "reference-time-information", "where a clock's time comes from", reference_time),
    Name::new("2bf2", "current-elapsed-time", "a clock, elapsed time service", elapsed_time),
    Name::new(
        "elapsed-time",
        "elapsed-time-stamp",
        "a stamp of the elapsed time service, as it is written",
        stamp,
    ),
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

fn dst_offset(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let Decoded { value, remarks, rest } = DstOffset::decode(bytes)?;
    out.row("DST", &value, None);
    out.finish(Kind::Clock, remarks, rest);
    Ok(())
}

fn time_zone(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let Decoded { value, remarks, rest } = TimeZone::decode(bytes)?;
    out.row("time zone", &value, None);
    out.finish(Kind::Clock, remarks, rest);
    Ok(())
}

fn local_time(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let Decoded { value, remarks, rest } = LocalTime::decode(bytes)?;
    out.row("time zone", &value.zone, None);
    out.row("DST", &value.dst, None);
    if let Some(minutes) = value.minutes() {
        out.row("ahead of UTC", &minutes, Some("min"));
    }
    out.finish(Kind::Clock, remarks, rest);
    Ok(())
}

fn time_with_dst(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let Decoded { value, remarks, rest } = TimeWithDst::decode(bytes)?;
    out.row("time of change", &value.date_time, None);
    out.row("DST from then on", &value.dst, None);
    out.finish(Kind::Clock, remarks, rest);
    Ok(())
}

fn reference_time(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let Decoded { value, remarks, rest } = ReferenceTime::decode(bytes)?;
    out.row("source", &value.source, None);
    let unit = value.accuracy.seconds().map(|_| "s");
    out.row("accuracy", &value.accuracy, unit);
    if value.days == 255 {
        out.row("days since update", &"255 or more", None);
    } else {
        out.row("days since update", &value.days, None);
        out.row("hours since update", &value.hours, None);
    }
    out.finish(Kind::Clock, remarks, rest);
    Ok(())
}

fn elapsed_time(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let clock = ElapsedTime::decode(bytes)?;
    stamp_rows(out, clock.stamp);
    out.row("clock status", &bits(clock.status.bits().into(), 2, clock.status.names()), None);
    let capabilities = clock.capabilities;
    out.row("clock capabilities", &bits(capabilities.bits().into(), 2, capabilities.names()), None);
    out.finish(Kind::Clock, clock.remarks, clock.rest);
    Ok(())
}

fn stamp(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let Decoded { value, remarks, rest } = Stamp::decode(bytes)?;
    stamp_rows(out, value);
    out.finish(Kind::Clock, remarks, rest);
    Ok(())
}

/// The rows of a stamp of the Elapsed Time Service.
pub(super) fn stamp_rows(out: &mut Description, stamp: Stamp) {
    let resolution = stamp.flags.resolution();
    if let Some(civil) = stamp.civil() {
        out.row("time", &civil, None);
        if resolution.exponent() < 0 {
            // At most 9999 steps.
            let steps = i32::try_from(stamp.fraction()).unwrap_or_default();
            out.row("fraction", &Decimal::new(steps, resolution.exponent()), Some("s"));
        }
        let scale = if stamp.flags.contains(Flags::UTC) { "UTC" } else { "local" };
        out.row("time scale", &scale, None);
    } else {
        out.row("count", &stamp.count, None);
        out.row("step", &Decimal::new(1, resolution.exponent()), Some("s"));
    }
    if let Some(minutes) = stamp.offset_minutes() {
        out.row("ahead of UTC", &minutes, Some("min"));
    }
    out.row("time source", &stamp.source, None);
    out.row("time flags", &bits(stamp.flags.bits().into(), 2, stamp.flags.names()), None);
}
