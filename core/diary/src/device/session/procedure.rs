//! The record-access procedure of a device that gives its memory only when asked (Pulse Oximeter Service 1.0, 3.4).

use health_gatt::racp::{Answer, ResponseCode};

use super::super::wire::{RecordRequest, record_answer};
use super::{AttError, End, Link, Now, Operation, Phase, Proof, Session, Step, Uuid, Waiting, wire};

/// What is known of the procedure so far.
#[derive(Debug, Default)]
pub(super) struct Procedure {
    /// The largest number of records that the device has promised over the whole session: what it counted, plus what
    /// it had given before. A later count that is too small shows a record that was lost on the way.
    pub(super) announced: Option<u32>,
    /// Failures on this link.
    failures: u8,
}

/// After so many failures on one link the procedure is given up.
const FAILURES: u8 = 2;

impl Procedure {
    pub(super) fn new_link(&mut self) {
        self.failures = 0;
    }
}

impl Session {
    /// An indication of the control point.
    pub(super) fn control_point(&mut self, bytes: &[u8], now: Now) {
        let (Phase::Running, Link::Up, Some(Waiting::Answer(asked))) = (self.phase, self.link, self.waiting)
        else {
            return;
        };
        match record_answer(bytes) {
            Some(Answer::Count(stored)) if asked == RecordRequest::Count => {
                let promised = self.handed.saturating_add(stored);
                self.procedure.announced = Some(self.procedure.announced.unwrap_or(0).max(promised));
                self.waiting = None;
                self.report_receiving();
            }
            Some(Answer::Result { request, code }) if request == RecordRequest::Report.op_code() => {
                match (asked, code) {
                    // Also after an abort went out: then the report had been quicker.
                    (
                        RecordRequest::Report | RecordRequest::Abort,
                        ResponseCode::SUCCESS | ResponseCode::NO_RECORDS,
                    ) => {
                        self.proof = Some(Proof::RacpSuccess);
                        self.queue.retain(|step| !matches!(step, Step::Records(_)));
                        self.wait(Waiting::Linger, now);
                    }
                    (RecordRequest::Report, _) => self.failed_procedure(RecordRequest::Report),
                    (RecordRequest::Abort | RecordRequest::Count, _) => {}
                }
            }
            // A device that does not count, or has nothing to abort, can still report.
            Some(Answer::Result { request, .. })
                if request == asked.op_code() && asked != RecordRequest::Report =>
            {
                self.waiting = None;
            }
            Some(_) | None => {}
        }
    }

    pub(super) fn write_done(&mut self, uuid: Uuid, result: Result<(), AttError>, now: Now) {
        let Some(Operation::Write(request)) = self.operation else { return };
        if uuid != wire::RECORD_ACCESS {
            return;
        }
        self.operation = None;
        self.timer = None;
        let Err(error) = result else {
            return self.arm_waiting(now);
        };
        if self.proof.is_some() {
            // The answer was here before the write was reported: the device did take it.
            return self.arm_waiting(now);
        }
        self.waiting = None;
        if self.again_after_pairing(error, Step::Records(request)) || request != RecordRequest::Report {
            return;
        }
        self.procedure.failures += 1;
        if error == AttError::PROCEDURE_IN_PROGRESS && self.procedure.failures < FAILURES {
            // Not aborted: it may be another app that reads.
            self.queue.push_front(Step::Records(RecordRequest::Report));
            self.wait(Waiting::Pause(self.profile.procedure_silence_ms), now);
        } else {
            self.close(End::Refused(error));
        }
    }

    /// The device has been silent for too long inside a procedure.
    pub(super) fn no_answer(&mut self, request: RecordRequest) {
        if request != RecordRequest::Abort {
            self.failed_procedure(request);
        }
    }

    fn failed_procedure(&mut self, request: RecordRequest) {
        self.waiting = None;
        self.procedure.failures += 1;
        if self.procedure.failures >= FAILURES {
            return self.close(End::ProcedureFailed);
        }
        self.queue.retain(|step| !matches!(step, Step::Records(_)));
        self.queue.push_front(Step::Records(RecordRequest::Report));
        // One that did not answer the count is not asked for it again.
        if request == RecordRequest::Report {
            self.queue.push_front(Step::Records(RecordRequest::Count));
        }
        self.queue.push_front(Step::Records(RecordRequest::Abort));
    }
}
