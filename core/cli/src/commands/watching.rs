//! What a session shows while it runs: how many records came, or what a device measures at this moment.

use diary_core::device::{Live, LiveOxygen, LivePressure, Pressure, Progress as Step, Signal};
use diary_core::diary::{Content, Kinds};
use serde_json::{Value, json};

use crate::error::CliError;
use crate::progress::Progress;
use crate::terminal::Console;
use crate::words;

/// The view of one session.
#[derive(Debug)]
pub(super) struct View {
    console: Console,
    bar: Progress,
    live: bool,
    /// How many live values were shown, and the last of them: what stays the same is an event once.
    shown: u64,
    last: Option<Live>,
    /// What standard output said first.
    refused: Option<CliError>,
}

impl View {
    pub(super) fn new(live: bool, console: Console) -> Self {
        let bar = if live { Progress::line(console) } else { Progress::new(console, "Receiving", None) };
        Self { console, bar, live, shown: 0, last: None, refused: None }
    }

    /// Shows where the session stands.
    pub(super) fn show(&mut self, step: &Step) {
        match step {
            Step::Receiving { received, .. } if self.live => {
                self.bar.says(format!("{} received", words::records(*received)));
            }
            Step::Receiving { received, .. } => self.bar.reached((*received).into()),
            Step::WaitingForAdapter => {
                self.console.remark("Bluetooth is switched off. Switch it on: what was received is kept, and it goes on by itself.");
            }
            Step::Watching if !self.console.json => self.console.remark(
                "Put a finger in the oximeter, or press the cuff's button. Ctrl-C ends it; what was received is kept.",
            ),
            Step::Live(live) => {
                self.shown += 1;
                if self.console.json {
                    self.event(*live);
                } else {
                    self.bar.says(text(live));
                }
            }
            _ => {}
        }
    }

    fn event(&mut self, live: Live) {
        if self.last.replace(live) != Some(live)
            && let Err(error) = self.console.json(&event(&live))
        {
            self.refused.get_or_insert(error);
        }
    }

    /// Takes it away; says how many live values were shown, where the session was a live one.
    pub(super) fn done(self) -> Result<Option<u64>, CliError> {
        self.bar.done();
        self.refused.map_or(Ok(self.live.then_some(self.shown)), Err)
    }
}

/// What came of a live session, as a line, with the remarks on it.
pub(super) fn came(content: &Content) -> String {
    let remarks: Vec<&str> = content.remarks().map(|flag| flag.words).collect();
    let remarks = if remarks.is_empty() { String::new() } else { format!(" ({})", remarks.join(", ")) };
    format!("  {}{remarks}", words::reading(content, &Kinds::default()))
}

fn number(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "--".to_owned(), |value| value.to_string())
}

fn text(live: &Live) -> String {
    match live {
        Live::Oxygen(LiveOxygen { saturation, pulse, signal }) => {
            let values = format!("{} %   pulse {}", number(*saturation), number(*pulse));
            match signal {
                Signal::Good => values,
                Signal::Weak => format!("{values}   weak signal; keep the hand warm and still"),
                Signal::Searching => "Looking for the pulse; keep still".to_owned(),
                Signal::NoFinger => "No finger in the oximeter".to_owned(),
                Signal::Demonstration => format!("{values}   a demonstration, not a measurement"),
                Signal::Fault => "The oximeter reports a fault of its own".to_owned(),
            }
        }
        Live::CuffPressure(LivePressure { pressure, unit }) => {
            format!("In the cuff: {} {}", number(*pressure), unit_text(*unit))
        }
    }
}

fn event(live: &Live) -> Value {
    match live {
        Live::Oxygen(LiveOxygen { saturation, pulse, signal }) => json!({
            "live": "oxygen",
            "saturation": saturation.map(|number| number.to_string()),
            "pulse": pulse.map(|number| number.to_string()),
            "signal": signal.name(),
        }),
        Live::CuffPressure(LivePressure { pressure, unit }) => json!({
            "live": "cuff-pressure",
            "pressure": pressure.map(|number| number.to_string()),
            "unit": unit_text(*unit),
        }),
    }
}

const fn unit_text(unit: Pressure) -> &'static str {
    match unit {
        Pressure::MmHg => "mmHg",
        Pressure::KPa => "kPa",
    }
}

#[cfg(test)]
mod tests {
    use diary_core::device::wire;

    use super::*;

    #[test]
    fn what_is_measured_is_said_in_plain_words() {
        let oxygen = |bytes: &[u8]| text(&Live::read(wire::CONTINUOUS_OXIMETRY, bytes).unwrap());
        assert_eq!(oxygen(&[0, 97, 0, 62, 0]), "97 %   pulse 62");
        assert_eq!(oxygen(&[8, 97, 0, 62, 0, 0, 8, 0]), "No finger in the oximeter");
        assert_eq!(oxygen(&[0, 0xFF, 7, 62, 0]), "Looking for the pulse; keep still");
        let cuff = Live::read(wire::CUFF_PRESSURE, &[0, 140, 0, 0xFF, 7, 0xFF, 7]).unwrap();
        assert_eq!(text(&cuff), "In the cuff: 140 mmHg");
        let told = event(&Live::read(wire::CONTINUOUS_OXIMETRY, &[0, 97, 0, 62, 0]).unwrap());
        assert_eq!(told, json!({"live": "oxygen", "saturation": "97", "pulse": "62", "signal": "good"}));
    }
}
