//! An oximeter that gives its memory only when asked.

use std::collections::{BTreeSet, VecDeque};

use diary_core::device::{AttError, Characteristic, SubscribeHow, Uuid, wire};

use super::worn::{Shows, Streamed, Worn};
use super::{Bond, Memory, Motion, Peripheral, Taken, indicated, notified, readable, said, say};
use crate::frames;

/// An oximeter in the manner of the Nonin 3230, with the storage that the Pulse Oximeter Service 1.0 asks for: records
/// only as the answer to a request, each forgotten when confirmed, a count, and an answer at the end. Its clock
/// cannot be read.
#[derive(Debug, Clone)]
pub struct NoninLike {
    information: Vec<(Uuid, Vec<u8>)>,
    ahead_ms: i64,
    clock_sets: u32,
    memory: Memory,
    bond: Bond,
    subscribed: BTreeSet<Uuid>,
    outbox: VecDeque<Out>,
    in_flight: Option<Out>,
    /// Falls silent, once, after so many more records.
    stall_after: Option<u32>,
    worn: Worn,
    /// It has no memory, and nobody can ask it for one.
    only_live: bool,
}

#[derive(Debug, Clone)]
enum Out {
    Record(usize),
    Answer(Vec<u8>),
}

impl Default for NoninLike {
    fn default() -> Self {
        Self::new()
    }
}

impl NoninLike {
    /// An empty oximeter with a clock that shows UTC.
    pub fn new() -> Self {
        let information: [(Uuid, &[u8]); 6] = [
            (wire::SERIAL_NUMBER, b"502001234"),
            (wire::MODEL_NUMBER, b"3230"),
            (wire::MANUFACTURER, b"Nonin Medical, Inc."),
            // Measurement status, sensor status, storage, time stamp, amplitude; which bits of each follow.
            (wire::OXIMETER_FEATURES, &[0x4F, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0x00]),
            (wire::BATTERY, &[80]),
            (wire::FIRMWARE_REVISION, b"2.10"),
        ];
        Self {
            information: information.iter().map(|(uuid, value)| (*uuid, value.to_vec())).collect(),
            ahead_ms: 0,
            clock_sets: 0,
            memory: Memory::default(),
            bond: Bond::default(),
            subscribed: BTreeSet::new(),
            outbox: VecDeque::new(),
            in_flight: None,
            stall_after: None,
            worn: Worn::default(),
            only_live: false,
        }
    }

    /// Sets the device's clock: how far its wall time is ahead of UTC, milliseconds.
    pub fn set_clock_ahead_ms(&mut self, ahead_ms: i64) {
        if !self.memory.taken().is_empty() && self.ahead_ms != ahead_ms {
            self.clock_sets += 1;
        }
        self.ahead_ms = ahead_ms;
    }

    /// How often its clock was set, or jumped, since it first measured.
    pub fn clock_sets(&self) -> u32 {
        self.clock_sets
    }

    /// Makes it another unit: its serial number.
    pub fn set_serial(&mut self, serial: &str) {
        say(&mut self.information, wire::SERIAL_NUMBER, serial.as_bytes());
    }

    /// Says something else of itself from now on, where it says anything of this.
    pub fn say(&mut self, uuid: Uuid, value: &[u8]) {
        say(&mut self.information, uuid, value);
    }

    /// Holds no more than so many records; a newer one takes the oldest one's place (Pulse Oximeter Service 1.0, 3.4).
    pub fn set_capacity(&mut self, most: usize) {
        self.memory.capacity = Some(most);
    }

    /// Gives nothing unless it is paired, and agrees to that or not.
    pub fn set_paired_only(&mut self, refuses: bool) {
        self.bond.needed = true;
        self.bond.refuses = refuses;
    }

    /// Forgets that it was paired.
    pub fn lose_bond(&mut self) {
        self.bond.device = false;
    }

    /// Measures: oxygen saturation in tenths of a percent, pulse in tenths per minute.
    pub fn take(&mut self, instant_ms: i64, oxygen_tenths: u16, pulse_tenths: u16) {
        let stamp = frames::wall(instant_ms, self.ahead_ms);
        self.hold(instant_ms, frames::spot_check(stamp, oxygen_tenths, pulse_tenths));
    }

    /// Puts a published frame into the memory as it is; the truth follows from its stamp and the device's clock.
    /// A frame without a stamp is not taken.
    pub fn take_recorded(&mut self, frame: &[u8]) {
        if let Some(stamp) = frames::spot_stamp(frame) {
            self.hold(frames::instant(stamp, self.ahead_ms), frame.to_vec());
        }
    }

    /// Falls silent in the middle of a procedure, once, after so many more records.
    pub fn stall_after(&mut self, records: u32) {
        self.stall_after = Some(records);
    }

    /// Takes its memory away: it shows what it measures, and keeps nothing.
    pub fn set_only_live(&mut self) {
        self.only_live = true;
    }

    /// Makes it one in the manner of the Jumper JPD-500F: it shows what it measures by a protocol of its maker's own, keeps nothing,
    /// and says nothing of itself.
    pub fn set_jumper(&mut self) {
        self.set_only_live();
        self.worn.shows = Shows::Jumper;
        self.information.clear();
    }

