//! Blood Pressure Service (1810): measurement (2A35), intermediate cuff pressure (2A36), feature (2A49).
//!
//! Layouts of Blood Pressure Service 1.0, 3.1 to 3.3; feature bits 6 to 8 of 1.1 and 1.1.1.

use alloc::vec::Vec;
use core::fmt;

use crate::Outcome;
use crate::bits::bit_set;
use crate::datetime::DateTime;
use crate::error::{DecodeError, Prefix};
use crate::float::Sfloat;
use crate::quirk::Quirks;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

const KPA: u8 = 1 << 0;
const TIME_STAMP: u8 = 1 << 1;
const PULSE_RATE: u8 = 1 << 2;
const USER_ID: u8 = 1 << 3;
const STATUS: u8 = 1 << 4;
const RESERVED: u8 = 0b1110_0000;

/// The user id that stands for "not known".
pub const UNKNOWN_USER: u8 = 255;

/// The unit of all pressures in a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Millimetres of mercury.
    MmHg,
    /// Kilopascals; 1 kPa is about 7.500617 mmHg. Keep what came and convert for display only.
    KPa,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::MmHg => "mmHg",
            Self::KPa => "kPa",
        })
    }
}

bit_set! {
    /// What the cuff noticed during the measurement.
    ///
    /// A clear bit means "checked and fine" only if the cuff can check it at all: see [`Features::checks`].
    pub struct Status(u16), plus 0b1_1000 {
        /// The body moved.
        BODY_MOVED = 0 => "body moved",
        /// The cuff was too loose.
        CUFF_TOO_LOOSE = 1 => "cuff too loose",
        /// An irregular pulse was found.
        IRREGULAR_PULSE = 2 => "irregular pulse",
        /// The measurement position was improper.
        IMPROPER_POSITION = 5 => "improper position",
    }
}

impl Status {
    /// Where the pulse rate lay (bits 3 and 4).
    pub const fn pulse_range(self) -> PulseRange {
        match (self.bits() >> 3) & 0b11 {
            0 => PulseRange::Within,
            1 => PulseRange::Above,
            2 => PulseRange::Below,
            _ => PulseRange::Reserved,
        }
    }
}

/// The pulse rate against the limits of the cuff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PulseRange {
    /// Within the limits, or not checked.
    Within,
    /// Above the upper limit.
    Above,
    /// Below the lower limit.
    Below,
    /// The fourth value of the two bits, which has no meaning yet.
    Reserved,
}

impl fmt::Display for PulseRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Within => "within limits",
            Self::Above => "above upper limit",
            Self::Below => "below lower limit",
            Self::Reserved => "reserved",
        })
    }
}

/// What 2A35 and 2A36 have in common: the same bytes with another meaning.
struct Frame<'a> {
    unit: Unit,
    pressures: [Sfloat; 3],
    time_stamp: Option<DateTime>,
    pulse_rate: Option<Sfloat>,
    user_id: Option<u8>,
    status: Option<Status>,
    reserved_flags: u8,
    remarks: Remarks,
    rest: &'a [u8],
}

impl<'a> Frame<'a> {
    /// The shape of the frames that send pulse and status most significant byte first, in every capture of them.
    fn has_big_endian_shape(flags: u8) -> bool {
        const ANNOUNCED: u8 = TIME_STAMP | PULSE_RATE | STATUS | 1 << 6;
        flags & (ANNOUNCED | USER_ID) == ANNOUNCED
    }

