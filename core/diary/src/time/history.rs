//! In which zone the phone was.

use minicbor::{Decode, Encode};

use super::{Evidence, Instant, ZoneName};

/// The phone was in this zone at this instant: noted at start, wake, sync and change of zone.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Sighting {
    /// When.
    #[n(0)]
    pub instant: Instant,
    /// Where.
    #[n(1)]
    pub zone: ZoneName,
    /// How the zone is known.
    #[n(2)]
    pub evidence: Evidence,
}

/// Where the phone was at some instant, as far as the sightings tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneGuess {
    /// The zone of the last sighting up to that instant; before the first one, the first one's.
    pub zone: ZoneName,
    /// How that sighting knew; [`Evidence::Unknown`] before the first.
    pub evidence: Evidence,
    /// The sightings on both sides agree, or nothing came after.
    pub certain: bool,
    /// The next sighting's zone, where it is another: the phone may have been there already.
    pub other: Option<ZoneName>,
}

/// A [`ZoneGuess`] by the places of sightings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    pub(super) last: usize,
    pub(super) evidence: Evidence,
    pub(super) certain: bool,
    pub(super) other: Option<usize>,
}

/// The sightings of one phone, sorted by instant.
///
/// Grows with journeys, not with days: of a run of equal sightings only the first and the last are kept. Told in
/// order, that changes no answer; a sighting told late can make an answer less certain, never another.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub struct ZoneHistory {
    #[n(0)]
    sightings: Vec<Sighting>,
}

impl ZoneHistory {
    /// A history without a sighting.
    pub const fn new() -> Self {
        Self { sightings: Vec::new() }
    }

    /// Adds a sighting, at its place in time; of two at one instant the later told stays.
    pub fn record(&mut self, sighting: Sighting) {
        let same =
            |one: &Sighting, other: &Sighting| one.zone == other.zone && one.evidence == other.evidence;
        let place = self.sightings.partition_point(|known| known.instant < sighting.instant);
        match self.sightings.get_mut(place) {
            Some(known) if known.instant == sighting.instant => *known = sighting,
            _ => self.sightings.insert(place, sighting),
        }
        // Only the new one and its neighbours can have become the inside of a run.
        for inside in [place + 1, place, place.saturating_sub(1)] {
            let inner = match (
                inside.checked_sub(1).and_then(|before| self.sightings.get(before)),
                self.sightings.get(inside),
                self.sightings.get(inside + 1),
            ) {
                (Some(before), Some(it), Some(after)) => same(before, it) && same(it, after),
                _ => false,
            };
            if inner {
                self.sightings.remove(inside);
            }
        }
    }

    /// The sightings kept, oldest first.
    pub fn sightings(&self) -> &[Sighting] {
        &self.sightings
    }

    /// Where the phone was; `None` only while there is no sighting at all.
    pub fn zone_at(&self, instant: Instant) -> Option<ZoneGuess> {
        let around = self.around(instant)?;
        let zone = |place: usize| self.sightings.get(place).map(|known| known.zone.clone());
        Some(ZoneGuess {
            zone: zone(around.last)?,
            evidence: around.evidence,
            certain: around.certain,
            other: around.other.and_then(zone),
        })
    }

    /// As [`ZoneHistory::zone_at`], by the sightings' places.
    pub(super) fn around(&self, instant: Instant) -> Option<Around> {
        let next = self.sightings.partition_point(|known| known.instant <= instant);
        let after = self.sightings.get(next);
        let Some((place, last)) =
            next.checked_sub(1).and_then(|place| Some((place, self.sightings.get(place)?)))
        else {
            let first = Around { last: next, evidence: Evidence::Unknown, certain: false, other: None };
            return after.map(|_| first);
        };
        let other = after.filter(|after| after.zone != last.zone && last.instant != instant).map(|_| next);
        Some(Around { last: place, evidence: last.evidence, certain: other.is_none(), other })
    }

    /// The zone that the phone never left from one instant to another, as far as the sightings tell.
    pub(super) fn stay(&self, from: Instant, to: Instant) -> Option<ZoneGuess> {
        let start = self.zone_at(from)?;
        let seen = |known: &&Sighting| known.instant > from && known.instant <= to;
        let left = self.sightings.iter().filter(seen).any(|known| known.zone != start.zone);
        let leaving = self.zone_at(to).is_some_and(|end| !end.certain);
        (!left && !leaving).then_some(start)
    }
}

impl FromIterator<Sighting> for ZoneHistory {
    fn from_iter<I: IntoIterator<Item = Sighting>>(sightings: I) -> Self {
        // Told in order, each has its place at the end.
        let mut sightings: Vec<Sighting> = sightings.into_iter().collect();
        sightings.sort_by_key(|sighting| sighting.instant);
        let mut history = Self::new();
        for sighting in sightings {
            history.record(sighting);
        }
        history
    }
}
