//! From what was typed on the command line to what the diary stores.

use diary_core::diary::kind::{OWN, PULSE, Shape};
use diary_core::diary::{Clinician, Content, Description, Source, Tags, parse_value, parse_words};
use diary_core::ports::Clock;
use diary_core::time::{Civil, CivilTime, Evidence, Instant, Moment, Occurrence, TimeError, When, Zone};

use crate::args::{self, AddArgs, AmendArgs, WhenArgs};
use crate::error::CliError;
use diary_host::zones;

/// The entry that an `add` command describes, of the kind with this description.
///
/// # Errors
/// [`CliError::Value`] for a value, [`CliError::Time`] for a time or zone, [`CliError::Tag`] for a tag.
pub fn added(args: &AddArgs, kind: &Description<'_>, clock: &dyn Clock) -> Result<Content, CliError> {
    let said = Said::of(&args.words, kind);
    let mut when = args.when.clone();
    if let Some(at) = said.at {
        when.at = Some(at.to_owned());
    }
    let source = args.clinician.as_ref().map_or(Source::Typed, |name| {
        let organisation = args.organisation.clone();
        Source::Clinician(Clinician { name: name.clone(), organisation })
    });
    let mut content = Content::new(kind.kind.number, moment(&when, clock)?, source);
    content.note = args.note.clone().or_else(|| said.note.map(str::to_owned));
    content.tags = tags(args.tag.iter().map(String::as_str).chain(said.tags.iter().copied()))?;
    set_words(&mut content, kind, &said.words, args.pulse.as_deref())?;
    Ok(content)
}

/// What an entry says once an `amend` command is carried out.
///
/// A new time is read in the entry's own zone unless another is given. A new zone alone leaves what the clock showed
/// for an entry that was typed, and the instant for one that a device sent.
///
/// # Errors
/// As [`added`]; [`CliError::NoSuchPart`] for a part that the kind does not have.
pub fn amended(now: &Content, kind: &Description<'_>, amend: &AmendArgs) -> Result<Content, CliError> {
    let mut content = now.clone();
    let value = amend.value.iter().map(String::as_str);
    let words: Vec<&str> = amend.words.iter().map(String::as_str).chain(value).collect();
    // What a device could not measure has nothing that a person could put in its place.
    if !kind.kind.typed && kind.kind.number != OWN.number && !words.is_empty() {
        return Err(CliError::NoSuchPart("value"));
    }
    set_words(&mut content, kind, &words, amend.pulse.as_deref())?;
    for name in &amend.without {
        let field = kind.fields.iter().find(|field| field.is_called(name));
        let number = field.ok_or(CliError::NoSuchPart("field of this name"))?.number;
        content.values.retain(|value| value.field != number);
    }
    if let Some(note) = &amend.note {
        content.note = Some(note.clone()).filter(|note| !note.is_empty());
    }
    if !amend.tag.is_empty() {
        content.tags = tags(amend.tag.iter().map(String::as_str).filter(|tag| !tag.is_empty()))?;
    }
    if amend.when.at.is_some() || amend.when.zone.is_some() {
        content.moment = moved(now, &amend.when)?;
    }
    Ok(content)
}

/// The words of an entry, with what is about all kinds taken out.
struct Said<'a> {
    words: Vec<&'a str>,
    at: Option<&'a str>,
    note: Option<&'a str>,
    tags: Vec<&'a str>,
}

impl<'a> Said<'a> {
    /// Where words are all that a kind is about, they are all its value.
    fn of(words: &'a [String], kind: &Description<'_>) -> Self {
        let mut said = Self { words: Vec::new(), at: None, note: None, tags: Vec::new() };
        let only_words = matches!(&*kind.fields, [field] if matches!(field.shape, Shape::Text { .. }));
        let mut rest = words.iter().map(String::as_str).peekable();
        while let Some(word) = rest.next() {
            let next = rest.peek().copied();
            match (word, next) {
                _ if only_words => said.words.push(word),
                ("at", Some(time)) if time.starts_with(|c: char| c.is_ascii_digit()) => said.at = rest.next(),
                ("note", Some(_)) => said.note = rest.next(),
                ("tag" | "tags", Some(tags)) => {
                    said.tags.extend(tags.split(','));
                    rest.next();
                }
                _ => said.words.push(word),
            }
        }
        said
    }
}

fn tags<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Tags, CliError> {
    Ok(Tags::new(words)?)
}

fn set_words(
    content: &mut Content,
    kind: &Description<'_>,
    words: &[&str],
    pulse: Option<&str>,
) -> Result<(), CliError> {
    let moment = content.moment.clone();
    let zone = |_: &str| match moment.zone() {
        Some(zone) => zones().find(zone.as_str()),
        None => zones().find("UTC"),
    };
    let time = |text: &str| {
        let zone = zone(text)?;
        let before = moment.instant().unwrap_or(Instant::MAX);
        Moment::typed(civil(text, &zone, before)?, &zone, moment.evidence(), Occurrence::First)
    };
    for (field, value) in parse_words(&kind.fields, kind.kind.example, words, &time)? {
        content.set(field, value);
    }
    let Some(text) = pulse else { return Ok(()) };
    let field = kind.field(PULSE).ok_or(CliError::NoSuchPart("pulse"))?;
    content.set(PULSE, parse_value(field, text, &time)?);
    Ok(())
}

