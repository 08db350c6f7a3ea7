//! Time that never moves: instants, wall clocks, zones, and device clocks that lie.
//!
//! A fact of the past is an instant, and beside it what the clock on the wall showed there and how the zone is
//! known. All of that is written down once, in a [`Moment`], and never worked out again: not when the phone travels,
//! not when the clocks change, not when a government changes its rules and the zone database follows. What a person
//! types is civil time and becomes an instant here ([`resolve`]), where a time that did not exist or came twice is
//! said instead of guessed. What a device stamps is its own wall clock, right or wrong, and is placed by a [`Placer`].
//!
//! | word | meaning |
//! |---|---|
//! | [`Instant`] | a point on the world's time line, milliseconds since 1970-01-01T00:00:00Z |
//! | [`CivilDate`], [`CivilTime`] | what a calendar or a clock on the wall shows, without a zone |
//! | [`Offset`] | civil time minus UTC, in seconds |
//! | [`Zones`] | the IANA time zone database in use |
//! | [`ZoneDatabase`] | a newer one, handed in by the phone |
//! | [`Zone`] | the rules of one place in it |
//! | [`ZoneName`] | the name of a zone as it was written down, known to a database or not |
//! | [`Moment`] | when something happened: the form that the diary stores |
//! | [`OnConflict`] | which holds where a text's offset and its zone contradict each other |
//! | [`Plan`] | what is planned: a civil time in a zone, and the instant that the rules make of it |
//! | [`DayStart`] | where a diary day begins, for people who work at night |
//! | [`ZoneHistory`] | in which zone the phone was, sighting by sighting |
//! | [`Witness`] | what a position said about the zone, after the position is gone |
//! | [`ClockPair`] | a device's clock and the phone's, read together |
//! | [`DeviceClock`] | everything known of a device's clock: pairs, settings, drift |
//! | [`Placed`] | where a record belongs: instant or span, bounds, how it was found, other candidates |
//!
//! This is the only room that names chrono, chrono-tz, tz and tzf-rs, so that another source of zone rules has one door to
//! come in by. It never asks what time it is: the caller brings every instant.

mod changes;
mod civil;
mod codec;
mod conflict;
mod database;
mod day;
mod difference;
mod error;
mod evidence;
mod history;
mod instant;
mod line;
mod moment;
mod offset;
mod plan;
mod resolve;
mod rfc9557;
mod scan;
mod shared;
mod suggest;
mod timeline;
mod witness;
mod zone;
mod zones;

pub use civil::{CivilDate, CivilTime};
pub use conflict::OnConflict;
pub use database::{ListedZone, ZoneDataError, ZoneDatabase};
pub use day::DayStart;
pub use difference::Difference;
pub use error::TimeError;
pub use evidence::{Evidence, Mark, Precision};
pub use history::{Sighting, ZoneGuess, ZoneHistory};
pub use instant::Instant;
pub use moment::{Civil, Moment, Occurrence, When};
pub use offset::Offset;
pub use plan::{Moved, Plan, Renewal, Standing, Why, moved};
pub use resolve::{Resolution, ZonedTime, resolve};
pub use timeline::{
    Burst, By, Cause, ClockError, ClockForm, ClockPair, ClockSet, DeviceClock, Elapsed, How, Measured,
    MonotonicTime, NewestRecord, Placed, Placer, Record, Stamp, elapsed,
};
#[cfg(feature = "location")]
pub use witness::Position;
pub use witness::{Verdict, Witness};
pub use zone::{Zone, ZoneName};
pub use zones::Zones;

#[cfg(test)]
mod tests;
