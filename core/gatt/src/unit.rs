//! Units as types, and exact conversion where somebody asks for it.
//!
//! A decoder never converts: it hands on the number in the unit that the device used. [`convert`] works on whole numbers
//! and rounds once, at the resolution that is asked for, so that no binary fraction and no second rounding gets in.
//!
//! ```
//! use health_gatt::Decimal;
//! use health_gatt::unit::{Pressure, Temperature, convert};
//! let systolic = convert(Decimal::new(160, -1), Pressure::KPa, Pressure::MmHg, 0)?; // 16.0 kPa
//! assert_eq!((systolic.value.to_string().as_str(), systolic.exact), ("120", false));
//! let fever = convert(Decimal::new(1004, -1), Temperature::Fahrenheit, Temperature::Celsius, -1)?;
//! assert_eq!((fever.value.to_string().as_str(), fever.exact), ("38.0", true));
//! # Ok::<(), health_gatt::unit::ConvertError>(())
//! ```

use core::fmt;

use crate::decimal::Decimal;

/// How numbers of a unit map to the base unit of their quantity: `base = (number x factor + offset) / divisor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scale {
    /// What the number is multiplied with.
    pub factor: i64,
    /// What is added then.
    pub offset: i64,
    /// What the sum is divided by; never 0.
    pub divisor: i64,
}

impl Scale {
    const fn linear(factor: i64, divisor: i64) -> Self {
        Self { factor, offset: 0, divisor }
    }
}

/// A unit of one quantity.
pub trait Unit: Copy {
    /// The unit as people write it: `mmHg`, `°C`.
    fn symbol(self) -> &'static str;

    /// The unit as UCUM writes it: `mm[Hg]`, `Cel`.
    fn ucum(self) -> &'static str;

    /// How it maps to the base unit of its quantity.
    fn scale(self) -> Scale;
}

macro_rules! units {
    ($( $(#[$meta:meta])* $quantity:ident { $( $(#[$unit_meta:meta])* $unit:ident = $symbol:literal, $ucum:literal, $scale:expr; )* } )*) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub enum $quantity {
                $( $(#[$unit_meta])* $unit, )*
            }

            impl $quantity {
                /// Every unit of this quantity.
                pub const ALL: &'static [Self] = &[ $( Self::$unit, )* ];
            }

            impl Unit for $quantity {
                fn symbol(self) -> &'static str {
                    match self { $( Self::$unit => $symbol, )* }
                }

                fn ucum(self) -> &'static str {
                    match self { $( Self::$unit => $ucum, )* }
                }

                fn scale(self) -> Scale {
                    match self { $( Self::$unit => $scale, )* }
                }
            }

            impl fmt::Display for $quantity {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.pad(self.symbol())
                }
            }
        )*
    };
}

