//! User Data Service (181C): who of several users is measuring.
//!
//! User Index (2A9A), Database Change Increment (2A99), User Control Point (2A9F), Registered User (2B37). Layouts of User
//! Data Service 1.0 and 1.1, 3.1 to 3.4, as openScale and im97mori-github/JavaBLEUtil read them. A slot is a number on one
//! device and no person: brands count from 0 or from 1, and mapping slots to people is for the layers above.

use alloc::vec::Vec;

use crate::bits::codes;
use crate::error::{DecodeError, DecodeErrorKind};
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

mod procedure;

pub use self::procedure::{Consent, End, Procedure};

/// The user index that stands for "not known".
pub const UNKNOWN_USER: u8 = 255;

/// The largest consent code.
pub const MAX_CONSENT: u16 = 9999;

codes! {
    /// What a request of the control point asks for.
    pub struct OpCode {
        REGISTER_NEW_USER = 0x01 => "register new user",
        CONSENT = 0x02 => "consent",
        DELETE_USER_DATA = 0x03 => "delete user data",
        LIST_ALL_USERS = 0x04 => "list all users",
        DELETE_USERS = 0x05 => "delete users",
        RESPONSE = 0x20 => "response",
    }
}

codes! {
    /// How a request of the control point ended.
    pub struct ResponseCode {
        SUCCESS = 1 => "success",
        OP_CODE_NOT_SUPPORTED = 2 => "op code not supported",
        INVALID_PARAMETER = 3 => "invalid parameter",
        OPERATION_FAILED = 4 => "operation failed (all slots taken)",
        USER_NOT_AUTHORISED = 5 => "user not authorised",
    }
}

/// What a collector asks of the control point.
///
/// Deleting users or their data has no request here, on purpose: a diary never needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Request {
    /// Give a new user a slot, protected by this consent code, 0 to [`MAX_CONSENT`].
    Register {
        /// The consent code.
        consent: u16,
    },
    /// Act as the user of this slot.
    Consent {
        /// The slot.
        user: u8,
        /// The consent code that protects it.
        consent: u16,
    },
    /// Send every registered user (1.1).
    ListUsers,
}

impl Request {
    /// The op code of this request.
    pub const fn op_code(self) -> OpCode {
        match self {
            Self::Register { .. } => OpCode::REGISTER_NEW_USER,
            Self::Consent { .. } => OpCode::CONSENT,
            Self::ListUsers => OpCode::LIST_ALL_USERS,
        }
    }

    /// The bytes to write.
    ///
    /// ```
    /// use health_gatt::user_data::Request;
    /// assert_eq!(Request::Consent { user: 2, consent: 1234 }.encode(), [0x02, 0x02, 0xD2, 0x04]);
    /// ```
    pub fn encode(self) -> Vec<u8> {
        let mut bytes = Vec::from([self.op_code().0]);
        match self {
            Self::Register { consent } => bytes.extend(consent.to_le_bytes()),
            Self::Consent { user, consent } => {
                bytes.push(user);
                bytes.extend(consent.to_le_bytes());
            }
            Self::ListUsers => {}
        }
        bytes
    }

    /// Reads a request as a device does, for simulators and for looking at traces.
    ///
    /// # Errors
    /// The answer that a device owes the collector: op code not supported, or invalid parameter.
    pub fn decode(bytes: &[u8]) -> Result<Self, Response<'static>> {
        let (&op, operand) = bytes.split_first().unwrap_or((&0, &[]));
        let refuse = |code| Response { request: OpCode(op), code, parameter: &[], remarks: Remarks::NONE };
        let consent = |low, high| {
            let consent = u16::from_le_bytes([low, high]);
            if consent <= MAX_CONSENT { Ok(consent) } else { Err(refuse(ResponseCode::INVALID_PARAMETER)) }
        };
        match (OpCode(op), operand) {
            (OpCode::REGISTER_NEW_USER, &[low, high]) => Ok(Self::Register { consent: consent(low, high)? }),
            (OpCode::CONSENT, &[user, low, high]) => Ok(Self::Consent { user, consent: consent(low, high)? }),
            (OpCode::LIST_ALL_USERS, []) => Ok(Self::ListUsers),
            (OpCode::REGISTER_NEW_USER | OpCode::CONSENT | OpCode::LIST_ALL_USERS, _) => {
                Err(refuse(ResponseCode::INVALID_PARAMETER))
            }
            _ => Err(refuse(ResponseCode::OP_CODE_NOT_SUPPORTED)),
        }
    }
}

