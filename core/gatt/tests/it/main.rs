//! The tests of this crate from outside, in one binary: vectors, and what must hold for all bytes and all values.

#[cfg(feature = "describe")]
mod described;
mod profiles;
mod properties;
mod strategies;
mod streams;
#[cfg(feature = "describe")]
mod vectors;
