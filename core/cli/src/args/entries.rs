//! Writing entries down, correcting them, and the kinds that there are.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use diary_core::diary::kind;

/// The help of `add`, from the kinds' descriptions: an example of each.
pub(super) fn add_help() -> String {
    let first = "  diary add bp 128/82 pulse 64 arm left at \"7:10\" --person Ada\n  \
                 diary add bp \"17.1/10.9 kPa\" --at \"2026-08-14T07:10\" --zone Europe/London\n  \
                 diary add oximetry-night --series night.csv at \"23:10\"\n";
    let examples = kind::ALL.iter().filter(|kind| kind.typed).map(|kind| {
        let name = kind.short.first().unwrap_or(&kind.name);
        format!("  diary add {name} {}\n", kind.example)
    });
    format!(
        "Behind the kind stands its value, then names of fields with theirs; `at TIME`, `note TEXT` and `tag WORD` are taken \
         as well. A time without a day is the last one that was. `diary kinds` lists kinds and fields.\n\n\
         Example:\n{first}{}",
        examples.collect::<String>().trim_end()
    )
}

/// What `add` takes.
#[derive(Debug, Clone, Default, Args)]
pub struct AddArgs {
    /// The kind: bp, spo2, note, weight, ... or one of one's own
    pub kind: String,
    /// The value, then names of fields with theirs
    #[arg(required_unless_present = "series", allow_negative_numbers = true)]
    pub words: Vec<String>,
    /// Samples, from a table with the columns seconds, saturation, pulse and flags; what they come to is worked out
    #[arg(long, value_name = "FILE")]
    pub series: Option<PathBuf>,
    /// Seconds from one sample to the next; 1 if left out
    #[arg(long, value_name = "SECONDS", requires = "series")]
    pub step: Option<f64>,
    /// Whose it is: name or the beginning of the id; may be left out where there is one person
    #[arg(long)]
    pub person: Option<String>,
    /// Pulse per minute
    #[arg(long, value_name = "N")]
    pub pulse: Option<String>,
    /// When it was.
    #[command(flatten)]
    pub when: WhenArgs,
    /// Store an unusual value as it is
    #[arg(long)]
    pub confirm: bool,
    /// Seal it: into what has a lock of its own, and not into the diary
    #[arg(long)]
    pub sealed: bool,
    /// Words beside the value
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// A short word to find it by; may be said several times
    #[arg(long, value_name = "WORD")]
    pub tag: Vec<String>,
    /// The clinician who wrote it; nobody changes it then, and an objection can stand beside it
    #[arg(long, value_name = "NAME")]
    pub clinician: Option<String>,
    /// Their practice, clinic or laboratory
    #[arg(long, value_name = "NAME", requires = "clinician")]
    pub organisation: Option<String>,
}

/// When something was.
#[derive(Debug, Clone, Default, Args)]
pub struct WhenArgs {
    /// Date and time on the clock there, as in 2026-08-14T07:10, or 7:10 for the last time it was; now if left out
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
    .args(["words", "value", "pulse", "at", "zone", "note", "tag", "without"])))]
pub struct AmendArgs {
    /// The entry: its id or the beginning of it
    pub entry: String,
    /// What is right, written as for `add`
    #[arg(allow_negative_numbers = true)]
    pub words: Vec<String>,
    /// Whose diary it is in; all are searched if left out
    #[arg(long)]
    pub person: Option<String>,
    /// The right value, written as for `add`
    #[arg(long, conflicts_with = "words")]
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
    /// The right tags, in place of those that were there; empty to take them away
    #[arg(long, value_name = "WORD")]
    pub tag: Vec<String>,
    /// A field that says nothing after all
    #[arg(long, value_name = "FIELD")]
    pub without: Vec<String>,
    /// Why it was wrong
    #[arg(long)]
    pub reason: String,
    /// The entry is in what is sealed
    #[arg(long)]
    pub sealed: bool,
    /// Store an unusual value as it is
    #[arg(long)]
    pub confirm: bool,
}

