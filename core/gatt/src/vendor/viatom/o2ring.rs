//! Frames of the `O2Ring` family.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::Outcome;
use crate::bits::codes;
use crate::datetime::Civil;
use crate::decimal::Decimal;
use crate::error::{DecodeError, DecodeErrorKind};
use crate::reader::Reader;
use crate::stream::{Framing, Scan, sized};
use crate::vendor::{crc8, split_frame};

const REQUEST: u8 = 0xAA;
const RESPONSE: u8 = 0x55;
/// Bytes before the data.
const HEADER: usize = 7;
/// Device information is the longest answer that was seen, far below this.
const LONGEST: usize = 4096;

codes! {
    /// What a request asks for.
    pub struct Command {
        OPEN_FILE = 0x03 => "open file",
        READ_FILE = 0x04 => "read block of file",
        CLOSE_FILE = 0x05 => "close file",
        INFORMATION = 0x14 => "device information",
        PING = 0x15 => "ping",
        CONFIGURE = 0x16 => "configure",
        SENSORS = 0x17 => "sensor values",
        RESET = 0x18 => "factory reset",
        REAL_TIME = 0x1B => "real time values and wave",
    }
}

/// A whole frame: a request, or the answer to the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// It is an answer; the code is a status then, 0 for success.
    pub is_response: bool,
    /// Command or status.
    pub code: u8,
    /// Which block of a file, else 0.
    pub block: u16,
    /// What it carries.
    pub data: &'a [u8],
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
        let [start, code, inverted] = reader.mandatory()?;
        let not = |field, at| Err(DecodeError { kind: DecodeErrorKind::NotThisFrame { field }, at });
        if !matches!(start, REQUEST | RESPONSE) {
            return not("start byte", 0);
        }
        if code != !inverted {
            return not("inverted code", 2);
        }
        let block = u16::from_le_bytes(reader.mandatory()?);
        let needed = HEADER + usize::from(u16::from_le_bytes(reader.mandatory()?)) + 1;
        let (frame, rest) = split_frame(bytes, needed, HEADER + 1, 5)?;
        if crc8::smbus(frame) != 0 {
            return Err(DecodeError { kind: DecodeErrorKind::Checksum, at: needed - 1 });
        }
        let data = frame.get(HEADER..needed - 1).unwrap_or_default();
        Ok(Self { is_response: start == RESPONSE, code, block, data, rest })
    }

    /// The command, if it is a request.
    pub fn command(&self) -> Option<Command> {
        (!self.is_response).then_some(Command(self.code))
    }
}

fn request(command: Command, block: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap_or(u16::MAX);
    let mut bytes = Vec::from([REQUEST, command.0, !command.0]);
    bytes.extend(block.to_le_bytes());
    bytes.extend(length.to_le_bytes());
    bytes.extend(data);
    bytes.push(crc8::smbus(&bytes));
    bytes
}

/// Asks for the device information, a JSON text: see [`text_field`].
pub fn information() -> Vec<u8> {
    request(Command::INFORMATION, 0, &[])
}

/// Asks whether the device is there.
pub fn ping() -> Vec<u8> {
    request(Command::PING, 0, &[])
}

/// Asks for the live values.
pub fn sensors() -> Vec<u8> {
    request(Command::SENSORS, 0, &[])
}

/// Asks for live values with the pulse wave.
pub fn real_time() -> Vec<u8> {
    request(Command::REAL_TIME, 0, &[])
}

/// Opens a stored file by a name from the device information.
pub fn open_file(name: &str) -> Vec<u8> {
    let mut data = Vec::from(name.as_bytes());
    data.push(0);
    request(Command::OPEN_FILE, 0, &data)
}

/// Reads a block of the open file, counted from 0.
pub fn read_file(block: u16) -> Vec<u8> {
    request(Command::READ_FILE, block, &[])
}

/// Closes the open file; it stays on the device.
pub fn close_file() -> Vec<u8> {
    request(Command::CLOSE_FILE, 0, &[])
}

/// Sets the clock to this local wall time.
pub fn set_time(local: Civil) -> Vec<u8> {
    let text: String = format!(
        "{{\"SetTIME\":\"{:04}-{:02}-{:02},{:02}:{:02}:{:02}\"}}",
        local.year(),
        local.month(),
        local.day(),
        local.hour(),
        local.minute(),
        local.second()
    );
    request(Command::CONFIGURE, 0, text.as_bytes())
}

/// The text of a field in the device information, such as `CurTIME`, `CurBAT`, `FileList`, `SN`, `Model`.
///
/// The device sends a flat JSON object of texts without escapes; anything else gives `None`.
///
/// ```
/// use health_gatt::vendor::viatom::o2ring::text_field;
/// let information = r#"{"CurTIME":"2026-08-14,07:10:05","SN":"0000","FileList":"20260813221500,"}"#;
/// assert_eq!(text_field(information, "CurTIME"), Some("2026-08-14,07:10:05"));
/// assert_eq!(text_field(information, "TIME"), None);
/// ```
pub fn text_field<'t>(information: &'t str, name: &str) -> Option<&'t str> {
    information.match_indices(name).find_map(|(at, _)| {
        information.get(..at)?.strip_suffix('"')?;
        let after = information.get(at + name.len()..)?.strip_prefix('"')?;
        let text = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        text.split_once('"').map(|(text, _)| text)
    })
}

