//! Bad input: what is typed is stored exactly, or refused with the field and the reason, and whoever typed it still has it.

use std::io::Cursor;

use super::*;
use crate::id::KindId;

/// Pieces of words that programs trip over.
const STRANGE: [&str; 16] = [
    "\0",
    "\u{1b}[31mred\u{7}",
    "\r\n\t",
    "\u{202e}backwards\u{202c}",
    "\u{2066}apart\u{2069}\u{200f}",
    "שלום, مرحبا",
    "e\u{301}\u{323}\u{489}",
    "é, not e\u{301}",
    "👩🏽‍⚕️🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "\u{feff}",
    "\u{fffd}\u{fffe}\u{10ffff}",
    "'; DROP TABLE entries; --",
    "=1+1",
    "\\u0000 %s \"quoted\"",
    "ﷺ𒐫",
    " \u{a0}\u{2028} ",
];

fn strange() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(&STRANGE[..]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[a-z ]{0,8}",
    ];
    prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

fn number(digits: &str, unit: Unit) -> Value {
    Value::Number { digits: digits.parse().unwrap(), unit }
}

fn of(kind: &Kind, values: impl IntoIterator<Item = (u16, Value)>) -> Content {
    let mut content = Content { kind: kind.number, values: Vec::new(), ..morning("128/82") };
    values.into_iter().for_each(|(field, value)| content.set(field, value));
    content
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// In a note, in a field of words, in a tag and in a reason; found again where it has a letter or a digit.
    #[test]
    fn words_of_any_script_and_none_are_stored_exactly(
        said in prop::collection::vec((strange(), strange(), strange(), strange()), 1..5)
    ) {
        let home = home();
        let mut expected = Vec::new();
        for (note, text, tag, reason) in &said {
            let mut content = of(&kind::NOTE, [(7, Value::Text(text.clone()))]);
            content.note = Some(note.clone());
            content.tags = Tags::new([&**tag]).unwrap_or_default();
            match home.diary.add(&content, Author::HOUSEHOLD, false) {
                Err(refused) => {
                    prop_assert_eq!(text.trim(), "");
                    prop_assert_eq!(refused, DiaryError::Doubtful(Doubt::Missing { field: "words" }));
                }
                Ok(id) => {
                    let before = content.clone();
                    content.note = Some(format!("{note}{text}"));
                    let explained = home.diary.amend(id, &content, reason, Author::HOUSEHOLD, false);
                    prop_assert_eq!(explained == Err(DiaryError::NoReason), reason.trim().is_empty());
                    let reasons = explained.is_ok().then(|| reason.clone());
                    expected.push((id, if explained.is_ok() { content } else { before }, reasons));
                }
            }
        }
        let home = home.reopened();
        for (id, content, reason) in expected {
            prop_assert_eq!(&home.diary.entry(id).unwrap().unwrap().content, &content);
            let history = home.diary.history(id).unwrap();
            prop_assert_eq!(&history.last().unwrap().content, &content);
            prop_assert_eq!(history.last().unwrap().reason.clone(), reason);
            if let Ok(words) = Words::parse(content.note.as_deref().unwrap()) {
                // Whatever the words are, asking is no error.
                home.diary.page(&Question { words: Some(words), ..Question::default() }, None, 10).unwrap();
            }
        }
        home.diary.verify().unwrap();
    }
}

/// What cannot be stored, which field is named, and what is typed instead.
fn refused() -> Vec<(&'static str, Content, &'static str, Content)> {
    let right = morning("128/82");
    let with = |field: u16, value: Value| {
        let mut content = morning("128/82");
        content.set(field, value);
        content
    };
    let half = Content { values: right.values[..1].to_vec(), ..right.clone() };
    let noted = |note: String| Content { note: Some(note), ..right.clone() };
    let by = |name: &str| Content {
        source: Source::Clinician(Clinician { name: name.to_owned(), organisation: None }),
        ..right.clone()
    };
    let far = pressure("128/82", moment("2126-08-14T07:10", "Europe/London"));
    let weight = |unit| of(&kind::WEIGHT, [(22, number("82.4", unit))]);
    vec![
        (
            "outside the possible",
            with(kind::SYSTOLIC, number("1280", Unit::MmHg)),
            "top number",
            right.clone(),
        ),
        ("below the possible", with(kind::PULSE, number("-3", Unit::PerMinute)), "pulse", right.clone()),
        ("half a pair", half, "bottom number", right.clone()),
        ("a unit of another field", weight(Unit::MmHg), "weight", weight(Unit::Pound)),
        (
            "two units in a pair",
            with(kind::DIASTOLIC, number("10.9", Unit::KPa)),
            "the bottom number",
            right.clone(),
        ),
        ("a pair swapped", morning("82/128"), "the top number", right.clone()),
        ("words for a number", with(kind::PULSE, Value::Text("64".into())), "pulse", right.clone()),
        (
            "a unit that is words",
            with(kind::PULSE, Value::Amount { digits: "64".parse().unwrap(), unit: "bpm".into() }),
            "pulse",
            right.clone(),
        ),
        (
            "no number of a device's",
            with(kind::PULSE, Value::Unread(Unread::TooHigh)),
            "pulse",
            right.clone(),
        ),
        ("a choice that is none", with(8, Value::Choice(99)), "arm", right.clone()),
        ("a field that is none", with(9999, number("1", Unit::PerMinute)), "field 9999", right.clone()),
        ("ten megabytes", noted("x".repeat(10_000_000)), "the note", noted("x".repeat(LONGEST_NOTE))),
        (
            "words of ten megabytes",
            of(&kind::NOTE, [(7, Value::Text("x".repeat(10_000_000)))]),
            "words",
            of(&kind::NOTE, [(7, Value::Text("x".into()))]),
        ),
        ("a clinician without a name", by(" \n"), "the clinician", by("Dr Okafor")),
        ("a clinician with a book for a name", by(&"x".repeat(10_000_000)), "the clinician", by("Dr \0")),
        ("a hundred years ahead", far, "the time", right),
    ]
}

