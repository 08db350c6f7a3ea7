//! `diary head`: where every chain stands, for paper or a file elsewhere; and comparing with it later.

use std::path::Path;

use data_encoding::HEXLOWER;
use diary_core::household::{FileHead, HeadCheck, Household, Person};
use diary_core::id::{FileId, PersonId};
use diary_core::journal::{NotedHead, Proof, STEP, WriterId};
use diary_core::store::FileKind;
use serde_json::{Value, json};

use super::{home, verify};
use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::report::Report;
use crate::terminal::Console;

/// What a file of heads says that it is.
const FORMAT: &str = "health-diary/heads";
const VERSION: u64 = 1;
/// More bytes than any file of heads has.
const LARGEST: u64 = 64 << 20;

pub(super) fn run(options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let (heads, locked) = home.household.file_heads()?;
        let people = home.household.people()?;
        let mut lines = Vec::new();
        for one in &heads {
            lines.push(format!("{}, {} changes:", name(one, &people), one.head.number));
            lines.push(format!("  {}", one.head.noted()));
        }
        lines.extend(locked.iter().map(|file| verify::locked_line(*file, &people)));
        lines.push(
            "Write them down with today's date, or keep what --json gives, where nobody who has this diary reaches it.\n\
             Later: diary verify --head \"…\" proves that nothing up to it changed."
                .to_owned(),
        );
        let json = json!({
            "format": FORMAT,
            "version": VERSION,
            "household": home.household.id().to_string(),
            "at_ms": home.clock.now().wall_ms,
            "heads": heads.iter().map(as_json).collect::<Vec<_>>(),
            "locked": locked.iter().copied().map(verify::locked_json).collect::<Vec<_>>(),
        });
        Ok(Report::new(lines.join("\n"), json))
    })
}

fn name(one: &FileHead, people: &[Person]) -> String {
    verify::name(one.kind, one.person, one.sealed, people)
}

fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

fn as_json(one: &FileHead) -> Value {
    let head = &one.head;
    json!({
        "of": verify::file_word(one.kind, one.sealed),
        "person": one.person.map(|person| person.to_string()),
        "file": head.file.to_string(),
        "writer": hex(head.writer.as_bytes()),
        "public_key": hex(&head.public_key),
        "number": head.number,
        "hash": hex(&head.hash),
        "signature": hex(&head.signature),
        "steps": hex(head.steps.as_flattened()),
        "paper": head.noted().to_string(),
    })
}

/// The heads that a person gives: a file of them, or one as it stands on paper.
///
/// # Errors
/// [`CliError::BadHead`]; [`CliError::NoHeads`] where a file has none.
pub(super) fn given(text: &str) -> Result<Vec<NotedHead>, CliError> {
    let path = Path::new(text);
    let Ok(about) = path.metadata() else { return Ok(vec![text.parse()?]) };
    if about.len() > LARGEST {
        return Err(CliError::NoHeads);
    }
    let bytes = std::fs::read(path).map_err(|_| CliError::NoHeads)?;
    let json: Value = serde_json::from_slice(&bytes).map_err(|_| CliError::NoHeads)?;
    read(&json).filter(|heads| !heads.is_empty()).ok_or(CliError::NoHeads)
}

fn read(json: &Value) -> Option<Vec<NotedHead>> {
    if json.get("format")?.as_str()? != FORMAT || json.get("version")?.as_u64()? != VERSION {
        return None;
    }
    let heads = json.get("heads")?.as_array()?.iter().map(|head| {
        let text = |name| head.get(name).and_then(Value::as_str);
        let hex_of = |name| HEXLOWER.decode(text(name)?.as_bytes()).ok();
        let file: FileId = text("file")?.parse().ok()?;
        let writer = WriterId::from_bytes(hex_of("writer")?.try_into().ok()?);
        let hash = hex_of("hash")?.try_into().ok()?;
        let steps = hex_of("steps")?;
        let steps = steps.chunks(STEP).map(|step| step.try_into().ok()).collect::<Option<_>>()?;
        Some(NotedHead::new(file, writer, head.get("number")?.as_u64()?, hash, steps))
    });
    heads.collect()
}

/// Compares heads that were noted elsewhere; whether each is proven, with a line and an object for each.
pub(super) fn compare(
    household: &Household,
    noted: &[NotedHead],
    people: &[Person],
) -> Result<Vec<(bool, String, Value)>, CliError> {
    noted.iter().map(|noted| Ok(compared(noted, &household.check_head(noted)?, people))).collect()
}

fn compared(noted: &NotedHead, check: &HeadCheck, people: &[Person]) -> (bool, String, Value) {
    let (noted_number, mut ok) = (noted.number(), false);
    let (word, text, number) = match check.proof {
        None if check.kind.is_none() => ("no-such-file", "this household has no such file".to_owned(), None),
        None => ("locked", "has a lock of its own that is shut; not compared".to_owned(), None),
        Some(Proof::Kept { since }) => {
            ok = true;
            let text = format!("nothing up to change {noted_number} was altered; {since} came since");
            ("kept", text, None)
        }
        Some(Proof::Differs { number, first: true }) => {
            let text = format!("change {number} is the first that is not what it was");
            ("differs", text, Some(number))
        }
        Some(Proof::Differs { number, first: false }) => {
            let text =
                format!("something up to change {number} is not what it was; a file of heads tells which");
            ("differs", text, Some(number))
        }
        Some(Proof::Shortened { number }) => {
            let text = format!(
                "the chain was shortened: it had {noted_number} changes when the head was noted, and has {number} now"
            );
            ("shortened", text, Some(number))
        }
    };
    let kind: Option<FileKind> = check.kind;
    let name =
        kind.map_or_else(|| "Head".to_owned(), |kind| verify::name(kind, check.person, check.sealed, people));
    let person: Option<PersonId> = check.person;
    let json = json!({
        "file": kind.map(|kind| verify::file_word(kind, check.sealed)),
        "person": person.map(|person| person.to_string()),
        "noted": noted_number,
        "outcome": word,
        "number": number,
    });
    (ok, format!("{name}, head of change {noted_number}: {text}"), json)
}
