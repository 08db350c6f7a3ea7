//! An entry of every kind, with any values that its description allows, comes back from storage, JSON and CSV.

use super::*;
use crate::diary::{Field, Kind};

/// Any value that a field of this shape can hold.
fn held(shape: Shape<'static>) -> BoxedStrategy<Value> {
    let digits =
        || (any::<i64>(), -18_i8..=18).prop_map(|(mantissa, exponent)| Decimal { mantissa, exponent });
    let numbers = |choices: &'static [crate::diary::Choice]| {
        let numbers: Vec<u16> = choices.iter().map(|choice| choice.number).collect();
        prop::sample::subsequence(numbers.clone(), 1..=numbers.len())
    };
    match shape {
        Shape::Number { units, .. } => prop_oneof![
            (digits(), prop::sample::select(units)).prop_map(|(digits, unit)| Value::Number { digits, unit }),
            prop::sample::select(&UNREAD[..]).prop_map(Value::Unread),
        ]
        .boxed(),
        Shape::Amount { .. } => {
            (digits(), words()).prop_map(|(digits, unit)| Value::Amount { digits, unit }).boxed()
        }
        Shape::Text { .. } => words().prop_map(Value::Text).boxed(),
        Shape::Choice(choices) => numbers(choices).prop_map(|chosen| Value::Choice(chosen[0])).boxed(),
        Shape::Choices(choices) => numbers(choices).prop_map(Value::Choices).boxed(),
        Shape::Time => {
            moment_with(Just(None).boxed()).prop_map(|moment| Value::Time(Box::new(moment))).boxed()
        }
        Shape::Entry => any::<[u8; 16]>().prop_map(|id| Value::Entry(EntryId::from_bytes(id))).boxed(),
    }
}

/// Some of a kind's fields with values, in order.
fn values(kind: &'static Kind) -> impl Strategy<Value = Vec<FieldValue>> {
    let mut fields: Vec<&'static Field<'static>> = kind.fields.iter().collect();
    fields.sort_by_key(|field| field.number);
    let one = |field: &&'static Field<'static>| {
        let number = field.number;
        prop::option::weighted(0.7, held(field.shape))
            .prop_map(move |value| value.map(|value| FieldValue { field: number, value }))
    };
    fields.iter().map(one).collect::<Vec<_>>().prop_map(|values| values.into_iter().flatten().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn an_entry_of_every_kind_comes_back(
        contents in kind::ALL.iter().map(|kind| (values(kind), content()).prop_map(|(values, content)| Content {
            kind: kind.number,
            values,
            defined: None,
            ..content
        })).collect::<Vec<_>>()
    ) {
        let items: Vec<Item> =
            contents.into_iter().map(|content| (entry(1, content), Vec::new())).collect();
        let read = as_json("Ana", &items);
        let rows = rows(&as_csv("Ana", &items));
        prop_assert_eq!(rows.len(), kind::ALL.len());
        for ((item, row), object) in items.iter().zip(&rows).zip(read["people"][0]["entries"].as_array().unwrap()) {
            let stored: Option<Content> = cbor::decode(&cbor::encode(&item.0.content));
            prop_assert_eq!(stored.as_ref(), Some(&item.0.content));
            assert_json_entry(object, item);
            assert_row(row, "Ana", &item.0);
            // Every value of a known kind has a column of its own, but for an empty list of choices.
            prop_assert_eq!(&row["other_values"], "");
        }
    }
}

/// The bytes of version 1 are the bytes of an entry that has nothing new.
#[test]
fn an_entry_without_anything_new_has_the_bytes_it_had() {
    let content = Content { flags: Vec::new(), note: None, ..reading("128/82") };
    let bytes = cbor::encode(&content);
    assert_eq!(bytes[0], 0x86, "six positions: neither tags nor a definition");
    assert_eq!(cbor::decode::<Content>(&bytes), Some(content.clone()));
    let tagged = Content { tags: Tags::new(["travel"]).unwrap(), ..content };
    let bytes = cbor::encode(&tagged);
    assert_eq!(bytes[0], 0x87);
    assert_eq!(cbor::decode::<Content>(&bytes), Some(tagged));
}
