//! What stands beside entries, and kinds of a person's own.

use super::*;
use crate::id::KindId;

fn letter() -> Content {
    let by = Clinician { name: "Dr Lind".into(), organisation: Some("Park Practice".into()) };
    let at = moment("2026-08-14T09:00", "Europe/London");
    let mut letter = Content::new(kind::DOCUMENT.number, at, Source::Clinician(by));
    letter.set(65, Value::Text("Clinic letter".into()));
    letter
}

#[test]
fn what_was_entered_in_error_is_out_of_every_list_and_stays_readable() {
    let home = home();
    let (add, me) = (|text: &str| home.diary.add(&morning(text), Author::HOUSEHOLD, true), Author::HOUSEHOLD);
    let (wrong, right) = (add("200/82").unwrap(), add("128/82").unwrap());
    assert_eq!(home.diary.retract(wrong, " ", me.clone()), Err(DiaryError::NoReason));
    home.diary.retract(wrong, "not my cuff", me.clone()).unwrap();
    assert_eq!(home.diary.retract(wrong, "again", me.clone()), Err(DiaryError::AlreadySo));
    let ids = |entries: Vec<Entry>| entries.into_iter().map(|entry| entry.id).collect::<Vec<_>>();
    let home = home.reopened();
    let diary = &home.diary;
    let day = date("2026-08-14");
    for list in [diary.entries(), diary.day(day), diary.days(day, day), diary.latest(1, 9)] {
        assert_eq!(ids(list.unwrap()), [right]);
    }
    assert_eq!((diary.count().unwrap(), diary.entries_and_retracted().unwrap().len()), (1, 2));
    let shown = diary.entry(wrong).unwrap().unwrap();
    assert!(shown.retracted && !shown.amended);
    let history = diary.history(wrong).unwrap();
    let changes: Vec<_> = history.iter().map(|version| (version.change, version.reason.as_deref())).collect();
    assert_eq!(changes, [(ChangeOfEntry::Made, None), (ChangeOfEntry::Retracted, Some("not my cuff"))]);
    assert_eq!(top(&shown), "200");
    diary.verify().unwrap();

    // A mistake about a mistake is put right as well.
    diary.reinstate(wrong, "it was mine", me.clone()).unwrap();
    assert_eq!(diary.reinstate(wrong, "it was mine", me.clone()), Err(DiaryError::AlreadySo));
    assert_eq!(diary.count().unwrap(), 2);
    diary.amend(wrong, &morning("130/82"), "the cuff showed 130", me.clone(), true).unwrap();
    diary.retract(wrong, "after all", me.clone()).unwrap();
    diary.verify().unwrap();
    assert_eq!(diary.erase(wrong, me).unwrap().versions, 2);
    assert_eq!(diary.retract(wrong, "gone", Author::HOUSEHOLD), Err(DiaryError::Erased));
    home.reopened().diary.verify().unwrap();
}

#[test]
fn what_a_clinician_wrote_is_changed_by_nothing_and_objected_to() {
    let home = home();
    let me = || Author::HOUSEHOLD;
    let id = home.diary.add(&letter(), me(), false).unwrap();
    let mut other = letter();
    other.set(65, Value::Text("A nicer letter".into()));
    assert_eq!(home.diary.amend(id, &other, "no", me(), true), Err(DiaryError::Clinicians));
    other.source = Source::Typed;
    assert_eq!(home.diary.amend(id, &other, "no", me(), true), Err(DiaryError::Clinicians));
    assert_eq!(home.diary.retract(id, "no", me()), Err(DiaryError::Clinicians));
    assert_eq!(home.diary.reinstate(id, "no", me()), Err(DiaryError::Clinicians));
    let own = home.diary.add(&morning("128/82"), me(), false).unwrap();
    assert_eq!(home.diary.object(own, "no", me()), Err(DiaryError::NotClinicians));
    assert_eq!(home.diary.object(id, "\n", me()), Err(DiaryError::NoReason));
    let long = "x".repeat(LONGEST_NOTE + 1);
    assert_eq!(home.diary.object(id, &long, me()), Err(DiaryError::TooManyWords));

    home.diary.object(id, "I never said that", me()).unwrap();
    home.diary.object(id, "nor that", me()).unwrap();
    let home = home.reopened();
    let shown = home.diary.entry(id).unwrap().unwrap();
    let words: Vec<_> = shown.objections.iter().map(|objection| objection.words.as_str()).collect();
    assert_eq!((words, &shown.content), (vec!["I never said that", "nor that"], &letter()));
    assert!(home.diary.entry(own).unwrap().unwrap().objections.is_empty());
    home.diary.verify().unwrap();
    // They go with what they stand beside, and not before.
    home.diary.erase(id, me()).unwrap();
    let home = home.reopened();
    home.diary.verify().unwrap();
    assert_eq!(home.diary.operation_ids().unwrap().len(), 6, "the operations stay, emptied");
}

