//! The health diary core.
pub mod ports;
pub mod time;
