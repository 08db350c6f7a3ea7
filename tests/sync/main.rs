//! Scenarios, every cut and every kill in them, and worlds made by chance.
#![cfg(test)]

mod chance;
mod exhaustive;
mod files;
mod frames;
mod worlds;

/// Whether searches may take long.
pub(crate) fn long() -> bool {
    std::env::var_os("DIARY_LONG").is_some_and(|value| value == "1")
}
