//! What a series came to, as fields of its entry.

use super::Series;
use crate::diary::content::{Content, Value};
use crate::diary::decimal::Decimal;
use crate::diary::kind::night::{
    BELOW_90, HIGHEST_PULSE, LENGTH, LOWEST_PULSE, LOWEST_SATURATION, MEAN_PULSE, MEAN_SATURATION, MEASURED,
};
use crate::diary::kind::{Kind, PULSE, SATURATION, Shape, Unit};

/// Sums over the usable values of one channel in every part.
struct Sums {
    unit: Unit,
    exponent: i8,
    lowest: i32,
    highest: i32,
    sum: i64,
    count: i64,
}

/// Says in the fields of `content` what these series, parts of one, came to. Values that the device doubts stay out.
pub(super) fn put(content: &mut Content, parts: &[&Series]) {
    let Some(samples) = content.described().and_then(|kind| kind.samples) else { return };
    let number = |digits, unit| Value::Number { digits, unit };
    let length: i64 = parts.iter().map(|part| part.length_ms()).fold(0, i64::saturating_add);
    content.set(LENGTH, number(Decimal::whole(divided(length, 60_000)), Unit::Minute));
    if let Some(sums) = sums(parts, samples, SATURATION) {
        let digits = Decimal::new(sums.lowest.into(), sums.exponent).unwrap_or(Decimal::whole(0));
        content.set(LOWEST_SATURATION, number(digits, sums.unit));
        content.set(MEAN_SATURATION, number(sums.mean(), sums.unit));
        content.set(BELOW_90, number(Decimal::whole(divided(below(parts, samples), 1000)), Unit::Second));
        let all: i64 = parts.iter().map(|part| i64::try_from(part.len()).unwrap_or(i64::MAX)).sum();
        content.set(
            MEASURED,
            number(Decimal::whole(sums.count.saturating_mul(100) / all.max(1)), Unit::Percent),
        );
    }
    if let Some(sums) = sums(parts, samples, PULSE) {
        let of = |value: i32| Decimal::new(value.into(), sums.exponent).unwrap_or(Decimal::whole(0));
        content.set(LOWEST_PULSE, number(of(sums.lowest), sums.unit));
        content.set(HIGHEST_PULSE, number(of(sums.highest), sums.unit));
        content.set(MEAN_PULSE, number(sums.mean(), sums.unit));
    }
}

impl Sums {
    /// With one more digit than the values have, rounded half away from zero.
    fn mean(&self) -> Decimal {
        let tenths = divided(self.sum.saturating_mul(10), self.count);
        Decimal::new(tenths, self.exponent.saturating_sub(1)).unwrap_or(Decimal::whole(0))
    }
}

/// The usable values of a field: those that are possible, of samples that no doubtful remark stands at.
fn usable<'a>(part: &'a Series, samples: &'static Kind, field: u16) -> impl Iterator<Item = i32> + 'a {
    let doubtful = doubtful(samples);
    let is_possible = move |value: i32| {
        let (Some(channel), Some(field)) = (part.channel(field), samples.field(field)) else { return false };
        let Shape::Number { units: [first, ..], possible, .. } = field.shape else { return false };
        Decimal::new(value.into(), channel.exponent).is_some_and(|digits| {
            let value = channel.unit.in_limit_unit(digits, *first);
            (possible.0.approximate()..=possible.1.approximate()).contains(&value)
        })
    };
    let values = part.channel(field).map(|channel| channel.values.iter()).into_iter().flatten();
    values
        .zip(&part.status)
        .filter(move |(_, status)| **status & doubtful == 0)
        .filter_map(|(value, _)| *value)
        .filter(move |value| is_possible(*value))
}

/// The bits of the remarks with which a value stays out of averages.
pub(super) fn doubtful(samples: &Kind) -> u64 {
    let bits =
        samples.flags.iter().filter(|flag| flag.doubtful).map(|flag| 1_u64.checked_shl(flag.number.into()));
    // A stream is always still going on: that alone says nothing against a value.
    bits.flatten().fold(0, |all, bit| all | bit) & !(1 << ONGOING)
}

/// The remark that a measurement is still going on.
const ONGOING: u64 = 5;

fn sums(parts: &[&Series], samples: &'static Kind, field: u16) -> Option<Sums> {
    let first = parts.iter().find_map(|part| part.channel(field))?;
    let mut sums = Sums {
        unit: first.unit,
        exponent: first.exponent,
        lowest: i32::MAX,
        highest: i32::MIN,
        sum: 0,
        count: 0,
    };
    for part in parts {
        let same = |part: &Series| {
            part.channel(field).is_some_and(|one| (one.unit, one.exponent) == (first.unit, first.exponent))
        };
        for value in usable(part, samples, field).filter(|_| same(part)) {
            sums.lowest = sums.lowest.min(value);
            sums.highest = sums.highest.max(value);
            sums.sum += i64::from(value);
            sums.count += 1;
        }
    }
    (sums.count > 0).then_some(sums)
}

/// For how many milliseconds the oxygen level lay below 90 %.
fn below(parts: &[&Series], samples: &'static Kind) -> i64 {
    let of = |part: &&Series| {
        let exponent = part.channel(SATURATION).map_or(0, |channel| channel.exponent);
        let is_low = |value: &i32| {
            Decimal::new((*value).into(), exponent)
                .is_some_and(|value| value.compare(Decimal::whole(90)).is_lt())
        };
        let count = usable(part, samples, SATURATION).filter(is_low).count();
        i64::try_from(count).unwrap_or(i64::MAX).saturating_mul(part.step_ms.into())
    };
    parts.iter().map(of).fold(0, i64::saturating_add)
}

/// Rounded half away from zero.
fn divided(number: i64, by: i64) -> i64 {
    let half = by / 2;
    number.saturating_add(if number < 0 { -half } else { half }) / by.max(1)
}
