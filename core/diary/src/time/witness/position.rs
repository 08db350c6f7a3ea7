//! A place on earth, for as long as it takes to find its zones.

use core::fmt;

use zeroize::ZeroizeOnDrop;

use crate::time::TimeError;

/// Coarser than this, a position lies in too many zones to speak for one.
const COARSEST_M: u32 = 50_000;

/// A place on earth in degrees (WGS 84), and how well it is known, in metres.
///
/// It is used once, by [`Witness::at`], cannot be copied, printed or stored, and is wiped from memory after use.
///
/// [`Witness::at`]: super::Witness::at
#[derive(ZeroizeOnDrop)]
pub struct Position {
    latitude: f64,
    longitude: f64,
    accuracy_m: u32,
}

impl Position {
    /// The position this far north (-90 to 90) and east (-180 to 180), off by `accuracy_m` metres at most.
    ///
    /// # Errors
    /// [`TimeError::NotAPosition`] for other numbers, NaN among them, and for an accuracy worse than 50 km.
    pub fn new(latitude: f64, longitude: f64, accuracy_m: u32) -> Result<Self, TimeError> {
        let on_earth = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        if !on_earth || accuracy_m > COARSEST_M {
            return Err(TimeError::NotAPosition);
        }
        Ok(Self { latitude, longitude, accuracy_m })
    }

    /// Degrees north.
    pub(super) const fn latitude(&self) -> f64 {
        self.latitude
    }

    /// Degrees east.
    pub(super) const fn longitude(&self) -> f64 {
        self.longitude
    }

    /// How far off it may be, in metres.
    pub(super) const fn accuracy_m(&self) -> u32 {
        self.accuracy_m
    }
}

impl fmt::Debug for Position {
    /// No number: a position in a log is a person's address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Position")
    }
}
