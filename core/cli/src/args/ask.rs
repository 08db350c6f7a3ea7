//! What questions to a diary take: search, statistics, the newest.

use clap::{Args, ValueEnum};
use diary_core::diary::Period;

/// Which entries, and how many of them at once.
#[derive(Debug, Clone, Default, Args)]
pub struct PageArgs {
    /// Only this kind of entry, as in blood-pressure or note
    #[arg(long)]
    pub kind: Option<String>,
    /// Only entries with this tag
    #[arg(long)]
    pub tag: Option<String>,
    /// At most so many, the newest ones
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub at_most: Option<u16>,
    /// Go on where a page ended: the text that it gave; needs --person where there are several
    #[arg(long, value_name = "PLACE")]
    pub page: Option<String>,
}

/// Days from one to another.
#[derive(Debug, Clone, Default, Args)]
pub struct DaysArgs {
    /// The first day, as in 2026-08-01
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// The last day
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
}

/// Whose file.
#[derive(Debug, Clone, Default, Args)]
pub struct WhoseArgs {
    /// Whose; everyone's if left out
    #[arg(long)]
    pub person: Option<String>,
    /// What is sealed, and not the diary
    #[arg(long)]
    pub sealed: bool,
}

/// What `search` takes.
#[derive(Debug, Clone, Args)]
pub struct SearchArgs {
    /// The words; an entry is found if it has all of them, each by its beginning
    #[arg(required = true)]
    pub words: Vec<String>,
    /// Also in what entries said before they were corrected, and why they were
    #[arg(long)]
    pub history: bool,
    /// Which entries.
    #[command(flatten)]
    pub page: PageArgs,
    /// Which days.
    #[command(flatten)]
    pub days: DaysArgs,
    /// Whose.
    #[command(flatten)]
    pub whose: WhoseArgs,
}

/// What `stats` takes.
#[derive(Debug, Clone, Args)]
pub struct StatsArgs {
    /// The kind of entry, as in blood-pressure
    pub kind: String,
    /// Which days.
    #[command(flatten)]
    pub days: DaysArgs,
    /// Into which pieces the days are cut
    #[arg(long, value_enum, default_value = "month")]
    pub by: By,
    /// Whose.
    #[command(flatten)]
    pub whose: WhoseArgs,
}

/// What `latest` takes.
#[derive(Debug, Clone, Args)]
pub struct LatestArgs {
    /// Whose.
    #[command(flatten)]
    pub whose: WhoseArgs,
}

/// Pieces of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Each day
    Day,
    /// Each week, from Monday
    Week,
    /// Each month
    Month,
}

impl By {
    /// As it stands in a sentence.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week, from Monday",
            Self::Month => "month",
        }
    }
}

impl From<By> for Period {
    fn from(by: By) -> Self {
        match by {
            By::Day => Self::Day,
            By::Week => Self::Week,
            By::Month => Self::Month,
        }
    }
}
