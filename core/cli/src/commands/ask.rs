//! `diary search`, `diary latest` and the pages of `diary list`.

use diary_core::diary::{
    Cursor, Diary, Entry, Kind, Kinds, LARGEST_PAGE, Order, Question, Tags, Words, kind,
};
use diary_core::time::{CivilDate, DayStart};
use serde_json::{Value, json};

use super::own::{self, Which};
use super::{home, list, people};
use crate::args::{GlobalArgs, LatestArgs, PageArgs, SearchArgs};
use crate::error::CliError;
use crate::pick::PickError;
use crate::report::Report;
use crate::terminal::{Console, Look, Role, shown};
use crate::{day, table, words};

/// How many entries a search shows at once.
const FOUND_AT_ONCE: u16 = 20;
/// How many entries a page of a list by day has.
const BY_DAY_AT_ONCE: u16 = 100;
/// The most letters of a cell.
const WIDEST: usize = 60;

/// Days from one to another, where they are said.
pub(super) type Days = (Option<CivilDate>, Option<CivilDate>);

/// Days as they were typed.
///
/// # Errors
/// [`CliError::Time`], [`CliError::DaysReversed`].
pub(super) fn days(from: Option<&str>, to: Option<&str>) -> Result<Days, CliError> {
    let date = |text: Option<&str>| text.map(str::parse::<CivilDate>).transpose();
    match (date(from)?, date(to)?) {
        (Some(first), Some(last)) if first > last => Err(CliError::DaysReversed),
        days => Ok(days),
    }
}

/// The kind that a name means.
///
/// # Errors
/// [`PickError::None`] with the names that there are.
pub(super) fn kind(name: &str) -> Result<&'static Kind, CliError> {
    let names = || kind::ALL.iter().map(|kind| kind.name.to_owned()).collect();
    Ok(Kind::by_name(name).ok_or_else(|| PickError::None { what: "kind of entry", names: names() })?)
}

/// Some entries that were asked for: which, from where on, how many.
pub(super) struct Asked {
    question: Question,
    after: Option<Cursor>,
    at_most: usize,
    /// Page after page until there is no more.
    all: bool,
    by_day: bool,
}

impl Asked {
    /// Entries as the command line asks for them, page by page.
    ///
    /// # Errors
    /// What does not name a kind, a tag or a place.
    pub(super) fn new(page: &PageArgs, days: Days, at_most: u16) -> Result<Self, CliError> {
        let tags = Tags::new(page.tag.as_deref())?;
        let question = Question {
            from: days.0,
            to: days.1,
            kind: page.kind.as_deref().map(kind).transpose()?.map(|kind| kind.number),
            tag: tags.iter().next().map(str::to_owned),
            words: None,
            retracted: false,
            order: Order::NewestFirst,
        };
        let after = page.page.as_deref().map(str::parse).transpose()?;
        let at_most = page.at_most.unwrap_or(at_most).into();
        Ok(Self { question, after, at_most, all: false, by_day: false })
    }

    /// As [`Asked::new`], for the entries as a list by day has them: all of them, where nobody said how many.
    ///
    /// # Errors
    /// As [`Asked::new`].
    pub(super) fn by_day(page: &PageArgs, days: Days) -> Result<Self, CliError> {
        let all = page.at_most.is_none() && page.page.is_none();
        Ok(Self { by_day: true, all, ..Self::new(page, days, BY_DAY_AT_ONCE)? })
    }

    /// The same, with what was taken back where that is wanted.
    pub(super) fn with_retracted(mut self, retracted: bool) -> Self {
        self.question.retracted = retracted;
        self
    }

    /// The entries, and where the next page begins.
    pub(super) fn of(&self, diary: &Diary) -> Result<(Vec<Entry>, Option<Cursor>), CliError> {
        let mut page = diary.page(&self.question, self.after, self.at_most)?;
        while let (true, Some(next)) = (self.all, page.next) {
            let more = diary.page(&self.question, Some(next), LARGEST_PAGE)?;
            page.entries.extend(more.entries);
            page.next = more.next;
        }
        if self.by_day {
            // The newest are chosen; a day is read in the order of time.
            page.entries.reverse();
        }
        Ok((page.entries, page.next))
    }
}

/// A place belongs to one diary.
///
/// # Errors
/// [`PickError::Which`] where several are open.
pub(super) fn one_diary(page: &PageArgs, open: usize) -> Result<(), CliError> {
    if page.page.is_some() && open > 1 {
        return Err(PickError::Which { what: "person", names: Vec::new() }.into());
    }
    Ok(())
}

