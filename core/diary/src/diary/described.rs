//! What an entry's kind is, whether the program describes it or the person whose diary it is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::content::Content;
use super::decimal::Decimal;
use super::define::{Definition, Holds, MOST_FIELDS};
use super::kind::{Choice, Field, Kind, OWN, Shape, Unit};
use super::plausible::LONGEST_NOTE;
use crate::id::KindId;

/// What an entry's kind is, whoever described it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description<'a> {
    /// The description; [`OWN`] where a person defined it.
    pub kind: &'static Kind,
    /// Its name in commands and exports.
    pub name: &'a str,
    /// Its name as people read it.
    pub words: &'a str,
    /// Its fields.
    pub fields: Cow<'a, [Field<'a>]>,
}

impl From<&'static Kind> for Description<'_> {
    fn from(kind: &'static Kind) -> Self {
        Self { kind, name: kind.name, words: kind.words, fields: Cow::Borrowed(kind.fields) }
    }
}

impl<'a> From<&'a Definition> for Description<'a> {
    fn from(definition: &'a Definition) -> Self {
        let fields = Cow::Owned(definition.described());
        Self { kind: &OWN, name: &definition.name, words: &definition.name, fields }
    }
}

impl Description<'_> {
    /// Its field with a number.
    pub fn field(&self, number: u16) -> Option<&Field<'_>> {
        self.fields.iter().find(|field| field.number == number)
    }
}

/// Every kind that the entries of one diary can be of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kinds {
    pub(super) own: BTreeMap<KindId, Definition>,
}

impl Kinds {
    /// Those that the person defined, by name.
    pub fn own(&self) -> impl Iterator<Item = &Definition> {
        let mut own: Vec<_> = self.own.values().collect();
        own.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
        own.into_iter()
    }

    /// Exactly these.
    #[cfg(test)]
    pub(crate) fn of(own: impl IntoIterator<Item = Definition>) -> Self {
        Self { own: own.into_iter().map(|one| (one.id, one)).collect() }
    }

    /// One that the person defined.
    pub fn get(&self, kind: KindId) -> Option<&Definition> {
        self.own.get(&kind)
    }

    /// One that the person defined, by its name.
    pub fn named(&self, name: &str) -> Option<&Definition> {
        let name = name.to_lowercase();
        self.own().find(|definition| definition.name == name)
    }

    /// What an entry's kind is; `None` where a newer program made it, or its definition is not here.
    pub fn describe(&self, content: &Content) -> Option<Description<'_>> {
        match content.defined {
            Some(kind) if content.kind == OWN.number => self.get(kind).map(Description::from),
            _ => content.described().map(Description::from),
        }
    }
}

impl Definition {
    /// Its fields in the form that all kinds have.
    pub fn described(&self) -> Vec<Field<'_>> {
        self.fields
            .iter()
            .enumerate()
            .map(|(at, field)| Field {
                number: field.number,
                name: &field.name,
                short: &[],
                words: &field.name,
                told: TOLD.get(at).copied().unwrap_or("a field"),
                shape: match &field.holds {
                    Holds::Number(unit) => {
                        Shape::Number { units: std::slice::from_ref(unit), possible: WIDE, usual: WIDE }
                    }
                    Holds::Amount(unit) => Shape::Amount { unit },
                    Holds::Text => Shape::Text { longest: LONGEST_NOTE },
                    Holds::YesOrNo => Shape::Choice(YES_OR_NO),
                    Holds::Scale => Shape::number(&[Unit::Score], 0, 10),
                },
                required: field.required && !field.retired,
                loinc: None,
            })
            .collect()
    }
}

const YES_OR_NO: &[Choice] = &[
    Choice { number: 1, name: "yes", words: "yes", snomed: None },
    Choice { number: 2, name: "no", words: "no", snomed: None },
];

/// What errors call a field that has a person's words as its name.
const TOLD: [&str; MOST_FIELDS] = [
    "the first field",
    "the second field",
    "the third field",
    "the fourth field",
    "the fifth field",
    "the sixth field",
    "the seventh field",
    "the eighth field",
    "the ninth field",
    "the tenth field",
    "the eleventh field",
    "the twelfth field",
    "the thirteenth field",
    "the fourteenth field",
    "the fifteenth field",
    "the sixteenth field",
];

/// Limits that only keep out what no one measures.
const WIDE: (Decimal, Decimal) =
    (Decimal::whole(-1_000_000_000_000_000), Decimal::whole(1_000_000_000_000_000));
