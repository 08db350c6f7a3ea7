//! A person's readings in one sentence, and what a guideline's number has to do with them.

use std::collections::BTreeSet;

use diary_core::diary::kind::{BLOOD_PRESSURE, DIASTOLIC, OXIMETRY, SATURATION, SYSTOLIC};
use diary_core::diary::{Content, Decimal, Entry, Unit};
use diary_core::time::{CivilDate, DayStart};

/// A mean is shown from so many readings on.
const ENOUGH_FOR_A_MEAN: usize = 3;

/// The numbers that an average taken at home is held against, in mmHg, with where they come from.
struct Threshold {
    systolic: f64,
    diastolic: f64,
    words: &'static str,
}

/// NICE NG136 (Hypertension in adults), recommendations on diagnosis: stage 1 begins at a home average of 135/85.
const HOME_AVERAGE: Threshold = Threshold {
    systolic: 135.0,
    diastolic: 85.0,
    words: "the 135/85 that NICE NG136 uses for home averages",
};

/// NICE NG136 asks for at least four days, ideally seven.
const HOME_AVERAGE_DAYS: usize = 4;

/// Days that lie within this many are one series; more is a diary, not an average.
const HOME_AVERAGE_SPAN: i32 = 14;

/// A blood pressure whose two numbers have one unit and raise no doubt.
#[derive(Debug, Clone, Copy)]
struct Pressure {
    top: Decimal,
    bottom: Decimal,
    day: Option<CivilDate>,
}

/// The sentences about some entries: blood pressure by unit, then oxygen. Empty where there is no reading.
pub fn sentences(entries: &[Entry]) -> Vec<String> {
    let mut sentences = Vec::new();
    for unit in [Unit::MmHg, Unit::KPa] {
        sentences.extend(pressure(entries, unit));
    }
    sentences.extend(oxygen(entries));
    sentences
}

fn of_kind(entries: &[Entry], kind: u16) -> impl Iterator<Item = &Content> {
    entries.iter().map(|entry| &entry.content).filter(move |content| content.kind == kind)
}

fn day(content: &Content) -> Option<CivilDate> {
    content.moment.diary_day(DayStart::MIDNIGHT)
}

fn pressure(entries: &[Entry], unit: Unit) -> Option<String> {
    let mut readings = Vec::new();
    let mut doubtful = 0;
    for content in of_kind(entries, BLOOD_PRESSURE.number) {
        match (content.number(SYSTOLIC), content.number(DIASTOLIC)) {
            (Some((top, one)), Some((bottom, other))) if one == unit && other == unit => {
                if content.doubtful() {
                    doubtful += 1;
                } else {
                    readings.push(Pressure { top, bottom, day: day(content) });
                }
            }
            _ => {}
        }
    }
    let days: BTreeSet<CivilDate> = readings.iter().filter_map(|reading| reading.day).collect();
    let highest = readings
        .iter()
        .max_by(|one, other| one.top.compare(other.top).then_with(|| one.bottom.compare(other.bottom)));
    let Some(highest) = highest else { return (doubtful > 0).then(|| left_out(doubtful)) };
    let unit_words = if unit == Unit::MmHg { String::new() } else { format!(" {}", unit.text()) };
    let mut parts = vec![count(readings.len(), "reading", days.len())];
    let mean = (readings.len() >= ENOUGH_FOR_A_MEAN).then(|| {
        let of = |part: fn(&Pressure) -> Decimal| rounded(mean(readings.iter().map(part)), unit);
        (of(|reading| reading.top), of(|reading| reading.bottom))
    });
    if let Some((top, bottom)) = mean {
        parts.push(format!("mean {} over {}{unit_words}", figure(top, unit), figure(bottom, unit)));
    }
    let which = if readings.len() > 1 { "highest " } else { "" };
    parts.push(format!("{which}{} over {}{unit_words}", highest.top, highest.bottom));
    let mut sentences = vec![format!("{}.", parts.join(", "))];
    if let (Some((top, bottom)), Unit::MmHg, true) = (mean, unit, is_home_average(&days)) {
        let reached = top >= HOME_AVERAGE.systolic || bottom >= HOME_AVERAGE.diastolic;
        let side = if reached { "at or above" } else { "below" };
        sentences.push(format!("The mean is {side} {}.", HOME_AVERAGE.words));
    }
    if doubtful > 0 {
        sentences.push(left_out(doubtful));
    }
    Some(sentences.join(" "))
}

/// Whether the days are what NICE NG136 means by a home average: at least four of them, close together.
fn is_home_average(days: &BTreeSet<CivilDate>) -> bool {
    let span = days.first().zip(days.last()).map_or(0, |(first, last)| last.epoch_day() - first.epoch_day());
    days.len() >= HOME_AVERAGE_DAYS && span < HOME_AVERAGE_SPAN
}

fn oxygen(entries: &[Entry]) -> Option<String> {
    let mut values = Vec::new();
    let mut days = BTreeSet::new();
    let mut doubtful = 0;
    for content in of_kind(entries, OXIMETRY.number) {
        let Some((value, _)) = content.number(SATURATION) else { continue };
        if content.doubtful() {
            doubtful += 1;
            continue;
        }
        values.push(value);
        days.extend(day(content));
    }
    let lowest = values.iter().copied().min_by(|one, other| one.compare(*other));
    let Some(lowest) = lowest else { return (doubtful > 0).then(|| left_out(doubtful)) };
    let mut parts = vec![count(values.len(), "oxygen reading", days.len())];
    if values.len() >= ENOUGH_FOR_A_MEAN {
        let mean = rounded(mean(values.iter().copied()), Unit::Percent);
        parts.push(format!("mean {} %", figure(mean, Unit::Percent)));
    }
    let which = if values.len() > 1 { "lowest " } else { "" };
    parts.push(format!("{which}{lowest} %"));
    let mut sentences = vec![format!("{}.", parts.join(", "))];
    if doubtful > 0 {
        sentences.push(left_out(doubtful));
    }
    Some(sentences.join(" "))
}

