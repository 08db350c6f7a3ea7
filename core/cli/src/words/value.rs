//! A reading in words.

use diary_core::diary::kind::{
    DIASTOLIC, FAILED_BLOOD_PRESSURE, FAILED_OXIMETRY, PULSE, SATURATION, SYSTOLIC, TEXT,
};
use diary_core::diary::{Content, Unread, Value};

use crate::terminal::shown;

/// `1 reading`, `12 readings`.
pub fn readings(number: impl TryInto<u64>) -> String {
    counted(number, "reading")
}

/// `1 record`, `12 records`.
pub fn records(number: impl TryInto<u64>) -> String {
    counted(number, "record")
}

fn counted(number: impl TryInto<u64>, what: &str) -> String {
    match number.try_into().unwrap_or(u64::MAX) {
        1 => format!("1 {what}"),
        many => format!("{many} {what}s"),
    }
}

/// `131/82 mmHg, pulse 70`, `97 %, pulse 61`, the words of a note, `no reading: the measurement failed`.
///
/// Numbers stand with the digits that they were given with.
pub fn reading(content: &Content) -> String {
    let Some(kind) = content.described() else {
        return format!("an entry of kind {}, made by a newer version of the program", content.kind);
    };
    let mut parts = Vec::new();
    if [FAILED_BLOOD_PRESSURE.number, FAILED_OXIMETRY.number].contains(&kind.number) {
        parts.push("no reading: the measurement failed".to_owned());
    }
    parts.extend(pressures(content));
    if let Some(value) = content.value(SATURATION) {
        parts.push(match value {
            Value::Number { .. } => plain(value),
            _ => format!("oxygen level {}", plain(value)),
        });
    }
    parts.extend(content.text(TEXT).map(shown));
    if let Some(value) = content.value(PULSE) {
        parts.push(match value {
            Value::Number { digits, .. } => format!("pulse {digits}"),
            _ => format!("pulse {}", plain(value)),
        });
    }
    parts.join(", ")
}

/// Both pressures in one, as people say them; apart where one has no number or another unit.
fn pressures(content: &Content) -> Vec<String> {
    if let (Some((top, unit)), Some((bottom, other))) = (content.number(SYSTOLIC), content.number(DIASTOLIC))
        && unit == other
    {
        return vec![format!("{top}/{bottom} {}", unit.text())];
    }
    [(SYSTOLIC, "top number"), (DIASTOLIC, "bottom number")]
        .into_iter()
        .filter_map(|(field, name)| Some(format!("{name} {}", plain(content.value(field)?))))
        .collect()
}

fn plain(value: &Value) -> String {
    match value {
        Value::Number { digits, unit } => format!("{digits} {}", unit.text()),
        Value::Text(text) => shown(text),
        Value::Unread(why) => unread(*why).to_owned(),
    }
}

const fn unread(why: Unread) -> &'static str {
    match why {
        Unread::NotANumber => "not measured",
        Unread::NotAtThisResolution => "not at this resolution",
        Unread::TooHigh => "above what the device can show",
        Unread::TooLow => "below what the device can show",
        Unread::Reserved => "not known",
    }
}

#[cfg(test)]
mod tests {
    use diary_core::diary::Unit;
    use diary_core::diary::kind::FAILED_OXIMETRY;

    use super::*;
    use crate::samples;

    #[test]
    fn readings_are_said_as_people_say_them() {
        let at = samples::london("2026-08-14T08:05");
        assert_eq!(reading(&samples::pressure("131/82", Some("70"), at.clone())), "131/82 mmHg, pulse 70");
        assert_eq!(reading(&samples::pressure("17.10/10.9 kPa", None, at.clone())), "17.10/10.9 kPa");
        assert_eq!(reading(&samples::oxygen("97", Some("61"), at.clone())), "97 %, pulse 61");
        assert_eq!(reading(&samples::note("slept\u{7} badly", at)), "slept\u{FFFD} badly");
    }

    #[test]
    fn what_is_not_known_is_said() {
        let at = samples::london("2026-08-14T08:05");
        let mut content = samples::pressure("131/82", None, at.clone());
        content.set(DIASTOLIC, Value::Unread(Unread::TooLow));
        assert_eq!(reading(&content), "top number 131 mmHg, bottom number below what the device can show");
        content.set(DIASTOLIC, Value::Number { digits: "11".parse().unwrap(), unit: Unit::KPa });
        assert_eq!(reading(&content), "top number 131 mmHg, bottom number 11 kPa");
        let mut failed = samples::note("", at);
        failed.kind = FAILED_OXIMETRY.number;
        failed.values.clear();
        assert_eq!(reading(&failed), "no reading: the measurement failed");
        failed.kind = 999;
        assert_eq!(reading(&failed), "an entry of kind 999, made by a newer version of the program");
    }
}
