//! The health diary core.
pub mod device;
pub mod ports;
