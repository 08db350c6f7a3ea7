//! When something was: instants, civil time, and how both are known.

use diary_core::time::{
    Civil, CivilDate, CivilTime, DayStart, Evidence, Instant, Moment, Occurrence, When, Zone,
};
use diary_host::zones;

use crate::error::DiaryError;
use crate::place::HouseholdPlace;

/// When something was, with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct CivilMoment {
    /// The instant, or the earlier bound of it, milliseconds since 1970-01-01T00:00:00Z; none where only a calendar is known.
    pub earliest_ms: Option<i64>,
    /// The instant, or the later bound of it.
    pub latest_ms: Option<i64>,
    /// What the calendar or clock on the wall showed: `2026-10-25`, `2026-10-25T01:30:00`, or two of these with `/` between.
    pub civil: Option<String>,
    /// The same in parts; the earlier of two.
    pub parts: Option<CivilParts>,
    /// The day that the diary shows it on, `2026-10-25`.
    pub day: Option<String>,
    /// The offset that held, seconds east of UTC.
    pub offset_s: Option<i32>,
    /// The IANA zone.
    pub zone: Option<String>,
    /// Another zone that it may have been, where sightings contradict each other.
    pub other_zone: Option<String>,
    /// How the zone is known, a stable word: `phone-setting`, `chosen`, `location`, `device` and the like.
    pub evidence: String,
    /// How finely it is known, a stable word: `millisecond`, `second`, `minute`.
    pub precision: String,
    /// What is odd about it, stable words: `ambiguous`, `offset-conflict`, `unknown-zone`.
    pub marks: Vec<String>,
}

/// What a calendar and a clock show, number by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct CivilParts {
    /// 1 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23; none where only the day is known.
    pub hour: Option<u8>,
    /// 0 to 59.
    pub minute: Option<u8>,
    /// 0 to 59.
    pub second: Option<u8>,
}

impl CivilParts {
    fn of_date(date: CivilDate) -> Self {
        Self {
            year: date.year(),
            month: date.month(),
            day: date.day(),
            hour: None,
            minute: None,
            second: None,
        }
    }

    pub(crate) fn of(time: CivilTime) -> Self {
        Self {
            hour: Some(time.hour()),
            minute: Some(time.minute()),
            second: Some(time.second()),
            ..Self::of_date(time.date())
        }
    }
}

impl CivilMoment {
    pub(crate) fn of(moment: &Moment) -> Self {
        let (earliest_ms, latest_ms) = match moment.when() {
            When::At(instant) => (Some(instant.as_millis()), Some(instant.as_millis())),
            When::Within { earliest, latest } => (Some(earliest.as_millis()), Some(latest.as_millis())),
            When::Civil(_) => (None, None),
        };
        let parts = moment.civil().map(|civil| match civil {
            Civil::Date(date) => CivilParts::of_date(date),
            Civil::Time(time) | Civil::Between { earliest: time, .. } => CivilParts::of(time),
        });
        Self {
            earliest_ms,
            latest_ms,
            civil: moment.civil().map(|civil| civil.to_string()),
            parts,
            day: moment.diary_day(DayStart::MIDNIGHT).map(|day| day.to_string()),
            offset_s: moment.offset().map(diary_core::time::Offset::seconds),
            zone: moment.zone().map(ToString::to_string),
            other_zone: moment.other_zone().map(ToString::to_string),
            evidence: moment.evidence().code().to_owned(),
            precision: moment.precision().code().to_owned(),
            marks: moment.marks().map(|mark| mark.code().to_owned()).collect(),
        }
    }
}

/// Which of two is meant where the clocks went back over a civil time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum WhichOfTwo {
    /// Refuse it, with [`DiaryError::Invalid`], so that a person can be asked; see [`resolve_civil`](crate::resolve_civil).
    Ask,
    /// The first.
    First,
    /// The second.
    Second,
}

