//! Finding what a person means by a name, an id or the beginning of one.

use std::fmt::Display;

use crate::terminal::shown;

/// The fewest characters of an id that are taken for one.
const SHORTEST: usize = 4;

/// Why it is not clear what is meant. The message does not repeat names; the hint does, for the person's own screen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PickError {
    /// Nothing has that name or id.
    #[error("there is no such {what}; list them to see their names")]
    None {
        /// What was looked for.
        what: &'static str,
        /// The names there are.
        names: Vec<String>,
    },
    /// Several fit.
    #[error("more than one {what} fits; write more of the id")]
    Several {
        /// What was looked for.
        what: &'static str,
        /// Those that fit: id and name.
        fitting: Vec<String>,
    },
    /// Nothing was said and there are several to choose from, or none.
    #[error("say which {what} is meant")]
    Which {
        /// What was looked for.
        what: &'static str,
        /// The names there are.
        names: Vec<String>,
    },
}

impl PickError {
    /// The names to choose from; at most ten.
    pub fn hint(&self) -> Option<String> {
        let (Self::None { names, .. } | Self::Which { names, .. } | Self::Several { fitting: names, .. }) =
            self;
        let some: Vec<String> = names.iter().take(10).map(|name| shown(name)).collect();
        (!some.is_empty()).then(|| format!("there are: {}", some.join(", ")))
    }
}

/// The one that a text means: by name without regard to case, else by the beginning of its id, at least four digits.
///
/// # Errors
/// [`PickError::None`], [`PickError::Several`].
pub fn by_name_or_id<I: Copy + Display>(
    what: &'static str,
    text: &str,
    known: &[(I, String)],
) -> Result<I, PickError> {
    let same = |name: &str| name.to_lowercase() == text.to_lowercase();
    // What was typed to the letter is meant, whatever else is spelled like it.
    let mut fitting: Vec<&(I, String)> = known.iter().filter(|(_, name)| name == text).collect();
    if fitting.is_empty() {
        fitting = known.iter().filter(|(_, name)| same(name)).collect();
    }
    if fitting.is_empty() && text.len() >= SHORTEST {
        let start = text.to_ascii_lowercase();
        fitting = known.iter().filter(|(id, _)| id.to_string().starts_with(&start)).collect();
    }
    match fitting.as_slice() {
        [(id, _)] => Ok(*id),
        [] => Err(PickError::None { what, names: names(known) }),
        several => {
            let fitting = several.iter().map(|(id, name)| format!("{id} {name}")).collect();
            Err(PickError::Several { what, fitting })
        }
    }
}

/// The one that a text means; without a text, the only one there is.
///
/// # Errors
/// As [`by_name_or_id`]; [`PickError::Which`] if nothing was said and there is not exactly one.
pub fn one_of<I: Copy + Display>(
    what: &'static str,
    text: Option<&str>,
    known: &[(I, String)],
) -> Result<I, PickError> {
    match (text, known) {
        (Some(text), _) => by_name_or_id(what, text, known),
        (None, [(only, _)]) => Ok(*only),
        (None, _) => Err(PickError::Which { what, names: names(known) }),
    }
}

fn names<I>(known: &[(I, String)]) -> Vec<String> {
    known.iter().map(|(_, name)| name.clone()).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use diary_core::id::PersonId;

    use super::*;

    fn people() -> Vec<(PersonId, String)> {
        let id = |first: u8| {
            let mut bytes = [0x11; 16];
            bytes[1] = first;
            PersonId::from_bytes(bytes)
        };
        vec![(id(1), "Ada".to_owned()), (id(2), "Jürgen".to_owned()), (id(3), "ada".to_owned())]
    }

    #[test]
    fn a_name_or_the_beginning_of_an_id_is_enough() {
        let people = people();
        assert_eq!(by_name_or_id("person", "jÜRGEN", &people), Ok(people[1].0));
        assert_eq!(by_name_or_id("person", "1103", &people), Ok(people[2].0));
        assert_eq!(by_name_or_id("person", &people[0].0.to_string(), &people), Ok(people[0].0));
        assert_eq!(one_of("person", None, &people[1..2]), Ok(people[1].0));
    }

    #[test]
    fn what_is_not_clear_is_asked() {
        let people = people();
        assert!(matches!(by_name_or_id("person", "ADA", &people), Err(PickError::Several { .. })));
        assert_eq!(by_name_or_id("person", "Ada", &people), Ok(people[0].0));
        assert!(matches!(by_name_or_id("person", "11", &people), Err(PickError::None { .. })), "too short");
        let error = one_of("person", None, &people).unwrap_err();
        assert_eq!(error.to_string(), "say which person is meant");
        assert_eq!(error.hint().unwrap(), "there are: Ada, Jürgen, ada");
    }
}
