//! Bars for what takes longer than a moment: on standard error, only if that is a terminal.

use std::fmt;
use std::io::{self, IsTerminal};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::terminal::Console;
use diary_host::Stopwatch;

/// What is over sooner shows no bar.
const A_MOMENT: Duration = Duration::from_millis(200);

fn wanted(console: Console) -> bool {
    !console.quiet && io::stderr().is_terminal()
}

fn style(template: &str) -> ProgressStyle {
    // The templates are constants of this file; a mistake in one shows as indicatif's own plain bar.
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// A bar for a number of steps.
pub struct Progress {
    bar: ProgressBar,
    since: Stopwatch,
    wanted: bool,
}

impl Progress {
    /// A bar for so many steps; `None` where nobody knows how many.
    pub fn new(console: Console, what: &'static str, steps: Option<u64>) -> Self {
        let bar = ProgressBar::with_draw_target(steps, ProgressDrawTarget::hidden()).with_message(what);
        bar.set_style(match (steps, console.look.unicode) {
            (None, _) => style("{msg}: {pos}"),
            (Some(_), true) => style("{msg} [{bar:30}] {pos} of {len}").progress_chars("━━ "),
            (Some(_), false) => style("{msg} [{bar:30}] {pos} of {len}").progress_chars("=> "),
        });
        Self { bar, since: Stopwatch::start(), wanted: wanted(console) }
    }

    /// A line that says something else again and again.
    pub fn line(console: Console) -> Self {
        let progress = Self::new(console, "", None);
        progress.bar.set_style(style("{msg}"));
        progress
    }

    /// The line says this now.
    pub fn says(&self, text: String) {
        self.reached(0);
        self.bar.set_message(text);
        self.bar.tick();
    }

    /// A bar for so many bytes.
    pub fn bytes(console: Console, what: &'static str, length: u64) -> Self {
        let progress = Self::new(console, what, Some(length));
        let shown = style("{msg} [{bar:30}] {bytes} of {total_bytes}, {eta} left");
        progress.bar.set_style(shown.progress_chars(console.look.either("━━ ", "=> ")));
        progress
    }

    /// So many steps are done.
    pub fn reached(&self, step: u64) {
        if self.wanted && self.bar.is_hidden() && self.since.elapsed() >= A_MOMENT {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_position(step);
    }

    /// How many steps there are turned out.
    pub fn of(&self, steps: u64) {
        self.bar.set_length(steps);
    }

    /// Takes the bar away.
    pub fn done(self) {
        self.bar.finish_and_clear();
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Progress({} of {:?})", self.bar.position(), self.bar.length())
    }
}

/// Something that turns while one long step runs, such as the check of a passphrase.
#[derive(Debug)]
pub struct Waiting {
    over: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Waiting {
    /// Starts to wait; shows itself after a moment, and goes when dropped.
    pub fn for_(console: Console, what: &'static str) -> Self {
        if !wanted(console) {
            return Self { over: None, thread: None };
        }
        let (over, ended) = mpsc::channel();
        let ticks = console.look.either("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ ", "-\\|/ ");
        let thread = std::thread::spawn(move || {
            if ended.recv_timeout(A_MOMENT) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_message(what);
            bar.set_style(style("{spinner} {msg}").tick_chars(ticks));
            while ended.recv_timeout(A_MOMENT / 2) == Err(RecvTimeoutError::Timeout) {
                bar.tick();
            }
            bar.finish_and_clear();
        });
        Self { over: Some(over), thread: Some(thread) }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        drop(self.over.take());
        if let Some(thread) = self.thread.take() {
            // A bar that panicked has nothing to say.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Look;

    #[test]
    fn where_nobody_looks_nothing_is_drawn() {
        let console = Console { json: false, quiet: true, look: Look::PLAIN };
        let progress = Progress::new(console, "receiving", Some(3));
        std::thread::sleep(A_MOMENT);
        progress.reached(2);
        assert!(progress.bar.is_hidden());
        assert_eq!(format!("{progress:?}"), "Progress(2 of Some(3))");
        progress.done();
        drop(Waiting::for_(console, "checking the passphrase"));
    }
}
