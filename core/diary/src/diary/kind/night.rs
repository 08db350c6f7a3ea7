//! What is measured again and again while one sleeps.

use super::field::{DURATION, PERCENT, RATE, SPAN, whole};
use super::{Field, Kind, OXIMETRY, PLAIN, Shape};

/// How long it went on, in every kind that has a length.
pub const LENGTH: u16 = DURATION.number;
/// The mean oxygen level.
pub const MEAN_SATURATION: u16 = 78;
/// The lowest oxygen level.
pub const LOWEST_SATURATION: u16 = 79;
/// How long the oxygen level lay below 90 %.
pub const BELOW_90: u16 = 80;
/// The mean pulse.
pub const MEAN_PULSE: u16 = 81;
/// The lowest pulse.
pub const LOWEST_PULSE: u16 = 82;
/// The highest pulse.
pub const HIGHEST_PULSE: u16 = 83;
/// The share of samples that have a usable oxygen level.
pub const MEASURED: u16 = 84;

/// An oximeter worn for a night or a while, with its samples or only what they came to.
///
/// No LOINC codes: those for minimum and mean ask for a stated period.
pub const OXIMETRY_NIGHT: Kind = Kind {
    number: 32,
    name: "oximetry-night",
    short: &["night"],
    words: "Oxygen level, for a while",
    fields: &[
        Field::new(MEAN_SATURATION, "mean-saturation", "mean oxygen level", Shape::number(PERCENT, 1, 100))
            .or(&["mean-spo2"])
            .usual(whole(80), whole(100)),
        Field::new(
            LOWEST_SATURATION,
            "lowest-saturation",
            "lowest oxygen level",
            Shape::number(PERCENT, 1, 100),
        )
        .or(&["lowest"])
        .usual(whole(60), whole(100)),
        Field::new(BELOW_90, "below-90", "below 90 %", Shape::number(SPAN, 0, 20_160)),
        Field::new(MEAN_PULSE, "mean-pulse", "mean pulse", Shape::number(RATE, 20, 300))
            .usual(whole(40), whole(150)),
        Field::new(LOWEST_PULSE, "lowest-pulse", "lowest pulse", Shape::number(RATE, 20, 300))
            .usual(whole(30), whole(150)),
        Field::new(HIGHEST_PULSE, "highest-pulse", "highest pulse", Shape::number(RATE, 20, 300))
            .usual(whole(40), whole(220)),
        DURATION,
        Field::new(MEASURED, "measured", "measured", Shape::number(PERCENT, 0, 100))
            .usual(whole(50), whole(100)),
    ],
    least: &[MEAN_SATURATION, LOWEST_SATURATION, MEAN_PULSE, LENGTH],
    samples: Some(&OXIMETRY),
    example: "94.8 lowest 83 below-90 \"4 min\" for \"7.5 h\"",
    ..PLAIN
};
