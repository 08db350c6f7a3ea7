//! The health diary core.
mod cbor;
/// The append-only record of every change.
pub mod journal;
pub mod ports;
/// Encrypted files.
pub mod store;
#[cfg(test)]
mod testing;
