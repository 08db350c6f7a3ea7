//! `diary time`: what the diary makes of times and zones. Needs no diary.

pub mod moved;
pub mod place;
pub mod release;

use diary_core::time::{
    CivilTime, DayStart, Evidence, Mark, Moment, OnConflict, Resolution, TimeError, When, ZonedTime, resolve,
};
use serde_json::{Value, json};

use crate::args::{Conflict, DayArgs, MomentArgs, ResolveArgs, TimeCommand};
use crate::error::{Class, CliError};
use crate::terminal::{Console, Look, Role, shown};
use crate::words;
use diary_host::zones;

/// Runs a command; gives [`Class::Other`] for a time that does not exist.
///
/// # Errors
/// [`CliError::Time`] for a text that is no time, zone, moment or day start; [`CliError::Release`],
/// [`CliError::Request`] and [`CliError::Plan`] for what `moved` reads.
pub fn run(command: &TimeCommand, console: Console) -> Result<Option<Class>, CliError> {
    let (class, json, text) = match command {
        TimeCommand::Resolve(args) => resolved(args, console.look)?,
        TimeCommand::Moment(args) => {
            let moment = moment(args)?;
            (None, moment_json(&moment), moment_text(&moment))
        }
        TimeCommand::Day(args) => day(args)?,
        // JSON goes in, so JSON comes out, a record a line.
        TimeCommand::Place(args) => {
            console.result(&lines(&place::run(args)?))?;
            return Ok(None);
        }
        TimeCommand::Moved(args) => moved::answer(args, console.look)?,
    };
    if console.json {
        console.json(&json)?;
    } else {
        console.result(&text)?;
    }
    Ok(class)
}

/// A JSON array with an element a line.
fn lines(values: &[Value]) -> String {
    let lines: Vec<String> = values.iter().map(ToString::to_string).collect();
    format!("[{}]", lines.join(",\n "))
}

type Answer = (Option<Class>, Value, String);

fn resolved(args: &ResolveArgs, look: Look) -> Result<Answer, CliError> {
    let (civil, _) = CivilTime::parse(&args.civil)?;
    let zone = zones().find(&args.zone)?;
    let (kind, times) = match resolve(civil, &zone)? {
        Resolution::Unique(only) => ("unique", vec![("", only)]),
        Resolution::Gap { before_gap, after_gap } => {
            ("gap", vec![("before", before_gap), ("after", after_gap)])
        }
        Resolution::Overlap { first, second } => ("overlap", vec![("first", first), ("second", second)]),
    };
    let sentence = match kind {
        "gap" => {
            format!("{civil} does not exist in {zone}: the clocks went forward over it. Its neighbours:")
        }
        "overlap" => format!("{civil} comes twice in {zone}: the clocks went back."),
        _ => format!("{civil} in {zone}"),
    };
    let role = if kind == "unique" { Role::Heading } else { Role::Attention };
    let mut lines = vec![look.paint(role, &sentence)];
    lines.extend(times.iter().map(|(name, time)| format!("  {name:6}  {time}  {}", time.instant)));
    let list = |of: &dyn Fn(&ZonedTime) -> String| times.iter().map(|(_, time)| of(time)).collect::<Vec<_>>();
    let json = json!({
        "kind": kind,
        "instants": list(&|time| time.instant.to_string()),
        "offsets": list(&|time| time.offset.to_string()),
        "civil": list(&|time| time.civil.to_string()),
    });
    Ok(((kind == "gap").then_some(Class::Other), json, lines.join("\n")))
}

fn moment(args: &MomentArgs) -> Result<Moment, CliError> {
    Ok(if args.recorded {
        Moment::parse_recorded(&args.text, Evidence::ImportOffset, &zones())?
    } else {
        Moment::parse_typed_with(&args.text, Evidence::Chosen, on_conflict(args.conflict), &zones())?
    })
}

const fn on_conflict(word: Conflict) -> OnConflict {
    match word {
        Conflict::Reject => OnConflict::Reject,
        Conflict::Use => OnConflict::AlwaysOffset,
        Conflict::Ignore => OnConflict::AlwaysZone,
        Conflict::Prefer => OnConflict::PreferOffset,
    }
}

