//! Records sealed to a public key, for a phone that is locked while a cuff speaks.
//!
//! HPKE in base mode (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. A sealed record is the
//! encapsulated key (32 bytes), then the ciphertext with its tag (16 bytes). The plaintext is its own length (4 bytes,
//! big-endian), the record, and zeros up to the next multiple of 256 bytes, so that a record's size says next to
//! nothing about what it is. Household, key and sequence number are authenticated with it: a sealed record opens only
//! in the place it was sealed for.
//!
//! Base mode proves nothing about who sealed: whoever can write to the inbox can add a record.

use core::convert::Infallible;
use core::fmt;

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use zeroize::Zeroizing;

use crate::error::ErrorKind;
use crate::ports::{Entropy, NoEntropy};

use super::secret::Secret;
use super::wrap::associated;
use crate::id::{HouseholdId, SealingKeyId};

/// Plaintexts are filled up to a multiple of this many bytes.
pub const PADDING_STEP: usize = 256;
/// The longest record that can be sealed: 1 MiB.
pub const LONGEST_RECORD: usize = 1 << 20;

const LENGTH_BYTES: usize = 4;
const ENCAPSULATED: usize = 32;
const TAG: usize = 16;
const INFO: &[u8] = b"health-diary/sealed/1";

type Suite = X25519HkdfSha256;

/// Why a record could not be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The record was sealed for another key or place, or its bytes were changed.
    #[error("a sealed record does not open with this key: it is damaged or was sealed for another place")]
    NotOpened,
    /// The public key is not one that anything can be sealed to.
    #[error("the public key to seal to is not valid; load the household's keys again")]
    BadKey,
    /// More than [`LONGEST_RECORD`] bytes.
    #[error("the record is longer than one mebibyte and was not sealed; split it")]
    TooLong,
    /// The random source failed.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
}

/// The place that a record is sealed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealContext {
    /// The household whose inbox it is.
    pub household: HouseholdId,
    /// The key that it is sealed to.
    pub key: SealingKeyId,
    /// The record's number in the inbox.
    pub sequence: u64,
}

impl SealContext {
    fn associated(&self) -> Vec<u8> {
        let sequence = self.sequence.to_be_bytes();
        associated("health-diary/sealed/1", &[self.household.as_bytes(), self.key.as_bytes(), &sequence])
    }
}

/// The half of a sealing key that may lie in the open: an X25519 public key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SealingPublic([u8; 32]);

impl SealingPublic {
    /// The key that these bytes are; whether anything can be sealed to it shows in [`SealingPublic::seal`].
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes of the key.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Seals a record for one place.
    ///
    /// The result has 48 bytes more than the padded plaintext: 304 for a record of up to 252 bytes.
    ///
    /// # Errors
    /// [`SealError::TooLong`], [`SealError::BadKey`], [`SealError::NoEntropy`].
    pub fn seal(
        &self,
        context: &SealContext,
        record: &[u8],
        entropy: &dyn Entropy,
    ) -> Result<Vec<u8>, SealError> {
        let key = <Suite as Kem>::PublicKey::from_bytes(&self.0).map_err(|_| SealError::BadKey)?;
        let padded = pad(record)?;
        let mut random = Randomness { entropy, failed: false };
        let sealed = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, Suite>(
            &OpModeS::Base,
            &key,
            INFO,
            &padded,
            &context.associated(),
            &mut random,
        );
        // What was made without randomness is thrown away before anything else is looked at.
        if random.failed {
            return Err(SealError::NoEntropy(NoEntropy));
        }
        let (encapsulated, ciphertext) = sealed.map_err(|_| SealError::BadKey)?;
        let mut bytes = Vec::with_capacity(ENCAPSULATED + ciphertext.len());
        bytes.extend_from_slice(&encapsulated.to_bytes());
        bytes.extend_from_slice(&ciphertext);
        Ok(bytes)
    }
}

impl fmt::Debug for SealingPublic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SealingPublic({})", data_encoding::HEXLOWER.encode_display(&self.0))
    }
}

/// The half of a sealing key that opens: an X25519 private key.
#[derive(Debug, PartialEq, Eq)]
pub struct SealingPrivate(Secret<32>);

