//! Key files of every version, their slots, and the installation's file, by their bytes, with a right checksum: what a forger
//! can write. Nothing panics; nothing but what the household wrote opens, and that comes back byte for byte; what asks for more
//! memory, passes or lanes than are allowed is refused before anything is computed.
#![no_main]

use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use diary_core_fuzz::ports::{Entropy, NoEntropy};
use diary_core_fuzz::vault::{
    Argon2Cost, Installation, KeyCopy, LockedVault, Passphrase, RecoveryCode, SlotInfo, Unlock, Vault,
    VaultError,
};
use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};

/// Samples of each version, written once and opened for ever.
const BASES: [&[u8]; 3] = [
    include_bytes!("../../../../tests/fixtures/vault/keys-1.json"),
    include_bytes!("../../../../tests/fixtures/vault/keys-2.json"),
    include_bytes!("../../../../tests/fixtures/vault/keys-3.json"),
];
const INSTALLATION: &[u8] = include_bytes!("../../../../tests/fixtures/vault/installation-1.json");
const CHECKSUM: &str = ",\"checksum\":\"";
/// What is refused before it is computed is refused at once, whatever else the machine does.
const AT_ONCE: Duration = Duration::from_secs(5);

/// The repeatable source that the samples were written with.
#[derive(Debug)]
struct Tape(Mutex<u64>);

impl Entropy for Tape {
    fn fill(&self, out: &mut [u8]) -> Result<(), NoEntropy> {
        let mut state = self.0.lock().unwrap();
        for chunk in out.chunks_mut(32) {
            *state += 1;
            chunk.copy_from_slice(&Sha256::digest(state.to_be_bytes())[..chunk.len()]);
        }
        Ok(())
    }
}

/// The recovery code that opens each of the samples; its passphrases are left out where they take long.
fn code() -> &'static RecoveryCode {
    static CODE: OnceLock<RecoveryCode> = OnceLock::new();
    CODE.get_or_init(|| RecoveryCode::random(&Tape(Mutex::new(99 << 32))).unwrap())
}

fuzz_target!(|input: (u8, Vec<(u16, u8, &[u8])>)| {
    let (choice, edits) = input;
    let which = usize::from(choice % 5);
    let mut bytes = match which {
        0..=2 => object(BASES[which]),
        3 => object(INSTALLATION),
        _ => Vec::new(),
    };
    for (at, take, put) in &edits {
        let from = usize::from(*at).min(bytes.len());
        let to = (from + usize::from(*take)).min(bytes.len());
        bytes.splice(from..to, put.iter().copied());
    }
    if which == 4 {
        key_file(&bytes, false);
        installation(&bytes);
    }
    let digits = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let whole = [&bytes, CHECKSUM.as_bytes(), digits.as_bytes(), b"\"}\n"].concat();
    key_file(&whole, choice >= 0xf0);
    installation(&whole);
    if choice % 16 == 0 {
        copies(&whole);
    }
});

/// A file without its checksum and what closes it.
fn object(whole: &[u8]) -> Vec<u8> {
    let tail = CHECKSUM.len() + 64 + 3;
    whole[..whole.len() - tail].to_vec()
}

fn installation(bytes: &[u8]) {
    match Installation::from_bytes(bytes) {
        Ok(read) => assert_eq!(&read.to_bytes()[..], bytes, "another file than was read"),
        Err(VaultError::Damaged(_) | VaultError::Newer) => {}
        Err(other) => panic!("{other:?}"),
    }
}

fn key_file(bytes: &[u8], with_passphrase: bool) {
    let locked = match LockedVault::of_bytes(bytes) {
        Ok(locked) => locked,
        Err(VaultError::Damaged(_) | VaultError::Newer) => return,
        Err(other) => panic!("{other:?}"),
    };
    let slots = locked.slots();
    assert!((1..=16).contains(&slots.len()) && locked.files().len() <= 4096);
    for slot in &slots {
        assert!(
            !slot.usable || slot.cost.is_none_or(|cost| cost.check().is_ok()),
            "a cost that is not allowed"
        );
    }
    // Nobody without a secret makes what opens, whatever the checksum says.
    match locked.unlock(Unlock::Recovery(code())) {
        Ok(vault) => opened(vault, bytes),
        Err(VaultError::WrongSecret | VaultError::Damaged(_) | VaultError::Tampered) => {}
        Err(other) => panic!("{other:?}"),
    }
    let tried = slots.iter().filter(|slot| slot.usable).filter_map(|slot| slot.cost);
    let work: u64 = tried.map(|cost| u64::from(cost.memory_kib) * u64::from(cost.passes)).sum();
    let costly = slots.iter().filter(|slot| slot.cost.is_some()).any(|slot| !slot.usable);
    if work == 0 || (with_passphrase && work <= 4 * u64::from(Argon2Cost::LEAST.memory_kib)) {
        let begun = Instant::now();
        let refused = locked.unlock(Unlock::Passphrase(&Passphrase::new("not the one at all"))).unwrap_err();
        assert!(begun.elapsed() < AT_ONCE, "something was computed");
        let allowed = matches!(refused, VaultError::WrongSecret)
            || (costly && matches!(refused, VaultError::Damaged(_) | VaultError::Bounds));
        assert!(allowed, "{refused:?}");
    }
}

/// What opens is what the household wrote: it comes back byte for byte, and its own locks say what they take.
fn opened(mut vault: Vault, bytes: &[u8]) {
    assert!(BASES.contains(&bytes), "a file that nobody wrote was opened");
    let dir = tempfile::tempdir_in(memory()).unwrap();
    Vault::put_key_file(dir.path(), bytes).unwrap();
    for copy in [KeyCopy::First, KeyCopy::Second] {
        assert_eq!(std::fs::read(dir.path().join(copy.file_name())).unwrap(), bytes);
    }
    for file in vault.files() {
        let Some(slots) = vault.own_lock(file.id) else {
            vault.file_key(file.id).unwrap();
            continue;
        };
        assert!(slots.iter().all(|slot: &SlotInfo| slot.usable));
        assert_eq!(vault.open_own(file.id, Unlock::Recovery(code())), Err(VaultError::WrongSecret));
        assert_eq!(vault.file_key(file.id).unwrap_err(), VaultError::OwnLockShut);
    }
}

/// Beside a whole second copy, whatever lies in the place of the first is never taken for the household's.
fn copies(bytes: &[u8]) {
    let dir = tempfile::tempdir_in(memory()).unwrap();
    std::fs::write(dir.path().join("keys.json"), bytes).unwrap();
    std::fs::write(dir.path().join("keys.copy.json"), BASES[1]).unwrap();
    let Ok(locked) = LockedVault::load(dir.path()) else { return };
    if let Ok(vault) = locked.unlock(Unlock::Recovery(code())) {
        assert!(
            BASES.contains(&bytes) || vault.notice().is_some(),
            "a forged copy was passed over in silence"
        );
    }
    assert_eq!(std::fs::read(dir.path().join("keys.json")).unwrap(), bytes, "something was repaired");
}

fn memory() -> &'static str {
    if std::path::Path::new("/dev/shm").is_dir() { "/dev/shm" } else { "." }
}
