//! Plays scenarios by calls of `diary-ffi`: `hands SCENARIOS RESULTS SCRATCH` plays every file of a folder, each in a folder of its
//! own in SCRATCH, and writes what came of it.

#[expect(
    non_snake_case,
    reason = "readers and writers are named by the types that the dispatcher reads and writes"
)]
#[cfg_attr(not(dispatcher), expect(dead_code, reason = "the dispatcher without a call needs nothing"))]
mod basics;
#[cfg_attr(
    dispatcher,
    expect(
        clippy::all,
        clippy::pedantic,
        non_snake_case,
        unused_variables,
        reason = "made by the generator"
    )
)]
mod dispatch {
    include!(concat!(env!("OUT_DIR"), "/dispatch.rs"));
}

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use basics::{Failure, Hands, Strange};
use diary_ffi::ScenarioStage;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [scenarios, results, scratch] = words.as_slice() else {
        return Err("name the folders: hands SCENARIOS RESULTS SCRATCH".into());
    };
    let mut files: Vec<_> =
        fs::read_dir(scenarios)?.map(|file| Ok(file?.path())).collect::<std::io::Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let folder = format!("{scratch}/{name}");
        let result = play(&name, fs::read_to_string(&file)?, folder.clone())?;
        fs::write(Path::new(results).join(format!("{name}.jsonl")), result)?;
        fs::remove_dir_all(folder).or_else(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Ok(()),
            _ => Err(error),
        })?;
    }
    Ok(())
}

fn play(name: &str, scenario: String, folder: String) -> Result<String, Box<dyn Error>> {
    let stage = ScenarioStage::new(format!("{name}.json"), scenario, folder)?;
    let hands = Hands::of(&stage);
    let mut answer = None;
    while let Some(command) = stage.next(answer)? {
        answer = Some(answered(&serde_json::from_str(&command)?, &hands)?.to_string());
    }
    Ok(stage.result().unwrap_or_default())
}

/// Does what a command says.
fn answered(command: &Value, hands: &Hands) -> Result<Value, Strange> {
    if let Some(names) = command.get("drop") {
        hands.let_go(names);
        return Ok(json!({"gave": null}));
    }
    if let Some(listener) = command.get("told").and_then(Value::as_str) {
        let at_least = command.get("at_least").and_then(Value::as_u64).unwrap_or_default();
        return Ok(json!({"gave": hands.told(listener, at_least)}));
    }
    let text = |name: &str| command.get(name).and_then(Value::as_str);
    hands.begin(text("as"));
    let with = command.get("with").unwrap_or(&Value::Null);
    match dispatch::call(text("call").unwrap_or_default(), text("on"), with, hands) {
        Ok(gave) => Ok(json!({"gave": gave})),
        Err(Failure::Kind(kind)) => Ok(json!({"failed": kind})),
        Err(Failure::Strange(strange)) => Err(strange),
    }
}
