//! Cuffs that push what they have as soon as someone subscribes.

mod class;

use std::collections::VecDeque;

use diary_core::device::{AttError, Characteristic, SubscribeHow, Uuid, wire};

use super::{Bond, Memory, Motion, Peripheral, Taken, indicated, notified, readable, said, say};
use crate::frames;
use class::{Habits, Shape};

pub use class::CuffClass;

/// What every cuff says of its firmware, until it is told otherwise.
const FIRMWARE: &[u8] = b"1.04";
/// How long a device that never comes to an end rests between two values, milliseconds.
const CHATTER_MS: u64 = 3_000;
/// How long from one pressure to the next while it is watched, milliseconds.
const INFLATING_MS: u64 = 400;

/// A measurement in mmHg and per minute, each 0 to 2045.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pressures {
    /// The top number.
    pub systolic: u16,
    /// The bottom number.
    pub diastolic: u16,
    /// The mean; models that do not show one leave it out of the frame.
    pub mean: u16,
    /// The pulse.
    pub pulse: u16,
}

impl Pressures {
    /// With the mean that cuffs work out: a third of the way from the bottom number to the top one.
    pub fn new(systolic: u16, diastolic: u16, pulse: u16) -> Self {
        let mean = diastolic.saturating_add(systolic.saturating_sub(diastolic) / 3);
        Self { systolic, diastolic, mean, pulse }
    }
}

/// How a device goes on after its last record, where it should have come to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unending {
    /// It tells the state of its battery for ever.
    Chatters,
    /// It sends its newest record for ever.
    Repeats,
}

/// A cuff: a clock, a memory, and pushing. What one class does differently from another is in [`CuffClass`].
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "what it did on this link, each on its own")]
pub struct Cuff {
    habits: &'static Habits,
    information: Vec<(Uuid, Vec<u8>)>,
    ahead_ms: i64,
    clock_sets: u32,
    /// The phone has read the clock: what it says later is held against that.
    clock_read: bool,
    memory: Memory,
    queue: VecDeque<usize>,
    in_flight: Option<usize>,
    /// Sent anything on this link.
    pushed: bool,
    /// Keeps a subscription over the end of a link.
    keeps_subscription: bool,
    subscribed: bool,
    bond: Bond,
    unending: Option<Unending>,
    rested: bool,
    /// It shows the pressure in it while it measures.
    shows_pressure: bool,
    /// Somebody listens to that on this link.
    watched: bool,
    /// Measurements to come once somebody watches: the user, and what is read.
    to_measure: VecDeque<(u8, Pressures)>,
    /// Pressures still to be shown of the one that goes on.
    inflating: VecDeque<u16>,
}

impl Cuff {
    /// An empty cuff of a class, with a clock that shows UTC.
    pub fn new(class: CuffClass) -> Self {
        let habits = class.habits();
        let mut cuff = Self {
            habits,
            information: vec![
                (wire::MODEL_NUMBER, habits.model.as_bytes().to_vec()),
                (wire::MANUFACTURER, habits.maker.as_bytes().to_vec()),
                (wire::BLOOD_PRESSURE_FEATURE, habits.feature.to_vec()),
                (wire::BATTERY, vec![90]),
                (wire::FIRMWARE_REVISION, FIRMWARE.to_vec()),
            ],
            ahead_ms: 0,
            clock_sets: 0,
            clock_read: false,
            memory: Memory::default(),
            queue: VecDeque::new(),
            in_flight: None,
            pushed: false,
            keeps_subscription: false,
            subscribed: false,
            bond: Bond { needed: habits.paired_only, ..Bond::default() },
            unending: None,
            rested: false,
            shows_pressure: false,
            watched: false,
            to_measure: VecDeque::new(),
            inflating: VecDeque::new(),
        };
        cuff.set_serial(habits.serial);
        cuff
    }

    /// Makes it another unit of its class: its serial number, from which the System ID of those that have one follows.
    pub fn set_serial(&mut self, serial: &str) {
        self.information.retain(|(uuid, _)| ![wire::SYSTEM_ID, wire::SERIAL_NUMBER].contains(uuid));
        if let Some(mut id) = self.habits.system_id {
            if serial != self.habits.serial {
                for (at, byte) in serial.bytes().enumerate() {
                    // The three bytes that a maker numbers its units by.
                    if let Some(part) = id.get_mut(at % 3) {
                        *part = part.rotate_left(3) ^ byte;
                    }
                }
            }
            self.information.push((wire::SYSTEM_ID, id.to_vec()));
        } else {
            self.information.push((wire::SYSTEM_ID, vec![0; 8]));
            self.information.push((wire::SERIAL_NUMBER, serial.as_bytes().to_vec()));
        }
    }

