//! What people type to find an entry again.

use std::fmt;

/// The longest text that is searched for, in bytes of UTF-8.
pub const LONGEST_SEARCH: usize = 1000;
/// The most words that are searched for at once.
pub const MOST_WORDS: usize = 32;

/// The words to search for: an entry is found if it has all of them.
///
/// A word is found by its beginning, whatever its case and accents: `kopf` finds `Kopfschmerz`. A single letter or digit
/// is found only where it stands alone. Quotes, stars and the like mean nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Words {
    words: Vec<String>,
    past_too: bool,
}

/// Why a text cannot be searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSearch {
    /// There is no letter and no digit in it.
    #[error("there is no word in this; type at least one letter or digit to search for")]
    NoWords,
    /// It is too long.
    #[error("this is too long to search for; at most {MOST_WORDS} words and {LONGEST_SEARCH} bytes are")]
    TooLong,
}

impl Words {
    /// The words of a text, however it is written.
    ///
    /// # Errors
    /// [`BadSearch`].
    pub fn parse(text: &str) -> Result<Self, BadSearch> {
        if text.len() > LONGEST_SEARCH {
            return Err(BadSearch::TooLong);
        }
        let parts = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
        let words: Vec<String> =
            parts.filter(|part| part.chars().any(char::is_alphanumeric)).map(str::to_owned).collect();
        match words.len() {
            0 => Err(BadSearch::NoWords),
            1..=MOST_WORDS => Ok(Self { words, past_too: false }),
            _ => Err(BadSearch::TooLong),
        }
    }

    /// Also in what entries said before they were corrected, and why they were.
    #[must_use]
    pub fn in_history_too(self) -> Self {
        Self { past_too: true, ..self }
    }

    /// As the index understands it: each word in quotes, so that nothing in it is an operator.
    pub(super) fn expression(&self) -> String {
        let mut expression = String::new();
        if !self.past_too {
            expression.push_str("{shown} : ");
        }
        expression.push('(');
        for (at, word) in self.words.iter().enumerate() {
            if at > 0 {
                expression.push_str(" AND ");
            }
            expression.push('"');
            expression.push_str(&word.replace('"', "\"\""));
            expression.push('"');
            let alone =
                word.chars().filter(|letter| letter.is_alphanumeric()).count() == 1 && word.is_ascii();
            if !alone {
                expression.push('*');
            }
        }
        expression.push(')');
        expression
    }
}

impl fmt::Debug for Words {
    /// Counts them: they are a person's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({})", self.words.len())
    }
}
