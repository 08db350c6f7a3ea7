//! A phone that answers a session at once: what is measured is the core alone, without a simulator or a link.

use std::collections::VecDeque;

use diary_core::device::{
    AttError, Characteristic, Command, DisconnectReason, Event, Kind, Outcome, Profile, Received, Session,
    Uuid, wire,
};
use diary_core::ports::Now;
use diary_core::time::CivilTime;
use diary_sim::frames;

/// 2026-01-01T00:00:00 as a cuff's clock shows it, in seconds.
const FIRST_STAMP_S: i64 = 1_767_225_600;

/// The reading of so many minutes later, in the form of a cuff's recorded frame.
///
/// # Panics
/// Behind the year 9999.
pub fn reading(number: u32) -> Vec<u8> {
    let stamp = CivilTime::from_utc_seconds(FIRST_STAMP_S + 60 * i64::from(number)).unwrap();
    let step = u16::try_from(number % 40).unwrap();
    frames::cuff(stamp, 110 + step, 70 + step / 2, 85 + step / 2, 55 + step)
}

/// Hands an event in, and all that the phone answers, until nothing but the device can go on.
///
/// `keep` makes an item durable. Returns how the session ended, where it did.
pub fn hand_in(
    session: &mut Session,
    event: Event,
    now: Now,
    keep: &mut dyn FnMut(&Received),
) -> Option<Outcome> {
    let mut events = VecDeque::from([event]);
    let mut outcome = None;
    while let Some(event) = events.pop_front() {
        for command in session.handle(event, now) {
            match command {
                Command::Done(how) => outcome = Some(how),
                command => events.extend(answer(command, now, keep)),
            }
        }
    }
    outcome
}

/// Takes over so many readings of a cuff that hangs up once it has none left.
///
/// # Panics
/// If the session ends in another way than complete.
pub fn burst(session: &mut Session, readings: u32, now: Now, keep: &mut dyn FnMut(&Received)) {
    assert_eq!(hand_in(session, Event::Start, now, keep), None);
    for number in 0..readings {
        let value = Event::Value { uuid: wire::BLOOD_PRESSURE, bytes: reading(number) };
        assert_eq!(hand_in(session, value, now, keep), None);
    }
    let ended = hand_in(session, Event::Disconnected { reason: DisconnectReason::Peer }, now, keep);
    assert!(matches!(ended, Some(Outcome::Complete { records, .. }) if records == readings), "{ended:?}");
}

/// How many frames of a pulse wave come in a second, each with ten of its points: far more than any oximeter sends.
pub const WAVES_A_SECOND: u32 = 100;

/// Watches a pulse wave for so many seconds, with a value of oxygen and pulse in each, until a person ends it.
///
/// # Panics
/// If the session ends in another way.
pub fn wave(seconds: u32, at: impl Fn(u64) -> Now, keep: &mut dyn FnMut(&Received)) {
    let profile = Profile { longest_ms: u64::MAX, ..Profile::sync([Kind::Oximeter]).live() };
    let mut session = Session::new(profile, [7; 16]);
    assert_eq!(hand_in(&mut session, Event::Start, at(0), keep), None);
    for frame in 0..seconds * WAVES_A_SECOND {
        let bytes = if frame.is_multiple_of(WAVES_A_SECOND) {
            frames::jumper(Some((97, 62)))
        } else {
            frames::JUMPER_WAVE.to_vec()
        };
        let value = Event::Value { uuid: wire::JUMPER_VALUES, bytes };
        let now = at(u64::from(frame) * 1_000 / u64::from(WAVES_A_SECOND));
        assert_eq!(hand_in(&mut session, value, now, keep), None);
    }
    let ended = hand_in(&mut session, Event::Cancel, at(u64::from(seconds) * 1_000), keep);
    assert_eq!(ended, Some(Outcome::Cancelled));
}

fn answer(command: Command, now: Now, keep: &mut dyn FnMut(&Received)) -> Option<Event> {
    Some(match command {
        Command::Connect => Event::Connected,
        Command::Discover => {
            let stream = Characteristic { notify: true, indicate: false, ..measurement(wire::JUMPER_VALUES) };
            Event::Discovered { characteristics: vec![measurement(wire::BLOOD_PRESSURE), stream] }
        }
        Command::Read { uuid } => Event::ReadDone { uuid, result: Err(AttError::NOT_FOUND), asked: now },
        Command::Subscribe { uuid, .. } => Event::Subscribed { uuid, result: Ok(()) },
        Command::Write { uuid, .. } => Event::WriteDone { uuid, result: Ok(()) },
        Command::Persist { ticket, item } => {
            keep(&item);
            Event::Persisted { ticket, result: Ok(()) }
        }
        // A pause of no length is over; every other timer is for a device that says nothing.
        Command::SetTimer { id, after_ms: 0 } => Event::Timer { id },
        Command::Disconnect => Event::Disconnected { reason: DisconnectReason::Local },
        Command::SetTimer { .. } | Command::Report(_) | Command::Done(_) => return None,
    })
}

const fn measurement(uuid: Uuid) -> Characteristic {
    Characteristic { uuid, readable: false, notify: false, indicate: true, writable: false }
}
