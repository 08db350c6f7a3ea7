//! A&D Medical: the vendor characteristic `233bf001-5a34-1b6d-975c-000d5690abe4` beside the standard profiles.
//!
//! A frame is its length (of what follows), a type, a command and a value, as the maker's own app and several collectors
//! send it. Cuffs stamp with local wall time; their clock is Date Time (2A08) inside the Blood Pressure Service. Read it
//! before anything sets it: it is the only evidence about older stamps.

use alloc::vec::Vec;

use super::{civil_2000, split_frame, year_2000};
use crate::bits::codes;
use crate::datetime::Civil;
use crate::error::DecodeError;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

codes! {
    /// The direction of a frame.
    pub struct Kind {
        READ = 0 => "read",
        WRITE = 1 => "write",
        RESPONSE = 2 => "response",
    }
}

codes! {
    /// What a frame is about.
    pub struct Command {
        SET_TIME = 0x01 => "set time",
        DISCONNECT = 0x03 => "disconnect",
        READ_TIME = 0x04 => "read time",
        UNPAIR = 0x10 => "unpair",
        CLEAR_MEMORY = 0x12 => "clear memory",
        SET_BUFFER_SIZE = 0xA6 => "set buffer size",
        READ_BUFFER_SIZE = 0xD6 => "read buffer size",
        REQUEST_ALL = 0xE1 => "request all stored records",
    }
}

/// A frame of the vendor characteristic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// The direction.
    pub kind: Kind,
    /// What it is about.
    pub command: Command,
    /// What goes with it.
    pub value: &'a [u8],
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the frame; devices pad with zeros to 20 bytes.
    pub rest: &'a [u8],
}

impl<'a> Frame<'a> {
    /// Reads a frame.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let [length, kind, command] = Reader::new(bytes, 3)?.mandatory()?;
        let (frame, rest) = split_frame(bytes, usize::from(length) + 1, 3, 0)?;
        let value = frame.get(3..).unwrap_or_default();
        let (kind, command) = (Kind(kind), Command(command));
        let mut remarks = Remarks::NONE;
        let undefined = kind.text().is_none() || command.text().is_none();
        remarks.add_if(undefined, Remark::UndefinedValue);
        remarks.add_if(rest.iter().any(|byte| *byte != 0), Remark::LongerThanAnnounced);
        Ok(Self { kind, command, value, remarks, rest })
    }

    /// The local wall time that a "set time" carries, if it is one that a clock shows.
    pub fn time(&self) -> Option<Civil> {
        match (self.command, self.value) {
            (Command::SET_TIME | Command::READ_TIME, &[year, month, day, hour, minute, second]) => {
                civil_2000(year, month, day, hour, minute, second)
            }
            _ => None,
        }
    }

    /// The bytes of this frame, `rest` included; for a decoded frame, the bytes that came.
    fn encode(&self) -> Vec<u8> {
        let length = u8::try_from(self.value.len() + 2).unwrap_or(u8::MAX);
        let mut bytes = Vec::from([length, self.kind.0, self.command.0]);
        bytes.extend(self.value);
        bytes.extend(self.rest);
        bytes
    }
}

fn request(kind: Kind, command: Command, value: &[u8]) -> Vec<u8> {
    Frame { kind, command, value, remarks: Remarks::NONE, rest: &[] }.encode()
}

/// Sets the clock to this local wall time; `None` for a year outside 2000 to 2255.
pub fn set_time(local: Civil) -> Option<Vec<u8>> {
    let time = [year_2000(local)?, local.month(), local.day(), local.hour(), local.minute(), local.second()];
    Some(request(Kind::WRITE, Command::SET_TIME, &time))
}

/// Ends the connection politely, which saves the cuff's battery.
pub fn disconnect() -> Vec<u8> {
    request(Kind::WRITE, Command::DISCONNECT, &[])
}

/// Asks how many readings the cuff keeps.
pub fn read_buffer_size() -> Vec<u8> {
    request(Kind::READ, Command::READ_BUFFER_SIZE, &[])
}

/// Asks for every stored reading.
pub fn request_all() -> Vec<u8> {
    request(Kind::WRITE, Command::REQUEST_ALL, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_the_bytes_that_collectors_send() {
        // 2014-03-11 19:12:34, the example that goes round with the maker's description.
        let time = Civil::new(2014, 3, 11, 19, 12, 34).unwrap();
        assert_eq!(set_time(time).unwrap(), [8, 1, 1, 0x0E, 3, 0x0B, 0x13, 0x0C, 0x22]);
        assert_eq!(Frame::decode(&set_time(time).unwrap()).unwrap().time(), Some(time));
        assert_eq!(set_time(Civil::new(1999, 1, 1, 0, 0, 0).unwrap()), None);
        assert_eq!(disconnect(), [2, 1, 3]);
        assert_eq!(read_buffer_size(), [2, 0, 0xD6]);
        assert_eq!(request_all(), [2, 1, 0xE1]);
    }

    #[test]
    fn padding_is_no_remark_and_a_wrong_length_is_an_error() {
        let mut padded = disconnect();
        padded.resize(20, 0);
        let frame = Frame::decode(&padded).unwrap();
        assert!(frame.remarks.is_empty() && frame.encode() == padded);
        for wrong in [&[1, 1, 3][..], &[0, 1, 3], &[9, 1, 1, 0, 0, 0, 0, 0, 0]] {
            let code = Frame::decode(wrong).unwrap_err().kind.code();
            assert_eq!(code, if wrong[0] < 2 { "not_this_frame" } else { "wrong_length" }, "{wrong:?}");
        }
    }
}
