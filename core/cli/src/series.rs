//! Samples as a table of text: one a line, its time in seconds first.

use std::fmt::Write as _;

use diary_core::diary::kind::{Kind, Shape};
use diary_core::diary::{Decimal, OutOfStep, Recording, Series, Stretch, Unit};

/// Why a table of samples was not read. Says where, and never what stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SeriesFileError {
    /// The first line names no columns.
    #[error(
        "the first line names the columns: seconds, then fields such as saturation and pulse, then flags if there are any"
    )]
    Columns,
    /// A cell that is no number, or not one that fits.
    #[error(
        "line {line} of the file has something that is no number; an empty cell is a sample without a value"
    )]
    Number {
        /// From 1.
        line: usize,
    },
    /// A remark that samples of this kind do not have.
    #[error("line {line} of the file has a flag that is none of this kind's; `diary kinds` names them")]
    Flag {
        /// From 1.
        line: usize,
    },
    /// A sample before the last one, or far too late.
    #[error("line {line} of the file is not later than the one before, or too far behind it")]
    OutOfStep {
        /// From 1.
        line: usize,
    },
    /// Numbers of too many digits.
    #[error("a column of the file has numbers of too many digits")]
    TooFine,
}

/// A column of values: its field, unit, and its numbers.
struct Column {
    field: u16,
    unit: Unit,
    numbers: Vec<Option<Decimal>>,
}

/// Reads a table of samples of this kind, one every `step_ms` milliseconds.
///
/// # Errors
/// The first line that is not understood.
pub fn read(text: &str, samples: &Kind, step_ms: u32) -> Result<Series, SeriesFileError> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (_, first) = lines.next().ok_or(SeriesFileError::Columns)?;
    let mut names = first.trim_start_matches('\u{feff}').split(',').map(str::trim);
    if names.next() != Some("seconds") {
        return Err(SeriesFileError::Columns);
    }
    let mut names: Vec<&str> = names.collect();
    let has_flags = names.last() == Some(&"flags");
    if has_flags {
        names.pop();
    }
    let column = |name: &&str| {
        let field = samples.fields.iter().find(|field| field.is_called(name))?;
        let Shape::Number { units: [unit, ..], .. } = field.shape else { return None };
        Some(Column { field: field.number, unit: *unit, numbers: Vec::new() })
    };
    let mut columns: Vec<Column> =
        names.iter().map(column).collect::<Option<_>>().ok_or(SeriesFileError::Columns)?;
    if columns.is_empty() {
        return Err(SeriesFileError::Columns);
    }
    let mut samples_at = Vec::new();
    for (at, line) in lines {
        let line_number = at + 1;
        let number = SeriesFileError::Number { line: line_number };
        let mut cells = line.split(',').map(str::trim);
        let since_ms = millis(cells.next().unwrap_or_default()).ok_or(number)?;
        for column in &mut columns {
            let cell = cells.next().unwrap_or_default();
            let value: Option<Decimal> =
                if cell.is_empty() { None } else { Some(cell.parse().map_err(|_| number)?) };
            column.numbers.push(value);
        }
        let flags = if has_flags { cells.next().unwrap_or_default() } else { "" };
        let mut status = 0;
        for name in flags.split_whitespace() {
            let flag = samples.flags.iter().find(|flag| flag.name == name);
            let bit = flag.and_then(|flag| 1_u64.checked_shl(flag.number.into()));
            status |= bit.ok_or(SeriesFileError::Flag { line: line_number })?;
        }
        if cells.next().is_some() {
            return Err(number);
        }
        samples_at.push((line_number, since_ms, status));
    }
    recorded(&columns, &samples_at, step_ms)
}

/// Puts the samples on their steps: by line, time and remarks.
fn recorded(
    columns: &[Column],
    samples_at: &[(usize, u64, u64)],
    step_ms: u32,
) -> Result<Series, SeriesFileError> {
    let mut whole = Vec::with_capacity(columns.len());
    let mut channels = Vec::with_capacity(columns.len());
    for column in columns {
        let exponent =
            column.numbers.iter().flatten().map(|number| number.exponent).min().unwrap_or(0).min(0);
        let values: Option<Vec<Option<i32>>> = column
            .numbers
            .iter()
            .map(|number| match number {
                None => Some(None),
                Some(number) => mantissa(*number, exponent).map(Some),
            })
            .collect();
        whole.push(values.ok_or(SeriesFileError::TooFine)?);
        channels.push((column.field, column.unit, exponent));
    }
    let start = samples_at.first().map_or(0, |(_, since_ms, _)| *since_ms);
    let mut recording = Recording::new(step_ms, &channels);
    for (row, (line, since_ms, status)) in samples_at.iter().enumerate() {
        let values: Vec<Option<i32>> =
            whole.iter().map(|values| values.get(row).copied().flatten()).collect();
        let since = since_ms.checked_sub(start);
        let pushed = since.ok_or(OutOfStep).and_then(|since| recording.push(since, &values, *status));
        pushed.map_err(|OutOfStep| SeriesFileError::OutOfStep { line: *line })?;
    }
    Ok(recording.finish())
}

