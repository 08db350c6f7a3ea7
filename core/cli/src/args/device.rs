//! Arguments about devices.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// The devices of the household.
#[derive(Debug, Subcommand)]
pub enum DeviceCommand {
    /// List the devices that are in the air; needs no diary
    #[command(after_help = "\
Most cuffs and oximeters show themselves only for a minute or two after a measurement, or in their pairing mode.

Example:
  diary device scan
  diary device scan --seconds 60")]
    Scan {
        /// How long to listen
        #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=3600))]
        seconds: u16,
    },
    /// Make a device known
    #[command(after_help = "\
Put the device into its pairing mode first; its leaflet says how.

Example:
  diary device pair F0:00:00:00:00:01
  diary device pair --sim and
  diary device pair --trace session.jsonl")]
    Pair(PairArgs),
    /// List the devices and whose they are
    #[command(after_help = "Example:\n  diary device list")]
    List,
    /// Show what is known of a device: who it is, whose it is, its clock, its last synchronisations
    #[command(after_help = "Example:\n  diary device show BM85")]
    Show {
        /// The device: its name or the beginning of its id
        device: String,
    },
    /// Forget a device; its readings stay, and it comes back with its history once it is paired again
    #[command(after_help = "Example:\n  diary device forget BM85")]
    Forget {
        /// The device: its name or the beginning of its id
        device: String,
    },
    /// Read all that devices ever sent once more, with the decoders of this version, and correct what reads otherwise
    #[command(after_help = "Example:\n  diary device redecode")]
    Redecode,
    /// Say whose readings a device's user slot holds
    #[command(after_help = "Example:\n  diary device assign BM85 1 Ada --waiting")]
    Assign(AssignArgs),
}

/// What `device pair` takes.
#[derive(Debug, Clone, Args)]
pub struct PairArgs {
    /// The device's address, as `device scan` shows it
    #[arg(required_unless_present_any = ["sim", "trace"], conflicts_with_all = ["sim", "trace"])]
    pub address: Option<String>,
    /// A simulated device: and, beurer or nonin
    #[arg(long, value_name = "NAME")]
    pub sim: Option<String>,
    /// The device of a recorded session, so that `sync --trace` can take over what it brought
    #[arg(long, value_name = "FILE", conflicts_with = "sim")]
    pub trace: Option<PathBuf>,
    /// How long to wait for the device to show itself
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub wait: u32,
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
#[expect(clippy::struct_excessive_bools, reason = "flags of a command, each on its own")]
pub struct SyncArgs {
    /// The device: its name or the beginning of its id; without it, whichever known one shows itself first
    #[arg(conflicts_with = "sim")]
    pub device: Option<String>,
    /// Go on with whatever device comes next, until it is stopped (Ctrl-C)
    #[arg(long, conflicts_with = "sim")]
    pub watch: bool,
    /// And then what it measures, as it comes: a night with an oximeter, a finger for a minute, a cuff that inflates; until
    /// the device hangs up, nobody is there for a minute, or it is stopped (Ctrl-C)
    #[arg(long, conflicts_with_all = ["watch", "trace"])]
    pub live: bool,
    /// How long to wait for the device to show itself
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub wait: u32,
    /// A simulated device: and, beurer or nonin; or a scenario, which is then played in this diary
    #[arg(long, value_name = "NAME|FILE.json")]
    pub sim: Option<String>,
    /// Write down all that the session was handed, for a look at it later; it holds readings
    #[arg(long, value_name = "FILE", conflicts_with = "watch")]
    pub record: Option<PathBuf>,
    /// Without what is personal in the file: numbers of the device, pressures, pulses, saturations
    #[arg(long, requires = "record")]
    pub mask: bool,
    /// Take over what a recorded session brought, without a device
    #[arg(long, value_name = "FILE", conflicts_with_all = ["device", "sim", "watch", "record"])]
    pub trace: Option<PathBuf>,
    /// Cut the simulated link after so many records; the session connects again and goes on
    #[arg(long, value_name = "N", requires = "sim")]
    pub cut_after: Option<u32>,
    /// Cut every simulated link after that too, until the session gives up
    #[arg(long, requires = "cut_after")]
    pub keep_cutting: bool,
}
