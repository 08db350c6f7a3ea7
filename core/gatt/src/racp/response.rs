//! What a device answers.

use alloc::vec::Vec;

use super::{Dialect, NULL_OPERATOR, OpCode, Refusal, ResponseCode};
use crate::error::{DecodeError, DecodeErrorKind};
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

/// What a device answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// So many records.
    Count(u32),
    /// A combined report ended, and so many records were sent.
    CombinedReport(u32),
    /// The sequence number of the newest record (Omron's option service).
    LatestSequenceNumber(u16),
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
        self.encode_as(Dialect::Glucose)
    }

    /// The bytes that a device of that service indicates: a health sensor counts in four bytes, others in two where the
    /// count fits. A combined report is always counted in four.
    pub fn encode_as(self, dialect: Dialect) -> Vec<u8> {
        let wide = |op: OpCode, count: u32| [&[op.0, NULL_OPERATOR][..], &count.to_le_bytes()].concat();
        let short = |op: OpCode, count: u16| [&[op.0, NULL_OPERATOR][..], &count.to_le_bytes()].concat();
        match self {
            Self::Count(count) => match u16::try_from(count) {
                Ok(count) if dialect != Dialect::HealthSensor => short(OpCode::COUNT_RESPONSE, count),
                _ => wide(OpCode::COUNT_RESPONSE, count),
            },
            Self::CombinedReport(count) => wide(OpCode::COMBINED_REPORT_RESPONSE, count),
            Self::LatestSequenceNumber(number) => short(OpCode::LATEST_SEQUENCE_NUMBER_RESPONSE, number),
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
        let op_code = OpCode(op_code);
        let known = [
            OpCode::COUNT_RESPONSE,
            OpCode::RESPONSE,
            OpCode::COMBINED_REPORT_RESPONSE,
            OpCode::LATEST_SEQUENCE_NUMBER_RESPONSE,
        ];
        if !known.contains(&op_code) {
            return Err(DecodeError { kind: DecodeErrorKind::NotAResponse, at: 0 });
        }
        if operator != NULL_OPERATOR {
            return Err(DecodeError { kind: DecodeErrorKind::OperatorNotNull, at: 1 });
        }
        if matches!(op_code, OpCode::COUNT_RESPONSE | OpCode::COMBINED_REPORT_RESPONSE) {
            let count = read_count(reader.finish().0)?;
            let answer = match op_code {
                OpCode::COUNT_RESPONSE => Answer::Count(count),
                _ => Answer::CombinedReport(count),
            };
            return Ok(Self { answer, remarks: Remarks::NONE, rest: &[] });
        }
        if op_code == OpCode::LATEST_SEQUENCE_NUMBER_RESPONSE {
            let answer = Answer::LatestSequenceNumber(u16::from_le_bytes(reader.mandatory()?));
            let (rest, _) = reader.finish();
            let mut remarks = Remarks::NONE;
            remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
            return Ok(Self { answer, remarks, rest });
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

fn read_count(bytes: &[u8]) -> Result<u32, DecodeError> {
    match *bytes {
        [count] => Ok(u32::from(count)),
        [low, high] => Ok(u32::from(u16::from_le_bytes([low, high]))),
        [a, b, c, d] => Ok(u32::from_le_bytes([a, b, c, d])),
        _ => Err(DecodeError { kind: DecodeErrorKind::CountWidth { got: bytes.len() }, at: 2 }),
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        Self::Result { request: refusal.request, code: refusal.code }
    }
}