/// Milliseconds of a number of seconds.
fn millis(text: &str) -> Option<u64> {
    let number: Decimal = text.parse().ok()?;
    let power = 10_i64.checked_pow(u32::try_from(i32::from(number.exponent) + 3).ok()?)?;
    u64::try_from(number.mantissa.checked_mul(power)?).ok()
}

/// The whole number of a value at a power of ten that is no greater than its own.
fn mantissa(number: Decimal, exponent: i8) -> Option<i32> {
    let power = 10_i64.checked_pow(u32::try_from(number.exponent.checked_sub(exponent)?).ok()?)?;
    i32::try_from(number.mantissa.checked_mul(power)?).ok()
}

/// The samples as such a table; what has neither a value nor a remark has no line.
pub fn table(stretches: &[Stretch], samples: &Kind) -> String {
    let mut text = String::new();
    let Some(first) = stretches.first() else { return text };
    let name =
        |field: u16| samples.field(field).map_or_else(|| field.to_string(), |field| field.name.to_owned());
    let fields: Vec<u16> = first.series.channels.iter().map(|channel| channel.field).collect();
    let names: String = fields.iter().fold(String::new(), |text, field| text + "," + &name(*field));
    let _ = writeln!(text, "seconds{names},flags");
    for Stretch { offset_ms, series } in stretches {
        for (at, status) in series.status.iter().enumerate() {
            let values = fields.iter().map(|field| {
                let channel = series.channel(*field)?;
                Decimal::new(channel.values.get(at).copied().flatten()?.into(), channel.exponent)
            });
            let values: Vec<Option<Decimal>> = values.collect();
            if *status == 0 && values.iter().all(Option::is_none) {
                continue;
            }
            let since = i64::try_from(at).unwrap_or(i64::MAX).saturating_mul(series.step_ms.into());
            let _ = write!(text, "{}", seconds(offset_ms.saturating_add(since)));
            for value in values {
                let _ = write!(text, ",{}", value.map_or_else(String::new, |value| value.to_string()));
            }
            let _ = writeln!(text, ",{}", flags(*status, samples).join(" "));
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// Seconds of milliseconds, with as many decimals as they need.
fn seconds(millis: i64) -> String {
    if millis % 1000 == 0 {
        return (millis / 1000).to_string();
    }
    let text = Decimal::new(millis, -3).map_or_else(String::new, |number| number.to_string());
    text.trim_end_matches('0').to_owned()
}

/// The names of the remarks in a sample's status.
pub fn flags(status: u64, samples: &Kind) -> Vec<&'static str> {
    let is_set = |number: u16| 1_u64.checked_shl(number.into()).is_some_and(|bit| status & bit != 0);
    samples.flags.iter().filter(|flag| is_set(flag.number)).map(|flag| flag.name).collect()
}

#[cfg(test)]
mod tests {
    use diary_core::diary::kind::OXIMETRY;

    use super::*;

    #[test]
    fn a_table_comes_back_as_it_was() {
        let text = "seconds,saturation,pulse,flags\n0,97,61,\n1,96.5,,sensor-off ongoing\n4,95,59,";
        let series = read(text, &OXIMETRY, 1000).unwrap();
        assert_eq!(series.len(), 5);
        assert_eq!(series.channels[0].values, [Some(970), Some(965), None, None, Some(950)]);
        let table = table(&[Stretch { offset_ms: 500, series: series.clone() }], &OXIMETRY);
        assert_eq!(
            table,
            "seconds,saturation,pulse,flags\n0.5,97.0,61,\n1.5,96.5,,ongoing sensor-off\n4.5,95.0,59,"
        );
        assert_eq!(read(&table, &OXIMETRY, 1000).unwrap(), series);
    }

    #[test]
    fn what_is_no_table_is_named_by_its_line() {
        let refused = |text: &str| read(text, &OXIMETRY, 1000).unwrap_err();
        for text in ["", "saturation,pulse\n", "seconds\n1", "seconds,weight\n1,2", "seconds,flags\n1,"] {
            assert_eq!(refused(text), SeriesFileError::Columns, "{text}");
        }
        let head = "seconds,saturation,flags\n";
        for line in ["x,97,", "-1,97,", "0,9x,", "0,97,,", "1e3000,97,"] {
            assert_eq!(refused(&format!("{head}{line}")), SeriesFileError::Number { line: 2 }, "{line}");
        }
        assert_eq!(refused(&format!("{head}0,97,cuff-loose")), SeriesFileError::Flag { line: 2 });
        assert_eq!(refused(&format!("{head}9,97,\n0,97,")), SeriesFileError::OutOfStep { line: 3 });
        assert_eq!(refused(&format!("{head}0,97,\n99999999999,97,")), SeriesFileError::OutOfStep { line: 3 });
        assert_eq!(refused(&format!("{head}0,0.1234567890123,\n1,97,")), SeriesFileError::TooFine);
    }
}
