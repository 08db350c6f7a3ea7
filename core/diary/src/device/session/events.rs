//! What goes into a session and what comes out of it.

use core::fmt;

use super::super::{Identity, Kind, Live, Received, Uuid};
use crate::ports::Now;

/// A characteristic that the device offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the property bits of the declaration, each on its own")]
pub struct Characteristic {
    /// Its name.
    pub uuid: Uuid,
    /// Can be read.
    pub readable: bool,
    /// Can notify.
    pub notify: bool,
    /// Can indicate.
    pub indicate: bool,
    /// Can be written with response.
    pub writable: bool,
}

/// Why a link ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisconnectReason {
    /// The device hung up (HCI 0x13, 0x14, 0x15): for a cuff the normal end.
    Peer,
    /// The link was lost: supervision timeout, out of range (HCI 0x08, 0x22, 0x3E).
    LinkLost,
    /// This side hung up (HCI 0x16).
    Local,
    /// Anything else, as the platform numbers it.
    Other(u8),
    /// The platform does not say: a device that hangs up and one that is out of reach look the same.
    Unknown,
}

/// An ATT error code (Core specification, Vol 3, Part F, 3.4.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.sentence())]
pub struct AttError(pub u8);

impl AttError {
    /// The link has to be paired first.
    pub const INSUFFICIENT_AUTHENTICATION: Self = Self(0x05);
    /// There is no such attribute.
    pub const NOT_FOUND: Self = Self(0x0A);
    /// The link has to be encrypted first.
    pub const INSUFFICIENT_ENCRYPTION: Self = Self(0x0F);
    /// The subscriptions that the request needs are missing.
    pub const CCCD_IMPROPER: Self = Self(0xFD);
    /// Another procedure is running.
    pub const PROCEDURE_IN_PROGRESS: Self = Self(0xFE);

    /// Whether pairing is what the device asks for.
    pub fn needs_pairing(self) -> bool {
        matches!(self, Self::INSUFFICIENT_AUTHENTICATION | Self::INSUFFICIENT_ENCRYPTION)
    }

    fn sentence(self) -> String {
        match self {
            Self::INSUFFICIENT_AUTHENTICATION | Self::INSUFFICIENT_ENCRYPTION => {
                "the device is not paired with this phone; put it into pairing mode and pair it".to_owned()
            }
            Self::NOT_FOUND => "the device does not offer the readings expected of it".to_owned(),
            Self::PROCEDURE_IN_PROGRESS => {
                "the device is busy with another app; close that app and try again".to_owned()
            }
            Self(code) => format!("the device refused with ATT error 0x{code:02X}"),
        }
    }
}

/// The store could not keep a record; it may be lost if the device has forgotten it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the reading could not be stored")]
pub struct PersistFailed;

/// What happened outside.
#[derive(Clone, PartialEq, Eq)]
pub enum Event {
    /// Begin.
    Start,
    /// The link is up.
    Connected,
    /// The link did not come up.
    ConnectFailed,
    /// The link is down.
    Disconnected {
        /// Why.
        reason: DisconnectReason,
    },
    /// Answer to [`Command::Discover`].
    Discovered {
        /// What the device offers.
        characteristics: Vec<Characteristic>,
    },
    /// Answer to [`Command::Read`].
    ReadDone {
        /// What was read.
        uuid: Uuid,
        /// The value.
        result: Result<Vec<u8>, AttError>,
        /// The phone's clocks when the request was sent.
        asked: Now,
    },
    /// Answer to [`Command::Write`].
    WriteDone {
        /// What was written to.
        uuid: Uuid,
        /// Whether the device took it.
        result: Result<(), AttError>,
    },
    /// Answer to [`Command::Subscribe`]: the device confirmed the write of the configuration descriptor.
    Subscribed {
        /// What was subscribed to.
        uuid: Uuid,
        /// Whether the device took it.
        result: Result<(), AttError>,
    },
    /// An indication or notification arrived; welcome in any state.
    Value {
        /// Where from.
        uuid: Uuid,
        /// The value.
        bytes: Vec<u8>,
    },
    /// Answer to [`Command::Persist`].
    Persisted {
        /// The ticket of the command.
        ticket: u32,
        /// `Ok` only once the bytes would survive a power cut.
        result: Result<(), PersistFailed>,
    },
    /// A timer ran out.
    Timer {
        /// Its id.
        id: u32,
    },
    /// A person wants it to stop.
    Cancel,
    /// The phone's Bluetooth was switched off, or its adapter is gone. Every link is down with it, told or not.
    AdapterOff,
    /// It is on again.
    AdapterOn,
    /// This program may not use Bluetooth any more.
    PermissionLost,
}

