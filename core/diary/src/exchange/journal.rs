//! The chains of diaries as JSON lines, with everything by which somebody else can check them; and the way back.
//!
//! [`write`](write()) gives a diary's operations as they lie in its file: frames, parts with their salts, heads with signatures.
//! [`Exported`] reads that again and checks it like any other copy. Every member is described in `core/docs/exchange.md`.

use std::fmt;
use std::io::{self, BufRead, Read as _, Write};

use data_encoding::{BASE64, HEXLOWER};
use serde_json::{Map, Value, json};

use super::export::ExportError;
use crate::diary::{Diary, DiaryError, Emptied, OtherCopy, United};
use crate::error::ErrorKind;
use crate::id::{FileId, OperationId};
use crate::journal::{Chain, JournalError, Stored};
use crate::store::StoreError;

const FORMAT: &str = "health-diary/journal";
const VERSION: u64 = 1;
/// More bytes than any line has: the parts of the longest operation, in base64.
const LONGEST_LINE: u64 = 64 << 20;

impl From<StoreError> for ExportError {
    fn from(error: StoreError) -> Self {
        Self::Diary(error.into())
    }
}

/// Why an exported journal was not taken in; the diary is unchanged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The diary refused it, or could not be read.
    #[error(transparent)]
    Diary(#[from] DiaryError),
    /// It could not be read.
    #[error("the exported journal could not be read ({0}); nothing was taken in")]
    Read(io::ErrorKind),
    /// A line is none of such a journal.
    #[error("line {0} of the exported journal is not as it was written; nothing was taken in")]
    Line(u64),
    /// It ends too early.
    #[error("the exported journal ends too early, or is none; nothing was taken in")]
    CutShort,
}

/// Writes every chain of a diary; gives how many operations there are.
///
/// # Errors
/// [`ExportError`]; what was written until then is incomplete.
pub fn write(diary: &Diary, out: &mut dyn Write) -> Result<u64, ExportError> {
    let mut operations = 0;
    // Both write, one after the other.
    let out = std::cell::RefCell::new(out);
    let line = |value: &Value| writeln!(out.borrow_mut(), "{value}").map_err(ExportError::from);
    diary.hand_out::<ExportError>(
        |copy| {
            line(&json!({
                "format": FORMAT,
                "version": VERSION,
                "file": copy.file.to_string(),
                "person": diary.person().to_string(),
                "heads": copy.heads.iter().map(head).collect::<Vec<_>>(),
                "emptied": copy.emptied.iter().map(emptied).collect::<Vec<_>>(),
            }))
        },
        |stored| {
            operations += 1;
            line(&operation(stored))
        },
    )?;
    line(&json!({ "operations": operations }))?;
    out.borrow_mut().flush()?;
    Ok(operations)
}

fn head(chain: &Chain) -> Value {
    json!({
        "public_key": HEXLOWER.encode(&chain.public_key),
        "number": chain.number,
        "hash": HEXLOWER.encode(&chain.hash),
        "signature": HEXLOWER.encode(&chain.signature),
    })
}

fn emptied(note: &Emptied) -> Value {
    json!({
        "operation": note.operation.to_string(),
        "entry": note.entry.to_string(),
        "media": note.media.map(|media| media.to_string()),
    })
}

fn operation(stored: &Stored) -> Value {
    let part = |part: &Option<Vec<u8>>| part.as_deref().map(|bytes| BASE64.encode(bytes));
    json!({
        "frame": BASE64.encode(&stored.frame),
        "header": part(&stored.header),
        "body": part(&stored.body),
        "reason": part(&stored.reason),
        "raw": part(&stored.raw),
    })
}

/// An exported journal of which the first line was read.
pub struct Exported<'i> {
    copy: OtherCopy,
    lines: Lines<'i>,
}

impl fmt::Debug for Exported<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exported").field("file", &self.copy.file).finish_non_exhaustive()
    }
}

impl<'i> Exported<'i> {
    /// Reads the first line.
    ///
    /// Whoever made it need not have a secret of the household. So it brings nothing of writers that the diary does not
    /// know, unless `strangers` says that somebody looked whose they are.
    ///
    /// # Errors
    /// [`ImportError`].
    pub fn begin(input: &'i mut dyn BufRead, strangers: bool) -> Result<Self, ImportError> {
        let mut lines = Lines { input, number: 0 };
        Ok(Self { copy: begin(&mut lines, strangers)?, lines })
    }

