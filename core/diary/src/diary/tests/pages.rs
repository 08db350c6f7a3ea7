//! Pages: every entry once and in order, by an index, whatever changes meanwhile.

use std::collections::BTreeSet;

use super::super::page::{COUNTS, NEWEST_OF_KIND, NEXT_KIND, NEXT_TAG, PLACE, Range, TAGGED};
use super::super::query::{one_where, whole};
use super::super::statistics::{WITHOUT_DAY, bodies};
use super::search::note;
use super::*;
use crate::store::{Params, Read, StoreError};
use crate::time::Civil;

/// Three weeks of readings and notes in two zones, some at the same minute, and two of which no day or zone is known.
fn weeks(home: &Home) -> Vec<EntryId> {
    let mut ids = Vec::new();
    let mut add = |content: &Content| ids.push(home.diary.add(content, Author::HOUSEHOLD, true).unwrap());
    for day in 1..=21_u32 {
        for (hour, zone) in [(7, "Europe/London"), (7, "Europe/London"), (23, "Pacific/Auckland")] {
            let at = moment(&format!("2026-08-{day:02}T{hour:02}:10"), zone);
            add(&pressure("128/82", at.clone()));
            if day % 4 == 0 {
                add(&Content {
                    tags: Tags::new(["travel", "again"]).unwrap(),
                    ..note(&format!("note {day}"), at.clone())
                });
            }
            if day % 3 == 0 {
                add(&note(&format!("note {day}"), at));
            }
        }
    }
    let civil = Civil::Date(date("2026-08-10"));
    add(&note("note of a day", Moment::civil_only(civil, Evidence::Unknown)));
    let unplaced = Moment::at_unplaced(
        moment("2026-08-11T07:10", "Europe/London").instant().unwrap(),
        Evidence::Unknown,
    );
    add(&note("note somewhere", unplaced));
    ids
}

fn all(home: &Home, question: &Question, at_most: usize) -> Vec<EntryId> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = home.diary.page(question, after, at_most).unwrap();
        assert!(page.entries.len() <= at_most);
        found.extend(page.entries.into_iter().map(|entry| entry.id));
        let Some(next) = page.next else { return found };
        assert_eq!(next.to_string().parse(), Ok(next));
        after = Some(next);
    }
}

fn questions() -> Vec<Question> {
    let mut questions = Vec::new();
    for (from, to) in [
        (None, None),
        (Some("2026-08-05"), Some("2026-08-12")),
        (None, Some("2026-08-09")),
        (Some("2026-08-20"), None),
        (Some("2026-08-12"), Some("2026-08-12")),
    ] {
        for kind in [None, Some(kind::NOTE.number), Some(kind::BLOOD_PRESSURE.number)] {
            for order in [Order::NewestFirst, Order::OldestFirst] {
                for words in [None, Some(Words::parse("no").unwrap())] {
                    for tag in [None, Some("travel".to_owned())] {
                        let (from, to, words) = (from.map(date), to.map(date), words.clone());
                        questions.push(Question { from, to, kind, tag, words, retracted: false, order });
                    }
                }
            }
        }
    }
    questions
}

#[test]
fn pages_of_any_size_are_every_entry_that_was_asked_for_once_and_in_order() {
    let home = home();
    weeks(&home);
    // In order of time, and of writing where times are equal.
    let everything = home.diary.entries().unwrap();
    for question in questions() {
        let mut plain: Vec<EntryId> = everything
            .iter()
            .filter(|entry| {
                let day = entry.content.moment.diary_day(crate::time::DayStart::MIDNIGHT);
                let undated = question.from.is_none() && question.to.is_none();
                question.kind.is_none_or(|kind| kind == entry.content.kind)
                    && question.tag.as_ref().is_none_or(|tag| entry.content.tags.iter().any(|one| one == tag))
                    && question.words.as_ref().is_none_or(|_| entry.content.kind == kind::NOTE.number)
                    && (undated
                        || day.is_some_and(|day| {
                            question.from.is_none_or(|from| from <= day)
                                && question.to.is_none_or(|to| day <= to)
                        }))
            })
            .map(|entry| entry.id)
            .collect();
        if question.order == Order::NewestFirst {
            plain.reverse();
        }
        for at_most in [1, 7, LARGEST_PAGE] {
            assert_eq!(all(&home, &question, at_most), plain, "{question:?} {at_most}");
        }
    }
}

#[test]
fn a_page_goes_on_where_it_was_whatever_changed() {
    let home = home();
    weeks(&home);
    let question = Question::default();
    let first = home.diary.page(&question, None, 10).unwrap();
    let rest = all(&home, &question, LARGEST_PAGE).split_off(10);
    // The entry that it stands behind goes, and others come before it.
    home.diary.erase(first.entries[9].id, Author::HOUSEHOLD).unwrap();
    for _ in 0..5 {
        let late = pressure("128/82", moment("2026-09-01T07:10", "Europe/London"));
        home.diary.add(&late, Author::HOUSEHOLD, true).unwrap();
    }
    let next = home.diary.page(&question, first.next, LARGEST_PAGE).unwrap();
    assert_eq!(next.entries.into_iter().map(|entry| entry.id).collect::<Vec<_>>(), rest);
    for text in ["", "7", "zz", &"0".repeat(33), &"F".repeat(32)] {
        assert_eq!(text.parse::<Cursor>(), Err(BadCursor), "{text}");
    }
}

