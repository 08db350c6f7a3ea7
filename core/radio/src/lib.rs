//! Device sessions over this computer's Bluetooth.
//!
//! Every decision about a device is taken by [`Session`](diary_core::device::Session), which does no I/O. This crate does
//! what the session says, over [`btleplug`], and tells it what happened:
//!
//! | module | what it does |
//! |---|---|
//! | [`radio`] | the adapter: who is in the air, and the way to one device |
//! | [`mod@drive`] | one session over one link: commands out, events in, clocks taken where a value arrives |
//! | [`link`] | what a driver needs of a link, so that tests can bring their own |
//! | [`error`] | why there is no Bluetooth, and how a stack's errors read as ATT errors |
//! | `bluez` | on Linux: the agent that pairing needs, and why a link ended |
//!
//! # What a stack does behind an app's back
//!
//! `BlueZ` confirms an indication whether or not an app listens, and after a lost link it brings a subscription back
//! before the app knows that the link is up: the cuff sends, the system confirms, the cuff forgets, and nobody has the
//! reading. Two rules keep every record:
//!
//! - a device is listened to **before** it is connected, and until its session is over;
//! - a subscription is given back after every lost link and before hanging up, so that none comes back by itself.
//!
//! `tests/vm` shows both on a real `BlueZ`.

#[cfg(target_os = "linux")]
mod bluez;
pub mod drive;
pub mod error;
pub mod link;
pub mod radio;

pub use drive::{Cancel, Shell, drive};
pub use error::RadioError;
pub use link::Link;
pub use radio::{Address, Device, Found, Question, Radio};
