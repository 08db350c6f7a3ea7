//! Numbers about the readings of a kind: how many, mean, spread, least and most, by day, week and month.
//!
//! Every entry counts on the civil day and at the time of day that it carries itself. Sums are exact whole numbers of the
//! digits as they were given, one for each unit and resolution; the mean is rounded once, at the end. The spread is the
//! sample's standard deviation by Welford's method.

use std::collections::BTreeMap;

use super::content::{Content, Value};
use super::decimal::Decimal;
use super::define::Definition;
use super::error::DiaryError;
use super::file::Diary;
use super::kind::{Field, Kind, OWN, Shape, Unit};
use super::operation::content_of;
use super::page::{Order, Question, Range};
use crate::id::KindId;
use crate::journal;
use crate::store::{FileKind, Read, StoreError};
use crate::time::{Civil, CivilDate, CivilTime};

/// What statistics are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// The kind of entry.
    pub kind: &'static Kind,
    /// The first day, by the entries' own civil dates; the first that there is if left out.
    pub from: Option<CivilDate>,
    /// The last day.
    pub to: Option<CivilDate>,
    /// Into which pieces the days are cut.
    pub by: Period,
    /// When morning and evening are.
    pub parts: PartsOfDay,
}

/// Pieces of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// Each day.
    Day,
    /// Each week, from Monday to Sunday (ISO 8601).
    Week,
    /// Each month.
    Month,
}

/// Morning and evening: minutes of the civil day, the first one of each included and the last one not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartsOfDay {
    /// From and to, minutes after midnight.
    pub morning: (u16, u16),
    /// From and to, minutes after midnight.
    pub evening: (u16, u16),
}

impl PartsOfDay {
    /// Morning 06:00 to 12:00, evening 18:00 to 24:00, as the home blood-pressure diary of the British Hypertension
    /// Society has them.
    pub const HOME_DIARY: Self = Self { morning: (360, 720), evening: (1080, 1440) };
}

/// The numbers about one kind of entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Statistics {
    /// Entries that count.
    pub entries: u64,
    /// Entries on these days that a remark calls doubtful; they are in no number.
    pub doubtful: u64,
    /// Entries of this kind of which the day is not known; they are in no number.
    pub without_day: u64,
    /// The numbers of each field that has any, in the order in which people read the fields.
    pub fields: Vec<FieldStatistics>,
}

/// The numbers about one field.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldStatistics {
    /// The field.
    pub field: MeasuredField,
    /// The unit of all means and spreads: the one that the field's limits are in; a bare count where it has one of the
    /// person's own words.
    pub unit: Unit,
    /// The unit in the person's own words, where a kind of their own has it.
    pub own_unit: Option<String>,
    /// All of the days.
    pub whole: Summary,
    /// All mornings.
    pub morning: Summary,
    /// All evenings.
    pub evening: Summary,
    /// Each period that has a value, by its first day.
    pub periods: Vec<(CivilDate, Summary)>,
}

/// A field that numbers are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasuredField {
    /// Its number in files.
    pub number: u16,
    /// Its name in commands and exports.
    pub name: String,
    /// Its name as people read it.
    pub words: String,
}

/// Some values in a few numbers.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Summary {
    /// How many values.
    pub count: u64,
    /// Their mean; 0 where there are none.
    pub mean: f64,
    /// The standard deviation of the sample; `None` for fewer than two values.
    pub spread: Option<f64>,
    /// The smallest value as it was given, the earliest of equal ones.
    pub least: Option<(Decimal, Unit)>,
    /// The largest value as it was given, the earliest of equal ones.
    pub most: Option<(Decimal, Unit)>,
}

impl Diary {
    /// Returns the numbers about a kind of entry.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn statistics(&self, asked: &Measure) -> Result<Statistics, DiaryError> {
        self.numbers(asked, None)
    }

    /// As [`Diary::statistics`], about a kind that the person defined; the kind in `asked` is not looked at.
    ///
    /// # Errors
    /// [`DiaryError::UnknownKind`], and whatever the file says.
    pub fn statistics_of(&self, own: KindId, asked: &Measure) -> Result<Statistics, DiaryError> {
        let kinds = self.kinds()?;
        let definition = kinds.get(own).ok_or(DiaryError::UnknownKind)?;
        self.numbers(&Measure { kind: &OWN, ..*asked }, Some(definition))
    }

    fn numbers(&self, asked: &Measure, own: Option<&Definition>) -> Result<Statistics, DiaryError> {
        let question = Question {
            // Entries without a day are in no number.
            from: asked.from.or_else(|| CivilDate::new(1, 1, 1).ok()),
            to: asked.to,
            kind: Some(asked.kind.number),
            order: Order::OldestFirst,
            ..Question::default()
        };
        let range = Range::of(&question, None);
        self.store.read(|reader| {
            let described = own.map(Definition::described);
            let fields = described.as_deref().unwrap_or(asked.kind.fields);
            let mut gathered = Gathered::new(asked, fields, own.map(|own| own.id));
            reader.each(
                &bodies(&range),
                range.values(usize::MAX),
                |row| {
                    // Read where it lies: no copy of each body.
                    let (day, amended) = (row.get::<_, i32>(0)?, row.get(1)?);
                    let body = journal::unsalted(row.get_ref(2)?.as_blob()?);
                    Ok((day, body.and_then(|body| content_of(body, amended))))
                },
                |(day, content)| {
                    let content = content.ok_or(StoreError::Malformed(FileKind::Diary))?;
                    gathered.take(day, &content)
                },
            )?;
            let mut without_day =
                reader.one(WITHOUT_DAY, [asked.kind.number], |row| row.get(0))?.unwrap_or(0);
            if let Some(own) = own.filter(|_| without_day > 0) {
                without_day = without_day_of(reader, own.id)?;
            }
            gathered.finish(without_day)
        })
    }
}

