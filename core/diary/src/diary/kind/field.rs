//! Fields that more than one kind has, and the numbers of those that code asks for by name.
//!
//! The next free field numbers are 85 to 109, and from 140 on.

use super::{Choice, Field, Shape, Unit, choice};
use crate::diary::decimal::Decimal;

/// Systolic, the top number.
pub const SYSTOLIC: u16 = 1;
/// Diastolic, the bottom number.
pub const DIASTOLIC: u16 = 2;
/// Mean arterial pressure.
pub const MEAN: u16 = 3;
/// Pulse rate, in every kind that has one.
pub const PULSE: u16 = 4;
/// Oxygen saturation.
pub const SATURATION: u16 = 5;
/// Pulse amplitude index, also called perfusion index.
pub const PERFUSION: u16 = 6;
/// Words.
pub const TEXT: u16 = 7;

/// A whole number as a limit.
pub(super) const fn whole(value: i64) -> Decimal {
    Decimal::whole(value)
}

/// A number of tenths as a limit.
pub(super) const fn tenths(value: i64) -> Decimal {
    Decimal { mantissa: value, exponent: -1 }
}

/// One line of words: a name, a place.
pub(super) const LINE: Shape<'static> = Shape::Text { longest: 1000 };
/// As much as somebody writes or says.
pub(super) const PAGES: Shape<'static> = Shape::Text { longest: 1 << 20 };

pub(super) const RATE: &[Unit] = &[Unit::PerMinute];
pub(super) const PERCENT: &[Unit] = &[Unit::Percent];
pub(super) const SPAN: &[Unit] = &[Unit::Minute, Unit::Hour, Unit::Second, Unit::Day];
pub(super) const MASS: &[Unit] = &[Unit::Kilogram, Unit::Pound, Unit::Stone, Unit::Gram];
pub(super) const LENGTH: &[Unit] = &[Unit::Centimetre, Unit::Metre, Unit::Inch];
pub(super) const WAY: &[Unit] = &[Unit::Kilometre, Unit::Metre, Unit::Mile];

/// Range of common cuffs (pulse 40 to 180) and oximeters (25 to 250), with room on both sides. LOINC: FHIR R4 profile
/// `heartrate`.
pub(super) const PULSE_RATE: Field<'static> =
    Field::new(PULSE, "pulse", "pulse", Shape::number(RATE, 20, 300))
        .usual(whole(40), whole(150))
        .loinc("8867-4");

pub(super) const WORDS: Field<'static> = Field::new(TEXT, "text", "words", PAGES);

pub(super) const DURATION: Field<'static> =
    Field::new(32, "duration", "how long", Shape::number(SPAN, 0, 525_600)).or(&["for", "lasted"]);

pub(super) const TEMPERATURE: Field<'static> =
    Field::new(15, "temperature", "temperature", Shape::number(&[Unit::Celsius, Unit::Fahrenheit], 25, 45))
        .usual(whole(35), whole(40))
        .loinc("8310-5");

pub(super) const BODY_PLACE: Field<'static> =
    Field::new(52, "place", "where on the body", LINE).or(&["site", "where"]);

pub(super) const WITH: Field<'static> = Field::new(72, "with", "with whom", LINE).or(&["who"]);

pub(super) const ABOUT: Field<'static> = Field::new(77, "about", "the entry it belongs to", Shape::Entry);

pub(super) const FOLLOW_UP: Field<'static> =
    Field::new(76, "next", "what comes next", PAGES).or(&["follow-up"]);

/// How strong something is that has no number.
pub(super) const SEVERITY: &[Choice] = &[
    choice(1, "mild", "mild"),
    choice(2, "moderate", "moderate"),
    choice(3, "severe", "severe"),
    choice(4, "very-severe", "very severe"),
];

/// How good something was.
pub(super) const GOODNESS: &[Choice] = &[
    choice(1, "very-low", "very low"),
    choice(2, "low", "low"),
    choice(3, "middling", "middling"),
    choice(4, "good", "good"),
    choice(5, "very-good", "very good"),
];
