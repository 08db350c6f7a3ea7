//! The command line: every command, option and example.

mod ask;
mod backup;
mod device;
mod diary;
mod entries;
mod person;
mod scenario;
mod secret;
mod time;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub use ask::{By, LatestArgs, PageArgs, SearchArgs, StatsArgs};
pub use backup::{BackupCommand, RestoreArgs};
pub use device::{AssignArgs, DeviceCommand, PairArgs, SyncArgs};
pub use diary::{
    AttachArgs, BringBackArgs, DiaryCommand, EraseArgs, ExportArgs, ExportForm, HandOverArgs, ListArgs,
    MediaCommand, MoveArgs, PersonCommand, RemoveArgs, SalvageArgs, UnionArgs,
};
pub use entries::{
    AddArgs, AmendArgs, ChangeKindArgs, DefineArgs, EntryArgs, KindCommand, KindsArgs, ObjectArgs,
    Occurrence, SeriesArgs, StandArgs, WhenArgs,
};

pub use person::{ProfileCommand, ProfileSetArgs, ProfileShowArgs, RoleArgs};
pub use scenario::{RunArgs, ScenarioCommand};
pub use secret::{
    AddPassphraseArgs, ChangeArgs, LockArgs, NewPassphraseArgs, PassphraseCommand, RecoveryCommand,
    SlotsCommand,
};
pub use time::{Conflict, DayArgs, MomentArgs, MovedArgs, PlaceArgs, ResolveArgs, TimeCommand};

use crate::error::Class;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "diary",
    version,
    about = "An encrypted health diary: readings from Bluetooth devices, and what you write beside them",
    after_help = exit_codes(),
    arg_required_else_help = true,
    propagate_version = true,
    max_term_width = 100
)]
pub struct Cli {
    /// Options that every command takes.
    #[command(flatten)]
    pub options: GlobalArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options that every command takes.
#[derive(Debug, Clone, Default, Args)]
pub struct GlobalArgs {
    /// Folder of the household; by default in the platform's folder for data
    #[arg(long, global = true, value_name = "DIR", env = "DIARY_HOME", hide_env_values = true)]
    pub home: Option<PathBuf>,
    /// Write one JSON object to standard output, also for an error
    #[arg(long, global = true)]
    pub json: bool,
    /// Leave out remarks and progress
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Act as this person of the household: within their role, and with their name on what is written
    #[arg(long = "as", global = true, value_name = "NAME")]
    pub acting: Option<String>,
    /// Where the passphrase comes from.
    #[command(flatten)]
    pub secret: SecretArgs,
}

/// Where the passphrase or recovery code comes from; asked at a prompt if nothing is said.
///
/// A secret is never an argument or a variable: other programs, and the shell's history, would see it there.
#[derive(Debug, Clone, Default, Args)]
pub struct SecretArgs {
    /// Read the passphrase from a file (one line break at its end is left out)
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Read the passphrase from an open file descriptor
    #[arg(long, global = true, value_name = "N")]
    pub passphrase_fd: Option<u32>,
    /// Open with the recovery code in a file
    #[arg(long, global = true, value_name = "FILE")]
    pub recovery_code_file: Option<PathBuf>,
    /// Open with the recovery code, asked at a prompt
    #[arg(long, global = true)]
    pub recovery_code: bool,
    /// Also open what has a lock of its own, with the passphrase in a file; once for each passphrase
    #[arg(long, global = true, value_name = "FILE")]
    pub own_passphrase_file: Vec<PathBuf>,
    /// The same from an open file descriptor
    #[arg(long, global = true, value_name = "N")]
    pub own_passphrase_fd: Option<u32>,
    /// The same with the recovery code in a file
    #[arg(long, global = true, value_name = "FILE")]
    pub own_recovery_code_file: Vec<PathBuf>,
}

/// What `demo` takes.
#[derive(Debug, Clone, Args)]
pub struct DemoArgs {
    /// Instead: make a household that three people kept for so many years, and ask it questions
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=20))]
    pub years: Option<u8>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show everything at once on simulated devices, in a new folder that it names
    #[command(after_help = "\
Example:
  diary demo
  diary demo --home /tmp/diary-demo
  diary demo --years 10 --home /tmp/ten-years")]
    Demo(DemoArgs),
    /// Show what is in the bytes that a device sent; needs no diary
    #[command(after_help = "\
