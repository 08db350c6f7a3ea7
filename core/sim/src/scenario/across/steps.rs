//! What each step of a scenario means, in public calls.

use std::fs;

use diary_core::device::Received;
use diary_core::household::RawReading;
use diary_core::id::{DeviceId, PersonId};
use serde_json::{Value, json};

use super::super::around::around;
use super::super::calls::{CallStep, CopyFolder, ToldStep, WriteFile};
use super::super::error::Stopped;
use super::super::format::{Assign, Class, Erase, Scenario, Step, SyncStep, UnlockExpected, UnlockStep};
use super::super::home;
use super::super::sync::{compare, note};
use super::{Across, HOUSEHOLD, PASSPHRASE, unhex, values};
use crate::{Confirm, Faults};

/// What of a scenario cannot be done over the border, and why: the border stores before it answers, so that nothing can happen
/// in between.
pub(super) fn core_only(scenario: &Scenario) -> Option<String> {
    scenario.steps.iter().enumerate().find_map(|(number, step)| {
        let Step::Sync(SyncStep { faults: Some(faults), .. }) = step else { return None };
        let field = if faults.drop_process_after_store.is_some() {
            "drop_process_after_store"
        } else if !faults.persist_fails_at.is_empty() {
            "persist_fails_at"
        } else if faults.store_ms > 0 {
            "store_ms"
        } else if faults.confirm == Confirm::AfterPersist {
            "confirm"
        } else {
            return None;
        };
        Some(format!("steps[{number}].sync.faults.{field}: what arrives is stored before the call returns"))
    })
}

/// All entries of a diary, the earliest first.
fn everything() -> Value {
    json!({"question": {"oldest_first": true}, "at_most": 1000})
}

