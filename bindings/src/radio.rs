//! What a radio tells a conversation with a device, and what that asks of it.

use diary_core::device::{
    AttError, Characteristic, Command, DisconnectReason, Event, Live, Outcome, Pressure, Progress, Signal,
    SubscribeHow, Uuid,
};
use diary_core::ports::Now;
use sha2::{Digest, Sha256};

use crate::error::DiaryError;

/// The phone's clocks at the moment something happened, read inside the platform's callback.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Clocks {
    /// Wall clock, milliseconds since 1970-01-01T00:00:00Z.
    pub wall_ms: i64,
    /// A clock that never goes back and counts sleep, in nanoseconds: `elapsedRealtimeNanos`, `mach_continuous_time`.
    pub monotonic_ns: u64,
    /// Any text that names the boot which `monotonic_ns` counts from: `Settings.Global.BOOT_COUNT`, `kern.bootsessionuuid`.
    pub boot: String,
}

impl From<Clocks> for Now {
    fn from(clocks: Clocks) -> Self {
        let hash = Sha256::digest(clocks.boot.as_bytes());
        let mut boot = [0; 16];
        boot.copy_from_slice(hash.first_chunk::<16>().unwrap_or(&[0; 16]));
        Self { wall_ms: clocks.wall_ms, monotonic_ns: clocks.monotonic_ns, boot }
    }
}

/// Why a link ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum LinkEnd {
    /// The device hung up (status 0x13, 0x14, 0x15): for a cuff the normal end.
    Device,
    /// The link was lost: out of reach, supervision time-out (0x08, 0x22, 0x3E).
    Lost,
    /// This phone hung up (0x16).
    Phone,
    /// The platform does not say.
    Unknown,
}

impl From<LinkEnd> for DisconnectReason {
    fn from(end: LinkEnd) -> Self {
        match end {
            LinkEnd::Device => Self::Peer,
            LinkEnd::Lost => Self::LinkLost,
            LinkEnd::Phone => Self::Local,
            LinkEnd::Unknown => Self::Unknown,
        }
    }
}

/// A characteristic that the device offers.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
#[expect(clippy::struct_excessive_bools, reason = "the property bits of the declaration, each on its own")]
pub struct DeviceService {
    /// Its UUID, in full or its 16 bits (`2A35`).
    pub uuid: String,
    /// Can be read.
    pub readable: bool,
    /// Can notify.
    pub notify: bool,
    /// Can indicate.
    pub indicate: bool,
    /// Can be written with response.
    pub writable: bool,
}

/// What happened on the radio. UUIDs as in [`DeviceService`]; `att_error` is the ATT error code where the device refused (Core
/// specification, Vol 3, Part F, 3.4.1.1).
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum RadioEvent {
    /// Begin.
    Start,
    /// The link is up.
    Connected,
    /// The link did not come up.
    ConnectFailed,
    /// The link is down.
    Disconnected {
        /// Why.
        end: LinkEnd,
    },
    /// Answer to [`RadioCommand::Discover`].
    Discovered {
        /// What the device offers.
        characteristics: Vec<DeviceService>,
    },
    /// Answer to [`RadioCommand::Read`].
    ReadDone {
        /// What was read.
        uuid: String,
        /// The value.
        bytes: Vec<u8>,
        /// The clocks when the request was sent.
        asked: Clocks,
    },
    /// The device refused a [`RadioCommand::Read`].
    ReadRefused {
        /// What was read.
        uuid: String,
        /// Why.
        att_error: u8,
        /// The clocks when the request was sent.
        asked: Clocks,
    },
    /// Answer to [`RadioCommand::Write`]; with an error where the device refused.
    WriteDone {
        /// What was written to.
        uuid: String,
        /// Why not.
        att_error: Option<u8>,
    },
    /// Answer to [`RadioCommand::Subscribe`]: the descriptor was written, or the device refused.
    Subscribed {
        /// What was subscribed to.
        uuid: String,
        /// Why not.
        att_error: Option<u8>,
    },
    /// An indication or notification arrived; welcome at any time.
    Value {
        /// Where from.
        uuid: String,
        /// The value, untouched.
        bytes: Vec<u8>,
    },
    /// A timer ran out.
    Timer {
        /// Its id.
        id: u32,
    },
    /// A person wants it to stop.
    Cancel,
    /// The phone's Bluetooth was switched off (`STATE_OFF`, `poweredOff`). Every link is down with it, told or not.
    AdapterOff,
    /// It is on again (`STATE_ON`, `poweredOn`).
    AdapterOn,
    /// The app may not use Bluetooth any more (`SecurityException`, `unauthorized`).
    PermissionLost,
}

