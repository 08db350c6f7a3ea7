//! Writes what Python, Kotlin and Swift call: `cargo run -p diary-bindgen -- generate target/debug/libdiary_ffi.so
//! --language kotlin --no-format --out-dir DIR`; with `api LIBRARY` what all of them see, as text; and with `dispatch LANGUAGE
//! LIBRARY` code that makes each call by its name, for scenarios.

mod api;
mod closed;
#[expect(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "code is put together piece by piece, once"
)]
mod dispatch;
mod mended;
mod reader;
mod surface;

use std::error::Error;
use std::io::{Write, stdout};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let text = match words.as_slice() {
        ["api", library] => api::text(&std::fs::read(library)?)?,
        ["api", ..] => return Err("name the library: bindgen api LIBRARY".into()),
        ["dispatch", language, library] => dispatch::text(language, &std::fs::read(library)?)?,
        ["dispatch", ..] => return Err("name language and library: bindgen dispatch LANGUAGE LIBRARY".into()),
        _ => {
            uniffi::uniffi_bindgen_main();
            return match after(&words, "--language") {
                Some("kotlin") => mended::mend(&words, "kt", closed::MENDS),
                Some("swift") => mended::mend(&words, "swift", reader::MENDS),
                _ => Ok(()),
            };
        }
    };
    Ok(stdout().write_all(text.as_bytes())?)
}

/// What follows a name on the command line.
fn after<'a>(words: &[&'a str], name: &str) -> Option<&'a str> {
    words.iter().skip_while(|word| **word != name).nth(1).copied()
}