    /// Says something else of itself from now on, where it says anything of this.
    pub fn say(&mut self, uuid: Uuid, value: &[u8]) {
        say(&mut self.information, uuid, value);
    }

    /// Sets the device's clock: how far its wall time is ahead of UTC, milliseconds.
    pub fn set_clock_ahead_ms(&mut self, ahead_ms: i64) {
        if (self.clock_read || !self.memory.taken().is_empty()) && self.ahead_ms != ahead_ms {
            self.clock_sets += 1;
        }
        self.ahead_ms = ahead_ms;
    }

    /// Holds no more than so many records; a newer one takes the oldest one's place.
    pub fn set_capacity(&mut self, most: usize) {
        self.memory.capacity = Some(most);
    }

    /// Never comes to an end.
    pub fn set_unending(&mut self, how: Unending) {
        self.unending = Some(how);
    }

    /// Shows the pressure in it while it measures.
    pub fn show_pressure(&mut self) {
        self.shows_pressure = true;
    }

    /// Measures as soon as somebody watches: it is pumped up, lets the air out, and then has the record.
    pub fn measure_when_watched(&mut self, slot: u8, read: Pressures) {
        self.to_measure.push_back((slot, read));
    }

    /// What it does while somebody watches it measure.
    fn measure(&mut self, instant_ms: i64) -> Option<Motion> {
        let (slot, read) = *self.to_measure.front().filter(|_| self.watched)?;
        self.rested = !self.rested;
        if self.rested {
            return Some(Motion::Pause(INFLATING_MS));
        }
        if self.inflating.is_empty() {
            let top = read.systolic.saturating_add(30);
            self.inflating.extend((0..=top).step_by(20));
            self.inflating.extend((read.diastolic..=top).rev().step_by(5));
        }
        let pressure = self.inflating.pop_front()?;
        if self.inflating.is_empty() {
            self.to_measure.pop_front();
            self.take(instant_ms, slot, read);
            self.line_up();
        }
        Some(Motion::Notify { uuid: wire::CUFF_PRESSURE, bytes: frames::cuff_pressure(pressure) })
    }

    /// Agrees to be paired, or does not because it is not in its pairing mode.
    pub fn set_refuses_pairing(&mut self, refuses: bool) {
        self.bond.refuses = refuses;
    }

    /// Forgets that it was paired, as after a reset.
    pub fn lose_bond(&mut self) {
        self.bond.device = false;
        self.subscribed = false;
    }

    /// Keeps a subscription over the end of its link, and from then on pushes as soon as a link is up, before anyone could
    /// read its clock (Core specification, Vol 3, Part G, 3.3.3.3).
    pub fn keep_subscription(&mut self) {
        self.keeps_subscription = true;
    }

    /// How often its clock was set, or jumped, since it first measured or was read.
    pub fn clock_sets(&self) -> u32 {
        self.clock_sets
    }

    /// How many users it tells apart, from 0; 1 where it does not.
    pub fn users(&self) -> u8 {
        self.habits.users
    }

    /// Measures for a user slot; 255 stands for an unknown one, and a device of one user takes no notice of it.
    pub fn take(&mut self, instant_ms: i64, slot: u8, read: Pressures) {
        let stamp = frames::wall(instant_ms, self.ahead_ms);
        let Pressures { systolic, diastolic, mean, pulse } = read;
        let (bytes, slot) = match self.habits.shape {
            Shape::Plain => (frames::cuff(stamp, systolic, diastolic, mean, pulse), None),
            Shape::OfUser => {
                (frames::cuff_of_user(stamp, slot, systolic, diastolic, mean, pulse), Some(slot))
            }
            Shape::Bm85 => (frames::bm85(stamp, slot, systolic, diastolic, pulse), Some(slot)),
        };
        self.hold(instant_ms, bytes, slot);
    }

    /// Measures and fails, because of movement; only devices of one user show that.
    pub fn take_failed(&mut self, instant_ms: i64) {
        let stamp = frames::wall(instant_ms, self.ahead_ms);
        self.hold(instant_ms, frames::cuff_failed(stamp), None);
    }

    /// Puts a recorded frame into the memory as it is; the truth follows from its stamp and the device's clock.
    /// A frame without a stamp is not taken.
    pub fn take_recorded(&mut self, frame: &[u8]) {
        if let Some(stamp) = frames::cuff_stamp(frame) {
            let slot = match self.habits.shape {
                Shape::Plain => None,
                Shape::OfUser | Shape::Bm85 => frame.get(16).copied(),
            };
            self.hold(frames::instant(stamp, self.ahead_ms), frame.to_vec(), slot);
        }
    }

