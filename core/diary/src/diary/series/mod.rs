//! What a device measured again and again at one pace: a night of oxygen levels, one value a second.
//!
//! A [`Series`] belongs to an entry of a kind whose description says what its samples are ([`Kind::samples`]). It lies
//! compressed in an operation beside the entry, so that the journal commits to it, and what becomes of the entry becomes
//! of it: erased, moved, backed up, salvaged, united with another phone's copy. The entry's own fields say what it came to.
//!
//! ```text
//! raw segments -> Recording::push … -> Recording::finish -> Diary::receive_series -> the segments may go
//!              -> spot: one reading, or why there is none, where the finger was in it for some minutes only
//! ```
//!
//! [`Diary::receive_series`](super::Diary::receive_series) reads what it is about to store, and compares it sample by
//! sample, before it commits: once it returns, the segments that the samples came from are not needed. Samples have a
//! retention of their own: [`Diary::drop_samples`](super::Diary::drop_samples) takes them away and leaves the entry.

mod coder;
mod coding;
mod kept;
mod look;
mod recording;
mod sample;
mod spot;
mod summary;

#[cfg(test)]
pub(crate) mod night;
#[cfg(test)]
mod tests;

use std::fmt;

use super::decimal::Decimal;
use super::kind::{Kind, Shape, Unit};

pub(crate) use kept::with_summary;
pub use kept::{IncomingSeries, Stretch};
pub use look::{Bucket, Spread};
pub use recording::{OutOfStep, Recording};
pub use sample::Sample;
pub(crate) use sample::stretches;
pub use spot::NoSpot;
pub(crate) use spot::spot;

/// The most samples of one series: twelve days at one a second.
pub const MOST_SAMPLES: usize = 1 << 20;
/// The most channels of one series.
pub const MOST_CHANNELS: usize = 8;
/// The longest step: a day.
pub const LONGEST_STEP_MS: u32 = 24 * 60 * 60 * 1000;

/// Samples at one pace, several values each.
#[derive(Clone, PartialEq, Eq)]
pub struct Series {
    /// Milliseconds from one sample to the next, 1..=[`LONGEST_STEP_MS`].
    pub step_ms: u32,
    /// What was measured, 1..=[`MOST_CHANNELS`]; each as long as `status`.
    pub channels: Vec<Channel>,
    /// What the device remarked of each sample: bit n is flag n of the kind that the samples are of.
    pub status: Vec<u64>,
}

/// One of the values that each sample has.
#[derive(Clone, PartialEq, Eq)]
pub struct Channel {
    /// The field, of the kind that the samples are of.
    pub field: u16,
    /// The unit of all values.
    pub unit: Unit,
    /// Values are this power of ten times a whole number.
    pub exponent: i8,
    /// The whole numbers; `None` where a sample has no value here, or where no sample came.
    pub values: Vec<Option<i32>>,
}

/// Why a series cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSeries {
    /// No sample, or more than are kept.
    #[error("a series has 1 to {MOST_SAMPLES} samples; split it")]
    Length,
    /// A pace that is none.
    #[error("samples follow each other by 1 ms to one day")]
    Step,
    /// Channels are missing, too many, doubled, or not equally long.
    #[error("a series has 1 to {MOST_CHANNELS} channels, each once, with a value or none for each sample")]
    Channels,
    /// The kind has no such field, or its field no such unit.
    #[error("samples of this kind have no such field, or not in this unit")]
    Field,
    /// The kind of the entry has no samples.
    #[error("entries of this kind have no samples")]
    Kind,
    /// What would be stored does not read as what was given.
    #[error("the samples do not come back as they were; keep what they came from, and report this")]
    NotTheSame,
}

impl Series {
    /// How many samples there are, with those without a value.
    pub fn len(&self) -> usize {
        self.status.len()
    }

    /// Whether there is no sample.
    pub fn is_empty(&self) -> bool {
        self.status.is_empty()
    }

    /// From the first sample to the end of the last one's step, in milliseconds.
    pub fn length_ms(&self) -> i64 {
        i64::try_from(self.len()).unwrap_or(i64::MAX).saturating_mul(self.step_ms.into())
    }

    /// The values of a field, where it has that channel.
    pub fn channel(&self, field: u16) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.field == field)
    }

    /// Whether it is one that an entry of `kind` can have.
    ///
    /// # Errors
    /// The first thing that is not so.
    pub fn check(&self, kind: &Kind) -> Result<(), BadSeries> {
        let samples = kind.samples.ok_or(BadSeries::Kind)?;
        if self.is_empty() || self.len() > MOST_SAMPLES {
            return Err(BadSeries::Length);
        }
        if !(1..=LONGEST_STEP_MS).contains(&self.step_ms) {
            return Err(BadSeries::Step);
        }
        let doubled = |at: usize, channel: &Channel| {
            self.channels.iter().skip(at + 1).any(|other| other.field == channel.field)
        };
        let wrong =
            |(at, channel): (usize, &Channel)| channel.values.len() != self.len() || doubled(at, channel);
        if !(1..=MOST_CHANNELS).contains(&self.channels.len()) || self.channels.iter().enumerate().any(wrong)
        {
            return Err(BadSeries::Channels);
        }
        let fits = |channel: &Channel| {
            let takes = |shape| matches!(shape, Shape::Number { units, .. } if units.contains(&channel.unit));
            samples.field(channel.field).is_some_and(|field| takes(field.shape))
                && Decimal::new(0, channel.exponent).is_some()
        };
        if self.channels.iter().all(fits) { Ok(()) } else { Err(BadSeries::Field) }
    }

    /// The samples from one to before another; fewer where there are not as many.
    #[must_use]
    pub fn part(&self, from: usize, to: usize) -> Self {
        let to = to.min(self.len());
        let from = from.min(to);
        let channels = self.channels.iter().map(|channel| Channel {
            values: channel.values.get(from..to).unwrap_or_default().to_vec(),
            ..*channel
        });
        Self {
            step_ms: self.step_ms,
            channels: channels.collect(),
            status: self.status.get(from..to).unwrap_or_default().to_vec(),
        }
    }
}

impl fmt::Debug for Series {
    /// How much there is, and no value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Series({} samples of {} ms, {:?})", self.len(), self.step_ms, self.channels)
    }
}

impl fmt::Debug for Channel {
    /// What it is of, and no value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Channel({}, {:?})", self.field, self.unit)
    }
}
