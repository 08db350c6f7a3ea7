//! What the inbox holds, opened, and how the items of a session hang together.

use std::collections::{BTreeMap, BTreeSet};

use super::error::HouseholdError;
use super::hand_on::{Waiting, WhyWaiting};
use super::home::Household;
use super::reading;
use super::receive::known_by;
use crate::device::{Received, ReceivedError, What};
use crate::id::{DeviceId, PersonId, SealingKeyId};
use crate::inbox::Sealed;
use crate::store::{Read, StoreError};
use crate::time::ClockPair;
use crate::vault::{SealContext, SealingOwner, VaultError, keyed_identity};

/// An opened item of the inbox.
pub(super) struct Item {
    pub(super) number: u64,
    pub(super) device: DeviceId,
    pub(super) received: Received,
}

/// The clock readings of each session, in order of arrival.
pub(super) type Clocks = BTreeMap<(DeviceId, [u8; 16]), Vec<(u32, Option<ClockPair>, Vec<u8>)>>;

impl Household {
    /// Opens every waiting item; what a newer program received, or nobody can open, is left waiting.
    pub(super) fn open_inbox(&self, waiting: &mut Vec<Waiting>) -> Result<Vec<Item>, HouseholdError> {
        let mut keys = BTreeMap::new();
        let mut items = Vec::new();
        for Sealed { number, device, recipient, bytes } in self.inbox.waiting()? {
            let key = keys.entry(recipient).or_insert_with(|| self.vault().sealing_private(recipient));
            let context = SealContext { household: self.id(), key: recipient, sequence: number };
            // The file's own authentication held, so what does not open was sealed by something else than this
            // program, or to a key that is not here any more. A check names it; here it holds up no other.
            let opened = match key {
                Ok(key) => key.open(&context, &bytes).map_err(|_| WhyWaiting::NotOpened),
                Err(VaultError::OwnLockShut) => {
                    Err(self.sealed_to(recipient).map_or(WhyWaiting::NotOpened, WhyWaiting::Locked))
                }
                Err(_) => Err(WhyWaiting::NotOpened),
            };
            let opened = match opened {
                Ok(opened) => opened,
                Err(why) => {
                    waiting.push(Waiting { number, device, why, content: None, frame: Vec::new() });
                    continue;
                }
            };
            match Received::from_bytes(&opened) {
                Ok(received) => items.push(Item { number, device, received }),
                Err(error) => {
                    let why = match error {
                        ReceivedError::Newer { .. } => WhyWaiting::Newer,
                        ReceivedError::Malformed => WhyWaiting::NotReadable,
                    };
                    waiting.push(Waiting { number, device, why, content: None, frame: Vec::new() });
                }
            }
        }
        Ok(items)
    }

    /// The person that a sealing key is of.
    fn sealed_to(&self, recipient: SealingKeyId) -> Option<PersonId> {
        let keys = self.vault().sealing_keys();
        keys.into_iter().find(|(id, ..)| *id == recipient).and_then(|(_, owner, _)| match owner {
            SealingOwner::Household => None,
            SealingOwner::Person { person } => Some(person),
        })
    }

    /// The identities of all records that wait, and of all recordings.
    pub(super) fn identities_waiting(&self) -> Result<BTreeSet<[u8; 16]>, HouseholdError> {
        let devices = self.all_devices()?;
        let items = self.open_inbox(&mut Vec::new())?;
        let mut identities: BTreeSet<[u8; 16]> = items
            .iter()
            .filter_map(|item| {
                let device = devices.iter().find(|device| device.id == item.device)?;
                let record = known_by(&device.description.identity, device.id, &item.received);
                Some(keyed_identity(&self.identity_key, &record))
            })
            .collect();
        identities.extend(self.recordings_decided(&items, &devices)?);
        Ok(identities)
    }

    /// The sessions of these items that have ended.
    pub(super) fn sessions_over(&self, items: &[Item]) -> Result<BTreeSet<[u8; 16]>, HouseholdError> {
        let mut over: BTreeSet<[u8; 16]> = self
            .store
            .read::<_, StoreError>(|reader| {
                reader.all("SELECT DISTINCT session FROM syncs", [], |row| row.get(0))
            })?
            .into_iter()
            .collect();
        let now_ms = self.outside.clock.now().wall_ms;
        let stale = |item: &&Item| now_ms.saturating_sub(item.received.at.wall_ms) > SESSION_OVER_MS;
        let ended = |item: &&Item| item.received.what == What::Ended;
        over.extend(items.iter().filter(ended).map(|item| item.received.session));
        over.extend(items.iter().filter(stale).map(|item| item.received.session));
        Ok(over)
    }
}

/// A session of which no end was noted is over after a day: the process that ran it was killed.
pub(super) const SESSION_OVER_MS: i64 = 24 * 60 * 60 * 1000;

pub(super) fn clocks(items: &[Item]) -> Clocks {
    let mut clocks = Clocks::new();
    for item in items.iter().filter(|item| matches!(item.received.what, What::ClockPair { .. })) {
        let pair = reading::clock_pair(&item.received);
        let reading = (item.received.arrival, pair, item.received.to_bytes());
        clocks.entry((item.device, item.received.session)).or_default().push(reading);
    }
    clocks
}

/// The arrival number of the last record of each session.
pub(super) type LastRecords = BTreeMap<(DeviceId, [u8; 16]), u32>;

pub(super) fn last_records(items: &[Item]) -> LastRecords {
    let mut newest = LastRecords::new();
    for item in items.iter().filter(|item| item.received.what == What::Record) {
        let last = newest.entry((item.device, item.received.session)).or_default();
        *last = item.received.arrival.max(*last);
    }
    newest
}

pub(super) fn is_last(item: &Item, last_records: &LastRecords) -> bool {
    last_records.get(&(item.device, item.received.session)) == Some(&item.received.arrival)
}

/// The sessions that brought these numbers.
pub(super) fn sessions_of(items: &[Item], numbers: &BTreeSet<u64>) -> BTreeSet<[u8; 16]> {
    items.iter().filter(|item| numbers.contains(&item.number)).map(|item| item.received.session).collect()
}

/// A record that waits because nothing can be made of it.
pub(super) fn unreadable(number: u64, device: DeviceId, frame: &[u8]) -> Waiting {
    Waiting { number, device, why: WhyWaiting::NotReadable, content: None, frame: frame.to_vec() }
}

/// Numbers of the last records of sessions of which something waits: they stay in the inbox beside it, because without
/// them an earlier record would later look like the newest of its burst.
pub(super) fn kept(items: &[Item], needed: &BTreeSet<[u8; 16]>, last_records: &LastRecords) -> BTreeSet<u64> {
    items
        .iter()
        .filter(|item| item.received.what == What::Record && is_last(item, last_records))
        .filter(|item| needed.contains(&item.received.session))
        .map(|item| item.number)
        .collect()
}

/// Numbers of clock readings and device information whose session is over and has nothing left that rests on them.
pub(super) fn used_up(items: &[Item], needed: &BTreeSet<[u8; 16]>, over: &BTreeSet<[u8; 16]>) -> Vec<u64> {
    items
        .iter()
        .filter(|item| !matches!(item.received.what, What::Record | What::Segment))
        .filter(|item| over.contains(&item.received.session) && !needed.contains(&item.received.session))
        .map(|item| item.number)
        .collect()
}
