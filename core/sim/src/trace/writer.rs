//! Writing a session down while it runs.

use std::io::{self, Write};

use diary_core::device::Event;
use diary_core::household::Description;
use diary_core::ports::Now;

use super::line::{Head, Line};
use super::mask;

/// Writes a session down as it goes, each event as soon as it was handed in: what a kill leaves is a trace too.
#[derive(Debug)]
pub struct Writer<W> {
    out: W,
    mask: bool,
}

impl<W: Write> Writer<W> {
    /// Writes what the device is. With `mask`, nothing personal is written, as with [`Trace::mask`](super::Trace::mask).
    ///
    /// # Errors
    /// What the writer says.
    pub fn begin(
        mut out: W,
        (session, live): ([u8; 16], bool),
        device: &Description,
        mask: bool,
    ) -> io::Result<Self> {
        let mut device = device.clone();
        if mask {
            mask::device(&mut device);
        }
        line(&mut out, &Head::of(session, live, &device))?;
        Ok(Self { out, mask })
    }

    /// Writes an event.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write(&mut self, event: &Event, at: Now) -> io::Result<()> {
        if self.mask {
            let mut masked = event.clone();
            mask::event(&mut masked);
            return line(&mut self.out, &Line::of(&masked, at));
        }
        line(&mut self.out, &Line::of(event, at))
    }
}

/// One write for each line, so that a kill leaves whole ones.
fn line(out: &mut impl Write, value: &impl serde::Serialize) -> io::Result<()> {
    let mut text = serde_json::to_vec(value)?;
    text.push(b'\n');
    out.write_all(&text)?;
    out.flush()
}
