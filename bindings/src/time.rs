//! Civil times and zones: what a time on the wall is, and plans that other rules moved.

use diary_core::time::{
    CivilTime, Instant, Moved, Occurrence, Plan, Resolution, Zone, ZonedTime, moved, resolve,
};
use diary_host::zones;

use crate::error::DiaryError;
use crate::guard::guarded;
use crate::household::Household;
use crate::moment::{CivilParts, WhichOfTwo};

/// A civil time with its instant.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PlacedTime {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub instant_ms: i64,
    /// What the clock on the wall shows, `2026-10-25T01:30:00`.
    pub civil: String,
    /// The same in parts.
    pub parts: CivilParts,
    /// Seconds east of UTC.
    pub offset_s: i32,
}

impl PlacedTime {
    fn of(time: ZonedTime) -> Self {
        Self {
            instant_ms: time.instant.as_millis(),
            civil: time.civil.to_string(),
            parts: CivilParts::of(time.civil),
            offset_s: time.offset.seconds(),
        }
    }
}

/// What a civil time in a zone is.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum ResolvedTime {
    /// It comes once.
    Once {
        /// When.
        at: PlacedTime,
    },
    /// The clocks go forward over it: it does not exist, and a person has to choose a neighbour.
    Skipped {
        /// The neighbour before.
        before: PlacedTime,
        /// The neighbour after.
        after: PlacedTime,
    },
    /// The clocks go back over it: it comes twice, and a person has to choose.
    Twice {
        /// The first.
        first: PlacedTime,
        /// The second.
        second: PlacedTime,
    },
}

/// What a civil time, `2026-10-25T01:30`, is in a zone.
///
/// # Errors
/// [`DiaryError::Invalid`] for what is no time, or no zone of the database.
#[uniffi::export]
pub fn resolve_civil(civil: String, zone: String) -> Result<ResolvedTime, DiaryError> {
    guarded(|| {
        let civil: CivilTime = civil.parse()?;
        Ok(match resolve(civil, &zones().find(&zone)?)? {
            Resolution::Unique(at) => ResolvedTime::Once { at: PlacedTime::of(at) },
            Resolution::Gap { before_gap, after_gap } => {
                ResolvedTime::Skipped { before: PlacedTime::of(before_gap), after: PlacedTime::of(after_gap) }
            }
            Resolution::Overlap { first, second } => {
                ResolvedTime::Twice { first: PlacedTime::of(first), second: PlacedTime::of(second) }
            }
        })
    })
}

/// What the clocks of a zone show at an instant.
///
/// # Errors
/// As [`resolve_civil`].
#[uniffi::export]
pub fn civil_at(instant_ms: i64, zone: String) -> Result<PlacedTime, DiaryError> {
    guarded(|| {
        let zone: Zone = zones().find(&zone)?;
        Ok(PlacedTime::of(ZonedTime::at(Instant::from_millis(instant_ms)?, &zone)))
    })
}

/// The names of all zones, as the IANA database spells them.
///
/// # Errors
/// None that a caller can cause.
#[uniffi::export]
pub fn zone_names() -> Result<Vec<String>, DiaryError> {
    guarded(|| Ok(zones().names().map(str::to_owned).collect()))
}

/// The release of the zone database in use: `2025b`.
///
/// # Errors
/// None that a caller can cause.
#[uniffi::export]
pub fn zone_database() -> Result<String, DiaryError> {
    guarded(|| Ok(zones().version().to_owned()))
}

/// An appointment: a civil time in a zone, and the instant that the rules make of it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PlannedTime {
    /// What was agreed, `2026-10-25T08:30:00`; it never changes by itself.
    pub civil: String,
    /// Where.
    pub zone: String,
    /// What the rules make of it, a stable word: `settled`, `ambiguous`, `skipped`, `no-rules`.
    pub standing: String,
    /// When it is; none while the rules have no instant for it.
    pub at: Option<PlacedTime>,
    /// The release of the rules.
    pub database: String,
    /// The same as bytes to keep, for [`plans_moved`] once another release is in use.
    pub kept: Vec<u8>,
}

