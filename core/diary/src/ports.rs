//! What the core asks of the outside: time and randomness.
//!
//! Nothing in the core reads a clock or a random source by itself; `clippy.toml` forbids the calls. A shell hands
//! in implementations of these traits, and a test owns both, which is what makes a run repeatable.

use core::fmt;

/// One reading of the phone's clocks, taken where the event happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct Now {
    /// Wall clock, milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    #[n(0)]
    pub wall_ms: i64,
    /// A clock that never goes back and counts sleep (`CLOCK_BOOTTIME`, `elapsedRealtimeNanos`,
    /// `mach_continuous_time`), in nanoseconds; comparable only within one boot.
    #[n(1)]
    pub monotonic_ns: u64,
    /// Names the boot that `monotonic_ns` counts from.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub boot: [u8; 16],
}

/// The phone's clock and its zone setting.
pub trait Clock: fmt::Debug + Send + Sync {
    /// Reads all clocks at once.
    fn now(&self) -> Now;
    /// The IANA name of the zone that the phone is set to, as the system spells it (`Europe/London`).
    fn zone(&self) -> String;
}

/// A cryptographically secure random source.
pub trait Entropy: fmt::Debug + Send + Sync {
    /// Fills `out` with random bytes.
    ///
    /// # Errors
    /// [`NoEntropy`] when the system has none to give; nothing may be written with a key made without it.
    fn fill(&self, out: &mut [u8]) -> Result<(), NoEntropy>;
}

/// The system's random source failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system's random source failed; nothing was written; try again")]
pub struct NoEntropy;
