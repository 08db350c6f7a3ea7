//! The commands that need a household.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::ask::{LatestArgs, PageArgs, SearchArgs, StatsArgs};
use super::backup::{BackupCommand, RestoreArgs};
use super::device::{DeviceCommand, SyncArgs};
use super::entries::{
    AddArgs, AmendArgs, EntryArgs, KindCommand, KindsArgs, ObjectArgs, SeriesArgs, StandArgs, add_help,
};
use super::person::{ProfileCommand, RoleArgs};
use super::secret::{
    AddPassphraseArgs, LockArgs, NewPassphraseArgs, PassphraseCommand, RecoveryCommand, SlotsCommand,
};

/// The commands that need a household.
#[derive(Debug, Subcommand)]
pub enum DiaryCommand {
    /// Make a household: a passphrase, and a recovery code to write down
    #[command(after_help = "Example:\n  diary init --home my-diary")]
    Init,
    /// List the people of the household, with their roles
    #[command(after_help = "Example:\n  diary people")]
    People,
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
  diary slots --person Ada
  diary slots --person Ada --sealed

In JSON: {\"slots\": [{\"number\", \"slot\", \"opens_with\", \"since\", \"cost\", \"usable\"}], \"key_file\"}; opens_with is passphrase,
recovery-code or key-store; cost is {\"memory_kib\", \"passes\", \"lanes\"} or null."
    )]
    Slots {
        /// Whose lock: of a person's diary, or of what is sealed of them, it is looked at without opening it.
        #[command(flatten)]
        lock: LockArgs,
        /// What to do with them; they are shown if nothing is said.
        #[command(subcommand)]
        command: Option<SlotsCommand>,
    },
    /// Make everything new that a known secret may have led to: all keys, the passphrase, the recovery code
    #[command(after_help = "\
Every other passphrase, recovery code and phone's key store stops working: what opens the diary is set anew. The files
are made again under new keys, which takes a while and needs room for all of them twice.
A copy of the folder from before stays what it was: an old secret opens what was in it then, and nothing that comes after.

Example:
  diary rotate
  diary rotate --passphrase-file old.txt --new-passphrase-file new.txt
  diary rotate --person Ada

With --person it is the lock of that person's diary alone, or with --sealed that of what is sealed of them: its keys,
passphrase and recovery code, and the file under it. It has to be open.")]
    Rotate(AddPassphraseArgs),
    /// Show what was received and is in no diary yet, and why
    #[command(after_help = "Example:\n  diary inbox\n  diary inbox --json")]
    Inbox,
    /// Take over what a device has stored
    #[command(after_help = "\
Without a device, the first known one that shows itself. Most cuffs do so for a minute or two after a measurement.

Example:
  diary sync
  diary sync BM85
  diary sync --watch
  diary sync --sim beurer
  diary sync --sim tests/scenarios/two-users-wrong-clock.json
  diary sync --record session.jsonl --mask
  diary sync --trace session.jsonl
  diary sync --live
  diary sync --sim nonin --live

With --live, an oximeter that is worn for ten minutes or longer gives one entry with all its values; a shorter one gives a
reading, the highest value that stood for five seconds after a minute, or says why there was none. With --json each live
value is an object on a line of its own, before the result.")]
    Sync(SyncArgs),
    /// Write down a reading, a note, or anything else of a kind that `diary kinds` lists
    #[command(after_help = add_help())]
    Add(Box<AddArgs>),
    /// List the kinds of entry with their fields, and one's own with --person
    #[command(after_help = "\
Example:
  diary kinds
  diary kinds glucose
  diary kinds --person Ada --json

In JSON: {\"kinds\": [{\"kind\", \"kind_number\", \"words\", \"short\", \"sensitive\", \"typed\", \"loinc\", \"example\",
\"questionnaire\", \"defined\", \"fields\": [{\"field\", \"field_number\", \"words\", \"required\", \"holds\", \"units\", \"possible\", \"usual\", \"choices\",
\"loinc\"}]}]}.")]
    Kinds(KindsArgs),
    /// Kinds of entry of one's own
    #[command(subcommand)]
    Kind(KindCommand),
    /// Correct an entry; what it said before stays in its history
    #[command(after_help = "\
