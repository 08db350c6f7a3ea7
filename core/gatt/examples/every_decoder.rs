//! Reads its input with every decoder, described in rows: what the whole crate weighs, linked alone.
//!
//! `tests/lib/code_size.sh` compares it with a program that does nothing.

use std::io::{Read, Write};

use health_gatt::Quirks;
use health_gatt::describe::{decode_by_name, names};

fn main() -> std::io::Result<()> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    let mut out = std::io::stdout().lock();
    for name in names() {
        if let Ok(description) = decode_by_name(name.code, &bytes, Quirks::NONE) {
            for field in &description.fields {
                writeln!(out, "{} {} {}", name.code, field.name, field.value)?;
            }
        }
    }
    Ok(())
}
