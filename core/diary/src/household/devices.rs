//! The devices of a household, whose slots they have, and how their last synchronisation ended.

use super::error::HouseholdError;
use super::home::Household;
use super::information::Information;
use super::operation::{
    DeviceDescribed, DeviceForgotten, DeviceTold, Meaning, SlotAssigned, Synced, meaning,
};
use super::project::{self, MALFORMED};
use super::roles::Act;
use crate::cbor;
use crate::device::{Identity, Kind, Outcome, Paired, Profile, models};
use crate::id::{DeviceId, PersonId, SealingKeyId};
use crate::inbox::InboxError;
use crate::journal::{self, Author};
use crate::store::Read;
use crate::time::ClockPair;
use crate::vault::{SealingOwner, SealingPublic};

/// What a household knows of a device.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct Description {
    /// Who it is, as [`Identity`] writes it; never a transport address.
    #[n(0)]
    pub identity: String,
    /// Its maker, as it says.
    #[n(1)]
    pub manufacturer: Option<String>,
    /// Its model, as it says.
    #[n(2)]
    pub model: Option<String>,
    /// What it measures: `blood-pressure`, `oximeter`.
    #[n(3)]
    pub kinds: Vec<String>,
}

/// A user of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// The device tells no users apart.
    Only,
    /// The device's own number of a user.
    User(u8),
}

/// A device of the household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// What is known of it.
    pub description: Description,
    /// What it last said of itself.
    pub information: Information,
    /// Whose its slots are.
    pub slots: Vec<(Slot, PersonId)>,
    /// How its last synchronisation ended.
    pub last_sync: Option<LastSync>,
    /// When it last said any of that.
    pub(super) heard_ms: Option<i64>,
    /// It was forgotten: it is in no list, until it is found again.
    pub(super) forgotten: bool,
}

/// How a synchronisation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastSync {
    /// When, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// What shows that everything was received, a stable word; `None` if nothing does.
    pub proof: Option<String>,
    /// How many records came.
    pub records: u32,
    /// How many the device said it had.
    pub announced: Option<u32>,
}

impl Slot {
    /// As it is stored: -1 for [`Slot::Only`].
    pub(super) fn code(self) -> i16 {
        match self {
            Self::Only => -1,
            Self::User(number) => number.into(),
        }
    }

    pub(super) fn from_code(code: i16) -> Self {
        u8::try_from(code).map_or(Self::Only, Self::User)
    }
}

impl Description {
    fn of(paired: &Paired) -> Self {
        Self {
            identity: paired.identity.to_string(),
            manufacturer: paired.manufacturer.clone(),
            model: paired.model.clone(),
            kinds: paired.kinds.iter().map(|kind| kind.name().to_owned()).collect(),
        }
    }

    /// Maker and model in one line, as people know it.
    pub fn label(&self) -> String {
        let model = self.model.as_deref().unwrap_or("unnamed device");
        match self.manufacturer.as_deref() {
            Some(maker) if !model.starts_with(maker) => format!("{maker} {model}"),
            _ => model.to_owned(),
        }
    }

    /// What a session has to know of it.
    pub fn profile(&self) -> Profile {
        let kinds = Kind::ALL.into_iter().filter(|kind| self.kinds.iter().any(|name| name == kind.name()));
        match self.model.as_deref().and_then(models::find) {
            Some(model) => Profile { kinds: kinds.collect(), ..Profile::sync_with(model) },
            None => Profile::sync(kinds),
        }
    }

    /// Whether it can send readings of a user; a model that is not known here may send any.
    pub fn has(&self, slot: Slot) -> bool {
        match (self.model.as_deref().and_then(models::find), slot) {
            (None, _) => true,
            (Some(model), Slot::Only) => model.users == 1,
            (Some(model), Slot::User(number)) => {
                model.users > 1
                    && (model.first_slot..model.first_slot.saturating_add(model.users)).contains(&number)
            }
        }
    }

    /// How many users its model tells apart; 1 where it does not.
    pub fn users(&self) -> u8 {
        self.model.as_deref().and_then(models::find).map_or(1, |model| model.users)
    }
}

impl Household {
    /// Adds a device that was paired, or renews what is known of one that was here before.
    ///
    /// # Errors
    /// Whatever a file says.
    pub fn add_device(&self, paired: &Paired) -> Result<DeviceId, HouseholdError> {
        self.allow(Act::Pair, None)?;
        let description = Description::of(paired);
        let known = self
            .all_devices()?
            .into_iter()
            .find(|device| {
                paired.identity != Identity::Unknown && device.description.identity == description.identity
            })
            .map(|device| device.id);
        let described = DeviceDescribed { known, description: description.clone() };
        let operation = self.record(described.change(self.author()))?;
        let device = known.unwrap_or_else(|| operation.into());
        self.know(device, &description)?;
        let (found, at_ms) = (self.device(device)?, self.outside.clock.now().wall_ms);
        let mut information = found.information.clone();
        for (uuid, bytes) in &paired.said {
            information.hear(*uuid, bytes, at_ms);
        }
        self.note_said(&found, information, at_ms, self.author())?;
        Ok(device)
    }