#[test]
fn the_file_of_a_letter_stays_with_it() {
    let home = home();
    let id = home.diary.add(&letter(), Author::HOUSEHOLD, false).unwrap();
    let mut file = std::io::Cursor::new(b"%PDF-1.4 a letter".to_vec());
    let stays = WhatStays::AllIfNeedBe;
    let attached = home
        .diary
        .attach(id, &mut file, &MediaWords::default(), stays, Author::HOUSEHOLD, &mut |_, _| ())
        .unwrap();
    let removed = home.diary.remove_media(attached.file.id, "no", Author::HOUSEHOLD);
    assert_eq!(removed, Err(DiaryError::Clinicians));
    home.diary.verify().unwrap();
}

fn fields() -> Vec<NewField> {
    let field = |name: &str, holds| NewField { name: name.into(), holds, required: false };
    vec![
        NewField { required: true, ..field("Score", Holds::Scale) },
        field("minutes", Holds::Number(Unit::Minute)),
        field("cups", Holds::Amount("cups of tea".into())),
        field("at rest", Holds::YesOrNo),
        field("words", Holds::Text),
    ]
}

fn own(kind: KindId, values: impl IntoIterator<Item = (u16, Value)>) -> Content {
    let at = moment("2026-08-14T07:10", "Europe/London");
    let mut content = Content { defined: Some(kind), ..Content::new(kind::OWN.number, at, Source::Typed) };
    values.into_iter().for_each(|(field, value)| content.set(field, value));
    content
}

#[test]
fn a_kind_of_ones_own_is_like_any_other() {
    let home = home();
    let me = || Author::HOUSEHOLD;
    let tremor = home.diary.define("Hand tremor", &fields(), me()).unwrap();
    let home = home.reopened();
    let kinds = home.diary.kinds().unwrap();
    let definition = kinds.named("hand-tremor").unwrap();
    assert_eq!((definition.id, definition.fields.len()), (tremor, 5));
    let at = |_: &str| Err(crate::time::TimeError::NotADate);
    let described = definition.described();
    let words = ["7", "minutes", "12", "cups", "2.5", "at-rest", "no"];
    let typed = parse_words(&described, "", &words, &at).unwrap();
    assert_eq!(typed[2].1, Value::Amount { digits: "2.5".parse().unwrap(), unit: "cups of tea".into() });
    let content = own(tremor, typed);
    let id = home.diary.add(&content, me(), false).unwrap();
    assert_eq!(home.diary.entry(id).unwrap().unwrap().content, content);

    let add = |content: &Content| home.diary.add(content, me(), true).unwrap_err();
    let eleven = Value::Number { digits: Decimal::whole(11), unit: Unit::Score };
    assert!(matches!(
        add(&own(tremor, [(described[0].number, eleven)])),
        DiaryError::Doubtful(Doubt::Impossible { field: "the first field", .. })
    ));
    let missing = own(tremor, [(described[3].number, Value::Choice(1))]);
    assert_eq!(add(&missing), DiaryError::Doubtful(Doubt::Missing { field: "the first field" }));
    assert_eq!(add(&own(KindId::from_bytes([9; 16]), [])), DiaryError::UnknownKind);
    home.diary.verify().unwrap();
}

#[test]
fn a_kind_of_ones_own_changes_without_breaking_what_was_written() {
    let home = home();
    let me = || Author::HOUSEHOLD;
    let tremor = home.diary.define("tremor", &fields(), me()).unwrap();
    let number = |at: usize| home.diary.kinds().unwrap().get(tremor).unwrap().fields[at].number;
    let score = Value::Number { digits: Decimal::whole(7), unit: Unit::Score };
    let cups = Value::Amount { digits: Decimal::whole(2), unit: "cups of tea".into() };
    let content = own(tremor, [(number(0), score.clone()), (number(2), cups)]);
    let id = home.diary.add(&content, me(), false).unwrap();

    let more = NewField { name: "tired".into(), holds: Holds::YesOrNo, required: true };
    let changes = [
        Redefine::Name("shaking".into()),
        Redefine::FieldName(number(0), "strength".into()),
        Redefine::Retire(number(2)),
        Redefine::Add(more),
    ];
    home.diary.redefine(tremor, &changes, me()).unwrap();
    assert_eq!(
        home.diary.redefine(tremor, &[Redefine::Name("shaking".into())], me()),
        Err(BadDefinition::Nothing.into())
    );
    let home = home.reopened();
    let kinds = home.diary.kinds().unwrap();
    let definition = kinds.named("shaking").unwrap();
    assert_eq!(definition.fields[0].name, "strength");
    assert!(kinds.named("tremor").is_none() && definition.fields[2].retired);
    // What was written says what it said, retired field and all.
    let entry = home.diary.entry(id).unwrap().unwrap();
    assert_eq!(entry.content, content);
    let described = kinds.describe(&entry.content).unwrap();
    assert!(entry.content.values.iter().all(|value| described.field(value.field).is_some()));
    let without = own(tremor, [(definition.fields[0].number, score)]);
    assert_eq!(
        home.diary.add(&without, me(), true),
        Err(DiaryError::Doubtful(Doubt::Missing { field: "the sixth field" }))
    );
    home.diary.verify().unwrap();
}

