//! `diary decode`: looking into the bytes that a device sent. Needs no diary.

use health_gatt::describe::{Description, decode_by_name, names};
use health_gatt::{Quirks, quirk};
use serde_json::{Value, json};

use crate::args::DecodeArgs;
use crate::error::CliError;
use crate::pick::PickError;
use crate::table;
use crate::terminal::{Console, Look, Role, shown};

/// Text that does not spell bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadHex {
    /// A character is none of 0-9, a-f and what may stand between bytes.
    #[error("byte {at} is not two hexadecimal digits; write bytes as in 16 7C 00")]
    NotHex {
        /// Which byte, from 0.
        at: usize,
    },
    /// There is an odd number of digits.
    #[error("there is an odd number of hexadecimal digits; every byte takes two, as in 0A")]
    Odd,
}

impl BadHex {
    /// Which byte is wrong, from 0, where that is known.
    pub const fn at(self) -> Option<usize> {
        match self {
            Self::NotHex { at } => Some(at),
            Self::Odd => None,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// [`CliError::Bytes`] for a name that is not known or bytes that are not such a value, [`CliError::Hex`].
pub fn run(args: &DecodeArgs, console: Console) -> Result<(), CliError> {
    let Some(what) = args.what.as_deref().filter(|_| !args.list) else {
        return if console.json { console.json(&list_json()) } else { console.result(&list(console.look)) };
    };
    let quirks = args.quirk.as_deref().map_or(Ok(Quirks::NONE), quirks)?;
    let bytes = bytes(&args.hex)?;
    let description = decode_by_name(what, &bytes, quirks).map_err(CliError::Bytes)?;
    if console.json {
        console.json(&json(&description))
    } else {
        console.result(&text(&description, console.look))
    }
}

/// The bytes that texts spell, one after the other; spaces, colons and dashes may stand between bytes, `0x` before.
///
/// # Errors
/// [`BadHex`].
pub fn bytes(texts: &[String]) -> Result<Vec<u8>, BadHex> {
    let mut bytes = Vec::new();
    let mut half: Option<u32> = None;
    for word in texts.iter().flat_map(|text| text.split([' ', ':', '-', ',', '\t', '\n'])) {
        let digits = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")).unwrap_or(word);
        for digit in digits.chars() {
            let value = digit.to_digit(16).ok_or(BadHex::NotHex { at: bytes.len() })?;
            half = match half {
                None => Some(value),
                Some(high) => {
                    bytes.push(u8::try_from(high * 16 + value).unwrap_or_default());
                    None
                }
            };
        }
    }
    if half.is_some() { Err(BadHex::Odd) } else { Ok(bytes) }
}

/// The quirks that go by the name of a model, or by their own, several of them parted by commas.
fn quirks(name: &str) -> Result<Quirks, PickError> {
    if let Ok(quirks) = name.to_ascii_lowercase().replace('-', "_").parse() {
        return Ok(quirks);
    }
    match Quirks::for_model("", name) {
        Quirks::NONE => Err(PickError::None { what: "quirk", names: quirk_names() }),
        quirks => Ok(quirks),
    }
}

/// Every departure by its own name, and every model that departs.
fn quirk_names() -> Vec<String> {
    let models = quirk::rows().filter(|row| !row.model.is_empty());
    let flags = (0..u16::BITS).flat_map(|bit| quirk::Flags::from_bits(1 << bit).names().collect::<Vec<_>>());
    let models = models.map(|row| format!("{} {}", row.manufacturer, row.model.trim_end_matches('*')));
    flags.map(str::to_owned).chain(models).collect()
}

fn hex(bytes: &[u8]) -> String {
    let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(" ")
}

/// `{"what", "outcome", "fields": [{"name", "value", "unit"}], "remarks", "rest"}`.
pub fn json(description: &Description) -> Value {
    let fields: Vec<Value> = description
        .fields
        .iter()
        .map(|field| match field.unit {
            Some(unit) => json!({ "name": field.name, "value": field.value, "unit": unit }),
            None => json!({ "name": field.name, "value": field.value }),
        })
        .collect();
    json!({
        "what": description.what,
        "outcome": description.outcome.as_str(),
        "fields": fields,
        "remarks": description.remarks,
        "rest": hex(&description.rest),
    })
}

/// The description in lines of text.
pub fn text(description: &Description, look: Look) -> String {
    let outcome = description.outcome.as_str().replace('_', " ");
    let mut lines = vec![look.paint(Role::Heading, &format!("{}: {outcome}", description.what))];
    let widest = description.fields.iter().map(|field| field.name.len()).max().unwrap_or(0);
    for field in &description.fields {
        let unit = field.unit.map_or(String::new(), |unit| format!(" {unit}"));
        lines.push(format!("  {:widest$}  {}{unit}", field.name, shown(&field.value)));
    }
    lines.extend(
        description.remarks.iter().map(|remark| look.paint(Role::Attention, &format!("  remark: {remark}"))),
    );
    if !description.rest.is_empty() {
        lines.push(format!("  after the last field: {}", hex(&description.rest)));
    }
    lines.join("\n")
}

fn list(look: Look) -> String {
    let rows = names().map(|name| [name.code, name.readable, name.about].map(str::to_owned).to_vec());
    table::table(look, &["Short", "Name", "What it is"], rows)
}

fn list_json() -> Value {
    let names = names().map(|name| json!({ "code": name.code, "name": name.readable, "about": name.about }));
    json!({ "names": names.collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use health_gatt::describe::DescribeError;

    use super::*;

    fn args(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    fn described(what: &str, texts: &[&str], quirk: Option<&str>) -> Result<Description, CliError> {
        let quirks = quirk.map_or(Ok(Quirks::NONE), quirks)?;
        decode_by_name(what, &bytes(&args(texts))?, quirks).map_err(CliError::Bytes)
    }

    #[test]
    fn bytes_are_read_however_they_are_written() {
        let expected = Ok(vec![0x16, 0x7C, 0x00, 0x56]);
        for texts in [
            &["167c0056"][..],
            &["16 7C 00 56"],
            &["16", "7C", "00", "56"],
            &["0x16", "0x7c", "0X00:56"],
            &["16:7c-00,56"],
        ] {
            assert_eq!(bytes(&args(texts)), expected, "{texts:?}");
        }
        assert_eq!(bytes(&args(&["16 7"])), Err(BadHex::Odd));
        assert_eq!(bytes(&args(&["16 7G"])), Err(BadHex::NotHex { at: 1 }));
        assert_eq!(bytes(&args(&["16 ü"])), Err(BadHex::NotHex { at: 1 }));
        assert_eq!(bytes(&args(&[""])), Ok(vec![]));
    }

    /// The first row is a capture in derdilla/blood-pressure-monitor-fl: app tests, issue 80.
    #[test]
    fn a_reading_in_lines() {
        let frame = ["16 7C00 5600 6100 E807060F11111B 3300 2700"];
        let text = text(&described("2a35", &frame, None).unwrap(), Look::PLAIN);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "blood-pressure-measurement: reading");
        assert_eq!(lines[1], "  systolic                124 mmHg");
        assert_eq!(lines[4], "  time stamp              2024-06-15T17:17:27");
        assert!(lines[6].contains("body moved"), "{text}");
    }

    #[test]
    fn the_same_in_json() {
        let json = json(&described("sfloat", &["14 F0 AA"], None).unwrap());
        assert_eq!(
            json.to_string(),
            r#"{"what":"medfloat16","outcome":"information","fields":[{"name":"value","value":"2.0"}],"remarks":["bytes follow the last announced field (kept)"],"rest":"AA"}"#
        );
    }

    #[test]
    fn a_cut_frame_names_the_byte() {
        let error = described("blood-pressure-measurement", &["16 7C 00"], None).unwrap_err();
        let json = error.json();
        assert_eq!(json["error"]["kind"], "too_short");
        assert!(json["error"]["at"].is_u64(), "{json}");
        assert_eq!(error.class().code(), 1);
        let unknown = described("2aff", &["00"], None).unwrap_err();
        assert!(matches!(unknown, CliError::Bytes(DescribeError::UnknownName)));
        assert_eq!(unknown.hint().unwrap(), "`diary decode --list` shows the names");
    }

    #[test]
    fn a_quirk_goes_by_its_model() {
        for name in ["BM85", "Beurer BM 85", "big-endian-pulse-with-unannounced-user"] {
            let layout = quirk::Flags::BIG_ENDIAN_PULSE_WITH_UNANNOUNCED_USER;
            assert!(quirks(name).unwrap().has(layout), "{name}");
        }
        let several = quirks("resends-all,settle_ms=700").unwrap();
        assert_eq!(several.to_string(), "resends_all, settle_ms=700");
        let hint = quirks("BM999").unwrap_err().hint().unwrap();
        assert!(hint.contains("map_zero_means_absent") && hint.contains("a&d ua-651ble"), "{hint}");
    }

    /// The frame of the example in the help: a capture in derdilla/blood-pressure-monitor-fl, pull request 735.
    #[test]
    fn the_example_with_a_quirk_is_a_reading() {
        let frame = ["56 6A00 4700 0000 EA07080B121F00 003F 00 0000"];
        let description = described("2a35", &frame, Some("BM85")).unwrap();
        assert!(description.fields.iter().any(|field| field.name == "pulse rate" && field.value == "63"));
    }

    #[test]
    fn every_name_is_listed() {
        let list = list(Look::PLAIN);
        assert!(names().all(|name| list.contains(name.readable)), "{list}");
    }
}
