//! The tests of this crate from outside, in one binary: vectors, and what must hold for all bytes and all values.

#[cfg(feature = "describe")]
mod described;
mod procedure;
mod profiles;
mod properties;
mod segments;
mod strategies;
mod streams;
#[cfg(feature = "describe")]
mod vectors;
