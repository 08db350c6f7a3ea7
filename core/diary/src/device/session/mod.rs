//! One synchronisation with one device, as a state machine without I/O.
//!
//! The machine gets [`Event`]s with the phone's clocks at the moment they happened, and answers with [`Command`]s. It
//! reads no clock, opens nothing and waits for nothing, so that it behaves alike over every radio, over the simulator
//! and over a recorded run.
//!
//! # Durable first, and what that can and cannot do
//!
//! Operating systems confirm an indication **before** the callback: `BlueZ`, Android and iOS send the ATT confirmation
//! themselves, and no app can hold it back. So when a record reaches this machine, the device may already have
//! forgotten it. Two rules follow.
//!
//! - A value is accepted in any state, before the link counts as connected and after the session is done, and the
//!   first thing that happens to it is [`Command::Persist`].
//! - While a [`Command::Persist`] is unanswered, no command goes out that could make a device give, and then forget,
//!   more: no connection, no read, no subscription, no write, and no hanging up. If the store refuses, the session
//!   hangs up at once and asks for nothing more.
//!
//! What is left is what lies between the system's confirmation and the store: one record as long as the platform hands
//! values in faster than the device sends them, more if its callbacks queue up. Where a device counts its records,
//! [`Outcome::Complete`] shows such a loss.
//!
//! # The order on a link
//!
//! Connect, settle, discover; read the clock, because subscribing starts the burst on many cuffs and the clock tells
//! what their stamps mean; subscribe; for stored oximetry count, then report all; take over until the end; last, ask
//! the device about itself, and hang up. The clock is never written and nothing is ever deleted.
//!
//! # The end
//!
//! The device hangs up; or is silent for [`Profile::quiet_ms`] after a record, or [`Profile::empty_ms`] without one; or
//! ends its procedure, and [`Profile::linger_ms`] pass. A lost link is brought up again inside the same session, after
//! 1, 2, 4 … s. Timers are hints: a late, missing or repeated one changes no stored record.
//!
//! A device that is still sending after [`Profile::longest_ms`] never comes to an end: what came is kept, and the session
//! hangs up.
//!
//! A live session ends when a person cancels it, the device hangs up, or nobody is there for [`Profile::idle_ms`]: no finger
//! in the oximeter, no air in the cuff, no record. From a device that only measures blood pressure, the record itself ends
//! it, after [`Profile::quiet_ms`].
//!
//! # Streams
//!
//! A live session first does what a synchronisation does, and subscribes to what is live only then, so that no stream
//! delays a record. Which characteristic is a stream is data ([`wire::class`]). Its values are gathered into a [`Segment`]
//! of at most ten seconds, which is one [`Command::Persist`]; it is closed early by the end of the link, of the session, by
//! a person who cancels, and by its size. What is live and no stream, the pressure in a cuff, is only shown. Neither counts
//! as a record, nor keeps a burst going.
//!
//! Some platforms do not tell a device that hangs up from one that is lost (`BlueZ` before 5.83). The link is brought up
//! again then, in case it was lost: if that brings nothing more, or the device does not answer any more, it had hung up.
//!
//! # The phone's own Bluetooth
//!
//! An adapter that is switched off in the middle takes every link down and answers nothing, and coming back into reach does not
//! help: the session waits for it, for [`Profile::adapter_ms`], without using up an attempt. A permission that is withdrawn ends
//! the session. Both have an outcome of their own, because a person has to do something other than come nearer.
//!
//! # Pairing
//!
//! The first read or subscription that needs a paired link fails with
//! [`AttError::INSUFFICIENT_AUTHENTICATION`] on platforms that do not pair by themselves. The shell starts pairing when
//! it sees that error and hands it in once pairing is over; the session then tries the same operation once more.

mod adapter;
mod events;
mod link;
mod live;
mod plan;
mod procedure;
#[cfg(test)]
mod tests;
mod timers;
mod values;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub use events::{
    AttError, Characteristic, Command, DisconnectReason, Event, Outcome, Paired, PersistFailed, Progress,
    Proof, SubscribeHow,
};
use plan::Step;
use procedure::Procedure;
use timers::{Alarm, Armed};

use super::{Identity, Kind, Live, Mode, Profile, Segment, Uuid, wire, wire::RecordRequest};
use crate::ports::Now;
use live::Watched;

/// How long to wait for the platform to say that the link is down, after asking for it.
const HANG_UP_MS: u64 = 5_000;

