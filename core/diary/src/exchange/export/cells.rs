//! Text in a cell, so that no spreadsheet runs it and every reader gets it back.
//!
//! A spreadsheet takes a cell that begins with one of [`TRIGGERS`] for a formula, quoted or not, and runs it (OWASP,
//! "CSV Injection"; CWE-1236). Such a text gets an apostrophe in front, and so does a text that begins with an
//! apostrophe or is empty: the rule back is then one and loses nothing. Numbers are never touched.

use std::borrow::Cow;

/// What begins a formula in some spreadsheet: OWASP's list with its full-width forms, and NUL (OWASP ASVS 5.0, 1.2.10).
pub(super) const TRIGGERS: [char; 12] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

/// The mark that stands in front.
const MARK: char = '\'';

/// A cell for words that came from a person, a device or an import. An empty text is not a missing one: it shows as
/// the mark alone.
pub(super) fn words(text: &str) -> Cow<'_, str> {
    match text.chars().next() {
        Some(first) if first != MARK && !TRIGGERS.contains(&first) => Cow::Borrowed(text),
        Some(_) | None => Cow::Owned(format!("{MARK}{text}")),
    }
}
