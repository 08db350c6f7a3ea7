//! A scenario played across the border to another language.
//!
//! The player here does nothing to a diary itself: it says which public call to make ([`Hands::make`]), the language on the other
//! side makes it, and says what came. So what a step means stands here once, whatever language plays it. Devices, clocks, faults
//! and kills are the player's own, as is the judgement; it reads what the border says, and for the books of every reading
//! ([`Tally`]) a copy of the disk.
//!
//! A command is a line of JSON, and so is its answer:
//!
//! | command | answer |
//! |---|---|
//! | `{"call": "Diary.add", "on": "Ana", "with": {…}, "as": "first"}` | `{"gave": …}`, or `{"failed": "wrong-secret"}` |
//! | `{"told": "ears", "at_least": 1}` | `{"gave": [{"changed": {…}}]}`: what a listener was told since |
//! | `{"drop": ["Ana"]}` | `{"gave": null}`: these objects are let go of |
//!
//! Records are objects with the names of their fields; a variant of an enumeration is its name (`wrong-secret`), or an object with
//! that one member where it has fields; bytes are hexadecimal; an object that comes is `{"object": "Diary"}`, and known by the name in
//! `as` from then on. What a foreign trait is asked in the middle of a call, the [`World`] answers.

mod compare;
mod radio;
mod steps;
mod values;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use data_encoding::HEXLOWER;
use diary_core::household::{Handing, Outside};
use diary_core::id::PersonId;
use diary_core::time::Zones;
use diary_core::vault::RecoveryCode;
use serde_json::{Map, Value, json};

use super::around::local_ahead_ms;
use super::error::{PlayError, Stopped};
use super::expect::Differences;
use super::format::Scenario;
use super::home::{self, Own};
use super::player::Known;
use super::tally::{self, Tally, Truth};
use super::unit::Unit;
use super::{PASSPHRASE, Played, SeededEntropy};

pub use world::World;

/// Makes public calls in some language.
pub trait Hands {
    /// Does what a command says, and gives what came of it; both are JSON, see the [module](self).
    ///
    /// # Errors
    /// [`HandsGone`] where nobody is there any more.
    fn make(&mut self, command: String) -> Result<String, HandsGone>;
}

/// The language that played went away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the language that played went away")]
pub struct HandsGone;

impl From<HandsGone> for Stopped {
    fn from(_: HandsGone) -> Self {
        Self::HandsGone
    }
}

/// Plays a scenario in a new `folder` and in its [`World`] by somebody's hands. Gives what happened as text: every call and what
/// came of it, a line each, and in the last line `right`, what was otherwise, and the books.
pub fn play(scenario: &Arc<Scenario>, world: &Arc<World>, folder: &Path, hands: &mut dyn Hands) -> String {
    if let Some(why) = steps::core_only(scenario) {
        return values::line(&json!({"right": true, "core_only": why}));
    }
    let mut across = Across::new(Arc::clone(scenario), Arc::clone(world), folder, hands);
    let came = across.play();
    across.let_go();
    let last = match came {
        Ok(played) => json!({
            "right": played.is_right(),
            "steps": played.steps,
            "checks": played.checks,
            "differences": played.differences,
            "tally": played.tally,
        }),
        Err(error) => json!({"right": false, "stopped": error.to_string()}),
    };
    across.lines + &values::line(&last)
}

/// The name of the clock that the hands keep.
const CLOCK: &str = "clock";
/// The names of objects that the player makes itself.
const PHONE: &str = "phone";
const HOUSEHOLD: &str = "household";

/// Plays a scenario by somebody's hands.
struct Across<'h> {
    hands: &'h mut dyn Hands,
    scenario: Arc<Scenario>,
    folder: PathBuf,
    /// The folder, from the root on.
    whole_path: String,
    world: Arc<World>,
    zones: Zones,
    known: BTreeMap<String, Known>,
    people: BTreeMap<String, PersonId>,
    /// Earlier answers, ids of people and devices, and what is there from the start, by name.
    names: BTreeMap<String, Value>,
    /// The objects that the hands hold.
    held: BTreeSet<String>,
    differences: Differences,
    /// What happened.
    lines: String,
    step: usize,
    kills: u32,
    books: u32,
}

impl<'h> Across<'h> {
    fn new(scenario: Arc<Scenario>, world: Arc<World>, folder: &Path, hands: &'h mut dyn Hands) -> Self {
        Self {
            hands,
            scenario,
            folder: folder.to_owned(),
            whole_path: folder.to_string_lossy().into_owned(),
            world,
            zones: Zones::built_in(),
            known: BTreeMap::new(),
            people: BTreeMap::new(),
            names: BTreeMap::new(),
            held: BTreeSet::new(),
            differences: Differences::default(),
            lines: String::new(),
            step: 0,
            kills: 0,
            books: 0,
        }
    }