impl fmt::Debug for Event {
    /// Shows kinds and names but no value: a reading must not reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => f.write_str("Start"),
            Self::Connected => f.write_str("Connected"),
            Self::ConnectFailed => f.write_str("ConnectFailed"),
            Self::Disconnected { reason } => write!(f, "Disconnected({reason:?})"),
            Self::Discovered { characteristics } => write!(f, "Discovered({})", characteristics.len()),
            Self::ReadDone { uuid, result, .. } => {
                write!(f, "ReadDone({uuid:?}, {:?})", result.as_ref().map(Vec::len))
            }
            Self::WriteDone { uuid, result } => write!(f, "WriteDone({uuid:?}, {result:?})"),
            Self::Subscribed { uuid, result } => write!(f, "Subscribed({uuid:?}, {result:?})"),
            Self::Value { uuid, bytes } => write!(f, "Value({uuid:?}, {} bytes)", bytes.len()),
            Self::Persisted { ticket, result } => write!(f, "Persisted({ticket}, {result:?})"),
            Self::Timer { id } => write!(f, "Timer({id})"),
            Self::Cancel => f.write_str("Cancel"),
            Self::AdapterOff => f.write_str("AdapterOff"),
            Self::AdapterOn => f.write_str("AdapterOn"),
            Self::PermissionLost => f.write_str("PermissionLost"),
        }
    }
}

/// What the outside shall do. Commands are to be done in their order; each operation on the link is answered by one
/// event before the next is asked for.
#[derive(Clone, PartialEq, Eq)]
pub enum Command {
    /// Bring the link up; answered by [`Event::Connected`] or [`Event::ConnectFailed`]. May take as long as the device
    /// sleeps: the session sets no limit, so that a pending connection of the platform can do the waiting.
    Connect,
    /// List the characteristics.
    Discover,
    /// Read a characteristic.
    Read {
        /// Which.
        uuid: Uuid,
    },
    /// Subscribe to a characteristic.
    Subscribe {
        /// Which.
        uuid: Uuid,
        /// Indications or notifications.
        how: SubscribeHow,
    },
    /// Write a characteristic, with response.
    Write {
        /// Which.
        uuid: Uuid,
        /// The value.
        bytes: Vec<u8>,
    },
    /// Make an item durable, then answer with [`Event::Persisted`].
    Persist {
        /// Names the item in the answer; equal to its arrival number.
        ticket: u32,
        /// What to keep.
        item: Received,
    },
    /// Send [`Event::Timer`] after so long. A new timer replaces the one before; that one need not be stopped.
    SetTimer {
        /// Names the timer in the event.
        id: u32,
        /// Milliseconds from now.
        after_ms: u64,
    },
    /// Tell the person.
    Report(Progress),
    /// Hang up; answered by [`Event::Disconnected`]. Also gives up a connection attempt.
    Disconnect,
    /// The session is over. Values that still come in are to be handed in all the same.
    Done(Outcome),
}

impl fmt::Debug for Command {
    /// Shows kinds and names but no value: a reading must not reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect => f.write_str("Connect"),
            Self::Discover => f.write_str("Discover"),
            Self::Read { uuid } => write!(f, "Read({uuid:?})"),
            Self::Subscribe { uuid, how } => write!(f, "Subscribe({uuid:?}, {how:?})"),
            Self::Write { uuid, bytes } => write!(f, "Write({uuid:?}, {bytes:02X?})"),
            Self::Persist { ticket, item } => {
                write!(f, "Persist({ticket}, {:?}, {} bytes)", item.uuid, item.bytes.len())
            }
            Self::SetTimer { id, after_ms } => write!(f, "SetTimer({id}, {after_ms} ms)"),
            Self::Report(progress) => write!(f, "Report({progress:?})"),
            Self::Disconnect => f.write_str("Disconnect"),
            Self::Done(outcome) => write!(f, "Done({outcome:?})"),
        }
    }
}

