//! What a live oximeter sent, value by value, before it is a series or a spot reading.

use super::{Recording, Stretch};
use crate::diary::decimal::Decimal;
use crate::diary::kind::{PERFUSION, PULSE, SATURATION, Unit};

/// What an oximeter measured at a moment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Milliseconds since the first sample's moment; no sample is earlier than the one before it.
    pub since_ms: u64,
    /// Oxygen saturation, percent.
    pub saturation: Option<Decimal>,
    /// Pulse, a minute.
    pub pulse: Option<Decimal>,
    /// Perfusion index, percent.
    pub perfusion: Option<Decimal>,
    /// What the device remarked: bit n is flag n of [`OXIMETRY`](crate::diary::kind::OXIMETRY).
    pub status: u64,
}

impl std::fmt::Debug for Sample {
    /// When it was, and no value.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sample({} ms)", self.since_ms)
    }
}

/// A field of samples, its unit, and where its value lies.
type Column = (u16, Unit, fn(&Sample) -> Option<Decimal>);

const COLUMNS: [Column; 3] = [
    (SATURATION, Unit::Percent, |sample| sample.saturation),
    (PULSE, Unit::PerMinute, |sample| sample.pulse),
    (PERFUSION, Unit::Percent, |sample| sample.perfusion),
];

/// Makes stretches at one pace of samples that follow each other: nearly always one, more where a device runs ahead of its
/// pace. `origin_ms` is from the entry's moment to the first sample's. Values that none has make no channel.
///
/// The pace is the middle one of the distances, in whole seconds from 750 ms on, else in steps of 50 ms. Each value keeps its
/// digits, at the finest resolution that any of its field has; one that does not fit there is left out.
pub(crate) fn stretches(samples: &[Sample], origin_ms: i64) -> Vec<Stretch> {
    let step_ms = step_ms(samples);
    let columns: Vec<(Column, i8)> = COLUMNS
        .into_iter()
        .enumerate()
        .filter_map(|(number, column)| {
            let finest = samples.iter().filter_map(column.2).map(|value| value.exponent).min();
            // Oxygen and pulse are always there, so that a stretch without a finger is one too.
            finest.or((number < 2).then_some(0)).map(|exponent| (column, exponent))
        })
        .collect();
    let channels: Vec<(u16, Unit, i8)> =
        columns.iter().map(|((field, unit, _), exponent)| (*field, *unit, *exponent)).collect();
    let mut all = Vec::new();
    let mut recording = Recording::new(step_ms, &channels);
    let mut begun_ms = 0;
    let mut finish = |recording: Recording, begun_ms: u64| {
        let offset_ms = origin_ms.saturating_add_unsigned(begun_ms);
        all.push(Stretch { offset_ms, series: recording.finish() });
    };
    for sample in samples {
        let values: Vec<Option<i32>> =
            columns.iter().map(|((.., value), exponent)| scaled(value(sample)?, *exponent)).collect();
        if recording.is_empty() {
            begun_ms = sample.since_ms;
        }
        let since_ms = sample.since_ms - begun_ms;
        if recording.push(since_ms, &values, sample.status).is_err() {
            finish(std::mem::replace(&mut recording, Recording::new(step_ms, &channels)), begun_ms);
            begun_ms = sample.since_ms;
            // The first of a recording always follows.
            let _ = recording.push(0, &values, sample.status);
        }
    }
    if !recording.is_empty() {
        finish(recording, begun_ms);
    }
    all
}

fn step_ms(samples: &[Sample]) -> u32 {
    let mut apart: Vec<u64> =
        samples.iter().zip(samples.iter().skip(1)).map(|(one, next)| next.since_ms - one.since_ms).collect();
    apart.sort_unstable();
    let middle = apart.get(apart.len() / 2).copied().unwrap_or(1000);
    let step = if middle >= 750 { (middle + 500) / 1000 * 1000 } else { ((middle + 25) / 50 * 50).max(50) };
    u32::try_from(step).unwrap_or(super::LONGEST_STEP_MS).min(super::LONGEST_STEP_MS)
}

/// The whole number at a resolution that is no coarser than the value's.
fn scaled(value: Decimal, exponent: i8) -> Option<i32> {
    let power = 10_i64.checked_pow(u32::from(value.exponent.abs_diff(exponent)))?;
    i32::try_from(value.mantissa.checked_mul(power)?).ok()
}
