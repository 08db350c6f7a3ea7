//! What `diary time` takes.

use clap::{Args, Subcommand, ValueEnum};

/// Look into times and zones; needs no diary.
#[derive(Debug, Subcommand)]
pub enum TimeCommand {
    /// Find the instants at which a wall clock shows a time: one, none (exit 1) or two
    #[command(after_help = "\
Example:
  diary time resolve 2026-08-14T07:10 Europe/London
  diary time resolve 2026-03-29T01:30 Europe/London
  diary time resolve \"2026-10-25 01:30\" Europe/London --json

In JSON: {\"kind\": \"unique\", \"gap\" or \"overlap\", \"instants\", \"offsets\", \"civil\"}; for a gap, of its two neighbours.")]
    Resolve(ResolveArgs),
    /// Show what a moment in RFC 9557 says and what is known of it
    #[command(after_help = "\
Example:
  diary time moment \"2026-10-25T01:30:00+01:00[Europe/London]\"
  diary time moment \"2026-08-14T07:10[Europe/London]\"
  diary time moment --recorded \"2026-10-25T01:30:00+05:00[Europe/London]\"
  diary time moment --conflict use \"2020-01-01T12:00-02:00[America/Sao_Paulo]\"")]
    Moment(MomentArgs),
    /// Show the diary day that a moment belongs to
    #[command(after_help = "\
Example:
  diary time day \"2026-08-14T03:30[Europe/London]\"
  diary time day \"2026-08-14T03:30[Europe/London]\" --day-start 04:00")]
    Day(DayArgs),
    /// Place the records of a device in time, by all that is known of its clock
    #[command(after_help = "\
Takes a JSON object and gives a JSON array, an object for each record:

  {\"zone\": \"Europe/Berlin\", \"clock\": \"local\",
   \"pairs\": [{\"device\": \"2026-11-10T08:00:00\", \"instant\": \"2026-11-10T07:06:00Z\", \"error_ms\": 1000}],
   \"records\": [{\"id\": 1, \"stamp\": \"2026-11-10T07:30:00\", \"received\": \"2026-11-10T07:06:05Z\"}]}

  zone     where the phone was: a name, or [{\"from\": INSTANT, \"zone\": NAME}, ...]
  clock    what the device keeps: local (default), utc, none
  pairs    its clock and the phone's, read together; error_ms either way (1000)
  records  in order of arrival; stamp null where there is none; live true for a live value
  sets     when the clock was set, if known: {\"instant\", \"device_before\", \"device_after\", \"by\"}
  drains   when all that the device held was taken over: [INSTANT, ...]
  oldest_first     how a burst comes: true (default), or false if its order says nothing
  drift_s_per_day  the most that this model drifts (5); 0 to 30
  now      pairs and settings after it are refused

Example:
  diary time place request.json
  diary time place -")]
    Place(PlaceArgs),
    /// Show what another zone database moves: plans, or every zone whose rules differ
    #[command(after_help = "\
OLD and NEW: `built-in`, a folder of compiled zones as /usr/share/zoneinfo, or Android's packed file tzdata. The release
of a folder is read from its tzdata.zi or +VERSION; write it behind the name where neither is there: zoneinfo=2023a.

PLANS: a JSON list of {\"id\", \"civil\", \"zone\"}, each with \"offset\" or \"occurrence\" (first, second) where its time
comes twice. A plan keeps its civil time; its instant follows the rules.

Example:
  diary time moved --from 2023a/ --to 2023b/ plans.json
  echo '[{\"id\": 1, \"civil\": \"2023-04-10T09:00\", \"zone\": \"Asia/Beirut\"}]' | diary time moved --from 2023a/ --to built-in -
  diary time moved --from built-in --to /usr/share/zoneinfo --json

In JSON: {\"from\", \"to\", \"plans\", \"moved\": [{\"id\", \"civil\", \"zone\", \"old\", \"new\", \"why\", and \"choices\" where a person
is asked}]}; why is rules-changed, skipped, twice, no-longer-skipped, no-rules or rules-found. Without PLANS: {\"from\", \"to\",
\"differences\": [{\"zone\", \"from\", \"until\", \"old_offset\", \"new_offset\"}], \"only_old\", \"only_new\"}, for 1970 to 2037.")]
    Moved(MovedArgs),
}

/// A request about records.
#[derive(Debug, Clone, Args)]
pub struct PlaceArgs {
    /// A file with the request, or - for standard input
    #[arg(value_name = "FILE")]
    pub file: std::path::PathBuf,
}

/// Two zone databases, and plans perhaps.
#[derive(Debug, Clone, Args)]
pub struct MovedArgs {
    /// The database that the plans were made with
    #[arg(long, value_name = "OLD")]
    pub from: String,
    /// The database to hold against it
    #[arg(long, value_name = "NEW")]
    pub to: String,
    /// A file of plans, or - for standard input; every zone is compared if left out
    #[arg(value_name = "PLANS")]
    pub plans: Option<std::path::PathBuf>,
}

/// A civil time and a zone.
#[derive(Debug, Clone, Args)]
pub struct ResolveArgs {
    /// Date and time as the wall clock shows them: 2026-03-29T01:30, with seconds if they matter
    pub civil: String,
    /// The place, by its name in the IANA database
    pub zone: String,
}

/// A moment as text.
#[derive(Debug, Clone, Args)]
pub struct MomentArgs {
    /// RFC 9557: 2026-10-25T01:30:00+01:00[Europe/London], or a part of it
    pub text: String,
    /// Read it as something recorded once, such as an export: instant and offset win over the zone's rules of today
    #[arg(long)]
    pub recorded: bool,
    /// What to do where the offset is not one that the zone has at that time
    #[arg(long, value_enum, default_value_t = Conflict::Reject, conflicts_with = "recorded")]
    pub conflict: Conflict,
}

/// Which holds where offset and zone contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Conflict {
    /// Neither: refuse the text
    Reject,
    /// The offset: the instant stays, the wall clock is the zone's
    Use,
    /// The zone: the wall clock stays, the offset is not looked at
    Ignore,
    /// The offset where the zone has it at that time, otherwise the zone
    Prefer,
}

/// A moment, and when its day begins.
#[derive(Debug, Clone, Args)]
pub struct DayArgs {
    /// The moment.
    #[command(flatten)]
    pub moment: MomentArgs,
    /// When a day begins, for people who work at night: 00:00 to 12:00
    #[arg(long, value_name = "HH:MM", default_value = "00:00")]
    pub day_start: String,
}
