//! What is impossible and what is worth a second look.
//!
//! Judgement is apart from storage: a device's value is kept whatever this says, a typed one is refused only where it
//! cannot be a value at all.

use super::content::{Content, Value};
use super::kind::{DIASTOLIC, SYSTOLIC, Shape};

/// A question about a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// A number lies outside what a body and a meter can show.
    #[error("{field} is outside what is possible ({lowest} to {highest} {unit}); check it and type it again")]
    Impossible {
        /// The field's name.
        field: &'static str,
        /// The smallest possible value.
        lowest: i64,
        /// The largest possible value.
        highest: i64,
        /// The unit of both.
        unit: &'static str,
    },
    /// A number is rare enough to ask.
    #[error("{field} is unusual (most lie between {lowest} and {highest} {unit}); confirm it if it is right")]
    Unusual {
        /// The field's name.
        field: &'static str,
        /// The smallest value that raises no question.
        lowest: i64,
        /// The largest value that raises no question.
        highest: i64,
        /// The unit of both.
        unit: &'static str,
    },
    /// The time has not come yet.
    #[error("the time of the entry lies in the future; confirm it if it is right")]
    Future,
    /// The bottom number is not below the top number.
    #[error("the top number must be above the bottom number; check that they are not swapped")]
    Swapped,
    /// Top and bottom number have different units.
    #[error("the top and the bottom number must have the same unit")]
    MixedUnits,
    /// A needed field is empty.
    #[error("{field} is missing; type it too")]
    Missing {
        /// The field's name.
        field: &'static str,
    },
    /// A unit that the field does not take, or words where a number belongs.
    #[error("{field} does not take this unit or form of value")]
    WrongForm {
        /// The field's name.
        field: &'static str,
    },
    /// Longer than the field takes.
    #[error("{field} is longer than {longest} bytes; shorten it")]
    TooLong {
        /// The field's name.
        field: &'static str,
        /// The most bytes.
        longest: usize,
    },
    /// A field that this kind does not have.
    #[error("this kind of entry has no such field")]
    NoSuchField,
}

impl Doubt {
    /// Whether a typed entry with it is refused, rather than asked about.
    pub fn refuses(self) -> bool {
        !matches!(self, Self::Unusual { .. } | Self::Future)
    }
}

/// Every doubt about an entry, worst first.
pub fn doubts(content: &Content) -> Vec<Doubt> {
    let Some(kind) = content.described() else { return Vec::new() };
    let mut found = Vec::new();
    for value in &content.values {
        match kind.field(value.field) {
            None => found.push(Doubt::NoSuchField),
            Some(field) => found.extend(in_field(field.name, &field.shape, &value.value)),
        }
    }
    let missing = kind.fields.iter().filter(|field| field.required && content.value(field.number).is_none());
    found.extend(missing.map(|field| Doubt::Missing { field: field.name }));
    if let (Some((systolic, one)), Some((diastolic, other))) =
        (content.number(SYSTOLIC), content.number(DIASTOLIC))
    {
        if one != other {
            found.push(Doubt::MixedUnits);
        } else if systolic.compare(diastolic).is_le() {
            found.push(Doubt::Swapped);
        }
    }
    found.sort_by_key(|doubt| !doubt.refuses());
    found
}

fn in_field(name: &'static str, shape: &Shape, value: &Value) -> Option<Doubt> {
    match (shape, value) {
        (Shape::Number { units, possible, usual }, Value::Number { digits, unit }) => {
            let limit_unit = units.first()?;
            if !units.contains(unit) {
                return Some(Doubt::WrongForm { field: name });
            }
            let value = unit.in_limit_unit(*digits);
            let outside = |(lowest, highest): (i64, i64)| {
                #[expect(clippy::cast_precision_loss, reason = "limits are small whole numbers")]
                let (low, high) = (lowest as f64, highest as f64);
                value < low || value > high
            };
            let unit = limit_unit.text();
            if outside(*possible) {
                Some(Doubt::Impossible { field: name, lowest: possible.0, highest: possible.1, unit })
            } else if outside(*usual) {
                Some(Doubt::Unusual { field: name, lowest: usual.0, highest: usual.1, unit })
            } else {
                None
            }
        }
        (Shape::Text { .. }, Value::Text(text)) if text.trim().is_empty() => {
            Some(Doubt::Missing { field: name })
        }
        (Shape::Text { longest }, Value::Text(text)) => {
            (text.len() > *longest).then_some(Doubt::TooLong { field: name, longest: *longest })
        }
        // A device may say why it has no number; a person cannot, and is asked for the value.
        (Shape::Number { .. }, Value::Unread(_)) => None,
        (Shape::Number { .. }, Value::Text(_)) | (Shape::Text { .. }, _) => {
            Some(Doubt::WrongForm { field: name })
        }
    }
}
