//! The lines of a trace.

use diary_core::device::{AttError, Characteristic, DisconnectReason, Event, Uuid};
use diary_core::household::Description;
use diary_core::ports::Now;
use serde::{Deserialize, Serialize};

/// The version of the form.
pub(super) const FORM: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) trace: u32,
    pub(super) session: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) live: bool,
    pub(super) identity: String,
    pub(super) manufacturer: Option<String>,
    pub(super) model: Option<String>,
    pub(super) kinds: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_false(value: &bool) -> bool {
    !*value
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    pub(super) at: Clocks,
    pub(super) event: Told,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Clocks {
    wall_ms: i64,
    monotonic_ns: u64,
    boot: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Told {
    Start,
    Connected,
    ConnectFailed,
    Disconnected { reason: Reason },
    Discovered { characteristics: Vec<Offered> },
    Read { uuid: String, asked: Clocks, answer: Answer },
    Written { uuid: String, answer: Answer },
    Subscribed { uuid: String, answer: Answer },
    Value { uuid: String, bytes: String },
    Persisted { ticket: u32 },
    Timer { id: u32 },
    Cancel,
    AdapterOff,
    AdapterOn,
    PermissionLost,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Reason {
    Peer,
    LinkLost,
    Local,
    Unknown,
    Other(u8),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Answer {
    Bytes(String),
    Done,
    Refused(u8),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "the property bits of the declaration, each on its own")]
pub(super) struct Offered {
    uuid: String,
    readable: bool,
    notify: bool,
    indicate: bool,
    writable: bool,
}

pub(super) fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()
}

impl Clocks {
    pub(super) fn of(now: Now) -> Self {
        Self { wall_ms: now.wall_ms, monotonic_ns: now.monotonic_ns, boot: hex(&now.boot) }
    }

    pub(super) fn read(&self) -> Option<Now> {
        let boot = unhex(&self.boot)?.try_into().ok()?;
        Some(Now { wall_ms: self.wall_ms, monotonic_ns: self.monotonic_ns, boot })
    }
}

impl Answer {
    fn bytes(result: &Result<Vec<u8>, AttError>) -> Self {
        match result {
            Ok(bytes) => Self::Bytes(hex(bytes)),
            Err(error) => Self::Refused(error.0),
        }
    }

    fn done(result: Result<(), AttError>) -> Self {
        result.map_or_else(|error| Self::Refused(error.0), |()| Self::Done)
    }

    fn read(&self) -> Option<Result<Vec<u8>, AttError>> {
        match self {
            Self::Bytes(bytes) => Some(Ok(unhex(bytes)?)),
            Self::Refused(code) => Some(Err(AttError(*code))),
            Self::Done => None,
        }
    }

    fn read_done(&self) -> Option<Result<(), AttError>> {
        match self {
            Self::Done => Some(Ok(())),
            Self::Refused(code) => Some(Err(AttError(*code))),
            Self::Bytes(_) => None,
        }
    }
}

impl Told {
    pub(super) fn of(event: &Event) -> Self {
        match event {
            Event::Start => Self::Start,
            Event::Connected => Self::Connected,
            Event::ConnectFailed => Self::ConnectFailed,
            Event::Disconnected { reason } => Self::Disconnected {
                reason: match reason {
                    DisconnectReason::Peer => Reason::Peer,
                    DisconnectReason::LinkLost => Reason::LinkLost,
                    DisconnectReason::Local => Reason::Local,
                    DisconnectReason::Unknown => Reason::Unknown,
                    DisconnectReason::Other(code) => Reason::Other(*code),
                },
            },
            Event::Discovered { characteristics } => Self::Discovered {
                characteristics: characteristics
                    .iter()
                    .map(|offered| Offered {
                        uuid: offered.uuid.to_string(),
                        readable: offered.readable,
                        notify: offered.notify,
                        indicate: offered.indicate,
                        writable: offered.writable,
                    })
                    .collect(),
            },
            Event::ReadDone { uuid, result, asked } => Self::Read {
                uuid: uuid.to_string(),
                asked: Clocks::of(*asked),
                answer: Answer::bytes(result),
            },
            Event::WriteDone { uuid, result } => {
                Self::Written { uuid: uuid.to_string(), answer: Answer::done(*result) }
            }
            Event::Subscribed { uuid, result } => {
                Self::Subscribed { uuid: uuid.to_string(), answer: Answer::done(*result) }
            }
            Event::Value { uuid, bytes } => Self::Value { uuid: uuid.to_string(), bytes: hex(bytes) },
            Event::Persisted { ticket, .. } => Self::Persisted { ticket: *ticket },
            Event::Timer { id } => Self::Timer { id: *id },
            Event::Cancel => Self::Cancel,
            Event::AdapterOff => Self::AdapterOff,
            Event::AdapterOn => Self::AdapterOn,
            Event::PermissionLost => Self::PermissionLost,
        }
    }

    pub(super) fn read(self) -> Option<Event> {
        let uuid = |text: &str| text.parse::<Uuid>().ok();
        Some(match self {
            Self::Start => Event::Start,
            Self::Connected => Event::Connected,
            Self::ConnectFailed => Event::ConnectFailed,
            Self::Disconnected { reason } => Event::Disconnected {
                reason: match reason {
                    Reason::Peer => DisconnectReason::Peer,
                    Reason::LinkLost => DisconnectReason::LinkLost,
                    Reason::Local => DisconnectReason::Local,
                    Reason::Unknown => DisconnectReason::Unknown,
                    Reason::Other(code) => DisconnectReason::Other(code),
                },
            },
            Self::Discovered { characteristics } => {
                let read = characteristics.into_iter().map(|offered| {
                    Some(Characteristic {
                        uuid: uuid(&offered.uuid)?,
                        readable: offered.readable,
                        notify: offered.notify,
                        indicate: offered.indicate,
                        writable: offered.writable,
                    })
                });
                Event::Discovered { characteristics: read.collect::<Option<_>>()? }
            }
            Self::Read { uuid: name, asked, answer } => {
                Event::ReadDone { uuid: uuid(&name)?, result: answer.read()?, asked: asked.read()? }
            }
            Self::Written { uuid: name, answer } => {
                Event::WriteDone { uuid: uuid(&name)?, result: answer.read_done()? }
            }
            Self::Subscribed { uuid: name, answer } => {
                Event::Subscribed { uuid: uuid(&name)?, result: answer.read_done()? }
            }
            Self::Value { uuid: name, bytes } => Event::Value { uuid: uuid(&name)?, bytes: unhex(&bytes)? },
            // Whether it is stored is for the replay's own store to say.
            Self::Persisted { ticket } => Event::Persisted { ticket, result: Ok(()) },
            Self::Timer { id } => Event::Timer { id },
            Self::Cancel => Event::Cancel,
            Self::AdapterOff => Event::AdapterOff,
            Self::AdapterOn => Event::AdapterOn,
            Self::PermissionLost => Event::PermissionLost,
        })
    }
}

impl Head {
    pub(super) fn of(session: [u8; 16], live: bool, device: &Description) -> Self {
        Self {
            trace: FORM,
            session: hex(&session),
            live,
            identity: device.identity.clone(),
            manufacturer: device.manufacturer.clone(),
            model: device.model.clone(),
            kinds: device.kinds.clone(),
        }
    }
}

impl Line {
    pub(super) fn of(event: &Event, at: Now) -> Self {
        Self { at: Clocks::of(at), event: Told::of(event) }
    }
}
