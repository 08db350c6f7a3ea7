//! The two number formats of medical devices: SFLOAT (16 bits) and FLOAT (32 bits).
//!
//! Both are IEEE 11073-20601 types, also called medfloat16 and medfloat32 by the Bluetooth assigned formats: a signed
//! mantissa in the low bits, a signed exponent in the high ones, base ten, nothing biased and no hidden bit. Five words
//! with exponent 0 are not numbers. They are recognised by the *whole* word: `0FFF`, `F7FF` and `17FF` share a mantissa
//! pattern with NaN and are plain -1, 204.7 and 20470 (HL7/phd: input/pagecontent/FLOATS.md).

use core::fmt;
use core::str::FromStr;

pub use crate::decimal::Decimal;
use crate::decimal::ParseDecimalError;

/// What a device says instead of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Special {
    /// Not a number: there is no valid result.
    Nan,
    /// The number cannot be stated at this resolution.
    Nres,
    /// Above what the format can state.
    PositiveInfinity,
    /// Below what the format can state.
    NegativeInfinity,
    /// Reserved for future use.
    Reserved,
}

impl fmt::Display for Special {
    /// The short names of IEEE 11073: `NaN`, `NRes`, `+INF`, `-INF`, `reserved`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text())
    }
}

impl Special {
    /// All five.
    pub const ALL: [Self; 5] =
        [Self::Nan, Self::Nres, Self::PositiveInfinity, Self::NegativeInfinity, Self::Reserved];

    const fn text(self) -> &'static str {
        match self {
            Self::Nan => "NaN",
            Self::Nres => "NRes",
            Self::PositiveInfinity => "+INF",
            Self::NegativeInfinity => "-INF",
            Self::Reserved => "reserved",
        }
    }
}

impl FromStr for Special {
    type Err = ParseDecimalError;

    /// Reads what `Display` writes.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|special| special.text() == text).ok_or(ParseDecimalError::Malformed)
    }
}

/// What a word of either format states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Value {
    /// An exact number with its resolution.
    Number(Decimal),
    /// No number, and why.
    Special(Special),
}

impl Value {
    /// The number, if it is one.
    pub const fn number(self) -> Option<Decimal> {
        match self {
            Self::Number(decimal) => Some(decimal),
            Self::Special(_) => None,
        }
    }
}

impl From<Decimal> for Value {
    fn from(decimal: Decimal) -> Self {
        Self::Number(decimal)
    }
}

impl From<Special> for Value {
    fn from(special: Special) -> Self {
        Self::Special(special)
    }
}

impl FromStr for Value {
    type Err = ParseDecimalError;

    /// Reads what `Display` writes, with the resolution that the text states.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse() {
            Ok(special) => Ok(Self::Special(special)),
            Err(_) => text.parse().map(Self::Number),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(decimal) => decimal.fmt(f),
            Self::Special(special) => special.fmt(f),
        }
    }
}

/// A number that the format cannot state at the resolution asked for.
///
/// [`Decimal::rescaled`] may find one at which it can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EncodeError {
    /// The mantissa has too many bits.
    MantissaTooLarge,
    /// The power of ten is outside the format's range.
    ExponentOutOfRange,
    /// The word would be one of the five that mean something else.
    LooksSpecial,
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MantissaTooLarge => "the number has more digits than the format can hold",
            Self::ExponentOutOfRange => "the number's power of ten is outside the format's range",
            Self::LooksSpecial => "the number's word means \"no number\" in this format",
        })
    }
}

impl core::error::Error for EncodeError {}

const fn low_half(word: u32) -> u16 {
    let [low, high, ..] = word.to_le_bytes();
    u16::from_le_bytes([low, high])
}

