//! Offset against zone, by the examples of those who set the standard.

use super::*;

/// One text, and what each way makes of it in the order of [`OnConflict::ALL`].
type Row = (&'static str, [Result<&'static str, Refusal>; 4]);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    Conflict,
    Skipped,
    Twice,
}
use Refusal::{Conflict, Skipped, Twice};

fn settled(text: &str, way: OnConflict) -> Result<Moment, TimeError> {
    Moment::parse_typed_with(text, Evidence::Chosen, way, &Zones::built_in())
}

fn read(text: &str, way: OnConflict) -> Result<String, Refusal> {
    match settled(text, way) {
        Ok(moment) => {
            assert_eq!(moment.marks().count(), 0, "{text}");
            Ok(moment.to_text())
        }
        Err(TimeError::OffsetConflict) => Err(Conflict),
        Err(TimeError::DoesNotExist { .. }) => Err(Skipped),
        Err(TimeError::HappensTwice { .. }) => Err(Twice),
        Err(other) => panic!("{text}: {other}"),
    }
}

fn all_rows(rows: &[Row]) {
    for (text, expected) in rows {
        for (way, expected) in OnConflict::ALL.into_iter().zip(expected) {
            assert_eq!(read(text, way), expected.map(str::to_owned), "{text} by {}", way.code());
        }
    }
}

#[test]
fn the_example_of_temporal() {
    // tc39/proposal-temporal, docs/ambiguity.md, "Examples: offset option": saved before Brazil gave summer time up.
    all_rows(&[(
        "2020-01-01T12:00-02:00[America/Sao_Paulo]",
        [
            Err(Conflict),
            Ok("2020-01-01T11:00:00-03:00[America/Sao_Paulo]"),
            Ok("2020-01-01T12:00:00-03:00[America/Sao_Paulo]"),
            Ok("2020-01-01T12:00:00-03:00[America/Sao_Paulo]"),
        ],
    )]);
    // The same page, "Resolving Time Ambiguity in Temporal": the offset tells which of the two half past ones.
    let second = "2020-11-01T01:30:00-08:00[America/Los_Angeles]";
    all_rows(&[(
        "2020-11-01T01:30-08:00[America/Los_Angeles]",
        // Temporal takes the earlier for `ignore`, by its default `disambiguation`; here a person is asked.
        [Ok(second), Ok(second), Err(Twice), Ok(second)],
    )]);
}

#[test]
fn the_examples_of_jiff() {
    all_rows(&[
        // jiff 0.2.24, tz::OffsetConflict::resolve.
        (
            "2024-06-14T17:30-05:00[America/New_York]",
            [
                Err(Conflict),
                Ok("2024-06-14T18:30:00-04:00[America/New_York]"),
                Ok("2024-06-14T17:30:00-04:00[America/New_York]"),
                Ok("2024-06-14T17:30:00-04:00[America/New_York]"),
            ],
        ),
        // jiff 0.2.24, fmt::temporal::DateTimeParser::offset_conflict: no offset fits a gap.
        (
            "2006-04-02T02:30-05:00[America/Indiana/Vevay]",
            [
                Err(Conflict),
                Ok("2006-04-02T03:30:00-04:00[America/Indiana/Vevay]"),
                Err(Skipped),
                Err(Skipped),
            ],
        ),
        // The same page: a `Z` never conflicts, `+00:00` does.
        ("2025-06-20T17:30Z[America/New_York]", [Ok("2025-06-20T13:30:00-04:00[America/New_York]"); 4]),
        (
            "2025-06-20T17:30+00:00[America/New_York]",
            [
                Err(Conflict),
                Ok("2025-06-20T13:30:00-04:00[America/New_York]"),
                Ok("2025-06-20T17:30:00-04:00[America/New_York]"),
                Ok("2025-06-20T17:30:00-04:00[America/New_York]"),
            ],
        ),
    ]);
}

