//! From what was typed on the command line to what the diary stores.

use diary_core::diary::kind::{BLOOD_PRESSURE, NOTE, OXIMETRY, PULSE, SATURATION, TEXT};
use diary_core::diary::{Content, Source, Unit, Value, parse_blood_pressure, parse_number};
use diary_core::ports::Clock;
use diary_core::time::{Civil, CivilTime, Evidence, Instant, Moment, Occurrence, When};

use crate::args::{self, AddCommand, AmendArgs, WhenArgs};
use crate::error::CliError;
use crate::outside::zones;

/// The entry that an `add` command describes.
///
/// # Errors
/// [`CliError::Value`] for a value, [`CliError::Time`] for a time or zone.
pub fn added(command: &AddCommand, clock: &dyn Clock) -> Result<Content, CliError> {
    let (kind, add) = match command {
        AddCommand::Bp { add, .. } => (&BLOOD_PRESSURE, add),
        AddCommand::Spo2 { add, .. } => (&OXIMETRY, add),
        AddCommand::Note { add, .. } => (&NOTE, add),
    };
    let mut content = Content {
        note: add.note.clone(),
        ..Content::new(kind.number, moment(&add.when, clock)?, Source::Typed)
    };
    match command {
        AddCommand::Bp { value, pulse, .. } | AddCommand::Spo2 { value, pulse, .. } => {
            set_value(&mut content, value)?;
            set_pulse(&mut content, pulse.as_deref())?;
        }
        AddCommand::Note { text, .. } => set_value(&mut content, text)?,
    }
    Ok(content)
}

/// What an entry says once an `amend` command is carried out.
///
/// A new time is read in the entry's own zone unless another is given. A new zone alone leaves what the clock showed
/// for an entry that was typed, and the instant for one that a device sent.
///
/// # Errors
/// As [`added`]; [`CliError::NoSuchPart`] for a part that the kind does not have.
pub fn amended(now: &Content, amend: &AmendArgs) -> Result<Content, CliError> {
    let mut content = now.clone();
    if let Some(value) = &amend.value {
        set_value(&mut content, value)?;
    }
    set_pulse(&mut content, amend.pulse.as_deref())?;
    if let Some(note) = &amend.note {
        content.note = Some(note.clone()).filter(|note| !note.is_empty());
    }
    if amend.when.at.is_some() || amend.when.zone.is_some() {
        content.moment = moved(now, &amend.when)?;
    }
    Ok(content)
}

fn set_value(content: &mut Content, text: &str) -> Result<(), CliError> {
    if content.kind == BLOOD_PRESSURE.number {
        for (field, value) in parse_blood_pressure(text)? {
            content.set(field, value);
        }
    } else if content.kind == OXIMETRY.number {
        let digits = text.trim().trim_end_matches('%');
        content.set(SATURATION, parse_number("the oxygen level", digits, Unit::Percent)?);
    } else if content.kind == NOTE.number {
        content.set(TEXT, Value::Text(text.to_owned()));
    } else if content.described().is_none() {
        return Err(CliError::UnknownKind);
    } else {
        return Err(CliError::NoSuchPart("value"));
    }
    Ok(())
}

fn set_pulse(content: &mut Content, text: Option<&str>) -> Result<(), CliError> {
    let Some(text) = text else { return Ok(()) };
    if content.described().is_none_or(|kind| kind.field(PULSE).is_none()) {
        return Err(CliError::NoSuchPart("pulse"));
    }
    content.set(PULSE, parse_number("the pulse", text, Unit::PerMinute)?);
    Ok(())
}

/// When it was: what was typed, in the zone that was typed; now and here where nothing was.
///
/// # Errors
/// [`CliError::Time`].
pub fn moment(when: &WhenArgs, clock: &dyn Clock) -> Result<Moment, CliError> {
    let (zone, evidence) = match &when.zone {
        Some(zone) => (zones().find(zone)?, Evidence::Chosen),
        None => (zones().find(&clock.zone())?, Evidence::PhoneSetting),
    };
    match &when.at {
        Some(at) => Ok(Moment::typed(CivilTime::parse(at)?.0, &zone, evidence, occurrence(when))?),
        None => Ok(Moment::at(Instant::from_millis(clock.now().wall_ms)?, &zone, evidence)),
    }
}

fn moved(now: &Content, when: &WhenArgs) -> Result<Moment, CliError> {
    let moment = &now.moment;
    let (zone, evidence) = match (&when.zone, moment.zone()) {
        (Some(zone), _) => (zones().find(zone)?, Evidence::Chosen),
        (None, Some(zone)) => (zones().find(zone.as_str())?, moment.evidence()),
        (None, None) => return Err(CliError::NeedsZone),
    };
    if let Some(at) = &when.at {
        return Ok(Moment::typed(CivilTime::parse(at)?.0, &zone, evidence, occurrence(when))?);
    }
    let typed = matches!(now.source, Source::Typed);
    match (moment.when(), moment.civil()) {
        (When::At(_) | When::Civil(_), Some(Civil::Time(civil))) if typed || moment.instant().is_none() => {
            Ok(Moment::typed(civil, &zone, evidence, occurrence(when))?)
        }
        (When::At(instant), _) => Ok(Moment::at(instant, &zone, evidence).with_precision(moment.precision())),
        (When::Within { earliest, latest }, _) => {
            Ok(Moment::within(earliest, latest, Some(&zone), evidence)?)
        }
        (When::Civil(_), _) => Err(CliError::NeedsTime),
    }
}

