//! The commands that need a household.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand, ValueEnum};

use super::backup::{BackupCommand, RestoreArgs};
use super::secret::{PassphraseCommand, RecoveryCommand, SlotsCommand};

/// The commands that need a household.
#[derive(Debug, Subcommand)]
pub enum DiaryCommand {
    /// Make a household: a passphrase, and a recovery code to write down
    #[command(after_help = "Example:\n  diary init --home my-diary")]
    Init,
    /// The people of the household
    #[command(subcommand)]
    Person(PersonCommand),
    /// The devices of the household
    #[command(subcommand)]
    Device(DeviceCommand),
    /// The passphrases of the household
    #[command(subcommand)]
    Passphrase(PassphraseCommand),
    /// The recovery code of the household
    #[command(subcommand)]
    Recovery(RecoveryCommand),
    /// Show what opens the household: which secrets, since when, at what cost; asks for none of them
    #[command(
        args_conflicts_with_subcommands = true,
        after_help = "\
Example:
  diary slots
  diary slots --json

In JSON: {\"slots\": [{\"number\", \"slot\", \"opens_with\", \"since\", \"cost\", \"usable\"}], \"key_file\"}; opens_with is passphrase,
recovery-code or key-store; cost is {\"memory_kib\", \"passes\", \"lanes\"} or null."
    )]
    Slots {
        /// What to do with them; they are shown if nothing is said.
        #[command(subcommand)]
        command: Option<SlotsCommand>,
    },
    /// Take over what a device has stored
    #[command(after_help = "Example:\n  diary sync --sim beurer")]
    Sync(SyncArgs),
    /// Write down a reading or a note
    Add {
        /// What is written down.
        #[command(subcommand)]
        entry: AddCommand,
    },
    /// Correct an entry; what it said before stays in its history
    #[command(after_help = "\
Example:
  diary amend 3f2a9c10 --value 128/82 --reason \"typed the numbers of the day before\"
  diary amend 3f2a9c10 --at 2026-08-14T07:10 --zone Europe/London --reason \"it was in the morning\"")]
    Amend(AmendArgs),
    /// Erase an entry with everything that it ever said; there is no way back
    #[command(after_help = "\
Example:
  diary erase 3f2a9c10
  diary erase 3f2a9c10 --yes --json

In JSON: {\"person\", \"name\", \"erased\": {\"entry\", \"at_ms\", \"versions\", \"device_bytes\", \"inbox_copies\"}, \"kept\",
\"may_remain\": [{\"where\", \"exports\"}]}; where is log, storage, copies, exports or device-clock.")]
    Erase(EraseArgs),
    /// Show a person's days, each as a table, with a chart
    #[command(after_help = "\
Example:
  diary list --person Ada --from 2026-08-01 --to 2026-08-14
  diary list --entry 3f2a9c10")]
    List(ListArgs),
    /// Check every file and every chain of changes
    #[command(after_help = "Example:\n  diary verify")]
    Verify,
    /// Keep the diary in a folder elsewhere too
    #[command(subcommand)]
    Backup(BackupCommand),
    /// Make a household of a backup, in a new folder
    #[command(after_help = "\
Example:
  diary restore /media/card/diary my-diary --recovery-code
  diary restore /media/card/diary my-diary --number 12

In JSON: {\"household\", \"backup\", \"at_ms\", \"diaries\", \"newer_lost\", \"left_out\", \"media_lost\"}.")]
    Restore(RestoreArgs),
    /// Write diaries out for another program
    #[command(after_help = "Example:\n  diary export csv --person Ada --out ada.csv")]
    Export(ExportArgs),
}

/// The people of the household.
#[derive(Debug, Subcommand)]
pub enum PersonCommand {
    /// Add a person
    #[command(after_help = "Example:\n  diary person add Ada")]
    Add {
        /// What the person is called
        name: String,
    },
    /// List the people
    #[command(after_help = "Example:\n  diary person list")]
    List,
}

/// The devices of the household.
#[derive(Debug, Subcommand)]
pub enum DeviceCommand {
    /// Make a device known
    #[command(after_help = "Example:\n  diary device pair --sim and")]
    Pair {
        /// A simulated device: and, beurer or nonin
        #[arg(long, value_name = "NAME")]
        sim: String,
    },
    /// List the devices and whose they are
    #[command(after_help = "Example:\n  diary device list")]
    List,
    /// Say whose readings a device's user slot holds
    #[command(after_help = "Example:\n  diary device assign BM85 1 Ada --waiting")]
    Assign(AssignArgs),
}

/// What `device assign` takes.
#[derive(Debug, Clone, Args)]
pub struct AssignArgs {
    /// The device: its name or the beginning of its id
    pub device: String,
    /// The user slot as the device numbers it; `any` for a device with one user; `unknown` with --waiting
    pub slot: String,
    /// The person: name or the beginning of the id
    pub person: String,
    /// Also hand over the readings of that slot that are waiting
    #[arg(long)]
    pub waiting: bool,
}