    /// A finger comes in for so many seconds, as soon as somebody listens: percent and beats a minute, at rest or moved about
    /// by a seed. Once it is out, the oximeter hangs up after ten seconds.
    pub fn wear(&mut self, seconds: usize, oxygen: u16, pulse: u16, seed: Option<u64>) {
        self.worn.wear(seconds, oxygen, pulse, seed);
    }

    /// What it showed while somebody listened, the first one first.
    pub fn streamed(&self) -> &[Streamed] {
        self.worn.streamed()
    }

    fn hold(&mut self, instant_ms: i64, bytes: Vec<u8>) {
        let uuid = wire::SPOT_CHECK;
        self.memory.take(Taken { instant_ms, uuid, bytes, slot: None });
    }

    fn answer(&mut self, bytes: &[u8]) {
        self.outbox.push_back(Out::Answer(bytes.to_vec()));
    }

    /// Whether the device is to fall silent instead of sending this record.
    fn stalls(&mut self) -> bool {
        let left = self.stall_after;
        self.stall_after = left.and_then(|left| left.checked_sub(1));
        left == Some(0)
    }
}

impl Peripheral for NoninLike {
    fn name(&self) -> &'static str {
        match self.worn.shows {
            Shows::Continuous => "Nonin3230_502001234",
            Shows::Jumper => "My Oximeter",
        }
    }

    fn characteristics(&self) -> Vec<Characteristic> {
        let mut all = vec![notified(self.worn.shows.uuid())];
        if !self.only_live {
            all.push(indicated(wire::SPOT_CHECK));
            all.push(Characteristic { writable: true, ..indicated(wire::RECORD_ACCESS) });
        }
        all.extend(self.information.iter().map(|(uuid, _)| readable(*uuid)));
        all
    }

    fn link_up(&mut self) {
        self.bond.link_up();
    }

    fn link_down(&mut self) {
        self.bond.link_down();
        // A procedure ends with its link and is not resumed (Pulse Oximeter Service 1.0, 3.4.3.3).
        self.subscribed.clear();
        self.worn.link_down();
        self.outbox.clear();
        self.in_flight = None;
    }

    fn read(&mut self, uuid: Uuid, _instant_ms: i64) -> Result<Vec<u8>, AttError> {
        said(&self.information, uuid)
    }

    fn subscribe(&mut self, uuid: Uuid, how: SubscribeHow) -> Result<(), AttError> {
        self.bond.check()?;
        let shows = self.worn.shows.uuid();
        if self.only_live && uuid != shows {
            return Err(AttError::NOT_FOUND);
        }
        match how {
            SubscribeHow::Indicate => drop(self.subscribed.insert(uuid)),
            SubscribeHow::Notify if uuid == shows => self.worn.subscribe(),
            SubscribeHow::Notify => {}
        }
        Ok(())
    }

    fn write(&mut self, uuid: Uuid, bytes: &[u8]) -> Result<(), AttError> {
        if uuid != wire::RECORD_ACCESS {
            return Err(AttError::NOT_FOUND);
        }
        if ![wire::SPOT_CHECK, wire::RECORD_ACCESS].iter().all(|uuid| self.subscribed.contains(uuid)) {
            return Err(AttError::CCCD_IMPROPER);
        }
        if bytes == [0x03, 0x00] {
            let running = !self.outbox.is_empty();
            self.outbox.clear();
            self.answer(&[0x06, 0x00, 0x03, if running { 0x01 } else { 0x07 }]);
            return Ok(());
        }
        if !self.outbox.is_empty() || self.in_flight.is_some() {
            return Err(AttError::PROCEDURE_IN_PROGRESS);
        }
        match *bytes {
            [0x04, 0x01] => {
                let [low, high] = u16::try_from(self.memory.held.len()).unwrap_or(u16::MAX).to_le_bytes();
                self.answer(&[0x05, 0x00, low, high]);
            }
            [0x01, 0x01] if self.memory.held.is_empty() => self.answer(&[0x06, 0x00, 0x01, 0x06]),
            [0x01, 0x01] => {
                self.outbox.extend(self.memory.held.iter().copied().map(Out::Record));
                self.answer(&[0x06, 0x00, 0x01, 0x01]);
            }
            // It does what it is told; a session never tells it this, and a test would see the loss.
            [0x02, 0x01] => {
                self.memory.held.clear();
                self.answer(&[0x06, 0x00, 0x02, 0x01]);
            }
            [op, ..] => self.answer(&[0x06, 0x00, op, 0x02]),
            [] => return Err(AttError(0x0D)),
        }
        Ok(())
    }

    fn next(&mut self, instant_ms: i64) -> Motion {
        let Some(out) = self.outbox.pop_front() else { return self.worn.next(instant_ms) };
        let motion = match &out {
            Out::Answer(bytes) => Motion::Indicate { uuid: wire::RECORD_ACCESS, bytes: bytes.clone() },
            Out::Record(number) => {
                let (number, stalls) = (*number, self.stalls());
                let Some(taken) = self.memory.get(number).filter(|_| !stalls) else {
                    self.outbox.clear();
                    return Motion::Rest;
                };
                let motion = Motion::Indicate { uuid: taken.uuid, bytes: taken.bytes.clone() };
                self.memory.sent.push(number);
                motion
            }
        };
        self.in_flight = Some(out);
        motion
    }

    fn confirmed(&mut self) {
        if let Some(Out::Record(number)) = self.in_flight.take() {
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
