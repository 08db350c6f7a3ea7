//! The stack between a session and a device, on virtual time, with faults.

use std::collections::BTreeMap;

use diary_core::{
    device::{
        Command, DisconnectReason, Event, Outcome, PersistFailed, Progress, Received, Session, Uuid, What,
        wire,
    },
    ports::{Clock, Now},
};

use crate::{Motion, Peripheral, SimClock};

// How long things take on a link, milliseconds. A value can overtake the answer to the request that caused it, as
// it does on real stacks.
const CONNECT_MS: u64 = 300;
const ANSWER_MS: u64 = 30;
const AIR_MS: u64 = 15;
const CALLBACK_MS: u64 = 5;
const BETWEEN_INDICATIONS_MS: u64 = 30;
const BETWEEN_FAST_INDICATIONS_MS: u64 = 1;

/// A run that has not come to an end after so many steps never will.
const MANY_STEPS: u64 = 1_000_000;

/// When the phone's stack confirms an indication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Confirm {
    /// Before the app hears of it, as `BlueZ`, Android and iOS do.
    #[default]
    BeforeDelivery,
    /// Once the app has stored it, as a stack under the app's own control could.
    AfterPersist,
}

/// What goes wrong in a run. Every exchange is a step: a command, an event, a frame on the air, a confirmation; steps
/// count from 1.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    /// Steps at which the link is cut, if it is up then.
    pub cut_at: Vec<u64>,
    /// Numbers of stored records, counted from 1 over the run, after which the link is cut.
    pub cut_after_records: Vec<u32>,
    /// Whether values that the phone has when the link is cut still reach the app. If not, the stack forgets them: the
    /// worst case.
    pub queued_survive: bool,
    /// How many connection attempts fail before one succeeds.
    pub connects_fail: u32,
    /// Which stores are refused, counted from 0.
    pub persist_fails_at: Vec<u64>,
    /// How long a store takes, milliseconds.
    pub store_ms: u64,
    /// Step at which the app is killed.
    pub drop_process_at: Option<u64>,
    /// When indications are confirmed.
    pub confirm: Confirm,
    /// The device sends faster than the phone hands values to the app, so that several confirmed ones can wait there.
    pub fast_device: bool,
}

/// What happened in a run.
#[derive(Debug, Clone, Default)]
pub struct RunReport {
    /// How the session ended; `None` if the app was killed, or nothing could happen any more.
    pub outcome: Option<Outcome>,
    /// Steps taken.
    pub steps: u64,
    /// Records that reached the store, repeats by the device included.
    pub records: u32,
    /// Times the link was cut.
    pub cuts: u32,
    /// Records that were confirmed to the device and did not reach the store: what the window between the system's
    /// confirmation and the store has cost.
    pub in_window: Vec<Vec<u8>>,
    /// Everything written to the device.
    pub writes: Vec<(Uuid, Vec<u8>)>,
    /// What was subscribed to, on each link anew.
    pub subscriptions: Vec<Uuid>,
    /// Names of the commands, without values, in their order.
    pub commands: Vec<String>,
}

/// Lets a session take over what a device holds.
///
/// `sink` makes an item durable or refuses; `clock` moves on by itself. The device keeps its state, so a second run
/// with a new session goes on where the first one ended.
pub fn run(
    session: &mut Session,
    device: &mut dyn Peripheral,
    clock: &SimClock,
    sink: &mut dyn FnMut(Received) -> Result<(), PersistFailed>,
    faults: &Faults,
    progress: &mut dyn FnMut(&Progress),
) -> RunReport {
    let drive = Drive {
        session,
        device,
        clock,
        sink,
        faults,
        progress,
        report: RunReport::default(),
        agenda: BTreeMap::new(),
        sequence: 0,
        now_ms: 0,
        link: false,
        connects_fail: faults.connects_fail,
        unconfirmed: false,
        confirms: None,
        stores: 0,
        killed: false,
    };
    drive.run()
}

struct Drive<'a> {
    session: &'a mut Session,
    device: &'a mut dyn Peripheral,
    clock: &'a SimClock,
    sink: &'a mut dyn FnMut(Received) -> Result<(), PersistFailed>,
    faults: &'a Faults,
    progress: &'a mut dyn FnMut(&Progress),
    report: RunReport,
    agenda: BTreeMap<(u64, u64), Due>,
    sequence: u64,
    /// Milliseconds since the run began.
    now_ms: u64,
    link: bool,
    connects_fail: u32,
    /// An indication is on its way and not confirmed.
    unconfirmed: bool,
    /// The ticket whose answer confirms it, where the store decides.
    confirms: Option<u32>,
    stores: u64,
    killed: bool,
}

