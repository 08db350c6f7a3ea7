//! A reading in words.

use diary_core::diary::kind::{
    BLOOD_PRESSURE, DIASTOLIC, FAILED_BLOOD_PRESSURE, FAILED_OXIMETRY, Field, NOTE, OXIMETRY, SYSTOLIC, TEXT,
    Unit,
};
use diary_core::diary::{Content, Kinds, Unread, Value};
use diary_core::time::{DayStart, Moment};

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

/// `131/82 mmHg, pulse 70`, `97 %, pulse 61`, `Weight: 82.4 kg`, the words of a note, `no reading: the measurement
/// failed`.
///
/// Numbers stand with the digits that they were given with. Kinds that nobody takes for another go without their name.
pub fn reading(content: &Content, kinds: &Kinds) -> String {
    let Some(described) = kinds.describe(content) else {
        return format!("an entry of kind {}, made by a newer version of the program", content.kind);
    };
    let kind = described.kind;
    if let (Some(score), Some(questionnaire)) = (kind.score(content), kind.questionnaire) {
        return format!("{}: score {score} of {}", kind.words, questionnaire.most);
    }
    let mut parts = Vec::new();
    if [FAILED_BLOOD_PRESSURE.number, FAILED_OXIMETRY.number].contains(&kind.number) {
        parts.push("no reading: the measurement failed".to_owned());
    }
    let pressures = pressures(content);
    let paired = pressures.is_some();
    parts.extend(pressures);
    for (field, value) in
        described.fields.iter().filter_map(|field| Some((field, content.value(field.number)?)))
    {
        if paired && [SYSTOLIC, DIASTOLIC].contains(&field.number) {
            continue;
        }
        // What a kind is first of all about needs no name; a word alone would be riddle.
        let first = described.fields.first().is_some_and(|first| first.number == field.number);
        let alone = first && field.required && matches!(value, Value::Number { .. } | Value::Text(_));
        let pair = [SYSTOLIC, DIASTOLIC].contains(&field.number);
        let value = plain(field, value);
        parts.push(if alone && !pair || field.number == TEXT {
            value
        } else {
            format!("{} {value}", field.words)
        });
    }
    let text = parts.join(", ");
    if NAMELESS.contains(&kind.number) { text } else { format!("{}: {text}", shown(described.words)) }
}

/// Every field of an entry with its name and value, in the order in which people read them.
pub fn fields(content: &Content, kinds: &Kinds) -> Vec<(String, String)> {
    let Some(described) = kinds.describe(content) else { return Vec::new() };
    let said = described.fields.iter().filter_map(|field| Some((field, content.value(field.number)?)));
    said.map(|(field, value)| (shown(field.words), plain(field, value))).collect()
}

/// Kinds that are known by what they say.
const NAMELESS: [u16; 5] = [
    BLOOD_PRESSURE.number,
    OXIMETRY.number,
    NOTE.number,
    FAILED_BLOOD_PRESSURE.number,
    FAILED_OXIMETRY.number,
];

/// Both pressures in one, as people say them; `None` where one has no number or another unit.
fn pressures(content: &Content) -> Option<String> {
    let (top, unit) = content.number(SYSTOLIC)?;
    let (bottom, other) = content.number(DIASTOLIC)?;
    (unit == other).then(|| format!("{top}/{bottom} {}", unit.text()))
}

fn plain(field: &Field<'_>, value: &Value) -> String {
    let chosen = |number: u16| field.shape.choice(number).map_or("of a newer version", |choice| choice.words);
    let with_unit =
        |digits: &dyn std::fmt::Display, unit: &str| format!("{digits} {unit}").trim_end().to_owned();
    match value {
        // A rate that has a name goes by it.
        Value::Number { digits, unit: Unit::PerMinute } => digits.to_string(),
        Value::Number { digits, unit } => with_unit(digits, unit.text()),
        Value::Amount { digits, unit } => with_unit(digits, &shown(unit)),
        Value::Text(text) => shown(text),
        Value::Unread(why) => unread(*why).to_owned(),
        Value::Choice(number) => chosen(*number).to_owned(),
        Value::Choices(numbers) => {
            numbers.iter().map(|number| chosen(*number)).collect::<Vec<_>>().join(" and ")
        }
        Value::Time(moment) => day_and_time(moment),
        Value::Entry(entry) => crate::day::short_id(entry),
    }
}

/// `Thu 13 Aug 23:10 in London`.
fn day_and_time(moment: &Moment) -> String {
    let time = super::time(moment, None);
    match moment.diary_day(DayStart::MIDNIGHT) {
        Some(day) => format!("{} {time}", super::short_date(day)),
        None => time,
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
        assert_eq!(
            reading(&samples::pressure("131/82", Some("70"), at.clone()), &Kinds::default()),
            "131/82 mmHg, pulse 70"
        );
        assert_eq!(
            reading(&samples::pressure("17.10/10.9 kPa", None, at.clone()), &Kinds::default()),
            "17.10/10.9 kPa"
        );
        assert_eq!(
            reading(&samples::oxygen("97", Some("61"), at.clone()), &Kinds::default()),
            "97 %, pulse 61"
        );
        assert_eq!(reading(&samples::note("slept\u{7} badly", at), &Kinds::default()), "slept\u{FFFD} badly");
    }

    #[test]
    fn what_is_not_known_is_said() {
        let at = samples::london("2026-08-14T08:05");
        let mut content = samples::pressure("131/82", None, at.clone());
        content.set(DIASTOLIC, Value::Unread(Unread::TooLow));
        assert_eq!(
            reading(&content, &Kinds::default()),
            "top number 131 mmHg, bottom number below what the device can show"
        );
        content.set(DIASTOLIC, Value::Number { digits: "11".parse().unwrap(), unit: Unit::KPa });
        assert_eq!(reading(&content, &Kinds::default()), "top number 131 mmHg, bottom number 11 kPa");
        let mut failed = samples::note("", at);
        failed.kind = FAILED_OXIMETRY.number;
        failed.values.clear();
        assert_eq!(reading(&failed, &Kinds::default()), "no reading: the measurement failed");
        failed.kind = 999;
        assert_eq!(
            reading(&failed, &Kinds::default()),
            "an entry of kind 999, made by a newer version of the program"
        );
    }
}
