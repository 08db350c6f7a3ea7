//! The devices of a household: whose their users are, their clocks, and what they send.

use std::sync::Arc;

use diary_core::device::Profile;
use diary_core::diary::Kinds;
use diary_core::household::{Device, Handing, LastSync, PlacedAnew, Slot, Waiting, WhyWaiting};
use diary_core::id::{DeviceId, EntryId, PersonId};

use crate::entry::Said;
use crate::error::DiaryError;
use crate::household::Household;
use crate::people::person_id;
use crate::sync::{FoundDevice, Keeper, Sync};

/// A device of the household.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct KnownDevice {
    /// Its id.
    pub id: String,
    /// Maker and model in one line, as the device says.
    pub label: String,
    /// Who made it, as the device says.
    pub manufacturer: Option<String>,
    /// Its model, as the device says.
    pub model: Option<String>,
    /// What it measures: `blood-pressure`, `oximeter`.
    pub kinds: Vec<String>,
    /// How many users it tells apart; 1 where none.
    pub users: u8,
    /// Whose its users are, as far as somebody said.
    pub assigned: Vec<AssignedUser>,
    /// Its serial number, as it last said.
    pub serial: Option<String>,
    /// Its hardware revision, as it last said.
    pub hardware: Option<String>,
    /// Its firmware revision, as it last said.
    pub firmware: Option<String>,
    /// Its software revision, as it last said.
    pub software: Option<String>,
    /// Its battery, where it ever said.
    pub battery: Option<DeviceBattery>,
    /// Its last conversation, where there was one.
    pub last_sync: Option<DeviceSync>,
}

/// How full a device's battery was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct DeviceBattery {
    /// Charge, percent, 0 to 100.
    pub percent: u8,
    /// When the device said so, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
}

/// Whose a user of a device is.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct AssignedUser {
    /// The user's number as the device counts; none for a device that tells none apart.
    pub user: Option<u8>,
    /// Whose it is.
    pub person: String,
}

/// A conversation with a device that ended.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DeviceSync {
    /// When, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// What shows that nothing was left, a stable word as in [`SyncResult`](crate::SyncResult); none where nothing does.
    pub proof: Option<String>,
    /// How many records came.
    pub records: u32,
    /// How many the device said it had.
    pub announced: Option<u32>,
}

impl DeviceSync {
    fn of(sync: LastSync) -> Self {
        let LastSync { at_ms, proof, records, announced } = sync;
        Self { at_ms, proof, records, announced }
    }
}

impl KnownDevice {
    fn of(device: Device) -> Self {
        let (description, said) = (device.description, device.information);
        let user = |slot: &Slot| match slot {
            Slot::Only => None,
            Slot::User(number) => Some(*number),
        };
        Self {
            id: device.id.to_string(),
            label: description.label(),
            users: description.users(),
            assigned: device
                .slots
                .iter()
                .map(|(slot, person)| AssignedUser { user: user(slot), person: person.to_string() })
                .collect(),
            last_sync: device.last_sync.map(DeviceSync::of),
            serial: said.serial,
            hardware: said.hardware,
            firmware: said.firmware,
            software: said.software,
            battery: said.battery.map(|said| DeviceBattery { percent: said.percent, at_ms: said.at_ms }),
            manufacturer: description.manufacturer,
            model: description.model,
            kinds: description.kinds,
        }
    }
}

/// A device's clock and the phone's, read together.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ClockReading {
    /// What the device's clock showed, `2026-08-14T07:10:00`.
    pub device: String,
    /// The phone's instant, milliseconds since 1970-01-01T00:00:00Z.
    pub phone_ms: i64,
    /// How far the two may lie apart, milliseconds either way.
    pub error_ms: u32,
}

/// What became of what was received.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Readings {
    /// Readings that are entries now.
    pub new: Vec<NewReading>,
    /// How many records were in a diary already.
    pub known: u64,
    /// How many wait: nobody has said whose they are, or their owner's lock is shut.
    pub waiting: u64,
    /// Earlier entries whose place in time is better known now.
    pub placed_anew: Vec<NewReading>,
    /// Numbers of the inbox that were given and are nowhere: records that are lost.
    pub missing: Vec<NumberSpan>,
}

/// A reading that is an entry.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct NewReading {
    /// Whose.
    pub person: String,
    /// The entry.
    pub entry: String,
}

