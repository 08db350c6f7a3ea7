//! Sessions of the core over a simulated device, and what every session of this terminal shares.

use std::io;

use diary_core::device::{Outcome, Paired, PersistFailed, Profile, Progress, Received, Session, What};
use diary_core::household::{self, Household};
use diary_core::id::DeviceId;
use diary_core::inbox::InboxError;
use diary_sim::trace::Trace;
use diary_sim::{Faults, Peripheral, SimClock, run};

use crate::error::CliError;
use crate::recording::{Recording, Unwritten};
use diary_host::random;

/// What is asked of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked<'a> {
    /// What the device measures now, besides what it has stored.
    pub live: bool,
    /// Everything that the session is handed, for a look at it later.
    pub recording: Recording<'a>,
}

impl Asked<'_> {
    /// The session, for one device, and whether it can be written down.
    ///
    /// # Errors
    /// What the household says.
    pub fn session(
        self,
        household: &Household,
        id: DeviceId,
        name: [u8; 16],
    ) -> Result<(Session, Unwritten), CliError> {
        let device = household.device(id)?.description;
        let profile = device.profile();
        let mut session = Session::new(if self.live { profile.live() } else { profile }, name);
        let unwritten = self.recording.begin(&mut session, (name, self.live), &device);
        Ok((session, unwritten))
    }
}

/// What a synchronisation did, before anything was handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synced {
    /// How it ended.
    pub outcome: Outcome,
    /// Records that arrived and were made durable, repeats by the device included.
    pub records: u32,
    /// How often the link broke and came back.
    pub cuts: u32,
    /// Why it could not be written down, where that was asked for.
    pub unwritten: Option<io::ErrorKind>,
}

/// Gets to know a device: who it is and what it measures. Starts no burst.
///
/// # Errors
/// How the session ended, where it did not end well.
pub fn pair(device: &mut dyn Peripheral, clock: &SimClock) -> Result<Paired, CliError> {
    let mut session = Session::new(Profile::pair(Some(device.name().to_owned())), session_id()?);
    let report = run(&mut session, device, clock, &mut |_| Ok(()), &Faults::default(), &mut |_| {});
    match report.outcome {
        Some(Outcome::Paired(paired)) => Ok(paired),
        Some(other) => Err(CliError::of_session(&other).unwrap_or(CliError::Cancelled)),
        None => Err(CliError::Cancelled),
    }
}

/// Takes over what a device has stored: each item is sealed and durable before the session goes on.
///
/// `progress` hears how far it is, `received` of every record after it is durable.
///
/// # Errors
/// What the inbox says if it cannot store; how the session ended is in the result, not an error here.
pub fn synchronise(
    household: &Household,
    id: DeviceId,
    device: &mut dyn Peripheral,
    clock: &SimClock,
    (asked, faults): (Asked<'_>, &Faults),
    progress: &mut dyn FnMut(&Progress),
    received: &mut dyn FnMut(&Received),
) -> Result<Synced, CliError> {
    let session = session_id()?;
    let (mut machine, unwritten) = asked.session(household, id, session)?;
    let mut sealing = Sealing::new(household, id);
    let mut store = |item: Received| {
        sealing.keep(&item)?;
        if item.what == What::Record {
            received(&item);
        }
        Ok(())
    };
    let report = run(&mut machine, device, clock, &mut store, faults, progress);
    let outcome = report.outcome.unwrap_or(Outcome::Cancelled);
    household.synced(id, session, &outcome)?;
    sealing.ended()?;
    Ok(Synced { outcome, records: report.records, cuts: report.cuts, unwritten: unwritten.why() })
}

/// Takes over once more what a recorded session brought; as [`synchronise`], without a device.
///
/// # Errors
/// As there.
pub fn replay(household: &Household, id: DeviceId, trace: &Trace) -> Result<Synced, CliError> {
    let mut sealing = Sealing::new(household, id);
    let mut records = 0;
    let mut store = |item: Received| {
        sealing.keep(&item)?;
        records += u32::from(item.what == What::Record);
        Ok(())
    };
    let outcome = trace.replay(&mut store).unwrap_or(Outcome::Cancelled);
    match trace.ended_ms() {
        Some(at_ms) => household.synced_at(id, trace.session, &outcome, at_ms)?,
        None => household.synced(id, trace.session, &outcome)?,
    }
    sealing.ended()?;
    Ok(Synced { outcome, records, cuts: 0, unwritten: None })
}

/// Makes the items of one session durable, and remembers why the inbox refused one.
#[derive(Debug)]
pub struct Sealing<'a> {
    household: &'a Household,
    device: DeviceId,
    refused: Option<InboxError>,
}

impl<'a> Sealing<'a> {
    /// For a session with one device.
    pub fn new(household: &'a Household, device: DeviceId) -> Self {
        Self { household, device, refused: None }
    }

    /// Seals an item and commits it.
    ///
    /// # Errors
    /// [`PersistFailed`]; [`Sealing::ended`] says why.
    pub fn keep(&mut self, item: &Received) -> Result<(), PersistFailed> {
        match household::receive(self.household.inbox(), self.device, item) {
            Ok(_) => Ok(()),
            Err(error) => {
                self.refused.get_or_insert(error);
                Err(PersistFailed)
            }
        }
    }

    /// Says whether everything could be kept.
    ///
    /// # Errors
    /// What the inbox said first.
    pub fn ended(self) -> Result<(), InboxError> {
        self.refused.map_or(Ok(()), Err)
    }
}

/// A new session's random name.
///
/// # Errors
/// The system has no randomness to give.
pub fn session_id() -> Result<[u8; 16], CliError> {
    Ok(random()?)
}