    /// Notes where a device is found on this phone, so that a session can begin without the user's secret.
    ///
    /// `address` is what the system calls it; it stays on this phone, outside the household's journal.
    ///
    /// # Errors
    /// [`HouseholdError::NotAllowed`], [`InboxError::UnknownDevice`], and whatever the file says.
    pub fn found_at(&self, device: DeviceId, address: &str) -> Result<(), HouseholdError> {
        self.allow(Act::Pair, None)?;
        Ok(self.inbox.found_at(device, address)?)
    }

    /// Returns the devices that were found on this phone, and where.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn addresses(&self) -> Result<Vec<(DeviceId, String)>, HouseholdError> {
        Ok(self.inbox.addresses()?)
    }

    /// Tells the inbox what it does not know yet: a kill may have come between the household's operation and this.
    pub(super) fn tell_inbox(&self) -> Result<(), HouseholdError> {
        for device in self.all_devices()? {
            self.know(device.id, &device.description)?;
            if device.forgotten {
                self.inbox.lost_sight_of(device.id)?;
            }
        }
        Ok(())
    }

    /// Forgets a device: it is in no list and nobody waits for it any more. Its readings stay with their people, and what is
    /// known of it, its users, clock and synchronisations, is there again once it is found again
    /// ([`Household::add_device`]); one that does not tell who it is begins anew then.
    ///
    /// # Errors
    /// [`HouseholdError::NoSuchDevice`], [`HouseholdError::NotAllowed`], and whatever a file says.
    pub fn forget_device(&self, device: DeviceId) -> Result<(), HouseholdError> {
        self.allow(Act::Pair, None)?;
        let description = self.device(device)?.description;
        self.record(DeviceForgotten { device, description }.change(self.author()))?;
        Ok(self.inbox.lost_sight_of(device)?)
    }

    /// Returns how the last synchronisations of a device ended, the newest first.
    ///
    /// # Errors
    /// [`HouseholdError::NoSuchDevice`], and whatever the file says.
    pub fn syncs(&self, device: DeviceId, at_most: u32) -> Result<Vec<LastSync>, HouseholdError> {
        self.device(device)?;
        self.store.read(|reader| {
            let row = reader
                .one("SELECT id FROM devices WHERE device = ?1", [device.as_bytes()], |row| row.get(0))?
                .ok_or(HouseholdError::NoSuchDevice)?;
            last_syncs(reader, row, at_most)
        })
    }

    /// Returns what a device's clock showed whenever it was read, the oldest first.
    ///
    /// # Errors
    /// [`HouseholdError::NoSuchDevice`], and whatever the file says.
    pub fn clock_readings(&self, device: DeviceId) -> Result<Vec<ClockPair>, HouseholdError> {
        self.device(device)?;
        self.noted_pairs(device)
    }

    /// Returns the devices in use, in the order in which they were added.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn devices(&self) -> Result<Vec<Device>, HouseholdError> {
        let mut devices = self.all_devices()?;
        devices.retain(|device| !device.forgotten);
        Ok(devices)
    }

    /// All devices, the forgotten ones too.
    pub(super) fn all_devices(&self) -> Result<Vec<Device>, HouseholdError> {
        self.store.read(|reader| {
            let sql =
                "SELECT d.id, d.device, d.latest, t.latest FROM devices d LEFT JOIN told t ON t.device = d.id
                 ORDER BY d.id";
            let rows = reader.all(sql, [], |row| {
                let (row, device) = ((row.get(0)?, row.get(2)?, row.get(3)?), row.get(1)?);
                Ok((DeviceId::from_bytes(device), row))
            })?;
            let mut devices = Vec::with_capacity(rows.len());
            for (id, (row, latest, told)) in rows {
                let operation = journal::by_seq(reader, latest)?.ok_or(MALFORMED)?;
                let (description, forgotten) = match meaning(&operation)? {
                    Meaning::DeviceDescribed(described) => (described.description, false),
                    Meaning::DeviceForgotten(forgotten) => (forgotten.description, true),
                    _ => return Err(MALFORMED.into()),
                };
                let (information, heard_ms) = last_told(reader, told)?;
                let slots = reader.all(
                    "SELECT s.slot, p.person FROM slots s JOIN people p ON p.id = s.person
                     WHERE s.device = ?1 ORDER BY s.slot",
                    [row],
                    |row| Ok((Slot::from_code(row.get(0)?), PersonId::from_bytes(row.get(1)?))),
                )?;
                let last_sync = last_syncs(reader, row, 1)?.pop();
                devices.push(Device { id, description, information, slots, last_sync, heard_ms, forgotten });
            }
            Ok(devices)
        })
    }

    /// Returns one device.
    ///
    /// # Errors
    /// [`HouseholdError::NoSuchDevice`], and whatever the file says.
    pub fn device(&self, id: DeviceId) -> Result<Device, HouseholdError> {
        self.devices()?.into_iter().find(|device| device.id == id).ok_or(HouseholdError::NoSuchDevice)
    }

    /// Gives a user slot of a device to a person, from now on.
    ///
    /// What was received before stays where it is; [`Household::hand_on`] gives it to the person on request only.
    ///
    /// # Errors
    /// [`HouseholdError::NoSuchDevice`], [`HouseholdError::NoSuchSlot`], [`HouseholdError::NoSuchPerson`], and whatever
    /// a file says.
    pub fn assign(&self, device: DeviceId, slot: Slot, person: PersonId) -> Result<(), HouseholdError> {
        self.allow(Act::Assign, Some(person))?;
        let description = self.device(device)?.description;
        if !description.has(slot) {
            return Err(HouseholdError::NoSuchSlot);
        }
        self.store.read(|reader| project::person_row(reader, person))?;
        self.record(SlotAssigned { device, slot: slot.code(), person }.change(self.author()))?;
        self.know(device, &description)
    }

    /// Notes how a synchronisation ended.
    ///
    /// # Errors
    /// [`HouseholdError::NoSuchDevice`], and whatever the file says.
    pub fn synced(
        &self,
        device: DeviceId,
        session: [u8; 16],
        outcome: &Outcome,
    ) -> Result<(), HouseholdError> {
        self.synced_at(device, session, outcome, self.outside.clock.now().wall_ms)
    }

    /// As [`Household::synced`], of one that ended at another time (milliseconds since 1970-01-01T00:00:00Z): a recorded one.
    ///
    /// # Errors
    /// As there.
    pub fn synced_at(
        &self,
        device: DeviceId,
        session: [u8; 16],
        outcome: &Outcome,
        at_ms: i64,
    ) -> Result<(), HouseholdError> {
        self.device(device)?;
        let (proof, records, announced) = match outcome {
            Outcome::Complete { proof, records, announced } => {
                // A count that is not reached proves the opposite.
                let all = announced.is_none_or(|announced| *records >= announced);
                (all.then(|| proof.name().to_owned()), *records, *announced)
            }
            Outcome::LinkLost { records }
            | Outcome::Unending { records }
            | Outcome::AdapterOff { records }
            | Outcome::NotPermitted { records } => (None, *records, None),
            Outcome::ProcedureFailed { records, announced } => (None, *records, *announced),
            Outcome::NotStored { .. }
            | Outcome::Refused(_)
            | Outcome::OnlyLive
            | Outcome::Cancelled
            | Outcome::Paired(_) => (None, 0, None),
        };
        self.record(Synced { device, session, at_ms, proof, records, announced }.change(Author::PROGRAM))?;
        Ok(())
    }

    /// Tells the inbox what a session needs: the device's one owner's key, else the household's. Where it knows already,
    /// nothing is written.
    fn know(&self, device: DeviceId, description: &Description) -> Result<(), HouseholdError> {
        let known = self.all_devices()?.into_iter().find(|known| known.id == device);
        let known = known.ok_or(HouseholdError::NoSuchDevice)?;
        let owner = match known.slots.as_slice() {
            [(_, person)] if description.users() == 1 => SealingOwner::Person { person: *person },
            _ => SealingOwner::Household,
        };
        // Held until the inbox knows: a key must not be dropped between being looked up and being told.
        let vault = self.vault();
        let recipient: (SealingKeyId, SealingPublic) = vault.sealing_public(owner)?;
        let profile = cbor::encode(description);
        match self.inbox.device(device) {
            Ok(told) if told.recipient == recipient.0 && told.profile == profile => Ok(()),
            Ok(_) | Err(InboxError::UnknownDevice) => Ok(self.inbox.know(device, recipient, &profile)?),
            Err(error) => Err(error.into()),
        }
    }
}

