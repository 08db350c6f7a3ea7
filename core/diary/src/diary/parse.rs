//! Reading what people type.

use super::content::Value;
use super::decimal::Decimal;
use super::kind::{DIASTOLIC, Field, SYSTOLIC, Shape, Unit};
use crate::time::{Moment, TimeError};

/// Typed text that is not a value. The text itself is not repeated: it is the caller's, who still has it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadValue {
    /// Not two numbers with a slash between.
    #[error("a blood pressure is two numbers with a slash, top first, as in 128/82")]
    NotAPair,
    /// One of the two is not a number.
    #[error("the {0} number is not a number; write digits, as in 128/82")]
    NotANumber(&'static str),
    /// Not a number.
    #[error("{0} is not a number; write digits, with a point before decimals")]
    NotANumberIn(&'static str),
    /// A unit that the field does not take.
    #[error("{field} does not take this unit; use {units}")]
    UnknownUnit {
        /// The field, as people read it.
        field: &'static str,
        /// The units that it takes.
        units: String,
    },
    /// None of the field's choices.
    #[error("{field} is none of these: {choices}")]
    NoSuchChoice {
        /// The field, as people read it.
        field: &'static str,
        /// The names of its choices.
        choices: String,
    },
    /// Not a time.
    #[error("{field}: {error}")]
    NotATime {
        /// The field, as people read it.
        field: &'static str,
        /// What is wrong with it.
        error: TimeError,
    },
    /// Not an id of an entry.
    #[error("{0} is not an entry; give its whole id, as the diary lists it")]
    NotAnEntry(&'static str),
    /// A name without anything behind it.
    #[error("{0} has no value behind it; type one")]
    NoValue(&'static str),
    /// A field that has a value already.
    #[error("{0} is typed twice; type it once")]
    Twice(&'static str),
    /// Words in front that belong to no field.
    #[error("the first words are no value of this kind; name what each value is, as in: {0}")]
    Nameless(&'static str),
}

/// One value as it is typed: which field, and what it holds.
pub type Typed = (u16, Value);

/// Reads `128/82` or `17.1/10.9 kPa` into the two pressures; mmHg where no unit is given.
///
/// # Errors
/// [`BadValue`] that names the half which is wrong.
pub fn parse_blood_pressure(text: &str) -> Result<[Typed; 2], BadValue> {
    let text = text.trim();
    let (numbers, unit) = match text.split_once(char::is_whitespace) {
        None => (text, Unit::MmHg),
        Some((numbers, _)) if !numbers.contains('/') => return Err(BadValue::NotAPair),
        Some((numbers, unit)) => match Unit::typed(unit.trim()) {
            Some(unit @ (Unit::MmHg | Unit::KPa)) => (numbers, unit),
            _ => return Err(unknown_unit("a blood pressure", &[Unit::MmHg, Unit::KPa])),
        },
    };
    let (top, bottom) = numbers.split_once('/').ok_or(BadValue::NotAPair)?;
    let half = |text: &str, name| text.parse::<Decimal>().map_err(|_| BadValue::NotANumber(name));
    let pressure = |digits| Value::Number { digits, unit };
    Ok([(SYSTOLIC, pressure(half(top, "top")?)), (DIASTOLIC, pressure(half(bottom, "bottom")?))])
}

/// Reads one number of a field.
///
/// # Errors
/// [`BadValue::NotANumberIn`] with the field's name.
pub fn parse_number(field: &'static str, text: &str, unit: Unit) -> Result<Value, BadValue> {
    let digits = text.trim().parse().map_err(|_| BadValue::NotANumberIn(field))?;
    Ok(Value::Number { digits, unit })
}

/// Reads the words of an entry: what it is first of all about in front, then pairs of a field's name and its value.
///
/// `128/82 pulse 64 arm left`, `82.4 kg fat 24.5`, `headache severity mild duration 2 h`. A value reaches to the next
/// field's name; words in one argument of the command line stay together, so that a name among them is none. `time` reads
/// a moment in the zone of the entry.
///
/// # Errors
/// [`BadValue`] with the field.
pub fn parse_words<'a>(
    fields: &[Field<'a>],
    example: &'static str,
    words: &[&str],
    time: &dyn Fn(&str) -> Result<Moment, TimeError>,
) -> Result<Vec<Typed>, BadValue> {
    // Where words are all there is, none of them is a name.
    if let ([field], false) = (fields, words.is_empty())
        && matches!(field.shape, Shape::Text { .. })
    {
        return Ok(vec![(field.number, Value::Text(words.join(" ")))]);
    }
    // The answers of a questionnaire, one behind the other.
    let items = || fields.iter().filter(|field| field.required);
    let all_choices = items().all(|field| matches!(field.shape, Shape::Choice(_)));
    if all_choices
        && items().count() == words.len()
        && words.len() > 1
        && words.iter().all(|word| word.len() == 1)
    {
        return items()
            .zip(words)
            .map(|(field, word)| Ok((field.number, Value::Choice(choice(field, word)?))))
            .collect();
    }
    let named = |word: &str| fields.iter().find(|field| field.is_called(&word.to_lowercase()));
    let mut typed: Vec<Typed> = Vec::new();
    let mut rest = words;
    let mut front = true;
    while let Some((first, after)) = rest.split_first() {
        let (field, value) = match named(first) {
            Some(field) if !after.is_empty() => (Some(field), after),
            Some(field) if !front => return Err(BadValue::NoValue(field.told)),
            _ if front => (None, rest),
            _ => return Err(BadValue::Nameless(example)),
        };
        // The value has at least one word, whatever it looks like.
        let more = value.iter().skip(1).take_while(|word| named(word).is_none()).count();
        let (value, behind) = value.split_at_checked(1 + more).unwrap_or((value, &[]));
        let text = value.join(" ");
        match field {
            Some(field) => set(&mut typed, field, parse_value(field, &text, time)?)?,
            None => in_front(&mut typed, fields, example, &text, time)?,
        }
        (rest, front) = (behind, false);
    }
    Ok(typed)
}

/// What stands before any name: both pressures, or the first field's value.
fn in_front(
    typed: &mut Vec<Typed>,
    fields: &[Field<'_>],
    example: &'static str,
    text: &str,
    time: &dyn Fn(&str) -> Result<Moment, TimeError>,
) -> Result<(), BadValue> {
    let first = fields.first().ok_or(BadValue::Nameless(example))?;
    if first.number == SYSTOLIC {
        typed.extend(parse_blood_pressure(text)?);
        return Ok(());
    }
    set(typed, first, parse_value(first, text, time)?)
}

fn set(typed: &mut Vec<Typed>, field: &Field<'_>, value: Value) -> Result<(), BadValue> {
    if typed.iter().any(|(known, _)| *known == field.number) {
        return Err(BadValue::Twice(field.told));
    }
    typed.push((field.number, value));
    Ok(())
}

/// Reads the value of one field.
///
/// # Errors
/// [`BadValue`] with the field.
pub fn parse_value(
    field: &Field<'_>,
    text: &str,
    time: &dyn Fn(&str) -> Result<Moment, TimeError>,
) -> Result<Value, BadValue> {
    let told = field.told;
    Ok(match field.shape {
        Shape::Number { units, .. } => number(told, text, units)?,
        Shape::Amount { unit } => {
            let text = text.trim();
            let digits = text.strip_suffix(unit).unwrap_or(text).trim();
            let digits = digits.parse().map_err(|_| BadValue::NotANumberIn(told))?;
            Value::Amount { digits, unit: unit.to_owned() }
        }
        Shape::Text { .. } => Value::Text(text.to_owned()),
        Shape::Choice(_) => Value::Choice(choice(field, text)?),
        Shape::Choices(_) => {
            let mut chosen = text.split(',').map(|one| choice(field, one)).collect::<Result<Vec<_>, _>>()?;
            chosen.sort_unstable();
            chosen.dedup();
            Value::Choices(chosen)
        }
        Shape::Time => {
            let moment = time(text.trim()).map_err(|error| BadValue::NotATime { field: told, error })?;
            Value::Time(Box::new(moment))
        }
        Shape::Entry => Value::Entry(text.trim().parse().map_err(|_| BadValue::NotAnEntry(told))?),
    })
}

/// `82.4`, `82.4 kg`, `82.4kg`, and `11 st 4 lb`, which are so many pounds.
fn number(told: &'static str, text: &str, units: &[Unit]) -> Result<Value, BadValue> {
    let text = text.trim();
    let (digits, unit) =
        text.split_at(text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(text.len()));
    let (digits, unit) = (digits.trim(), unit.trim());
    let digits: Decimal = digits.parse().map_err(|_| BadValue::NotANumberIn(told))?;
    if unit.is_empty() {
        let unit = *units.first().ok_or(BadValue::NotANumberIn(told))?;
        return Ok(Value::Number { digits, unit });
    }
    if let Some((stone, pounds)) = unit.split_once(char::is_whitespace)
        && units.contains(&Unit::Stone)
        && Unit::typed(stone) == Some(Unit::Stone)
        && let Value::Number { digits: pounds, unit: Unit::Pound } = number(told, pounds, &[Unit::Pound])?
    {
        // Whole stones, and pounds as finely as they were given.
        let whole = (digits.exponent == 0).then_some(digits.mantissa);
        let stones = whole.and_then(|whole| whole.checked_mul(14)).map(Decimal::whole);
        let digits = stones.and_then(|stones| stones.plus(pounds)).ok_or(BadValue::NotANumberIn(told))?;
        return Ok(Value::Number { digits, unit: Unit::Pound });
    }
    match Unit::typed(unit).filter(|unit| units.contains(unit)) {
        Some(unit) => Ok(Value::Number { digits, unit }),
        // A comma is how many write a decimal point: no unit begins with one.
        None if unit.starts_with(',') => Err(BadValue::NotANumberIn(told)),
        None => Err(unknown_unit(told, units)),
    }
}

fn unknown_unit(field: &'static str, units: &[Unit]) -> BadValue {
    let units: Vec<_> = units.iter().map(|unit| unit.text()).filter(|text| !text.is_empty()).collect();
    let units = if units.is_empty() { "a bare number".to_owned() } else { units.join(" or ") };
    BadValue::UnknownUnit { field, units }
}

/// The choice that a text means: its name, its words, or its number.
fn choice(field: &Field<'_>, text: &str) -> Result<u16, BadValue> {
    let choices = field.shape.choices();
    let typed = text.trim().to_lowercase();
    let meant = choices.iter().find(|choice| {
        choice.name == typed.replace(' ', "-")
            || choice.words.to_lowercase() == typed
            || choice.number.to_string() == typed
    });
    meant.map(|choice| choice.number).ok_or_else(|| {
        let names: Vec<_> = choices.iter().map(|choice| choice.name).collect();
        BadValue::NoSuchChoice { field: field.told, choices: names.join(", ") }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diary::kind::{
        ALL, BLOOD_PRESSURE, FLUID, GLUCOSE, Kind, MEDICINE, NOTE, PAIN, SLEEP, WEIGHT,
    };
    use crate::diary::{Content, Source, doubts};
    use crate::time::{CivilTime, Evidence, Occurrence, Zone};

    fn time(text: &str) -> Result<Moment, TimeError> {
        let zone = Zone::parse("Europe/London")?;
        Moment::typed(text.parse::<CivilTime>()?, &zone, Evidence::Chosen, Occurrence::Ask)
    }

    fn words(kind: &Kind, words: &[&str]) -> Result<Vec<Typed>, BadValue> {
        parse_words(kind.fields, kind.example, words, &time)
    }

    fn number_in(text: &str, unit: Unit) -> Value {
        Value::Number { digits: text.parse().unwrap(), unit }
    }

    #[test]
    fn pressures_are_read_with_their_unit_and_resolution() {
        let read = |text| parse_blood_pressure(text).map(|[top, bottom]| (top.1, bottom.1));
        assert_eq!(read("128/82"), Ok((number_in("128", Unit::MmHg), number_in("82", Unit::MmHg))));
        assert_eq!(
            read(" 17.10/10.9 kPa "),
            Ok((number_in("17.10", Unit::KPa), number_in("10.9", Unit::KPa)))
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(parse_blood_pressure("128/abc"), Err(BadValue::NotANumber("bottom")));
        assert_eq!(parse_blood_pressure("x/82"), Err(BadValue::NotANumber("top")));
        for text in ["128", "", "128 82"] {
            assert_eq!(parse_blood_pressure(text), Err(BadValue::NotAPair), "{text}");
        }
        assert!(matches!(parse_blood_pressure("128/82 bar"), Err(BadValue::UnknownUnit { .. })));
        assert_eq!(parse_blood_pressure("128/82/3"), Err(BadValue::NotANumber("bottom")));
    }

    #[test]
    fn an_entry_is_typed_as_people_say_it() {
        assert_eq!(
            words(&BLOOD_PRESSURE, &["128/82", "pulse", "64", "arm", "left"]),
            Ok(vec![
                (1, number_in("128", Unit::MmHg)),
                (2, number_in("82", Unit::MmHg)),
                (4, number_in("64", Unit::PerMinute)),
                (8, Value::Choice(1)),
            ])
        );
        assert_eq!(words(&WEIGHT, &["82.4", "kg"]), Ok(vec![(22, number_in("82.4", Unit::Kilogram))]));
        assert_eq!(words(&WEIGHT, &["11 st 4.5 lb"]), Ok(vec![(22, number_in("158.5", Unit::Pound))]));
        assert_eq!(words(&WEIGHT, &["weight", "181lb"]), Ok(vec![(22, number_in("181", Unit::Pound))]));
        assert_eq!(
            words(&FLUID, &["0.5", "L", "of", "tea"]),
            Ok(vec![(44, number_in("0.5", Unit::Litre)), (45, Value::Text("tea".into()))])
        );
        assert_eq!(
            words(&PAIN, &["4", "feels", "Dull,", "aching"]),
            Ok(vec![(54, number_in("4", Unit::Score)), (55, Value::Choices(vec![1, 8])),])
        );
        // What stands in one argument is one value, whatever words are in it; a note is all words.
        assert_eq!(
            words(&PAIN, &["4", "place", "place and more"]).unwrap()[1..],
            [(52, Value::Text("place and more".into()))]
        );
        assert_eq!(words(&NOTE, &["text", "is hard"]), Ok(vec![(7, Value::Text("text is hard".into()))]));
        assert_eq!(words(&NOTE, &["slept", "badly"]), Ok(vec![(7, Value::Text("slept badly".into()))]));
    }

    #[test]
    fn bad_words_are_refused_with_their_field() {
        assert_eq!(words(&BLOOD_PRESSURE, &["128/82", "pulse"]), Err(BadValue::NoValue("pulse")));
        assert_eq!(
            words(&BLOOD_PRESSURE, &["128/82", "pulse", "6", "pulse", "7"]),
            Err(BadValue::Twice("pulse"))
        );
        assert!(matches!(
            words(&BLOOD_PRESSURE, &["128/82", "arm", "third"]),
            Err(BadValue::NoSuchChoice { .. })
        ));
        assert!(matches!(words(&GLUCOSE, &["5,6"]), Err(BadValue::NotANumberIn("glucose"))));
        let unit = words(&GLUCOSE, &["5.6 kg"]).unwrap_err();
        assert_eq!(unit.to_string(), "glucose does not take this unit; use mmol/L or mg/dL");
        assert!(matches!(words(&SLEEP, &["asleep", "later"]), Err(BadValue::NotATime { .. })));
        assert!(matches!(words(&MEDICINE, &["x", "dose", "two"]), Err(BadValue::NotANumberIn("dose"))));
    }

    /// Each description's example is an entry of that kind, and every choice can be typed by its name and its words.
    #[test]
    fn every_example_is_an_entry() {
        for kind in ALL.iter().filter(|kind| kind.typed) {
            let typed =
                words(kind, &split(kind.example)).unwrap_or_else(|error| panic!("{}: {error}", kind.name));
            let at = time("2026-08-14T07:10").unwrap();
            let mut content = Content::new(kind.number, at, Source::Typed);
            for (field, value) in typed {
                content.set(field, value);
            }
            assert_eq!(doubts(&content), [], "{}", kind.name);
            for field in kind.fields {
                for choice in field.shape.choices() {
                    for text in [choice.name, choice.words] {
                        let read = parse_value(field, text, &time).unwrap();
                        assert!(
                            read == Value::Choice(choice.number)
                                || read == Value::Choices(vec![choice.number]),
                            "{} {text}",
                            field.name
                        );
                    }
                }
            }
        }
    }

    /// As a shell splits it.
    fn split(text: &str) -> Vec<&str> {
        text.split('"')
            .enumerate()
            .flat_map(|(at, part)| {
                if at % 2 == 1 {
                    vec![part]
                } else {
                    part.split(' ').filter(|word| !word.is_empty()).collect()
                }
            })
            .collect()
    }

    proptest! {
        #[test]
        fn any_words_are_read_or_refused(
            kind in prop::sample::select(ALL),
            typed in prop::collection::vec(prop_oneof!["\\PC{0,12}", "(pulse|arm|text|dose|5 mg|-1|1/2|9 st 3 lb)"], 0..6),
        ) {
            let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
            let _ = words(kind, &typed);
        }
    }
}
