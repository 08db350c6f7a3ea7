//! The link coming up and going down.

use std::collections::VecDeque;

use super::{Alarm, DisconnectReason, End, Link, Now, Phase, Progress, Proof, Session, Step, Waiting};

/// First and longest pause before a new connection attempt.
const BACKOFF_MS: (u64, u64) = (1_000, 30_000);

impl Session {
    pub(super) fn connect_failed(&mut self, now: Now) {
        if self.link != Link::Up {
            self.link_ended(None, now);
        }
    }

    pub(super) fn connected(&mut self, now: Now) {
        if self.link == Link::Up || self.phase == Phase::Done {
            return;
        }
        self.link = Link::Up;
        if matches!(self.phase, Phase::Closing(_)) {
            return;
        }
        // A platform that restores a session can begin with a link that is up.
        self.phase = Phase::Running;
        self.queue = VecDeque::from([Step::Discover]);
        self.operation = None;
        self.waiting = None;
        self.timer = None;
        self.paired_in_between = false;
        self.proof = None;
        self.on_this_link = 0;
        self.procedure.new_link();
        if self.profile.settle_ms > 0 {
            self.wait(Waiting::Pause(self.profile.settle_ms), now);
        }
    }

    /// The link is down, for a reason or because it never came up.
    pub(super) fn link_ended(&mut self, reason: Option<DisconnectReason>, now: Now) {
        let was = self.link;
        if was == Link::Down {
            return;
        }
        self.link = Link::Down;
        if self.phase != Phase::Running {
            return;
        }
        if was == Link::Up
            && let Some(proof) = self.well_ended(reason)
        {
            self.proof = Some(proof);
            self.close(End::Complete);
            return;
        }
        self.lost(now);
    }

    /// Whether the device had given everything when the link ended.
    pub(super) fn well_ended(&self, reason: Option<DisconnectReason>) -> Option<Proof> {
        if self.proof.is_some() {
            return self.proof;
        }
        let subscribed = self.waiting == Some(Waiting::Burst)
            // A value is proof of its subscription, also where the platform reports that one later.
            || (self.on_this_link > 0 && self.queue.front() == Some(&Step::Burst));
        (reason == Some(DisconnectReason::Peer) && subscribed).then_some(Proof::PeerEnded)
    }

    pub(super) fn lost(&mut self, now: Now) {
        self.queue.clear();
        self.operation = None;
        self.waiting = None;
        self.timer = None;
        if self.attempts >= self.profile.max_reconnects {
            self.close(End::LinkLost);
            return;
        }
        let (first, longest) = BACKOFF_MS;
        let pause = first.saturating_mul(1 << self.attempts.min(10)).min(longest);
        self.attempts += 1;
        self.phase = Phase::Pausing;
        self.report(Progress::LinkLostRetrying { attempt: self.attempts });
        self.arm(Alarm::Reconnect, pause, now);
    }
}
