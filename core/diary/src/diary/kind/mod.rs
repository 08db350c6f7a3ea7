//! The kinds of entry, each one description from which storage, checks, typing, tables and exports follow.
//!
//! Numbers of kinds, fields, choices and flags are stored and never given a new meaning; a field's number means the same
//! in every kind that has it. Limits follow two layers: what is outside *possible* is refused when typed and kept with a
//! remark when a device sent it; what is outside *usual* asks for a second look. Sources of limits and codes stand where
//! they are used. `core/docs/adding-a-kind.md` shows how a kind is added.

mod activity;
mod body;
mod care;
pub mod field;
mod flags;
mod mind;
pub mod night;
mod questionnaire;
mod unit;
mod vital;

use super::content::Content;
use super::decimal::Decimal;

pub use activity::{ACTIVITY, FLUID, SLEEP, STEPS};
pub use body::{BODY_SIZE, CYCLE, MEDICINE, PAIN, SYMPTOM, WEIGHT};
pub use care::{AFTER_VISIT, CONTACT, DOCUMENT, NOTE, OWN, PHOTO, VIDEO, VOICE};
pub use field::{DIASTOLIC, MEAN, PERFUSION, PULSE, SATURATION, SYSTOLIC, TEXT};
pub use mind::MOOD;
pub use night::OXIMETRY_NIGHT;
pub use questionnaire::{GAD_7, PHQ_9, Questionnaire, WHO_5};
pub use unit::{Quantity, Unit};
pub use vital::{
    BLOOD_PRESSURE, FAILED_BLOOD_PRESSURE, FAILED_OXIMETRY, GLUCOSE, OXIMETRY, PEAK_FLOW, PULSE_RATE,
    RESPIRATION, TEMPERATURE,
};

/// One kind of entry.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its number in files.
    pub number: u16,
    /// Its name in exports and commands.
    pub name: &'static str,
    /// Other names under which it can be typed.
    pub short: &'static [&'static str],
    /// Its name as people read it.
    pub words: &'static str,
    /// Its fields, in the order in which people read them and may type them without naming them.
    pub fields: &'static [Field<'static>],
    /// At least one of these fields says something; none where `required` fields say enough.
    pub least: &'static [u16],
    /// Pairs of fields of which the first must be less, or earlier, than the second.
    pub rising: &'static [(u16, u16)],
    /// What a device or a person can remark about it.
    pub flags: &'static [FlagKind],
    /// Whether people write entries of it themselves.
    pub typed: bool,
    /// Whether it belongs into a sealed file, where there is one.
    pub sensitive: bool,
    /// The LOINC code of the whole, where several fields make one panel.
    pub loinc: Option<&'static str>,
    /// What makes it a questionnaire; its fields are then the items.
    pub questionnaire: Option<&'static Questionnaire>,
    /// The kind that each sample is of, where its entries can have samples: one kind of value, again and again.
    pub samples: Option<&'static Self>,
    /// One entry of it as people type it, behind its name.
    pub example: &'static str,
}

/// What most kinds are.
const PLAIN: Kind = Kind {
    number: 0,
    name: "",
    short: &[],
    words: "",
    fields: &[],
    least: &[],
    rising: &[],
    flags: &[],
    typed: true,
    sensitive: false,
    loinc: None,
    questionnaire: None,
    samples: None,
    example: "",
};

