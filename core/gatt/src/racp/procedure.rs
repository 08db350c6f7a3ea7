//! A collector's side of a whole exchange, without I/O: what to write, how long to wait, how it ended and what that proves.
//!
//! The machine is told what happens and when ([`Event`], with the milliseconds of a monotonic clock) and says what to do
//! ([`Step`]). Records are only counted: their bytes must already be safe when [`Event::Record`] is given, and everything
//! must be given in the order of its arrival, from one queue, because records and answers come over two characteristics.
//!
//! Waiting times are those of Pulse Oximeter Service 1.0, 3.4: a device that lets 5 s pass between two records has failed,
//! and any transaction ends after 30 s. A time-out is a hint: the exchange ends, and what was received is kept.
//!
//! ```
//! use health_gatt::racp::procedure::{End, Event, Limits, Plan, Procedure, Proof};
//! use health_gatt::racp::Records;
//!
//! let mut procedure = Procedure::new(Plan::CountThenReport(Records::All), Limits::DEFAULT);
//! assert_eq!(procedure.start(0).write.unwrap().encode(), [0x04, 0x01]);
//! procedure.on(Event::WriteAccepted, 40);
//! let step = procedure.on(Event::Answer(&[0x05, 0x00, 0x01, 0x00]), 80);
//! assert_eq!(step.write.unwrap().encode(), [0x01, 0x01]);
//! procedure.on(Event::WriteAccepted, 120);
//! procedure.on(Event::Record, 160);
//! let outcome = procedure.on(Event::Answer(&[0x06, 0x00, 0x01, 0x01]), 200).outcome.unwrap();
//! assert_eq!((outcome.end, outcome.proof, outcome.records), (End::Complete, Proof::CountMatches, 1));
//! ```

use super::{Answer, OpCode, Records, Request, Response, ResponseCode};

/// What to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Plan {
    /// Only how many records there are.
    Count(Records),
    /// The records.
    Report(Records),
    /// How many there are, then the records. A device that cannot count is asked for the records all the same.
    CountThenReport(Records),
    /// The records and, at their end, how many there were.
    CombinedReport(Records),
}

/// How long to wait, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Limits {
    /// For the confirmation of a write, and for the first thing that follows it.
    pub answer_ms: u64,
    /// For the next record or the answer after a record.
    pub record_ms: u64,
    /// For late records after the answer, where their number is not known.
    pub linger_ms: u64,
}

impl Limits {
    /// 30 s, 5 s and 2 s.
    pub const DEFAULT: Self = Self { answer_ms: 30_000, record_ms: 5_000, linger_ms: 2_000 };
}

/// ATT application error of a write: a procedure is already in progress, perhaps for another phone.
pub const ALREADY_IN_PROGRESS: u8 = 0xFE;

/// ATT application error of a write: the collector has not subscribed to the control point or to the records.
pub const NOT_SUBSCRIBED: u8 = 0xFD;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event<'a> {
    /// The device confirmed the last write.
    WriteAccepted,
    /// The device refused the last write with this ATT error.
    WriteRefused(u8),
    /// A record came and is safe.
    Record,
    /// The control point indicated these bytes.
    Answer(&'a [u8]),
    /// Nothing, but time passed.
    Tick,
    /// The person wants it to stop.
    Stop,
    /// The link is gone.
    LinkLost,
}

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Step {
    /// Write this to the control point.
    pub write: Option<Request>,
    /// Give an [`Event::Tick`] at this time, if nothing happened before.
    pub wake_at_ms: Option<u64>,
    /// It is over.
    pub outcome: Option<Outcome>,
}

/// How an exchange ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum End {
    /// The device said that it sent everything, or how many records there are.
    Complete,
    /// The device said that it has no such record.
    NoRecords,
    /// The device answered that it did not do it.
    Refused {
        /// What was asked.
        request: OpCode,
        /// Why not.
        code: ResponseCode,
    },
    /// It was stopped, and the device confirmed it.
    Stopped,
    /// The device is busy with another procedure ([`ALREADY_IN_PROGRESS`]); try again later.
    Busy,
    /// Subscribe first ([`NOT_SUBSCRIBED`]).
    NotSubscribed,
    /// The write failed with another ATT error.
    WriteFailed(u8),
    /// Nothing came for too long.
    Silent,
    /// The link was lost. What was not confirmed is still stored; ask again next time.
    LinkLost,
}