#[test]
fn a_refusal_names_the_field_and_takes_nothing_away() {
    let home = home();
    let known = home.diary.add(&morning("130/85"), Author::HOUSEHOLD, false).unwrap();
    for (at, (what, bad, field, right)) in (1_u64..).zip(refused()) {
        let kept = bad.clone();
        let refused = home.diary.add(&bad, Author::HOUSEHOLD, false).unwrap_err();
        let DiaryError::Doubtful(doubt) = &refused else { panic!("{what}: {refused:?}") };
        let message = refused.to_string();
        assert!(message.contains(field) && message.contains("nothing was stored"), "{what}: {message}");
        assert!(message.len() < 300, "{what}: what was typed is no part of what is said");
        // Asked about once and confirmed, only what may be right is stored.
        assert_eq!(doubt.refuses(), *doubt != Doubt::Future, "{what}");
        if bad.kind == kind::BLOOD_PRESSURE.number && bad.source == Source::Typed {
            let amended = home.diary.amend(known, &bad, "read again", Author::HOUSEHOLD, false).unwrap_err();
            assert_eq!(amended, refused, "{what}: a correction is looked at as the entry was");
        }
        assert!(bad == kept, "{what}: whoever typed it has it as it was");
        assert_eq!(home.diary.count().unwrap(), at, "{what}");
        let id = home.diary.add(&right, Author::HOUSEHOLD, true).unwrap();
        assert!(home.diary.entry(id).unwrap().unwrap().content == right, "{what}");
    }
    assert_eq!(home.diary.history(known).unwrap().len(), 1);
    home.diary.verify().unwrap();
}

#[test]
fn an_unknown_kind_is_refused_whoever_is_thought_to_have_made_it() {
    let home = home();
    let newer = Content { kind: 9999, ..morning("128/82") };
    let nobodys =
        Content { kind: kind::OWN.number, defined: Some(KindId::from_bytes([7; 16])), ..morning("1/1") };
    for unknown in [newer, nobodys] {
        let refused = home.diary.add(&unknown, Author::HOUSEHOLD, true);
        assert_eq!(refused, Err(DiaryError::UnknownKind));
    }
    assert_eq!(home.diary.count().unwrap(), 0);
}

#[test]
fn a_value_of_a_kind_of_ones_own_has_the_unit_that_it_was_defined_with() {
    let home = home();
    let field = NewField { name: "strength".into(), holds: Holds::Amount("cups".into()), required: true };
    let tea = home.diary.define("tea", &[field], Author::HOUSEHOLD).unwrap();
    let number = home.diary.kinds().unwrap().get(tea).unwrap().fields[0].number;
    let drunk = |unit: &str| {
        let amount = Value::Amount { digits: "2".parse().unwrap(), unit: unit.into() };
        Content { defined: Some(tea), ..of(&kind::OWN, [(number, amount)]) }
    };
    let refused = home.diary.add(&drunk("pots"), Author::HOUSEHOLD, true).unwrap_err();
    assert_eq!(refused, DiaryError::Doubtful(Doubt::WrongForm { field: "the first field" }));
    home.diary.add(&drunk("cups"), Author::HOUSEHOLD, false).unwrap();
}

#[test]
fn a_reason_of_ten_megabytes_is_refused_wherever_one_is_given() {
    let home = home();
    let (me, long) = (|| Author::HOUSEHOLD, "x".repeat(10_000_000));
    let id = home.diary.add(&morning("128/82"), me(), false).unwrap();
    let (words, stays) = (MediaWords::default(), WhatStays::AllIfNeedBe);
    let mut source = Cursor::new(vec![7; 100]);
    let media = home.diary.attach(id, &mut source, &words, stays, me(), &mut |_, _| ()).unwrap().file.id;
    assert_eq!(home.diary.amend(id, &morning("129/82"), &long, me(), false), Err(DiaryError::TooManyWords));
    assert_eq!(home.diary.retract(id, &long, me()), Err(DiaryError::TooManyWords));
    assert_eq!(home.diary.object(id, &long, me()), Err(DiaryError::TooManyWords));
    assert_eq!(home.diary.remove_media(media, &long, me()), Err(DiaryError::TooManyWords));
    assert_eq!(home.diary.history(id).unwrap().len(), 1);
    home.diary.verify().unwrap();
}