/// Numbers, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct NumberSpan {
    /// The first.
    pub first: u64,
    /// The last.
    pub last: u64,
}

/// A record that waits in the inbox.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct WaitingReading {
    /// Its number in the inbox.
    pub number: u64,
    /// The device that sent it.
    pub device: String,
    /// Why it waits, a stable word: `not-assigned`, `user-unknown`, `not-readable`, `newer`, `locked`, `not-opened`.
    pub why: String,
    /// The device's user, where it is nobody's.
    pub user: Option<u8>,
    /// Whose lock is shut, where that is why.
    pub person: Option<String>,
    /// What it would say; none where it cannot be read.
    pub said: Option<Said>,
    /// The bytes as they came; empty where nobody can open them.
    pub frame: Vec<u8>,
}

crate::quiet::says_nothing!(WaitingReading);

impl WaitingReading {
    fn of(waiting: &Waiting) -> Self {
        let (user, person) = match waiting.why {
            WhyWaiting::NotAssigned(Slot::User(user)) => (Some(user), None),
            WhyWaiting::Locked(person) => (None, Some(person.to_string())),
            _ => (None, None),
        };
        Self {
            number: waiting.number,
            device: waiting.device.to_string(),
            why: waiting.why.name().to_owned(),
            user,
            person,
            // A device sends none of the kinds that people define.
            said: waiting.content.as_ref().map(|content| Said::of(content, &Kinds::default())),
            frame: waiting.frame.clone(),
        }
    }
}

/// What reading all bytes once more came to.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ReadAgain {
    /// How many entries of devices were looked at.
    pub looked_at: u64,
    /// Those that say something else now.
    pub amended: Vec<NewReading>,
    /// Those that read otherwise, and stay because a person corrected them.
    pub corrected_by_hand: Vec<NewReading>,
    /// Those that cannot be read any more, or as another kind; they stay.
    pub kept: Vec<NewReading>,
    /// The people whose lock is shut.
    pub shut: Vec<String>,
}

fn readings(of: Vec<(PersonId, EntryId)>) -> Vec<NewReading> {
    of.into_iter()
        .map(|(person, entry)| NewReading { person: person.to_string(), entry: entry.to_string() })
        .collect()
}

