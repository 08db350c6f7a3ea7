//! What was closed in Kotlin is refused where it is handed in.
//!
//! `UniFFI` 0.32 counts the calls *on* an object, so that one that was closed answers with an exception, and clones the handle of one
//! that is handed *in* without a look: of a closed one that is memory that was freed, and the process ends. The same count is asked
//! there too.

use std::error::Error;
use std::path::Path;
use std::{fs, io};

const UNSEEN: &str = "return value.uniffiCloneHandle()";
const COUNTED: &str = "return value.callWithHandle { it }";

/// Mends what was generated for Kotlin, as the words of the command line say where it is.
pub(crate) fn refuse(words: &[&str]) -> Result<(), Box<dyn Error>> {
    let after = |name: &str| words.iter().skip_while(|word| **word != name).nth(1);
    if after("--language") != Some(&"kotlin") {
        return Ok(());
    }
    let out = after("--out-dir").ok_or("name a folder with --out-dir")?;
    let mended = mend(Path::new(out))?;
    if mended == 0 {
        return Err("the generated Kotlin hands objects in otherwise than it did: look whether what was closed is refused".into());
    }
    Ok(())
}

/// Gives how many places there were.
fn mend(folder: &Path) -> io::Result<usize> {
    let mut mended = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            mended += mend(&path)?;
        } else if path.extension().is_some_and(|ending| ending == "kt") {
            let text = fs::read_to_string(&path)?;
            let found = text.matches(UNSEEN).count();
            if found > 0 {
                fs::write(&path, text.replace(UNSEEN, COUNTED))?;
            }
            mended += found;
        }
    }
    Ok(mended)
}
