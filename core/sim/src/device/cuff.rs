//! Two cuffs that push what they have as soon as someone subscribes.

use std::collections::VecDeque;

use diary_core::device::{AttError, Characteristic, SubscribeHow, Uuid, wire};

use super::{Memory, Motion, Peripheral, Taken, indicated, readable, said};
use crate::frames;

/// What both cuffs share: a clock, a memory, and pushing.
#[derive(Debug, Clone)]
struct Cuff {
    information: Vec<(Uuid, Vec<u8>)>,
    clock: Uuid,
    ahead_ms: i64,
    memory: Memory,
    queue: VecDeque<usize>,
    in_flight: Option<usize>,
    /// Sent anything on this link.
    pushed: bool,
    /// Remembers a subscription over the end of a link.
    bonded: bool,
    subscribed: bool,
}

impl Cuff {
    fn new(clock: Uuid, information: &[(Uuid, &[u8])]) -> Self {
        Self {
            information: information.iter().map(|(uuid, value)| (*uuid, value.to_vec())).collect(),
            clock,
            ahead_ms: 0,
            memory: Memory::default(),
            queue: VecDeque::new(),
            in_flight: None,
            pushed: false,
            bonded: false,
            subscribed: false,
        }
    }

    fn take(&mut self, instant_ms: i64, bytes: Vec<u8>, slot: Option<u8>) {
        self.memory.take(Taken { instant_ms, uuid: wire::BLOOD_PRESSURE, bytes, slot });
    }

    fn characteristics(&self) -> Vec<Characteristic> {
        let mut all = vec![indicated(wire::BLOOD_PRESSURE), readable(self.clock)];
        all.extend(self.information.iter().map(|(uuid, _)| readable(*uuid)));
        all
    }

    fn read(&self, uuid: Uuid, instant_ms: i64) -> Result<Vec<u8>, AttError> {
        let wall = frames::wall(instant_ms, self.ahead_ms);
        match uuid {
            wire::DATE_TIME if uuid == self.clock => Ok(frames::date_time(wall).to_vec()),
            wire::CURRENT_TIME if uuid == self.clock => Ok(frames::current_time(wall).to_vec()),
            _ => said(&self.information, uuid),
        }
    }

    fn subscribe(&mut self, uuid: Uuid, how: SubscribeHow) -> Result<(), AttError> {
        if uuid != wire::BLOOD_PRESSURE {
            return Err(AttError::NOT_FOUND);
        }
        // A notification asked of a characteristic that indicates is accepted and yields silence, as on real cuffs.
        if how == SubscribeHow::Indicate && !(self.bonded && self.subscribed) {
            self.subscribed = true;
            self.queue = self.memory.held.iter().copied().collect();
        }
        Ok(())
    }

    fn link_up(&mut self) {
        if self.bonded && self.subscribed {
            self.queue = self.memory.held.iter().copied().collect();
        }
    }

    fn link_down(&mut self) {
        self.subscribed &= self.bonded;
        self.queue.clear();
        self.in_flight = None;
        self.pushed = false;
    }

    fn next(&mut self) -> Motion {
        let Some(number) = self.queue.pop_front() else { return Motion::Rest };
        let Some(taken) = self.memory.get(number) else { return Motion::Rest };
        let motion = Motion::Indicate { uuid: taken.uuid, bytes: taken.bytes.clone() };
        self.in_flight = Some(number);
        self.pushed = true;
        self.memory.sent.push(number);
        motion
    }
}

/// A cuff in the manner of A&D: readable local clock inside its service, pushes the oldest first, forgets each record
/// **when it is confirmed**, hangs up after the last.
#[derive(Debug, Clone)]
pub struct AndLike(Cuff);

impl Default for AndLike {
    fn default() -> Self {
        Self::new()
    }
}

impl AndLike {
    /// An empty cuff with a clock that shows UTC.
    pub fn new() -> Self {
        Self(Cuff::new(
            wire::DATE_TIME,
            &[
                // hl7dk/dk-core: the System ID in the example of an A&D cuff.
                (wire::SYSTEM_ID, &[0xC9, 0xF2, 0x53, 0xFE, 0xFF, 0x12, 0xF3, 0xC4]),
                (wire::MODEL_NUMBER, b"UA-651BLE\0"),
                (wire::MANUFACTURER, b"A&D Medical\0"),
                (wire::BLOOD_PRESSURE_FEATURE, &[0x27, 0x00]),
                (wire::BATTERY, &[90]),
            ],
        ))
    }

    /// Sets the device's clock: how far its wall time is ahead of UTC, milliseconds.
    pub fn set_clock_ahead_ms(&mut self, ahead_ms: i64) {
        self.0.ahead_ms = ahead_ms;
    }

    /// Measures: pressures in mmHg, pulse per minute.
    pub fn take(&mut self, instant_ms: i64, systolic: u16, diastolic: u16, mean: u16, pulse: u16) {
        let stamp = frames::wall(instant_ms, self.0.ahead_ms);
        self.0.take(instant_ms, frames::cuff(stamp, systolic, diastolic, mean, pulse), None);
    }

    /// Bonds: the cuff remembers a subscription over the end of its link, and from then on pushes as soon as a link is
    /// up, before anyone could read its clock (Core specification, Vol 3, Part G, 3.3.3.3).
    pub fn bond(&mut self) {
        self.0.bonded = true;
    }

