//! The health diary core.

mod cbor;
pub mod journal;
pub mod ports;
pub mod store;
pub mod vault;

#[cfg(test)]
mod testing;
