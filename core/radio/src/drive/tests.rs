//! The driver over a link of the test's own, whose stack does behind its back what real ones do.

use std::cell::OnceCell;
use std::sync::Mutex;

use diary_core::device::{Characteristic, Profile, Proof};
use proptest::prelude::*;
use tokio::time::Instant;

use super::*;

const RECORDS: Uuid = Uuid::short(0x2A35);

/// A cuff behind a stack that confirms whatever it gets, and brings subscriptions back after a lost link.
#[derive(Default)]
struct Stack {
    state: Mutex<State>,
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "what the stack is asked to do, each on its own")]
struct State {
    told: Option<UnboundedSender<Happened>>,
    memory: Vec<u8>,
    /// Whether the stack has a subscription that it brings back by itself.
    subscribed: bool,
    /// A link ends after so many records; then the next number counts.
    cuts: Vec<usize>,
    up: bool,
    /// What the stack confirmed while nobody listened.
    lost: Vec<u8>,
    calls: Vec<&'static str>,
    connects_fail: u32,
    /// Bluetooth is switched off after so many records, instead of the link being cut.
    off_after: Option<usize>,
    /// It is off, for as long as nobody waits for it.
    off: bool,
    never_answers: bool,
}

const NOW: Now = Now { wall_ms: 1, monotonic_ns: 1, boot: [0; 16] };

impl Stack {
    fn holding(records: u8, cuts: &[usize]) -> Self {
        let state = State { memory: (0..records).collect(), cuts: cuts.to_vec(), ..State::default() };
        Self { state: Mutex::new(state) }
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap())
    }

    /// The cuff gives what it has, until the link ends or it hangs up.
    fn burst(state: &mut State) {
        let off = state.off_after.take();
        let cut = if let Some(off) = off {
            off
        } else if state.cuts.is_empty() {
            usize::MAX
        } else {
            state.cuts.remove(0)
        };
        let mut given = 0;
        while !state.memory.is_empty() && given < cut {
            let record = state.memory.remove(0);
            given += 1;
            match &state.told {
                Some(told) => {
                    told.send(Happened::Value { uuid: RECORDS, bytes: vec![record], at: NOW }).unwrap();
                }
                None => state.lost.push(record),
            }
        }
        let reason = if given == cut { DisconnectReason::LinkLost } else { DisconnectReason::Peer };
        state.up = false;
        if let Some(told) = &state.told {
            told.send(Happened::Down { reason, at: NOW }).unwrap();
            if off.is_some() {
                state.off = true;
                told.send(Happened::Off { at: NOW }).unwrap();
            }
        }
    }
}

impl Link for Stack {
    async fn connect(&self, happened: UnboundedSender<Happened>) -> Result<(), Failed> {
        self.with(|state| {
            state.calls.push("connect");
            if state.off {
                return Err(Failed::Off);
            }
            if state.connects_fail > 0 {
                state.connects_fail -= 1;
                return Err(Failed::NotConnected);
            }
            state.up = true;
            if state.subscribed {
                // The way of a stack that remembers: the cuff sends before anybody can listen.
                state.told = None;
                Self::burst(state);
            }
            state.told = Some(happened);
            Ok(())
        })
    }

    async fn discover(&self) -> Result<Vec<Characteristic>, Failed> {
        if self.with(|state| state.never_answers) {
            std::future::pending::<()>().await;
        }
        if !self.with(|state| state.up) {
            return Err(Failed::NotConnected);
        }
        Ok(vec![Characteristic {
            uuid: RECORDS,
            readable: false,
            notify: false,
            indicate: true,
            writable: false,
        }])
    }

    async fn read(&self, _uuid: Uuid) -> Result<Vec<u8>, Failed> {
        Err(Failed::Att(AttError::NOT_FOUND))
    }

    async fn write(&self, _uuid: Uuid, _bytes: Vec<u8>) -> Result<(), Failed> {
        Err(Failed::Att(AttError::NOT_FOUND))
    }

    async fn subscribe(&self, _uuid: Uuid) -> Result<(), Failed> {
        self.with(|state| {
            state.calls.push("subscribe");
            state.subscribed = true;
            Self::burst(state);
            Ok(())
        })
    }

    async fn unsubscribe(&self, _uuid: Uuid) {
        self.with(|state| {
            state.calls.push("unsubscribe");
            state.subscribed = false;
        });
    }

    async fn back_on(&self) {
        sleep(Duration::from_secs(90)).await;
        self.with(|state| state.off = false);
    }

    async fn hang_up(&self) {
        self.with(|state| {
            state.calls.push("hang up");
            state.up = false;
        });
    }
}

#[derive(Default)]
struct Kept {
    records: Vec<u8>,
    refuses: bool,
    began: OnceCell<Instant>,
}

