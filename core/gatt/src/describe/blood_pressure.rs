//! Blood pressure in rows.

use super::{Description, Kind, Name, PER_MINUTE, Rows, bits};
use crate::blood_pressure::{CuffPressure, Feature, Features, Measurement, Status, UNKNOWN_USER};
use crate::datetime::DateTime;
use crate::float::Sfloat;
use crate::quirk::Quirks;
use crate::unit::Unit as _;

pub(super) const NAMES: &[Name] = &[
    Name::new("2a35", "blood-pressure-measurement", "a blood pressure reading", blood_pressure),
    Name::new("2a36", "intermediate-cuff-pressure", "pressure in the cuff while it measures", cuff_pressure),
    Name::new("2a49", "blood-pressure-feature", "what a cuff can do", blood_pressure_feature),
];

fn blood_pressure(out: &mut Description, bytes: &[u8], quirks: Quirks) -> Rows {
    let m = Measurement::decode(bytes, quirks)?;
    let unit = Some(m.unit.symbol());
    out.row("systolic", &m.systolic, unit);
    out.row("diastolic", &m.diastolic, unit);
    out.row("mean arterial pressure", &m.mean_arterial_pressure, unit);
    let tail =
        CuffTail { time_stamp: m.time_stamp, pulse_rate: m.pulse_rate, user_id: m.user_id, status: m.status };
    cuff_tail(out, &tail);
    out.finish(m.outcome().into(), m.remarks, m.rest);
    Ok(())
}

fn cuff_pressure(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let c = CuffPressure::decode(bytes)?;
    out.row("cuff pressure", &c.pressure, Some(c.unit.symbol()));
    let tail =
        CuffTail { time_stamp: c.time_stamp, pulse_rate: c.pulse_rate, user_id: c.user_id, status: c.status };
    cuff_tail(out, &tail);
    out.finish(Kind::Progress, c.remarks, c.rest);
    Ok(())
}

fn blood_pressure_feature(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let feature = Feature::decode(bytes)?;
    let features: Features = feature.features;
    out.row("features", &bits(features.bits().into(), 4, features.names()), None);
    out.finish(Kind::Information, feature.remarks, feature.rest);
    Ok(())
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