/// What a device answers on its control point (indicated; 3 bytes and up).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Response<'a> {
    /// The request that this answers.
    pub request: OpCode,
    /// How it ended.
    pub code: ResponseCode,
    /// What goes with a success: the slot of a new user, the number of users.
    pub parameter: &'a [u8],
    /// What was noticed while decoding.
    pub remarks: Remarks,
}

impl<'a> Response<'a> {
    /// Reads an indication of the control point.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 3)?;
        let [op, request, code] = reader.mandatory()?;
        if OpCode(op) != OpCode::RESPONSE {
            return Err(DecodeError { kind: DecodeErrorKind::NotAResponse, at: 0 });
        }
        let code = ResponseCode(code);
        let (parameter, _) = reader.finish();
        let mut remarks = Remarks::NONE;
        remarks.add_if(code.text().is_none(), Remark::UnknownResponseCode);
        Ok(Self { request: OpCode(request), code, parameter, remarks })
    }

    /// The slot that a new user got.
    pub fn new_user(&self) -> Option<u8> {
        match (self.request, self.code, self.parameter) {
            (OpCode::REGISTER_NEW_USER, ResponseCode::SUCCESS, &[user, ..]) => Some(user),
            _ => None,
        }
    }

    /// The bytes to indicate; for a decoded answer, the bytes that came.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::from([OpCode::RESPONSE.0, self.request.0, self.code.0]);
        bytes.extend(self.parameter);
        bytes
    }
}

/// A User Index (2A9A, read; 1 byte): the slot that is active in this connection.
///
/// # Errors
/// Too short.
pub fn decode_index(bytes: &[u8]) -> Result<u8, DecodeError> {
    let [index] = Reader::new(bytes, 1)?.mandatory()?;
    Ok(index)
}

/// A Database Change Increment (2A99, read, written, notified; 4 bytes): grows with each change of user data.
///
/// # Errors
/// Too short.
pub fn decode_increment(bytes: &[u8]) -> Result<u32, DecodeError> {
    Ok(u32::from_le_bytes(Reader::new(bytes, 4)?.mandatory()?))
}

/// A registered user (2B37), its segments put together: flags, slot, and a name if the device has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegisteredUser<'a> {
    /// Flags as sent; bit 0 says that a name follows.
    pub flags: u8,
    /// The slot.
    pub index: u8,
    /// The name, UTF-8, as sent.
    pub name: &'a [u8],
}

impl<'a> RegisteredUser<'a> {
    /// Reads the record, without the segments' headers.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 2)?;
        let [flags, index] = reader.mandatory()?;
        let (name, _) = reader.finish();
        Ok(Self { flags, index, name })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_answers_what_it_does_not_follow() {
        for (bytes, code) in [
            (&[][..], 2),
            (&[0x03], 2),
            (&[0x05, 0xFF], 2),
            (&[0x01], 3),
            (&[0x01, 0x10, 0x27], 3),
            // A published vector without the slot is wrong: RonanB96/bluetooth-sig-python, test_user_control_point.py.
            (&[0x02, 0x03, 0xE8], 3),
            (&[0x02, 1, 0xFF, 0xFF], 3),
            (&[0x04, 0], 3),
        ] {
            let refusal = Request::decode(bytes).unwrap_err();
            assert_eq!(refusal.code, ResponseCode(code), "{bytes:?}");
            assert_eq!(refusal.encode(), [0x20, bytes.first().copied().unwrap_or(0), code]);
        }
    }

    #[test]
    fn requests_survive_their_encoding() {
        for consent in [0, 1, 255, 256, MAX_CONSENT] {
            for request in
                [Request::Register { consent }, Request::Consent { user: 254, consent }, Request::ListUsers]
            {
                assert_eq!(Request::decode(&request.encode()), Ok(request));
            }
        }
    }

    #[test]
    fn a_new_user_is_read_from_a_success_alone() {
        assert_eq!(Response::decode(&[0x20, 1, 1, 2]).unwrap().new_user(), Some(2));
        assert_eq!(Response::decode(&[0x20, 1, 4, 2]).unwrap().new_user(), None);
        assert_eq!(Response::decode(&[0x20, 2, 1, 2]).unwrap().new_user(), None);
        assert_eq!(Response::decode(&[0x20, 1, 1]).unwrap().new_user(), None);
        assert!(Response::decode(&[0x20, 1, 9]).unwrap().remarks.contains(Remark::UnknownResponseCode));
    }
}
