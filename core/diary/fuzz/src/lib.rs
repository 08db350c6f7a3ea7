//! Rooms of diary-core, by their source: time and media, and what media rests on.
//!
//! diary-core itself would bring SQLCipher, whose C is then compiled once more for the fuzzer's target: three and a half
//! minutes, against two at most for these. They name nothing outside themselves but these dependencies. A backup rests on
//! everything, so its target takes diary-core after all, behind a feature, and nothing from here.

#![cfg(not(feature = "backup"))]
#![expect(dead_code, unused_imports, reason = "what only other rooms use stands here too")]

#[path = "../../src/error.rs"]
mod error;
#[path = "../../src/id.rs"]
pub mod id;
#[path = "../../src/media/mod.rs"]
pub mod media;
#[path = "../../src/paper.rs"]
mod paper;
#[path = "../../src/ports.rs"]
pub mod ports;
#[path = "../../src/time/mod.rs"]
pub mod time;
#[path = "../../src/vault/mod.rs"]
pub mod vault;
