//! CSV: one row an entry, columns from the kinds' descriptions.

use std::borrow::Cow;
use std::io::Write;

use csv::{Terminator, WriterBuilder};

use super::cells::words;
use super::view::{Held, Member, Remark, Said, Text};
use super::{ExportError, Exported, PersonExport, json};
use crate::diary::{Entry, Shape, kind};
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
const AFTER: [&str; 13] = [
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
];

/// What a field's columns say after its name: its value, unit, code of the unit, and why there is no value.
const OF_A_NUMBER: [&str; 4] = ["", "_unit", "_ucum", "_unread"];

/// A field that has columns; fields of several kinds that have one name and one shape share them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Number(&'static str),
    Words(&'static str),
}

/// The columns of every field of every kind, in the order in which the kinds describe them.
fn columns() -> Vec<Column> {
    let mut columns = Vec::new();
    for field in kind::ALL.iter().flat_map(|kind| kind.fields) {
        let column = match field.shape {
            Shape::Number { .. } => Column::Number(field.name),
            Shape::Text { .. } => Column::Words(field.name),
        };
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    columns
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
    let columns = columns();
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    table.write_record(header(&columns)).map_err(unwritten)?;
    let mut exported = Exported::default();
    for person in people {
        exported.people += 1;
        for entry in person.entries {
            let (entry, _) = entry?;
            let cells = row(&columns, person.person, person.name, &entry)?;
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

fn header(columns: &[Column]) -> Vec<String> {
    let mut header: Vec<String> = BEFORE.map(str::to_owned).into();
    for column in columns {
        match column {
            Column::Number(name) => header.extend(OF_A_NUMBER.map(|what| format!("{name}{what}"))),
            Column::Words(name) => header.push((*name).to_owned()),
        }
    }
    header.extend(AFTER.map(str::to_owned));
    header
}

type Cell<'a> = Cow<'a, str>;
const EMPTY: Cell<'static> = Cow::Borrowed("");

fn shown<'a>(value: Option<&Text<impl std::fmt::Display>>) -> Cell<'a> {
    value.map_or(EMPTY, |Text(value)| value.to_string().into())
}

/// The cells of one entry, as many as [`header`] has.
fn row<'a>(
    columns: &[Column],
    person: PersonId,
    name: &'a str,
    entry: &'a Entry,
) -> Result<Vec<Cell<'a>>, ExportError> {
    let Said { kind, kind_number, time, mut values, flags, note, source, device } =
        Said::from(&entry.content);
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
    for column in columns {
        match *column {
            Column::Number(name) => row.extend(number_cells(take(&mut values, name, false))),
            Column::Words(name) => row.push(match take(&mut values, name, true) {
                Some(Held::Words { text }) => words(text),
                Some(Held::Number { .. } | Held::Unread { .. }) | None => EMPTY,
            }),
        }
    }
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
    Ok(row)
}

/// Takes out the first value of a field that its column can hold.
fn take<'a>(values: &mut Vec<Member<'a>>, field: &str, in_words: bool) -> Option<Held<'a>> {
    let fits = |member: &Member<'_>| {
        member.field == Some(field) && matches!(member.held, Held::Words { .. }) == in_words
    };
    let at = values.iter().position(fits)?;
    Some(values.remove(at).held)
}

/// The cells of a field that holds a number, in the order of [`OF_A_NUMBER`].
fn number_cells<'a>(held: Option<Held<'_>>) -> [Cell<'a>; 4] {
    match held {
        Some(Held::Number { value, unit, ucum }) => [value.into(), unit.into(), ucum.into(), EMPTY],
        Some(Held::Unread { unread }) => [EMPTY, EMPTY, EMPTY, unread.into()],
        Some(Held::Words { .. }) | None => [EMPTY; 4],
    }
}
