//! The health diary for Kotlin, Swift and Python.
//!
//! Only translation: every rule stands in `diary-core`. Calls are synchronous and may come from any thread; long ones belong on
//! a thread that draws nothing. Foreign code is called from threads of this library alone, never out of a call and never while
//! a lock is held.
//!
//! - [`Household`] is an open household: people, devices, secrets, backups. [`create_household`] makes one,
//!   [`restore_backup`] and [`salvage_household`] make one of what is left.
//! - [`Diary`] is a person's diary, or what is sealed beside it: writing, asking, media, samples. [`ChangeListener`] hears what
//!   changes.
//! - [`Receiver`] takes over a device's readings while everything is locked; it needs no secret.
//! - [`Sync`] is one conversation with one device, for a radio written in another language: hand in what happened, carry out
//!   what it says.
//! - [`Watch`] follows a call that takes long, and stops it.
//! - [`Folder`] is a folder for backups that the shell keeps.
//! - [`DiaryError`] is what each call can refuse with; a fault in here is one of them.
//!
//! With the feature `sim`, `SimulatedDevice`s are cuffs and an oximeter for tests and previews, a `SimulatedPhone` has a clock of the
//! test's own, and a `ScenarioStage` says what to call and checks what comes.

#![expect(clippy::needless_pass_by_value, reason = "what comes over the border is handed over")]

mod ask;
mod backup;
mod check;
mod devices;
mod diary;
mod draft;
mod entry;
mod error;
mod events;
mod export;
mod folder;
mod guard;
mod household;
mod kinds;
mod media;
mod moment;
mod out;
mod own;
mod patience;
mod people;
#[cfg(feature = "sim")]
mod phone;
mod place;
mod profile;
mod quiet;
mod radio;
mod secrets;
mod series;
#[cfg(feature = "sim")]
mod sim;
#[cfg(feature = "sim")]
mod stage;
mod statistics;
mod sync;
mod time;
mod union;
mod watch;

pub use ask::*;
pub use backup::*;
pub use check::*;
pub use devices::*;
pub use diary::*;
pub use draft::*;
pub use entry::*;
pub use error::*;
pub use events::*;
pub use export::*;
pub use folder::*;
pub use household::*;
pub use kinds::*;
pub use media::*;
pub use moment::*;
pub use own::*;
pub use people::*;
#[cfg(feature = "sim")]
pub use phone::*;
pub use place::*;
pub use profile::*;
pub use radio::*;
pub use secrets::*;
pub use series::*;
#[cfg(feature = "sim")]
pub use sim::*;
#[cfg(feature = "sim")]
pub use stage::*;
pub use statistics::*;
pub use sync::*;
pub use time::*;
pub use union::*;
pub use watch::*;

uniffi::setup_scaffolding!();
