//! A scenario, played by another language: the stage says which call of this library to make next, and checks what came of it.
//!
//! ```text
//! answer = none
//! while (command = stage.next(answer)) { answer = make the call that it names }
//! stage.result()
//! ```
//!
//! What foreign code is asked in the middle of a call, it asks the stage: [`ScenarioStage::asked`].
//!
//! What a scenario means stands in `diary_sim::scenario::across` alone; a language is only the hands.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use diary_sim::scenario::Scenario;
use diary_sim::scenario::across::{self, Hands, HandsGone, World};

use crate::error::DiaryError;
use crate::guard::guarded;

/// A scenario that is being played.
#[derive(Debug, uniffi::Object)]
pub struct ScenarioStage {
    talk: Mutex<Talk>,
    world: Arc<World>,
}

#[derive(Debug)]
struct Talk {
    /// Gone once the scenario is over.
    answers: Option<Sender<String>>,
    commands: Receiver<Says>,
    /// Whether a command waits for its answer.
    asked: bool,
    result: Option<String>,
}

#[derive(Debug)]
enum Says {
    Do(String),
    Over(String),
}

#[uniffi::export]
impl ScenarioStage {
    /// Begins a scenario, given as the text of its file; `name` is what errors call it. Everything is made in `folder`, a new one.
    ///
    /// # Errors
    /// [`DiaryError::Invalid`] for what is no scenario: file, step and field.
    #[uniffi::constructor]
    pub fn new(name: String, scenario: String, folder: String) -> Result<Arc<Self>, DiaryError> {
        guarded(|| {
            let scenario = Scenario::read(&name, &scenario);
            let scenario = Arc::new(scenario.map_err(|error| DiaryError::Invalid(error.to_string()))?);
            let world = Arc::new(World::of(&scenario));
            let ((answers, answered), (says, commands)) = (channel(), channel());
            let around = Arc::clone(&world);
            let play = move || {
                let mut hands = OverThere { says: says.clone(), answered };
                let result = across::play(&scenario, &around, &PathBuf::from(folder), &mut hands);
                // Nobody waits for it any more where the stage is gone.
                let _ = says.send(Says::Over(result));
            };
            thread::Builder::new().name("diary-stage".to_owned()).spawn(play)?;
            let talk = Talk { answers: Some(answers), commands, asked: false, result: None };
            Ok(Arc::new(Self { talk: Mutex::new(talk), world }))
        })
    }

    /// What to do next, as JSON, after what came of the command before; none once the scenario is over. See
    /// `tests/scenarios/README.md`.
    ///
    /// # Errors
    /// [`DiaryError::Invalid`] for an answer where nothing was asked, or none where something was; [`DiaryError::Fault`] where the
    /// stage itself broke down.
    pub fn next(&self, answer: Option<String>) -> Result<Option<String>, DiaryError> {
        guarded(|| {
            let mut talk = self.talk.lock().unwrap_or_else(PoisonError::into_inner);
            if talk.asked != answer.is_some() {
                return Err(DiaryError::invalid(
                    "each command but the first comes after the answer to the one before",
                ));
            }
            let broken = || DiaryError::Fault("the stage broke down; please report the scenario".to_owned());
            if let (Some(answer), Some(answers)) = (answer, &talk.answers) {
                answers.send(answer).map_err(|_| broken())?;
            }
            talk.asked = false;
            if talk.result.is_some() {
                return Ok(None);
            }
            match talk.commands.recv().map_err(|_| broken())? {
                Says::Do(command) => {
                    talk.asked = true;
                    Ok(Some(command))
                }
                Says::Over(result) => {
                    talk.result = Some(result);
                    talk.answers = None;
                    Ok(None)
                }
            }
        })
    }

    /// What foreign code has to answer, as JSON, where the library asks it something; see `tests/scenarios/README.md`. Asked on whatever
    /// thread the question came.
    pub fn asked(&self, question: String) -> String {
        self.world.answer(&question)
    }

    /// Every call that was made and what came of it, a line each, and in the last one whether all was as the scenario says; none
    /// while it goes on.
    pub fn result(&self) -> Option<String> {
        self.talk.lock().unwrap_or_else(PoisonError::into_inner).result.clone()
    }
}

/// The hands on the other side of the border.
struct OverThere {
    says: Sender<Says>,
    answered: Receiver<String>,
}

impl Hands for OverThere {
    fn make(&mut self, command: String) -> Result<String, HandsGone> {
        self.says.send(Says::Do(command)).map_err(|_| HandsGone)?;
        self.answered.recv().map_err(|_| HandsGone)
    }
}
