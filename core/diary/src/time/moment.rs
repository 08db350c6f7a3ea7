//! When something happened: the form that the diary stores.

use std::collections::BTreeSet;

use core::fmt;

use minicbor::{Decode, Encode};

use super::{
    CivilDate, CivilTime, DayStart, Evidence, Instant, Mark, Offset, Precision, TimeError, Zone, ZoneName,
    ZonedTime, resolve, shared::Shared, zones::built_in_release,
};

/// What is known of the instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum When {
    /// The instant is known.
    #[n(0)]
    At(#[n(0)] Instant),
    /// It lies between two instants, both included.
    #[n(1)]
    Within {
        /// No earlier than this.
        #[n(0)]
        earliest: Instant,
        /// No later than this.
        #[n(1)]
        latest: Instant,
    },
    /// No instant is known, only what a calendar or clock showed somewhere.
    #[n(2)]
    Civil(#[n(0)] Civil),
}

/// What the calendar or the clock on the wall showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Civil {
    /// Only the day.
    #[n(0)]
    Date(#[n(0)] CivilDate),
    /// Day and time of day.
    #[n(1)]
    Time(#[n(0)] CivilTime),
    /// Something from one time to another, both included.
    #[n(2)]
    Between {
        /// The wall clock at the earlier bound.
        #[n(0)]
        earliest: CivilTime,
        /// The wall clock at the later bound.
        #[n(1)]
        latest: CivilTime,
    },
}

impl fmt::Display for Civil {
    /// `2026-10-25`, `2026-10-25T01:30:00`, or two of the latter with `/` between.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Time(time) => time.fmt(f),
            Self::Between { earliest, latest } => write!(f, "{earliest}/{latest}"),
        }
    }
}

/// Which of the two is meant where a typed time came twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occurrence {
    /// Refuse with [`TimeError::HappensTwice`], so that the person can be asked.
    Ask,
    /// The person said the first.
    First,
    /// The person said the second.
    Second,
    /// Nobody can be asked: the first, with [`Mark::Ambiguous`].
    Unattended,
}

/// When something happened, with all that was known of it at the time of writing.
///
/// Instant (or bounds), offset, zone, what the wall clock showed, how the zone is known, and the release of the zone
/// database that was asked. Everything is stored; nothing is worked out again when a stored moment is read, so neither
/// a journey nor a new database moves an entry to another day.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Moment {
    #[n(0)]
    pub(super) when: When,
    #[n(1)]
    pub(super) offset: Option<Offset>,
    #[n(2)]
    pub(super) zone: Option<ZoneName>,
    /// What the wall clock showed, where an instant is known; without one `when` has it.
    #[n(3)]
    pub(super) civil: Option<Civil>,
    #[n(4)]
    pub(super) evidence: Evidence,
    #[n(5)]
    pub(super) database: Shared,
    #[n(6)]
    pub(super) precision: Precision,
    #[n(7)]
    pub(super) marks: BTreeSet<Mark>,
    #[n(8)]
    pub(super) other_zone: Option<ZoneName>,
}

impl Moment {
    fn new(when: When, evidence: Evidence, precision: Precision, database: Shared) -> Self {
        Self {
            when,
            offset: None,
            zone: None,
            civil: None,
            evidence,
            database,
            precision,
            marks: BTreeSet::new(),
            other_zone: None,
        }
    }

    /// A known instant in a known zone, to the millisecond.
    pub fn at(instant: Instant, zone: &Zone, evidence: Evidence) -> Self {
        Self::placed(ZonedTime::at(instant, zone), zone, evidence)
    }

    /// A known instant, already looked up in its zone.
    fn placed(local: ZonedTime, zone: &Zone, evidence: Evidence) -> Self {
        Self {
            offset: Some(local.offset),
            zone: Some(zone.to_name()),
            civil: Some(Civil::Time(local.civil)),
            ..Self::new(When::At(local.instant), evidence, Precision::Millisecond, zone.to_database())
        }
    }

    /// A known instant with an offset and no zone, as imports have it.
    pub fn at_offset(instant: Instant, offset: Offset, evidence: Evidence) -> Self {
        Self {
            offset: Some(offset),
            civil: Some(Civil::Time(instant.civil_with(offset.seconds().into()))),
            ..Self::at_unplaced(instant, evidence)
        }
    }

    /// A known instant somewhere on earth: no offset, no civil time, its day unknown.
    pub fn at_unplaced(instant: Instant, evidence: Evidence) -> Self {
        Self::new(When::At(instant), evidence, Precision::Millisecond, built_in_release())
    }

