//! The samples of an entry, stretch by stretch, so that each comes back as it was.

use serde::Serialize;

use crate::diary::{Channel, Kind, Stretch};

/// Samples at one pace.
#[derive(Debug, Serialize)]
pub(super) struct Samples<'a> {
    offset_ms: i64,
    step_ms: u32,
    count: usize,
    channels: Vec<Line<'a>>,
    flags: Vec<Run>,
}

/// One value of each sample: a whole number times ten to the exponent.
#[derive(Debug, Serialize)]
struct Line<'a> {
    /// `null` where a newer program made it.
    field: Option<&'static str>,
    field_number: u16,
    unit: &'static str,
    ucum: &'static str,
    exponent: i8,
    values: &'a [Option<i32>],
}

/// Samples one after another that have a remark in common.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Run {
    /// `null` where a newer program made it.
    flag: Option<&'static str>,
    flag_number: u16,
    from: usize,
    count: usize,
}

impl<'a> Samples<'a> {
    /// A stretch whose samples are of this kind.
    pub(super) fn of(Stretch { offset_ms, series }: &'a Stretch, samples: &'static Kind) -> Self {
        let line = |channel: &'a Channel| Line {
            field: samples.field(channel.field).map(|field| field.name),
            field_number: channel.field,
            unit: channel.unit.text(),
            ucum: channel.unit.ucum(),
            exponent: channel.exponent,
            values: &channel.values,
        };
        Self {
            offset_ms: *offset_ms,
            step_ms: series.step_ms,
            count: series.len(),
            channels: series.channels.iter().map(line).collect(),
            flags: runs(&series.status, samples),
        }
    }
}

/// Every remark with the samples that have it, by its number and where it begins.
fn runs(status: &[u64], samples: &'static Kind) -> Vec<Run> {
    let ever = status.iter().fold(0, |ever, status| ever | status);
    let mut runs = Vec::new();
    for number in (0..64_u16).filter(|number| ever >> number & 1 == 1) {
        let flag = samples.flag(number).map(|flag| flag.name);
        let mut from = 0;
        for alike in status.chunk_by(|one, next| (one ^ next) >> number & 1 == 0) {
            if alike.first().is_some_and(|status| status >> number & 1 == 1) {
                runs.push(Run { flag, flag_number: number, from, count: alike.len() });
            }
            from += alike.len();
        }
    }
    runs
}
