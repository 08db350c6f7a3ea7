//! Weight and body composition in rows.

use super::{Description, Name, PERCENT, Rows, bits};
use crate::body_composition;
use crate::datetime::DateTime;
use crate::decimal::Decimal;
use crate::quirk::Quirks;
use crate::unit::Unit as _;
use crate::user_data::UNKNOWN_USER;
use crate::weight::{Feature, HeightResolution, MassResolution, Measurement};

pub(super) const NAMES: &[Name] = &[
    Name::new("2a9d", "weight-measurement", "a weight reading", weight),
    Name::new("2a9e", "weight-scale-feature", "what a scale can do", weight_feature),
    Name::new("2a9c", "body-composition-measurement", "a body composition reading", composition),
    Name::new(
        "2a9b",
        "body-composition-feature",
        "what a body composition scale can do",
        composition_feature,
    ),
];

fn stamp_and_user(out: &mut Description, stamp: Option<DateTime>, user: Option<u8>) {
    if let Some(stamp) = stamp {
        out.row("time stamp", &stamp, None);
    }
    match user {
        Some(UNKNOWN_USER) => out.row("user id", &"unknown (255)", None),
        Some(user) => out.row("user id", &user, None),
        None => {}
    }
}

fn weight(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let m = Measurement::decode(bytes)?;
    match m.weight() {
        Some((mass, unit)) => out.row("weight", &mass, Some(unit.symbol())),
        None => out.row("weight", &"none (measurement unsuccessful)", None),
    }
    stamp_and_user(out, m.time_stamp, m.user_id);
    if let Some(pair) = m.bmi_height {
        out.row("BMI", &Decimal::new(pair.bmi.into(), -1), Some("kg/m2"));
        let (height, unit) = m.system.length(pair.height);
        out.row("height", &height, Some(unit.symbol()));
    }
    out.finish(m.outcome().into(), m.remarks, m.rest);
    Ok(())
}

fn resolutions(out: &mut Description, mass: MassResolution, height: HeightResolution) {
    out.row("mass resolution", &mass, None);
    out.row("height resolution", &height, None);
}

fn weight_feature(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let feature = Feature::decode(bytes)?;
    out.row("features", &bits(feature.features.bits(), 8, feature.features.names()), None);
    resolutions(out, feature.mass_resolution(), feature.height_resolution());
    out.finish(super::Kind::Information, feature.remarks, feature.rest);
    Ok(())
}

fn composition(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let m = body_composition::Measurement::decode(bytes)?;
    match m.body_fat() {
        Some(fat) => out.row("body fat", &fat, PERCENT),
        None => out.row("body fat", &"none (measurement unsuccessful)", None),
    }
    stamp_and_user(out, m.time_stamp, m.user_id);
    if let Some(energy) = m.basal_metabolism {
        out.row("basal metabolism", &energy, Some("kJ"));
    }
    if let Some(muscle) = m.muscle_percentage {
        out.row("muscle percentage", &Decimal::new(muscle.into(), -1), PERCENT);
    }
    for (name, mass, unit) in m.masses() {
        out.row(name, &mass, Some(unit.symbol()));
    }
    if let Some(impedance) = m.impedance {
        out.row("impedance", &Decimal::new(impedance.into(), -1), Some("ohm"));
    }
    if let Some((weight, unit)) = m.weight() {
        out.row("weight", &weight, Some(unit.symbol()));
    }
    if let Some((height, unit)) = m.height() {
        out.row("height", &height, Some(unit.symbol()));
    }
    out.finish(m.outcome().into(), m.remarks, m.rest);
    Ok(())
}

fn composition_feature(out: &mut Description, bytes: &[u8], _: Quirks) -> Rows {
    let feature = body_composition::Feature::decode(bytes)?;
    out.row("features", &bits(feature.features.bits(), 8, feature.features.names()), None);
    resolutions(out, feature.mass_resolution(), feature.height_resolution());
    out.finish(super::Kind::Information, feature.remarks, feature.rest);
    Ok(())
}
