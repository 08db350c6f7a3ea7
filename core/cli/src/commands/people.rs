//! `person`: who keeps a diary here.

use serde_json::json;

use super::home::Home;
use crate::error::CliError;
use crate::table::table;
use crate::terminal::shown;

pub(super) fn add(home: &Home<'_>, name: &str) -> Result<(), CliError> {
    let id = home.with(|open| Ok(open.household.add_person(name)?))?;
    if home.console.json {
        return home.console.json(&json!({ "person": id.to_string(), "name": name.trim() }));
    }
    home.console.result(&format!("{} has a diary now.", shown(name.trim())))
}

pub(super) fn list(home: &Home<'_>) -> Result<(), CliError> {
    let people = home.with(|open| {
        let mut people = Vec::new();
        for (id, name) in open.people()? {
            people.push((id, name, open.household.diary(id)?.count()?));
        }
        Ok(people)
    })?;
    if home.console.json {
        let people: Vec<_> = people
            .iter()
            .map(|(id, name, entries)| json!({ "person": id.to_string(), "name": name, "entries": entries }))
            .collect();
        return home.console.json(&json!({ "people": people }));
    }
    if people.is_empty() {
        return home.console.result("Nobody yet. Add someone: diary person add NAME");
    }
    let rows = people.iter().map(|(id, name, entries)| {
        let id: String = id.to_string().chars().take(8).collect();
        vec![shown(name), entries.to_string(), id]
    });
    home.console.result(&table(home.console.look, &["Name", "Entries", "Id"], rows))
}