    fn decode_prefix(bytes: &'a [u8], quirks: Quirks) -> Result<Prefix<Self>, DecodeError> {
        let mut reader = Reader::new(bytes, 7)?;
        let [flags] = reader.mandatory()?;
        let mut pressures = [Sfloat::NAN; 3];
        for pressure in &mut pressures {
            *pressure = Sfloat::from_le_bytes(reader.mandatory()?);
        }
        let mut remarks = Remarks::NONE;
        let announced = |bit| flags & bit != 0;

        let time_stamp = reader.announced(announced(TIME_STAMP), "time stamp").map(DateTime::from_bytes);
        let (pulse_rate, user_id, status);
        // A cut frame of such a device must not pass for a whole one in the standard layout, which is one byte shorter:
        // so the flags alone choose the layout, never the length.
        if quirks.big_endian_pulse_with_unannounced_user && Self::has_big_endian_shape(flags) {
            remarks.add(Remark::QuirkApplied);
            pulse_rate = reader.announced(true, "pulse rate").map(u16::from_be_bytes).map(Sfloat::from_raw);
            user_id = reader.announced(true, "user id").map(u8::from_le_bytes);
            status = reader.announced(true, "status").map(u16::from_be_bytes).map(Status::from_bits);
        } else {
            pulse_rate = reader.announced(announced(PULSE_RATE), "pulse rate").map(Sfloat::from_le_bytes);
            user_id = reader.announced(announced(USER_ID), "user id").map(u8::from_le_bytes);
            status =
                reader.announced(announced(STATUS), "status").map(u16::from_le_bytes).map(Status::from_bits);
        }
        let (rest, cut) = reader.finish();

        if let Some(stamp) = time_stamp {
            stamp.remark(&mut remarks);
        }
        if let Some(status) = status {
            let strange = status.reserved() != 0 || status.pulse_range() == PulseRange::Reserved;
            remarks.add_if(strange, Remark::ReservedStatus);
        }
        let suspected = Self::has_big_endian_shape(flags) && rest.len() == 1;
        remarks.add_if(suspected && !remarks.contains(Remark::QuirkApplied), Remark::QuirkSuspected);
        remarks.add_if(flags & RESERVED != 0, Remark::ReservedFlags);
        remarks.add_if(!rest.is_empty() && cut.is_none(), Remark::LongerThanAnnounced);

        let unit = if announced(KPA) { Unit::KPa } else { Unit::MmHg };
        let reserved_flags = flags & RESERVED;
        let decoded =
            Self { unit, pressures, time_stamp, pulse_rate, user_id, status, reserved_flags, remarks, rest };
        Ok(Prefix { decoded, cut })
    }

    fn encode(&self) -> Vec<u8> {
        let flag = |condition, bit| if condition { bit } else { 0 };
        let flags = flag(self.unit == Unit::KPa, KPA)
            | flag(self.time_stamp.is_some(), TIME_STAMP)
            | flag(self.pulse_rate.is_some(), PULSE_RATE)
            | flag(self.user_id.is_some(), USER_ID)
            | flag(self.status.is_some(), STATUS)
            | (self.reserved_flags & RESERVED);
        let mut bytes = Vec::with_capacity(19 + self.rest.len());
        bytes.push(flags);
        bytes.extend(self.pressures.iter().flat_map(|pressure| pressure.to_le_bytes()));
        bytes.extend(self.time_stamp.iter().flat_map(|stamp| stamp.to_bytes()));
        bytes.extend(self.pulse_rate.iter().flat_map(|pulse| pulse.to_le_bytes()));
        bytes.extend(self.user_id);
        bytes.extend(self.status.iter().flat_map(|status| status.bits().to_le_bytes()));
        bytes.extend(self.rest);
        bytes
    }
}

/// A blood pressure measurement (2A35, indicated; 7 to 19 bytes).
///
/// Fields say what the cuff said. Whether the numbers are plausible (systolic above diastolic, and so on) is for another
/// layer: a frame with 72 over 81 decodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measurement<'a> {
    /// Unit of the three pressures.
    pub unit: Unit,
    /// Systolic pressure.
    pub systolic: Sfloat,
    /// Diastolic pressure.
    pub diastolic: Sfloat,
    /// Mean arterial pressure (MAP); NaN or 0 from cuffs that do not compute it.
    pub mean_arterial_pressure: Sfloat,
    /// The cuff's clock at the measurement.
    pub time_stamp: Option<DateTime>,
    /// Pulse rate, beats per minute.
    pub pulse_rate: Option<Sfloat>,
    /// The user slot as sent, [`UNKNOWN_USER`] included. Cuffs differ in whether they count from 0 or 1.
    pub user_id: Option<u8>,
    /// What the cuff noticed.
    pub status: Option<Status>,
    /// Flag bits 5 to 7 as sent, in their places.
    pub reserved_flags: u8,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the last announced field.
    pub rest: &'a [u8],
}

