//! What the commands about passphrases, recovery codes and slots take.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// The passphrases of the household.
#[derive(Debug, Subcommand)]
pub enum PassphraseCommand {
    /// Put a new passphrase in the place of the old one
    #[command(after_help = "\
A copy of keys.json from before, in a backup or elsewhere, still opens with the old passphrase, and what it opens is
today's diary too: a change wraps the same key again.

Example:
  diary passphrase change
  diary passphrase change --passphrase-file old.txt --new-passphrase-file new.txt
  diary passphrase change --recovery-code
  diary passphrase change --slot 3
  diary passphrase change --person Ada
  diary passphrase change --person Ada --sealed --own-passphrase-file old.txt --new-passphrase-file new.txt")]
    Change(ChangeArgs),
    /// Add a passphrase beside those there are
    #[command(after_help = "\
Whoever knows it opens every person's diary.

Example:
  diary passphrase add
  diary passphrase add --passphrase-file mine.txt --new-passphrase-file theirs.txt
  diary passphrase add --person Ada")]
    Add(AddPassphraseArgs),
}

/// Whose lock it is about.
#[derive(Debug, Clone, Default, Args)]
pub struct LockArgs {
    /// The lock of this person's diary, and not the household's; it has to be open
    #[arg(long, value_name = "NAME")]
    pub person: Option<String>,
    /// The lock of what is sealed of that person
    #[arg(long, requires = "person")]
    pub sealed: bool,
}

/// What `passphrase add` and `rotate` take.
#[derive(Debug, Clone, Args)]
pub struct AddPassphraseArgs {
    /// Whose lock it opens.
    #[command(flatten)]
    pub lock: LockArgs,
    /// Where it comes from.
    #[command(flatten)]
    pub new: NewPassphraseArgs,
}

/// What `passphrase change` takes.
#[derive(Debug, Clone, Args)]
pub struct ChangeArgs {
    /// Which passphrase, by its number in `diary slots` or the beginning of its id; the one given if left out
    #[arg(long, value_name = "N")]
    pub slot: Option<String>,
    /// Whose lock it opens.
    #[command(flatten)]
    pub lock: LockArgs,
    /// Where the new one comes from.
    #[command(flatten)]
    pub new: NewPassphraseArgs,
}

/// Where a new passphrase comes from; asked twice at a prompt if nothing is said.
#[derive(Debug, Clone, Default, Args)]
pub struct NewPassphraseArgs {
    /// Read the new passphrase from a file (one line break at its end is left out)
    #[arg(long, value_name = "FILE", conflicts_with = "new_passphrase_fd")]
    pub new_passphrase_file: Option<PathBuf>,
    /// Read the new passphrase from an open file descriptor
    #[arg(long, value_name = "N")]
    pub new_passphrase_fd: Option<u32>,
}

/// The recovery code of the household.
#[derive(Debug, Subcommand)]
pub enum RecoveryCommand {
    /// Make a new recovery code, shown once; the old one stops working
    #[command(after_help = "\
At a terminal one group of the new code is asked for before the old one stops working.
A copy of keys.json from before still opens with the old code.

Example:
  diary recovery new
  diary recovery new --passphrase-file passphrase.txt --json
  diary recovery new --person Ada")]
    New(LockArgs),
}

/// What can be done with slots.
#[derive(Debug, Subcommand)]
pub enum SlotsCommand {
    /// Take a way in away, from both copies of the key file
    #[command(after_help = "\
The last passphrase or recovery code stays. A copy of keys.json from before still opens with what was removed.

Example:
  diary slots remove 3
  diary slots remove 3f2a9c10
  diary slots remove 3 --person Ada")]
    Remove {
        /// Its number in `diary slots`, or the beginning of its id
        #[arg(value_name = "N")]
        slot: String,
        /// Whose lock it opens.
        #[command(flatten)]
        lock: LockArgs,
    },
    /// Write both copies of the key file again, after one was damaged, lost or left behind
    #[command(after_help = "Example:\n  diary slots save")]
    Save,
}
