//! One conversation with one device, for a radio on the other side of the border.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use diary_core::device::{Command, Event, Outcome, PersistFailed, Profile, Received, Session};
use diary_core::household::{self, Household as Core, Receiver as CoreReceiver};
use diary_core::id::DeviceId;
use diary_core::inbox::InboxError;
use diary_core::ports::Now;

use crate::error::DiaryError;
use crate::guard::guarded;
use crate::place::HouseholdPlace;
use crate::radio::{Clocks, RadioCommand, RadioEvent, SyncResult};

/// Where what arrives is kept.
#[derive(Debug)]
pub(crate) enum Keeper {
    /// The inbox of an open household; to make a device known, or to take its records over.
    Open(Arc<Core>, Option<DeviceId>),
    /// The inbox of a locked one.
    Locked(Arc<Mutex<Option<CoreReceiver>>>, DeviceId),
}

/// A conversation with one device: a radio hands in what happened, and carries out what it says.
///
/// Call [`Sync::handle`] from one serial queue, inside the platform's callback, with the clocks of that callback. It numbers
/// arrivals, returns once everything that arrived is safe on the disk, and never calls back.
#[derive(Debug, uniffi::Object)]
pub struct Sync {
    talk: Mutex<Talk>,
}

#[derive(Debug)]
struct Talk {
    session: Session,
    name: [u8; 16],
    keeper: Keeper,
    /// Why the first record could not be kept.
    refused: Option<InboxError>,
}

#[uniffi::export]
impl Sync {
    /// Hands in what happened, and returns what to do, in order. Begin with [`RadioEvent::Start`].
    ///
    /// # Errors
    /// [`DiaryError::Invalid`] for what is no event; nothing has happened then. What the household says where the end of it
    /// could not be noted; the records are safe all the same.
    pub fn handle(&self, event: RadioEvent, now: Clocks) -> Result<Vec<RadioCommand>, DiaryError> {
        guarded(|| self.talk().handle(Event::try_from(event)?, now.into()))
    }
}

impl Sync {
    pub(crate) fn new(
        place: &HouseholdPlace,
        profile: Profile,
        keeper: Keeper,
    ) -> Result<Arc<Self>, DiaryError> {
        let mut name = [0; 16];
        place.outside()?.entropy.fill(&mut name)?;
        let talk = Talk { session: Session::new(profile, name), name, keeper, refused: None };
        Ok(Arc::new(Self { talk: Mutex::new(talk) }))
    }

    fn talk(&self) -> MutexGuard<'_, Talk> {
        self.talk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Talk {
    fn handle(&mut self, event: Event, now: Now) -> Result<Vec<RadioCommand>, DiaryError> {
        let mut out = Vec::new();
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for command in self.session.handle(event, now) {
                match command {
                    Command::Persist { ticket, item } => {
                        let result = self.keep(&item);
                        events.push_back(Event::Persisted { ticket, result });
                    }
                    Command::Done(outcome) => out.push(RadioCommand::Done { result: self.ended(&outcome)? }),
                    other => out.extend(RadioCommand::of(other)),
                }
            }
        }
        Ok(out)
    }

    /// Seals an item and commits it.
    fn keep(&mut self, item: &Received) -> Result<(), PersistFailed> {
        let kept = match &self.keeper {
            // Making a device known subscribes to nothing: what comes all the same is refused, and the link goes down.
            Keeper::Open(_, None) => return Err(PersistFailed),
            Keeper::Open(household, Some(device)) => household::receive(household.inbox(), *device, item),
            Keeper::Locked(receiver, device) => {
                match &*receiver.lock().unwrap_or_else(PoisonError::into_inner) {
                    Some(receiver) => receiver.receive(*device, item),
                    None => return Err(PersistFailed),
                }
            }
        };
        match kept {
            Ok(_) => Ok(()),
            Err(error) => {
                self.refused.get_or_insert(error);
                Err(PersistFailed)
            }
        }
    }

