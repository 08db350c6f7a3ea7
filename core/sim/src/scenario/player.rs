//! Playing a scenario, step by step.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use diary_core::household::{Handing, Household, Slot};
use diary_core::id::{DeviceId, PersonId};
use diary_core::ports::Entropy;
use diary_core::time::Zones;

use super::around::{around, local_ahead_ms};
use super::error::{PlayError, Stopped};
use super::expect::{Differences, Played};
use super::format::{Assign, Class, Scenario, Step, UnlockExpected, UnlockStep};
use super::home::{Home, Own};
use super::streams;
use super::tally::{self, Tally, Truth};
use super::unit::Unit;
use crate::{Faults, RunReport, SimClock};

/// A device of the scenario, and what is known of it.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) unit: Unit,
    pub(super) class: Class,
    pub(super) id: Option<DeviceId>,
    pub(super) truth: Truth,
}

/// Plays a scenario in a household of its own, or in one that is open.
///
/// Time is the scenario's. Whatever the scenario expects, it keeps the books of every reading ([`Player::tally`]).
#[derive(Debug)]
pub struct Player<'h> {
    pub(super) scenario: Arc<Scenario>,
    pub(super) home: Home<'h>,
    pub(super) clock: SimClock,
    pub(super) entropy: Arc<dyn Entropy>,
    pub(super) zones: Zones,
    pub(super) known: BTreeMap<String, Known>,
    pub(super) people: BTreeMap<String, PersonId>,
    pub(super) differences: Differences,
}

impl Player<'static> {
    /// Makes a household for the scenario in a new folder inside `place`, with its people.
    ///
    /// `entropy` gives every key: a seeded one lets a run be done again, and protects nothing.
    ///
    /// # Errors
    /// What kept the household from being made.
    pub fn new(scenario: Arc<Scenario>, place: &Path, entropy: Arc<dyn Entropy>) -> Result<Self, PlayError> {
        let clock = SimClock::new(scenario.start.at.0.as_millis(), &scenario.start.zone);
        let own = Own::make(place, &clock, Arc::clone(&entropy)).map_err(|why| PlayError { step: 0, why })?;
        Self::begin(scenario, Home::Own(Box::new(own)), clock, entropy)
    }

    /// The same moment in another place: the disk as a kill now leaves it, devices and clocks of their own.
    ///
    /// # Errors
    /// What kept the files from being copied.
    pub fn fork(&self, place: &Path) -> Result<Self, PlayError> {
        let clock = self.clock.apart();
        let home = self.home.fork(place, &clock).map_err(|why| PlayError { step: 0, why })?;
        Ok(Self {
            scenario: Arc::clone(&self.scenario),
            home,
            clock,
            entropy: Arc::clone(&self.entropy),
            zones: self.zones.clone(),
            known: self.known.clone(),
            people: self.people.clone(),
            differences: self.differences.clone(),
        })
    }
}

impl Player<'static> {
    /// Another scenario with the same people, in a copy of this household: what making one costs is paid once.
    ///
    /// # Errors
    /// What kept the files from being copied.
    pub fn fork_into(
        &self,
        scenario: Arc<Scenario>,
        place: &Path,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, PlayError> {
        let clock = SimClock::new(scenario.start.at.0.as_millis(), &scenario.start.zone);
        let home = self.home.fork(place, &clock).map_err(|why| PlayError { step: 0, why })?;
        Self::begin(scenario, home, clock, entropy)
    }
}