Example:
  diary amend 3f2a9c10 128/82 arm left --reason \"typed the numbers of the day before\"
  diary amend 3f2a9c10 --value 128/82 --reason \"the same\"
  diary amend 3f2a9c10 --at 2026-08-14T07:10 --zone Europe/London --reason \"it was in the morning\"
  diary amend 3f2a9c10 --sealed --value \"slept badly\" --reason \"not so bad\"")]
    Amend(AmendArgs),
    /// Take an entry back that was entered in error; it stays readable, and out of lists and averages
    #[command(after_help = "Example:\n  diary retract 3f2a9c10 --reason \"it was not my cuff\"")]
    Retract(StandArgs),
    /// Let an entry stand again that was taken back
    #[command(after_help = "Example:\n  diary reinstate 3f2a9c10 --reason \"it was right after all\"")]
    Reinstate(StandArgs),
    /// File an objection to what a clinician wrote; it stays beside it, here and in every export
    #[command(after_help = "Example:\n  diary object 3f2a9c10 \"I never took that medicine\"")]
    Object(ObjectArgs),
    /// Show one entry with every field, its history, files and objections
    #[command(after_help = "Example:\n  diary show 3f2a9c10")]
    Show(EntryArgs),
    /// Show everything that one entry ever said
    #[command(after_help = "Example:\n  diary history 3f2a9c10")]
    History(EntryArgs),
    /// Show the samples of an entry as a table, one a line, or drop them
    #[command(after_help = "\
Example:
  diary series 3f2a9c10
  diary series 3f2a9c10 --json --width 60
  diary series 3f2a9c10 --drop

The table is the one that `diary add oximetry-night --series FILE` takes. In JSON: {\"person\", \"name\", \"entry\",
\"stretches\": [{\"offset_ms\", \"step_ms\", \"samples\", \"channels\": [{\"field\", \"field_number\", \"unit\", \"ucum\",
\"exponent\", \"values\"}], \"flags\"}]}, values times ten to the exponent; with --width N instead \"buckets\":
[{\"from\", \"count\", \"lowest\", \"mean\", \"highest\"}] of N samples each.")]
    Series(SeriesArgs),
    /// Erase an entry with everything that it ever said; there is no way back
    #[command(after_help = "\
Example:
  diary erase 3f2a9c10
  diary erase 3f2a9c10 --yes --json

In JSON: {\"person\", \"name\", \"erased\": {\"entry\", \"at_ms\", \"versions\", \"device_bytes\", \"inbox_copies\"}, \"kept\",
\"may_remain\": [{\"where\", \"exports\"}]}; where is beside, storage, copies, exports or device-clock.")]
    Erase(EraseArgs),
    /// Move an entry to another diary or into what is sealed, with its whole history
    #[command(after_help = "\
Where it was it is erased, with everything that it ever said; a device that sends it again does not bring it back.
With --to-sealed it goes into what is sealed of that person; with --sealed it comes from there.

Example:
  diary move 3f2a9c10 --to Ben --reason \"Ben pressed the wrong button\"
  diary move 3f2a9c10 --to Ben --yes --json
  diary move 3f2a9c10 --to Ada --to-sealed

In JSON: {\"person\", \"name\", \"entry\", \"from\": {\"person\", \"name\"}, \"erased\", \"kept\", \"may_remain\"}; the last three are
as for `erase`, and \"erased\" is null where it was moved before.")]
    Move(MoveArgs),
    /// Show a person's days, each as a table, with a chart
    #[command(after_help = "\
