//! The folder of a backup, whatever becomes of it: src/folder.rs says what holds.
#![no_main]

#[path = "../src/folder.rs"]
mod folder;

libfuzzer_sys::fuzz_target!(|input: (u8, u8, &[u8])| folder::attack(input));
