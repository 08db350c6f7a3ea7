//! What leaves a diary in forms that other programs read.
//!
//! [`export`] writes whole diaries as JSON or CSV, exactly as they stand: nothing is rounded, converted, guessed or
//! left out because this program does not know it. [`journal`] writes the chains themselves, for whoever wants to check them. Every member and column is described in `core/docs/exchange.md`.

pub mod export;
pub mod journal;

#[cfg(test)]
mod tests;
