//! CSV: one row an entry, columns from the kinds' descriptions.

use std::borrow::Cow;
use std::io::Write;
use std::iter;

use csv::{Terminator, WriterBuilder};

use super::cells::words;
use super::view::{Held, Member, Objected, Remark, Said, Text};
use super::{ExportError, Exported, PersonExport, json, own};
use crate::diary::{Definition, Entry, Kinds, Shape, kind};
use crate::id::PersonId;

/// Columns before those of the fields.
const BEFORE: [&str; 17] = [
    "person",
    "person_name",
    "entry",
    "kind",
    "kind_number",
    "day",
    "instant",
    "earliest",
    "latest",
    "offset",
    "zone",
    "other_zone",
    "civil",
    "evidence",
    "precision",
    "marks",
    "database",
];

/// Columns after those of the fields.
const AFTER: [&str; 18] = [
    "other_values",
    "flags",
    "note",
    "source",
    "device",
    "model",
    "decoder",
    "how",
    "cause",
    "shift_ms",
    "amended",
    "pair",
    "attachments",
    "tags",
    "clinician",
    "clinician_organisation",
    "defined",
    "objections",
];

/// A field that has columns; fields of several kinds that have one name and one shape share them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column<'a> {
    /// The kind, where a person defined it.
    pub(super) own: Option<&'a str>,
    pub(super) name: &'a str,
    pub(super) form: Form,
}

/// What a field's columns can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Four columns: its value, unit, code of the unit, and why there is no value.
    Number,
    /// Two columns: the number, and its unit in a person's words.
    Amount,
    Words,
    /// The choice's name.
    Choice,
    /// The choices' names with a space between.
    Choices,
    /// Two columns: the text for people, and the members of a moment as in JSON.
    Time,
    /// The entry's id.
    Entry,
}

/// The columns of every field of every kind, in the order in which the kinds describe them.
fn columns() -> Vec<Column<'static>> {
    let mut columns = Vec::new();
    for field in kind::ALL.iter().flat_map(|kind| kind.fields) {
        let column = Column { own: None, name: field.name, form: Form::of(field.shape) };
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    columns
}

impl Form {
    pub(super) fn of(shape: Shape<'_>) -> Self {
        match shape {
            Shape::Number { .. } => Self::Number,
            Shape::Amount { .. } => Self::Amount,
            Shape::Text { .. } => Self::Words,
            Shape::Choice(_) => Self::Choice,
            Shape::Choices(_) => Self::Choices,
            Shape::Time => Self::Time,
            Shape::Entry => Self::Entry,
        }
    }
}

impl Column<'_> {
    pub(super) fn header(self) -> Vec<String> {
        let with = |what: &&str| match (self.own, *what) {
            (None, "") => self.name.to_owned(),
            (None, what) => format!("{}_{what}", self.name),
            (Some(kind), "") => format!("own {kind} {}", self.name),
            (Some(kind), what) => format!("own {kind} {} {what}", self.name),
        };
        self.says().iter().map(with).collect()
    }

    /// What each of its columns says, as it stands behind the field's name.
    const fn says(self) -> &'static [&'static str] {
        match self.form {
            Form::Number => &["", "unit", "ucum", "unread"],
            Form::Amount => &["", "unit"],
            Form::Time => &["", "time"],
            Form::Words | Form::Choice | Form::Choices | Form::Entry => &[""],
        }
    }

    /// Whether the columns can hold a value and give it back; `own` is the entry's kind where a person defined it.
    fn fits(self, own: Option<&Definition>, member: &Member<'_>) -> bool {
        let is_of_kind = match (self.own, own) {
            (None, None) => true,
            (Some(name), Some(own)) => own.name == name && own::is_alone(own, self.name),
            _ => false,
        };
        member.field == Some(self.name)
            && is_of_kind
            && match (self.form, &member.held) {
                (Form::Number, Held::Number { ucum, .. }) => ucum.is_some(),
                (Form::Amount, Held::Number { ucum, .. }) => ucum.is_none(),
                (Form::Number, Held::Unread { .. })
                | (Form::Words, Held::Words { .. })
                | (Form::Time, Held::Time { .. })
                | (Form::Entry, Held::Entry { .. }) => true,
                (Form::Choice, Held::Choice(chosen)) => chosen.choice.is_some(),
                (Form::Choices, Held::Choices { choices }) => {
                    !choices.is_empty() && choices.iter().all(|chosen| chosen.choice.is_some())
                }
                _ => false,
            }
    }
}

