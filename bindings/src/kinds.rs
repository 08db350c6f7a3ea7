//! The kinds of entries: what fields each has, and kinds of one's own.

use diary_core::diary::kind::{ALL, Kind};
use diary_core::diary::{
    BadDefinition, Decimal, Definition, DiaryError as CoreDiary, Field, Holds, NewField, Redefine, Shape,
    Unit,
};

use crate::diary::Diary;
use crate::error::DiaryError;
use crate::guard::guarded;

/// A kind of entry that the program describes.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct KindDescription {
    /// Its name in exports and calls, which never changes.
    pub name: String,
    /// Its fields, in the order in which people read them.
    pub fields: Vec<FieldDescription>,
    /// The remarks that its entries can have, stable words.
    pub remarks: Vec<RemarkDescription>,
    /// Whether people write it down; the others come from devices.
    pub typed: bool,
    /// Whether many would rather keep it under a lock of its own.
    pub sensitive: bool,
    /// Its LOINC code.
    pub loinc: Option<String>,
    /// The highest score, where it is a questionnaire.
    pub highest_score: Option<u32>,
    /// The fields of its samples, where its entries can have samples.
    pub sampled: Vec<FieldDescription>,
}

/// A remark about an entry.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct RemarkDescription {
    /// Its name in exports, which never changes.
    pub name: String,
    /// Whether a value with it stays out of averages.
    pub doubtful: bool,
}

/// A field of a kind.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct FieldDescription {
    /// Its name in exports and calls; of a kind of one's own, the person's.
    pub name: String,
    /// Its number in files and samples.
    pub number: u16,
    /// What it holds.
    pub holds: FieldHolds,
    /// Whether an entry without it makes no sense.
    pub required: bool,
    /// Its LOINC code.
    pub loinc: Option<String>,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum FieldHolds {
    /// A number with one of these units; the first is the one that the limits are in.
    Number {
        /// The units that are taken.
        units: Vec<String>,
        /// The smallest possible value.
        lowest: f64,
        /// The largest.
        highest: f64,
        /// The smallest that raises no question.
        usual_lowest: f64,
        /// The largest.
        usual_highest: f64,
    },
    /// A number in a unit of the person's own words; empty where it has none.
    Amount {
        /// The unit.
        unit: String,
    },
    /// Words.
    Text {
        /// At most so many bytes of UTF-8.
        longest: u64,
    },
    /// One of these.
    Choice {
        /// Their names.
        choices: Vec<String>,
    },
    /// Several of these.
    Choices {
        /// Their names.
        choices: Vec<String>,
    },
    /// A moment of its own.
    Time,
    /// Another entry of the same diary.
    Entry,
}

impl FieldDescription {
    fn of(field: &Field<'_>) -> Self {
        let names = || field.shape.choices().iter().map(|choice| choice.name.to_owned()).collect();
        let holds = match field.shape {
            Shape::Number { units, possible, usual } => FieldHolds::Number {
                units: units.iter().map(|unit| unit.text().to_owned()).collect(),
                lowest: possible.0.approximate(),
                highest: possible.1.approximate(),
                usual_lowest: usual.0.approximate(),
                usual_highest: usual.1.approximate(),
            },
            Shape::Amount { unit } => FieldHolds::Amount { unit: unit.to_owned() },
            Shape::Text { longest } => FieldHolds::Text { longest: longest as u64 },
            Shape::Choice(_) => FieldHolds::Choice { choices: names() },
            Shape::Choices(_) => FieldHolds::Choices { choices: names() },
            Shape::Time => FieldHolds::Time,
            Shape::Entry => FieldHolds::Entry,
        };
        Self {
            name: field.name.to_owned(),
            number: field.number,
            holds,
            required: field.required,
            loinc: field.loinc.map(str::to_owned),
        }
    }
}

impl KindDescription {
    fn of(kind: &Kind) -> Self {
        let remarks = kind.flags.iter();
        Self {
            name: kind.name.to_owned(),
            fields: kind.fields.iter().map(FieldDescription::of).collect(),
            remarks: remarks
                .map(|flag| RemarkDescription { name: flag.name.to_owned(), doubtful: flag.doubtful })
                .collect(),
            typed: kind.typed,
            sensitive: kind.sensitive,
            loinc: kind.loinc.map(str::to_owned),
            highest_score: kind.questionnaire.map(|asked| asked.most),
            sampled: kind
                .samples
                .map(|sample| sample.fields.iter().map(FieldDescription::of).collect())
                .unwrap_or_default(),
        }
    }
}

/// Every kind that the program describes.
///
/// # Errors
/// None that a caller can cause.
#[uniffi::export]
pub fn kinds() -> Result<Vec<KindDescription>, DiaryError> {
    guarded(|| Ok(ALL.iter().map(|kind| KindDescription::of(kind)).collect()))
}

