//! Whole diaries written out for other programs, and journals for whoever checks them.

use std::io::{BufReader, Write};
use std::path::Path;
use std::sync::Arc;

use diary_core::diary::Diary as CoreDiary;
use diary_core::exchange::export::{self, PersonExport};
use diary_core::exchange::journal;
use diary_core::household::{Household as Core, Person};
use diary_core::id::PersonId;
use diary_core::time::Instant;

use crate::error::DiaryError;
use crate::household::Household;
use crate::moment::Here;
use crate::out::written_new;
use crate::union::DiaryUnited;
use crate::watch::{Steps, Watch};

/// In which form a diary is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum ExportForm {
    /// JSON, with every version of every entry.
    Json,
    /// CSV, with what shows.
    Csv,
    /// The signed journal itself, line by line, for others to check and take in.
    Journal,
}

impl ExportForm {
    const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Journal => "journal",
        }
    }
}

/// What was written out.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ExportDone {
    /// How many people's.
    pub people: u64,
    /// How many entries.
    pub entries: u64,
    /// The people whose lock is shut; their diaries are not in it.
    pub shut: Vec<String>,
}

/// A person, their diary, and what it is called in an export.
type Part = (Person, Arc<CoreDiary>);

#[uniffi::export]
impl Household {
    /// Writes diaries out, unencrypted, into a new file, and notes that in the sharing log first. Of one person, or of everybody
    /// whose lock is not shut and whom whoever acts may take out; `sealed` for what is sealed of one person.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`], [`DiaryError::NotAllowed`], [`DiaryError::Shut`]; [`DiaryError::Invalid`] where a file of this name
    /// is, or for the sealed of everybody; [`DiaryError::Cancelled`], and no file is there then.
    #[uniffi::method(default(person = None, sealed = false, watch = None))]
    pub fn export(
        &self,
        form: ExportForm,
        path: String,
        person: Option<String>,
        sealed: bool,
        watch: Option<Arc<Watch>>,
    ) -> Result<ExportDone, DiaryError> {
        self.held.with(|core| {
            let person: Option<PersonId> = person.map(|person| person.parse()).transpose()?;
            let (parts, shut) = parts(core, person, sealed)?;
            let mut entries = 0;
            for (_, diary) in &parts {
                entries += match form {
                    ExportForm::Json | ExportForm::Journal => diary.count_with_retracted()?,
                    ExportForm::Csv => diary.count()?,
                };
            }
            Steps::watch(watch, |steps| {
                written_new(Path::new(&path), steps, |out| {
                    // The note is durable before a byte leaves.
                    let people: Vec<PersonId> = parts.iter().map(|(person, _)| person.id).collect();
                    if sealed {
                        core.note_shared_sealed(form.name(), &people)?;
                    } else {
                        core.note_shared(form.name(), &people, entries)?;
                    }
                    let now_ms = Here::now(&self.held.place, None)?.now_ms;
                    write(form, &parts, (entries, now_ms), out, steps)?;
                    Ok(ExportDone { people: parts.len() as u64, entries, shut })
                })
            })
        })
    }

    /// Takes in a journal that was written out by another copy of this household; none where it is of no diary here. `strangers`
    /// says that writers which this diary does not know may come too: check whose they are first.
    ///
    /// # Errors
    /// [`DiaryError::Damaged`] with the first operation that does not fit, and nothing was taken in; [`DiaryError::Cancelled`].
    #[uniffi::method(default(strangers = false))]
    pub fn import_journal(&self, path: String, strangers: bool) -> Result<Option<DiaryUnited>, DiaryError> {
        self.held.with(|core| {
            let mut input = BufReader::new(std::fs::File::open(&path)?);
            Ok(core.unite_journal(&mut input, strangers)?.map(DiaryUnited::of))
        })
    }
}

fn parts(
    core: &Core,
    person: Option<PersonId>,
    sealed: bool,
) -> Result<(Vec<Part>, Vec<String>), DiaryError> {
    if sealed && person.is_none() {
        return Err(DiaryError::invalid("what is sealed is written out for one person at a time"));
    }
    let (mut parts, mut shut) = (Vec::new(), Vec::new());
    for known in core.people()?.into_iter().filter(|known| person.is_none_or(|person| known.id == person)) {
        if sealed {
            parts.push((known.clone(), core.sealed(known.id)?));
        } else if person.is_none() && core.is_shut(known.id) {
            shut.push(known.id.to_string());
        } else {
            parts.push((known.clone(), core.diary(known.id)?));
        }
    }
    if parts.is_empty() && shut.is_empty() && person.is_some() {
        return Err(diary_core::household::HouseholdError::NoSuchPerson.into());
    }
    Ok((parts, shut))
}

fn write(
    form: ExportForm,
    parts: &[Part],
    (entries, now_ms): (u64, i64),
    out: &mut dyn Write,
    steps: &Steps,
) -> Result<(), DiaryError> {
    if form == ExportForm::Journal {
        for (_, diary) in parts {
            journal::write(diary, out)?;
        }
        return Ok(());
    }
    let done = std::cell::Cell::new(0);
    let mut people = Vec::new();
    for (person, diary) in parts {
        let mut part = match form {
            ExportForm::Json => PersonExport::with_history(diary, &person.name),
            ExportForm::Csv | ExportForm::Journal => PersonExport::without_history(diary, &person.name),
        }?;
        part.entries = Box::new(part.entries.inspect(|_| {
            done.set(done.get() + 1);
            steps.reached(done.get(), Some(entries));
        }));
        people.push(part);
    }
    match form {
        ExportForm::Json => {
            export::json(people, Instant::from_millis(now_ms)?, out)?;
        }
        ExportForm::Csv | ExportForm::Journal => {
            export::csv(people, out)?;
        }
    }
    Ok(())
}
