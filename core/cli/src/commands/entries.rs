//! Writing entries down, correcting them, taking them back, objecting to them, and looking at one.

use std::sync::Arc;

use diary_core::diary::kind::Kind;
use diary_core::diary::{Content, Description, Diary, DiaryError, doubts_as};
use diary_core::household::Person;
use diary_core::id::EntryId;
use diary_core::journal::Author;
use diary_core::time::DayStart;
use serde_json::{Value, json};

use super::home::{self, Home};
use super::own::Which;
use super::{kinds, list, own, people, series};
use crate::args::{AddArgs, AmendArgs, EntryArgs, GlobalArgs, ObjectArgs, StandArgs};
use crate::error::CliError;
use crate::pick::{self, PickError};
use crate::report::Report;
use crate::terminal::{Console, shown};
use crate::{day, typed, words};
use diary_host::SystemClock;

pub(super) fn add(args: &AddArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    let clock = SystemClock::new()?;
    let built_in = Kind::by_name(&args.kind).filter(|kind| kind.typed);
    // What cannot be stored is said before anyone is asked for a passphrase, and before a file is touched.
    let series = series::given(args, built_in.map(Description::from).as_ref())?;
    if let Some(kind) = built_in.map(Description::from).filter(|_| series.is_none()) {
        refuse(&typed::added(args, &kind, &clock)?, &kind, args.confirm)?;
    }
    home::with(options, console, |home| {
        let person = people::chosen(&home.household, args.person.as_deref())?;
        let which = Which::of(args.sealed);
        let diary = own::file(home, &person, which, console)?;
        let known = diary.kinds()?;
        let own = known.named(&args.kind);
        let Some(kind) = built_in.map(Description::from).or_else(|| own.map(Description::from)) else {
            let names = known.own().map(|kind| kind.name.clone());
            return Err(kinds::none(names.collect()));
        };
        let mut content = typed::added(args, &kind, &clock)?;
        content.defined = own.filter(|_| built_in.is_none()).map(|own| own.id);
        let author = home.household.author();
        let entry = if let Some(series) = &series {
            diary.add_series(&content, series, author, args.confirm)?
        } else {
            refuse(&content, &kind, args.confirm)?;
            diary.add(&content, author, args.confirm)?
        };
        if kind.kind.sensitive && !args.sealed && !console.json {
            console.remark("An entry of this kind can be kept under a lock of its own: add --sealed.");
        }
        said("Stored for", (&person, which), &diary, entry)
    })
}

/// What the diary would not take, before it is opened.
fn refuse(content: &Content, kind: &Description<'_>, confirm: bool) -> Result<(), CliError> {
    let first = doubts_as(content, kind).into_iter().find(|doubt| doubt.refuses() || !confirm);
    first.map_or(Ok(()), |doubt| Err(DiaryError::Doubtful(doubt).into()))
}

pub(super) fn amend(args: &AmendArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let which = Which::of(args.sealed);
        let (person, diary, entry) = find(home, args.person.as_deref(), which, &args.entry, console)?;
        let now = diary.entry(entry)?.ok_or(DiaryError::NoSuchEntry)?.content;
        let known = diary.kinds()?;
        let kind = known.describe(&now).ok_or(CliError::UnknownKind)?;
        let content = typed::amended(&now, &kind, args)?;
        diary.amend(entry, &content, &args.reason, home.household.author(), args.confirm)?;
        said("Corrected for", (&person, which), &diary, entry)
    })
}

pub(super) fn stand(
    args: &StandArgs,
    stands: bool,
    options: &GlobalArgs,
    console: Console,
) -> Result<Report, CliError> {
    about(&args.entry, options, console, |diary, entry, author| {
        if stands {
            diary.reinstate(entry, &args.reason, author)?;
            return Ok("Let stand again for");
        }
        diary.retract(entry, &args.reason, author)?;
        Ok("Taken back, and still to be read with `diary show`, for")
    })
}

pub(super) fn object(args: &ObjectArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    about(&args.entry, options, console, |diary, entry, author| {
        diary.object(entry, &args.text, author)?;
        Ok("Objection filed beside it for")
    })
}

/// Does something about one entry, and says what it is now.
fn about(
    args: &EntryArgs,
    options: &GlobalArgs,
    console: Console,
    what: impl FnOnce(&Diary, EntryId, Author) -> Result<&'static str, CliError>,
) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let which = Which::of(args.sealed);
        let (person, diary, entry) = find(home, args.person.as_deref(), which, &args.entry, console)?;
        let done = what(&diary, entry, home.household.author())?;
        said(done, (&person, which), &diary, entry)
    })
}

