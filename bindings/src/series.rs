//! Samples that a device measured again and again at one pace, and what a chart shows of them.

use diary_core::diary::Kind;
use diary_core::diary::{Channel, Series, Spread, Stretch, Unit};

use crate::diary::{Diary, entry_id, no_entry};
use crate::draft::EntryDraft;
use crate::error::DiaryError;
use crate::moment::Here;

/// Samples at one pace.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct SampleSeries {
    /// Milliseconds from one sample to the next.
    pub step_ms: u32,
    /// What was measured; each as long as the others.
    pub channels: Vec<SampleChannel>,
    /// What the device remarked of each sample, a bit a remark; empty where it remarked nothing.
    #[uniffi(default = [])]
    pub status: Vec<u64>,
}

/// One of the values that each sample has.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct SampleChannel {
    /// The name of the field, of those that [`KindDescription::sampled`](crate::KindDescription::sampled) has.
    pub field: String,
    /// The unit of all values.
    pub unit: String,
    /// Values are this power of ten times a whole number.
    #[uniffi(default = 0)]
    pub exponent: i8,
    /// The whole numbers; none where a sample has no value.
    pub values: Vec<Option<i32>>,
}

/// A stretch of samples without a gap.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct SampleStretch {
    /// From the entry's moment to its first sample, milliseconds.
    pub offset_ms: i64,
    /// The samples.
    pub series: SampleSeries,
}

/// What the samples of one piece of a chart came to.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct ChartPiece {
    /// From the entry's moment to its first sample, milliseconds.
    pub offset_ms: i64,
    /// The lowest value; none where no sample of the piece has one.
    pub lowest: Option<f64>,
    /// The mean.
    pub mean: Option<f64>,
    /// The highest.
    pub highest: Option<f64>,
    /// How many samples have a value.
    pub count: u64,
}

crate::quiet::says_nothing!(SampleSeries, SampleChannel, SampleStretch, ChartPiece);

impl SampleSeries {
    fn read(self, sampled: &Kind) -> Result<Series, DiaryError> {
        let no_field = || DiaryError::invalid("samples of this kind have no such field, or not in this unit");
        let channels = self.channels.into_iter().map(|channel| {
            let field = sampled.fields.iter().find(|field| field.name == channel.field);
            Ok(Channel {
                field: field.ok_or_else(no_field)?.number,
                unit: Unit::typed(&channel.unit).ok_or_else(no_field)?,
                exponent: channel.exponent,
                values: channel.values,
            })
        });
        let channels: Vec<Channel> = channels.collect::<Result<_, DiaryError>>()?;
        let length = channels.first().map_or(0, |channel| channel.values.len());
        let status = if self.status.is_empty() { vec![0; length] } else { self.status };
        if status.len() != length {
            return Err(DiaryError::invalid("every sample has a status, or none has one"));
        }
        Ok(Series { step_ms: self.step_ms, channels, status })
    }
}

impl SampleStretch {
    fn of(stretch: Stretch, sampled: Option<&Kind>) -> Self {
        let name = |number: u16| {
            let field = sampled.and_then(|kind| kind.fields.iter().find(|field| field.number == number));
            field.map_or_else(|| number.to_string(), |field| field.name.to_owned())
        };
        let channels = stretch.series.channels.into_iter().map(|channel| SampleChannel {
            field: name(channel.field),
            unit: channel.unit.text().to_owned(),
            exponent: channel.exponent,
            values: channel.values,
        });
        let series = SampleSeries {
            step_ms: stretch.series.step_ms,
            channels: channels.collect(),
            status: stretch.series.status,
        };
        Self { offset_ms: stretch.offset_ms, series }
    }
}

#[uniffi::export]
impl Diary {
    /// Writes an entry down with its samples, and gives its id; what the samples came to is worked out.
    ///
    /// # Errors
    /// As [`Diary::add`]; [`DiaryError::Invalid`] for samples that its kind cannot have.
    #[uniffi::method(default(confirmed = false))]
    pub fn add_series(
        &self,
        draft: EntryDraft,
        measured: SampleSeries,
        confirmed: bool,
    ) -> Result<String, DiaryError> {
        self.with(|core, diary| {
            let content = draft.read(&diary.kinds()?, &Here::now(&self.held.place, None)?)?;
            let sampled = content.described().and_then(|kind| kind.samples);
            let sampled =
                sampled.ok_or_else(|| DiaryError::invalid("entries of this kind have no samples"))?;
            Ok(diary.add_series(&content, &measured.read(sampled)?, core.author(), confirmed)?.to_string())
        })
    }

    /// The samples of an entry, stretch by stretch; nothing where it has none.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`].
    pub fn samples(&self, entry: String) -> Result<Vec<SampleStretch>, DiaryError> {
        self.with(|_, diary| {
            let id = entry_id(&entry)?;
            let content = diary.entry(id)?.ok_or_else(no_entry)?.content;
            let sampled = content.described().and_then(|kind| kind.samples);
            let stretches = diary.samples(id)?.into_iter();
            Ok(stretches.map(|stretch| SampleStretch::of(stretch, sampled)).collect())
        })
    }

    /// Lowest, mean and highest of each `samples_each` samples of a field, for a chart.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`]; [`DiaryError::Invalid`] for a field that samples of this kind do not have.
    pub fn chart(
        &self,
        entry: String,
        field: String,
        samples_each: u32,
    ) -> Result<Vec<ChartPiece>, DiaryError> {
        self.with(|_, diary| {
            let id = entry_id(&entry)?;
            let content = diary.entry(id)?.ok_or_else(no_entry)?.content;
            let sampled = content.described().and_then(|kind| kind.samples);
            let number = sampled
                .and_then(|kind| kind.fields.iter().find(|known| known.name == field))
                .ok_or_else(|| DiaryError::invalid("samples of this kind have no such field"))?
                .number;
            let width = usize::try_from(samples_each).unwrap_or(usize::MAX);
            let mut pieces = Vec::new();
            for stretch in diary.samples(id)? {
                let Some(channel) = stretch.series.channel(number) else { continue };
                let scale = 10_f64.powi(channel.exponent.into());
                pieces.extend(stretch.series.buckets(number, width).into_iter().map(|bucket| {
                    let from = i64::try_from(bucket.from).unwrap_or(i64::MAX);
                    let of = |value: fn(&Spread) -> f64| {
                        bucket.spread.as_ref().map(|spread| value(spread) * scale)
                    };
                    ChartPiece {
                        offset_ms: from
                            .saturating_mul(stretch.series.step_ms.into())
                            .saturating_add(stretch.offset_ms),
                        lowest: of(|spread| spread.lowest.into()),
                        mean: of(|spread| spread.mean),
                        highest: of(|spread| spread.highest.into()),
                        count: bucket.spread.map_or(0, |spread| spread.count as u64),
                    }
                }));
            }
            Ok(pieces)
        })
    }

    /// Takes the samples of an entry away, for good, and leaves the entry with what they came to.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`].
    pub fn drop_samples(&self, entry: String) -> Result<(), DiaryError> {
        self.with(|core, diary| Ok(diary.drop_samples(entry_id(&entry)?, core.author()).map(drop)?))
    }
}
