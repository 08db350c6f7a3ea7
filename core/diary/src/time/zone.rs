//! Places and their rules.

use core::fmt;
use std::sync::Arc;

use chrono_tz::Tz;

use super::{
    CivilTime, Instant, Offset, TimeError, Zones,
    changes::{Changes, built_in_at},
    scan::is_zone_name,
    shared::Shared,
    zones::built_in_release,
};

/// The name of a zone as it was written down, whether or not a database knows it.
///
/// What was recorded under a name that the database later drops stays readable under that name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ZoneName(pub(super) Shared);

impl ZoneName {
    /// The name that a phone gives: as the database spells it where it is known there, as given where it could be a
    /// zone of a later database, and `Unknown` where it is no zone's name at all.
    pub fn told(name: &str, zones: &Zones) -> Self {
        match zones.find(name) {
            Ok(zone) => zone.to_name(),
            Err(_) if is_zone_name(name) => Self(name.into()),
            Err(_) => Self("Unknown".into()),
        }
    }

    /// The name, for example `Europe/London`.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for ZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One place: its name, its rules, and the release of the database that they came from.
///
/// Found by [`Zones::find`], old names (`Europe/Kiev`) included.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Zone {
    name: ZoneName,
    database: Shared,
    rules: Rules,
}

/// Where the rules of a zone are.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Rules {
    BuiltIn(Tz),
    HandedIn(Arc<Changes>),
}

impl Zone {
    pub(super) const fn new(name: ZoneName, database: Shared, rules: Rules) -> Self {
        Self { name, database, rules }
    }

    pub(super) fn built_in(rules: Tz) -> Self {
        Self::new(ZoneName(rules.name().into()), built_in_release(), Rules::BuiltIn(rules))
    }

    /// Short for [`Zones::built_in`] and [`Zones::find`], where no newer database can be in use: tests and benches.
    ///
    /// # Errors
    /// As [`Zones::find`].
    pub fn parse(name: &str) -> Result<Self, TimeError> {
        Zones::built_in().find(name)
    }

    /// The IANA name, spelled as the database spells it.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The release of the database that the rules came from, for example `2025b`.
    pub fn database(&self) -> &str {
        self.database.as_str()
    }

    pub(super) fn to_database(&self) -> Shared {
        self.database.clone()
    }

    /// The name, as it is stored.
    pub fn to_name(&self) -> ZoneName {
        self.name.clone()
    }

    /// The offset that holds here at this instant.
    pub fn offset_at(&self, instant: Instant) -> Offset {
        let seconds = instant.as_millis().div_euclid(1000);
        match &self.rules {
            Rules::BuiltIn(rules) => built_in_at(*rules, seconds),
            Rules::HandedIn(changes) => changes.at(seconds),
        }
    }

    /// What the clock on the wall shows here at this instant, cut to the second.
    pub fn civil_at(&self, instant: Instant) -> CivilTime {
        instant.civil_with(self.offset_at(instant).seconds().into())
    }

    pub(super) const fn rules(&self) -> &Rules {
        &self.rules
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
