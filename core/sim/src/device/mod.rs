//! The devices, seen from the air.

mod cuff;
mod oximeter;
mod shelf;
mod worn;

use core::fmt;
use std::collections::BTreeSet;

use diary_core::device::{AttError, Characteristic, SubscribeHow, Uuid};

pub use cuff::{Cuff, CuffClass, Pressures, Unending};
pub use oximeter::NoninLike;
pub use shelf::{NAMES, UnknownDevice, by_name};
pub use worn::Streamed;

/// A measurement that a device took, with the truth about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// When it was taken, milliseconds since 1970, UTC, whatever the device's clock said.
    pub instant_ms: i64,
    /// The characteristic that carries it.
    pub uuid: Uuid,
    /// The frame that the device sends for it.
    pub bytes: Vec<u8>,
    /// The user slot, on devices that tell users apart.
    pub slot: Option<u8>,
}

/// What a device has measured, what it sent and what it still holds.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    taken: Vec<Taken>,
    held: BTreeSet<usize>,
    sent: Vec<usize>,
    overwritten: Vec<usize>,
    /// The most records it holds; `None` for more than anyone takes.
    capacity: Option<usize>,
}

impl Memory {
    fn take(&mut self, taken: Taken) {
        self.held.insert(self.taken.len());
        self.taken.push(taken);
        while self.capacity.is_some_and(|most| self.held.len() > most) {
            self.overwritten.extend(self.held.pop_first());
        }
    }

    /// Whether the device still has a record, and nothing newer took its place.
    fn holds(&self, number: usize) -> bool {
        self.held.contains(&number)
    }

    fn get(&self, number: usize) -> Option<&Taken> {
        self.taken.get(number)
    }

    /// Everything ever measured, oldest first.
    pub fn taken(&self) -> &[Taken] {
        &self.taken
    }

    /// What the device would still give.
    pub fn remaining(&self) -> impl Iterator<Item = &Taken> {
        self.held.iter().filter_map(|number| self.taken.get(*number))
    }

    /// What gave way to newer records because the memory was full, in that order.
    pub fn overwritten(&self) -> impl Iterator<Item = &Taken> {
        self.overwritten.iter().filter_map(|number| self.taken.get(*number))
    }

    /// What left the device, in the order of sending, repeats included.
    pub fn sent(&self) -> impl Iterator<Item = &Taken> {
        self.sent.iter().filter_map(|number| self.taken.get(*number))
    }
}

/// What a device does next of its own accord.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Motion {
    /// Nothing until it is asked.
    Rest,
    /// Sends an indication and waits for the confirmation.
    Indicate {
        /// The characteristic.
        uuid: Uuid,
        /// The value.
        bytes: Vec<u8>,
    },
    /// Sends a notification, which nobody confirms.
    Notify {
        /// The characteristic.
        uuid: Uuid,
        /// The value.
        bytes: Vec<u8>,
    },
    /// Nothing for so many milliseconds, then something more.
    Pause(u64),
    /// Hangs up.
    HangUp,
}

/// A device on the other side of a link.
pub trait Peripheral: fmt::Debug {
    /// The name that it advertises.
    fn name(&self) -> &str;
    /// What it offers.
    fn characteristics(&self) -> Vec<Characteristic>;
    /// A link came up.
    fn link_up(&mut self);
    /// The link ended, however; what was not confirmed is as if it had never been sent.
    fn link_down(&mut self);
    /// Answers a read at an instant (milliseconds since 1970, UTC).
    fn read(&mut self, uuid: Uuid, instant_ms: i64) -> Result<Vec<u8>, AttError>;
    /// Takes a subscription.
    fn subscribe(&mut self, uuid: Uuid, how: SubscribeHow) -> Result<(), AttError>;
    /// Takes a write.
    fn write(&mut self, uuid: Uuid, bytes: &[u8]) -> Result<(), AttError>;
    /// What it does next, at an instant (milliseconds since 1970, UTC); asked only while no indication of it is unconfirmed.
    fn next(&mut self, instant_ms: i64) -> Motion;
    /// The last indication was confirmed.
    fn confirmed(&mut self);
    /// The phone's system asks to be paired; says whether the device agreed. The link is encrypted then.
    fn pair(&mut self) -> bool;
    /// The clock moves by itself, milliseconds: a battery was changed, or somebody set it.
    fn jump_clock(&mut self, by_ms: i64);
    /// The truth.
    fn memory(&self) -> &Memory;
}

/// Which side of a link remembers having been paired, and whether this link is encrypted.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "what each side remembers, each on its own")]
struct Bond {
    /// The device gives nothing without it.
    needed: bool,
    /// The device does not agree to be paired anew.
    refuses: bool,
    phone: bool,
    device: bool,
    encrypted: bool,
}

impl Bond {
    fn link_up(&mut self) {
        // A side that has forgotten makes the encryption fail.
        self.encrypted = self.phone && self.device;
    }

    fn link_down(&mut self) {
        self.encrypted = false;
    }

    fn pair(&mut self) -> bool {
        if !self.refuses {
            (self.phone, self.device, self.encrypted) = (true, true, true);
        }
        self.encrypted
    }

    fn check(self) -> Result<(), AttError> {
        if self.needed && !self.encrypted { Err(AttError::INSUFFICIENT_AUTHENTICATION) } else { Ok(()) }
    }
}

/// A characteristic that is only notified.
fn notified(uuid: Uuid) -> Characteristic {
    Characteristic { uuid, readable: false, notify: true, indicate: false, writable: false }
}

/// A characteristic that is only read.
fn readable(uuid: Uuid) -> Characteristic {
    Characteristic { uuid, readable: true, notify: false, indicate: false, writable: false }
}

/// A characteristic that is only indicated.
fn indicated(uuid: Uuid) -> Characteristic {
    Characteristic { uuid, readable: false, notify: false, indicate: true, writable: false }
}

/// Says something else from now on.
fn say(information: &mut [(Uuid, Vec<u8>)], uuid: Uuid, value: &[u8]) {
    for (known, said) in information {
        if *known == uuid {
            *said = value.to_vec();
        }
    }
}

/// Looks a value up that no clock changes.
fn said(information: &[(Uuid, Vec<u8>)], uuid: Uuid) -> Result<Vec<u8>, AttError> {
    information
        .iter()
        .find(|(known, _)| *known == uuid)
        .map(|(_, value)| value.clone())
        .ok_or(AttError::NOT_FOUND)
}