/// What `show` and `history` take.
#[derive(Debug, Clone, Args)]
pub struct EntryArgs {
    /// The entry: its id or the beginning of it
    pub entry: String,
    /// Whose diary it is in; all are searched if left out
    #[arg(long)]
    pub person: Option<String>,
    /// The entry is in what is sealed
    #[arg(long)]
    pub sealed: bool,
}

/// What `series` takes.
#[derive(Debug, Clone, Args)]
pub struct SeriesArgs {
    /// Which entry.
    #[command(flatten)]
    pub entry: EntryArgs,
    /// In JSON: lowest, mean and highest of so many samples at a time, for a chart
    #[arg(long, value_name = "SAMPLES")]
    pub width: Option<usize>,
    /// Take the samples away for good; what they came to stays in the entry
    #[arg(long, conflicts_with = "width")]
    pub drop: bool,
    /// Drop without asking
    #[arg(long, requires = "drop")]
    pub yes: bool,
}

/// What `retract` and `reinstate` take.
#[derive(Debug, Clone, Args)]
pub struct StandArgs {
    /// Which entry.
    #[command(flatten)]
    pub entry: EntryArgs,
    /// Why
    #[arg(long)]
    pub reason: String,
}

/// What `object` takes.
#[derive(Debug, Clone, Args)]
pub struct ObjectArgs {
    /// Which entry.
    #[command(flatten)]
    pub entry: EntryArgs,
    /// What is wrong in it
    pub text: String,
}

/// What `kinds` takes.
#[derive(Debug, Clone, Args)]
pub struct KindsArgs {
    /// One kind, by name; all if left out
    pub kind: Option<String>,
    /// Also the kinds that this person defined; asks for the household's passphrase
    #[arg(long)]
    pub person: Option<String>,
    /// Those defined in what is sealed
    #[arg(long, requires = "person")]
    pub sealed: bool,
}

/// Kinds of entry of one's own.
#[derive(Debug, Subcommand)]
pub enum KindCommand {
    /// Define one: its name, then its fields as NAME:WHAT, the first one needed
    #[command(after_help = "\
WHAT is a unit (kg, min, mL, ... or a word of your own such as cups), text, yes-no, or scale (0 to 10).

Example:
  diary kind define tremor strength:scale minutes:min \"cups:cups of tea\" at-rest:yes-no --person Ada
  diary add tremor 6 minutes 20 at-rest no --person Ada")]
    Define(DefineArgs),
    /// Change one: names, more fields, fields no longer asked for; entries keep what they say
    #[command(after_help = "\
Example:
  diary kind change tremor --name shaking --add hands:text --rename minutes=lasted --retire cups --person Ada")]
    Change(ChangeKindArgs),
}

/// What `kind define` takes.
#[derive(Debug, Clone, Args)]
pub struct DefineArgs {
    /// Its name: one word
    pub name: String,
    /// Its fields as NAME:WHAT
    #[arg(required = true, value_name = "NAME:WHAT")]
    pub fields: Vec<String>,
    /// Whose diary; may be left out where there is one person
    #[arg(long)]
    pub person: Option<String>,
    /// In what is sealed
    #[arg(long)]
    pub sealed: bool,
}

/// What `kind change` takes.
#[derive(Debug, Clone, Args)]
#[command(group(ArgGroup::new("changes").required(true).multiple(true).args(["name", "add", "rename", "retire"])))]
pub struct ChangeKindArgs {
    /// The kind, by name
    pub kind: String,
    /// Its new name
    #[arg(long)]
    pub name: Option<String>,
    /// One more field
    #[arg(long, value_name = "NAME:WHAT")]
    pub add: Vec<String>,
    /// Another name for a field
    #[arg(long, value_name = "OLD=NEW")]
    pub rename: Vec<String>,
    /// A field that is no longer asked for
    #[arg(long, value_name = "FIELD")]
    pub retire: Vec<String>,
    /// Whose diary; may be left out where there is one person
    #[arg(long)]
    pub person: Option<String>,
    /// In what is sealed
    #[arg(long)]
    pub sealed: bool,
}
