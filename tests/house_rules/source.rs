//! The source tree as the rules read it: files by path, and Rust code as words without comments and strings.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// The top folder of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file below `dir`, as paths relative to the repository with `/`; build output and dot folders left out.
pub(crate) fn files_below(dir: &str) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut waiting = vec![dir.to_owned()];
    while let Some(dir) = waiting.pop() {
        let entries = match fs::read_dir(root().join(&dir)) {
            Ok(entries) => entries,
            Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
            Err(e) => return Err(e),
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{dir}/{name}");
            if entry.file_type()?.is_dir() {
                if !name.starts_with('.') && name != "target" {
                    waiting.push(path);
                }
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// One Rust file.
pub(crate) struct Source {
    /// Relative to the repository, with `/`.
    pub(crate) path: String,
    /// Lines in the file, comments included.
    pub(crate) lines: usize,
    /// Identifiers whole, punctuation a character each (`::` is two colons).
    pub(crate) words: Vec<String>,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), lines: text.lines().count(), words: words(text) }
    }

    /// The words outside `#[cfg(test)] mod … { … }`.
    pub(crate) fn shipped(&self) -> Vec<&str> {
        const TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let mut kept = Vec::with_capacity(words.len());
        let mut rest = words.as_slice();
        while let Some((word, after)) = rest.split_first() {
            if rest.starts_with(&TEST) && rest.get(7) == Some(&"mod") && rest.get(9) == Some(&"{") {
                rest = rest.get(9 + group_len(rest.get(9..).unwrap_or_default())..).unwrap_or_default();
            } else {
                kept.push(*word);
                rest = after;
            }
        }
        kept
    }
}

/// Every Rust file below `dirs`.
pub(crate) fn rust_below(dirs: &[&str]) -> io::Result<Vec<Source>> {
    let mut sources = Vec::new();
    for dir in dirs {
        for path in files_below(dir)? {
            if Path::new(&path).extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(root().join(&path))?;
                sources.push(Source::new(&path, &text));
            }
        }
    }
    Ok(sources)
}

/// How many words the bracketed group at the start of `words` takes, brackets included.
pub(crate) fn group_len(words: &[&str]) -> usize {
    let mut depth = 0_usize;
    for (at, word) in words.iter().enumerate() {
        match *word {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    words.len()
}

fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
        } else if rest.starts_with("/*") {
            rest = after_block_comment(rest);
        } else if let Some(after) = after_string(rest) {
            rest = after;
        } else if c == '\'' {
            rest = after_quote(rest);
        } else if c == '_' || c.is_alphanumeric() {
            let end = rest.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            words.push(word.to_owned());
            rest = after;
        } else {
            if !c.is_whitespace() {
                words.push(c.to_string());
            }
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    words
}

/// Block comments nest.
fn after_block_comment(text: &str) -> &str {
    let mut depth = 0_usize;
    let mut rest = text;
    loop {
        if let Some(after) = rest.strip_prefix("/*") {
            depth += 1;
            rest = after;
        } else if let Some(after) = rest.strip_prefix("*/") {
            depth -= 1;
            rest = after;
            if depth == 0 {
                return rest;
            }
        } else {
            let mut chars = rest.chars();
            if chars.next().is_none() {
                return "";
            }
            rest = chars.as_str();
        }
    }
}

/// What follows the string literal at the start of `text`, of any prefix; `None` if none starts there.
fn after_string(text: &str) -> Option<&str> {
    let bare = ["br", "cr", "b", "c", "r", ""].iter().find_map(|prefix| {
        let after = text.strip_prefix(prefix)?;
        let hashes = after.len() - after.trim_start_matches('#').len();
        let body = after.get(hashes..)?.strip_prefix('"')?;
        (hashes == 0 || prefix.ends_with('r')).then_some((prefix.ends_with('r'), hashes, body))
    });
    let (raw, hashes, body) = bare?;
    if raw {
        let close = format!("\"{}", "#".repeat(hashes));
        return Some(body.split_once(&close).map_or("", |(_, after)| after));
    }
    let mut chars = body.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '"' => break,
            _ => {}
        }
    }
    Some(chars.as_str())
}

/// What follows the character literal, or the lifetime, at the start of `text`.
fn after_quote(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    let first = chars.next();
    if first == Some('\\') {
        chars.next();
        return chars.as_str().split_once('\'').map_or("", |(_, after)| after);
    }
    if chars.clone().next() == Some('\'') {
        chars.next();
        return chars.as_str();
    }
    text.get(1..).unwrap_or_default().trim_start_matches(|c: char| c == '_' || c.is_alphanumeric())
}
