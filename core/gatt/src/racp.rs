//! Record Access Control Point (2A52): asking a device for its stored records.
//!
//! The general form is shared by the glucose, pulse oximeter and later services (Pulse Oximeter Service 1.0, 3.4; Glucose
//! Service 1.0, 3.4); a [`Dialect`] says what a service's filters mean. The Pulse Oximeter Service knows only "all
//! records". Deleting records has no [`Request`] here, on purpose: a diary never needs it, and a device ages its records
//! out by itself.
//!
//! [`procedure`] takes a collector through a whole exchange.

use core::fmt;

pub mod procedure;
mod records;
mod request;
mod response;

pub use self::{
    procedure::Procedure,
    records::{Range, Records},
    request::{Refusal, Request},
    response::{Answer, Response},
};

/// The service whose records are asked for: it decides what a filter type means and how wide a count is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Dialect {
    /// Glucose Service, and Pulse Oximeter Service, which knows only "all records": filter 1 is a sequence number `u16`,
    /// filter 2 a Date Time.
    #[default]
    Glucose,
    /// Continuous Glucose Monitoring Service: filter 1 is a time offset `u16`.
    ContinuousGlucose,
    /// Blood Pressure Service 1.1: filter 1 is a sequence number `u16`, filter 2 a user facing time in seconds, `u32`
    /// (widths of the fields of 2B34 and 2B36; filter types from StanfordSpezi/SpeziBluetooth).
    BloodPressure,
    /// Generic Health Sensor Service: filter 1 is a record number `u32`, counts take four bytes
    /// (stm32-hotspot/STM32WBA-BLE-GenericHealthSensor: `ghs_racp.h`). Filter 2 is a time, whose layout no public source
    /// tells, so it is answered as not supported.
    HealthSensor,
    /// Omron's option service: filter 4 is a sequence number `u16`, op codes 10 and 11 are about the newest one
    /// (StanfordSpezi/SpeziDevices: `Sources/SpeziOmron/Characteristic`).
    Omron,
}

/// What a request or a response is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OpCode(pub u8);

impl OpCode {
    /// Report stored records.
    pub const REPORT: Self = Self(0x01);
    /// Delete stored records. Known so that it can be named and refused; it is never sent.
    pub const DELETE: Self = Self(0x02);
    /// Abort the running procedure.
    pub const ABORT: Self = Self(0x03);
    /// Report the number of stored records.
    pub const COUNT: Self = Self(0x04);
    /// Answer to [`COUNT`](Self::COUNT).
    pub const COUNT_RESPONSE: Self = Self(0x05);
    /// Result of a procedure.
    pub const RESPONSE: Self = Self(0x06);
    /// Combined report.
    pub const COMBINED_REPORT: Self = Self(0x07);
    /// Answer to a combined report: so many records were sent.
    pub const COMBINED_REPORT_RESPONSE: Self = Self(0x08);
    /// Omron: report the sequence number of the newest record.
    pub const LATEST_SEQUENCE_NUMBER: Self = Self(0x10);
    /// Omron: answer to [`LATEST_SEQUENCE_NUMBER`](Self::LATEST_SEQUENCE_NUMBER).
    pub const LATEST_SEQUENCE_NUMBER_RESPONSE: Self = Self(0x11);
}

impl fmt::Display for OpCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match *self {
            Self::REPORT => "report stored records",
            Self::DELETE => "delete stored records",
            Self::ABORT => "abort operation",
            Self::COUNT => "report number of stored records",
            Self::COUNT_RESPONSE => "number of stored records",
            Self::RESPONSE => "response code",
            Self::COMBINED_REPORT => "combined report",
            Self::COMBINED_REPORT_RESPONSE => "combined report response",
            Self::LATEST_SEQUENCE_NUMBER => "report sequence number of newest record",
            Self::LATEST_SEQUENCE_NUMBER_RESPONSE => "sequence number of newest record",
            Self(other) => return write!(f, "op code {other:#04x}"),
        };
        f.pad(name)
    }
}

/// How a procedure ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ResponseCode(pub u8);

impl ResponseCode {
    /// It succeeded.
    pub const SUCCESS: Self = Self(0x01);
    /// The op code is not supported.
    pub const OP_CODE_NOT_SUPPORTED: Self = Self(0x02);
    /// The operator does not go with the op code.
    pub const INVALID_OPERATOR: Self = Self(0x03);
    /// The operator is not supported.
    pub const OPERATOR_NOT_SUPPORTED: Self = Self(0x04);
    /// The operand does not go with the operator.
    pub const INVALID_OPERAND: Self = Self(0x05);
    /// No stored record matches. The procedure itself went well.
    pub const NO_RECORDS: Self = Self(0x06);
    /// The abort failed.
    pub const ABORT_UNSUCCESSFUL: Self = Self(0x07);
    /// The procedure could not be completed.
    pub const NOT_COMPLETED: Self = Self(0x08);
    /// The operand is not supported.
    pub const OPERAND_NOT_SUPPORTED: Self = Self(0x09);

    /// Whether the specification defines this value.
    pub const fn is_defined(self) -> bool {
        matches!(self.0, 0x01..=0x09)
    }

    /// Whether the procedure ran to its end: records were sent, or there were none. Undefined values are failures.
    pub const fn is_complete(self) -> bool {
        matches!(self, Self::SUCCESS | Self::NO_RECORDS)
    }
}

impl fmt::Display for ResponseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match *self {
            Self::SUCCESS => "success",
            Self::OP_CODE_NOT_SUPPORTED => "op code not supported",
            Self::INVALID_OPERATOR => "invalid operator",
            Self::OPERATOR_NOT_SUPPORTED => "operator not supported",
            Self::INVALID_OPERAND => "invalid operand",
            Self::NO_RECORDS => "no records found",
            Self::ABORT_UNSUCCESSFUL => "abort unsuccessful",
            Self::NOT_COMPLETED => "procedure not completed",
            Self::OPERAND_NOT_SUPPORTED => "operand not supported",
            Self(other) => return write!(f, "undefined response value {other:#04x}"),
        };
        f.pad(name)
    }
}

/// The operator of responses and of an abort.
const NULL_OPERATOR: u8 = 0;
