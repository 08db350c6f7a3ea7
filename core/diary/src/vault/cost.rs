//! What it costs to try a passphrase, and how that cost rises with what a phone can do.
//!
//! A cost is chosen once for each passphrase slot and lies in the open. It is raised after an unlock when today's
//! [`Argon2Cost::STANDARD`] is higher, never above what [`Argon2Cost::measured`] found this phone to run in time, and
//! never lowered: a phone that is slower than the last one waits longer.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::Zeroizing;

use crate::ports::Clock;

use super::error::VaultError;
use super::secret::Secret;

/// What Argon2id costs whoever tries a passphrase.
///
/// Every value is checked against its range before it is used, so that a forged key file cannot make a phone run out
/// of memory or of patience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Argon2Cost {
    /// Memory in KiB: 8192 (8 MiB) to `1_048_576` (1 GiB).
    pub memory_kib: u32,
    /// Passes over the memory: 1 to 16.
    pub passes: u32,
    /// Lanes: 1 to 4.
    pub lanes: u32,
}

impl Argon2Cost {
    /// 64 MiB, 3 passes, 1 lane.
    ///
    /// The memory and passes of RFC 9106, 4 ("second recommended option"), with one lane because this code runs them
    /// one after another; well above the least that OWASP's password storage cheat sheet asks (19 MiB, 2 passes).
    pub const STANDARD: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
    /// The least that is accepted: 8 MiB, 1 pass, 1 lane.
    pub const LEAST: Self = Self { memory_kib: 8 * 1024, passes: 1, lanes: 1 };

    /// Checks the three ranges.
    ///
    /// # Errors
    /// [`VaultError::Bounds`].
    pub fn check(self) -> Result<(), VaultError> {
        let allowed = (8 * 1024..=1024 * 1024).contains(&self.memory_kib)
            && (1..=16).contains(&self.passes)
            && (1..=4).contains(&self.lanes);
        if allowed { Ok(()) } else { Err(VaultError::Bounds) }
    }

    /// What is tried on a phone, from the least to today's.
    const LADDER: [Self; 4] = [
        Self::LEAST,
        Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 },
        Self { memory_kib: 32 * 1024, passes: 3, lanes: 1 },
        Self::STANDARD,
    ];

    /// The highest cost, up to [`Argon2Cost::STANDARD`], that this phone ran within `budget_ms` milliseconds just now.
    ///
    /// Runs Argon2id up to four times on a text that is no secret, and stops at the first cost that takes longer or
    /// finds no memory. Gives [`Argon2Cost::LEAST`] even where that took longer: less is never used.
    ///
    /// # Errors
    /// [`VaultError::NoMemory`] when there is not even memory for the least.
    pub fn measured(clock: &dyn Clock, budget_ms: u64) -> Result<Self, VaultError> {
        let mut best = None;
        for cost in Self::LADDER {
            let before = clock.now().monotonic_ns;
            match argon2id(b"how long does it take", &[0; 16], cost) {
                Ok(_) => {}
                Err(error) => return best.ok_or(error),
            }
            let took = clock.now().monotonic_ns.saturating_sub(before) / 1_000_000;
            if took > budget_ms && best.is_some() {
                break;
            }
            best = Some(cost);
            if took > budget_ms {
                break;
            }
        }
        best.ok_or(VaultError::NoMemory)
    }

    /// This cost, each part raised to today's as far as `measured` allows; `None` if nothing would rise.
    ///
    /// No part is ever lowered, also where `measured` is less.
    #[must_use]
    pub fn raised(self, measured: Self) -> Option<Self> {
        let today = Self::STANDARD;
        let raised = Self {
            memory_kib: self.memory_kib.max(today.memory_kib.min(measured.memory_kib)),
            passes: self.passes.max(today.passes.min(measured.passes)),
            lanes: self.lanes.max(today.lanes.min(measured.lanes)),
        };
        (raised != self).then_some(raised)
    }
}

impl Default for Argon2Cost {
    fn default() -> Self {
        Self::STANDARD
    }
}