    /// Notes how it ended.
    fn ended(&self, outcome: &Outcome) -> Result<SyncResult, DiaryError> {
        match (&self.keeper, outcome) {
            (Keeper::Open(household, _), Outcome::Paired(paired)) => {
                let device = household.add_device(paired)?;
                return Ok(SyncResult::Paired { device: device.to_string() });
            }
            (Keeper::Open(household, Some(device)), outcome) => {
                let noted = household.synced(*device, self.name, outcome);
                // A household that rests cannot note it; whoever shows it has to hear how many were on their way.
                if !matches!(outcome, Outcome::NotStored { .. }) {
                    noted?;
                }
            }
            // A locked household cannot note it; the next unlock sees what came.
            (Keeper::Open(_, None) | Keeper::Locked(..), _) => {}
        }
        match (&self.refused, outcome) {
            (Some(error), Outcome::NotStored { .. }) if !matches!(error, InboxError::Store(_)) => {
                Err((*error).into())
            }
            _ => SyncResult::of(outcome).ok_or_else(DiaryError::closed),
        }
    }
}

/// Takes over readings while everything is locked. It needs no secret, and opens nothing that was received.
#[derive(Debug, uniffi::Object)]
pub struct Receiver {
    place: HouseholdPlace,
    inner: Arc<Mutex<Option<CoreReceiver>>>,
}

#[uniffi::export]
impl Receiver {
    /// Opens the inbox of a locked household.
    ///
    /// # Errors
    /// [`DiaryError::Shut`] until somebody has unlocked the household once on this phone, or once more where its key for
    /// receiving was renewed; [`DiaryError::InUse`] while it is open.
    #[uniffi::constructor]
    pub fn open(place: HouseholdPlace) -> Result<Arc<Self>, DiaryError> {
        guarded(|| {
            let installation = place.installation()?.ok_or_else(|| {
                DiaryError::Shut("this phone has not opened the household yet; unlock it once".to_owned())
            })?;
            let receiver = CoreReceiver::open(&place.folder(), &installation, &place.outside()?)?;
            Ok(Arc::new(Self { inner: Arc::new(Mutex::new(Some(receiver))), place }))
        })
    }

    /// The devices to wait for, with where this phone found each: its address, or the platform's own name for it.
    ///
    /// # Errors
    /// [`DiaryError::Shut`] once it is closed, and whatever the file says.
    pub fn devices(&self) -> Result<Vec<FoundDevice>, DiaryError> {
        guarded(|| {
            let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
            let known = inner.as_ref().ok_or_else(DiaryError::closed)?.addresses()?;
            Ok(known.into_iter().map(FoundDevice::of).collect())
        })
    }

    /// Begins to take over what a device has.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`] for a device that the household does not know.
    pub fn sync(&self, device: String) -> Result<Arc<Sync>, DiaryError> {
        guarded(|| {
            let (device, profile) = self.profile(&device)?;
            Sync::new(&self.place, profile, Keeper::Locked(Arc::clone(&self.inner), device))
        })
    }

    /// Begins to take over what a device has, and then what it measures, as
    /// [`Household::watch`](crate::Household::watch) does.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`] for a device that the household does not know.
    pub fn watch(&self, device: String) -> Result<Arc<Sync>, DiaryError> {
        guarded(|| {
            let (device, profile) = self.profile(&device)?;
            Sync::new(&self.place, profile.live(), Keeper::Locked(Arc::clone(&self.inner), device))
        })
    }

    /// Shuts it. A conversation that still runs can store nothing more, and says so. Shutting twice is as good as once.
    ///
    /// # Errors
    /// Whatever the file says; nothing is lost then.
    pub fn shut(&self) -> Result<(), DiaryError> {
        guarded(|| {
            let taken = self.inner.lock().unwrap_or_else(PoisonError::into_inner).take();
            Ok(taken.map_or(Ok(()), CoreReceiver::close)?)
        })
    }
}

impl Receiver {
    fn profile(&self, device: &str) -> Result<(DeviceId, Profile), DiaryError> {
        let device: DeviceId = device.parse()?;
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        Ok((device, inner.as_ref().ok_or_else(DiaryError::closed)?.profile(device)?))
    }
}

/// A device, and where this phone found it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FoundDevice {
    /// Its id in the household.
    pub device: String,
    /// Its address, or the platform's own name for it.
    pub address: String,
}

impl FoundDevice {
    pub(crate) fn of((device, address): (DeviceId, String)) -> Self {
        Self { device: device.to_string(), address }
    }
}
