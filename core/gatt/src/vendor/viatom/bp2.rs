//! What a BP2, BP2A or BP2W says in its frames (`chalimov/viatom_bp2_ha`, one tested unit).

use crate::Outcome;
use crate::bits::codes;
use crate::datetime::DateTime;
use crate::error::DecodeError;
use crate::reader::Reader;

/// Bytes before the records of `bp2nibp.list`.
const LIST_HEADER: usize = 10;
/// Bytes a record.
const RECORD: usize = 37;
/// Where in the device information the clock stands.
const CLOCK: usize = 24;
/// Where in the state the mode stands.
const MODE: usize = 39;

codes! {
    /// What a cuff is doing.
    pub struct Mode {
        IDLE = 3 => "idle",
        MEASURING = 4 => "measuring",
        RESULT = 5 => "result",
        MEASURING_15 = 15 => "measuring",
        MEASURING_16 = 16 => "measuring",
        RESULT_17 = 17 => "result",
    }
}

/// What the cuff is doing, from the answer to a state request.
///
/// # Errors
/// Too short.
pub fn mode(payload: &[u8]) -> Result<Mode, DecodeError> {
    let [.., mode] = Reader::new(payload, MODE + 1)?.mandatory::<{ MODE + 1 }>()?;
    Ok(Mode(mode))
}

/// The clock of the cuff, from the answer to a device information request: with the moment of the answer, a coincident pair.
///
/// # Errors
/// Too short.
pub fn clock(payload: &[u8]) -> Result<DateTime, DecodeError> {
    let mut reader = Reader::new(payload, CLOCK + 7)?;
    let _: [u8; CLOCK] = reader.mandatory()?;
    Ok(DateTime::from_bytes(reader.mandatory()?))
}

/// One measurement of the list file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// Seconds since 1970-01-01T00:00:00 by the cuff's clock; whether that is local or UTC is not known.
    pub seconds: u32,
    /// The user, as the cuff numbers them.
    pub user: u32,
    /// An irregular pulse was found.
    pub irregular_pulse: bool,
    /// Systolic pressure, mmHg.
    pub systolic: u16,
    /// Diastolic pressure, mmHg.
    pub diastolic: u16,
    /// Mean arterial pressure, mmHg.
    pub mean_arterial_pressure: u16,
    /// Pulse rate, beats per minute.
    pub pulse_rate: u16,
}

impl Record {
    /// Reads a record; `None` for an empty slot (all zeros).
    ///
    /// # Errors
    /// Too short.
    pub fn decode(bytes: &[u8]) -> Result<Option<Self>, DecodeError> {
        let slot: [u8; RECORD] = Reader::new(bytes, RECORD)?.mandatory()?;
        if slot == [0; RECORD] {
            return Ok(None);
        }
        let mut reader = Reader::new(&slot, RECORD)?;
        let seconds = u32::from_le_bytes(reader.mandatory()?);
        let user = u32::from_le_bytes(reader.mandatory()?);
        let [irregular, _, _, _, _] = reader.mandatory()?;
        let systolic = u16::from_le_bytes(reader.mandatory()?);
        let diastolic = u16::from_le_bytes(reader.mandatory()?);
        let mean_arterial_pressure = u16::from_le_bytes(reader.mandatory()?);
        let pulse_rate = u16::from_le_bytes(reader.mandatory()?);
        let irregular_pulse = irregular != 0;
        Ok(Some(Self {
            seconds,
            user,
            irregular_pulse,
            systolic,
            diastolic,
            mean_arterial_pressure,
            pulse_rate,
        }))
    }

    /// Whether the cuff got a result.
    pub const fn outcome(&self) -> Outcome {
        if self.systolic == 0 && self.diastolic == 0 { Outcome::Failed } else { Outcome::Reading }
    }
}

/// The records of the list file, empty slots left out, in the order of the ring: always the complete history.
///
/// # Errors
/// Too short for the file's header.
pub fn records(file: &[u8]) -> Result<impl Iterator<Item = Record>, DecodeError> {
    Reader::new(file, LIST_HEADER)?;
    let slots = file.get(LIST_HEADER..).unwrap_or_default().chunks_exact(RECORD);
    Ok(slots.filter_map(|slot| Record::decode(slot).ok().flatten()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn the_list_is_read_without_its_empty_slots() {
        let mut file = Vec::from([0; LIST_HEADER]);
        let mut slot = [0; RECORD];
        slot[..8].copy_from_slice(&[0x80, 0x51, 0x01, 0x6A, 2, 0, 0, 0]);
        slot[8] = 1;
        slot[13..21].copy_from_slice(&[128, 0, 82, 0, 97, 0, 64, 0]);
        file.extend([0; RECORD]);
        file.extend(slot);
        file.extend([1, 2, 3]);
        let read: Vec<_> = records(&file).unwrap().collect();
        let expected = Record {
            seconds: 0x6A01_5180,
            user: 2,
            irregular_pulse: true,
            systolic: 128,
            diastolic: 82,
            mean_arterial_pressure: 97,
            pulse_rate: 64,
        };
        assert_eq!(read, [expected]);
        assert!(records(&file[..9]).is_err());
    }

    #[test]
    fn clock_and_mode_stand_at_their_places() {
        let mut information = [0; 60];
        // The clock bytes of one unit (chalimov/viatom_bp2_ha).
        information[24..31].copy_from_slice(&[0xEA, 0x07, 0x03, 0x07, 0x17, 0x06, 0x37]);
        let shown = clock(&information).unwrap();
        assert_eq!(alloc::string::ToString::to_string(&shown), "2026-03-07T23:06:55");
        assert!(clock(&information[..30]).is_err());
        let mut state = [0; 40];
        state[39] = 15;
        assert_eq!(mode(&state).unwrap().text(), Some("measuring"));
        assert!(mode(&state[..39]).is_err());
    }
}
