//! `diary export`: whole diaries for another program.

use std::cell::Cell;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use diary_core::diary::Diary;
use diary_core::exchange::export::{self, Exported, PersonExport};
use diary_core::exchange::journal;
use diary_core::household::Person;
use diary_core::id::PersonId;
use diary_core::time::Instant;
use serde_json::json;
use tempfile::NamedTempFile;

use super::home;
use super::own::{self, Which};
use crate::args::{ExportArgs, ExportForm, GlobalArgs};
use crate::error::CliError;
use crate::progress::Progress;
use crate::report::Report;
use crate::terminal::Console;

pub(super) fn run(args: &ExportArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    let to_stdout = args.out == Path::new("-");
    if to_stdout && console.json && args.form != ExportForm::Json {
        return Err(CliError::TwoForms);
    }
    if args.samples && args.form != ExportForm::Json {
        return Err(CliError::NoPlaceForSamples);
    }
    if !to_stdout && args.out.symlink_metadata().is_ok() {
        return Err(CliError::OutputExists);
    }
    home::with(options, console, |home| {
        home.hand_on_received(console);
        let which = Which::of(args.sealed);
        let (diaries, shut) = own::files(home, args.person.as_deref(), which, console)?;
        for person in &shut {
            console.complain(&format!("diary: not exported: {}", own::shut_line(person, which)));
        }
        let mut entries = 0;
        for (_, diary) in &diaries {
            // JSON holds what was taken back too, and says so of it; a journal holds everything.
            entries += match args.form {
                ExportForm::Json | ExportForm::Journal => diary.count_with_retracted()?,
                ExportForm::Csv => diary.count()?,
            };
        }
        let out = Out { form: args.form, diaries: &diaries, entries, samples: args.samples, console };
        let at = Instant::from_millis(home.clock.now().wall_ms)?;
        // The file is made first: what cannot be written needs no note. The note is durable before a byte leaves.
        let file = if to_stdout { None } else { Some(beside(&args.out)?) };
        let ids: Vec<PersonId> = diaries.iter().map(|(person, _)| person.id).collect();
        match which {
            Which::Diary => home.household.note_shared(form_name(args.form), &ids, entries)?,
            Which::Sealed => home.household.note_shared_sealed(form_name(args.form), &ids)?,
        }
        let Some(mut file) = file else {
            return match out.write(at, &mut io::stdout().lock()) {
                // A reader that has gone away (`| head`) has what it wanted.
                Err(CliError::Output(io::ErrorKind::BrokenPipe)) => Ok(Report::silent()),
                written => written.map(|_| Report::silent()),
            };
        };
        let exported = out.write(at, file.as_file_mut())?;
        named(file, &args.out)?;
        let text = format!(
            "{} of {} written to {}. That file is not encrypted.",
            count(exported.entries, "entry", "entries"),
            count(exported.people, "person", "people"),
            args.out.display()
        );
        let json = json!({
            "form": form_name(args.form),
            "people": exported.people,
            "entries": exported.entries,
            "out": args.out.to_string_lossy(),
            "locked": shut.iter().map(|person| own::shut_json(person, which)).collect::<Vec<_>>(),
        });
        Ok(Report::new(text, json))
    })
}

/// A file for its owner alone in the folder of the one it will become; what a kill leaves can be seen there by its name.
pub(super) fn beside(out: &Path) -> Result<NamedTempFile, CliError> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = out.file_name().map(|name| format!("{}.", name.to_string_lossy())).unwrap_or_default();
    tempfile::Builder::new().prefix(&name).suffix(".part").tempfile_in(folder).map_err(unwritten)
}

/// Gives a file that is whole now its name, unless something has that name.
pub(super) fn named(file: NamedTempFile, out: &Path) -> Result<(), CliError> {
    file.as_file().sync_all().map_err(unwritten)?;
    file.persist_noclobber(out).map(drop).map_err(|refused| match refused.error.kind() {
        io::ErrorKind::AlreadyExists => CliError::OutputExists,
        kind => CliError::Output(kind),
    })
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn unwritten(error: io::Error) -> CliError {
    CliError::Output(error.kind())
}

const fn form_name(form: ExportForm) -> &'static str {
    match form {
        ExportForm::Json => "json",
        ExportForm::Csv => "csv",
        ExportForm::Journal => "journal",
    }
}

fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// What is to be written.
struct Out<'a> {
    form: ExportForm,
    diaries: &'a [(Person, Arc<Diary>)],
    entries: u64,
    /// Whether samples leave too.
    samples: bool,
    console: Console,
}

impl Out<'_> {
    fn write(&self, at: Instant, out: &mut dyn Write) -> Result<Exported, CliError> {
        if self.form == ExportForm::Journal {
            for (_, diary) in self.diaries {
                journal::write(diary, out)?;
            }
            return Ok(Exported { people: self.diaries.len() as u64, entries: self.entries });
        }
        let bar = Progress::new(self.console, "Exporting", Some(self.entries));
        let written = Cell::new(0);
        let mut people = Vec::new();
        for (person, diary) in self.diaries {
            let mut part = match self.form {
                ExportForm::Json => PersonExport::with_history(diary, &person.name),
                ExportForm::Csv | ExportForm::Journal => PersonExport::without_history(diary, &person.name),
            }?;
            if self.samples {
                part = part.and_samples(diary);
            }
            part.entries = Box::new(part.entries.inspect(|_| {
                written.set(written.get() + 1);
                bar.reached(written.get());
            }));
            people.push(part);
        }
        let exported = match self.form {
            ExportForm::Json => export::json(people, at, out),
            ExportForm::Csv | ExportForm::Journal => export::csv(people, out),
        };
        bar.done();
        Ok(exported?)
    }
}
