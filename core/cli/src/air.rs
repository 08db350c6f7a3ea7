//! Sessions over this computer's Bluetooth.
//!
//! The one place of the terminal with a runtime in it. Ctrl-C stops a wait or a session; what was received is kept.

use std::fmt;
use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::Arc;
use std::time::Duration;

use diary_core::device::{Outcome, Paired, PersistFailed, Profile, Progress, Received, Session, What};
use diary_core::household::Household;
use diary_core::id::DeviceId;
use diary_core::ports::{Clock, Now};
use diary_radio::{Address, Cancel, Device, Found, Question, Radio, RadioError, Shell, drive};
use tokio::runtime::Runtime;

use crate::error::CliError;
use crate::link::{Asked, Sealing, Synced, session_id};

/// This computer's Bluetooth, ready for use.
pub struct Air {
    runtime: Runtime,
    radio: Radio,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for Air {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Air")
    }
}

impl Air {
    /// Opens the first adapter.
    ///
    /// # Errors
    /// [`RadioError`].
    pub fn open(clock: Arc<dyn Clock>) -> Result<Self, CliError> {
        // More than one thread: an arrival is stamped while another is being stored.
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(|_| RadioError::Failed)?;
        let radio = runtime.block_on(Radio::open(Arc::clone(&clock)))?;
        Ok(Self { runtime, radio, clock })
    }

    /// Tells who is in the air, until the time has passed or somebody stops it.
    ///
    /// # Errors
    /// [`RadioError`].
    pub fn scan(&self, time: Duration, found: impl FnMut(&Found)) -> Result<(), CliError> {
        let scanned = self.runtime.block_on(async {
            tokio::select! {
                scanned = self.radio.scan(time, found) => scanned,
                _ = tokio::signal::ctrl_c() => Ok(()),
            }
        });
        Ok(scanned?)
    }

    /// Waits until one of these devices shows itself.
    ///
    /// # Errors
    /// [`RadioError::NotFound`], [`RadioError::Stopped`] and the like.
    pub fn wait_for(&self, addresses: &[Address], time: Duration) -> Result<Device, CliError> {
        let found = self.runtime.block_on(async {
            tokio::select! {
                found = self.radio.wait_for(addresses, time) => found,
                _ = tokio::signal::ctrl_c() => Err(RadioError::Stopped),
            }
        });
        Ok(found?)
    }

    /// Leaves devices alone for a while.
    ///
    /// # Errors
    /// [`RadioError::Stopped`].
    pub fn rest(&self, time: Duration) -> Result<(), CliError> {
        let rested = self.runtime.block_on(async {
            tokio::select! {
                () = tokio::time::sleep(time) => Ok(()),
                _ = tokio::signal::ctrl_c() => Err(RadioError::Stopped),
            }
        });
        Ok(rested?)
    }

    /// Gets to know a device: who it is and what it measures. Starts no burst.
    ///
    /// # Errors
    /// How the session ended, where it did not end well.
    pub fn pair(&self, device: &Device) -> Result<Paired, CliError> {
        let name = self.runtime.block_on(device.name());
        let mut session = Session::new(Profile::pair(name), session_id()?);
        let mut asking = Asking(&*self.clock);
        match self.run(device, &mut session, &mut asking)? {
            Outcome::Paired(paired) => Ok(paired),
            other => Err(CliError::of_session(&other).unwrap_or(CliError::Cancelled)),
        }
    }

    /// Takes over what a device has stored; as [`crate::link::synchronise`].
    ///
    /// # Errors
    /// What the inbox says if it cannot store; how the session ended is in the result.
    pub fn synchronise(
        &self,
        household: &Household,
        id: DeviceId,
        device: &Device,
        asked: Asked<'_>,
        progress: &mut dyn FnMut(&Progress),
    ) -> Result<Synced, CliError> {
        let name = session_id()?;
        let (mut session, unwritten) = asked.session(household, id, name)?;
        let mut taking = Taking {
            clock: &*self.clock,
            sealing: Sealing::new(household, id),
            progress,
            records: 0,
            cuts: 0,
        };
        let outcome = self.run(device, &mut session, &mut taking)?;
        let Taking { sealing, records, cuts, .. } = taking;
        household.synced(id, name, &outcome)?;
        sealing.ended()?;
        Ok(Synced { outcome, records, cuts, unwritten: unwritten.why() })
    }

    fn run(
        &self,
        device: &Device,
        session: &mut Session,
        shell: &mut impl Shell,
    ) -> Result<Outcome, CliError> {
        let cancel = Cancel::default();
        let outcome = self.runtime.block_on(async {
            let _agent = self.radio.agent(device, Arc::new(answer)).await?;
            let stop = cancel.clone();
            let stopping = tokio::spawn(async move {
                if tokio::signal::ctrl_c().await.is_ok() {
                    stop.stop();
                }
            });
            let outcome = drive(device, session, shell, &cancel).await;
            stopping.abort();
            Ok::<_, RadioError>(outcome)
        });
        Ok(outcome?)
    }
}

/// A session that only asks.
struct Asking<'a>(&'a dyn Clock);

impl Shell for Asking<'_> {
    fn now(&self) -> Now {
        self.0.now()
    }

    fn persist(&mut self, _item: &Received) -> Result<(), PersistFailed> {
        // Pairing subscribes to nothing, so that nothing should come. What does is refused: the session then hangs up at
        // once, before the device gives more to nobody.
        Err(PersistFailed)
    }

    fn report(&mut self, _progress: Progress) {}
}

/// A session that takes over.
struct Taking<'a> {
    clock: &'a dyn Clock,
    sealing: Sealing<'a>,
    progress: &'a mut dyn FnMut(&Progress),
    records: u32,
    cuts: u32,
}

impl Shell for Taking<'_> {
    fn now(&self) -> Now {
        self.clock.now()
    }

    fn persist(&mut self, item: &Received) -> Result<(), PersistFailed> {
        self.sealing.keep(item)?;
        if item.what == What::Record {
            self.records += 1;
        }
        Ok(())
    }

    fn report(&mut self, progress: Progress) {
        if matches!(progress, Progress::LinkLostRetrying { .. }) {
            self.cuts += 1;
        }
        (self.progress)(&progress);
    }
}

/// Answers what pairing asks. Where nobody can be asked, only a device that shows no number is allowed: it is the one that
/// the command names.
fn answer(question: Question) -> Option<u32> {
    if !io::stdin().is_terminal() {
        return (question == Question::Allow).then_some(0);
    }
    match question {
        Question::Allow => Some(0),
        Question::Show(number) => {
            let _ = writeln!(io::stderr(), "Type this number on the device: {number:06}");
            Some(0)
        }
        Question::Same(number) => {
            let _ = write!(io::stderr(), "Does the device show {number:06}? [y/N] ");
            matches!(typed()?.as_str(), "y" | "yes").then_some(0)
        }
        Question::Number => {
            let _ = write!(io::stderr(), "The number that the device shows: ");
            typed()?.parse().ok()
        }
    }
}

fn typed() -> Option<String> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).ok()?;
    Some(line.trim().to_ascii_lowercase())
}
