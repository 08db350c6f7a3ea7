//! A person's days as people look at them: each a table, below them charts and a sentence.

use std::collections::BTreeMap;
use std::fmt::Display;

use diary_core::diary::{ChangeOfEntry, Entry, Kinds, Source, Version};
use diary_core::id::EntryId;
use diary_core::time::{CivilDate, CivilTime, DayStart, Instant, Moment};

use crate::terminal::{Look, Role, shown};
use crate::{chart, summary, table, words};
use diary_host::zones;

/// How many digits of an entry's id are shown: enough to name it, and any beginning of at least four is taken.
const DIGITS: usize = 8;

/// The entries of one day, in order of time.
#[derive(Debug)]
pub struct Day<'a> {
    /// By the entries' own civil dates; `None` for those whose day is not known.
    pub date: Option<CivilDate>,
    /// The entries.
    pub entries: Vec<&'a Entry>,
}

/// Entries by day, oldest first, those without a day last. Takes them in order of time.
///
/// Over the date line a later entry can belong to an earlier day; it is found there.
pub fn days(entries: &[Entry]) -> Vec<Day<'_>> {
    let mut dated: BTreeMap<CivilDate, Vec<&Entry>> = BTreeMap::new();
    let mut undated = Vec::new();
    for entry in entries {
        match entry.content.moment.diary_day(DayStart::MIDNIGHT) {
            Some(date) => dated.entry(date).or_default().push(entry),
            None => undated.push(entry),
        }
    }
    let mut days: Vec<Day<'_>> =
        dated.into_iter().map(|(date, entries)| Day { date: Some(date), entries }).collect();
    if !undated.is_empty() {
        days.push(Day { date: None, entries: undated });
    }
    days
}

/// Everything about a person's entries: heading, a table for each day, charts, sentences.
pub fn show(person: &str, entries: &[Entry], kinds: &Kinds, look: Look) -> String {
    let mut blocks = vec![look.paint(Role::Heading, &shown(person))];
    if entries.is_empty() {
        blocks.push("No entries.".to_owned());
        return blocks.join("\n");
    }
    let mut before: Option<&Moment> = None;
    for day in days(entries) {
        let heading = day.date.map_or_else(|| "Day not known".to_owned(), words::date);
        let mut rows = Vec::with_capacity(day.entries.len());
        for entry in day.entries {
            rows.push(row(entry, kinds, before));
            before = Some(&entry.content.moment);
        }
        let table = table::table(look, &["Time", "Reading", "From", "Remarks", "Entry"], rows);
        blocks.push(format!("{}\n{table}", look.paint(Role::Heading, &heading)));
    }
    blocks.extend(chart::charts(entries, look));
    let sentences = summary::sentences(entries);
    if !sentences.is_empty() {
        blocks.push(sentences.join("\n"));
    }
    blocks.join("\n\n")
}

fn row(entry: &Entry, kinds: &Kinds, before: Option<&Moment>) -> Vec<String> {
    let content = &entry.content;
    vec![
        words::time(&content.moment, before),
        words::reading(content, kinds),
        from(entry),
        words::remarks(entry).join("; "),
        short_id(entry.id),
    ]
}

/// Where it came from; a device's reading that someone changed is no longer only the device's.
fn from(entry: &Entry) -> String {
    let origin = words::origin(&entry.content);
    match entry.content.source {
        Source::Device(_) if entry.amended => format!("changed by hand, see its history; first {origin}"),
        _ => origin,
    }
}

/// The beginning of an id.
pub fn short_id(id: impl Display) -> String {
    id.to_string().chars().take(DIGITS).collect()
}

/// One entry with every field, when it was, where it came from and what was remarked.
pub fn entry(entry: &Entry, kinds: &Kinds, look: Look) -> String {
    let content = &entry.content;
    let what =
        kinds.describe(content).map_or_else(|| words::reading(content, kinds), |kind| shown(kind.words));
    let day = content.moment.diary_day(DayStart::MIDNIGHT).map(words::date);
    let time = words::time(&content.moment, None);
    let when = day.map_or_else(|| time.clone(), |day| format!("{day}, {time}"));
    let mut rows = vec![("when".to_owned(), when)];
    rows.extend(words::fields(content, kinds));
    rows.push(("from".to_owned(), words::origin(content)));
    rows.extend(words::remarks(entry).into_iter().map(|remark| ("remark".to_owned(), remark)));
    let rows = rows.into_iter().map(|(name, value)| vec![name, value]);
    format!("{}\n{}", look.paint(Role::Heading, &what), table::table(look, &["What", "Says"], rows))
}

/// Everything that an entry ever said, the first version first.
pub fn history(entry: EntryId, versions: &[Version], kinds: &Kinds, look: Look) -> String {
    let rows = versions.iter().map(|version| {
        let content = &version.content;
        let day = content.moment.diary_day(DayStart::MIDNIGHT);
        let day = day.map_or_else(|| "day not known".to_owned(), words::short_date);
        let reading = words::reading(content, kinds);
        let reading = match (version.change, &content.note) {
            (ChangeOfEntry::Retracted, _) => "taken back: entered in error".to_owned(),
            (ChangeOfEntry::Reinstated, _) => "let stand again".to_owned(),
            (_, Some(note)) => format!("{reading}; \"{}\"", shown(note)),
            (_, None) => reading,
        };
        vec![
            written(version),
            format!("{day}, {}", words::time(&content.moment, None)),
            reading,
            words::origin(content),
            version.reason.as_deref().map_or_else(|| "(first version)".to_owned(), shown),
        ]
    });
    let heading = look.paint(Role::Heading, &format!("Entry {entry}"));
    format!("{heading}\n{}", table::table(look, &["Written", "When", "Reading", "From", "Why"], rows))
}