/// What a device last said, and when it said any of it, by the operation that says so.
fn last_told(reader: &impl Read, seq: Option<i64>) -> Result<(Information, Option<i64>), HouseholdError> {
    let Some(seq) = seq else { return Ok(Default::default()) };
    let operation = journal::by_seq(reader, seq)?.ok_or(MALFORMED)?;
    let Meaning::DeviceTold(DeviceTold { heard_ms, information, .. }) = meaning(&operation)? else {
        return Err(MALFORMED.into());
    };
    Ok((information, Some(heard_ms)))
}

fn last_syncs(reader: &impl Read, device: i64, at_most: u32) -> Result<Vec<LastSync>, HouseholdError> {
    let seqs = reader.all(
        "SELECT id FROM syncs WHERE device = ?1 ORDER BY at_ms DESC, id DESC LIMIT ?2",
        (device, at_most),
        |row| row.get::<_, i64>(0),
    )?;
    let mut syncs = Vec::with_capacity(seqs.len());
    for seq in seqs {
        let operation = journal::by_seq(reader, seq)?.ok_or(MALFORMED)?;
        let Meaning::Synced(synced) = meaning(&operation)? else { return Err(MALFORMED.into()) };
        syncs.push(LastSync {
            at_ms: synced.at_ms,
            proof: synced.proof,
            records: synced.records,
            announced: synced.announced,
        });
    }
    Ok(syncs)
}