    fn hold(&mut self, instant_ms: i64, bytes: Vec<u8>, slot: Option<u8>) {
        let uuid = wire::BLOOD_PRESSURE;
        self.memory.take(Taken { instant_ms, uuid, bytes, slot });
    }

    fn line_up(&mut self) {
        self.queue = self.memory.held.iter().copied().collect();
    }

    fn send(&mut self, number: usize) -> Motion {
        let Some(taken) = self.memory.get(number) else { return Motion::Rest };
        let motion = Motion::Indicate { uuid: taken.uuid, bytes: taken.bytes.clone() };
        self.in_flight = Some(number);
        self.pushed = true;
        self.memory.sent.push(number);
        motion
    }

    /// What comes where the end should be.
    fn go_on(&mut self, how: Unending) -> Motion {
        self.rested = !self.rested;
        if self.rested {
            return Motion::Pause(CHATTER_MS);
        }
        match (how, self.memory.sent.last()) {
            (Unending::Repeats, Some(newest)) => self.send(*newest),
            _ => Motion::Notify {
                uuid: wire::BATTERY,
                bytes: said(&self.information, wire::BATTERY).unwrap_or_default(),
            },
        }
    }
}

impl Peripheral for Cuff {
    fn name(&self) -> &str {
        self.habits.name
    }

    fn characteristics(&self) -> Vec<Characteristic> {
        let mut all = vec![indicated(wire::BLOOD_PRESSURE), readable(self.habits.clock)];
        all.extend(self.shows_pressure.then(|| notified(wire::CUFF_PRESSURE)));
        all.extend(self.information.iter().map(|(uuid, _)| readable(*uuid)));
        all
    }

    fn link_up(&mut self) {
        self.bond.link_up();
        if self.keeps_subscription && self.subscribed && self.bond.check().is_ok() {
            self.line_up();
        }
    }

    fn link_down(&mut self) {
        self.bond.link_down();
        self.subscribed &= self.keeps_subscription;
        self.queue.clear();
        self.in_flight = None;
        self.pushed = false;
        self.watched = false;
        // A measurement that nobody watches to its end was not one.
        self.inflating.clear();
    }

    fn read(&mut self, uuid: Uuid, instant_ms: i64) -> Result<Vec<u8>, AttError> {
        let wall = frames::wall(instant_ms, self.ahead_ms);
        self.clock_read |= uuid == self.habits.clock && self.bond.check().is_ok();
        match uuid {
            wire::DATE_TIME if uuid == self.habits.clock => {
                self.bond.check().map(|()| frames::date_time(wall).to_vec())
            }
            wire::CURRENT_TIME if uuid == self.habits.clock => {
                self.bond.check().map(|()| frames::current_time(wall).to_vec())
            }
            _ => said(&self.information, uuid),
        }
    }

    fn subscribe(&mut self, uuid: Uuid, how: SubscribeHow) -> Result<(), AttError> {
        if uuid == wire::CUFF_PRESSURE && self.shows_pressure {
            self.bond.check()?;
            self.watched = true;
            return Ok(());
        }
        if uuid != wire::BLOOD_PRESSURE {
            return Err(AttError::NOT_FOUND);
        }
        self.bond.check()?;
        // A notification asked of a characteristic that indicates is accepted and yields silence, as on real cuffs.
        if how == SubscribeHow::Indicate && !(self.keeps_subscription && self.subscribed) {
            self.subscribed = true;
            self.line_up();
        }
        Ok(())
    }

    fn write(&mut self, _uuid: Uuid, _bytes: &[u8]) -> Result<(), AttError> {
        // Real ones let their clock be set; a session never does, and a test would see it here.
        Err(AttError(0x03))
    }

    fn next(&mut self, instant_ms: i64) -> Motion {
        while let Some(number) = self.queue.pop_front() {
            if self.memory.holds(number) {
                return self.send(number);
            }
        }
        if let Some(motion) = self.measure(instant_ms) {
            return motion;
        }
        match self.unending {
            Some(how) if self.pushed => self.go_on(how),
            None if self.habits.hangs_up && self.pushed => Motion::HangUp,
            _ => Motion::Rest,
        }
    }

    fn confirmed(&mut self) {
        let confirmed = self.in_flight.take();
        if self.habits.forgets
            && let Some(number) = confirmed
        {
            self.memory.held.remove(&number);
        }
    }

    fn pair(&mut self) -> bool {
        self.bond.pair()
    }

    fn jump_clock(&mut self, by_ms: i64) {
        self.ahead_ms = self.ahead_ms.saturating_add(by_ms);
        self.clock_sets += 1;
    }

    fn memory(&self) -> &Memory {
        &self.memory
    }
}