impl<'h> Player<'h> {
    /// Plays in a household that is open, whose clock is `clock`; its people are found by name, or added.
    ///
    /// # Errors
    /// A scenario that locks or kills needs a household of its own; and what the household says.
    pub fn inside(
        scenario: Arc<Scenario>,
        household: &'h Household,
        clock: SimClock,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, PlayError> {
        let needs_own = |step: &Step| match step {
            Step::Lock(_) | Step::Unlock(_) | Step::Kill(_) => true,
            Step::Sync(sync) => {
                let kills = |faults: &Faults| {
                    faults.drop_process_at.is_some() || faults.drop_process_after_store.is_some()
                };
                sync.locked || sync.faults.as_ref().is_some_and(kills)
            }
            _ => false,
        };
        if let Some(step) = scenario.steps.iter().position(needs_own) {
            return Err(PlayError { step, why: Stopped::OwnHouseholdOnly });
        }
        Self::begin(scenario, Home::Given(household), clock, entropy)
    }

    fn begin(
        scenario: Arc<Scenario>,
        home: Home<'h>,
        clock: SimClock,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, PlayError> {
        let mut player = Self {
            scenario,
            home,
            clock,
            entropy,
            zones: Zones::built_in(),
            known: BTreeMap::new(),
            people: BTreeMap::new(),
            differences: Differences::default(),
        };
        let scenario = Arc::clone(&player.scenario);
        let begun = (|| {
            let local_ahead_ms = local_ahead_ms(&player.zones, &player.clock)?;
            for (name, spec) in &scenario.devices {
                let unit = Unit::new(spec, local_ahead_ms);
                let known = Known { unit, class: spec.class, id: None, truth: Truth::default() };
                player.known.insert(name.clone(), known);
            }
            for name in &scenario.people {
                player.join(name)?;
            }
            Ok(())
        })();
        begun.map_err(|why| PlayError { step: 0, why })?;
        Ok(player)
    }

    /// Plays every step, and says what was otherwise than expected.
    ///
    /// # Errors
    /// The step that could not be done.
    pub fn play(&mut self) -> Result<Played, PlayError> {
        for number in 0..self.scenario.steps.len() {
            self.step(number, None)?;
        }
        self.played()
    }

    /// What was played so far.
    ///
    /// # Errors
    /// What kept the books from being kept.
    pub fn played(&mut self) -> Result<Played, PlayError> {
        let step = self.scenario.steps.len();
        let tally = self.tally().map_err(|why| PlayError { step, why })?;
        Ok(self.differences.played(&self.scenario, tally))
    }

    /// Does one step; a synchronisation with these faults in the place of its own. Gives the report of a synchronisation.
    ///
    /// # Errors
    /// Why the step could not be done.
    pub fn step(&mut self, number: usize, faults: Option<&Faults>) -> Result<Option<RunReport>, PlayError> {
        let scenario = Arc::clone(&self.scenario);
        let Some(step) = scenario.steps.get(number) else { return Ok(None) };
        self.differences.at_step(number);
        self.do_step(step, faults).map_err(|why| PlayError { step: number, why })
    }

    fn do_step(&mut self, step: &Step, faults: Option<&Faults>) -> Result<Option<RunReport>, Stopped> {
        match step {
            Step::Wait(_)
            | Step::Travel(_)
            | Step::Restart(_)
            | Step::Measure(_)
            | Step::Wear(_)
            | Step::SetClock(_)
            | Step::Tells(_)
            | Step::LoseBond(_)
            | Step::PairingMode(_) => around(step, &self.zones, &self.clock, &mut self.known)?,
            Step::AddPerson(name) => self.join(name)?,
            Step::Pair(of) => self.pair(&of.device)?,
            Step::Assign(assign) => self.assign(assign)?,
            Step::Forget(of) => self.forget(&of.device)?,
            Step::Sync(sync) => return self.sync(sync, faults).map(Some),
            Step::HandOn(_) => drop(self.home.household()?.hand_on(Handing::Owned)?),
            Step::Lock(_) => self.home.lock()?,
            Step::Unlock(unlock) => self.unlock(unlock)?,
            Step::Kill(_) => self.home.kill(&self.clock)?,
            Step::Erase(erase) => self.erase(&erase.person, erase.entry)?,
            // What else is in somebody's diary is not the scenario's.
            Step::Expect(_) if matches!(self.home, Home::Given(_)) => {
                drop(self.home.household()?.hand_on(Handing::Owned)?);
            }
            Step::Expect(expected) => self.compare(expected)?,
            Step::Call(_)
            | Step::Told(_)
            | Step::WriteFile(_)
            | Step::MakeFolder(_)
            | Step::CopyFolder(_)
            | Step::ShellFolder(_) => return Err(Stopped::BorderOnly),
        }
        Ok(None)
    }

    /// Lets every device that is known give all it has, without a fault, twice: the end that every run comes to.
    ///
    /// # Errors
    /// Why it could not.
    pub fn settle(&mut self) -> Result<(), PlayError> {
        let step = self.scenario.steps.len();
        let names: Vec<String> = self.known.keys().cloned().collect();
        for name in names {
            if self.known.get(&name).is_some_and(|known| known.id.is_some()) {
                let sync = super::SyncStep { device: name, ..super::SyncStep::default() };
                let device = sync.device.clone();
                self.sync(&sync, None)
                    .and_then(|_| self.give_what_waits(&device))
                    .map_err(|why| PlayError { step, why })?;
            }
        }
        Ok(())
    }

    /// What a device showed before its owner of today had it waits as one reading, of which only the beginning can be looked
    /// at: it is said to be theirs, so that all of it is in a diary.
    fn give_what_waits(&mut self, device: &str) -> Result<(), Stopped> {
        let known = self.unit(device)?;
        let Some(id) = known.id.filter(|_| !known.unit.streamed().is_empty()) else { return Ok(()) };
        let household = self.home.household()?;
        let slots = household.device(id)?.slots;
        if let Some((slot, person)) = slots.into_iter().find(|(slot, _)| *slot == Slot::Only) {
            household.hand_on(Handing::AlsoWaiting { device: id, slot: Some(slot), person })?;
        }
        Ok(())
    }

    /// Where every reading is that a device ever took.
    ///
    /// # Errors
    /// What the household says.
    pub fn tally(&mut self) -> Result<Tally, Stopped> {
        let household = self.home.household()?;
        let handed = household.hand_on(Handing::Owned)?;
        tally::count(household, &handed, &self.known)
    }

    pub(super) fn unit(&mut self, device: &str) -> Result<&mut Known, Stopped> {
        self.known.get_mut(device).ok_or(Stopped::NotPaired)
    }

    fn person(&self, name: &str) -> Result<PersonId, Stopped> {
        let nobody = diary_core::household::HouseholdError::NoSuchPerson;
        self.people.get(name).copied().ok_or_else(|| nobody.into())
    }

    pub(super) fn draw(&self) -> Result<[u8; 16], Stopped> {
        let mut id = [0; 16];
        let drawn = self.entropy.fill(&mut id);
        drawn.map_err(diary_core::inbox::InboxError::from)?;
        Ok(id)
    }

    fn join(&mut self, name: &str) -> Result<(), Stopped> {
        let household = self.home.household()?;
        let known = household.people()?.into_iter().find(|person| person.name == name);
        let person = match known {
            Some(known) => known.id,
            None => household.add_person(name)?,
        };
        self.people.insert(name.to_owned(), person);
        Ok(())
    }

    fn pair(&mut self, device: &str) -> Result<(), Stopped> {
        let (session, clock) = (self.draw()?, self.clock.clone());
        let paired = self.unit(device)?.unit.introduce(&clock, session)?;
        let id = self.home.household()?.add_device(&paired)?;
        self.unit(device)?.id = Some(id);
        Ok(())
    }

    fn forget(&mut self, device: &str) -> Result<(), Stopped> {
        let id = self.unit(device)?.id.ok_or(Stopped::NotPaired)?;
        self.home.household()?.forget_device(id)?;
        Ok(())
    }

    fn assign(&mut self, assign: &Assign) -> Result<(), Stopped> {
        let person = self.person(&assign.person)?;
        let known = self.unit(&assign.device)?;
        let id = known.id.ok_or(Stopped::NotPaired)?;
        let users = matches!(known.class, Class::Cuff(class) if crate::Cuff::new(class).users() > 1);
        let slot = match assign.user {
            Some(user) => Some(Slot::User(user)),
            None => (!users).then_some(Slot::Only),
        };
        known.truth.owners.entry(assign.user).or_default().insert(person);
        let household = self.home.household()?;
        if let Some(slot) = slot {
            household.assign(id, slot, person)?;
        }
        if assign.waiting {
            household.hand_on(Handing::AlsoWaiting { device: id, slot, person })?;
        }
        Ok(())
    }

    fn unlock(&mut self, unlock: &UnlockStep) -> Result<(), Stopped> {
        let opened = self.home.try_passphrase(unlock.passphrase.as_deref())?;
        let name = |opened| if opened { "open" } else { "wrong-secret" };
        let expected = unlock.expect == UnlockExpected::Open;
        self.differences.compare("unlock.expect", name(expected), name(opened));
        Ok(())
    }

    fn erase(&mut self, person: &str, number: usize) -> Result<(), Stopped> {
        let id = self.person(person)?;
        let household = self.home.household()?;
        household.hand_on(Handing::Owned)?;
        let diary = household.diary(id)?;
        let entries = diary.entries().map_err(diary_core::household::HouseholdError::from)?;
        let entry = entries.get(number).ok_or(Stopped::NoSuchEntry)?;
        let (raw, streamed) = (tally::record_of(&diary, entry.id)?, streams::held(&diary, entry)?);
        drop(diary);
        household.erase_entry(id, entry.id)?;
        let device = tally::device_of(entry);
        for known in self.known.values_mut().filter(|known| device.is_some() && known.id == device) {
            known.truth.erased.extend(raw.clone());
            known.truth.stream_erased += streamed;
        }
        Ok(())
    }

    /// The names of devices and people, for what a person reads.
    pub(super) fn device_name(&self, id: DeviceId) -> String {
        let found = self.known.iter().find(|(_, known)| known.id == Some(id));
        found.map_or_else(|| "another device".to_owned(), |(name, _)| name.clone())
    }

    pub(super) fn person_name(&self, id: PersonId) -> String {
        let found = self.people.iter().find(|(_, known)| **known == id);
        found.map_or_else(|| "somebody else".to_owned(), |(name, _)| name.clone())
    }

    /// Whether a scenario needs hands in another language: a step of it calls the border.
    pub fn needs_hands(scenario: &Scenario) -> bool {
        scenario.steps.iter().any(is_of_the_border)
    }

    /// The steps that synchronise.
    pub fn syncs(scenario: &Scenario) -> Vec<usize> {
        let is_sync = |(number, step): (usize, &Step)| matches!(step, Step::Sync(_)).then_some(number);
        scenario.steps.iter().enumerate().filter_map(is_sync).collect()
    }

    /// Who has owned a user of a device, for the books.
    pub fn owners(&self, device: &str, user: Option<u8>) -> BTreeSet<PersonId> {
        let known = self.known.get(device).and_then(|known| known.truth.owners.get(&user));
        known.cloned().unwrap_or_default()
    }
}

fn is_of_the_border(step: &Step) -> bool {
    matches!(
        step,
        Step::Call(_)
            | Step::Told(_)
            | Step::WriteFile(_)
            | Step::MakeFolder(_)
            | Step::CopyFolder(_)
            | Step::ShellFolder(_)
    )
}
