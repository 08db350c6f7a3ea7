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
    FINDER.get_tz_names(longitude, latitude).into_iter().map(|name| ZoneName(name.into())).collect()
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Metres along the great circle between two places, by the haversine formula.
    fn metres(one: (f64, f64), other: (f64, f64)) -> f64 {
        let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
        let cosines = one.0.to_radians().cos() * other.0.to_radians().cos();
        2.0 * EARTH_M * (half(one.0, other.0) + cosines * half(one.1, other.1)).sqrt().asin()
    }

    proptest! {
        #[test]
        fn a_walk_is_as_long_as_said_and_stays_on_earth(
            latitude in prop_oneof![-90.0..=90.0_f64, Just(90.0), Just(-90.0)],
            longitude in prop_oneof![-180.0..=180.0_f64, Just(180.0), Just(-180.0)],
            far in 0.0..=51_000.0_f64,
            bearing in 0.0..360.0_f64,
        ) {
            let end = walk(&Position::new(latitude, longitude, 0).unwrap(), far, bearing);
            prop_assert!(Position::new(end.0, end.1, 0).is_ok(), "{end:?}");
            prop_assert!((metres((latitude, longitude), end) - far).abs() < 0.5, "{end:?}");
        }
    }

    #[test]
    fn north_is_up_and_east_is_right() {
        let (latitude, longitude) = walk(&Position::new(0.0, 179.5, 0).unwrap(), 111_195.0, 90.0);
        assert!(latitude.abs() < 1e-6 && (longitude + 179.5).abs() < 1e-4, "{latitude} {longitude}");
        let (latitude, longitude) = walk(&Position::new(10.0, 20.0, 0).unwrap(), 111_195.0, 0.0);
        assert!((latitude - 11.0).abs() < 1e-4 && (longitude - 20.0).abs() < 1e-6, "{latitude} {longitude}");
    }
}
