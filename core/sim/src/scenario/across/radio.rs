//! A conversation with a device whose session runs behind the border.

use diary_core::device::{
    AttError, Command, DisconnectReason, Event, Outcome, PersistFailed, Progress, Proof, SubscribeHow, Uuid,
};
use diary_core::ports::Now;
use serde_json::{Value, json};

use super::super::error::Stopped;
use super::{Across, hex, unhex};
use crate::{Faults, Peripheral, RunReport, Talker, run};

/// The name of the object that a conversation goes through.
const TALK: &str = "talk";

/// Clocks as they cross.
pub(super) fn clocks(now: Now) -> Value {
    json!({"wall_ms": now.wall_ms, "monotonic_ns": now.monotonic_ns, "boot": hex(&now.boot)})
}

/// How a conversation ended, by what the border said.
pub(super) struct Talked {
    pub(super) report: RunReport,
    /// The result as it crossed; none where the program was killed.
    pub(super) result: Option<Value>,
}

impl Across<'_> {
    /// Lets a device talk with the conversation that the hands hold as `talk`.
    pub(super) fn talk(&mut self, device: &mut dyn Peripheral, faults: &Faults) -> Result<Talked, Stopped> {
        let clock = self.world.clock().clone();
        let mut over = Over { across: self, result: None, shown: 0, stopped: None };
        let mut sink = |_| Err(PersistFailed);
        let mut report = run(&mut over, device, &clock, &mut sink, faults, &mut |_| {});
        if let Some(stopped) = over.stopped {
            return Err(stopped);
        }
        report.shown = over.shown;
        Ok(Talked { report, result: over.result })
    }

    /// Begins a conversation by a call that gives one.
    pub(super) fn begin_talk(&mut self, function: &str, on: &str, with: Value) -> Result<(), Stopped> {
        self.must(function, Some(on), with, Some(TALK)).map(drop)
    }

    pub(super) fn end_talk(&mut self) -> Result<(), Stopped> {
        self.drop_held(|name| name == TALK)
    }
}

/// The side of a conversation that is over the border.
struct Over<'a, 'h> {
    across: &'a mut Across<'h>,
    result: Option<Value>,
    shown: u64,
    /// Why it cannot go on.
    stopped: Option<Stopped>,
}

impl Talker for Over<'_, '_> {
    fn handle(&mut self, event: Event, now: Now) -> Vec<Command> {
        if self.stopped.is_some() {
            return Vec::new();
        }
        self.handed(&event, now).unwrap_or_else(|why| {
            self.stopped = Some(why);
            vec![Command::Done(Outcome::Cancelled)]
        })
    }

    fn stores(&self) -> bool {
        true
    }
}

impl Over<'_, '_> {
    fn handed(&mut self, event: &Event, now: Now) -> Result<Vec<Command>, Stopped> {
        let with = json!({"event": crossing(event), "now": clocks(now)});
        let came = self.across.must("Sync.handle", Some(TALK), with, None)?;
        let commands = came.as_array().ok_or_else(strange)?;
        commands.iter().map(|command| self.command(command)).collect()
    }

    fn command(&mut self, command: &Value) -> Result<Command, Stopped> {
        let (name, with) = variant(command)?;
        let uuid = || text(with, "uuid")?.parse::<Uuid>().map_err(|_| strange());
        Ok(match name {
            "connect" => Command::Connect,
            "discover" => Command::Discover,
            "disconnect" => Command::Disconnect,
            "read" => Command::Read { uuid: uuid()? },
            "subscribe" => {
                let indications = with.get("indications").and_then(Value::as_bool).ok_or_else(strange)?;
                let how = if indications { SubscribeHow::Indicate } else { SubscribeHow::Notify };
                Command::Subscribe { uuid: uuid()?, how }
            }
            "write" => Command::Write { uuid: uuid()?, bytes: unhex(text(with, "bytes")?)? },
            "set-timer" => {
                let (id, after_ms) = (number(with, "id")?, number(with, "after_ms")?);
                Command::SetTimer { id: u32::try_from(id).map_err(|_| strange())?, after_ms }
            }
            "report" => {
                let (progress, _) = variant(with.get("progress").ok_or_else(strange)?)?;
                self.shown += u64::from(matches!(progress, "oxygen" | "cuff-pressure"));
                Command::Report(Progress::Watching)
            }
            "done" => {
                let result = with.get("result").ok_or_else(strange)?;
                self.result = Some(result.clone());
                Command::Done(outcome(result)?)
            }
            _ => return Err(strange()),
        })
    }
}

fn strange() -> Stopped {
    Stopped::Strange("Sync.handle".to_owned())
}

