//! `diary demo`: the whole product in one run, on simulated devices and a clock of its own.
//!
//! The devices, the clock and the journey are made up; the keys, files, sessions, chains and counts are not. Whatever the
//! summary says was measured in the run.

mod cast;
mod everyday;
mod measured;
mod scan;
mod story;
mod years;

use std::path::{Path, PathBuf};

use diary_core::ports::Entropy;

use crate::args::DemoArgs;
use crate::error::CliError;
use crate::terminal::{Console, Role};
use diary_host::{Stopwatch, SystemEntropy};

use story::Story;

/// Runs the demo in a folder: the one that was asked for, else a new one in the folder for temporary files.
///
/// # Errors
/// Whatever a step says; [`CliError::Demo`] if something that the demo promises did not hold.
pub fn run(args: &DemoArgs, home: Option<&Path>, console: Console) -> Result<(), CliError> {
    let since = Stopwatch::start();
    let folder = match home {
        Some(folder) => folder.to_owned(),
        None => fresh_folder()?,
    };
    if let Some(years) = args.years {
        return years::run(years, &folder, console);
    }
    let mut story = Story::begin(&folder, console)?;
    story.pair()?;
    story.synchronise_at_home()?;
    story.write_at_home()?;
    story.fly()?;
    story.write_away()?;
    story.show_days()?;
    story.verify()?;
    story.export()?;
    let files = story.close_and_try_a_wrong_passphrase()?;
    let mut measured = files.open_with_the_recovery_code()?;
    measured.took_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
    let shown = folder.display().to_string();
    if console.json {
        console.json(&measured.json(&shown))?;
    } else {
        console.result(&closing(&measured, &shown, console))?;
    }
    if measured.all_well() { Ok(()) } else { Err(CliError::Demo) }
}

fn fresh_folder() -> Result<PathBuf, CliError> {
    let mut tail = [0; 4];
    SystemEntropy.fill(&mut tail)?;
    let tail = data_encoding::HEXLOWER.encode(&tail);
    Ok(std::env::temp_dir().join(format!("diary-demo-{tail}")))
}

fn closing(measured: &measured::Measured, folder: &str, console: Console) -> String {
    let look = console.look;
    let heading = |text: &str| look.paint(Role::Heading, text);
    let rows = [
        ("records the devices sent", measured.sent.to_string()),
        ("  of them sent again after a cut, or by a cuff that repeats itself", measured.repeats.to_string()),
        ("stored", measured.stored.to_string()),
        ("  of them nobody's yet, waiting", measured.waiting.to_string()),
        ("doubled", measured.doubled.to_string()),
        ("lost", measured.lost.to_string()),
        ("planted words and keys found on disk", measured.plaintext_hits.to_string()),
        ("operations verified", measured.operations.to_string()),
    ];
    let rows = rows.map(|(what, count)| vec![what.to_owned(), count]);
    let verdict = if measured.all_well() {
        look.paint(Role::Fine, "Everything sent is stored, once, and nothing can be read without a secret.")
    } else {
        look.paint(Role::Attention, "Something did not hold; the numbers above say what.")
    };
    let diary = program();
    let open = format!("{diary} --home {folder}/household --passphrase-file {folder}/passphrase.txt");
    format!(
        "\n{}\n{}\n{verdict}\nTook {:.1} seconds.\n\n{}\n  {open} list --person \"Ana Moreau\"\n  {open} sync --sim beurer\n  \
         {open} add bp 124/79 --person \"Ana Moreau\"\n  {open} verify\n  {open} export csv\n",
        heading("Counted in this run"),
        crate::table::table(look, &["What", "Count"], rows),
        f64::from(u32::try_from(measured.took_ms).unwrap_or(u32::MAX)) / 1000.0,
        heading("What to try next"),
    )
}

/// How this program is called from here, so that what is printed can be run as it stands.
fn program() -> String {
    let Ok(program) = std::env::current_exe() else { return "diary".to_owned() };
    let here = std::env::current_dir().ok();
    let near = here.and_then(|here| program.strip_prefix(here).ok().map(Path::to_owned));
    let shown = near.unwrap_or(program).display().to_string();
    if shown.contains(char::is_whitespace) { format!("'{shown}'") } else { shown }
}
