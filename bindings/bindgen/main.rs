//! Writes what Python, Kotlin and Swift call: `cargo run -p diary-bindgen -- generate target/debug/libdiary_ffi.so
//! --language kotlin --no-format --out-dir DIR`; and with `api LIBRARY` what all of them see, as text.

mod api;

use std::error::Error;
use std::io::{Write, stdout};

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    if words.next().as_deref() != Some("api") {
        uniffi::uniffi_bindgen_main();
        return Ok(());
    }
    let library = words.next().ok_or("name the library: bindgen api LIBRARY")?;
    Ok(stdout().write_all(api::text(&std::fs::read(library)?)?.as_bytes())?)
}
