//! What has a lock of its own: a diary that was handed over, and what is sealed beside one; opened for the time of a command.

use std::sync::Arc;

use diary_core::diary::Diary;
use diary_core::household::{Household, HouseholdError, OwnSlots, Person};
use diary_core::id::PersonId;
use diary_core::vault::{Attempts, Unlock, VaultError};
use serde_json::Value;

use super::home::{self, Home};
use super::people;
use crate::args::SecretArgs;
use crate::error::CliError;
use crate::progress::Waiting;
use crate::secrets::{self, MOST_TRIES};
use crate::terminal::{Console, shown};

/// Which of a person's files is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// The diary.
    Diary,
    /// What is sealed beside it.
    Sealed,
}

impl Which {
    /// What `--sealed` says.
    pub(super) const fn of(sealed: bool) -> Self {
        if sealed { Self::Sealed } else { Self::Diary }
    }

    pub(super) fn lock(self, household: &Household, person: PersonId) -> OwnSlots<'_> {
        match self {
            Self::Diary => household.own_lock(person),
            Self::Sealed => household.sealed_lock(person),
        }
    }

    pub(super) fn is_shut(self, household: &Household, person: PersonId) -> bool {
        self.lock(household, person).is_shut()
    }

    /// Whether there is such a file; everybody has a diary.
    fn is_there(self, household: &Household, person: PersonId) -> bool {
        self == Self::Diary || self.lock(household, person).slots().is_some()
    }

    fn open(self, household: &Household, person: PersonId, secret: Unlock<'_>) -> Result<(), HouseholdError> {
        match self {
            Self::Diary => household.open_own(person, secret),
            Self::Sealed => household.open_sealed(person, secret),
        }
    }

    fn file(self, household: &Household, person: PersonId) -> Result<Arc<Diary>, HouseholdError> {
        match self {
            Self::Diary => household.diary(person),
            Self::Sealed => household.sealed(person),
        }
    }

    /// What it is called inside a sentence.
    pub(super) fn of_person(self, person: &Person) -> String {
        match self {
            Self::Diary => format!("the diary of {}", shown(&person.name)),
            Self::Sealed => format!("what is sealed of {}", shown(&person.name)),
        }
    }

    /// The name of a person as typed, and that it is not about their diary.
    pub(super) fn title(self, person: &Person) -> String {
        match self {
            Self::Diary => person.name.clone(),
            Self::Sealed => format!("{}, sealed", person.name),
        }
    }

    /// The same for the screen.
    pub(super) fn name(self, person: &Person) -> String {
        shown(&self.title(person))
    }

    /// The object that a person has, and that it is not about their diary.
    pub(super) fn as_json(self, person: &Person) -> Value {
        let mut json = people::as_json(person);
        if let (Self::Sealed, Value::Object(json)) = (self, &mut json) {
            json.insert("sealed".to_owned(), true.into());
        }
        json
    }
}

/// Opens everything whose own lock takes a secret that the command line names, if it names any.
///
/// # Errors
/// [`VaultError::NoOwnLock`] where no lock is shut, [`VaultError::WrongSecret`] where none takes one of them, and whatever a
/// file says.
pub(super) fn open_given(household: &Household, args: &SecretArgs, console: Console) -> Result<(), CliError> {
    let given = secrets::own_given(args, console)?;
    if given.is_empty() {
        return Ok(());
    }
    let people = household.people()?;
    let all = people.iter().flat_map(|person| [(person.id, Which::Diary), (person.id, Which::Sealed)]);
    let shut: Vec<_> = all.filter(|(person, which)| which.is_shut(household, *person)).collect();
    if shut.is_empty() {
        return Err(HouseholdError::Vault(VaultError::NoOwnLock).into());
    }
    let waiting = Waiting::for_(console, "Opening the lock of its own");
    for secret in &given {
        let mut opened = false;
        let mut failure = HouseholdError::Vault(VaultError::WrongSecret);
        for (person, which) in &shut {
            match which.open(household, *person, secret.unlock()) {
                Ok(()) => opened = true,
                Err(error) if error.is_wrong_secret() => {}
                Err(error) => failure = error,
            }
        }
        if !opened {
            return Err(failure.into());
        }
    }
    drop(waiting);
    // What waited for them is theirs first.
    if let Err(error) = household.hand_on(diary_core::household::Handing::Owned) {
        console.remark(&format!("diary: what was received could not be handed on: {error}"));
    }
    Ok(())
}

