//! The front door: a household's people, devices and decisions, and the way of a reading into a diary.
//!
//! - [`Household`] is made, unlocked and closed; it opens people's diaries.
//! - People are added ([`Household::add_person`]), devices too ([`Household::add_device`]), and a device's user slots
//!   are given to people ([`Household::assign`]).
//! - What a device sends goes into the inbox ([`receive`]), unlocked or not. [`Household::hand_on`] opens it, decodes
//!   it, places it in time, finds whose it is, and gives it to that person's diary; what is nobody's yet waits.
//! - Passphrases, recovery codes and keys in a phone's key store are changed without touching a diary
//!   ([`Household::change_passphrase`] and beside it).
//! - Keys are made new by [`Household::renew`], one file's, and [`Household::rotate`], the whole household's.
//! - An entry is erased in every file ([`Household::erase_entry`]), with a receipt that says where it may remain.
//! - An entry goes to another person, or into what is sealed of one, with its history ([`Household::move_entry`]).
//! - [`check()`] says what of a damaged household is left, [`salvage()`] copies that into a new one.
//! - Photos, video and documents are added to entries ([`Household::attach`]) and written out ([`Household::save_media`]).
//! - [`Household::pause`] lets go of every file and lock for a while, [`Household::resume`] takes them up again.
//! - A diary is handed over to its person ([`Household::hand_over`]) and opens with a lock of its own from then on
//!   ([`Household::open_own`]); more can be sealed beside it ([`Household::make_sealed`]). It is given back by
//!   [`Household::give_back`], and its lock made new by [`OwnSlots::rotate`].
//! - [`Household::back_up`] writes what is new into a folder elsewhere and proves it; [`restore`] makes a household of it
//!   again, as a new writer.
//! - [`Household::verify`] checks every file, chain and table.
//!
//! Nothing spans two files in one transaction. A hand-on is first a decision here, with the id of the entry it will
//! make; then the entry; then the note that the inbox's records are used up; then their removal. A kill anywhere leaves
//! something that the next hand-on finishes without doing anything twice.

mod about;
mod alone;
mod backup;
mod burst;
mod check;
mod check_backup;
mod deliver;
mod devices;
mod erase;
mod error;
mod files;
mod generation;
mod give_back;
mod hand_on;
mod heads;
mod home;
mod improve;
mod information;
mod known_backups;
mod lost;
mod media;
mod moves;
mod operation;
mod own;
mod owner;
mod pause;
mod people;
mod places;
mod placing;
mod project;
mod reading;
mod receive;
mod recorded;
mod recordings;
mod redecode;
mod remove;
mod restore;
mod restore_own;
mod roles;
mod salvage;
mod samples;
mod sealing;
mod secrets;
mod track;
mod union;
mod verify;

#[cfg(test)]
mod tests;

pub use backup::BackUp;
pub use check::{Check, FileCheck, Leftover, check, check_followed};
pub use check_backup::{BackupReport, Touched};
pub use devices::{Description, Device, LastSync, Slot};
pub use erase::{ErasureReceipt, MayRemain};
pub use error::HouseholdError;
pub use generation::{Renewed, Rotated};
pub use hand_on::{HandedOn, Handing, NewEntry, Waiting, WhyWaiting};
pub use heads::{FileHead, HeadCheck};
pub use home::{Household, Outside, Unlocked};
pub use improve::PlacedAnew;
pub use information::{Battery, Information};
pub use known_backups::KnownBackup;
pub use lost::NotWhole;
pub use moves::{Moved, Place};
pub use own::OwnSlots;
pub use pause::Resumed;
pub use people::{Person, Sharing};
pub use reading::RawReading;
pub use receive::{Receiver, receive};
pub use redecode::Redecoded;
pub use remove::PersonRemoval;
pub use restore::{Damaged, Restore, Restored, restore};
pub use restore_own::RestoredOwn;
pub use roles::{Act, PersonRole, Whose};
pub use salvage::{NewHousehold, SalvageReport, salvage, salvage_followed};
pub use secrets::PATIENCE_MS;
pub use union::{PersonUnited, UnionOutcome};
pub use verify::{FileReport, Finding, PersonMedia, Verification};
