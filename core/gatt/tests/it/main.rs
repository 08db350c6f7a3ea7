//! The tests of this crate from outside, in one binary: vectors, and what must hold for all bytes and all values.

mod allocations;
mod clocks;
#[cfg(feature = "describe")]
mod described;
mod health_sensor;
mod outcomes;
mod procedure;
mod profiles;
mod properties;
mod segments;
mod strategies;
mod streams;
#[cfg(feature = "describe")]
mod vectors;