macro_rules! medical_float {
    (
        $(#[$meta:meta])* $name:ident, $raw:ty, low bits by $narrow:path,
        mantissa $mantissa_bits:literal, exponent $exponent_bits:literal, bytes $bytes:literal
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name($raw);

        impl $name {
            /// "Not a number".
            pub const NAN: Self = Self((1 << ($mantissa_bits - 1)) - 1);
            /// "Not at this resolution".
            pub const NRES: Self = Self(1 << ($mantissa_bits - 1));
            /// "Plus infinity".
            pub const POSITIVE_INFINITY: Self = Self((1 << ($mantissa_bits - 1)) - 2);
            /// "Minus infinity".
            pub const NEGATIVE_INFINITY: Self = Self((1 << ($mantissa_bits - 1)) + 2);
            /// "Reserved for future use".
            pub const RESERVED: Self = Self((1 << ($mantissa_bits - 1)) + 1);

            /// Takes a word as it is; every word has a meaning.
            pub const fn from_raw(raw: $raw) -> Self {
                Self(raw)
            }

            /// The word.
            pub const fn raw(self) -> $raw {
                self.0
            }

            /// Reads the word in the order of the air, least significant byte first.
            pub const fn from_le_bytes(bytes: [u8; $bytes]) -> Self {
                Self(<$raw>::from_le_bytes(bytes))
            }

            /// The word in the order of the air, least significant byte first.
            pub const fn to_le_bytes(self) -> [u8; $bytes] {
                self.0.to_le_bytes()
            }

            /// What the word states. No two words state the same, so nothing is lost.
            pub fn decode(self) -> Value {
                match self {
                    Self::NAN => Special::Nan.into(),
                    Self::NRES => Special::Nres.into(),
                    Self::POSITIVE_INFINITY => Special::PositiveInfinity.into(),
                    Self::NEGATIVE_INFINITY => Special::NegativeInfinity.into(),
                    Self::RESERVED => Special::Reserved.into(),
                    Self(raw) => {
                        // With the word at the top of 32 bits, arithmetic shifts right extend the sign of either part.
                        let top = (u32::from(raw) << (32 - <$raw>::BITS)).cast_signed();
                        let mantissa = (top << $exponent_bits) >> (32 - $mantissa_bits);
                        let [exponent, ..] = (top >> (32 - $exponent_bits)).to_le_bytes();
                        Decimal::new(mantissa, exponent.cast_signed()).into()
                    }
                }
            }

            /// The number, if the word states one.
            pub fn number(self) -> Option<Decimal> {
                self.decode().number()
            }

            /// Whether the word states no number.
            pub fn is_special(self) -> bool {
                self.number().is_none()
            }

            /// The word for a value, at exactly the resolution that it has.
            pub fn encode(value: impl Into<Value>) -> Result<Self, EncodeError> {
                let decimal = match value.into() {
                    Value::Special(Special::Nan) => return Ok(Self::NAN),
                    Value::Special(Special::Nres) => return Ok(Self::NRES),
                    Value::Special(Special::PositiveInfinity) => return Ok(Self::POSITIVE_INFINITY),
                    Value::Special(Special::NegativeInfinity) => return Ok(Self::NEGATIVE_INFINITY),
                    Value::Special(Special::Reserved) => return Ok(Self::RESERVED),
                    Value::Number(decimal) => decimal,
                };
                let mantissa_limit = 1_i32 << ($mantissa_bits - 1);
                if !(-mantissa_limit..mantissa_limit).contains(&decimal.mantissa) {
                    return Err(EncodeError::MantissaTooLarge);
                }
                let exponent = i32::from(decimal.exponent);
                let exponent_limit = 1_i32 << ($exponent_bits - 1);
                if !(-exponent_limit..exponent_limit).contains(&exponent) {
                    return Err(EncodeError::ExponentOutOfRange);
                }
                let mantissa = decimal.mantissa.cast_unsigned() & ((1 << $mantissa_bits) - 1);
                let word = Self($narrow(mantissa | (exponent.cast_unsigned() << $mantissa_bits)));
                if word.is_special() { Err(EncodeError::LooksSpecial) } else { Ok(word) }
            }
        }

        impl From<u8> for $name {
            /// A small whole number, at a resolution of one.
            fn from(number: u8) -> Self {
                Self(<$raw>::from(number))
            }
        }

        impl FromStr for $name {
            type Err = ParseDecimalError;

            /// Reads a number or the name of a special; a number that the format cannot state exactly is refused.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::encode(text.parse::<Value>()?).map_err(|_| ParseDecimalError::OutOfRange)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.decode().fmt(f)
            }
        }
    };
}

