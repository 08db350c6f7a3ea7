//! Exact decimal numbers that keep the resolution they were given with.

use std::fmt;
use std::str::FromStr;

/// `mantissa x 10^exponent`: `36.50` is 3650 and -2, and stays `36.50`.
///
/// The same number at another resolution is another statement, so equality compares both parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct Decimal {
    /// The digits with their sign.
    #[n(0)]
    pub mantissa: i64,
    /// The power of ten, -18..=18.
    #[n(1)]
    pub exponent: i8,
}

/// The largest power of ten either way.
const MAX_EXPONENT: i8 = 18;

/// Text that is not a decimal number, or has more digits than can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a number; write digits, with a point before decimals")]
pub struct NotADecimal;

impl Decimal {
    /// A whole number.
    pub const fn whole(value: i64) -> Self {
        Self { mantissa: value, exponent: 0 }
    }

    /// A number from its parts; `None` outside the exponents -18..=18.
    pub const fn new(mantissa: i64, exponent: i8) -> Option<Self> {
        if exponent < -MAX_EXPONENT || exponent > MAX_EXPONENT {
            None
        } else {
            Some(Self { mantissa, exponent })
        }
    }

    /// The nearest binary number, for charts and comparisons with wide limits; never stored.
    #[expect(clippy::cast_precision_loss, reason = "charts need no more than 53 bits")]
    pub fn approximate(self) -> f64 {
        self.mantissa as f64 * 10_f64.powi(i32::from(self.exponent))
    }

    /// The sum, at the finer of the two resolutions; `None` where it has too many digits.
    pub fn plus(self, other: Self) -> Option<Self> {
        let exponent = self.exponent.min(other.exponent);
        let scaled = |number: Self| {
            let power = 10_i64.checked_pow(u32::from(number.exponent.abs_diff(exponent)))?;
            number.mantissa.checked_mul(power)
        };
        Self::new(scaled(self)?.checked_add(scaled(other)?)?, exponent)
    }

    /// Compares values, whatever their resolution: `2.0` and `2` are equal here.
    pub fn compare(self, other: Self) -> std::cmp::Ordering {
        let common = self.exponent.min(other.exponent);
        let scaled = |number: Self| {
            let shift = u32::from(number.exponent.abs_diff(common));
            // Up to 19 digits and 36 more: checked, and far outside anything measured it is only a sign that counts.
            10_i128
                .checked_pow(shift)
                .and_then(|power| i128::from(number.mantissa).checked_mul(power))
                .unwrap_or(match number.mantissa.signum() {
                    1 => i128::MAX,
                    -1 => i128::MIN,
                    _ => 0,
                })
        };
        scaled(self).cmp(&scaled(other))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.mantissa.unsigned_abs().to_string();
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let exponent = usize::from(self.exponent.unsigned_abs());
        if self.exponent >= 0 {
            let zeros = if self.mantissa == 0 { 0 } else { exponent };
            return write!(f, "{sign}{digits}{}", "0".repeat(zeros));
        }
        let padded = format!("{digits:0>width$}", width = exponent + 1);
        let (whole, fraction) = padded.split_at(padded.len() - exponent);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

impl FromStr for Decimal {
    type Err = NotADecimal;

    /// Reads `128`, `36.50`, `-0.5`; no spaces, no exponent, a point and never a comma.
    fn from_str(text: &str) -> Result<Self, NotADecimal> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
            Some(_) => return Err(NotADecimal),
            None => (unsigned, ""),
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) {
            return Err(NotADecimal);
        }
        let exponent = i8::try_from(fraction.len()).map_err(|_| NotADecimal)?;
        let magnitude: i64 = format!("{whole}{fraction}").parse().map_err(|_| NotADecimal)?;
        let mantissa = if text.starts_with('-') { -magnitude } else { magnitude };
        Self::new(mantissa, -exponent).ok_or(NotADecimal)
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn resolution_is_kept() {
        for text in ["128", "36.50", "0.05", "-0.5", "2.00", "0"] {
            assert_eq!(text.parse::<Decimal>().unwrap().to_string(), text);
        }
        assert_eq!(Decimal::new(2, 2).unwrap().to_string(), "200");
        assert_eq!(Decimal::whole(2).compare("2.0".parse().unwrap()), Ordering::Equal);
        assert_ne!(Decimal::whole(2), "2.0".parse().unwrap());
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for text in
            ["", "abc", "1,5", ".5", "5.", "1e3", "+1", " 1", "--1", "1.2.3", "99999999999999999999", "٣"]
        {
            assert_eq!(text.parse::<Decimal>(), Err(NotADecimal), "{text}");
        }
    }

    proptest! {
        #[test]
        fn text_comes_back(mantissa in any::<i32>(), exponent in -8_i8..=0) {
            let number = Decimal::new(i64::from(mantissa), exponent).unwrap();
            prop_assert_eq!(number.to_string().parse::<Decimal>().unwrap(), number);
        }

        #[test]
        fn any_text_is_a_number_or_refused(text in ".*") {
            let _ = text.parse::<Decimal>();
        }
    }
}
