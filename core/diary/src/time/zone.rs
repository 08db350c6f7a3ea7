//! Places and their rules.

use core::{fmt, str::FromStr};

use chrono::{Offset as _, TimeZone as _};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::{CivilTime, Instant, Offset, TimeError, rfc9557::is_zone_name, suggest::nearest_names};

/// The release of the IANA time zone database that this build carries, for example `2025b`.
///
/// Its rules reach to the year 2099; later instants keep the last offset.
pub const fn database_version() -> &'static str {
    chrono_tz::IANA_TZDB_VERSION
}

/// The name of a zone as it was written down, whether or not this build knows it.
///
/// What was recorded under a name that the database later drops stays readable under that name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ZoneName(pub(super) String);

impl ZoneName {
    /// The name that a phone gives: as the database spells it where it is known there, as given where it could be a
    /// zone of a later database, and `Unknown` where it is no zone's name at all.
    pub fn told(name: &str) -> Self {
        match Zone::parse(name) {
            Ok(zone) => zone.to_name(),
            Err(_) if is_zone_name(name) => Self(name.to_owned()),
            Err(_) => Self("Unknown".to_owned()),
        }
    }

    /// The name, for example `Europe/London`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A zone of the IANA database that this build knows, old names (`Europe/Kiev`) included.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

impl Zone {
    /// Finds a zone by its IANA name, whatever the case of its letters.
    ///
    /// # Errors
    /// [`TimeError::UnknownZone`] with up to three of the nearest names.
    pub fn parse(name: &str) -> Result<Self, TimeError> {
        name.parse()
            .ok()
            .or_else(|| TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(name)).copied())
            .map(Self)
            .ok_or_else(|| TimeError::UnknownZone {
                suggestions: nearest_names(name, TZ_VARIANTS.iter().map(|zone| zone.name())),
            })
    }

    /// Every zone of the database, sorted by name.
    pub fn all() -> impl Iterator<Item = Self> {
        TZ_VARIANTS.iter().copied().map(Self)
    }

    /// The IANA name, spelled as the database spells it.
    pub fn name(&self) -> &'static str {
        self.0.name()
    }

    /// The name, as it is stored.
    pub fn to_name(&self) -> ZoneName {
        ZoneName(self.name().to_owned())
    }

    /// The offset that holds here at this instant.
    pub fn offset_at(&self, instant: Instant) -> Offset {
        let seconds = self.0.offset_from_utc_datetime(&instant.civil_with(0).naive()).fix().local_minus_utc();
        Offset::from_seconds(seconds).unwrap_or(Offset::UTC)
    }

    /// What the clock on the wall shows here at this instant, cut to the second.
    pub fn civil_at(&self, instant: Instant) -> CivilTime {
        instant.civil_with(self.offset_at(instant).seconds().into())
    }

    pub(super) const fn rules(&self) -> Tz {
        self.0
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Zone {
    type Err = TimeError;

    fn from_str(name: &str) -> Result<Self, TimeError> {
        Self::parse(name)
    }
}