#[uniffi::export]
impl Household {
    /// The devices.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn devices(&self) -> Result<Vec<KnownDevice>, DiaryError> {
        self.held.with(|core| Ok(core.devices()?.into_iter().map(KnownDevice::of).collect()))
    }

    /// Forgets a device: it is not waited for any more. Its entries stay; paired again, it is the same one.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`], [`DiaryError::NotAllowed`].
    pub fn forget_device(&self, device: String) -> Result<(), DiaryError> {
        self.held.with(|core| Ok(core.forget_device(device_id(&device)?)?))
    }

    /// The conversations with a device, the newest first.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`].
    pub fn syncs(&self, device: String, at_most: u32) -> Result<Vec<DeviceSync>, DiaryError> {
        self.held.with(|core| {
            Ok(core.syncs(device_id(&device)?, at_most)?.into_iter().map(DeviceSync::of).collect())
        })
    }

    /// What a device's clock showed, each time it was read.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`].
    pub fn clock_readings(&self, device: String) -> Result<Vec<ClockReading>, DiaryError> {
        self.held.with(|core| {
            let pairs = core.clock_readings(device_id(&device)?)?.into_iter().map(|pair| ClockReading {
                device: pair.device.to_string(),
                phone_ms: pair.phone.as_millis(),
                error_ms: pair.error_ms,
            });
            Ok(pairs.collect())
        })
    }

    /// Notes where this phone found a device: its address, or the platform's own name for it.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`].
    pub fn found_at(&self, device: String, address: String) -> Result<(), DiaryError> {
        self.held.with(|core| Ok(core.found_at(device_id(&device)?, &address)?))
    }

    /// The devices that this phone found, and where.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn found(&self) -> Result<Vec<FoundDevice>, DiaryError> {
        self.held.with(|core| Ok(core.addresses()?.into_iter().map(FoundDevice::of).collect()))
    }

    /// Gives a user of a device to a person; no `user` for a device that tells none apart.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`], [`DiaryError::NotAllowed`].
    pub fn assign(&self, device: String, user: Option<u8>, person: String) -> Result<(), DiaryError> {
        self.held.with(|core| Ok(core.assign(device_id(&device)?, slot_of(user), person_id(&person)?)?))
    }

    /// Begins to get to know a device: who it is and what it measures. Takes no readings over. `advertised` is the name that it was
    /// found by: some devices say nothing else of themselves.
    ///
    /// # Errors
    /// [`DiaryError::Shut`].
    #[uniffi::method(default(advertised = None))]
    pub fn pair(&self, advertised: Option<String>) -> Result<Arc<Sync>, DiaryError> {
        self.held.with(|core| {
            Sync::new(&self.held.place, Profile::pair(advertised), Keeper::Open(Arc::clone(core), None))
        })
    }

    /// Begins to take over what a device has.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`].
    pub fn sync(&self, device: String) -> Result<Arc<Sync>, DiaryError> {
        self.held.with(|core| {
            let device = device_id(&device)?;
            let profile = core.device(device)?.description.profile();
            Sync::new(&self.held.place, profile, Keeper::Open(Arc::clone(core), Some(device)))
        })
    }

    /// Begins to take over what a device has, and then what it measures, for as long as it does: a night with an oximeter, a
    /// cuff that is watched while it inflates. [`RadioEvent::Cancel`](crate::RadioEvent::Cancel) ends it.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`].
    pub fn watch(&self, device: String) -> Result<Arc<Sync>, DiaryError> {
        self.held.with(|core| {
            let device = device_id(&device)?;
            let profile = core.device(device)?.description.profile().live();
            Sync::new(&self.held.place, profile, Keeper::Open(Arc::clone(core), Some(device)))
        })
    }

    /// Makes entries of what was received, where it is known whose it is.
    ///
    /// # Errors
    /// Whatever a file says; what was received stays where it is then.
    pub fn hand_on(&self) -> Result<Readings, DiaryError> {
        self.handed(Handing::Owned)
    }

    /// As [`Household::hand_on`], and what waits of a user of a device is somebody's too, because they said so. Where `unknown`,
    /// those records of which the device does not know the user.
    ///
    /// # Errors
    /// As there; [`DiaryError::NotFound`], [`DiaryError::NotAllowed`].
    #[uniffi::method(default(unknown = false))]
    pub fn hand_on_waiting(
        &self,
        device: String,
        user: Option<u8>,
        person: String,
        unknown: bool,
    ) -> Result<Readings, DiaryError> {
        let (device, person) = (device_id(&device)?, person_id(&person)?);
        self.handed(Handing::AlsoWaiting { device, slot: (!unknown).then(|| slot_of(user)), person })
    }

    /// What waits in the inbox; what has an owner is handed on first.
    ///
    /// # Errors
    /// As [`Household::hand_on`].
    pub fn waiting(&self) -> Result<Vec<WaitingReading>, DiaryError> {
        self.held.with(|core| {
            let handed = core.hand_on(Handing::Owned)?;
            Ok(handed.waiting.iter().map(WaitingReading::of).collect())
        })
    }

    /// Reads all bytes of all readings once more, with the decoders of this version, and corrects what reads otherwise.
    ///
    /// # Errors
    /// Whatever a file says; what was corrected stays so.
    pub fn redecode(&self) -> Result<ReadAgain, DiaryError> {
        self.held.with(|core| {
            let done = core.redecode()?;
            Ok(ReadAgain {
                looked_at: done.looked_at,
                amended: readings(done.amended),
                corrected_by_hand: readings(done.corrected_by_hand),
                kept: readings(done.kept),
                shut: done.shut.iter().map(ToString::to_string).collect(),
            })
        })
    }
}

impl Household {
    fn handed(&self, handing: Handing) -> Result<Readings, DiaryError> {
        self.held.with(|core| {
            let handed = core.hand_on(handing)?;
            let anew = |placed: PlacedAnew| (placed.person, placed.entry);
            Ok(Readings {
                new: readings(handed.new.iter().map(|new| (new.person, new.entry)).collect()),
                known: handed.known,
                waiting: handed.waiting.len() as u64,
                placed_anew: readings(handed.placed_anew.into_iter().map(anew).collect()),
                missing: handed.missing.into_iter().map(|(first, last)| NumberSpan { first, last }).collect(),
            })
        })
    }
}

fn slot_of(user: Option<u8>) -> Slot {
    user.map_or(Slot::Only, Slot::User)
}

fn device_id(text: &str) -> Result<DeviceId, DiaryError> {
    Ok(text.parse()?)
}
