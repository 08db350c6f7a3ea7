//! What an entry says, member by member: the one place that both forms take names and texts from.

use std::fmt::Display;

use serde::{Serialize, Serializer};

use crate::diary::{
    Attachment, Content, Decimal, FieldValue, Flag, Kind, Kinds, Objection, Provenance, Shape, Source, Value,
};
use crate::id::{DeviceId, EntryId, Hex, KindId, MediaId, OperationId, PersonId};
use crate::time::{Civil, CivilDate, DayStart, Instant, Mark, Moment, Offset, When, ZoneName};

/// A media file of an entry, without its content.
#[derive(Debug, Serialize)]
pub(super) struct Attached<'a> {
    media: MediaId,
    media_type: &'static str,
    length: u64,
    sha256: Hex<32>,
    /// `null` where nothing could be taken out of the file.
    taken_out: Option<Vec<&'static str>>,
    caption: Option<&'a str>,
    name: Option<&'a str>,
    added_at_ms: i64,
}

impl<'a> From<&'a Attachment> for Attached<'a> {
    fn from(attachment: &'a Attachment) -> Self {
        let Attachment { file, kind, details, caption, name, added_ms, .. } = attachment;
        Self {
            media: file.id,
            media_type: kind.media_type(),
            length: file.length,
            sha256: Hex(file.hash),
            taken_out: details.as_ref().map(|details| details.iter().map(|detail| detail.name()).collect()),
            caption: caption.as_deref(),
            name: name.as_deref(),
            added_at_ms: *added_ms,
        }
    }
}

/// What a person objects to in what a clinician wrote.
#[derive(Debug, Serialize)]
pub(super) struct Objected<'a> {
    operation: OperationId,
    filed_at_ms: i64,
    author: Option<PersonId>,
    text: &'a str,
}

impl<'a> From<&'a Objection> for Objected<'a> {
    fn from(objection: &'a Objection) -> Self {
        Self {
            operation: objection.operation,
            filed_at_ms: objection.at_ms,
            author: objection.author.person,
            text: &objection.words,
        }
    }
}

/// A value that is written as its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<T>(pub(super) T);

impl<T: Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(&self.0)
    }
}

/// What a [`Content`] says.
#[derive(Debug, Serialize)]
pub(super) struct Said<'a> {
    /// `null` where a newer program made it.
    pub(super) kind: Option<&'a str>,
    pub(super) kind_number: u16,
    #[serde(flatten)]
    pub(super) time: Time<'a>,
    pub(super) values: Vec<Member<'a>>,
    pub(super) flags: Vec<Remark>,
    pub(super) note: Option<&'a str>,
    pub(super) source: &'static str,
    pub(super) device: Option<Origin<'a>>,
    pub(super) clinician: Option<Author<'a>>,
    pub(super) tags: Vec<&'a str>,
    /// The kind that a person defined.
    pub(super) defined: Option<KindId>,
    /// Of a questionnaire, worked out from its answers.
    pub(super) score: Option<Score>,
}

/// What a [`Moment`] says.
#[derive(Debug, Serialize)]
pub(super) struct Time<'a> {
    pub(super) day: Option<Text<CivilDate>>,
    pub(super) instant: Option<Text<Instant>>,
    pub(super) earliest: Option<Text<Instant>>,
    pub(super) latest: Option<Text<Instant>>,
    pub(super) offset: Option<Text<Offset>>,
    pub(super) zone: Option<&'a str>,
    pub(super) other_zone: Option<&'a str>,
    pub(super) civil: Option<Text<Civil>>,
    pub(super) evidence: &'static str,
    pub(super) precision: &'static str,
    pub(super) marks: Vec<&'static str>,
    pub(super) database: &'a str,
}

/// One field and its value.
#[derive(Debug, Serialize)]
pub(super) struct Member<'a> {
    /// `null` where a newer program made it.
    pub(super) field: Option<&'a str>,
    pub(super) field_number: u16,
    #[serde(flatten)]
    pub(super) held: Held<'a>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Held<'a> {
    /// No code where the unit is a person's own words.
    Number {
        value: String,
        unit: &'a str,
        ucum: Option<&'static str>,
    },
    Words {
        text: &'a str,
    },
    Unread {
        unread: &'static str,
    },
    Choice(Chosen),
    Choices {
        choices: Vec<Chosen>,
    },
    Time {
        /// As people read it; a table's.
        #[serde(skip)]
        text: String,
        time: Box<Time<'a>>,
    },
    Entry {
        refers_to: EntryId,
    },
}

/// One of the choices of a field.
#[derive(Debug, Serialize)]
pub(super) struct Chosen {
    /// `null` where a newer program made it.
    pub(super) choice: Option<&'static str>,
    pub(super) choice_number: u16,
}

/// One remark.
#[derive(Debug, Serialize)]
pub(super) struct Remark {
    /// `null` where a newer program made it.
    pub(super) flag: Option<&'static str>,
    pub(super) flag_number: u16,
}

/// The score of a questionnaire.
#[derive(Debug, Serialize)]
pub(super) struct Score {
    value: u32,
    of: u32,
    loinc: Option<&'static str>,
    rule: &'static str,
}

