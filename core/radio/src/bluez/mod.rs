//! What only `BlueZ` needs: an agent for pairing, and its word on why a link ended.

mod agent;
mod reason;

pub(crate) use agent::Agent;
use btleplug::api::Peripheral as _;
use btleplug::platform::Peripheral;
pub(crate) use reason::reasons;

/// The path of a device's object on the bus.
pub(crate) fn path_of(peripheral: &Peripheral) -> String {
    format!("/org/bluez/{}", peripheral.id())
}
