//! Statistics against a second, plain way to work them out.

use std::collections::BTreeMap;

use super::*;
use crate::time::{Civil, DayStart};

const BY_MONTH: Measure = Measure {
    kind: &kind::BLOOD_PRESSURE,
    from: None,
    to: None,
    by: Period::Month,
    parts: PartsOfDay::HOME_DIARY,
};

fn of<'s>(statistics: &'s Statistics, field: &str) -> &'s FieldStatistics {
    statistics.fields.iter().find(|of| of.field.name == field).unwrap()
}

impl Home {
    fn measured(&self, text: &str, at: &str, zone: &str) {
        self.diary.add(&pressure(text, moment(at, zone)), Author::HOUSEHOLD, true).unwrap();
    }
}

#[test]
fn the_numbers_of_a_few_readings() {
    let home = home();
    for (text, at, zone) in [
        ("120/80", "2026-07-31T07:00", "Europe/London"),
        ("130/84", "2026-07-31T19:30", "Europe/London"),
        ("140/88", "2026-08-01T13:00", "Europe/London"),
        // 1 August in Auckland is still July in London: the entry's own day counts.
        ("110/70", "2026-08-01T06:00", "Pacific/Auckland"),
    ] {
        home.measured(text, at, zone);
    }
    let statistics = home.diary.statistics(&BY_MONTH).unwrap();
    assert_eq!((statistics.entries, statistics.doubtful, statistics.without_day), (4, 0, 0));
    let top = of(&statistics, "systolic");
    assert_eq!((top.whole.count, top.whole.mean, top.unit), (4, 125.0, Unit::MmHg));
    assert!((top.whole.spread.unwrap() - 12.909_944_487_358_056).abs() < 1e-12);
    assert_eq!(top.whole.least, Some((Decimal::whole(110), Unit::MmHg)));
    assert_eq!(top.whole.most, Some((Decimal::whole(140), Unit::MmHg)));
    assert_eq!((top.morning.count, top.morning.mean), (2, 115.0));
    assert_eq!((top.evening.count, top.evening.mean, top.evening.spread), (1, 130.0, None));
    let months: Vec<_> =
        top.periods.iter().map(|(day, sum)| (day.to_string(), sum.count, sum.mean)).collect();
    assert_eq!(months, [("2026-07-01".to_owned(), 2, 125.0), ("2026-08-01".to_owned(), 2, 125.0)]);
    // Friday 31 July and Saturday 1 August are one week, which begins on Monday 27 July.
    let weeks = home.diary.statistics(&Measure { by: Period::Week, ..BY_MONTH }).unwrap();
    let weeks = &of(&weeks, "systolic").periods;
    assert_eq!((weeks.len(), weeks[0].0, weeks[0].1.count), (1, date("2026-07-27"), 4));
    let july = Measure { to: Some(date("2026-07-31")), by: Period::Day, ..BY_MONTH };
    assert_eq!(of(&home.diary.statistics(&july).unwrap(), "systolic").periods.len(), 1);
    let none = Measure { from: Some(date("2027-01-01")), ..BY_MONTH };
    assert_eq!(home.diary.statistics(&none).unwrap().fields, []);
}

#[test]
fn units_are_added_up_exactly() {
    let home = home();
    // A tenth cannot be written in binary; its sums come out all the same.
    for minute in 0..10 {
        home.measured("16.1/10.1 kPa", &format!("2026-08-14T07:{minute:02}"), "Europe/London");
    }
    let tops = |home: &Home| of(&home.diary.statistics(&BY_MONTH).unwrap(), "systolic").whole;
    let kilopascal = 16.1 / 0.133_322_387_415;
    assert!((tops(&home).mean - kilopascal).abs() < 1e-13, "{}", tops(&home).mean);
    assert!(tops(&home).spread.unwrap() < 1e-13);
    for minute in 0..30 {
        home.measured("120/80", &format!("2026-08-14T08:{minute:02}"), "Europe/London");
    }
    let both = tops(&home);
    assert!((both.mean - (kilopascal + 3.0 * 120.0) / 4.0).abs() < 1e-12, "{}", both.mean);
    assert_eq!(both.least, Some((Decimal::whole(120), Unit::MmHg)));
    assert_eq!(both.most, Some(("16.1".parse().unwrap(), Unit::KPa)));
}

#[test]
fn doubtful_and_undated_entries_are_counted_and_stay_out() {
    let home = home();
    home.measured("120/80", "2026-08-14T07:00", "Europe/London");
    let mut moved = incoming(1, b"moved", "190/99");
    moved.content.flags = vec![Flag(1)];
    let mut irregular = incoming(2, b"irregular", "130/80");
    irregular.content.flags = vec![Flag(3)];
    home.diary.receive(&[moved, irregular]).unwrap();
    let instant = moment("2026-08-14T07:10", "Europe/London").instant().unwrap();
    let somewhere = pressure("200/100", Moment::at_unplaced(instant, Evidence::Unknown));
    home.diary.add(&somewhere, Author::HOUSEHOLD, true).unwrap();
    // A day without a time is in the day, and in neither morning nor evening.
    let day = Moment::civil_only(Civil::Date(date("2026-08-14")), Evidence::Unknown);
    home.diary.add(&pressure("140/80", day), Author::HOUSEHOLD, true).unwrap();
    let statistics = home.diary.statistics(&BY_MONTH).unwrap();
    assert_eq!((statistics.entries, statistics.doubtful, statistics.without_day), (3, 1, 1));
    let top = of(&statistics, "systolic");
    assert_eq!((top.whole.count, top.whole.mean, top.morning.count), (3, 130.0, 2));
    assert!(statistics.fields.iter().all(|of| of.field.name != "pulse"), "no reading has one");
}