/// Entries of a kind without a day.
pub(super) const WITHOUT_DAY: &str =
    "SELECT count(*) FROM entries WHERE kind = ?1 AND day IS NULL AND retracted IS NULL";

/// How many entries of a kind of the person's own stand without a day.
fn without_day_of(source: &impl Read, own: KindId) -> Result<u64, DiaryError> {
    let mut count = 0;
    source.each(
        "SELECT e.latest <> e.id, l.body FROM entries e JOIN operations l ON l.seq = e.latest
         WHERE e.kind = ?1 AND e.day IS NULL AND e.retracted IS NULL",
        [OWN.number],
        |row| {
            let amended = row.get(0)?;
            Ok(journal::unsalted(row.get_ref(1)?.as_blob()?).and_then(|body| content_of(body, amended)))
        },
        |content| {
            count += u64::from(content.is_some_and(|content| content.defined == Some(own)));
            Ok::<(), DiaryError>(())
        },
    )?;
    Ok(count)
}

/// What the entries of a stretch say, in order.
pub(super) fn bodies(range: &Range) -> String {
    range.sql("e.day, e.latest <> e.id, l.body", "CROSS JOIN operations l ON l.seq = e.latest")
}

/// What was met so far.
struct Gathered<'a> {
    asked: &'a Measure,
    /// The kind of the person's own that is asked about; none where the program describes the kind.
    own: Option<KindId>,
    entries: u64,
    doubtful: u64,
    fields: Vec<OfField<'a>>,
}

struct OfField<'a> {
    field: &'a Field<'a>,
    unit: Unit,
    own_unit: Option<&'a str>,
    whole: Sums,
    morning: Sums,
    evening: Sums,
    /// By the first day, in days since 1970-01-01.
    periods: BTreeMap<i32, Sums>,
}

