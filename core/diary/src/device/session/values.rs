//! Values on their way to the store, and the store's answers.

use super::super::{Received, What, wire::Class};
use super::{AttError, End, Mode, Now, Operation, PersistFailed, Phase, Session, Uuid, Waiting, wire};
use super::{Command, Segment, Step};

impl Session {
    /// An indication or notification, in whatever state.
    pub(super) fn value(&mut self, uuid: Uuid, bytes: Vec<u8>, now: Now) {
        match wire::class(uuid) {
            Class::Record => {
                self.persist(What::Record, uuid, bytes, now);
                self.handed = self.handed.saturating_add(1);
                self.on_this_link = self.on_this_link.saturating_add(1);
                self.alive(now);
                self.restart_silence(now);
            }
            Class::Clock => self.persist(What::ClockPair { asked: now }, uuid, bytes, now),
            Class::Info => self.persist(What::DeviceInfo, uuid, bytes, now),
            Class::Control => self.control_point(&bytes, now),
            Class::Stream => {
                self.close_full_segments(now);
                self.stream(uuid, &bytes, now);
            }
            Class::Live => self.watch(uuid, &bytes, now),
        }
        self.end_unending(now);
    }

    pub(super) fn read_done(&mut self, uuid: Uuid, result: Result<Vec<u8>, AttError>, asked: Now, now: Now) {
        let expected = self.operation == Some(Operation::Read(uuid));
        if expected {
            self.operation = None;
            self.timer = None;
        }
        match (result, wire::class(uuid)) {
            (Ok(bytes), Class::Record) => self.value(uuid, bytes, now),
            (Ok(bytes), _) if self.profile.mode == Mode::Pair => {
                self.said.insert(uuid, bytes);
            }
            // Also an answer that comes after its link was given up is worth keeping.
            (Ok(bytes), Class::Clock) => self.persist(What::ClockPair { asked }, uuid, bytes, now),
            (Ok(bytes), Class::Info) => self.persist(What::DeviceInfo, uuid, bytes, now),
            // Clock and device information help; a session without them is still a session.
            (Err(error), _) if expected => {
                self.again_after_pairing(error, Step::Read(uuid));
            }
            (Ok(_), Class::Control | Class::Live | Class::Stream) | (Err(_), _) => {}
        }
    }

    fn restart_silence(&mut self, now: Now) {
        if matches!(self.waiting, Some(Waiting::Burst | Waiting::Answer(_) | Waiting::Linger | Waiting::Live))
        {
            self.arm_waiting(now);
        }
    }

    pub(super) fn persist_segment(&mut self, segment: Segment) {
        let (uuid, first) = (segment.uuid(), segment.first());
        self.persist(What::Segment, uuid, segment.into_bytes(), first);
    }

    /// Says that nothing more belongs to a recording.
    pub(super) fn persist_end(&mut self, uuid: Uuid, last: Now) {
        self.persist(What::Ended, uuid, Vec::new(), last);
    }

    fn persist(&mut self, what: What, uuid: Uuid, bytes: Vec<u8>, at: Now) {
        let arrival = self.next_arrival;
        self.next_arrival = arrival.wrapping_add(1);
        self.unanswered.insert(arrival, what == What::Record);
        let item = Received { version: what.version(), session: self.id, arrival, what, uuid, bytes, at };
        self.out.push(Command::Persist { ticket: arrival, item });
    }

    pub(super) fn persisted(&mut self, ticket: u32, result: Result<(), PersistFailed>, now: Now) {
        let Some(record) = self.unanswered.remove(&ticket) else { return };
        if record {
            // Silence counts from here: a stack that confirms only what is stored has held the device up till now. What is
            // no record, such as the state of a battery, breaks no silence.
            self.alive(now);
            self.restart_silence(now);
        }
        match result {
            Ok(()) if record => {
                self.durable = self.durable.saturating_add(1);
                if self.phase != Phase::Done {
                    self.report_receiving();
                }
            }
            Ok(()) => {}
            Err(PersistFailed) => {
                self.failed.insert(ticket);
                self.close(End::NotStored);
            }
        }
    }
}
