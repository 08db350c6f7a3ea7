//! Time that moves only when it is told to.

use std::sync::{Arc, Mutex, PoisonError};

use diary_core::ports::{Clock, Now};

/// The phone's clocks and zone on virtual time. Clones share one time.
#[derive(Debug, Clone)]
pub struct SimClock {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    wall_ms: i64,
    since_boot_ns: u64,
    boot: [u8; 16],
    zone: String,
}

impl SimClock {
    /// A clock at an instant (milliseconds since 1970, UTC) and in a zone (IANA name).
    pub fn new(wall_ms: i64, zone: &str) -> Self {
        let state = State { wall_ms, since_boot_ns: 0, boot: [0xB0; 16], zone: zone.to_owned() };
        Self { state: Arc::new(Mutex::new(state)) }
    }

    fn with<T>(&self, f: impl FnOnce(&mut State) -> T) -> T {
        // Nothing that could panic runs under the lock; a poisoned one still holds a whole state.
        f(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A clock that shows the same and goes on by itself.
    #[must_use]
    pub fn apart(&self) -> Self {
        let state = self.with(|state| State { zone: state.zone.clone(), ..*state });
        Self { state: Arc::new(Mutex::new(state)) }
    }

    /// Lets time pass.
    pub fn advance_ms(&self, ms: u64) {
        self.with(|state| {
            state.wall_ms = state.wall_ms.saturating_add_unsigned(ms);
            state.since_boot_ns = state.since_boot_ns.saturating_add(ms.saturating_mul(1_000_000));
        });
    }

    /// Lets time pass until an instant; does nothing if that is past.
    pub fn advance_to(&self, wall_ms: i64) {
        self.advance_ms(u64::try_from(wall_ms.saturating_sub(self.wall_ms())).unwrap_or(0));
    }

    /// Travels: the phone takes another zone.
    pub fn set_zone(&self, zone: &str) {
        self.with(|state| zone.clone_into(&mut state.zone));
    }

    /// Restarts the phone: a new boot, monotonic time from zero.
    pub fn reboot(&self) {
        self.with(|state| {
            state.since_boot_ns = 0;
            let [first, ..] = &mut state.boot;
            *first = first.wrapping_add(1);
        });
    }

    /// The instant, milliseconds since 1970, UTC.
    pub fn wall_ms(&self) -> i64 {
        self.with(|state| state.wall_ms)
    }
}

impl Clock for SimClock {
    fn now(&self) -> Now {
        self.with(|state| Now { wall_ms: state.wall_ms, monotonic_ns: state.since_boot_ns, boot: state.boot })
    }

    fn zone(&self) -> String {
        self.with(|state| state.zone.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_share_time_and_zone() {
        let clock = SimClock::new(1_000, "Europe/London");
        let other = clock.clone();
        clock.advance_ms(500);
        clock.set_zone("America/New_York");
        assert_eq!((other.now().wall_ms, other.now().monotonic_ns), (1_500, 500_000_000));
        assert_eq!(other.zone(), "America/New_York");
        let before = other.now().boot;
        clock.reboot();
        assert_ne!(other.now().boot, before);
        clock.advance_to(1_200);
        assert_eq!(clock.wall_ms(), 1_500, "time does not go back");
    }
}