/// How to subscribe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscribeHow {
    /// `02 00`: each value is confirmed.
    Indicate,
    /// `01 00`: no confirmation.
    Notify,
}

/// Where a session stands, for a person who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Waiting for the device.
    Connecting,
    /// Reading the device's clock.
    ReadingClock,
    /// Taking records over.
    Receiving {
        /// Records durable so far.
        received: u32,
        /// Records that the device said it had, where it says so.
        announced: Option<u32>,
    },
    /// Waiting for what is measured at this moment.
    Watching,
    /// What is measured at this moment; at most four times a second.
    Live(Live),
    /// The link was lost; trying again.
    LinkLostRetrying {
        /// Which attempt, from 1.
        attempt: u8,
    },
    /// The phone's Bluetooth is off: ask for it to be switched on. Nothing is lost meanwhile.
    WaitingForAdapter,
    /// The link ended, and the platform does not say why: asking whether the device has more.
    AskingAgain,
    /// Everything is here; hanging up.
    Finishing,
}

/// What shows that nothing was left on the device; the strongest that applied, and never more than was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The device counted its records and exactly so many came.
    RacpCount,
    /// The device said that its report is complete.
    RacpSuccess,
    /// The device hung up by itself after all subscriptions stood.
    PeerEnded,
    /// The device fell silent.
    Quiet,
    /// The link ended after records had come, nobody said why, and the device did not answer again. What it may still have,
    /// it gives the next time.
    LinkEnded,
}

impl Proof {
    /// The stable word for it, in files and exports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RacpCount => "racp-count",
            Self::RacpSuccess => "racp-success",
            Self::PeerEnded => "peer-ended",
            Self::Quiet => "quiet",
            Self::LinkEnded => "link-ended",
        }
    }
}

/// How a session ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// All that the device wanted to give is durable.
    Complete {
        /// What shows it.
        proof: Proof,
        /// Records made durable, repeats by the device included.
        records: u32,
        /// Records that the device said it had. If `records` is smaller, one was lost between the system's
        /// confirmation and the store; say so.
        announced: Option<u32>,
    },
    /// The link was lost, and stayed so.
    LinkLost {
        /// Records made durable before.
        records: u32,
    },
    /// The device did not end its report of records, also not the second time. What came is durable.
    ProcedureFailed {
        /// Records made durable.
        records: u32,
        /// Records that the device said it had.
        announced: Option<u32>,
    },
    /// The device went on sending for longer than any memory takes. What came is durable.
    Unending {
        /// Records made durable, repeats by the device included.
        records: u32,
    },
    /// The store refused. Nothing more was asked of the device.
    NotStored {
        /// Arrival numbers of the items that were in flight; the device may have forgotten these records.
        in_flight: Vec<u32>,
    },
    /// The device refused.
    Refused(AttError),
    /// The device keeps nothing: what it measures it shows while it measures, and a live session takes that.
    OnlyLive,
    /// The phone's Bluetooth was switched off, and stayed so. What came is durable; the device has the rest.
    AdapterOff {
        /// Records made durable before.
        records: u32,
    },
    /// The program may not use Bluetooth any more. What came is durable; the device has the rest.
    NotPermitted {
        /// Records made durable before.
        records: u32,
    },
    /// A person stopped it; what came is durable.
    Cancelled,
    /// The device is known now.
    Paired(Paired),
}

/// What a device said of itself while it was paired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paired {
    /// Who it is.
    pub identity: Identity,
    /// Manufacturer Name String, trimmed.
    pub manufacturer: Option<String>,
    /// Model Number String, trimmed; of a device without one, the name that it advertises.
    pub model: Option<String>,
    /// What it can measure.
    pub kinds: Vec<Kind>,
    /// All that it said of itself, raw, by characteristic.
    pub said: Vec<(Uuid, Vec<u8>)>,
}
