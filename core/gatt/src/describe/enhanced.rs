//! Blood Pressure Service 1.1 in rows.

use alloc::format;
use alloc::string::String;

use super::{Description, Kind, Name, PER_MINUTE, Rows, bits, hex};
use crate::blood_pressure::{
    EnhancedCuffPressure, EnhancedFields, EnhancedMeasurement, Record, UNKNOWN_USER,
};
use crate::quirk::Quirks;
use crate::remarks::Remarks;
use crate::segments::Segment;
use crate::unit::Unit as _;
use crate::uuid;

pub(super) const NAMES: &[Name] = &[
    Name::new("2b34", "enhanced-blood-pressure", "a blood pressure reading, service 1.1", measurement),
    Name::new("2b35", "enhanced-cuff-pressure", "pressure in the cuff, service 1.1", cuff_pressure),
    Name::new("2b36", "blood-pressure-record", "one segment of a stored blood pressure record", record),
];

fn measurement(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let m = EnhancedMeasurement::decode(bytes)?;
    let unit = Some(m.unit.symbol());
    out.row("systolic", &m.systolic, unit);
    out.row("diastolic", &m.diastolic, unit);
    out.row("mean arterial pressure", &m.mean_arterial_pressure, unit);
    fields(out, &m.fields);
    out.finish(m.outcome().into(), m.remarks, m.rest);
    Ok(())
}

fn cuff_pressure(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let c = EnhancedCuffPressure::decode(bytes)?;
    out.row("cuff pressure", &c.pressure, Some(c.unit.symbol()));
    fields(out, &c.fields);
    out.finish(Kind::Progress, c.remarks, c.rest);
    Ok(())
}

fn fields(out: &mut Description, fields: &EnhancedFields) {
    if let Some(time) = fields.base_time() {
        out.row("time stamp", &time, None);
    }
    if let Some(pulse) = fields.pulse_rate {
        out.row("pulse rate", &pulse, PER_MINUTE);
    }
    match fields.user_id {
        Some(UNKNOWN_USER) => out.row("user id", &"unknown (255)", None),
        Some(user) => out.row("user id", &user, None),
        None => {}
    }
    if let Some(status) = fields.status {
        out.row("status", &bits(status.bits().into(), 4, status.names()), None);
        out.row("pulse range", &status.pulse_range(), None);
    }
    if let Some(time) = fields.shown_time() {
        out.row("user facing time", &time, None);
    }
}

/// One segment; a record that fits into it is shown with the value that it holds. Whether a CRC ends it is not known
/// here, so the bytes are shown as they are.
fn record(out: &mut Description, bytes: &[u8], quirks: Quirks) -> Rows {
    let segment = Segment::decode(bytes)?;
    segment_row(out, segment);
    if !segment.header.is_first() {
        out.row("payload", &hex(segment.payload), None);
        out.finish(Kind::Control, Remarks::NONE, &[]);
        return Ok(());
    }
    let record = Record::decode(segment.payload, false)
        .map_err(|error| crate::DecodeError { at: error.at + 1, ..error })?;
    out.row("sequence number", &record.sequence_number, None);
    let name = uuid::name(record.uuid).map_or_else(String::new, |name| format!(" ({name})"));
    out.row("characteristic", &format!("{:04X}{name}", record.uuid), None);
    out.row("value", &hex(record.value), None);
    out.finish(Kind::Control, Remarks::NONE, &[]);
    if segment.header.is_last()
        && record.uuid != uuid::BLOOD_PRESSURE_RECORD
        && let Some(name) = Name::find(&format!("{:04x}", record.uuid))
        && let Ok(inner) = name.read(record.value, quirks)
    {
        out.outcome = inner.outcome;
        out.fields.extend(inner.fields);
        out.remarks = inner.remarks;
        out.rest = inner.rest;
    }
    Ok(())
}

pub(super) fn segment_row(out: &mut Description, segment: Segment<'_>) {
    let header = segment.header;
    let place = match (header.is_first(), header.is_last()) {
        (true, true) => "only",
        (true, false) => "first",
        (false, true) => "last",
        (false, false) => "middle",
    };
    out.row("segment", &format!("{place}, counter {}", header.counter()), None);
}
