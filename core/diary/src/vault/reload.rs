//! Looking at the key file again, after somebody else may have written it.

use super::copies;
use super::error::VaultError;
use super::keyring::Vault;

impl Vault {
    /// Reads both copies again and goes on from them; whether they are another content than the one known here.
    ///
    /// Nothing that was known stays behind: slots, files and sealing keys are those of the file. Changes that were never
    /// saved are gone.
    ///
    /// # Errors
    /// [`VaultError::ChangedElsewhere`] if they do not rest on the household key that is known here: it was renewed, or it
    /// is another household; and as [`LockedVault::load`](super::LockedVault::load). Nothing is changed then.
    pub fn reload(&mut self) -> Result<bool, VaultError> {
        let (file, notice) = copies::load(self.dir())?;
        if file.body.household != self.body.household || !file.is_authentic(&self.keys.mac) {
            return Err(VaultError::ChangedElsewhere);
        }
        Ok(self.adopt(&file, notice))
    }
}