/// What shows that every record came, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Proof {
    /// As many records came as the device had counted.
    CountMatches,
    /// The device said that it sent them all, or had none.
    Success,
    /// Nothing.
    Nothing,
}

/// How an exchange ended and what is known then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Outcome {
    /// How it ended.
    pub end: End,
    /// What shows that every record came.
    pub proof: Proof,
    /// Records that came since they were asked for.
    pub records: u32,
    /// Records that came before they were asked for, such as a new measurement.
    pub unasked: u32,
    /// How many records the device said there are, or were sent.
    pub counted: Option<u32>,
    /// Indications of the control point that answered nothing that was asked.
    pub strays: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    /// A request was written and is not done.
    Waiting(Request),
    /// An abort was written while this request was running.
    Stopping(Request),
    /// The device said that it is done; late records may come.
    Lingering(End),
    Over,
}

/// The exchange.
#[derive(Debug)]
pub struct Procedure {
    plan: Plan,
    limits: Limits,
    state: State,
    now_ms: u64,
    deadline_ms: u64,
    records: u32,
    unasked: u32,
    counted: Option<u32>,
    strays: u32,
}

impl Procedure {
    /// An exchange before its beginning. Subscribe to the control point and to the records first.
    pub const fn new(plan: Plan, limits: Limits) -> Self {
        let (state, counted) = (State::New, None);
        Self { plan, limits, state, now_ms: 0, deadline_ms: 0, records: 0, unasked: 0, counted, strays: 0 }
    }

    /// Begins; `now_ms` counts the milliseconds of a monotonic clock. Beginning twice does nothing.
    pub fn start(&mut self, now_ms: u64) -> Step {
        if self.state != State::New {
            return self.wait();
        }
        self.now_ms = now_ms;
        self.ask(match self.plan {
            Plan::Count(records) | Plan::CountThenReport(records) => Request::Count(records),
            Plan::Report(records) => Request::Report(records),
            Plan::CombinedReport(records) => Request::CombinedReport(records),
        })
    }

    /// Takes what happened at `now_ms`. A clock that goes back is taken to stand still.
    pub fn on(&mut self, event: Event<'_>, now_ms: u64) -> Step {
        self.now_ms = self.now_ms.max(now_ms);
        if matches!(self.state, State::New | State::Over) {
            return Step::default();
        }
        match event {
            Event::WriteAccepted => self.wait(),
            Event::WriteRefused(error) => self.refused(error),
            Event::Record => self.record(),
            Event::Answer(bytes) => self.answer(bytes),
            Event::Tick => self.tick(),
            Event::Stop => self.stop(),
            Event::LinkLost => self.finish(match self.state {
                // It was said to be done before: what is lost is only the wait for stragglers.
                State::Lingering(end) => end,
                _ => End::LinkLost,
            }),
        }
    }

    fn ask(&mut self, request: Request) -> Step {
        self.state = State::Waiting(request);
        self.write(request)
    }

    fn write(&mut self, request: Request) -> Step {
        self.deadline_ms = self.now_ms.saturating_add(self.limits.answer_ms);
        Step { write: Some(request), ..self.wait() }
    }

    const fn wait(&self) -> Step {
        Step { write: None, wake_at_ms: Some(self.deadline_ms), outcome: None }
    }

    fn refused(&mut self, error: u8) -> Step {
        match (self.state, error) {
            // No answer is owed to a request that was answered before its write was confirmed.
            (State::Lingering(_), _) => self.wait(),
            (State::Stopping(asked), _) => self.go_on(asked),
            (_, ALREADY_IN_PROGRESS) => self.finish(End::Busy),
            (_, NOT_SUBSCRIBED) => self.finish(End::NotSubscribed),
            _ => self.finish(End::WriteFailed(error)),
        }
    }

    fn record(&mut self) -> Step {
        if let State::Waiting(Request::Count(_)) | State::Stopping(Request::Count(_)) = self.state {
            self.unasked = self.unasked.saturating_add(1);
            return self.wait();
        }
        self.records = self.records.saturating_add(1);
        if let State::Lingering(end) = self.state {
            return self.done(end);
        }
        self.deadline_ms = self.now_ms.saturating_add(self.limits.record_ms);
        self.wait()
    }

