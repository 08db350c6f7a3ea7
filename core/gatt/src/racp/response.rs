//! What a device answers.

use alloc::vec::Vec;

use super::{NULL_OPERATOR, OpCode, Refusal, ResponseCode};
use crate::error::{DecodeError, DecodeErrorKind};
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

/// What a device answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// So many records.
    Count(u32),
    /// A procedure ended.
    Result {
        /// Op code of the request that this answers.
        request: OpCode,
        /// How it ended.
        code: ResponseCode,
    },
}

impl Answer {
    /// The bytes to indicate; a count takes two bytes where it fits, as in the glucose and oximeter services, else four.
    pub fn encode(self) -> Vec<u8> {
        match self {
            Self::Count(count) => {
                let mut bytes = Vec::from([OpCode::COUNT_RESPONSE.0, NULL_OPERATOR]);
                match u16::try_from(count) {
                    Ok(short) => bytes.extend(short.to_le_bytes()),
                    Err(_) => bytes.extend(count.to_le_bytes()),
                }
                bytes
            }
            Self::Result { request, code } => {
                Vec::from([OpCode::RESPONSE.0, NULL_OPERATOR, request.0, code.0])
            }
        }
    }
}

/// An answer of a device, as indicated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Response<'a> {
    /// The answer.
    pub answer: Answer,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the answer.
    pub rest: &'a [u8],
}

impl<'a> Response<'a> {
    /// Reads an indication of the control point.
    ///
    /// A count takes 1, 2 or 4 bytes, depending on the service, so a cut count cannot be told from a shorter one: treat
    /// it as a hint, and the records received as the truth.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 3)?;
        let [op_code, operator] = reader.mandatory()?;
        if !matches!(OpCode(op_code), OpCode::COUNT_RESPONSE | OpCode::RESPONSE) {
            return Err(DecodeError { kind: DecodeErrorKind::NotAResponse, at: 0 });
        }
        if operator != NULL_OPERATOR {
            return Err(DecodeError { kind: DecodeErrorKind::OperatorNotNull, at: 1 });
        }
        if OpCode(op_code) == OpCode::COUNT_RESPONSE {
            let count = match reader.finish().0 {
                &[count] => u32::from(count),
                &[low, high] => u32::from(u16::from_le_bytes([low, high])),
                &[a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
                other => {
                    return Err(DecodeError {
                        kind: DecodeErrorKind::CountWidth { got: other.len() },
                        at: 2,
                    });
                }
            };
            return Ok(Self { answer: Answer::Count(count), remarks: Remarks::NONE, rest: &[] });
        }
        let [request, code] = reader.mandatory()?;
        let (rest, _) = reader.finish();
        let code = ResponseCode(code);
        let mut remarks = Remarks::NONE;
        remarks.add_if(!code.is_defined(), Remark::UnknownResponseCode);
        remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
        Ok(Self { answer: Answer::Result { request: OpCode(request), code }, remarks, rest })
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        Self::Result { request: refusal.request, code: refusal.code }
    }
}
