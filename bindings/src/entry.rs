//! What a screen needs of an entry: values, units, civil time, and no words in any language.

use diary_core::diary::{
    Attachment, Content, Decimal, Entry, Field, Kinds, Objection, Source, Value, Version,
};
use diary_core::journal::Author;

use crate::moment::CivilMoment;
use crate::quiet::says_nothing;

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
    /// What it says.
    pub said: Said,
    /// Whether it was corrected.
    pub amended: bool,
    /// Whether two corrections that did not know each other wait for a decision.
    pub pair: bool,
    /// Whether it was taken back as entered in error.
    pub retracted: bool,
    /// What the person objects to in it, the first one first.
    pub objections: Vec<ObjectionBeside>,
    /// Its media files, the first one first.
    pub attachments: Vec<MediaFile>,
}

/// What an entry, or a version of it, says.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct Said {
    /// The name of its kind, as exports have it; `own` where the person defined it, none where a newer program made it.
    pub kind: Option<String>,
    /// The id of the kind that the person defined.
    pub own_kind: Option<String>,
    /// When it was.
    pub moment: CivilMoment,
    /// Its values, in the order in which people read them.
    pub values: Vec<EntryValue>,
    /// Its remarks, stable words.
    pub remarks: Vec<String>,
    /// Whether a remark says to leave it out of averages.
    pub doubtful: bool,
    /// A person's words beside the values.
    pub note: Option<String>,
    /// Short words to find it by.
    pub tags: Vec<String>,
    /// The score of a questionnaire, worked out from its answers.
    pub score: Option<u32>,
    /// Where it came from.
    pub origin: Origin,
}

/// Where an entry came from.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Origin {
    /// Someone typed it.
    Typed,
    /// A device sent it.
    Device {
        /// The device's id.
        device: String,
        /// Maker and model as the device says.
        model: String,
        /// The version of the decoder that read its bytes.
        decoder: u16,
        /// How the time was found, a stable word: `exact`, `corrected`, `inferred`, `reception`, `undated`.
        how: String,
        /// Why the device's stamp was corrected, a stable word.
        cause: Option<String>,
        /// How much was added to the device's clock, milliseconds.
        shift_ms: Option<i64>,
    },
    /// A clinician wrote it and the diary keeps it: object to it instead of correcting it.
    Clinician {
        /// Their name.
        name: String,
        /// Practice, clinic or laboratory.
        organisation: Option<String>,
    },
}

/// What a person objects to in what a clinician wrote.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct ObjectionBeside {
    /// When it was filed, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// Which person filed it, where that is known.
    pub author: Option<String>,
    /// Their words.
    pub words: String,
}

/// A media file of an entry, without its content.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct MediaFile {
    /// Its id.
    pub id: String,
    /// The entry that it belongs to.
    pub entry: String,
    /// Its media type: `image/jpeg`.
    pub media_type: String,
    /// Bytes.
    pub length: u64,
    /// SHA-256 of its bytes.
    pub sha256: Vec<u8>,
    /// What was taken out of it when it was added, stable words (`place`, `time`, `camera`); none where nothing could be.
    pub taken_out: Option<Vec<String>>,
    /// A person's words beside it.
    pub caption: Option<String>,
    /// What the file was called.
    pub name: Option<String>,
    /// When it was added, milliseconds since 1970-01-01T00:00:00Z.
    pub added_ms: i64,
}

/// One version in an entry's history.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct EntryVersion {
    /// What was done, a stable word: `made`, `amended`, `retracted`, `reinstated`.
    pub change: String,
    /// When it was written, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// The zone that the phone was set to.
    pub zone: String,
    /// Which person wrote it, where that is known.
    pub author: Option<String>,
    /// Why, where somebody said.
    pub reason: Option<String>,
    /// What it said.
    pub said: Said,
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
    /// Why the device sent no number, a stable word: `not-a-number`, `too-high` and the like.
    pub unread: Option<String>,
}

says_nothing!(DiaryEntry, Said, Origin, ObjectionBeside, MediaFile, EntryVersion, EntryValue);

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
            unread: None,
        };
        let name = |number: u16| field.shape.choice(number).map(|choice| choice.name.to_owned());
        match value {
            Value::Number { digits, unit } => of.digits(*digits, unit.text()),
            Value::Amount { digits, unit } => of.digits(*digits, unit),
            Value::Text(text) => of.text = Some(text.clone()),
            Value::Unread(why) => of.unread = Some(why.name().to_owned()),
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

impl Said {
    pub(crate) fn of(content: &Content, kinds: &Kinds) -> Self {
        let described = kinds.describe(content);
        let fields = described.as_ref().map_or(&[][..], |kind| &kind.fields);
        let values =
            fields.iter().filter_map(|field| Some(EntryValue::of(field, content.value(field.number)?)));
        let kind = content.described();
        Self {
            kind: kind.map(|kind| kind.name.to_owned()),
            own_kind: content.defined.map(|kind| kind.to_string()),
            moment: CivilMoment::of(&content.moment),
            values: values.collect(),
            remarks: content.remarks().map(|remark| remark.name.to_owned()).collect(),
            doubtful: content.doubtful(),
            note: content.note.clone(),
            tags: content.tags.iter().map(str::to_owned).collect(),
            score: kind.and_then(|kind| kind.score(content)),
            origin: Origin::of(&content.source),
        }
    }
}

impl Origin {
    fn of(source: &Source) -> Self {
        match source {
            Source::Typed => Self::Typed,
            Source::Device(from) => Self::Device {
                device: from.device.to_string(),
                model: from.model.clone(),
                decoder: from.decoder,
                how: from.how.clone(),
                cause: from.cause.clone(),
                shift_ms: from.shift_ms,
            },
            Source::Clinician(clinician) => {
                Self::Clinician { name: clinician.name.clone(), organisation: clinician.organisation.clone() }
            }
        }
    }
}

impl ObjectionBeside {
    fn of(objection: &Objection) -> Self {
        Self { at_ms: objection.at_ms, author: person_of(&objection.author), words: objection.words.clone() }
    }
}

impl MediaFile {
    pub(crate) fn of(attachment: &Attachment) -> Self {
        let Attachment { file, entry, kind, details, caption, name, added_ms } = attachment;
        let taken_out =
            details.as_ref().map(|details| details.iter().map(|detail| detail.name().to_owned()).collect());
        Self {
            id: file.id.to_string(),
            entry: entry.to_string(),
            media_type: kind.media_type().to_owned(),
            length: file.length,
            sha256: file.hash.to_vec(),
            taken_out,
            caption: caption.clone(),
            name: name.clone(),
            added_ms: *added_ms,
        }
    }
}

impl DiaryEntry {
    pub(crate) fn of(entry: &Entry, kinds: &Kinds) -> Self {
        Self {
            id: entry.id.to_string(),
            said: Said::of(&entry.content, kinds),
            amended: entry.amended,
            pair: entry.pair,
            retracted: entry.retracted,
            objections: entry.objections.iter().map(ObjectionBeside::of).collect(),
            attachments: entry.attachments.iter().map(MediaFile::of).collect(),
        }
    }
}

impl EntryVersion {
    pub(crate) fn of(version: &Version, kinds: &Kinds) -> Self {
        Self {
            change: version.change.name().to_owned(),
            at_ms: version.at_ms,
            zone: version.zone.clone(),
            author: person_of(&version.author),
            reason: version.reason.clone(),
            said: Said::of(&version.content, kinds),
        }
    }
}

pub(crate) fn person_of(author: &Author) -> Option<String> {
    author.person.map(|person| person.to_string())
}