/// The civil time of `CurTIME` in the device information: `2026-08-14,07:10:05`.
pub fn current_time(information: &str) -> Option<Civil> {
    let (date, time) = text_field(information, "CurTIME")?.split_once(',')?;
    format!("{date}T{time}").parse().ok()
}

/// Live values: the answer to [`sensors`] (12 bytes and up).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sensors {
    /// Oxygen saturation, percent; `None` where there is none (0, FF, or not worn).
    pub spo2: Option<u8>,
    /// Pulse rate, beats per minute; `None` where there is none.
    pub pulse_rate: Option<u8>,
    /// Battery, percent.
    pub battery: u8,
    /// It is charging.
    pub charging: bool,
    /// Movement, a number without a unit.
    pub motion: u8,
    /// Perfusion index, in 0.1 %.
    pub perfusion: u8,
    /// It is worn.
    pub worn: bool,
}

impl Sensors {
    /// Reads the data of the answer.
    pub fn decode(data: &[u8]) -> Result<Self, DecodeError> {
        let fields: [u8; 12] = Reader::new(data, 12)?.mandatory()?;
        let [spo2, pulse, sensor, _, _, _, _, battery, charging, motion, perfusion, worn] = fields;
        // Byte 2 is FF while the sensor is off (a collector for the Checkme O2 Max).
        let worn = worn != 0 && sensor != 0xFF;
        let value = |number: u8| (worn && !matches!(number, 0 | 0xFF)).then_some(number);
        Ok(Self {
            spo2: value(spo2),
            pulse_rate: value(pulse),
            battery,
            charging: charging != 0,
            motion,
            perfusion,
            worn,
        })
    }

    /// Perfusion index, percent.
    pub const fn perfusion_percent(&self) -> Decimal {
        Decimal::new(self.perfusion as i32, -1)
    }

    /// Whether there is a result.
    pub fn outcome(&self) -> Outcome {
        if self.spo2.is_none() && self.pulse_rate.is_none() { Outcome::Failed } else { Outcome::Reading }
    }
}

/// Finds frames in notifications, which cut them every 20 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notifications;

impl Framing for Notifications {
    const LONGEST: usize = LONGEST;

    fn scan(bytes: &[u8]) -> Scan {
        match bytes {
            [REQUEST | RESPONSE] | [REQUEST | RESPONSE, _] => Scan::Incomplete,
            [REQUEST | RESPONSE, code, inverted, rest @ ..] if *code == !*inverted => {
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
    fn requests_are_the_published_bytes() {
        assert_eq!(information(), [0xAA, 0x14, 0xEB, 0, 0, 0, 0, 0xC6]);
        assert_eq!(ping(), [0xAA, 0x15, 0xEA, 0, 0, 0, 0, 0x8D]);
        assert_eq!(sensors(), [0xAA, 0x17, 0xE8, 0, 0, 0, 0, 0x1B]);
        assert_eq!(real_time(), [0xAA, 0x1B, 0xE4, 0, 0, 0, 0, 0x66]);
        let open = open_file("20260813221500");
        assert_eq!(Frame::decode(&open).unwrap().data, b"20260813221500\0");
        assert_eq!(Frame::decode(&read_file(258)).unwrap().block, 258);
        let set = set_time(Civil::new(2026, 8, 14, 7, 10, 5).unwrap());
        assert_eq!(Frame::decode(&set).unwrap().data, br#"{"SetTIME":"2026-08-14,07:10:05"}"#);
        assert!(super::super::writes(&set).all(|piece| piece.len() <= 20));
        assert!(Frame::decode(&close_file()).unwrap().data.is_empty());
        let cut = Frame::decode(&ping()[..7]).unwrap_err();
        assert_eq!(cut.kind, DecodeErrorKind::TooShort { needed: 8, got: 7 });
    }

    #[test]
    fn fields_are_found_by_their_whole_name() {
        let text = r#"{"Region":"CE","OldCurTIME":"no","CurTIME" : "2026-08-14,07:10:05","X":"""#;
        assert_eq!(current_time(text), Civil::new(2026, 8, 14, 7, 10, 5));
        assert_eq!(text_field(text, "X"), Some(""));
        for wrong in ["", "CurTIME", "\"CurTIME\"", "\"CurTIME\":", "\"CurTIME\":5", "\"CurTIME\":\"2026"] {
            assert_eq!(text_field(wrong, "CurTIME"), None, "{wrong}");
        }
        assert_eq!(current_time(r#"{"CurTIME":"2026-02-30,00:00:00"}"#), None);
    }

    #[test]
    fn a_ring_that_is_not_worn_has_no_value() {
        let worn = [97, 62, 0, 0, 0, 0, 0, 80, 0, 3, 21, 1];
        let values = Sensors::decode(&worn).unwrap();
        assert_eq!(
            (values.spo2, values.pulse_rate, values.outcome()),
            (Some(97), Some(62), Outcome::Reading)
        );
        let mut off = worn;
        off[11] = 0;
        assert_eq!(Sensors::decode(&off).unwrap().outcome(), Outcome::Failed);
        let mut off = worn;
        off[2] = 0xFF;
        assert_eq!(Sensors::decode(&off).unwrap().spo2, None);
        assert!(Sensors::decode(&worn[..11]).is_err());
    }
}
