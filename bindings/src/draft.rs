//! From what an app hands in to what the diary stores.

use diary_core::diary::kind::{Kind, OWN};
use diary_core::diary::{
    Clinician, Content, Description, Doubt, DoubtedPart, Kinds, Source, Tags, doubts_in, parse_value,
};
use diary_core::time::{CivilTime, Evidence, Moment, Occurrence};
use diary_host::zones;

use crate::error::DiaryError;
use crate::moment::{Here, SaidMoment};
use crate::quiet::says_nothing;

/// An entry to write down.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct EntryDraft {
    /// The name of its kind, as [`kinds`](crate::kinds) has it; `own` for one that the person defined.
    pub kind: String,
    /// The id of the kind that the person defined.
    #[uniffi(default = None)]
    pub own_kind: Option<String>,
    /// When it was.
    pub moment: SaidMoment,
    /// Its values.
    pub values: Vec<DraftValue>,
    /// A person's words beside the values.
    #[uniffi(default = None)]
    pub note: Option<String>,
    /// Short words to find it by.
    #[uniffi(default = [])]
    pub tags: Vec<String>,
    /// Who wrote it, where it is a clinician's and not the person's own.
    #[uniffi(default = None)]
    pub clinician: Option<ClinicianNamed>,
}

/// One value of an entry to write down, as text, so that digits stay as they were typed.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct DraftValue {
    /// The name of the field, as [`kinds`](crate::kinds) has it.
    pub field: String,
    /// Digits with a decimal point (`5.6`), words, the name of a choice or several with commas, a civil time in the entry's
    /// zone, or the id of an entry: what the field's shape says.
    pub text: String,
    /// The unit, as [`kinds`](crate::kinds) has it; the first one where left out.
    #[uniffi(default = None)]
    pub unit: Option<String>,
}

/// Who wrote what the diary only keeps.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct ClinicianNamed {
    /// Their name.
    pub name: String,
    /// Practice, clinic or laboratory.
    #[uniffi(default = None)]
    pub organisation: Option<String>,
}

/// What a correction changes; what it leaves out stays.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct EntryChange {
    /// Another moment.
    #[uniffi(default = None)]
    pub moment: Option<SaidMoment>,
    /// Values in place of those that were there.
    #[uniffi(default = [])]
    pub values: Vec<DraftValue>,
    /// Names of fields that say nothing any more.
    #[uniffi(default = [])]
    pub without: Vec<String>,
    /// Other words beside the values; empty for none.
    #[uniffi(default = None)]
    pub note: Option<String>,
    /// Other tags, all of them.
    #[uniffi(default = None)]
    pub tags: Option<Vec<String>>,
}

/// What is odd about an entry before it is stored.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct DraftDoubt {
    /// What, a stable word: `impossible`, `unusual`, `future`, `swapped`, `missing` and the like.
    pub what: String,
    /// The name of the field it is about, as a draft has it (`systolic`); `note`, `clinician` or `organisation` where it is about
    /// that.
    pub field: Option<String>,
    /// Whether it cannot be stored at all; otherwise it can, confirmed.
    pub refuses: bool,
    /// The smallest value that raises no such doubt.
    pub lowest: Option<String>,
    /// The largest.
    pub highest: Option<String>,
    /// The unit of both.
    pub unit: Option<String>,
}

says_nothing!(EntryDraft, DraftValue, ClinicianNamed, EntryChange, DraftDoubt);

