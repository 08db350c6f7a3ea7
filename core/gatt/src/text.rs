//! Numbers and civil times as text for serde: the very digits that the device stated.
//!
//! A JSON number would lose the zeros of `36.50`, and binary floating point the number itself. What is read back is what
//! was written, resolution included.

use core::fmt;
use core::marker::PhantomData;
use core::str::FromStr;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::datetime::Civil;
use crate::decimal::Decimal;
use crate::float::{Float, Sfloat, Special, Value};

/// Reads a text by its `FromStr`, borrowed or not.
struct Text<T>(&'static str, PhantomData<T>);

impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

macro_rules! as_text {
    ($type:ty, $expecting:literal, $($format:tt)+) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&format_args!($($format)+, self))
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Text($expecting, PhantomData))
            }
        }
    };
}

as_text!(Decimal, "a decimal number as text, such as 36.50", "{:#}");
as_text!(Special, "NaN, NRes, +INF, -INF or reserved", "{}");
as_text!(Value, "a decimal number as text, or NaN, NRes, +INF, -INF, reserved", "{:#}");
as_text!(Sfloat, "a 16-bit medical float as text, such as 97.0 or NaN", "{:#}");
as_text!(Float, "a 32-bit medical float as text, such as 36.50 or NaN", "{:#}");
as_text!(Civil, "a civil time as text, such as 2024-06-15T17:17:27", "{}");

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn there_and_back<T: Serialize + for<'de> Deserialize<'de> + PartialEq + fmt::Debug>(
        value: &T,
        json: &str,
    ) {
        assert_eq!(serde_json::to_string(value).unwrap(), json);
        assert_eq!(serde_json::from_str::<T>(json).unwrap(), *value);
    }

    #[test]
    fn resolution_survives_json() {
        there_and_back(&Decimal::new(3650, -2), r#""36.50""#);
        there_and_back(&Decimal::new(2, 1), r#""2e1""#);
        there_and_back(&Sfloat::from_raw(0xF014), r#""2.0""#);
        there_and_back(&Sfloat::NAN, r#""NaN""#);
        there_and_back(&Float::NRES, r#""NRes""#);
        there_and_back(&Float::from_raw(0xFE00_00C8), r#""2.00""#);
        there_and_back(&Value::Special(Special::NegativeInfinity), r#""-INF""#);
        there_and_back(&Civil::new(2024, 6, 15, 17, 17, 27).unwrap(), r#""2024-06-15T17:17:27""#);
    }

    #[test]
    fn a_number_is_no_text() {
        assert!(serde_json::from_str::<Decimal>("36.5").is_err());
        let error = serde_json::from_str::<Sfloat>(r#""99999""#).unwrap_err();
        assert!(error.to_string().contains("more digits"), "{error}");
    }
}
