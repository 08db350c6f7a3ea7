//! Search: what is found, what is not found any more, and what the index may tell.

use std::io::Cursor;

use super::*;
use crate::store::{Read, StoreError};

pub(super) fn note(text: &str, at: Moment) -> Content {
    let mut content = Content { kind: kind::NOTE.number, ..pressure("128/82", at) };
    content.values.clear();
    content.set(kind::TEXT, Value::Text(text.to_owned()));
    content
}

fn at(minute: u32) -> Moment {
    moment(&format!("2026-08-14T{:02}:{:02}", minute / 60, minute % 60), "Europe/London")
}

impl Home {
    fn noted(&self, text: &str, minute: u32) -> EntryId {
        self.diary.add(&note(text, at(minute)), Author::HOUSEHOLD, false).unwrap()
    }

    fn found_by(&self, words: Words) -> Vec<EntryId> {
        let question = Question { words: Some(words), ..Question::default() };
        let page = self.diary.page(&question, None, LARGEST_PAGE).unwrap();
        assert_eq!(page.next, None);
        page.entries.into_iter().map(|entry| entry.id).collect()
    }

    fn found(&self, text: &str) -> Vec<EntryId> {
        self.found_by(Words::parse(text).unwrap())
    }

    fn found_ever(&self, text: &str) -> Vec<EntryId> {
        self.found_by(Words::parse(text).unwrap().in_history_too())
    }

    /// How often a word stands in the tables of the index, as bytes.
    fn in_index(&self, word: &str) -> usize {
        let blocks = self.diary.store.read::<_, StoreError>(|reader| {
            let sql = "SELECT block FROM words_data UNION ALL SELECT CAST(term AS BLOB) FROM words_idx";
            reader.all(sql, [], |row| row.get::<_, Vec<u8>>(0))
        });
        let windows = |block: &Vec<u8>| block.windows(word.len()).filter(|at| *at == word.as_bytes()).count();
        blocks.unwrap().iter().map(windows).sum()
    }
}

#[test]
fn a_word_is_found_by_its_beginning_whatever_its_case_and_accents() {
    let home = home();
    let (one, two) =
        (home.noted("Schwere KOPFSCHMERZEN nach dem Café", 1), home.noted("don't e-mail Dr. Żak", 2));
    let mut beside = morning("128/82");
    beside.note = Some("after the stairs \u{1F642}".into());
    let three = home.diary.add(&beside, Author::HOUSEHOLD, false).unwrap();
    for (words, expected) in [
        ("kopf", vec![one]),
        ("cafe schwer", vec![one]),
        ("cafe\u{301}", vec![one]),
        ("schmerzen", vec![]),
        ("kopf stairs", vec![]),
        ("STAIRS \u{1F642}", vec![three]),
        ("don't", vec![two]),
        ("e-mail", vec![two]),
        ("zak", vec![two]),
        // A single letter is a word of its own.
        ("e", vec![two]),
        ("s", vec![]),
    ] {
        assert_eq!(home.found(words), expected, "{words}");
    }
    assert_eq!(home.found("d"), [] as [EntryId; 0]);
    home.diary.verify().unwrap();
}

#[test]
fn whatever_is_typed_is_plain_words_or_refused() {
    let home = home();
    let id = home.noted("near the left arm AND the right \"leg\" NOT{shown}", 1);
    let other = home.noted("nothing of that", 2);
    for words in [
        "left OR nothing",
        "shown : left",
        "\"left arm",
        "left\" OR \"nothing",
        "left*",
        "^left",
        "NEAR(left arm)",
        "left AND arm",
        "left NOT nothing",
        "{shown}",
        "-left",
        "left\0arm",
        "left\u{1F9B5} arm",
        "'; DROP TABLE words; --left",
        "left + arm",
    ] {
        let found = home.found(words);
        assert!(found.is_empty() || found == [id], "{words}: {found:?}");
    }
    // Each of these is a word that stands there.
    for words in ["left*", "^left", "-left", "left\0arm", "left AND arm", "\"left arm", "{shown}"] {
        assert_eq!(home.found(words), [id], "{words}");
    }
    for (text, refused) in [
        ("", BadSearch::NoWords),
        (" \0\t", BadSearch::NoWords),
        ("\"\" * - \u{1F642}", BadSearch::NoWords),
        (&*"left ".repeat(200_000), BadSearch::TooLong),
        (&*"a ".repeat(MOST_WORDS + 1), BadSearch::TooLong),
    ] {
        assert_eq!(Words::parse(text), Err(refused));
    }
    assert!(!format!("{:?}", Words::parse("planted").unwrap()).contains("planted"));
    assert_eq!(home.found("nothing"), [other]);
}

