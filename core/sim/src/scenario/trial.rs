//! One synchronisation of a scenario over the link alone, without a household: fast enough to try every pair of faults.

use std::collections::BTreeSet;

use diary_core::device::{Profile, Received, Session, What};

use super::error::{PlayError, Stopped};
use super::format::Step;
use super::player::Player;
use super::unit::Unit;
use crate::{Faults, RunReport, SimClock, run};

/// A device as it is before a step, the session's profile, and what was stored since.
#[derive(Debug, Clone)]
pub struct Trial {
    unit: Unit,
    profile: Profile,
    clock: SimClock,
    faults: Faults,
    /// What the device held when the trial began.
    begun: BTreeSet<Vec<u8>>,
    stored: Vec<Vec<u8>>,
    in_window: Vec<Vec<u8>>,
    altered: Vec<(Vec<u8>, Vec<u8>)>,
    forbidden: usize,
    sessions: u8,
}

/// Where every record is after a trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// In the store.
    pub stored: usize,
    /// Still in the device.
    pub on_device: usize,
    /// Confirmed, and not stored.
    pub in_window: usize,
    /// Nowhere.
    pub lost: usize,
    /// Stored, and never taken.
    pub strange: usize,
    /// Writes that no session may make.
    pub forbidden: usize,
}

impl Player<'_> {
    /// The device of a synchronisation as it is now; `None` where the step is another.
    ///
    /// # Errors
    /// What the household says.
    pub fn trial(&mut self, number: usize) -> Result<Option<Trial>, PlayError> {
        let scenario = std::sync::Arc::clone(&self.scenario);
        let Some(Step::Sync(sync)) = scenario.steps.get(number) else { return Ok(None) };
        let made = (|| {
            let known = self.unit(&sync.device)?;
            let (unit, id) = (known.unit.clone(), known.id.ok_or(Stopped::NotPaired)?);
            let profile = self.home.household()?.device(id)?.description.profile();
            let profile = if sync.live { profile.live() } else { profile };
            let begun = unit.memory().remaining().map(|taken| taken.bytes.clone()).collect();
            Ok(Trial {
                begun,
                unit,
                profile,
                clock: self.clock.apart(),
                faults: sync.faults.clone().unwrap_or_default(),
                stored: Vec::new(),
                in_window: Vec::new(),
                altered: Vec::new(),
                forbidden: 0,
                sessions: 0,
            })
        })();
        made.map(Some).map_err(|why| PlayError { step: number, why })
    }
}

impl Trial {
    /// The faults that the scenario has there.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// Runs a session with these faults, and keeps what it stored.
    pub fn run(&mut self, faults: &Faults) -> RunReport {
        self.sessions = self.sessions.wrapping_add(1);
        // Runs of one trial share nothing with each other's clocks.
        let clock = self.clock.apart();
        let stored = &mut self.stored;
        let mut sink = |item: Received| {
            if item.what == What::Record {
                stored.push(item.bytes);
            }
            Ok(())
        };
        let mut session = Session::new(self.profile.clone(), [self.sessions; 16]);
        let report = run(&mut session, self.unit.air(), &clock, &mut sink, faults, &mut |_| {});
        self.clock = clock;
        self.in_window.extend(report.in_window.iter().cloned());
        self.altered.extend(report.altered.iter().cloned());
        self.forbidden += report.forbidden_writes().count();
        report
    }

    /// Where every record is that the device had when the trial began.
    pub fn balance(&self) -> Balance {
        let memory = self.unit.memory();
        let heard = |bytes: &[u8]| {
            let altered = self.altered.iter().filter(move |(left, _)| left == bytes).map(|(_, heard)| heard);
            self.stored.iter().any(|stored| stored == bytes)
                || altered.into_iter().any(|heard| self.stored.contains(heard))
        };
        let held: BTreeSet<&[u8]> = memory.remaining().map(|taken| &*taken.bytes).collect();
        let sent: BTreeSet<&[u8]> = memory.sent().map(|taken| &*taken.bytes).collect();
        let mut balance = Balance { forbidden: self.forbidden, ..Balance::default() };
        for bytes in &self.begun {
            if heard(bytes) {
                balance.stored += 1;
            } else if held.contains(bytes.as_slice()) {
                balance.on_device += 1;
            } else if self.in_window.contains(bytes) {
                balance.in_window += 1;
            } else {
                balance.lost += 1;
            }
        }
        let known = |stored: &&Vec<u8>| {
            sent.contains(stored.as_slice()) || self.altered.iter().any(|(_, heard)| heard == *stored)
        };
        balance.strange = self.stored.iter().filter(|stored| !known(stored)).count();
        balance
    }
}
