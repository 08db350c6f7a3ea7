//! What is impossible and what is worth a second look.
//!
//! Judgement is apart from storage: a device's value is kept whatever this says, a typed one is refused only where it
//! cannot be a value at all.

use super::content::{Content, Source, Value};
use super::decimal::Decimal;
use super::described::Description;
use super::error::DiaryError;
use super::kind::{DIASTOLIC, Field, MEAN, SYSTOLIC, Shape, Unit};

/// A question about a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// A number lies outside what a body and a meter can show.
    #[error("{field} is outside what is possible ({lowest} to {highest} {unit}); check it and type it again")]
    Impossible {
        /// The field's name.
        field: &'static str,
        /// The smallest possible value.
        lowest: Decimal,
        /// The largest possible value.
        highest: Decimal,
        /// The unit of both.
        unit: &'static str,
    },
    /// A number is rare enough to ask.
    #[error("{field} is unusual (most lie between {lowest} and {highest} {unit}); confirm it if it is right")]
    Unusual {
        /// The field's name.
        field: &'static str,
        /// The smallest value that raises no question.
        lowest: Decimal,
        /// The largest value that raises no question.
        highest: Decimal,
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
    /// The mean lies outside top and bottom number.
    #[error("the mean pressure does not lie between bottom and top number; confirm it if it is right")]
    MeanOutside,
    /// Top and bottom number are nearly the same.
    #[error("top and bottom number are closer together than is usual; confirm them if they are right")]
    CloseTogether,
    /// Something ends before it begins.
    #[error("the end is not after the beginning; check the two times")]
    Backwards,
    /// Nothing is said at all.
    #[error("an entry of this kind says at least one thing; type a value")]
    Empty,
    /// A choice that the field does not have.
    #[error("{field} is none of the choices there are; take one of them")]
    NoSuchChoice {
        /// The field's name.
        field: &'static str,
    },
    /// Tags that were not made by [`Tags::new`](super::Tags::new).
    #[error("the tags are not in the form in which they are kept; write short words")]
    BadTags,
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
    #[error("this kind of entry has no field {number}; take one of those that it has")]
    NoSuchField {
        /// Its number.
        number: u16,
    },
}

impl Doubt {
    /// Whether a typed entry with it is refused, rather than asked about.
    pub const fn refuses(self) -> bool {
        !matches!(self, Self::Unusual { .. } | Self::Future | Self::MeanOutside | Self::CloseTogether)
    }

    /// The stable word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Impossible { .. } => "impossible",
            Self::Unusual { .. } => "unusual",
            Self::Future => "future",
            Self::Swapped => "swapped",
            Self::MixedUnits => "mixed-units",
            Self::MeanOutside => "mean-outside",
            Self::CloseTogether => "close-together",
            Self::Backwards => "backwards",
            Self::Empty => "empty",
            Self::NoSuchChoice { .. } => "no-such-choice",
            Self::BadTags => "bad-tags",
            Self::Missing { .. } => "missing",
            Self::WrongForm { .. } => "wrong-form",
            Self::TooLong { .. } => "too-long",
            Self::NoSuchField { .. } => "no-such-field",
        }
    }

    /// What messages call the field that it is about.
    pub const fn field(self) -> Option<&'static str> {
        match self {
            Self::Impossible { field, .. }
            | Self::Unusual { field, .. }
            | Self::NoSuchChoice { field }
            | Self::Missing { field }
            | Self::WrongForm { field }
            | Self::TooLong { field, .. } => Some(field),
            _ => None,
        }
    }

    /// The smallest and the largest value that raise no such doubt, and their unit.
    pub const fn limits(self) -> Option<(Decimal, Decimal, &'static str)> {
        match self {
            Self::Impossible { lowest, highest, unit, .. } | Self::Unusual { lowest, highest, unit, .. } => {
                Some((lowest, highest, unit))
            }
            _ => None,
        }
    }
}