/// What is known of the instant: the form, and its one or two bounds.
fn bounds(moment: &Moment) -> (&'static str, Vec<String>) {
    match moment.when() {
        When::At(instant) => ("at", vec![instant.to_string()]),
        When::Within { earliest, latest } => ("within", vec![earliest.to_string(), latest.to_string()]),
        When::Civil(_) => ("civil", vec![]),
    }
}

fn moment_json(moment: &Moment) -> Value {
    let (form, instants) = bounds(moment);
    json!({
        "text": moment.to_text(),
        "form": form,
        "instants": instants,
        "offset": moment.offset().map(|offset| offset.to_string()),
        "zone": moment.zone().map(ToString::to_string),
        "civil": moment.civil().map(|civil| civil.to_string()),
        "precision": moment.precision().code(),
        "evidence": moment.evidence().code(),
        "marks": moment.marks().map(Mark::code).collect::<Vec<_>>(),
        "database": moment.database(),
        "sort_key_ms": moment.sort_key_ms(),
    })
}

fn moment_text(moment: &Moment) -> String {
    let (form, instants) = bounds(moment);
    let known = match form {
        "at" => "the instant is known",
        "within" => "the instant lies between two bounds",
        _ => "no instant is known, only what a calendar or clock showed",
    };
    let mut lines = vec![known.to_owned()];
    let mut row = |name: &str, value: Option<String>| {
        lines.extend(value.map(|value| format!("  {name:10}  {}", shown(&value))));
    };
    row("instant", (!instants.is_empty()).then(|| instants.join(" to ")));
    row("offset", moment.offset().map(|offset| offset.to_string()));
    row("zone", moment.zone().map(ToString::to_string));
    row("wall clock", moment.civil().map(|civil| civil.to_string()));
    row("precision", Some(moment.precision().code().to_owned()));
    let marks: Vec<_> = moment.marks().map(Mark::code).collect();
    row("marked", (!marks.is_empty()).then(|| marks.join(", ")));
    row("zone data", Some(moment.database().to_owned()));
    lines.join("\n")
}

fn day(args: &DayArgs) -> Result<Answer, CliError> {
    let start = day_start(&args.day_start)?;
    let moment = moment(&args.moment)?;
    let day = moment.diary_day(start);
    let text = day.map_or_else(|| "day unknown".to_owned(), |day| format!("{day}  {}", words::date(day)));
    Ok((None, json!({ "day": day.map(|day| day.to_string()) }), text))
}