impl SealingPrivate {
    /// A fresh key (RFC 9180, 7.1.3, from 32 random bytes).
    ///
    /// # Errors
    /// [`NoEntropy`] from the source.
    pub fn random(entropy: &dyn Entropy) -> Result<Self, NoEntropy> {
        let material = Secret::<32>::random(entropy)?;
        Ok(Self::derived(material.expose()))
    }

    fn derived(material: &[u8; 32]) -> Self {
        let (key, _) = Suite::derive_keypair(material);
        let mut bytes: [u8; 32] = key.to_bytes().into();
        Self(Secret::take(&mut bytes))
    }

    pub(super) fn from_secret(secret: Secret<32>) -> Self {
        Self(secret)
    }

    pub(super) fn secret(&self) -> &Secret<32> {
        &self.0
    }

    fn key(&self) -> Option<<Suite as Kem>::PrivateKey> {
        <Suite as Kem>::PrivateKey::from_bytes(self.0.expose()).ok()
    }

    /// The public half.
    pub fn public(&self) -> SealingPublic {
        // 32 bytes are always an X25519 private key (RFC 7748, 5); the fallback seals nothing.
        SealingPublic(self.key().map_or([0; 32], |key| Suite::sk_to_pk(&key).to_bytes().into()))
    }

    /// Opens a record that was sealed for this place.
    ///
    /// # Errors
    /// [`SealError::NotOpened`].
    pub fn open(&self, context: &SealContext, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        if sealed.len() > ENCAPSULATED + padded_length(LONGEST_RECORD) + TAG {
            return Err(SealError::NotOpened);
        }
        let padded = self.open_raw(INFO, &context.associated(), sealed).ok_or(SealError::NotOpened)?;
        unpad(&padded).map(|record| Zeroizing::new(record.to_vec())).ok_or(SealError::NotOpened)
    }

    fn open_raw(&self, info: &[u8], associated: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (encapsulated, ciphertext) = sealed.split_at_checked(ENCAPSULATED)?;
        let encapsulated = <Suite as Kem>::EncappedKey::from_bytes(encapsulated).ok()?;
        hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, Suite>(
            &OpModeR::Base,
            &self.key()?,
            &encapsulated,
            info,
            ciphertext,
            associated,
        )
        .ok()
        .map(Zeroizing::new)
    }
}

/// Our random source for a library that believes that none can fail: a failure is remembered and asked for after.
struct Randomness<'a> {
    entropy: &'a dyn Entropy,
    failed: bool,
}

impl TryRng for Randomness<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        self.failed |= self.entropy.fill(out).is_err();
        Ok(())
    }
}

impl TryCryptoRng for Randomness<'_> {}

const fn padded_length(record: usize) -> usize {
    (LENGTH_BYTES + record).next_multiple_of(PADDING_STEP)
}

fn pad(record: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    if record.len() > LONGEST_RECORD {
        return Err(SealError::TooLong);
    }
    let length = u32::try_from(record.len()).map_err(|_| SealError::TooLong)?;
    let whole = padded_length(record.len());
    let mut padded = Zeroizing::new(Vec::with_capacity(whole));
    padded.extend_from_slice(&length.to_be_bytes());
    padded.extend_from_slice(record);
    padded.resize(whole, 0);
    Ok(padded)
}

fn unpad(padded: &[u8]) -> Option<&[u8]> {
    let (length, rest) = padded.split_first_chunk::<LENGTH_BYTES>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (record, filling) = rest.split_at_checked(length)?;
    let right = padded.len() == padded_length(length) && filling.iter().all(|byte| *byte == 0);
    right.then_some(record)
}