#[test]
fn doubled_hours_spans_thousandths_and_offsets_for_zones() {
    let agreed = "2026-07-01T12:00:00+01:00[Europe/London]";
    all_rows(&[
        (agreed, [Ok(agreed); 4]),
        // Critical, as RFC 9557, 3.4 has it: the conflict must be acted on, and is.
        ("2026-07-01T12:00:00+01:00[!Europe/London]", [Ok(agreed); 4]),
        (
            "2026-07-01T12:00:00.25+00:00[!Europe/London]",
            [
                Err(Conflict),
                Ok("2026-07-01T13:00:00.250+01:00[Europe/London]"),
                Ok("2026-07-01T12:00:00.250+01:00[Europe/London]"),
                Ok("2026-07-01T12:00:00.250+01:00[Europe/London]"),
            ],
        ),
        // Neither offset of the doubled hour.
        (
            "2026-10-25T01:30:00+05:00[Europe/London]",
            [Err(Conflict), Ok("2026-10-24T21:30:00+01:00[Europe/London]"), Err(Twice), Err(Twice)],
        ),
        // An offset in the zone's stead has no rules: nothing is skipped or doubled.
        (
            "2026-07-01T12:00:00+01:00[+02:00]",
            [
                Err(Conflict),
                Ok("2026-07-01T13:00:00+02:00"),
                Ok("2026-07-01T12:00:00+02:00"),
                Ok("2026-07-01T12:00:00+02:00"),
            ],
        ),
        // One bound agrees, the other does not.
        (
            "2026-07-01T12:00:00+01:00[Europe/London]/2026-07-02T12:00:00+00:00[Europe/London]",
            [
                Err(Conflict),
                Ok("2026-07-01T12:00:00+01:00[Europe/London]/2026-07-02T13:00:00+01:00[Europe/London]"),
                Ok("2026-07-01T12:00:00+01:00[Europe/London]/2026-07-02T12:00:00+01:00[Europe/London]"),
                Ok("2026-07-01T12:00:00+01:00[Europe/London]/2026-07-02T12:00:00+01:00[Europe/London]"),
            ],
        ),
        // Compared to the second: Monrovia was 44 minutes and 30 seconds behind, which -00:45 only rounds.
        (
            "1971-06-01T12:00:00-00:45[Africa/Monrovia]",
            [
                Err(Conflict),
                Ok("1971-06-01T12:00:30-00:44:30[Africa/Monrovia]"),
                Ok("1971-06-01T12:00:00-00:44:30[Africa/Monrovia]"),
                Ok("1971-06-01T12:00:00-00:44:30[Africa/Monrovia]"),
            ],
        ),
        // Nothing to settle.
        ("2026-10-25T01:30:00+01:00", [Ok("2026-10-25T01:30:00+01:00"); 4]),
        ("2026-10-25", [Ok("2026-10-25"); 4]),
        ("2026-10-25T01:30[Europe/London]", [Err(Twice); 4]),
    ]);
}

#[test]
fn a_zone_that_nobody_knows_is_settled_by_none() {
    for way in OnConflict::ALL {
        let error = settled("2026-07-01T12:00+01:00[Europe/Lodnon]", way);
        assert!(matches!(error, Err(TimeError::UnknownZone { .. })), "{error:?}");
    }
    assert_eq!(OnConflict::ALL.map(OnConflict::code), ["reject", "use", "ignore", "prefer"]);
}

#[test]
fn what_no_calendar_and_no_clock_shows_is_refused_in_every_way() {
    for (text, position) in [
        ("0000-01-01T00:00:00+00:00[Europe/London]", 10),
        ("2025-02-29T10:00:00+00:00[Europe/London]", 10),
        ("2100-02-29T10:00:00+00:00[Europe/London]", 10),
        ("2026-02-30", 10),
        ("2026-13-01", 10),
        ("2026-06-30T23:59:60+01:00[Europe/London]", 19),
        ("2026-06-30T24:00:00+01:00[Europe/London]", 19),
        ("2026-06-30T24:00+01:00[Europe/London]", 16),
        ("2026-06-30T12:60+01:00[Europe/London]", 16),
        ("2026-06-30T12:00+24:00[Europe/London]", 19),
        ("2026-06-30T12:00+12:60[Europe/London]", 22),
        ("2026-06-30T12:00-99:99[Europe/London]", 19),
        ("2026-06-30T12:00+01[Europe/London]", 19),
        ("2026-06-30T12:00+0100[Europe/London]", 19),
        ("2026-06-30T12:00+01:00[+24:00]", 30),
    ] {
        for way in OnConflict::ALL {
            let error = settled(text, way);
            assert_eq!(error, Err(TimeError::NotAMoment { position }), "{text}");
        }
        assert!(Moment::parse_recorded(text, Evidence::Chosen, &Zones::built_in()).is_err(), "{text}");
    }
    assert!(settled("2024-02-29T10:00+00:00[Europe/London]", OnConflict::Reject).is_ok());
    for text in ["0001-01-01T00:00:00+23:59[Etc/UTC]", "9999-12-31T23:59:59-23:59[Etc/UTC]"] {
        for way in [OnConflict::Reject, OnConflict::AlwaysOffset] {
            assert_eq!(settled(text, way), Err(TimeError::OutOfRange));
        }
    }
}
