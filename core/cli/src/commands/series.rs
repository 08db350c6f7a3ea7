//! `diary series`: the samples of an entry, and dropping them.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use diary_core::diary::kind::Kind;
use diary_core::diary::{BadSeries, Content, Description, DiaryError, Series, Stretch};
use diary_core::household::Act;
use serde_json::{Value, json};

use super::own::Which;
use super::{entries, home};
use crate::args::{AddArgs, GlobalArgs, SeriesArgs};
use crate::day::short_id;
use crate::error::CliError;
use crate::report::Report;
use crate::secrets;
use crate::series;
use crate::terminal::Console;

/// The most bytes of a table of samples.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

pub(super) fn run(args: &SeriesArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    if args.drop && !args.yes {
        if !secrets::can_confirm() {
            return Err(CliError::NotConfirmed("dropped"));
        }
        console.remark("The samples go for good; what they came to stays in the entry.");
        if !secrets::agrees("Type yes to drop them: ")? {
            return Err(CliError::NotConfirmed("dropped"));
        }
    }
    home::with(options, console, |home| {
        let which = Which::of(args.entry.sealed);
        let (person, diary, entry) =
            entries::find(home, args.entry.person.as_deref(), which, &args.entry.entry, console)?;
        let mut json = which.as_json(&person);
        let mut put = |name: &str, value: Value| {
            if let Value::Object(json) = &mut json {
                json.insert(name.to_owned(), value);
            }
        };
        put("entry", entry.to_string().into());
        if args.drop {
            home.household.allow(Act::Erase, Some(person.id))?;
            diary.drop_samples(entry, home.household.author())?;
            put("dropped", true.into());
            let text =
                format!("The samples of entry {} are gone; what they came to is there.", short_id(entry));
            return Ok(Report::new(text, json));
        }
        let stretches = diary.samples(entry)?;
        let content = diary.entry(entry)?.ok_or(DiaryError::NoSuchEntry)?.content;
        let samples = content.described().and_then(|kind| kind.samples);
        let Some(samples) = samples.filter(|_| !stretches.is_empty()) else {
            return Err(DiaryError::NoSamples.into());
        };
        put("stretches", stretches.iter().map(|stretch| as_json(stretch, samples, args.width)).collect());
        Ok(Report::new(series::table(&stretches, samples), json))
    })
}

fn as_json(Stretch { offset_ms, series }: &Stretch, samples: &Kind, width: Option<usize>) -> Value {
    let channels = series.channels.iter().map(|channel| {
        let mut said = json!({
            "field": samples.field(channel.field).map(|field| field.name),
            "field_number": channel.field,
            "unit": channel.unit.text(),
            "ucum": channel.unit.ucum(),
            "exponent": channel.exponent,
        });
        if let Value::Object(said) = &mut said {
            if let Some(width) = width {
                let buckets = series.buckets(channel.field, width).into_iter().map(|bucket| {
                    let spread = bucket.spread;
                    json!({
                        "from": bucket.from,
                        "count": spread.map_or(0, |spread| spread.count),
                        "lowest": spread.map(|spread| spread.lowest),
                        "mean": spread.map(|spread| spread.mean),
                        "highest": spread.map(|spread| spread.highest),
                    })
                });
                said.insert("buckets".to_owned(), buckets.collect());
            } else {
                said.insert("values".to_owned(), channel.values.iter().copied().collect());
            }
        }
        said
    });
    let mut said = json!({
        "offset_ms": offset_ms,
        "step_ms": series.step_ms,
        "samples": series.len(),
        "channels": channels.collect::<Vec<_>>(),
    });
    if let (Value::Object(said), None) = (&mut said, width) {
        let flags = series.status.iter().map(|status| series::flags(*status, samples));
        said.insert("flags".to_owned(), flags.map(Value::from).collect());
    }
    said
}

/// One line about the samples of an entry that can have some.
pub(super) fn line(content: &Content, stretches: &[Stretch]) -> Option<String> {
    content.described()?.samples?;
    let count: usize = stretches.iter().map(|stretch| stretch.series.len()).sum();
    Some(if count == 0 {
        "Samples: none kept".to_owned()
    } else {
        format!("Samples: {count}; `diary series` shows them")
    })
}

/// The samples in the file that `add --series` names; none where it names none.
pub(super) fn given(args: &AddArgs, kind: Option<&Description<'_>>) -> Result<Option<Series>, CliError> {
    let Some(path) = &args.series else { return Ok(None) };
    let samples = kind.and_then(|kind| kind.kind.samples).ok_or(DiaryError::Series(BadSeries::Kind))?;
    let series = series::read(&text(path)?, samples, step_ms(args.step)?)?;
    Ok(Some(series))
}

fn step_ms(seconds: Option<f64>) -> Result<u32, CliError> {
    let millis = seconds.unwrap_or(1.0) * 1000.0;
    if !(1.0..=86_400_000.0).contains(&millis) {
        return Err(DiaryError::Series(BadSeries::Step).into());
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between one and a day's")]
    Ok(millis.round() as u32)
}

fn text(path: &Path) -> Result<String, CliError> {
    let unread = |error: io::Error| CliError::Input(error.kind());
    let mut text = String::new();
    let mut file = File::open(path).map_err(unread)?.take(MOST_BYTES + 1);
    file.read_to_string(&mut text).map_err(unread)?;
    if text.len() as u64 > MOST_BYTES {
        return Err(CliError::Input(io::ErrorKind::FileTooLarge));
    }
    Ok(text)
}