    fn play(&mut self) -> Result<Played, PlayError> {
        let scenario = Arc::clone(&self.scenario);
        self.begin().map_err(|why| PlayError { step: 0, why })?;
        for (number, step) in scenario.steps.iter().enumerate() {
            self.step = number;
            self.differences.at_step(number);
            self.do_step(step).map_err(|why| PlayError { step: number, why })?;
        }
        let tally = if scenario.devices.is_empty() { Ok(Tally::default()) } else { self.tally() };
        let tally = tally.map_err(|why| PlayError { step: scenario.steps.len(), why })?;
        Ok(self.differences.played(&scenario, tally))
    }

    /// A phone, a household on it, its people, and the devices around them.
    fn begin(&mut self) -> Result<(), Stopped> {
        fs::create_dir_all(&self.folder)?;
        self.whole_path = self.folder.canonicalize()?.to_string_lossy().into_owned();
        let state = self.path("state");
        self.must(
            "SimulatedPhone.new",
            None,
            json!({"state_folder": state, "clock": CLOCK, "seed": 1}),
            Some(PHONE),
        )?;
        self.names.insert("folder".to_owned(), json!(self.folder));
        self.names.insert("passphrase".to_owned(), json!(PASSPHRASE));
        self.moved_in();
        let made = json!({"place": self.named("place"), "passphrase": PASSPHRASE});
        let code = self.must("create_household", None, made, None)?;
        self.names.insert("code".to_owned(), code);
        let scenario = Arc::clone(&self.scenario);
        let local_ahead_ms = local_ahead_ms(&self.zones, self.world.clock())?;
        for (name, spec) in &scenario.devices {
            let unit = Unit::new(spec, local_ahead_ms);
            self.known
                .insert(name.clone(), Known { unit, class: spec.class, id: None, truth: Truth::default() });
        }
        for name in &scenario.people {
            self.join(name)?;
        }
        Ok(())
    }

