//! Units of measurement, and how one is turned into another where a value is shown.

use super::super::decimal::Decimal;

/// One row a unit: its name in code, number in files, text for people, code of the Unified Code for Units of Measure,
/// what it measures, and how many thousandths, as a fraction, of that quantity's first unit one of it is.
macro_rules! units {
    ($($(#[$doc:meta])* $unit:ident = $number:literal, $text:literal, $ucum:literal, $quantity:ident, $of:expr;)*) => {
        /// A unit of measurement.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
        #[cbor(index_only)]
        pub enum Unit {
            $($(#[$doc])* #[n($number)] $unit,)*
        }

        impl Unit {
            /// Every unit, by rising number.
            pub const ALL: &[Self] = &[$(Self::$unit),*];

            /// As people write it; nothing for a bare count.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$unit => $text,)* }
            }

            /// The code of the Unified Code for Units of Measure.
            pub const fn ucum(self) -> &'static str {
                match self { $(Self::$unit => $ucum,)* }
            }

            /// What it measures: units of one quantity can be turned into each other.
            pub const fn quantity(self) -> Quantity {
                match self { $(Self::$unit => Quantity::$quantity,)* }
            }

            const fn scale(self) -> Scale {
                match self { $(Self::$unit => $of,)* }
            }
        }
    };
}

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// A pressure.
    Pressure,
    /// A rate.
    Rate,
    /// A share of a whole.
    Share,
    /// A mass.
    Mass,
    /// A temperature.
    Temperature,
    /// Glucose in blood, as a concentration of substance or of mass.
    Glucose,
    /// A flow of air.
    Flow,
    /// A length.
    Length,
    /// A time.
    Time,
    /// A volume.
    Volume,
    /// An energy.
    Energy,
    /// A number of things.
    Count,
    /// Points of a scale.
    Score,
    /// A mass for each square of height.
    MassIndex,
    /// International units: of a substance, and not to be turned into anything else.
    Activity,
    /// Tablets.
    Tablets,
    /// Puffs of an inhaler.
    Puffs,
    /// Drops.
    Drops,
    /// A flow of energy: what a body at rest needs a day.
    Power,
}

/// How a unit relates to the first unit of its quantity: value × numerator / denominator, after `before` was taken away.
#[derive(Debug, Clone, Copy)]
struct Scale {
    before: i128,
    numerator: i128,
    denominator: i128,
}

const fn is(numerator: i128, denominator: i128) -> Scale {
    Scale { before: 0, numerator, denominator }
}

units! {
    /// Millimetres of mercury.
    MmHg = 0, "mmHg", "mm[Hg]", Pressure, is(1, 1);
    /// Kilopascal; 1 mmHg is 133.322387415 Pa (NIST SP 811, appendix B.8).
    KPa = 1, "kPa", "kPa", Pressure, is(1_000_000_000_000, 133_322_387_415);
    /// Per minute.
    PerMinute = 2, "/min", "/min", Rate, is(1, 1);
    /// Percent.
    Percent = 3, "%", "%", Share, is(1, 1);
    /// Kilograms.
    Kilogram = 4, "kg", "kg", Mass, is(1, 1);
    /// Pounds of 0.45359237 kg (international avoirdupois).
    Pound = 5, "lb", "[lb_av]", Mass, is(45_359_237, 100_000_000);
    /// Stones of 14 pounds.
    Stone = 6, "st", "[stone_av]", Mass, is(14 * 45_359_237, 100_000_000);
    /// Grams.
    Gram = 7, "g", "g", Mass, is(1, 1000);
    /// Milligrams.
    Milligram = 8, "mg", "mg", Mass, is(1, 1_000_000);
    /// Micrograms.
    Microgram = 9, "mcg", "ug", Mass, is(1, 1_000_000_000);
    /// Degrees Celsius.
    Celsius = 10, "°C", "Cel", Temperature, is(1, 1);
    /// Degrees Fahrenheit.
    Fahrenheit = 11, "°F", "[degF]", Temperature, Scale { before: 32, numerator: 5, denominator: 9 };
    /// Millimoles in a litre.
    MmolPerLitre = 12, "mmol/L", "mmol/L", Glucose, is(1, 1);
    /// Milligrams in a decilitre; a mole of glucose is 180.156 g (C6H12O6, conventional atomic weights of IUPAC).
    MgPerDecilitre = 13, "mg/dL", "mg/dL", Glucose, is(10_000, 180_156);
    /// Litres a minute.
    LitrePerMinute = 14, "L/min", "L/min", Flow, is(1, 1);
    /// Centimetres.
    Centimetre = 15, "cm", "cm", Length, is(1, 1);
    /// Metres.
    Metre = 16, "m", "m", Length, is(100, 1);
    /// Kilometres.
    Kilometre = 17, "km", "km", Length, is(100_000, 1);
    /// Inches of 2.54 cm.
    Inch = 18, "in", "[in_i]", Length, is(254, 100);
    /// Miles of 1609.344 m.
    Mile = 19, "mi", "[mi_i]", Length, is(160_934_400, 1000);
    /// Minutes.
    Minute = 20, "min", "min", Time, is(1, 1);
    /// Hours.
    Hour = 21, "h", "h", Time, is(60, 1);
    /// Days of 24 hours.
    Day = 22, "d", "d", Time, is(1440, 1);
    /// Seconds.
    Second = 23, "s", "s", Time, is(1, 60);
    /// Millilitres.
    Millilitre = 24, "mL", "mL", Volume, is(1, 1);
    /// Litres.
    Litre = 25, "L", "L", Volume, is(1000, 1);
    /// Kilocalories of 4.184 kJ (thermochemical).
    Kilocalorie = 26, "kcal", "kcal", Energy, is(1, 1);
    /// Kilojoules.
    Kilojoule = 27, "kJ", "kJ", Energy, is(1000, 4184);
    /// A bare count.
    Count = 28, "", "1", Count, is(1, 1);
    /// Points of a scale.
    Score = 29, "points", "{score}", Score, is(1, 1);
    /// Kilograms for a square metre.
    KgPerSquareMetre = 30, "kg/m²", "kg/m2", MassIndex, is(1, 1);
    /// International units.
    InternationalUnit = 31, "IU", "[iU]", Activity, is(1, 1);
    /// Tablets, capsules and the like.
    Tablet = 32, "tablets", "{tablet}", Tablets, is(1, 1);
    /// Puffs of an inhaler.
    Puff = 33, "puffs", "{puff}", Puffs, is(1, 1);
    /// Drops.
    Drop = 34, "drops", "{drop}", Drops, is(1, 1);
    /// Kilocalories a day.
    KilocaloriePerDay = 35, "kcal/d", "kcal/d", Power, is(1, 1);
}

impl Unit {
    /// The unit that people mean by a text: as it is shown, its code, or another way to type it; whatever its case,
    /// where that tells no two apart.
    pub fn typed(text: &str) -> Option<Self> {
        let exact = |unit: &&Self| unit.text() == text || unit.ucum() == text;
        let known = Self::ALL.iter().filter(|unit| **unit != Self::Count);
        if let Some(unit) = known.clone().find(exact) {
            return Some(*unit);
        }
        let lower = text.to_lowercase();
        known
            .copied()
            .find(|unit| unit.text().to_lowercase() == lower)
            .or_else(|| SPELT.iter().find(|(spelling, _)| *spelling == lower).map(|(_, unit)| *unit))
    }

    /// A value in another unit of the same quantity, rounded half away from zero to `decimals`: for showing, never for
    /// storing. `None` where the quantities differ or the numbers are too large.
    pub fn convert(self, value: Decimal, to: Self, decimals: u8) -> Option<Decimal> {
        if self.quantity() != to.quantity() {
            return None;
        }
        let (from, to) = (self.scale(), to.scale());
        // value = mantissa / 10^down; in the first unit (value - before) * n / d; then the way back of the other.
        let power = |exponent: u32| 10_i128.checked_pow(exponent);
        let down = power(value.exponent.min(0).unsigned_abs().into())?;
        let up = power(value.exponent.max(0).unsigned_abs().into())?;
        let mantissa = i128::from(value.mantissa).checked_mul(up)?;
        let numerator = mantissa.checked_sub(from.before.checked_mul(down)?)?.checked_mul(from.numerator)?;
        let denominator = down.checked_mul(from.denominator)?;
        let numerator = numerator.checked_mul(to.denominator)?;
        let denominator = denominator.checked_mul(to.numerator)?;
        let numerator = numerator.checked_add(to.before.checked_mul(denominator)?)?;
        let scaled = numerator.checked_mul(power(decimals.into())?)?;
        let half = denominator / 2;
        let rounded = if scaled < 0 { scaled.checked_sub(half)? } else { scaled.checked_add(half)? };
        let mantissa = i64::try_from(rounded.checked_div(denominator)?).ok()?;
        Decimal::new(mantissa, -i8::try_from(decimals).ok()?)
    }

    /// A value in the unit that limits are written in, only for holding it against them; one of another quantity, such as
    /// a dose in puffs, as it is.
    pub(in super::super) fn in_limit_unit(self, value: Decimal, first: Self) -> f64 {
        self.value_in(value.approximate(), first)
    }

    /// A number of this unit in another one of the same quantity; of another quantity, as it is.
    pub(in super::super) fn value_in(self, value: f64, first: Self) -> f64 {
        if self == first || self.quantity() != first.quantity() {
            return value;
        }
        let to_first = |unit: Self, value: f64| {
            let Scale { before, numerator, denominator } = unit.scale();
            #[expect(clippy::cast_precision_loss, reason = "limits are wide, and 53 bits enough for them")]
            let (before, scale) = (before as f64, numerator as f64 / denominator as f64);
            (value - before) * scale
        };
        let Scale { before, numerator, denominator } = first.scale();
        #[expect(clippy::cast_precision_loss, reason = "as above")]
        let (before, scale) = (before as f64, numerator as f64 / denominator as f64);
        to_first(self, value) / scale + before
    }
}

/// Other ways to type a unit, in lower case.
const SPELT: &[(&str, Unit)] = &[
    ("kilo", Unit::Kilogram),
    ("kilos", Unit::Kilogram),
    ("lbs", Unit::Pound),
    ("pounds", Unit::Pound),
    ("stone", Unit::Stone),
    ("µg", Unit::Microgram),
    ("μg", Unit::Microgram),
    ("ug", Unit::Microgram),
    ("c", Unit::Celsius),
    ("f", Unit::Fahrenheit),
    ("mmol", Unit::MmolPerLitre),
    ("mg%", Unit::MgPerDecilitre),
    ("bpm", Unit::PerMinute),
    ("/minute", Unit::PerMinute),
    ("inches", Unit::Inch),
    ("miles", Unit::Mile),
    ("mins", Unit::Minute),
    ("minutes", Unit::Minute),
    ("minute", Unit::Minute),
    ("hr", Unit::Hour),
    ("hrs", Unit::Hour),
    ("hours", Unit::Hour),
    ("hour", Unit::Hour),
    ("days", Unit::Day),
    ("day", Unit::Day),
    ("sec", Unit::Second),
    ("seconds", Unit::Second),
    ("cal", Unit::Kilocalorie),
    ("tablet", Unit::Tablet),
    ("capsule", Unit::Tablet),
    ("capsules", Unit::Tablet),
    ("puff", Unit::Puff),
    ("drop", Unit::Drop),
    ("kg/m2", Unit::KgPerSquareMetre),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn shown(value: &str, from: Unit, to: Unit, decimals: u8) -> String {
        from.convert(value.parse().unwrap(), to, decimals).unwrap().to_string()
    }

    #[test]
    fn conversions_are_those_of_the_sources() {
        assert_eq!(shown("120", Unit::MmHg, Unit::KPa, 2), "16.00");
        assert_eq!(shown("16.0", Unit::KPa, Unit::MmHg, 0), "120");
        assert_eq!(shown("98.6", Unit::Fahrenheit, Unit::Celsius, 1), "37.0");
        assert_eq!(shown("37.0", Unit::Celsius, Unit::Fahrenheit, 1), "98.6");
        assert_eq!(shown("-40", Unit::Celsius, Unit::Fahrenheit, 0), "-40");
        assert_eq!(shown("5.5", Unit::MmolPerLitre, Unit::MgPerDecilitre, 0), "99");
        assert_eq!(shown("100", Unit::MgPerDecilitre, Unit::MmolPerLitre, 2), "5.55");
        assert_eq!(shown("1", Unit::Pound, Unit::Kilogram, 8), "0.45359237");
        assert_eq!(shown("11", Unit::Stone, Unit::Pound, 0), "154");
        assert_eq!(shown("1.5", Unit::Hour, Unit::Minute, 0), "90");
        assert_eq!(shown("1", Unit::Mile, Unit::Metre, 3), "1609.344");
        assert_eq!(Unit::MmHg.convert(Decimal::whole(1), Unit::Kilogram, 0), None);
        assert_eq!(Unit::MmHg.convert(Decimal { mantissa: i64::MAX, exponent: 18 }, Unit::KPa, 9), None);
    }

    #[test]
    fn a_limit_holds_whatever_the_unit() {
        let kilopascal = Unit::KPa.in_limit_unit("16.0".parse().unwrap(), Unit::MmHg);
        assert!((kilopascal - 120.0098).abs() < 0.001, "{kilopascal}");
        let fever = Unit::Fahrenheit.in_limit_unit("100.4".parse().unwrap(), Unit::Celsius);
        assert!((fever - 38.0).abs() < 1e-9, "{fever}");
    }

    #[test]
    fn a_unit_is_known_by_what_it_is_shown_as() {
        for unit in Unit::ALL.iter().filter(|unit| **unit != Unit::Count) {
            assert_eq!(Unit::typed(unit.text()), Some(*unit), "{unit:?}");
            assert_eq!(Unit::typed(unit.ucum()), Some(*unit), "{unit:?}");
        }
        assert_eq!(Unit::typed("KG"), Some(Unit::Kilogram));
        assert_eq!(Unit::typed("bar"), None);
    }

    proptest! {
        #[test]
        fn a_value_comes_back_from_every_unit(at in 0..Unit::ALL.len(), mantissa in -100_000_i64..100_000) {
            let unit = Unit::ALL[at];
            let value = Decimal::new(mantissa, -2).unwrap();
            for other in Unit::ALL.iter().filter(|other| other.quantity() == unit.quantity()) {
                // Enough digits on the way for the coarsest pair.
                if let Some(there) = unit.convert(value, *other, 12) {
                    prop_assert_eq!(other.convert(there, unit, 2), Some(value), "{:?}", other);
                }
            }
        }
    }
}
