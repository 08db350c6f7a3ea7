//! What another zone database does to plans.

use super::{Plan, Standing};
use crate::time::{Resolution, Zone, ZonedTime, Zones, resolve};

/// What another database did to one plan; its civil time is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// The instant before, where there was one.
    pub old: Option<ZonedTime>,
    /// The instant now, where there is one.
    pub new: Option<ZonedTime>,
    /// Why.
    pub why: Why,
}

/// Why a plan moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Another offset holds at that time: another instant.
    RulesChanged,
    /// The clocks now go forward over it: no instant until a person chooses, one of these for example.
    Skipped {
        /// The neighbour before the gap.
        before: ZonedTime,
        /// The neighbour after the gap.
        after: ZonedTime,
    },
    /// The clocks now go back over it; the one nearest to the old instant was taken, and a person may choose the other.
    Twice {
        /// The earlier instant.
        first: ZonedTime,
        /// The later instant.
        second: ZonedTime,
    },
    /// The clocks do not go forward over it any more.
    NoLongerSkipped,
    /// The database has no rules for its zone.
    NoRules,
    /// The database has rules for its zone, and the one before had none.
    RulesFound,
}

impl Why {
    /// The code that programs read: `rules-changed`, `skipped`, `twice`, `no-longer-skipped`, `no-rules`, `rules-found`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::RulesChanged => "rules-changed",
            Self::Skipped { .. } => "skipped",
            Self::Twice { .. } => "twice",
            Self::NoLongerSkipped => "no-longer-skipped",
            Self::NoRules => "no-rules",
            Self::RulesFound => "rules-found",
        }
    }

    /// The times to choose from, where a person is asked: both neighbours of a gap, or both of an overlap.
    pub const fn choices(self) -> Option<[ZonedTime; 2]> {
        match self {
            Self::Skipped { before: one, after: other } | Self::Twice { first: one, second: other } => {
                Some([one, other])
            }
            _ => None,
        }
    }
}

impl Plan {
    /// The plan under another database, and what that did to it; nothing, as a rule, but a newer release beside it.
    pub fn under(&self, zones: &Zones) -> (Self, Option<Moved>) {
        let zone = zones.find(self.zone.as_str()).ok();
        let resolution = zone.as_ref().and_then(|zone| resolve(self.civil, zone).ok());
        let database = zone.as_ref().map_or_else(|| zones.version().into(), Zone::to_database);
        let plan = self.settled_by(resolution, database);
        let (old, new) = (self.at(), plan.at());
        let why = match (resolution, self.standing, plan.standing) {
            (_, before, Standing::NoRules) => (before != Standing::NoRules).then_some(Why::NoRules),
            (Some(Resolution::Gap { before_gap, after_gap }), before, _) => {
                let skipped = Why::Skipped { before: before_gap, after: after_gap };
                (before != Standing::Skipped).then_some(skipped)
            }
            (Some(Resolution::Overlap { first, second }), before, Standing::Ambiguous) => {
                (before != Standing::Ambiguous || old != new).then_some(Why::Twice { first, second })
            }
            _ if old == new => None,
            (_, Standing::Skipped, _) => Some(Why::NoLongerSkipped),
            (_, Standing::NoRules, _) => Some(Why::RulesFound),
            _ => Some(Why::RulesChanged),
        };
        (plan, why.map(|why| Moved { old, new, why }))
    }
}

/// Plans under another database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewal<Id> {
    /// Every plan, in the order given, as the rules in use resolve it.
    pub plans: Vec<(Id, Plan)>,
    /// What moved, in the same order.
    pub moved: Vec<(Id, Moved)>,
}

/// Resolves every plan anew, each with what its owner calls it by, and lists what moved.
///
/// A plan that did not move is renewed as well: its release is that of the rules in use.
pub fn moved<Id: Clone>(plans: impl IntoIterator<Item = (Id, Plan)>, zones: &Zones) -> Renewal<Id> {
    let mut renewal = Renewal { plans: Vec::new(), moved: Vec::new() };
    for (id, plan) in plans {
        let (plan, moved) = plan.under(zones);
        renewal.moved.extend(moved.map(|moved| (id.clone(), moved)));
        renewal.plans.push((id, plan));
    }
    renewal
}
