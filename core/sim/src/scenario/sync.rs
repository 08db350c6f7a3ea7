//! A synchronisation of a scenario.

use diary_core::device::{Outcome, PersistFailed, Profile, Received, Session};
use diary_core::household::{Handing, Receiver, receive};

use super::error::Stopped;
use super::expect::Differences;
use super::format::{SyncExpected, SyncStep};
use super::home::Home;
use super::player::Player;
use super::tally::{Lost, Truth};
use crate::{Faults, Peripheral, RunReport, SimClock, run};

/// The name of an end.
pub(super) fn outcome_name(outcome: Option<&Outcome>) -> &'static str {
    match outcome {
        None => "killed",
        Some(Outcome::Complete { .. }) => "complete",
        Some(Outcome::LinkLost { .. }) => "link-lost",
        Some(Outcome::ProcedureFailed { .. }) => "procedure-failed",
        Some(Outcome::Unending { .. }) => "unending",
        Some(Outcome::NotStored { .. }) => "not-stored",
        Some(Outcome::Refused(_)) => "refused",
        Some(Outcome::OnlyLive) => "only-live",
        Some(Outcome::AdapterOff { .. }) => "adapter-off",
        Some(Outcome::NotPermitted { .. }) => "not-permitted",
        Some(Outcome::Cancelled) => "cancelled",
        Some(Outcome::Paired(_)) => "paired",
    }
}

impl Player<'_> {
    /// Takes a device's readings over as the terminal does: what waits is handed on before and after.
    pub(super) fn sync(&mut self, step: &SyncStep, faults: Option<&Faults>) -> Result<RunReport, Stopped> {
        let session = self.draw()?;
        let id = self.unit(&step.device)?.id.ok_or(Stopped::NotPaired)?;
        let plain = Faults::default();
        let faults = faults.or(step.faults.as_ref()).unwrap_or(&plain);
        let clock = self.clock.clone();
        let mut new = 0;
        let profile = |profile: Profile| if step.live { profile.live() } else { profile };
        let report = if step.locked {
            let receiver = self.home.receiver()?;
            let machine = Session::new(profile(receiver.profile(id)?), session);
            let air = self.unit(&step.device)?.unit.air();
            let report = drive(machine, air, &clock, faults, &mut |item| keep(&receiver, id, &item));
            if report.outcome.is_some() {
                receiver.close()?;
            } else {
                // Killed: what it had open is left as it is, and the household goes on with the disk as it stands.
                self.home.kill(&clock)?;
                drop(receiver);
            }
            report
        } else {
            let household = self.home.household()?;
            new += household.hand_on(Handing::Owned)?.new.len();
            let machine = Session::new(profile(household.device(id)?.description.profile()), session);
            let known = self.known.get_mut(&step.device).ok_or(Stopped::NotPaired)?;
            let mut sink =
                |item: Received| receive(household.inbox(), id, &item).map(drop).map_err(|_| PersistFailed);
            let report = drive(machine, known.unit.air(), &clock, faults, &mut sink);
            if let Some(outcome) = &report.outcome {
                household.synced(id, session, outcome)?;
                new += household.hand_on(Handing::Owned)?.new.len();
            } else {
                self.home.kill(&clock)?;
            }
            report
        };
        self.note(&step.device, &report)?;
        if let Some(expected) = &step.expect {
            self.compare_sync(expected, &report, new);
        }
        Ok(report)
    }

    /// Writes into the books what the link did.
    fn note(&mut self, device: &str, report: &RunReport) -> Result<(), Stopped> {
        note(&mut self.unit(device)?.truth, report);
        Ok(())
    }

    fn compare_sync(&mut self, expected: &SyncExpected, report: &RunReport, new: usize) {
        // Somebody's own diary may have had them before.
        let new = matches!(self.home, Home::Own(_)).then_some(new);
        compare(&mut self.differences, expected, report, new);
    }
}

/// Writes into the books what the link did.
pub(super) fn note(truth: &mut Truth, report: &RunReport) {
    let detected = matches!(
        &report.outcome,
        Some(Outcome::Complete { records, announced: Some(announced), .. }) if announced > records
    );
    truth.lost.extend(report.in_window.iter().map(|bytes| Lost { bytes: bytes.clone(), detected }));
    truth.altered.extend(report.altered.iter().cloned());
    truth.garbage.extend(report.garbage.iter().cloned());
    // A cut costs what is on its way; a kill what is not stored yet, which is never more than ten seconds of a stream, and
    // what is on its way.
    let killed = report.outcome.is_none();
    truth.stream_may_lose += 2 * u64::from(report.cuts + 1) + if killed { 11 } else { 0 };
    truth.forbidden += report.forbidden_writes().count() as u64;
}

/// Compares how a synchronisation ended; `new` where it is to be looked at.
pub(super) fn compare(
    differences: &mut Differences,
    expected: &SyncExpected,
    report: &RunReport,
    new: Option<usize>,
) {
    let (records, announced, proof) = match &report.outcome {
        Some(Outcome::Complete { proof, records, announced }) => (*records, *announced, Some(proof.name())),
        Some(Outcome::ProcedureFailed { records, announced }) => (*records, *announced, None),
        _ => (report.records, None, None),
    };
    let outcome = outcome_name(report.outcome.as_ref());
    differences.compare_some("sync.expect.outcome", expected.outcome.as_deref(), Some(outcome));
    differences.compare_some("sync.expect.proof", expected.proof.as_deref(), proof);
    differences.compare_some("sync.expect.records", expected.records, Some(records));
    differences.compare_some("sync.expect.announced", expected.announced, announced);
    differences.compare_some("sync.expect.shown", expected.shown, Some(report.shown));
    differences.compare_some("sync.expect.cuts", expected.cuts, Some(report.cuts));
    if new.is_some() {
        differences.compare_some("sync.expect.new", expected.new, new);
    }
}

fn keep(receiver: &Receiver, id: diary_core::id::DeviceId, item: &Received) -> Result<(), PersistFailed> {
    receiver.receive(id, item).map(drop).map_err(|_| PersistFailed)
}

fn drive(
    mut session: Session,
    device: &mut dyn Peripheral,
    clock: &SimClock,
    faults: &Faults,
    sink: &mut dyn FnMut(Received) -> Result<(), PersistFailed>,
) -> RunReport {
    run(&mut session, device, clock, sink, faults, &mut |_| {})
}
