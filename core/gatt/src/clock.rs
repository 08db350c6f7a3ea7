//! Clocks of devices: zones, sources, elapsed and device time, and reading one together with the phone's own clock.
//!
//! What a device's clock says is worth what is known about it: whether it is UTC or somebody's wall clock, how finely it
//! counts, where it was set from, and when, by the phone's clock, it was read. Date Time (2A08) and Current Time (2A2B)
//! are in [`datetime`](crate::datetime) and [`current_time`](crate::current_time).

use crate::error::DecodeError;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

pub mod device;
pub mod elapsed;
mod reading;
mod reference;
mod zone;

pub use self::{
    reading::{ReadError, Reading, RoundTrip, Scale, Shown, Written, read, written},
    reference::{Accuracy, ReferenceTime, TimeSource},
    zone::{DstOffset, LocalTime, TimeWithDst, TimeZone},
};

/// A characteristic of one small field, as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decoded<'a, T> {
    /// The value.
    pub value: T,
    /// What was noticed.
    pub remarks: Remarks,
    /// Bytes after the value.
    pub rest: &'a [u8],
}

impl<'a, T> Decoded<'a, T> {
    fn read<const N: usize>(
        bytes: &'a [u8],
        value: impl FnOnce([u8; N], &mut Remarks) -> T,
    ) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, N)?;
        let mut remarks = Remarks::NONE;
        let value = value(reader.mandatory()?, &mut remarks);
        let (rest, _) = reader.finish();
        remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
        Ok(Self { value, remarks, rest })
    }
}
