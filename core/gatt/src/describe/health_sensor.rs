//! Generic health sensors in rows.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::clock::stamp_rows;
use super::enhanced::segment_row;
use super::{Description, Kind, Name, Rows, bits, hex};
use crate::error::DecodeError;
use crate::health_sensor::{Codes, ControlPoint, Feature, Observation, Stored, Tlvs, Value};
use crate::mdc;
use crate::quirk::Quirks;
use crate::remarks::Remarks;
use crate::segments::Segment;

pub(super) const NAMES: &[Name] = &[
    Name::new("2b8b", "live-health-observations", "one segment of a live observation", live),
    Name::new("2bdd", "stored-health-observations", "one segment of a stored observation", stored_segment),
    Name::new("ghs", "health-observation", "an observation, put together from its segments", observation),
    Name::new("ghs-stored", "stored-health-observation", "the same, with its record number", stored),
    Name::new("2bf3", "health-sensor-features", "what a health sensor can observe", feature),
    Name::new("2bf4", "ghs-control-point", "live observations on and off", control_point),
];

fn live(out: &mut Description, bytes: &[u8], quirks: Quirks) -> Rows {
    segment(out, bytes, quirks, observation)
}

fn stored_segment(out: &mut Description, bytes: &[u8], quirks: Quirks) -> Rows {
    segment(out, bytes, quirks, stored)
}

/// One segment; an observation that fits into it is shown, of others only the bytes.
fn segment(out: &mut Description, bytes: &[u8], quirks: Quirks, whole: super::Decode) -> Rows {
    let segment = Segment::decode(bytes)?;
    segment_row(out, segment);
    if segment.header.is_first() && segment.header.is_last() {
        return whole(out, segment.payload, quirks).map_err(|error| match error {
            super::DescribeError::Decode(error) => DecodeError { at: error.at + 1, ..error }.into(),
            other => other,
        });
    }
    out.row("payload", &hex(segment.payload), None);
    out.finish(Kind::Control, Remarks::NONE, &[]);
    Ok(())
}

fn observation(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let observation = Observation::decode(bytes)?;
    observation_rows(out, &observation);
    out.finish(outcome(&observation), observation.remarks, observation.rest);
    Ok(())
}

fn stored(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let Stored { record_number, observation } = Stored::decode(bytes)?;
    out.row("record number", &record_number, None);
    observation_rows(out, &observation);
    out.finish(outcome(&observation), observation.remarks, observation.rest);
    Ok(())
}

/// Bytes without a meaning here are information, neither a reading nor a failure.
fn outcome(observation: &Observation<'_>) -> Kind {
    match observation.value {
        Value::Raw(_) => Kind::Information,
        _ => observation.outcome().into(),
    }
}

fn observation_rows(out: &mut Description, observation: &Observation<'_>) {
    out.row("class", &observation.class, None);
    if let Some(kind) = observation.kind {
        out.row("observation type", &code(kind), None);
    }
    if let Some(time) = observation.time {
        stamp_rows(out, time);
    }
    if let Some(duration) = observation.duration {
        out.row("measurement duration", &duration, Some("s"));
    }
    if let Some(status) = observation.status {
        out.row("measurement status", &format!("0x{status:04X}"), None);
    }
    if let Some(id) = observation.id {
        out.row("object id", &id, None);
    }
    if let Some(patient) = observation.patient {
        out.row("patient", &patient, None);
    }
    if let Some(supplemental) = observation.supplemental {
        out.row("supplemental information", &codes(supplemental), None);
    }
    let numbers = |codes: Codes<'_>| joined(codes.iter().map(|id| id.to_string()));
    if let Some(ids) = observation.derived_from {
        out.row("derived from", &numbers(ids), None);
    }
    if let Some(ids) = observation.members {
        out.row("has member", &numbers(ids), None);
    }
    if let Some(attributes) = observation.attributes {
        attribute_rows(out, attributes);
    }
    value_rows(out, observation.kind, &observation.value);
    if !observation.extra.is_empty() {
        out.row("bytes after the value", &hex(observation.extra), None);
    }
}

fn value_rows(out: &mut Description, kind: Option<u32>, value: &Value<'_>) {
    let name = kind.and_then(mdc::find).map_or("value", |term| term.name);
    match value {
        Value::Numeric { unit, value } => {
            let symbol = mdc::unit(*unit);
            out.row(name, value, symbol.filter(|symbol| !symbol.is_empty()));
            if symbol.is_none() {
                out.row("unit code", &unit, None);
            }
        }
        Value::Discrete(value) => out.row(name, &code(*value), None),
        Value::Text(text) => match core::str::from_utf8(text) {
            Ok(text) => out.row(name, &text, None),
            Err(_) => out.row(name, &hex(text), None),
        },
        Value::Samples(array) => {
            let unit = mdc::unit(array.unit).filter(|symbol| !symbol.is_empty());
            out.row("scale factor", &array.scale, unit);
            out.row("offset", &array.offset, unit);
            out.row("sample period", &array.period, Some("s"));
            out.row("samples in a period", &array.samples_per_period, None);
            out.row("bytes of a sample", &array.bytes_per_sample, None);
            out.row("samples", &array.count, None);
            out.row("sample bytes", &hex(array.samples), None);
        }
        Value::CompoundDiscrete(values) => out.row(name, &codes(*values), None),
        Value::CompoundState { supported, states, bits } => {
            out.row("supported", &hex(supported), None);
            out.row("states, not events", &hex(states), None);
            out.row(name, &hex(bits), None);
        }
        Value::Compound(components) => {
            for component in components.iter() {
                if mdc::find(component.kind).is_none() {
                    out.row("component type", &code(component.kind), None);
                }
                value_rows(out, Some(component.kind), &component.value);
            }
        }
        Value::Attributes(attributes) => attribute_rows(out, *attributes),
        Value::Bundle(members) => {
            for member in members.iter() {
                observation_rows(out, &member);
            }
        }
        Value::Raw(raw) => out.row("value", &hex(raw), None),
    }
}

fn attribute_rows(out: &mut Description, attributes: Tlvs<'_>) {
    for attribute in attributes.iter() {
        let text =
            format!("{}: {} (format {})", code(attribute.kind), hex(attribute.value), attribute.format);
        out.row("attribute", &text, None);
    }
}

/// `SpO2 (MDC 150456)`.
fn code(code: u32) -> String {
    mdc::find(code).map_or_else(|| format!("MDC {code}"), |term| format!("{} (MDC {code})", term.name))
}

fn codes(list: Codes<'_>) -> String {
    joined(list.iter().map(code))
}

fn joined(texts: impl Iterator<Item = String>) -> String {
    let texts: Vec<String> = texts.collect();
    if texts.is_empty() { String::from("none") } else { texts.join(", ") }
}

fn feature(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let feature = Feature::decode(bytes)?;
    out.row("observation types", &codes(feature.kinds), None);
    for kind in feature.specialisations() {
        out.row("device specialisation", &format!("{} version {}", kind.term, kind.version), None);
    }
    if feature.reserved_flags != 0 {
        out.row("flags", &bits(feature.reserved_flags.into(), 2, core::iter::empty()), None);
    }
    out.finish(Kind::Information, feature.remarks, feature.rest);
    Ok(())
}

fn control_point(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let value = ControlPoint::decode(bytes)?;
    out.row("control", &value.code, None);
    out.finish(Kind::Control, value.remarks, value.rest);
    Ok(())
}
