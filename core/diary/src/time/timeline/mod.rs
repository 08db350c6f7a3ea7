//! Device clocks that lie: where a record belongs that a device stamped with its own clock.
//!
//! A cuff's stamp has no zone and is as right as whoever set the clock. What makes it an instant is a coincident pair:
//! the device's clock and the phone's, read in one connection (HL7 PHD implementation guide, coincident time stamps).
//! The pair's difference holds for every record of the same *timeline*, the stretch between two settings or resets of
//! the clock, wherever the phone has travelled since; between two pairs of a timeline it changes with the clock's drift.
//!
//! ```text
//!  DeviceClock (pairs, settings, drift) --> lines: timelines, and where a stamp fits on each
//!  ZoneHistory (where the phone was)  ----> phone
//!  Burst (records in their order)     ----> weigh: what order, visits and common sense rule out
//!                                     ----> burst, wall: a Placed for each record
//! ```
//!
//! No record is ever refused for its clock: at worst it is undated, and kept. Placing is a pure function, so that pairs
//! read later place old records better, as amendments.

mod burst;
mod cause;
mod clock;
mod elapsed;
mod lines;
mod phone;
mod placed;
mod prompt;
mod wall;
mod weigh;

pub use burst::{Burst, Placer, Record};
pub use cause::Cause;
pub use clock::{ClockError, ClockForm, ClockPair, ClockSet, DeviceClock};
pub use elapsed::{By, Elapsed, Measured, MonotonicTime, elapsed};
pub use placed::{How, Placed, Stamp};
pub use prompt::NewestRecord;
