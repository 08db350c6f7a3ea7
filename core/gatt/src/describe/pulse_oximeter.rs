//! Pulse oximetry in rows.

use super::{Description, Kind, Name, PER_MINUTE, PERCENT, Rows, bits};
use crate::float::Sfloat;
use crate::pulse_oximeter::{
    Capabilities, Continuous, Features, MeasurementStatus, SensorStatus, Spo2Pulse, SpotCheck,
};
use crate::quirk::Quirks;

pub(super) const NAMES: &[Name] = &[
    Name::new("2a5e", "plx-spot-check", "a pulse oximeter reading", spot_check),
    Name::new("2a5f", "plx-continuous", "a live pulse oximeter value", continuous),
    Name::new("2a60", "plx-features", "what a pulse oximeter can do", plx_features),
];

fn spot_check(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
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
    out.finish(s.outcome().into(), s.remarks, s.rest);
    Ok(())
}

fn continuous(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
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
    out.finish(c.outcome().into(), c.remarks, c.rest);
    Ok(())
}

fn plx_features(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
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