impl std::fmt::Debug for RadioEvent {
    /// Without a value: a reading must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Start => "Start",
            Self::Connected => "Connected",
            Self::ConnectFailed => "ConnectFailed",
            Self::Disconnected { .. } => "Disconnected",
            Self::Discovered { .. } => "Discovered",
            Self::ReadDone { .. } => "ReadDone",
            Self::ReadRefused { .. } => "ReadRefused",
            Self::WriteDone { .. } => "WriteDone",
            Self::Subscribed { .. } => "Subscribed",
            Self::Value { .. } => "Value",
            Self::Timer { .. } => "Timer",
            Self::Cancel => "Cancel",
            Self::AdapterOff => "AdapterOff",
            Self::AdapterOn => "AdapterOn",
            Self::PermissionLost => "PermissionLost",
        })
    }
}

fn uuid(text: &str) -> Result<Uuid, DiaryError> {
    text.parse().map_err(|_| DiaryError::Invalid("this is no UUID of Bluetooth".to_owned()))
}

fn refused(att_error: Option<u8>) -> Result<(), AttError> {
    att_error.map_or(Ok(()), |code| Err(AttError(code)))
}

impl TryFrom<RadioEvent> for Event {
    type Error = DiaryError;

    fn try_from(event: RadioEvent) -> Result<Self, DiaryError> {
        Ok(match event {
            RadioEvent::Start => Self::Start,
            RadioEvent::Connected => Self::Connected,
            RadioEvent::ConnectFailed => Self::ConnectFailed,
            RadioEvent::Disconnected { end } => Self::Disconnected { reason: end.into() },
            RadioEvent::Discovered { characteristics } => {
                let known = characteristics.into_iter().map(|offered| {
                    Ok(Characteristic {
                        uuid: uuid(&offered.uuid)?,
                        readable: offered.readable,
                        notify: offered.notify,
                        indicate: offered.indicate,
                        writable: offered.writable,
                    })
                });
                Self::Discovered { characteristics: known.collect::<Result<_, DiaryError>>()? }
            }
            RadioEvent::ReadDone { uuid: of, bytes, asked } => {
                Self::ReadDone { uuid: uuid(&of)?, result: Ok(bytes), asked: asked.into() }
            }
            RadioEvent::ReadRefused { uuid: of, att_error, asked } => {
                Self::ReadDone { uuid: uuid(&of)?, result: Err(AttError(att_error)), asked: asked.into() }
            }
            RadioEvent::WriteDone { uuid: of, att_error } => {
                Self::WriteDone { uuid: uuid(&of)?, result: refused(att_error) }
            }
            RadioEvent::Subscribed { uuid: of, att_error } => {
                Self::Subscribed { uuid: uuid(&of)?, result: refused(att_error) }
            }
            RadioEvent::Value { uuid: of, bytes } => Self::Value { uuid: uuid(&of)?, bytes },
            RadioEvent::Timer { id } => Self::Timer { id },
            RadioEvent::Cancel => Self::Cancel,
            RadioEvent::AdapterOff => Self::AdapterOff,
            RadioEvent::AdapterOn => Self::AdapterOn,
            RadioEvent::PermissionLost => Self::PermissionLost,
        })
    }
}

/// What the radio shall do, in this order; each operation on the link is answered by one event before the next is begun.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum RadioCommand {
    /// Bring the link up, however long the device sleeps.
    Connect,
    /// List the characteristics.
    Discover,
    /// Read a characteristic.
    Read {
        /// Which.
        uuid: String,
    },
    /// Subscribe to a characteristic.
    Subscribe {
        /// Which.
        uuid: String,
        /// Indications where true, notifications where not.
        indications: bool,
    },
    /// Write a characteristic, with response.
    Write {
        /// Which.
        uuid: String,
        /// The value.
        bytes: Vec<u8>,
    },
    /// Send [`RadioEvent::Timer`] after so long; takes the place of the timer before. A late one changes no outcome.
    SetTimer {
        /// Names it in the event.
        id: u32,
        /// Milliseconds from now.
        after_ms: u64,
    },
    /// Tell the person.
    Report {
        /// Where it stands.
        progress: SyncProgress,
    },
    /// Hang up, and give up an attempt to connect.
    Disconnect,
    /// It is over. Values that still come in are to be handed in all the same.
    Done {
        /// How it ended.
        result: SyncResult,
    },
}

