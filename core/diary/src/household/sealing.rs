//! Sealing keys for a while only: a new pair once something was handed on, and no old one for longer than needed.
//!
//! Whoever copied the inbox and gets the household's keys later could open what waited then. So the private key under which
//! records were handed on is replaced, and destroyed once nothing is left under it. The order keeps every record openable:
//!
//! 1. The new pair is in both copies of the key file before anything is sealed to it.
//! 2. The inbox is told. From here on records are sealed to the new key; the old one is still there.
//! 3. The inbox forgets, in one transaction, the keys that no device and no record there names; nothing can be sealed to
//!    them any more.
//! 4. The private halves of those are dropped from the key file.
//!
//! A kill between any two leaves keys too many and never one too few; the next hand-on goes on from there. Looking up a key
//! and telling it to the inbox is one hold of the keys (`know`), so that no thread tells an old one in between.

use std::collections::BTreeSet;

use super::error::HouseholdError;
use super::hand_on::Step;
use super::home::{Household, lock};
use crate::id::SealingKeyId;
use crate::vault::SealingOwner;

impl Household {
    /// Renews the keys under which something was handed on since this household was unlocked, and destroys old ones with
    /// nothing left under them. Changes nothing where there is neither, and nothing while one copy of the key file has a
    /// fault, which somebody has to see first.
    pub(super) fn renew_sealing(&self, last: Step) -> Result<(), HouseholdError> {
        if self.vault().notice().is_some() {
            return Ok(());
        }
        let used = lock(&self.used_keys).clone();
        if !used.is_empty() {
            self.make_pairs(&used)?;
            if last == Step::Paired {
                return Ok(());
            }
            self.tell_inbox()?;
            lock(&self.used_keys).retain(|key| !used.contains(key));
        }
        if last == Step::Told {
            return Ok(());
        }
        // Held until both know: nobody looks up a key meanwhile.
        let mut vault = self.keys()?;
        let named = self.inbox.forget_recipients()?;
        if last == Step::Forgotten {
            return Ok(());
        }
        Ok(vault.drop_sealing_keys_but(&named)?)
    }

    /// A new pair for each owner whose newest key was used.
    fn make_pairs(&self, used: &BTreeSet<SealingKeyId>) -> Result<(), HouseholdError> {
        let mut vault = self.keys()?;
        let owners: BTreeSet<SealingOwner> = vault
            .sealing_keys()
            .into_iter()
            .filter(|(id, owner, _)| {
                used.contains(id)
                    && vault.can_open(*owner)
                    && vault.sealing_public(*owner).is_ok_and(|(newest, _)| newest == *id)
            })
            .map(|(_, owner, _)| owner)
            .collect();
        Ok(vault.renew_sealing_keys(&owners, &*self.outside.entropy)?)
    }
}