/// The cells of a value, as many as its column's [`Column::header`] has.
fn cells(held: Held<'_>) -> Result<Vec<Cell<'_>>, ExportError> {
    Ok(match held {
        Held::Number { value, unit, ucum: Some(ucum) } => vec![value.into(), unit.into(), ucum.into(), EMPTY],
        Held::Number { value, unit, ucum: None } => vec![value.into(), words(unit)],
        Held::Unread { unread } => vec![EMPTY, EMPTY, EMPTY, unread.into()],
        Held::Words { text } => vec![words(text)],
        Held::Choice(chosen) => vec![chosen.choice.unwrap_or_default().into()],
        Held::Choices { choices } => {
            let names: Vec<_> = choices.iter().filter_map(|chosen| chosen.choice).collect();
            vec![names.join(" ").into()]
        }
        Held::Time { text, time } => vec![words(&text).into_owned().into(), json::text(&time)?.into()],
        Held::Entry { refers_to } => vec![refers_to.to_string().into()],
    })
}

/// Writes whole diaries as one table in UTF-8 (RFC 4180), header first, one row an entry.
///
/// `out` is buffered here and flushed at the end. Texts that a spreadsheet would run get an apostrophe in front; the
/// rule and the way back stand in `core/docs/exchange.md`.
///
/// # Errors
/// [`ExportError::Diary`] from the entries, [`ExportError::Write`] from `out`; rows may be missing then.
pub fn csv<'a>(
    people: impl IntoIterator<Item = PersonExport<'a>>,
    out: &mut dyn Write,
) -> Result<Exported, ExportError> {
    let apart = |one: PersonExport<'a>| (((one.person, one.name), one.kinds), one.entries);
    let (whose, entries): (Vec<_>, Vec<_>) = people.into_iter().map(apart).unzip();
    let (columns, own) = (columns(), own::columns(whose.iter().map(|(_, kinds)| kinds)));
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    table.write_record(header(&columns, &own)).map_err(unwritten)?;
    let mut exported = Exported::default();
    for ((person, kinds), entries) in whose.iter().zip(entries) {
        exported.people += 1;
        for entry in entries {
            let (entry, _) = entry?;
            let cells = row((&columns, &own), *person, kinds, &entry)?;
            table.write_record(cells.iter().map(|cell| cell.as_bytes())).map_err(unwritten)?;
            exported.entries += 1;
        }
    }
    table.flush()?;
    Ok(exported)
}

fn unwritten(error: csv::Error) -> ExportError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        _ => ExportError::Write(std::io::ErrorKind::InvalidData),
    }
}

fn header(columns: &[Column<'_>], own: &[Column<'_>]) -> Vec<String> {
    let mut header: Vec<String> = BEFORE.map(str::to_owned).into();
    header.extend(columns.iter().flat_map(|column| column.header()));
    header.extend(AFTER.map(str::to_owned));
    header.extend(own.iter().flat_map(|column| column.header()));
    header
}

type Cell<'a> = Cow<'a, str>;
const EMPTY: Cell<'static> = Cow::Borrowed("");

fn shown<'a>(value: Option<&Text<impl std::fmt::Display>>) -> Cell<'a> {
    value.map_or(EMPTY, |Text(value)| value.to_string().into())
}

/// The cells of one entry, as many as [`header`] has.
fn row<'a>(
    (columns, own): (&[Column<'_>], &[Column<'_>]),
    (person, name): (PersonId, &'a str),
    kinds: &'a Kinds,
    entry: &'a Entry,
) -> Result<Vec<Cell<'a>>, ExportError> {
    let Said {
        kind,
        kind_number,
        time,
        mut values,
        flags,
        note,
        source,
        device,
        clinician,
        tags,
        defined,
        ..
    } = Said::of(&entry.content, kinds);
    let optional = |text: Option<&'a str>| text.map_or(EMPTY, words);
    let mut row = vec![
        person.to_string().into(),
        words(name),
        entry.id.to_string().into(),
        kind.unwrap_or_default().into(),
        kind_number.to_string().into(),
        shown(time.day.as_ref()),
        shown(time.instant.as_ref()),
        shown(time.earliest.as_ref()),
        shown(time.latest.as_ref()),
        shown(time.offset.as_ref()),
        optional(time.zone),
        optional(time.other_zone),
        shown(time.civil.as_ref()),
        time.evidence.into(),
        time.precision.into(),
        time.marks.join(" ").into(),
        words(time.database),
    ];
    let of_own = defined.filter(|_| kind_number == kind::OWN.number).and_then(|kind| kinds.get(kind));
    let mut put = |columns: &[Column<'_>], row: &mut Vec<Cell<'a>>| -> Result<(), ExportError> {
        for column in columns {
            match values.iter().position(|member| column.fits(of_own, member)) {
                Some(at) => row.extend(cells(values.remove(at).held)?),
                None => row.extend(iter::repeat_n(EMPTY, column.says().len())),
            }
        }
        Ok(())
    };
    put(columns, &mut row)?;
    let mut row_of_own = Vec::new();
    put(own, &mut row_of_own)?;
    // What no column is for, because a newer program made it, still leaves with the row.
    row.push(if values.is_empty() { EMPTY } else { json::text(&values)?.into() });
    let flag = |remark: &Remark| remark.flag.map_or_else(|| remark.flag_number.to_string(), str::to_owned);
    row.push(flags.iter().map(flag).collect::<Vec<_>>().join(" ").into());
    row.extend([optional(note), source.into()]);
    row.extend(match device {
        Some(device) => [
            device.id.to_string().into(),
            words(device.model),
            device.decoder.to_string().into(),
            words(device.how),
            optional(device.cause),
            device.shift_ms.map_or(EMPTY, |shift| shift.to_string().into()),
        ],
        None => [EMPTY; 6],
    });
    row.extend([entry.amended, entry.pair].map(|is| if is { "true" } else { "false" }.into()));
    let attached = entry.attachments.iter().map(|attachment| attachment.file.id.to_string());
    row.push(attached.collect::<Vec<_>>().join(" ").into());
    row.push(if tags.is_empty() { EMPTY } else { words(&tags.join(" ")).into_owned().into() });
    row.extend(match clinician {
        Some(clinician) => [words(clinician.name), optional(clinician.organisation)],
        None => [EMPTY; 2],
    });
    row.push(defined.map_or(EMPTY, |defined| defined.to_string().into()));
    let objections: Vec<_> = entry.objections.iter().map(Objected::from).collect();
    row.push(if objections.is_empty() { EMPTY } else { json::text(&objections)?.into() });
    row.extend(row_of_own);
    Ok(row)
}
