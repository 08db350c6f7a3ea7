//! What a collector asks for.

use alloc::vec::Vec;
use core::fmt;

use super::records::{Records, number};
use super::{Dialect, OpCode, ResponseCode};

/// What a collector asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Request {
    /// Send these records.
    Report(Records),
    /// Say how many of these records there are.
    Count(Records),
    /// Send these records and say how many there were (Generic Health Sensor Service).
    CombinedReport(Records),
    /// Say the sequence number of the newest record (Omron's option service).
    LatestSequenceNumber,
    /// Stop the running procedure.
    Abort,
}

impl Request {
    /// The op code of this request.
    pub const fn op_code(self) -> OpCode {
        match self {
            Self::Report(_) => OpCode::REPORT,
            Self::Count(_) => OpCode::COUNT,
            Self::CombinedReport(_) => OpCode::COMBINED_REPORT,
            Self::LatestSequenceNumber => OpCode::LATEST_SEQUENCE_NUMBER,
            Self::Abort => OpCode::ABORT,
        }
    }

    /// The bytes to write.
    ///
    /// ```
    /// use health_gatt::racp::{Range, Records, Request};
    /// assert_eq!(Request::Report(Records::All).encode(), [0x01, 0x01]);
    /// let newer = Records::SequenceNumber(Range::AtLeast(5));
    /// assert_eq!(Request::Report(newer).encode(), [0x01, 0x03, 0x01, 0x05, 0x00]);
    /// ```
    pub fn encode(self) -> Vec<u8> {
        let mut bytes = Vec::from([self.op_code().0]);
        match self {
            Self::Report(records) | Self::Count(records) | Self::CombinedReport(records) => {
                records.push(&mut bytes);
            }
            Self::LatestSequenceNumber | Self::Abort => bytes.push(number::NULL),
        }
        bytes
    }

    /// Reads a request as a glucose meter or an oximeter does, for simulators and for looking at traces.
    ///
    /// The error is the answer that a device owes the collector.
    pub fn decode(bytes: &[u8]) -> Result<Self, Refusal> {
        Self::decode_as(bytes, Dialect::Glucose)
    }

    /// Reads a request as a device of that service does.
    ///
    /// The error is the answer that a device owes the collector.
    pub fn decode_as(bytes: &[u8], dialect: Dialect) -> Result<Self, Refusal> {
        let (&op_code, rest) = bytes.split_first().unwrap_or((&0, &[]));
        let refuse = |code| Refusal { request: OpCode(op_code), code };
        let known = match OpCode(op_code) {
            OpCode::REPORT | OpCode::COUNT | OpCode::ABORT => true,
            OpCode::COMBINED_REPORT => dialect == Dialect::HealthSensor,
            OpCode::LATEST_SEQUENCE_NUMBER => dialect == Dialect::Omron,
            _ => false,
        };
        if !known {
            return Err(refuse(ResponseCode::OP_CODE_NOT_SUPPORTED));
        }
        let (&operator, operand) = rest.split_first().ok_or(refuse(ResponseCode::INVALID_OPERATOR))?;
        let without_records = |request| {
            if operator != number::NULL {
                Err(refuse(ResponseCode::INVALID_OPERATOR))
            } else if operand.is_empty() {
                Ok(request)
            } else {
                Err(refuse(ResponseCode::INVALID_OPERAND))
            }
        };
        let records = || Records::read(operator, operand, dialect).map_err(refuse);
        match OpCode(op_code) {
            OpCode::REPORT => records().map(Self::Report),
            OpCode::COUNT => records().map(Self::Count),
            OpCode::COMBINED_REPORT => records().map(Self::CombinedReport),
            OpCode::LATEST_SEQUENCE_NUMBER => without_records(Self::LatestSequenceNumber),
            _ => without_records(Self::Abort),
        }
    }
}

/// A request that a device does not follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Refusal {
    /// Op code of the request, 0 if there was none.
    pub request: OpCode,
    /// Why not.
    pub code: ResponseCode,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a device would refuse the request ({}): {}", self.request, self.code)
    }
}

