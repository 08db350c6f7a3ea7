//! From samples as they come, each with its time, to a series at one pace.

use super::{Channel, MOST_SAMPLES, Series};
use crate::diary::kind::Unit;

/// How many steps a sample may be late by the clock and still be the next one: radios deliver in bursts.
const LATE: usize = 3;

/// A series that is being put together from what a device sends.
#[derive(Debug, Clone)]
pub struct Recording {
    series: Series,
}

/// A sample that does not follow those before: the clock was set, or another recording began. Nothing was added; finish
/// this one, and begin another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this sample does not follow the ones before; finish the recording and begin another")]
pub struct OutOfStep;

impl Recording {
    /// A recording without a sample: so many milliseconds from one to the next, and the field, unit and power of ten of
    /// each channel.
    pub fn new(step_ms: u32, channels: &[(u16, Unit, i8)]) -> Self {
        let channels = channels.iter().map(|&(field, unit, exponent)| Channel {
            field,
            unit,
            exponent,
            values: Vec::new(),
        });
        Self { series: Series { step_ms: step_ms.max(1), channels: channels.collect(), status: Vec::new() } }
    }

    /// Adds the sample of a time, in milliseconds since the first sample's; values in the order of the channels, missing
    /// ones are none.
    ///
    /// The time says which step it is. Where samples came late, in a burst, they take the steps that follow; where none
    /// came for a while, there is a gap.
    ///
    /// # Errors
    /// [`OutOfStep`] for a sample before the last one, or so far behind it that it would be too long a series.
    pub fn push(&mut self, since_ms: u64, values: &[Option<i32>], status: u64) -> Result<(), OutOfStep> {
        let step = u64::from(self.series.step_ms);
        let by_clock = usize::try_from((since_ms + step / 2) / step).map_err(|_| OutOfStep)?;
        let next = self.series.len();
        if by_clock >= MOST_SAMPLES || next >= MOST_SAMPLES || by_clock + LATE < next {
            return Err(OutOfStep);
        }
        let at = by_clock.max(next);
        self.series.status.resize(at, 0);
        self.series.status.push(status);
        for (number, channel) in self.series.channels.iter_mut().enumerate() {
            channel.values.resize(at, None);
            channel.values.push(values.get(number).copied().flatten());
        }
        Ok(())
    }

    /// How many samples there are, with gaps.
    pub fn len(&self) -> usize {
        self.series.len()
    }

    /// Whether there is no sample yet.
    pub fn is_empty(&self) -> bool {
        self.series.is_empty()
    }

    /// The series.
    pub fn finish(self) -> Series {
        self.series
    }
}