impl Across<'_> {
    pub(super) fn do_step(&mut self, step: &Step) -> Result<(), Stopped> {
        match step {
            Step::Wait(_)
            | Step::Travel(_)
            | Step::Restart(_)
            | Step::Measure(_)
            | Step::Wear(_)
            | Step::SetClock(_)
            | Step::Tells(_)
            | Step::LoseBond(_)
            | Step::PairingMode(_) => around(step, &self.zones, self.world.clock(), &mut self.known)?,
            Step::AddPerson(name) => self.join(name)?,
            Step::Pair(of) => self.pair(&of.device)?,
            Step::Assign(assign) => self.assign(assign)?,
            Step::Forget(of) => {
                let device = self.device(&of.device)?;
                self.on_household("forget_device", json!({"device": device}), None)?;
            }
            Step::Sync(sync) => self.sync(sync)?,
            Step::HandOn(_) => drop(self.hand_on()?),
            Step::Lock(_) => self.lock()?,
            Step::Unlock(unlock) => self.unlock(unlock)?,
            Step::Kill(_) => self.kill()?,
            Step::Erase(erase) => self.erase(erase)?,
            Step::Expect(expected) => self.compare(expected)?,
            Step::Call(call) => self.make(call)?,
            Step::Told(told) => self.listen(told)?,
            Step::WriteFile(WriteFile { path, text }) => fs::write(self.path_of(path)?, text)?,
            Step::MakeFolder(path) => fs::create_dir_all(self.path_of(path)?)?,
            Step::CopyFolder(CopyFolder { from, to }) => {
                home::copy(self.path_of(from)?.as_ref(), self.path_of(to)?.as_ref())?;
            }
            Step::ShellFolder(folder) => self.world.set(folder),
        }
        Ok(())
    }

    /// A path out of a scenario, where earlier answers can stand in it.
    fn path_of(&self, text: &str) -> Result<String, Stopped> {
        let filled = values::filled(&json!(text), &self.names)?;
        filled.as_str().map(str::to_owned).ok_or_else(|| Stopped::NoSuchName(text.to_owned()))
    }

    pub(super) fn join(&mut self, name: &str) -> Result<(), Stopped> {
        let id = self.on_household("add_person", json!({"name": name}), Some(name))?;
        let person: Option<PersonId> = id.as_str().and_then(|id| id.parse().ok());
        self.people.insert(name.to_owned(), person.ok_or_else(|| Stopped::Strange("add_person".to_owned()))?);
        Ok(())
    }

    fn pair(&mut self, device: &str) -> Result<(), Stopped> {
        self.opened()?;
        let mut unit = self.unit(device)?.unit.clone();
        self.begin_talk("Household.pair", HOUSEHOLD, json!({"advertised": unit.air().name()}))?;
        let talked = self.talk(unit.air(), &Faults::default());
        self.unit(device)?.unit = unit;
        let result = talked?.result.unwrap_or_default();
        self.end_talk()?;
        let id = result.get("paired").and_then(|paired| paired.get("device")).and_then(Value::as_str);
        let id: DeviceId = id.and_then(|id| id.parse().ok()).ok_or(Stopped::NotPaired)?;
        self.names.insert(device.to_owned(), json!(id.to_string()));
        self.unit(device)?.id = Some(id);
        Ok(())
    }

    fn assign(&mut self, assign: &Assign) -> Result<(), Stopped> {
        let id = self.device(&assign.device)?;
        let person = self.people.get(&assign.person).copied().ok_or(Stopped::NotPaired)?;
        let known = self.unit(&assign.device)?;
        let users = matches!(known.class, Class::Cuff(class) if crate::Cuff::new(class).users() > 1);
        known.truth.owners.entry(assign.user).or_default().insert(person);
        let unknown = users && assign.user.is_none();
        let (user, person) = (assign.user, person.to_string());
        if !unknown {
            let with = json!({"device": id, "user": user, "person": person});
            self.on_household("assign", with, None)?;
        }
        if assign.waiting {
            let with = json!({"device": id, "user": user, "person": person, "unknown": unknown});
            self.on_household("hand_on_waiting", with, None)?;
        }
        Ok(())
    }

    /// Hands on what waits, and says how many readings became entries.
    pub(super) fn hand_on(&mut self) -> Result<usize, Stopped> {
        let came = self.on_household("hand_on", json!({}), None)?;
        Ok(came.get("new").and_then(Value::as_array).map_or(0, Vec::len))
    }

    /// Takes a device's readings over as a shell does: what waits is handed on before and after.
    fn sync(&mut self, step: &SyncStep) -> Result<(), Stopped> {
        let with = json!({"device": self.device(&step.device)?});
        let (mut new, begin) = (0, if step.live { "watch" } else { "sync" });
        if step.locked {
            self.lock()?;
            let place = json!({"place": self.named("place")});
            self.must("Receiver.open", None, place, Some("receiver"))?;
            self.begin_talk(&format!("Receiver.{begin}"), "receiver", with)?;
        } else {
            new += self.hand_on()?;
            self.begin_talk(&format!("Household.{begin}"), HOUSEHOLD, with)?;
        }
        let mut unit = self.unit(&step.device)?.unit.clone();
        let talked = self.talk(unit.air(), &step.faults.clone().unwrap_or_default());
        self.unit(&step.device)?.unit = unit;
        let report = talked?.report;
        if report.outcome.is_none() {
            self.kill()?;
        } else if step.locked {
            self.end_talk()?;
            self.must("Receiver.shut", Some("receiver"), json!({}), None)?;
            self.drop_held(|name| name == "receiver")?;
        } else {
            self.end_talk()?;
            new += self.hand_on()?;
        }
        note(&mut self.unit(&step.device)?.truth, &report);
        if let Some(expected) = &step.expect {
            compare(&mut self.differences, expected, &report, Some(new));
        }
        Ok(())
    }

    fn unlock(&mut self, unlock: &UnlockStep) -> Result<(), Stopped> {
        self.lock()?;
        let typed = unlock.passphrase.as_deref().unwrap_or(PASSPHRASE);
        let with = json!({"place": self.named("place"), "passphrase": typed});
        let came = self.call("Household.open_with_passphrase", None, with, Some(HOUSEHOLD))?;
        let got = came.map_or_else(|kind| kind, |_| "open".to_owned());
        let expected = if unlock.expect == UnlockExpected::Open { "open" } else { "wrong-secret" };
        self.differences.compare("unlock.expect", expected, got.as_str());
        Ok(())
    }

    fn erase(&mut self, erase: &Erase) -> Result<(), Stopped> {
        self.hand_on()?;
        let page = self.on_diary(&erase.person, "page", everything())?;
        let entry = page.get("entries").and_then(|all| all.get(erase.entry)).ok_or(Stopped::NoSuchEntry)?;
        let id = json!({"entry": entry.get("id")});
        let device = entry.pointer("/said/origin/device/device").and_then(Value::as_str).map(str::to_owned);
        let raw = self.on_diary(&erase.person, "raw", id.clone())?;
        self.on_diary(&erase.person, "erase", id)?;
        let bytes = raw.as_str().map(unhex).transpose()?.and_then(|raw| RawReading::from_bytes(&raw));
        let received = bytes.and_then(|raw| Received::from_bytes(&raw.record).ok());
        let device: Option<DeviceId> = device.and_then(|device| device.parse().ok());
        if let Some((device, received)) = device.zip(received) {
            for known in self.known.values_mut().filter(|known| known.id == Some(device)) {
                known.truth.erased.push(received.bytes.clone());
            }
        }
        Ok(())
    }

    /// The entries of a person's diary, the earliest first, as the border gives them.
    pub(super) fn entries(&mut self, person: &str) -> Result<Vec<Value>, Stopped> {
        let page = self.on_diary(person, "page", everything())?;
        Ok(page.get("entries").and_then(Value::as_array).cloned().unwrap_or_default())
    }

    fn make(&mut self, step: &CallStep) -> Result<(), Stopped> {
        let household = step.function.starts_with("Household.") && !step.function.contains(".open_with");
        let on = step.on.clone().or_else(|| household.then(|| HOUSEHOLD.to_owned()));
        if let Some(on) = &on {
            if on == HOUSEHOLD {
                self.opened()?;
            } else if !self.held.contains(on) && self.people.contains_key(on) {
                self.diary_of(on)?;
            }
        }
        let with = values::filled(&Value::Object(step.with.clone()), &self.names)?;
        self.open_named(&with)?;
        let came = self.call(&step.function, on.as_deref(), with, step.named.as_deref())?;
        let at = format!("call {}", step.function);
        match (&step.fails, came) {
            (Some(expected), Err(kind)) => self.differences.compare(&at, expected.as_str(), kind.as_str()),
            (Some(expected), Ok(_)) => self.differences.check(&at, false, expected, "an answer"),
            (None, Err(kind)) => self.differences.check(&at, false, "an answer", kind),
            (None, Ok(gave)) => self.expected(&at, step.expect.as_ref(), &gave)?,
        }
        Ok(())
    }

    /// Opens the diaries of people whose names are handed in where an object is meant.
    fn open_named(&mut self, with: &Value) -> Result<(), Stopped> {
        let names: Vec<String> = with
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(_, value)| value.as_str())
            .filter(|name| self.people.contains_key(*name) && !self.held.contains(*name))
            .map(str::to_owned)
            .collect();
        names.iter().try_for_each(|name| self.diary_of(name))
    }

    fn expected(&mut self, at: &str, expected: Option<&Value>, got: &Value) -> Result<(), Stopped> {
        if let Some(expected) = expected {
            let expected = values::canonical(values::filled(expected, &self.names)?);
            self.differences.check(at, values::fits(&expected, got), &expected, got);
        }
        Ok(())
    }

    fn listen(&mut self, step: &ToldStep) -> Result<(), Stopped> {
        let told = self.told(&step.listener, step.at_least)?;
        let of = values::functions(&told);
        let what = if step.by_chance { Value::Null } else { told.clone() };
        let line = json!({"told": step.listener, "what": what, "functions": of, "step": self.step});
        self.lines += &values::line(&line);
        self.expected(&format!("told {}", step.listener), step.expect.as_ref(), &told)
    }
}