/// One synchronisation, or one pairing, with one device.
#[derive(Debug)]
pub struct Session {
    profile: Profile,
    id: [u8; 16],
    phase: Phase,
    link: Link,
    /// What is still to do on this link.
    queue: VecDeque<Step>,
    /// The operation on the link that waits for its answer.
    operation: Option<Operation>,
    /// What the session waits for besides operations.
    waiting: Option<Waiting>,
    /// An operation was repeated on this link because pairing came in between.
    paired_in_between: bool,
    procedure: Procedure,
    /// Shown by this link: nothing was left on the device.
    proof: Option<Proof>,
    /// A link on which every subscription stood has ended, and the platform did not say why.
    ended_unknown: bool,
    attempts: u8,
    /// The phone's Bluetooth is off.
    no_adapter: bool,
    /// When this link came up.
    up_since: Option<Now>,
    timer: Option<Armed>,
    next_timer: u32,
    next_arrival: u32,
    /// Unanswered tickets, and whether each is a record.
    unanswered: BTreeMap<u32, bool>,
    failed: BTreeSet<u32>,
    /// Records handed to the store, durable ones, and those of this link.
    handed: u32,
    durable: u32,
    on_this_link: u32,
    /// The open segment of each stream.
    segments: BTreeMap<Uuid, Segment>,
    watched: Watched,
    kinds: Vec<Kind>,
    /// What the device said of itself, while pairing.
    said: BTreeMap<Uuid, Vec<u8>>,
    out: Vec<Command>,
    recorder: Option<Recorder>,
}

/// Hears of an event, with its clocks.
pub type Hears = Box<dyn FnMut(&Event, Now) + Send>;

/// Somebody who wants to have everything that is handed in.
struct Recorder(Hears);

