//! Decodes line by line, for other programs: each line of its input names a value and its bytes (`2a37 0055`), each line
//! of its output is a JSON object, `{"outcome", "fields", "remarks"}` or `{"error"}`.

use std::io::{BufRead, Write};

use health_gatt::Quirks;
use health_gatt::describe::{DescribeError, decode_by_name};
use serde_json::{Map, Value, json};

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let bytes: Option<Vec<u8>> =
        pairs.iter().map(|&[high, low]| Some(digit(high)? << 4 | digit(low)?)).collect();
    bytes.filter(|_| rest.is_empty())
}

fn answer(line: &str) -> Value {
    let (what, hex) = line.split_once(' ').unwrap_or((line, ""));
    let Some(bytes) = bytes(hex.trim()) else { return json!({ "error": "not_hex" }) };
    match decode_by_name(what, &bytes, Quirks::NONE) {
        Ok(described) => {
            let fields: Map<String, Value> = described
                .fields
                .into_iter()
                .map(|field| (field.name.to_owned(), field.value.into()))
                .collect();
            json!({ "outcome": described.outcome.as_str(), "fields": fields, "remarks": described.remarks })
        }
        Err(DescribeError::Decode(error)) => json!({ "error": error.kind.code() }),
        Err(error) => json!({ "error": error.to_string() }),
    }
}

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        writeln!(out, "{}", answer(&line?))?;
    }
    Ok(())
}
