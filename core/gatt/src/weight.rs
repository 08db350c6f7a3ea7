//! Weight Scale Service (181D): measurement (2A9D), feature (2A9E).
//!
//! Layouts of Weight Scale Service 1.0, 3.1 and 3.2. A scale sends each measurement once, to whichever phone is there: two
//! paired phones get a random half each.

use alloc::vec::Vec;

use crate::Outcome;
use crate::datetime::DateTime;
use crate::decimal::Decimal;
use crate::error::{DecodeError, Prefix};
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};
use crate::unit::{Length, Mass};

mod feature;

pub(crate) use self::feature::resolutions;
pub use self::feature::{Feature, Features, HeightResolution, MassResolution};

/// The weight or fat word that stands for "measurement unsuccessful".
pub const UNSUCCESSFUL: u16 = 0xFFFF;

/// Whether lengths and masses of a frame are metric; each word counts steps of a fixed size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum System {
    /// Steps of 0.005 kg and 0.001 m.
    Metric,
    /// Steps of 0.01 lb and 0.1 in.
    Imperial,
}

impl System {
    pub(crate) const fn of(imperial: bool) -> Self {
        if imperial { Self::Imperial } else { Self::Metric }
    }

    /// The mass that a word states, at the resolution of the format.
    pub const fn mass(self, word: u16) -> (Decimal, Mass) {
        match self {
            Self::Metric => (Decimal::new(word as i32 * 5, -3), Mass::Kilogram),
            Self::Imperial => (Decimal::new(word as i32, -2), Mass::Pound),
        }
    }

    /// The length that a word states, at the resolution of the format.
    pub const fn length(self, word: u16) -> (Decimal, Length) {
        match self {
            Self::Metric => (Decimal::new(word as i32, -3), Length::Metre),
            Self::Imperial => (Decimal::new(word as i32, -1), Length::Inch),
        }
    }
}

/// Body mass index and height, which a scale sends together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BmiHeight {
    /// Body mass index, in 0.1 kg/m2.
    pub bmi: u16,
    /// Height, in steps of the frame's [`System`].
    pub height: u16,
}

/// A weight (2A9D, indicated; 3 to 15 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measurement<'a> {
    /// What the words count.
    pub system: System,
    /// The weight word as sent; [`UNSUCCESSFUL`] is no weight. See [`weight`](Self::weight).
    pub weight_word: u16,
    /// The scale's clock at the measurement.
    pub time_stamp: Option<DateTime>,
    /// The user slot as sent; 255 is "not known".
    pub user_id: Option<u8>,
    /// Body mass index and height.
    pub bmi_height: Option<BmiHeight>,
    /// Flag bits 4 to 7 as sent, in their places.
    pub reserved_flags: u8,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the last announced field.
    pub rest: &'a [u8],
}

impl Measurement<'static> {
    /// A weight and nothing else; set the other fields as needed.
    pub fn new(system: System, weight_word: u16) -> Self {
        Self {
            system,
            weight_word,
            time_stamp: None,
            user_id: None,
            bmi_height: None,
            reserved_flags: 0,
            remarks: Remarks::NONE,
            rest: &[],
        }
    }
}

impl<'a> Measurement<'a> {
    const IMPERIAL: u8 = 1 << 0;
    const TIME_STAMP: u8 = 1 << 1;
    const USER_ID: u8 = 1 << 2;
    const BMI_HEIGHT: u8 = 1 << 3;
    const RESERVED: u8 = 0b1111_0000;

    /// Reads a whole frame.
    ///
    /// ```
    /// use health_gatt::weight::Measurement;
    /// let m = Measurement::decode(&[0x00, 0xB0, 0x36])?;
    /// assert_eq!(m.weight().unwrap().0.to_string(), "70.000");
    /// # Ok::<(), health_gatt::DecodeError>(())
    /// ```
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        Self::decode_prefix(bytes)?.whole()
    }

    /// Reads as much as there is of a frame that may be cut after its mandatory part.
    pub fn decode_prefix(bytes: &'a [u8]) -> Result<Prefix<Self>, DecodeError> {
        let mut reader = Reader::new(bytes, 3)?;
        let [flags] = reader.mandatory()?;
        let weight_word = u16::from_le_bytes(reader.mandatory()?);
        let announced = |bit| flags & bit != 0;
        let time_stamp =
            reader.announced(announced(Self::TIME_STAMP), "time stamp").map(DateTime::from_bytes);
        let user_id = reader.announced(announced(Self::USER_ID), "user id").map(u8::from_le_bytes);
        let bmi_height =
            reader.announced(announced(Self::BMI_HEIGHT), "BMI and height").map(|[a, b, c, d]| BmiHeight {
                bmi: u16::from_le_bytes([a, b]),
                height: u16::from_le_bytes([c, d]),
            });
        let (rest, cut) = reader.finish();
        let mut remarks = Remarks::NONE;
        if let Some(stamp) = time_stamp {
            stamp.remark(&mut remarks);
        }
        remarks.add_if(flags & Self::RESERVED != 0, Remark::ReservedFlags);
        remarks.add_if(!rest.is_empty() && cut.is_none(), Remark::LongerThanAnnounced);
        let decoded = Self {
            system: System::of(announced(Self::IMPERIAL)),
            weight_word,
            time_stamp,
            user_id,
            bmi_height,
            reserved_flags: flags & Self::RESERVED,
            remarks,
            rest,
        };
        Ok(Prefix { decoded, cut })
    }

    /// The weight with its unit, or `None` where the scale calls the measurement unsuccessful.
    pub fn weight(&self) -> Option<(Decimal, Mass)> {
        (self.weight_word != UNSUCCESSFUL).then(|| self.system.mass(self.weight_word))
    }

    /// Whether the scale got a result.
    pub fn outcome(&self) -> Outcome {
        if self.weight_word == UNSUCCESSFUL { Outcome::Failed } else { Outcome::Reading }
    }

    /// The bytes of this measurement, `rest` included; for a decoded frame, the bytes that came.
    pub fn encode(&self) -> Vec<u8> {
        let flag = |condition, bit| if condition { bit } else { 0 };
        let flags = flag(self.system == System::Imperial, Self::IMPERIAL)
            | flag(self.time_stamp.is_some(), Self::TIME_STAMP)
            | flag(self.user_id.is_some(), Self::USER_ID)
            | flag(self.bmi_height.is_some(), Self::BMI_HEIGHT)
            | (self.reserved_flags & Self::RESERVED);
        let mut bytes = Vec::with_capacity(15 + self.rest.len());
        bytes.push(flags);
        bytes.extend(self.weight_word.to_le_bytes());
        bytes.extend(self.time_stamp.iter().flat_map(|stamp| stamp.to_bytes()));
        bytes.extend(self.user_id);
        bytes.extend(
            self.bmi_height.iter().flat_map(|pair| [pair.bmi, pair.height]).flat_map(u16::to_le_bytes),
        );
        bytes.extend(self.rest);
        bytes
    }
}
