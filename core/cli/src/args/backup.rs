//! What `backup` and `restore` take.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Backups in a folder elsewhere.
#[derive(Debug, Subcommand)]
pub enum BackupCommand {
    /// Write what is new into a folder, read it back whole, and take away what is too old
    ///
    /// The folder is encrypted as the diary is, and opens with the passphrase or the recovery code alone.
    #[command(after_help = "\
Example:
  diary backup to /media/card/diary
  diary backup to /media/card/diary --json
  diary backup to /media/card/ada --person Ada
  diary backup to /media/card/diary --own-passphrase-file own.txt

A diary with a lock of its own comes along while that is open, under that lock; else the folder keeps what it had.

With --person, the folder has that person's diary and nothing of anyone else, not even sealed. It opens with the secrets of
the household all the same. Everyone together need another folder.

In JSON: {\"backup\", \"person\", \"proven\", \"pieces\", \"bytes\", \"removed\", \"healed\", \"left_out\", \"not_continued\", \"put_back\",
\"erased\", \"same_disk\"}; backup is its number, person an id or null, erased and not_continued are numbers of earlier ones.")]
    To {
        /// The folder; it is made if the one above it is there
        dir: PathBuf,
        /// Back up one person alone: name or the beginning of the id
        #[arg(long, value_name = "NAME")]
        person: Option<String>,
    },
    /// Read every piece of a backup, and name what is missing or altered and the entries it touches
    #[command(after_help = "\
Example:
  diary backup verify /media/card/diary

In JSON: {\"sound\", \"backups\": [{\"backup\", \"at_ms\", \"whole\"}], \"pieces\", \"bytes\", \"unnamed\", \"put_back\", \"problems\",
\"touched\", \"shut\"}.")]
    Verify {
        /// The folder
        dir: PathBuf,
    },
    /// Show the backups that the diary remembers, the newest of each place
    #[command(after_help = "Example:\n  diary backup list")]
    List,
}

/// What `restore` takes.
#[derive(Debug, Clone, Args)]
pub struct RestoreArgs {
    /// The folder of the backup
    pub from: PathBuf,
    /// The folder of the new household; it must be new or empty
    pub to: PathBuf,
    /// The number of the backup; by default the newest
    #[arg(long, value_name = "N")]
    pub number: Option<u64>,
    /// Restore what can be read of a damaged backup, and say what is lost
    #[arg(long)]
    pub what_can_be_read: bool,
}