fn count(readings: usize, what: &str, days: usize) -> String {
    let readings = if readings == 1 { format!("1 {what}") } else { format!("{readings} {what}s") };
    if days > 1 { format!("{readings} in {days} days") } else { readings }
}

fn left_out(doubtful: usize) -> String {
    if doubtful == 1 {
        "1 doubtful reading is left out of these numbers.".to_owned()
    } else {
        format!("{doubtful} doubtful readings are left out of these numbers.")
    }
}

#[expect(clippy::cast_precision_loss, reason = "nobody has 2^53 readings")]
fn mean(values: impl Iterator<Item = Decimal>) -> f64 {
    let (sum, number) =
        values.fold((0.0, 0_usize), |(sum, number), value| (sum + value.approximate(), number + 1));
    sum / number.max(1) as f64
}

/// A mean as it is shown: whole mmHg and percent, as NICE asks for averages; tenths of a kilopascal. What is said of it
/// rests on the number that is seen.
fn rounded(mean: f64, unit: Unit) -> f64 {
    if unit == Unit::KPa { (mean * 10.0).round() / 10.0 } else { mean.round() }
}

fn figure(mean: f64, unit: Unit) -> String {
    if unit == Unit::KPa { format!("{mean:.1}") } else { format!("{mean:.0}") }
}

#[cfg(test)]
mod tests {
    use diary_core::diary::Flag;

    use super::*;
    use crate::samples::{self, entries, london};

    fn said(values: &[&str]) -> Vec<String> {
        let contents = values.iter().map(|value| samples::pressure(value, None, london("2026-08-14T08:05")));
        sentences(&entries(contents))
    }

    /// The same, a day each.
    fn said_on_days(values: &[&str]) -> Vec<String> {
        let contents = (14..)
            .zip(values)
            .map(|(day, value)| samples::pressure(value, None, london(&format!("2026-08-{day}T08:05"))));
        sentences(&entries(contents))
    }

    #[test]
    fn a_mean_needs_three() {
        assert_eq!(said(&[]), [""; 0]);
        assert_eq!(said(&["131/82"]), ["1 reading, 131 over 82."]);
        assert_eq!(said(&["131/82", "148/91"]), ["2 readings, highest 148 over 91."]);
        assert_eq!(
            said(&["131/82", "148/91", "115/74"]),
            ["3 readings, mean 131 over 82, highest 148 over 91."]
        );
    }

    #[test]
    fn the_threshold_is_named_beside_a_home_average_only() {
        let three_days = said_on_days(&["131/82", "148/91", "115/74"]);
        assert!(!three_days[0].contains("NICE"), "{three_days:?}");
        let four_days = said_on_days(&["131/82", "148/91", "115/74", "131/82"]);
        assert_eq!(
            four_days,
            [
                "4 readings in 4 days, mean 131 over 82, highest 148 over 91. The mean is below the 135/85 that NICE \
              NG136 uses for home averages."
            ]
        );
    }

    #[test]
    fn either_number_reaches_the_threshold() {
        for (values, side) in [
            (["134/84", "134/84", "134/84", "134/84"], "below"),
            (["135/70", "135/70", "135/70", "135/70"], "at or above"),
            (["110/85", "110/85", "110/85", "110/85"], "at or above"),
            // 134.75 is shown as 135, and what is said goes by what is seen.
            (["134/70", "135/70", "135/70", "135/70"], "at or above"),
        ] {
            let said = said_on_days(&values);
            assert!(said[0].contains(&format!("The mean is {side} the 135/85")), "{said:?}");
        }
    }

    #[test]
    fn the_doubtful_is_left_out_and_said() {
        let mut moved = samples::pressure("190/120", None, london("2026-08-15T08:05"));
        moved.flags = vec![Flag(1)];
        let mut all = vec![samples::pressure("131/82", None, london("2026-08-14T08:05")), moved];
        assert_eq!(
            sentences(&entries(all.clone())),
            ["1 reading, 131 over 82. 1 doubtful reading is left out of these numbers."]
        );
        all.remove(0);
        assert_eq!(sentences(&entries(all)), ["1 doubtful reading is left out of these numbers."]);
    }

    #[test]
    fn units_are_never_mixed() {
        let said = said(&["131/82", "17.1/10.9 kPa", "17.2/11.0 kPa", "17.4/11.2 kPa"]);
        assert_eq!(
            said,
            ["1 reading, 131 over 82.", "3 readings, mean 17.2 over 11.0 kPa, highest 17.4 over 11.2 kPa."]
        );
    }

    #[test]
    fn oxygen_has_its_own_sentence() {
        let contents = [("97", "14"), ("93", "15"), ("96", "15")]
            .map(|(value, day)| samples::oxygen(value, None, london(&format!("2026-08-{day}T08:05"))));
        assert_eq!(sentences(&entries(contents)), ["3 oxygen readings in 2 days, mean 95 %, lowest 93 %."]);
    }
}
