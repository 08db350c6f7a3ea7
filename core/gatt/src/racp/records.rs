//! Which records: operators, filters and their bounds.

use alloc::vec::Vec;

use super::{Dialect, ResponseCode};
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
    /// By minutes since the session began (filter type 1 of the Continuous Glucose Monitoring Service).
    TimeOffset(Range<u16>),
    /// By the time that the device shows to people, in seconds since its epoch (filter type 2 of Blood Pressure Service
    /// 1.1).
    UserFacingSeconds(Range<u32>),
    /// By record number (filter type 1 of the Generic Health Sensor Service).
    RecordNumber(Range<u32>),
    /// By sequence number as Omron's option service filters it (filter type 4).
    OmronSequenceNumber(Range<u16>),
}

/// Operators and filter types by their numbers.
pub(super) mod number {
    pub(in crate::racp) const NULL: u8 = crate::racp::NULL_OPERATOR;
    pub(in crate::racp) const ALL: u8 = 1;
    pub(in crate::racp) const AT_MOST: u8 = 2;
    pub(in crate::racp) const AT_LEAST: u8 = 3;
    pub(in crate::racp) const WITHIN: u8 = 4;
    pub(in crate::racp) const FIRST: u8 = 5;
    pub(in crate::racp) const LAST: u8 = 6;
    pub(in crate::racp) const SEQUENCE_NUMBER: u8 = 1;
    pub(in crate::racp) const USER_FACING_TIME: u8 = 2;
    pub(in crate::racp) const OMRON_SEQUENCE_NUMBER: u8 = 4;
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
    pub(super) fn push(self, bytes: &mut Vec<u8>) {
        match self {
            Self::All => bytes.push(number::ALL),
            Self::First => bytes.push(number::FIRST),
            Self::Last => bytes.push(number::LAST),
            Self::SequenceNumber(range) | Self::TimeOffset(range) => {
                range.push(bytes, number::SEQUENCE_NUMBER, |n| n.to_le_bytes());
            }
            Self::UserFacingTime(range) => range.push(bytes, number::USER_FACING_TIME, |t| t.to_bytes()),
            Self::UserFacingSeconds(range) => {
                range.push(bytes, number::USER_FACING_TIME, |n| n.to_le_bytes());
            }
            Self::RecordNumber(range) => range.push(bytes, number::SEQUENCE_NUMBER, |n| n.to_le_bytes()),
            Self::OmronSequenceNumber(range) => {
                range.push(bytes, number::OMRON_SEQUENCE_NUMBER, |n| n.to_le_bytes());
            }
        }
    }

    pub(super) fn read(operator: u8, operand: &[u8], dialect: Dialect) -> Result<Self, ResponseCode> {
        match operator {
            number::ALL | number::FIRST | number::LAST if !operand.is_empty() => {
                Err(ResponseCode::INVALID_OPERAND)
            }
            number::ALL => Ok(Self::All),
            number::FIRST => Ok(Self::First),
            number::LAST => Ok(Self::Last),
            number::AT_MOST | number::AT_LEAST | number::WITHIN => match operand.split_first() {
                None => Err(ResponseCode::INVALID_OPERAND),
                Some((&filter, bounds)) => Self::read_filtered(operator, filter, bounds, dialect),
            },
            number::NULL => Err(ResponseCode::INVALID_OPERATOR),
            _ => Err(ResponseCode::OPERATOR_NOT_SUPPORTED),
        }
    }

    fn read_filtered(
        operator: u8,
        filter: u8,
        bounds: &[u8],
        dialect: Dialect,
    ) -> Result<Self, ResponseCode> {
        let short = || Range::read(operator, bounds, u16::from_le_bytes)?.ordered(|n| Some(*n));
        let long = || Range::read(operator, bounds, u32::from_le_bytes)?.ordered(|n| Some(*n));
        match (dialect, filter) {
            (Dialect::Glucose | Dialect::BloodPressure, number::SEQUENCE_NUMBER) => {
                short().map(Self::SequenceNumber)
            }
            (Dialect::Glucose, number::USER_FACING_TIME) => {
                Range::read(operator, bounds, DateTime::from_bytes)?
                    .ordered(|time| time.complete())
                    .map(Self::UserFacingTime)
            }
            (Dialect::ContinuousGlucose, number::SEQUENCE_NUMBER) => short().map(Self::TimeOffset),
            (Dialect::BloodPressure, number::USER_FACING_TIME) => long().map(Self::UserFacingSeconds),
            (Dialect::HealthSensor, number::SEQUENCE_NUMBER) => long().map(Self::RecordNumber),
            (Dialect::Omron, number::OMRON_SEQUENCE_NUMBER) => short().map(Self::OmronSequenceNumber),
            _ => Err(ResponseCode::OPERAND_NOT_SUPPORTED),
        }
    }
}
