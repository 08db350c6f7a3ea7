//! Timers: one at a time, because everything that can take long is waited for one after the other.

use super::{Command, End, Link, Mode, Now, Phase, Proof, Session, Waiting};

/// How long a timer waits again when the store has not answered yet.
const STORE_BUSY_MS: u64 = 1_000;

#[derive(Debug, Clone, Copy)]
pub(super) struct Armed {
    id: u32,
    alarm: Alarm,
    due_ns: u64,
    boot: [u8; 16],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alarm {
    Operation,
    Waiting,
    Reconnect,
    HangUp,
    /// The phone's Bluetooth is off.
    Adapter,
}

impl Session {
    pub(super) fn arm(&mut self, alarm: Alarm, after_ms: u64, now: Now) {
        let id = self.next_timer;
        self.next_timer = id.wrapping_add(1);
        let due_ns = now.monotonic_ns.saturating_add(after_ms.saturating_mul(1_000_000));
        self.timer = Some(Armed { id, alarm, due_ns, boot: now.boot });
        self.out.push(Command::SetTimer { id, after_ms });
    }

    pub(super) fn wait(&mut self, waiting: Waiting, now: Now) {
        self.waiting = Some(waiting);
        self.arm_waiting(now);
    }

    /// Starts the clock of what is waited for; while an operation runs, the operation's own clock counts.
    pub(super) fn arm_waiting(&mut self, now: Now) {
        let Some(waiting) = self.waiting else { return };
        if self.operation.is_some() {
            return;
        }
        let after_ms = match waiting {
            Waiting::Pause(ms) => ms,
            Waiting::Answer(_) => self.profile.procedure_silence_ms,
            Waiting::Burst if self.on_this_link > 0 => self.profile.quiet_ms,
            Waiting::Burst => self.profile.empty_ms,
            Waiting::Linger => self.profile.linger_ms,
            Waiting::Live => self.live_wait_ms(now),
        };
        self.arm(Alarm::Waiting, after_ms, now);
    }

    pub(super) fn timer(&mut self, id: u32, now: Now) {
        let Some(armed) = self.timer.filter(|armed| armed.id == id) else { return };
        if now.boot == armed.boot && now.monotonic_ns < armed.due_ns {
            // Too early: a platform that rounds. Ask again for the rest.
            let rest_ms = (armed.due_ns - now.monotonic_ns).div_ceil(1_000_000);
            return self.arm(armed.alarm, rest_ms, now);
        }
        if !self.unanswered.is_empty() && matches!(armed.alarm, Alarm::Operation | Alarm::Waiting) {
            return self.arm(armed.alarm, STORE_BUSY_MS, now);
        }
        self.timer = None;
        match armed.alarm {
            // What was asked for last did not matter any more.
            Alarm::Operation if self.proof.is_some() && self.profile.mode != Mode::Live => {
                self.close(End::Complete);
            }
            Alarm::Operation => {
                // After an ATT timeout nothing more may be sent on this link (Core, Vol 3, Part F, 3.3.3).
                self.out.push(Command::Disconnect);
                self.link = Link::Down;
                self.lost(now);
            }
            Alarm::Waiting => self.waited(now),
            Alarm::Reconnect => self.phase = Phase::Running,
            Alarm::HangUp => self.link = Link::Down,
            Alarm::Adapter => self.close(End::AdapterOff),
        }
    }

    pub(super) fn waited(&mut self, now: Now) {
        match self.waiting.take() {
            Some(Waiting::Burst) => self.proof = Some(Proof::Quiet),
            Some(Waiting::Live) => self.waited_live(now),
            Some(Waiting::Answer(request)) => self.no_answer(request),
            Some(Waiting::Pause(_) | Waiting::Linger) | None => {}
        }
    }
}
