//! The commands that need a household, one file for each concern.

mod ask;
mod backup;
mod change;
mod check;
mod device;
mod devices;
mod entries;
mod erase;
mod export;
mod head;
mod home;
mod inbox;
mod init;
mod kinds;
mod list;
mod locks;
mod media;
mod moves;
mod own;
mod people;
mod profile;
mod receipt;
mod remove;
mod rotate;
mod salvage;
mod series;
mod slots;
mod stats;
mod sync;
mod union;
mod verify;
mod watching;

use self::own::Which;
use crate::args::{
    BackupCommand, DeviceCommand, DiaryCommand, GlobalArgs, KindCommand, MediaCommand, PassphraseCommand,
    PersonCommand, ProfileCommand, RecoveryCommand, SlotsCommand,
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
        DiaryCommand::Person(PersonCommand::HandOver(args)) => locks::hand_over(args, options, console),
        DiaryCommand::Person(PersonCommand::GiveBack { person }) => {
            locks::give_back(person, options, console)
        }
        DiaryCommand::Person(PersonCommand::Remove(args)) => remove::run(args, options, console),
        DiaryCommand::Person(PersonCommand::Seal(args)) => locks::seal(args, options, console),
        DiaryCommand::Person(PersonCommand::BringBack(args)) => locks::bring_back(args, options, console),
        DiaryCommand::People | DiaryCommand::Person(PersonCommand::List) => people::list(options, console),
        DiaryCommand::Person(PersonCommand::Role(args)) => people::role(args, options, console),
        DiaryCommand::Person(PersonCommand::Profile(ProfileCommand::Show(args))) => {
            profile::show(args, options, console)
        }
        DiaryCommand::Person(PersonCommand::Profile(ProfileCommand::Set(args))) => {
            profile::set(args, options, console)
        }
        DiaryCommand::Device(DeviceCommand::Scan { seconds }) => devices::scan(*seconds, console),
        DiaryCommand::Device(DeviceCommand::Pair(args)) => devices::pair(args, options, console),
        DiaryCommand::Device(DeviceCommand::List) => devices::list(options, console),
        DiaryCommand::Device(DeviceCommand::Show { device }) => device::show(device, options, console),
        DiaryCommand::Device(DeviceCommand::Forget { device }) => device::forget(device, options, console),
        DiaryCommand::Device(DeviceCommand::Redecode) => device::redecode(options, console),
        DiaryCommand::Inbox => inbox::run(options, console),
        DiaryCommand::Device(DeviceCommand::Assign(args)) => devices::assign(args, options, console),
        DiaryCommand::Passphrase(PassphraseCommand::Change(args)) => {
            change::passphrase(args, options, console)
        }
        DiaryCommand::Passphrase(PassphraseCommand::Add(args)) => change::add(args, options, console),
        DiaryCommand::Recovery(RecoveryCommand::New(lock)) => change::recovery(lock, options, console),
        DiaryCommand::Slots { lock, command: None } if lock.person.is_some() => {
            slots::own(lock, options, console)
        }
        DiaryCommand::Slots { command: None, .. } => slots::list(options, console),
        DiaryCommand::Slots { command: Some(SlotsCommand::Remove { slot, lock }), .. } => {
            slots::remove(slot, lock, options, console)
        }
        DiaryCommand::Slots { command: Some(SlotsCommand::Save), .. } => slots::save(options, console),
        DiaryCommand::Rotate(args) => rotate::run(args, options, console),
        DiaryCommand::Sync(args) => sync::run(args, options, console),
        DiaryCommand::Add(args) => entries::add(args, options, console),
        DiaryCommand::Kinds(args) => kinds::list(args, options, console),
        DiaryCommand::Kind(KindCommand::Define(args)) => kinds::define(args, options, console),
        DiaryCommand::Kind(KindCommand::Change(args)) => kinds::change(args, options, console),
        DiaryCommand::Retract(args) => entries::stand(args, false, options, console),
        DiaryCommand::Reinstate(args) => entries::stand(args, true, options, console),
        DiaryCommand::Object(args) => entries::object(args, options, console),
        DiaryCommand::Show(args) => entries::show(args, true, options, console),
        DiaryCommand::History(args) => entries::show(args, false, options, console),
        DiaryCommand::Series(args) => series::run(args, options, console),
        DiaryCommand::Amend(args) => entries::amend(args, options, console),
        DiaryCommand::Erase(args) => erase::run(args, options, console),
        DiaryCommand::Move(args) => moves::run(args, options, console),
        DiaryCommand::List(args) => list::run(args, options, console),
        DiaryCommand::Search(args) => ask::search(args, options, console),
        DiaryCommand::Stats(args) => stats::run(args, options, console),
        DiaryCommand::Latest(args) => ask::latest(args, options, console),
        DiaryCommand::Attach(args) => media::attach(args, options, console),
        DiaryCommand::Media(MediaCommand::List { person, sealed }) => {
            media::list(person.as_deref(), Which::of(*sealed), options, console)
        }
        DiaryCommand::Media(MediaCommand::Save { media, out, sealed }) => {
            media::save(media, Which::of(*sealed), out, options, console)
        }
        DiaryCommand::Media(MediaCommand::Remove { media, reason, sealed }) => {
            media::remove(media, Which::of(*sealed), reason, options, console)
        }
        DiaryCommand::Media(MediaCommand::Discard { media, person, sealed }) => {
            media::discard(media, person.as_deref(), Which::of(*sealed), options, console)
        }
        DiaryCommand::Verify { head } => verify::run(head, options, console),
        DiaryCommand::Head => head::run(options, console),
        DiaryCommand::Check => check::run(options, console),
        DiaryCommand::Salvage(args) => salvage::run(args, options, console),
        DiaryCommand::Union(args) => union::run(args, options, console),
        DiaryCommand::Backup(BackupCommand::To { dir, person }) => {
            backup::to(dir, person.as_deref(), options, console)
        }
        DiaryCommand::Backup(BackupCommand::Verify { dir }) => backup::verify(dir, options, console),
        DiaryCommand::Backup(BackupCommand::List) => backup::list(options, console),
        DiaryCommand::Restore(args) => backup::restore(args, options, console),
        DiaryCommand::Export(args) => export::run(args, options, console),
    }
}
