//! From a position to zones, by the boundaries that this build carries.
//!
//! The boundaries are those of timezone-boundary-builder, © OpenStreetMap contributors, under the Open Database License
//! 1.0, thinned out by tzf-dist. Its own report (`BORDER_CHANGE.md`, 2026c) puts a border at most 112 metres from where
//! it was; OpenStreetMap's may be off as well. Hence [`BORDER_M`].

use std::sync::LazyLock;

use tzf_rs::EmbeddedFinder;

use super::{Position, Witness};
use crate::time::ZoneName;

/// A zone this close to where the position may be, in metres, is possible too.
const BORDER_M: u32 = 1000;
/// Directions and distances that are looked at around the position. At the default reach the points of the outermost ring
/// lie 390 metres apart; a smaller piece of another zone can be missed.
const DIRECTIONS: u8 = 16;
const RINGS: u8 = 4;
/// The mean radius of the earth (IUGG), in metres. The earth is no sphere: distances are off by half a hundredth.
const EARTH_M: f64 = 6_371_008.8;

/// The boundaries stay in the program's read-only data; beside them, names and an index of some kilobytes are kept.
static FINDER: LazyLock<EmbeddedFinder> = LazyLock::new(EmbeddedFinder::new);

impl Witness {
    /// The zones at this position, and those within a kilometre of where it may be; the position is gone afterwards.
    ///
    /// Nothing on the open sea. Near a border, and where two clocks are kept, several.
    pub fn at(position: Position) -> Self {
        let reach = f64::from(BORDER_M + position.accuracy_m());
        let around = (1..=RINGS).flat_map(|ring| {
            (0..DIRECTIONS).map(move |direction| {
                (
                    reach * f64::from(ring) / f64::from(RINGS),
                    360.0 * f64::from(direction) / f64::from(DIRECTIONS),
                )
            })
        });
        let mut names = zones(position.latitude(), position.longitude());
        for (metres, bearing) in around {
            let (latitude, longitude) = walk(&position, metres, bearing);
            names.extend(zones(latitude, longitude));
        }
        drop(position);
        Self::from_zones(names)
    }
}

fn zones(latitude: f64, longitude: f64) -> Vec<ZoneName> {
    FINDER.get_tz_names(longitude, latitude).into_iter().map(ZoneName::told).collect()
}

/// Latitude and longitude after so many metres along a great circle that begins in this direction, degrees from north.
fn walk(from: &Position, metres: f64, bearing: f64) -> (f64, f64) {
    let (latitude, bearing) = (from.latitude().to_radians(), bearing.to_radians());
    let angle = metres / EARTH_M;
    let sine = latitude.sin() * angle.cos() + latitude.cos() * angle.sin() * bearing.cos();
    let east = (bearing.sin() * angle.sin() * latitude.cos())
        .atan2(angle.cos() - latitude.sin() * sine)
        .to_degrees();
    let longitude = (from.longitude() + east + 540.0).rem_euclid(360.0) - 180.0;
    (sine.clamp(-1.0, 1.0).asin().to_degrees(), longitude)
}

/// The zones of the boundaries that this build has no rules for.
#[cfg(test)]
pub(super) fn names_without_rules() -> Vec<String> {
    let known = |name: &&str| crate::time::Zone::parse(name).is_ok();
    FINDER.timezonenames().into_iter().filter(|name| !known(name)).map(str::to_owned).collect()
}
