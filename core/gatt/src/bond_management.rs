//! Bond Management Service (181E): control point (2AA4), feature (2AA5).
//!
//! Layouts of Bond Management Service 1.0, 3.1 and 3.2. Only the bond of the phone that asks can be given up from here, and
//! only where a person said "forget this device".

use alloc::vec::Vec;

use crate::bits::{bit_set, codes};
use crate::error::DecodeError;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

codes! {
    /// What a request asks for.
    pub struct OpCode {
        DELETE_OWN_BOTH = 0x01 => "delete the bond of the requesting device (BR/EDR and LE)",
        DELETE_OWN_BR_EDR = 0x02 => "delete the bond of the requesting device (BR/EDR)",
        DELETE_OWN_LE = 0x03 => "delete the bond of the requesting device (LE)",
        DELETE_ALL_BOTH = 0x04 => "delete all bonds (BR/EDR and LE)",
        DELETE_ALL_BR_EDR = 0x05 => "delete all bonds (BR/EDR)",
        DELETE_ALL_LE = 0x06 => "delete all bonds (LE)",
        DELETE_OTHERS_BOTH = 0x07 => "delete all bonds but the active one (BR/EDR and LE)",
        DELETE_OTHERS_BR_EDR = 0x08 => "delete all bonds but the active one (BR/EDR)",
        DELETE_OTHERS_LE = 0x09 => "delete all bonds but the active one (LE)",
    }
}

/// A request to the control point (2AA4, written; 1 byte and up), as a device reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request<'a> {
    /// What is asked.
    pub op_code: OpCode,
    /// The authorisation code, where the device wants one.
    pub authorisation: &'a [u8],
    /// What was noticed while decoding.
    pub remarks: Remarks,
}

impl<'a> Request<'a> {
    /// Reads a request.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 1)?;
        let [op_code] = reader.mandatory()?;
        let (authorisation, _) = reader.finish();
        let op_code = OpCode(op_code);
        let mut remarks = Remarks::NONE;
        remarks.add_if(op_code.text().is_none(), Remark::UndefinedValue);
        Ok(Self { op_code, authorisation, remarks })
    }
}

/// The bytes that make a device give up its LE bond with this phone.
pub fn forget_this_phone(authorisation: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::from([OpCode::DELETE_OWN_LE.0]);
    bytes.extend(authorisation);
    bytes
}

bit_set! {
    /// Which requests a device follows, and which of them want an authorisation code; bit 23 extends the field.
    pub struct Features(u32), plus 0x80_0000 {
        /// Own bond, BR/EDR and LE.
        OWN_BOTH = 0 => "delete own bond (BR/EDR and LE)",
        /// With authorisation.
        OWN_BOTH_AUTHORISED = 1 => "delete own bond (BR/EDR and LE) with authorisation",
        /// Own bond, BR/EDR.
        OWN_BR_EDR = 2 => "delete own bond (BR/EDR)",
        /// With authorisation.
        OWN_BR_EDR_AUTHORISED = 3 => "delete own bond (BR/EDR) with authorisation",
        /// Own bond, LE.
        OWN_LE = 4 => "delete own bond (LE)",
        /// With authorisation.
        OWN_LE_AUTHORISED = 5 => "delete own bond (LE) with authorisation",
        /// All bonds, BR/EDR and LE.
        ALL_BOTH = 6 => "delete all bonds (BR/EDR and LE)",
        /// With authorisation.
        ALL_BOTH_AUTHORISED = 7 => "delete all bonds (BR/EDR and LE) with authorisation",
        /// All bonds, BR/EDR.
        ALL_BR_EDR = 8 => "delete all bonds (BR/EDR)",
        /// With authorisation.
        ALL_BR_EDR_AUTHORISED = 9 => "delete all bonds (BR/EDR) with authorisation",
        /// All bonds, LE.
        ALL_LE = 10 => "delete all bonds (LE)",
        /// With authorisation.
        ALL_LE_AUTHORISED = 11 => "delete all bonds (LE) with authorisation",
        /// All but the active one, BR/EDR and LE.
        OTHERS_BOTH = 12 => "delete all but the active bond (BR/EDR and LE)",
        /// With authorisation.
        OTHERS_BOTH_AUTHORISED = 13 => "delete all but the active bond (BR/EDR and LE) with authorisation",
        /// All but the active one, BR/EDR.
        OTHERS_BR_EDR = 14 => "delete all but the active bond (BR/EDR)",
        /// With authorisation.
        OTHERS_BR_EDR_AUTHORISED = 15 => "delete all but the active bond (BR/EDR) with authorisation",
        /// All but the active one, LE.
        OTHERS_LE = 16 => "delete all but the active bond (LE)",
        /// With authorisation.
        OTHERS_LE_AUTHORISED = 17 => "delete all but the active bond (LE) with authorisation",
        /// The device identifies the phone.
        IDENTIFY = 18 => "identify yourself",
    }
}

/// A Bond Management Feature value (2AA5, read; 3 bytes and up).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature<'a> {
    /// What the device follows, the first three bytes.
    pub features: Features,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the third, which extend the field where its bit 23 is set.
    pub rest: &'a [u8],
}

impl<'a> Feature<'a> {
    /// Reads the characteristic.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 3)?;
        let [low, middle, high] = reader.mandatory()?;
        let features = Features::from_bits(u32::from_le_bytes([low, middle, high, 0]));
        let (rest, _) = reader.finish();
        let mut remarks = Remarks::NONE;
        remarks.add_if(features.reserved() != 0, Remark::ReservedFeatures);
        remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
        Ok(Self { features, remarks, rest })
    }
}
