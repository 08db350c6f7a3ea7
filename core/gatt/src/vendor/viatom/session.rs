//! The file of a night, as an `O2Ring` stores it (version 3).
//!
//! A header of 40 bytes, then five bytes a sample. Sources disagree on the duration (`u16` at 18 in one); the layout here is
//! the one that others checked against whole nights: four seconds a sample fit it exactly. The name of the file is its beginning, `YYYYMMDDhhmmss`, local and unique:
//! a natural key. Files stay on the device until newer ones need their place.

use crate::datetime::Civil;
use crate::error::{DecodeError, DecodeErrorKind};
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

/// Bytes before the samples.
const HEADER: usize = 40;
/// The version that this reads.
const VERSION: u8 = 3;

/// One sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Oxygen saturation, percent; `None` without a finger.
    pub spo2: Option<u8>,
    /// Pulse rate, beats per minute; `None` without a finger.
    pub pulse_rate: Option<u8>,
    /// Not 0 where the device calls the sample invalid, by the name that sources give it; 0 all night on devices seen.
    pub invalid: u8,
    /// Movement, a number without a unit.
    pub motion: u8,
}

/// A session file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session<'a> {
    /// The mode byte, as sent.
    pub mode: u8,
    /// The device's local wall clock at the beginning; `None` where no calendar has it.
    pub start: Option<Civil>,
    /// Bytes of the file, as the header says.
    pub size: u32,
    /// How long it lasted, seconds.
    pub duration_s: u32,
    /// Mean saturation as the device worked it out, percent; 0 and FF are none.
    pub mean_spo2: u8,
    /// Lowest saturation as the device worked it out, percent; 0 and FF are none.
    pub lowest_spo2: u8,
    /// The samples, as sent; see [`samples`](Self::samples).
    stored: &'a [u8],
    /// What was noticed while decoding.
    pub remarks: Remarks,
}

impl<'a> Session<'a> {
    /// Reads a file.
    ///
    /// # Errors
    /// Too short for the header; another version.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, HEADER)?;
        let [version, mode] = reader.mandatory()?;
        if version != VERSION {
            return Err(DecodeError { kind: DecodeErrorKind::NotThisFrame { field: "version" }, at: 0 });
        }
        let year = u16::from_le_bytes(reader.mandatory()?);
        let [month, day, hour, minute, second] = reader.mandatory()?;
        let size = u32::from_le_bytes(reader.mandatory()?);
        let duration_s = u32::from_le_bytes(reader.mandatory()?);
        let [mean_spo2, lowest_spo2] = reader.mandatory()?;
        let stored = bytes.get(HEADER..).unwrap_or_default();
        let start = Civil::new(year, month, day, hour, minute, second);
        let mut remarks = Remarks::NONE;
        remarks.add_if(start.is_none(), Remark::ImpossibleTime);
        let whole =
            usize::try_from(size).is_ok_and(|size| size == bytes.len()) && stored.len().is_multiple_of(5);
        remarks.add_if(!whole, Remark::SizeDisagrees);
        Ok(Self { mode, start, size, duration_s, mean_spo2, lowest_spo2, stored, remarks })
    }

    /// The samples in order, without allocating; half a sample at the end is left out.
    pub fn samples(&self) -> impl ExactSizeIterator<Item = Sample> + use<'a> {
        let (samples, _) = self.stored.as_chunks::<5>();
        samples.iter().map(|&[spo2, pulse, invalid, motion, _]| {
            let finger = spo2 != 0xFF;
            let pulse_rate = (finger && !matches!(pulse, 0 | 0xFF)).then_some(pulse);
            Sample { spo2: finger.then_some(spo2), pulse_rate, invalid, motion }
        })
    }

    /// Seconds between two samples, 2 or 4 on the devices seen; `None` where duration and number do not say.
    pub fn interval_s(&self) -> Option<u32> {
        let count = u32::try_from(self.samples().len()).ok().filter(|count| *count > 0)?;
        let interval = self.duration_s.saturating_add(count / 2) / count;
        (interval > 0).then_some(interval)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn samples_stand_behind_the_header() {
        let mut file = Vec::from([0; HEADER]);
        file[..9].copy_from_slice(&[3, 0, 0xEA, 0x07, 8, 13, 22, 15, 0]);
        file.extend([97, 62, 0, 3, 0, 0xFF, 0, 0, 0, 0, 96, 0xFF, 1, 0, 0]);
        let size = u32::try_from(file.len()).unwrap();
        file[9..13].copy_from_slice(&size.to_le_bytes());
        file[13..19].copy_from_slice(&[12, 0, 0, 0, 97, 96]);
        let session = Session::decode(&file).unwrap();
        assert_eq!(session.start, Civil::new(2026, 8, 13, 22, 15, 0));
        assert!(session.remarks.is_empty());
        assert_eq!((session.interval_s(), session.mean_spo2, session.lowest_spo2), (Some(4), 97, 96));
        let samples: Vec<_> = session.samples().collect();
        assert_eq!(samples[0], Sample { spo2: Some(97), pulse_rate: Some(62), invalid: 0, motion: 3 });
        assert_eq!(samples[1], Sample { spo2: None, pulse_rate: None, invalid: 0, motion: 0 });
        assert_eq!(samples[2], Sample { spo2: Some(96), pulse_rate: None, invalid: 1, motion: 0 });
        let mut brief = file.clone();
        brief[13] = 1;
        assert_eq!(Session::decode(&brief).unwrap().interval_s(), None, "less than a second a sample");
        file.pop();
        let cut = Session::decode(&file).unwrap();
        assert!(cut.remarks.contains(Remark::SizeDisagrees) && cut.samples().len() == 2);
        assert!(Session::decode(&file[..39]).is_err());
        file[0] = 4;
        assert!(Session::decode(&file).is_err());
    }
}
