//! What foreign code answers where the library asks it something: the phone's clock, and folders that the shell keeps.
//!
//! It is asked in the middle of a call, so that no command can bring the answer along: whoever plays asks here, and hands on what
//! comes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use diary_core::ports::Clock;
use serde_json::{Value, json};

use super::super::calls::ShellFolder;
use super::super::format::Scenario;
use super::{CLOCK, hex, radio, unhex};
use crate::SimClock;

/// The world around a phone.
#[derive(Debug)]
pub struct World {
    clock: SimClock,
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    /// By the names that calls give them, empty at first.
    folders: BTreeMap<String, Kept>,
    /// Which functions were asked, by whose they are.
    asked: BTreeMap<String, BTreeSet<String>>,
}

/// A folder that the shell keeps.
#[derive(Debug, Default)]
struct Kept {
    pieces: BTreeMap<String, Vec<u8>>,
    /// What every function throws, if it does not work.
    fails: Option<String>,
}

impl World {
    /// The world of a scenario at its start.
    pub fn of(scenario: &Scenario) -> Self {
        let clock = SimClock::new(scenario.start.at.0.as_millis(), &scenario.start.zone);
        Self { clock, inside: Mutex::default() }
    }

    /// The time in it.
    pub(super) fn clock(&self) -> &SimClock {
        &self.clock
    }

    /// What foreign code has to answer to a question like `{"of": "card", "function": "read", "with": {"name": "a", "offset": 0,
    /// "most": 4096}}`: `{"gave": …}`, or `{"failed": "missing"}` for what the function has to throw.
    pub fn answer(&self, question: &str) -> String {
        let question: Value = serde_json::from_str(question).unwrap_or_default();
        let text = |name: &str| question.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (of, function) = (text("of"), text("function"));
        let mut inside = self.lock();
        inside.asked.entry(of.clone()).or_default().insert(function.clone());
        let with = question.get("with").unwrap_or(&Value::Null);
        let came = match (of.as_str(), function.as_str()) {
            (CLOCK, "now") => Ok(radio::clocks(self.clock.now())),
            (CLOCK, "zone") => Ok(json!(self.clock.zone())),
            _ => inside.folders.entry(of).or_default().answer(&function, with),
        };
        match came {
            Ok(gave) => json!({"gave": gave}),
            Err(failed) => json!({"failed": failed}),
        }
        .to_string()
    }

    /// Which functions were asked, by whose they are, each once and in order of the alphabet.
    pub(super) fn asked(&self) -> BTreeMap<String, BTreeSet<String>> {
        self.lock().asked.clone()
    }

    /// Lets a folder work from now on, or fail.
    pub(super) fn set(&self, folder: &ShellFolder) {
        self.lock().folders.entry(folder.name.clone()).or_default().fails.clone_from(&folder.fails);
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn answer(&mut self, function: &str, with: &Value) -> Result<Value, String> {
        if let Some(failed) = &self.fails {
            return Err(failed.clone());
        }
        let name = with.get("name").and_then(Value::as_str).unwrap_or_default();
        let number = |name: &str| {
            let number = with.get(name).and_then(Value::as_u64);
            number.and_then(|number| usize::try_from(number).ok()).unwrap_or_default()
        };
        match function {
            "list" => {
                let pieces = self.pieces.iter();
                Ok(pieces.map(|(name, bytes)| json!({"name": name, "size": bytes.len()})).collect())
            }
            "read" => {
                let bytes = self.pieces.get(name).ok_or("missing")?;
                let rest = bytes.get(number("offset")..).unwrap_or_default();
                // As a stream does that gives what it has at hand.
                let most = number("most").min(rest.len()).min(1 << 16);
                Ok(json!(hex(rest.get(..most).unwrap_or_default())))
            }
            "write" if self.pieces.contains_key(name) => Err("exists".to_owned()),
            "write" => {
                let bytes = with.get("bytes").and_then(Value::as_str).map(unhex);
                self.pieces.insert(name.to_owned(), bytes.and_then(Result::ok).ok_or("failed")?);
                Ok(Value::Null)
            }
            "remove" => {
                self.pieces.remove(name);
                Ok(Value::Null)
            }
            _ => Err("failed".to_owned()),
        }
    }
}
