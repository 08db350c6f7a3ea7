//! What meters show: pressure, oxygen, pulse, breathing, temperature, glucose, peak flow.

use super::field::{
    DIASTOLIC, MEAN, PERCENT, PERFUSION, PULSE_RATE as PULSE, RATE, SATURATION, SYSTOLIC,
    TEMPERATURE as BODY_TEMPERATURE, tenths, whole,
};
use super::{Choice, Field, Kind, PLAIN, Shape, Unit, choice, flags};

const PRESSURE: &[Unit] = &[Unit::MmHg, Unit::KPa];

/// Upper arm structures of SNOMED CT.
const ARMS: &[Choice] = &[
    Choice { number: 1, name: "left", words: "left", snomed: Some("368208006") },
    Choice { number: 2, name: "right", words: "right", snomed: Some("368209003") },
];

const POSTURES: &[Choice] =
    &[choice(1, "sitting", "sitting"), choice(2, "standing", "standing"), choice(3, "lying", "lying down")];

const CUFFS: &[Choice] = &[
    choice(1, "small", "small"),
    choice(2, "medium", "medium"),
    choice(3, "large", "large"),
    choice(4, "extra-large", "extra large"),
    choice(5, "wrist", "at the wrist"),
];

/// A blood pressure.
///
/// Limits: cuffs show 0 to 299 mmHg. LOINC: FHIR R4 profile `bp`; the mean as an observation of its own.
pub const BLOOD_PRESSURE: Kind = Kind {
    number: 1,
    name: "blood-pressure",
    short: &["bp"],
    words: "Blood pressure",
    fields: &[
        Field::new(SYSTOLIC, "systolic", "top number", Shape::number(PRESSURE, 40, 300))
            .needed()
            .or(&["sys", "top"])
            .usual(whole(70), whole(220))
            .loinc("8480-6"),
        Field::new(DIASTOLIC, "diastolic", "bottom number", Shape::number(PRESSURE, 20, 200))
            .needed()
            .or(&["dia", "bottom"])
            .usual(whole(40), whole(130))
            .loinc("8462-4"),
        Field::new(MEAN, "mean", "mean pressure", Shape::number(PRESSURE, 20, 300))
            .or(&["map"])
            .usual(whole(40), whole(180))
            .loinc("8478-0"),
        PULSE,
        Field::new(8, "arm", "arm", Shape::Choice(ARMS)),
        Field::new(9, "posture", "posture", Shape::Choice(POSTURES)).or(&["position"]),
        Field::new(10, "cuff", "cuff", Shape::Choice(CUFFS)),
    ],
    rising: &[(DIASTOLIC, SYSTOLIC)],
    flags: flags::BLOOD_PRESSURE,
    loinc: Some("85354-9"),
    example: "128/82 pulse 64 arm left posture sitting",
    ..PLAIN
};

/// An oxygen saturation with its pulse.
///
/// LOINC: FHIR R4 profile `oxygensat` asks for 2708-6, whatever stands beside it.
pub const OXIMETRY: Kind = Kind {
    number: 2,
    name: "oximetry",
    short: &["spo2", "oxygen"],
    words: "Oxygen level",
    fields: &[
        Field::new(SATURATION, "saturation", "oxygen level", Shape::number(PERCENT, 1, 100))
            .needed()
            .or(&["spo2"])
            .usual(whole(80), whole(100))
            .loinc("2708-6"),
        PULSE,
        Field::new(PERFUSION, "perfusion", "perfusion index", Shape::number(PERCENT, 0, 30))
            .or(&["pi"])
            .loinc("61006-3"),
        Field::new(11, "oxygen-flow", "oxygen given", Shape::number(&[Unit::LitrePerMinute], 0, 60))
            .or(&["flow"])
            .loinc("3151-8"),
    ],
    flags: flags::OXIMETRY,
    example: "97 pulse 61",
    ..PLAIN
};

/// A blood-pressure measurement that the cuff could not complete: kept, and never a reading.
pub const FAILED_BLOOD_PRESSURE: Kind = Kind {
    number: 4,
    name: "failed-blood-pressure",
    words: "Blood pressure, not measured",
    fields: &[PULSE],
    flags: flags::BLOOD_PRESSURE,
    typed: false,
    ..PLAIN
};