#[test]
fn bad_definitions_are_refused() {
    let home = home();
    let define = |name: &str, fields: &[NewField]| home.diary.define(name, fields, Author::HOUSEHOLD);
    let refused = |name: &str, fields: &[NewField]| match define(name, fields).unwrap_err() {
        DiaryError::Definition(error) => error,
        other => panic!("{other}"),
    };
    let one = |name: &str, holds| vec![NewField { name: name.into(), holds, required: true }];
    for name in ["", "a\0b", "x,y", "\u{7}"] {
        assert_eq!(refused(name, &fields()), BadDefinition::BadName, "{name:?}");
    }
    assert_eq!(refused("bp", &fields()), BadDefinition::NameTaken);
    assert_eq!(refused("Weight", &fields()), BadDefinition::NameTaken);
    assert_eq!(refused("mine", &[]), BadDefinition::Fields);
    let many: Vec<_> = (0..=MOST_FIELDS).flat_map(|at| one(&format!("f{at}"), Holds::Text)).collect();
    assert_eq!(refused("mine", &many), BadDefinition::Fields);
    assert_eq!(refused("mine", &one("at", Holds::Text)), BadDefinition::NameTaken);
    let twice = [one("a", Holds::Text), one("A", Holds::Scale)].concat();
    assert_eq!(refused("mine", &twice), BadDefinition::NameTaken);
    for unit in ["x".repeat(LONGEST_UNIT + 1), "a\u{1b}b".into()] {
        assert_eq!(refused("mine", &one("a", Holds::Amount(unit))), BadDefinition::BadUnit);
    }
    // Right to left, combining marks and pictures are words like any other.
    for name in ["رعشة", "e\u{301}tat", "🙂"] {
        define(name, &one("شدة", Holds::Amount("قطرة".into()))).unwrap();
    }
    define("mine", &fields()).unwrap();
    assert_eq!(refused("Mine", &fields()), BadDefinition::NameTaken);
    assert_eq!(home.diary.kinds().unwrap().own().count(), 4);
    home.diary.verify().unwrap();
}

/// Two phones that never met define kinds of one name: both stay, each under its own id.
#[test]
fn two_phones_never_define_the_same_kind() {
    let one = home();
    let other = home();
    let here = one.diary.define("tremor", &fields(), Author::HOUSEHOLD).unwrap();
    let there = other.diary.define("tremor", &fields(), Author::HOUSEHOLD).unwrap();
    assert_ne!(here, there);
    let numbers = |home: &Home, kind| {
        let kinds = home.diary.kinds().unwrap();
        kinds.get(kind).unwrap().fields.iter().map(|field| field.number).collect::<Vec<_>>()
    };
    assert_ne!(numbers(&one, here), numbers(&other, there));
}

/// What people type comes back as it was, or is refused with its field; what was refused left nothing behind.
#[test]
fn odd_words_are_kept_to_the_letter_or_refused() {
    let home = home();
    let note = |text: &str| {
        let at = moment("2026-08-14T07:10", "Europe/London");
        let mut note = Content::new(kind::NOTE.number, at, Source::Typed);
        note.set(kind::TEXT, Value::Text(text.to_owned()));
        note
    };
    for text in ["\0", "a\0b\u{1b}[31m", "\u{202e}gnihtemos", "e\u{301}\u{327}", "👩‍👩‍👧", "=1+1", "\r\n\t x"]
    {
        let mut content = note(text);
        content.note = Some(text.to_owned());
        let id = home.diary.add(&content, Author::HOUSEHOLD, false).unwrap();
        assert_eq!(home.diary.entry(id).unwrap().unwrap().content, content, "{text:?}");
    }
    let before = home.diary.count().unwrap();
    let long = home.diary.add(&note(&"x".repeat(10 << 20)), Author::HOUSEHOLD, true);
    assert_eq!(long, Err(DiaryError::Doubtful(Doubt::TooLong { field: "words", longest: 1 << 20 })));
    assert_eq!(
        home.diary.add(&note(" \n"), Author::HOUSEHOLD, true),
        Err(DiaryError::Doubtful(Doubt::Missing { field: "words" }))
    );
    let later = Content { moment: moment("2036-08-14T07:10", "Europe/London"), ..note("plans") };
    assert_eq!(home.diary.add(&later, Author::HOUSEHOLD, false), Err(DiaryError::Doubtful(Doubt::Future)));
    let mut half = morning("128/82");
    half.values.pop();
    assert_eq!(
        home.diary.add(&half, Author::HOUSEHOLD, true),
        Err(DiaryError::Doubtful(Doubt::Missing { field: "bottom number" }))
    );
    assert_eq!(home.diary.count().unwrap(), before);
    home.diary.verify().unwrap();
}
