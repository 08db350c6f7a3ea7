//! `diary person`: the people of the household.

use diary_core::household::{Act, Household, Person};
use diary_core::id::PersonId;
use serde_json::{Value, json};

use super::home::{self, Home};
use super::own::{self, Which};
use crate::args::{GlobalArgs, RoleArgs};
use crate::error::CliError;
use crate::pick;
use crate::report::Report;
use crate::table;
use crate::terminal::{Console, shown};

pub(super) fn add(name: &str, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let id = home.household.add_person(name)?;
        let person = chosen(&home.household, Some(&id.to_string()))?;
        let text = format!("{} has a diary here now.", shown(&person.name));
        Ok(Report::new(text, as_json(&person)))
    })
}

pub(super) fn list(options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let mut rows = Vec::new();
        let mut objects = Vec::new();
        let mut any_sealed = false;
        for (person, role) in home.household.roles()? {
            let role = role.name();
            if home.household.allow(Act::Read, Some(person.id)).is_err() {
                // That they are here is everybody's to know.
                let blank = String::new;
                rows.push(vec![
                    shown(&person.name),
                    role.to_owned(),
                    blank(),
                    blank(),
                    blank(),
                    person.id.to_string(),
                ]);
                let mut object = as_json(&person);
                if let Value::Object(object) = &mut object {
                    object.insert("role".to_owned(), role.into());
                }
                objects.push(object);
                continue;
            }
            let sealed = sealed(home, &person)?;
            any_sealed |= sealed.is_some();
            let (entries, days, mut object) = match own::file_unless_shut(home, &person, Which::Diary)? {
                None => ("locked".to_owned(), String::new(), own::shut_json(&person, Which::Diary)),
                Some(diary) => {
                    let (entries, span) = (diary.count()?, diary.first_and_last_day()?);
                    let days = span.map_or_else(String::new, |(first, last)| format!("{first} to {last}"));
                    let mut object = as_json(&person);
                    if let Value::Object(object) = &mut object {
                        object.insert("entries".to_owned(), entries.into());
                    }
                    (entries.to_string(), days, object)
                }
            };
            let (in_words, in_json) = sealed.unwrap_or_default();
            rows.push(vec![
                shown(&person.name),
                role.to_owned(),
                entries,
                days,
                in_words,
                person.id.to_string(),
            ]);
            if let Value::Object(object) = &mut object {
                object.insert("role".to_owned(), role.into());
                object.insert("sealed".to_owned(), in_json);
            }
            objects.push(object);
        }
        let mut columns = vec!["Name", "Role", "Entries", "Days", "Sealed", "Id"];
        if !any_sealed {
            columns.retain(|column| *column != "Sealed");
            for row in &mut rows {
                row.remove(4);
            }
        }
        let text =
            if rows.is_empty() { NOBODY.to_owned() } else { table::table(console.look, &columns, rows) };
        Ok(Report::new(text, json!({ "people": objects })))
    })
}

pub(super) fn role(args: &RoleArgs, options: &GlobalArgs, console: Console) -> Result<Report, CliError> {
    home::with(options, console, |home| {
        let person = chosen(&home.household, Some(&args.person))?;
        home.household.set_role(person.id, args.role)?;
        let text = format!("{} is this in the household from now on: {}.", shown(&person.name), args.role);
        let mut json = as_json(&person);
        if let Value::Object(json) = &mut json {
            json.insert("role".to_owned(), args.role.name().into());
        }
        Ok(Report::new(text, json))
    })
}

/// Acts as somebody from now on, where one is named.
///
/// # Errors
/// Nobody is meant; [`HouseholdError::Vault`](diary_core::household::HouseholdError::Vault) where their own lock is shut.
pub(super) fn act(household: &Household, named: Option<&str>) -> Result<(), CliError> {
    let Some(named) = named else { return Ok(()) };
    Ok(household.act_as(Some(chosen(household, Some(named))?.id))?)
}

/// What there is to say of what is sealed of a person, in words and as JSON; `None` where nothing is.
fn sealed(home: &Home, person: &Person) -> Result<Option<(String, Value)>, CliError> {
    if home.household.sealed_lock(person.id).slots().is_none() {
        return Ok(None);
    }
    Ok(Some(match own::file_unless_shut(home, person, Which::Sealed)? {
        None => ("locked".to_owned(), json!({ "locked": true })),
        Some(sealed) => {
            let entries = sealed.count()?;
            (entries.to_string(), json!({ "entries": entries }))
        }
    }))
}

/// What an empty household is answered with.
pub(super) const NOBODY: &str = "Nobody has a diary here yet. Next: diary person add NAME";

/// A person as every object names one.
pub(super) fn as_json(person: &Person) -> Value {
    json!({ "person": person.id.to_string(), "name": person.name })
}

/// The person that a text means; without a text the only one there is.
pub(super) fn chosen(household: &Household, text: Option<&str>) -> Result<Person, CliError> {
    let people = household.people()?;
    let known: Vec<(PersonId, String)> =
        people.iter().map(|person| (person.id, person.name.clone())).collect();
    let id = pick::one_of("person", text, &known)?;
    let found = people.into_iter().find(|person| person.id == id);
    found.ok_or_else(|| diary_core::household::HouseholdError::NoSuchPerson.into())
}

/// The people that a text means; without a text, everyone whose diary whoever acts may read.
pub(super) fn chosen_or_all(household: &Household, text: Option<&str>) -> Result<Vec<Person>, CliError> {
    if let Some(text) = text {
        return Ok(vec![chosen(household, Some(text))?]);
    }
    let mut people = household.people()?;
    people.retain(|person| household.allow(Act::Read, Some(person.id)).is_ok());
    Ok(people)
}