/// The numbers of some values by the schoolbook: twice through, in the order of the list.
fn plain(values: &[f64]) -> (u64, f64, Option<f64>) {
    #[expect(clippy::cast_precision_loss, reason = "a test's few values")]
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (values.len() as u64, mean, (values.len() > 1).then(|| (squares / (count - 1.0)).sqrt()))
}

#[track_caller]
fn close(found: &Summary, values: &[f64]) {
    let (count, mean, spread) = plain(values);
    assert_eq!((found.count, found.spread.is_some()), (count, spread.is_some()));
    assert!(
        (found.mean - mean).abs() < 1e-9
            && (found.spread.unwrap_or(0.0) - spread.unwrap_or(0.0)).abs() < 1e-9
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn statistics_equal_a_plain_count(
        readings in prop::collection::vec((0_u32..400, 0_u32..1440, 700_u32..2400, any::<bool>()), 1..60),
        by in prop::sample::select(vec![Period::Day, Period::Week, Period::Month]),
    ) {
        let home = home();
        for (day, minute, tenths, kilopascal) in readings {
            let on = date("2025-11-20").plus_days(i32::try_from(day).unwrap()).unwrap();
            let at = Moment::civil_only(Civil::Time(format!("{on}T{:02}:{:02}", minute / 60, minute % 60).parse().unwrap()), Evidence::Unknown);
            let top = if kilopascal { format!("{}.{:02}/6 kPa", tenths / 75, tenths % 75) } else { format!("{}.{}/60", tenths / 10, tenths % 10) };
            let Ok(values) = parse_blood_pressure(&top) else { continue };
            let mut content = pressure("120/60", at);
            for (field, value) in values {
                content.set(field, value);
            }
            let _ = home.diary.add(&content, Author::HOUSEHOLD, true);
        }
        let (mut whole, mut periods): (Vec<f64>, BTreeMap<CivilDate, Vec<f64>>) = Default::default();
        for entry in home.diary.entries().unwrap() {
            let (digits, unit) = entry.content.number(kind::SYSTOLIC).unwrap();
            let value: f64 = digits.to_string().parse().unwrap();
            let value = if unit == Unit::KPa { value / 0.133_322_387_415 } else { value };
            let day = entry.content.moment.diary_day(DayStart::MIDNIGHT).unwrap();
            let first = match by {
                Period::Day => day,
                Period::Week => (0..7).map(|back| day.plus_days(-back).unwrap()).find(|day| day.weekday() == 1).unwrap(),
                Period::Month => CivilDate::new(day.year(), day.month(), 1).unwrap(),
            };
            whole.push(value);
            periods.entry(first).or_default().push(value);
        }
        let statistics = home.diary.statistics(&Measure { by, ..BY_MONTH }).unwrap();
        if whole.is_empty() {
            prop_assert_eq!(statistics.fields, []);
            return Ok(());
        }
        let top = of(&statistics, "systolic");
        close(&top.whole, &whole);
        prop_assert_eq!(top.periods.len(), periods.len());
        for ((first, found), (expected, values)) in top.periods.iter().zip(&periods) {
            prop_assert_eq!(first, expected);
            close(found, values);
        }
    }
}

#[test]
fn a_kind_of_ones_own_has_numbers_like_any_other() {
    let home = home();
    let field = |name: &str, holds| NewField { name: name.to_owned(), holds, required: false };
    let define = |name: &str| {
        let fields = [
            field("strength", Holds::Scale),
            field("lasted", Holds::Number(Unit::Minute)),
            field("cups", Holds::Amount("cups of tea".to_owned())),
            field("words", Holds::Text),
        ];
        home.diary.define(name, &fields, Author::HOUSEHOLD).unwrap()
    };
    let (tremor, other) = (define("tremor"), define("other"));
    let write = |own, at: &str, strength: i64, cups: &str| {
        let numbers: Vec<u16> =
            home.diary.kinds().unwrap().get(own).unwrap().fields.iter().map(|field| field.number).collect();
        let mut content = Content::new(kind::OWN.number, moment(at, "Europe/London"), Source::Typed);
        content.defined = Some(own);
        content.set(numbers[0], Value::Number { digits: Decimal::whole(strength), unit: Unit::Score });
        let unit = "cups of tea".to_owned();
        content.set(numbers[2], Value::Amount { digits: cups.parse().unwrap(), unit });
        home.diary.add(&content, Author::HOUSEHOLD, true).unwrap();
    };
    write(tremor, "2026-08-13T07:00", 4, "2.5");
    write(tremor, "2026-08-14T19:00", 8, "1.5");
    write(other, "2026-08-14T19:00", 1, "9");
    let statistics = home.diary.statistics_of(tremor, &BY_MONTH).unwrap();
    assert_eq!((statistics.entries, statistics.without_day, statistics.fields.len()), (2, 0, 2));
    let (strength, cups) = (of(&statistics, "strength"), of(&statistics, "cups"));
    assert_eq!((strength.whole.mean, strength.unit, strength.morning.count), (6.0, Unit::Score, 1));
    assert_eq!((cups.whole.mean, cups.own_unit.as_deref()), (2.0, Some("cups of tea")));
    assert_eq!(cups.whole.most, Some(("2.5".parse().unwrap(), Unit::Count)));
    let unknown = crate::id::KindId::from_bytes([1; 16]);
    assert_eq!(home.diary.statistics_of(unknown, &BY_MONTH), Err(DiaryError::UnknownKind));
}
