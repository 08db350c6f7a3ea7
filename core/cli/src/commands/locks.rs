//! Giving something a lock of its own: a diary is handed over, a file is sealed beside it; and bringing one back from a backup.

use std::path::Path;

use diary_core::backup::Directory;
use diary_core::household::{Household, HouseholdError, Person, RestoredOwn};
use diary_core::id::PersonId;
use diary_core::vault::{Argon2Cost, FilePurpose, Passphrase, RecoveryCode, Unlock, VaultError};
use serde_json::Value;

use super::change::NewCode;
use super::home::{self, Home};
use super::own::{self, Which};
use super::people;
use crate::args::{BringBackArgs, GlobalArgs, HandOverArgs};
use crate::error::CliError;
use crate::progress::Waiting;
use crate::report::Report;
use crate::secrets::{self, Place};
use crate::terminal::{Console, shown};
use crate::words;

/// What a hand-over does and does not undo.
const HANDED: &str = "The diary opens with its own passphrase or recovery code, and no more with what opens the household. If both are lost,\nnobody \
     opens it, nobody at all. Whoever copied the folder before keeps what was in it then. That the diary is there, its size \
     and\nits times can still be seen.";

/// What sealing does and does not hide.
const SEALED: &str = "What is sealed opens with its own passphrase or recovery code, and with nothing that opens the household or the diary.\nIf \
     both are lost, nobody opens it, nobody at all. That there is something, its size and its times can still be seen.";

pub(super) fn hand_over(
    args: &HandOverArgs,
    options: &GlobalArgs,
    console: Console,
) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let person = people::chosen(&home.household, Some(&args.person))?;
        if home.household.own_lock(person.id).slots().is_some() {
            return Err(HouseholdError::Vault(VaultError::OwnLockExists).into());
        }
        // What was received for the person so far is in the diary before it closes.
        home.hand_on_received(console);
        let done = format!("The diary of {} has a lock of its own now, and is shut.", shown(&person.name));
        let said = Said { what: "Handing the diary over", done, limit: HANDED, which: Which::Diary };
        under_own_lock(home, args, &person, console, &said, Household::hand_over)
    })
}

pub(super) fn give_back(person: &str, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let person = people::chosen(&home.household, Some(person))?;
        if home.household.own_lock(person.id).slots().is_none() {
            return Err(HouseholdError::Vault(VaultError::NoOwnLock).into());
        }
        own::file(home, &person, Which::Diary, console)?;
        let waiting = Waiting::for_(console, "Giving the diary back");
        let given = home.household.give_back(person.id);
        drop(waiting);
        given?;
        let text = format!(
            "The diary of {} opens with whatever opens the household again. Its own passphrase and recovery code open nothing \
             here any more.",
            shown(&person.name)
        );
        let mut json = people::as_json(&person);
        if let Value::Object(json) = &mut json {
            json.insert("given_back".to_owned(), true.into());
        }
        Ok(Report::new(text, json))
    })
}

pub(super) fn seal(args: &HandOverArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let person = people::chosen(&home.household, Some(&args.person))?;
        if home.household.sealed_lock(person.id).slots().is_some() {
            return Err(CliError::SealedAlready);
        }
        let done = format!(
            "{} can seal entries now: diary add note \"...\" --person {} --sealed",
            shown(&person.name),
            shown(&person.name)
        );
        let said = Said { what: "Making what is sealed", done, limit: SEALED, which: Which::Sealed };
        under_own_lock(home, args, &person, console, &said, Household::make_sealed)
    })
}

/// What is said of something that gets a lock of its own.
struct Said {
    what: &'static str,
    done: String,
    limit: &'static str,
    which: Which,
}

fn under_own_lock(
    home: &Home,
    args: &HandOverArgs,
    person: &Person,
    console: Console,
    said: &Said,
    make: impl FnOnce(&Household, PersonId, &Passphrase, Argon2Cost, &RecoveryCode) -> Result<(), HouseholdError>,
) -> Result<Report, CliError> {
    if !console.json {
        console.remark(said.limit);
    }
    let passphrase = secrets::new_passphrase(&Place::of_new(&args.new), console)?;
    let code = NewCode::draw(home, console)?;
    let waiting = Waiting::for_(console, said.what);
    let done = make(&home.household, person.id, &passphrase, Argon2Cost::STANDARD, &code.code);
    drop(waiting);
    done?;
    let text = code.before(&said.done, console);
    let json = code.in_json(said.which.as_json(person), said.limit);
    Ok(Report::new(format!("{text}\n\n{}", said.limit), json))
}

/// Brings back what was left out when the household was restored.
pub(super) fn bring_back(
    args: &BringBackArgs,
    options: &GlobalArgs,
    console: Console,
) -> Result<Report, CliError> {
    let folder = Directory::open(&args.from)?;
    let which = Which::of(args.sealed);
    // Its own secret opens nothing here until the file is here.
    home::with_own_shut(options, console, |home| {
        people::act(&home.household, options.acting.as_deref())?;
        let person = people::chosen(&home.household, Some(&args.person))?;
        let purpose = match which {
            Which::Diary => FilePurpose::Diary { person: person.id },
            Which::Sealed => FilePurpose::Sealed { person: person.id },
        };
        let restore = |secret: Unlock<'_>| {
            let waiting = Waiting::for_(console, "Bringing it back");
            let restored = home.household.restore_own(&folder, purpose, secret);
            drop(waiting);
            restored
        };
        let restored = match secrets::one_own_given(&options.secret, console)? {
            Some(secret) => restore(secret.unlock())?,
            None => own::asked(home, &person, which, console, restore)?,
        };
        // What waited for the person.
        home.hand_on_received(console);
        Ok(back(&restored, &person, which, &args.from))
    })
}

fn back(restored: &RestoredOwn, person: &Person, which: Which, from: &Path) -> Report {
    let mut lines = vec![format!(
        "Back from {}: {}, as of {}.",
        from.display(),
        which.of_person(person),
        words::instant(restored.as_of_ms)
    )];
    if !restored.newer_lost.is_empty() {
        lines.push("A newer backup of it in that folder is damaged or was never finished.".to_owned());
    }
    if !restored.media_lost.is_empty() {
        let lost = restored.media_lost.len();
        lines.push(format!("Media files that are damaged in the backup and were left out: {lost}."));
    }
    let mut json = which.as_json(person);
    if let Value::Object(json) = &mut json {
        let lost = restored.media_lost.iter().map(ToString::to_string);
        json.insert("as_of_ms".to_owned(), restored.as_of_ms.into());
        json.insert("newer_lost".to_owned(), restored.newer_lost.clone().into());
        json.insert("media_lost".to_owned(), lost.collect());
    }
    Report::new(lines.join("\n"), json)
}
