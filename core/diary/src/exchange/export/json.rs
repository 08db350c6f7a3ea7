//! JSON: one object, one entry a line.

use std::io::{self, BufWriter, Write};

use serde::Serialize;

use super::samples::Samples;
use super::view::{Attached, Objected, Said, Text};
use super::{EntryWithHistory, ExportError, Exported, PersonExport};
use crate::diary::{Attachment, Diary, DiaryError, Entry, Kinds, Stretch, Version};
use crate::id::{EntryId, OperationId, PersonId};
use crate::journal::Role;
use crate::time::Instant;

/// What the file calls itself, with the version of its form.
const FORMAT: &str = "health-diary/export";
const VERSION: u16 = 1;

#[derive(Debug, Serialize)]
struct EntryObject<'a> {
    entry: EntryId,
    #[serde(flatten)]
    said: Said<'a>,
    amended: bool,
    pair: bool,
    attachments: Vec<Attached<'a>>,
    retracted: bool,
    objections: Vec<Objected<'a>>,
    history: Vec<VersionObject<'a>>,
    /// Where they were asked for, and the kind has some.
    #[serde(skip_serializing_if = "Option::is_none")]
    samples: Option<Vec<Samples<'a>>>,
}

#[derive(Debug, Serialize)]
struct VersionObject<'a> {
    operation: OperationId,
    /// Milliseconds may lie outside the years that an [`Instant`] has; then the text is empty and the number is not.
    recorded_at: Option<Text<Instant>>,
    recorded_at_ms: i64,
    recorded_zone: &'a str,
    role: &'static str,
    author: Option<PersonId>,
    reason: Option<&'a str>,
    change: &'static str,
    said: Said<'a>,
}

/// Writes whole diaries as one JSON object in UTF-8 (RFC 8259), members always in the same order.
///
/// `exported_at` is the caller's clock. `out` is buffered here and flushed at the end.
///
/// # Errors
/// [`ExportError::Diary`] from the entries, [`ExportError::Write`] from `out`; what was written is then no whole JSON.
pub fn json<'a>(
    people: impl IntoIterator<Item = PersonExport<'a>>,
    exported_at: Instant,
    out: &mut dyn Write,
) -> Result<Exported, ExportError> {
    let mut out = BufWriter::new(out);
    let mut exported = Exported::default();
    write!(
        out,
        "{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"exported_at\":\"{exported_at}\",\"people\":["
    )?;
    for person in people {
        separate(&mut out, exported.people)?;
        exported.people += 1;
        out.write_all(b"{\"person\":")?;
        object(&mut out, &person.person)?;
        out.write_all(b",\"name\":")?;
        object(&mut out, person.name)?;
        out.write_all(b",\"entries\":[")?;
        for (at, entry) in (0_u64..).zip(person.entries) {
            separate(&mut out, at)?;
            exported.entries += 1;
            let entry = entry?;
            let stretches = person.samples.map(|diary| stretches(diary, &entry.0)).transpose()?.flatten();
            object(&mut out, &EntryObject::of(&entry, &person.kinds, stretches.as_deref()))?;
        }
        out.write_all(b"\n]}")?;
    }
    out.write_all(b"\n]}\n")?;
    out.flush()?;
    Ok(exported)
}

/// One entry with its history as it stands in an export, for whoever shows single entries as JSON.
pub fn entry_view<'a>(entry: &'a EntryWithHistory, kinds: &'a Kinds) -> impl Serialize + 'a {
    EntryObject::of(entry, kinds, None)
}

/// A media file of an entry as it stands in an export.
pub fn attachment_view(attachment: &Attachment) -> impl Serialize + '_ {
    Attached::from(attachment)
}

/// The samples of an entry; none of a kind that has none.
fn stretches(diary: &Diary, entry: &Entry) -> Result<Option<Vec<Stretch>>, DiaryError> {
    let samples = entry.content.described().and_then(|kind| kind.samples);
    samples.map(|_| diary.samples(entry.id)).transpose()
}

/// Begins the next line, after a comma where one came before.
fn separate(out: &mut impl Write, before: u64) -> io::Result<()> {
    out.write_all(if before == 0 { b"\n" } else { b",\n" })
}

fn object(out: &mut impl Write, value: &(impl Serialize + ?Sized)) -> Result<(), ExportError> {
    serde_json::to_writer(out, value).map_err(|error| unwritten(&error))
}

/// A value as JSON text, for a cell of the other form.
pub(super) fn text(value: &impl Serialize) -> Result<String, ExportError> {
    serde_json::to_string(value).map_err(|error| unwritten(&error))
}

fn unwritten(error: &serde_json::Error) -> ExportError {
    ExportError::Write(error.io_error_kind().unwrap_or(io::ErrorKind::InvalidData))
}

impl<'a> EntryObject<'a> {
    fn of(
        (entry, history): &'a EntryWithHistory,
        kinds: &'a Kinds,
        stretches: Option<&'a [Stretch]>,
    ) -> Self {
        let samples = entry.content.described().and_then(|kind| kind.samples);
        Self {
            entry: entry.id,
            said: Said::of(&entry.content, kinds),
            amended: entry.amended,
            pair: entry.pair,
            attachments: entry.attachments.iter().map(Attached::from).collect(),
            retracted: entry.retracted,
            objections: entry.objections.iter().map(Objected::from).collect(),
            history: history.iter().map(|version| VersionObject::of(version, kinds)).collect(),
            samples: samples.zip(stretches).map(|(samples, stretches)| {
                stretches.iter().map(|stretch| Samples::of(stretch, samples)).collect()
            }),
        }
    }
}

impl<'a> VersionObject<'a> {
    fn of(version: &'a Version, kinds: &'a Kinds) -> Self {
        Self {
            operation: version.operation,
            recorded_at: Instant::from_millis(version.at_ms).ok().map(Text),
            recorded_at_ms: version.at_ms,
            recorded_zone: &version.zone,
            role: match version.author.role {
                Role::Household => "household",
                Role::Device => "device",
                Role::Program => "program",
            },
            author: version.author.person,
            reason: version.reason.as_deref(),
            change: version.change.name(),
            said: Said::of(&version.content, kinds),
        }
    }
}