    /// Measures and fails, because of movement.
    pub fn take_failed(&mut self, instant_ms: i64) {
        let stamp = frames::wall(instant_ms, self.0.ahead_ms);
        self.0.take(instant_ms, frames::cuff_failed(stamp), None);
    }

    /// Puts a recorded frame into the memory as it is; the truth follows from its stamp and the device's clock.
    /// A frame without a stamp is not taken.
    pub fn take_recorded(&mut self, frame: &[u8]) {
        if let Some(stamp) = frames::cuff_stamp(frame) {
            self.0.take(frames::instant(stamp, self.0.ahead_ms), frame.to_vec(), None);
        }
    }
}

impl Peripheral for AndLike {
    fn name(&self) -> &'static str {
        "A&D_UA-651BLE_53F2C9"
    }

    fn characteristics(&self) -> Vec<Characteristic> {
        self.0.characteristics()
    }

    fn link_up(&mut self) {
        self.0.link_up();
    }

    fn link_down(&mut self) {
        self.0.link_down();
    }

    fn read(&mut self, uuid: Uuid, instant_ms: i64) -> Result<Vec<u8>, AttError> {
        self.0.read(uuid, instant_ms)
    }

    fn subscribe(&mut self, uuid: Uuid, how: SubscribeHow) -> Result<(), AttError> {
        self.0.subscribe(uuid, how)
    }

    fn write(&mut self, _uuid: Uuid, _bytes: &[u8]) -> Result<(), AttError> {
        // A real one lets its clock be set; a session never does, and a test would see it here.
        Err(AttError(0x03))
    }

    fn next(&mut self) -> Motion {
        match self.0.next() {
            Motion::Rest if self.0.pushed => Motion::HangUp,
            motion => motion,
        }
    }

    fn confirmed(&mut self) {
        if let Some(number) = self.0.in_flight.take() {
            self.0.memory.held.remove(&number);
        }
    }

    fn memory(&self) -> &Memory {
        &self.0.memory
    }
}

/// A cuff in the manner of the Beurer BM85: two user slots from 0, big-endian tail with an unannounced user, whole
/// minutes, and its **whole memory at each connection**, after which it only falls silent. It has no System ID.
#[derive(Debug, Clone)]
pub struct TwoUserCuff(Cuff);

impl Default for TwoUserCuff {
    fn default() -> Self {
        Self::new()
    }
}

impl TwoUserCuff {
    /// Three days and an hour, the amount by which the demonstration's cuff is slow, milliseconds.
    pub const SLOW_MS: i64 = (3 * 24 + 1) * 3_600_000;

    /// An empty cuff with a clock that is [`Self::SLOW_MS`] behind UTC.
    pub fn new() -> Self {
        let mut cuff = Cuff::new(
            wire::CURRENT_TIME,
            &[
                (wire::SYSTEM_ID, &[0; 8]),
                (wire::SERIAL_NUMBER, b"2024-117733"),
                (wire::MODEL_NUMBER, b"BM85"),
                (wire::MANUFACTURER, b"Beurer GmbH"),
                (wire::BLOOD_PRESSURE_FEATURE, &[0x04, 0x00]),
                (wire::BATTERY, &[70]),
            ],
        );
        cuff.ahead_ms = -Self::SLOW_MS;
        Self(cuff)
    }

    /// Sets the device's clock: how far its wall time is ahead of UTC, milliseconds.
    pub fn set_clock_ahead_ms(&mut self, ahead_ms: i64) {
        self.0.ahead_ms = ahead_ms;
    }

    /// Measures for a user slot: 0 and 1 are the device's users, 255 stands for an unknown one.
    pub fn take(&mut self, instant_ms: i64, slot: u8, systolic: u16, diastolic: u16, pulse: u16) {
        let stamp = frames::wall(instant_ms, self.0.ahead_ms);
        self.0.take(instant_ms, frames::bm85(stamp, slot, systolic, diastolic, pulse), Some(slot));
    }

    /// Puts a recorded frame into the memory as it is; the truth follows from its stamp and the device's clock.
    /// A frame without a stamp is not taken.
    pub fn take_recorded(&mut self, frame: &[u8]) {
        if let (Some(stamp), Some(slot)) = (frames::cuff_stamp(frame), frame.get(16)) {
            self.0.take(frames::instant(stamp, self.0.ahead_ms), frame.to_vec(), Some(*slot));
        }
    }
}

impl Peripheral for TwoUserCuff {
    fn name(&self) -> &'static str {
        "BM85"
    }

    fn characteristics(&self) -> Vec<Characteristic> {
        self.0.characteristics()
    }

    fn link_up(&mut self) {}

    fn link_down(&mut self) {
        self.0.link_down();
    }

    fn read(&mut self, uuid: Uuid, instant_ms: i64) -> Result<Vec<u8>, AttError> {
        self.0.read(uuid, instant_ms)
    }

    fn subscribe(&mut self, uuid: Uuid, how: SubscribeHow) -> Result<(), AttError> {
        self.0.subscribe(uuid, how)
    }

    fn write(&mut self, _uuid: Uuid, _bytes: &[u8]) -> Result<(), AttError> {
        Err(AttError(0x03))
    }

    fn next(&mut self) -> Motion {
        self.0.next()
    }

    fn confirmed(&mut self) {
        self.0.in_flight = None;
    }

    fn memory(&self) -> &Memory {
        &self.0.memory
    }
}
