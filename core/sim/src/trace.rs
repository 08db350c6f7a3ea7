//! A session as it was: everything that was handed in, to be run again without a device.
//!
//! A file of JSON lines. The first says what the device is; each further one is an event with the phone's clocks. A
//! replay hands the same events to a new session, makes its items durable anew, and comes to the same end. With
//! [`Trace::mask`] nothing personal is left: serial numbers, pressures, pulses and saturations are replaced, stamps and clocks
//! stay, because they are what a session is looked at for.

use diary_core::device::{
    AttError, Characteristic, Command, DisconnectReason, Event, Identity, Outcome, PersistFailed, Received,
    Session, Uuid, wire,
};
use diary_core::household::Description;
use diary_core::ports::Now;
use serde::{Deserialize, Serialize};

/// The version of the form.
const FORM: u32 = 1;

/// What a session was handed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The session's random name.
    pub session: [u8; 16],
    /// Whether it was a live session.
    pub live: bool,
    /// What was known of the device.
    pub device: Description,
    /// The events in their order.
    pub events: Vec<(Event, Now)>,
}

/// A file is no trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is not of a recorded session; nothing was taken over")]
pub struct NotATrace {
    /// The line, from 1.
    pub line: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    trace: u32,
    session: String,
    #[serde(default, skip_serializing_if = "is_false")]
    live: bool,
    identity: String,
    manufacturer: Option<String>,
    model: Option<String>,
    kinds: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_false(value: &bool) -> bool {
    !*value
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    at: Clocks,
    event: Told,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Clocks {
    wall_ms: i64,
    monotonic_ns: u64,
    boot: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Told {
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
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reason {
    Peer,
    LinkLost,
    Local,
    Unknown,
    Other(u8),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Bytes(String),
    Done,
    Refused(u8),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "the property bits of the declaration, each on its own")]
struct Offered {
    uuid: String,
    readable: bool,
    notify: bool,
    indicate: bool,
    writable: bool,
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()
}

impl Clocks {
    fn of(now: Now) -> Self {
        Self { wall_ms: now.wall_ms, monotonic_ns: now.monotonic_ns, boot: hex(&now.boot) }
    }

    fn read(&self) -> Option<Now> {
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
    fn of(event: &Event) -> Self {
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
        }
    }

    fn read(self) -> Option<Event> {
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
        })
    }
}

impl Trace {
    /// As a file has it: a JSON object a line.
    ///
    /// # Errors
    /// What the writer says.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        let head = Head {
            trace: FORM,
            session: hex(&self.session),
            live: self.live,
            identity: self.device.identity.clone(),
            manufacturer: self.device.manufacturer.clone(),
            model: self.device.model.clone(),
            kinds: self.device.kinds.clone(),
        };
        let mut text = serde_json::to_string(&head)?;
        for (event, at) in &self.events {
            text.push('\n');
            text += &serde_json::to_string(&Line { at: Clocks::of(*at), event: Told::of(event) })?;
        }
        text.push('\n');
        Ok(text)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`NotATrace`], with the line.
    pub fn from_text(text: &str) -> Result<Self, NotATrace> {
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let (_, first) = lines.next().ok_or(NotATrace { line: 1 })?;
        let head: Head = serde_json::from_str(first).map_err(|_| NotATrace { line: 1 })?;
        let session = unhex(&head.session).and_then(|bytes| bytes.try_into().ok());
        let session = session.filter(|_| head.trace == FORM).ok_or(NotATrace { line: 1 })?;
        let events = lines.map(|(number, line)| {
            let not = NotATrace { line: number + 1 };
            let Line { at, event } = serde_json::from_str(line).map_err(|_| not)?;
            Ok((event.read().ok_or(not)?, at.read().ok_or(not)?))
        });
        let device = Description {
            identity: head.identity,
            manufacturer: head.manufacturer,
            model: head.model,
            kinds: head.kinds,
        };
        Ok(Self { session, live: head.live, device, events: events.collect::<Result<_, _>>()? })
    }

    /// Replaces what is personal: who the device is, and what it measured.
    pub fn mask(&mut self) {
        let masked = Identity::SerialAndModel {
            serial: "masked".to_owned(),
            model: self.device.model.clone().unwrap_or_default(),
        };
        self.device.identity = masked.to_string();
        for (event, _) in &mut self.events {
            match event {
                Event::Value { uuid, bytes } | Event::ReadDone { uuid, result: Ok(bytes), .. } => {
                    mask(*uuid, bytes);
                }
                _ => {}
            }
        }
    }

    /// Runs the session again: `sink` makes its items durable, or refuses.
    pub fn replay(&self, sink: &mut dyn FnMut(Received) -> Result<(), PersistFailed>) -> Option<Outcome> {
        let profile = self.device.profile();
        let mut session = Session::new(if self.live { profile.live() } else { profile }, self.session);
        let mut outcome = None;
        let mut stored = std::collections::BTreeMap::new();
        for (event, at) in &self.events {
            let event = match event {
                Event::Persisted { ticket, .. } => {
                    let Some(result) = stored.remove(ticket) else { continue };
                    Event::Persisted { ticket: *ticket, result }
                }
                other => other.clone(),
            };
            for command in session.handle(event, *at) {
                match command {
                    Command::Persist { ticket, item } => {
                        stored.insert(ticket, sink(item));
                    }
                    Command::Done(done) => outcome = Some(done),
                    _ => {}
                }
            }
        }
        outcome
    }
}