/// Where a conversation stands, for a person who waits.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum SyncProgress {
    /// Waiting for the device: ask the person to press its button.
    Connecting,
    /// Reading the device's clock.
    ReadingClock,
    /// Taking records over.
    Receiving {
        /// Records that are safe.
        received: u32,
        /// Records that the device said it had, where it says so.
        announced: Option<u32>,
    },
    /// Waiting for what is measured at this moment: ask for a finger in the sensor, or for the cuff's button.
    Watching,
    /// What an oximeter measures at this moment; no reading yet.
    Oxygen {
        /// Oxygen saturation, percent, with the digits that the device gives; none where there is none.
        saturation: Option<String>,
        /// Pulse, a minute.
        pulse: Option<String>,
        /// How good the signal is.
        signal: LiveSignal,
    },
    /// The pressure in a cuff that inflates; never a reading.
    CuffPressure {
        /// With the digits that the device gives; none where there is none.
        pressure: Option<String>,
        /// In kilopascals where true, in millimetres of mercury where not.
        kilopascals: bool,
    },
    /// The link was lost; trying again.
    Reconnecting {
        /// Which attempt, from 1.
        attempt: u8,
    },
    /// The phone's Bluetooth is off: ask for it to be switched on. Nothing is lost meanwhile.
    WaitingForBluetooth,
    /// Asking whether the device has more.
    AskingAgain,
    /// Everything is here; hanging up.
    Finishing,
}

impl std::fmt::Debug for SyncProgress {
    /// Without a value: a reading must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Connecting => f.write_str("Connecting"),
            Self::ReadingClock => f.write_str("ReadingClock"),
            Self::Receiving { received, announced } => write!(f, "Receiving({received} of {announced:?})"),
            Self::Watching => f.write_str("Watching"),
            Self::Oxygen { signal, .. } => write!(f, "Oxygen({signal:?})"),
            Self::CuffPressure { .. } => f.write_str("CuffPressure"),
            Self::Reconnecting { attempt } => write!(f, "Reconnecting({attempt})"),
            Self::WaitingForBluetooth => f.write_str("WaitingForBluetooth"),
            Self::AskingAgain => f.write_str("AskingAgain"),
            Self::Finishing => f.write_str("Finishing"),
        }
    }
}

/// How good an oximeter's signal is: the first of these that is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum LiveSignal {
    /// The device or its sensor reports a fault.
    Fault,
    /// No finger is in the sensor, or it has slipped.
    NoFinger,
    /// Made up, for a demonstration or a test.
    Demonstration,
    /// There is no value yet.
    Searching,
    /// There is a value, and the device has doubts about it.
    Weak,
    /// There is a value, and no doubt.
    Good,
}

impl From<Signal> for LiveSignal {
    fn from(signal: Signal) -> Self {
        match signal {
            Signal::Fault => Self::Fault,
            Signal::NoFinger => Self::NoFinger,
            Signal::Demonstration => Self::Demonstration,
            Signal::Searching => Self::Searching,
            Signal::Weak => Self::Weak,
            Signal::Good => Self::Good,
        }
    }
}

impl From<Progress> for SyncProgress {
    fn from(progress: Progress) -> Self {
        match progress {
            Progress::Connecting => Self::Connecting,
            Progress::ReadingClock => Self::ReadingClock,
            Progress::Receiving { received, announced } => Self::Receiving { received, announced },
            Progress::Watching => Self::Watching,
            Progress::Live(Live::Oxygen(oxygen)) => Self::Oxygen {
                saturation: oxygen.saturation.map(|number| number.to_string()),
                pulse: oxygen.pulse.map(|number| number.to_string()),
                signal: oxygen.signal.into(),
            },
            Progress::Live(Live::CuffPressure(cuff)) => Self::CuffPressure {
                pressure: cuff.pressure.map(|number| number.to_string()),
                kilopascals: cuff.unit == Pressure::KPa,
            },
            Progress::LinkLostRetrying { attempt } => Self::Reconnecting { attempt },
            Progress::WaitingForAdapter => Self::WaitingForBluetooth,
            Progress::AskingAgain => Self::AskingAgain,
            Progress::Finishing => Self::Finishing,
        }
    }
}

