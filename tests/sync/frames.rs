//! Frames that make no sense, through the session: each is kept as it came, and each has a typed outcome.

use diary_core::device::{
    Characteristic, Command, Event, Kind, Profile, Session, Uuid, What, wire, wire::Class,
};
use diary_core::ports::Now;
use health_gatt::Quirks;
use health_gatt::blood_pressure::Measurement;
use health_gatt::current_time::CurrentTime;
use health_gatt::datetime::DateTime;
use health_gatt::pulse_oximeter::SpotCheck;

use crate::chance::Chance;
use crate::long;

fn at(ms: u64) -> Now {
    Now { wall_ms: 1_786_741_200_000 + ms.cast_signed(), monotonic_ns: ms * 1_000_000, boot: [1; 16] }
}

/// A session that has subscribed and waits for records.
fn listening() -> Session {
    let mut session = Session::new(Profile::sync(Kind::ALL), [1; 16]);
    let indicated =
        |uuid| Characteristic { uuid, readable: false, notify: false, indicate: true, writable: false };
    session.handle(Event::Start, at(0));
    session.handle(Event::Connected, at(1));
    let characteristics = vec![indicated(wire::BLOOD_PRESSURE)];
    session.handle(Event::Discovered { characteristics }, at(2));
    session.handle(Event::Subscribed { uuid: wire::BLOOD_PRESSURE, result: Ok(()) }, at(3));
    session
}

/// A frame by chance: noise, or a sound frame with some bytes changed, cut or doubled.
fn frame(chance: &mut Chance) -> Vec<u8> {
    let sound: &[&[u8]] = &[
        &diary_sim::frames::CUFF,
        &diary_sim::frames::BM85_FIRST_USER,
        &diary_sim::frames::SPOT_CHECK,
        &[0x06, 0x00, 0x01, 0x01],
        &[0x05, 0x00, 0x03, 0x00],
    ];
    let mut bytes = if chance.often(40) {
        (0..chance.below(24)).map(|_| chance.next().to_le_bytes()[0]).collect()
    } else {
        chance.pick(sound).to_vec()
    };
    for _ in 0..chance.below(4) {
        let place = usize::try_from(chance.below(bytes.len() as u64 + 1)).unwrap();
        match chance.below(3) {
            0 => bytes.truncate(place),
            1 => bytes.extend_from_within(place..),
            _ => {
                if let Some(byte) = bytes.get_mut(place) {
                    *byte = chance.next().to_le_bytes()[0];
                }
            }
        }
    }
    bytes
}

/// Whether a decoder reads it; any panic would end the test.
fn reads(uuid: Uuid, bytes: &[u8]) -> bool {
    match uuid {
        wire::BLOOD_PRESSURE => [Quirks::NONE, Quirks::for_model("Beurer", "BM85")]
            .map(|quirks| Measurement::decode(bytes, quirks).is_ok())
            .contains(&true),
        wire::SPOT_CHECK => SpotCheck::decode(bytes).is_ok(),
        wire::CURRENT_TIME => CurrentTime::decode(bytes).is_ok(),
        wire::DATE_TIME => DateTime::decode(bytes).is_ok(),
        _ => wire::record_answer(bytes).is_some(),
    }
}

#[test]
fn malformed_frames_have_a_typed_outcome_each() {
    let uuids = [
        wire::BLOOD_PRESSURE,
        wire::SPOT_CHECK,
        wire::CURRENT_TIME,
        wire::DATE_TIME,
        wire::RECORD_ACCESS,
        wire::BATTERY,
        wire::CUFF_PRESSURE,
        wire::CONTINUOUS_OXIMETRY,
        wire::JUMPER_VALUES,
        Uuid::short(0x2AFF),
    ];
    let frames = if long() { 1_000_000 } else { 100_000 };
    let mut chance = Chance::new(8);
    let mut session = listening();
    let (mut kept, mut read, mut ended) = (0_u64, 0_u64, 0_u64);
    for number in 0..frames {
        if number % 1_000 == 0 {
            session = listening();
        }
        let (uuid, bytes) = (*chance.pick(&uuids), frame(&mut chance));
        let ms = 10 + (number % 1_000) * chance.below(20);
        let commands = session.handle(Event::Value { uuid, bytes: bytes.clone() }, at(ms));
        let items: Vec<_> = commands
            .iter()
            .filter_map(|command| match command {
                Command::Persist { ticket, item } => Some((*ticket, item)),
                _ => None,
            })
            .collect();
        // A segment that was open goes when it is full, whatever comes next; that nothing of it is lost has tests of its own.
        let (segments, items): (Vec<_>, Vec<_>) =
            items.into_iter().partition(|(_, item)| item.what == What::Segment);
        for (ticket, _) in segments {
            session.handle(Event::Persisted { ticket, result: Ok(()) }, at(ms));
        }
        match wire::class(uuid) {
            Class::Control | Class::Live | Class::Stream => assert!(items.is_empty(), "frame {number}"),
            class => {
                let [(ticket, item)] = items[..] else { panic!("frame {number} was not kept once") };
                assert_eq!((item.uuid, &item.bytes), (uuid, &bytes), "frame {number}");
                assert_eq!(class == Class::Record, item.what == What::Record);
                kept += 1;
                session.handle(Event::Persisted { ticket, result: Ok(()) }, at(ms));
            }
        }
        let allowed = |command: &Command| match command {
            Command::Write { uuid, .. } => *uuid == wire::RECORD_ACCESS,
            _ => true,
        };
        assert!(commands.iter().all(allowed), "frame {number}");
        ended += u64::from(commands.iter().any(|command| matches!(command, Command::Done(_))));
        read += u64::from(reads(uuid, &bytes));
    }
    println!("{frames} frames: {kept} kept, {read} read, {ended} sessions ended by one");
    assert!(read > 0 && read < frames && kept > 0 && ended == 0);
}