Example:
  diary list --person Ada --from 2026-08-01 --to 2026-08-14
  diary list --kind note --tag travel --at-most 20
  diary list --entry 3f2a9c10
  diary list --person Ada --sealed")]
    List(ListArgs),
    /// Find entries by their words
    #[command(after_help = "\
A word is found by its beginning, whatever its case and accents; quotes, stars and the like mean nothing.

Example:
  diary search headache
  diary search left arm --person Ada --from 2026-01-01 --history
  diary search rash --kind note --at-most 5 --json

In JSON: {\"people\": [{\"person\", \"name\", \"entries\", \"next\"}]}; next is for --page, or null where there is no more.")]
    Search(SearchArgs),
    /// Show the readings of a kind in numbers: mean, spread, least and most, with a chart
    #[command(after_help = "\
Morning is from 6:00 to 12:00 and evening from 18:00 to 24:00, by the clock where each reading was taken. Readings with a
doubtful remark are counted and left out.

Example:
  diary stats blood-pressure --person Ada
  diary stats blood-pressure --from 2026-01-01 --to 2026-03-31 --by week

In JSON: {\"kind\", \"people\": [{\"person\", \"name\", \"statistics\": {\"entries\", \"doubtful\", \"without_day\", \"fields\"}}]}; a field
has whole, morning, evening and periods, each with count, mean, spread, least and most.")]
    Stats(StatsArgs),
    /// Show the newest entry of each kind
    #[command(after_help = "Example:\n  diary latest --person Ada")]
    Latest(LatestArgs),
    /// Add a photo, video, recording or document to an entry, without the place and camera that a picture tells
    #[command(after_help = "\
Example:
  diary attach 3f2a9c10 rash.jpg --caption \"left arm, second day\"
  diary attach 3f2a9c10 report.pdf --keep-details

In JSON: {\"person\", \"name\", \"entry\", \"attachment\"}; the attachment is as in exports, and its taken_out names what was
found and taken out, or is null where nothing could be.")]
    Attach(AttachArgs),
    /// The files that belong to entries
    #[command(subcommand)]
    Media(MediaCommand),
    /// Check every file and every chain of changes
    #[command(after_help = "\
With --head it also proves that nothing changed up to a head that was noted elsewhere, also against somebody who has every
key and wrote another history. Ends with exit code 4 if anything is not in order, or not proven.

Example:
  diary verify
  diary verify --head 0V2K7A-G3T8QD-5MZ1XE-H9C4JP-2RN6YB-K0W5TG-8QDXM3-7F1ZC9
  diary verify --head heads-of-march.json --json

In JSON, about says what the operation was that a finding names: {\"what\", \"kind\", \"day\", \"written_ms\"}; heads is an array of
{\"file\", \"person\", \"noted\", \"outcome\", \"number\"}, outcome kept, differs, shortened, locked or no-such-file.")]
    Verify {
        /// A head as it stands on paper, or a file of heads that `diary head --json` gave; may be given several times
        #[arg(long, value_name = "TEXT|FILE")]
        head: Vec<String>,
    },
    /// Show where every chain of changes stands, to be noted elsewhere
    #[command(after_help = "\
Each head is eight groups of six letters and digits; a mistake in copying is named by its group. What --json gives also
tells later which change was the first to be altered.

Example:
  diary head
  diary head --json")]
    Head,
    /// Say what of a damaged household can still be read; writes nothing
    #[command(after_help = "\
Reads every page of every file and every media file by itself, so that it also says something where `diary verify` cannot
open a file. What has a lock of its own is looked at with --own-passphrase-file and the like, once for each secret.
Ends with exit code 4 if anything is lost or not as it was written.

Example:
  diary check
  diary check --home my-diary --json")]
    Check,
    /// Copy what can be read of a damaged household into a new one; the damaged one is not touched
    #[command(after_help = "\
The new household gets a passphrase and a recovery code of its own, which is shown once. Keep the damaged one: a later
version may read more of it. What has a lock of its own comes along with --own-passphrase-file and the like, once for each
secret, and keeps it. Of a damaged media file the beginning is kept that is proven to be as it was written.

Example:
  diary salvage my-diary new-diary
  diary salvage my-diary new-diary --passphrase-file old.txt --new-passphrase-file new.txt --json")]
    Salvage(SalvageArgs),
    /// Take in what another copy of this household has, as a second phone's folder
    #[command(after_help = "\
Every change that is there and not here is taken in, once its place in its chain and its signature are checked. What was
erased here or there is erased in both. Nothing is added to the other copy: run it there too, the other way round.
Readings that wait in its inbox stay with it; open it on its own phone to hand them on.

Example:
  diary union /media/card/other-phone
  diary union other-phone --passphrase-file this.txt --other-passphrase-file that.txt --json
  diary union ana.jsonl --new-writers

In JSON: {\"files\": [{\"person\", \"name\", \"sealed\", \"outcome\", \"changes\", \"entries\", \"entries_before\", \"erased\",
\"new_writers\", \"forks\", \"ahead\", \"media_taken\", \"media_missing\"}]}; outcome is united, locked or unknown.")]
    Union(UnionArgs),
    /// Keep the diary in a folder elsewhere too
    #[command(subcommand)]
    Backup(BackupCommand),
    /// Make a household of a backup, in a new folder
    #[command(after_help = "\
Example:
  diary restore /media/card/diary my-diary --recovery-code
  diary restore /media/card/diary my-diary --number 12
  diary restore /media/card/diary my-diary --what-can-be-read

In JSON: {\"household\", \"backup\", \"at_ms\", \"person\", \"diaries\", \"newer_lost\", \"left_out\", \"own\", \"media_lost\", \"lost\"}; lost
has the form of problems in `backup verify`. Of a damaged backup, without --what-can-be-read: {\"backup\", \"lost\", \"whole\"}; whole are
the numbers of backups to restore instead.")]
    Restore(RestoreArgs),
    /// Write diaries out for another program
    #[command(after_help = "\
Example:
  diary export csv --person Ada --out ada.csv
  diary export json --samples --out diary.json
  diary export json --person Ada --sealed --own-passphrase-file hers.txt --out sealed.json")]
    Export(ExportArgs),
}

/// What `attach` takes.
#[derive(Debug, Clone, Args)]
pub struct AttachArgs {
    /// The entry: its id or the beginning of it
    pub entry: String,
    /// The file
    pub file: PathBuf,
    /// Whose diary the entry is in; all are searched if left out
    #[arg(long)]
    pub person: Option<String>,
    /// Words beside it
    #[arg(long, value_name = "TEXT")]
    pub caption: Option<String>,
    /// Store a file that place, time and device cannot be taken out of as it is, without asking
    #[arg(long)]
    pub keep_details: bool,
    /// The entry is in what is sealed
    #[arg(long)]
    pub sealed: bool,
}

/// The files that belong to entries.
#[derive(Debug, Subcommand)]
pub enum MediaCommand {
    /// List them, with the entries they belong to
    #[command(after_help = "Example:\n  diary media list --person Ada")]
    List {
        /// Whose; everyone's if left out
        #[arg(long)]
        person: Option<String>,
        /// Those of what is sealed
        #[arg(long)]
        sealed: bool,
    },
    /// Write one out, decrypted
    #[command(after_help = "Example:\n  diary media save 5b0c11d2 --out rash.jpg")]
    Save {
        /// The file's id or the beginning of it
        media: String,
        /// File to write, never over another one
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// It belongs to what is sealed
        #[arg(long)]
        sealed: bool,
    },
    /// Take one away from its entry; its content is gone
    #[command(after_help = "Example:\n  diary media remove 5b0c11d2 --reason \"the wrong picture\"")]
    Remove {
        /// The file's id or the beginning of it
        media: String,
        /// Why
        #[arg(long)]
        reason: String,
        /// It belongs to what is sealed
        #[arg(long)]
        sealed: bool,
    },
    /// Remove what an adding that was cut short left: a file that no entry names
    #[command(after_help = "Example:\n  diary media discard 5b0c11d2f3a94e6b8c7d0e1f2a3b4c5d --person Ada")]
    Discard {
        /// The file's whole id, as `diary verify` shows it
        media: String,
        /// Whose folder it lies in
        #[arg(long)]
        person: Option<String>,
        /// The folder of what is sealed
        #[arg(long)]
        sealed: bool,
    },
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
    /// List the people, with their roles; as `diary people`
    #[command(after_help = "Example:\n  diary person list")]
    List,
    /// Say what somebody is in the household: owner, adult, child or guest
    #[command(after_help = "\
An owner looks after the household and every diary without a lock of its own; an adult keeps their own diary and those of
children; a child writes in their own, and takes nothing out of it; a guest keeps their own. Whoever opens the household
and does not say --as may do everything: a role is what this program offers, and no lock.

Example:
  diary person role Cleo child
  diary list --as Cleo")]
    Role(RoleArgs),
    /// Who a person is, whom to call, and their emergency card
    #[command(subcommand)]
    Profile(ProfileCommand),
    /// Give a person's diary a lock of its own: it opens with their passphrase and no more with the household's
    #[command(after_help = "\
What is received for the person waits until they open the diary; a command opens it with --own-passphrase-file,
--own-passphrase-fd or --own-recovery-code-file, or asks for it where the person is named.
If their passphrase and recovery code are lost, nobody opens the diary. Copies made before stay readable as they were.

Example:
  diary person hand-over Ada
  diary person hand-over Ada --new-passphrase-file hers.txt
  diary list --person Ada --own-passphrase-file hers.txt")]
    HandOver(HandOverArgs),
    /// Give a diary back that has a lock of its own: it opens again with whatever opens the household
    #[command(after_help = "\
The diary has to be open: with --own-passphrase-file, --own-passphrase-fd or --own-recovery-code-file, or asked for. Its
file is made again under a new key, which takes a while. What is sealed of the person keeps its own lock.

Example:
  diary person give-back Ada
  diary person give-back Ada --own-passphrase-file hers.txt")]
    GiveBack {
        /// The person: name or the beginning of the id
        person: String,
    },
    /// Remove a person with their diary, for good
    #[command(after_help = "\
Their diary, what is sealed of them, their files and their name go; no secret of theirs is asked for. The users of devices
that were theirs are nobody's, and what a device sends of them again comes to nobody. Somebody has to stay an owner.
Who is to leave with their diary takes a backup of it first; it opens with the household's recovery code or passphrase of
today, or with their own where they have one.

Example:
  diary backup to /media/card/ana --person Ana
  diary person remove Ana
  diary person remove Ana --yes --json

In JSON: {\"person\", \"name\", \"removed\", \"inbox_records\", \"unfinished\", \"storage\", \"backups\", \"own_backups\",
\"exports\"}.")]
    Remove(RemoveArgs),
    /// Give a person a place for entries under a lock of its own, beside their diary
    #[command(after_help = "\
Commands with --sealed are about what is in it, once it is open: with --own-passphrase-file, --own-passphrase-fd or
--own-recovery-code-file, or asked for where the person is named. Of what is sealed no other command shows anything but
that it is there. What a device sends is never sealed by itself.
If its passphrase and recovery code are lost, nobody opens it.

Example:
  diary person seal Ada
  diary person seal Ada --new-passphrase-file hers.txt
  diary add note \"for myself\" --person Ada --sealed --own-passphrase-file hers.txt
  diary list --person Ada --sealed")]
    Seal(HandOverArgs),
    /// Bring a diary with a lock of its own back from a backup, where the household was restored without its secret
    #[command(after_help = "\
The file has to be away: nothing is overwritten. Its passphrase is asked for, or comes from --own-passphrase-file,
--own-passphrase-fd or --own-recovery-code-file.

Example:
  diary person bring-back Ada /media/card/diary
  diary person bring-back Ada /media/card/diary --sealed --own-passphrase-file hers.txt

In JSON: {\"person\", \"name\", \"as_of_ms\", \"newer_lost\", \"media_lost\"}, and \"sealed\": true with --sealed.")]
    BringBack(BringBackArgs),
}

