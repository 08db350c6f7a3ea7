//! What crosses the border, as JSON: one form for each value, what stands for earlier answers, and what fits an expectation.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};

use super::super::error::Stopped;

/// The one form that a value has, whatever language wrote it: members by name, and a whole number without a point.
pub(super) fn canonical(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let sorted: BTreeMap<String, Value> =
                members.into_iter().map(|(name, value)| (name, canonical(value))).collect();
            Value::Object(Map::from_iter(sorted))
        }
        Value::Array(values) => Value::Array(values.into_iter().map(canonical).collect()),
        Value::Number(number) => Value::Number(whole(&number).unwrap_or(number)),
        rest => rest,
    }
}

/// The same with other texts.
pub(super) fn with_texts(value: Value, other: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(other(&text)),
        Value::Array(values) => {
            Value::Array(values.into_iter().map(|value| with_texts(value, other)).collect())
        }
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(name, value)| (name, with_texts(value, other))).collect())
        }
        rest => rest,
    }
}

/// A number that a language wrote with a point it does not need.
fn whole(number: &Number) -> Option<Number> {
    let float = number.is_f64().then(|| number.as_f64()).flatten()?;
    #[expect(clippy::cast_possible_truncation, reason = "whole, and small enough to be exact")]
    (float.fract() == 0.0 && float.abs() < 9.0e15).then(|| Number::from(float as i64))
}

/// A value as a line of text.
pub(super) fn line(value: &Value) -> String {
    format!("{}\n", canonical(value.clone()))
}

/// Puts earlier answers where texts stand for them: `$page.entries.0.id`, `$folder/card`.
pub(super) fn filled(value: &Value, names: &BTreeMap<String, Value>) -> Result<Value, Stopped> {
    Ok(match value {
        Value::String(text) => match text.strip_prefix('$') {
            Some(reference) => named(reference, names)?,
            None => value.clone(),
        },
        Value::Array(values) => {
            Value::Array(values.iter().map(|value| filled(value, names)).collect::<Result<_, _>>()?)
        }
        Value::Object(members) => {
            let filled = members.iter().map(|(name, value)| Ok((name.clone(), filled(value, names)?)));
            Value::Object(filled.collect::<Result<_, Stopped>>()?)
        }
        other => other.clone(),
    })
}

fn named(reference: &str, names: &BTreeMap<String, Value>) -> Result<Value, Stopped> {
    let nothing = || Stopped::NoSuchName(format!("${reference}"));
    let (path, rest) = reference.find('/').map_or((reference, ""), |at| reference.split_at(at));
    let mut parts = path.split('.');
    let mut found = names.get(parts.next().unwrap_or_default()).ok_or_else(nothing)?;
    for part in parts {
        let inside = part.parse::<usize>().map_or_else(|_| found.get(part), |number| found.get(number));
        found = inside.ok_or_else(nothing)?;
    }
    if rest.is_empty() {
        return Ok(found.clone());
    }
    Ok(Value::String(found.as_str().ok_or_else(nothing)?.to_owned() + rest))
}

/// Whether what came has what was expected: of an object the members that are given, of a list each one; `{}` is anything but
/// nothing.
pub(super) fn fits(expected: &Value, got: &Value) -> bool {
    match (expected, got) {
        (Value::Object(wanted), got) if wanted.is_empty() => !got.is_null(),
        (Value::Object(wanted), Value::Object(got)) => {
            wanted.iter().all(|(name, wanted)| got.get(name).is_some_and(|got| fits(wanted, got)))
        }
        (Value::Array(wanted), Value::Array(got)) => {
            wanted.len() == got.len() && wanted.iter().zip(got).all(|(wanted, got)| fits(wanted, got))
        }
        (wanted, got) => wanted == got,
    }
}

/// Which functions of a trait were called, each once and in order of the alphabet.
pub(super) fn functions(told: &Value) -> Vec<String> {
    let calls = told.as_array().into_iter().flatten().filter_map(Value::as_object).flat_map(Map::keys);
    let names: std::collections::BTreeSet<String> = calls.cloned().collect();
    names.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_has_one_form_whoever_wrote_it() {
        let (one, other): (Value, Value) = (
            serde_json::from_str(r#"{"b": 5.0, "a": [1, 0.5]}"#).unwrap(),
            serde_json::from_str(r#"{"a": [1.0, 5e-1], "b": 5}"#).unwrap(),
        );
        assert_eq!(line(&one), line(&other));
        assert_eq!(line(&one), "{\"a\":[1,0.5],\"b\":5}\n");
        let large = json!(u64::MAX);
        assert_eq!(canonical(large.clone()), large);
    }

    #[test]
    fn a_name_stands_for_an_earlier_answer() {
        let names = BTreeMap::from([
            ("page".to_owned(), json!({"entries": [{"id": "7f"}]})),
            ("folder".to_owned(), json!("x/y")),
        ]);
        let with = json!({"entry": "$page.entries.0.id", "to": ["$folder/card"], "note": "5 $"});
        let filled = filled(&with, &names).unwrap();
        assert_eq!(filled, json!({"entry": "7f", "to": ["x/y/card"], "note": "5 $"}));
        for nothing in ["$nobody", "$page.entries.1.id", "$page/x"] {
            assert!(
                matches!(super::filled(&json!(nothing), &names), Err(Stopped::NoSuchName(_))),
                "{nothing}"
            );
        }
    }

    #[test]
    fn what_is_left_out_is_not_looked_at_and_lists_are_whole() {
        let got = json!({"id": "7f", "said": {"kind": "pulse", "note": null}, "tags": ["a", "b"]});
        for fits_it in
            [json!({"said": {"kind": "pulse", "note": null}}), json!({"tags": ["a", {}]}), json!({})]
        {
            assert!(fits(&fits_it, &got), "{fits_it}");
        }
        for not in
            [json!({"said": {"note": {}}}), json!({"tags": ["a"]}), json!({"other": null}), json!("7f")]
        {
            assert!(!fits(&not, &got), "{not}");
        }
    }
}