/// The most bytes of a note beside the values, and of every other text that has no limit of its own.
pub const LONGEST_NOTE: usize = 1 << 20;
/// The most bytes of a clinician's name and of where they work.
const LONGEST_NAME: usize = 1000;

/// Whether words say why something is done: some, and not more than are kept.
pub(crate) fn explained(words: &str) -> Result<(), DiaryError> {
    if words.trim().is_empty() {
        return Err(DiaryError::NoReason);
    }
    if words.len() > LONGEST_NOTE { Err(DiaryError::TooManyWords) } else { Ok(()) }
}

/// Every doubt about an entry of a kind that the program describes, worst first; none about one of another kind.
pub fn doubts(content: &Content) -> Vec<Doubt> {
    content.described().map_or_else(Vec::new, |kind| doubts_as(content, &kind.into()))
}

/// Every doubt about an entry whose kind is described so, worst first.
pub fn doubts_as(content: &Content, description: &Description<'_>) -> Vec<Doubt> {
    doubts_in(content, description).into_iter().map(|(doubt, _)| doubt).collect()
}

/// What of an entry a doubt is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoubtedPart {
    /// A field, by its number.
    Field(u16),
    /// The words beside the values.
    Note,
    /// The name of who wrote it.
    Clinician,
    /// Where they work.
    Organisation,
}

/// As [`doubts_as`], each with what it is about, where that is one part of the entry.
pub fn doubts_in(content: &Content, description: &Description<'_>) -> Vec<(Doubt, Option<DoubtedPart>)> {
    let kind = description.kind;
    let mut found = Vec::new();
    let from_device = matches!(content.source, Source::Device(_));
    for value in &content.values {
        let part = Some(DoubtedPart::Field(value.field));
        match description.field(value.field) {
            // A device may say why it has no number; a person types one or leaves the field out.
            Some(field) if !from_device && matches!(value.value, Value::Unread(_)) => {
                found.push((Doubt::Missing { field: field.told }, part));
            }
            None => found.push((Doubt::NoSuchField { number: value.field }, part)),
            Some(field) => found.extend(in_field(field, &value.value).map(|doubt| (doubt, part))),
        }
    }
    let missing =
        description.fields.iter().filter(|field| field.required && content.value(field.number).is_none());
    found.extend(
        missing.map(|field| (Doubt::Missing { field: field.told }, Some(DoubtedPart::Field(field.number)))),
    );
    let says_nothing = if kind.least.is_empty() {
        content.values.is_empty() && !kind.fields.iter().any(|field| field.required)
    } else {
        kind.least.iter().all(|field| content.value(*field).is_none())
    };
    let mut whole = Vec::new();
    if says_nothing && content.source == Source::Typed {
        whole.push(Doubt::Empty);
    }
    whole.extend(kind.rising.iter().filter_map(|(lower, higher)| falling(content, *lower, *higher)));
    whole.extend(pressures(content));
    if content.tags.check().is_err() {
        whole.push(Doubt::BadTags);
    }
    found.extend(whole.into_iter().map(|doubt| (doubt, None)));
    if content.note.as_ref().is_some_and(|note| note.len() > LONGEST_NOTE) {
        let doubt = Doubt::TooLong { field: "the note", longest: LONGEST_NOTE };
        found.push((doubt, Some(DoubtedPart::Note)));
    }
    if let Source::Clinician(by) = &content.source {
        found.extend(named(&by.name, "the clinician").map(|doubt| (doubt, Some(DoubtedPart::Clinician))));
        let organisation = by.organisation.as_deref().and_then(|name| named(name, "the organisation"));
        found.extend(organisation.map(|doubt| (doubt, Some(DoubtedPart::Organisation))));
    }
    found.sort_by_key(|(doubt, _)| !doubt.refuses());
    found
}

/// A doubt about a name of a clinician, or of where they work.
fn named(name: &str, field: &'static str) -> Option<Doubt> {
    if name.trim().is_empty() {
        return Some(Doubt::Missing { field });
    }
    (name.len() > LONGEST_NAME).then_some(Doubt::TooLong { field, longest: LONGEST_NAME })
}