/// 120/80, mean 93 and no pulse in a cuff's frame, 100 while it inflates; 97 % and 60 in an oximeter's; nothing where a number names the unit.
fn mask(uuid: Uuid, bytes: &mut [u8]) {
    match uuid {
        wire::BLOOD_PRESSURE => {
            put(bytes, 1, &[120, 0, 80, 0, 93, 0]);
            // Behind the stamp, where there is one: flag b1. One cuff turns the two bytes round.
            let stamped = bytes.first().is_some_and(|flags| flags & 2 != 0);
            put(bytes, if stamped { 14 } else { 7 }, &[0, 0]);
        }
        wire::SPOT_CHECK => put(bytes, 1, &[97, 0, 60, 0]),
        wire::CONTINUOUS_OXIMETRY => {
            // A value that is none stays so: that a finger is out is no reading. Then the fast and the slow averages, where
            // there are some: flags b0 and b1.
            let averages = bytes.first().map_or(1, |flags| 1 + (flags & 3).count_ones() as usize);
            for average in 0..averages {
                for (at, mask) in [(1, 97), (3, 60)] {
                    let at = at + 4 * average;
                    if bytes.get(at..at + 2).is_some_and(|word| word != [0xFF, 0x07]) {
                        put(bytes, at, &[mask, 0]);
                    }
                }
            }
        }
        wire::CUFF_PRESSURE => put(bytes, 1, &[100, 0]),
        wire::SYSTEM_ID => bytes.fill(0),
        wire::SERIAL_NUMBER => bytes.fill(b'0'),
        _ => {}
    }
}

fn put(bytes: &mut [u8], at: usize, with: &[u8]) {
    for (to, from) in bytes.iter_mut().skip(at).zip(with) {
        *to = *from;
    }
}

#[cfg(test)]
mod tests {
    use diary_core::device::{Profile, models};

    use super::*;
    use crate::{Faults, SimClock, by_name, frames, run};

    /// A session with a cut in it, its items and its trace.
    fn recorded(name: &str) -> (Vec<Received>, Option<Outcome>, Trace) {
        recorded_as(name, false)
    }