Example:
  diary decode 2a35 16 7C00 5600 6100 E807060F11111B 3300 0000
  diary decode 2a35 --quirk BM85 \"56 6A00 4700 0000 EA07080B121F00 003F 00 0000\"
  diary decode --list")]
    Decode(DecodeArgs),
    /// Look into times and zones; needs no diary
    #[command(subcommand)]
    Time(TimeCommand),
    /// Play what people and devices do, and compare what comes of it; needs no diary
    #[command(subcommand)]
    Scenario(ScenarioCommand),
    /// The commands that need a household.
    #[command(flatten)]
    Diary(DiaryCommand),
}

/// What `decode` takes.
#[derive(Debug, Clone, Args)]
pub struct DecodeArgs {
    /// What the bytes are: a characteristic's short UUID or a name from --list
    #[arg(required_unless_present = "list")]
    pub what: Option<String>,
    /// The bytes in hexadecimal, in the order in which they came; spaces do not matter
    #[arg(value_name = "HEX", required_unless_present = "list")]
    pub hex: Vec<String>,
    /// Read them in the own layout of this model
    #[arg(long, value_name = "MODEL")]
    pub quirk: Option<String>,
    /// List what can be decoded
    #[arg(long)]
    pub list: bool,
}

/// The table of exit codes for `--help`.
pub fn exit_codes() -> String {
    let classes = Class::ALL.map(|class| format!("\n  {}  {}", class.code(), class.meaning()));
    format!("Exit codes:\n  0  done{}", classes.concat())
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, FromArgMatches};

    use super::*;

    fn whole() -> clap::Command {
        Cli::command()
    }

    fn parse(line: &str) -> Result<DiaryCommand, clap::Error> {
        let matches = whole().try_get_matches_from(line.split(' '))?;
        DiaryCommand::from_arg_matches(&matches)
    }

    #[test]
    fn the_tree_holds_together() {
        Cli::command().debug_assert();
        whole().debug_assert();
    }

    #[test]
    fn help_tells_the_exit_codes() {
        let help = Cli::command().render_help().to_string();
        for line in
            ["2  the command line is not understood", "3  wrong passphrase", "7  the link to the device"]
        {
            assert!(help.contains(line), "{help}");
        }
    }

    #[test]
    fn every_command_has_an_example_that_parses() {
        fn visit(command: &clap::Command) {
            for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
                if sub.has_subcommands() {
                    visit(sub);
                    continue;
                }
                let help = sub.get_after_help().map(ToString::to_string).unwrap_or_default();
                let examples: Vec<&str> =
                    help.lines().filter_map(|line| line.strip_prefix("  diary ")).collect();
                assert!(!examples.is_empty(), "{} has no example", sub.get_name());
                for example in examples {
                    let mut words = vec!["diary".to_owned()];
                    for (at, part) in example.split('"').enumerate() {
                        if at % 2 == 1 {
                            words.push(part.to_owned());
                        } else {
                            words.extend(part.split_whitespace().map(str::to_owned));
                        }
                    }
                    let parsed = whole().try_get_matches_from(words);
                    assert!(parsed.is_ok(), "{example}: {}", parsed.unwrap_err());
                }
            }
        }
        visit(&whole());
    }

    #[test]
    fn a_secret_is_no_argument() {
        assert!(parse("diary verify --passphrase-file f").is_ok());
        assert!(parse("diary --passphrase-fd 3 verify").is_ok());
        let refused = parse("diary verify --passphrase secret").unwrap_err();
        assert_eq!(refused.exit_code(), i32::from(Class::Usage.code()));
    }

    #[test]
    fn a_value_reaches_the_command_as_it_was_typed() {
        let DiaryCommand::Add(add) = parse(
            "diary add bp 128/82 arm left --pulse 64 --person Ada --at 2026-08-14T07:10 --occurrence second",
        )
        .unwrap() else {
            panic!("another command");
        };
        assert_eq!((add.kind.as_str(), add.words.join(" ").as_str()), ("bp", "128/82 arm left"));
        assert_eq!((add.pulse.as_deref(), add.person.as_deref()), (Some("64"), Some("Ada")));
        assert_eq!(add.when.occurrence, Some(Occurrence::Second));
    }
}