/// A number in another unit, exactly, to so many decimals; none where the units are of two quantities.
///
/// # Errors
/// [`DiaryError::Invalid`] for what is no number or no unit.
#[uniffi::export]
pub fn convert(digits: String, unit: String, to: String, decimals: u8) -> Result<Option<String>, DiaryError> {
    guarded(|| {
        let no_unit = || DiaryError::invalid("there is no such unit");
        let digits: Decimal = digits.parse()?;
        let (from, to) = (Unit::typed(&unit).ok_or_else(no_unit)?, Unit::typed(&to).ok_or_else(no_unit)?);
        Ok(from.convert(digits, to, decimals).map(|digits| digits.to_string()))
    })
}

/// The kind with exactly this name.
pub(crate) fn kind_named(name: &str) -> Result<&'static Kind, DiaryError> {
    let kind = Kind::by_name(name).filter(|kind| kind.name == name);
    kind.ok_or_else(|| DiaryError::invalid("there is no such kind of entry; list the kinds"))
}

/// A kind that the person defined.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct OwnKind {
    /// Its id, which entries carry.
    pub id: String,
    /// The person's name for it.
    pub name: String,
    /// Its fields that are in use.
    pub fields: Vec<FieldDescription>,
    /// Its fields that were retired: old entries have them.
    pub retired: Vec<FieldDescription>,
}

/// What a field of a kind of one's own holds.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum OwnFieldHolds {
    /// A number in a unit that the program knows.
    Number {
        /// The unit, as [`kinds`] has it.
        unit: String,
    },
    /// A number in a unit of the person's own words; empty for a bare number.
    Amount {
        /// The unit.
        unit: String,
    },
    /// Words.
    Text,
    /// Yes or no.
    YesOrNo,
    /// 0 to 10.
    Scale,
}

/// A field for a kind of one's own.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct OwnField {
    /// One short word.
    pub name: String,
    /// What it holds.
    pub holds: OwnFieldHolds,
    /// Whether an entry without it makes no sense.
    #[uniffi(default = false)]
    pub required: bool,
}

/// A change of a kind of one's own.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum OwnKindChange {
    /// Another name for it.
    Rename {
        /// The name.
        name: String,
    },
    /// Another name for a field.
    RenameField {
        /// The field's number.
        number: u16,
        /// The name.
        name: String,
    },
    /// One more field.
    AddField {
        /// The field.
        field: OwnField,
    },
    /// A field that new entries do not have any more.
    RetireField {
        /// The field's number.
        number: u16,
    },
}

crate::quiet::says_nothing!(OwnKind, OwnField, OwnKindChange);

impl OwnKind {
    fn of(definition: &Definition) -> Self {
        let described = definition.described();
        let fields = |retired: bool| {
            let both = described.iter().zip(&definition.fields);
            both.filter(|(_, own)| own.retired == retired)
                .map(|(field, _)| FieldDescription::of(field))
                .collect()
        };
        Self {
            id: definition.id.to_string(),
            name: definition.name.clone(),
            fields: fields(false),
            retired: fields(true),
        }
    }
}

impl OwnField {
    fn read(self) -> Result<NewField, DiaryError> {
        let holds = match self.holds {
            OwnFieldHolds::Number { unit } => {
                Holds::Number(Unit::typed(&unit).ok_or(CoreDiary::Definition(BadDefinition::BadUnit))?)
            }
            OwnFieldHolds::Amount { unit } => Holds::Amount(unit),
            OwnFieldHolds::Text => Holds::Text,
            OwnFieldHolds::YesOrNo => Holds::YesOrNo,
            OwnFieldHolds::Scale => Holds::Scale,
        };
        Ok(NewField { name: self.name, holds, required: self.required })
    }
}

#[uniffi::export]
impl Diary {
    /// The kinds that the person defined, by name.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn own_kinds(&self) -> Result<Vec<OwnKind>, DiaryError> {
        self.with(|_, diary| Ok(diary.kinds()?.own().map(OwnKind::of).collect()))
    }

    /// Defines a kind, with 1 to 16 fields, and gives its id.
    ///
    /// # Errors
    /// [`DiaryError::Invalid`] for a name that is taken, or is none.
    pub fn define_kind(&self, name: String, fields: Vec<OwnField>) -> Result<String, DiaryError> {
        self.with(|core, diary| {
            let fields = fields.into_iter().map(OwnField::read).collect::<Result<Vec<_>, _>>()?;
            Ok(diary.define(&name, &fields, core.author())?.to_string())
        })
    }

    /// Changes a kind that the person defined; entries keep what they say.
    ///
    /// # Errors
    /// As [`Diary::define_kind`].
    pub fn redefine_kind(&self, kind: String, changes: Vec<OwnKindChange>) -> Result<(), DiaryError> {
        self.with(|core, diary| {
            let changes = changes.into_iter().map(|change| {
                Ok(match change {
                    OwnKindChange::Rename { name } => Redefine::Name(name),
                    OwnKindChange::RenameField { number, name } => Redefine::FieldName(number, name),
                    OwnKindChange::AddField { field } => Redefine::Add(field.read()?),
                    OwnKindChange::RetireField { number } => Redefine::Retire(number),
                })
            });
            let changes = changes.collect::<Result<Vec<_>, DiaryError>>()?;
            Ok(diary.redefine(kind.parse()?, &changes, core.author())?)
        })
    }
}
