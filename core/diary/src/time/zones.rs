//! The zone database in use.

use chrono_tz::{TZ_VARIANTS, Tz};

use super::{TimeError, Zone, suggest::nearest_names};

/// The release that this build carries.
pub(super) const BUILT_IN_RELEASE: &str = chrono_tz::IANA_TZDB_VERSION;

/// The IANA time zone database in use; cheap to clone.
///
/// Rules reach to the year 2099; later instants keep the last offset.
#[derive(Debug, Clone, Default)]
pub struct Zones {
    _private: (),
}

impl Zones {
    /// The database that this build carries.
    pub const fn built_in() -> Self {
        Self { _private: () }
    }

    /// The release, for example `2025b`.
    pub const fn version(&self) -> &str {
        BUILT_IN_RELEASE
    }

    /// Finds a zone by its IANA name, whatever the case of its letters.
    ///
    /// # Errors
    /// [`TimeError::UnknownZone`] with up to three of the nearest names.
    pub fn find(&self, name: &str) -> Result<Zone, TimeError> {
        built_in(name)
            .map(Zone::built_in)
            .ok_or_else(|| TimeError::UnknownZone { suggestions: nearest_names(name, self.names()) })
    }

    /// The name of every zone, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        TZ_VARIANTS.iter().map(|zone| zone.name())
    }

    /// Every zone, sorted by name.
    pub fn all(&self) -> impl Iterator<Item = Zone> {
        self.names().filter_map(|name| self.find(name).ok())
    }
}

fn built_in(name: &str) -> Option<Tz> {
    name.parse()
        .ok()
        .or_else(|| TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(name)).copied())
}
