//! The machine under a diary: what `diary-core` asks of the outside, answered by the operating system.
//!
//! - [`SystemClock`] reads the clocks and the zone setting, [`SystemEntropy`] and [`random`] the random source; [`zones`] is the zone database
//!   of this build.
//! - [`Installations`] keeps what an installation has for itself, outside every household's folder.
//!
//! A shell hands these into the core. A test hands in its own.

mod clock;
mod entropy;
mod installation;

pub use clock::{Stopwatch, SystemClock, UNKNOWN_ZONE, zones};
pub use entropy::{SystemEntropy, random};
pub use installation::{InstallationError, Installations, private_file};