impl Measurement<'static> {
    /// A measurement of three pressures and nothing else; set the other fields as needed.
    pub fn new(unit: Unit, systolic: Sfloat, diastolic: Sfloat, mean_arterial_pressure: Sfloat) -> Self {
        Self {
            unit,
            systolic,
            diastolic,
            mean_arterial_pressure,
            time_stamp: None,
            pulse_rate: None,
            user_id: None,
            status: None,
            reserved_flags: 0,
            remarks: Remarks::NONE,
            rest: &[],
        }
    }
}

impl<'a> Measurement<'a> {
    /// Reads a whole frame.
    ///
    /// ```
    /// use health_gatt::{Quirks, blood_pressure::{Measurement, Unit}};
    /// let frame = [0x08, 0x78, 0x00, 0x50, 0x00, 0x5D, 0x00, 0x02];
    /// let m = Measurement::decode(&frame, Quirks::NONE)?;
    /// assert_eq!(m.systolic.to_string(), "120");
    /// assert_eq!((m.unit, m.user_id), (Unit::MmHg, Some(2)));
    /// # Ok::<(), health_gatt::DecodeError>(())
    /// ```
    pub fn decode(bytes: &'a [u8], quirks: Quirks) -> Result<Self, DecodeError> {
        Self::decode_prefix(bytes, quirks)?.whole()
    }

    /// Reads as much as there is of a frame that may be cut after its mandatory part.
    pub fn decode_prefix(bytes: &'a [u8], quirks: Quirks) -> Result<Prefix<Self>, DecodeError> {
        let Prefix { decoded: frame, cut } = Frame::decode_prefix(bytes, quirks)?;
        let [systolic, diastolic, mean_arterial_pressure] = frame.pressures;
        let mut remarks = frame.remarks;
        remarks.add_if(is_zero(mean_arterial_pressure), Remark::ZeroMeanPressure);
        let decoded = Self {
            unit: frame.unit,
            systolic,
            diastolic,
            mean_arterial_pressure,
            time_stamp: frame.time_stamp,
            pulse_rate: frame.pulse_rate,
            user_id: frame.user_id,
            status: frame.status,
            reserved_flags: frame.reserved_flags,
            remarks,
            rest: frame.rest,
        };
        Ok(Prefix { decoded, cut })
    }

    /// Whether the cuff got a result.
    ///
    /// It failed if none of the three pressures is a number. A mean arterial pressure of 0 counts as none: cuffs send it
    /// for "not computed".
    pub fn outcome(&self) -> Outcome {
        let mean = self.mean_arterial_pressure;
        if self.systolic.is_special() && self.diastolic.is_special() && (mean.is_special() || is_zero(mean)) {
            Outcome::Failed
        } else {
            Outcome::Reading
        }
    }

    /// The user slot, if the cuff sent one and knew it.
    pub fn known_user(&self) -> Option<u8> {
        self.user_id.filter(|&user| user != UNKNOWN_USER)
    }

    /// The bytes of this measurement in the specified layout, `rest` included.
    ///
    /// For a frame that was read in the specified layout these are the bytes that came.
    pub fn encode(&self) -> Vec<u8> {
        let frame = Frame {
            unit: self.unit,
            pressures: [self.systolic, self.diastolic, self.mean_arterial_pressure],
            time_stamp: self.time_stamp,
            pulse_rate: self.pulse_rate,
            user_id: self.user_id,
            status: self.status,
            reserved_flags: self.reserved_flags,
            remarks: self.remarks,
            rest: self.rest,
        };
        frame.encode()
    }
}

fn is_zero(word: Sfloat) -> bool {
    word.number().is_some_and(|number| number.mantissa == 0)
}

/// The pressure in the cuff while it is measuring (2A36, notified).
///
/// It shows progress and is never a reading: no systolic or diastolic pressure is in it, although the layout has room
/// for them. That is why it is a type of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CuffPressure<'a> {
    /// Unit of the pressure.
    pub unit: Unit,
    /// The pressure in the cuff now.
    pub pressure: Sfloat,
    /// The two pressures that a measurement would have here. They mean nothing (NaN or 0).
    pub unused: [Sfloat; 2],
    /// The cuff's clock.
    pub time_stamp: Option<DateTime>,
    /// Pulse rate, beats per minute.
    pub pulse_rate: Option<Sfloat>,
    /// The user slot as sent.
    pub user_id: Option<u8>,
    /// What the cuff noticed so far.
    pub status: Option<Status>,
    /// Flag bits 5 to 7 as sent, in their places.
    pub reserved_flags: u8,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the last announced field.
    pub rest: &'a [u8],
}

