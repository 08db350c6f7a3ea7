//! The keys of a household: who can open it, and what each opened file needs.
//!
//! Every file of a household is encrypted under a random key of its own. Those keys are wrapped by one random
//! *household key*, and the household key is wrapped once for each *slot*: a passphrase, a recovery code, or a key in
//! a phone's key store. All of it lies in `keys.json` and its second copy `keys.copy.json`; `core/docs/format.md` describes every byte.
//!
//! | module | what it holds |
//! |---|---|
//! | [`secret`] | key bytes and passphrases that leave no copy behind |
//! | [`recovery`] | the recovery code, and which group of it was mistyped |
//! | [`strength`] | how hard a new passphrase is to guess |
//! | [`slot`] | one way in: a secret, the wrapped household key |
//! | [`cost`] | what it costs to try a passphrase |
//! | [`keystore`] | slots of a phone's key store, opened in two steps |
//! | [`keyfile`] | the bytes of `keys.json` |
//! | [`copies`] | its two copies on disk: load, replace, say what is wrong with one |
//! | [`locked`] | [`LockedVault`]: load, look, unlock |
//! | [`attempts`] | slowing down who guesses |
//! | [`keyring`] | [`Vault`]: create, stage changes of slots, save |
//! | [`change`] | [`Vault`]: change who can open it, saved at once |
//! | [`lock`] | [`Vault`]: the slots of one lock, the household's or a file's own |
//! | [`own`] | [`Vault`]: locks of one's own |
//! | `anew` | [`Vault`]: a lock of one's own given up, or made new |
//! | [`generation`] | [`Vault`]: new keys for files, each with the switch to its next generation |
//! | [`contents`] | [`Vault`]: keys of files, sealing keys |
//! | [`seal`] | records sealed to a public key while everything else is locked |
//! | [`installation`] | what one phone keeps outside the household's folder |
//!
//! A failed unlock changes nothing on disk. A wrong secret, damage, a newer version and a file that is not there are
//! different errors, and none of them deletes or repairs anything.

mod anew;
pub mod attempts;
pub mod change;
pub mod contents;
pub mod copies;
pub mod cost;
pub mod error;
pub mod generation;
pub mod identity;
pub mod installation;
pub mod keyfile;
pub mod keyring;
pub mod keystore;
pub mod lock;
pub mod locked;
pub mod own;
pub mod recovery;
mod reload;
pub mod seal;
pub mod secret;
pub mod slot;
pub mod strength;

mod checked;
mod opening;
pub(crate) mod wrap;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use attempts::{Attempt, Attempts, Tried};
pub use copies::{Fault, KeyCopy, Notice};
pub use cost::Argon2Cost;
pub use error::{Part, VaultError};
pub use identity::keyed_identity;
pub use installation::Installation;
pub use keyfile::{FileInfo, FilePurpose, SealingOwner};
pub use keyring::Vault;
pub use keystore::{KeyStoreAnswer, KeyStoreRefusal, Offer, OtherSlot, UnlockRequest};
pub use lock::{Lock, LockMut};
pub use locked::{LockedVault, Unlock};
pub use recovery::{RecoveryCode, RecoveryError};
pub use seal::{SealContext, SealError, SealingPrivate, SealingPublic};
pub use secret::{Passphrase, Secret};
pub use slot::{NewSlot, SlotInfo, SlotKind};
pub use strength::Weakness;
