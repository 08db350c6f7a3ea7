//! Whose a record is, and what it says there.

use super::burst::{Clocks, Item};
use super::devices::{Device, Slot};
use super::error::HouseholdError;
use super::hand_on::{Handing, Waiting, WhyWaiting};
use super::home::Household;
use super::operation::Decision;
use super::placing::Readable;
use super::reading::{self, NotReadable, RawReading, Told};
use super::receive::known_by;
use crate::diary::Incoming;
use crate::id::{DeviceId, EntryId, OperationId, PersonId};
use crate::store::{Read, StoreError};
use crate::time::Instant;
use crate::vault::keyed_identity;

/// A record that has an owner.
pub(super) struct Owned {
    pub(super) number: u64,
    pub(super) device: DeviceId,
    pub(super) identity: [u8; 16],
    pub(super) person: PersonId,
    pub(super) incoming: Incoming,
}

impl Owned {
    /// Whose it is, and the entry that it becomes.
    pub(super) fn decision(&self) -> Decision {
        Decision { identity: self.identity, person: self.person, entry: self.incoming.id.into() }
    }
}

impl Household {
    /// Finds the owner of a record, or why it waits.
    pub(super) fn whose(
        &self,
        item: &Item,
        device: &Device,
        handing: Handing,
        reading: Option<&Result<Readable, NotReadable>>,
        clocks: &Clocks,
    ) -> Result<Result<Owned, Waiting>, HouseholdError> {
        let Item { number, received, .. } = item;
        let frame = || received.bytes.clone();
        let waiting =
            |why, content| Waiting { number: *number, device: device.id, why, content, frame: frame() };
        let Some(Ok((decoded, placed))) = reading else {
            return Ok(Err(waiting(WhyWaiting::NotReadable, None)));
        };
        let clock = clocks
            .get(&(device.id, received.session))
            // The last reading before it; a value that came ahead of every reading is placed by the first one.
            .and_then(|clocks| {
                clocks.iter().rev().find(|(arrival, ..)| *arrival < received.arrival).or(clocks.first())
            });
        let content = reading::content(decoded, placed.clone(), device.id, &device.description);
        let record = known_by(&device.description.identity, device.id, received);
        let identity = keyed_identity(&self.identity_key, &record);
        let (person, entry) = match self.decision(identity)? {
            Some(before) => before,
            None => match self.owner(device, decoded.told, received.at.wall_ms, handing)? {
                // A diary that was taken over knows records of which nothing was decided here.
                Ok(person) => {
                    match self.diary_of(person).ok().and_then(|diary| diary.known_as(&record).ok()?) {
                        Some(known) => (person, known.into()),
                        None => (person, OperationId::random(&*self.outside.entropy)?.into()),
                    }
                }
                Err(why) => return Ok(Err(waiting(why, Some(content)))),
            },
        };
        let raw = RawReading {
            record: received.to_bytes(),
            clock: clock.map(|(_, _, bytes)| bytes.clone()),
            device: device.description.clone(),
        };
        let incoming = Incoming { id: entry.into(), record, content, raw: raw.to_bytes() };
        Ok(Ok(Owned { number: *number, device: device.id, identity, person, incoming }))
    }

    /// Whose a record is by its slot, if it came after the slot was given, or because somebody says so now.
    pub(super) fn owner(
        &self,
        device: &Device,
        told: Told,
        came_ms: i64,
        handing: Handing,
    ) -> Result<Result<PersonId, WhyWaiting>, HouseholdError> {
        let slot = match told {
            Told::Nothing => Some(Slot::Only),
            Told::User(number) => Some(Slot::User(number)),
            Told::Unknown => None,
        };
        let said = match handing {
            Handing::AlsoWaiting { device: of, slot: named, person } if of == device.id && named == slot => {
                Some(person)
            }
            Handing::AlsoWaiting { .. } | Handing::Owned => None,
        };
        let Some(slot) = slot else { return Ok(said.ok_or(WhyWaiting::UserUnknown)) };
        let assigned = self.store.read::<_, StoreError>(|reader| {
            reader.one(
                "SELECT p.person, s.since_ms FROM slots s JOIN people p ON p.id = s.person
                 JOIN devices d ON d.id = s.device WHERE d.device = ?1 AND s.slot = ?2",
                (device.id.as_bytes(), slot.code()),
                |row| Ok((PersonId::from_bytes(row.get(0)?), row.get::<_, i64>(1)?)),
            )
        })?;
        Ok(match assigned {
            Some((person, since_ms)) if came_ms >= since_ms => Ok(person),
            _ => said.ok_or(WhyWaiting::NotAssigned(slot)),
        })
    }

    /// What was decided about a record before.
    pub(super) fn decision(&self, identity: [u8; 16]) -> Result<Option<(PersonId, EntryId)>, HouseholdError> {
        Ok(self.store.read::<_, StoreError>(|reader| {
            reader.one(
                "SELECT p.person, d.entry FROM decisions d JOIN people p ON p.id = d.person
                 WHERE d.identity = ?1",
                [identity],
                |row| Ok((PersonId::from_bytes(row.get(0)?), EntryId::from_bytes(row.get(1)?))),
            )
        })?)
    }

    /// When everything that the device held was last received, before the session that brought a record.
    pub(super) fn last_complete_sync(
        &self,
        device: DeviceId,
        session: [u8; 16],
        received: Instant,
    ) -> Result<Option<Instant>, HouseholdError> {
        let at_ms = self.store.read::<_, StoreError>(|reader| {
            reader.one(
                "SELECT s.at_ms FROM syncs s JOIN devices d ON d.id = s.device
                 WHERE d.device = ?1 AND s.complete = 1 AND s.session <> ?2 AND s.at_ms <= ?3
                 ORDER BY s.at_ms DESC LIMIT 1",
                (device.as_bytes(), session, received.as_millis()),
                |row| row.get::<_, i64>(0),
            )
        })?;
        Ok(at_ms.map(Instant::from_millis).transpose()?)
    }
}
