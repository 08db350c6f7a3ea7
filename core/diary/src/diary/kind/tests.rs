//! The descriptions hold together.

use std::collections::{BTreeMap, BTreeSet};

use super::field::LINE;
use super::*;

/// Each once.
fn unique<T: Ord>(what: impl IntoIterator<Item = T>) -> bool {
    let mut seen = BTreeSet::new();
    what.into_iter().all(|one| seen.insert(one))
}

#[test]
fn numbers_and_names_are_used_once() {
    assert!(unique(ALL.iter().map(|kind| kind.number)));
    assert!(unique(ALL.iter().flat_map(|kind| kind.short.iter().chain([&kind.name]))));
    for kind in ALL {
        assert!(unique(kind.fields.iter().map(|field| field.number)), "{}", kind.name);
        assert!(
            unique(kind.fields.iter().flat_map(|field| field.short.iter().chain([&field.name]))),
            "{}",
            kind.name
        );
        assert!(unique(kind.flags.iter().map(|flag| flag.number)), "{}", kind.name);
        assert!(kind.flags.iter().all(|flag| flag.number != OUT_OF_RANGE), "{}", kind.name);
    }
}

/// A field's number is one name and one shape in every kind, and the other way round: tables share its columns.
#[test]
fn a_field_means_the_same_everywhere() {
    let mut names = BTreeMap::new();
    let mut numbers = BTreeMap::new();
    for field in ALL.iter().flat_map(|kind| kind.fields) {
        let said = (field.name, format!("{:?}", field.shape), field.loinc);
        assert_eq!(names.entry(field.number).or_insert_with(|| said.clone()), &said, "{}", field.name);
        assert_eq!(*numbers.entry(field.name).or_insert(field.number), field.number, "{}", field.name);
    }
}

#[test]
fn descriptions_make_sense() {
    for kind in ALL {
        let field = |number| assert!(kind.field(number).is_some(), "{} {number}", kind.name);
        kind.least.iter().copied().for_each(field);
        kind.rising.iter().for_each(|(lower, higher)| [*lower, *higher].into_iter().for_each(field));
        let says = kind.fields.iter().any(|field| field.required) || !kind.least.is_empty();
        assert!(says || !kind.typed, "{}: an empty entry would do", kind.name);
        assert_eq!(kind.example.is_empty(), !kind.typed, "{}", kind.name);
        for field in kind.fields {
            match field.shape {
                Shape::Number { units, possible, usual } => {
                    assert!(possible.0.compare(usual.0).is_le() && usual.1.compare(possible.1).is_le());
                    assert!(usual.0.compare(usual.1).is_lt(), "{}", field.name);
                    let quantity = units[0].quantity();
                    let mixed = units.iter().any(|unit| unit.quantity() != quantity);
                    assert!(!mixed || field.name == "dose", "{}", field.name);
                }
                Shape::Choice(choices) | Shape::Choices(choices) => {
                    assert!(unique(choices.iter().map(|choice| choice.number)), "{}", field.name);
                    assert!(unique(choices.iter().map(|choice| choice.name)), "{}", field.name);
                    let plain =
                        |choice: &Choice| choice.name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
                    assert!(choices.iter().all(plain), "{}", field.name);
                }
                Shape::Text { .. } | Shape::Amount { .. } | Shape::Time | Shape::Entry => {}
            }
        }
    }
}

/// The page of the format names every kind, field, choice and unit: a reader written from it knows them all.
#[test]
fn the_page_says_what_the_descriptions_say() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/format.md")).unwrap();
    let mut rows = Vec::new();
    let list = |items: &mut dyn Iterator<Item = String>| items.collect::<Vec<_>>().join(", ");
    let unit = |unit: &Unit| format!("{} {} `{}`", *unit as u8, unit.text(), unit.ucum()).replace("  ", " ");
    rows.push(format!("Units: {}.", list(&mut Unit::ALL.iter().map(unit))));
    for kind in ALL {
        let fields = list(&mut kind.fields.iter().map(|field| field.number.to_string()));
        rows.push(format!("| {} | {} | {fields} |", kind.number, kind.name));
    }
    let fields: BTreeMap<_, _> =
        ALL.iter().flat_map(|kind| kind.fields).map(|field| (field.number, field)).collect();
    for field in fields.values() {
        let choices = |choices: &[Choice]| {
            list(&mut choices.iter().map(|choice| format!("{} {}", choice.number, choice.name)))
        };
        let holds = match field.shape {
            Shape::Number { units, .. } => {
                format!("number: {}", list(&mut units.iter().map(|unit| format!("`{}`", unit.ucum()))))
            }
            Shape::Text { longest } => format!("text, at most {longest} bytes"),
            Shape::Choice(all) => format!("choice: {}", choices(all)),
            Shape::Choices(all) => format!("choices: {}", choices(all)),
            Shape::Time => "time".to_owned(),
            Shape::Entry => "entry".to_owned(),
            Shape::Amount { .. } => unreachable!(),
        };
        rows.push(format!("| {} | {} | {holds} |", field.number, field.name));
    }
    let missing: Vec<_> = rows.iter().filter(|row| !page.lines().any(|line| line == **row)).collect();
    let missing = missing.into_iter().fold(String::new(), |text, row| text + row + "\n");
    assert!(missing.is_empty(), "core/docs/format.md lacks these lines:\n{missing}");
}

/// Something eaten.
const MEAL: Kind = Kind {
    number: 31,
    name: "meal",
    words: "Meal",
    fields: &[
        Field::new(140, "eaten", "what", LINE).needed(),
        Field::new(141, "carbs", "carbohydrates", Shape::number(&[Unit::Gram], 0, 500)),
    ],
    example: "\"rice and beans\" carbs \"45 g\"",
    ..PLAIN
};

/// The page that shows how a kind is added shows one that is complete, with numbers that are free.
#[test]
fn the_page_adds_a_kind_that_works() {
    let page =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/adding-a-kind.md")).unwrap();
    let shown = page.split("```rust\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(
        include_str!("tests.rs").contains(&shown.replace("pub const", "const")),
        "another kind:\n{shown}"
    );
    assert!(Kind::by_number(MEAL.number).is_none() && Kind::by_name(MEAL.name).is_none());
    let taken: BTreeSet<_> = ALL.iter().flat_map(|kind| kind.fields).map(|field| field.number).collect();
    assert!(MEAL.fields.iter().all(|field| !taken.contains(&field.number)));
    let time = |_: &str| Err(crate::time::TimeError::NotADate);
    let words = ["rice and beans", "carbs", "45 g"];
    let typed = crate::diary::parse_words(MEAL.fields, MEAL.example, &words, &time).unwrap();
    assert_eq!(typed.len(), 2);
    let day = crate::time::Civil::Date("2026-08-14".parse().unwrap());
    let at = crate::time::Moment::civil_only(day, crate::time::Evidence::Unknown);
    let mut content = Content::new(MEAL.number, at, crate::diary::Source::Typed);
    for (field, value) in typed {
        content.set(field, value);
    }
    assert_eq!(crate::diary::doubts_as(&content, &(&MEAL).into()), []);
}
