//! A zone database that the phone hands in, newer than the build's own perhaps.
//!
//! Three forms, because systems differ in what they give: compiled files, one a zone; Android's packed file; a list of
//! changes. A zone is read when it is first asked for, so that opening costs what the zones in use cost.

mod android;
mod error;
mod listed;
mod release;
mod tzif;

use core::{fmt, ops::Range};
use std::collections::{BTreeMap, btree_map};
use std::sync::{Arc, OnceLock};

pub use error::ZoneDataError;
pub use listed::ListedZone;
pub(super) use release::Release;

use super::{Zone, ZoneName, scan::is_zone_name, shared::Shared, zone::Rules, zones::built_in_named};

/// Zones, links counted: a release has about 600.
const MOST: usize = 5000;

/// A zone database that was handed in: a release, and its zones.
pub struct ZoneDatabase {
    release: Release,
    /// The same, as moments store it.
    shared_release: Shared,
    /// By name in small letters.
    zones: BTreeMap<String, Entry>,
    /// The packed file, where it came as one.
    packed: Vec<u8>,
}

/// One zone as it came, and once it was asked for, as it was read.
struct Entry {
    name: String,
    data: Data,
    read: OnceLock<Result<Zone, ZoneDataError>>,
}

enum Data {
    Tzif(Vec<u8>),
    Packed(Range<usize>),
    Listed(ListedZone),
}

impl ZoneDatabase {
    /// A database of compiled zone files (TZif, RFC 9636), each with its name, as `/usr/share/zoneinfo` has them.
    ///
    /// `release` is the release that the files are of, for example `2025b`.
    ///
    /// # Errors
    /// [`ZoneDataError`] for the release, for names, for a file that does not begin as TZif does. What is wrong further
    /// inside a file shows when its zone is asked for; [`ZoneDatabase::check`] asks for all.
    pub fn from_tzif(
        release: &str,
        zones: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> Result<Self, ZoneDataError> {
        let release = Release::parse(release)?;
        Self::new(release, Vec::new(), zones.into_iter().map(|(name, bytes)| Ok((name, Data::Tzif(bytes)))))
    }

    /// Android's packed file, `tzdata`, whole; its release stands in it.
    ///
    /// # Errors
    /// As [`ZoneDatabase::from_tzif`].
    pub fn from_android(file: Vec<u8>) -> Result<Self, ZoneDataError> {
        let (release, index) = android::index(&file)?;
        Self::new(release, file, index.into_iter().map(|(name, range)| Ok((name, Data::Packed(range)))))
    }

    /// A database of lists of changes.
    ///
    /// # Errors
    /// [`ZoneDataError`] for the release, for names, and for a list that is not sorted.
    pub fn from_lists(
        release: &str,
        zones: impl IntoIterator<Item = ListedZone>,
    ) -> Result<Self, ZoneDataError> {
        let checked = |zone: ListedZone| zone.check().map(|()| (zone.name.clone(), Data::Listed(zone)));
        Self::new(Release::parse(release)?, Vec::new(), zones.into_iter().map(checked))
    }

    fn new(
        release: Release,
        packed: Vec<u8>,
        zones: impl Iterator<Item = Result<(String, Data), ZoneDataError>>,
    ) -> Result<Self, ZoneDataError> {
        let shared_release = release.as_str().into();
        let mut database = Self { release, shared_release, zones: BTreeMap::new(), packed };
        for zone in zones {
            let (name, data) = zone?;
            if !is_zone_name(&name) {
                return Err(ZoneDataError::NotAName);
            }
            if database.bytes(&data).is_some_and(|bytes| !bytes.starts_with(b"TZif")) {
                return Err(ZoneDataError::NotTzif);
            }
            if database.zones.len() == MOST {
                return Err(ZoneDataError::TooLarge);
            }
            match database.zones.entry(name.to_ascii_lowercase()) {
                btree_map::Entry::Occupied(_) => return Err(ZoneDataError::Repeated),
                btree_map::Entry::Vacant(place) => {
                    place.insert(Entry { name, data, read: OnceLock::new() });
                }
            }
        }
        if database.zones.is_empty() { Err(ZoneDataError::Empty) } else { Ok(database) }
    }

    fn bytes<'a>(&'a self, data: &'a Data) -> Option<&'a [u8]> {
        match data {
            Data::Tzif(bytes) => Some(bytes),
            Data::Packed(range) => Some(self.packed.get(range.clone()).unwrap_or_default()),
            Data::Listed(_) => None,
        }
    }

    /// The release, for example `2025b`.
    pub fn version(&self) -> &str {
        self.release.as_str()
    }

    pub(super) const fn release(&self) -> &Release {
        &self.release
    }

    /// The name of every zone, sorted without regard to case.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.zones.values().map(|zone| zone.name.as_str())
    }

    /// Reads every zone, and counts them.
    ///
    /// # Errors
    /// The first [`ZoneDataError`] found.
    pub fn check(&self) -> Result<usize, ZoneDataError> {
        self.zones.values().try_for_each(|entry| self.read(entry).map(|_| ()))?;
        Ok(self.zones.len())
    }

    /// The zone of a name, whatever the case of its letters; `None` for a name that is not here.
    pub(super) fn find(&self, name: &str) -> Option<Result<Zone, ZoneDataError>> {
        self.zones.get(&name.to_ascii_lowercase()).map(|entry| self.read(entry))
    }

    fn read(&self, entry: &Entry) -> Result<Zone, ZoneDataError> {
        let read = || {
            let changes = match (&entry.data, self.bytes(&entry.data)) {
                (Data::Listed(list), _) => list.table(built_in_named(&entry.name)),
                (Data::Tzif(_) | Data::Packed(_), bytes) => tzif::read(bytes.unwrap_or_default())?,
            };
            let (name, database) = (ZoneName(entry.name.as_str().into()), self.shared_release.clone());
            Ok(Zone::new(name, database, Rules::HandedIn(Arc::new(changes))))
        };
        entry.read.get_or_init(read).clone()
    }
}

impl fmt::Debug for ZoneDatabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ZoneDatabase({}, {} zones)", self.release, self.zones.len())
    }
}
