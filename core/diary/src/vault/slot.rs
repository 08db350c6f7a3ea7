//! A slot: one secret that opens the household.
//!
//! A slot holds the household key, encrypted under a key that only its secret gives: a passphrase through Argon2id
//! version 1.3 (RFC 9106), a recovery code through HKDF-SHA256 (RFC 5869; a code has 148 random bits, so slowness adds
//! nothing). Everything that says how to open it (household, slot id, kind, suite, cost) is authenticated with the
//! wrapped key, so that no field can be exchanged.
//!
//! A plain checksum in each slot tells accidental damage from a wrong secret. It is no protection: whoever alters a
//! slot on purpose can compute it, and then the slot looks as if the secret were wrong.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::ports::Entropy;

use super::error::{Part, VaultError};
use super::recovery::RecoveryCode;
use super::secret::{Passphrase, Secret};
use super::wrap::{Wrapped, associated, derive};
use crate::id::{Hex, HouseholdId, SlotId};

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
}

impl Default for Argon2Cost {
    fn default() -> Self {
        Self::STANDARD
    }
}

/// A secret that is to open the household from now on.
#[derive(Debug, Clone, Copy)]
pub enum NewSlot<'a> {
    /// A passphrase of at least [`super::secret::SHORTEST_PASSPHRASE`] characters.
    Passphrase(&'a Passphrase, Argon2Cost),
    /// A recovery code.
    Recovery(&'a RecoveryCode),
}

/// What kind of secret a slot takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SlotKind {
    /// A passphrase.
    Passphrase,
    /// A recovery code.
    Recovery,
}

/// What can be said of a slot without its secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotInfo {
    /// The slot.
    pub id: SlotId,
    /// What opens it.
    pub kind: SlotKind,
    /// Whether its checksum and cost are right, so that the right secret opens it.
    pub usable: bool,
}

/// How the wrapping key comes from the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Opening {
    Passphrase { memory_kib: u32, passes: u32, lanes: u32 },
    Recovery,
}

/// The algorithms of a slot; another set means another version of the key file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Suite {
    /// Argon2id version 0x13 or HKDF-SHA256, then XChaCha20-Poly1305.
    #[serde(rename = "argon2id-v19/hkdf-sha256/xchacha20-poly1305")]
    One,
}

impl Suite {
    fn code(self) -> &'static [u8] {
        match self {
            Self::One => b"argon2id-v19/hkdf-sha256/xchacha20-poly1305",
        }
    }
}

/// One slot as the key file holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Slot {
    id: SlotId,
    opening: Opening,
    suite: Suite,
    salt: Hex<16>,
    wrapped: Wrapped,
    checksum: Hex<8>,
}

impl Slot {
    /// Wraps `household_key` for a new secret.
    pub(super) fn new(
        household: HouseholdId,
        secret: NewSlot<'_>,
        household_key: &Secret<32>,
        entropy: &dyn Entropy,
    ) -> Result<Self, VaultError> {
        let opening = match secret {
            NewSlot::Passphrase(passphrase, cost) => {
                passphrase.check_new()?;
                cost.check()?;
                Opening::Passphrase { memory_kib: cost.memory_kib, passes: cost.passes, lanes: cost.lanes }
            }
            NewSlot::Recovery(_) => Opening::Recovery,
        };
        let id = SlotId::random(entropy)?;
        let mut salt = [0; 16];
        entropy.fill(&mut salt)?;
        let wrapping = match secret {
            NewSlot::Passphrase(passphrase, cost) => argon2id(passphrase.bytes(), &salt, cost)?,
            NewSlot::Recovery(code) => from_code(code, &salt),
        };
        let suite = Suite::One;
        let binding = binding(household, id, &opening, suite);
        let wrapped = Wrapped::seal(&wrapping, &binding, household_key, entropy)?;
        let checksum = checksum(&binding, &salt, &wrapped);
        Ok(Self { id, opening, suite, salt: Hex(salt), wrapped, checksum })
    }

    pub(super) fn id(&self) -> SlotId {
        self.id
    }

    pub(super) fn info(&self, household: HouseholdId) -> SlotInfo {
        let kind = match self.opening {
            Opening::Passphrase { .. } => SlotKind::Passphrase,
            Opening::Recovery => SlotKind::Recovery,
        };
        SlotInfo { id: self.id, kind, usable: self.check(household).is_ok() }
    }

