//! What a shell has at hand: the folder, the secrets beside it, a clock that stands, and randomness with a seed.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use diary_core::backup::{BackupError, Directory};
use diary_core::household::{self, Damaged, Household, HouseholdError, Outside, Restore};
use diary_core::time::Zones;
use diary_core::vault::{
    Argon2Cost, Installation, LockedVault, Passphrase, RecoveryCode, Unlock, VaultError,
};
use diary_sim::SimClock;
use diary_sim::scenario::SeededEntropy;
use diary_tests::EVENING_MS;

/// One case: a folder with `disk/home`, the household, `disk/backup` and `disk/restored`; `code` and `installation`, which its owner keeps elsewhere;
/// and `told`, where a run writes down what it was told.
pub(crate) struct World {
    case: PathBuf,
    pub(crate) clock: SimClock,
    pub(crate) outside: Outside,
    told: File,
}

impl World {
    /// Each role draws other randomness, and the same in every run, so that a call has the same number in every run.
    pub(crate) fn new(case: &Path, seed: u64) -> Self {
        let clock = SimClock::new(EVENING_MS, "Europe/London");
        let outside = Outside {
            clock: Arc::new(clock.clone()),
            entropy: Arc::new(SeededEntropy::new(seed)),
            zones: Zones::built_in(),
        };
        let told = OpenOptions::new().create(true).append(true).open(case.join("told")).unwrap();
        Self { case: case.to_owned(), clock, outside, told }
    }

    /// Everything below fails.
    pub(crate) fn disk(&self) -> PathBuf {
        self.case.join("disk")
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.case.join("disk/home")
    }

    /// Where a scenario restores to.
    pub(crate) fn restored(&self) -> PathBuf {
        self.case.join("disk/restored")
    }

    pub(crate) fn backup_path(&self) -> PathBuf {
        self.case.join("disk/backup")
    }

    pub(crate) fn backup(&self) -> Result<Directory, HouseholdError> {
        Ok(Directory::open(&self.backup_path()).map_err(BackupError::from)?)
    }

    /// Restores the newest backup.
    pub(crate) fn restore(&self, to: &Path) -> Result<(), HouseholdError> {
        let (code, folder) = (self.code(), self.backup()?);
        let what =
            Restore { secret: Unlock::Recovery(&code), number: None, own: None, damaged: Damaged::Refuse };
        household::restore(&folder, to, &what, &self.outside).map(|_| ())
    }

    /// A folder beside the disk that nothing is in yet.
    pub(crate) fn beside(&self) -> PathBuf {
        (0..u8::MAX)
            .map(|number| self.case.join(format!("beside-{number}")))
            .find(|path| !path.exists())
            .unwrap()
    }

    /// Opens another household that the same code opens, as a new installation.
    pub(crate) fn unlock_other(&self, home: &Path) -> Result<Household, HouseholdError> {
        let unlocked = Household::unlock(home, Unlock::Recovery(&self.code()), None, self.outside.clone())?;
        Ok(unlocked.household)
    }

    /// Something that the program said: `done FACT`, `refused FACT: why`.
    pub(crate) fn tell(&self, line: &str) {
        (&self.told).write_all(format!("{line}\n").as_bytes()).unwrap();
    }

    /// The facts that a run was told are stored, or those that it was told are not.
    pub(crate) fn told(&self, word: &str) -> Vec<String> {
        let text = fs::read_to_string(self.case.join("told")).unwrap();
        let facts = text.lines().filter_map(|line| line.strip_prefix(word));
        facts.map(|fact| fact.split(": ").next().unwrap_or(fact).to_owned()).collect()
    }

    pub(crate) fn read(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.case.join(name)).ok()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.case.join(name), text).unwrap();
    }

    pub(crate) fn create(&self) -> Result<(), HouseholdError> {
        let made = Household::create(&self.home(), &passphrase(), Argon2Cost::LEAST, &self.outside)?;
        let (code, installation) = made;
        self.write("code", &code.grouped());
        self.keep(&installation);
        Ok(())
    }

    /// Keeps the installation's marker in the place of the one before, beside the disk that fails.
    pub(crate) fn keep(&self, installation: &Installation) {
        fs::write(self.case.join("installation"), installation.to_bytes()).unwrap();
    }

    /// The recovery code that was shown.
    pub(crate) fn code(&self) -> RecoveryCode {
        RecoveryCode::parse(&self.read("code").unwrap()).unwrap()
    }

    pub(crate) fn installation(&self) -> Option<Installation> {
        let bytes = fs::read(self.case.join("installation")).ok()?;
        Some(Installation::from_bytes(&bytes).unwrap())
    }

    /// With the recovery code, which costs no Argon2.
    pub(crate) fn unlock(&self) -> Result<Household, HouseholdError> {
        self.unlock_with(Unlock::Recovery(&self.code()))
    }

    /// With the passphrase, which is known even where a killed program could not show its code any more; with the second
    /// one where the first was changed.
    pub(crate) fn unlock_by_passphrase(&self) -> Result<Household, HouseholdError> {
        match self.unlock_with(Unlock::Passphrase(&passphrase())) {
            Err(HouseholdError::Vault(VaultError::WrongSecret)) => {
                self.unlock_with(Unlock::Passphrase(&second_passphrase()))
            }
            other => other,
        }
    }

    /// Whether a passphrase opens the household's keys.
    pub(crate) fn opens(&self, passphrase: &Passphrase) -> bool {
        LockedVault::load(&self.home()).unwrap().unlock(Unlock::Passphrase(passphrase)).is_ok()
    }

    fn unlock_with(&self, secret: Unlock<'_>) -> Result<Household, HouseholdError> {
        let installation = self.installation();
        Ok(Household::unlock(&self.home(), secret, installation, self.outside.clone())?.household)
    }
}

pub(crate) fn passphrase() -> Passphrase {
    Passphrase::new("correct horse battery")
}

pub(crate) fn second_passphrase() -> Passphrase {
    Passphrase::new("nine boats at the pier")
}

/// What opens a diary that has a lock of its own.
pub(crate) fn own_passphrase() -> Passphrase {
    Passphrase::new("lamp otter gravel noon")
}
