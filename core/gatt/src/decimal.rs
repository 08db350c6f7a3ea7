//! Exact decimal numbers that remember their resolution.

use alloc::string::{String, ToString};
use core::cmp::Ordering;
use core::fmt;
use core::iter;
use core::str::FromStr;

/// A number as a device stated it: `mantissa` x 10^`exponent`.
///
/// The exponent is part of the statement: 2, 2.0 and 2.00 are three different resolutions, so `==` tells them apart.
/// Use [`cmp_number`](Self::cmp_number) to compare the numbers alone. Binary floating point is never involved.
///
/// `Display` writes all digits in plain notation (`2`, `2.0`, `2.00`, and `20` for 2 x 10^1). The alternate form `{:#}`
/// writes a positive exponent out (`2e1`), so that it says which zeros are significant; [`FromStr`] reads both, and
/// gives back the very same decimal for the alternate form, always, and for the plain one whenever `exponent` <= 0.
///
/// ```
/// use health_gatt::decimal::Decimal;
/// let spo2 = Decimal::new(970, -1);
/// assert_eq!(spo2.to_string(), "97.0");
/// assert_eq!("97.0".parse(), Ok(spo2));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// The digits, as a signed whole number.
    pub mantissa: i32,
    /// The power of ten that the digits count.
    pub exponent: i8,
}

impl Decimal {
    /// `mantissa` x 10^`exponent`.
    pub const fn new(mantissa: i32, exponent: i8) -> Self {
        Self { mantissa, exponent }
    }

    /// Compares the numbers and ignores how finely they were stated: 2 and 2.0 are equal here.
    pub fn cmp_number(self, other: Self) -> Ordering {
        match self.mantissa.signum().cmp(&other.mantissa.signum()) {
            Ordering::Equal => {}
            unequal => return unequal,
        }
        if self.mantissa == 0 {
            return Ordering::Equal;
        }
        // The place of the leading digit decides; only when it is the same do the digits have to be lined up, and
        // then the exponents differ by less than ten, so that 64 bits hold both sides.
        let magnitude = match self.leading_place().cmp(&other.leading_place()) {
            Ordering::Equal => {
                let lower = self.exponent.min(other.exponent);
                self.magnitude_at(lower).cmp(&other.magnitude_at(lower))
            }
            unequal => unequal,
        };
        if self.mantissa < 0 { magnitude.reverse() } else { magnitude }
    }

    /// The same number at another resolution, if it can be stated there without a loss.
    ///
    /// ```
    /// use health_gatt::decimal::Decimal;
    /// assert_eq!(Decimal::new(2, 0).rescaled(-2), Some(Decimal::new(200, -2)));
    /// assert_eq!(Decimal::new(25, -1).rescaled(0), None);
    /// ```
    pub fn rescaled(self, exponent: i8) -> Option<Self> {
        let mut mantissa = self.mantissa;
        if mantissa == 0 {
            return Some(Self { mantissa, exponent });
        }
        let mut at = self.exponent;
        while at > exponent {
            mantissa = mantissa.checked_mul(10)?;
            at -= 1;
        }
        while at < exponent {
            if mantissa % 10 != 0 {
                return None;
            }
            mantissa /= 10;
            at += 1;
        }
        Some(Self { mantissa, exponent })
    }

    /// Power of ten of the leading digit, for a mantissa other than 0.
    fn leading_place(self) -> i32 {
        let digits = self.mantissa.unsigned_abs().checked_ilog10().unwrap_or(0);
        i32::from(self.exponent) + i32::try_from(digits).unwrap_or(0)
    }

    /// The mantissa without its sign, counted at `exponent`, at most ten below its own.
    fn magnitude_at(self, exponent: i8) -> u64 {
        let places = u32::try_from(i32::from(self.exponent) - i32::from(exponent)).unwrap_or(0);
        u64::from(self.mantissa.unsigned_abs()).saturating_mul(10_u64.saturating_pow(places))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.mantissa.unsigned_abs().to_string();
        let places = usize::from(self.exponent.unsigned_abs());
        let mut text = String::new();
        if self.mantissa < 0 {
            text.push('-');
        }
        if self.exponent < 0 {
            let leading_zeros = (places + 1).saturating_sub(digits.len());
            let point = (digits.len() + leading_zeros) - places;
            for (place, digit) in iter::repeat_n('0', leading_zeros).chain(digits.chars()).enumerate() {
                if place == point {
                    text.push('.');
                }
                text.push(digit);
            }
        } else {
            text.push_str(&digits);
            if f.alternate() && self.exponent > 0 {
                text.push('e');
                text.push_str(&self.exponent.to_string());
            } else if self.mantissa != 0 {
                text.extend(iter::repeat_n('0', places));
            }
        }
        f.pad(&text)
    }
}

/// A text that is no [`Decimal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParseDecimalError {
    /// Something other than digits with an optional sign, point and exponent.
    Malformed,
    /// More digits, or a larger power of ten, than can be kept exactly.
    OutOfRange,
}