    /// A civil time that a person gave for a zone.
    ///
    /// # Errors
    /// [`TimeError::DoesNotExist`] where the clocks went forward over it, whoever asks; [`TimeError::HappensTwice`]
    /// where they went back and `occurrence` says to ask.
    pub fn typed(
        civil: CivilTime,
        zone: &Zone,
        evidence: Evidence,
        occurrence: Occurrence,
    ) -> Result<Self, TimeError> {
        let (chosen, unasked) = resolve(civil, zone)?.choose(occurrence)?;
        let marks = unasked.then_some(Mark::Ambiguous).into_iter().collect();
        let precision = if civil.second() == 0 { Precision::Minute } else { Precision::Second };
        Ok(Self { precision, marks, ..Self::placed(chosen, zone, evidence) })
    }

    /// Some instant between two, both included, in a zone if one is known for the whole span.
    ///
    /// # Errors
    /// [`TimeError::BoundsReversed`] where `latest` is before `earliest`.
    pub fn within(
        earliest: Instant,
        latest: Instant,
        zone: Option<&Zone>,
        evidence: Evidence,
    ) -> Result<Self, TimeError> {
        if latest < earliest {
            return Err(TimeError::BoundsReversed);
        }
        Ok(Self::between(earliest, latest, zone, evidence))
    }

    /// As [`Moment::within`], for bounds known to be in order.
    pub(super) fn between(
        earliest: Instant,
        latest: Instant,
        zone: Option<&Zone>,
        evidence: Evidence,
    ) -> Self {
        let database = zone.map_or_else(built_in_release, Zone::to_database);
        Self {
            zone: zone.map(Zone::to_name),
            civil: zone.map(|zone| Civil::Between {
                earliest: zone.civil_at(earliest),
                latest: zone.civil_at(latest),
            }),
            ..Self::new(When::Within { earliest, latest }, evidence, Precision::Millisecond, database)
        }
    }

    /// A day, or a day and time, of which no zone is known.
    pub fn civil_only(civil: Civil, evidence: Evidence) -> Self {
        let fine = matches!(civil, Civil::Time(time) if time.second() != 0);
        let precision = if fine { Precision::Second } else { Precision::Minute };
        Self::new(When::Civil(civil), evidence, precision, built_in_release())
    }

    /// The same moment, from a source this fine.
    #[must_use]
    pub fn with_precision(self, precision: Precision) -> Self {
        Self { precision, ..self }
    }

    /// What is known of the instant.
    pub const fn when(&self) -> When {
        self.when
    }

    /// The instant, where one is known.
    pub const fn instant(&self) -> Option<Instant> {
        match self.when {
            When::At(instant) => Some(instant),
            When::Within { .. } | When::Civil(_) => None,
        }
    }

    /// The offset that held, where one instant and its place are known.
    pub const fn offset(&self) -> Option<Offset> {
        self.offset
    }

    /// The zone, by the name under which it was written down.
    pub const fn zone(&self) -> Option<&ZoneName> {
        self.zone.as_ref()
    }

    /// Another zone that the phone may have been in at that instant; the moment's own is then uncertain.
    pub const fn other_zone(&self) -> Option<&ZoneName> {
        self.other_zone.as_ref()
    }

    /// What the wall clock showed, to the second.
    pub const fn civil(&self) -> Option<Civil> {
        match self.when {
            When::Civil(civil) => Some(civil),
            When::At(_) | When::Within { .. } => self.civil,
        }
    }

    /// How the zone is known.
    pub const fn evidence(&self) -> Evidence {
        self.evidence
    }

    /// The release of the zone database that was asked when this was written down; the build's own where no zone was.
    pub fn database(&self) -> &str {
        self.database.as_str()
    }

    /// How fine the source was.
    pub const fn precision(&self) -> Precision {
        self.precision
    }

    /// What a reader must know about it, in a fixed order.
    pub fn marks(&self) -> impl Iterator<Item = Mark> {
        self.marks.iter().copied()
    }

    /// The number that entries are sorted by, milliseconds since 1970-01-01T00:00:00Z.
    ///
    /// A span sorts at its later bound, where it came to be known; a civil time without a zone as if it were UTC, a
    /// day at its midnight. Equal keys keep the order in which they were recorded.
    pub fn sort_key_ms(&self) -> i64 {
        match self.when {
            When::At(instant) | When::Within { latest: instant, .. } => instant.as_millis(),
            When::Civil(Civil::Date(date)) => date.midnight().as_utc_seconds() * 1000,
            When::Civil(Civil::Time(time) | Civil::Between { latest: time, .. }) => {
                time.as_utc_seconds() * 1000
            }
        }
    }

    /// The diary day, from the moment's own civil time; `None` where the day is not known.
    ///
    /// A span has a day where both of its ends fall on the same one.
    pub fn diary_day(&self, start: DayStart) -> Option<CivilDate> {
        match self.civil()? {
            Civil::Date(date) => Some(date),
            Civil::Time(time) => Some(start.day_of(time)),
            Civil::Between { earliest, latest } => {
                let day = start.day_of(earliest);
                (day == start.day_of(latest)).then_some(day)
            }
        }
    }
}
