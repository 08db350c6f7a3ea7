//! What a session does on a link, step by step.

use super::super::wire::Class;
use super::{Alarm, RecordRequest};
use super::{
    AttError, Characteristic, Command, End, Identity, Kind, Mode, Now, Operation, Paired, Phase, Progress,
    Session, SubscribeHow, Uuid, Waiting, wire,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Discover,
    Read(Uuid),
    Subscribe(Uuid, SubscribeHow),
    /// A request to the Record Access Control Point, and its answer.
    Records(RecordRequest),
    /// Take over until a device without end marker is done.
    Burst,
    /// Take over what is measured at this moment, for as long as it is.
    Live,
}

/// What to ask a device about itself, in this order.
const INFORMATION: [Uuid; 10] = [
    wire::SYSTEM_ID,
    wire::SERIAL_NUMBER,
    wire::MODEL_NUMBER,
    wire::MANUFACTURER,
    wire::BLOOD_PRESSURE_FEATURE,
    wire::OXIMETER_FEATURES,
    wire::BATTERY,
    wire::FIRMWARE_REVISION,
    wire::HARDWARE_REVISION,
    wire::SOFTWARE_REVISION,
];

/// The clocks, the finer one first.
const CLOCKS: [Uuid; 2] = [wire::CURRENT_TIME, wire::DATE_TIME];

impl Session {
    pub(super) fn discovered(&mut self, characteristics: &[Characteristic]) {
        if self.operation != Some(Operation::Discover) {
            return;
        }
        self.operation = None;
        self.timer = None;
        let find = |uuid: Uuid| characteristics.iter().find(|c| c.uuid == uuid);
        let readable = |uuid: &Uuid| find(*uuid).is_some_and(|c| c.readable);
        let notifies = |uuid: Uuid| find(uuid).is_some_and(|c| c.notify);
        self.kinds = Kind::ALL
            .into_iter()
            .filter(|kind| {
                find(kind.measurement()).is_some() || kind.live().iter().any(|uuid| notifies(*uuid))
            })
            .collect();
        let information = INFORMATION.into_iter().filter(readable).map(Step::Read);

        if self.profile.mode == Mode::Pair {
            self.queue.extend(information);
            return;
        }
        let live = self.profile.mode == Mode::Live;
        let taken = self.kinds.iter().copied().filter(|kind| self.profile.takes(*kind));
        let (stored, only_live): (Vec<Kind>, Vec<Kind>) =
            taken.partition(|kind| find(kind.measurement()).is_some());
        if stored.is_empty() && only_live.is_empty() {
            return self.close(End::Refused(AttError::NOT_FOUND));
        }
        // What a device has live and nowhere else is nothing that could be taken over.
        if stored.is_empty() && !live {
            return self.close(End::OnlyLive);
        }
        // The clock comes before any subscription: on cuffs that push at once, the write of the descriptor starts
        // the burst, and some hang up right after it.
        if let Some(clock) = CLOCKS.into_iter().find(readable) {
            self.queue.push_back(Step::Read(clock));
        } else if find(wire::CURRENT_TIME).is_some_and(|c| c.notify) {
            self.queue.push_back(Step::Subscribe(wire::CURRENT_TIME, SubscribeHow::Notify));
        }
        for kind in &stored {
            // Chosen by what the device declares: the wrong one of the two is often accepted and then yields silence.
            let how = match find(kind.measurement()) {
                Some(c) if !c.indicate && c.notify => SubscribeHow::Notify,
                _ => SubscribeHow::Indicate,
            };
            self.queue.push_back(Step::Subscribe(kind.measurement(), how));
        }
        let has_memory = stored.contains(&Kind::Oximeter)
            && find(wire::RECORD_ACCESS).is_some_and(|c| c.writable && c.indicate);
        if has_memory {
            self.queue.extend([
                Step::Subscribe(wire::RECORD_ACCESS, SubscribeHow::Indicate),
                Step::Records(RecordRequest::Count),
                Step::Records(RecordRequest::Report),
            ]);
        }
        if !live {
            self.queue.extend((!has_memory).then_some(Step::Burst));
            return self.queue.extend(information);
        }
        // Last, so that nothing live delays a record.
        // Of a standard and a vendor's own, the standard's.
        let first = |kind: &Kind| kind.live().iter().copied().find(|uuid| notifies(*uuid));
        let watched: Vec<Uuid> = stored.iter().chain(&only_live).filter_map(first).collect();
        self.watched.streams = watched.iter().any(|uuid| wire::class(*uuid) == Class::Stream);
        let watched = watched.into_iter().map(|uuid| Step::Subscribe(uuid, SubscribeHow::Notify));
        // A cuff may hang up right after its burst; an oximeter stays, and the end of a night is no time for questions.
        if self.watched.streams {
            self.queue.extend(information.chain(watched).chain([Step::Live]));
        } else {
            self.queue.extend(watched.chain([Step::Live]).chain(information));
        }
    }