/// What a clock showed: a whole time; or hours and minutes alone, which are the last that were before an instant.
fn civil(text: &str, zone: &Zone, before: Instant) -> Result<CivilTime, TimeError> {
    let Some((hour, minute)) = text.split_once(':').filter(|_| text.len() <= 5) else {
        return Ok(CivilTime::parse(text)?.0);
    };
    let (Ok(hour), Ok(minute)) = (hour.parse(), minute.parse()) else {
        return Ok(CivilTime::parse(text)?.0);
    };
    let before = Instant::from_millis(before.as_millis().saturating_add(CLOCK_SLACK_MS)).unwrap_or(before);
    let now = zone.civil_at(before);
    let today = CivilTime::new(now.date(), hour, minute, 0)?;
    if today.as_utc_seconds() <= now.as_utc_seconds() {
        return Ok(today);
    }
    CivilTime::new(now.date().plus_days(-1)?, hour, minute, 0)
}

/// How far ahead of the machine's clock a clock on the wall may be: five minutes.
const CLOCK_SLACK_MS: i64 = 5 * 60 * 1000;

/// When it was: what was typed, in the zone that was typed; now and here where nothing was.
///
/// # Errors
/// [`CliError::Time`].
pub fn moment(when: &WhenArgs, clock: &dyn Clock) -> Result<Moment, CliError> {
    let (zone, evidence) = match &when.zone {
        Some(zone) => (zones().find(zone)?, Evidence::Chosen),
        None => (zones().find(&clock.zone())?, Evidence::PhoneSetting),
    };
    let now = Instant::from_millis(clock.now().wall_ms)?;
    match &when.at {
        Some(at) => Ok(Moment::typed(civil(at, &zone, now)?, &zone, evidence, occurrence(when))?),
        None => Ok(Moment::at(now, &zone, evidence)),
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
        let before = moment.instant().unwrap_or(Instant::MAX);
        return Ok(Moment::typed(civil(at, &zone, before)?, &zone, evidence, occurrence(when))?);
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
    use diary_core::diary::kind::{BLOOD_PRESSURE, DIASTOLIC, NOTE, SLEEP, SYSTOLIC};
    use diary_core::diary::{Kind, Kinds, Value};
    use diary_core::time::{Cause, How};
    use diary_sim::SimClock;

    use super::*;
    use crate::samples;
    use crate::words;

    fn clock() -> SimClock {
        SimClock::new(1_786_691_100_000, "Europe/London") // 2026-08-14T07:05:00Z
    }

    fn bp(value: &str, when: WhenArgs) -> AddArgs {
        let pulse = Some("64".to_owned());
        AddArgs { words: vec![value.to_owned()], pulse, when, ..AddArgs::default() }
    }

    fn added(args: &AddArgs, clock: &dyn Clock) -> Result<Content, CliError> {
        super::added(args, &(&BLOOD_PRESSURE).into(), clock)
    }

    fn amended(now: &Content, amend: &AmendArgs) -> Result<Content, CliError> {
        super::amended(now, &Kinds::default().describe(now).unwrap(), amend)
    }

    fn typed(kind: &'static Kind, words: &[&str]) -> Content {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        super::added(&AddArgs { words, ..AddArgs::default() }, &kind.into(), &clock()).unwrap()
    }

    fn when(at: Option<&str>, zone: Option<&str>) -> WhenArgs {
        WhenArgs { at: at.map(str::to_owned), zone: zone.map(str::to_owned), occurrence: None }
    }

    fn change(value: Option<&str>, when: WhenArgs) -> AmendArgs {
        AmendArgs {
            entry: String::new(),
            words: Vec::new(),
            tag: Vec::new(),
            without: Vec::new(),
            sealed: false,
            person: None,
            value: value.map(str::to_owned),
            pulse: None,
            when,
            note: None,
            reason: "typed wrong".to_owned(),
            confirm: false,
        }
    }

    #[test]
    fn now_and_here_where_nothing_is_said() {
        let content = added(&bp("128/82", WhenArgs::default()), &clock()).unwrap();
        assert_eq!(words::reading(&content, &Kinds::default()), "128/82 mmHg, pulse 64");
        assert_eq!(words::time(&content.moment, None), "8:05 in London");
        assert_eq!(content.moment.evidence(), Evidence::PhoneSetting);
    }

    #[test]
    fn words_among_the_value_say_when_and_which_tags() {
        let content =
            typed(&BLOOD_PRESSURE, &["128/82", "arm", "left", "at", "7:10", "tag", "Travel,stairs"]);
        assert_eq!(words::reading(&content, &Kinds::default()), "128/82 mmHg, arm left");
        assert_eq!(words::time(&content.moment, None), "7:10 in London");
        assert_eq!(content.tags.iter().collect::<Vec<_>>(), ["stairs", "travel"]);
        // It is 8:05: ten past eight is yesterday's.
        let evening = typed(&BLOOD_PRESSURE, &["128/82", "at", "23:10"]);
        assert_eq!(evening.moment.instant().unwrap().to_string(), "2026-08-13T22:10:00Z");
        let note = typed(&NOTE, &["slept", "badly", "at", "3:00", "note", "well"]);
        assert_eq!(note.text(7), Some("slept badly at 3:00 note well"), "words are never taken out of words");
        let night = typed(&SLEEP, &["asleep", "23:10", "awake", "6:50", "quality", "good"]);
        let Some(Value::Time(asleep)) = night.value(39) else { panic!("no time") };
        assert_eq!(asleep.instant().unwrap().to_string(), "2026-08-13T22:10:00Z");
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
        assert_eq!(words::reading(&after, &Kinds::default()), "128/81 mmHg, pulse 70");
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