/// One entry: its fields where `whole`, its history, files and objections.
pub(super) fn show(
    args: &EntryArgs,
    whole: bool,
    options: &GlobalArgs,
    console: Console,
) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        home.hand_on_received(console);
        let which = Which::of(args.sealed);
        let (person, diary, id) = find(home, args.person.as_deref(), which, &args.entry, console)?;
        let known = diary.kinds()?;
        let entry = diary.entry(id)?.ok_or(DiaryError::NoSuchEntry)?;
        let history = diary.history(id)?;
        let mut blocks = Vec::new();
        if whole {
            blocks.push(day::entry(&entry, &known, console.look));
        }
        let stretches = diary.samples(id)?;
        blocks.extend(series::line(&entry.content, &stretches));
        blocks.push(day::history(id, &history, &known, console.look));
        for attached in &entry.attachments {
            let (media, what) = (day::short_id(attached.file.id), words::attachment(attached));
            blocks.push(format!("Media {media}: {what}"));
        }
        let objections = entry.objections.iter();
        blocks.extend(objections.map(|objection| format!("Objection: \"{}\"", shown(&objection.words))));
        let came = diary.came(id)?;
        for came in &came {
            let why = came.reason.as_deref().map_or_else(String::new, |why| format!(": {}", shown(why)));
            blocks.push(format!("Came from another diary, {}{why}", words::instant(came.at_ms)));
        }
        let mut json = which.as_json(&person);
        if let Value::Object(json) = &mut json {
            json.insert("entry".to_owned(), list::entry_json(&(entry, history), &known)?);
            let came = came.iter().map(|came| json!({ "at_ms": came.at_ms, "reason": came.reason }));
            json.insert("came".to_owned(), came.collect());
            let samples: usize = stretches.iter().map(|stretch| stretch.series.len()).sum();
            json.insert("samples".to_owned(), samples.into());
        }
        Ok(Report::new(blocks.join("\n"), json))
    })
}

/// The entry that a text means, in one person's file or in all of them that are not shut; one that was erased is an error.
pub(super) fn find(
    home: &Home,
    person: Option<&str>,
    which: Which,
    text: &str,
    console: Console,
) -> Result<(Person, Arc<Diary>, EntryId), CliError> {
    let found = find_any(home, person, which, text, console)?;
    found.1.history(found.2)?;
    Ok(found)
}

/// How many entries are looked at of one diary, of those that a beginning of an id fits.
const MOST_TO_CHOOSE: u32 = 20;

/// As [`find`], with one that was erased, which only its whole id names.
pub(super) fn find_any(
    home: &Home,
    person: Option<&str>,
    which: Which,
    text: &str,
    console: Console,
) -> Result<(Person, Arc<Diary>, EntryId), CliError> {
    let (diaries, _) = own::files(home, person, which, console)?;
    let mut known = Vec::new();
    for (person, diary) in &diaries {
        if let Ok(id) = text.parse::<EntryId>()
            && diary.entry(id)?.is_some()
        {
            return Ok((person.clone(), Arc::clone(diary), id));
        }
        if let Ok(id) = text.parse::<EntryId>()
            && diary.history(id) == Err(DiaryError::Erased)
        {
            return Ok((person.clone(), Arc::clone(diary), id));
        }
        let beginning = diary.entries_beginning(&text.to_ascii_lowercase(), MOST_TO_CHOOSE)?;
        known.extend(beginning.into_iter().map(|entry| (entry, String::new())));
    }
    let id = pick::by_name_or_id("entry", text, &known)?;
    for (person, diary) in diaries {
        if diary.entry(id)?.is_some() {
            return Ok((person, diary, id));
        }
    }
    Err(PickError::None { what: "entry", names: Vec::new() }.into())
}

/// An entry as it shows now, in one line and as an object.
fn said(
    done: &str,
    (person, which): (&Person, Which),
    diary: &Diary,
    entry: EntryId,
) -> Result<Report, CliError> {
    let now = diary.entry(entry)?.ok_or(DiaryError::NoSuchEntry)?;
    let text = format!(
        "{done} {}: {}, {} (entry {})",
        which.name(person),
        words::reading(&now.content, &diary.kinds()?),
        when(&now.content),
        day::short_id(entry)
    );
    let mut json = which.as_json(person);
    if let Value::Object(json) = &mut json {
        let history = diary.history(entry)?;
        json.insert("entry".to_owned(), list::entry_json(&(now, history), &diary.kinds()?)?);
    }
    Ok(Report::new(text, json))
}

pub(super) fn when(content: &Content) -> String {
    let time = words::time(&content.moment, None);
    match content.moment.diary_day(DayStart::MIDNIGHT) {
        Some(day) => format!("{}, {time}", words::date(day)),
        None => time,
    }
}
