//! The Device Time Service in rows.
//!
//! What follows the mandatory fields depends on the features of the device, which are not known here; it is shown as rest.

use alloc::format;

use super::{Description, Kind, Name, Rows, bits, hex};
use crate::clock::device::{
    ControlPoint, DeviceTime, Feature, Features, Message, Parameters, TimeUpdate, UpdateFlags,
};
use crate::datetime::{Epoch, EpochSeconds};
use crate::quirk::Quirks;

pub(super) const NAMES: &[Name] = &[
    Name::new("2b8e", "device-time-feature", "what a device's clock can do", feature),
    Name::new("2b8f", "device-time-parameters", "how a device's clock runs", parameters),
    Name::new("2b90", "device-time", "a clock, device time service", device_time),
    Name::new("2b91", "device-time-control-point", "setting a clock, or the answer", control_point),
];

fn feature(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let feature = Feature::decode(bytes)?;
    out.row("features", &bits(feature.features.bits().into(), 4, feature.features.names()), None);
    out.finish(Kind::Information, feature.remarks, feature.rest);
    Ok(())
}

fn parameters(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let parameters = Parameters::decode(bytes, Features::NONE)?;
    match parameters.resolution {
        0 => out.row("RTC resolution", &"unknown", None),
        steps => out.row("RTC resolution", &steps, Some("1/65536 s")),
    }
    out.finish(Kind::Information, parameters.remarks, parameters.rest);
    Ok(())
}

fn device_time(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let time = DeviceTime::decode(bytes, Features::NONE)?;
    out.row("base time", &time.base(), None);
    out.row("time zone", &time.zone, None);
    out.row("DST", &time.dst, None);
    if let Some(local) = time.local() {
        out.row("local time", &local, None);
    }
    out.row("status", &bits(time.status.bits().into(), 4, time.status.names()), None);
    out.finish(Kind::Clock, time.remarks, time.rest);
    Ok(())
}

fn control_point(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let value = ControlPoint::decode(bytes, false)?;
    match value.message {
        Message::Propose(update) => {
            out.row("request", &"propose time update", None);
            update_rows(out, update);
        }
        Message::Force(update) => {
            out.row("request", &"force time update", None);
            update_rows(out, update);
        }
        Message::AdjustmentLimit(seconds) => {
            out.row("request", &"propose non-logged adjustment limit", None);
            out.row("limit", &seconds, Some("s"));
        }
        Message::RetrieveAdjustments => out.row("request", &"retrieve active adjustments", None),
        Message::Adjustments(raw) => out.row("active adjustments", &hex(raw), None),
        Message::Result { request, value, reasons } => {
            let request = match request {
                2 => "propose time update",
                3 => "force time update",
                4 => "propose non-logged adjustment limit",
                5 => "retrieve active adjustments",
                other => &format!("op code {other:#04x}"),
            };
            out.row("answer to", &request, None);
            out.row("result", &value, None);
            if let Some(reasons) = reasons {
                out.row("reasons", &bits(reasons.bits().into(), 4, reasons.names()), None);
            }
        }
    }
    out.finish(Kind::Control, value.remarks, value.rest);
    Ok(())
}

fn update_rows(out: &mut Description, update: TimeUpdate) {
    let late = update.flags.contains(UpdateFlags::EPOCH_2000);
    let epoch = if late { Epoch::Y2000 } else { Epoch::Y1900 };
    out.row("base time", &EpochSeconds { epoch, seconds: update.base_time }, None);
    out.row("time zone", &update.zone, None);
    out.row("DST", &update.dst, None);
    out.row("source", &update.source, None);
    let unit = update.accuracy.seconds().map(|_| "s");
    out.row("accuracy", &update.accuracy, unit);
    out.row("flags", &bits(update.flags.bits().into(), 4, update.flags.names()), None);
}
