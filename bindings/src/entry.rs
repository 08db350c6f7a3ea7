//! What a screen needs of an entry: values, units, civil time, and no words in any language.

use diary_core::diary::{Decimal, Entry, Field, Source, Value};
use diary_core::time::{Moment, When};

/// A page of entries.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct EntryPage {
    /// The entries, in order.
    pub entries: Vec<DiaryEntry>,
    /// Where the next page begins; none where this is the last.
    pub next: Option<String>,
}

/// An entry as it shows now.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct DiaryEntry {
    /// Its id.
    pub id: String,
    /// The name of its kind, as exports have it; none where a newer program made it.
    pub kind: Option<String>,
    /// When it was.
    pub moment: CivilMoment,
    /// Its values, in the order in which people read them.
    pub values: Vec<EntryValue>,
    /// Its remarks, stable words.
    pub remarks: Vec<String>,
    /// A person's words beside the values.
    pub note: Option<String>,
    /// Maker and model of the device that sent it.
    pub device: Option<String>,
    /// Whether it was corrected.
    pub amended: bool,
}

impl std::fmt::Debug for DiaryEntry {
    /// Without what it says.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DiaryEntry({:?}, {} values)", self.kind, self.values.len())
    }
}

/// When something was, with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct CivilMoment {
    /// The instant, or the earlier bound of it, milliseconds since 1970-01-01T00:00:00Z; none where only a calendar is known.
    pub earliest_ms: Option<i64>,
    /// The instant, or the later bound of it.
    pub latest_ms: Option<i64>,
    /// What the calendar or clock on the wall showed: `2026-10-25`, `2026-10-25T01:30:00`, or two of these with `/` between.
    pub civil: Option<String>,
    /// The offset that held, seconds east of UTC.
    pub offset_s: Option<i32>,
    /// The IANA zone.
    pub zone: Option<String>,
}

impl CivilMoment {
    pub(crate) fn of(moment: &Moment) -> Self {
        let (earliest_ms, latest_ms) = match moment.when() {
            When::At(instant) => (Some(instant.as_millis()), Some(instant.as_millis())),
            When::Within { earliest, latest } => (Some(earliest.as_millis()), Some(latest.as_millis())),
            When::Civil(_) => (None, None),
        };
        Self {
            earliest_ms,
            latest_ms,
            civil: moment.civil().map(|civil| civil.to_string()),
            offset_s: moment.offset().map(diary_core::time::Offset::seconds),
            zone: moment.zone().map(ToString::to_string),
        }
    }
}

/// A value of an entry.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct EntryValue {
    /// The name of the field, as exports have it.
    pub field: String,
    /// The digits as they were given (`128`, `36.60`), or the words; none where there are neither.
    pub text: Option<String>,
    /// The digits as a number, where it is one.
    pub number: Option<f64>,
    /// The unit, as exports have it.
    pub unit: Option<String>,
    /// What was chosen, stable words, where the field has choices.
    pub choices: Vec<String>,
    /// A moment of its own, beside the entry's.
    pub moment: Option<CivilMoment>,
    /// The id of another entry of the same diary.
    pub entry: Option<String>,
}

impl std::fmt::Debug for EntryValue {
    /// Without what it says.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EntryValue({})", self.field)
    }
}

impl EntryValue {
    fn of(field: &Field<'_>, value: &Value) -> Self {
        let mut of = Self {
            field: field.name.to_owned(),
            text: None,
            number: None,
            unit: None,
            choices: Vec::new(),
            moment: None,
            entry: None,
        };
        let name = |number: u16| {
            let choices = field.shape.choices();
            choices.iter().find(|choice| choice.number == number).map(|choice| choice.name.to_owned())
        };
        match value {
            Value::Number { digits, unit } => of.digits(*digits, unit.text()),
            Value::Amount { digits, unit } => of.digits(*digits, unit),
            Value::Text(text) => of.text = Some(text.clone()),
            Value::Unread(why) => of.text = Some(why.name().to_owned()),
            Value::Choice(number) => of.choices = name(*number).into_iter().collect(),
            Value::Choices(numbers) => {
                of.choices = numbers.iter().filter_map(|number| name(*number)).collect();
            }
            Value::Time(moment) => of.moment = Some(CivilMoment::of(moment)),
            Value::Entry(id) => of.entry = Some(id.to_string()),
        }
        of
    }

    fn digits(&mut self, digits: Decimal, unit: &str) {
        let text = digits.to_string();
        self.number = text.parse().ok();
        self.text = Some(text);
        self.unit = Some(unit.to_owned());
    }
}

impl DiaryEntry {
    pub(crate) fn of(entry: &Entry) -> Self {
        let content = &entry.content;
        let values = content.fields().map(|(field, value)| EntryValue::of(field, value));
        Self {
            id: entry.id.to_string(),
            kind: content.described().map(|kind| kind.name.to_owned()),
            moment: CivilMoment::of(&content.moment),
            values: values.collect(),
            remarks: content.remarks().map(|remark| remark.name.to_owned()).collect(),
            note: content.note.clone(),
            device: match &content.source {
                Source::Device(from) => Some(from.model.clone()),
                Source::Typed | Source::Clinician(_) => None,
            },
            amended: entry.amended,
        }
    }
}
