//! `diary stats`: readings of a kind in numbers, with a chart.

use diary_core::diary::{FieldStatistics, Measure, PartsOfDay, Statistics, Summary, kind};
use serde_json::{Value, json};

use super::own::{self, Which};
use super::{ask, home, people};
use crate::args::{By, GlobalArgs, StatsArgs};
use crate::error::CliError;
use crate::report::Report;
use crate::terminal::{Console, Look, Role, shown};
use crate::{chart, table};

pub(super) fn run(args: &StatsArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    let (from, to) = ask::days(args.days.from.as_deref(), args.days.to.as_deref())?;
    let built_in = ask::kind(&args.kind);
    let kind = built_in.as_ref().map_or(&kind::OWN, |kind| *kind);
    let asked = Measure { kind, from, to, by: args.by.into(), parts: PartsOfDay::HOME_DIARY };
    home::with(options, console, |home| {
        home.hand_on_received(console);
        let which = Which::of(args.whose.sealed);
        let (open, shut) = own::files(home, args.whose.person.as_deref(), which, console)?;
        let (mut blocks, mut objects) = (Vec::new(), Vec::new());
        let mut is_known = built_in.is_ok();
        for (person, diary) in open {
            let (statistics, words) = if built_in.is_ok() {
                (diary.statistics(&asked)?, kind.words.to_owned())
            } else {
                // One of the person's own; who has none of that name is left out.
                let kinds = diary.kinds()?;
                let Some(own) = kinds.named(&args.kind) else { continue };
                (diary.statistics_of(own.id, &asked)?, own.name.clone())
            };
            is_known = true;
            let heading = format!("{}: {words}", which.title(&person));
            let heading = console.look.paint(Role::Heading, &shown(&heading));
            blocks.push(format!("{heading}\n{}", text(&statistics, args.by, console.look)));
            let mut object = which.as_json(&person);
            if let Value::Object(object) = &mut object {
                object.insert("statistics".to_owned(), as_json(&statistics));
            }
            objects.push(object);
        }
        blocks.extend(shut.iter().map(|person| own::shut_line(person, which)));
        objects.extend(shut.iter().map(|person| own::shut_json(person, which)));
        if !is_known {
            built_in?;
        }
        let text = if blocks.is_empty() { people::NOBODY.to_owned() } else { blocks.join("\n\n") };
        let name = if kind.number == kind::OWN.number { args.kind.as_str() } else { kind.name };
        Ok(Report::new(text, json!({ "kind": name, "people": objects })))
    })
}

fn text(statistics: &Statistics, by: By, look: Look) -> String {
    let mut blocks = vec![counted(statistics)];
    if statistics.fields.is_empty() {
        return blocks.remove(0);
    }
    let rows = statistics.fields.iter().flat_map(|of| {
        let parts = [("all", &of.whole), ("morning", &of.morning), ("evening", &of.evening)];
        parts.into_iter().filter(|(_, summary)| summary.count > 0).map(|(part, summary)| {
            let mut row = vec![named(of), part.to_owned()];
            row.extend(cells(summary));
            row
        })
    });
    blocks.push(table::table(look, &["Value", "When", "Count", "Mean", "Spread", "Least", "Most"], rows));
    for of in &statistics.fields {
        let title = format!("{}, mean by {}", named(of), by.word());
        let periods: Vec<_> = of
            .periods
            .iter()
            .map(|(first, summary)| {
                (first.to_string(), summary.mean, format!("{:.1}  ({})", summary.mean, summary.count))
            })
            .collect();
        blocks.extend(chart::means(&title, &periods, look));
    }
    blocks.join("\n\n")
}

fn counted(statistics: &Statistics) -> String {
    let mut sentence = format!("{} counted", statistics.entries);
    if statistics.doubtful > 0 {
        sentence = format!("{sentence}, {} doubtful left out", statistics.doubtful);
    }
    if statistics.without_day > 0 {
        sentence = format!("{sentence}, {} without a known day left out", statistics.without_day);
    }
    sentence + "."
}

fn named(of: &FieldStatistics) -> String {
    let unit = of.own_unit.as_deref().unwrap_or(of.unit.text());
    shown(&format!("{} {unit}", of.field.words)).trim_end().to_owned()
}

fn cells(summary: &Summary) -> [String; 5] {
    let given = |value: Option<(diary_core::diary::Decimal, diary_core::diary::Unit)>| {
        value.map_or_else(String::new, |(digits, unit)| format!("{digits} {}", unit.text()))
    };
    [
        summary.count.to_string(),
        format!("{:.1}", summary.mean),
        summary.spread.map_or_else(String::new, |spread| format!("{spread:.1}")),
        given(summary.least),
        given(summary.most),
    ]
}

fn as_json(statistics: &Statistics) -> Value {
    let fields = statistics.fields.iter().map(|of| {
        let periods = of
            .periods
            .iter()
            .map(|(first, summary)| json!({ "from": first.to_string(), "summary": summary_json(summary) }));
        json!({
            "field": of.field.name,
            "unit": of.own_unit.as_deref().unwrap_or(of.unit.text()),
            "whole": summary_json(&of.whole),
            "morning": summary_json(&of.morning),
            "evening": summary_json(&of.evening),
            "periods": periods.collect::<Vec<_>>(),
        })
    });
    json!({
        "entries": statistics.entries,
        "doubtful": statistics.doubtful,
        "without_day": statistics.without_day,
        "fields": fields.collect::<Vec<_>>(),
    })
}

fn summary_json(summary: &Summary) -> Value {
    let given = |value: Option<(diary_core::diary::Decimal, diary_core::diary::Unit)>| {
        value.map(|(digits, unit)| json!({ "number": digits.to_string(), "unit": unit.text() }))
    };
    json!({
        "count": summary.count,
        "mean": (summary.count > 0).then_some(summary.mean),
        "spread": summary.spread,
        "least": given(summary.least),
        "most": given(summary.most),
    })
}
