//! Puts right what the generator wrote, where what it writes is not good enough: each place by its own words, and each has to be there.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Words that the generator writes, what stands there instead, and what that is for.
pub(crate) struct Mend {
    pub(crate) generated: &'static str,
    pub(crate) instead: &'static str,
    pub(crate) so_that: &'static str,
}

/// Mends every file with this ending that the generator wrote, as the words of its command line say where.
///
/// # Errors
/// Where a place is not there any more: the generator is another one, and somebody has to look.
pub(crate) fn mend(words: &[&str], ending: &str, mends: &[Mend]) -> Result<(), Box<dyn Error>> {
    let out = crate::after(words, "--out-dir").ok_or("name a folder with --out-dir")?;
    let mut files = Vec::new();
    generated(Path::new(out), ending, &mut files)?;
    let mut texts = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file)?;
        texts.push((file, text));
    }
    for Mend { generated, instead, so_that } in mends {
        if !texts.iter().any(|(_, text)| text.contains(generated)) {
            return Err(format!("the generator writes other code than it did: look whether {so_that}").into());
        }
        for (_, text) in &mut texts {
            *text = text.replace(generated, instead);
        }
    }
    for (file, text) in texts {
        fs::write(file, text)?;
    }
    Ok(())
}

fn generated(folder: &Path, ending: &str, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            generated(&path, ending, files)?;
        } else if path.extension().is_some_and(|of| of == ending) {
            files.push(path);
        }
    }
    Ok(())
}
