//! Entries as JSON, for scripts. Members are named as in exports: stable, and never the words of the tables.

use diary_core::diary::{Content, Entry, Source, Value as Held, Version};
use diary_core::time::{DayStart, Mark, Moment, When, ZoneName};
use serde_json::{Map, Value, json};

use crate::day::days;

/// `[{"day", "entries": [...]}]`, oldest day first; `day` is null for entries whose day is not known.
pub fn days_json(entries: &[Entry]) -> Value {
    let days = days(entries).into_iter().map(|day| {
        let date = day.date.map(|date| date.to_string());
        json!({ "day": date, "entries": day.entries.into_iter().map(entry).collect::<Vec<_>>() })
    });
    days.collect()
}

/// One entry as it shows now.
pub fn entry(entry: &Entry) -> Value {
    let mut object = object(json!({ "entry": entry.id.to_string() }));
    object.extend(said(&entry.content));
    object.insert("amended".to_owned(), entry.amended.into());
    object.insert("pair".to_owned(), entry.pair.into());
    object.into()
}

/// One version in an entry's history.
pub fn version(version: &Version) -> Value {
    json!({
        "operation": version.operation.to_string(),
        "recorded_at_ms": version.at_ms,
        "recorded_zone": version.zone,
        "reason": version.reason,
        "said": said(&version.content),
    })
}

/// Whether a device's reading was moved in time by more than a small drift: an hour or more.
pub fn clock_was_corrected(content: &Content) -> bool {
    matches!(&content.source, Source::Device(from) if from.shift_ms.is_some_and(|shift| shift.abs() >= 3_600_000))
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

fn said(content: &Content) -> Map<String, Value> {
    let kind = content.described();
    let mut said = object(json!({ "kind": kind.map(|kind| kind.name), "kind_number": content.kind }));
    said.extend(moment(&content.moment));
    let values = content.values.iter().map(|held| {
        let field = kind.and_then(|kind| kind.field(held.field)).map(|field| field.name);
        let mut member = object(json!({ "field": field, "field_number": held.field }));
        member.extend(value(&held.value));
        Value::from(member)
    });
    said.insert("values".to_owned(), values.collect());
    let flags = content.flags.iter().map(|flag| {
        let name = kind.and_then(|kind| kind.flag(flag.0)).map(|flag| flag.name);
        json!({ "flag": name, "flag_number": flag.0 })
    });
    said.insert("flags".to_owned(), flags.collect());
    said.insert("note".to_owned(), content.note.clone().into());
    let (source, device) = source(&content.source);
    said.insert("source".to_owned(), source.into());
    said.insert("device".to_owned(), device);
    said
}

fn moment(moment: &Moment) -> Map<String, Value> {
    let (earliest, latest) = match moment.when() {
        When::Within { earliest, latest } => (Some(earliest), Some(latest)),
        When::At(_) | When::Civil(_) => (None, None),
    };
    let marks = moment.marks().map(|mark| match mark {
        Mark::Ambiguous => "ambiguous",
        Mark::OffsetConflict => "offset-conflict",
        Mark::UnknownZone => "unknown-zone",
    });
    object(json!({
        "day": moment.diary_day(DayStart::MIDNIGHT).map(|day| day.to_string()),
        "instant": moment.instant().map(|instant| instant.to_string()),
        "earliest": earliest.map(|instant| instant.to_string()),
        "latest": latest.map(|instant| instant.to_string()),
        "offset": moment.offset().map(|offset| offset.to_string()),
        "zone": moment.zone().map(ZoneName::as_str),
        "other_zone": moment.other_zone().map(ZoneName::as_str),
        "civil": moment.civil().map(|civil| civil.to_string()),
        "evidence": moment.evidence().code(),
        "precision": moment.precision().code(),
        "marks": marks.collect::<Vec<_>>(),
        "database": moment.database(),
    }))
}

/// Numbers are text, so that their digits stay as they were given.
fn value(value: &Held) -> Map<String, Value> {
    object(match value {
        Held::Number { digits, unit } => {
            json!({ "value": digits.to_string(), "unit": unit.text(), "ucum": unit.ucum() })
        }
        Held::Text(text) => json!({ "text": text }),
        Held::Unread(why) => json!({ "unread": why.name() }),
    })
}

fn source(source: &Source) -> (&'static str, Value) {
    match source {
        Source::Typed => ("typed", Value::Null),
        Source::Device(provenance) => (
            "device",
            json!({
                "id": provenance.device.to_string(),
                "model": provenance.model,
                "decoder": provenance.decoder,
                "how": provenance.how,
                "cause": provenance.cause,
                "shift_ms": provenance.shift_ms,
            }),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{self, entries, london, pressure};

    #[test]
    fn digits_and_places_are_exact() {
        let all = entries([pressure("17.10/10.9 kPa", Some("61"), london("2026-08-14T08:05"))]);
        let json = days_json(&all);
        assert_eq!(json[0]["day"], "2026-08-14");
        let entry = &json[0]["entries"][0];
        assert_eq!(entry["kind"], "blood-pressure");
        assert_eq!(
            entry["values"][0],
            json!({ "field": "systolic", "field_number": 1, "value": "17.10", "unit": "kPa", "ucum": "kPa" })
        );
        assert_eq!(entry["instant"], "2026-08-14T07:05:00Z");
        assert_eq!(entry["zone"], "Europe/London");
        assert_eq!(entry["offset"], "+01:00");
        assert_eq!(entry["entry"], "01".repeat(16));
    }

    #[test]
    fn a_device_is_named_with_what_was_corrected() {
        let mut content = pressure("131/82", None, london("2026-08-14T08:05"));
        content.source = samples::device("BM85", diary_core::time::How::Corrected, None, Some(5));
        let json = entry(&samples::entry(1, content));
        assert_eq!(json["device"]["how"], "corrected");
        assert_eq!(json["device"]["shift_ms"], 5);
        assert_eq!(json["device"]["cause"], Value::Null);
    }
}