/// What `sync` takes.
#[derive(Debug, Clone, Args)]
pub struct SyncArgs {
    /// A simulated device: and, beurer or nonin
    #[arg(long, value_name = "NAME")]
    pub sim: String,
    /// Cut the link after so many records; the session connects again and goes on
    #[arg(long, value_name = "N")]
    pub cut_after: Option<u32>,
    /// Cut every link after that too, until the session gives up
    #[arg(long, requires = "cut_after")]
    pub keep_cutting: bool,
}

/// What is written down.
#[derive(Debug, Subcommand)]
pub enum AddCommand {
    /// A blood pressure
    #[command(after_help = "\
Example:
  diary add bp 128/82 --pulse 64 --person Ada
  diary add bp \"17.1/10.9 kPa\" --at \"2026-08-14T07:10\" --zone Europe/London --person Ada")]
    Bp {
        /// Top number, slash, bottom number; mmHg if no unit is written
        value: String,
        /// Pulse per minute
        #[arg(long, value_name = "N")]
        pulse: Option<String>,
        /// What every entry takes.
        #[command(flatten)]
        add: AddArgs,
    },
    /// An oxygen saturation
    #[command(after_help = "Example:\n  diary add spo2 97 --pulse 61 --person Ada")]
    Spo2 {
        /// Percent
        value: String,
        /// Pulse per minute
        #[arg(long, value_name = "N")]
        pulse: Option<String>,
        /// What every entry takes.
        #[command(flatten)]
        add: AddArgs,
    },
    /// Words
    #[command(after_help = "Example:\n  diary add note \"slept badly\" --person Ada")]
    Note {
        /// The words
        text: String,
        /// What every entry takes.
        #[command(flatten)]
        add: AddArgs,
    },
}

/// What every new entry takes.
#[derive(Debug, Clone, Default, Args)]
pub struct AddArgs {
    /// Whose it is: name or the beginning of the id; may be left out where there is one person
    #[arg(long)]
    pub person: Option<String>,
    /// When it was.
    #[command(flatten)]
    pub when: WhenArgs,
    /// Store an unusual value as it is
    #[arg(long)]
    pub confirm: bool,
    /// Words beside the value
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// When something was.
#[derive(Debug, Clone, Default, Args)]
pub struct WhenArgs {
    /// Date and time on the clock there, as in 2026-08-14T07:10; now if left out
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Zone of that clock, as in Europe/London; the machine's if left out
    #[arg(long)]
    pub zone: Option<String>,
    /// Which of the two is meant where the clocks went back and a time came twice
    #[arg(long, value_enum)]
    pub occurrence: Option<Occurrence>,
}

/// Which of two equal times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Occurrence {
    /// The earlier one
    First,
    /// The later one
    Second,
}

/// What `amend` takes.
#[derive(Debug, Clone, Args)]
#[command(group(ArgGroup::new("change").required(true).multiple(true)
    .args(["value", "pulse", "at", "zone", "note"])))]
pub struct AmendArgs {
    /// The entry: its id or the beginning of it
    pub entry: String,
    /// Whose diary it is in; all are searched if left out
    #[arg(long)]
    pub person: Option<String>,
    /// The right value, written as for `add`
    #[arg(long)]
    pub value: Option<String>,
    /// The right pulse
    #[arg(long, value_name = "N")]
    pub pulse: Option<String>,
    /// The right time.
    #[command(flatten)]
    pub when: WhenArgs,
    /// The right words beside the value; empty to take them away
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// Why it was wrong
    #[arg(long)]
    pub reason: String,
    /// Store an unusual value as it is
    #[arg(long)]
    pub confirm: bool,
}

/// What `erase` takes.
#[derive(Debug, Clone, Args)]
pub struct EraseArgs {
    /// The entry: its id or the beginning of it
    pub entry: String,
    /// Whose diary it is in; all are searched if left out
    #[arg(long)]
    pub person: Option<String>,
    /// Erase without asking
    #[arg(long)]
    pub yes: bool,
}

/// What `list` takes.
#[derive(Debug, Clone, Args)]
pub struct ListArgs {
    /// Whose days; everyone's if left out
    #[arg(long)]
    pub person: Option<String>,
    /// One day, as in 2026-08-14
    #[arg(long, value_name = "DATE", conflicts_with_all = ["from", "to"])]
    pub day: Option<String>,
    /// The first day
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// The last day
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// One entry with everything it ever said: its id or the beginning of it
    #[arg(long, value_name = "ENTRY", conflicts_with_all = ["day", "from", "to"])]
    pub entry: Option<String>,
}

/// What `export` takes.
#[derive(Debug, Clone, Args)]
pub struct ExportArgs {
    /// The form
    #[arg(value_enum)]
    pub form: ExportForm,
    /// Whose diary; everyone's if left out
    #[arg(long)]
    pub person: Option<String>,
    /// File to write, never over another one; `-` for standard output
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub out: PathBuf,
}

/// The form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportForm {
    /// Everything, with histories
    Json,
    /// One line for each entry, for spreadsheets
    Csv,
}
