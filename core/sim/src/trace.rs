//! A session as it was: everything that was handed in, to be run again without a device.
//!
//! A file of JSON lines. The first says what the device is; each further one is an event with the phone's clocks. A
//! replay hands the same events to a new session, makes its items durable anew, and comes to the same end. With
//! [`Trace::mask`] nothing personal is left: serial numbers, pressures, pulses and saturations are replaced, stamps and clocks
//! stay, because they are what a session is looked at for.

mod line;
mod mask;
#[cfg(test)]
mod tests;
mod writer;

use diary_core::device::{
    Command, Event, IdentityTextError, Kind, Outcome, Paired, PersistFailed, Received, Session,
};
use diary_core::household::Description;
use diary_core::ports::Now;

use line::{FORM, Head, Line, unhex};
pub use writer::Writer;

/// What a session was handed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The session's random name.
    pub session: [u8; 16],
    /// Whether it was a live session.
    pub live: bool,
    /// What was known of the device.
    pub device: Description,
    /// The events in their order.
    pub events: Vec<(Event, Now)>,
}

/// A file is no trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is not of a recorded session; nothing was taken over")]
pub struct NotATrace {
    /// The line, from 1.
    pub line: usize,
}

impl Trace {
    /// As a file has it: a JSON object a line.
    ///
    /// # Errors
    /// What the writer says.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string(&Head::of(self.session, self.live, &self.device))?;
        for (event, at) in &self.events {
            text.push('\n');
            text += &serde_json::to_string(&Line::of(event, *at))?;
        }
        text.push('\n');
        Ok(text)
    }

    /// Reads a file. One that a kill cut short is read as far as it goes.
    ///
    /// # Errors
    /// [`NotATrace`], with the line.
    pub fn from_text(text: &str) -> Result<Self, NotATrace> {
        // What a kill left of a line is none.
        let whole = text.rfind('\n').map_or("", |end| text.get(..end).unwrap_or(text));
        let mut lines = whole.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let (_, first) = lines.next().ok_or(NotATrace { line: 1 })?;
        let head: Head = serde_json::from_str(first).map_err(|_| NotATrace { line: 1 })?;
        let session = unhex(&head.session).and_then(|bytes| bytes.try_into().ok());
        let session = session.filter(|_| head.trace == FORM).ok_or(NotATrace { line: 1 })?;
        let events = lines.map(|(number, line)| {
            let not = NotATrace { line: number + 1 };
            let Line { at, event } = serde_json::from_str(line).map_err(|_| not)?;
            Ok((event.read().ok_or(not)?, at.read().ok_or(not)?))
        });
        let device = Description {
            identity: head.identity,
            manufacturer: head.manufacturer,
            model: head.model,
            kinds: head.kinds,
        };
        Ok(Self { session, live: head.live, device, events: events.collect::<Result<_, _>>()? })
    }

    /// Replaces what is personal: who the device is, and what it measured.
    pub fn mask(&mut self) {
        mask::device(&mut self.device);
        self.events.iter_mut().for_each(|(event, _)| mask::event(event));
    }

    /// When the last thing was handed in, milliseconds since 1970-01-01T00:00:00Z.
    pub fn ended_ms(&self) -> Option<i64> {
        self.events.last().map(|(_, at)| at.wall_ms)
    }

    /// What the device said of itself when it was made known, as far as a trace has it.
    ///
    /// # Errors
    /// The identity is none.
    pub fn paired(&self) -> Result<Paired, IdentityTextError> {
        Ok(Paired {
            identity: self.device.identity.parse()?,
            manufacturer: self.device.manufacturer.clone(),
            model: self.device.model.clone(),
            kinds: Kind::ALL
                .into_iter()
                .filter(|kind| self.device.kinds.iter().any(|name| name == kind.name()))
                .collect(),
            said: Vec::new(),
        })
    }

    /// Runs the session again: `sink` makes its items durable, or refuses.
    pub fn replay(&self, sink: &mut dyn FnMut(Received) -> Result<(), PersistFailed>) -> Option<Outcome> {
        let profile = self.device.profile();
        let mut session = Session::new(if self.live { profile.live() } else { profile }, self.session);
        let mut outcome = None;
        let mut stored = std::collections::BTreeMap::new();
        for (event, at) in &self.events {
            let event = match event {
                Event::Persisted { ticket, .. } => {
                    let Some(result) = stored.remove(ticket) else { continue };
                    Event::Persisted { ticket: *ticket, result }
                }
                other => other.clone(),
            };
            for command in session.handle(event, *at) {
                match command {
                    Command::Persist { ticket, item } => {
                        stored.insert(ticket, sink(item));
                    }
                    Command::Done(done) => outcome = Some(done),
                    _ => {}
                }
            }
        }
        outcome
    }
}
