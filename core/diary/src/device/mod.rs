//! What the diary knows of the devices that measure, and how it takes their readings without losing one.
//!
//! - [`Session`] is one synchronisation with one device: a state machine without I/O, fed with [`Event`]s and
//!   answering with [`Command`]s. The same machine runs over any radio and over the simulator.
//! - [`Segment`] is many values of a stream in one [`Received`], and [`Live`] what a screen shows of them meanwhile.
//! - [`Received`] is what a session hands out to be made durable: raw bytes, untouched, with the instant they came.
//! - [`Profile`] is what a session has to know of its device; [`models`] is the table such knowledge comes from.
//! - [`Identity`] is how a device is known again on any phone.
//!
//! Nothing in here opens a file or reads a clock, and no reading is decoded: only what is shown live is.

mod identity;
mod live;
pub mod models;
mod profile;
mod received;
mod segment;
mod session;
mod uuid;
pub mod wire;

pub use health_gatt::unit::Pressure;
pub use identity::{Identity, IdentityTextError};
pub use live::{Live, LiveOxygen, LivePressure, Signal};
pub use models::{Model, StampKind};
pub use profile::{Kind, Mode, Profile};
pub use received::{Received, ReceivedError, What};
pub use segment::{SEGMENT_BYTES, SEGMENT_MS, Segment};
pub use session::{
    AttError, Characteristic, Command, DisconnectReason, Event, Hears, Outcome, Paired, PersistFailed,
    Progress, Proof, Session, SubscribeHow,
};
pub use uuid::{Uuid, UuidTextError};
