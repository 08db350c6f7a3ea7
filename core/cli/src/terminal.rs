//! Where a command speaks: results on standard output, remarks on standard error, and how both may look.

use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};

use crate::error::CliError;

/// What the place that text goes to can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether colours may be used; nothing is told by colour alone.
    pub colour: bool,
    /// Whether more than ASCII can be shown.
    pub unicode: bool,
    /// Columns of text; `None` where lines may be of any length.
    pub width: Option<u16>,
}

impl Look {
    /// Plain text of any width, in ASCII.
    pub const PLAIN: Self = Self { colour: false, unicode: false, width: None };

    /// What standard output can show: colour only on a terminal and never with `NO_COLOR` or `TERM=dumb`; more than
    /// ASCII where the locale says UTF-8.
    pub fn of_stdout() -> Self {
        let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        let terminal = io::stdout().is_terminal();
        let dumb = set("TERM").is_some_and(|kind| kind == "dumb");
        let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"));
        Self {
            colour: terminal && !dumb && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
            unicode: is_utf8(locale.as_deref()),
            width: if terminal { comfy_table::Table::new().width() } else { None },
        }
    }

    /// The text in a role's style, or as it is.
    pub fn paint(&self, role: Role, text: &str) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let style = role.style();
        format!("{style}{text}{style:#}")
    }

    /// One of two spellings of the same thing.
    pub const fn either(&self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.unicode { unicode } else { ascii }
    }
}

fn is_utf8(locale: Option<&str>) -> bool {
    let without_case = |text: &str| text.to_ascii_lowercase().replace('-', "").contains("utf8");
    locale.map_or(cfg!(target_os = "macos"), without_case)
}

/// What a piece of text is, for its colour: the terminal's own sixteen, since only it knows its background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A heading.
    Heading,
    /// Something beside the point.
    Secondary,
    /// Something to look at.
    Attention,
    /// The top number.
    Systolic,
    /// The bottom number.
    Diastolic,
    /// Oxygen saturation.
    Oxygen,
    /// All is well.
    Fine,
}

impl Role {
    const fn style(self) -> Style {
        match self {
            Self::Heading => Style::new().bold(),
            Self::Secondary => Style::new().dimmed(),
            Self::Attention => AnsiColor::Yellow.on_default(),
            Self::Systolic => AnsiColor::Cyan.on_default(),
            Self::Diastolic => AnsiColor::Red.on_default(),
            Self::Oxygen => AnsiColor::Magenta.on_default(),
            Self::Fine => AnsiColor::Green.on_default(),
        }
    }
}

/// The two streams of a command.
#[derive(Debug, Clone, Copy)]
pub struct Console {
    /// Whether results are JSON.
    pub json: bool,
    /// Whether remarks and progress are left out.
    pub quiet: bool,
    /// How text may look.
    pub look: Look,
}

impl Console {
    /// The console of this process.
    pub fn new(json: bool, quiet: bool) -> Self {
        Self { json, quiet, look: Look::of_stdout() }
    }

    /// Writes a result, one line break after it.
    ///
    /// # Errors
    /// [`CliError::Output`]; a reader that has gone away (`| head`) is none.
    pub fn result(&self, text: &str) -> Result<(), CliError> {
        let mut out = io::stdout().lock();
        let written = writeln!(out, "{}", text.trim_end_matches('\n')).and_then(|()| out.flush());
        match written {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(CliError::Output(error.kind())),
            _ => Ok(()),
        }
    }

    /// Writes a result as indented JSON.
    ///
    /// # Errors
    /// As [`Console::result`].
    pub fn json(&self, value: &serde_json::Value) -> Result<(), CliError> {
        self.result(&format!("{value:#}"))
    }

    /// Writes a remark for the person at the terminal, unless they asked for quiet.
    pub fn remark(&self, text: &str) {
        if !self.quiet {
            self.complain(text);
        }
    }

    /// Writes to standard error; if that is closed there is nobody left to tell.
    pub fn complain(&self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// Reports an error: one sentence on standard error, the way out beneath it; with `--json` an object on standard
    /// output.
    pub fn error(&self, error: &CliError) {
        if self.json {
            // Standard output may be closed; the exit code still tells.
            let _ = self.json(&error.json());
            return;
        }
        self.complain(&format!("diary: {error}"));
        if let Some(hint) = error.hint() {
            self.complain(&format!("       {hint}"));
        }
    }
}

/// Text from outside, made safe to show: what could move the cursor, recolour or reorder the rest of the screen
/// becomes a replacement character. Line breaks stay.
pub fn shown(text: &str) -> String {
    let harmless = |letter: char| match letter {
        '\n' => '\n',
        '\t' => ' ',
        letter if letter.is_control() => '\u{FFFD}',
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        letter => letter,
    };
    text.replace("\r\n", "\n").chars().map(harmless).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_extra() {
        let look = Look { colour: true, ..Look::PLAIN };
        assert_eq!(look.paint(Role::Heading, "Monday"), "\u{1b}[1mMonday\u{1b}[0m");
        assert_eq!(Look::PLAIN.paint(Role::Heading, "Monday"), "Monday");
    }

    #[test]
    fn the_locale_says_what_can_be_shown() {
        for (locale, utf8) in
            [("en_GB.UTF-8", true), ("C.utf8", true), ("C", false), ("de_DE.ISO-8859-1", false)]
        {
            assert_eq!(is_utf8(Some(locale)), utf8, "{locale}");
        }
    }

    #[test]
    fn text_from_outside_cannot_drive_the_terminal() {
        assert_eq!(shown("a\u{1b}[2Jb\r\nc\u{202E}d\te"), "a\u{FFFD}[2Jb\nc\u{FFFD}d e");
        assert_eq!(shown("Grüße, 你好"), "Grüße, 你好");
    }
}