    fn answer(&mut self, bytes: &[u8]) -> Step {
        let (State::Waiting(asked) | State::Stopping(asked), Ok(Response { answer, .. })) =
            (self.state, Response::decode(bytes))
        else {
            return self.stray();
        };
        let stopping = matches!(self.state, State::Stopping(_));
        match (answer, asked) {
            (Answer::Count(count), Request::Count(_)) => self.counted(count, stopping),
            (Answer::CombinedReport(count), Request::CombinedReport(_)) => {
                self.counted = Some(count);
                self.done(if count == 0 { End::NoRecords } else { End::Complete })
            }
            (Answer::Result { request: OpCode::ABORT, code }, _) if stopping => {
                if code == ResponseCode::SUCCESS {
                    return self.finish(End::Stopped);
                }
                self.go_on(asked)
            }
            (Answer::Result { request, code }, _) if request == asked.op_code() => {
                self.result(asked, code, stopping)
            }
            _ => self.stray(),
        }
    }

    fn counted(&mut self, count: u32, stopping: bool) -> Step {
        self.counted = Some(count);
        match self.plan {
            Plan::CountThenReport(records) if count > 0 && !stopping => self.ask(Request::Report(records)),
            // Nothing is running any more; only the answer to the abort is still to come.
            Plan::CountThenReport(_) if count > 0 => {
                self.state = State::Stopping(Request::Abort);
                self.wait()
            }
            _ if count == 0 => self.finish(End::NoRecords),
            _ => self.finish(End::Complete),
        }
    }

    fn result(&mut self, asked: Request, code: ResponseCode, stopping: bool) -> Step {
        match (code, self.plan) {
            (ResponseCode::NO_RECORDS, _) => self.done(End::NoRecords),
            // A device that does not tell the number may still send the records.
            (_, Plan::CountThenReport(records)) if matches!(asked, Request::Count(_)) && !stopping => {
                self.ask(Request::Report(records))
            }
            (ResponseCode::SUCCESS, _) => self.done(End::Complete),
            _ => self.finish(End::Refused { request: asked.op_code(), code }),
        }
    }

    fn stray(&mut self) -> Step {
        self.strays = self.strays.saturating_add(1);
        self.wait()
    }

    /// The abort did not work: the procedure goes on, or is done already, and its own answer decides.
    fn go_on(&mut self, asked: Request) -> Step {
        if asked == Request::Abort {
            return self.finish(End::Stopped);
        }
        self.state = State::Waiting(asked);
        self.deadline_ms = self.now_ms.saturating_add(self.limits.record_ms);
        self.wait()
    }

    fn tick(&mut self) -> Step {
        match self.state {
            _ if self.now_ms < self.deadline_ms => self.wait(),
            State::Lingering(end) => self.finish(end),
            _ => self.finish(End::Silent),
        }
    }

    fn stop(&mut self) -> Step {
        match self.state {
            State::Waiting(asked) => {
                self.state = State::Stopping(asked);
                self.write(Request::Abort)
            }
            State::Lingering(end) => self.finish(end),
            _ => self.wait(),
        }
    }

    /// The device says that it is done: over at once if nothing can follow, else after a wait for late records.
    fn done(&mut self, end: End) -> Step {
        let counts_only = matches!(self.plan, Plan::Count(_));
        if counts_only || end == End::NoRecords || self.counted == Some(self.records) {
            return self.finish(end);
        }
        if !matches!(self.state, State::Lingering(_)) {
            self.state = State::Lingering(end);
            self.deadline_ms = self.now_ms.saturating_add(self.limits.linger_ms);
        }
        self.wait()
    }

    fn finish(&mut self, end: End) -> Step {
        self.state = State::Over;
        let Self { records, unasked, counted, strays, .. } = *self;
        let proof = match end {
            End::Complete | End::NoRecords if counted.is_some_and(|counted| counted == records) => {
                Proof::CountMatches
            }
            // A count shows how many there are, not that they came.
            End::Complete if matches!(self.plan, Plan::Count(_)) => Proof::Nothing,
            End::Complete => Proof::Success,
            End::NoRecords if records == 0 && counted.is_none() => Proof::Success,
            _ => Proof::Nothing,
        };
        let outcome = Outcome { end, proof, records, unasked, counted, strays };
        Step { write: None, wake_at_ms: None, outcome: Some(outcome) }
    }
}