/// What another release of the rules did to an appointment; its civil time is as it was.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PlanMoved {
    /// Which of those handed in, from 0.
    pub index: u32,
    /// Why, a stable word: `rules-changed`, `skipped`, `twice`, `no-longer-skipped`, `no-rules`, `rules-found`.
    pub why: String,
    /// When it was before.
    pub before: Option<PlacedTime>,
    /// When it is now.
    pub now: Option<PlacedTime>,
    /// The two times to choose from, where a person is to be asked.
    pub choices: Vec<PlacedTime>,
}

/// What the release in use makes of appointments that were kept.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PlansRenewed {
    /// All of them as they are now, in their order: keep these.
    pub plans: Vec<PlannedTime>,
    /// Those that moved: tell the person.
    pub moved: Vec<PlanMoved>,
}

impl PlannedTime {
    fn of(plan: &Plan) -> Self {
        // Writing into memory fails nowhere.
        let kept = minicbor::to_vec(plan).unwrap_or_default();
        Self {
            civil: plan.civil().to_string(),
            zone: plan.zone().to_string(),
            standing: plan.standing().code().to_owned(),
            at: plan.at().map(PlacedTime::of),
            database: plan.database().to_owned(),
            kept,
        }
    }
}

/// What the release in use makes of appointments, each as [`PlannedTime::kept`] has it.
///
/// # Errors
/// [`DiaryError::Invalid`] for bytes that are none of an appointment.
#[uniffi::export]
pub fn plans_moved(kept: Vec<Vec<u8>>) -> Result<PlansRenewed, DiaryError> {
    guarded(|| {
        let plans = kept.iter().zip(0_u32..).map(|(bytes, index)| {
            let plan = minicbor::decode::<Plan>(bytes);
            Ok((index, plan.map_err(|_| DiaryError::invalid("these are no bytes of an appointment"))?))
        });
        let renewed = moved(plans.collect::<Result<Vec<_>, DiaryError>>()?, &zones());
        let plan_moved = |(index, moved): &(u32, Moved)| PlanMoved {
            index: *index,
            why: moved.why.code().to_owned(),
            before: moved.old.map(PlacedTime::of),
            now: moved.new.map(PlacedTime::of),
            choices: moved.why.choices().into_iter().flatten().map(PlacedTime::of).collect(),
        };
        Ok(PlansRenewed {
            plans: renewed.plans.iter().map(|(_, plan)| PlannedTime::of(plan)).collect(),
            moved: renewed.moved.iter().map(plan_moved).collect(),
        })
    })
}

/// An appointment for a civil time in a zone.
///
/// # Errors
/// [`DiaryError::Invalid`] where the clocks go forward over it, where it comes twice and `which` says to ask, or for no zone.
#[uniffi::export]
pub fn plan(civil: String, zone: String, which: WhichOfTwo) -> Result<PlannedTime, DiaryError> {
    guarded(|| {
        let plan = Plan::new(civil.parse()?, &zones().find(&zone)?, Occurrence::from(which))?;
        Ok(PlannedTime::of(&plan))
    })
}

#[uniffi::export]
impl Household {
    /// Notes in which zone the phone is, where that changed: call it at a start and at the system's change of zone.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn sight(&self) -> Result<(), DiaryError> {
        self.held.with(|core| Ok(core.sight()?))
    }

    /// In which zones the phone was, the earliest first.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn zone_history(&self) -> Result<Vec<ZoneSighting>, DiaryError> {
        self.held.with(|core| {
            let history = core.zone_history()?;
            let sightings = history.sightings().iter().map(|sighting| ZoneSighting {
                at_ms: sighting.instant.as_millis(),
                zone: sighting.zone.to_string(),
                evidence: sighting.evidence.code().to_owned(),
            });
            Ok(sightings.collect())
        })
    }
}

/// In which zone the phone was.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ZoneSighting {
    /// When, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// Where.
    pub zone: String,
    /// How that is known, a stable word.
    pub evidence: String,
}