impl SealError {
    /// What a program decides by.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::NotOpened | Self::BadKey => ErrorKind::Failed,
            Self::TooLong => ErrorKind::Invalid,
            Self::NoEntropy(_) => ErrorKind::System,
        }
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;
    use proptest::prelude::*;

    use super::super::testing::Tape;
    use super::*;

    const PLACE: SealContext = SealContext {
        household: HouseholdId::from_bytes([1; 16]),
        key: SealingKeyId::from_bytes([2; 16]),
        sequence: 41,
    };

    fn key(seed: u64) -> SealingPrivate {
        SealingPrivate::random(&Tape::new(seed)).unwrap()
    }

    #[test]
    fn opens_only_in_its_place_with_its_key_and_bytes() {
        let private = key(1);
        let sealed = private.public().seal(&PLACE, b"planted reading", &Tape::new(2)).unwrap();
        assert_eq!(sealed.len(), 304);
        assert_eq!(*private.open(&PLACE, &sealed).unwrap(), b"planted reading");

        let refused = Err(SealError::NotOpened);
        assert_eq!(key(3).open(&PLACE, &sealed), refused);
        for elsewhere in [
            SealContext { sequence: 42, ..PLACE },
            SealContext { key: SealingKeyId::from_bytes([3; 16]), ..PLACE },
            SealContext { household: HouseholdId::from_bytes([3; 16]), ..PLACE },
        ] {
            assert_eq!(private.open(&elsewhere, &sealed), refused);
        }
        for byte in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[byte] ^= 1;
            assert_eq!(private.open(&PLACE, &flipped), refused, "byte {byte}");
        }
        for length in [0, 31, 32, 47, 48, 303] {
            assert_eq!(private.open(&PLACE, &sealed[..length]), refused);
        }
    }

    #[test]
    fn sizes_come_in_steps() {
        let sizes = [(0, 304), (252, 304), (253, 560), (508, 560), (509, 816)];
        for (record, expected) in sizes {
            let sealed = key(1).public().seal(&PLACE, &vec![7; record], &Tape::new(2)).unwrap();
            assert_eq!(sealed.len(), expected, "{record} bytes");
        }
        let record = vec![0; LONGEST_RECORD + 1];
        assert_eq!(key(1).public().seal(&PLACE, &record, &Tape::new(2)), Err(SealError::TooLong));
        let sealed = key(1).public().seal(&PLACE, &record[1..], &Tape::new(2)).unwrap();
        assert_eq!(key(1).open(&PLACE, &sealed).unwrap().len(), LONGEST_RECORD);
    }

    #[test]
    fn a_failing_source_seals_nothing() {
        let public = key(1).public();
        let failed = Err(SealError::NoEntropy(NoEntropy));
        assert_eq!(public.seal(&PLACE, b"x", &Tape::dry_after(2, 0)), failed);
        assert!(SealingPrivate::random(&Tape::dry_after(2, 0)).is_err());
    }

    #[test]
    fn nothing_is_sealed_to_a_point_of_low_order() {
        let public = SealingPublic::from_bytes([0; 32]);
        assert_eq!(public.seal(&PLACE, b"x", &Tape::new(2)), Err(SealError::BadKey));
    }

    /// RFC 9180, A.2.1: the recipient's key pair and the first message.
    #[test]
    fn opens_the_rfcs_vector() {
        let hex = |text: &str| HEXLOWER.decode(text.as_bytes()).unwrap();
        let material = hex("1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df");
        let private = SealingPrivate::derived(&material.try_into().unwrap());
        // The RFC prints the scalar before clamping (RFC 7748, 5), the library keeps it clamped.
        let mut scalar = hex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
        (scalar[0], scalar[31]) = (scalar[0] & 0xf8, scalar[31] & 0x7f | 0x40);
        assert_eq!(private.secret().expose().as_slice(), scalar);
        assert_eq!(
            HEXLOWER.encode(private.public().as_bytes()),
            "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a"
        );
        let encapsulated = "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a";
        let ciphertext =
            "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28";
        let sealed = [hex(encapsulated), hex(ciphertext)].concat();
        let opened = private.open_raw(b"Ode on a Grecian Urn", b"Count-0", &sealed).unwrap();
        assert_eq!(opened.as_slice(), b"Beauty is truth, truth beauty");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_sealed_is_opened(record in proptest::collection::vec(any::<u8>(), 0..600), seed in 0_u64..9) {
            let sealed = key(seed).public().seal(&PLACE, &record, &Tape::new(seed + 1)).unwrap();
            prop_assert_eq!(&*key(seed).open(&PLACE, &sealed).unwrap(), &record);
        }

        #[test]
        fn padding_is_read_back_from_nothing_else(bytes in proptest::collection::vec(0_u8..3, 0..600)) {
            if let Some(record) = unpad(&bytes) {
                let again = pad(record).unwrap();
                prop_assert_eq!(&*again, &bytes);
            }
        }
    }
}
