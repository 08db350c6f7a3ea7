//! What comes live: gathered into segments, and shown.

use super::super::{Mode, SEGMENT_MS};
use super::{End, Live, Now, Phase, Progress, Proof, Segment, Session, Uuid, Waiting};

/// A person sees no more than four values a second.
const SHOWN_EVERY_MS: u64 = 250;

/// A link that held for so long was a good one: the count of lost links begins anew.
const HELD_MS: u64 = 60_000;

/// What is known of what comes live.
#[derive(Debug, Default)]
pub(super) struct Watched {
    /// When something was last shown.
    shown: Option<Now>,
    /// When there was last a sign of life.
    alive: Option<Now>,
    /// The device has a stream.
    pub(super) streams: bool,
    /// The stream that came in this session, and when its last value did.
    last: Option<(Uuid, Now)>,
    /// Values of a stream came on this link.
    pub(super) on_this_link: bool,
}

impl Session {
    /// A value of a stream. What comes after the end of the session is of no recording any more.
    pub(super) fn stream(&mut self, uuid: Uuid, bytes: &[u8], now: Now) {
        if matches!(self.phase, Phase::Closing(_) | Phase::Done) {
            return;
        }
        self.watched.on_this_link = true;
        self.watched.last = Some((uuid, now));
        if self.profile.mode == Mode::Live && self.up_since.is_some_and(|since| passed(since, now) >= HELD_MS)
        {
            self.attempts = 0;
        }
        self.segments.entry(uuid).or_insert_with(|| Segment::new(uuid, now)).push(now, bytes);
        self.watch(uuid, bytes, now);
    }

    /// Shows a live value, unless one was just shown.
    pub(super) fn watch(&mut self, uuid: Uuid, bytes: &[u8], now: Now) {
        if matches!(self.phase, Phase::Closing(_) | Phase::Done) {
            return;
        }
        let Some(live) = Live::read(uuid, bytes) else { return };
        if live.is_alive() {
            self.alive(now);
        }
        if self.watched.shown.is_none_or(|shown| passed(shown, now) >= SHOWN_EVERY_MS) {
            self.watched.shown = Some(now);
            self.report(Progress::Live(live));
        }
    }

    /// There is a sign of life.
    pub(super) fn alive(&mut self, now: Now) {
        self.watched.alive = Some(now);
    }

    /// How long to wait for something live before looking again: no open segment stays open for longer than it may.
    pub(super) fn live_wait_ms(&mut self, now: Now) -> u64 {
        self.live_rest_ms(now).clamp(1, SEGMENT_MS)
    }

    /// How long nobody may still be there.
    fn live_rest_ms(&mut self, now: Now) -> u64 {
        let since = *self.watched.alive.get_or_insert(now);
        // Where nothing but a burst can come, the silence after it ends it.
        let burst = self.on_this_link > 0 && !self.watched.streams;
        let patience = if burst { self.profile.quiet_ms } else { self.profile.idle_ms };
        patience.saturating_sub(passed(since, now))
    }

    /// It was waited for something live: ends the wait if nobody is there.
    pub(super) fn waited_live(&mut self, now: Now) {
        if self.live_rest_ms(now) == 0 {
            self.proof.get_or_insert(Proof::Quiet);
        } else {
            self.wait(Waiting::Live, now);
        }
    }

    /// Hands the segments that take no more values to the store.
    pub(super) fn close_full_segments(&mut self, now: Now) {
        let full: Vec<_> = self.segments.extract_if(.., |_, open| !open.takes(now)).collect();
        for (_, segment) in full {
            self.persist_segment(segment);
        }
    }

    /// Hands all segments to the store: nothing more belongs to them.
    pub(super) fn close_segments(&mut self) {
        for (_, segment) in core::mem::take(&mut self.segments) {
            self.persist_segment(segment);
        }
    }

    /// Ends the recording, so that whoever hands it on need not wait to see whether more comes. A store that refuses is told no
    /// more than it has to be.
    pub(super) fn end_recording(&mut self, end: End) {
        self.close_segments();
        if let Some((uuid, last)) = self.watched.last.take().filter(|_| end != End::NotStored) {
            self.persist_end(uuid, last);
        }
    }
}

/// Milliseconds from one moment to another by the clock that no one can set; the largest number on another boot.
fn passed(from: Now, to: Now) -> u64 {
    if from.boot == to.boot {
        to.monotonic_ns.saturating_sub(from.monotonic_ns) / 1_000_000
    } else {
        u64::MAX
    }
}
