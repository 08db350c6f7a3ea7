//! Slowing down who guesses on the phone itself.
//!
//! An [`Attempts`] lives in the memory of the shell, never in a file: whoever has a copy of the folder is slowed by the
//! cost of a passphrase alone. Nothing is ever deleted for having been guessed at. A process that is started again
//! begins anew; where the phone's key store counts attempts, that count stands beside this one.

use crate::ports::{Clock, Now};

use super::error::VaultError;

/// So many wrong secrets in a row cost nothing.
pub const FREE_FAILURES: u32 = 3;
/// The first wait, in milliseconds; each further failure doubles it.
pub const FIRST_WAIT_MS: u64 = 1_000;
/// The longest wait, in milliseconds: five minutes.
pub const LONGEST_WAIT_MS: u64 = 300_000;

/// How often in a row a wrong secret was given, and when the next may be tried.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attempts {
    failures: u32,
    last: Option<Now>,
}

/// A try that has begun.
#[derive(Debug)]
pub struct Attempt {
    began: Now,
    before: Option<Now>,
}

/// How a try went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// The secret was right.
    Right,
    /// It was wrong.
    Wrong,
    /// Something else failed: damage, a lack of memory, a phone's key store that was cancelled.
    NoGuess,
}

impl Attempts {
    /// Nobody has failed yet.
    pub const fn new() -> Self {
        Self { failures: 0, last: None }
    }

    /// Wrong secrets in a row so far.
    pub const fn failures(&self) -> u32 {
        self.failures
    }

    /// Milliseconds until the next attempt; 0 to [`LONGEST_WAIT_MS`].
    ///
    /// Rests on the clock that never goes back: setting the wall clock forward shortens nothing.
    pub fn wait_ms(&self, now: Now) -> u64 {
        let (Some(last), Some(doublings)) = (self.last, self.failures.checked_sub(FREE_FAILURES)) else {
            return 0;
        };
        let factor = 1_u64.checked_shl(doublings).unwrap_or(u64::MAX);
        let wait = FIRST_WAIT_MS.saturating_mul(factor).min(LONGEST_WAIT_MS);
        // Two boots cannot be compared; the whole wait stands.
        if now.boot != last.boot {
            return wait;
        }
        let waited_ns = now.monotonic_ns.saturating_sub(last.monotonic_ns);
        // A part of a millisecond that is left is waited for too.
        let left_ns = wait.saturating_mul(1_000_000).saturating_sub(waited_ns);
        left_ns.div_ceil(1_000_000)
    }

    /// Begins to try, unless it is too early, for whoever cannot hold this meanwhile. It counts as a wrong secret until
    /// [`Attempts::end`] says how it went, so that nobody tries many at once.
    ///
    /// # Errors
    /// [`VaultError::TryAgainIn`].
    pub fn begin(&mut self, now: Now) -> Result<Attempt, VaultError> {
        match self.wait_ms(now) {
            0 => {}
            ms => return Err(VaultError::TryAgainIn { ms }),
        }
        let attempt = Attempt { began: now, before: self.last };
        self.failures = self.failures.saturating_add(1);
        self.last = Some(now);
        Ok(attempt)
    }

    /// Says how a try went.
    #[expect(clippy::needless_pass_by_value, reason = "a try ends once")]
    pub fn end(&mut self, attempt: Attempt, tried: Tried, now: Now) {
        match tried {
            Tried::Right => *self = Self::new(),
            Tried::Wrong => self.last = Some(now),
            Tried::NoGuess => {
                self.failures = self.failures.saturating_sub(1);
                // Unless somebody else tried since.
                if self.last == Some(attempt.began) {
                    self.last = attempt.before;
                }
            }
        }
    }

