//! The phone's own Bluetooth, switched off or taken away in the middle.
//!
//! Neither is the device's doing, and neither uses up an attempt to reach it. An adapter that is off is waited for; every link
//! is down meanwhile, told or not. A permission that was withdrawn comes back only by a person, so that the session ends.

use super::{Alarm, DisconnectReason, End, Link, Now, Phase, Progress, Session};

impl Session {
    /// Bluetooth was switched off, or its adapter is gone.
    pub(super) fn adapter_off(&mut self, now: Now) {
        if matches!(self.phase, Phase::Done) || core::mem::replace(&mut self.no_adapter, true) {
            return;
        }
        let was = core::mem::replace(&mut self.link, Link::Down);
        self.close_segments();
        let given = was == Link::Up && self.phase == Phase::Running && self.all_given();
        match self.phase {
            Phase::Running if given => self.close(End::Complete),
            Phase::Running => self.await_adapter(now),
            Phase::Pausing => {
                // The link had been lost for this reason, before anyone said so.
                self.attempts = self.attempts.saturating_sub(1);
                self.await_adapter(now);
            }
            Phase::Idle | Phase::Closing(_) | Phase::Done => {}
        }
    }

    /// It is on again.
    pub(super) fn adapter_on(&mut self) {
        if core::mem::take(&mut self.no_adapter) && self.phase == Phase::Running {
            self.timer = None;
        }
    }

    /// Waits for an adapter that is off.
    pub(super) fn await_adapter(&mut self, now: Now) {
        self.queue.clear();
        self.operation = None;
        self.waiting = None;
        // Whatever ended the last link, it was not the device.
        self.ended_unknown = false;
        self.phase = Phase::Running;
        self.report(Progress::WaitingForAdapter);
        self.arm(Alarm::Adapter, self.profile.adapter_ms, now);
    }

    /// This program may not use Bluetooth any more.
    pub(super) fn permission_lost(&mut self) {
        let given = self.link == Link::Up && self.phase == Phase::Running && self.all_given();
        self.close(if given { End::Complete } else { End::NotPermitted });
    }

    /// Whether the device had given everything already.
    fn all_given(&mut self) -> bool {
        let proof = self.well_ended(Some(DisconnectReason::LinkLost));
        self.proof = proof.or(self.proof);
        proof.is_some()
    }
}