impl core::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::datetime::{Civil, DateTime};
    use crate::racp::{Answer, Range};

    #[test]
    fn requests_are_the_bytes_of_the_specification() {
        let noon = DateTime::from_civil(Civil::new(2024, 6, 15, 12, 0, 0).unwrap());
        let cases: &[(Request, &[u8])] = &[
            (Request::Report(Records::All), &[1, 1]),
            (Request::Count(Records::All), &[4, 1]),
            (Request::Abort, &[3, 0]),
            (Request::Report(Records::First), &[1, 5]),
            (Request::Report(Records::Last), &[1, 6]),
            (Request::Report(Records::SequenceNumber(Range::AtLeast(5))), &[1, 3, 1, 5, 0]),
            (Request::Count(Records::SequenceNumber(Range::AtMost(258))), &[4, 2, 1, 2, 1]),
            (Request::Report(Records::SequenceNumber(Range::Within(7, 7))), &[1, 4, 1, 7, 0, 7, 0]),
            (Request::Report(Records::SequenceNumber(Range::Within(1, 2))), &[1, 4, 1, 1, 0, 2, 0]),
            (
                Request::Report(Records::UserFacingTime(Range::AtLeast(noon))),
                &[1, 3, 2, 0xE8, 7, 6, 15, 12, 0, 0],
            ),
        ];
        for (request, bytes) in cases {
            assert_eq!(request.encode(), *bytes);
            assert_eq!(Request::decode(bytes), Ok(*request));
        }
    }

    #[test]
    fn a_device_answers_what_it_does_not_follow() {
        let cases: &[(&[u8], u8)] = &[
            (&[], 2),
            (&[1], 3),
            (&[3], 3),
            (&[2], 2),
            (&[2, 1], 2),
            (&[9, 1], 2),
            (&[1, 0], 3),
            (&[3, 1], 3),
            (&[1, 7], 4),
            (&[1, 1, 0], 5),
            (&[1, 3], 5),
            (&[1, 3, 1, 5], 5),
            (&[1, 3, 1, 5, 0, 0], 5),
            (&[1, 3, 1, 5, 0, 6, 0], 5),
            (&[1, 4, 1, 5, 0], 5),
            (&[1, 4, 1, 5, 0, 4, 0], 5),
            (&[3, 0, 0], 5),
            (&[1, 3, 3, 5, 0], 9),
        ];
        for (bytes, code) in cases {
            let refusal = Request::decode(bytes).unwrap_err();
            assert_eq!(refusal.code, ResponseCode(*code), "{bytes:?}");
            let op = bytes.first().copied().unwrap_or(0);
            assert_eq!(Answer::from(refusal).encode(), [6, 0, op, *code]);
        }
    }

    #[test]
    fn a_filter_means_what_its_service_says() {
        use Dialect::{BloodPressure, ContinuousGlucose, Glucose, HealthSensor, Omron};
        let cases: &[(Dialect, &[u8], Request)] = &[
            (Glucose, &[1, 3, 1, 5, 0], Request::Report(Records::SequenceNumber(Range::AtLeast(5)))),
            (BloodPressure, &[1, 3, 1, 5, 0], Request::Report(Records::SequenceNumber(Range::AtLeast(5)))),
            (ContinuousGlucose, &[1, 3, 1, 5, 0], Request::Report(Records::TimeOffset(Range::AtLeast(5)))),
            (
                BloodPressure,
                &[4, 4, 2, 1, 0, 0, 0, 2, 0, 0, 1],
                Request::Count(Records::UserFacingSeconds(Range::Within(1, 0x0100_0002))),
            ),
            (
                HealthSensor,
                &[7, 3, 1, 5, 0, 0, 0],
                Request::CombinedReport(Records::RecordNumber(Range::AtLeast(5))),
            ),
            (HealthSensor, &[7, 1], Request::CombinedReport(Records::All)),
            (Omron, &[1, 3, 4, 5, 0], Request::Report(Records::OmronSequenceNumber(Range::AtLeast(5)))),
            (Omron, &[0x10, 0], Request::LatestSequenceNumber),
        ];
        for (dialect, bytes, request) in cases {
            assert_eq!(Request::decode_as(bytes, *dialect), Ok(*request));
            assert_eq!(request.encode(), *bytes);
        }
        let refused: &[(Dialect, &[u8], u8)] = &[
            (Glucose, &[7, 1], 2),
            (Glucose, &[0x10, 0], 2),
            (HealthSensor, &[0x10, 0], 2),
            (Omron, &[0x10, 1], 3),
            (Omron, &[0x10, 0, 0], 5),
            (Omron, &[1, 3, 1, 5, 0], 9),
            (ContinuousGlucose, &[1, 3, 2, 5, 0], 9),
            (HealthSensor, &[1, 3, 1, 5, 0], 5),
            (HealthSensor, &[1, 3, 2, 5, 0, 0, 0], 9),
            (BloodPressure, &[1, 3, 2, 0xE8, 7, 6, 15, 12, 0, 0], 5),
            (Glucose, &[1, 3, 4, 5, 0], 9),
        ];
        for (dialect, bytes, code) in refused {
            let refusal = Request::decode_as(bytes, *dialect).unwrap_err();
            assert_eq!(refusal.code, ResponseCode(*code), "{dialect:?} {bytes:?}");
        }
    }
}