#[test]
fn many_matches_are_walked_to_the_same_end() {
    let home = home();
    let contents: Vec<Content> = (0..600_u32)
        .map(|at| {
            let minute = at * 7 % 600;
            note(
                if at % 2 == 0 { "even" } else { "uneven" },
                moment(&format!("2026-08-14T{:02}:{:02}", minute / 60, minute % 60), "Europe/London"),
            )
        })
        .collect();
    for content in &contents {
        home.diary.add(content, Author::HOUSEHOLD, true).unwrap();
    }
    for (text, count) in [("even", 300), ("uneven", 300), ("un", 300), ("e", 0)] {
        for order in [Order::NewestFirst, Order::OldestFirst] {
            let question =
                Question { words: Some(Words::parse(text).unwrap()), order, ..Question::default() };
            let found = all(&home, &question, 100);
            assert_eq!((found.len(), found.iter().collect::<BTreeSet<_>>().len()), (count, count), "{text}");
        }
    }
    home.diary
        .add(&note("even unevenly", moment("2026-08-15T00:00", "Europe/London")), Author::HOUSEHOLD, true)
        .unwrap();
    let (both, kind) = (Words::parse("even").unwrap(), Some(kind::NOTE.number));
    let days = (Some(date("2026-08-15")), Some(date("2026-08-15")));
    let question = Question { words: Some(both), kind, from: days.0, to: days.1, ..Question::default() };
    assert_eq!(all(&home, &question, 3).len(), 1);
}

#[test]
fn the_newest_of_each_kind_and_how_many_there_are() {
    let home = home();
    assert_eq!((home.diary.latest_of_each().unwrap(), home.diary.counts().unwrap()), (vec![], vec![]));
    let ids = weeks(&home);
    let oxygen = {
        let mut content = Content { kind: kind::OXIMETRY.number, ..morning("128/82") };
        content.values.clear();
        content.set(kind::SATURATION, parse_number("oxygen", "97", Unit::Percent).unwrap());
        home.diary.add(&content, Author::HOUSEHOLD, true).unwrap()
    };
    let latest: Vec<_> =
        home.diary.latest_of_each().unwrap().iter().map(|entry| (entry.content.kind, entry.id)).collect();
    let newest = |kind| home.diary.latest(kind, 1).unwrap()[0].id;
    assert_eq!(latest, [(1, newest(1)), (2, oxygen), (3, newest(3))]);
    let notes = ids.len() as u64 - 63;
    assert_eq!(home.diary.counts().unwrap(), [(1, 63), (2, 1), (3, notes)]);
}

fn plan(home: &Home, sql: &str, values: impl Params) -> Vec<String> {
    home.diary
        .store
        .read::<_, StoreError>(|reader| {
            reader.all(&format!("EXPLAIN QUERY PLAN {sql}"), values, |row| row.get(3))
        })
        .unwrap()
}

#[test]
fn every_question_has_an_index() {
    let home = home();
    weeks(&home);
    let check = |sql: &str, plan: Vec<String>| {
        let scans = |line: &String| line.starts_with("SCAN") || line.contains("TEMP B-TREE");
        assert!(!plan.is_empty() && !plan.iter().any(scans), "{sql}\n{plan:#?}");
    };
    for question in questions() {
        let range = Range::of(&question, None);
        for sql in [range.sql("e.sort_ms, e.id", ""), whole(&range), bodies(&range)] {
            check(&sql, plan(&home, &sql, range.values(1)));
        }
    }
    for sql in [NEXT_KIND, NEWEST_OF_KIND, WITHOUT_DAY, NEXT_TAG, &one_where("o.id"), &one_where("e.id")] {
        check(sql, plan(&home, sql, [1]));
    }
    check(PLACE, plan(&home, PLACE, [1, 1]));
    check(TAGGED, plan(&home, TAGGED, [1, 1, 1]));
    // How many there are of each kind is counted in the index alone.
    let counts = plan(&home, COUNTS, []);
    assert!(counts.len() == 1 && counts[0].contains("COVERING INDEX entries_by_kind"), "{counts:#?}");
    // A word is found in the index of words, and its matches come in order without being sorted.
    let words = plan(&home, "SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid", ["a"]);
    assert!(words.len() == 1 && words[0].contains("VIRTUAL TABLE INDEX"), "{words:#?}");
}

#[test]
fn an_entry_is_found_by_the_beginning_of_its_id() {
    let home = home();
    let ids: Vec<_> =
        (0..40).map(|_| home.diary.add(&morning("128/82"), Author::HOUSEHOLD, false).unwrap()).collect();
    home.diary.retract(ids[3], "wrong", Author::HOUSEHOLD).unwrap();
    home.diary.erase(ids[4], Author::HOUSEHOLD).unwrap();
    for (at, id) in ids.iter().enumerate() {
        let text = id.to_string();
        for length in [5, 6, 31, 32] {
            let found = home.diary.entries_beginning(&text[..length], 20).unwrap();
            assert_eq!(found.contains(id), at != 4, "{length}");
            assert!(found.iter().all(|found| found.to_string().starts_with(&text[..length])));
        }
    }
    let all = home.diary.entries_beginning("", 100).unwrap();
    assert_eq!((all.len(), all.is_sorted()), (39, true));
    assert_eq!(home.diary.entries_beginning("", 7).unwrap().len(), 7);
    for none in ["xyz", "0123456789abcdef0123456789abcdef0", "é"] {
        assert_eq!(home.diary.entries_beginning(none, 9).unwrap(), [], "{none}");
    }
}