    /// Tries to unlock, unless it is too early; counts a wrong secret, and forgets the count when it was right.
    ///
    /// A failure that is no guess (damage, a lack of memory, a phone's key store that was cancelled) counts nothing.
    ///
    /// # Errors
    /// [`VaultError::TryAgainIn`] before `work` is begun, and what `work` says.
    pub fn attempt<T, E: From<VaultError>>(
        &mut self,
        clock: &dyn Clock,
        is_wrong: impl FnOnce(&E) -> bool,
        work: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let attempt = self.begin(clock.now())?;
        let done = work();
        let tried = match &done {
            Ok(_) => Tried::Right,
            Err(error) if is_wrong(error) => Tried::Wrong,
            Err(_) => Tried::NoGuess,
        };
        self.end(attempt, tried, clock.now());
        done
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use proptest::prelude::*;

    use super::*;

    #[derive(Debug)]
    struct Hand(Mutex<Now>);

    impl Hand {
        fn new() -> Self {
            Self(Mutex::new(Now { wall_ms: 0, monotonic_ns: 7, boot: [1; 16] }))
        }

        fn pass_ms(&self, ms: u64) {
            self.0.lock().unwrap().monotonic_ns += ms * 1_000_000;
        }
    }

    impl Clock for Hand {
        fn now(&self) -> Now {
            *self.0.lock().unwrap()
        }

        fn zone(&self) -> String {
            "UTC".to_owned()
        }
    }

    fn wrong(attempts: &mut Attempts, clock: &Hand) -> VaultError {
        let is_wrong = |error: &VaultError| *error == VaultError::WrongSecret;
        attempts.attempt::<(), _>(clock, is_wrong, || Err(VaultError::WrongSecret)).unwrap_err()
    }

    #[test]
    fn waits_double_from_one_second_to_five_minutes() {
        let (mut attempts, clock) = (Attempts::new(), Hand::new());
        for _ in 0..3 {
            assert_eq!(wrong(&mut attempts, &clock), VaultError::WrongSecret);
        }
        for seconds in [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300] {
            let ms = seconds * 1_000;
            assert_eq!(wrong(&mut attempts, &clock), VaultError::TryAgainIn { ms });
            clock.pass_ms(ms - 1);
            assert_eq!(wrong(&mut attempts, &clock), VaultError::TryAgainIn { ms: 1 });
            clock.pass_ms(1);
            assert_eq!(wrong(&mut attempts, &clock), VaultError::WrongSecret);
        }
        assert_eq!(attempts.failures(), 15, "what was refused early is no attempt");
        assert!(VaultError::TryAgainIn { ms: 1_500 }.to_string().contains("2 seconds"));
    }

    #[test]
    fn the_right_secret_ends_it_and_other_failures_do_not_count() {
        let (mut attempts, clock) = (Attempts::new(), Hand::new());
        let is_wrong = |error: &VaultError| *error == VaultError::WrongSecret;
        for _ in 0..3 {
            wrong(&mut attempts, &clock);
            let damaged = VaultError::Damaged(super::super::error::Part::Keys);
            clock.pass_ms(1_000);
            let other = attempts.attempt::<(), _>(&clock, is_wrong, || Err(damaged));
            assert_eq!(other, Err(damaged));
        }
        assert_eq!(attempts.failures(), 3);
        assert_eq!(attempts.attempt(&clock, is_wrong, || Ok(5)), Ok(5));
        assert_eq!(attempts, Attempts::new());
    }

    #[test]
    fn neither_the_wall_clock_nor_a_new_boot_shortens_a_wait() {
        let (mut attempts, clock) = (Attempts::new(), Hand::new());
        for _ in 0..3 {
            wrong(&mut attempts, &clock);
        }
        clock.0.lock().unwrap().wall_ms = i64::MAX;
        assert_eq!(wrong(&mut attempts, &clock), VaultError::TryAgainIn { ms: 1_000 });
        *clock.0.lock().unwrap() = Now { wall_ms: 0, monotonic_ns: u64::MAX, boot: [2; 16] };
        assert_eq!(wrong(&mut attempts, &clock), VaultError::TryAgainIn { ms: 1_000 });
    }

    /// Whoever tries many at once tries no more than whoever tries one after the other.
    #[test]
    fn what_has_begun_counts_until_it_is_said_how_it_went() {
        let (mut attempts, clock) = (Attempts::new(), Hand::new());
        let begun: Vec<_> = (0..3).map(|_| attempts.begin(clock.now()).unwrap()).collect();
        assert_eq!(attempts.begin(clock.now()).unwrap_err(), VaultError::TryAgainIn { ms: 1_000 });
        clock.pass_ms(400);
        for (attempt, tried) in begun.into_iter().zip([Tried::NoGuess, Tried::Wrong, Tried::Wrong]) {
            attempts.end(attempt, tried, clock.now());
        }
        assert_eq!((attempts.failures(), attempts.wait_ms(clock.now())), (2, 0));
        wrong(&mut attempts, &clock);
        assert_eq!(attempts.wait_ms(clock.now()), 1_000);
        clock.pass_ms(1_000);
        let attempt = attempts.begin(clock.now()).unwrap();
        clock.pass_ms(5_000);
        attempts.end(attempt, Tried::NoGuess, clock.now());
        assert_eq!(
            (attempts.failures(), attempts.wait_ms(clock.now())),
            (3, 0),
            "it waited its second before"
        );
        let attempt = attempts.begin(clock.now()).unwrap();
        attempts.end(attempt, Tried::Right, clock.now());
        assert_eq!(attempts, Attempts::new());
    }

    proptest! {
        #[test]
        fn a_wait_is_never_longer_than_five_minutes(failures: u32, then: u64, now: u64, same_boot: bool) {
            let at = |monotonic_ns, boot| Now { wall_ms: 0, monotonic_ns, boot: [boot; 16] };
            let attempts = Attempts { failures, last: Some(at(then, 0)) };
            prop_assert!(attempts.wait_ms(at(now, u8::from(!same_boot))) <= LONGEST_WAIT_MS);
        }
    }
}