    pub(super) fn issue(&mut self, step: Step, now: Now) {
        let (operation, command, limit_ms) = match step {
            Step::Discover => (Operation::Discover, Command::Discover, self.profile.operation_ms),
            Step::Read(uuid) => {
                if CLOCKS.contains(&uuid) {
                    self.report(Progress::ReadingClock);
                }
                (Operation::Read(uuid), Command::Read { uuid }, self.profile.operation_ms)
            }
            Step::Subscribe(uuid, how) => {
                (Operation::Subscribe(uuid, how), Command::Subscribe { uuid, how }, self.profile.subscribe_ms)
            }
            Step::Records(request) => {
                self.waiting = Some(Waiting::Answer(request));
                (
                    Operation::Write(request),
                    Command::Write { uuid: wire::RECORD_ACCESS, bytes: request.bytes().to_vec() },
                    self.profile.operation_ms,
                )
            }
            Step::Burst => {
                self.report_receiving();
                return self.wait(Waiting::Burst, now);
            }
            Step::Live => {
                self.report(Progress::Watching);
                self.alive(now);
                return self.wait(Waiting::Live, now);
            }
        };
        self.operation = Some(operation);
        self.out.push(command);
        self.arm(Alarm::Operation, limit_ms, now);
    }

    pub(super) fn subscribed(&mut self, uuid: Uuid, result: Result<(), AttError>) {
        let Some(Operation::Subscribe(asked, how)) = self.operation else { return };
        if asked != uuid {
            return;
        }
        self.operation = None;
        self.timer = None;
        if let Err(error) = result
            && !self.again_after_pairing(error, Step::Subscribe(uuid, how))
            // Without these a session is still a session.
            && !matches!(wire::class(uuid), Class::Clock | Class::Live)
        {
            self.close(End::Refused(error));
        }
    }

    /// Repeats a step once on each link if what was missing was pairing, which the shell has seen to meanwhile.
    pub(super) fn again_after_pairing(&mut self, error: AttError, step: Step) -> bool {
        let again = error.needs_pairing() && !self.paired_in_between && self.phase == Phase::Running;
        if again {
            self.paired_in_between = true;
            self.queue.push_front(step);
        }
        again
    }

    pub(super) fn paired(&self) -> Paired {
        let text = |uuid| self.said.get(&uuid).and_then(|bytes| text(bytes));
        let (serial, model) = (text(wire::SERIAL_NUMBER), text(wire::MODEL_NUMBER));
        Paired {
            identity: Identity::from_information(
                self.said.get(&wire::SYSTEM_ID).map(Vec::as_slice),
                serial.as_deref(),
                model.as_deref(),
            ),
            manufacturer: text(wire::MANUFACTURER),
            model: model.or_else(|| trimmed(self.profile.advertised.as_deref()?)),
            kinds: self.kinds.clone(),
            said: self.said.clone().into_iter().collect(),
        }
    }
}

/// A string of the Device Information Service; devices pad it with NULs and blanks.
fn text(bytes: &[u8]) -> Option<String> {
    trimmed(&String::from_utf8_lossy(bytes))
}

fn trimmed(text: &str) -> Option<String> {
    let trimmed = text.trim_matches(|c: char| c == '\0' || c.is_whitespace());
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}
