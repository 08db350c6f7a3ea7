//! Where the phone was, as a witness to the zone it is set to.
//!
//! A position becomes zones on the device and is gone; what is left says whether the phone's zone can be right. That is
//! shown to the person and never applied: no moment changes its zone because of it. Without the cargo feature `location`
//! only [`Witness::from_zones`] makes one, for an app whose system knows the zone of a place.

#[cfg(feature = "location")]
mod boundaries;
#[cfg(feature = "location")]
mod position;

#[cfg(feature = "location")]
pub use position::Position;

use super::{Instant, Offset, Zone, ZoneName, Zones};

/// The zones that a position may lie in, after the position is gone.
///
/// More than one near a border, and where two clocks are kept in one place (Ürümqi).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    zones: Vec<ZoneName>,
}

/// What a witness says about the zone that a phone is set to.
///
/// Where several zones are possible, the one that speaks for the phone counts: a doubt is no accusation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The phone's zone, or another name of it, is possible here.
    SameZone,
    /// The phone's zone is not, but the clocks of a possible one show the same time at that instant.
    SameTime {
        /// The zones that do.
        zones: Vec<ZoneName>,
    },
    /// Every possible zone shows another time at that instant.
    Differs {
        /// The possible zones with their offsets, the most likely first.
        zones: Vec<(ZoneName, Offset)>,
    },
    /// No zone is known there, as on the open sea, or one that the database does not have.
    Unknown,
}

impl Witness {
    /// The witness for these zones, the most likely first; for a source of positions outside this core.
    ///
    /// The zones of the open sea (`Etc/GMT+5`) are left out: they follow from the longitude, and no clock on a wall
    /// follows them.
    pub fn from_zones(names: impl IntoIterator<Item = ZoneName>) -> Self {
        let mut zones = Vec::new();
        for name in names {
            if !name.as_str().starts_with("Etc/") && !zones.contains(&name) {
                zones.push(name);
            }
        }
        Self { zones }
    }

    /// The possible zones: first those of the position itself, then those of its surroundings.
    pub fn zones(&self) -> &[ZoneName] {
        &self.zones
    }

    /// What this says about a phone that was set to `phone` at this instant, by the rules of this database.
    pub fn verdict(&self, phone: &Zone, instant: Instant, zones: &Zones) -> Verdict {
        let known: Vec<Zone> = self.zones.iter().filter_map(|name| zones.find(name.as_str()).ok()).collect();
        if known.iter().any(|zone| is_one_zone(zone, phone)) {
            return Verdict::SameZone;
        }
        let here = phone.offset_at(instant);
        let possible: Vec<(ZoneName, Offset)> =
            known.iter().map(|zone| (zone.to_name(), zone.offset_at(instant))).collect();
        let same: Vec<ZoneName> =
            possible.iter().filter(|(_, offset)| *offset == here).map(|(name, _)| name.clone()).collect();
        if !same.is_empty() {
            return Verdict::SameTime { zones: same };
        }
        // One zone without rules may be the one that speaks for the phone.
        if possible.is_empty() || possible.len() < self.zones.len() {
            Verdict::Unknown
        } else {
            Verdict::Differs { zones: possible }
        }
    }
}

const DAY_MS: i64 = 86_400_000;
/// 1840-01-01 in days since 1970-01-01: every place still keeps its own solar time, to the second.
const FIRST_DAY: i64 = -47_482;
/// 2038-01-01 likewise: from there on the rules repeat.
const LAST_DAY: i64 = 24_837;

/// Whether two names stand for one zone: their clocks agree, looked at every four weeks from 1840 to 2037.
///
/// Links are not told by the source of the rules, and no list of them is kept here. `tests/zones` holds this against the
/// database's own list: it finds the same links and no more, but for UTC and GMT, which are one here.
fn is_one_zone(one: &Zone, other: &Zone) -> bool {
    one == other
        || (FIRST_DAY..LAST_DAY)
            .step_by(28)
            .map(|day| Instant::from_millis(day * DAY_MS))
            .all(|then| then.is_ok_and(|then| one.offset_at(then) == other.offset_at(then)))
}

#[cfg(test)]
mod tests;
