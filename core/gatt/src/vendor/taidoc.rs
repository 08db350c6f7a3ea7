//! `ForaCare` and `TaiDoc` meters: service 1523, characteristic 1524.
//!
//! Frames of eight bytes: `51`, a command, four bytes, the direction (`A3` to the meter, `A5` from it) and the low byte of the
//! sum of the first seven (weliem/LivecareBluetoothSDK: `ForaBPP20.java`, `TaiDocSpo2.java`; the direction of an answer is from memory
//! and not checked against a capture). Records are read by index, date and value apart; 0 is the newest.

use super::sum;
use crate::bits::codes;
use crate::datetime::Civil;
use crate::error::{DecodeError, DecodeErrorKind};
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};
use crate::stream::{Framing, Scan};

const START: u8 = 0x51;
const TO_DEVICE: u8 = 0xA3;
const FROM_DEVICE: u8 = 0xA5;

codes! {
    /// What a frame asks or answers.
    pub struct Command {
        RECORD_DATE = 0x25 => "date of a record",
        RECORD_VALUE = 0x26 => "value of a record",
        RECORD_COUNT = 0x2B => "number of records",
        SET_CLOCK = 0x33 => "set clock",
        LIVE = 0x49 => "live value",
        POWER_OFF = 0x50 => "power off",
        CLEAR_MEMORY = 0x52 => "clear memory",
        MEASUREMENT_READY = 0x54 => "a measurement is ready",
    }
}

/// A frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// What it is about.
    pub command: Command,
    /// What goes with it.
    pub data: [u8; 4],
    /// It comes from the meter, else it goes there.
    pub from_device: bool,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the frame.
    pub rest: &'a [u8],
}

/// What the value of a record, or a live value, says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BloodPressure {
    /// Systolic pressure, mmHg.
    pub systolic: u8,
    /// Diastolic pressure, mmHg.
    pub diastolic: u8,
    /// Pulse rate, beats per minute.
    pub pulse_rate: u8,
}

impl<'a> Frame<'a> {
    /// Reads a frame and checks it.
    ///
    /// # Errors
    /// Too short; another start or direction; [`DecodeErrorKind::Checksum`].
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 8)?;
        let frame: [u8; 8] = reader.mandatory()?;
        let (rest, _) = reader.finish();
        let [start, command, a, b, c, d, direction, check] = frame;
        let not = |field, at| DecodeError { kind: DecodeErrorKind::NotThisFrame { field }, at };
        if start != START {
            return Err(not("start byte", 0));
        }
        if !matches!(direction, TO_DEVICE | FROM_DEVICE) {
            return Err(not("direction", 6));
        }
        let (summed, _) = frame.split_at(7);
        if sum(summed) != check {
            return Err(DecodeError { kind: DecodeErrorKind::Checksum, at: 7 });
        }
        let command = Command(command);
        let mut remarks = Remarks::NONE;
        remarks.add_if(command.text().is_none(), Remark::UndefinedValue);
        remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
        Ok(Self { command, data: [a, b, c, d], from_device: direction == FROM_DEVICE, remarks, rest })
    }

    /// The local wall time to the minute that a clock or the date of a record carries; `None` where no calendar has it.
    ///
    /// Two bytes hold the date: day in bits 0 to 4, month in 5 to 8, year from 2000 in 9 to 15; then minute and hour.
    pub fn time(&self) -> Option<Civil> {
        let [low, high, minute, hour] = self.data;
        let date = u16::from_le_bytes([low, high]);
        let part = |shift: u32, mask: u16| u8::try_from((date >> shift) & mask).ok();
        Civil::new(2000 + (date >> 9), part(5, 0x0F)?, part(0, 0x1F)?, hour & 0x1F, minute & 0x3F, 0)
            .filter(|_| matches!(self.command, Command::SET_CLOCK | Command::RECORD_DATE))
    }

    /// The pressures of a cuff's record.
    pub fn blood_pressure(&self) -> Option<BloodPressure> {
        let [systolic, _, diastolic, pulse_rate] = self.data;
        (self.command == Command::RECORD_VALUE && self.from_device).then_some(BloodPressure {
            systolic,
            diastolic,
            pulse_rate,
        })
    }

    /// Saturation in percent and pulse rate of an oximeter's live value.
    pub fn oximetry(&self) -> Option<(u8, u8)> {
        let [spo2, _, _, pulse_rate] = self.data;
        (self.command == Command::LIVE && self.from_device).then_some((spo2, pulse_rate))
    }

    /// How many records the meter says that it has.
    pub fn count(&self) -> Option<u16> {
        let [low, high, ..] = self.data;
        (self.command == Command::RECORD_COUNT && self.from_device).then(|| u16::from_le_bytes([low, high]))
    }
}

