//! The record access procedure against devices of every temper: it always ends, and never claims more than was proven.

use health_gatt::racp::procedure::{
    ALREADY_IN_PROGRESS, End, Event, Limits, NOT_SUBSCRIBED, Outcome, Plan, Proof,
};
use health_gatt::racp::{Answer, Dialect, OpCode, Procedure, Records, Request, Response, ResponseCode};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::strategies::config;

type Timed = (u64, Happening);

const LIMITS: Limits = Limits::DEFAULT;

const DIALECTS: [Dialect; 5] = [
    Dialect::Glucose,
    Dialect::ContinuousGlucose,
    Dialect::BloodPressure,
    Dialect::HealthSensor,
    Dialect::Omron,
];

/// An event with its bytes.
#[derive(Debug, Clone)]
enum Happening {
    Accepted,
    Refused(u8),
    Record,
    Answer(Vec<u8>),
    Tick,
    Stop,
    LinkLost,
}

impl Happening {
    fn event(&self) -> Event<'_> {
        match self {
            Self::Accepted => Event::WriteAccepted,
            Self::Refused(error) => Event::WriteRefused(*error),
            Self::Record => Event::Record,
            Self::Answer(bytes) => Event::Answer(bytes),
            Self::Tick => Event::Tick,
            Self::Stop => Event::Stop,
            Self::LinkLost => Event::LinkLost,
        }
    }
}

fn result(request: OpCode, code: ResponseCode) -> Vec<u8> {
    Answer::Result { request, code }.encode()
}

fn plan() -> impl Strategy<Value = Plan> {
    prop_oneof![
        Just(Plan::Count(Records::All)),
        Just(Plan::Report(Records::All)),
        Just(Plan::CountThenReport(Records::All)),
        Just(Plan::CombinedReport(Records::All)),
    ]
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        2 => Just(Happening::Accepted),
        1 => prop_oneof![Just(ALREADY_IN_PROGRESS), Just(NOT_SUBSCRIBED), any::<u8>()].prop_map(Happening::Refused),
        6 => Just(Happening::Record),
        3 => (0..5_u32).prop_map(|count| Happening::Answer(Answer::Count(count).encode())),
        2 => (0..5_u32).prop_map(|count| Happening::Answer(Answer::CombinedReport(count).encode())),
        4 => (prop_oneof![Just(1_u8), Just(3), Just(4), Just(7)], 0..10_u8)
            .prop_map(|(request, code)| Happening::Answer(result(OpCode(request), ResponseCode(code)))),
        1 => vec(any::<u8>(), 0..6).prop_map(Happening::Answer),
        2 => Just(Happening::Tick),
        1 => Just(Happening::Stop),
        1 => Just(Happening::LinkLost),
    ]
}

/// A device that does as the specification says, until the link is lost after so many things it did.
struct Device {
    stored: u8,
    can_count: bool,
    lives_for: usize,
    /// How many records come only after the answer.
    late: u8,
}

impl Device {
    fn answers(&self, request: Request) -> Vec<Happening> {
        let refuse = |op| vec![Happening::Answer(result(op, ResponseCode::OP_CODE_NOT_SUPPORTED))];
        match request {
            Request::Count(_) if !self.can_count => refuse(OpCode::COUNT),
            Request::Count(_) => vec![Happening::Answer(Answer::Count(self.stored.into()).encode())],
            Request::Report(_) | Request::CombinedReport(_) => {
                let end = match (request, self.stored) {
                    (_, 0) => result(request.op_code(), ResponseCode::NO_RECORDS),
                    (Request::CombinedReport(_), count) => Answer::CombinedReport(count.into()).encode(),
                    _ => result(OpCode::REPORT, ResponseCode::SUCCESS),
                };
                let records = usize::from(self.stored);
                let mut all = vec![Happening::Record; records];
                let late = usize::from(self.late).min(records);
                all.insert(records - late, Happening::Answer(end));
                all
            }
            _ => refuse(request.op_code()),
        }
    }

