//! Users, bonds and the battery in rows.

use super::enhanced::segment_row;
use super::{Description, Kind, Name, PERCENT, Rows, bits, hex, longer};
use crate::battery::BatteryLevel;
use crate::bond_management::{self, Feature};
use crate::error::DecodeError;
use crate::quirk::Quirks;
use crate::remarks::Remarks;
use crate::segments::Segment;
use crate::user_data::{
    OpCode, RegisteredUser, Request, Response, UNKNOWN_USER, decode_increment, decode_index,
};

pub(super) const NAMES: &[Name] = &[
    Name::new("2a19", "battery-level", "how full a battery is", battery),
    Name::new("2a99", "database-change-increment", "a counter of changes to user data", increment),
    Name::new("2a9a", "user-index", "the active user slot", index),
    Name::new("2a9f", "user-control-point", "a request about users, or the answer", user_control),
    Name::new("2b37", "registered-user", "one segment of a registered user", registered_user),
    Name::new("2aa4", "bond-management-control-point", "a request about bonds", bond_control),
    Name::new("2aa5", "bond-management-feature", "which requests about bonds a device follows", bond_feature),
];

fn battery(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let battery = BatteryLevel::decode(bytes)?;
    out.row("battery", &battery.level, PERCENT);
    out.finish(Kind::Information, battery.remarks, battery.rest);
    Ok(())
}

fn increment(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    out.row("changes", &decode_increment(bytes)?, None);
    longer(out, bytes, 4);
    Ok(())
}

fn index(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    match decode_index(bytes)? {
        UNKNOWN_USER => out.row("user id", &"unknown (255)", None),
        user => out.row("user id", &user, None),
    }
    longer(out, bytes, 1);
    Ok(())
}

/// A request is shown without its consent code: whoever looks at a trace need not learn it.
fn user_control(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    if bytes.first().is_none_or(|&op| OpCode(op) == OpCode::RESPONSE) {
        let response = Response::decode(bytes)?;
        out.row("answer to", &response.request, None);
        out.row("result", &response.code, None);
        if let Some(user) = response.new_user() {
            out.row("user id", &user, None);
        } else if !response.parameter.is_empty() {
            out.row("parameter", &hex(response.parameter), None);
        }
        out.finish(Kind::Control, response.remarks, &[]);
        return Ok(());
    }
    let op = bytes.first().copied().map(OpCode);
    match Request::decode(bytes) {
        Ok(request) => {
            out.row("request", &request.op_code(), None);
            if let Request::Consent { user, .. } = request {
                out.row("user id", &user, None);
            }
        }
        Err(refusal) => {
            if let Some(op) = op {
                out.row("request", &op, None);
            }
            out.row("a device answers", &refusal.code, None);
        }
    }
    out.finish(Kind::Control, Remarks::NONE, &[]);
    Ok(())
}

/// The name of a user is a person's: it is counted, not shown.
fn registered_user(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let segment = Segment::decode(bytes)?;
    segment_row(out, segment);
    if segment.header.is_first() {
        let user = RegisteredUser::decode(segment.payload)
            .map_err(|error| DecodeError { at: error.at + 1, ..error })?;
        out.row("user id", &user.index, None);
        out.row("name", &alloc::format!("{} bytes", user.name.len()), None);
    } else {
        out.row("name goes on", &alloc::format!("{} bytes", segment.payload.len()), None);
    }
    out.finish(Kind::Information, Remarks::NONE, &[]);
    Ok(())
}

fn bond_control(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let request = bond_management::Request::decode(bytes)?;
    out.row("request", &request.op_code, None);
    if !request.authorisation.is_empty() {
        out.row("authorisation code", &"given", None);
    }
    out.finish(Kind::Control, request.remarks, &[]);
    Ok(())
}

fn bond_feature(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let feature = Feature::decode(bytes)?;
    out.row("features", &bits(feature.features.bits(), 6, feature.features.names()), None);
    out.finish(Kind::Information, feature.remarks, feature.rest);
    Ok(())
}
