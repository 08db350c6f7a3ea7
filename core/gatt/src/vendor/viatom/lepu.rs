//! Frames `A5`: BP2, BP2A, BP2W and O2Ring-S.
//!
//! `A5`, a command, the command inverted, 0 from the phone or 1 from the device, a sequence number, a length, so many bytes, a
//! CRC-8 (`chalimov/viatom_bp2_ha`, nglessner/o2ring-s-protocol).

use alloc::vec::Vec;

use crate::bits::codes;
use crate::datetime::{Civil, DateTime};
use crate::error::{DecodeError, DecodeErrorKind};
use crate::reader::Reader;
use crate::stream::{Framing, Scan, sized};
use crate::vendor::{crc8, split_frame};

const START: u8 = 0xA5;
/// Bytes before the payload.
const HEADER: usize = 7;
/// Blocks of files are the longest frames that were seen, far below this.
const LONGEST: usize = 4096;

codes! {
    /// What a frame asks for or answers.
    pub struct Command {
        STATE = 0x00 => "state",
        FACTORY_RESET_OLD = 0x04 => "factory reset",
        INFLATE_09 = 0x09 => "start inflating",
        INFLATE_0A = 0x0A => "start inflating",
        INFLATE_24 = 0x24 => "start inflating",
        INFLATE_25 = 0x25 => "start inflating",
        INFLATE_39 = 0x39 => "start inflating",
        SET_UTC = 0xC0 => "set UTC (O2Ring-S)",
        INFORMATION = 0xE1 => "device information",
        RESET = 0xE2 => "reset",
        FACTORY_RESET = 0xE3 => "factory reset",
        SET_TIME = 0xEC => "set time",
        FILE_LIST = 0xF1 => "file list",
        OPEN_FILE = 0xF2 => "open file",
        READ_FILE = 0xF3 => "read file",
        CLOSE_FILE = 0xF4 => "close file",
    }
}

/// A whole frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// What it is about.
    pub command: Command,
    /// It comes from the device, else it goes there. Other values of the byte are kept in `flag`.
    pub from_device: bool,
    /// The byte that says so, as sent.
    pub flag: u8,
    /// Number of the exchange.
    pub sequence: u8,
    /// What it carries.
    pub payload: &'a [u8],
    /// Bytes after the frame.
    pub rest: &'a [u8],
}

impl<'a> Frame<'a> {
    /// Reads a frame whose pieces were put together, and checks it.
    ///
    /// # Errors
    /// Too short; another start; a second code that is not the first inverted; shorter than it says;
    /// [`DecodeErrorKind::Checksum`].
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, HEADER + 1)?;
        let [start, command, inverted, flag, sequence] = reader.mandatory()?;
        let not = |field, at| Err(DecodeError { kind: DecodeErrorKind::NotThisFrame { field }, at });
        if start != START {
            return not("start byte", 0);
        }
        if command != !inverted {
            return not("inverted command", 2);
        }
        let needed = HEADER + usize::from(u16::from_le_bytes(reader.mandatory()?)) + 1;
        let (frame, rest) = split_frame(bytes, needed, HEADER + 1, 5)?;
        if crc8::smbus(frame) != 0 {
            return Err(DecodeError { kind: DecodeErrorKind::Checksum, at: needed - 1 });
        }
        let payload = frame.get(HEADER..needed - 1).unwrap_or_default();
        Ok(Self { command: Command(command), from_device: flag == 1, flag, sequence, payload, rest })
    }
}

fn request(command: Command, sequence: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len()).unwrap_or(u16::MAX);
    let mut bytes = Vec::from([START, command.0, !command.0, 0, sequence]);
    bytes.extend(length.to_le_bytes());
    bytes.extend(payload);
    bytes.push(crc8::smbus(&bytes));
    bytes
}

/// Asks what the device is doing.
pub fn state(sequence: u8) -> Vec<u8> {
    request(Command::STATE, sequence, &[])
}

/// Asks who the device is; a BP2 answers with its clock inside.
pub fn information(sequence: u8) -> Vec<u8> {
    request(Command::INFORMATION, sequence, &[])
}

/// Sets the clock of a BP2 to this local wall time.
pub fn set_time(sequence: u8, local: Civil) -> Vec<u8> {
    request(Command::SET_TIME, sequence, &DateTime::from_civil(local).to_bytes())
}

/// Asks for the names of the stored files.
pub fn file_list(sequence: u8) -> Vec<u8> {
    request(Command::FILE_LIST, sequence, &[])
}

/// Opens a file by its name, at most 20 bytes; the answer is its size.
pub fn open_file(sequence: u8, name: &str) -> Option<Vec<u8>> {
    let mut padded = [0; 20];
    padded.get_mut(..name.len())?.copy_from_slice(name.as_bytes());
    Some(request(Command::OPEN_FILE, sequence, &padded))
}

/// Reads the open file from an offset on.
pub fn read_file(sequence: u8, offset: u32) -> Vec<u8> {
    request(Command::READ_FILE, sequence, &offset.to_le_bytes())
}

/// Closes the open file; it stays on the device.
pub fn close_file(sequence: u8) -> Vec<u8> {
    request(Command::CLOSE_FILE, sequence, &[])
}

/// Finds frames in notifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notifications;

impl Framing for Notifications {
    const LONGEST: usize = LONGEST;

    fn scan(bytes: &[u8]) -> Scan {
        match bytes {
            [START] | [START, _] => Scan::Incomplete,
            [START, command, inverted, rest @ ..] if *command == !*inverted => {
                let Some(&[_, _, low, high]) = rest.first_chunk() else { return Scan::Incomplete };
                let needed = HEADER + usize::from(u16::from_le_bytes([low, high])) + 1;
                sized(bytes, needed, LONGEST, |frame| crc8::smbus(frame) == 0)
            }
            _ => Scan::Garbage,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_whole_frames() {
        let time = Civil::new(2026, 3, 7, 23, 6, 55).unwrap();
        let set = set_time(7, time);
        let frame = Frame::decode(&set).unwrap();
        assert_eq!((frame.command, frame.sequence, frame.from_device), (Command::SET_TIME, 7, false));
        assert_eq!(frame.payload, [0xEA, 0x07, 3, 7, 23, 6, 55]);
        let open = open_file(1, "bp2nibp.list").unwrap();
        assert_eq!(Frame::decode(&open).unwrap().payload.len(), 20);
        assert_eq!(open_file(1, "a name of 21 letters."), None);
        let others = [state(0), information(0), file_list(0), read_file(0, 0), close_file(0)];
        for (bytes, command) in others.iter().zip([0x00, 0xE1, 0xF1, 0xF3, 0xF4]) {
            assert_eq!(Frame::decode(bytes).unwrap().command, Command(command));
        }
    }
}