/// One field of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field<'a> {
    /// Its number in files.
    pub number: u16,
    /// Its name in exports and commands.
    pub name: &'a str,
    /// Other names under which it can be typed.
    pub short: &'a [&'a str],
    /// Its name as people read it.
    pub words: &'a str,
    /// What errors call it: never a person's own words.
    pub told: &'static str,
    /// What it holds.
    pub shape: Shape<'a>,
    /// Whether an entry without it makes no sense.
    pub required: bool,
    /// Its LOINC code, where it has one whatever the unit.
    pub loinc: Option<&'static str>,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape<'a> {
    /// A number with one of these units; the first is the one that limits are written in, and that is meant where none is
    /// typed.
    Number {
        /// Units that are taken.
        units: &'a [Unit],
        /// Smallest and largest possible value.
        possible: (Decimal, Decimal),
        /// Smallest and largest value that raises no question.
        usual: (Decimal, Decimal),
    },
    /// A number in a unit of the person's own words; empty where it has none.
    Amount {
        /// The unit.
        unit: &'a str,
    },
    /// Words, at most this many bytes.
    Text {
        /// The most bytes of UTF-8.
        longest: usize,
    },
    /// One of these.
    Choice(&'static [Choice]),
    /// Several of these.
    Choices(&'static [Choice]),
    /// A moment of its own.
    Time,
    /// Another entry of the same diary.
    Entry,
}

/// One of the choices of a field.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its number in files.
    pub number: u16,
    /// Its name in exports and commands.
    pub name: &'static str,
    /// The same in words that a patient reads.
    pub words: &'static str,
    /// Its SNOMED CT code, where one is sure.
    pub snomed: Option<&'static str>,
}

/// A choice without a code.
const fn choice(number: u16, name: &'static str, words: &'static str) -> Choice {
    Choice { number, name, words, snomed: None }
}

/// Something a device or a person remarked.
#[derive(Debug, PartialEq, Eq)]
pub struct FlagKind {
    /// Its number in files.
    pub number: u16,
    /// Its name in exports.
    pub name: &'static str,
    /// The same in words that a patient reads.
    pub words: &'static str,
    /// Whether a value with it stays out of averages.
    pub doubtful: bool,
}

/// The program's own remark that a device's value lies outside what is possible.
pub const OUT_OF_RANGE: u16 = 90;

/// Every kind.
pub const ALL: &[&Kind] = &[
    &BLOOD_PRESSURE,
    &OXIMETRY,
    &NOTE,
    &FAILED_BLOOD_PRESSURE,
    &FAILED_OXIMETRY,
    &PULSE_RATE,
    &RESPIRATION,
    &TEMPERATURE,
    &GLUCOSE,
    &PEAK_FLOW,
    &WEIGHT,
    &BODY_SIZE,
    &ACTIVITY,
    &STEPS,
    &SLEEP,
    &FLUID,
    &MOOD,
    &SYMPTOM,
    &PAIN,
    &MEDICINE,
    &CYCLE,
    &DOCUMENT,
    &PHOTO,
    &VIDEO,
    &VOICE,
    &CONTACT,
    &AFTER_VISIT,
    &WHO_5,
    &PHQ_9,
    &GAD_7,
    &OWN,
    &OXIMETRY_NIGHT,
];

impl Kind {
    /// The kind with a number; `None` if this program does not know it.
    pub fn by_number(number: u16) -> Option<&'static Self> {
        ALL.iter().copied().find(|kind| kind.number == number)
    }

    /// The kind with a name, its own or another that can be typed.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        ALL.iter().copied().find(|kind| kind.name == name || kind.short.contains(&name))
    }

    /// Its field with a number.
    pub fn field(&self, number: u16) -> Option<&'static Field<'static>> {
        self.fields.iter().find(|field| field.number == number)
    }

    /// The score of a questionnaire's entry; `None` for another kind, or where an answer is missing.
    pub fn score(&self, content: &Content) -> Option<u32> {
        self.questionnaire?.score(self.fields, content)
    }

    /// Its flag with a number; every kind has [`OUT_OF_RANGE`].
    pub fn flag(&self, number: u16) -> Option<&'static FlagKind> {
        self.flags.iter().chain(flags::EVERY).find(|flag| flag.number == number)
    }
}

impl Field<'static> {
    /// A field of some shape that an entry may do without.
    const fn new(number: u16, name: &'static str, words: &'static str, shape: Shape<'static>) -> Self {
        Self { number, name, short: &[], words, told: words, shape, required: false, loinc: None }
    }
}

impl<'a> Field<'a> {
    /// The same field, needed.
    const fn needed(self) -> Self {
        Self { required: true, ..self }
    }

    /// The same field under other names too.
    const fn or(self, short: &'a [&'a str]) -> Self {
        Self { short, ..self }
    }

    /// The same field with its LOINC code.
    const fn loinc(self, code: &'static str) -> Self {
        Self { loinc: Some(code), ..self }
    }

    /// The same field, with other values that raise no question.
    const fn usual(self, lowest: Decimal, highest: Decimal) -> Self {
        let Shape::Number { units, possible, .. } = self.shape else { return self };
        Self { shape: Shape::Number { units, possible, usual: (lowest, highest) }, ..self }
    }

    /// Whether a typed name means this field.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.short.contains(&name)
    }
}

impl<'a> Shape<'a> {
    /// A number between whole limits that raises no question within them.
    pub(super) const fn number(units: &'a [Unit], lowest: i64, highest: i64) -> Self {
        let possible = (Decimal::whole(lowest), Decimal::whole(highest));
        Self::Number { units, possible, usual: possible }
    }

    /// The choices of a field that has some.
    pub const fn choices(self) -> &'static [Choice] {
        match self {
            Self::Choice(choices) | Self::Choices(choices) => choices,
            _ => &[],
        }
    }

    /// The choice with a number.
    pub fn choice(self, number: u16) -> Option<&'static Choice> {
        self.choices().iter().find(|choice| choice.number == number)
    }
}

#[cfg(test)]
mod tests;
