//! The parser of moments under attack: texts near to moments, and moments spoilt.

use super::*;

/// Refused, or in agreement with itself. The four ways of settling must also agree where there is nothing to settle.
fn holds(text: &str) -> Result<(), TestCaseError> {
    let ways =
        OnConflict::ALL.map(|way| Moment::parse_typed_with(text, Evidence::Chosen, way, &Zones::built_in()));
    for moment in ways.iter().flatten() {
        prop_assert_eq!(moment.marks().count(), 0);
        comes_back(moment)?;
        let Some(zone) = moment.zone() else { continue };
        let zone = Zone::parse(zone.as_str()).unwrap();
        match (moment.when(), moment.civil()) {
            (When::At(instant), civil) => {
                prop_assert_eq!(moment.offset(), Some(zone.offset_at(instant)), "{}", text);
                prop_assert_eq!(civil, Some(Civil::Time(zone.civil_at(instant))), "{}", text);
            }
            (When::Within { earliest, latest }, civil) => {
                let (earliest, latest) = (zone.civil_at(earliest), zone.civil_at(latest));
                prop_assert_eq!(civil, Some(Civil::Between { earliest, latest }), "{}", text);
            }
            (When::Civil(_), _) => prop_assert!(false, "a zone without an instant: {text}"),
        }
    }
    let [reject, by_offset, by_zone, prefer] = ways;
    prop_assert_eq!(Moment::parse_typed(text, Evidence::Chosen, &Zones::built_in()), reject.clone());
    if let Ok(moment) = &reject {
        prop_assert_eq!(by_offset.as_ref(), Ok(moment));
        prop_assert_eq!(prefer.as_ref(), Ok(moment));
        match &by_zone {
            Ok(other) => prop_assert_eq!(other, moment),
            Err(error) => prop_assert!(matches!(error, TimeError::HappensTwice { .. }), "{error:?}"),
        }
    }
    if let Ok(moment) = Moment::parse_recorded(text, Evidence::ImportOffset, &Zones::built_in()) {
        comes_back(&moment)?;
    }
    Ok(())
}

fn comes_back(moment: &Moment) -> Result<(), TestCaseError> {
    let text = moment.to_text();
    let again = Moment::parse_recorded(&text, moment.evidence(), &Zones::built_in());
    let again = again.map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
    prop_assert_eq!(again.when(), moment.when());
    prop_assert_eq!(again.offset(), moment.offset());
    prop_assert_eq!(again.zone(), moment.zone());
    prop_assert_eq!(again.civil(), moment.civil());
    prop_assert_eq!(again.to_text(), text);
    Ok(())
}

/// What [`Moment::to_text`] leaves out, set to what reading gives; a day without an hour is always of one minute.
fn read_fully(moment: &Moment) -> Moment {
    let again = Moment::parse_recorded(&moment.to_text(), moment.evidence(), &Zones::built_in()).unwrap();
    again.with_precision(moment.precision())
}

/// One change to a text: a letter lost, doubled, put in or turned into another, two parts exchanged, or a cut.
#[derive(Debug, Clone)]
enum Spoil {
    Lose(usize),
    Double(usize),
    PutIn(usize, char),
    Turn(usize, char),
    Exchange(usize, usize),
    Cut(usize),
    Append(String),
}

fn any_letter() -> impl Strategy<Value = char> {
    prop_oneof![
        6 => proptest::sample::select("0123456789-:T+Z. /!=[]tz_,\u{2212}\u{ff10}".chars().collect::<Vec<_>>()),
        1 => any::<char>(),
    ]
}

fn any_spoil() -> impl Strategy<Value = Spoil> {
    let at = 0..120_usize;
    prop_oneof![
        at.clone().prop_map(Spoil::Lose),
        at.clone().prop_map(Spoil::Double),
        (at.clone(), any_letter()).prop_map(|(at, letter)| Spoil::PutIn(at, letter)),
        (at.clone(), any_letter()).prop_map(|(at, letter)| Spoil::Turn(at, letter)),
        (at.clone(), at.clone()).prop_map(|(one, other)| Spoil::Exchange(one, other)),
        at.prop_map(Spoil::Cut),
        prop_oneof![Just("[u-ca=iso8601]"), Just("[Europe/London]"), Just("[+01:00]"), Just("/2026-10-25")]
            .prop_map(|more| Spoil::Append(more.to_owned())),
    ]
}

fn spoilt(text: &str, spoils: &[Spoil]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for spoil in spoils {
        let length = letters.len().max(1);
        let within = |at: usize| at % length;
        match spoil {
            Spoil::Append(more) => letters.extend(more.chars()),
            Spoil::PutIn(at, letter) => letters.insert(within(*at), *letter),
            _ if letters.is_empty() => {}
            Spoil::Lose(at) => drop(letters.remove(within(*at))),
            Spoil::Double(at) => letters.insert(within(*at), letters[within(*at)]),
            Spoil::Turn(at, letter) => letters[within(*at)] = *letter,
            Spoil::Exchange(one, other) => letters.swap(within(*one), within(*other)),
            Spoil::Cut(at) => letters.truncate(within(*at)),
        }
    }
    letters.into_iter().collect()
}

/// A civil time with any offset beside any zone: nearly always a contradiction, and often near a change of the clocks.
fn contradiction() -> impl Strategy<Value = String> {
    (any_instant(), any_zone(), -16..=16_i32).prop_map(|(instant, zone, quarters)| {
        let offset = zone.offset_at(instant).seconds() + quarters * 900;
        match Offset::from_seconds(offset) {
            Ok(offset) => format!("{}{offset}[{zone}]", zone.civil_at(instant)),
            Err(_) => zone.civil_at(instant).to_string(),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in any::<String>()) {
        holds(&text)?;
    }

    #[test]
    fn a_moment_spoilt(moment in any_moment(), spoils in proptest::collection::vec(any_spoil(), 1..4)) {
        holds(&spoilt(&moment.to_text(), &spoils))?;
    }

    #[test]
    fn a_contradiction_spoilt(text in contradiction(), spoils in proptest::collection::vec(any_spoil(), 0..2)) {
        holds(&spoilt(&text, &spoils))?;
    }

    #[test]
    fn a_recorded_moment_is_read_as_it_was(moment in any_moment()) {
        prop_assert_eq!(read_fully(&moment), moment);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn every_beginning_of_a_moment(moment in any_moment()) {
        let text = moment.to_text();
        for (end, _) in text.char_indices() {
            holds(&text[..end])?;
        }
    }
}
