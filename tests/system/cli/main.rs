//! The binary `diary` as people and scripts run it: what works, what is refused and how, and what a kill leaves.
//!
//! Build it first: `cargo build -p diary-cli`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a step of a test that fails ends the test")]
#![expect(clippy::indexing_slicing, reason = "an index into JSON gives null, which no comparison takes")]

mod asks;
mod backups;
mod killed;
mod kinds;
mod media;
mod moved;
mod own;
mod program;
mod refused;
mod roles;
mod rotate;
mod secrets;
mod works;