/// What `person bring-back` takes.
#[derive(Debug, Clone, Args)]
pub struct BringBackArgs {
    /// The person: name or the beginning of the id
    pub person: String,
    /// The folder of the backup
    pub from: PathBuf,
    /// Bring back what is sealed of the person
    #[arg(long)]
    pub sealed: bool,
}

/// What `person remove` takes.
#[derive(Debug, Clone, Args)]
pub struct RemoveArgs {
    /// The person: name or the beginning of the id
    pub person: String,
    /// Remove without asking
    #[arg(long)]
    pub yes: bool,
}

/// What `person hand-over` and `person seal` take.
#[derive(Debug, Clone, Args)]
pub struct HandOverArgs {
    /// The person: name or the beginning of the id
    pub person: String,
    /// Where their passphrase comes from.
    #[command(flatten)]
    pub new: NewPassphraseArgs,
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
    /// The entry is in what is sealed
    #[arg(long)]
    pub sealed: bool,
}

/// What `move` takes.
#[derive(Debug, Clone, Args)]
pub struct MoveArgs {
    /// The entry: its id or the beginning of it
    pub entry: String,
    /// Whose it is: name or the beginning of the id
    #[arg(long, value_name = "PERSON")]
    pub to: String,
    /// Whose diary it is in; all are searched if left out
    #[arg(long)]
    pub person: Option<String>,
    /// The entry is in what is sealed
    #[arg(long)]
    pub sealed: bool,
    /// Move it into what is sealed of that person
    #[arg(long)]
    pub to_sealed: bool,
    /// Why; it stands with the entry
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Move without asking
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
    #[arg(long, value_name = "ENTRY", conflicts_with_all = ["day", "from", "to", "kind", "tag", "at_most", "page"])]
    pub entry: Option<String>,
    /// Which entries.
    #[command(flatten)]
    pub page: PageArgs,
    /// What is sealed, and not the diary
    #[arg(long)]
    pub sealed: bool,
    /// Also what was taken back as entered in error
    #[arg(long)]
    pub retracted: bool,
}

