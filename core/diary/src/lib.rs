//! The health diary core: readings kept, at the right instant, for their owner alone.
//!
//! A household is a folder of encrypted files, one for the household itself, one inbox, and one diary a person. Every
//! change is an operation in a journal that is hash-chained and signed; what screens show is worked out from it. Devices
//! send bytes; the bytes are sealed and durable before anything looks at them, and stay beside the entry they become.
//! Nothing in here opens a network connection, starts a thread, or asks for the time or for randomness: a shell hands
//! those in.
//!
//! ```text
//! device bytes -> device::Session -> household::receive: sealed into the inbox, durable
//!   (unlocked) -> household::hand_on: decode (health-gatt) -> place in time -> seen before? -> whose?
//!              -> a person's journal, raw bytes beside it -> diary::Entry
//! ```
//!
//! # The map
//!
//! | room | what lives there |
//! |---|---|
//! | [`time`] | instants, zones, moments, diary days, device clocks; the only place that names chrono |
//! | [`vault`] | keys, slots (passphrase, recovery code), sealing, recognising records |
//! | [`store`] | SQLCipher files: one writer, readers that cannot write; the only place that names rusqlite |
//! | [`media`] | photos, video, voice and documents as encrypted files of any size; what a picture knows of its place |
//! | [`journal`] | operations, chains, heads, and their verification |
//! | [`diary`] | one person's entries: kinds, doubts, corrections, questions |
//! | [`inbox`] | what was received, sealed, and is not yet in a diary |
//! | [`device`] | the synchronisation session without I/O, device identity, models as data |
//! | [`backup`] | sealed segments of chains and media in a folder elsewhere, and back again |
//! | [`exchange`] | whole diaries as JSON and CSV |
//! | [`household`] | people, devices, decisions, hand-on: the front door |
//! | [`ports`] | what the core asks of the outside: a clock, a random source, a folder for backups |
//! | [`id`] | names of things |
//! | [`error`] | what kinds of failure a program tells apart, whichever room they come from |
//!
//! Arrows between rooms point downwards only; a test of the source tree holds them to it.
//!
//! # Starting
//!
//! [`household::Household::create`] makes a household, [`household::Household::unlock`] opens it,
//! [`household::Household::diary`] gives a person's [`diary::Diary`].

pub mod backup;
mod cbor;
pub mod device;
pub mod diary;
pub mod error;
pub mod exchange;
pub mod household;
pub mod id;
pub mod inbox;
pub mod journal;
pub mod media;
mod paper;
pub mod ports;
pub mod store;
pub mod time;
pub mod vault;

// What the fuzzer does is done by a test too, and names the crate as the fuzzer does.
#[cfg(test)]
extern crate self as diary_core;

#[cfg(test)]
mod testing;
