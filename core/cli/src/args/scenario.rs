//! Arguments about scenarios.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// What people and devices do.
#[derive(Debug, Subcommand)]
pub enum ScenarioCommand {
    /// Play a scenario in a household of its own, which is thrown away
    #[command(after_help = "\
A scenario is a JSON file; tests/scenarios/README.md describes it. To play one in your own diary: diary sync --sim FILE

Example:
  diary scenario run tests/scenarios/two-users-wrong-clock.json
  diary scenario run tests/scenarios/burst-lost-link.json --json")]
    Run(RunArgs),
}

/// What `scenario run` takes.
#[derive(Debug, Clone, Args)]
pub struct RunArgs {
    /// The scenario
    pub file: PathBuf,
}