impl Score {
    fn of(kind: &'static Kind, content: &Content) -> Option<Self> {
        let questionnaire = kind.questionnaire?;
        let value = kind.score(content)?;
        let (of, loinc, rule) = (questionnaire.most, questionnaire.loinc, questionnaire.rule);
        Some(Self { value, of, loinc, rule })
    }
}

/// Who wrote what the diary only keeps.
#[derive(Debug, Serialize)]
pub(super) struct Author<'a> {
    pub(super) name: &'a str,
    pub(super) organisation: Option<&'a str>,
}

/// The device that sent it, and how it was understood.
#[derive(Debug, Serialize)]
pub(super) struct Origin<'a> {
    pub(super) id: DeviceId,
    pub(super) model: &'a str,
    pub(super) decoder: u16,
    pub(super) how: &'a str,
    pub(super) cause: Option<&'a str>,
    pub(super) shift_ms: Option<i64>,
}

impl<'a> Said<'a> {
    /// What a content says, with the names that kinds of the person's own have.
    pub(super) fn of(content: &'a Content, kinds: &'a Kinds) -> Self {
        let described = kinds.describe(content);
        let name = described.as_ref().map(|kind| kind.name);
        let member = |value: &'a FieldValue| {
            let field =
                described.as_ref().and_then(|kind| kind.fields.iter().find(|f| f.number == value.field));
            Member {
                field: field.map(|field| field.name),
                field_number: value.field,
                held: Held::of(&value.value, field.map(|field| field.shape)),
            }
        };
        let remark = |flag: &Flag| Remark {
            flag: described.as_ref().and_then(|kind| kind.kind.flag(flag.0)).map(|flag| flag.name),
            flag_number: flag.0,
        };
        let (source, device, clinician) = match &content.source {
            Source::Typed => ("typed", None, None),
            Source::Device(found) => ("device", Some(Origin::from(found)), None),
            Source::Clinician(by) => {
                let organisation = by.organisation.as_deref();
                ("clinician", None, Some(Author { name: &by.name, organisation }))
            }
        };
        Self {
            kind: name,
            kind_number: content.kind,
            time: Time::from(&content.moment),
            values: content.values.iter().map(member).collect(),
            flags: content.flags.iter().map(remark).collect(),
            note: content.note.as_deref(),
            source,
            device,
            clinician,
            tags: content.tags.iter().collect(),
            defined: content.defined,
            score: described.as_ref().and_then(|kind| Score::of(kind.kind, content)),
        }
    }
}

impl<'a> From<&'a Provenance> for Origin<'a> {
    fn from(found: &'a Provenance) -> Self {
        Self {
            id: found.device,
            model: &found.model,
            decoder: found.decoder,
            how: &found.how,
            cause: found.cause.as_deref(),
            shift_ms: found.shift_ms,
        }
    }
}

impl<'a> From<&'a Moment> for Time<'a> {
    fn from(moment: &'a Moment) -> Self {
        let (earliest, latest) = match moment.when() {
            When::Within { earliest, latest } => (Some(earliest), Some(latest)),
            When::At(_) | When::Civil(_) => (None, None),
        };
        Self {
            day: moment.diary_day(DayStart::MIDNIGHT).map(Text),
            instant: moment.instant().map(Text),
            earliest: earliest.map(Text),
            latest: latest.map(Text),
            offset: moment.offset().map(Text),
            zone: moment.zone().map(ZoneName::as_str),
            other_zone: moment.other_zone().map(ZoneName::as_str),
            civil: moment.civil().map(Text),
            evidence: moment.evidence().code(),
            precision: moment.precision().code(),
            marks: moment.marks().map(Mark::code).collect(),
            database: moment.database(),
        }
    }
}

impl<'a> Held<'a> {
    /// A value; its field's shape gives choices their names.
    fn of(value: &'a Value, shape: Option<Shape<'_>>) -> Self {
        let chosen = |number: &u16| Chosen {
            choice: shape.and_then(|shape| shape.choice(*number)).map(|choice| choice.name),
            choice_number: *number,
        };
        match value {
            Value::Number { digits, unit } => {
                Self::Number { value: number(*digits), unit: unit.text(), ucum: Some(unit.ucum()) }
            }
            Value::Amount { digits, unit } => Self::Number { value: number(*digits), unit, ucum: None },
            Value::Text(text) => Self::Words { text },
            Value::Unread(why) => Self::Unread { unread: why.name() },
            Value::Choice(number) => Self::Choice(chosen(number)),
            Value::Choices(numbers) => Self::Choices { choices: numbers.iter().map(chosen).collect() },
            Value::Time(moment) => {
                Self::Time { text: moment.to_text(), time: Box::new(Time::from(&**moment)) }
            }
            Value::Entry(entry) => Self::Entry { refers_to: *entry },
        }
    }
}

/// A number with every digit that was given and none that was not: `36.50`, `128`, and `12E1` for 120 known to ten.
///
/// A decimal number with significant digits, as XML Schema's `precisionDecimal` and most libraries for decimals read
/// it: mantissa and exponent come back from the text.
pub(super) fn number(digits: Decimal) -> String {
    if digits.exponent > 0 { format!("{}E{}", digits.mantissa, digits.exponent) } else { digits.to_string() }
}
