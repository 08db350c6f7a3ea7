//! The commands that need a household, one file for each concern.

mod backup;
mod change;
mod check;
mod devices;
mod entries;
mod erase;
mod export;
mod head;
mod home;
mod init;
mod list;
mod media;
mod own;
mod people;
mod rotate;
mod salvage;
mod slots;
mod sync;
mod union;
mod verify;

use crate::args::{
    BackupCommand, DeviceCommand, DiaryCommand, GlobalArgs, MediaCommand, PassphraseCommand, PersonCommand,
    RecoveryCommand, SlotsCommand,
};
use crate::error::CliError;
use crate::report::Report;
use crate::terminal::Console;

/// Runs one of them.
///
/// # Errors
/// Whatever keeps it from doing what was asked.
pub fn run(command: &DiaryCommand, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    match command {
        DiaryCommand::Init => init::run(options, console),
        DiaryCommand::Person(PersonCommand::Add { name }) => people::add(name, options, console),
        DiaryCommand::Person(PersonCommand::HandOver(args)) => own::hand_over(args, options, console),
        DiaryCommand::Person(PersonCommand::List) => people::list(options, console),
        DiaryCommand::Device(DeviceCommand::Pair { sim }) => devices::pair(sim, options, console),
        DiaryCommand::Device(DeviceCommand::List) => devices::list(options, console),
        DiaryCommand::Device(DeviceCommand::Assign(args)) => devices::assign(args, options, console),
        DiaryCommand::Passphrase(PassphraseCommand::Change(args)) => {
            change::passphrase(args, options, console)
        }
        DiaryCommand::Passphrase(PassphraseCommand::Add(args)) => change::add(args, options, console),
        DiaryCommand::Recovery(RecoveryCommand::New) => change::recovery(options, console),
        DiaryCommand::Slots { person: None, command: None } => slots::list(options, console),
        DiaryCommand::Slots { person: Some(person), command: None } => slots::own(person, options, console),
        DiaryCommand::Slots { command: Some(SlotsCommand::Remove { slot }), .. } => {
            slots::remove(slot, options, console)
        }
        DiaryCommand::Slots { command: Some(SlotsCommand::Save), .. } => slots::save(options, console),
        DiaryCommand::Rotate(args) => rotate::run(args, options, console),
        DiaryCommand::Sync(args) => sync::run(args, options, console),
        DiaryCommand::Add { entry } => entries::add(entry, options, console),
        DiaryCommand::Amend(args) => entries::amend(args, options, console),
        DiaryCommand::Erase(args) => erase::run(args, options, console),
        DiaryCommand::List(args) => list::run(args, options, console),
        DiaryCommand::Attach(args) => media::attach(args, options, console),
        DiaryCommand::Media(MediaCommand::List { person }) => {
            media::list(person.as_deref(), options, console)
        }
        DiaryCommand::Media(MediaCommand::Save { media, out }) => media::save(media, out, options, console),
        DiaryCommand::Media(MediaCommand::Remove { media, reason }) => {
            media::remove(media, reason, options, console)
        }
        DiaryCommand::Media(MediaCommand::Discard { media, person }) => {
            media::discard(media, person.as_deref(), options, console)
        }
        DiaryCommand::Verify { head } => verify::run(head, options, console),
        DiaryCommand::Head => head::run(options, console),
        DiaryCommand::Check => check::run(options, console),
        DiaryCommand::Salvage(args) => salvage::run(args, options, console),
        DiaryCommand::Union(args) => union::run(args, options, console),
        DiaryCommand::Backup(BackupCommand::To { dir }) => backup::to(dir, options, console),
        DiaryCommand::Backup(BackupCommand::Verify { dir }) => backup::verify(dir, options, console),
        DiaryCommand::Backup(BackupCommand::List) => backup::list(options, console),
        DiaryCommand::Restore(args) => backup::restore(args, options, console),
        DiaryCommand::Export(args) => export::run(args, options, console),
    }
}
