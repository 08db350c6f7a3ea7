//! What is planned: a time on the wall clock of a place, whatever the rules there become.

mod moved;

use core::fmt;

use minicbor::{Decode, Encode};

use super::{
    CivilTime, Instant, Occurrence, Offset, Resolution, TimeError, Zone, ZoneName, ZonedTime, Zones, resolve,
    rfc9557::{Bound, Place, PlaceName, bound},
    scan::{OffsetText, Scan},
    shared::Shared,
};
pub use moved::{Moved, Renewal, Why, moved};

/// An appointment: a civil time and a zone, and the instant that the rules in use make of them.
///
/// The civil time is what was agreed, and never changes by itself. The instant is worked out, kept beside the release
/// of the database that it came from, and worked out anew by [`Plan::under`] when another database comes into use.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Plan {
    #[n(0)]
    civil: CivilTime,
    #[n(1)]
    zone: ZoneName,
    /// The last instant known, also while [`Plan::standing`] says that there is none.
    #[n(2)]
    instant: Option<Instant>,
    #[n(3)]
    offset: Option<Offset>,
    #[n(4)]
    standing: Standing,
    /// Which of two a person chose.
    #[n(5)]
    turn: Option<Turn>,
    #[n(6)]
    database: Shared,
}

/// What the rules in use make of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Standing {
    /// One instant: the civil time comes once, or a person chose which of two is meant.
    #[n(0)]
    Settled,
    /// The civil time comes twice and nobody chose; one of the two was taken.
    #[n(1)]
    Ambiguous,
    /// The clocks go forward over it: no instant until a person chooses another time.
    #[n(2)]
    Skipped,
    /// No rules for its zone: the name is not in the database, or its rules there are damaged.
    #[n(3)]
    NoRules,
}

impl Standing {
    /// The code that exports carry: `settled`, `ambiguous`, `skipped`, `no-rules`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::Ambiguous => "ambiguous",
            Self::Skipped => "skipped",
            Self::NoRules => "no-rules",
        }
    }
}

/// The first or the second of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
enum Turn {
    #[n(0)]
    First,
    #[n(1)]
    Second,
}

impl Plan {
    /// A plan for a civil time that a person gave for a zone.
    ///
    /// # Errors
    /// As [`super::Moment::typed`]: [`TimeError::DoesNotExist`] where the clocks go forward over it; [`TimeError::HappensTwice`]
    /// where they go back and `occurrence` says to ask.
    pub fn new(civil: CivilTime, zone: &Zone, occurrence: Occurrence) -> Result<Self, TimeError> {
        let resolution = resolve(civil, zone)?;
        resolution.choose(occurrence)?;
        let turn = match (resolution, occurrence) {
            (Resolution::Overlap { .. }, Occurrence::First) => Some(Turn::First),
            (Resolution::Overlap { .. }, Occurrence::Second) => Some(Turn::Second),
            _ => None,
        };
        let plan = Self { turn, ..Self::blank(civil, zone.to_name()) };
        Ok(plan.settled_by(Some(resolution), zone.to_database()))
    }

    /// A plan that was made elsewhere and must be kept whatever the rules here say of it: see [`Plan::standing`].
    ///
    /// A civil time that comes twice is taken for the first, and [`Standing::Ambiguous`].
    pub fn unattended(civil: CivilTime, zone: ZoneName, zones: &Zones) -> Self {
        Self::blank(civil, zone).under(zones).0
    }

    fn blank(civil: CivilTime, zone: ZoneName) -> Self {
        let database = "".into();
        Self { civil, zone, instant: None, offset: None, standing: Standing::NoRules, turn: None, database }
    }