    /// Tells damage and forbidden costs before anything is computed from them.
    fn check(&self, household: HouseholdId) -> Result<(), VaultError> {
        let binding = binding(household, self.id, &self.opening, self.suite);
        if checksum(&binding, &self.salt.0, &self.wrapped) != self.checksum {
            return Err(VaultError::Damaged(Part::Slot(self.id)));
        }
        match self.opening {
            Opening::Passphrase { memory_kib, passes, lanes } => {
                Argon2Cost { memory_kib, passes, lanes }.check()
            }
            Opening::Recovery => Ok(()),
        }
    }

    /// The household key, if this slot is a passphrase's and `passphrase` is the one.
    ///
    /// # Errors
    /// [`VaultError::WrongSecret`], also for a slot of another kind; [`VaultError::Damaged`]; [`VaultError::Bounds`];
    /// [`VaultError::NoMemory`].
    pub(super) fn open_passphrase(
        &self,
        household: HouseholdId,
        passphrase: &Passphrase,
    ) -> Result<Secret<32>, VaultError> {
        let Opening::Passphrase { memory_kib, passes, lanes } = self.opening else {
            return Err(VaultError::WrongSecret);
        };
        self.check(household)?;
        let cost = Argon2Cost { memory_kib, passes, lanes };
        self.unwrap_with(household, &argon2id(passphrase.bytes(), &self.salt.0, cost)?)
    }

    /// The household key, if this slot is a recovery code's and `code` is the one.
    ///
    /// # Errors
    /// [`VaultError::WrongSecret`], also for a slot of another kind; [`VaultError::Damaged`].
    pub(super) fn open_recovery(
        &self,
        household: HouseholdId,
        code: &RecoveryCode,
    ) -> Result<Secret<32>, VaultError> {
        let Opening::Recovery = self.opening else {
            return Err(VaultError::WrongSecret);
        };
        self.check(household)?;
        self.unwrap_with(household, &from_code(code, &self.salt.0))
    }

    fn unwrap_with(&self, household: HouseholdId, wrapping: &Secret<32>) -> Result<Secret<32>, VaultError> {
        let binding = binding(household, self.id, &self.opening, self.suite);
        self.wrapped.open(wrapping, &binding).map_err(|_| VaultError::WrongSecret)
    }

    #[cfg(test)]
    pub(super) fn forge(&mut self, household: HouseholdId, cost: Argon2Cost) {
        self.opening =
            Opening::Passphrase { memory_kib: cost.memory_kib, passes: cost.passes, lanes: cost.lanes };
        let binding = binding(household, self.id, &self.opening, self.suite);
        self.checksum = checksum(&binding, &self.salt.0, &self.wrapped);
    }

    #[cfg(test)]
    pub(super) fn damage(&mut self) {
        self.salt.0[0] ^= 1;
    }
}

/// What is authenticated with the wrapped key: all that says how to open the slot.
fn binding(household: HouseholdId, id: SlotId, opening: &Opening, suite: Suite) -> Vec<u8> {
    let mut cost = [0; 12];
    let kind: &[u8] = match opening {
        Opening::Passphrase { memory_kib, passes, lanes } => {
            for (place, value) in cost.chunks_exact_mut(4).zip([memory_kib, passes, lanes]) {
                place.copy_from_slice(&value.to_be_bytes());
            }
            b"passphrase"
        }
        Opening::Recovery => b"recovery",
    };
    associated("health-diary/slot/1", &[household.as_bytes(), id.as_bytes(), kind, suite.code(), &cost])
}

fn checksum(binding: &[u8], salt: &[u8; 16], wrapped: &Wrapped) -> Hex<8> {
    let digest =
        Sha256::new().chain_update(binding).chain_update(salt).chain_update(wrapped.bytes()).finalize();
    let mut first = [0; 8];
    for (place, byte) in first.iter_mut().zip(digest) {
        *place = byte;
    }
    Hex(first)
}

fn from_code(code: &RecoveryCode, salt: &[u8; 16]) -> Secret<32> {
    derive(code.symbols(), salt, "health-diary/slot/1 recovery code")
}

