//! The command line of people: roles and profiles.

use clap::{ArgGroup, Args, Subcommand};
use diary_core::diary::{ProfilePart, Sex};
use diary_core::household::PersonRole;

/// What `person role` takes.
#[derive(Debug, Clone, Args)]
pub struct RoleArgs {
    /// The person: name or the beginning of the id
    pub person: String,
    /// owner, adult, child or guest
    #[arg(value_parser = role)]
    pub role: PersonRole,
}

/// The profile of a person.
#[derive(Debug, Subcommand)]
pub enum ProfileCommand {
    /// Show it; an NHS number with its last four digits alone
    #[command(after_help = "\
Example:
  diary person profile show Ada
  diary person profile show Ada --card
  diary person profile show Ada --nhs-number --json

In JSON: {\"person\", \"name\", \"profile\": {\"full_name\", \"known_as\", \"birth_date\", \"sex\", \"phone\", \"email\", \"address\",
\"contacts\": [{\"name\", \"relation\", \"phone\"}], \"practice\": {\"name\", \"phone\"}, \"insurer\": {\"name\", \"number\"}, \"nhs_number\",
\"card\": {\"shows\", \"words\"}}}; what is not said is null.")]
    Show(ProfileShowArgs),
    /// Change parts of it; what is not named stays, and an empty text takes a part away
    #[command(after_help = "\
The emergency card shows the parts that --card names, the words of --card-words, and nothing else. --contact is given once
for each person and replaces all of them.

Example:
  diary person profile set Ada --full-name \"Ada Moreau\" --birth-date 1954-03-02 --sex female
  diary person profile set Ada --contact \"Ben Moreau; son; 07700 900123\" --nhs-number \"999 000 0018\"
  diary person profile set Ada --card known-as,contacts --card-words \"allergic to penicillin\"
  diary person profile set Ada --phone \"\"")]
    Set(Box<ProfileSetArgs>),
}

/// What `person profile show` takes.
#[derive(Debug, Clone, Args)]
pub struct ProfileShowArgs {
    /// The person: name or the beginning of the id
    pub person: String,
    /// Show what is on the emergency card, and nothing else
    #[arg(long)]
    pub card: bool,
    /// Show the whole NHS number
    #[arg(long)]
    pub nhs_number: bool,
}

/// What `person profile set` takes.
#[derive(Debug, Clone, Args)]
#[command(group(ArgGroup::new("part").required(true).multiple(true).args([
    "full_name", "known_as", "birth_date", "sex", "phone", "email", "address", "contact", "practice", "insurer",
    "nhs_number", "card", "card_words",
])))]
pub struct ProfileSetArgs {
    /// The person: name or the beginning of the id
    pub person: String,
    /// The whole name, as on a letter
    #[arg(long, value_name = "TEXT")]
    pub full_name: Option<String>,
    /// What they like to be called
    #[arg(long, value_name = "TEXT")]
    pub known_as: Option<String>,
    /// The day they were born, as in 1954-03-02
    #[arg(long, value_name = "DATE")]
    pub birth_date: Option<String>,
    /// What reference ranges are chosen by: female, male or other
    #[arg(long, value_name = "SEX")]
    pub sex: Option<String>,
    /// A telephone number
    #[arg(long, value_name = "TEXT")]
    pub phone: Option<String>,
    /// An address for e-mail
    #[arg(long, value_name = "TEXT")]
    pub email: Option<String>,
    /// Where they live
    #[arg(long, value_name = "TEXT")]
    pub address: Option<String>,
    /// Somebody to call: "NAME; WHO; PHONE"; the last two may be left out
    #[arg(long, value_name = "TEXT")]
    pub contact: Vec<String>,
    /// Their general practice: "NAME; PHONE"
    #[arg(long, value_name = "TEXT")]
    pub practice: Option<String>,
    /// Who insures them: "NAME; NUMBER"
    #[arg(long, value_name = "TEXT")]
    pub insurer: Option<String>,
    /// Their NHS number
    #[arg(long, value_name = "NUMBER")]
    pub nhs_number: Option<String>,
    /// The parts on the emergency card, with commas between; empty for no card
    #[arg(long, value_name = "PARTS")]
    pub card: Option<String>,
    /// The words on the emergency card
    #[arg(long, value_name = "TEXT")]
    pub card_words: Option<String>,
}

fn role(text: &str) -> Result<PersonRole, String> {
    let names: Vec<_> = PersonRole::ALL.iter().map(|role| role.name()).collect();
    PersonRole::from_name(text).ok_or_else(|| format!("a role is {}", names.join(", ")))
}

impl ProfileSetArgs {
    /// The sex that was typed, inside `None` for an empty text; `None` for a text that is none.
    pub fn sex_typed(text: &str) -> Option<Option<Sex>> {
        if text.is_empty() { Some(None) } else { Sex::from_name(text).map(Some) }
    }

    /// The parts that were typed; `None` if one of them is none.
    pub fn card_typed(text: &str) -> Option<Vec<ProfilePart>> {
        let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
        names.map(ProfilePart::from_name).collect()
    }
}
