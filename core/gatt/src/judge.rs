//! Judgement, apart from decoding: is a number one that a body and a meter can show?
//!
//! A decoder says what the device said. These ranges say what is worth a second look; they flag and never drop, because a
//! rare value is somebody's emergency and a wrong one is evidence. They are about values of devices: what an app asks a
//! person who types is for the app, and may be narrower.
//!
//! Wide on purpose: what lies outside is hardly a reading of a living person at rest. The limits are those that collectors
//! in the field use to spot frames read in a wrong layout.

use core::cmp::Ordering;

use crate::decimal::Decimal;
use crate::unit::{Glucose, Mass, Pressure, Temperature, Unit, convert};

/// What a value lies between, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Range {
    /// The lowest value that raises no question.
    pub lowest: Decimal,
    /// The highest.
    pub highest: Decimal,
}

impl Range {
    const fn whole(lowest: i32, highest: i32) -> Self {
        Self { lowest: Decimal::new(lowest, 0), highest: Decimal::new(highest, 0) }
    }

    /// How a number lies to the range, whatever its resolution.
    pub fn judge(self, number: Decimal) -> Plausible {
        if number.cmp_number(self.lowest).is_lt() {
            Plausible::Below(self)
        } else if number.cmp_number(self.highest).is_gt() {
            Plausible::Above(self)
        } else {
            Plausible::Yes
        }
    }
}

/// How a number lies to the range of its quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Plausible {
    /// Within.
    Yes,
    /// Below the lowest.
    Below(Range),
    /// Above the highest.
    Above(Range),
}

/// Systolic pressure, mmHg.
pub const SYSTOLIC: Range = Range::whole(40, 300);
/// Diastolic pressure, mmHg.
pub const DIASTOLIC: Range = Range::whole(20, 200);
/// Pulse rate, beats per minute.
pub const PULSE_RATE: Range = Range::whole(20, 250);
/// Oxygen saturation, percent.
pub const SPO2: Range = Range::whole(50, 100);
/// Pulse amplitude index, percent.
pub const PULSE_AMPLITUDE_INDEX: Range = Range::whole(0, 30);
/// Body temperature, degrees Celsius: survived cold and highest fevers on record lie within.
pub const TEMPERATURE: Range = Range::whole(20, 47);
/// Body weight, kilograms: a newborn to the heaviest on record.
pub const WEIGHT: Range = Range { lowest: Decimal::new(3, -1), highest: Decimal::new(650, 0) };
/// Glucose, milligrams in a decilitre; meters show 10 to 600, and some more.
pub const GLUCOSE: Range = Range::whole(10, 1500);

/// Judges a number with its unit against a range in another; a number too long to convert is outside.
fn in_unit<U: Unit>(range: Range, number: Decimal, from: U, to: U) -> Plausible {
    match convert(number, from, to, -2) {
        Ok(converted) => range.judge(converted.value),
        Err(_) if number.mantissa < 0 => Plausible::Below(range),
        Err(_) => Plausible::Above(range),
    }
}

/// Judges a systolic pressure.
pub fn systolic(number: Decimal, unit: Pressure) -> Plausible {
    in_unit(SYSTOLIC, number, unit, Pressure::MmHg)
}

/// Judges a diastolic pressure.
pub fn diastolic(number: Decimal, unit: Pressure) -> Plausible {
    in_unit(DIASTOLIC, number, unit, Pressure::MmHg)
}

/// Whether a systolic pressure is above the diastolic one, both in one unit.
pub fn in_order(systolic: Decimal, diastolic: Decimal) -> bool {
    systolic.cmp_number(diastolic) == Ordering::Greater
}

/// Judges a body temperature.
pub fn temperature(number: Decimal, unit: Temperature) -> Plausible {
    in_unit(TEMPERATURE, number, unit, Temperature::Celsius)
}

/// Judges a body weight.
pub fn weight(number: Decimal, unit: Mass) -> Plausible {
    in_unit(WEIGHT, number, unit, Mass::Kilogram)
}

/// Judges a glucose concentration.
pub fn glucose(number: Decimal, unit: Glucose) -> Plausible {
    in_unit(GLUCOSE, number, unit, Glucose::MilligramPerDecilitre)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn the_ends_belong_to_the_range_at_any_resolution() {
        assert_eq!(SPO2.judge(number("50.0")), Plausible::Yes);
        assert_eq!(SPO2.judge(number("49.9")), Plausible::Below(SPO2));
        assert_eq!(SPO2.judge(number("100.00")), Plausible::Yes);
        assert_eq!(SPO2.judge(number("1001e-1")), Plausible::Above(SPO2));
    }

    #[test]
    fn units_are_minded() {
        // The same word is a fine pressure in kPa and none in mmHg (a published vector has it both ways).
        assert_eq!(systolic(number("18.9"), Pressure::KPa), Plausible::Yes);
        assert_eq!(systolic(number("18.9"), Pressure::MmHg), Plausible::Below(SYSTOLIC));
        assert_eq!(diastolic(number("27"), Pressure::KPa), Plausible::Above(DIASTOLIC));
        assert_eq!(temperature(number("98.6"), Temperature::Fahrenheit), Plausible::Yes);
        assert_eq!(temperature(number("98.6"), Temperature::Celsius), Plausible::Above(TEMPERATURE));
        assert_eq!(weight(number("157.00"), Mass::Pound), Plausible::Yes);
        assert_eq!(weight(number("0.29"), Mass::Kilogram), Plausible::Below(WEIGHT));
        assert_eq!(weight(number("0.3"), Mass::Kilogram), Plausible::Yes);
        assert_eq!(weight(number("650.5"), Mass::Kilogram), Plausible::Above(WEIGHT));
        assert_eq!(glucose(number("81"), Glucose::MolePerLitre), Plausible::Above(GLUCOSE));
        assert_eq!(glucose(number("5.5"), Glucose::MillimolePerLitre), Plausible::Yes);
        assert_eq!(
            temperature(Decimal::new(-1, 127), Temperature::Fahrenheit),
            Plausible::Below(TEMPERATURE)
        );
        assert_eq!(temperature(Decimal::new(1, 127), Temperature::Fahrenheit), Plausible::Above(TEMPERATURE));
        assert!(in_order(number("120"), number("80")) && !in_order(number("72"), number("81")));
        assert!(!in_order(number("80.0"), number("80")));
    }
}