    fn recorded_as(name: &str, live: bool) -> (Vec<Received>, Option<Outcome>, Trace) {
        let mut device = by_name(name, 1_795_435_200_000, 0).unwrap();
        let model = models::find(device.name()).unwrap();
        let device_said = Description {
            identity: "serial:42:X".to_owned(),
            manufacturer: Some(model.maker.to_owned()),
            model: Some(model.names[0].to_owned()),
            kinds: model.kinds.iter().map(|kind| kind.name().to_owned()).collect(),
        };
        assert_eq!(device_said.profile(), Profile::sync_with(model));
        let profile = device_said.profile();
        let mut session = Session::new(if live { profile.live() } else { profile }, [5; 16]);
        session.keep_record();
        let mut items = Vec::new();
        let clock = SimClock::new(1_795_435_200_000, "Europe/London");
        let faults = Faults { cut_after_records: vec![2], store_ms: 20, ..Faults::default() };
        let mut sink = |item| {
            items.push(item);
            Ok(())
        };
        let report = run(&mut session, &mut *device, &clock, &mut sink, &faults, &mut |_| {});
        let events = session.take_record();
        (items, report.outcome, Trace { session: [5; 16], live, device: device_said, events })
    }

    #[test]
    fn a_session_runs_again_to_the_same_items_and_end() {
        for name in crate::NAMES {
            let (items, outcome, trace) = recorded(name);
            let read = Trace::from_text(&trace.to_text().unwrap()).unwrap();
            assert_eq!(read.device, trace.device);
            let mut again = Vec::new();
            let mut sink = |item| {
                again.push(item);
                Ok(())
            };
            assert_eq!(read.replay(&mut sink), outcome, "{name}");
            assert_eq!(again, items, "{name}");
        }
    }

    #[test]
    fn a_masked_trace_holds_no_reading_and_no_number_of_the_device() {
        for name in crate::NAMES {
            let (items, outcome, mut trace) = recorded(name);
            trace.mask();
            let text = trace.to_text().unwrap();
            assert!(!text.contains("serial:42"), "{name}");
            for item in items.iter().filter(|item| item.what == diary_core::device::What::Record) {
                assert!(!text.contains(&hex(&item.bytes)), "{name}");
            }
            let mut frames_again = Vec::new();
            let mut sink = |item: Received| {
                frames_again.push(item);
                Ok(())
            };
            assert_eq!(trace.replay(&mut sink), outcome, "{name}");
            // Stamps stay, so that a clock can be looked at.
            let stamp = |item: &Received| frames::cuff_stamp(&item.bytes);
            assert_eq!(
                frames_again.iter().map(stamp).collect::<Vec<_>>(),
                items.iter().map(stamp).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn a_live_session_runs_again_and_masked_holds_no_value() {
        let (items, outcome, mut trace) = recorded_as("nonin", true);
        let segments = |items: &[Received]| {
            items.iter().filter(|item| item.what == diary_core::device::What::Segment).count()
        };
        assert!(segments(&items) > 9);
        let read = Trace::from_text(&trace.to_text().unwrap()).unwrap();
        assert!(read.live);
        let replay = |trace: &Trace| {
            let mut again = Vec::new();
            let mut sink = |item: Received| {
                again.push(item);
                Ok(())
            };
            let ended = trace.replay(&mut sink);
            (again, ended)
        };
        assert_eq!(replay(&read), (items, outcome.clone()));
        trace.mask();
        let text = trace.to_text().unwrap();
        for value in [(95, 64), (97, 64)] {
            assert!(!text.contains(&hex(&frames::continuous(Some(value)))));
        }
        assert!(text.contains(&hex(&frames::continuous(None))), "that there was no finger stays");
        let (again, ended) = replay(&trace);
        assert_eq!((segments(&again), ended), (segments(&recorded_as("nonin", true).0), outcome));
    }

    #[test]
    fn a_file_that_is_no_trace_is_refused_by_its_line() {
        let (_, _, trace) = recorded("and");
        let text = trace.to_text().unwrap();
        assert_eq!(Trace::from_text(""), Err(NotATrace { line: 1 }));
        assert_eq!(Trace::from_text(&text.replace("\"trace\":1", "\"trace\":2")), Err(NotATrace { line: 1 }));
        let odd = text.replacen("\"connected\"", "\"landed\"", 1);
        assert_eq!(Trace::from_text(&odd), Err(NotATrace { line: 3 }));
    }
}
