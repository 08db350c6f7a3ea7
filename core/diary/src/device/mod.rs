//! What the diary knows of the devices that measure, and how it takes their readings without losing one.
//!
//! - [`Session`] is one synchronisation with one device: a state machine without I/O, fed with [`Event`]s and
//!   answering with [`Command`]s. The same machine runs over any radio and over the simulator.
//! - [`Received`] is what a session hands out to be made durable: raw bytes, untouched, with the instant they came.
//! - [`Profile`] is what a session has to know of its device; [`models`] is the table such knowledge comes from.
//! - [`Identity`] is how a device is known again on any phone.
//!
//! Nothing in here opens a file, decodes a measurement or reads a clock.

mod identity;
pub mod models;
mod profile;
mod received;
mod session;
mod uuid;
pub mod wire;

pub use identity::{Identity, IdentityTextError};
pub use models::{Model, StampKind};
pub use profile::{Kind, Mode, Profile};
pub use received::{Received, ReceivedError, What};
pub use session::{
    AttError, Characteristic, Command, DisconnectReason, Event, Outcome, Paired, PersistFailed, Progress,
    Proof, Session, SubscribeHow,
};
pub use uuid::{Uuid, UuidTextError};