    /// Runs the exchange to its end and counts the records that really came.
    fn run(&self, plan: Plan) -> (Outcome, u32) {
        let mut procedure = Procedure::new(plan, LIMITS);
        let (mut now, mut came, mut did) = (0, 0, 0);
        let mut queue = std::collections::VecDeque::new();
        let mut step = procedure.start(now);
        loop {
            if let Some(outcome) = step.outcome {
                return (outcome, came);
            }
            if let Some(request) = step.write {
                queue.push_back(Happening::Accepted);
                queue.extend(self.answers(request));
            }
            now += 100;
            step = match queue.pop_front() {
                Some(_) if did == self.lives_for => {
                    queue.clear();
                    procedure.on(Event::LinkLost, now)
                }
                Some(happening) => {
                    did += 1;
                    came += u32::from(matches!(happening, Happening::Record));
                    procedure.on(happening.event(), now)
                }
                None => {
                    now = step.wake_at_ms.unwrap_or(u64::MAX);
                    procedure.on(Event::Tick, now)
                }
            };
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn it_ends_once_and_claims_no_more_than_happened(
        plan in plan(),
        happenings in vec((happening(), 0..7000_u64), 0..40),
    ) {
        let mut procedure = Procedure::new(plan, LIMITS);
        let (mut now, mut records, mut successes, mut nones) = (0, 0_u32, 0, 0);
        let mut counts = vec![];
        let mut step = procedure.start(now);
        prop_assert!(step.write.is_some());
        let mut ended: Option<Outcome> = None;
        for (happening, pause) in &happenings {
            now += pause;
            match happening {
                Happening::Record => records += 1,
                Happening::Answer(bytes) => match bytes[..] {
                    [5 | 8, 0, count, ..] => counts.push(u32::from(count)),
                    [6, 0, _, 1, ..] => successes += 1,
                    [6, 0, _, 6, ..] => nones += 1,
                    _ => {}
                },
                _ => {}
            }
            step = procedure.on(happening.event(), now);
            if ended.is_some() {
                prop_assert_eq!(step, health_gatt::racp::procedure::Step::default());
                continue;
            }
            prop_assert_eq!(step.wake_at_ms.is_none(), step.outcome.is_some());
            if let Some(outcome) = step.outcome {
                prop_assert!(outcome.records + outcome.unasked <= records);
                match outcome.proof {
                    Proof::CountMatches => prop_assert!(counts.contains(&outcome.records)),
                    Proof::Success => prop_assert!(successes > 0 || nones > 0 || !counts.is_empty()),
                    Proof::Nothing => {}
                }
                ended = Some(outcome);
            }
        }
        // Left alone it ends by its own clock.
        let mut ticks = 0;
        while ended.is_none() {
            ticks += 1;
            prop_assert!(ticks < 4);
            step = procedure.on(Event::Tick, step.wake_at_ms.unwrap());
            ended = step.outcome;
        }
    }

    #[test]
    fn requests_and_answers_mean_the_same_on_both_sides(
        op in prop_oneof![Just(1_u8), Just(3), Just(4), Just(7), Just(0x10)],
        operator in 0..8_u8,
        operand in prop_oneof![
            Just(vec![]),
            (1..5_u8, vec(any::<u8>(), 2..15)).prop_map(|(filter, bounds)| [vec![filter], bounds].concat()),
        ],
        count in prop_oneof![0..70_000_u32, any::<u32>()],
    ) {
        let bytes = [vec![op, operator], operand].concat();
        for dialect in DIALECTS {
            match Request::decode_as(&bytes, dialect) {
                Ok(request) => prop_assert_eq!(request.encode(), bytes.clone()),
                Err(refusal) => prop_assert!(!refusal.code.is_complete()),
            }
            for answer in [
                Answer::Count(count),
                Answer::CombinedReport(count),
                Answer::LatestSequenceNumber(count.to_le_bytes()[0].into()),
                Answer::Result { request: OpCode(op), code: ResponseCode(operator) },
            ] {
                let bytes = answer.encode_as(dialect);
                prop_assert_eq!(Response::decode(&bytes).unwrap().answer, answer);
            }
        }
    }

    #[test]
    fn a_proof_holds_for_every_device(
        plan in plan(),
        stored in 0..6_u8,
        can_count in any::<bool>(),
        lives_for in 0..20_usize,
        late in 0..3_u8,
    ) {
        let device = Device { stored, can_count, lives_for, late };
        let (outcome, came) = device.run(plan);
        let stored = u32::from(stored);
        prop_assert_eq!(outcome.records + outcome.unasked, came);
        if matches!(plan, Plan::Count(_)) {
            prop_assert!(outcome.proof != Proof::Success);
            return Ok(());
        }
        if outcome.proof == Proof::CountMatches {
            prop_assert_eq!(outcome.records, stored);
        }
        // The count shows that something is missing, whatever the device said.
        if outcome.proof == Proof::Success && outcome.records < stored {
            prop_assert!(outcome.counted != Some(outcome.records) && outcome.end == End::Complete);
        }
        // Without a loss everything comes and is proven as well as the device lets it.
        if lives_for >= 10 {
            prop_assert_eq!(outcome.records, stored);
            let expected = match (plan, can_count, stored) {
                (Plan::CountThenReport(_), true, _) | (Plan::CombinedReport(_), _, 1..) => Proof::CountMatches,
                _ => Proof::Success,
            };
            prop_assert_eq!(outcome.proof, expected);
        }
    }
}

/// Runs happenings, each at its time, and gives the outcome.
fn outcome(plan: Plan, happenings: &[Timed]) -> Option<Outcome> {
    let mut procedure = Procedure::new(plan, LIMITS);
    let mut outcome = procedure.start(0).outcome;
    for (at, happening) in happenings {
        assert_eq!(outcome, None);
        outcome = procedure.on(happening.event(), *at).outcome;
    }
    outcome
}

#[test]
fn every_way_to_end_has_its_name() {
    use Happening::{Accepted, Answer as Says, LinkLost, Record, Refused, Stop, Tick};
    let report = Plan::Report(Records::All);
    let says = |op, code| Says(result(op, code));
    let success = || says(OpCode::REPORT, ResponseCode::SUCCESS);
    let stop = || says(OpCode::ABORT, ResponseCode::SUCCESS);
    let cases: Vec<(Vec<Timed>, End, Proof)> = vec![
        (vec![(1, Refused(0xFE))], End::Busy, Proof::Nothing),
        (vec![(1, Refused(0xFD))], End::NotSubscribed, Proof::Nothing),
        (vec![(1, Refused(0x05))], End::WriteFailed(5), Proof::Nothing),
        (vec![(1, Accepted), (2, Record), (3, LinkLost)], End::LinkLost, Proof::Nothing),
        (vec![(1, Accepted), (29_999, Tick), (30_000, Tick)], End::Silent, Proof::Nothing),
        (vec![(1, Accepted), (10, Record), (5_009, Tick), (5_010, Tick)], End::Silent, Proof::Nothing),
        // A clock that jumps back ends nothing early.
        (vec![(1, Accepted), (10, Record), (3, Tick), (5_010, Tick)], End::Silent, Proof::Nothing),
        (vec![(1, Record), (2, success()), (2_001, Tick), (2_002, Tick)], End::Complete, Proof::Success),
        // The link is lost after the device said that it is done.
        (vec![(1, Record), (2, success()), (3, LinkLost)], End::Complete, Proof::Success),
        (vec![(1, says(OpCode::REPORT, ResponseCode::NO_RECORDS))], End::NoRecords, Proof::Success),
        (
            vec![(1, says(OpCode::REPORT, ResponseCode::NOT_COMPLETED))],
            End::Refused { request: OpCode::REPORT, code: ResponseCode::NOT_COMPLETED },
            Proof::Nothing,
        ),
        (vec![(1, Record), (2, Stop), (3, Record), (4, stop())], End::Stopped, Proof::Nothing),
        // The abort came too late: the procedure had just ended.
        (vec![(1, Record), (2, Stop), (3, success()), (2_003, Tick)], End::Complete, Proof::Success),
        // The device does not abort and goes on.
        (
            vec![
                (2, Stop),
                (3, says(OpCode::ABORT, ResponseCode::ABORT_UNSUCCESSFUL)),
                (4, success()),
                (2_004, Tick),
            ],
            End::Complete,
            Proof::Success,
        ),
        (vec![(2, Stop), (3, Refused(0x0E)), (4, success()), (2_004, Tick)], End::Complete, Proof::Success),
        // The answer overtakes the confirmation of the write, and so does a refusal that is owed no answer.
        (
            vec![(1, success()), (2, Refused(0xFE)), (2_000, Tick), (2_001, Tick)],
            End::Complete,
            Proof::Success,
        ),
        // An abort that nobody asked for ends nothing.
        (vec![(1, stop()), (2, LinkLost)], End::LinkLost, Proof::Nothing),
        // An answer to something else ends nothing.
        (
            vec![(1, says(OpCode::COUNT, ResponseCode::SUCCESS)), (2, Says(vec![7])), (3, LinkLost)],
            End::LinkLost,
            Proof::Nothing,
        ),
    ];
    for (happenings, end, proof) in cases {
        let outcome = outcome(report, &happenings).unwrap();
        assert_eq!((outcome.end, outcome.proof), (end, proof), "{happenings:?}");
    }
}

#[test]
fn a_count_that_is_not_reached_is_no_match() {
    use Happening::{Answer as Says, Record, Stop, Tick};
    let plan = Plan::CountThenReport(Records::All);
    let counted = || Says(Answer::Count(2).encode());
    let success = || Says(result(OpCode::REPORT, ResponseCode::SUCCESS));
    let short = outcome(plan, &[(1, counted()), (2, Record), (3, success()), (2_003, Tick)]).unwrap();
    assert_eq!(
        (short.end, short.proof, short.records, short.counted),
        (End::Complete, Proof::Success, 1, Some(2))
    );
    let late = outcome(plan, &[(1, counted()), (2, Record), (3, success()), (4, Record)]).unwrap();
    assert_eq!((late.proof, late.records), (Proof::CountMatches, 2));
    // A record before the report is no part of it.
    let early =
        outcome(plan, &[(1, Record), (2, counted()), (3, Record), (4, success()), (5, Record)]).unwrap();
    assert_eq!((early.proof, early.records, early.unasked), (Proof::CountMatches, 2, 1));
    let stop = Says(result(OpCode::ABORT, ResponseCode::ABORT_UNSUCCESSFUL));
    let stopped = outcome(plan, &[(1, Stop), (2, counted()), (3, stop)]).unwrap();
    assert_eq!((stopped.end, stopped.proof), (End::Stopped, Proof::Nothing));
}