#[test]
fn what_an_entry_said_before_is_found_only_where_history_is_asked_for() {
    let home = home();
    let id = home.noted("a migraine", 1);
    let other = home.noted("slept well", 2);
    home.diary.amend(id, &note("a headache", at(1)), "wrongly named", Author::HOUSEHOLD, false).unwrap();
    assert_eq!((home.found("headache"), home.found("migraine")), (vec![id], vec![]));
    assert_eq!((home.found_ever("migraine"), home.found_ever("headache")), (vec![id], vec![id]));
    assert_eq!((home.found("wrongly"), home.found_ever("wrongly")), (vec![], vec![id]));
    // Another time is another version with the same words.
    let later = note("a headache", at(700));
    home.diary.amend(id, &later, "it was at noon", Author::HOUSEHOLD, false).unwrap();
    assert_eq!((home.found("headache"), home.found("slept")), (vec![id], vec![other]));
    home.diary.verify().unwrap();
}

#[test]
fn a_caption_is_found_while_its_file_is_there() {
    let home = home();
    let id = home.noted("left arm", 1);
    let words = MediaWords { caption: Some("a rash".into()), name: Some("IMG_7.bin".into()) };
    let attached = home
        .diary
        .attach(
            id,
            &mut Cursor::new(vec![7; 5000]),
            &words,
            WhatStays::AllIfNeedBe,
            Author::HOUSEHOLD,
            &mut |_, _| {},
        )
        .unwrap();
    assert_eq!(
        (home.found("rash"), home.found("rash arm"), home.found("img_7")),
        (vec![id], vec![id], vec![id])
    );
    home.diary.verify().unwrap();
    home.diary.remove_media(attached.file.id, "the wrong picture", Author::HOUSEHOLD).unwrap();
    assert_eq!(
        (home.found("rash"), home.found_ever("rash"), home.found("arm")),
        (vec![], vec![id], vec![id])
    );
    home.diary.verify().unwrap();
    home.diary.erase(id, Author::HOUSEHOLD).unwrap();
    assert_eq!((home.found_ever("rash"), home.in_index("rash")), (vec![], 0));
    home.diary.verify().unwrap();
}

#[test]
fn an_erased_word_is_in_no_block_of_the_index() {
    let home = home();
    let mut going = Vec::new();
    // Enough words for several blocks, whose separators are words too.
    let words = |goes: bool, number: u32| {
        let word = if goes { "gone" } else { "stay" };
        (0..40)
            .map(|at| format!("{word}{:06}", (number * 40 + at) * 7919 % 1_000_003))
            .collect::<Vec<_>>()
            .join(" ")
    };
    for number in 0..120_u32 {
        let goes = number % 2 == 0;
        let id = home.noted(&words(goes, number), number);
        if goes {
            going.push(id);
        }
    }
    let optimize = "INSERT INTO words (words) VALUES ('optimize')";
    home.diary.store.write(|tx| tx.execute(optimize, [])).unwrap();
    assert!(home.in_index("gone") > 10 && home.in_index("stay") > 10);
    for (done, id) in going.into_iter().enumerate() {
        home.diary.erase(id, Author::HOUSEHOLD).unwrap();
        if done % 20 == 0 {
            home.diary.verify().unwrap();
        }
    }
    assert_eq!(home.in_index("gone"), 0);
    assert!(home.in_index("stay") > 10, "the search finds what is there");
    assert_eq!(home.diary.count().unwrap(), 60);
    home.diary.verify().unwrap();
}

#[test]
fn an_index_that_says_something_else_than_the_journal_is_named() {
    for tampering in [
        "INSERT INTO words (words, rowid, shown, past) VALUES ('delete', 2, 'a migraine', '')",
        "INSERT INTO words (rowid, shown, past) VALUES (3, 'planted', '')",
        "INSERT INTO words (rowid, shown, past) VALUES (2, 'planted', '')",
        "INSERT INTO words (words) VALUES ('delete-all')",
        "UPDATE built SET version = 0",
    ] {
        let home = home();
        home.noted("a migraine", 1);
        home.diary.verify().unwrap();
        home.diary.store.write(|tx| tx.execute(tampering, [])).unwrap();
        match home.diary.verify() {
            Err(DiaryError::Journal(JournalError::Fault(fault))) => {
                assert_eq!(fault.what, WhatIsWrong::Projection, "{tampering}");
            }
            other => panic!("{tampering}: {other:?}"),
        }
    }
}

