//! The commands that need a household, one file a concern.

mod devices;
mod entries;
mod export;
mod home;
mod init;
mod people;
mod sync;
mod verify;

use crate::args::{DeviceCommand, DiaryCommand, GlobalArgs, PersonCommand};
use crate::error::CliError;
use crate::terminal::Console;

/// Does what a command says.
///
/// # Errors
/// Why it was not done; nothing was changed unless the message says so.
pub fn run(command: &DiaryCommand, options: &GlobalArgs, console: Console) -> Result<(), CliError> {
    let home = home::Home::of(options, console)?;
    match command {
        DiaryCommand::Init => init::run(&home),
        DiaryCommand::Person(PersonCommand::Add { name }) => people::add(&home, name),
        DiaryCommand::Person(PersonCommand::List) => people::list(&home),
        DiaryCommand::Device(DeviceCommand::Pair { sim }) => devices::pair(&home, sim),
        DiaryCommand::Device(DeviceCommand::List) => devices::list(&home),
        DiaryCommand::Device(DeviceCommand::Assign(args)) => devices::assign(&home, args),
        DiaryCommand::Sync(args) => sync::run(&home, args),
        DiaryCommand::Add { entry } => entries::add(&home, entry),
        DiaryCommand::Amend(args) => entries::amend(&home, args),
        DiaryCommand::List(args) => entries::list(&home, args),
        DiaryCommand::Verify => verify::run(&home),
        DiaryCommand::Export(args) => export::run(&home, args),
    }
}