impl fmt::Display for ParseDecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "this is not a decimal number such as 120, 36.50 or 2e1",
            Self::OutOfRange => "this number has more digits than can be kept exactly; shorten it",
        })
    }
}

impl core::error::Error for ParseDecimalError {}

impl FromStr for Decimal {
    type Err = ParseDecimalError;

    /// Reads `-?digits[.digits][e[+-]digits]` and keeps the stated resolution.
    ///
    /// A whole number too long for the mantissa is accepted if zeros at its end can move into the exponent.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        use ParseDecimalError::{Malformed, OutOfRange};
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (number, exponent) = match unsigned.split_once(['e', 'E']) {
            None => (unsigned, 0),
            Some((number, exponent)) => (number, parse_exponent(exponent)?),
        };
        let (whole, fraction) = match number.split_once('.') {
            None => (number, None),
            Some((whole, fraction)) => (whole, Some(fraction)),
        };
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole) || fraction.is_some_and(|part| !all_digits(part)) {
            return Err(Malformed);
        }
        let fraction = fraction.unwrap_or("");
        let limit = if negative { i64::from(i32::MIN).abs() } else { i64::from(i32::MAX) };
        let mut magnitude = 0_i64;
        let mut moved = 0_i64;
        for (place, digit) in whole.bytes().chain(fraction.bytes()).enumerate() {
            let digit = i64::from(digit - b'0');
            let longer = magnitude * 10 + digit;
            if longer <= limit {
                magnitude = longer;
            } else if digit == 0 && place < whole.len() {
                moved += 1;
            } else {
                return Err(OutOfRange);
            }
        }
        let fraction_places = i64::try_from(fraction.len()).map_err(|_| OutOfRange)?;
        let exponent = i8::try_from(exponent + moved - fraction_places).map_err(|_| OutOfRange)?;
        let mantissa = if negative { -magnitude } else { magnitude };
        Ok(Self { mantissa: i32::try_from(mantissa).map_err(|_| OutOfRange)?, exponent })
    }
}

/// The number after the `e`. Four digits are far more than fits, and bound the arithmetic above.
fn parse_exponent(text: &str) -> Result<i64, ParseDecimalError> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ParseDecimalError::Malformed);
    }
    if digits.len() > 4 {
        return Err(ParseDecimalError::OutOfRange);
    }
    text.parse().map_err(|_| ParseDecimalError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn the_resolution_is_printed() {
        let printed = |mantissa, exponent| Decimal::new(mantissa, exponent).to_string();
        assert_eq!(printed(2, 0), "2");
        assert_eq!(printed(20, -1), "2.0");
        assert_eq!(printed(200, -2), "2.00");
        assert_eq!(printed(2, 1), "20");
        assert_eq!(printed(-5, -1), "-0.5");
        assert_eq!(printed(7, -3), "0.007");
        assert_eq!(printed(0, -2), "0.00");
        assert_eq!(printed(0, 3), "0");
        assert_eq!(printed(i32::MIN, 0), "-2147483648");
        assert_eq!(format!("{:#}", Decimal::new(2, 1)), "2e1");
        assert_eq!(format!("{:>6}", Decimal::new(120, 0)), "   120");
    }

    #[test]
    fn texts_that_are_no_number_are_refused() {
        for text in [
            "", "-", ".5", "5.", "1,5", " 1", "1 ", "+1", "1e", "1e+", "e1", "0x1", "١", "NaN", "--1",
            "1e-+1",
        ] {
            assert_eq!(text.parse::<Decimal>(), Err(ParseDecimalError::Malformed), "{text:?}");
        }
        for text in ["2147483648", "21474836470.0", "1e200", "0e99999", "1e-129", "100000000000000000001"] {
            assert_eq!(text.parse::<Decimal>(), Err(ParseDecimalError::OutOfRange), "{text:?}");
        }
        assert_eq!("-2147483648".parse(), Ok(Decimal::new(i32::MIN, 0)));
        assert_eq!("30000000000".parse(), Ok(Decimal::new(300_000_000, 2)));
    }

    #[test]
    fn numbers_compare_across_resolutions() {
        let compare = |a: &str, b: &str| {
            let (a, b): (Decimal, Decimal) = (a.parse().unwrap(), b.parse().unwrap());
            assert_eq!(a.cmp_number(b), b.cmp_number(a).reverse());
            a.cmp_number(b)
        };
        assert_eq!(compare("2", "2.00"), Ordering::Equal);
        assert_eq!(compare("0", "0.00"), Ordering::Equal);
        assert_eq!(compare("2e1", "20.0"), Ordering::Equal);
        assert_eq!(compare("-2", "1"), Ordering::Less);
        assert_eq!(compare("-2", "-1.9"), Ordering::Less);
        assert_eq!(compare("1e127", "9e-128"), Ordering::Greater);
        assert_eq!(compare("2.01", "2"), Ordering::Greater);
    }
}
