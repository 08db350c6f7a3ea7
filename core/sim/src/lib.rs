//! Simulated cuffs and oximeters that lose links, forget what was confirmed and keep wrong clocks.
//!
//! Three devices stand for the ways in which real ones hand over their memory; [`CuffClass`] has more:
//!
//! | device | memory | start of a burst | end of a burst |
//! |---|---|---|---|
//! | [`Cuff`] of [`CuffClass::And`] | forgets a record once confirmed | the subscription | hangs up |
//! | [`Cuff`] of [`CuffClass::BeurerBm85`] | sends everything, every time | the subscription | silence |
//! | [`NoninLike`] | forgets a record once confirmed | a request | an answer |
//!
//! An oximeter that is worn also shows what it measures, once a second, and a cuff the pressure in it, where a session asks
//! for that.
//!
//! They send [`frames`] recorded from real devices, or such frames with other stamps and values. [`run`] lets a
//! [`Session`](diary_core::device::Session) of the core take such a memory over, on a virtual clock, and can cut the
//! link, refuse to store or end the process at any step. Every device knows the truth: what was taken, when, what it
//! sent, and what it still holds; a test compares that with what was stored.
//!
//! ```
//! use diary_core::device::{Kind, Outcome, Profile, Session};
//! use diary_sim::{Cuff, CuffClass, Faults, Pressures, SimClock, run};
//!
//! let clock = SimClock::new(1_700_000_000_000, "Europe/London");
//! let mut cuff = Cuff::new(CuffClass::And);
//! cuff.take(1_699_990_000_000, 0, Pressures::new(124, 86, 51));
//!
//! let mut stored = Vec::new();
//! let report = run(
//!     &mut Session::new(Profile::sync([Kind::BloodPressure]), [7; 16]),
//!     &mut cuff,
//!     &clock,
//!     &mut |item| { stored.push(item); Ok(()) },
//!     &Faults::default(),
//!     &mut |_progress| {},
//! );
//! assert!(matches!(report.outcome, Some(Outcome::Complete { records: 1, .. })));
//! ```

mod clock;
mod device;
mod drive;
pub mod frames;
pub mod scenario;
pub mod trace;

pub use clock::SimClock;
pub use device::{
    Cuff, CuffClass, Memory, Motion, NAMES, NoninLike, Peripheral, Pressures, Streamed, Taken, Unending,
    UnknownDevice, by_name,
};
pub use drive::{ClockJump, Confirm, Faults, Garbage, Late, RunReport, Talker, Truncate, run};
