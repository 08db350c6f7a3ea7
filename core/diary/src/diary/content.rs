//! What an entry says.

use std::fmt;

use super::decimal::Decimal;
use super::kind::{Field, FlagKind, Kind, Unit};
use super::tags::Tags;
use crate::id::{DeviceId, EntryId, KindId};
use crate::time::Moment;

/// What an entry says: its kind, when, its values, remarks, a note, where it came from, and its tags.
#[derive(Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct Content {
    /// The kind's number.
    #[n(0)]
    pub kind: u16,
    /// When it was.
    #[n(1)]
    pub moment: Moment,
    /// The fields that have something to say, in order of their numbers.
    #[n(2)]
    pub values: Vec<FieldValue>,
    /// Remarks, by number, in order.
    #[n(3)]
    pub flags: Vec<Flag>,
    /// A person's words beside the values.
    #[n(4)]
    pub note: Option<String>,
    /// Where it came from.
    #[n(5)]
    pub source: Source,
    /// Short words to find it by.
    #[n(6)]
    pub tags: Tags,
    /// The kind that a person defined, where `kind` is [`OWN`](super::kind::OWN)'s number; its fields' numbers are the
    /// definition's.
    #[n(7)]
    pub defined: Option<KindId>,
}

/// The value of one field.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct FieldValue {
    /// The field's number.
    #[n(0)]
    pub field: u16,
    /// What it holds.
    #[n(1)]
    pub value: Value,
}

/// What a field holds.
#[derive(Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub enum Value {
    /// A number as it was given, with its unit.
    #[n(0)]
    Number {
        /// The digits, at the resolution they came with.
        #[n(0)]
        digits: Decimal,
        /// The unit they came with.
        #[n(1)]
        unit: Unit,
    },
    /// Words, exactly as typed.
    #[n(1)]
    Text(#[n(0)] String),
    /// The device says why there is no number.
    #[n(2)]
    Unread(#[n(0)] Unread),
    /// One of the field's choices, by number.
    #[n(3)]
    Choice(#[n(0)] u16),
    /// Several of the field's choices, by number, rising.
    #[n(4)]
    Choices(#[n(0)] Vec<u16>),
    /// A moment of its own, beside the entry's: when somebody fell asleep, when a dose was due.
    #[n(5)]
    Time(#[n(0)] Box<Moment>),
    /// Another entry of the same diary.
    #[n(6)]
    Entry(#[n(0)] EntryId),
    /// A number in a unit of the person's own words, as a defined kind may have. The words travel with the number.
    #[n(7)]
    Amount {
        /// The digits, at the resolution they came with.
        #[n(0)]
        digits: Decimal,
        /// The unit as the person named it.
        #[n(1)]
        unit: String,
    },
}

/// Why a device sent no number (the special values of IEEE 11073-20601).
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum Unread {
    /// No valid result.
    #[n(0)]
    NotANumber,
    /// Not at this resolution.
    #[n(1)]
    NotAtThisResolution,
    /// Above what the device can show.
    #[n(2)]
    TooHigh,
    /// Below what the device can show.
    #[n(3)]
    TooLow,
    /// A word that the standard reserves.
    #[n(4)]
    Reserved,
}

impl Unread {
    /// Its name in exports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotANumber => "not-a-number",
            Self::NotAtThisResolution => "not-at-this-resolution",
            Self::TooHigh => "too-high",
            Self::TooLow => "too-low",
            Self::Reserved => "reserved",
        }
    }
}

/// A remark's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub struct Flag(#[n(0)] pub u16);

/// Where an entry came from.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub enum Source {
    /// Someone typed it.
    #[n(0)]
    Typed,
    /// A device sent it.
    #[n(1)]
    Device(#[n(0)] Provenance),
    /// A clinician wrote it and the diary only keeps it: nobody may change what it says.
    #[n(2)]
    Clinician(#[n(0)] Clinician),
}

/// Who wrote what the diary only keeps.
#[derive(Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct Clinician {
    /// The clinician, as the document names them.
    #[n(0)]
    pub name: String,
    /// The practice, clinic or laboratory.
    #[n(1)]
    pub organisation: Option<String>,
}

impl fmt::Debug for Clinician {
    /// Names nobody.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clinician")
    }
}

/// How a device's reading was understood; enough to see it again without the household.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct Provenance {
    /// Which device.
    #[n(0)]
    pub device: DeviceId,
    /// Maker and model as the device says.
    #[n(1)]
    pub model: String,
    /// The version of the decoder that read the bytes.
    #[n(2)]
    pub decoder: u16,
    /// How the time was found: a stable word (`exact`, `corrected`, `inferred`, `reception`, `undated`).
    #[n(3)]
    pub how: String,
    /// Why a stamp was corrected, a stable word; `None` if it was not.
    #[n(4)]
    pub cause: Option<String>,
    /// How much was added to the device's clock, in milliseconds.
    #[n(5)]
    pub shift_ms: Option<i64>,
}

impl fmt::Debug for Content {
    /// Shows what it is and not what it says: neither a value nor a person's words may reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Content(kind {}, {} values, {:?})", self.kind, self.values.len(), self.source)
    }
}