#[derive(Debug)]
enum Due {
    LinkUp,
    DeviceMoves,
    /// The app hears something; what belongs to a link goes with it.
    Event(Event),
}

impl Due {
    fn belongs_to_link(&self) -> bool {
        match self {
            Self::LinkUp => false,
            Self::DeviceMoves => true,
            Self::Event(event) => matches!(
                event,
                Event::Connected
                    | Event::Discovered { .. }
                    | Event::ReadDone { .. }
                    | Event::WriteDone { .. }
                    | Event::Subscribed { .. }
                    | Event::Value { .. }
            ),
        }
    }
}

impl Drive<'_> {
    fn run(mut self) -> RunReport {
        self.later(0, Due::Event(Event::Start));
        while !self.killed && self.report.steps < MANY_STEPS {
            if self.report.outcome.is_some() {
                // The session is over; values that the phone already has are handed in all the same.
                self.agenda.retain(|_, due| matches!(due, Due::Event(Event::Value { .. })));
            }
            let Some(((due_ms, _), due)) = self.agenda.pop_first() else { break };
            self.clock.advance_ms(due_ms.saturating_sub(self.now_ms));
            self.now_ms = self.now_ms.max(due_ms);
            match due {
                Due::LinkUp => self.link_up(),
                Due::DeviceMoves => self.device_moves(),
                Due::Event(event) => self.hand_in(event),
            }
        }
        if self.link {
            self.device.link_down();
        }
        self.report
    }

    fn later(&mut self, after_ms: u64, due: Due) {
        self.sequence += 1;
        self.agenda.insert((self.now_ms.saturating_add(after_ms), self.sequence), due);
    }

    /// Lets the device move, after so long or when it would have anyway.
    fn move_device(&mut self, after_ms: u64) {
        if !self.agenda.values().any(|due| matches!(due, Due::DeviceMoves)) {
            self.later(after_ms, Due::DeviceMoves);
        }
    }

    /// Counts a step, and lets happen what is to happen at it.
    fn step(&mut self) {
        self.report.steps += 1;
        if self.faults.drop_process_at == Some(self.report.steps) {
            self.killed = true;
        } else if self.faults.cut_at.contains(&self.report.steps) {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if !self.link {
            return;
        }
        self.report.cuts += 1;
        let survive = self.faults.queued_survive;
        self.agenda.retain(|_, due| {
            !due.belongs_to_link() || (survive && matches!(due, Due::Event(Event::Value { .. })))
        });
        self.end_link(DisconnectReason::LinkLost);
    }

    fn end_link(&mut self, reason: DisconnectReason) {
        self.link = false;
        self.unconfirmed = false;
        self.confirms = None;
        self.device.link_down();
        // After the values that the phone already has.
        self.later(2 * CALLBACK_MS, Due::Event(Event::Disconnected { reason }));
    }

    fn link_up(&mut self) {
        if self.connects_fail > 0 {
            self.connects_fail -= 1;
            return self.hand_in(Event::ConnectFailed);
        }
        self.link = true;
        self.device.link_up();
        self.move_device(BETWEEN_INDICATIONS_MS);
        self.hand_in(Event::Connected);
    }

    fn device_moves(&mut self) {
        if !self.link || self.unconfirmed {
            return;
        }
        match self.device.next() {
            Motion::Rest => {}
            Motion::HangUp => {
                self.step();
                if self.link && !self.killed {
                    self.end_link(DisconnectReason::Peer);
                }
            }
            Motion::Indicate { uuid, bytes } => self.indicate(uuid, bytes),
        }
    }

    fn indicate(&mut self, uuid: Uuid, bytes: Vec<u8>) {
        // On the air.
        self.step();
        if !self.link || self.killed {
            return;
        }
        self.unconfirmed = true;
        if self.faults.confirm == Confirm::BeforeDelivery {
            // The confirmation on the air.
            self.step();
            if self.killed {
                return;
            }
            if self.link {
                self.confirm();
                if uuid != wire::RECORD_ACCESS {
                    self.report.in_window.push(bytes.clone());
                }
            } else if !self.faults.queued_survive {
                return;
            }
        }
        self.later(CALLBACK_MS, Due::Event(Event::Value { uuid, bytes }));
    }

    fn confirm(&mut self) {
        self.unconfirmed = false;
        self.confirms = None;
        self.device.confirmed();
        self.move_device(if self.faults.fast_device {
            BETWEEN_FAST_INDICATIONS_MS
        } else {
            BETWEEN_INDICATIONS_MS
        });
    }

    fn hand_in(&mut self, event: Event) {
        let had_link = self.link;
        self.step();
        let cut_now = had_link && !self.link;
        let of_link = Due::Event(event.clone()).belongs_to_link();
        let survives = self.faults.queued_survive && matches!(event, Event::Value { .. });
        if self.killed || (cut_now && of_link && !survives) {
            return;
        }
        let confirms = match &event {
            // Values that are not stored are confirmed as soon as they were heard.
            Event::Value { uuid, .. } => *uuid == wire::RECORD_ACCESS,
            Event::Persisted { ticket, result } => result.is_ok() && self.confirms == Some(*ticket),
            _ => false,
        };
        let now = self.clock.now();
        let commands = self.session.handle(event, now);
        for command in commands {
            self.step();
            if self.killed {
                return;
            }
            self.report.commands.push(format!("{command:?}"));
            self.obey(command, now);
        }
        if confirms && self.link && self.unconfirmed && self.faults.confirm == Confirm::AfterPersist {
            self.step();
            if self.link && !self.killed {
                self.confirm();
            }
        }
    }

    fn obey(&mut self, command: Command, now: Now) {
        match command {
            Command::Connect => self.later(CONNECT_MS, Due::LinkUp),
            Command::Disconnect => self.hang_up(),
            Command::SetTimer { id, after_ms } => self.later(after_ms, Due::Event(Event::Timer { id })),
            Command::Report(progress) => (self.progress)(&progress),
            Command::Done(outcome) => self.report.outcome = Some(outcome),
            Command::Persist { ticket, item } => self.persist(ticket, item),
            // What goes over a link that is gone is never answered; the end of the link is on its way.
            Command::Discover | Command::Read { .. } | Command::Subscribe { .. } | Command::Write { .. }
                if !self.link => {}
            Command::Discover => {
                let characteristics = self.device.characteristics();
                self.later(ANSWER_MS, Due::Event(Event::Discovered { characteristics }));
            }
            Command::Read { uuid } => {
                // The device answers half-way between request and response.
                let instant_ms = now.wall_ms.saturating_add_unsigned(AIR_MS);
                let result = self.device.read(uuid, instant_ms);
                self.later(ANSWER_MS, Due::Event(Event::ReadDone { uuid, result, asked: now }));
            }
            Command::Subscribe { uuid, how } => {
                self.report.subscriptions.push(uuid);
                let result = self.device.subscribe(uuid, how);
                self.move_device(AIR_MS);
                self.later(ANSWER_MS, Due::Event(Event::Subscribed { uuid, result }));
            }
            Command::Write { uuid, bytes } => {
                let result = self.device.write(uuid, &bytes);
                self.report.writes.push((uuid, bytes));
                self.move_device(AIR_MS);
                self.later(ANSWER_MS, Due::Event(Event::WriteDone { uuid, result }));
            }
        }
    }

    fn hang_up(&mut self) {
        let pending = self.agenda.len();
        self.agenda.retain(|_, due| !matches!(due, Due::LinkUp));
        if self.link {
            self.end_link(DisconnectReason::Local);
        } else if self.agenda.len() < pending {
            self.later(CALLBACK_MS, Due::Event(Event::Disconnected { reason: DisconnectReason::Local }));
        }
    }

    fn persist(&mut self, ticket: u32, item: Received) {
        let number = self.stores;
        self.stores += 1;
        let record = (item.what == What::Record).then(|| item.bytes.clone());
        if record.is_some() && self.unconfirmed {
            self.confirms = Some(ticket);
        }
        let result = if self.faults.persist_fails_at.contains(&number) {
            Err(PersistFailed)
        } else {
            (self.sink)(item)
        };
        if let (Ok(()), Some(bytes)) = (result, record) {
            if let Some(at) = self.report.in_window.iter().position(|waiting| *waiting == bytes) {
                self.report.in_window.remove(at);
            }
            self.report.records += 1;
            if self.faults.cut_after_records.contains(&self.report.records) {
                self.cut();
            }
        }
        // A step of its own: a kill between the store and its answer.
        self.step();
        self.later(self.faults.store_ms, Due::Event(Event::Persisted { ticket, result }));
    }
}
