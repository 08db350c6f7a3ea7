//! Spans of time as people write them: `3d 1h`, `-40s`.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The units, the longest first, in milliseconds.
const UNITS: [(&str, i64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

/// A span of time, milliseconds; less than zero is back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Span(pub i64);

/// A text was no span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a span of time; write one like `3d 1h`, `90s` or `-40s`")]
pub struct NotASpan;

impl FromStr for Span {
    type Err = NotASpan;

    fn from_str(text: &str) -> Result<Self, NotASpan> {
        let (sign, rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let mut total = 0_i64;
        let mut any = false;
        for part in rest.split_whitespace() {
            let digits = part.find(|letter: char| !letter.is_ascii_digit()).ok_or(NotASpan)?;
            let (number, unit) = part.split_at(digits);
            let (_, ms) = UNITS.into_iter().find(|(name, _)| *name == unit).ok_or(NotASpan)?;
            let number: i64 = number.parse().map_err(|_| NotASpan)?;
            total = number.checked_mul(ms).and_then(|ms| total.checked_add(ms)).ok_or(NotASpan)?;
            any = true;
        }
        if any { Ok(Self(sign * total)) } else { Err(NotASpan) }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0s");
        }
        if self.0 < 0 {
            f.write_str("-")?;
        }
        let mut rest = self.0.unsigned_abs();
        let mut first = true;
        for (name, ms) in UNITS {
            let number = rest / ms.unsigned_abs();
            rest %= ms.unsigned_abs();
            if number > 0 {
                let space = if first { "" } else { " " };
                write!(f, "{space}{number}{name}")?;
                first = false;
            }
        }
        Ok(())
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_read_as_it_is_written() {
        for text in ["3d 1h", "-40s", "90d", "1m 30s", "250ms", "0s"] {
            assert_eq!(text.parse::<Span>().unwrap().to_string(), text);
        }
        assert_eq!("90s".parse::<Span>().unwrap().to_string(), "1m 30s");
        for text in ["", "-", "3", "d", "3 d", "1w", "1.5h", "--1s", "9999999999999d"] {
            assert_eq!(text.parse::<Span>(), Err(NotASpan), "{text}");
        }
    }
}
