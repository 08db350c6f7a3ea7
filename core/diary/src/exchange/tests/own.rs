//! Kinds that people defined themselves leave as the others do: every value in columns that a person can read.

use super::*;
use crate::diary::{Definition, Holds, OwnField};

const BEN: PersonId = PersonId::from_bytes([6; 16]);

fn holds() -> impl Strategy<Value = Holds> {
    prop_oneof![
        prop::sample::select(Unit::ALL).prop_map(Holds::Number),
        words().prop_map(Holds::Amount),
        Just(Holds::Text),
        Just(Holds::YesOrNo),
        Just(Holds::Scale),
    ]
}

/// Any value that such a field can hold; at times one that it cannot, as a newer program might.
fn held(holds: &Holds) -> BoxedStrategy<Value> {
    let digits =
        || (any::<i64>(), -18_i8..=18).prop_map(|(mantissa, exponent)| Decimal { mantissa, exponent });
    let number = move |unit: Unit| {
        prop_oneof![
            9 => digits().prop_map(move |digits| Value::Number { digits, unit }),
            1 => prop::sample::select(&UNREAD[..]).prop_map(Value::Unread),
        ]
    };
    let right = match holds {
        Holds::Number(unit) => number(*unit).boxed(),
        Holds::Amount(unit) => {
            let unit = unit.clone();
            digits().prop_map(move |digits| Value::Amount { digits, unit: unit.clone() }).boxed()
        }
        Holds::Text => words().prop_map(Value::Text).boxed(),
        Holds::YesOrNo => (1_u16..=2).prop_map(Value::Choice).boxed(),
        Holds::Scale => number(Unit::Score).boxed(),
    };
    let wrong = (digits(), words()).prop_map(|(digits, unit)| Value::Amount { digits, unit });
    prop_oneof![9 => right, 1 => number(Unit::MmHg), 1 => wrong].boxed()
}

/// Names that meet each other, and others' suffixes.
fn definition() -> impl Strategy<Value = Definition> {
    let name =
        || prop::sample::select(&["tea", "=tea", "x", "x_unit", "unit", "systolic", "own", "@b.c"][..]);
    let field = (any::<u16>(), name(), holds(), any::<bool>()).prop_map(|(number, name, holds, retired)| {
        OwnField { number, name: name.to_owned(), holds, required: false, retired }
    });
    (any::<[u8; 16]>(), name(), prop::collection::vec(field, 1..6)).prop_map(|(id, name, mut fields)| {
        fields.sort_by_key(|field| field.number);
        fields.dedup_by_key(|field| field.number);
        Definition { id: KindId::from_bytes(id), name: name.to_owned(), fields }
    })
}

/// Some definitions with entries of them.
fn of_one_person() -> impl Strategy<Value = (Vec<Definition>, Vec<Content>)> {
    let entries = |definition: Definition| {
        let values: Vec<_> = definition
            .fields
            .iter()
            .map(|field| {
                let number = field.number;
                prop::option::weighted(0.8, held(&field.holds))
                    .prop_map(move |value| value.map(|value| FieldValue { field: number, value }))
            })
            .collect();
        let entry = (values, content()).prop_map(|(values, content)| (values.into_iter().flatten(), content));
        (Just(definition), prop::collection::vec(entry, 0..3))
    };
    prop::collection::vec(definition().prop_flat_map(entries), 0..4).prop_map(|all| {
        let mut contents = Vec::new();
        let mut definitions = Vec::new();
        for (definition, entries) in all {
            let (kind, defined) = (kind::OWN.number, Some(definition.id));
            contents.extend(entries.into_iter().map(|(values, content)| Content {
                kind,
                defined,
                values: values.collect(),
                ..content
            }));
            definitions.push(definition);
        }
        (definitions, contents)
    })
}

/// The values of a row by the rules of the page: what the kind's fields have in their columns, and the rest.
fn values_of(row: &BTreeMap<String, String>, definition: &Definition) -> Vec<(String, Option<u16>, Value)> {
    let mut values = Vec::new();
    for field in &definition.fields {
        let twice = definition.fields.iter().filter(|other| other.name == field.name).count() > 1;
        let get = |what: &str| {
            let heading = format!("own {} {}{what}", definition.name, field.name);
            row.get(&heading).filter(|cell| !cell.is_empty()).cloned()
        };
        let has = |what: &str| row.contains_key(&format!("own {} {}{what}", definition.name, field.name));
        let value = match get("") {
            _ if twice => None,
            Some(digits) if has(" ucum") => Some(Value::Number {
                digits: decimal(&digits),
                unit: unit(&get(" unit").unwrap_or_default(), &get(" ucum").unwrap()),
            }),
            None if has(" ucum") => get(" unread").map(|why| Value::Unread(unread(&why))),
            Some(digits) if has(" unit") => {
                let unit = cell_words(&get(" unit").unwrap()).unwrap();
                Some(Value::Amount { digits: decimal(&digits), unit })
            }
            Some(cell) if field.holds == Holds::YesOrNo => {
                Some(Value::Choice(if cell == "yes" { 1 } else { 2 }))
            }
            cell => cell.and_then(|cell| cell_words(&cell)).map(Value::Text),
        };
        values.extend(value.map(|value| (field.name.clone(), Some(field.number), value)));
    }
    let others: Json = row["other_values"].parse().unwrap_or(Json::Array(Vec::new()));
    let others = others.as_array().unwrap().iter().map(json_value);
    values.extend(others.map(|(name, number, value)| (name.unwrap_or_default(), number, value)));
    values.sort_by_key(|value| format!("{value:?}"));
    values
}