impl EntryDraft {
    pub(crate) fn read(&self, kinds: &Kinds, here: &Here<'_>) -> Result<Content, DiaryError> {
        let own = self.own_kind.as_ref().map(|id| id.parse()).transpose()?;
        let kind = match own {
            None => Kind::by_name(&self.kind).filter(|kind| kind.number != OWN.number),
            Some(_) => Some(&OWN).filter(|own| own.name == self.kind),
        };
        let kind =
            kind.ok_or_else(|| DiaryError::invalid("there is no such kind of entry; list the kinds"))?;
        let source = self.clinician.as_ref().map_or(Source::Typed, |by| {
            Source::Clinician(Clinician { name: by.name.clone(), organisation: by.organisation.clone() })
        });
        let mut content = Content::new(kind.number, self.moment.read(here)?, source);
        content.defined = own;
        content.note.clone_from(&self.note);
        content.tags = Tags::new(self.tags.iter().map(String::as_str))?;
        let kind = described(&content, kinds)?;
        set(&mut content, &kind, &self.values)?;
        Ok(content)
    }
}

impl EntryChange {
    pub(crate) fn apply(&self, now: &Content, kinds: &Kinds, here: &Here<'_>) -> Result<Content, DiaryError> {
        let mut content = now.clone();
        if let Some(moment) = &self.moment {
            content.moment = moment.read(here)?;
        }
        if let Some(note) = &self.note {
            content.note = Some(note.clone()).filter(|note| !note.is_empty());
        }
        if let Some(tags) = &self.tags {
            content.tags = Tags::new(tags.iter().map(String::as_str))?;
        }
        let kind = described(now, kinds)?;
        for name in &self.without {
            let number = field(&kind, name)?.number;
            content.values.retain(|value| value.field != number);
        }
        set(&mut content, &kind, &self.values)?;
        Ok(content)
    }
}

/// What is odd about what an entry would say.
pub(crate) fn doubts(content: &Content, kinds: &Kinds) -> Result<Vec<DraftDoubt>, DiaryError> {
    let kind = described(content, kinds)?;
    let found = doubts_in(content, &kind).into_iter();
    Ok(found.map(|(doubt, part)| DraftDoubt::of(doubt, part, &kind)).collect())
}

fn described<'a>(content: &Content, kinds: &'a Kinds) -> Result<Description<'a>, DiaryError> {
    kinds.describe(content).ok_or_else(|| DiaryError::invalid("the kind of this entry is not known here"))
}

fn field<'d>(kind: &'d Description<'_>, name: &str) -> Result<&'d diary_core::diary::Field<'d>, DiaryError> {
    let found = kind.fields.iter().find(|field| field.name == name);
    found.ok_or_else(|| DiaryError::invalid("this kind of entry has no such field; list the kinds"))
}

fn set(content: &mut Content, kind: &Description<'_>, values: &[DraftValue]) -> Result<(), DiaryError> {
    let moment = content.moment.clone();
    let time = |text: &str| {
        let zone = moment.zone().map_or("UTC", |zone| zone.as_str());
        let (civil, precision) = CivilTime::parse(text)?;
        let evidence = if moment.zone().is_some() { moment.evidence() } else { Evidence::Unknown };
        Ok(Moment::typed(civil, &zones().find(zone)?, evidence, Occurrence::First)?.with_precision(precision))
    };
    for value in values {
        let field = field(kind, &value.field)?;
        let text = match &value.unit {
            Some(unit) => format!("{} {unit}", value.text),
            None => value.text.clone(),
        };
        content.set(field.number, parse_value(field, &text, &time)?);
    }
    Ok(())
}

impl DraftDoubt {
    fn of(doubt: Doubt, part: Option<DoubtedPart>, kind: &Description<'_>) -> Self {
        let limits = doubt.limits();
        let field = part.and_then(|part| match part {
            DoubtedPart::Field(number) => kind.field(number).map(|field| field.name),
            DoubtedPart::Note => Some("note"),
            DoubtedPart::Clinician => Some("clinician"),
            DoubtedPart::Organisation => Some("organisation"),
        });
        Self {
            what: doubt.name().to_owned(),
            field: field.map(str::to_owned),
            refuses: doubt.refuses(),
            lowest: limits.map(|(lowest, ..)| lowest.to_string()),
            highest: limits.map(|(_, highest, _)| highest.to_string()),
            unit: limits.map(|(_, _, unit)| unit.to_owned()),
        }
    }
}