impl<'a> CuffPressure<'a> {
    /// Reads a whole frame.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let frame = Frame::decode_prefix(bytes, Quirks::NONE)?.whole()?;
        let [pressure, unused @ ..] = frame.pressures;
        Ok(Self {
            unit: frame.unit,
            pressure,
            unused,
            time_stamp: frame.time_stamp,
            pulse_rate: frame.pulse_rate,
            user_id: frame.user_id,
            status: frame.status,
            reserved_flags: frame.reserved_flags,
            remarks: frame.remarks,
            rest: frame.rest,
        })
    }

    /// The bytes of this frame, `rest` included.
    pub fn encode(&self) -> Vec<u8> {
        let [second, third] = self.unused;
        let frame = Frame {
            unit: self.unit,
            pressures: [self.pressure, second, third],
            time_stamp: self.time_stamp,
            pulse_rate: self.pulse_rate,
            user_id: self.user_id,
            status: self.status,
            reserved_flags: self.reserved_flags,
            remarks: self.remarks,
            rest: self.rest,
        };
        frame.encode()
    }
}

bit_set! {
    /// What a cuff can do.
    pub struct Features(u16), plus 0 {
        /// It notices movements of the body.
        BODY_MOVEMENT = 0 => "body movement detection",
        /// It notices a cuff that is too loose.
        CUFF_FIT = 1 => "cuff fit detection",
        /// It notices an irregular pulse.
        IRREGULAR_PULSE = 2 => "irregular pulse detection",
        /// It checks the pulse rate against limits.
        PULSE_RANGE = 3 => "pulse rate range detection",
        /// It notices an improper position.
        POSITION = 4 => "measurement position detection",
        /// It can be bonded to several phones.
        MULTIPLE_BONDS = 5 => "multiple bonds",
        /// Its records carry an end-to-end CRC (1.1).
        E2E_CRC = 6 => "E2E-CRC",
        /// It has the User Data Service (1.1).
        USER_DATA = 7 => "User Data Service",
        /// Its records carry the time shown to people (1.1.1).
        USER_FACING_TIME = 8 => "user facing time",
    }
}

impl Features {
    /// The status bits that this cuff really checks: a clear bit outside of them means "not checked".
    ///
    /// ```
    /// use health_gatt::blood_pressure::{Features, Status};
    /// assert!(Features::CUFF_FIT.checks().contains(Status::CUFF_TOO_LOOSE));
    /// assert!(!Features::CUFF_FIT.checks().contains(Status::IRREGULAR_PULSE));
    /// ```
    pub fn checks(self) -> Status {
        [
            (Self::BODY_MOVEMENT, Status::BODY_MOVED),
            (Self::CUFF_FIT, Status::CUFF_TOO_LOOSE),
            (Self::IRREGULAR_PULSE, Status::IRREGULAR_PULSE),
            (Self::PULSE_RANGE, Status::from_bits(0b1_1000)),
            (Self::POSITION, Status::IMPROPER_POSITION),
        ]
        .into_iter()
        .filter(|(feature, _)| self.contains(*feature))
        .fold(Status::NONE, |checked, (_, bits)| checked | bits)
    }
}

/// A Blood Pressure Feature value (2A49, read; 2 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature<'a> {
    /// What the cuff can do.
    pub features: Features,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the value.
    pub rest: &'a [u8],
}

impl<'a> Feature<'a> {
    /// Reads the characteristic.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 2)?;
        let features = Features::from_bits(u16::from_le_bytes(reader.mandatory()?));
        let (rest, _) = reader.finish();
        let mut remarks = Remarks::NONE;
        remarks.add_if(features.reserved() != 0, Remark::ReservedFeatures);
        remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
        Ok(Self { features, remarks, rest })
    }
}