    /// Which diary it is of.
    pub fn file(&self) -> FileId {
        self.copy.file
    }

    /// Takes it in up to its last line, as [`Diary::unite`] does another copy.
    ///
    /// # Errors
    /// [`ImportError`]; nothing was taken in then.
    pub fn take_in(mut self, diary: &Diary) -> Result<United, ImportError> {
        let mut failed = None;
        let united = diary.unite_with(&self.copy, |take| {
            feed(&mut self.lines, &self.copy, take).map_err(|error| match error {
                ImportError::Diary(error) => error,
                other => {
                    failed = Some(other);
                    // Rolls everything back; the caller is told the other.
                    JournalError::OtherFile.into()
                }
            })
        });
        failed.map_or_else(|| Ok(united?), Err)
    }
}

fn begin(lines: &mut Lines<'_>, strangers: bool) -> Result<OtherCopy, ImportError> {
    let first = lines.next()?.ok_or(ImportError::CutShort)?;
    let read = || {
        if first.get("format")?.as_str()? != FORMAT || first.get("version")?.as_u64()? != VERSION {
            return None;
        }
        let heads = first.get("heads")?.as_array()?.iter().map(|head| {
            let bytes = |name| HEXLOWER.decode(head.get(name)?.as_str()?.as_bytes()).ok();
            Some(Chain {
                row: 0,
                public_key: bytes("public_key")?.try_into().ok()?,
                number: head.get("number")?.as_u64()?,
                hash: bytes("hash")?.try_into().ok()?,
                signature: bytes("signature")?.try_into().ok()?,
            })
        });
        let emptied = first.get("emptied")?.as_array()?.iter().map(|note| {
            let id = |name| note.get(name)?.as_str()?.parse::<OperationId>().ok();
            let media = match note.get("media")? {
                Value::Null => None,
                media => Some(media.as_str()?.parse().ok()?),
            };
            Some(Emptied { operation: id("operation")?, entry: id("entry")?, media })
        });
        Some(OtherCopy {
            file: first.get("file")?.as_str()?.parse().ok()?,
            heads: heads.collect::<Option<_>>()?,
            emptied: emptied.collect::<Option<_>>()?,
            strangers,
        })
    };
    read().ok_or(ImportError::Line(1))
}

/// Hands on every operation up to the line that says how many there are.
fn feed(
    lines: &mut Lines<'_>,
    copy: &OtherCopy,
    take: &mut dyn FnMut(&Stored) -> Result<(), DiaryError>,
) -> Result<(), ImportError> {
    let mut operations = 0;
    loop {
        let line = lines.next()?.ok_or(ImportError::CutShort)?;
        if let Some(count) = line.get("operations") {
            let whole = count.as_u64() == Some(operations) && copy.heads.is_empty() == (operations == 0);
            return if whole { Ok(()) } else { Err(ImportError::CutShort) };
        }
        operations += 1;
        take(&stored(&line).ok_or(ImportError::Line(lines.number))?)?;
    }
}

fn stored(line: &Map<String, Value>) -> Option<Stored> {
    let part = |name| match line.get(name)? {
        Value::Null => Some(None),
        part => Some(Some(BASE64.decode(part.as_str()?.as_bytes()).ok()?)),
    };
    Some(Stored {
        seq: 0,
        frame: part("frame")??,
        header: part("header")?,
        body: part("body")?,
        reason: part("reason")?,
        raw: part("raw")?,
    })
}

/// Lines that are objects.
struct Lines<'i> {
    input: &'i mut dyn BufRead,
    number: u64,
}

impl Lines<'_> {
    fn next(&mut self) -> Result<Option<Map<String, Value>>, ImportError> {
        self.number += 1;
        let mut bytes = Vec::new();
        let read = (&mut *self.input).take(LONGEST_LINE).read_until(b'\n', &mut bytes);
        if read.map_err(|error| ImportError::Read(error.kind()))? == 0 {
            return Ok(None);
        }
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(line)) => Ok(Some(line)),
            _ => Err(ImportError::Line(self.number)),
        }
    }
}

impl ImportError {
    /// What a program decides by.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Diary(error) => error.kind(),
            Self::Read(kind) => ErrorKind::of_io(*kind),
            Self::Line(_) | Self::CutShort => ErrorKind::Damaged,
        }
    }
}