    /// The plan as a release of the rules resolves it; `None` where it has none for this zone.
    fn settled_by(&self, resolution: Option<Resolution>, database: Shared) -> Self {
        let (standing, at) = match (resolution, self.turn) {
            (None, _) => (Standing::NoRules, None),
            (Some(Resolution::Gap { .. }), _) => (Standing::Skipped, None),
            (Some(Resolution::Unique(only)), _) => (Standing::Settled, Some(only)),
            (Some(Resolution::Overlap { first, .. }), Some(Turn::First)) => (Standing::Settled, Some(first)),
            (Some(Resolution::Overlap { second, .. }), Some(Turn::Second)) => {
                (Standing::Settled, Some(second))
            }
            (Some(Resolution::Overlap { first, second }), None) => {
                let off = |time: ZonedTime| self.instant.map(|old| time.instant.millis_since(old).abs());
                (Standing::Ambiguous, Some(if off(second) < off(first) { second } else { first }))
            }
        };
        Self {
            instant: at.map(|at| at.instant).or(self.instant),
            offset: at.map(|at| at.offset).or(self.offset),
            standing,
            database,
            ..self.clone()
        }
    }

    /// Reads RFC 9557, `2026-10-25T01:30:00+01:00[Europe/London]`, or the same without an offset.
    ///
    /// An offset says which of two is meant; without one `occurrence` does.
    ///
    /// # Errors
    /// [`TimeError::OffsetConflict`] where the zone has another offset at that time; [`TimeError::NotAPlan`] for a text
    /// without a zone or a time of day, with `Z` for an offset, or finer than a second; else as [`Plan::new`].
    pub fn parse(text: &str, zones: &Zones, occurrence: Occurrence) -> Result<Self, TimeError> {
        let (civil, offset, zone) =
            Scan::whole(text, |scan| Some(planned(scan))).ok_or(TimeError::NotAPlan)??;
        let zone = zones.find(zone)?;
        match (resolve(civil, &zone)?, offset) {
            (_, None) => Self::new(civil, &zone, occurrence),
            (Resolution::Unique(only), Some(offset)) if only.offset == offset => {
                Self::new(civil, &zone, Occurrence::Ask)
            }
            (Resolution::Overlap { first, .. }, Some(offset)) if first.offset == offset => {
                Self::new(civil, &zone, Occurrence::First)
            }
            (Resolution::Overlap { second, .. }, Some(offset)) if second.offset == offset => {
                Self::new(civil, &zone, Occurrence::Second)
            }
            (Resolution::Gap { .. }, Some(_)) => Self::new(civil, &zone, Occurrence::Ask),
            _ => Err(TimeError::OffsetConflict),
        }
    }

    /// The civil time: what was agreed.
    pub const fn civil(&self) -> CivilTime {
        self.civil
    }

    /// The zone, by the name under which it was planned.
    pub const fn zone(&self) -> &ZoneName {
        &self.zone
    }

    /// The instant and its offset under the rules in use; `None` while there is none.
    pub fn at(&self) -> Option<ZonedTime> {
        match (self.standing, self.instant, self.offset) {
            (Standing::Settled | Standing::Ambiguous, Some(instant), Some(offset)) => {
                Some(ZonedTime { instant, offset, civil: self.civil })
            }
            _ => None,
        }
    }

    /// What the rules in use make of it.
    pub const fn standing(&self) -> Standing {
        self.standing
    }

    /// The release of the database that the instant was last worked out with.
    pub fn database(&self) -> &str {
        self.database.as_str()
    }
}

impl fmt::Display for Plan {
    /// RFC 9557: `2026-10-25T01:30:00+01:00[Europe/London]`, without the offset while there is no instant.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at() {
            Some(at) => write!(f, "{at}[{}]", self.zone),
            None => write!(f, "{}[{}]", self.civil, self.zone),
        }
    }
}

/// The civil time, the offset beside it if there is one, and the name of the zone.
fn planned<'a>(scan: &mut Scan<'a>) -> Result<(CivilTime, Option<Offset>, &'a str), TimeError> {
    let Bound { time, offset, zone, .. } = bound(scan)?;
    let offset = match offset {
        None => None,
        Some(OffsetText::Local(offset)) => Some(offset),
        Some(OffsetText::Utc) => return Err(TimeError::NotAPlan),
    };
    match (time, zone) {
        (Some((civil, 0, _)), Some(Place { name: PlaceName::Iana(name), .. })) => Ok((civil, offset, name)),
        _ => Err(TimeError::NotAPlan),
    }
}
