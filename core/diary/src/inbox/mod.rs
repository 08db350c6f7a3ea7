//! Records received and not yet in a diary, sealed so that the locked phone cannot read them back.
//!
//! A cuff may push its readings while nobody has unlocked anything, and forgets them once the system confirmed. So
//! what arrives is sealed to a public key and committed, one record a transaction, under a file key that the platform
//! gives without the user. Opening needs the private key, which only an unlock gives. The inbox takes a lock of its
//! own and goes on while the diary is closed, paused or open elsewhere.
//!
//! A record leaves only when the household says that it is in a diary; until then it is in one place or the other, and
//! [`Inbox::numbers`] with the household's list of numbers handed on shows any gap.

mod error;
mod file;

#[cfg(test)]
mod tests;

pub use error::InboxError;
pub use file::{Appended, Inbox, KnownDevice, Sealed};
