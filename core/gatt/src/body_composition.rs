//! Body Composition Service (181B): measurement (2A9C), feature (2A9B).
//!
//! Layouts of Body Composition Service 1.0, 3.1 and 3.2.

use alloc::vec::Vec;

use crate::Outcome;
use crate::bits::{bit_set, feature_value};
use crate::datetime::DateTime;
use crate::decimal::Decimal;
use crate::error::{DecodeError, Prefix};
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};
use crate::unit::{Length, Mass};
use crate::weight::{HeightResolution, MassResolution, System, UNSUCCESSFUL, resolutions};

bit_set! {
    /// The flags of a body composition: which fields follow, in this order.
    pub struct Flags(u16), plus 0 {
        /// Masses in 0.01 lb and heights in 0.1 in, else 0.005 kg and 0.001 m.
        IMPERIAL = 0 => "imperial units",
        /// A time stamp.
        TIME_STAMP = 1 => "time stamp",
        /// A user slot.
        USER_ID = 2 => "user id",
        /// Basal metabolism.
        BASAL_METABOLISM = 3 => "basal metabolism",
        /// Muscle percentage.
        MUSCLE_PERCENTAGE = 4 => "muscle percentage",
        /// Muscle mass.
        MUSCLE_MASS = 5 => "muscle mass",
        /// Fat free mass.
        FAT_FREE_MASS = 6 => "fat free mass",
        /// Soft lean mass.
        SOFT_LEAN_MASS = 7 => "soft lean mass",
        /// Body water mass.
        BODY_WATER_MASS = 8 => "body water mass",
        /// Impedance.
        IMPEDANCE = 9 => "impedance",
        /// Weight.
        WEIGHT = 10 => "weight",
        /// Height.
        HEIGHT = 11 => "height",
        /// The measurement takes more than one packet.
        MULTIPLE_PACKETS = 12 => "multiple packets",
    }
}

/// A body composition, or one packet of it (2A9C, indicated; 4 to 28 bytes).
///
/// A measurement that does not fit one packet comes in two, both with [`Flags::MULTIPLE_PACKETS`]: see [`Joiner`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measurement<'a> {
    /// The flags as sent, reserved ones included.
    pub flags: Flags,
    /// Body fat in 0.1 %; [`UNSUCCESSFUL`] is no result. See [`body_fat`](Self::body_fat).
    pub body_fat_word: u16,
    /// The scale's clock at the measurement.
    pub time_stamp: Option<DateTime>,
    /// The user slot as sent; 255 is "not known".
    pub user_id: Option<u8>,
    /// Basal metabolism, kilojoules a day.
    pub basal_metabolism: Option<u16>,
    /// Muscle, in 0.1 % of the weight.
    pub muscle_percentage: Option<u16>,
    /// Muscle mass, in steps of the [`System`].
    pub muscle_mass: Option<u16>,
    /// Fat free mass, in steps of the [`System`].
    pub fat_free_mass: Option<u16>,
    /// Soft lean mass, in steps of the [`System`].
    pub soft_lean_mass: Option<u16>,
    /// Body water mass, in steps of the [`System`].
    pub body_water_mass: Option<u16>,
    /// Impedance, in 0.1 ohm.
    pub impedance: Option<u16>,
    /// Weight, in steps of the [`System`].
    pub weight: Option<u16>,
    /// Height, in steps of the [`System`].
    pub height: Option<u16>,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the last announced field.
    pub rest: &'a [u8],
}

