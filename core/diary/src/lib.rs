//! The health diary core.
pub mod ports;
