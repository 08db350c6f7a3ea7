//! Diaries with a lock of their own: handing one over, and opening one for the time of a command.

use std::sync::Arc;

use diary_core::diary::Diary;
use diary_core::household::{Household, HouseholdError, Person};
use diary_core::vault::{Argon2Cost, Attempts, Unlock, VaultError};
use serde_json::json;

use super::change::NewCode;
use super::home::{self, Home};
use super::people;
use crate::args::{GlobalArgs, HandOverArgs, SecretArgs};
use crate::error::CliError;
use crate::progress::Waiting;
use crate::report::Report;
use crate::secrets::{self, MOST_TRIES, Opening, Place};
use crate::terminal::{Console, shown};

/// What a hand-over does and does not undo.
const LIMIT: &str = "The diary opens with its own passphrase or recovery code, and no more with what opens the household. If both are lost,\nnobody \
     opens it, nobody at all. Whoever copied the folder before keeps what was in it then. That the diary is there, its size \
     and\nits times can still be seen.";

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
        if !console.json {
            console.remark(LIMIT);
        }
        let passphrase = secrets::new_passphrase(&Place::of_new(&args.new), console)?;
        let code = NewCode::draw(home, console)?;
        let waiting = Waiting::for_(console, "Handing the diary over");
        let handed = home.household.hand_over(person.id, &passphrase, Argon2Cost::STANDARD, &code.code);
        drop(waiting);
        handed?;
        let done = format!("The diary of {} has a lock of its own now, and is shut.", shown(&person.name));
        let text = code.before(&done, console);
        let mut json = people::as_json(&person);
        if let Some(object) = json.as_object_mut() {
            object.insert("recovery_code".to_owned(), (*code.code.grouped()).clone().into());
            object.insert("limit".to_owned(), LIMIT.replace('\n', " ").into());
        }
        Ok(Report::new(format!("{text}\n\n{LIMIT}"), json))
    })
}

/// Opens every diary whose own lock takes the secret that the command line names, if it names one.
///
/// # Errors
/// [`VaultError::NoOwnLock`] where no lock is shut, [`VaultError::WrongSecret`] where none takes it, and whatever a file says.
pub(super) fn open_given(household: &Household, args: &SecretArgs, console: Console) -> Result<(), CliError> {
    let Some(secret) = secrets::own_given(args, console)? else { return Ok(()) };
    let shut: Vec<Person> =
        household.people()?.into_iter().filter(|person| household.is_shut(person.id)).collect();
    if shut.is_empty() {
        return Err(HouseholdError::Vault(VaultError::NoOwnLock).into());
    }
    let waiting = Waiting::for_(console, "Opening the lock of its own");
    let mut opened = false;
    let mut failure = HouseholdError::Vault(VaultError::WrongSecret);
    for person in shut {
        match household.open_own(person.id, unlock(&secret)) {
            Ok(()) => opened = true,
            Err(error) if error.is_wrong_secret() => {}
            Err(error) => failure = error,
        }
    }
    drop(waiting);
    if !opened {
        return Err(failure.into());
    }
    // What waited for them is theirs first.
    if let Err(error) = household.hand_on(diary_core::household::Handing::Owned) {
        console.remark(&format!("diary: what was received could not be handed on: {error}"));
    }
    Ok(())
}

/// One person's diary; where its own lock is shut and somebody is there, they are asked for its passphrase.
///
/// # Errors
/// [`VaultError::OwnLockShut`] where nobody can be asked, [`VaultError::WrongSecret`] after some tries.
pub(super) fn diary(home: &Home, person: &Person, console: Console) -> Result<Arc<Diary>, CliError> {
    let household = &home.household;
    if household.is_shut(person.id) && secrets::someone_is_there(console) {
        let mut attempts = Attempts::new();
        loop {
            let secret = secrets::own_asked(&shown(&person.name))?;
            let opened = attempts.attempt(&*home.clock, HouseholdError::is_wrong_secret, || {
                household.open_own(person.id, unlock(&secret))
            });
            match opened {
                Err(error) if error.is_wrong_secret() && attempts.failures() < MOST_TRIES => {
                    console.complain(&format!("diary: {error}"));
                    home::wait(attempts.wait_ms(home.clock.now()), console);
                }
                opened => break opened?,
            }
        }
        home.hand_on_received(console);
    }
    Ok(household.diary(person.id)?)
}

/// The diary of one of several people; `None` where its own lock is shut.
pub(super) fn diary_unless_shut(home: &Home, person: &Person) -> Result<Option<Arc<Diary>>, CliError> {
    if home.household.is_shut(person.id) { Ok(None) } else { Ok(Some(home.household.diary(person.id)?)) }
}

/// Diaries that are open, with whose they are; and the people whose diary is shut.
type Meant = (Vec<(Person, Arc<Diary>)>, Vec<Person>);

/// The diaries that are meant: the one of a person who is named, who is asked for its secret, or everyone's that is not
/// shut; and the people whose is.
pub(super) fn diaries(home: &Home, named: Option<&str>, console: Console) -> Result<Meant, CliError> {
    let mut open = Vec::new();
    let mut shut = Vec::new();
    for person in people::chosen_or_all(&home.household, named)? {
        let diary = if named.is_some() {
            Some(diary(home, &person, console)?)
        } else {
            diary_unless_shut(home, &person)?
        };
        match diary {
            Some(diary) => open.push((person, diary)),
            None => shut.push(person),
        }
    }
    Ok((open, shut))
}

/// A line for somebody whose diary is shut.
pub(super) fn shut_line(person: &Person) -> String {
    format!("{}: locked; the diary has a lock of its own (--own-passphrase-file)", shown(&person.name))
}

/// The same as an object.
pub(super) fn shut_json(person: &Person) -> serde_json::Value {
    json!({ "person": person.id.to_string(), "name": person.name, "locked": true })
}

pub(super) fn unlock(secret: &Opening) -> Unlock<'_> {
    match secret {
        Opening::Passphrase(passphrase) => Unlock::Passphrase(passphrase),
        Opening::RecoveryCode(code) => Unlock::Recovery(code),
    }
}
