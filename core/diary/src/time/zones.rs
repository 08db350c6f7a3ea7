//! The zone database in use.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use chrono_tz::{TZ_VARIANTS, Tz};

use super::{TimeError, Zone, ZoneDatabase, database::Release, shared::Shared, suggest::nearest_names};

/// The release that this build carries.
const BUILT_IN_RELEASE: &str = chrono_tz::IANA_TZDB_VERSION;

/// The release that this build carries, as it is stored.
pub(super) fn built_in_release() -> Shared {
    static RELEASE: LazyLock<Shared> = LazyLock::new(|| BUILT_IN_RELEASE.into());
    RELEASE.clone()
}

/// The IANA time zone database in use; cheap to clone.
///
/// The one that this build carries, or a newer one that the phone handed in, with the build's own behind it: a name
/// that the newer one has no more still has its rules. All rules reach to the year 2099; later instants keep the last
/// offset.
#[derive(Debug, Clone, Default)]
pub struct Zones {
    handed_in: Option<Arc<ZoneDatabase>>,
    /// Only what was handed in counts.
    alone: bool,
}

impl Zones {
    /// The database that this build carries.
    pub const fn built_in() -> Self {
        Self { handed_in: None, alone: false }
    }

    /// The newer of the two: the one handed in, with the build's own for the zones that it lacks or has damaged; or the
    /// build's own alone, where the one handed in is of its release or an older one.
    pub fn newest(handed_in: ZoneDatabase) -> Self {
        match Release::parse(BUILT_IN_RELEASE) {
            Ok(own) if *handed_in.release() <= own => Self::built_in(),
            _ => Self { handed_in: Some(Arc::new(handed_in)), alone: false },
        }
    }

    /// Exactly what was handed in, older or newer, and nothing behind it: for comparing releases.
    pub fn exactly(handed_in: ZoneDatabase) -> Self {
        Self { handed_in: Some(Arc::new(handed_in)), alone: true }
    }

    /// The release, for example `2025b`.
    pub fn version(&self) -> &str {
        self.handed_in.as_ref().map_or(BUILT_IN_RELEASE, |handed_in| handed_in.version())
    }

    /// Finds a zone by its IANA name, whatever the case of its letters.
    ///
    /// # Errors
    /// [`TimeError::UnknownZone`] with up to three of the nearest names; [`TimeError::ZoneData`] where the zone's data
    /// were handed in damaged and nothing is behind them.
    pub fn find(&self, name: &str) -> Result<Zone, TimeError> {
        let handed_in = self.handed_in.as_ref().and_then(|handed_in| handed_in.find(name));
        let built_in = || built_in_named(name).filter(|_| !self.alone);
        match handed_in {
            Some(Ok(zone)) => Ok(zone),
            Some(Err(error)) => built_in().map(Zone::built_in).ok_or(TimeError::ZoneData(error)),
            None => built_in()
                .map(Zone::built_in)
                .ok_or_else(|| TimeError::UnknownZone { suggestions: nearest_names(name, self.names()) }),
        }
    }

    /// The name of every zone, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let own = TZ_VARIANTS.iter().map(|zone| zone.name()).filter(|_| !self.alone);
        let handed_in = self.handed_in.iter().flat_map(|handed_in| handed_in.names());
        own.chain(handed_in).collect::<BTreeSet<_>>().into_iter()
    }

    /// Every zone that can be read, sorted by name.
    pub fn all(&self) -> impl Iterator<Item = Zone> {
        self.names().filter_map(|name| self.find(name).ok())
    }
}

/// The build's own rules under a name, whatever the case of its letters.
pub(super) fn built_in_named(name: &str) -> Option<Tz> {
    name.parse()
        .ok()
        .or_else(|| TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(name)).copied())
}