    /// Notes where the household lies now.
    fn moved_in(&mut self) {
        let place = json!({"folder": self.home(), "state_folder": self.path("state")});
        self.names.insert("place".to_owned(), place);
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn home(&self) -> PathBuf {
        self.path(&format!("home-{}", self.kills))
    }

    fn named(&self, name: &str) -> Value {
        self.names.get(name).cloned().unwrap_or_default()
    }

    /// Lets a command be carried out, with its answer.
    fn command(&mut self, command: &Value) -> Result<Value, Stopped> {
        let answer = self.hands.make(command.to_string())?;
        let strange = |_| Stopped::Strange(command.to_string());
        let came = values::canonical(serde_json::from_str(&answer).map_err(strange)?);
        // What is remembered with its whole path lies in the same place everywhere.
        Ok(values::with_texts(came, &|text| text.replace(&self.whole_path, &self.folder.to_string_lossy())))
    }

    /// Makes a call, and gives what came, or the kind of failure.
    fn call(
        &mut self,
        function: &str,
        on: Option<&str>,
        with: Value,
        named: Option<&str>,
    ) -> Result<Result<Value, String>, Stopped> {
        let mut command = Map::new();
        command.insert("call".to_owned(), json!(function));
        command.insert("on".to_owned(), json!(on));
        command.insert("with".to_owned(), values::canonical(with));
        command.insert("as".to_owned(), json!(named));
        let mut line = command.clone();
        let answer = self.command(&Value::Object(command))?;
        line.insert("step".to_owned(), json!(self.step));
        for part in ["gave", "failed"] {
            if let Some(came) = answer.get(part) {
                line.insert(part.to_owned(), came.clone());
            }
        }
        self.lines += &values::line(&Value::Object(line));
        if let Some(kind) = answer.get("failed") {
            return Ok(Err(kind.as_str().unwrap_or("nothing that can be read").to_owned()));
        }
        let gave = answer.get("gave").cloned().ok_or_else(|| Stopped::Strange(function.to_owned()))?;
        if let Some(name) = named {
            if gave.get("object").is_some() {
                self.held.insert(name.to_owned());
            } else {
                self.names.insert(name.to_owned(), gave.clone());
            }
        }
        Ok(Ok(gave))
    }

    /// A call that has to be possible.
    fn must(
        &mut self,
        function: &str,
        on: Option<&str>,
        with: Value,
        named: Option<&str>,
    ) -> Result<Value, Stopped> {
        let came = self.call(function, on, with, named)?;
        came.map_err(|kind| Stopped::Refused { call: function.to_owned(), kind })
    }

    /// A call on the household, which is opened where it is locked.
    fn on_household(&mut self, function: &str, with: Value, named: Option<&str>) -> Result<Value, Stopped> {
        self.opened()?;
        self.must(&format!("Household.{function}"), Some(HOUSEHOLD), with, named)
    }

    fn opened(&mut self) -> Result<(), Stopped> {
        if !self.held.contains(HOUSEHOLD) {
            let with = json!({"place": self.named("place"), "code": self.named("code")});
            self.must("Household.open_with_recovery_code", None, with, Some(HOUSEHOLD))?;
        }
        Ok(())
    }

    /// A call on somebody's diary.
    fn on_diary(&mut self, person: &str, function: &str, with: Value) -> Result<Value, Stopped> {
        self.diary_of(person)?;
        self.must(&format!("Diary.{function}"), Some(person), with, None)
    }

    fn diary_of(&mut self, person: &str) -> Result<(), Stopped> {
        if !self.held.contains(person) {
            let id = self.named(person);
            self.on_household("diary", json!({"person": id}), Some(person))?;
        }
        Ok(())
    }

    /// What a listener was told.
    fn told(&mut self, listener: &str, at_least: u32) -> Result<Value, Stopped> {
        let answer = self.command(&json!({"told": listener, "at_least": at_least}))?;
        answer.get("gave").cloned().ok_or_else(|| Stopped::Strange(listener.to_owned()))
    }

    /// Lets go of objects without shutting them.
    fn drop_held(&mut self, gone: impl Fn(&str) -> bool) -> Result<(), Stopped> {
        let names: Vec<String> = self.held.iter().filter(|name| gone(name)).cloned().collect();
        if !names.is_empty() {
            self.command(&json!({"drop": names}))?;
            self.held.retain(|name| !names.contains(name));
        }
        Ok(())
    }

    /// Ends: what the hands hold is let go of, and what foreign code was asked is noted.
    fn let_go(&mut self) {
        let _ = self.drop_held(|_| true);
        for (of, functions) in self.world.asked() {
            self.lines += &values::line(&json!({"asked": of, "functions": functions}));
        }
    }

    /// Locks: the household is shut, and let go of with the diaries that were opened by name.
    fn lock(&mut self) -> Result<(), Stopped> {
        if self.held.contains(HOUSEHOLD) {
            self.must("Household.shut", Some(HOUSEHOLD), json!({}), None)?;
        }
        let people: BTreeSet<String> = self.people.keys().cloned().collect();
        self.drop_held(|name| name == HOUSEHOLD || people.contains(name))
    }

    /// Goes on with the disk as it is at this moment: what was open is let go of, and never closed on it.
    fn kill(&mut self) -> Result<(), Stopped> {
        let before = self.home();
        self.kills += 1;
        home::copy(&before, &self.home())?;
        self.drop_held(|name| name != PHONE)?;
        self.moved_in();
        Ok(fs::remove_dir_all(before)?)
    }

    /// Where every reading is that a device ever took, by the disk as it is now.
    fn tally(&mut self) -> Result<Tally, Stopped> {
        self.books += 1;
        let folder = self.path(&format!("books-{}", self.books));
        home::copy(&self.home(), &folder)?;
        let code = self.named("code");
        let code = RecoveryCode::parse(code.as_str().unwrap_or_default())
            .map_err(|_| Stopped::Strange("create_household".to_owned()))?;
        let outside = Outside {
            clock: Arc::new(self.world.clock().apart()),
            entropy: Arc::new(SeededEntropy::new(2)),
            zones: self.zones.clone(),
        };
        let mut copy = Own::look_into(folder.clone(), outside, code);
        let household = copy.unlocked()?;
        let handed = household.hand_on(Handing::Owned)?;
        let tally = tally::count(household, &handed, &self.known)?;
        drop(copy);
        fs::remove_dir_all(folder)?;
        Ok(tally)
    }

    fn unit(&mut self, device: &str) -> Result<&mut Known, Stopped> {
        self.known.get_mut(device).ok_or(Stopped::NotPaired)
    }

    /// The id of a device that is known.
    fn device(&mut self, device: &str) -> Result<String, Stopped> {
        Ok(self.unit(device)?.id.ok_or(Stopped::NotPaired)?.to_string())
    }
}

/// Bytes as they cross.
fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

/// Bytes that crossed.
fn unhex(text: &str) -> Result<Vec<u8>, Stopped> {
    HEXLOWER.decode(text.as_bytes()).map_err(|_| Stopped::Strange("bytes".to_owned()))
}
