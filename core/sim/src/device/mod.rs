//! The devices, seen from the air.

mod cuff;
mod oximeter;
mod shelf;

use core::fmt;
use std::collections::BTreeSet;

use diary_core::device::{AttError, Characteristic, SubscribeHow, Uuid};

pub use cuff::{AndLike, TwoUserCuff};
pub use oximeter::NoninLike;
pub use shelf::{NAMES, UnknownDevice, by_name};

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
}

impl Memory {
    fn take(&mut self, taken: Taken) {
        self.held.insert(self.taken.len());
        self.taken.push(taken);
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
    /// What it does next; asked only while no indication of it is unconfirmed.
    fn next(&mut self) -> Motion;
    /// The last indication was confirmed.
    fn confirmed(&mut self);
    /// The truth.
    fn memory(&self) -> &Memory;
}

/// A characteristic that is only read.
fn readable(uuid: Uuid) -> Characteristic {
    Characteristic { uuid, readable: true, notify: false, indicate: false, writable: false }
}

/// A characteristic that is only indicated.
fn indicated(uuid: Uuid) -> Characteristic {
    Characteristic { uuid, readable: false, notify: false, indicate: true, writable: false }
}

/// Looks a value up that never changes.
fn said(information: &[(Uuid, Vec<u8>)], uuid: Uuid) -> Result<Vec<u8>, AttError> {
    information
        .iter()
        .find(|(known, _)| *known == uuid)
        .map(|(_, value)| value.clone())
        .ok_or(AttError::NOT_FOUND)
}
