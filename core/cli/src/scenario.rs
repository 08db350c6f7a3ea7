//! `diary scenario`: what people and devices do, played, and what came of it. Needs no diary.

use std::fs::{self, DirBuilder};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use diary_core::household::Household;
use diary_host::SystemEntropy;
use diary_sim::SimClock;
use diary_sim::scenario::{Played, Player, Scenario, Tally};
use serde_json::Value;

use crate::args::{RunArgs, ScenarioCommand};
use crate::error::CliError;
use crate::link::session_id;
use crate::progress::Waiting;
use crate::report::Report;
use crate::terminal::{Console, shown};

/// Runs a command.
///
/// # Errors
/// What is wrong with the file, or kept the scenario from being played.
pub fn run(command: &ScenarioCommand, console: Console) -> Result<Report, CliError> {
    let ScenarioCommand::Run(RunArgs { file }) = command;
    let scenario = read(file)?;
    let place = Place::make()?;
    let waiting = Waiting::for_(console, "Playing");
    let mut player = Player::new(scenario, &place.0, Arc::new(SystemEntropy))?;
    let came = player.play();
    drop(player);
    drop(waiting);
    Ok(report(&came?))
}

/// Reads a scenario.
///
/// # Errors
/// [`CliError::Input`], [`CliError::Scenario`].
pub fn read(file: &Path) -> Result<Arc<Scenario>, CliError> {
    let text = fs::read_to_string(file).map_err(|error| CliError::Input(error.kind()))?;
    Ok(Arc::new(Scenario::read(&file.display().to_string(), &text)?))
}

/// Plays a scenario in a household that is open, whose clock is this one.
///
/// # Errors
/// What kept it from being played.
pub fn play_inside(
    scenario: Arc<Scenario>,
    household: &Household,
    clock: SimClock,
    console: Console,
) -> Result<Report, CliError> {
    let waiting = Waiting::for_(console, "Playing");
    let came = Player::inside(scenario, household, clock, Arc::new(SystemEntropy))
        .and_then(|mut player| player.play());
    drop(waiting);
    Ok(report(&came?))
}

fn report(played: &Played) -> Report {
    let mut lines = vec![shown(&played.about)];
    lines.push(format!("  {}", tally_text(&played.tally)));
    let all = if played.differences.is_empty() { ", all as expected" } else { "" };
    lines.push(format!("  {} steps, {} things compared{all}", played.steps, played.checks));
    lines.extend(played.differences.iter().map(|difference| {
        format!(
            "  {}\n    expected {}\n    got      {}",
            shown(&difference.at),
            shown(&difference.expected),
            shown(&difference.got)
        )
    }));
    let json = serde_json::to_value(played).unwrap_or(Value::Null);
    let wrong = (!played.is_right()).then_some(CliError::NotAsExpected);
    Report::new(lines.join("\n"), json).but(wrong)
}

/// Where every reading is; what is nowhere is left out, and what must never be is said as it is.
fn tally_text(tally: &Tally) -> String {
    let places = [
        (tally.in_diaries, "in diaries"),
        (tally.waiting, "waiting"),
        (tally.on_device, "still on the device"),
        (tally.overwritten, "overwritten on the device"),
        (tally.erased, "erased"),
        (tally.lost_in_window(), "lost between the system's confirmation and the store"),
        (tally.lost, "LOST"),
        (tally.doubled, "DOUBLED"),
        (tally.out_of_bounds, "AT A WRONG TIME"),
        (tally.wrong_person, "WITH THE WRONG PERSON"),
        (tally.strange, "OF NO DEVICE"),
        (tally.forbidden_writes, "FORBIDDEN WRITES"),
    ];
    let told: Vec<String> = places
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, place)| format!("{number} {place}"))
        .collect();
    let taken = format!("{} readings taken", tally.taken);
    if told.is_empty() { taken } else { format!("{taken}: {}", told.join(", ")) }
}

/// A folder for one run, gone when it is dropped.
struct Place(PathBuf);

impl Place {
    fn make() -> Result<Self, CliError> {
        let tail = data_encoding::HEXLOWER.encode(&session_id()?);
        let folder = std::env::temp_dir().join(format!("diary-scenario-{tail}"));
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder).map_err(|error| CliError::Output(error.kind()))?;
        Ok(Self(folder))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // What stays is a household of nobody, under keys that nobody has.
        let _ = fs::remove_dir_all(&self.0);
    }
}
