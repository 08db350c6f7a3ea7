//! A series as a chart shows it: lowest, mean and highest of each stretch.

use super::Series;

/// What the samples of one stretch of time came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bucket {
    /// The first sample's number.
    pub from: usize,
    /// Lowest, mean, highest; `None` where no sample of the stretch has a value.
    pub spread: Option<Spread>,
}

/// Lowest, mean and highest of some values, in the channel's own whole numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// The lowest.
    pub lowest: i32,
    /// The mean.
    pub mean: f64,
    /// The highest.
    pub highest: i32,
    /// Of how many values.
    pub count: usize,
}

impl Spread {
    pub(super) fn of(values: impl Iterator<Item = i32>) -> Option<Self> {
        let (mut lowest, mut highest, mut sum, mut count) = (i32::MAX, i32::MIN, 0_i64, 0_usize);
        for value in values {
            (lowest, highest) = (lowest.min(value), highest.max(value));
            sum += i64::from(value);
            count += 1;
        }
        #[expect(clippy::cast_precision_loss, reason = "charts need no more than 53 bits")]
        (count > 0).then(|| Self { lowest, mean: sum as f64 / count as f64, highest, count })
    }
}

impl Series {
    /// What a field came to in each stretch of `width` samples; nothing where it has no such channel.
    pub fn buckets(&self, field: u16, width: usize) -> Vec<Bucket> {
        let width = width.max(1);
        let chunks = self.channel(field).map(|channel| channel.values.chunks(width)).into_iter().flatten();
        let bucket = |(number, values): (usize, &[Option<i32>])| Bucket {
            from: number * width,
            spread: Spread::of(values.iter().copied().flatten()),
        };
        chunks.enumerate().map(bucket).collect()
    }
}