#[test]
fn an_index_of_an_older_rule_is_made_anew_at_the_next_opening() {
    let home = home();
    let id = home.noted("a migraine", 1);
    home.diary
        .store
        .write(|tx| {
            tx.execute("INSERT INTO words (words) VALUES ('delete-all')", [])?;
            tx.execute("INSERT INTO words (rowid, shown, past) VALUES (77, 'of before', '')", [])?;
            tx.execute("UPDATE built SET version = 0", [])
        })
        .unwrap();
    let home = home.reopened();
    assert_eq!((home.found("migraine"), home.found("before")), (vec![id], vec![]));
    home.diary.verify().unwrap();
}

#[derive(Debug, Clone)]
enum Step {
    Add(Vec<u8>),
    Amend(u8, Vec<u8>),
    Erase(u8),
}

fn step() -> impl Strategy<Value = Step> {
    let words = || prop::collection::vec(any::<u8>(), 1..5);
    prop_oneof![
        4 => words().prop_map(Step::Add),
        2 => (any::<u8>(), words()).prop_map(|(which, words)| Step::Amend(which, words)),
        1 => any::<u8>().prop_map(Step::Erase),
    ]
}

/// A small language, so that words begin alike.
fn said(words: &[u8]) -> String {
    let word = |at: &u8| {
        let letters = ["ka", "ko", "ma", "mo"];
        format!("{}{}", letters[usize::from(at % 4)], letters[usize::from(at / 4 % 4)])
    };
    words.iter().map(word).collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Any sequence of changes is searched as a plain look at every entry's words finds them.
    #[test]
    fn a_search_equals_a_plain_look(steps in prop::collection::vec(step(), 1..30)) {
        let home = home();
        // For each entry what it says, and all that it ever said.
        let mut model: Vec<(EntryId, String, String)> = Vec::new();
        for (minute, step) in (1..).zip(steps) {
            match step {
                Step::Add(words) => {
                    let id = home.noted(&said(&words), minute);
                    model.push((id, said(&words), said(&words)));
                }
                Step::Amend(which, words) => {
                    let Some(at) = usize::from(which).checked_rem(model.len()) else { continue };
                    let now = home.diary.entry(model[at].0).unwrap().unwrap().content;
                    let content = note(&said(&words), now.moment.clone());
                    if home.diary.amend(model[at].0, &content, "mistyped", Author::HOUSEHOLD, false).is_ok() {
                        model[at].1 = said(&words);
                        model[at].2 = format!("{} {} mistyped", model[at].2, said(&words));
                    }
                }
                Step::Erase(which) => {
                    let Some(at) = usize::from(which).checked_rem(model.len()) else { continue };
                    home.diary.erase(model.remove(at).0, Author::HOUSEHOLD).unwrap();
                }
            }
        }
        for asked in ["k", "ka", "kaka", "komo", "ma ko", "mo mo", "mist", "kak mistyped"] {
            let plain = |text: &str| asked.split(' ').all(|word| {
                text.split(' ').any(|there| if word.len() == 1 { there == word } else { there.starts_with(word) })
            });
            let sorted = |mut ids: Vec<EntryId>| { ids.sort(); ids };
            let now = model.iter().filter(|(_, now, _)| plain(now)).map(|(id, ..)| *id).collect();
            let ever = model.iter().filter(|(_, _, ever)| plain(ever)).map(|(id, ..)| *id).collect();
            prop_assert_eq!(sorted(home.found(asked)), sorted(now), "{}", asked);
            prop_assert_eq!(sorted(home.found_ever(asked)), sorted(ever), "{}", asked);
        }
        home.diary.verify().unwrap();
    }
}

#[test]
fn no_text_breaks_the_search() {
    let home = home();
    home.noted("left arm", 1);
    proptest!(ProptestConfig::with_cases(300), |(text in "(\\PC|[\"*:^{}()\\-+\0\n]|NEAR|AND|OR|NOT){0,30}")| {
        if let Ok(words) = Words::parse(&text) {
            let question = Question { words: Some(words.in_history_too()), ..Question::default() };
            prop_assert!(home.diary.page(&question, None, 10).is_ok());
        }
    });
}
