//! Heart rate in rows.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::{Description, Kind, Name, PER_MINUTE, Rows, longer};
use crate::heart_rate::{Location, Measurement};
use crate::quirk::Quirks;
use crate::reader::Reader;

pub(super) const NAMES: &[Name] = &[
    Name::new("2a37", "heart-rate-measurement", "a live heart rate", measurement),
    Name::new("2a38", "body-sensor-location", "where a heart rate sensor is worn", location),
    Name::new("2a39", "heart-rate-control-point", "a request to a heart rate sensor", control),
];

fn measurement(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let m = Measurement::decode(bytes)?;
    out.row("heart rate", &m.heart_rate, PER_MINUTE);
    out.row("sensor contact", &m.contact, None);
    if let Some(energy) = m.energy_expended {
        out.row("energy expended", &energy, Some("kJ"));
    }
    if m.rr.is_some() {
        let intervals: Vec<_> = m.intervals().map(|interval| interval.to_string()).collect();
        out.row("RR intervals", &intervals.join(", "), Some("1/1024 s"));
    }
    out.finish(Kind::Reading, m.remarks, m.rest);
    Ok(())
}

fn location(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let [code] = Reader::new(bytes, 1)?.mandatory()?;
    out.row("location", &Location(code), None);
    longer(out, bytes, 1);
    Ok(())
}

fn control(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let [code] = Reader::new(bytes, 1)?.mandatory()?;
    match code {
        1 => out.row("request", &"reset energy expended", None),
        other => out.row("request", &alloc::format!("undefined ({other})"), None),
    }
    longer(out, bytes, 1);
    out.outcome = Kind::Control;
    Ok(())
}