units! {
    /// Pressure; the base unit is the pascal.
    Pressure {
        /// Millimetres of mercury: 133.322387415 Pa (ISO 80000-4, conventional millimetre of mercury).
        MmHg = "mmHg", "mm[Hg]", Scale::linear(133_322_387_415, 1_000_000_000);
        /// Kilopascals.
        KPa = "kPa", "kPa", Scale::linear(1000, 1);
    }
    /// Temperature; the base unit is the degree Celsius.
    Temperature {
        /// Degrees Celsius.
        Celsius = "°C", "Cel", Scale::linear(1, 1);
        /// Degrees Fahrenheit: (F - 32) x 5/9.
        Fahrenheit = "°F", "[degF]", Scale { factor: 5, offset: -160, divisor: 9 };
    }
    /// Mass; the base unit is the kilogram.
    Mass {
        /// Kilograms.
        Kilogram = "kg", "kg", Scale::linear(1, 1);
        /// Grams.
        Gram = "g", "g", Scale::linear(1, 1000);
        /// Pounds: 0.45359237 kg (international avoirdupois pound, 1959).
        Pound = "lb", "[lb_av]", Scale::linear(45_359_237, 100_000_000);
        /// Stones: 14 pounds.
        Stone = "st", "[stone_av]", Scale::linear(635_029_318, 100_000_000);
    }
    /// Length; the base unit is the metre.
    Length {
        /// Metres.
        Metre = "m", "m", Scale::linear(1, 1);
        /// Centimetres.
        Centimetre = "cm", "cm", Scale::linear(1, 100);
        /// Inches: 0.0254 m (international inch, 1959).
        Inch = "in", "[in_i]", Scale::linear(254, 10_000);
    }
    /// Concentration of glucose; the base unit is the kilogram in a litre.
    ///
    /// Mass and amount convert by the molar mass of glucose, 180.156 g/mol (`C6H12O6`).
    Glucose {
        /// Kilograms in a litre, as Bluetooth sends it.
        KilogramPerLitre = "kg/L", "kg/L", Scale::linear(1, 1);
        /// Moles in a litre, as Bluetooth sends it.
        MolePerLitre = "mol/L", "mol/L", Scale::linear(180_156, 1_000_000);
        /// Milligrams in a decilitre, as people read it.
        MilligramPerDecilitre = "mg/dL", "mg/dL", Scale::linear(1, 100_000);
        /// Millimoles in a litre, as people read it.
        MillimolePerLitre = "mmol/L", "mmol/L", Scale::linear(180_156, 1_000_000_000);
    }
}

/// A converted number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Converted {
    /// The number in the new unit, at the resolution that was asked for; halves are rounded away from zero.
    pub value: Decimal,
    /// Whether nothing had to be rounded.
    pub exact: bool,
}

/// Why a number was not converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConvertError {
    /// The number, or the result at that resolution, has more digits than are kept exactly.
    OutOfRange,
}

impl fmt::Display for ConvertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the number has too many digits to be converted exactly; ask for a coarser resolution")
    }
}

impl core::error::Error for ConvertError {}

/// The number `value` of unit `from` in unit `to`, as a multiple of 10^`exponent`.
///
/// # Errors
/// [`ConvertError::OutOfRange`] where more than 38 digits would be needed on the way, or more than the mantissa has in
/// the result: numbers far outside of what any health device sends.
pub fn convert<U: Unit>(value: Decimal, from: U, to: U, exponent: i8) -> Result<Converted, ConvertError> {
    exact_ratio(value, from.scale(), to.scale(), exponent).ok_or(ConvertError::OutOfRange)
}