/// One person's file; where its own lock is shut and somebody is there, they are asked for its passphrase.
///
/// # Errors
/// [`HouseholdError::NothingSealed`]; [`VaultError::OwnLockShut`] where nobody can be asked, [`VaultError::WrongSecret`] after
/// some tries.
pub(super) fn file(
    home: &Home,
    person: &Person,
    which: Which,
    console: Console,
) -> Result<Arc<Diary>, CliError> {
    let household = &home.household;
    if which.is_shut(household, person.id) && secrets::someone_is_there(console) {
        asked(home, person, which, console, |secret| which.open(household, person.id, secret))?;
        home.hand_on_received(console);
    }
    Ok(which.file(household, person.id)?)
}

/// Asks for the passphrase of a lock of one's own until `open` takes it.
///
/// # Errors
/// What `open` says but for a wrong secret; that too after some tries.
pub(super) fn asked<T>(
    home: &Home,
    person: &Person,
    which: Which,
    console: Console,
    mut open: impl FnMut(Unlock<'_>) -> Result<T, HouseholdError>,
) -> Result<T, CliError> {
    let mut attempts = Attempts::new();
    loop {
        let secret = secrets::own_asked(&which.of_person(person))?;
        let opened =
            attempts.attempt(&*home.clock, HouseholdError::is_wrong_secret, || open(secret.unlock()));
        match opened {
            Err(error) if error.is_wrong_secret() && attempts.failures() < MOST_TRIES => {
                console.complain(&format!("diary: {error}"));
                home::wait(attempts.wait_ms(home.clock.now()), console);
            }
            opened => return Ok(opened?),
        }
    }
}

/// The file of one of several people; `None` where its own lock is shut.
pub(super) fn file_unless_shut(
    home: &Home,
    person: &Person,
    which: Which,
) -> Result<Option<Arc<Diary>>, CliError> {
    if which.is_shut(&home.household, person.id) {
        return Ok(None);
    }
    Ok(Some(which.file(&home.household, person.id)?))
}

/// What is open of people, with whose it is; and the people where it is shut.
type Meant = (Vec<(Person, Arc<Diary>)>, Vec<Person>);

/// The files that are meant: the one of a person who is named, who is asked for its secret, or everyone's that is not
/// shut; and the people where it is.
///
/// # Errors
/// As [`file`].
pub(super) fn files(
    home: &Home,
    named: Option<&str>,
    which: Which,
    console: Console,
) -> Result<Meant, CliError> {
    let mut open = Vec::new();
    let mut shut = Vec::new();
    for person in people::chosen_or_all(&home.household, named)? {
        let found = if named.is_some() {
            Some(file(home, &person, which, console)?)
        } else if which.is_there(&home.household, person.id) {
            file_unless_shut(home, &person, which)?
        } else {
            continue;
        };
        match found {
            Some(found) => open.push((person, found)),
            None => shut.push(person),
        }
    }
    if which == Which::Sealed && open.is_empty() && shut.is_empty() {
        return Err(HouseholdError::NothingSealed.into());
    }
    Ok((open, shut))
}

/// A line for somebody where it is shut.
pub(super) fn shut_line(person: &Person, which: Which) -> String {
    let what = if which == Which::Diary { "the diary" } else { "what is sealed" };
    format!("{}: locked; {what} has a lock of its own (--own-passphrase-file)", shown(&person.name))
}

/// The same as an object.
pub(super) fn shut_json(person: &Person, which: Which) -> Value {
    let mut json = which.as_json(person);
    if let Value::Object(json) = &mut json {
        json.insert("locked".to_owned(), true.into());
    }
    json
}
