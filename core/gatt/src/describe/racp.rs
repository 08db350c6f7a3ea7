//! Record access in rows.

use alloc::format;
use alloc::string::{String, ToString};

use super::{Description, Kind, Name, Rows};
use crate::quirk::Quirks;
use crate::racp::{Answer, Dialect, OpCode, Range, Records, Request, Response};
use crate::remarks::Remarks;

pub(super) const NAMES: &[Name] = &[
    Name::new(
        "2a52",
        "record-access-control-point",
        "a request for stored records, or the answer",
        record_access,
    ),
    Name::new("racp-request", "record-access-request", "a request for stored records", record_access_request),
    Name::new(
        "racp-response",
        "record-access-response",
        "the answer to such a request",
        record_access_response,
    ),
    Name::new(
        "racp-bls",
        "record-access-blood-pressure",
        "record access of blood pressure service 1.1",
        |o, b, _| either(o, b, Dialect::BloodPressure),
    ),
    Name::new(
        "racp-cgm",
        "record-access-continuous-glucose",
        "record access of a glucose sensor",
        |o, b, _| either(o, b, Dialect::ContinuousGlucose),
    ),
    Name::new(
        "racp-ghs",
        "record-access-health-sensor",
        "record access of a generic health sensor",
        |o, b, _| either(o, b, Dialect::HealthSensor),
    ),
    Name::new("racp-omron", "record-access-omron", "record access of Omron's option service", |o, b, _| {
        either(o, b, Dialect::Omron)
    }),
];

fn record_access(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    either(out, bytes, Dialect::Glucose)
}

fn either(out: &mut Description, bytes: &[u8], dialect: Dialect) -> Rows {
    let answers = [
        OpCode::COUNT_RESPONSE,
        OpCode::RESPONSE,
        OpCode::COMBINED_REPORT_RESPONSE,
        OpCode::LATEST_SEQUENCE_NUMBER_RESPONSE,
    ];
    if bytes.first().is_none_or(|&op_code| answers.contains(&OpCode(op_code))) {
        response(out, bytes)
    } else {
        request(out, bytes, dialect)
    }
}

fn record_access_request(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    request(out, bytes, Dialect::Glucose)
}

fn request(out: &mut Description, bytes: &[u8], dialect: Dialect) -> Rows {
    let request = Request::decode_as(bytes, dialect)?;
    out.row("request", &request.op_code(), None);
    match request {
        Request::Report(records) | Request::Count(records) | Request::CombinedReport(records) => {
            out.row("records", &records_text(records), None);
        }
        Request::LatestSequenceNumber | Request::Abort => {}
    }
    out.finish(Kind::Control, Remarks::NONE, &[]);
    Ok(())
}

fn records_text(records: Records) -> String {
    match records {
        Records::All => "all".to_string(),
        Records::First => "the oldest".to_string(),
        Records::Last => "the newest".to_string(),
        Records::SequenceNumber(range) | Records::OmronSequenceNumber(range) => {
            format!("sequence number {}", range_text(range))
        }
        Records::UserFacingTime(range) => format!("user facing time {}", range_text(range)),
        Records::TimeOffset(range) => format!("time offset in minutes {}", range_text(range)),
        Records::UserFacingSeconds(range) => format!("user facing time in seconds {}", range_text(range)),
        Records::RecordNumber(range) => format!("record number {}", range_text(range)),
    }
}

fn range_text(range: Range<impl ToString>) -> String {
    match range {
        Range::AtMost(high) => format!("up to {}", high.to_string()),
        Range::AtLeast(low) => format!("from {}", low.to_string()),
        Range::Within(low, high) => format!("from {} to {}", low.to_string(), high.to_string()),
    }
}

fn record_access_response(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    response(out, bytes)
}

fn response(out: &mut Description, bytes: &[u8]) -> Rows {
    let response = Response::decode(bytes)?;
    match response.answer {
        Answer::Count(count) => out.row("stored records", &count, None),
        Answer::CombinedReport(count) => out.row("records sent", &count, None),
        Answer::LatestSequenceNumber(number) => out.row("newest sequence number", &number, None),
        Answer::Result { request, code } => {
            out.row("answer to", &request, None);
            out.row("result", &code, None);
        }
    }
    out.finish(Kind::Control, response.remarks, response.rest);
    Ok(())
}
