//! Record access in rows.

use alloc::format;
use alloc::string::{String, ToString};

use super::{Description, Kind, Name, Rows};
use crate::quirk::Quirks;
use crate::racp::{Answer, OpCode, Range, Records, Request, Response};
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
];

fn record_access(out: &mut Description, bytes: &[u8], quirks: Quirks) -> Rows {
    let answers = [OpCode::COUNT_RESPONSE, OpCode::RESPONSE, OpCode::COMBINED_REPORT_RESPONSE];
    if bytes.first().is_none_or(|&op_code| answers.contains(&OpCode(op_code))) {
        record_access_response(out, bytes, quirks)
    } else {
        record_access_request(out, bytes, quirks)
    }
}

fn record_access_request(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
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

fn record_access_response(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
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
