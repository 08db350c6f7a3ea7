//! Heart Rate Service (180D): measurement (2A37), body sensor location (2A38), control point (2A39).
//!
//! Layouts of Heart Rate Service 1.0, 3.1 to 3.3. All of it is live: no device stores a measurement.

use alloc::vec::Vec;
use core::fmt;

use crate::bits::codes;
use crate::error::{DecodeError, Prefix};
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

/// Whether the sensor touches the skin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Contact {
    /// The sensor cannot tell; the flag bit beside it (0 or 1) is kept.
    NotSupported(bool),
    /// It can tell, and there is none: the value means little.
    Absent,
    /// It can tell, and there is contact.
    Present,
}

impl fmt::Display for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::NotSupported(_) => "not checked",
            Self::Absent => "not detected",
            Self::Present => "detected",
        })
    }
}

codes! {
    /// Where on the body the sensor is worn (2A38).
    pub struct Location {
        OTHER = 0 => "other",
        CHEST = 1 => "chest",
        WRIST = 2 => "wrist",
        FINGER = 3 => "finger",
        HAND = 4 => "hand",
        EAR_LOBE = 5 => "ear lobe",
        FOOT = 6 => "foot",
    }
}

/// The request that sets the energy counter back (2A39); the only one that the control point knows.
pub const RESET_ENERGY_EXPENDED: [u8; 1] = [1];

/// A heart rate (2A37, notified; 2 bytes and up).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measurement<'a> {
    /// Heart rate, beats per minute. A byte or a word on the air, kept in `wide`.
    pub heart_rate: u16,
    /// Whether the rate was sent as two bytes.
    pub wide: bool,
    /// Whether the sensor touches the skin.
    pub contact: Contact,
    /// Energy spent since the last reset, kilojoules; it stays at 65535 when it is full.
    pub energy_expended: Option<u16>,
    /// Time between beats as sent, oldest first; see [`intervals`](Self::intervals). `None` where not announced.
    pub rr: Option<&'a [u8]>,
    /// Flag bits 5 to 7 as sent, in their places.
    pub reserved_flags: u8,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the last whole field.
    pub rest: &'a [u8],
}

impl<'a> Measurement<'a> {
    const WIDE: u8 = 1 << 0;
    const CONTACT: u8 = 1 << 1;
    const CONTACT_SUPPORTED: u8 = 1 << 2;
    const ENERGY: u8 = 1 << 3;
    const INTERVALS: u8 = 1 << 4;
    const RESERVED: u8 = 0b1110_0000;

    /// Reads a whole frame.
    ///
    /// Intervals that are announced and not there are none: a sensor has nothing to send between two slow beats.
    ///
    /// ```
    /// use health_gatt::heart_rate::Measurement;
    /// let m = Measurement::decode(&[0x10, 0x40, 0x00, 0x04, 0x80, 0x03])?;
    /// assert_eq!(m.heart_rate, 64);
    /// assert_eq!(m.intervals().collect::<Vec<_>>(), [1024, 896]); // 1 s and 0.875 s
    /// # Ok::<(), health_gatt::DecodeError>(())
    /// ```
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        Self::decode_prefix(bytes)?.whole()
    }

    /// Reads as much as there is of a frame that may be cut after its mandatory part.
    pub fn decode_prefix(bytes: &'a [u8]) -> Result<Prefix<Self>, DecodeError> {
        let wide = bytes.first().is_some_and(|flags| flags & Self::WIDE != 0);
        let mut reader = Reader::new(bytes, if wide { 3 } else { 2 })?;
        let [flags] = reader.mandatory()?;
        let heart_rate = if wide {
            u16::from_le_bytes(reader.mandatory()?)
        } else {
            let [rate] = reader.mandatory()?;
            rate.into()
        };
        let announced = |bit| flags & bit != 0;
        let contact = match (announced(Self::CONTACT_SUPPORTED), announced(Self::CONTACT)) {
            (false, bit) => Contact::NotSupported(bit),
            (true, false) => Contact::Absent,
            (true, true) => Contact::Present,
        };
        let energy_expended =
            reader.announced(announced(Self::ENERGY), "energy expended").map(u16::from_le_bytes);
        let (tail, cut) = reader.finish();
        let mut remarks = Remarks::NONE;
        let (rr, rest) = if announced(Self::INTERVALS) && cut.is_none() {
            let (whole, half) = tail.split_at(tail.len() - tail.len() % 2);
            remarks.add_if(whole.is_empty(), Remark::NoIntervals);
            (Some(whole), half)
        } else {
            (None, tail)
        };
        remarks.add_if(flags & Self::RESERVED != 0, Remark::ReservedFlags);
        remarks.add_if(!rest.is_empty() && cut.is_none(), Remark::LongerThanAnnounced);
        let reserved_flags = flags & Self::RESERVED;
        let decoded = Self { heart_rate, wide, contact, energy_expended, rr, reserved_flags, remarks, rest };
        Ok(Prefix { decoded, cut })
    }

    /// Time between beats, oldest first, each in 1/1024 s.
    pub fn intervals(&self) -> impl ExactSizeIterator<Item = u16> + use<'a> {
        let (pairs, _) = self.rr.unwrap_or_default().as_chunks::<2>();
        pairs.iter().map(|pair| u16::from_le_bytes(*pair))
    }

    /// The bytes of this measurement, `rest` included; for a decoded frame, the bytes that came.
    pub fn encode(&self) -> Vec<u8> {
        let flag = |condition, bit| if condition { bit } else { 0 };
        let contact = match self.contact {
            Contact::NotSupported(bit) => flag(bit, Self::CONTACT),
            Contact::Absent => Self::CONTACT_SUPPORTED,
            Contact::Present => Self::CONTACT_SUPPORTED | Self::CONTACT,
        };
        let [low, high] = self.heart_rate.to_le_bytes();
        let wide = self.wide || high != 0;
        let flags = flag(wide, Self::WIDE)
            | contact
            | flag(self.energy_expended.is_some(), Self::ENERGY)
            | flag(self.rr.is_some(), Self::INTERVALS)
            | (self.reserved_flags & Self::RESERVED);
        let mut bytes = Vec::from([flags, low]);
        bytes.extend(wide.then_some(high));
        bytes.extend(self.energy_expended.iter().flat_map(|energy| energy.to_le_bytes()));
        bytes.extend(self.rr.unwrap_or_default());
        bytes.extend(self.rest);
        bytes
    }
}