/// When a version was written, by the clock where the phone was then.
fn written(version: &Version) -> String {
    let local = |at: Instant| match zones().find(&version.zone) {
        Ok(zone) => minute(zone.civil_at(at), zone.name()),
        Err(_) => at.to_string(),
    };
    Instant::from_millis(version.at_ms).map_or_else(|_| "not known".to_owned(), local)
}

fn minute(time: CivilTime, zone: &str) -> String {
    let place = zone.rsplit('/').next().unwrap_or(zone).replace('_', " ");
    format!("{} {}:{:02} in {place}", words::short_date(time.date()), time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use diary_core::id::OperationId;
    use diary_core::journal::Author;
    use diary_core::time::{Cause, Evidence, How};

    use super::*;
    use crate::samples::{self, entries, london, new_york, note, oxygen, pressure};

    fn week() -> Vec<Entry> {
        let mut cuff = pressure("148/91", Some("70"), london("2026-08-14T08:05"));
        cuff.source = samples::device("BM85", How::Corrected, Some(Cause::Offset), Some(73 * 3_600_000));
        let mut all = entries([
            cuff,
            oxygen("97", Some("61"), london("2026-08-14T08:10")),
            note("flew out", new_york("2026-08-15T21:30")),
            pressure("128/82", None, new_york("2026-08-15T21:35")),
            pressure("117/74", None, new_york("2026-08-16T07:35")),
        ]);
        all[3].amended = true;
        all
    }

    #[test]
    fn a_day_is_a_table_with_words() {
        let text = show("Ada", &week(), &Kinds::default(), Look::PLAIN);
        let row = |start: &str| {
            let line = text.lines().find(|line| line.trim_start().starts_with(start));
            line.unwrap_or_else(|| panic!("no {start} in\n{text}"))
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(
            row("8:05"),
            "8:05 in London 148/91 mmHg, pulse 70 from the cuff (BM85); its clock was 3 d 1 h slow, corrected \
             01010101"
        );
        assert_eq!(row("8:10"), "8:10 97 %, pulse 61 typed 02020202");
        assert_eq!(row("21:30"), "21:30 in New York flew out typed 03030303");
        assert_eq!(row("21:35"), "21:35 128/82 mmHg typed corrected 04040404");
        assert!(text.contains("Friday 14 August 2026") && text.contains("Saturday 15 August 2026"), "{text}");
        assert!(text.contains("3 readings in 3 days, mean 131 over 82, highest 148 over 91."), "{text}");
        assert!(text.contains("1 oxygen reading, 97 %."), "{text}");
        assert!(text.is_ascii(), "{text}");
    }

    #[test]
    fn colour_and_letters_add_nothing_to_what_is_said() {
        let strip = |text: String| {
            let mut out = String::new();
            let mut parts = text.split('\u{1b}');
            out.push_str(parts.next().unwrap());
            for part in parts {
                out.push_str(part.split_once('m').unwrap().1);
            }
            out
        };
        let look = Look { colour: true, unicode: true, width: Some(90) };
        let plain = Look { colour: false, ..look };
        let coloured = show("Ada", &week(), &Kinds::default(), look);
        assert!(coloured.contains('\u{1b}') && coloured.contains('▲'));
        assert_eq!(strip(coloured), show("Ada", &week(), &Kinds::default(), plain));
    }

    #[test]
    fn a_narrow_terminal_wraps_and_cuts_nothing() {
        let look = Look { width: Some(72), ..Look::PLAIN };
        let text = show("Ada", &week(), &Kinds::default(), look);
        for line in text.lines() {
            assert!(line.chars().count() <= 72 || line.contains("readings in"), "{line}");
        }
        for word in ["corrected", "slow", "London", "04040404", "BM85"] {
            assert!(text.contains(word), "{word} in\n{text}");
        }
    }

    #[test]
    fn an_unknown_day_stands_last_and_an_empty_diary_says_so() {
        let instant = "2026-08-14T07:05:00Z".parse().unwrap();
        let mut all = vec![pressure("131/82", None, Moment::at_unplaced(instant, Evidence::Unknown))];
        all.push(pressure("131/82", None, london("2026-08-14T08:05")));
        let all = entries(all);
        let days = days(&all);
        assert_eq!(days.iter().map(|day| day.date.is_some()).collect::<Vec<_>>(), [true, false]);
        assert!(show("Ada", &all, &Kinds::default(), Look::PLAIN).contains("Day not known"));
        assert_eq!(show("Ada\u{1b}[2J", &[], &Kinds::default(), Look::PLAIN), "Ada\u{FFFD}[2J\nNo entries.");
    }

    #[test]
    fn a_history_says_who_wrote_what_and_why() {
        let version = |reason: Option<&str>, value| Version {
            operation: OperationId::from_bytes([1; 16]),
            at_ms: 1_786_691_100_000,
            zone: "America/New_York".to_owned(),
            author: Author::HOUSEHOLD,
            reason: reason.map(str::to_owned),
            content: pressure(value, None, london("2026-08-14T08:05")),
            change: ChangeOfEntry::Amended,
        };
        let versions = [version(None, "148/91"), version(Some("typed wrong"), "128/81")];
        let text = history(EntryId::from_bytes([1; 16]), &versions, &Kinds::default(), Look::PLAIN);
        assert!(text.contains("Fri 14 Aug 3:05 in New York"), "{text}");
        assert!(text.contains("148/91") && text.contains("128/81") && text.contains("typed wrong"), "{text}");
    }
}
