//! Judges new passphrases and does nothing else, so that the size of that can be measured (`tests/lib/library_size.sh`).

use std::io::{self, Write as _};

use diary_core::vault::Passphrase;

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for argument in std::env::args().skip(1) {
        writeln!(out, "{:?}", Passphrase::new(argument).check_new())?;
    }
    Ok(())
}