/// Argon2id version 1.3 to 32 bytes, with memory that is wiped afterwards.
fn argon2id(passphrase: &[u8], salt: &[u8], cost: Argon2Cost) -> Result<Secret<32>, VaultError> {
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
    use argon2::{AssociatedData, ParamsBuilder};
    use data_encoding::HEXLOWER;

    use super::super::testing::Tape;
    use super::*;

    const HOUSEHOLD: HouseholdId = HouseholdId::from_bytes([9; 16]);

    fn key() -> Secret<32> {
        Secret::take(&mut [5; 32])
    }

    #[test]
    fn each_kind_opens_with_its_own_secret_only() {
        let passphrase = Passphrase::new("correct horse");
        let code = RecoveryCode::random(&Tape::new(3)).unwrap();
        let by_passphrase =
            Slot::new(HOUSEHOLD, NewSlot::Passphrase(&passphrase, Argon2Cost::LEAST), &key(), &Tape::new(1));
        let by_code = Slot::new(HOUSEHOLD, NewSlot::Recovery(&code), &key(), &Tape::new(2)).unwrap();
        let by_passphrase = by_passphrase.unwrap();

        assert_eq!(by_passphrase.open_passphrase(HOUSEHOLD, &passphrase), Ok(key()));
        assert_eq!(by_code.open_recovery(HOUSEHOLD, &code), Ok(key()));
        let wrong = Err(VaultError::WrongSecret);
        assert_eq!(by_passphrase.open_passphrase(HOUSEHOLD, &Passphrase::new("correct horsf")), wrong);
        assert_eq!(by_passphrase.open_recovery(HOUSEHOLD, &code), wrong);
        assert_eq!(by_code.open_passphrase(HOUSEHOLD, &passphrase), wrong);
        let other = RecoveryCode::random(&Tape::new(4)).unwrap();
        assert_eq!(by_code.open_recovery(HOUSEHOLD, &other), wrong);
        // A slot carried into another household is not taken for a wrong secret.
        let elsewhere = HouseholdId::from_bytes([8; 16]);
        assert!(matches!(by_code.open_recovery(elsewhere, &code), Err(VaultError::Damaged(_))));
    }

    #[test]
    fn damage_is_told_from_a_wrong_secret() {
        let code = RecoveryCode::random(&Tape::new(3)).unwrap();
        let mut slot = Slot::new(HOUSEHOLD, NewSlot::Recovery(&code), &key(), &Tape::new(2)).unwrap();
        slot.damage();
        assert_eq!(slot.open_recovery(HOUSEHOLD, &code), Err(VaultError::Damaged(Part::Slot(slot.id()))));
        assert!(!slot.info(HOUSEHOLD).usable);
    }

    #[test]
    fn costs_outside_the_range_are_refused_before_they_run() {
        let passphrase = Passphrase::new("correct horse");
        let good = Argon2Cost::LEAST;
        for cost in [
            Argon2Cost { memory_kib: 8 * 1024 - 1, ..good },
            Argon2Cost { memory_kib: u32::MAX, ..good },
            Argon2Cost { passes: 0, ..good },
            Argon2Cost { passes: 17, ..good },
            Argon2Cost { lanes: 0, ..good },
            Argon2Cost { lanes: 5, ..good },
        ] {
            let secret = NewSlot::Passphrase(&passphrase, cost);
            assert_eq!(Slot::new(HOUSEHOLD, secret, &key(), &Tape::new(1)), Err(VaultError::Bounds));
            let secret = NewSlot::Passphrase(&passphrase, good);
            let mut forged = Slot::new(HOUSEHOLD, secret, &key(), &Tape::new(1)).unwrap();
            forged.forge(HOUSEHOLD, cost);
            assert_eq!(forged.open_passphrase(HOUSEHOLD, &passphrase), Err(VaultError::Bounds));
        }
        // An allowed cost that is not the one it was wrapped with is authenticated, so it opens nothing.
        let mut forged =
            Slot::new(HOUSEHOLD, NewSlot::Passphrase(&passphrase, good), &key(), &Tape::new(1)).unwrap();
        forged.forge(HOUSEHOLD, Argon2Cost { passes: 2, ..good });
        assert_eq!(forged.open_passphrase(HOUSEHOLD, &passphrase), Err(VaultError::WrongSecret));
        Argon2Cost::STANDARD.check().unwrap();
    }

    #[test]
    fn a_short_passphrase_makes_no_slot() {
        let secret = Passphrase::new("short");
        let made =
            Slot::new(HOUSEHOLD, NewSlot::Passphrase(&secret, Argon2Cost::LEAST), &key(), &Tape::new(1));
        assert_eq!(made, Err(VaultError::PassphraseTooShort));
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