/// `((value x f1 + o1) / d1 x d2 - o2) / f2`, all over one denominator and divided once.
fn exact_ratio(value: Decimal, from: Scale, to: Scale, exponent: i8) -> Option<Converted> {
    let ten = |power: i16| 10_i128.checked_pow(u32::try_from(power.max(0)).ok()?);
    let power = i16::from(value.exponent);
    let (up, down) = (ten(power)?, ten(-power)?);
    let scaled = i128::from(value.mantissa).checked_mul(up)?.checked_mul(from.factor.into())?;
    let base = scaled.checked_add(i128::from(from.offset).checked_mul(down)?)?;
    let shifted = i128::from(to.offset).checked_mul(from.divisor.into())?.checked_mul(down)?;
    let numerator = base.checked_mul(to.divisor.into())?.checked_sub(shifted)?;
    let denominator = i128::from(from.divisor).checked_mul(to.factor.into())?.checked_mul(down)?;

    let numerator = numerator.checked_mul(ten(-i16::from(exponent))?)?;
    let denominator = denominator.checked_mul(ten(exponent.into())?)?;
    let (whole, left) = (numerator.checked_div(denominator)?, numerator.checked_rem(denominator)?);
    let half_or_more = left.unsigned_abs() >= denominator.unsigned_abs().div_ceil(2) && left != 0;
    let rounded = if half_or_more { whole.checked_add(numerator.signum())? } else { whole };
    let value = Decimal::new(i32::try_from(rounded).ok()?, exponent);
    Some(Converted { value, exact: left == 0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn converted<U: Unit>(text: &str, from: U, to: U, exponent: i8) -> (alloc::string::String, bool) {
        let Converted { value, exact } = convert(text.parse().unwrap(), from, to, exponent).unwrap();
        (value.to_string(), exact)
    }

    #[test]
    fn conversions_are_those_of_the_definitions() {
        use Glucose::{KilogramPerLitre, MilligramPerDecilitre, MillimolePerLitre, MolePerLitre};
        // 120 mmHg = 15.9986864898 kPa; 18.9 kPa = 141.76163784 mmHg.
        assert_eq!(converted("120", Pressure::MmHg, Pressure::KPa, -1), ("16.0".into(), false));
        assert_eq!(converted("120", Pressure::MmHg, Pressure::KPa, -7), ("15.9986865".into(), false));
        assert_eq!(converted("18.9", Pressure::KPa, Pressure::MmHg, -4), ("141.7616".into(), false));
        assert_eq!(
            converted("36.60", Temperature::Celsius, Temperature::Fahrenheit, -2),
            ("97.88".into(), true)
        );
        assert_eq!(converted("-40", Temperature::Fahrenheit, Temperature::Celsius, 0), ("-40".into(), true));
        assert_eq!(
            converted("0", Temperature::Fahrenheit, Temperature::Celsius, -1),
            ("-17.8".into(), false)
        );
        assert_eq!(converted("70.000", Mass::Kilogram, Mass::Pound, -2), ("154.32".into(), false));
        assert_eq!(converted("157.00", Mass::Pound, Mass::Kilogram, -3), ("71.214".into(), false));
        assert_eq!(converted("1", Mass::Stone, Mass::Pound, 0), ("14".into(), true));
        assert_eq!(converted("68.9", Length::Inch, Length::Centimetre, -2), ("175.01".into(), false));
        assert_eq!(converted("99e-5", KilogramPerLitre, MilligramPerDecilitre, 0), ("99".into(), true));
        assert_eq!(converted("55e-4", MolePerLitre, MillimolePerLitre, -1), ("5.5".into(), true));
        assert_eq!(converted("5.5", MillimolePerLitre, MilligramPerDecilitre, 0), ("99".into(), false));
    }

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!(converted("25", Mass::Gram, Mass::Kilogram, -2), ("0.03".into(), false));
        assert_eq!(converted("-25", Mass::Gram, Mass::Kilogram, -2), ("-0.03".into(), false));
        assert_eq!(converted("24", Mass::Gram, Mass::Kilogram, -2), ("0.02".into(), false));
        assert_eq!(converted("-24", Mass::Gram, Mass::Kilogram, -2), ("-0.02".into(), false));
    }

    #[test]
    fn what_has_too_many_digits_is_refused() {
        let huge = Decimal::new(1, 127);
        assert_eq!(convert(huge, Pressure::KPa, Pressure::MmHg, 0), Err(ConvertError::OutOfRange));
        let fine = Decimal::new(1, -128);
        assert_eq!(convert(fine, Pressure::KPa, Pressure::MmHg, 0), Err(ConvertError::OutOfRange));
        assert_eq!(
            convert(Decimal::new(120, 0), Pressure::MmHg, Pressure::KPa, -12),
            Err(ConvertError::OutOfRange)
        );
    }

    #[test]
    fn a_unit_converts_to_itself() {
        fn same<U: Unit>(units: &[U]) {
            for unit in units {
                let value = Decimal::new(-12_345, -2);
                assert_eq!(convert(value, *unit, *unit, -2), Ok(Converted { value, exact: true }));
            }
        }
        same(Pressure::ALL);
        same(Temperature::ALL);
        same(Mass::ALL);
        same(Length::ALL);
        same(Glucose::ALL);
    }
}
