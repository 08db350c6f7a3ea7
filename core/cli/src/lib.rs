//! The health diary for a terminal.
//!
//! A thin shell over `diary-core`: it parses a command line, hands in the machine's clocks, randomness and folders, and
//! shows what comes back. No rule about readings, time or storage lives here.
//!
//! | module | what it does |
//! |---|---|
//! | [`args`] | the command line with its help |
//! | [`commands`] | the commands that need a household |
//! | [`report`] | what a command has to say once it is done |
//! | [`secrets`] | passphrases and recovery codes from a prompt, a file or a descriptor |
//! | [`installation`] | where this installation's own file lies, outside the household's folder |
//! | [`link`] | sessions with simulated devices |
//! | [`air`] | sessions over this computer's Bluetooth |
//! | [`typed`] | from what was typed to an entry |
//! | [`kinds`] | the kinds of entry in words and as objects |
//! | [`pick`] | from a name or the beginning of an id to the thing itself |
//! | [`day`] | a person's days: tables, charts, a sentence |
//! | [`words`] | values, times and sources in words |
//! | [`chart`], [`summary`], [`table`] | what a day is shown with |
//! | [`decode`] | the command that looks into a device's bytes |
//! | [`commands`] | the commands that need a household |
//! | [`demo`] | everything at once, on simulated devices |
//! | [`terminal`], [`progress`] | the two streams, and bars |
//! | [`error`] | what went wrong, and the exit codes |

pub mod air;
pub mod args;
pub mod chart;
pub mod commands;
pub mod day;
pub mod decode;
pub mod demo;
pub mod error;
pub mod installation;
pub mod kinds;
pub mod link;
pub mod pick;
pub mod progress;
mod recording;
pub mod report;
pub mod request;
pub mod scenario;
pub mod secrets;
pub mod series;
pub mod summary;
pub mod table;
pub mod terminal;
pub mod time;
pub mod typed;
pub mod words;

#[cfg(test)]
mod samples;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;
use serde_json::json;

use args::{Cli, Command};
use error::{Class, CliError};
use terminal::Console;

/// Runs a command line, the program's name first, and gives the exit code.
pub fn run<I>(line: I) -> ExitCode
where
    I: IntoIterator<Item = OsString>,
{
    let line: Vec<OsString> = line.into_iter().collect();
    let cli = match Cli::try_parse_from(&line) {
        Ok(cli) => cli,
        Err(error) => return misunderstood(&error, line.iter().any(|word| word == "--json")),
    };
    let console = Console::new(cli.options.json, cli.options.quiet);
    match execute(&cli, console) {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(class)) => class.code().into(),
        Err(error) => {
            console.error(&error);
            error.class().code().into()
        }
    }
}

/// Gives what went wrong beside something that was shown all the same.
fn execute(cli: &Cli, console: Console) -> Result<Option<Class>, CliError> {
    secrets::one_place(&cli.options.secret)?;
    match &cli.command {
        Command::Demo(args) => demo::run(args, cli.options.home.as_deref(), console).map(|()| None),
        Command::Decode(args) => decode::run(args, console).map(|()| None),
        Command::Time(command) => time::run(command, console),
        Command::Scenario(command) => scenario::run(command, console)?.show(console),
        Command::Diary(command) => commands::run(command, &cli.options, console)?.show(console),
    }
}

/// Help and version go to standard output and are no error; the rest is one, in the form that was asked for.
fn misunderstood(error: &clap::Error, json: bool) -> ExitCode {
    if json && error.use_stderr() {
        let whole = error.render().to_string();
        let lines = whole.lines().map(str::trim).take_while(|line| !line.is_empty());
        let first = lines.collect::<Vec<_>>().join(" ").trim_start_matches("error: ").to_owned();
        let object = json!({ "error": { "kind": Class::Usage.word(), "message": first } });
        // Standard output may be closed; the exit code still tells.
        let _ = Console::new(true, true).json(&object);
    } else {
        // As above.
        let _ = error.print();
    }
    if error.use_stderr() { Class::Usage.code().into() } else { ExitCode::SUCCESS }
}