/// How a conversation ended. Whatever came before is safe.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum SyncResult {
    /// All that the device wanted to give is safe.
    Complete {
        /// Records, repeats by the device included.
        records: u32,
        /// Records that the device said it had; more than `records` means that one is lost: tell the person.
        announced: Option<u32>,
        /// What shows that nothing was left, a stable word: `racp-count`, `racp-success`, `peer-ended`, `quiet`, `link-ended`.
        proof: String,
    },
    /// The link was lost and stayed so.
    LinkLost {
        /// Records.
        records: u32,
    },
    /// The device did not end its report, also not the second time.
    Unfinished {
        /// Records.
        records: u32,
        /// Records that the device said it had.
        announced: Option<u32>,
    },
    /// The device went on sending for longer than any memory takes.
    Unending {
        /// Records.
        records: u32,
    },
    /// The phone could not store a record: free space, and tell the person how many the device may have forgotten.
    NotStored {
        /// So many were in flight.
        in_flight: u32,
    },
    /// The device refused.
    Refused {
        /// Its ATT error code.
        att_error: u8,
        /// Whether pairing is what it asks for.
        needs_pairing: bool,
    },
    /// The device keeps nothing: it shows what it measures while it measures. Ask for it to be worn, and watch it.
    OnlyLive,
    /// The phone's Bluetooth was switched off, and stayed so: ask for it to be switched on, and try again.
    BluetoothOff {
        /// Records.
        records: u32,
    },
    /// The app may not use Bluetooth any more: ask for the permission, and try again.
    NotPermitted {
        /// Records.
        records: u32,
    },
    /// A person stopped it.
    Cancelled,
    /// The device is known now.
    Paired {
        /// Its id in the household.
        device: String,
    },
}

impl SyncResult {
    /// The end of a conversation that made no device known.
    pub(crate) fn of(outcome: &Outcome) -> Option<Self> {
        Some(match outcome {
            Outcome::Complete { proof: shown, records, announced } => {
                Self::Complete { records: *records, announced: *announced, proof: shown.name().to_owned() }
            }
            Outcome::LinkLost { records } => Self::LinkLost { records: *records },
            Outcome::ProcedureFailed { records, announced } => {
                Self::Unfinished { records: *records, announced: *announced }
            }
            Outcome::Unending { records } => Self::Unending { records: *records },
            Outcome::NotStored { in_flight } => {
                Self::NotStored { in_flight: u32::try_from(in_flight.len()).unwrap_or(u32::MAX) }
            }
            Outcome::Refused(error) => {
                Self::Refused { att_error: error.0, needs_pairing: error.needs_pairing() }
            }
            Outcome::OnlyLive => Self::OnlyLive,
            Outcome::AdapterOff { records } => Self::BluetoothOff { records: *records },
            Outcome::NotPermitted { records } => Self::NotPermitted { records: *records },
            Outcome::Cancelled => Self::Cancelled,
            Outcome::Paired(_) => return None,
        })
    }
}

impl RadioCommand {
    /// What goes to the radio; `None` for what never crosses the border.
    pub(crate) fn of(command: Command) -> Option<Self> {
        Some(match command {
            Command::Connect => Self::Connect,
            Command::Discover => Self::Discover,
            Command::Read { uuid } => Self::Read { uuid: uuid.to_string() },
            Command::Subscribe { uuid, how } => {
                Self::Subscribe { uuid: uuid.to_string(), indications: how == SubscribeHow::Indicate }
            }
            Command::Write { uuid, bytes } => Self::Write { uuid: uuid.to_string(), bytes },
            Command::SetTimer { id, after_ms } => Self::SetTimer { id, after_ms },
            Command::Report(progress) => Self::Report { progress: progress.into() },
            Command::Disconnect => Self::Disconnect,
            Command::Persist { .. } | Command::Done(_) => return None,
        })
    }
}
