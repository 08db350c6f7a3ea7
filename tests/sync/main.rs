//! Scenarios, every cut and every kill in them, and worlds made by chance.
#![cfg(test)]

mod chance;
mod exhaustive;
mod files;
mod frames;
mod worlds;

/// A number that was asked for.
pub(crate) fn asked(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Whether searches may take long.
pub(crate) fn long() -> bool {
    std::env::var_os("DIARY_LONG").is_some_and(|value| value == "1")
}