/// An oximeter measurement without a value: kept, and never a reading.
pub const FAILED_OXIMETRY: Kind = Kind {
    number: 5,
    name: "failed-oximetry",
    words: "Oxygen level, not measured",
    fields: &[PULSE],
    flags: flags::OXIMETRY,
    typed: false,
    ..PLAIN
};

/// A pulse by itself, counted or from a meter.
pub const PULSE_RATE: Kind = Kind {
    number: 6,
    name: "pulse",
    short: &["heart-rate", "hr"],
    words: "Pulse",
    fields: &[
        PULSE.needed(),
        Field::new(
            12,
            "rhythm",
            "rhythm",
            Shape::Choice(&[choice(1, "regular", "regular"), choice(2, "irregular", "irregular")]),
        ),
        Field::new(
            13,
            "state",
            "when",
            Shape::Choice(&[
                choice(1, "resting", "at rest"),
                choice(2, "active", "while active"),
                choice(3, "after-exercise", "after exercise"),
            ]),
        ),
    ],
    example: "64 state resting",
    ..PLAIN
};

/// Breaths counted. LOINC: FHIR R4 profile `resprate`.
pub const RESPIRATION: Kind = Kind {
    number: 7,
    name: "respiration",
    short: &["breathing"],
    words: "Breathing",
    fields: &[Field::new(14, "breaths", "breaths", Shape::number(RATE, 2, 100))
        .needed()
        .usual(whole(8), whole(30))
        .loinc("9279-1")],
    example: "14",
    ..PLAIN
};

/// A body temperature. LOINC: FHIR R4 profile `bodytemp`.
pub const TEMPERATURE: Kind = Kind {
    number: 8,
    name: "temperature",
    short: &["temp"],
    words: "Temperature",
    fields: &[
        BODY_TEMPERATURE.needed(),
        Field::new(
            16,
            "site",
            "measured",
            Shape::Choice(&[
                choice(1, "mouth", "in the mouth"),
                choice(2, "ear", "in the ear"),
                choice(3, "forehead", "on the forehead"),
                choice(4, "armpit", "in the armpit"),
                choice(5, "rectum", "in the rectum"),
                choice(6, "other", "elsewhere"),
            ]),
        ),
    ],
    example: "37.8 site ear",
    ..PLAIN
};

/// Glucose in blood.
///
/// No LOINC code: which one is right depends on the unit and the sample.
pub const GLUCOSE: Kind = Kind {
    number: 9,
    name: "glucose",
    short: &["sugar", "bg"],
    words: "Blood glucose",
    fields: &[
        Field {
            shape: Shape::Number {
                units: &[Unit::MmolPerLitre, Unit::MgPerDecilitre],
                possible: (tenths(5), whole(60)),
                usual: (whole(3), whole(25)),
            },
            ..Field::new(17, "glucose", "glucose", Shape::Time).needed()
        },
        Field::new(
            18,
            "meal",
            "meal",
            Shape::Choice(&[
                choice(1, "fasting", "fasting"),
                choice(2, "before-meal", "before a meal"),
                choice(3, "after-meal", "after a meal"),
                choice(4, "bedtime", "at bedtime"),
                choice(5, "night", "at night"),
                choice(6, "any", "at any time"),
            ]),
        ),
        Field::new(
            19,
            "sample",
            "sample",
            Shape::Choice(&[
                choice(1, "finger", "blood from a finger"),
                choice(2, "vein", "blood from a vein"),
                choice(3, "sensor", "a sensor under the skin"),
            ]),
        ),
    ],
    example: "5.6 meal fasting",
    ..PLAIN
};

/// The fastest flow of breath out.
pub const PEAK_FLOW: Kind = Kind {
    number: 10,
    name: "peak-flow",
    short: &["pef"],
    words: "Peak flow",
    fields: &[
        Field::new(20, "flow", "peak flow", Shape::number(&[Unit::LitrePerMinute], 20, 1000))
            .needed()
            .usual(whole(60), whole(850))
            .loinc("19935-6"),
        Field::new(
            21,
            "reliever",
            "reliever",
            Shape::Choice(&[
                choice(1, "before", "before the reliever"),
                choice(2, "after", "after the reliever"),
            ]),
        ),
    ],
    example: "420 reliever before",
    ..PLAIN
};
