//! Reads its input and decodes nothing: the baseline of `every_decoder`.

use std::io::{Read, Write};

fn main() -> std::io::Result<()> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    let mut out = std::io::stdout().lock();
    for byte in &bytes {
        writeln!(out, "{byte}")?;
    }
    Ok(())
}
