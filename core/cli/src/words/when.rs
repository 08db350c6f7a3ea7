//! Days, clock times and places in words.

use diary_core::time::{Civil, CivilDate, CivilTime, Instant, Mark, Moment, Offset, When, ZoneName};

use crate::terminal::shown;

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn weekday(date: CivilDate) -> &'static str {
    DAYS.get(usize::from(date.weekday()).saturating_sub(1)).copied().unwrap_or_default()
}

fn month(date: CivilDate) -> &'static str {
    MONTHS.get(usize::from(date.month()).saturating_sub(1)).copied().unwrap_or_default()
}

fn three(name: &str) -> &str {
    name.get(..3).unwrap_or(name)
}

/// A moment of the phone's clock, milliseconds since 1970-01-01T00:00:00Z, in UTC.
pub fn instant(at_ms: i64) -> String {
    Instant::from_millis(at_ms).map_or_else(|_| "a time not known".to_owned(), |at| at.to_string())
}

/// `Friday 14 August 2026`.
pub fn date(date: CivilDate) -> String {
    format!("{} {} {} {}", weekday(date), date.day(), month(date), date.year())
}

/// `Fri 14 Aug`.
pub fn short_date(date: CivilDate) -> String {
    format!("{} {} {}", three(weekday(date)), date.day(), three(month(date)))
}

fn hands(time: CivilTime) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}

/// What the clock showed, without the day: `8:05`; for a span both ends with their days; `time not known` for a day.
pub fn clock(moment: &Moment) -> String {
    match (moment.civil(), moment.when()) {
        (Some(Civil::Time(time)), _) => hands(time),
        (Some(Civil::Date(_)), _) => "time not known".to_owned(),
        (Some(Civil::Between { earliest, latest }), _) if earliest.date() == latest.date() => {
            format!("between {} and {}", hands(earliest), hands(latest))
        }
        (Some(Civil::Between { earliest, latest }), _) => format!(
            "between {} {} and {} {}",
            short_date(earliest.date()),
            hands(earliest),
            short_date(latest.date()),
            hands(latest)
        ),
        (None, When::Within { earliest, latest }) if earliest == Instant::MIN => {
            format!("no later than {latest}")
        }
        (None, When::Within { earliest, latest }) => format!("between {earliest} and {latest}"),
        (None, When::At(instant)) => instant.to_string(),
        (None, When::Civil(civil)) => civil.to_string(),
    }
}

/// Where the clock hung: `New York`, `UTC+02:00` where only an offset is known; `None` where nothing is.
pub fn place(moment: &Moment) -> Option<String> {
    match (moment.zone(), moment.offset()) {
        (Some(zone), offset) => Some(named(zone, offset)),
        (None, Some(offset)) => Some(from_utc(offset)),
        (None, None) => None,
    }
}

fn from_utc(offset: Offset) -> String {
    if offset == Offset::UTC { "UTC".to_owned() } else { format!("UTC{offset}") }
}

/// The last part of a zone's name, as people name the place. `Etc/GMT+5` lies west of Greenwich: its offset says so.
fn named(zone: &ZoneName, offset: Option<Offset>) -> String {
    let name = zone.as_str();
    if let (true, Some(offset)) = (name.starts_with("Etc/"), offset) {
        return from_utc(offset);
    }
    shown(&name.rsplit('/').next().unwrap_or(name).replace('_', " "))
}

/// The clock time, with its place where that is not the one of the entry before: `8:05 in New York`.
///
/// On a day when the clocks go back, the offset tells the first from the second of two equal times.
pub fn time(moment: &Moment, before: Option<&Moment>) -> String {
    let mut words = clock(moment);
    let same_place = before.is_some_and(|before| {
        let of = |moment: &Moment| (moment.zone().cloned(), moment.zone().is_none().then(|| moment.offset()));
        of(before) == of(moment)
    });
    match place(moment) {
        Some(place) if !same_place => words.extend([" in ", &place]),
        // A text that spells an instant out says Z, and needs no place.
        None if !same_place && moment.civil().is_some() => words.push_str(", zone not known"),
        _ => {}
    }
    if let (true, Some(before), Some(offset)) = (same_place, before, moment.offset())
        && before.offset() != Some(offset)
        && day(before) == day(moment)
    {
        words.extend([" (", &from_utc(offset), ", after the clocks changed)"]);
    }
    if let Some(other) = moment.other_zone() {
        words.extend([", or in ", &named(other, None)]);
    }
    for mark in moment.marks() {
        words.push_str(match mark {
            Mark::Ambiguous => " (that time came more than once; the first is shown)",
            Mark::OffsetConflict => " (its offset is not the zone's)",
            Mark::UnknownZone => " (a zone that is not known here)",
        });
    }
    words
}

fn day(moment: &Moment) -> Option<CivilDate> {
    match moment.civil()? {
        Civil::Time(time) => Some(time.date()),
        Civil::Date(date) => Some(date),
        Civil::Between { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use diary_core::time::{Evidence, Instant, Zone};

    use super::*;
    use crate::samples;

    #[test]
    fn the_place_is_said_when_it_changes() {
        let (london, york) = (samples::london("2026-08-14T08:05"), samples::new_york("2026-08-14T21:30"));
        assert_eq!(time(&london, None), "8:05 in London");
        assert_eq!(time(&london, Some(&london)), "8:05");
        assert_eq!(time(&york, Some(&london)), "21:30 in New York");
        assert_eq!(date("2026-08-14".parse().unwrap()), "Friday 14 August 2026");
        assert_eq!(short_date("2024-02-29".parse().unwrap()), "Thu 29 Feb");
    }

    #[test]
    fn equal_times_of_one_night_are_told_apart() {
        let zone = Zone::parse("Europe/London").unwrap();
        let at = |text: &str| Moment::at(text.parse().unwrap(), &zone, Evidence::PhoneSetting);
        let (first, second) = (at("2026-10-25T00:30:00Z"), at("2026-10-25T01:30:00Z"));
        assert_eq!(time(&second, Some(&first)), "1:30 (UTC, after the clocks changed)");
        let later = at("2026-12-25T01:30:00Z");
        assert_eq!(time(&later, Some(&first)), "1:30", "another day needs no such remark");
    }

    #[test]
    fn what_is_not_known_is_said() {
        let instant: Instant = "2026-08-14T07:05:00Z".parse().unwrap();
        let later: Instant = "2026-08-16T07:05:00Z".parse().unwrap();
        let zone = Zone::parse("Europe/London").unwrap();
        let say = |moment: Moment| time(&moment, None);
        assert_eq!(say(Moment::at_unplaced(instant, Evidence::Unknown)), "2026-08-14T07:05:00Z");
        assert_eq!(
            say(Moment::at_offset(instant, "+02:00".parse().unwrap(), Evidence::ImportOffset)),
            "9:05 in UTC+02:00"
        );
        let date = Civil::Date("2026-08-14".parse().unwrap());
        assert_eq!(say(Moment::civil_only(date, Evidence::Unknown)), "time not known, zone not known");
        assert_eq!(
            say(Moment::within(instant, later, Some(&zone), Evidence::PhoneSetting).unwrap()),
            "between Fri 14 Aug 8:05 and Sun 16 Aug 8:05 in London"
        );
        assert_eq!(
            say(Moment::within(Instant::MIN, later, None, Evidence::Unknown).unwrap()),
            "no later than 2026-08-16T07:05:00Z"
        );
        let west = Zone::parse("Etc/GMT+5").unwrap();
        assert_eq!(say(Moment::at(instant, &west, Evidence::Chosen)), "2:05 in UTC-05:00");
    }
}
