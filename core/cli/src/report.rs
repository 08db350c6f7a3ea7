//! What a command has to say once it is done.

use serde_json::Value;

use crate::error::{Class, CliError};
use crate::terminal::Console;

/// What a command has to say once it is done, in both forms.
///
/// A command shows nothing before the household is closed again, so that `--json` stays one object whatever happens.
#[derive(Debug)]
pub struct Report {
    text: String,
    json: Value,
    /// What went wrong although there is something to show.
    error: Option<CliError>,
}

impl Report {
    /// A report as text and as one JSON object.
    pub const fn new(text: String, json: Value) -> Self {
        Self { text, json, error: None }
    }

    /// Nothing on standard output: what was asked for is there already.
    pub const fn silent() -> Self {
        Self::new(String::new(), Value::Null)
    }

    /// The same, and something went wrong besides; the first such thing decides the exit code.
    #[must_use]
    pub fn but(mut self, error: Option<CliError>) -> Self {
        self.error = self.error.or(error);
        self
    }

    /// Shows it; gives the class of what went wrong, if anything did.
    ///
    /// # Errors
    /// [`CliError::Output`].
    pub fn show(mut self, console: Console) -> Result<Option<Class>, CliError> {
        if console.json {
            if let (Some(error), Value::Object(object)) = (&self.error, &mut self.json)
                && let Value::Object(said) = error.json()
            {
                object.extend(said);
            }
            if !self.json.is_null() {
                console.json(&self.json)?;
            }
        } else {
            if !self.text.is_empty() {
                console.result(&self.text)?;
            }
            if let Some(error) = &self.error {
                console.error(error);
            }
        }
        Ok(self.error.as_ref().map(CliError::class))
    }
}
