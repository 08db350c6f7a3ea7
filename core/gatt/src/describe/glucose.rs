//! Glucose in rows.

use super::{Description, Kind, Name, PERCENT, Rows, bits};
use crate::glucose::{Context, Feature, Measurement};
use crate::quirk::Quirks;
use crate::unit::Unit as _;

pub(super) const NAMES: &[Name] = &[
    Name::new("2a18", "glucose-measurement", "a glucose reading", measurement),
    Name::new("2a34", "glucose-measurement-context", "what was told beside a glucose reading", context),
    Name::new("2a51", "glucose-feature", "what a glucose meter can do", feature),
];

fn measurement(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let m = Measurement::decode(bytes)?;
    out.row("sequence number", &m.sequence_number, None);
    out.row("base time", &m.base_time, None);
    if let Some(offset) = m.time_offset {
        match offset.minutes() {
            Some(minutes) => out.row("time offset", &minutes, Some("min")),
            None => out.row("time offset", &"out of range", None),
        }
    }
    if let Some(it) = m.concentration {
        out.row("concentration", &it.value, Some(it.unit.symbol()));
        if let Some((number, unit)) = it.readable() {
            out.row("in the usual unit", &number, Some(unit.symbol()));
        }
        out.row("sample", &it.sample, None);
        out.row("location", &it.location, None);
    }
    if let Some(status) = m.status {
        out.row("status", &bits(status.bits().into(), 4, status.names()), None);
    }
    if m.context_follows {
        out.row("context", &"with the same sequence number", None);
    }
    out.finish(m.outcome().into(), m.remarks, m.rest);
    Ok(())
}

fn context(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let c = Context::decode(bytes)?;
    out.row("sequence number", &c.sequence_number, None);
    if let Some(it) = c.carbohydrate {
        out.row("carbohydrate", &it.mass, Some("kg"));
        out.row("carbohydrate of", &it.kind, None);
    }
    if let Some(meal) = c.meal {
        out.row("meal", &meal, None);
    }
    if let Some((tester, health)) = c.tester_health {
        out.row("tester", &tester, None);
        out.row("health", &health, None);
    }
    if let Some(it) = c.exercise {
        match it.duration {
            u16::MAX => out.row("exercise", &"longer than 65534 s", None),
            seconds => out.row("exercise", &seconds, Some("s")),
        }
        out.row("exercise intensity", &it.intensity, PERCENT);
    }
    if let Some(it) = c.medication {
        out.row("medication", &it.amount, Some(if c.medication_in_litres { "L" } else { "kg" }));
        out.row("medication of", &it.kind, None);
    }
    if let Some(hba1c) = c.hba1c {
        out.row("HbA1c", &hba1c, PERCENT);
    }
    out.finish(Kind::Information, c.remarks, c.rest);
    Ok(())
}

fn feature(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let feature = Feature::decode(bytes)?;
    out.row("features", &bits(feature.features.bits().into(), 4, feature.features.names()), None);
    out.finish(Kind::Information, feature.remarks, feature.rest);
    Ok(())
}