impl From<WhichOfTwo> for Occurrence {
    fn from(which: WhichOfTwo) -> Self {
        match which {
            WhichOfTwo::Ask => Self::Ask,
            WhichOfTwo::First => Self::First,
            WhichOfTwo::Second => Self::Second,
        }
    }
}

/// When something was, as a person or a program says it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum SaidMoment {
    /// Now, in the zone that the phone is set to.
    Now,
    /// An instant.
    At {
        /// Milliseconds since 1970-01-01T00:00:00Z.
        ms: i64,
        /// The zone where it was; the phone's where left out.
        zone: Option<String>,
    },
    /// Some time within a span.
    Within {
        /// The earlier bound, milliseconds since 1970-01-01T00:00:00Z.
        earliest_ms: i64,
        /// The later bound.
        latest_ms: i64,
        /// The zone where it was; the phone's where left out.
        zone: Option<String>,
    },
    /// What a clock on the wall showed.
    Civil {
        /// `2026-10-25T01:30`, seconds as one likes.
        civil: String,
        /// The zone where it was; the phone's where left out, or that of the entry that is corrected.
        zone: Option<String>,
        /// For a time that came twice.
        which: WhichOfTwo,
    },
    /// A day of the calendar, and no more.
    Day {
        /// `2026-10-25`.
        date: String,
    },
}

/// Where a moment is read, besides what it says itself.
pub(crate) struct Here<'a> {
    /// The phone's wall clock.
    pub(crate) now_ms: i64,
    /// The zone that the phone is set to.
    pub(crate) zone: String,
    /// The entry that is corrected.
    pub(crate) before: Option<&'a Moment>,
}

impl<'a> Here<'a> {
    /// What the machine at a place says, and the moment of the entry that is corrected.
    pub(crate) fn now(place: &HouseholdPlace, before: Option<&'a Moment>) -> Result<Self, DiaryError> {
        let clock = place.clock()?;
        Ok(Self { now_ms: clock.now().wall_ms, zone: clock.zone(), before })
    }
}

impl SaidMoment {
    pub(crate) fn read(&self, here: &Here<'_>) -> Result<Moment, DiaryError> {
        let place = |named: &Option<String>| -> Result<(Zone, Evidence), DiaryError> {
            let before = here.before.and_then(|before| Some((before.zone()?, before.evidence())));
            Ok(match (named, before) {
                (Some(name), _) => (zones().find(name)?, Evidence::Chosen),
                (None, Some((zone, evidence))) => (zones().find(zone.as_str())?, evidence),
                (None, None) => (zones().find(&here.zone)?, Evidence::PhoneSetting),
            })
        };
        Ok(match self {
            Self::Now => {
                let zone = zones().find(&here.zone)?;
                Moment::at(Instant::from_millis(here.now_ms)?, &zone, Evidence::PhoneSetting)
            }
            Self::At { ms, zone } => {
                let (zone, evidence) = place(zone)?;
                Moment::at(Instant::from_millis(*ms)?, &zone, evidence)
            }
            Self::Within { earliest_ms, latest_ms, zone } => {
                let (zone, evidence) = place(zone)?;
                let (earliest, latest) =
                    (Instant::from_millis(*earliest_ms)?, Instant::from_millis(*latest_ms)?);
                Moment::within(earliest, latest, Some(&zone), evidence)?
            }
            Self::Civil { civil, zone, which } => {
                let (zone, evidence) = place(zone)?;
                let (civil, precision) = CivilTime::parse(civil)?;
                Moment::typed(civil, &zone, evidence, (*which).into())?.with_precision(precision)
            }
            Self::Day { date } => Moment::civil_only(Civil::Date(date.parse()?), Evidence::Chosen),
        })
    }
}

/// A day, where one was given.
pub(crate) fn some_day(text: Option<&str>) -> Result<Option<CivilDate>, DiaryError> {
    Ok(text.map(str::parse).transpose()?)
}