/// What `union` takes.
#[derive(Debug, Clone, Args)]
pub struct UnionArgs {
    /// Folder of the other copy, or a file that `diary export journal` wrote
    pub from: PathBuf,
    /// Take in also what writers wrote that this diary does not know; for an exported journal, once you know whose they are
    #[arg(long)]
    pub new_writers: bool,
    /// Read the other copy's passphrase from the first line of this file; asked for if left out
    #[arg(long, value_name = "FILE")]
    pub other_passphrase_file: Option<PathBuf>,
}

/// What `salvage` takes.
#[derive(Debug, Clone, Args)]
pub struct SalvageArgs {
    /// Folder of the damaged household
    pub from: PathBuf,
    /// Folder for the new one: new or empty, and elsewhere
    pub to: PathBuf,
    /// Where its passphrase comes from.
    #[command(flatten)]
    pub new: NewPassphraseArgs,
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
    /// What is sealed, and not the diary
    #[arg(long)]
    pub sealed: bool,
    /// With JSON: the samples too that a device measured one after another, some 200 kB a night
    #[arg(long)]
    pub samples: bool,
}

/// The form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportForm {
    /// Everything, with histories
    Json,
    /// One line for each entry, for spreadsheets
    Csv,
    /// Every change with hashes, salts and signatures, as JSON lines, for whoever wants to check them
    Journal,
}