fn day_start(text: &str) -> Result<DayStart, TimeError> {
    let number = |digits: &str| digits.parse::<u8>().ok().filter(|_| digits.len() <= 2);
    let (hour, minute) = text.split_once(':').ok_or(TimeError::DayStartOutOfRange)?;
    match (number(hour), number(minute)) {
        (Some(hour), Some(minute)) => DayStart::new(hour, minute),
        _ => Err(TimeError::DayStartOutOfRange),
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    fn resolve_json(civil: &str, zone: &str) -> (Option<Class>, Value) {
        let args = ResolveArgs { civil: civil.to_owned(), zone: zone.to_owned() };
        let (class, json, _) = resolved(&args, Look::PLAIN).unwrap();
        (class, json)
    }

    #[test]
    fn a_skipped_time_offers_its_neighbours_and_fails() {
        let (class, json) = resolve_json("2026-03-29T01:30", "Europe/London");
        assert_eq!(class, Some(Class::Other));
        assert_eq!(json["kind"], "gap");
        assert_eq!(json["civil"], json!(["2026-03-29T00:30:00", "2026-03-29T02:30:00"]));
        assert_eq!(json["instants"], json!(["2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"]));
        let args = ResolveArgs { civil: "2026-03-29 01:30".to_owned(), zone: "europe/london".to_owned() };
        let (_, _, text) = resolved(&args, Look::PLAIN).unwrap();
        assert!(text.contains("does not exist in Europe/London") && text.contains("before"), "{text}");
    }

    #[test]
    fn a_doubled_time_gives_both_and_a_plain_one_itself() {
        let (class, json) = resolve_json("2026-10-25T01:30", "Europe/London");
        assert_eq!((class, &json["kind"]), (None, &json!("overlap")));
        assert_eq!(json["offsets"], json!(["+01:00", "+00:00"]));
        let (class, json) = resolve_json("2026-08-14T07:10:05", "Asia/Kathmandu");
        assert_eq!((class, &json["kind"]), (None, &json!("unique")));
        assert_eq!(json["instants"], json!(["2026-08-14T01:25:05Z"]));
    }

    #[test]
    fn what_is_no_time_is_a_typed_error() {
        for (civil, zone) in [
            ("2026-02-29T10:00", "Europe/London"),
            ("2026-08-14T24:00", "Europe/London"),
            ("2026-08-14T23:59:60", "Europe/London"),
            ("0000-01-01T00:00", "Europe/London"),
            ("2026-08-14", "Europe/London"),
            ("2026-08-14T07:10", "Europe/Lodnon"),
        ] {
            let args = ResolveArgs { civil: civil.to_owned(), zone: zone.to_owned() };
            let error = resolved(&args, Look::PLAIN).unwrap_err();
            assert!(matches!(error, CliError::Time(_)), "{civil} {zone}");
            assert_eq!(error.class().code(), 1);
        }
    }

    fn args(text: &str) -> MomentArgs {
        MomentArgs { text: text.to_owned(), recorded: false, conflict: Conflict::Reject }
    }

    #[test]
    fn a_conflict_is_settled_as_the_word_says() {
        let settle = |conflict| {
            let args = MomentArgs { conflict, ..args("2020-01-01T12:00-02:00[America/Sao_Paulo]") };
            moment(&args).map(|moment| moment.to_text())
        };
        assert!(matches!(settle(Conflict::Reject), Err(CliError::Time(TimeError::OffsetConflict))));
        assert_eq!(settle(Conflict::Use).unwrap(), "2020-01-01T11:00:00-03:00[America/Sao_Paulo]");
        assert_eq!(settle(Conflict::Ignore).unwrap(), "2020-01-01T12:00:00-03:00[America/Sao_Paulo]");
        assert_eq!(settle(Conflict::Prefer).unwrap(), "2020-01-01T12:00:00-03:00[America/Sao_Paulo]");
        for word in Conflict::value_variants() {
            assert_eq!(word.to_possible_value().unwrap().get_name(), on_conflict(*word).code());
        }
    }

    #[test]
    fn a_moment_says_what_is_known_of_it() {
        let read = |text: &str, recorded| moment(&MomentArgs { recorded, ..args(text) });
        let json = moment_json(&read("2026-10-25T01:30:00+01:00[Europe/London]", false).unwrap());
        assert_eq!(json["instants"], json!(["2026-10-25T00:30:00Z"]));
        assert_eq!((&json["zone"], &json["form"]), (&json!("Europe/London"), &json!("at")));
        assert!(read("2026-10-25T01:30:00+05:00[Europe/London]", false).is_err());
        let kept = read("2026-10-25T01:30:00+05:00[Europe/London]", true).unwrap();
        assert_eq!(moment_json(&kept)["marks"], json!(["offset-conflict"]));
        assert!(moment_text(&kept).contains("offset-conflict"));
    }

    #[test]
    fn a_night_counts_to_the_evening_before_where_the_day_starts_late() {
        let at = |text: &str, start: &str| {
            day(&DayArgs { moment: args(text), day_start: start.to_owned() })
                .map(|(_, json, _)| json["day"].clone())
        };
        let night = "2026-08-14T03:30[Europe/London]";
        assert_eq!(at(night, "00:00").unwrap(), "2026-08-14");
        assert_eq!(at(night, "04:00").unwrap(), "2026-08-13");
        assert_eq!(at("2026-08-14T03:30:00Z/2026-08-16T03:30:00Z", "00:00").unwrap(), Value::Null);
        for wrong in ["", "4", "13:00", "04:60", "004:00", "-1:00"] {
            assert!(at(night, wrong).is_err(), "{wrong}");
        }
    }
}
