//! The health diary core.

mod cbor;
pub mod device;
pub mod diary;
pub mod exchange;
pub mod id;
pub mod journal;
pub mod ports;
pub mod store;
pub mod time;
pub mod vault;

#[cfg(test)]
mod testing;
