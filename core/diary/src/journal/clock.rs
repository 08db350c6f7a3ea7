//! The hybrid logical clock that orders operations of several phones.

/// How far ahead of this phone's clock another's may run and still be followed: 24 hours.
const FURTHEST_AHEAD_MS: i64 = 24 * 60 * 60 * 1000;

/// A wall time with a counter: later operations compare greater, even while a wall clock stands or steps back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct HybridTime {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[n(0)]
    pub wall_ms: i64,
    /// Distinguishes operations within a millisecond, or while the wall clock lags.
    #[n(1)]
    pub counter: u32,
}

impl HybridTime {
    /// Whether this is more than 24 hours ahead of the wall time `now_ms`: kept as it is, and never followed.
    pub(crate) fn is_far_ahead(self, now_ms: i64) -> bool {
        self.wall_ms > now_ms.saturating_add(FURTHEST_AHEAD_MS)
    }

    /// The time of the next operation, after `last`, at the wall time `now_ms`.
    ///
    /// A `last` more than 24 hours ahead is not followed: it came from a clock that was badly wrong, and following it
    /// would carry the mistake on for ever.
    #[must_use]
    pub fn next(last: Self, now_ms: i64) -> Self {
        if now_ms > last.wall_ms || last.is_far_ahead(now_ms) {
            return Self { wall_ms: now_ms, counter: 0 };
        }
        match last.counter.checked_add(1) {
            Some(counter) => Self { wall_ms: last.wall_ms, counter },
            None => Self { wall_ms: last.wall_ms.saturating_add(1), counter: 0 },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_forward_while_the_wall_clock_stands_or_steps_back() {
        let first = HybridTime::next(HybridTime::default(), 1000);
        let second = HybridTime::next(first, 1000);
        let third = HybridTime::next(second, 400);
        assert!(first < second && second < third);
        assert_eq!(third.wall_ms, 1000);
    }

    #[test]
    fn a_clock_that_was_a_year_ahead_is_not_followed() {
        let wrong = HybridTime { wall_ms: 365 * 24 * 3_600_000, counter: 0 };
        assert_eq!(HybridTime::next(wrong, 5_000), HybridTime { wall_ms: 5_000, counter: 0 });
    }
}