impl<'a> Gathered<'a> {
    fn new(asked: &'a Measure, fields: &'a [Field<'a>], own: Option<KindId>) -> Self {
        let fields = fields.iter().filter_map(|field| {
            let (unit, own_unit) = match field.shape {
                Shape::Number { units, .. } => (*units.first()?, None),
                Shape::Amount { unit } => (Unit::Count, Some(unit)),
                _ => return None,
            };
            Some(OfField {
                field,
                unit,
                own_unit,
                whole: Sums::default(),
                morning: Sums::default(),
                evening: Sums::default(),
                periods: BTreeMap::new(),
            })
        });
        Self { asked, own, entries: 0, doubtful: 0, fields: fields.collect() }
    }

    fn take(&mut self, day: i32, content: &Content) -> Result<(), DiaryError> {
        if self.own.is_some() && content.defined != self.own {
            return Ok(());
        }
        if content.doubtful() {
            self.doubtful += 1;
            return Ok(());
        }
        self.entries += 1;
        let date = CivilDate::from_epoch_day(day).map_err(|_| StoreError::Malformed(FileKind::Diary))?;
        let period = self.asked.by.first_day(date);
        let (morning, evening) = (self.asked.parts.morning, self.asked.parts.evening);
        let (morning, evening) = (within(content, morning), within(content, evening));
        for of in &mut self.fields {
            let Some(value) = number(content, of.field.number) else { continue };
            of.whole.take(value, of.unit);
            if morning {
                of.morning.take(value, of.unit);
            }
            if evening {
                of.evening.take(value, of.unit);
            }
            of.periods.entry(period).or_default().take(value, of.unit);
        }
        Ok(())
    }

    fn finish(self, without_day: u64) -> Result<Statistics, DiaryError> {
        let mut fields = Vec::new();
        for of in self.fields.into_iter().filter(|of| of.whole.count > 0) {
            let mut periods = Vec::with_capacity(of.periods.len());
            for (day, sums) in of.periods {
                let first =
                    CivilDate::from_epoch_day(day).map_err(|_| StoreError::Malformed(FileKind::Diary))?;
                periods.push((first, sums.summary(of.unit)));
            }
            fields.push(FieldStatistics {
                field: MeasuredField {
                    number: of.field.number,
                    name: of.field.name.to_owned(),
                    words: of.field.words.to_owned(),
                },
                unit: of.unit,
                own_unit: of.own_unit.map(str::to_owned),
                whole: of.whole.summary(of.unit),
                morning: of.morning.summary(of.unit),
                evening: of.evening.summary(of.unit),
                periods,
            });
        }
        Ok(Statistics { entries: self.entries, doubtful: self.doubtful, without_day, fields })
    }
}

/// The number in a field; what is counted in a unit of the person's own words is a bare count.
fn number(content: &Content, field: u16) -> Option<(Decimal, Unit)> {
    match content.value(field)? {
        Value::Number { digits, unit } => Some((*digits, *unit)),
        Value::Amount { digits, .. } => Some((*digits, Unit::Count)),
        _ => None,
    }
}

/// Whether an entry lies in a part of its civil day, with both ends where it is a span.
fn within(content: &Content, (from, to): (u16, u16)) -> bool {
    let inside = |time: CivilTime| {
        let minute = u16::from(time.hour()) * 60 + u16::from(time.minute());
        (from..to).contains(&minute)
    };
    match content.moment.civil() {
        Some(Civil::Time(time)) => inside(time),
        Some(Civil::Between { earliest, latest }) => inside(earliest) && inside(latest),
        Some(Civil::Date(_)) | None => false,
    }
}

impl Period {
    /// The first day of the piece that a day lies in, in days since 1970-01-01.
    fn first_day(self, date: CivilDate) -> i32 {
        let back = match self {
            Self::Day => 0,
            Self::Week => date.weekday() - 1,
            Self::Month => date.day() - 1,
        };
        date.epoch_day() - i32::from(back)
    }
}

/// Values that were added up.
#[derive(Default)]
struct Sums {
    count: u64,
    /// For each unit and power of ten: how many values, and the sum of their digits.
    totals: Vec<Total>,
    /// The mean so far and the sum of squared distances from it (Welford), in the field's unit.
    running: f64,
    squares: f64,
    least: Option<Edge>,
    most: Option<Edge>,
}

struct Total {
    unit: Unit,
    exponent: i8,
    count: u64,
    digits: i128,
}

/// A value as it was given, and in the field's unit.
#[derive(Clone, Copy)]
struct Edge {
    given: (Decimal, Unit),
    value: f64,
}

#[expect(clippy::cast_precision_loss, reason = "the mean and the spread are rounded to 53 bits here, once")]
impl Sums {
    fn take(&mut self, (digits, unit): (Decimal, Unit), to: Unit) {
        let edge = Edge { given: (digits, unit), value: unit.value_in(digits.approximate(), to) };
        self.count += 1;
        let away = edge.value - self.running;
        self.running += away / self.count as f64;
        self.squares += away * (edge.value - self.running);
        if self.least.is_none_or(|least| edge.value < least.value) {
            self.least = Some(edge);
        }
        if self.most.is_none_or(|most| edge.value > most.value) {
            self.most = Some(edge);
        }
        let same = |total: &&mut Total| (total.unit, total.exponent) == (unit, digits.exponent);
        if let Some(total) = self.totals.iter_mut().find(same) {
            total.count += 1;
            // Fewer values than 2^64, each below 2^63.
            total.digits += i128::from(digits.mantissa);
        } else {
            let (exponent, digits) = (digits.exponent, i128::from(digits.mantissa));
            self.totals.push(Total { unit, exponent, count: 1, digits });
        }
    }

    fn summary(&self, to: Unit) -> Summary {
        let spread = (self.count > 1).then(|| (self.squares / (self.count - 1) as f64).sqrt());
        Summary {
            count: self.count,
            mean: self.mean(to),
            spread,
            least: self.least.map(|edge| edge.given),
            most: self.most.map(|edge| edge.given),
        }
    }

    /// The mean: each unit's exact sum divided once, turned into the field's unit once.
    fn mean(&self, to: Unit) -> f64 {
        let mut units: BTreeMap<Unit, Vec<&Total>> = BTreeMap::new();
        for total in &self.totals {
            units.entry(total.unit).or_default().push(total);
        }
        let mut mean = 0.0;
        for (unit, totals) in units {
            let count: u64 = totals.iter().map(|total| total.count).sum();
            let own = mean_of(&totals, count);
            mean += unit.value_in(own, to) * (count as f64 / self.count as f64);
        }
        mean
    }
}

/// The mean of a unit's values, from their exact sums.
#[expect(clippy::cast_precision_loss, reason = "rounded once to 53 bits; smaller numbers are exact")]
fn mean_of(totals: &[&Total], count: u64) -> f64 {
    let finest = totals.iter().map(|total| total.exponent).min().unwrap_or(0);
    let exact = totals.iter().try_fold(0_i128, |sum, total| {
        let power = 10_i128.checked_pow(u32::from(total.exponent.abs_diff(finest)))?;
        sum.checked_add(total.digits.checked_mul(power)?)
    });
    let power = 10_f64.powi(i32::from(finest.unsigned_abs()));
    match exact {
        Some(sum) if finest < 0 => sum as f64 / (power * count as f64),
        Some(sum) => sum as f64 * power / count as f64,
        // Digits that no meter shows: as near as binary numbers come.
        None => {
            let parts = totals.iter().map(|total| total.digits as f64 * 10_f64.powi(total.exponent.into()));
            parts.sum::<f64>() / count as f64
        }
    }
}