impl core::fmt::Debug for Recorder {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Recorder")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Idle,
    Running,
    /// Waiting to connect again.
    Pausing,
    Closing(End),
    Done,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Complete,
    LinkLost,
    ProcedureFailed,
    Unending,
    NotStored,
    Refused(AttError),
    OnlyLive,
    AdapterOff,
    NotPermitted,
    Cancelled,
    Paired,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    Down,
    ComingUp,
    Up,
    GoingDown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operation {
    Discover,
    Read(Uuid),
    Subscribe(Uuid, SubscribeHow),
    Write(RecordRequest),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Waiting {
    /// Some milliseconds, then on.
    Pause(u64),
    /// The answer of the control point.
    Answer(RecordRequest),
    /// Records of a device without end marker.
    Burst,
    /// What may still come after the procedure ended.
    Linger,
    /// What is measured at this moment.
    Live,
}

impl Session {
    /// A session that has not begun. `session_id` is random and names the session in all its items.
    pub fn new(profile: Profile, session_id: [u8; 16]) -> Self {
        Self {
            profile,
            id: session_id,
            phase: Phase::Idle,
            link: Link::Down,
            queue: VecDeque::new(),
            operation: None,
            waiting: None,
            paired_in_between: false,
            procedure: Procedure::default(),
            proof: None,
            ended_unknown: false,
            attempts: 0,
            no_adapter: false,
            up_since: None,
            timer: None,
            next_timer: 0,
            next_arrival: 0,
            unanswered: BTreeMap::new(),
            failed: BTreeSet::new(),
            handed: 0,
            durable: 0,
            on_this_link: 0,
            segments: BTreeMap::new(),
            watched: Watched::default(),
            kinds: Vec::new(),
            said: BTreeMap::new(),
            out: Vec::new(),
            recorder: None,
        }
    }

    /// Tells of everything that is handed in from now on, before it counts, so that the same session can be run again without a
    /// device. It holds readings.
    pub fn record_with(&mut self, hears: Hears) {
        self.recorder = Some(Recorder(hears));
    }

    /// Takes an event and says what to do. `now` is the phone's clocks when the event happened, not when it is handed
    /// in. Any event may come at any time; one that fits nothing is ignored, unless it carries a value.
    pub fn handle(&mut self, event: Event, now: Now) -> Vec<Command> {
        if let Some(Recorder(hears)) = &mut self.recorder {
            hears(&event, now);
        }
        match event {
            Event::Start => self.start(now),
            Event::Connected => self.connected(now),
            Event::ConnectFailed => self.connect_failed(now),
            Event::Disconnected { reason } => self.link_ended(Some(reason), now),
            Event::Discovered { characteristics } => self.discovered(&characteristics),
            Event::ReadDone { uuid, result, asked } => self.read_done(uuid, result, asked, now),
            Event::WriteDone { uuid, result } => self.write_done(uuid, result, now),
            Event::Subscribed { uuid, result } => self.subscribed(uuid, result),
            Event::Value { uuid, bytes } => self.value(uuid, bytes, now),
            Event::Persisted { ticket, result } => self.persisted(ticket, result, now),
            Event::Timer { id } => self.timer(id, now),
            Event::Cancel => self.close(End::Cancelled),
            Event::AdapterOff => self.adapter_off(now),
            Event::AdapterOn => self.adapter_on(),
            Event::PermissionLost => self.permission_lost(),
        }
        self.go_on(now);
        core::mem::take(&mut self.out)
    }

    /// Issues whatever may go out now.
    fn go_on(&mut self, now: Now) {
        self.close_full_segments(now);
        if self.phase == Phase::Running && self.unanswered.is_empty() {
            match self.link {
                Link::Down if self.no_adapter => {}
                Link::Down => {
                    self.report(Progress::Connecting);
                    self.out.push(Command::Connect);
                    self.link = Link::ComingUp;
                }
                Link::Up => self.next_step(now),
                Link::ComingUp | Link::GoingDown => {}
            }
        }
        if let Phase::Closing(end) = self.phase {
            self.go_on_closing(end, now);
        }
    }

    fn next_step(&mut self, now: Now) {
        if self.operation.is_some() || self.waiting.is_some() {
            return;
        }
        match self.queue.pop_front() {
            Some(step) => self.issue(step, now),
            None if self.profile.mode == Mode::Pair => self.close(End::Paired),
            None => self.close(End::Complete),
        }
    }

    fn go_on_closing(&mut self, end: End, now: Now) {
        // A store that refuses is the one reason to hang up at once: each further value would be lost as well.
        let may_hang_up = self.unanswered.is_empty() || end == End::NotStored;
        if matches!(self.link, Link::Up | Link::ComingUp) && may_hang_up {
            self.out.push(Command::Disconnect);
            self.link = Link::GoingDown;
            self.arm(Alarm::HangUp, HANG_UP_MS, now);
        }
        if self.link == Link::Down && self.unanswered.is_empty() {
            self.phase = Phase::Done;
            self.timer = None;
            let outcome = self.outcome(end);
            self.out.push(Command::Done(outcome));
        }
    }

    fn outcome(&self, end: End) -> Outcome {
        let records = self.durable;
        let announced = self.procedure.announced;
        match end {
            End::Complete => {
                let proof = match self.proof.unwrap_or(Proof::Quiet) {
                    Proof::RacpSuccess if announced == Some(records) => Proof::RacpCount,
                    other => other,
                };
                Outcome::Complete { proof, records, announced }
            }
            End::LinkLost => Outcome::LinkLost { records },
            End::ProcedureFailed => Outcome::ProcedureFailed { records, announced },
            End::Unending => Outcome::Unending { records },
            End::NotStored => Outcome::NotStored { in_flight: self.failed.iter().copied().collect() },
            End::Refused(error) => Outcome::Refused(error),
            End::OnlyLive => Outcome::OnlyLive,
            End::AdapterOff => Outcome::AdapterOff { records },
            End::NotPermitted => Outcome::NotPermitted { records },
            End::Cancelled => Outcome::Cancelled,
            End::Paired => Outcome::Paired(self.paired()),
        }
    }

    /// Ends the session; the first reason stands, except that a refusing store outweighs every other.
    fn close(&mut self, end: End) {
        match self.phase {
            Phase::Done => return,
            Phase::Closing(_) if end != End::NotStored => return,
            _ => {
                self.end_recording(end);
                self.phase = Phase::Closing(end);
            }
        }
        if end == End::Complete {
            self.report(Progress::Finishing);
        }
        self.queue.clear();
        self.operation = None;
        self.waiting = None;
        if self.link != Link::GoingDown {
            self.timer = None;
        }
    }

    fn start(&mut self, now: Now) {
        if self.phase == Phase::Idle {
            self.phase = Phase::Running;
            if self.no_adapter {
                self.await_adapter(now);
            }
        }
    }

    fn report(&mut self, progress: Progress) {
        self.out.push(Command::Report(progress));
    }

    fn report_receiving(&mut self) {
        let (received, announced) = (self.durable, self.procedure.announced);
        self.report(Progress::Receiving { received, announced });
    }
}
