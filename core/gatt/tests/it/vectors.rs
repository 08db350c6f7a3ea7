//! Published and made vectors: each row of `tests/fixtures/gatt` against what it must decode to.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a broken fixture must stop the test where it is"
)]

use std::fs;
use std::path::Path;

use health_gatt::Quirks;
use health_gatt::describe::{DescribeError, Description, Field, Kind, decode_by_name};
use serde_json::Value;

fn vectors() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/gatt");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut all = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "json")) {
        let rows: Vec<Value> = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        all.extend(rows);
    }
    all
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u32> = hex.chars().filter(|c| *c != ' ').map(|c| c.to_digit(16).expect(hex)).collect();
    assert_eq!(digits.len() % 2, 0, "{hex}");
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap()).collect()
}

fn quirks(row: &Value) -> Quirks {
    row["quirks"].as_str().map_or(Quirks::NONE, |names| names.parse().unwrap())
}

fn check_decoded(id: &str, expected: &Value, description: &Description) {
    assert_eq!(description.outcome.as_str(), expected["outcome"], "{id}: outcome");
    let fields: Vec<Value> = description
        .fields
        .iter()
        .map(|Field { name, value, unit }| match unit {
            Some(unit) => serde_json::json!({ "name": name, "value": value, "unit": unit }),
            None => serde_json::json!({ "name": name, "value": value }),
        })
        .collect();
    assert_eq!(Value::from(fields), expected["fields"], "{id}: fields");
    assert_eq!(serde_json::json!(description.remarks), expected["remarks"], "{id}: remarks");
    assert_eq!(description.rest, bytes(expected["rest"].as_str().unwrap()), "{id}: rest");
}

fn check_refused(id: &str, expected: &Value, error: DescribeError) {
    let (kind, at) = match error {
        DescribeError::UnknownName => panic!("{id}: unknown name"),
        DescribeError::Request(_) => ("request", 0),
        DescribeError::Decode(error) => (error.kind.code(), error.at),
        other => panic!("{id}: {other:?} has no name here"),
    };
    assert_eq!(*expected, serde_json::json!({ "kind": kind, "at": at }), "{id}: error");
}

#[test]
fn every_vector_decodes_as_written() {
    let vectors = vectors();
    assert!(vectors.len() >= 100, "only {} vectors were found", vectors.len());
    let mut ids = std::collections::BTreeSet::new();
    for row in &vectors {
        let id = row["id"].as_str().unwrap();
        assert!(ids.insert(id), "{id} occurs twice");
        assert!(!row["source"].as_str().unwrap().is_empty(), "{id} has no source");
        let bytes = bytes(row["hex"].as_str().unwrap());
        match decode_by_name(row["what"].as_str().unwrap(), &bytes, quirks(row)) {
            Ok(description) => {
                assert!(row["error"].is_null(), "{id} decoded, but must not: {description:?}");
                check_decoded(id, &row["expect"], &description);
            }
            Err(error) => {
                assert!(row["expect"].is_null(), "{id} was refused: {error}");
                check_refused(id, &row["error"], error);
            }
        }
    }
}

/// The beginning of a reading is no reading, but for three forms that do not say how long they are.
///
/// A heart rate ends with intervals up to the end of the packet; an Omron slot of 16 bytes begins with the fields of one of
/// 14, so whoever cuts the memory into slots decides; the file of a night says its size, and a cut one is remarked.
#[test]
fn no_beginning_of_a_reading_is_another_reading() {
    const OPEN: [&str; 3] = ["heart-rate-measurement", "omron-record-little-endian", "viatom-o2ring-session"];
    let (mut tried, mut accepted) = (0, 0);
    for row in vectors() {
        let (what, bytes) = (row["what"].as_str().unwrap(), bytes(row["hex"].as_str().unwrap()));
        let Ok(whole) = decode_by_name(what, &bytes, quirks(&row)) else { continue };
        if whole.outcome != Kind::Reading || !whole.rest.is_empty() {
            continue;
        }
        for length in 0..bytes.len() {
            tried += 1;
            let Ok(cut) = decode_by_name(what, &bytes[..length], quirks(&row)) else { continue };
            if cut.outcome == Kind::Reading {
                accepted += 1;
                assert!(OPEN.contains(&cut.what), "{}: {length} bytes of {}", row["id"], bytes.len());
            }
        }
    }
    assert!(tried > 1500 && accepted < tried / 20, "{accepted} of {tried}");
}
