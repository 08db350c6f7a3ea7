//! Numbers about a kind of entry, by day, week and month.

use diary_core::diary::kind::OWN;
use diary_core::diary::{Decimal, FieldStatistics, Measure, PartsOfDay, Period, Statistics, Summary, Unit};

use crate::diary::Diary;
use crate::error::DiaryError;
use crate::kinds::kind_named;
use crate::moment::some_day;

/// What numbers are asked for.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct StatisticsQuestion {
    /// The name of the kind; `own` for one that the person defined.
    pub kind: String,
    /// The id of the kind that the person defined.
    #[uniffi(default = None)]
    pub own_kind: Option<String>,
    /// The first day, `2026-08-01`, by the entries' own civil dates.
    #[uniffi(default = None)]
    pub first_day: Option<String>,
    /// The last day.
    #[uniffi(default = None)]
    pub last_day: Option<String>,
    /// Into which pieces the days are cut.
    pub by: CalendarPeriod,
    /// When morning and evening are; from 6 to 12 and from 18 to 24 o'clock where left out.
    #[uniffi(default = None)]
    pub parts: Option<MorningAndEvening>,
}

/// Pieces of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum CalendarPeriod {
    /// Each day.
    Day,
    /// Each week, from Monday to Sunday.
    Week,
    /// Each month.
    Month,
}

/// Minutes of the civil day; the first of each included, the last one not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct MorningAndEvening {
    /// 0 to 1440.
    pub morning_from_minute: u16,
    /// 0 to 1440.
    pub morning_to_minute: u16,
    /// 0 to 1440.
    pub evening_from_minute: u16,
    /// 0 to 1440.
    pub evening_to_minute: u16,
}

/// The numbers about one kind of entry.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct KindNumbers {
    /// Entries that count.
    pub entries: u64,
    /// Entries that a remark calls doubtful; they are in no number.
    pub doubtful: u64,
    /// Entries of which the day is not known; they are in no number.
    pub without_day: u64,
    /// Each field that has any, in the order in which people read them.
    pub fields: Vec<FieldNumbers>,
}

/// The numbers about one field.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct FieldNumbers {
    /// Its name in exports and calls.
    pub field: String,
    /// The unit of all means and spreads.
    pub unit: String,
    /// All of the days.
    pub whole: Numbers,
    /// All mornings.
    pub morning: Numbers,
    /// All evenings.
    pub evening: Numbers,
    /// Each period that has a value.
    pub periods: Vec<PeriodNumbers>,
}

/// The numbers of one period.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct PeriodNumbers {
    /// Its first day.
    pub first_day: String,
    /// The numbers.
    pub numbers: Numbers,
}

/// Some values in a few numbers.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct Numbers {
    /// How many values.
    pub count: u64,
    /// Their mean; none where there are none.
    pub mean: Option<f64>,
    /// The standard deviation of the sample; none for fewer than two.
    pub spread: Option<f64>,
    /// The smallest value as it was given.
    pub least: Option<Measured>,
    /// The largest value as it was given.
    pub most: Option<Measured>,
}

/// A value as it was given.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Measured {
    /// Its digits.
    pub digits: String,
    /// Its unit.
    pub unit: String,
}

crate::quiet::says_nothing!(FieldNumbers, PeriodNumbers, Numbers, Measured);

impl Numbers {
    fn of(summary: &Summary) -> Self {
        let measured = |value: Option<(Decimal, Unit)>| {
            value.map(|(digits, unit)| Measured { digits: digits.to_string(), unit: unit.text().to_owned() })
        };
        Self {
            count: summary.count,
            mean: (summary.count > 0).then_some(summary.mean),
            spread: summary.spread,
            least: measured(summary.least),
            most: measured(summary.most),
        }
    }
}

impl FieldNumbers {
    fn of(field: FieldStatistics) -> Self {
        Self {
            field: field.field.name,
            unit: field.own_unit.unwrap_or_else(|| field.unit.text().to_owned()),
            whole: Numbers::of(&field.whole),
            morning: Numbers::of(&field.morning),
            evening: Numbers::of(&field.evening),
            periods: field
                .periods
                .iter()
                .map(|(day, summary)| PeriodNumbers {
                    first_day: day.to_string(),
                    numbers: Numbers::of(summary),
                })
                .collect(),
        }
    }
}

#[uniffi::export]
impl Diary {
    /// The numbers about a kind of entry.
    ///
    /// # Errors
    /// [`DiaryError::Invalid`] for a kind or day that there is not.
    pub fn statistics(&self, question: StatisticsQuestion) -> Result<KindNumbers, DiaryError> {
        self.with(|_, diary| {
            let own = question.own_kind.as_ref().map(|id| id.parse()).transpose()?;
            let measure = Measure {
                kind: if own.is_some() { &OWN } else { kind_named(&question.kind)? },
                from: some_day(question.first_day.as_deref())?,
                to: some_day(question.last_day.as_deref())?,
                by: match question.by {
                    CalendarPeriod::Day => Period::Day,
                    CalendarPeriod::Week => Period::Week,
                    CalendarPeriod::Month => Period::Month,
                },
                parts: question.parts.map_or(PartsOfDay::HOME_DIARY, |parts| PartsOfDay {
                    morning: (parts.morning_from_minute, parts.morning_to_minute),
                    evening: (parts.evening_from_minute, parts.evening_to_minute),
                }),
            };
            let Statistics { entries, doubtful, without_day, fields } = match own {
                Some(own) => diary.statistics_of(own, &measure)?,
                None => diary.statistics(&measure)?,
            };
            let fields = fields.into_iter().map(FieldNumbers::of).collect();
            Ok(KindNumbers { entries, doubtful, without_day, fields })
        })
    }
}