/// Whether what must rise from one field to another does not.
fn falling(content: &Content, lower: u16, higher: u16) -> Option<Doubt> {
    if let (Some((low, one)), Some((high, other))) = (content.number(lower), content.number(higher)) {
        if one != other {
            return Some(Doubt::MixedUnits);
        }
        return high.compare(low).is_le().then_some(Doubt::Swapped);
    }
    let (from, to) = (content.time(lower)?, content.time(higher)?);
    (from.sort_key_ms() >= to.sort_key_ms()).then_some(Doubt::Backwards)
}

/// Questions about a blood pressure whose numbers hardly go together.
fn pressures(content: &Content) -> Option<Doubt> {
    let (top, unit) = content.number(SYSTOLIC)?;
    let (bottom, other) = content.number(DIASTOLIC)?;
    let in_mmhg = |digits| unit.in_limit_unit(digits, Unit::MmHg);
    let (top, bottom) = (in_mmhg(top), in_mmhg(bottom));
    if unit != other || top <= bottom {
        return None;
    }
    if top - bottom < NARROW_MMHG {
        return Some(Doubt::CloseTogether);
    }
    let (mean, _) = content.number(MEAN).filter(|(_, other)| *other == unit)?;
    let mean = in_mmhg(mean);
    (mean < bottom || mean > top).then_some(Doubt::MeanOutside)
}

/// A distance of top and bottom number below which a person is asked, in mmHg.
const NARROW_MMHG: f64 = 10.0;