fn request(command: Command, [a, b, c, d]: [u8; 4]) -> [u8; 8] {
    let check = sum(&[START, command.0, a, b, c, d, TO_DEVICE]);
    [START, command.0, a, b, c, d, TO_DEVICE, check]
}

/// Asks how many records the meter has for a user, counted from 1.
pub fn record_count(user: u8) -> [u8; 8] {
    request(Command::RECORD_COUNT, [user, 0, 0, 0])
}

/// Asks for the date of a record.
pub fn record_date(index: u16) -> [u8; 8] {
    let [low, high] = index.to_le_bytes();
    request(Command::RECORD_DATE, [low, high, 0, 0])
}

/// Asks for the value of a record.
pub fn record_value(index: u16) -> [u8; 8] {
    let [low, high] = index.to_le_bytes();
    request(Command::RECORD_VALUE, [low, high, 0, 0])
}

/// Sets the clock to this local wall time; `None` for a year outside 2000 to 2127.
pub fn set_clock(local: Civil) -> Option<[u8; 8]> {
    let year = local.year().checked_sub(2000).filter(|year| *year < 128)?;
    let date = year << 9 | u16::from(local.month()) << 5 | u16::from(local.day());
    let [low, high] = date.to_le_bytes();
    Some(request(Command::SET_CLOCK, [low, high, local.minute(), local.hour()]))
}

/// Finds frames in notifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notifications;

impl Framing for Notifications {
    const LONGEST: usize = 8;

    fn scan(bytes: &[u8]) -> Scan {
        match bytes {
            &[START, _, _, _, _, _, TO_DEVICE | FROM_DEVICE, check, ..] => match bytes.get(..7) {
                Some(summed) if sum(summed) == check => Scan::Frame(8),
                _ => Scan::Garbage,
            },
            [START, rest @ ..] if rest.len() < 7 => match rest.get(5) {
                None | Some(&(TO_DEVICE | FROM_DEVICE)) => Scan::Incomplete,
                Some(_) => Scan::Garbage,
            },
            _ => Scan::Garbage,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_set_is_read() {
        for time in [(2026, 8, 14, 7, 10), (2000, 1, 1, 0, 0), (2127, 12, 31, 23, 59)] {
            let civil = Civil::new(time.0, time.1, time.2, time.3, time.4, 0).unwrap();
            assert_eq!(Frame::decode(&set_clock(civil).unwrap()).unwrap().time(), Some(civil));
        }
        assert_eq!(set_clock(Civil::new(2128, 1, 1, 0, 0, 0).unwrap()), None);
        assert_eq!(Frame::decode(&record_value(0)).unwrap().time(), None);
    }

    #[test]
    fn every_flipped_bit_is_seen() {
        let good = record_date(258);
        assert_eq!(Frame::decode(&good).unwrap().data, [2, 1, 0, 0]);
        for bit in 0..64 {
            let mut bad = good;
            bad[bit / 8] ^= 1 << (bit % 8);
            assert!(Frame::decode(&bad).is_err(), "{bit}");
        }
    }

    #[test]
    fn answers_mean_nothing_as_requests() {
        let mut answer = record_value(0);
        answer[2..6].copy_from_slice(&[128, 0, 82, 64]);
        answer[6] = FROM_DEVICE;
        answer[7] = sum(&answer[..7]);
        let pressure = Frame::decode(&answer).unwrap().blood_pressure();
        assert_eq!(pressure, Some(BloodPressure { systolic: 128, diastolic: 82, pulse_rate: 64 }));
        answer[6] = TO_DEVICE;
        answer[7] = sum(&answer[..7]);
        assert_eq!(Frame::decode(&answer).unwrap().blood_pressure(), None);
        assert_eq!(Frame::decode(&record_count(1)).unwrap().count(), None);
    }
}