/// Argon2id version 1.3 to 32 bytes, with memory that is wiped afterwards.
pub(super) fn argon2id(passphrase: &[u8], salt: &[u8], cost: Argon2Cost) -> Result<Secret<32>, VaultError> {
    cost.check()?;
    let params =
        Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).map_err(|_| VaultError::Bounds)?;
    let mut memory = Zeroizing::new(Vec::<Block>::new());
    memory.try_reserve_exact(params.block_count()).map_err(|_| VaultError::NoMemory)?;
    memory.resize(params.block_count(), Block::new());
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    Secret::try_fill(|key| {
        argon2
            .hash_password_into_with_memory(passphrase, salt, key, memory.as_mut_slice())
            .map_err(|_| VaultError::Bounds)
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use argon2::{AssociatedData, ParamsBuilder};
    use data_encoding::HEXLOWER;
    use proptest::prelude::*;

    use super::*;
    use crate::ports::Now;

    /// A clock on which so much time passes between two looks.
    #[derive(Debug)]
    struct Slow {
        ns: AtomicU64,
        step_ms: u64,
    }

    impl Clock for Slow {
        fn now(&self) -> Now {
            let monotonic_ns = self.ns.fetch_add(self.step_ms * 1_000_000, Ordering::Relaxed);
            Now { wall_ms: 0, monotonic_ns, boot: [0; 16] }
        }

        fn zone(&self) -> String {
            "UTC".to_owned()
        }
    }

    #[test]
    fn a_phone_is_asked_for_no_more_than_it_ran_in_time() {
        let measured =
            |step_ms, budget_ms| Argon2Cost::measured(&Slow { ns: AtomicU64::new(0), step_ms }, budget_ms);
        assert_eq!(measured(100, 1_000), Ok(Argon2Cost::STANDARD));
        assert_eq!(measured(1_001, 1_000), Ok(Argon2Cost::LEAST), "the least is run whatever it takes");
        assert!(Argon2Cost::LADDER.windows(2).all(|pair| pair[0].raised(pair[1]) == Some(pair[1])));
        assert!(Argon2Cost::LADDER.iter().all(|cost| cost.check().is_ok()));
        assert_eq!(Argon2Cost::LADDER.last(), Some(&Argon2Cost::STANDARD));
    }

    proptest! {
        /// Any cost of a file against any that a phone measured.
        #[test]
        fn a_cost_rises_to_the_smaller_of_today_and_the_phone_and_never_sinks(
            old in (8_192_u32..=1_048_576, 1_u32..=16, 1_u32..=4),
            phone in (8_192_u32..=1_048_576, 1_u32..=16, 1_u32..=4),
        ) {
            let cost = |(memory_kib, passes, lanes)| Argon2Cost { memory_kib, passes, lanes };
            let (old, phone) = (cost(old), cost(phone));
            if let Some(new) = old.raised(phone) {
                prop_assert_eq!(new.check(), Ok(()));
                let parts = |cost: Argon2Cost| [cost.memory_kib, cost.passes, cost.lanes];
                let bounds = parts(old).into_iter().zip(parts(phone)).zip(parts(Argon2Cost::STANDARD));
                for (new, ((old, phone), today)) in parts(new).into_iter().zip(bounds) {
                    prop_assert!(new >= old);
                    prop_assert!(new == old || new <= phone.min(today));
                }
                prop_assert!(new != old);
                prop_assert_eq!(new.raised(phone), None);
            }
        }
    }

    /// P-H-C/phc-winner-argon2: src/test.c, Argon2id, version 0x13, t = 2, m = 2^16, p = 1.
    #[test]
    fn argon2id_gives_the_reference_implementations_bytes() {
        let cost = Argon2Cost { memory_kib: 1 << 16, passes: 2, lanes: 1 };
        let made = argon2id(b"password", b"somesalt", cost).unwrap();
        let known = "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7";
        assert_eq!(HEXLOWER.encode(made.expose()), known);
    }

    /// RFC 9106, 5.3: with a secret and associated data, which slots do not use; shows that the library is the RFC's.
    #[test]
    fn argon2id_gives_the_rfcs_bytes() {
        let params = ParamsBuilder::new()
            .m_cost(32)
            .t_cost(3)
            .p_cost(4)
            .data(AssociatedData::new(&[4; 12]).unwrap())
            .build()
            .unwrap();
        let argon2 = Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params).unwrap();
        let mut tag = [0; 32];
        argon2.hash_password_into(&[1; 32], &[2; 16], &mut tag).unwrap();
        let known = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659";
        assert_eq!(HEXLOWER.encode(&tag), known);
    }
}