impl<'a> Measurement<'a> {
    /// Reads a whole packet.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        Self::decode_prefix(bytes)?.whole()
    }

    /// Reads as much as there is of a packet that may be cut after its mandatory part.
    pub fn decode_prefix(bytes: &'a [u8]) -> Result<Prefix<Self>, DecodeError> {
        let mut reader = Reader::new(bytes, 4)?;
        let flags = Flags::from_bits(u16::from_le_bytes(reader.mandatory()?));
        let body_fat_word = u16::from_le_bytes(reader.mandatory()?);
        let time_stamp =
            reader.announced(flags.contains(Flags::TIME_STAMP), "time stamp").map(DateTime::from_bytes);
        let user_id = reader.announced(flags.contains(Flags::USER_ID), "user id").map(u8::from_le_bytes);
        let mut word = |flag, name| reader.announced(flags.contains(flag), name).map(u16::from_le_bytes);
        let basal_metabolism = word(Flags::BASAL_METABOLISM, "basal metabolism");
        let muscle_percentage = word(Flags::MUSCLE_PERCENTAGE, "muscle percentage");
        let muscle_mass = word(Flags::MUSCLE_MASS, "muscle mass");
        let fat_free_mass = word(Flags::FAT_FREE_MASS, "fat free mass");
        let soft_lean_mass = word(Flags::SOFT_LEAN_MASS, "soft lean mass");
        let body_water_mass = word(Flags::BODY_WATER_MASS, "body water mass");
        let impedance = word(Flags::IMPEDANCE, "impedance");
        let weight = word(Flags::WEIGHT, "weight");
        let height = word(Flags::HEIGHT, "height");
        let (rest, cut) = reader.finish();
        let mut remarks = Remarks::NONE;
        if let Some(stamp) = time_stamp {
            stamp.remark(&mut remarks);
        }
        remarks.add_if(flags.reserved() != 0, Remark::ReservedFlags);
        remarks.add_if(flags.contains(Flags::MULTIPLE_PACKETS), Remark::MorePackets);
        remarks.add_if(!rest.is_empty() && cut.is_none(), Remark::LongerThanAnnounced);
        let decoded = Self {
            flags,
            body_fat_word,
            time_stamp,
            user_id,
            basal_metabolism,
            muscle_percentage,
            muscle_mass,
            fat_free_mass,
            soft_lean_mass,
            body_water_mass,
            impedance,
            weight,
            height,
            remarks,
            rest,
        };
        Ok(Prefix { decoded, cut })
    }

    /// What the words of masses and heights count.
    pub fn system(&self) -> System {
        System::of(self.flags.contains(Flags::IMPERIAL))
    }

    /// Body fat, percent, or `None` where the scale calls the measurement unsuccessful.
    pub fn body_fat(&self) -> Option<Decimal> {
        (self.body_fat_word != UNSUCCESSFUL).then(|| Decimal::new(self.body_fat_word.into(), -1))
    }

    /// Whether the scale got a result.
    pub fn outcome(&self) -> Outcome {
        if self.body_fat_word == UNSUCCESSFUL { Outcome::Failed } else { Outcome::Reading }
    }

    /// The masses that were sent but the weight, each with its name and unit, in the order of the frame.
    pub fn masses(&self) -> impl Iterator<Item = (&'static str, Decimal, Mass)> {
        let system = self.system();
        [
            ("muscle mass", self.muscle_mass),
            ("fat free mass", self.fat_free_mass),
            ("soft lean mass", self.soft_lean_mass),
            ("body water mass", self.body_water_mass),
        ]
        .into_iter()
        .filter_map(move |(name, word)| {
            let (mass, unit) = system.mass(word?);
            Some((name, mass, unit))
        })
    }

    /// The weight with its unit, if it was sent.
    pub fn weight(&self) -> Option<(Decimal, Mass)> {
        self.weight.map(|word| self.system().mass(word))
    }

    /// The height with its unit, if it was sent.
    pub fn height(&self) -> Option<(Decimal, Length)> {
        self.height.map(|word| self.system().length(word))
    }

    /// The bytes of this packet, `rest` included; for a decoded packet, the bytes that came.
    ///
    /// Units, reserved flags and [`Flags::MULTIPLE_PACKETS`] are taken from `flags`, all others from the fields.
    pub fn encode(&self) -> Vec<u8> {
        let words = [
            (Flags::BASAL_METABOLISM, self.basal_metabolism),
            (Flags::MUSCLE_PERCENTAGE, self.muscle_percentage),
            (Flags::MUSCLE_MASS, self.muscle_mass),
            (Flags::FAT_FREE_MASS, self.fat_free_mass),
            (Flags::SOFT_LEAN_MASS, self.soft_lean_mass),
            (Flags::BODY_WATER_MASS, self.body_water_mass),
            (Flags::IMPEDANCE, self.impedance),
            (Flags::WEIGHT, self.weight),
            (Flags::HEIGHT, self.height),
        ];
        let kept = self.flags.bits() & (Flags::IMPERIAL | Flags::MULTIPLE_PACKETS).bits();
        let mut flags = Flags::from_bits(kept | self.flags.reserved());
        let stamp_and_user =
            [(Flags::TIME_STAMP, self.time_stamp.is_some()), (Flags::USER_ID, self.user_id.is_some())];
        for (flag, there) in
            stamp_and_user.into_iter().chain(words.map(|(flag, word)| (flag, word.is_some())))
        {
            flags = if there { flags | flag } else { flags };
        }
        let mut bytes = Vec::from(flags.bits().to_le_bytes());
        bytes.extend(self.body_fat_word.to_le_bytes());
        bytes.extend(self.time_stamp.iter().flat_map(|stamp| stamp.to_bytes()));
        bytes.extend(self.user_id);
        bytes.extend(words.iter().filter_map(|(_, word)| *word).flat_map(u16::to_le_bytes));
        bytes.extend(self.rest);
        bytes
    }
}