fn expected_of(content: &Content, definition: &Definition) -> Vec<(String, Option<u16>, Value)> {
    let name = |number| definition.fields.iter().find(|field| field.number == number).unwrap().name.clone();
    let mut values: Vec<_> =
        content.values.iter().map(|one| (name(one.field), Some(one.field), one.value.clone())).collect();
    values.sort_by_key(|value| format!("{value:?}"));
    values
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn entries_of_ones_own_kinds_come_back_from_storage_json_and_csv(
        ana in of_one_person(),
        ben in of_one_person(),
    ) {
        let people = [(ANA, "Ana", &ana), (BEN, "Ben", &ben)];
        let part = |&(person, name, (definitions, contents)): &(PersonId, &'static str, &(Vec<Definition>, Vec<Content>))| {
            let entries: Vec<_> = contents.iter().map(|content| Ok((entry(1, content.clone()), Vec::new()))).collect();
            let kinds = Kinds::of(definitions.iter().cloned());
            PersonExport { person, name, kinds, entries: Box::new(entries.into_iter()), samples: None }
        };
        let (mut table, mut json) = (Vec::new(), Vec::new());
        export::csv(people.iter().map(part), &mut table).unwrap();
        export::json(people.iter().map(part), "2026-11-01T08:00:00Z".parse().unwrap(), &mut json).unwrap();
        let json: Json = serde_json::from_slice(&json).unwrap();
        let header = ::csv::Reader::from_reader(&*table).headers().unwrap().clone();
        let headings: BTreeSet<&str> = header.iter().collect();
        prop_assert_eq!(headings.len(), header.len(), "every heading stands once");
        let own = header.iter().filter(|heading| heading.contains(' '));
        prop_assert!(own.clone().all(|heading| heading.starts_with("own ")));
        let mut rows = rows(&table).into_iter();
        for (at, (_, _, (definitions, contents))) in people.iter().enumerate() {
            let objects = json["people"][at]["entries"].as_array().unwrap();
            for (content, object) in contents.iter().zip(objects) {
                let row = rows.next().unwrap();
                let definition = definitions.iter().find(|one| Some(one.id) == content.defined).unwrap();
                prop_assert_eq!(&row["kind"], &definition.name);
                prop_assert_eq!(&row["defined"], &definition.id.to_string());
                prop_assert_eq!(values_of(&row, definition), expected_of(content, definition));
                let stored: Option<Content> = cbor::decode(&cbor::encode(content));
                prop_assert_eq!(stored.as_ref(), Some(content));
                let said = object["values"].as_array().unwrap().iter().map(json_value);
                let mut said: Vec<_> = said.map(|(name, number, value)| (name.unwrap(), number, value)).collect();
                said.sort_by_key(|value| format!("{value:?}"));
                prop_assert_eq!(said, expected_of(content, definition));
            }
        }
    }
}

/// Two people who call different things the same: each value is where its heading says, or has its number.
#[test]
fn what_a_person_defined_has_columns_of_its_own() {
    let field = |number, name: &str, holds| OwnField {
        number,
        name: name.to_owned(),
        holds,
        required: true,
        retired: false,
    };
    let tea = |id: u8, fields| Definition { id: KindId::from_bytes([id; 16]), name: "tea".into(), fields };
    let hers = tea(1, vec![field(7, "drunk", Holds::Amount("cups".into())), field(9, "kind", Holds::Text)]);
    let his = tea(2, vec![field(8, "drunk", Holds::YesOrNo), field(9, "kind", Holds::Text)]);
    let said = |definition: &Definition, value: Value, kind: &str| {
        let mut content = Content { flags: Vec::new(), values: Vec::new(), ..reading("1/1") };
        (content.kind, content.defined) = (kind::OWN.number, Some(definition.id));
        content.set(definition.fields[0].number, value);
        content.set(definition.fields[1].number, Value::Text(kind.into()));
        content
    };
    let two = Value::Amount { digits: "2".parse().unwrap(), unit: "cups".into() };
    let people =
        [(ANA, &hers, said(&hers, two, "=green")), (BEN, &his, said(&his, Value::Choice(1), "mint"))];
    let part = |(person, definition, content): &(PersonId, &Definition, Content)| PersonExport {
        person: *person,
        name: "one of them",
        kinds: Kinds::of([(*definition).clone()]),
        entries: Box::new(std::iter::once(Ok((entry(1, content.clone()), Vec::new())))),
        samples: None,
    };
    let mut table = Vec::new();
    export::csv(people.iter().map(part), &mut table).unwrap();
    let text = String::from_utf8(table.clone()).unwrap();
    let (header, _) = text.split_once("\r\n").unwrap();
    assert!(header.ends_with(",objections,own tea drunk,own tea drunk unit,own tea kind"), "{header}");
    let rows = rows(&table);
    let cells = |row: &BTreeMap<String, String>| {
        ["drunk", "drunk unit", "kind"].map(|name| row[&format!("own tea {name}")].clone())
    };
    assert_eq!(cells(&rows[0]), ["2", "cups", "'=green"]);
    assert_eq!(cells(&rows[1]), ["", "", "mint"]);
    let others = r#"[{"field":"drunk","field_number":8,"choice":"yes","choice_number":1}]"#;
    assert_eq!((&*rows[0]["other_values"], &*rows[1]["other_values"]), ("", others));
}
