//! The rows of each known value.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{DescribeError, Description, Kind};
use crate::Outcome;
use crate::blood_pressure::{self, CuffPressure, Feature, Measurement, Status, UNKNOWN_USER, Unit};
use crate::current_time::CurrentTime;
use crate::datetime::DateTime;
use crate::device_information::{PnpId, SystemId, Text};
use crate::error::DecodeError;
use crate::float::{Float, Sfloat};
use crate::pulse_oximeter::{
    Capabilities, Continuous, Features, MeasurementStatus, SensorStatus, Spo2Pulse, SpotCheck,
};
use crate::quirk::Quirks;
use crate::racp::{Answer, OpCode, Range, Records, Request, Response};
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

pub(super) type Decode = fn(&mut Description, &[u8], Quirks) -> Result<(), DescribeError>;
type Rows = Result<(), DescribeError>;

const PERCENT: Option<&str> = Some("%");
const PER_MINUTE: Option<&str> = Some("/min");

fn kind(outcome: Outcome) -> Kind {
    match outcome {
        Outcome::Reading => Kind::Reading,
        Outcome::Failed => Kind::FailedMeasurement,
    }
}

const fn unit_text(unit: Unit) -> &'static str {
    match unit {
        Unit::MmHg => "mmHg",
        Unit::KPa => "kPa",
    }
}

/// The bits as a number, then in words: `0x0003 (body moved, cuff too loose)`.
fn bits<'t>(number: u32, digits: usize, names: impl Iterator<Item = &'t str>) -> String {
    let names: Vec<&str> = names.collect();
    let words = if names.is_empty() { String::from("none") } else { names.join(", ") };
    format!("0x{number:0digits$X} ({words})")
}

/// The optional fields that 2A35 and 2A36 share.
struct CuffTail {
    time_stamp: Option<DateTime>,
    pulse_rate: Option<Sfloat>,
    user_id: Option<u8>,
    status: Option<Status>,
}

fn cuff_tail(out: &mut Description, tail: &CuffTail) {
    if let Some(stamp) = tail.time_stamp {
        out.row("time stamp", &stamp, None);
    }
    if let Some(pulse) = tail.pulse_rate {
        out.row("pulse rate", &pulse, PER_MINUTE);
    }
    match tail.user_id {
        Some(UNKNOWN_USER) => out.row("user id", &"unknown (255)", None),
        Some(user) => out.row("user id", &user, None),
        None => {}
    }
    if let Some(status) = tail.status {
        out.row("status", &bits(status.bits().into(), 4, status.names()), None);
        out.row("pulse range", &status.pulse_range(), None);
    }
}

pub(super) fn blood_pressure(out: &mut Description, bytes: &[u8], quirks: Quirks) -> Rows {
    let m = Measurement::decode(bytes, quirks)?;
    let unit = Some(unit_text(m.unit));
    out.row("systolic", &m.systolic, unit);
    out.row("diastolic", &m.diastolic, unit);
    out.row("mean arterial pressure", &m.mean_arterial_pressure, unit);
    let tail =
        CuffTail { time_stamp: m.time_stamp, pulse_rate: m.pulse_rate, user_id: m.user_id, status: m.status };
    cuff_tail(out, &tail);
    out.finish(kind(m.outcome()), m.remarks, m.rest);
    Ok(())
}

pub(super) fn cuff_pressure(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let c = CuffPressure::decode(bytes)?;
    out.row("cuff pressure", &c.pressure, Some(unit_text(c.unit)));
    let tail =
        CuffTail { time_stamp: c.time_stamp, pulse_rate: c.pulse_rate, user_id: c.user_id, status: c.status };
    cuff_tail(out, &tail);
    out.finish(Kind::Progress, c.remarks, c.rest);
    Ok(())
}

pub(super) fn blood_pressure_feature(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let feature = Feature::decode(bytes)?;
    let features: blood_pressure::Features = feature.features;
    out.row("features", &bits(features.bits().into(), 4, features.names()), None);
    out.finish(Kind::Information, feature.remarks, feature.rest);
    Ok(())
}

fn oximeter_status(
    out: &mut Description,
    measurement: Option<MeasurementStatus>,
    sensor: Option<SensorStatus>,
    amplitude: Option<Sfloat>,
) {
    if let Some(status) = measurement {
        out.row("measurement status", &bits(status.bits().into(), 4, status.names()), None);
    }
    if let Some(status) = sensor {
        out.row("device and sensor status", &bits(status.bits(), 6, status.names()), None);
    }
    if let Some(index) = amplitude {
        out.row("pulse amplitude index", &index, PERCENT);
    }
}

pub(super) fn spot_check(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let s = SpotCheck::decode(bytes)?;
    out.row("SpO2", &s.values.spo2, PERCENT);
    out.row("pulse rate", &s.values.pulse_rate, PER_MINUTE);
    if let Some(stamp) = s.time_stamp {
        out.row("time stamp", &stamp, None);
    }
    oximeter_status(out, s.measurement_status, s.sensor_status, s.pulse_amplitude_index);
    if s.clock_not_set {
        out.row("device clock", &"not set", None);
    }
    out.finish(kind(s.outcome()), s.remarks, s.rest);
    Ok(())
}