/// How to see what comes before the entries that are shown.
pub(super) fn more(next: Cursor, look: Look) -> String {
    look.paint(Role::Secondary, &format!("There are earlier ones: the same with --page {next}"))
}

pub(super) fn search(args: &SearchArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    let days = days(args.days.from.as_deref(), args.days.to.as_deref())?;
    let mut asked = Asked::new(&args.page, days, FOUND_AT_ONCE)?;
    let words = Words::parse(&args.words.join(" "))?;
    asked.question.words = Some(if args.history { words.in_history_too() } else { words });
    home::with(options, console, |home| {
        home.hand_on_received(console);
        let which = Which::of(args.whose.sealed);
        let (open, shut) = own::files(home, args.whose.person.as_deref(), which, console)?;
        one_diary(&args.page, open.len())?;
        let (mut blocks, mut objects) = (Vec::new(), Vec::new());
        for (person, diary) in open {
            let (entries, next) = asked.of(&diary)?;
            let mut block = console.look.paint(Role::Heading, &shown(&which.title(&person)));
            block.push('\n');
            block.push_str(&if entries.is_empty() {
                "Nothing found.".to_owned()
            } else {
                lines(&entries, &diary.kinds()?, console.look)
            });
            if let Some(next) = next {
                block = format!("{block}\n{}", more(next, console.look));
            }
            blocks.push(block);
            objects.push(page_json(which.as_json(&person), &entries, &diary.kinds()?, next)?);
        }
        blocks.extend(shut.iter().map(|person| own::shut_line(person, which)));
        objects.extend(shut.iter().map(|person| own::shut_json(person, which)));
        let text = if blocks.is_empty() { people::NOBODY.to_owned() } else { blocks.join("\n\n") };
        Ok(Report::new(text, json!({ "people": objects })))
    })
}

pub(super) fn latest(args: &LatestArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        home.hand_on_received(console);
        let which = Which::of(args.whose.sealed);
        let (open, shut) = own::files(home, args.whose.person.as_deref(), which, console)?;
        let (mut blocks, mut objects) = (Vec::new(), Vec::new());
        for (person, diary) in open {
            let entries = diary.latest_of_each()?;
            let heading = console.look.paint(Role::Heading, &shown(&which.title(&person)));
            let text = if entries.is_empty() {
                "No entries.".to_owned()
            } else {
                lines(&entries, &diary.kinds()?, console.look)
            };
            blocks.push(format!("{heading}\n{text}"));
            objects.push(page_json(which.as_json(&person), &entries, &diary.kinds()?, None)?);
        }
        blocks.extend(shut.iter().map(|person| own::shut_line(person, which)));
        objects.extend(shut.iter().map(|person| own::shut_json(person, which)));
        let text = if blocks.is_empty() { people::NOBODY.to_owned() } else { blocks.join("\n\n") };
        Ok(Report::new(text, json!({ "people": objects })))
    })
}

/// A line an entry, with its day.
fn lines(entries: &[Entry], known: &Kinds, look: Look) -> String {
    let rows = entries.iter().map(|entry| {
        let moment = &entry.content.moment;
        let when = moment.diary_day(DayStart::MIDNIGHT).map_or_else(
            || "day not known".to_owned(),
            |day| format!("{day} {}", words::clock(moment)).trim_end().to_owned(),
        );
        let kind = known.describe(&entry.content).map_or_else(String::new, |kind| shown(kind.words));
        let remarks = words::remarks(entry).join("; ");
        vec![
            when,
            kind,
            short(&words::reading(&entry.content, known)),
            short(&remarks),
            day::short_id(entry.id),
        ]
    });
    table::table(look, &["When", "Kind", "Entry", "Remarks", "Id"], rows)
}

/// The beginning of a text, so that a line stays a line.
fn short(text: &str) -> String {
    if text.chars().count() <= WIDEST {
        return text.to_owned();
    }
    text.chars().take(WIDEST - 3).chain("...".chars()).collect()
}

/// A person's object with entries and the place where the next page begins.
fn page_json(
    mut person: Value,
    entries: &[Entry],
    known: &Kinds,
    next: Option<Cursor>,
) -> Result<Value, CliError> {
    let mut objects = Vec::with_capacity(entries.len());
    for entry in entries {
        objects.push(list::plain_json(entry, known)?);
    }
    if let Value::Object(person) = &mut person {
        person.insert("entries".to_owned(), objects.into());
        person.insert("next".to_owned(), next.map(|next| next.to_string()).into());
    }
    Ok(person)
}
