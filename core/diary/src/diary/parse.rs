//! Reading what people type.

use super::content::Value;
use super::decimal::Decimal;
use super::kind::{DIASTOLIC, SYSTOLIC, Unit};

/// Typed text that is not a value. The text itself is not repeated: it is the caller's, who still has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadValue {
    /// Not two numbers with a slash between.
    #[error("a blood pressure is two numbers with a slash, top first, as in 128/82")]
    NotAPair,
    /// One of the two is not a number.
    #[error("the {0} number is not a number; write digits, as in 128/82")]
    NotANumber(&'static str),
    /// Not a number.
    #[error("{0} is not a number; write digits, with a point before decimals")]
    NotANumberIn(&'static str),
    /// An unknown unit.
    #[error("this unit is not known here; use mmHg or kPa")]
    UnknownUnit,
}

/// Reads `128/82` or `17.1/10.9 kPa` into the two pressures; mmHg where no unit is given.
///
/// # Errors
/// [`BadValue`] that names the half which is wrong.
pub fn parse_blood_pressure(text: &str) -> Result<[(u16, Value); 2], BadValue> {
    let text = text.trim();
    let (numbers, unit) = match text.split_once(char::is_whitespace) {
        None => (text, Unit::MmHg),
        Some((numbers, unit)) if unit.trim().eq_ignore_ascii_case("mmhg") => (numbers, Unit::MmHg),
        Some((numbers, unit)) if unit.trim().eq_ignore_ascii_case("kpa") => (numbers, Unit::KPa),
        Some((numbers, _)) if numbers.contains('/') => return Err(BadValue::UnknownUnit),
        Some(_) => return Err(BadValue::NotAPair),
    };
    let (top, bottom) = numbers.split_once('/').ok_or(BadValue::NotAPair)?;
    let half = |text: &str, name| text.parse::<Decimal>().map_err(|_| BadValue::NotANumber(name));
    let pressure = |digits| Value::Number { digits, unit };
    Ok([(SYSTOLIC, pressure(half(top, "top")?)), (DIASTOLIC, pressure(half(bottom, "bottom")?))])
}

/// Reads one number of a field.
///
/// # Errors
/// [`BadValue::NotANumberIn`] with the field's name.
pub fn parse_number(field: &'static str, text: &str, unit: Unit) -> Result<Value, BadValue> {
    let digits = text.trim().parse().map_err(|_| BadValue::NotANumberIn(field))?;
    Ok(Value::Number { digits, unit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pressures_are_read_with_their_unit_and_resolution() {
        let read = |text| parse_blood_pressure(text).map(|[top, bottom]| (top.1, bottom.1));
        let value = |text: &str, unit| Value::Number { digits: text.parse().unwrap(), unit };
        assert_eq!(read("128/82"), Ok((value("128", Unit::MmHg), value("82", Unit::MmHg))));
        assert_eq!(read(" 17.10/10.9 kPa "), Ok((value("17.10", Unit::KPa), value("10.9", Unit::KPa))));
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(parse_blood_pressure("128/abc"), Err(BadValue::NotANumber("bottom")));
        assert_eq!(parse_blood_pressure("x/82"), Err(BadValue::NotANumber("top")));
        for text in ["128", "", "128 82"] {
            assert_eq!(parse_blood_pressure(text), Err(BadValue::NotAPair), "{text}");
        }
        assert_eq!(parse_blood_pressure("128/82 bar"), Err(BadValue::UnknownUnit));
        assert_eq!(parse_blood_pressure("128/82/3"), Err(BadValue::NotANumber("bottom")));
    }
}