/// Puts the two packets of one measurement together (Body Composition Service 1.0, 3.2.1).
///
/// Packets of one measurement are told by their order alone, so a first half whose second never came is handed out when
/// the next measurement begins.
#[derive(Debug, Clone, Copy, Default)]
pub struct Joiner {
    first: Option<Measurement<'static>>,
}

/// What a packet gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// The first packet of two.
    Half,
    /// A whole measurement.
    Whole(Measurement<'static>),
    /// A whole measurement, after a first half that stayed alone.
    WholeAfterHalf {
        /// The lonely half.
        half: Measurement<'static>,
        /// The whole one.
        whole: Measurement<'static>,
    },
}

impl Joiner {
    /// Takes the next packet; bytes after its announced fields are left out.
    pub fn push(&mut self, packet: &Measurement<'_>) -> Joined {
        let packet = Measurement { rest: &[], ..*packet };
        match (self.first.take(), packet.flags.contains(Flags::MULTIPLE_PACKETS)) {
            (None, true) => {
                self.first = Some(packet);
                Joined::Half
            }
            (None, false) => Joined::Whole(packet),
            (Some(half), false) => Joined::WholeAfterHalf { half, whole: packet },
            (Some(first), true) => {
                let mut remarks = first.remarks;
                packet.remarks.iter().for_each(|remark| remarks.add(remark));
                Joined::Whole(Measurement {
                    flags: first.flags,
                    body_fat_word: first.body_fat_word,
                    time_stamp: first.time_stamp.or(packet.time_stamp),
                    user_id: first.user_id.or(packet.user_id),
                    basal_metabolism: first.basal_metabolism.or(packet.basal_metabolism),
                    muscle_percentage: first.muscle_percentage.or(packet.muscle_percentage),
                    muscle_mass: first.muscle_mass.or(packet.muscle_mass),
                    fat_free_mass: first.fat_free_mass.or(packet.fat_free_mass),
                    soft_lean_mass: first.soft_lean_mass.or(packet.soft_lean_mass),
                    body_water_mass: first.body_water_mass.or(packet.body_water_mass),
                    impedance: first.impedance.or(packet.impedance),
                    weight: first.weight.or(packet.weight),
                    height: first.height.or(packet.height),
                    remarks,
                    rest: &[],
                })
            }
        }
    }

    /// A first half that waits for its second, as when the link is lost.
    pub fn pending(&self) -> Option<&Measurement<'static>> {
        self.first.as_ref()
    }
}

bit_set! {
    /// What a body composition scale can do; bits 11 to 17 are two numbers, see [`Feature`].
    pub struct Features(u32), plus 0b11_1111_1000_0000_0000 {
        /// Time stamp.
        TIME_STAMP = 0 => "time stamp",
        /// Multiple users.
        MULTIPLE_USERS = 1 => "multiple users",
        /// Basal metabolism.
        BASAL_METABOLISM = 2 => "basal metabolism",
        /// Muscle percentage.
        MUSCLE_PERCENTAGE = 3 => "muscle percentage",
        /// Muscle mass.
        MUSCLE_MASS = 4 => "muscle mass",
        /// Fat free mass.
        FAT_FREE_MASS = 5 => "fat free mass",
        /// Soft lean mass.
        SOFT_LEAN_MASS = 6 => "soft lean mass",
        /// Body water mass.
        BODY_WATER_MASS = 7 => "body water mass",
        /// Impedance.
        IMPEDANCE = 8 => "impedance",
        /// Weight.
        WEIGHT = 9 => "weight",
        /// Height.
        HEIGHT = 10 => "height",
    }
}

feature_value! {
    /// A Body Composition Feature value (2A9B, read; 4 bytes).
    pub struct Feature(Features as u32, 4 bytes),
    also |features: Features| resolutions(features.bits(), 11).1
}

impl Feature<'_> {
    /// How finely it weighs (bits 11 to 14).
    pub fn mass_resolution(&self) -> MassResolution {
        resolutions(self.features.bits(), 11).0.0
    }

    /// How finely it knows heights (bits 15 to 17).
    pub fn height_resolution(&self) -> HeightResolution {
        resolutions(self.features.bits(), 11).0.1
    }
}