fn occurrence(when: &WhenArgs) -> Occurrence {
    match when.occurrence {
        None => Occurrence::Ask,
        Some(args::Occurrence::First) => Occurrence::First,
        Some(args::Occurrence::Second) => Occurrence::Second,
    }
}

#[cfg(test)]
mod tests {
    use diary_core::diary::kind::{DIASTOLIC, SYSTOLIC};
    use diary_core::time::{Cause, How, TimeError};
    use diary_sim::SimClock;

    use super::*;
    use crate::args::AddArgs;
    use crate::samples;
    use crate::words;

    fn clock() -> SimClock {
        SimClock::new(1_786_691_100_000, "Europe/London") // 2026-08-14T07:05:00Z
    }

    fn bp(value: &str, when: WhenArgs) -> AddCommand {
        let add = AddArgs { when, ..AddArgs::default() };
        AddCommand::Bp { value: value.to_owned(), pulse: Some("64".to_owned()), add }
    }

    fn when(at: Option<&str>, zone: Option<&str>) -> WhenArgs {
        WhenArgs { at: at.map(str::to_owned), zone: zone.map(str::to_owned), occurrence: None }
    }

    fn change(value: Option<&str>, when: WhenArgs) -> AmendArgs {
        AmendArgs {
            entry: String::new(),
            person: None,
            value: value.map(str::to_owned),
            pulse: None,
            when,
            note: None,
            reason: "typed wrong".to_owned(),
            sealed: false,
            confirm: false,
        }
    }

    #[test]
    fn now_and_here_where_nothing_is_said() {
        let content = added(&bp("128/82", WhenArgs::default()), &clock()).unwrap();
        assert_eq!(words::reading(&content), "128/82 mmHg, pulse 64");
        assert_eq!(words::time(&content.moment, None), "8:05 in London");
        assert_eq!(content.moment.evidence(), Evidence::PhoneSetting);
    }

    #[test]
    fn a_time_and_a_zone_are_taken_as_said() {
        let when = when(Some("2026-08-13T21:30"), Some("america/new_york"));
        let content = added(&bp("128/82", when), &clock()).unwrap();
        assert_eq!(content.moment.instant().unwrap().to_string(), "2026-08-14T01:30:00Z");
        assert_eq!(content.moment.evidence(), Evidence::Chosen);
    }

    #[test]
    fn bad_input_is_named() {
        let refused = |value, at, zone| added(&bp(value, when(at, zone)), &clock()).unwrap_err();
        assert!(matches!(refused("128/abc", None, None), CliError::Value(_)));
        for (at, zone) in
            [("2026-02-30T10:00", None), ("25:00", None), ("2026-08-14T10:00", Some("Europe/Nowhere"))]
        {
            assert!(matches!(refused("128/82", Some(at), zone), CliError::Time(_)), "{at}");
        }
        let gap = refused("128/82", Some("2026-03-29T01:30"), None);
        assert!(matches!(gap, CliError::Time(TimeError::DoesNotExist { .. })));
        let mut twice = when(Some("2026-10-25T01:30"), None);
        let ask = added(&bp("128/82", twice.clone()), &clock()).unwrap_err();
        assert!(matches!(ask, CliError::Time(TimeError::HappensTwice { .. })));
        twice.occurrence = Some(args::Occurrence::Second);
        let second = added(&bp("128/82", twice), &clock()).unwrap();
        assert_eq!(second.moment.instant().unwrap().to_string(), "2026-10-25T01:30:00Z");
    }

    #[test]
    fn a_correction_changes_what_it_names() {
        let now = samples::pressure("148/91", Some("70"), samples::london("2026-08-14T08:05"));
        let after = amended(&now, &change(Some("128/81"), WhenArgs::default())).unwrap();
        assert_eq!(after.moment, now.moment);
        assert_eq!(words::reading(&after), "128/81 mmHg, pulse 70");
        assert_ne!(
            (after.number(SYSTOLIC), after.number(DIASTOLIC)),
            (now.number(SYSTOLIC), now.number(DIASTOLIC))
        );
        let earlier = amended(&now, &change(None, when(Some("2026-08-14T07:10"), None))).unwrap();
        assert_eq!(words::time(&earlier.moment, None), "7:10 in London");
        let note = samples::note("slept badly", samples::london("2026-08-14T08:05"));
        let change = AmendArgs { pulse: Some("60".to_owned()), ..change(None, WhenArgs::default()) };
        assert!(matches!(amended(&note, &change), Err(CliError::NoSuchPart("pulse"))));
    }

    #[test]
    fn a_new_zone_keeps_the_clock_of_the_typed_and_the_instant_of_the_measured() {
        let mut now = samples::pressure("148/91", None, samples::london("2026-08-14T08:05"));
        let elsewhere = change(None, when(None, Some("America/New_York")));
        let typed = amended(&now, &elsewhere).unwrap();
        assert_eq!(words::time(&typed.moment, None), "8:05 in New York");
        now.source = samples::device("BM85", How::Corrected, Some(Cause::Offset), Some(1));
        let measured = amended(&now, &elsewhere).unwrap();
        assert_eq!(measured.moment.instant(), now.moment.instant());
        assert_eq!(words::time(&measured.moment, None), "3:05 in New York");
    }
}
