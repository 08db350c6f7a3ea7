//! The body: weight, sizes, symptoms, pain, medicine, cycle.

use super::field::{
    BODY_PLACE, DURATION, LENGTH, LINE, MASS, PERCENT, SEVERITY, TEMPERATURE as BODY_TEMPERATURE, tenths,
    whole,
};
use super::{Field, Kind, PLAIN, Shape, Unit, choice};

/// A mass between these, in kilograms.
const fn mass(lowest: super::Decimal, highest: super::Decimal) -> Shape<'static> {
    Shape::Number { units: MASS, possible: (lowest, highest), usual: (lowest, highest) }
}

/// A weight, with what a scale estimates of its parts. LOINC: FHIR R4 profiles `bodyweight` and `bmi`.
pub const WEIGHT: Kind = Kind {
    number: 11,
    name: "weight",
    words: "Weight",
    fields: &[
        Field::new(22, "weight", "weight", mass(tenths(3), whole(650)))
            .needed()
            .usual(whole(2), whole(250))
            .loinc("29463-7"),
        Field::new(23, "fat", "body fat", Shape::number(PERCENT, 1, 90)).loinc("41982-0"),
        Field::new(24, "muscle", "muscle", mass(tenths(1), whole(300))),
        Field::new(25, "water", "body water", Shape::number(PERCENT, 1, 99)),
        Field::new(26, "bone", "bone", mass(tenths(1), whole(50))),
        Field::new(27, "bmi", "body mass index", Shape::number(&[Unit::KgPerSquareMetre], 5, 200))
            .loinc("39156-5"),
        Field::new(28, "visceral-fat", "visceral fat", Shape::number(&[Unit::Score], 0, 100)),
        Field::new(29, "need", "energy at rest", Shape::number(&[Unit::KilocaloriePerDay], 100, 10_000)),
    ],
    example: "82.4 fat 24.5",
    ..PLAIN
};

/// Height and girths.
pub const BODY_SIZE: Kind = Kind {
    number: 12,
    name: "size",
    short: &["height"],
    words: "Size",
    fields: &[
        Field::new(30, "height", "height", Shape::number(LENGTH, 20, 280)).loinc("8302-2"),
        Field::new(31, "waist", "waist", Shape::number(LENGTH, 10, 400)),
        Field::new(33, "hip", "hip", Shape::number(LENGTH, 10, 400)),
    ],
    least: &[30, 31, 33],
    example: "172 waist 88",
    ..PLAIN
};

/// Something felt or seen that is not well.
pub const SYMPTOM: Kind = Kind {
    number: 18,
    name: "symptom",
    words: "Symptom",
    fields: &[
        Field::new(49, "symptom", "symptom", LINE).needed(),
        Field::new(50, "severity", "how bad", Shape::Choice(SEVERITY)),
        DURATION,
        BODY_PLACE,
        Field::new(53, "since", "since", Shape::Time),
    ],
    example: "headache severity mild duration 2 h",
    ..PLAIN
};

/// Pain, on the scale from 0 (none) to 10 (the worst that can be thought of), as people are asked for it.
pub const PAIN: Kind = Kind {
    number: 19,
    name: "pain",
    words: "Pain",
    fields: &[
        Field::new(54, "pain", "pain, 0 to 10", Shape::number(&[Unit::Score], 0, 10))
            .needed()
            .loinc("72514-3"),
        BODY_PLACE,
        Field::new(
            55,
            "feels",
            "feels",
            Shape::Choices(&[
                choice(1, "aching", "aching"),
                choice(2, "sharp", "sharp"),
                choice(3, "burning", "burning"),
                choice(4, "throbbing", "throbbing"),
                choice(5, "stabbing", "stabbing"),
                choice(6, "cramping", "cramping"),
                choice(7, "tingling", "tingling"),
                choice(8, "dull", "dull"),
            ]),
        ),
        DURATION,
    ],
    example: "4 place \"left knee\" feels aching,dull",
    ..PLAIN
};

/// A dose of a medicine: planned, taken, taken late or left out.
pub const MEDICINE: Kind = Kind {
    number: 20,
    name: "medicine",
    short: &["med", "dose"],
    words: "Medicine",
    fields: &[
        Field::new(57, "medicine", "medicine", LINE).needed().or(&["name"]),
        Field::new(
            58,
            "dose",
            "dose",
            Shape::number(
                &[
                    Unit::Milligram,
                    Unit::Microgram,
                    Unit::Gram,
                    Unit::Millilitre,
                    Unit::InternationalUnit,
                    Unit::Tablet,
                    Unit::Puff,
                    Unit::Drop,
                ],
                0,
                1_000_000,
            ),
        ),
        Field::new(
            56,
            "status",
            "what happened",
            Shape::Choice(&[
                choice(1, "taken", "taken"),
                choice(2, "late", "taken late"),
                choice(3, "skipped", "not taken"),
                choice(4, "planned", "planned"),
            ]),
        )
        .needed(),
        Field::new(60, "due", "due", Shape::Time),
        Field::new(61, "why", "why", LINE),
    ],
    example: "ramipril dose \"5 mg\" status taken",
    ..PLAIN
};

/// Cycle: among what people most want kept to themselves.
pub const CYCLE: Kind = Kind {
    number: 21,
    name: "cycle",
    short: &["period"],
    words: "Cycle",
    fields: &[
        Field::new(
            62,
            "bleeding",
            "bleeding",
            Shape::Choice(&[
                choice(1, "none", "none"),
                choice(2, "spotting", "spotting"),
                choice(3, "light", "light"),
                choice(4, "medium", "medium"),
                choice(5, "heavy", "heavy"),
            ]),
        ),
        BODY_TEMPERATURE,
        Field::new(
            64,
            "test",
            "ovulation test",
            Shape::Choice(&[
                choice(1, "negative", "negative"),
                choice(2, "positive", "positive"),
                choice(3, "unclear", "unclear"),
            ]),
        ),
        Field::new(
            63,
            "signs",
            "signs",
            Shape::Choices(&[
                choice(1, "cramps", "cramps"),
                choice(2, "headache", "headache"),
                choice(3, "tender-breasts", "tender breasts"),
                choice(4, "bloating", "bloating"),
                choice(5, "tired", "tired"),
                choice(6, "low-mood", "low mood"),
                choice(7, "acne", "acne"),
            ]),
        ),
    ],
    least: &[62, 15, 64, 63],
    sensitive: true,
    example: "medium signs cramps,tired",
    ..PLAIN
};
