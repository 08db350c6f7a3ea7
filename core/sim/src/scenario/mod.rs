//! Scenarios: what people, devices and phones do, and what has to come of it, as JSON that anyone can read.
//!
//! `tests/scenarios/README.md` describes the format. A [`Scenario`] is read with [`Scenario::read`], and a [`Player`] plays
//! it in a household, step by step, and compares. Besides what a scenario expects, a player keeps the books
//! ([`Tally`]): every reading that a device took is in a diary once, waits, is still in the device, or was lost where no
//! program can help it.

pub mod across;
mod around;
mod calls;
mod check;
mod entropy;
mod error;
mod expect;
mod format;
mod home;
mod player;
mod span;
mod streams;
mod sync;
mod tally;
mod trial;
mod unit;

pub use calls::{CallStep, CopyFolder, ShellFolder, ToldStep, WriteFile};
pub use entropy::SeededEntropy;
pub use error::{PlayError, ScenarioError};
pub use expect::{Difference, Played};
pub use format::{
    Assign, At, Class, DeviceExpected, DeviceSpec, EntryExpected, Erase, Expected, Measure, OfDevice, Only,
    OximeterClass, Scenario, SetClock, Start, Step, SyncExpected, SyncStep, TallyExpected, Tells,
    UnlockExpected, UnlockStep, WaitingExpected, Wear,
};
pub use home::PASSPHRASE;
pub use player::Player;
pub use span::Span;
pub use tally::{Owner, Tally, Truth};
pub use trial::{Balance, Trial};
