//! The link coming up and going down.

use std::collections::VecDeque;

use super::{Alarm, DisconnectReason, End, Link, Mode, Now, Phase, Progress, Proof, Session, Step, Waiting};

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
        // Nothing could come up without it.
        self.no_adapter = false;
        self.up_since = Some(now);
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
        self.watched.on_this_link = false;
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
        self.close_segments();
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
        if let Some(proof) = self.ended_before(was, reason) {
            self.proof = Some(proof);
            self.close(End::Complete);
            return;
        }
        self.lost(now);
    }

    /// What it shows that the device was tried again after an end that nobody explained.
    fn ended_before(&mut self, was: Link, reason: Option<DisconnectReason>) -> Option<Proof> {
        if was == Link::ComingUp {
            // One that is worn comes back into reach.
            let ended = self.ended_unknown && self.profile.mode != Mode::Live;
            return ended.then_some(Proof::LinkEnded);
        }
        if reason != Some(DisconnectReason::Unknown) || !self.burst_stood() {
            // What was guessed before is known to be otherwise.
            self.ended_unknown = false;
            return None;
        }
        // Once more all subscriptions stood, and nothing came.
        let again = self.ended_unknown && self.on_this_link == 0 && !self.watched.on_this_link;
        self.ended_unknown = true;
        again.then_some(Proof::Quiet)
    }

    /// Whether every subscription stood, and the session was waiting for records.
    fn burst_stood(&self) -> bool {
        let ready = matches!(self.queue.front(), Some(Step::Burst | Step::Live));
        matches!(self.waiting, Some(Waiting::Burst | Waiting::Live))
            // A value is proof of its subscription, also where the platform reports that one later.
            || (self.on_this_link > 0 && ready)
    }

    /// Whether the device had given everything when the link ended.
    pub(super) fn well_ended(&self, reason: Option<DisconnectReason>) -> Option<Proof> {
        // What is measured live goes on after the memory was given.
        if self.proof.is_some() && self.profile.mode != Mode::Live {
            return self.proof;
        }
        let hung_up = reason == Some(DisconnectReason::Peer) && self.burst_stood();
        hung_up.then(|| self.proof.unwrap_or(Proof::PeerEnded))
    }

    /// Gives up a device that sends and sends. Its values are the clock: what is silent comes to its end by itself.
    pub(super) fn end_unending(&mut self, now: Now) {
        let longest_ns = self.profile.longest_ms.saturating_mul(1_000_000);
        let too_long = self.up_since.is_some_and(|since| {
            since.boot == now.boot && now.monotonic_ns.saturating_sub(since.monotonic_ns) > longest_ns
        });
        if too_long && self.link == Link::Up && self.phase == Phase::Running {
            self.close(End::Unending);
        }
    }

    pub(super) fn lost(&mut self, now: Now) {
        self.close_segments();
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
        self.report(if self.ended_unknown {
            Progress::AskingAgain
        } else {
            Progress::LinkLostRetrying { attempt: self.attempts }
        });
        self.arm(Alarm::Reconnect, pause, now);
    }
}