impl Shell for Kept {
    /// The clocks go as the timers do: at once, where nothing else happens.
    fn now(&self) -> Now {
        let since = self.began.get_or_init(Instant::now).elapsed();
        Now { monotonic_ns: u64::try_from(since.as_nanos()).unwrap(), ..NOW }
    }

    fn persist(&mut self, item: &Received) -> Result<(), PersistFailed> {
        if self.refuses {
            return Err(PersistFailed);
        }
        self.records.extend(&item.bytes);
        Ok(())
    }

    fn report(&mut self, _progress: Progress) {}
}

fn driven(stack: &Stack, kept: &mut Kept, cancel: &Cancel) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    let mut session = Session::new(Profile::sync([]), [1; 16]);
    runtime.unwrap().block_on(drive(stack, &mut session, kept, cancel))
}

#[test]
fn a_burst_is_taken_over_and_nothing_stays_subscribed() {
    let (stack, mut kept) = (Stack::holding(3, &[]), Kept::default());
    let outcome = driven(&stack, &mut kept, &Cancel::default());
    assert_eq!(outcome, Outcome::Complete { proof: Proof::PeerEnded, records: 3, announced: None });
    assert_eq!(kept.records, [0, 1, 2]);
    assert!(!stack.with(|state| state.subscribed));
}

#[test]
fn no_subscription_comes_back_before_anyone_listens() {
    let (stack, mut kept) = (Stack::holding(4, &[1]), Kept::default());
    let outcome = driven(&stack, &mut kept, &Cancel::default());
    assert_eq!(outcome, Outcome::Complete { proof: Proof::PeerEnded, records: 4, announced: None });
    assert_eq!(kept.records, [0, 1, 2, 3]);
    let calls = stack.with(|state| state.calls.clone());
    assert_eq!(calls, ["connect", "subscribe", "unsubscribe", "connect", "subscribe", "unsubscribe"]);
}

#[test]
fn a_store_that_refuses_hangs_up() {
    let (stack, mut kept) = (Stack::holding(1, &[]), Kept { refuses: true, ..Kept::default() });
    let outcome = driven(&stack, &mut kept, &Cancel::default());
    assert_eq!(outcome, Outcome::NotStored { in_flight: vec![0] });
    assert!(!stack.with(|state| state.subscribed));
}

#[test]
fn a_stop_ends_a_session_that_hangs() {
    let (stack, mut kept) = (Stack::holding(1, &[]), Kept::default());
    stack.with(|state| state.never_answers = true);
    let cancel = Cancel::default();
    cancel.stop();
    assert_eq!(driven(&stack, &mut kept, &cancel), Outcome::Cancelled);
    assert!(stack.with(|state| state.calls.contains(&"hang up")));
}

#[test]
fn an_operation_that_is_never_answered_is_given_up() {
    let (stack, mut kept) = (Stack::holding(1, &[]), Kept::default());
    stack.with(|state| state.never_answers = true);
    assert_eq!(driven(&stack, &mut kept, &Cancel::default()), Outcome::LinkLost { records: 0 });
}

#[test]
fn bluetooth_that_is_switched_off_is_waited_for_and_nothing_is_lost() {
    for off_after in 0..=3 {
        let (stack, mut kept) = (Stack::holding(3, &[]), Kept::default());
        stack.with(|state| state.off_after = Some(off_after));
        let outcome = driven(&stack, &mut kept, &Cancel::default());
        assert_eq!(kept.records, [0, 1, 2], "off after {off_after}: {outcome:?}");
        assert!(!stack.with(|state| state.subscribed));
        assert!(
            matches!(outcome, Outcome::Complete { records: 3, .. }),
            "off after {off_after}: {outcome:?}"
        );
    }
}

#[test]
fn bluetooth_that_is_off_from_the_beginning_is_waited_for() {
    let (stack, mut kept) = (Stack::holding(2, &[]), Kept::default());
    stack.with(|state| state.off = true);
    let outcome = driven(&stack, &mut kept, &Cancel::default());
    assert_eq!(outcome, Outcome::Complete { proof: Proof::PeerEnded, records: 2, announced: None });
    assert_eq!(kept.records, [0, 1]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_is_cut_all_arrives_once(
        records in 1_u8..12,
        cuts in prop::collection::vec(0_usize..4, 0..5),
        connects_fail in 0_u32..2,
    ) {
        let (stack, mut kept) = (Stack::holding(records, &cuts), Kept::default());
        stack.with(|state| state.connects_fail = connects_fail);
        for _ in 0..3 {
            kept.began = OnceCell::new();
            driven(&stack, &mut kept, &Cancel::default());
        }
        let all: Vec<u8> = (0..records).collect();
        prop_assert_eq!(&kept.records, &all);
        prop_assert!(stack.with(|state| state.lost.is_empty()));
    }
}
