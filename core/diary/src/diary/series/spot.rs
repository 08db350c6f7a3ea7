//! One reading from a finger that was in an oximeter for a minute or two.
//!
//! The rule is the one of the leaflets of NHS oximetry at home: keep it on for at least a minute, and write down the highest
//! result once it stands unchanged for five seconds.

use std::cmp::Ordering;

use super::sample::Sample;
use super::summary;
use crate::diary::kind::OXIMETRY;

/// How long the sensor has to be worn first.
const WORN_MS: u64 = 60_000;
/// How long a result has to stand.
const STANDS_MS: u64 = 5_000;
/// A finger that is away for longer was taken out: wearing begins anew.
const AWAY_MS: u64 = 5_000;

/// Why a stream gave no spot reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoSpot {
    /// There was no value that the oximeter itself did not doubt.
    #[error(
        "the oximeter got no usable signal; warm the hand, take off nail polish, keep still, and try again"
    )]
    NoSignal,
    /// The sensor was never worn for a whole minute.
    #[error(
        "the finger was in the oximeter for less than a minute; keep it in for at least one, and try again"
    )]
    TooShort,
    /// No value stood for five seconds.
    #[error("the value did not settle; rest for five minutes, keep the hand still, and try again")]
    NotSteady,
}

impl NoSpot {
    /// The flag of a measurement that gave nothing, [`FAILED_OXIMETRY`](crate::diary::kind::FAILED_OXIMETRY).
    pub const fn flag(self) -> u16 {
        match self {
            Self::NoSignal => 40,
            Self::TooShort => 41,
            Self::NotSteady => 42,
        }
    }
}

/// The sample that is the reading: the highest value, when it had stood for long enough; the first one of equals.
///
/// # Errors
/// Why there is none.
pub(crate) fn spot(samples: &[Sample]) -> Result<Sample, NoSpot> {
    let doubtful = summary::doubtful(&OXIMETRY);
    let mut best: Option<Sample> = None;
    // Since when it is worn, since when the value stands, and the usable sample before.
    let mut run: Option<(u64, u64, Sample)> = None;
    let mut why = NoSpot::NoSignal;
    for sample in samples {
        let Some(value) = sample.saturation.filter(|_| sample.status & doubtful == 0) else { continue };
        let now = sample.since_ms;
        let (worn, stands) = match run {
            Some((worn, stands, before)) if now - before.since_ms <= AWAY_MS => {
                let same = before.saturation.is_some_and(|before| before.compare(value) == Ordering::Equal);
                (worn, if same { stands } else { now })
            }
            _ => (now, now),
        };
        run = Some((worn, stands, *sample));
        if why == NoSpot::NoSignal {
            why = NoSpot::TooShort;
        }
        if now - worn < WORN_MS {
            continue;
        }
        why = NoSpot::NotSteady;
        let higher = |best: &Sample| best.saturation.is_none_or(|best| best.compare(value) == Ordering::Less);
        if now - stands >= STANDS_MS && best.as_ref().is_none_or(higher) {
            best = Some(*sample);
        }
    }
    best.ok_or(why)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diary::decimal::Decimal;

    /// Values a second; 0 is none.
    fn samples(values: &[i64]) -> Vec<Sample> {
        (0..)
            .zip(values)
            .map(|(second, value)| Sample {
                since_ms: second * 1000,
                saturation: (*value > 0).then_some(Decimal::whole(*value)),
                pulse: Some(Decimal::whole(60)),
                perfusion: None,
                status: 1 << 5,
            })
            .collect()
    }

    fn found(values: &[i64]) -> Result<(u64, i64), NoSpot> {
        spot(&samples(values)).map(|sample| (sample.since_ms / 1000, sample.saturation.unwrap().mantissa))
    }

    #[test]
    fn it_is_the_highest_value_that_stood_for_five_seconds_after_a_minute() {
        let mut values = vec![95; 62];
        assert_eq!(found(&values), Ok((60, 95)));
        // Higher for four seconds: not yet. For five: that one.
        values.extend([97; 5]);
        assert_eq!(found(&values), Ok((60, 95)));
        values.push(97);
        assert_eq!(found(&values), Ok((67, 97)));
        // What follows is lower, or as high: the first one stays.
        values.extend([96; 20]);
        values.extend([97; 20]);
        assert_eq!(found(&values), Ok((67, 97)));
        // Before the minute was over nothing counts, however high.
        let mut early = vec![99; 50];
        early.extend([94; 20]);
        assert_eq!(found(&early), Ok((60, 94)));
    }

    #[test]
    fn where_there_is_none_it_says_why() {
        assert_eq!(found(&[]), Err(NoSpot::NoSignal));
        assert_eq!(found(&[0; 100]), Err(NoSpot::NoSignal));
        assert_eq!(found(&[96; 60]), Err(NoSpot::TooShort));
        let restless: Vec<i64> = (0..120).map(|second| 94 + second % 2).collect();
        assert_eq!(found(&restless), Err(NoSpot::NotSteady));
        let doubted: Vec<Sample> =
            samples(&[96; 100]).into_iter().map(|sample| Sample { status: 1 << 14, ..sample }).collect();
        assert_eq!(spot(&doubted), Err(NoSpot::NoSignal));
    }

    #[test]
    fn a_finger_that_was_taken_out_begins_anew() {
        let with_pause = |seconds| {
            let mut values = vec![96; 40];
            values.extend(vec![0; seconds]);
            values.extend([96; 40]);
            found(&values)
        };
        assert_eq!(with_pause(4), Ok((60, 96)));
        assert_eq!(with_pause(5), Err(NoSpot::TooShort));
    }

    proptest! {
        /// Against the rule as a person would apply it: look at every second, and back over the last five and sixty.
        #[test]
        fn it_is_what_a_person_would_write_down(values in proptest::collection::vec(93_i64..97, 0..200)) {
            let mut best: Option<(u64, i64)> = None;
            for (second, value) in values.iter().enumerate() {
                let stood = second >= 5 && values[second - 5..=second].iter().all(|before| before == value);
                if second >= 60 && stood && best.is_none_or(|(_, best)| *value > best) {
                    best = Some((second as u64, *value));
                }
            }
            prop_assert_eq!(found(&values).ok(), best);
        }

        #[test]
        fn any_samples_have_an_answer(
            values in proptest::collection::vec((0_u64..9000, 0_i64..200, -3_i8..2, any::<u64>()), 0..100),
        ) {
            let mut since_ms = 0;
            let samples: Vec<Sample> = values
                .into_iter()
                .map(|(later, mantissa, exponent, status)| {
                    since_ms += later;
                    let saturation = Decimal::new(mantissa, exponent);
                    Sample { since_ms, saturation, pulse: saturation, perfusion: None, status }
                })
                .collect();
            let _ = spot(&samples);
            let stretches = super::super::sample::stretches(&samples, 7);
            for stretch in &stretches {
                prop_assert_eq!(stretch.series.check(&crate::diary::kind::OXIMETRY_NIGHT), Ok(()));
            }
            // Every sample is in one of them, in its order, with its remark.
            let kept: Vec<u64> = stretches
                .iter()
                .flat_map(|stretch| stretch.series.status.iter().copied())
                .filter(|status| *status != 0)
                .collect();
            let sent: Vec<u64> =
                samples.iter().map(|sample| sample.status).filter(|status| *status != 0).collect();
            prop_assert_eq!(kept, sent);
        }
    }
}
