//! The health diary core.
pub mod ports;
/// Encrypted files.
pub mod store;