medical_float! {
    /// A 16-bit medical float: mantissa -2048 to 2047, exponent -8 to 7.
    ///
    /// ```
    /// use health_gatt::float::{Sfloat, Special, Value};
    /// assert_eq!(Sfloat::from_raw(0xF014).to_string(), "2.0");
    /// assert_eq!(Sfloat::from_raw(0x07FF).decode(), Value::Special(Special::Nan));
    /// ```
    Sfloat, u16, low bits by low_half, mantissa 12, exponent 4, bytes 2
}

medical_float! {
    /// A 32-bit medical float: mantissa -8388608 to 8388607, exponent -128 to 127.
    Float, u32, low bits by core::convert::identity, mantissa 24, exponent 8, bytes 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    /// The format worked out once more, without shifts of signed words.
    fn by_arithmetic(raw: u16) -> (i32, i32) {
        let (mantissa, exponent) = (i32::from(raw % 4096), i32::from(raw / 4096));
        (
            if mantissa >= 2048 { mantissa - 4096 } else { mantissa },
            if exponent >= 8 { exponent - 16 } else { exponent },
        )
    }

    #[test]
    fn every_sfloat_word_decodes_and_encodes_to_itself() {
        let specials = [0x07FE, 0x07FF, 0x0800, 0x0801, 0x0802];
        for raw in 0..=u16::MAX {
            let word = Sfloat::from_raw(raw);
            let value = word.decode();
            assert_eq!(Sfloat::encode(value), Ok(word));
            assert_eq!(word.is_special(), specials.contains(&raw), "{raw:04X}");
            if let Some(decimal) = value.number() {
                let (mantissa, exponent) = by_arithmetic(raw);
                assert_eq!(
                    (decimal.mantissa, i32::from(decimal.exponent)),
                    (mantissa, exponent),
                    "{raw:04X}"
                );
            }
        }
    }

    #[test]
    fn words_that_only_share_a_mantissa_with_nan_are_numbers() {
        assert_eq!(Sfloat::from_raw(0x0FFF).to_string(), "-1");
        assert_eq!(Sfloat::from_raw(0xF7FF).to_string(), "204.7");
        assert_eq!(Sfloat::from_raw(0x17FF).to_string(), "20470");
        // One public test takes this FLOAT for an infinity; it is a number.
        assert_eq!(Float::from_le_bytes([0xFF, 0xFF, 0xFF, 0x7F]).number(), Some(Decimal::new(-1, 127)));
    }

    #[test]
    fn every_sfloat_word_survives_as_text() {
        for raw in 0..=u16::MAX {
            let word = Sfloat::from_raw(raw);
            assert_eq!(alloc::format!("{word:#}").parse(), Ok(word), "{raw:04X}");
        }
        assert_eq!("4095".parse::<Sfloat>(), Err(ParseDecimalError::OutOfRange));
        assert_eq!("nan".parse::<Sfloat>(), Err(ParseDecimalError::Malformed));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let encode = |mantissa, exponent| Sfloat::encode(Decimal::new(mantissa, exponent));
        assert_eq!(encode(2048, 0), Err(EncodeError::MantissaTooLarge));
        assert_eq!(encode(-2049, 0), Err(EncodeError::MantissaTooLarge));
        assert_eq!(encode(1, 8), Err(EncodeError::ExponentOutOfRange));
        assert_eq!(encode(1, -9), Err(EncodeError::ExponentOutOfRange));
        for mantissa in [2046, 2047, -2048, -2047, -2046] {
            assert_eq!(encode(mantissa, 0), Err(EncodeError::LooksSpecial), "{mantissa}");
            assert!(encode(mantissa, 1).is_ok(), "{mantissa}");
        }
    }
}
