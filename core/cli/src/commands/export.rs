//! `export`: diaries for another program.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use diary_core::diary::Diary;
use diary_core::exchange::export::{self, EntryWithHistory, PersonExport};
use diary_core::ports::Clock;
use diary_core::time::Instant;
use serde_json::json;

use super::home::Home;
use crate::args::{ExportArgs, ExportForm};
use crate::error::CliError;
use crate::progress::Progress;

pub(super) fn run(home: &Home<'_>, args: &ExportArgs) -> Result<(), CliError> {
    let to_stdout = args.out == Path::new("-");
    if !to_stdout && args.out.symlink_metadata().is_ok() {
        return Err(CliError::OutputExists);
    }
    let entries = home.with(|open| {
        let people = match &args.person {
            Some(person) => vec![open.person(Some(person))?],
            None => open.people()?,
        };
        let mut diaries: Vec<(Arc<Diary>, &str)> = Vec::new();
        let mut entries = 0;
        for (id, name) in &people {
            let diary = open.household.diary(*id)?;
            entries += diary.count()?;
            diaries.push((diary, name));
        }
        // It is noted before anything leaves: an export that was cut short may have been seen too.
        let ids: Vec<_> = people.iter().map(|(id, _)| *id).collect();
        open.household.note_shared(form(args), &ids, entries)?;
        let bar = Progress::new(home.console, "exporting", Some(entries));
        if to_stdout {
            write(home, args, &diaries, &bar, &mut io::stdout().lock())?;
        } else {
            let draft = Draft::beside(&args.out)?;
            let mut file = &draft.file;
            write(home, args, &diaries, &bar, &mut file)?;
            draft.keep(&args.out)?;
        }
        bar.done();
        Ok(entries)
    })?;
    if to_stdout {
        return Ok(());
    }
    if home.console.json {
        return home.console.json(
            &json!({ "form": form(args), "entries": entries, "file": args.out.display().to_string() }),
        );
    }
    home.console.result(&format!(
        "{entries} entries written to {}. Anyone who has the file can read it.",
        args.out.display()
    ))
}

fn form(args: &ExportArgs) -> &'static str {
    match args.form {
        ExportForm::Json => "json",
        ExportForm::Csv => "csv",
    }
}

fn write(
    home: &Home<'_>,
    args: &ExportArgs,
    diaries: &[(Arc<Diary>, &str)],
    bar: &Progress,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let done = std::cell::Cell::new(0_u64);
    let counted = |entry: Result<EntryWithHistory, diary_core::diary::DiaryError>| {
        done.set(done.get() + 1);
        bar.reached(done.get());
        entry
    };
    let mut people = Vec::new();
    for (diary, name) in diaries {
        let person = match args.form {
            ExportForm::Json => PersonExport::with_history(diary, name)?,
            ExportForm::Csv => PersonExport::without_history(diary, name)?,
        };
        people.push(PersonExport { entries: Box::new(person.entries.map(&counted)), ..person });
    }
    match args.form {
        ExportForm::Json => {
            let now = Instant::from_millis(home.clock.now().wall_ms)?;
            export::json(people, now, out)?;
        }
        ExportForm::Csv => {
            export::csv(people, out)?;
        }
    }
    Ok(())
}

/// A file that appears under its name only once it is whole.
struct Draft {
    path: PathBuf,
    file: File,
}

impl Draft {
    fn beside(out: &Path) -> Result<Self, CliError> {
        let mut name = out.file_name().ok_or(CliError::Output(io::ErrorKind::InvalidFilename))?.to_owned();
        name.push(format!(".part-{}", std::process::id()));
        let path = out.with_file_name(name);
        let file = File::create_new(&path).map_err(|error| CliError::Output(error.kind()))?;
        Ok(Self { path, file })
    }

    /// Gives the file its name, unless something has it by now.
    fn keep(self, out: &Path) -> Result<(), CliError> {
        let output = |error: io::Error| CliError::Output(error.kind());
        self.file.sync_all().map_err(output)?;
        // A link is refused where something stands, as a rename would not be.
        fs::hard_link(&self.path, out).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => CliError::OutputExists,
            kind => CliError::Output(kind),
        })
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Kept under its own name by now, or of no use to anyone.
        let _ = fs::remove_file(&self.path);
    }
}
