//! The stack between a session and a device, on virtual time, with faults.

mod faults;

use std::collections::{BTreeMap, BTreeSet};

use diary_core::{
    device::{
        AttError, Command, DisconnectReason, Event, Outcome, PersistFailed, Progress, Received, Session,
        Uuid, What, wire,
    },
    ports::{Clock, Now},
};

use crate::{Motion, Peripheral, SimClock};

pub use faults::{ClockJump, Confirm, Faults, Garbage, Late, RunReport, Truncate};

// How long things take on a link, milliseconds. A value can overtake the answer to the request that caused it, as
// it does on real stacks.
const CONNECT_MS: u64 = 300;
const ANSWER_MS: u64 = 30;
const AIR_MS: u64 = 15;
const CALLBACK_MS: u64 = 5;
const BETWEEN_INDICATIONS_MS: u64 = 30;
const BETWEEN_FAST_INDICATIONS_MS: u64 = 1;
const PAIRING_MS: u64 = 1_500;

/// How long the phone's Bluetooth stays off, and the least.
const ADAPTER_OFF_MS: u64 = 60_000;
const ADAPTER_LEAST_MS: u64 = 100;

/// A run that has not come to an end after so many steps never will.
const MANY_STEPS: u64 = 1_000_000;

/// Whoever talks with a device: a session of the core, or one behind a border.
pub trait Talker {
    /// Takes what happened and says what to do, as [`Session::handle`] does.
    fn handle(&mut self, event: Event, now: Now) -> Vec<Command>;

    /// Whether a record is stored once it was handed in, so that no [`Command::Persist`] comes.
    fn stores(&self) -> bool {
        false
    }
}

impl Talker for Session {
    fn handle(&mut self, event: Event, now: Now) -> Vec<Command> {
        Self::handle(self, event, now)
    }
}

/// Lets a session take over what a device holds.
///
/// `sink` makes an item durable or refuses; `clock` moves on by itself. The device keeps its state, so a second run
/// with a new session goes on where the first one ended.
pub fn run(
    session: &mut dyn Talker,
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
        adapter: Adapter::On,
        connects_fail: faults.connects_fail,
        unconfirmed: false,
        confirms: None,
        sent: 0,
        garbage: BTreeSet::new(),
        records: BTreeSet::new(),
        heard_until: BTreeMap::new(),
        killed: false,
    };
    drive.run()
}

struct Drive<'a> {
    session: &'a mut dyn Talker,
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
    adapter: Adapter,
    connects_fail: u32,
    /// An indication is on its way and not confirmed.
    unconfirmed: bool,
    /// The ticket whose answer confirms it, where the store decides.
    confirms: Option<u32>,
    /// Records that left the device.
    sent: u32,
    /// Which of the faults' garbage has come.
    garbage: BTreeSet<usize>,
    /// The characteristics that records came from.
    records: BTreeSet<Uuid>,
    /// When the last value of a characteristic is heard: none overtakes another of the same.
    heard_until: BTreeMap<Uuid, u64>,
    killed: bool,
}

/// The phone's Bluetooth, as the program finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Adapter {
    On,
    Off,
    Forbidden,
}

#[derive(Debug)]
enum Due {
    LinkUp,
    DeviceMoves,
    AdapterOn,
    /// The app hears something; what belongs to a link goes with it.
    Event(Event),
}

