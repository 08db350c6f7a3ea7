//! Where the phone was, its zones looked up once.

use std::collections::BTreeMap;

use super::super::{Evidence, Instant, Mark, Moment, Zone, ZoneHistory, ZoneName, Zones, shared::Shared};

/// A phone's zone history, with the rules of its zones.
#[derive(Debug)]
pub(super) struct Phone<'a> {
    history: &'a ZoneHistory,
    /// The rules of each sighting's zone, where the database knows it.
    zones: Vec<Option<Zone>>,
    /// The same, each once.
    seen: Vec<Zone>,
    /// The release of the database that was asked.
    release: Shared,
}

/// Where the phone was at an instant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whereabouts<'a> {
    pub(super) name: &'a ZoneName,
    pub(super) zone: Option<&'a Zone>,
    pub(super) evidence: Evidence,
    /// The next sighting's, where it is another: the phone may have been there already.
    pub(super) other: Option<(&'a ZoneName, Option<&'a Zone>)>,
}

impl<'a> Phone<'a> {
    pub(super) fn of(history: &'a ZoneHistory, database: &Zones) -> Self {
        let mut known: BTreeMap<&ZoneName, Option<Zone>> = BTreeMap::new();
        let zones = history
            .sightings()
            .iter()
            .map(|seen| {
                known.entry(&seen.zone).or_insert_with(|| database.find(seen.zone.as_str()).ok()).clone()
            })
            .collect();
        let seen = known.into_values().flatten().collect();
        Self { history, zones, seen, release: database.version().into() }
    }

    pub(super) fn at(&self, instant: Instant) -> Option<Whereabouts<'_>> {
        let around = self.history.around(instant)?;
        let seen = |place: usize| {
            let name = &self.history.sightings().get(place)?.zone;
            Some((name, self.zones.get(place).and_then(Option::as_ref)))
        };
        let (name, zone) = seen(around.last)?;
        Some(Whereabouts { name, zone, evidence: around.evidence, other: around.other.and_then(seen) })
    }

    pub(super) fn zone_at(&self, instant: Instant) -> Option<&Zone> {
        self.at(instant)?.zone
    }

    /// Every zone in which the phone was seen, each once.
    pub(super) fn seen(&self) -> &[Zone] {
        &self.seen
    }

    /// The instant as the wall clock showed it where the phone was.
    pub(super) fn moment_at(&self, instant: Instant) -> Moment {
        let Some(at) = self.at(instant) else {
            return Moment::at_unplaced(instant, Evidence::Unknown);
        };
        let mut moment = match at.zone {
            Some(zone) => Moment::at(instant, zone, at.evidence),
            None => Moment {
                zone: Some(at.name.clone()),
                marks: [Mark::UnknownZone].into(),
                database: self.release.clone(),
                ..Moment::at_unplaced(instant, at.evidence)
            },
        };
        moment.other_zone = at.other.map(|(name, _)| name.clone());
        moment
    }

    /// A span, with its wall clocks only if the phone stayed in one zone for all of it.
    pub(super) fn moment_within(&self, earliest: Option<Instant>, latest: Instant) -> Moment {
        let stay = earliest.and_then(|earliest| self.history.stay(earliest, latest));
        let zone = earliest.filter(|_| stay.is_some()).and_then(|earliest| self.zone_at(earliest));
        let evidence = match (&stay, zone) {
            (Some(guess), Some(_)) => guess.evidence,
            _ => Evidence::Unknown,
        };
        Moment::between(earliest.unwrap_or(Instant::MIN), latest, zone, evidence)
    }
}
