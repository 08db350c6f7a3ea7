//! What the whole-system tests share: a household in a folder of its own, and synchronisation with the
//! simulated devices as a shell does it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test helper that cannot go on ends the test")]

pub mod phone;
pub mod readings;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use diary_core::device::{Outcome, PersistFailed, Profile, Session};
use diary_core::household::{self, Household, Outside, Slot};
use diary_core::id::{DeviceId, PersonId};
use diary_core::time::Zones;
use diary_core::vault::{Argon2Cost, Installation, Passphrase, RecoveryCode, Unlock};
use sha2::{Digest, Sha256};

use diary_host::{SystemEntropy, random};
use diary_sim::{Faults, Peripheral, RunReport, SimClock, run};

/// 2026-08-21T20:00:00Z: an evening on which every recorded frame of the simulated devices lies in the past.
pub const EVENING_MS: i64 = 1_787_342_400_000;

/// A household in a temporary folder, with what a shell keeps of it.
#[derive(Debug)]
pub struct Home {
    root: tempfile::TempDir,
    /// Time and zone.
    pub clock: SimClock,
    /// The recovery code.
    pub code: RecoveryCode,
    installation: Vec<u8>,
}

/// A household with two people and one device.
#[derive(Debug, Clone, Copy)]
pub struct Pairing {
    /// The device.
    pub device: DeviceId,
    /// Whose its only slot, or its first one, is.
    pub first: PersonId,
    /// Whose its second slot is.
    pub second: PersonId,
}

impl Home {
    /// Makes an empty household, on a memory disk where there is one: these tests are about what is written, not about
    /// how fast a disk is.
    ///
    /// # Panics
    /// If it cannot be made.
    pub fn new() -> Self {
        let memory = Path::new("/dev/shm");
        let root = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        let clock = SimClock::new(EVENING_MS, "Europe/London");
        let (code, installation) = Household::create(
            &root.path().join("home"),
            &Self::passphrase(),
            Argon2Cost::LEAST,
            &outside(&clock),
        )
        .unwrap();
        Self { root, clock, code, installation: installation.to_bytes().to_vec() }
    }

    /// The household's folder.
    pub fn folder(&self) -> PathBuf {
        self.root.path().join("home")
    }

    /// The passphrase.
    pub fn passphrase() -> Passphrase {
        Passphrase::new("correct horse battery")
    }

    /// This installation's marker.
    ///
    /// # Panics
    /// Never: it was just written.
    pub fn installation(&self) -> Installation {
        Installation::from_bytes(&self.installation).unwrap()
    }

    /// Unlocks the household.
    ///
    /// # Panics
    /// If it does not open.
    pub fn unlock(&self) -> Household {
        let secret = Self::passphrase();
        Household::unlock(
            &self.folder(),
            Unlock::Passphrase(&secret),
            Some(self.installation()),
            outside(&self.clock),
        )
        .unwrap()
        .household
    }

    /// Adds two people, pairs a device and gives its slots to them: the only one to the first, or 0 and 1 to each.
    ///
    /// # Panics
    /// If any of it is refused.
    pub fn pair(&self, household: &Household, device: &mut dyn Peripheral) -> Pairing {
        let first = household.add_person("Ana").unwrap();
        let second = household.add_person("Ben").unwrap();
        let mut session = Session::new(Profile::pair(None), [1; 16]);
        let report = run(&mut session, device, &self.clock, &mut |_| Ok(()), &Faults::default(), &mut |_| {});
        let Some(Outcome::Paired(paired)) = report.outcome else {
            panic!("not paired: {:?}", report.outcome)
        };
        let device = household.add_device(&paired).unwrap();
        if household.device(device).unwrap().description.users() == 1 {
            household.assign(device, Slot::Only, first).unwrap();
        } else {
            household.assign(device, Slot::User(0), first).unwrap();
            household.assign(device, Slot::User(1), second).unwrap();
        }
        Pairing { device, first, second }
    }

    /// One synchronisation, each item durable in the inbox before the session goes on.
    ///
    /// # Panics
    /// If a durable write fails.
    pub fn sync(
        &self,
        household: &Household,
        id: DeviceId,
        device: &mut dyn Peripheral,
        session: [u8; 16],
        faults: &Faults,
    ) -> RunReport {
        let profile = household.device(id).unwrap().description.profile();
        let mut machine = Session::new(profile, session);
        let report = run(
            &mut machine,
            device,
            &self.clock,
            &mut |item| {
                household::receive(household.inbox(), id, &item).map(|_| ()).map_err(|_| PersistFailed)
            },
            faults,
            &mut |_| {},
        );
        if let Some(outcome) = &report.outcome {
            household.synced(id, session, outcome).unwrap();
        }
        report
    }
}

impl Default for Home {
    fn default() -> Self {
        Self::new()
    }
}

/// The outside on a simulated clock.
pub fn outside(clock: &SimClock) -> Outside {
    Outside { clock: Arc::new(clock.clone()), entropy: Arc::new(SystemEntropy), zones: Zones::built_in() }
}

impl Home {
    /// The same household once more, as it lies on disk now.
    ///
    /// # Panics
    /// If it cannot be copied.
    #[must_use]
    pub fn copied(&self) -> Self {
        let root = tempfile::tempdir_in(self.root.path().parent().unwrap()).unwrap();
        copy_folder(&self.folder(), &root.path().join("home"));
        let code = RecoveryCode::parse(&self.code.grouped()).unwrap();
        Self { root, clock: self.clock.clone(), code, installation: self.installation.clone() }
    }

    /// Every file of the household with its path inside the folder, in order.
    ///
    /// # Panics
    /// If one cannot be read.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        tree(&self.folder())
    }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

fn read_folder(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_folder(&path, found);
        } else {
            let bytes = std::fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
}

/// Whether the long form of a search was asked for (`tests/run --long`).
pub fn long() -> bool {
    std::env::var_os("DIARY_LONG").is_some_and(|value| value == "1")
}

/// A random number, for moments and places that a test picks.
///
/// # Panics
/// If the system has no randomness.
pub fn random_u64() -> u64 {
    u64::from_le_bytes(random().unwrap())
}

/// Every file below a folder with its bytes, in order; nothing for a folder that is not there.
///
/// # Panics
/// If a file cannot be read.
pub fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    if folder.is_dir() {
        read_folder(folder, &mut found);
    }
    found.sort();
    found
}

/// A key file as a later version would write it: another version number, under a checksum that fits.
///
/// # Panics
/// If the text is no key file.
pub fn with_version(key_file: &str, version: u32) -> String {
    let (body, _) = key_file.rsplit_once(",\"checksum\":").unwrap();
    let (before, after) = body.split_once("\"version\":").unwrap();
    let after = after.trim_start_matches(|digit: char| digit.is_ascii_digit());
    let body = format!("{before}\"version\":{version}{after}");
    let checksum = data_encoding::HEXLOWER.encode(&Sha256::digest(body.as_bytes()));
    format!("{body},\"checksum\":\"{checksum}\"}}\n")
}
