//! What a driver needs of a link to one device.

use diary_core::device::{Characteristic, DisconnectReason, Uuid};
use diary_core::ports::Now;
use tokio::sync::mpsc::UnboundedSender;

use crate::error::Failed;

/// Something that happened by itself, with the clocks of the moment at which the system told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happened {
    /// An indication or a notification arrived.
    Value {
        /// Where from.
        uuid: Uuid,
        /// The value.
        bytes: Vec<u8>,
        /// When.
        at: Now,
    },
    /// The link went down.
    Down {
        /// Why, as far as the system tells.
        reason: DisconnectReason,
        /// When.
        at: Now,
    },
    /// Bluetooth was switched off, or the adapter is gone; every link is down with it.
    Off {
        /// When.
        at: Now,
    },
}

/// One device, and the link to it: one operation at a time, while what happens by itself is told meanwhile.
///
/// Dropping a future of [`Link::connect`] cancels nothing at the system; [`Link::hang_up`] does.
pub trait Link: Sync {
    /// Brings the link up, and listens from before that on until [`Link::hang_up`]; finds the device again where the system
    /// has forgotten it.
    fn connect(&self, happened: UnboundedSender<Happened>)
    -> impl Future<Output = Result<(), Failed>> + Send;

    /// Lists what the device offers.
    fn discover(&self) -> impl Future<Output = Result<Vec<Characteristic>, Failed>> + Send;

    /// Reads a characteristic.
    fn read(&self, uuid: Uuid) -> impl Future<Output = Result<Vec<u8>, Failed>> + Send;

    /// Writes a characteristic, with response.
    fn write(&self, uuid: Uuid, bytes: Vec<u8>) -> impl Future<Output = Result<(), Failed>> + Send;

    /// Subscribes to a characteristic; whether by indication or notification is what its declaration says.
    fn subscribe(&self, uuid: Uuid) -> impl Future<Output = Result<(), Failed>> + Send;

    /// Gives a subscription back, on a link that is up or down.
    fn unsubscribe(&self, uuid: Uuid) -> impl Future<Output = ()> + Send;

    /// Waits until Bluetooth is on, however long it is off.
    fn back_on(&self) -> impl Future<Output = ()> + Send;

    /// Takes the link down, and gives up an attempt to bring it up.
    fn hang_up(&self) -> impl Future<Output = ()> + Send;
}
