//! A finger in an oximeter: what it shows, second by second, and what of that went on the air.

use std::collections::VecDeque;

use diary_core::device::{Uuid, wire};

use super::Motion;
use crate::frames;

/// From one value to the next, milliseconds, with the time that the air takes.
const APART_MS: u64 = 1_000 - 30;
/// How long an oximeter goes on sending without a finger before it hangs up, seconds.
const LEFT_S: usize = 10;

/// A value of the stream that went on the air.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Streamed {
    /// When.
    pub instant_ms: i64,
    /// The frame.
    pub bytes: Vec<u8>,
}

/// The protocol in which it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shows {
    /// Pulse Oximeter Service.
    #[default]
    Continuous,
    /// A maker's own, with the pulse wave between two values.
    Jumper,
}

impl Shows {
    pub(super) fn uuid(self) -> Uuid {
        match self {
            Self::Continuous => wire::CONTINUOUS_OXIMETRY,
            Self::Jumper => wire::JUMPER_VALUES,
        }
    }

    fn frame(self, value: Option<(u16, u16)>) -> Vec<u8> {
        match self {
            Self::Continuous => frames::continuous(value),
            Self::Jumper => frames::jumper(value),
        }
    }
}

/// What an oximeter does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Next {
    /// It sends a value.
    #[default]
    Value,
    /// It sends a piece of the pulse wave.
    Wave,
    /// Nothing, for the rest of a second.
    Rest,
}

/// What is to be shown, and what was.
#[derive(Debug, Clone, Default)]
pub(super) struct Worn {
    /// Oxygen saturation and pulse of each second to come; none without a finger.
    values: VecDeque<Option<(u16, u16)>>,
    streamed: Vec<Streamed>,
    subscribed: bool,
    /// What comes next.
    next: Next,
    /// Something was shown on this link.
    showed: bool,
    /// How.
    pub(super) shows: Shows,
}

impl Worn {
    /// A finger comes in, for so many seconds: five of searching, ten of too low a value, then what was asked for, moved about
    /// by a seed where there is one.
    pub(super) fn wear(&mut self, seconds: usize, oxygen: u16, pulse: u16, seed: Option<u64>) {
        let mut state = seed.unwrap_or(0) | 1;
        let mut chance = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state >> 40
        };
        let (mut wander, mut dip, mut away) = (0_u16, 0_u16, 0_u16);
        for second in 0..seconds {
            let value = match (second, seed) {
                (0..5, _) => None,
                (5..15, _) => Some((oxygen.saturating_sub(2), pulse)),
                (_, None) => Some((oxygen, pulse)),
                (_, Some(_)) => {
                    if chance() % 9 == 0 {
                        wander = u16::try_from(chance() % 3).unwrap_or(0);
                    }
                    if chance() % 400 == 0 {
                        dip = 12;
                    }
                    if chance() % 900 == 0 {
                        away = 8;
                    }
                    let low = u16::from(dip > 0) * (6_u16.saturating_sub(dip.abs_diff(6)));
                    let off = away > 0;
                    (dip, away) = (dip.saturating_sub(1), away.saturating_sub(1));
                    let beats = pulse + wander * 2 + low;
                    (!off).then_some(((oxygen + wander).saturating_sub(low + 1), beats))
                }
            };
            self.values.push_back(value);
        }
        self.values.extend(std::iter::repeat_n(None, LEFT_S));
    }

    pub(super) fn subscribe(&mut self) {
        self.subscribed = true;
    }

    pub(super) fn link_down(&mut self) {
        (self.subscribed, self.next, self.showed) = (false, Next::Value, false);
    }

    /// What it does next; nothing where nobody listens, or there is nothing to show.
    pub(super) fn next(&mut self, instant_ms: i64) -> Motion {
        if !self.subscribed {
            return Motion::Rest;
        }
        let uuid = self.shows.uuid();
        match self.next {
            Next::Wave => {
                self.next = Next::Rest;
                return Motion::Notify { uuid, bytes: frames::JUMPER_WAVE.to_vec() };
            }
            Next::Rest => {
                self.next = Next::Value;
                return Motion::Pause(APART_MS);
            }
            Next::Value => {}
        }
        let Some(value) = self.values.pop_front() else {
            // Only one that was worn has an end.
            return if self.showed { Motion::HangUp } else { Motion::Rest };
        };
        self.showed = true;
        self.next = if self.shows == Shows::Jumper { Next::Wave } else { Next::Rest };
        let bytes = self.shows.frame(value);
        self.streamed.push(Streamed { instant_ms, bytes: bytes.clone() });
        Motion::Notify { uuid, bytes }
    }

    /// What went on the air, the first one first.
    pub(super) fn streamed(&self) -> &[Streamed] {
        &self.streamed
    }
}
