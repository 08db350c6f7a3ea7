//! What a collector asks for.

use alloc::vec::Vec;
use core::fmt;

use super::{OpCode, ResponseCode};
use crate::datetime::DateTime;

/// Bounds on one property of a record, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Range<T> {
    /// Less than or equal.
    AtMost(T),
    /// Greater than or equal.
    AtLeast(T),
    /// From the first to the second.
    Within(T, T),
}

/// Which stored records a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Records {
    /// All of them.
    All,
    /// The oldest one.
    First,
    /// The newest one.
    Last,
    /// By sequence number (filter type 1).
    SequenceNumber(Range<u16>),
    /// By the time that the device shows to people (filter type 2), as the Glucose Service encodes it.
    UserFacingTime(Range<DateTime>),
}

/// Operators and filter types by their numbers.
mod number {
    pub(super) const NULL: u8 = crate::racp::NULL_OPERATOR;
    pub(super) const ALL: u8 = 1;
    pub(super) const AT_MOST: u8 = 2;
    pub(super) const AT_LEAST: u8 = 3;
    pub(super) const WITHIN: u8 = 4;
    pub(super) const FIRST: u8 = 5;
    pub(super) const LAST: u8 = 6;
    pub(super) const SEQUENCE_NUMBER: u8 = 1;
    pub(super) const USER_FACING_TIME: u8 = 2;
}

/// What a collector asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Request {
    /// Send these records.
    Report(Records),
    /// Say how many of these records there are.
    Count(Records),
    /// Stop the running procedure.
    Abort,
}

impl<T> Range<T> {
    fn push<const N: usize>(&self, bytes: &mut Vec<u8>, filter: u8, word: impl Fn(&T) -> [u8; N]) {
        let (operator, low, high) = match self {
            Self::AtMost(high) => (number::AT_MOST, None, Some(high)),
            Self::AtLeast(low) => (number::AT_LEAST, Some(low), None),
            Self::Within(low, high) => (number::WITHIN, Some(low), Some(high)),
        };
        bytes.extend([operator, filter]);
        bytes.extend(low.into_iter().chain(high).flat_map(word));
    }

    fn read<const N: usize>(
        operator: u8,
        operand: &[u8],
        word: impl Fn([u8; N]) -> T,
    ) -> Result<Self, ResponseCode> {
        let (first, rest) = operand.split_first_chunk::<N>().ok_or(ResponseCode::INVALID_OPERAND)?;
        match (operator, rest.split_first_chunk::<N>()) {
            (number::AT_MOST, None) if rest.is_empty() => Ok(Self::AtMost(word(*first))),
            (number::AT_LEAST, None) if rest.is_empty() => Ok(Self::AtLeast(word(*first))),
            (number::WITHIN, Some((second, []))) => Ok(Self::Within(word(*first), word(*second))),
            _ => Err(ResponseCode::INVALID_OPERAND),
        }
    }

    /// An error if the lower bound is above the upper one; bounds that cannot be ordered are let through.
    fn ordered<K: PartialOrd>(self, key: impl Fn(&T) -> Option<K>) -> Result<Self, ResponseCode> {
        if let Self::Within(low, high) = &self
            && let (Some(low), Some(high)) = (key(low), key(high))
            && low > high
        {
            return Err(ResponseCode::INVALID_OPERAND);
        }
        Ok(self)
    }
}

impl Records {
    fn push(self, bytes: &mut Vec<u8>) {
        match self {
            Self::All => bytes.push(number::ALL),
            Self::First => bytes.push(number::FIRST),
            Self::Last => bytes.push(number::LAST),
            Self::SequenceNumber(range) => range.push(bytes, number::SEQUENCE_NUMBER, |n| n.to_le_bytes()),
            Self::UserFacingTime(range) => range.push(bytes, number::USER_FACING_TIME, |t| t.to_bytes()),
        }
    }

    fn read(operator: u8, operand: &[u8]) -> Result<Self, ResponseCode> {
        match operator {
            number::ALL | number::FIRST | number::LAST if !operand.is_empty() => {
                Err(ResponseCode::INVALID_OPERAND)
            }
            number::ALL => Ok(Self::All),
            number::FIRST => Ok(Self::First),
            number::LAST => Ok(Self::Last),
            number::AT_MOST | number::AT_LEAST | number::WITHIN => match operand.split_first() {
                None => Err(ResponseCode::INVALID_OPERAND),
                Some((&number::SEQUENCE_NUMBER, bounds)) => {
                    Range::read(operator, bounds, u16::from_le_bytes)?
                        .ordered(|n| Some(*n))
                        .map(Self::SequenceNumber)
                }
                Some((&number::USER_FACING_TIME, bounds)) => {
                    Range::read(operator, bounds, DateTime::from_bytes)?
                        .ordered(|time| time.complete())
                        .map(Self::UserFacingTime)
                }
                Some(_) => Err(ResponseCode::OPERAND_NOT_SUPPORTED),
            },
            number::NULL => Err(ResponseCode::INVALID_OPERATOR),
            _ => Err(ResponseCode::OPERATOR_NOT_SUPPORTED),
        }
    }
}

impl Request {
    /// The op code of this request.
    pub const fn op_code(self) -> OpCode {
        match self {
            Self::Report(_) => OpCode::REPORT,
            Self::Count(_) => OpCode::COUNT,
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
            Self::Report(records) | Self::Count(records) => records.push(&mut bytes),
            Self::Abort => bytes.push(number::NULL),
        }
        bytes
    }

    /// Reads a request as a device does, for simulators and for looking at traces.
    ///
    /// The error is the answer that a device owes the collector.
    pub fn decode(bytes: &[u8]) -> Result<Self, Refusal> {
        let (&op_code, rest) = bytes.split_first().unwrap_or((&0, &[]));
        let refuse = |code| Refusal { request: OpCode(op_code), code };
        let known = matches!(OpCode(op_code), OpCode::REPORT | OpCode::COUNT | OpCode::ABORT);
        let missing =
            if known { ResponseCode::INVALID_OPERATOR } else { ResponseCode::OP_CODE_NOT_SUPPORTED };
        let (&operator, operand) = rest.split_first().ok_or_else(|| refuse(missing))?;
        match OpCode(op_code) {
            OpCode::REPORT => Records::read(operator, operand).map(Self::Report).map_err(refuse),
            OpCode::COUNT => Records::read(operator, operand).map(Self::Count).map_err(refuse),
            OpCode::ABORT if operator != number::NULL => Err(refuse(ResponseCode::INVALID_OPERATOR)),
            OpCode::ABORT if !operand.is_empty() => Err(refuse(ResponseCode::INVALID_OPERAND)),
            OpCode::ABORT => Ok(Self::Abort),
            _ => Err(refuse(ResponseCode::OP_CODE_NOT_SUPPORTED)),
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
    use crate::datetime::Civil;
    use crate::racp::Answer;

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
}
