//! A request as a JSON document, from a file or standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::de::DeserializeOwned;

/// A request is at most this long, bytes.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Why a request was not read.
///
/// Says where, and never what stands there: a request may hold readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The file or stream cannot be read.
    #[error("the request cannot be read ({0}); name a file that is there, or - for standard input")]
    Unreadable(io::ErrorKind),
    /// Longer than any request.
    #[error("the request is longer than 64 MiB; cut it into several")]
    TooLong,
    /// Not JSON.
    #[error("the request is not JSON at line {line}, column {column}; correct it there")]
    NotJson {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// JSON, and not what is asked for.
    #[error(
        "the request is not of the form that --help shows, at line {line}, column {column}; correct it there"
    )]
    WrongForm {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
}

/// Reads a request; `-` is standard input.
///
/// # Errors
/// [`RequestError`].
pub fn read<T: DeserializeOwned>(path: &Path) -> Result<T, RequestError> {
    let unreadable = |error: io::Error| RequestError::Unreadable(error.kind());
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes)
    } else {
        File::open(path).map_err(unreadable)?.take(MOST_BYTES + 1).read_to_end(&mut bytes)
    };
    if read.map_err(unreadable)? as u64 > MOST_BYTES {
        return Err(RequestError::TooLong);
    }
    parse(&bytes)
}

/// Reads a request out of bytes.
///
/// # Errors
/// [`RequestError::NotJson`], [`RequestError::WrongForm`].
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, RequestError> {
    serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        if error.is_data() {
            RequestError::WrongForm { line, column }
        } else {
            RequestError::NotJson { line, column }
        }
    })
}