pub(super) fn continuous(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let c = Continuous::decode(bytes)?;
    out.row("SpO2", &c.normal.spo2, PERCENT);
    out.row("pulse rate", &c.normal.pulse_rate, PER_MINUTE);
    if let Some(Spo2Pulse { spo2, pulse_rate }) = c.fast {
        out.row("SpO2 fast", &spo2, PERCENT);
        out.row("pulse rate fast", &pulse_rate, PER_MINUTE);
    }
    if let Some(Spo2Pulse { spo2, pulse_rate }) = c.slow {
        out.row("SpO2 slow", &spo2, PERCENT);
        out.row("pulse rate slow", &pulse_rate, PER_MINUTE);
    }
    oximeter_status(out, c.measurement_status, c.sensor_status, c.pulse_amplitude_index);
    out.finish(kind(c.outcome()), c.remarks, c.rest);
    Ok(())
}

pub(super) fn plx_features(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let features = Features::decode(bytes)?;
    let capabilities: Capabilities = features.capabilities;
    out.row("features", &bits(capabilities.bits().into(), 4, capabilities.names()), None);
    if let Some(status) = features.measurement_status {
        out.row("supported measurement status", &bits(status.bits().into(), 4, status.names()), None);
    }
    if let Some(status) = features.sensor_status {
        out.row("supported device and sensor status", &bits(status.bits(), 6, status.names()), None);
    }
    out.finish(Kind::Information, features.remarks, features.rest);
    Ok(())
}

pub(super) fn record_access(out: &mut Description, bytes: &[u8], quirks: Quirks) -> Rows {
    let answers = [OpCode::COUNT_RESPONSE, OpCode::RESPONSE, OpCode::COMBINED_REPORT_RESPONSE];
    if bytes.first().is_none_or(|&op_code| answers.contains(&OpCode(op_code))) {
        record_access_response(out, bytes, quirks)
    } else {
        record_access_request(out, bytes, quirks)
    }
}

pub(super) fn record_access_request(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let request = Request::decode(bytes)?;
    out.row("request", &request.op_code(), None);
    match request {
        Request::Report(records) | Request::Count(records) => {
            out.row("records", &records_text(records), None);
        }
        Request::Abort => {}
    }
    out.finish(Kind::Control, Remarks::NONE, &[]);
    Ok(())
}

fn records_text(records: Records) -> String {
    match records {
        Records::All => "all".to_string(),
        Records::First => "the oldest".to_string(),
        Records::Last => "the newest".to_string(),
        Records::SequenceNumber(range) => format!("sequence number {}", range_text(range)),
        Records::UserFacingTime(range) => format!("user facing time {}", range_text(range)),
    }
}

fn range_text(range: Range<impl ToString>) -> String {
    match range {
        Range::AtMost(high) => format!("up to {}", high.to_string()),
        Range::AtLeast(low) => format!("from {}", low.to_string()),
        Range::Within(low, high) => format!("from {} to {}", low.to_string(), high.to_string()),
    }
}

pub(super) fn record_access_response(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let response = Response::decode(bytes)?;
    match response.answer {
        Answer::Count(count) => out.row("stored records", &count, None),
        Answer::Result { request, code } => {
            out.row("answer to", &request, None);
            out.row("result", &code, None);
        }
    }
    out.finish(Kind::Control, response.remarks, response.rest);
    Ok(())
}

pub(super) fn date_time(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let decoded = DateTime::decode(bytes)?;
    out.row("time", &decoded.date_time, None);
    out.finish(Kind::Clock, decoded.remarks, decoded.rest);
    Ok(())
}

pub(super) fn current_time(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
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

pub(super) fn system_id(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let id = SystemId::decode(bytes)?;
    out.row("EUI-64", &id, None);
    if id.is_blank() {
        out.row("identity", &"none (all zero)", None);
    }
    longer(out, bytes, 8);
    Ok(())
}

pub(super) fn pnp_id(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let id = PnpId::decode(bytes)?;
    let source = match id.vendor_source {
        1 => "Bluetooth SIG".to_string(),
        2 => "USB Implementers Forum".to_string(),
        other => format!("undefined ({other})"),
    };
    out.row("vendor number from", &source, None);
    out.row("vendor", &format!("0x{:04X}", id.vendor), None);
    out.row("product", &format!("0x{:04X}", id.product), None);
    let [major, minor] = id.version.to_be_bytes();
    out.row("version", &format!("{major:X}.{:X}.{:X}", minor >> 4, minor & 0x0F), None);
    longer(out, bytes, 7);
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "all rows have one signature, and a text is never refused")]
pub(super) fn text(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let text = Text::decode(bytes);
    out.row("text", &text.text, None);
    out.finish(Kind::Information, text.remarks, &[]);
    Ok(())
}

pub(super) fn sfloat(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let word = word(bytes).map(Sfloat::from_le_bytes)?;
    out.row("value", &word, None);
    longer(out, bytes, 2);
    Ok(())
}

pub(super) fn float(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let word = word(bytes).map(Float::from_le_bytes)?;
    out.row("value", &word, None);
    longer(out, bytes, 4);
    Ok(())
}

fn word<const N: usize>(bytes: &[u8]) -> Result<[u8; N], DecodeError> {
    Reader::new(bytes, N)?.mandatory()
}

/// Finishes a value of fixed length, keeping what follows it.
fn longer(out: &mut Description, bytes: &[u8], length: usize) {
    let rest = bytes.get(length..).unwrap_or_default();
    let mut remarks = Remarks::NONE;
    remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
    out.finish(Kind::Information, remarks, rest);
}
