//! The health diary for Kotlin and Swift.
//!
//! Only translation: every rule stands in `diary-core`. Calls are synchronous and may come from any thread; long ones belong on
//! a thread that draws nothing. No lock is held while foreign code runs, because no call calls back.
//!
//! - [`Household`] is an open household: people, devices, entries. [`create_household`] makes one.
//! - [`Receiver`] takes over a device's readings while everything is locked; it needs no secret.
//! - [`Sync`] is one conversation with one device, for a radio written in Kotlin or Swift: hand in what happened, carry out
//!   what it says.
//! - [`DiaryError`] is what each call can refuse with.

#![expect(clippy::needless_pass_by_value, reason = "what comes over the border is handed over")]

mod entry;
mod error;
mod household;
mod place;
mod radio;
mod sync;

pub use entry::{CivilMoment, DiaryEntry, EntryPage, EntryValue};
pub use error::DiaryError;
pub use household::{Household, KnownDevice, Member, NewReading, Readings, create_household};
pub use place::HouseholdPlace;
pub use radio::{
    Clocks, DeviceService, LinkEnd, LiveSignal, RadioCommand, RadioEvent, SyncProgress, SyncResult,
};
pub use sync::{FoundDevice, Receiver, Sync};

uniffi::setup_scaffolding!();