fn in_field(field: &Field<'_>, value: &Value) -> Option<Doubt> {
    let name = field.told;
    let wrong = Some(Doubt::WrongForm { field: name });
    match (field.shape, value) {
        (Shape::Number { units, possible, usual }, Value::Number { digits, unit }) => {
            let first = units.first()?;
            if !units.contains(unit) {
                return wrong;
            }
            let value = unit.in_limit_unit(*digits, *first);
            let outside = |(lowest, highest): (Decimal, Decimal)| {
                value < lowest.approximate() || value > highest.approximate()
            };
            let unit = first.text();
            if outside(possible) {
                Some(Doubt::Impossible { field: name, lowest: possible.0, highest: possible.1, unit })
            } else if outside(usual) {
                Some(Doubt::Unusual { field: name, lowest: usual.0, highest: usual.1, unit })
            } else {
                None
            }
        }
        (Shape::Text { .. }, Value::Text(text)) if text.trim().is_empty() => {
            Some(Doubt::Missing { field: name })
        }
        (Shape::Text { longest }, Value::Text(text)) => {
            (text.len() > longest).then_some(Doubt::TooLong { field: name, longest })
        }
        (Shape::Choice(_), Value::Choice(chosen)) => match field.shape.choice(*chosen) {
            Some(_) => None,
            None => Some(Doubt::NoSuchChoice { field: name }),
        },
        (Shape::Choices(_), Value::Choices(chosen)) => {
            let rising = chosen.windows(2).all(|pair| matches!(pair, [one, next] if one < next));
            if chosen.is_empty() {
                Some(Doubt::Missing { field: name })
            } else if rising && chosen.iter().all(|chosen| field.shape.choice(*chosen).is_some()) {
                None
            } else {
                Some(Doubt::NoSuchChoice { field: name })
            }
        }
        (Shape::Amount { unit }, Value::Amount { unit: said, .. }) if unit != said => wrong,
        (Shape::Number { .. }, Value::Unread(_))
        | (Shape::Amount { .. }, Value::Amount { .. })
        | (Shape::Time, Value::Time(_))
        | (Shape::Entry, Value::Entry(_)) => None,
        _ => wrong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diary::Tags;
    use crate::diary::kind::{ALL, BLOOD_PRESSURE, GLUCOSE, MOOD, SLEEP};
    use crate::time::{Evidence, Moment, Zone};

    fn at(instant: &str) -> Moment {
        Moment::at(instant.parse().unwrap(), &Zone::parse("Europe/London").unwrap(), Evidence::Chosen)
    }

    fn content(kind: u16, values: impl IntoIterator<Item = (u16, Value)>) -> Content {
        let mut content = Content::new(kind, at("2026-08-14T07:00:00Z"), Source::Typed);
        values.into_iter().for_each(|(field, value)| content.set(field, value));
        content
    }

    fn number(digits: &str, unit: Unit) -> Value {
        Value::Number { digits: digits.parse().unwrap(), unit }
    }

    #[test]
    fn numbers_that_hardly_go_together_are_asked_about() {
        let pressure = |top, bottom, mean| {
            let mut values = vec![(1, number(top, Unit::MmHg)), (2, number(bottom, Unit::MmHg))];
            values.extend(Option::map(mean, |mean| (3, number(mean, Unit::MmHg))));
            doubts(&content(BLOOD_PRESSURE.number, values))
        };
        assert_eq!(pressure("120", "80", Some("93")), []);
        assert_eq!(pressure("120", "115", None), [Doubt::CloseTogether]);
        assert_eq!(pressure("120", "80", Some("130")), [Doubt::MeanOutside]);
        assert_eq!(pressure("80", "120", None), [Doubt::Swapped]);
    }

    #[test]
    fn an_entry_must_say_something() {
        assert_eq!(doubts(&content(MOOD.number, [])), [Doubt::Empty]);
        assert_eq!(
            doubts(&content(MOOD.number, [(46, Value::Choice(9))])),
            [Doubt::NoSuchChoice { field: "mood" }]
        );
        let unsorted = (51, Value::Choices(vec![6, 1]));
        assert_eq!(doubts(&content(MOOD.number, [unsorted])), [Doubt::NoSuchChoice { field: "feelings" }]);
        assert_eq!(doubts(&content(MOOD.number, [(51, Value::Choices(vec![1, 6]))])), []);
        for kind in ALL.iter().filter(|kind| kind.typed) {
            assert!(doubts(&content(kind.number, []))[0].refuses(), "{}", kind.name);
        }
    }

    #[test]
    fn limits_hold_in_either_unit() {
        let glucose = |digits, unit| doubts(&content(GLUCOSE.number, [(17, number(digits, unit))]));
        assert_eq!(glucose("5.6", Unit::MmolPerLitre), []);
        assert_eq!(glucose("101", Unit::MgPerDecilitre), []);
        assert!(matches!(glucose("0.4", Unit::MmolPerLitre)[..], [Doubt::Impossible { .. }]));
        assert!(matches!(glucose("5.6", Unit::MgPerDecilitre)[..], [Doubt::Impossible { .. }]));
        assert!(matches!(glucose("2.9", Unit::MmolPerLitre)[..], [Doubt::Unusual { .. }]));
        assert!(matches!(glucose("5.6", Unit::Kilogram)[..], [Doubt::WrongForm { .. }]));
    }

    #[test]
    fn a_night_goes_forward() {
        let time = |text| Value::Time(Box::new(at(text)));
        let night = |from, to| doubts(&content(SLEEP.number, [(39, time(from)), (40, time(to))]));
        assert_eq!(night("2026-08-13T22:00:00Z", "2026-08-14T06:00:00Z"), []);
        assert_eq!(night("2026-08-14T06:00:00Z", "2026-08-13T22:00:00Z"), [Doubt::Backwards]);
    }

    #[test]
    fn words_have_limits() {
        let mut long = content(MOOD.number, [(46, Value::Choice(3))]);
        long.note = Some("x".repeat(LONGEST_NOTE));
        long.tags = Tags::new(["a", "b"]).unwrap();
        assert_eq!(doubts(&long), []);
        long.note = Some("x".repeat(LONGEST_NOTE + 1));
        assert_eq!(doubts(&long), [Doubt::TooLong { field: "the note", longest: LONGEST_NOTE }]);
    }
}