impl fmt::Debug for Value {
    /// Shows the form only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number { unit, .. } => write!(f, "Number({unit:?})"),
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::Unread(why) => write!(f, "Unread({why:?})"),
            Self::Choice(_) => f.write_str("Choice"),
            Self::Choices(chosen) => write!(f, "Choices({})", chosen.len()),
            Self::Time(_) => f.write_str("Time"),
            Self::Entry(_) => f.write_str("Entry"),
            Self::Amount { .. } => f.write_str("Amount"),
        }
    }
}

impl Content {
    /// Content of a kind that says nothing yet.
    pub const fn new(kind: u16, moment: Moment, source: Source) -> Self {
        Self {
            kind,
            moment,
            values: Vec::new(),
            flags: Vec::new(),
            note: None,
            source,
            tags: Tags::NONE,
            defined: None,
        }
    }

    /// The description of its kind; `None` if a newer program made it.
    pub fn described(&self) -> Option<&'static Kind> {
        Kind::by_number(self.kind)
    }

    /// The value of a field.
    pub fn value(&self, field: u16) -> Option<&Value> {
        self.values.iter().find(|value| value.field == field).map(|value| &value.value)
    }

    /// The number in a field, where there is one.
    pub fn number(&self, field: u16) -> Option<(Decimal, Unit)> {
        match self.value(field)? {
            Value::Number { digits, unit } => Some((*digits, *unit)),
            _ => None,
        }
    }

    /// The words in a field.
    pub fn text(&self, field: u16) -> Option<&str> {
        match self.value(field)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number of the choice in a field, where there is one.
    pub fn choice(&self, field: u16) -> Option<u16> {
        match self.value(field)? {
            Value::Choice(chosen) => Some(*chosen),
            _ => None,
        }
    }

    /// The moment in a field, where there is one.
    pub fn time(&self, field: u16) -> Option<&Moment> {
        match self.value(field)? {
            Value::Time(moment) => Some(moment),
            _ => None,
        }
    }

    /// Puts a value into a field, in place of the one that was there.
    pub fn set(&mut self, field: u16, value: Value) {
        self.values.retain(|known| known.field != field);
        let at = self.values.partition_point(|known| known.field < field);
        self.values.insert(at, FieldValue { field, value });
    }

    /// Its remarks with their descriptions, in order; a remark that this program does not know is left out.
    pub fn remarks(&self) -> impl Iterator<Item = &'static FlagKind> {
        let kind = self.described();
        self.flags.iter().filter_map(move |flag| kind?.flag(flag.0))
    }

    /// Whether the value is one to leave out of averages.
    pub fn doubtful(&self) -> bool {
        self.remarks().any(|flag| flag.doubtful)
    }

    /// The fields of its kind with their values, in the order in which people read them.
    pub fn fields(&self) -> impl Iterator<Item = (&'static Field<'static>, &Value)> {
        let fields = self.described().map_or(&[][..], |kind| kind.fields);
        fields.iter().filter_map(|field| self.value(field.number).map(|value| (field, value)))
    }
}
