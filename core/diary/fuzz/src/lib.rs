//! The time room of diary-core, by its source.
//!
//! diary-core itself would bring SQLCipher, whose C is then compiled once more for the fuzzer's target: three and a half
//! minutes, against one at most for this. The room names nothing outside itself but these dependencies.

#[path = "../../src/time/mod.rs"]
pub mod time;
