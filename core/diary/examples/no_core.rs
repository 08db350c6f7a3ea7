//! Writes its arguments and knows no diary: the baseline of `whole_core`.

use std::io::{self, Write as _};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for argument in std::env::args().skip(1) {
        writeln!(out, "{argument}")?;
    }
    Ok(())
}