/// The name of a variant, and its fields.
pub(super) fn variant(value: &Value) -> Result<(&str, &Value), Stopped> {
    match value {
        Value::String(name) => Ok((name, &Value::Null)),
        Value::Object(one) => one.iter().next().map(|(name, with)| (name.as_str(), with)).ok_or_else(strange),
        _ => Err(strange()),
    }
}

fn text<'v>(of: &'v Value, field: &str) -> Result<&'v str, Stopped> {
    of.get(field).and_then(Value::as_str).ok_or_else(strange)
}

fn number(of: &Value, field: &str) -> Result<u64, Stopped> {
    of.get(field).and_then(Value::as_u64).ok_or_else(strange)
}

/// An event as it crosses.
fn crossing(event: &Event) -> Value {
    let refused = |result: &Result<(), AttError>| result.err().map(|error| error.0);
    match event {
        Event::Start => json!("start"),
        Event::Connected => json!("connected"),
        Event::ConnectFailed => json!("connect-failed"),
        Event::Disconnected { reason } => {
            let end = match reason {
                DisconnectReason::Peer => "device",
                DisconnectReason::LinkLost => "lost",
                DisconnectReason::Local => "phone",
                DisconnectReason::Other(_) | DisconnectReason::Unknown => "unknown",
            };
            json!({"disconnected": {"end": end}})
        }
        Event::Discovered { characteristics } => {
            let offered = characteristics.iter().map(|offered| {
                json!({
                    "uuid": offered.uuid.to_string(),
                    "readable": offered.readable,
                    "notify": offered.notify,
                    "indicate": offered.indicate,
                    "writable": offered.writable,
                })
            });
            json!({"discovered": {"characteristics": offered.collect::<Vec<_>>()}})
        }
        Event::ReadDone { uuid, result: Ok(bytes), asked } => {
            json!({"read-done": {"uuid": uuid.to_string(), "bytes": hex(bytes), "asked": clocks(*asked)}})
        }
        Event::ReadDone { uuid, result: Err(error), asked } => {
            json!({"read-refused": {"uuid": uuid.to_string(), "att_error": error.0, "asked": clocks(*asked)}})
        }
        Event::WriteDone { uuid, result } => {
            json!({"write-done": {"uuid": uuid.to_string(), "att_error": refused(result)}})
        }
        Event::Subscribed { uuid, result } => {
            json!({"subscribed": {"uuid": uuid.to_string(), "att_error": refused(result)}})
        }
        Event::Value { uuid, bytes } => json!({"value": {"uuid": uuid.to_string(), "bytes": hex(bytes)}}),
        Event::AdapterOff => json!("adapter-off"),
        Event::AdapterOn => json!("adapter-on"),
        Event::PermissionLost => json!("permission-lost"),
        Event::Timer { id } => json!({"timer": {"id": id}}),
        // What is stored is answered behind the border.
        Event::Persisted { .. } | Event::Cancel => json!("cancel"),
    }
}

/// How a conversation ended, in the core's words.
fn outcome(result: &Value) -> Result<Outcome, Stopped> {
    let (name, with) = variant(result)?;
    let count = |field| number(with, field).and_then(|count| u32::try_from(count).map_err(|_| strange()));
    let announced =
        || with.get("announced").and_then(Value::as_u64).and_then(|count| u32::try_from(count).ok());
    Ok(match name {
        "complete" => {
            let all =
                [Proof::RacpCount, Proof::RacpSuccess, Proof::PeerEnded, Proof::Quiet, Proof::LinkEnded];
            let said = text(with, "proof")?;
            let proof = all.into_iter().find(|proof| proof.name() == said).ok_or_else(strange)?;
            Outcome::Complete { proof, records: count("records")?, announced: announced() }
        }
        "link-lost" => Outcome::LinkLost { records: count("records")? },
        "unfinished" => Outcome::ProcedureFailed { records: count("records")?, announced: announced() },
        "unending" => Outcome::Unending { records: count("records")? },
        "bluetooth-off" => Outcome::AdapterOff { records: count("records")? },
        "not-permitted" => Outcome::NotPermitted { records: count("records")? },
        "not-stored" => Outcome::NotStored { in_flight: Vec::new() },
        "refused" => {
            let code = number(with, "att_error")?;
            Outcome::Refused(AttError(u8::try_from(code).map_err(|_| strange())?))
        }
        "only-live" => Outcome::OnlyLive,
        // That a device is known now says its result.
        "cancelled" | "paired" => Outcome::Cancelled,
        _ => return Err(strange()),
    })
}