impl Due {
    fn belongs_to_link(&self) -> bool {
        match self {
            Self::LinkUp | Self::AdapterOn => false,
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
                Due::AdapterOn => self.adapter_on(),
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
        } else if self.faults.permission_lost_at == Some(self.report.steps) {
            self.adapter_gone(Adapter::Forbidden);
        } else if self.faults.adapter_off_at.contains(&self.report.steps) {
            self.adapter_gone(Adapter::Off);
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

    /// The phone's Bluetooth goes away, with the link. As on real stacks, the end of the link is told first.
    fn adapter_gone(&mut self, how: Adapter) {
        if self.adapter != Adapter::On {
            return;
        }
        self.adapter = how;
        self.cut();
        self.agenda.retain(|_, due| !matches!(due, Due::LinkUp));
        match how {
            Adapter::Forbidden => self.later(3 * CALLBACK_MS, Due::Event(Event::PermissionLost)),
            Adapter::On | Adapter::Off => {
                self.later(3 * CALLBACK_MS, Due::Event(Event::AdapterOff));
                let off_ms = match self.faults.adapter_off_ms {
                    0 => ADAPTER_OFF_MS,
                    off_ms => off_ms.max(ADAPTER_LEAST_MS),
                };
                self.later(off_ms, Due::AdapterOn);
            }
        }
    }

    fn adapter_on(&mut self) {
        self.adapter = Adapter::On;
        self.hand_in(Event::AdapterOn);
    }

    fn end_link(&mut self, reason: DisconnectReason) {
        let reason = match reason {
            DisconnectReason::Local => reason,
            _ if self.faults.ends_unexplained => DisconnectReason::Unknown,
            _ => reason,
        };
        self.link = false;
        self.unconfirmed = false;
        self.confirms = None;
        self.device.link_down();
        // After the values that the phone already has.
        self.later(2 * CALLBACK_MS, Due::Event(Event::Disconnected { reason }));
    }

    /// How long an answer takes. The system pairs where the device asks for it, before it tells the app that it did.
    fn answer_ms<T>(&mut self, result: &Result<T, AttError>) -> u64 {
        match result {
            Err(error) if error.needs_pairing() => {
                self.device.pair();
                ANSWER_MS + PAIRING_MS
            }
            _ => ANSWER_MS,
        }
    }

    fn link_up(&mut self) {
        if self.adapter != Adapter::On {
            return self.hand_in(Event::ConnectFailed);
        }
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
        match self.device.next(self.clock.wall_ms()) {
            Motion::Rest => {}
            Motion::HangUp => {
                self.step();
                if self.link && !self.killed {
                    self.end_link(DisconnectReason::Peer);
                }
            }
            Motion::Pause(ms) => self.move_device(ms),
            Motion::Notify { uuid, bytes } => {
                self.step();
                if self.link && !self.killed {
                    self.hear(uuid, bytes, 0);
                    self.move_device(BETWEEN_INDICATIONS_MS);
                }
            }
            Motion::Indicate { uuid, bytes } => self.indicate(uuid, bytes),
        }
    }

    /// Lets the app hear a value, behind those of its characteristic that are on their way.
    fn hear(&mut self, uuid: Uuid, bytes: Vec<u8>, late_ms: u64) {
        let until = self.heard_until.entry(uuid).or_default();
        let at_ms = self.now_ms.saturating_add(CALLBACK_MS).saturating_add(late_ms).max(*until);
        *until = at_ms;
        let after_ms = at_ms.saturating_sub(self.now_ms);
        self.later(after_ms, Due::Event(Event::Value { uuid, bytes }));
    }

    /// What comes before a record, and what becomes of the record on its way.
    fn on_the_air(&mut self, uuid: Uuid, bytes: Vec<u8>) -> Vec<u8> {
        let faults = self.faults;
        for (number, garbage) in faults.garbage.iter().enumerate() {
            if garbage.before == self.sent && self.garbage.insert(number) {
                self.report.garbage.push(garbage.bytes.clone());
                self.hear(uuid, garbage.bytes.clone(), 0);
            }
        }
        let Some(cut) = faults.truncate.iter().find(|cut| cut.record == self.sent && cut.bytes < bytes.len())
        else {
            return bytes;
        };
        let short = bytes.iter().take(cut.bytes).copied().collect::<Vec<u8>>();
        self.report.altered.push((bytes, short.clone()));
        short
    }

    fn indicate(&mut self, uuid: Uuid, bytes: Vec<u8>) {
        // On the air.
        self.step();
        if !self.link || self.killed {
            return;
        }
        let record = uuid != wire::RECORD_ACCESS;
        let bytes = if record {
            self.sent += 1;
            self.records.insert(uuid);
            self.on_the_air(uuid, bytes)
        } else {
            bytes
        };
        self.unconfirmed = true;
        if self.faults.confirm == Confirm::BeforeDelivery {
            // The confirmation on the air.
            self.step();
            if self.killed {
                return;
            }
            if self.link {
                self.confirm();
                if record {
                    self.report.in_window.push(bytes.clone());
                }
            } else if !self.faults.queued_survive {
                return;
            }
        }
        let sent = self.sent;
        if record {
            let jumps = self.faults.clock_jumps.iter().filter(|jump| jump.after == sent);
            jumps.for_each(|jump| self.device.jump_clock(jump.ms));
        }
        let late = self.faults.late.iter().find(|late| record && late.record == sent);
        let late_ms = late.map_or(0, |late| late.ms);
        if record && self.faults.duplicate.contains(&sent) {
            self.hear(uuid, bytes.clone(), late_ms);
        }
        self.hear(uuid, bytes, late_ms);
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
        let record = match &event {
            Event::Value { uuid, bytes } if self.session.stores() && self.records.contains(uuid) => {
                Some(bytes.clone())
            }
            _ => None,
        };
        let commands = self.session.handle(event, now);
        if let Some(bytes) = record {
            let refused = |command: &Command| matches!(command, Command::Done(Outcome::NotStored { .. }));
            if !commands.iter().any(refused) {
                self.stored(&bytes);
            }
            // As many steps as a store of our own is: asked for, made, answered.
            for _ in 0..3 {
                self.step();
            }
            if self.killed {
                return;
            }
        }
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
            Command::Report(progress) => {
                self.report.shown += u64::from(matches!(progress, Progress::Live(_)));
                (self.progress)(&progress);
            }
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
                let after_ms = self.answer_ms(&result);
                self.later(after_ms, Due::Event(Event::ReadDone { uuid, result, asked: now }));
            }
            Command::Subscribe { uuid, how } => {
                self.report.subscriptions.push(uuid);
                let result = self.device.subscribe(uuid, how);
                self.move_device(AIR_MS);
                let after_ms = self.answer_ms(&result);
                self.later(after_ms, Due::Event(Event::Subscribed { uuid, result }));
            }
            Command::Write { uuid, bytes } => {
                let result = self.device.write(uuid, &bytes);
                self.report.writes.push((uuid, bytes));
                self.move_device(AIR_MS);
                let after_ms = self.answer_ms(&result);
                self.later(after_ms, Due::Event(Event::WriteDone { uuid, result }));
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

    /// Notes that a record is durable.
    fn stored(&mut self, bytes: &[u8]) {
        if let Some(at) = self.report.in_window.iter().position(|waiting| waiting == bytes) {
            self.report.in_window.remove(at);
        }
        self.report.records += 1;
        if self.faults.cut_after_records.contains(&self.report.records) {
            self.cut();
        }
    }

    fn persist(&mut self, ticket: u32, item: Received) {
        let number = self.report.stores;
        self.report.stores += 1;
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
            self.stored(&bytes);
        }
        // A step of its own: a kill between the store and its answer.
        self.step();
        self.killed |= self.faults.drop_process_after_store == Some(number);
        self.later(self.faults.store_ms, Due::Event(Event::Persisted { ticket, result }));
    }
}
